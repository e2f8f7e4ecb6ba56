"""The commands of intake: the form for assessors, and submissions that become review workbooks."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secor_xl.cli.commands.workbook_commands import PLAIN, WITH_MACROS, builder
from secor_xl.cli.options import (
    EXISTING,
    Day,
    as_of_option,
    files_argument,
    instrument_option,
    json_option,
    print_json,
    review_service,
    say_foreign_instrument,
    say_written,
    templates_option,
    today,
)
from secor_xl.cli.process import Exit, say, show
from secor_xl.review.calendar import shown_date
from secor_xl.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from secor_xl.intake.last_year import LastYear
    from secor_xl.intake.submission import Submission
    from secor_xl.procedure.instrument import Instrument
    from secor_xl.runs.output import Written
    from secor_xl.runs.single_workbook import ReviewService
    from secor_xl.runs.take_in import SubmissionReader
    from secor_xl.workbook.reading.cell_problem import CellProblem

FIRST_SHOWN = 3


@click.command()
@click.argument("file", type=EXISTING, metavar="FILE.xlsx")
@instrument_option
@click.option(
    "--for", "review", type=EXISTING, metavar="REVIEW", help="Make the form for the correction of this review."
)
@as_of_option("The day as of which the review of a correction is judged")
@templates_option
def form(file: Path, instrument: Path | None, review: Path | None, as_of: dt.date, templates: Path | None) -> int:
    """Make the form that assessors fill in.

    The form is a workbook without macros: the submission data, every question with its guideline, the action plan, the
    sign-offs. Checks beside the entries show what is missing. With --for it is filled in with the submission, and has a row
    for the answer to each item of the feedback. An existing file is never overwritten.

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
        chosen = chosen_instrument(instrument, at.office)
        assessment = assess(blank_review(chosen), instrument=chosen, office=at.office, as_of=as_of)
    say_written(write_safely(file, build_assessor_form(assessment, for_correction=review is not None)))
    say_foreign_instrument(assessment.case.instrument, at)
    return Exit.WELL


@click.command()
@files_argument
@click.option(
    "--out",
    type=EXISTING,
    metavar="FOLDER",
    help="The folder for the review workbooks; with --propose, the file for the mapping.",
)
@click.option("--plain", is_flag=True, help="Make workbooks without macros and live cells (.xlsx).")
@click.option(
    "--mapping",
    type=EXISTING,
    metavar="FILE",
    help="The mapping of a table.  [default: intake.toml in the folder of templates]",
)
@click.option("--check", "only_check", is_flag=True, help="Show how each column is understood; write nothing.")
@click.option("--propose", is_flag=True, help="Write a first mapping for a table.")
@click.option("--into", type=EXISTING, metavar="REVIEW", help="Take a correction into this review workbook.")
@click.option(
    "--returned",
    type=Day(),
    metavar="DATE",
    help="The day on which a correction came back.  [default: today]",
)
@click.option(
    "--after",
    type=EXISTING,
    metavar="FOLDER",
    help="Start from last year's reviews in this folder, found by certificate number, account or name.",
)
@click.option(
    "--received",
    type=Day(),
    metavar="DATE",
    help="The day of receipt, for submissions without one.",
)
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
    returned: dt.date | None,
    after: Path | None,
    received: dt.date | None,
    instrument: Path | None,
    as_of: dt.date,
    templates: Path | None,
    as_json: bool,
) -> int:
    """Make review workbooks from submissions that came in as files.

    FILE is an assessor's form, the JSON of a review, or a table (CSV, XLSX) with a mapping, intake.toml. Each submission becomes
    a workbook with the name of its file reference or employer. An existing file is never overwritten. A value that cannot be
    understood is named and becomes a note on its cell; no letter is due until the reviewer has corrected it.

    With --into, FILE is the correction for a feedback that was sent. The submitted facts are replaced, and the reviewer's entries
    are kept. Each changed question is open until the reviewer has looked at it again. The old file is kept beside the new one.

    Exit code: 1 if a value was not understood, 3 if a file or a row made no workbook.

    \b
    Examples:
      secor-xl intake submitted/*.xlsx --out season
      secor-xl intake --propose export.csv --out intake.toml
      secor-xl intake export.csv --mapping intake.toml --check
      secor-xl intake export.csv --out season --plain
      secor-xl intake submitted/*.xlsx --out season --after last-season
      secor-xl intake correction.xlsx --into review.xlsm --returned 2026-06-30
    """
    from secor_xl.intake.mapping import MAPPING_FILE
    from secor_xl.runs.exchange import chosen_instrument
    from secor_xl.runs.take_in import SubmissionReader, take_in

    service = review_service(templates, as_of)
    reader = SubmissionReader(
        chosen_instrument(instrument, service.office),
        mapping or service.templates_folder / MAPPING_FILE,
        instrument,
    )
    say_foreign_instrument(reader.instrument, service)
    if into:
        day = returned or today()
        path = _only(files, "--into")
        return _attempted(partial(_corrected, path, into, day, reader, service, as_json=as_json))
    if propose:
        return _proposed(_only(files, "--propose"), out, reader.instrument)
    if only_check:
        return max(_attempted(partial(_check, path, reader)) for path in files)
    if out is None:
        raise click.UsageError("Name the folder for the review workbooks with --out, or look first with --check.")
    ending = PLAIN if plain else WITH_MACROS
    take = partial(
        take_in,
        folder=out,
        ending=ending,
        service=service,
        build=builder(Path(f"review{ending}")),
        received=received,
        last_year=_last_year(after),
    )
    done: list[Submission] = []
    code = max(_attempted(partial(_taken_in, path, reader, take, done, as_json=as_json)) for path in files)
    lost = sum(len(each.problems) for each in done)
    say(f"{counted(len(done), 'submission')} taken in, {counted(lost, 'value')} not understood.")
    return code


