"""The commands for an office's own instrument: make, import, check, convert, compare."""

from __future__ import annotations

from pathlib import Path

import click

from secor_xl.cli.options import EXISTING, json_option, print_json, say_written
from secor_xl.cli.process import Exit, say
from secor_xl.text import as_argument

SPREADSHEET, TEXT, PAGE = ".xlsx", ".toml", ".html"


@click.group()
def instrument() -> None:
    """Make, import, check, convert and compare your own instruments.

    An instrument is a spreadsheet (XLSX) or a text file (TOML) with the same content. The option --instrument of other commands
    takes either.

    \b
    Examples:
      secor-xl instrument new our-instrument.xlsx
      secor-xl instrument check our-instrument.xlsx
      secor-xl instrument compare our-instrument-2026.xlsx our-instrument-2027.xlsx
    """


@instrument.command("new")
@click.argument("file", type=EXISTING, metavar="FILE.xlsx")
@click.option("--from", "source", type=EXISTING, metavar="FILE", help="Start from this instrument.  [default: blank]")
def new_instrument(file: Path, source: Path | None) -> int:
    """Make a spreadsheet for an instrument.

    It has sheets for the instrument, its elements, its questions, and rules across questions; a sheet explains each entry with an
    example. An existing file is never overwritten.

    \b
    Examples:
      secor-xl instrument new our-instrument.xlsx
      secor-xl instrument new our-instrument.xlsx --from workbook_templates/instrument.toml
    """
    from secor_xl.intake.instruments.instrument_file import read_instrument_file
    from secor_xl.intake.instruments.instrument_workbook import build_instrument_workbook
    from secor_xl.runs.output import write_safely

    if file.suffix.lower() != SPREADSHEET:
        raise click.UsageError(f"{file} does not end in .xlsx; name the spreadsheet such as our-instrument.xlsx.")
    started = read_instrument_file(source) if source else None
    say_written(write_safely(file, build_instrument_workbook(started)))
    say(f"Fill in its cream cells, then check it: secor-xl instrument check {as_argument(file)}")
    return Exit.WELL


@instrument.command("import")
@click.argument("table", type=EXISTING, metavar="TABLE")
@click.option(
    "--out", type=EXISTING, required=True, metavar="FILE", help="The spreadsheet; with --propose the mapping."
)
@click.option("--mapping", type=EXISTING, metavar="FILE", help="The mapping of the columns of TABLE (TOML).")
@click.option("--propose", is_flag=True, help="Write a first mapping.")
def import_questions(table: Path, out: Path, mapping: Path | None, propose: bool) -> int:
    """Take the questions of a table that you already have (CSV, XLSX) into a spreadsheet for an instrument.

    A mapping names the column of each entry, as for 'secor-xl intake'. Elements get their letters in the order of the table; rows
    with a heading alone begin an element. An id that is not a letter and a number is replaced and named. Entries that the table
    does not have stay blank: 'secor-xl instrument check' lists them.

    \b
    Examples:
      secor-xl instrument import questions.xlsx --propose --out questions.toml
      secor-xl instrument import questions.xlsx --mapping questions.toml --out our-instrument.xlsx
    """
    from secor_xl.intake.instruments.instrument_import import imported_questions, read_question_mapping
    from secor_xl.intake.instruments.instrument_propose import proposed_question_mapping
    from secor_xl.intake.instruments.instrument_workbook import build_instrument_rows
    from secor_xl.runs.output import write_safely
    from secor_xl.text import counted

    if propose == bool(mapping):
        raise click.UsageError("Give --propose for a first mapping, or --mapping FILE to take the questions in.")
    ending = TEXT if propose else SPREADSHEET
    if out.suffix.lower() != ending:
        raise click.UsageError(f"{out} does not end in {ending}; name it such as questions{ending}.")
    if not mapping:
        say_written(write_safely(out, proposed_question_mapping(table).encode()))
        say("Look at each line that ends in # unsure, then run with --mapping.")
        return Exit.WELL
    rows, renumbered = imported_questions(table, read_question_mapping(mapping), str(mapping))
    say_written(write_safely(out, build_instrument_rows(rows)))
    for old, new in renumbered:
        say(f"{old} is {new}")
    say(f"{counted(len(rows.questions), 'question')} of {counted(len(rows.elements), 'element')} taken.")
    say(f"Fill in what is missing, then check it: secor-xl instrument check {as_argument(out)}")
    return Exit.WELL


