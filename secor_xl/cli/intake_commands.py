"""The commands of intake: the form for assessors, and submissions that become review workbooks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secor_xl.cli.options import (
    EXISTING,
    as_of_option,
    files_argument,
    json_option,
    print_json,
    review_service,
    templates_option,
    today,
)
from secor_xl.cli.process import Exit, say, show
from secor_xl.cli.workbook_commands import PLAIN, WITH_MACROS, builder
from secor_xl.review.calendar import shown_date
from secor_xl.text import counted

if TYPE_CHECKING:
    from secor_xl.intake.submission import Submission
    from secor_xl.procedure.instrument import Instrument
    from secor_xl.runs.single_workbook import ReviewService
    from secor_xl.runs.take_in import Taken
    from secor_xl.workbook.reading.cell_problem import CellProblem

FIRST_SHOWN = 3

instrument_option = click.option(
    "--instrument", type=EXISTING, metavar="FILE", help="Another instrument than the illustrative one (TOML)."
)


@click.command()
@click.argument("file", type=EXISTING, metavar="FILE.xlsx")
@instrument_option
@click.option(
    "--for", "review", type=EXISTING, metavar="REVIEW", help="Make the return form of this review's correction."
)
@as_of_option("The day as of which the review of a correction is judged")
@templates_option
def form(file: Path, instrument: Path | None, review: Path | None, as_of: dt.date, templates: Path | None) -> int:
    """Make the form that assessors fill in.

    A workbook without macros: the submission data, every question with its guideline, the action plan, sign-offs. Checks
    beside the entries say what is missing. With --for it has what was submitted, and each item of the feedback with room
    for the assessor's answer. An existing file is never overwritten.

    \b
    Examples:
      secor-xl form assessment.xlsx
      secor-xl form assessment.xlsx --instrument our-instrument.toml
      secor-xl form correction.xlsx --for review.xlsm
    """
    from secor_xl.intake.assessor_form import build_assessor_form
    from secor_xl.judgement.assessment import assess
    from secor_xl.runs.exchange import chosen_instrument
    from secor_xl.runs.output import write_safely
    from secor_xl.workbook.writing.build import blank_review

    if file.suffix.lower() != PLAIN:
        raise click.UsageError(f"{file} does not end in .xlsx; name the form such as assessment.xlsx.")
    if review and instrument:
        raise click.UsageError("--for takes the instrument of the review; leave --instrument out.")
    at = review_service(templates, as_of)
    if review:
        assessment = at.judge(review).assessment
    else:
        chosen = chosen_instrument(instrument)
        assessment = assess(blank_review(chosen), instrument=chosen, office=at.office, as_of=as_of)
    written = write_safely(file, build_assessor_form(assessment, for_correction=review is not None))
    say(f"{written.path}: {written.writing}.")
    return Exit.WELL


@click.command()
@files_argument
@click.option(
    "--out",
    type=EXISTING,
    metavar="FOLDER",
    help="Where the review workbooks are written; with --propose, the mapping.",
)
@click.option("--plain", is_flag=True, help="Make workbooks without macros and live cells (.xlsx).")
@click.option(
    "--mapping", type=EXISTING, metavar="FILE", help="How tables are understood.  [default: intake.toml of the office]"
)
@click.option("--check", "only_check", is_flag=True, help="Say how each column is understood; make nothing.")
@click.option("--propose", is_flag=True, help="Write a first mapping for a table.")
@click.option("--into", type=EXISTING, metavar="REVIEW", help="Take a correction into the workbook of its review.")
@click.option(
    "--returned",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day on which a correction came back.  [default: today]",
)
@click.option("--received", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day of receipt to enter.")
@instrument_option
@as_of_option("The day as of which the cells are judged")
@templates_option
@json_option
def intake(
    files: tuple[Path, ...],
    out: Path | None,
    plain: bool,
    mapping: Path | None,
    only_check: bool,
    propose: bool,
    into: Path | None,
    returned: dt.datetime | None,
    received: dt.datetime | None,
    instrument: Path | None,
    as_of: dt.date,
    templates: Path | None,
    as_json: bool,
) -> int:
    """Make review workbooks of submissions that came in as files.

    A file is an assessor's form, the JSON of a review, or a table (CSV, XLSX) that intake.toml describes. Each submission
    becomes a workbook, named by its reference or employer; an existing file is never overwritten. A value that is not
    understood is named, stands as a note on its cell, and keeps letters back until a reviewer has settled it.
    With --into the file is the correction of a review whose feedback is out: the submitted facts are replaced, the reviewer's
    entries stay, and each question that changed is open until it was looked at again. The old file stays beside the new one.
    Ends with 1 where a value was not understood, with 3 where a file or a row made nothing.

    \b
    Examples:
      secor-xl intake submitted/*.xlsx --out season
      secor-xl intake --propose export.csv --out intake.toml
      secor-xl intake export.csv --mapping intake.toml --check
      secor-xl intake export.csv --out season --plain
      secor-xl intake correction.xlsx --into review.xlsm --returned 2026-06-30
    """
    from secor_xl.errors import SecorError
    from secor_xl.intake.mapping import MAPPING_FILE
    from secor_xl.runs.exchange import chosen_instrument
    from secor_xl.runs.take_in import submissions_in, take_in

    if into:
        day = returned.date() if returned else today()
        return _corrected(files, into, day, (instrument, mapping), review_service(templates, as_of), as_json=as_json)
    if out is None and not only_check:
        raise click.UsageError("Name the folder for the review workbooks with --out, or look first with --check.")
    at, chosen = review_service(templates, as_of), chosen_instrument(instrument)
    if propose:
        return _proposed(files, out, chosen)
    mapping_file = mapping or at.templates_folder / MAPPING_FILE
    ending = PLAIN if plain else WITH_MACROS
    build = builder(Path(f"review{ending}"))
    received_on = received.date() if received else None
    codes, made, problems = {Exit.WELL}, 0, 0
    for path in files:
        try:
            if only_check:
                codes.add(_check(path, instrument, chosen, mapping_file))
                continue
            for each in submissions_in(path, instrument, chosen, mapping_file):
                try:
                    taken = take_in(_told(each, path), out or Path(), ending, at, build, received_on)
                except SecorError as error:
                    say(str(error))
                    codes.add(Exit.FILES_FAILED)
                    continue
                made, problems = made + 1, problems + len(taken.submission.problems)
                codes.add(Exit.FINDINGS if taken.submission.problems else Exit.WELL)
                _tell(taken, as_json=as_json)
        except SecorError as error:
            say(str(error))
            codes.add(Exit.FILES_FAILED)
    if not only_check:
        say(f"{counted(made, 'submission')} taken in, {counted(problems, 'value')} not understood.")
    return max(codes)


def _corrected(
    files: tuple[Path, ...],
    review: Path,
    returned_on: dt.date,
    chosen: tuple[Path | None, Path | None],
    service: ReviewService,
    *,
    as_json: bool,
) -> Exit:
    """Take a correction into the workbook of its review, and print what changed."""
    from secor_xl.cli.terminal_compare import print_comparison
    from secor_xl.intake.mapping import MAPPING_FILE
    from secor_xl.runs.compare import comparison
    from secor_xl.runs.exchange import chosen_instrument
    from secor_xl.runs.take_in import submissions_in, take_correction_in
    from secor_xl.runs.upgrade import UpgradeRefused

    if len(files) != 1:
        raise click.UsageError("--into takes the one file of the correction.")
    instrument, mapping = chosen
    before = service.judge(review).assessment
    own = chosen_instrument(instrument) if instrument else before.case.instrument
    mapping_file = mapping or service.templates_folder / MAPPING_FILE
    found = list(submissions_in(files[0], instrument, own, mapping_file))
    if len(found) != 1:
        raise click.UsageError(f"{files[0]} has {len(found)} submissions; --into takes a file with one.")
    submission = _told(found[0], files[0])
    try:
        done = take_correction_in(review, submission, service, builder(review), returned_on)
    except UpgradeRefused as error:
        say(f"{error}\n{review}: nothing was changed.")
        return Exit.FINDINGS
    for problem in submission.problems:
        say(f"{submission.file}: {problem}")
    changes = comparison(before, service.judge(review).assessment)
    if as_json:
        print_json({**changes.record(), "files": [str(done.kept), str(review)]})
    else:
        print_comparison(changes)
    say(f"{review}: the correction is taken in, returned on {shown_date(returned_on)}; {submission.counts}.")
    say(f"The file as it was: {done.kept}")
    return Exit.FINDINGS if submission.problems else Exit.WELL


def _proposed(files: tuple[Path, ...], out: Path | None, instrument: Instrument) -> Exit:
    """Write a first mapping for a table."""
    from secor_xl.intake.propose import proposed_mapping
    from secor_xl.runs.output import write_safely

    if len(files) != 1 or out is None:
        raise click.UsageError("--propose takes one table, and the name of the mapping with --out.")
    written = write_safely(out, proposed_mapping(files[0], instrument).encode())
    say(f"{written.path}: {written.writing}. Look at each line that ends in # unsure, then run with --check.")
    return Exit.WELL


def _told(each: Submission | CellProblem, path: Path) -> Submission:
    """Return a submission; raises ``IntakeRefused`` for a row that nothing is made of."""
    from secor_xl.intake.submission import IntakeRefused, Submission

    if not isinstance(each, Submission):
        raise IntakeRefused(f"{path}: {each}. Nothing is made of this row.")
    return each


def _tell(taken: Taken, *, as_json: bool) -> None:
    """Say what became of a submission, with every value that was not understood."""
    submission = taken.submission
    for problem in submission.problems:
        say(f"{submission.file}: {problem}")
    say(f"{taken.written.path}: {taken.written.writing}; {submission.counts}.")
    if as_json:
        print_json(
            {
                "schema": "secor-xl/intake/1",
                "source": submission.source,
                "file": str(taken.written.path),
                "writing": str(taken.written.writing),
                "taken": submission.taken,
                "not_understood": [
                    {
                        "sheet": problem.sheet,
                        "cell": problem.cell,
                        "fact": str(problem.place or ""),
                        "seen": problem.seen,
                        "allowed": problem.allowed,
                    }
                    for problem in submission.problems
                ],
            }
        )


def _check(path: Path, instrument_file: Path | None, instrument: Instrument, mapping_file: Path) -> Exit:
    """Say how a file is understood and how its first submissions would arrive; make nothing."""
    from secor_xl.intake.mapped_rows import mapped_tables
    from secor_xl.intake.mapping import read_mapping
    from secor_xl.intake.submission import Submission
    from secor_xl.runs.take_in import SubmissionKind, kind_of, refuse_without_mapping, submissions_in

    if kind_of(path) is SubmissionKind.TABLE:
        refuse_without_mapping(path, mapping_file)
        for mapped in mapped_tables(path, read_mapping(mapping_file), instrument, str(mapping_file)):
            show(f"{path}{f', sheet {mapped.table.sheet}' if mapped.table.sheet else ''}")
            for line in mapped.described():
                show(f"  {line}")
    code, taken, lost, shown = Exit.WELL, 0, 0, 0
    for each in submissions_in(path, instrument_file, instrument, mapping_file):
        if not isinstance(each, Submission):
            say(f"{path}: {each}. Nothing would be made of this row.")
            code = Exit.FILES_FAILED
            continue
        if shown < FIRST_SHOWN:
            shown += 1
            show(f"\n{each.source}")
            for fact in each.shown():
                show(f"  {fact}")
        for problem in each.problems:
            say(f"{path}: {problem}")
        taken, lost = taken + each.taken, lost + len(each.problems)
    say(f"{path}: {counted(taken, 'value')} would be taken, {lost} not understood. Nothing was made.")
    return max(code, Exit.FINDINGS if lost else Exit.WELL)
