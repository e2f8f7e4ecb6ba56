"""The commands for one review: make its workbook, judge it, export it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import click

from secor_xl.cli.commands.workbook_commands import builder, say_fixed_day
from secor_xl.cli.options import (
    EXISTING,
    as_of_option,
    instrument_option,
    json_option,
    print_json,
    review_service,
    say_ahead,
    say_foreign_instrument,
    say_written,
    searched_argument,
    templates_option,
)
from secor_xl.cli.process import Exit, say, show
from secor_xl.screen import json_text


@click.command()
@click.argument("file", type=EXISTING, metavar="FILE")
@click.option(
    "--from", "record", type=EXISTING, metavar="REVIEW.json", help="Fill the workbook from an exported review."
)
@click.option("--after", type=EXISTING, metavar="LAST_YEAR", help="Start from the employer's review of last year.")
@instrument_option
@as_of_option("The day as of which the cells are judged")
@templates_option
def new(
    file: Path,
    record: Path | None,
    after: Path | None,
    instrument: Path | None,
    as_of: dt.date,
    templates: Path | None,
) -> None:
    """Make a review workbook: blank, from an export, or after last year's review.

    A FILE.xlsm has live cells and buttons for Excel. A FILE.xlsx has no macros; 'secor-xl refresh' computes its cells. An
    existing file is never overwritten.

    --after copies employer, accounts, assessor and training from last year's workbook, and its instrument unless you give
    another. After a certification year it enters a maintenance year; after a maintenance year, enter the kind of year yourself.
    The sheet Last year gets the findings for the future, the additions to the action plan and the items of that plan.

    \b
    Examples:
      secor-xl new review.xlsm
      secor-xl new review.xlsx
      secor-xl new review.xlsx --instrument our-instrument.toml
      secor-xl new copy.xlsx --from review.json
      secor-xl new review-2027.xlsm --after review-2026.xlsm
    """
    from secor_xl.intake.last_year import EarlierReview, begun_after
    from secor_xl.review.model import Review
    from secor_xl.runs.exchange import chosen_instrument, identified, imported, own_instrument
    from secor_xl.runs.new_workbook import make_workbook
    from secor_xl.runs.output import Writing

    build, service = builder(file), review_service(templates, as_of)
    if record and after:
        raise click.UsageError("--from and --after are two sources; give one of them.")
    if after:
        from secor_xl.workbook.reading.read_workbook import read_workbook

        last = EarlierReview.of(read_workbook(after))
        chosen = own_instrument(instrument) if instrument else last.instrument
        items = last.items(chosen, service.office, as_of)
        review = identified(replace(begun_after(last.review), last_year=items), chosen)
    elif record is not None:
        review, chosen = imported(record, instrument)
    else:
        chosen = chosen_instrument(instrument, service.office)
        review = identified(Review(), chosen)
    written = make_workbook(file, review, chosen, service, build)
    say_foreign_instrument(chosen, service)
    still = "already there, with the same content" if record or after else "already there, still blank"
    say(f"{written.path}: {still if written.writing is Writing.UNCHANGED else written.writing}.")
    say_fixed_day(file, as_of)


@click.command()
@searched_argument
@as_of_option("Judge as of this day")
@templates_option
@json_option
@click.option("--all", "show_all", is_flag=True, help="Print every flag; without this option, long lists are cut.")
def check(files: tuple[str, ...], as_of: dt.date, templates: Path | None, as_json: bool, show_all: bool) -> int:
    """Judge workbooks: scores, flags, deadlines, outcome.

    Computes everything again from the entries; the computed cells of a workbook are not used. With a day after today it shows
    the outcome if nothing changes until then; no letters are made for such a day.

    Exit code: 0 if every workbook can be approved, 1 if not, 3 if a file could not be read.

    \b
    Examples:
      secor-xl check review.xlsx
      secor-xl check season --as-of 2026-06-30 --json
    """
    from secor_xl.cli.views.terminal import print_assessment
    from secor_xl.judgement.outcome import OutcomeKind
    from secor_xl.runs.report import judged_record, unreadable_record
    from secor_xl.runs.season.recognition import review_files
    from secor_xl.xlsx.guard import UnreadableWorkbook

    at = review_service(templates, as_of)
    say_ahead(as_of)
    codes = {Exit.WELL}
    found = [*review_files(files, at.templates_folder)]
    if not found:
        say(f"No review was found in {', '.join(files)}.")
    for each in found:
        if each.failure:
            codes.add(Exit.FILES_FAILED)
            say(f"{each.path}: {each.failure}")
            continue
        path = Path(each.path)
        try:
            judged = at.judge(path)
        except UnreadableWorkbook as error:
            codes.add(Exit.FILES_FAILED)
            if as_json:
                print_json(unreadable_record(str(path), str(error)))
            say(str(error))
            continue
        if as_json:
            print_json(judged_record(judged))
        else:
            print_assessment(judged, show_all=show_all)
        if judged.assessment.outcome.kind is not OutcomeKind.APPROVE:
            codes.add(Exit.FINDINGS)
    return max(codes)


@click.command()
@click.argument("file", type=EXISTING)
@click.option("--out", type=EXISTING, metavar="REVIEW.json", help="Write to this file instead of the screen.")
def export(file: Path, out: Path | None) -> int:
    """Print the review in a workbook as JSON.

    'secor-xl new --from' makes the same review from it again.

    \b
    Example:
      secor-xl export review.xlsx --out review.json
    """
    from secor_xl.runs.exchange import exported
    from secor_xl.runs.output import write_safely
    from secor_xl.workbook.reading.read_workbook import read_workbook
    from secor_xl.xlsx.guard import within_means

    with within_means(str(file)):
        read = read_workbook(file)
    for problem in read.problems:
        say(f"{file}: {problem}")
    if any(problem.loses_a_fact for problem in read.problems):
        say(f"{file}: nothing was exported, because what cannot be read would be lost.")
        return Exit.FINDINGS
    text = json_text(exported(read.review, read.instrument), indent=2)
    if out is None:
        show(text)
    else:
        say_written(write_safely(out, f"{text}\n".encode()))
    return Exit.WELL