@instrument.command("check")
@click.argument("file", type=EXISTING, metavar="FILE")
@json_option
def check_instrument(file: Path, as_json: bool) -> int:
    """Check an instrument and show its points and the evidence that it needs.

    Lists all faults at once: of a spreadsheet by sheet and cell, of TOML by line and question. Without faults it shows the points
    of each element, the questions that need documents or notes or may be n/a, and rules that make no sense.

    Exit code: 1 if there is a fault or a rule that makes no sense, 3 if a spreadsheet is damaged.

    \b
    Examples:
      secor-xl instrument check our-instrument.xlsx
      secor-xl instrument check our-instrument.toml --json
    """
    from secor_xl.cli.views.terminal_instrument import instrument_record, print_instrument
    from secor_xl.errors import DataError, DataFaults
    from secor_xl.intake.instruments.instrument_file import read_instrument_file

    try:
        found = read_instrument_file(file)
    except DataError as error:
        if not file.is_file():
            raise
        faults = error.faults if isinstance(error, DataFaults) else (error,)
        if as_json:
            print_json(instrument_record(file, None, faults))
        say(str(error))
        return Exit.FINDINGS
    record = instrument_record(file, found, ())
    if as_json:
        print_json(record)
    else:
        print_instrument(found)
    return Exit.FINDINGS if record["senseless_rules"] else Exit.WELL


@instrument.command("convert")
@click.argument("file", type=EXISTING, metavar="FILE")
@click.argument("out", type=EXISTING, metavar="OUT")
def convert_instrument(file: Path, out: Path) -> int:
    """Convert an instrument: TOML to a spreadsheet, or a spreadsheet to TOML.

    The ending of OUT, .xlsx or .toml, chooses the new form. Both files are the same instrument: reviews made with either are
    judged alike. Comments of a TOML file, and your own sheets and formats, are not carried over. An existing file is never
    overwritten.

    \b
    Examples:
      secor-xl instrument convert our-instrument.toml our-instrument.xlsx
      secor-xl instrument convert our-instrument.xlsx our-instrument.toml
    """
    from secor_xl.intake.instruments.instrument_file import read_instrument_file
    from secor_xl.intake.instruments.instrument_workbook import build_instrument_workbook
    from secor_xl.procedure.instrument_text import toml_text
    from secor_xl.runs.output import write_safely

    ending = out.suffix.lower()
    if ending not in (SPREADSHEET, TEXT):
        raise click.UsageError(f"{out} ends neither in .xlsx nor in .toml; name it such as our-instrument.xlsx.")
    read = read_instrument_file(file)
    data = build_instrument_workbook(read) if ending == SPREADSHEET else toml_text(read).encode()
    say_written(write_safely(out, data))
    if file.suffix.lower() == TEXT:
        say(f"Comments of {file} are not carried over.")
    return Exit.WELL


@instrument.command("compare")
@click.argument("old", type=EXISTING)
@click.argument("new", type=EXISTING)
@click.option("--out", type=EXISTING, metavar="FILE.html", help="Write the comparison as a page that you can publish.")
@json_option
def compare_versions(old: Path, new: Path, out: Path | None, as_json: bool) -> int:
    """Compare two versions of an instrument.

    Shows the points of each element, and the questions that are new, gone, reworded (word by word), with other points, or with
    another number. A question is recognized by its words, else by its id. The page of --out opens in any browser and in Word.

    Exit code: 0 if nothing differs, 1 if something does.

    \b
    Examples:
      secor-xl instrument compare our-instrument-2026.xlsx our-instrument-2027.xlsx
      secor-xl instrument compare our-instrument-2026.xlsx our-instrument-2027.xlsx --out changes-2027.html
    """
    from secor_xl.cli.views.terminal_instrument import print_changes
    from secor_xl.intake.instruments.instrument_file import read_instrument_file
    from secor_xl.runs.instrument_changes import compare_instruments
    from secor_xl.runs.instrument_page import html_page
    from secor_xl.runs.output import write_safely

    if out and out.suffix.lower() != PAGE:
        raise click.UsageError(f"{out} does not end in .html; name the page such as changes.html.")
    found = compare_instruments(read_instrument_file(old), read_instrument_file(new))
    if as_json:
        print_json({**found.record(), "files": [str(old), str(new)]})
    elif not out:
        print_changes(found)
    if out:
        say_written(write_safely(out, html_page(found).encode()))
    return Exit.FINDINGS if found.differs else Exit.WELL
