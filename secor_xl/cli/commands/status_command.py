"""The command ``status``: what is late, what is due, what waits for whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secor_xl.cli.options import (
    EXISTING,
    as_of_option,
    jobs_option,
    json_option,
    now,
    print_json,
    say_ahead,
    say_written,
    templates_option,
    today,
)
from secor_xl.cli.process import Exit, say
from secor_xl.review.calendar import DUE_SOON_DAYS
from secor_xl.text import counted

if TYPE_CHECKING:
    from secor_xl.runs.single_workbook import ReviewService
    from secor_xl.runs.status.season_status import SeasonStatus


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE|FOLDER|PATTERN]...")
@as_of_option("The day of the status; it may be after today")
@click.option(
    "--within",
    type=click.IntRange(0, 366),
    default=DUE_SOON_DAYS,
    show_default=True,
    metavar="DAYS",
    help="The number of days that counts as soon.",
)
@click.option("--reviewer", metavar="NAME", help="Only the reviews of this reviewer; a part of the name is enough.")
@click.option("--due", is_flag=True, help="Show only what is late or due soon.")
@click.option(
    "--out", type=EXISTING, metavar="FILE.xlsx", help="Also write the status as a workbook, with a link to each review."
)
@click.option(
    "--calendar",
    type=EXISTING,
    metavar="FILE.ics",
    help="Also write due days, reminders and final dates for a calendar.",
)
@click.option(
    "--reminders",
    type=EXISTING,
    metavar="FOLDER",
    help="Also make e-mail drafts that remind assessors of their corrections.",
)
@click.option(
    "--letters",
    type=EXISTING,
    metavar="FOLDER",
    help="The folder of letters whose records show letters that no workbook has entered.  [default: that of settings.toml]",
)
@jobs_option
@templates_option
@json_option
def status(
    files: tuple[str, ...],
    as_of: dt.date,
    within: int,
    reviewer: str | None,
    due: bool,
    out: Path | None,
    calendar: Path | None,
    reminders: Path | None,
    letters: Path | None,
    jobs: int | None,
    templates: Path | None,
    as_json: bool,
) -> int:
    """Show which reviews are late or due, and the next step of each.

    Makes no letter and changes no workbook. Late reviews come first, then those that are due, by day. Without FILE, the folder
    'reviews_folder' of settings.toml is searched. Workbooks that have not changed since the last status of the same day are
    not opened again. The records of the folder of letters show which letters were made and are in no workbook yet: give that folder
    with --letters, if it is not 'letters_folder' of settings.toml.

    --reminders makes a draft for each correction that is due within the days of [reminders] in office.toml, with the text of
    email/reminder.txt in the folder of templates. One is made for each round and due day, and never a second time.

    Exit code: 1 if something is late, 3 if a file could not be read or written.

    \b
    Examples:
      secor-xl status season
      secor-xl status season --due --within 10
      secor-xl status season --reviewer "R. Oakley" --out status.xlsx
      secor-xl status season --letters letters
      secor-xl status season --calendar secor.ics --reminders reminders
    """
    from secor_xl.runs.settings import read_settings, templates_in_use
    from secor_xl.runs.single_workbook import ReviewService
    from secor_xl.runs.status.season_status import StatusRequest, season_status
    from secor_xl.runs.status.status_line import UNREADABLE

    _refuse_names(out, calendar, letters)
    settings = read_settings()
    if not files and settings.reviews is None:
        raise click.UsageError(
            "Name the folder of your reviews, such as 'secor-xl status season', or enter reviews_folder in settings.toml."
        )
    if reminders and as_of > today():
        raise click.UsageError("--reminders always uses today: leave --as-of out.")
    say_ahead(as_of)
    arguments, used = files or (str(settings.reviews),), templates_in_use(chosen=templates)
    service = ReviewService(used, as_of)
    request = StatusRequest(arguments, used, as_of, within, jobs, settings.folder, letters or settings.letters)
    found = season_status(request)
    if found.records_unused:
        say(found.records_unused)
    if out and any(_is_one_file(out, line.file) for line in found.lines):
        raise click.UsageError(f"{out} is one of the reviews; name another file with --out, such as status.xlsx.")
    seen = _wanted(found, reviewer or "", due=due)
    if as_json:
        print_json(seen.record(as_of))
    else:
        from secor_xl.cli.views.terminal_status import print_status

        print_status(seen, as_of)
    if out is not None:
        from secor_xl.runs.status.own_output import write_again
        from secor_xl.runs.status.status_workbook import status_workbook

        say_written(write_again(out, status_workbook(seen.lines, as_of, out), settings.folder))
    if calendar is not None:
        from secor_xl.delivery.calendar_file import calendar_file
        from secor_xl.runs.status.own_output import write_again
        from secor_xl.runs.status.status_line import days_to_keep

        before = service.office.reminder_days or within
        days = [day for each in seen.lines for day in days_to_keep(each, before)]
        count = counted(len({day.key for day in days}), "day")
        say_written(write_again(calendar, calendar_file(days, as_of), settings.folder), f", {count}")
    failed = reminders is not None and _remind(seen, reminders, service)
    if failed or any(each.state == UNREADABLE for each in seen.lines):
        return Exit.FILES_FAILED
    return Exit.FINDINGS if seen.is_late else Exit.WELL


def _remind(seen: SeasonStatus, folder: Path, service: ReviewService) -> bool:
    """Make the reminders and say each; returns whether one could not be made."""
    from secor_xl.runs.status.reminders import make_reminders

    done = list(make_reminders(seen.lines, folder, service, now))
    for each in done:
        if each.draft:
            say(f"{each.draft}: written.")
        for note in each.notes:
            say(f"{each.file}: {note}")
    say(f"{counted(sum(each.draft is not None for each in done), 'reminder')} made in {folder}.")
    return any(each.is_failed for each in done)


def _refuse_names(out: Path | None, calendar: Path | None, letters: Path | None) -> None:
    """Refuse files with a wrong ending, and a folder without records."""
    from secor_xl.records.database import has_records

    for path, ending in ((out, ".xlsx"), (calendar, ".ics")):
        if path and path.suffix.lower() != ending:
            raise click.UsageError(f"{path} does not end in {ending}; name it such as status{ending}.")
    if letters and not has_records(letters):
        raise click.UsageError(
            f"{letters} has no records of letters. Name the folder that 'secor-xl letters' wrote to."
        )


def _wanted(found: SeasonStatus, reviewer: str, *, due: bool) -> SeasonStatus:
    """Return the status with the lines of one reviewer, or those that are late or due soon."""
    from secor_xl.runs.status.status_line import is_due

    wanted, names = reviewer.casefold(), sorted({each.reviewer for each in found.lines} - {""})
    if not any(wanted in name.casefold() for name in names) and wanted:
        say(f'No review has the reviewer "{reviewer}". The reviewers are: {", ".join(names) or "none is entered"}.')
    lines = (each for each in found.lines if wanted in each.reviewer.casefold() and (not due or is_due(each)))
    return replace(found, lines=tuple(lines))


def _is_one_file(path: Path, other: str) -> bool:
    return path.exists() and Path(other).exists() and path.samefile(other)