def _only(files: tuple[Path, ...], option: str) -> Path:
    if len(files) != 1:
        raise click.UsageError(f"{option} takes one file; {len(files)} are given.")
    return files[0]


def _attempted(work: Callable[[], Exit]) -> Exit:
    """Do a part of the work; what stops it is said, and the next part goes on."""
    from secor_xl.errors import SecorError

    try:
        return work()
    except SecorError as error:
        say(str(error))
        return Exit.FILES_FAILED


def _last_year(after: Path | None) -> LastYear | None:
    from secor_xl.intake.last_year import read_last_year

    last_year = read_last_year(after) if after else None
    for sentence in last_year.unread if last_year else ():
        say(sentence)
    return last_year


def _taken_in(
    path: Path,
    reader: SubmissionReader,
    take: Callable[[Submission], Written],
    done: list[Submission],
    *,
    as_json: bool,
) -> Exit:
    """Make the workbooks of the submissions of a file, and say what became of each."""

    def made(each: Submission | CellProblem) -> Exit:
        submission = _told(each, path)
        _tell(submission, take(submission), as_json=as_json)
        done.append(submission)
        return Exit.FINDINGS if submission.problems else Exit.WELL

    return max((_attempted(partial(made, each)) for each in reader.submissions(path)), default=Exit.WELL)


def _corrected(
    path: Path, review: Path, returned_on: dt.date, reader: SubmissionReader, service: ReviewService, *, as_json: bool
) -> Exit:
    """Take a correction into the workbook of its review, and print what changed."""
    from secor_xl.cli.views.terminal_compare import print_comparison
    from secor_xl.judgement.review_comparison import comparison
    from secor_xl.runs.take_in import take_correction_in
    from secor_xl.runs.upgrade import UpgradeRefused

    before = service.judge(review).assessment
    own = reader.instrument if reader.instrument_file else before.case.instrument
    found = list(replace(reader, instrument=own).submissions(path))
    if len(found) != 1:
        raise click.UsageError(f"{path} has {len(found)} submissions; --into takes a file with one.")
    submission = _told(found[0], path)
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


def _proposed(table: Path, out: Path | None, instrument: Instrument) -> Exit:
    """Write a first mapping for a table."""
    from secor_xl.intake.propose import proposed_mapping
    from secor_xl.runs.output import write_safely

    if out is None:
        raise click.UsageError("Name the mapping that --propose writes, with --out.")
    written = write_safely(out, proposed_mapping(table, instrument).encode())
    say(f"{written.path}: {written.writing}. Look at each line that ends in # unsure, then run with --check.")
    return Exit.WELL


def _told(each: Submission | CellProblem, path: Path) -> Submission:
    """Return a submission; raises ``IntakeRefused`` for a row that makes no workbook."""
    from secor_xl.intake.submission import IntakeRefused, Submission

    if not isinstance(each, Submission):
        raise IntakeRefused(f"{path}: {each}. This row makes no workbook.")
    return each


def _tell(submission: Submission, written: Written, *, as_json: bool) -> None:
    """Say what became of a submission, with every value that was not understood."""
    for problem in submission.problems:
        say(f"{submission.file}: {problem}")
    say(f"{written.path}: {written.writing}; {submission.counts}.")
    if as_json:
        names = ("sheet", "cell", "seen", "allowed")
        lost = [
            {name: getattr(each, name) for name in names} | {"fact": str(each.place or "")}
            for each in submission.problems
        ]
        made = {"file": str(written.path), "writing": str(written.writing), "taken": submission.taken}
        print_json({"schema": "secor-xl/intake/1", "source": submission.source, **made, "not_understood": lost})


def _check(path: Path, reader: SubmissionReader) -> Exit:
    """Say how a file is understood and how its first submissions would arrive; make nothing."""
    from secor_xl.intake.mapped_rows import mapped_tables
    from secor_xl.intake.submission import Submission
    from secor_xl.runs.take_in import SubmissionKind, kind_of

    if kind_of(path) is SubmissionKind.TABLE:
        for mapped in mapped_tables(path, reader.mapping(path), reader.instrument, str(reader.mapping_file)):
            show(f"{path}{f', sheet {mapped.table.sheet}' if mapped.table.sheet else ''}")
            for line in mapped.described():
                show(f"  {line}")
    code, taken, lost, shown = Exit.WELL, 0, 0, 0
    for each in reader.submissions(path):
        if not isinstance(each, Submission):
            say(f"{path}: {each}. This row would make no workbook.")
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
