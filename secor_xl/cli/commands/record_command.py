"""The command ``record``: enter the day on which letters were sent, or a correction came back."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secor_xl.cli.options import (
    EXISTING,
    KINDS,
    Day,
    json_option,
    kinds_option,
    now,
    print_json,
    review_service,
    searched_argument,
    templates_option,
    today,
)
from secor_xl.cli.process import Exit, say
from secor_xl.text import counted

if TYPE_CHECKING:
    from secor_xl.records.records import Records
    from secor_xl.runs.recording import EntriesFor, RecordedWorkbook
    from secor_xl.runs.single_workbook import ReviewService


@click.command()
@searched_argument
@click.option(
    "--sent", type=Day(), metavar="DATE", help="The day on which the feedback letters were sent, such as 2026-06-30."
)
@click.option("--returned", type=Day(), metavar="DATE", help="The day on which a correction came back.")
@click.option("--letters", type=EXISTING, metavar="FOLDER", help="The folder of the letters, with its records.")
@kinds_option
@click.option("--dry-run", is_flag=True, help="Show what would be entered, and write nothing.")
@templates_option
@json_option
def record(
    files: tuple[str, ...],
    sent: dt.date | None,
    returned: dt.date | None,
    letters: Path | None,
    kinds: tuple[str, ...],
    dry_run: bool,
    templates: Path | None,
    as_json: bool,
) -> int:
    """Enter the day on which letters were sent, or on which a correction came back.

    --sent fills the round of each feedback letter in the letter log that has no day of sending yet. With --letters FOLDER, the
    letters that 'secor-xl letters' made of a workbook are first entered in its letter log, and the records of that folder get
    the new judgement of the workbook. --kind enters only letters of one kind. --returned fills the last round without an
    answer; name the workbooks one by one.

    Only these cells change, and the snapshot of a feedback on a hidden sheet. A cell that is not empty is never overwritten. The
    old file is kept beside the new one, as "review (before record).xlsx". Close the workbooks in Excel first.

    Exit code: 1 if a day was refused, 3 if a file could not be read or written.

    \b
    Examples:
      secor-xl record season --sent 2026-06-30 --letters letters --dry-run
      secor-xl record season --sent 2026-06-30 --letters letters --kind approval --kind notice
      secor-xl record review.xlsx --returned 2026-07-10
    """
    from secor_xl.runs.recording import returned_on, sent_on
    from secor_xl.runs.season.recognition import review_files

    day = sent or returned
    if day is None or (sent and returned):
        raise click.UsageError("Give either --sent DATE or --returned DATE.")
    refuse_after_today(day)
    if returned and kinds:
        raise click.UsageError("--kind is for letters that were sent; leave it out with --returned.")
    if returned and any(Path(file).is_dir() for file in files):
        raise click.UsageError("--returned is for one correction: name the workbook, not a folder.")
    service = review_service(templates, today())
    codes, chosen = {Exit.WELL}, {KINDS[kind] for kind in kinds or KINDS}
    with _records(letters, dry_run=dry_run) as records:
        entries_for = sent_on(day, records, chosen) if sent else returned_on(day)
        for found in review_files(files, letters or service.templates_folder):
            if found.failure:
                codes.add(Exit.FILES_FAILED)
                say(f"{found.path}: {found.failure}")
                continue
            codes.add(enter_and_say(Path(found.path), service, entries_for, records, dry_run=dry_run, as_json=as_json))
    return max(codes)


def _records(letters: Path | None, *, dry_run: bool) -> AbstractContextManager[Records | None]:
    """Open the records of a letters folder: for writing, where there are some and they may change."""
    from secor_xl.records.database import has_records
    from secor_xl.records.records import reading, writing

    if letters is None:
        return nullcontext()
    return reading(letters) if dry_run or not has_records(letters) else writing(letters, now)


def refuse_after_today(day: dt.date) -> None:
    """Raise ``UsageError`` for a day that is still to come: nothing has happened on it."""
    if day > today():
        raise click.UsageError(f"{day} is after today, {today()}. Give the day on which it happened.")


def enter_and_say(
    path: Path,
    service: ReviewService,
    entries_for: EntriesFor,
    records: Records | None = None,
    *,
    dry_run: bool = False,
    as_json: bool = False,
) -> Exit:
    """Enter days into a workbook, and say what was entered or why nothing was."""
    from secor_xl.runs.output import OutputRefused
    from secor_xl.runs.recording import RecordRefused, enter_days
    from secor_xl.xlsx.guard import UnreadableWorkbook

    try:
        (_print if as_json else _say)(enter_days(path, service, entries_for, records=records, dry_run=dry_run))
    except RecordRefused as error:
        say(str(error))
        return Exit.FINDINGS
    except (UnreadableWorkbook, OutputRefused) as error:
        say(str(error))
        return Exit.FILES_FAILED
    return Exit.WELL


def _print(done: RecordedWorkbook) -> None:
    made = {
        "schema": "secor-xl/record/1",
        "file": str(done.path),
        "entered": [{"where": str(each.place), "cell": each.cell, "value": str(each.value)} for each in done.entered],
        "kept": str(done.kept) if done.kept else None,
        "outcome": done.judged.assessment.outcome.words,
    }
    print_json(made)


def _say(done: RecordedWorkbook) -> None:
    if not done.entered:
        say(f"{done.path}: nothing to enter.")
        return
    cells = counted(len(done.entered), "cell")
    kept = (
        f"{cells} entered; the file as it was is {done.kept}" if done.kept else f"{cells} to enter; nothing was written"
    )
    say(f"{done.path}: {kept}.")
    for each in done.entered:
        say(f"  {each}")
    say(f"  Outcome with these entries: {done.judged.assessment.outcome.words}")
