"""Options, arguments and output that commands share."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from secor_xl.cli.process import say, show
from secor_xl.review.letter_kinds import LetterKind
from secor_xl.screen import json_text

if TYPE_CHECKING:
    from collections import Counter

    from secor_xl.procedure.instrument import Instrument
    from secor_xl.runs.output import Written
    from secor_xl.runs.single_workbook import ReviewService

CommandFunction = TypeVar("CommandFunction", bound=Callable[..., Any])
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
EXISTING = click.Path(path_type=Path)
KINDS = {kind.value.rpartition(" ")[2]: kind for kind in LetterKind}
"""The kinds of letters by their names on the command line: the last word of each."""


class Day(click.ParamType):  # type: ignore[type-arg]  # generic only in some versions
    """A day such as ``2026-06-30``."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:  # noqa: ANN401
        """Read the day; refuse any other way to write one, because 03/04 is a day of March to some and of April to others."""
        if isinstance(value, dt.date):
            return value
        if not ISO_DAY.fullmatch(value):
            from secor_xl.intake.mapped_values import the_day_in

            meant = the_day_in(value)
            cure = meant.isoformat() if meant else "year-month-day, such as 2026-06-30"
            raise click.BadParameter(f"{value!r} is not understood. Write the date as {cure}.", ctx, param)
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise click.BadParameter(f"{value} is no day of the calendar.", ctx, param) from None


def print_json(record: object) -> None:
    """Print one JSON object on one line."""
    show(json_text(record))


def now() -> dt.datetime:
    """The time, for records; nothing is judged by it."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The office's own day: the only place of the command line where the day is taken from the clock."""
    return dt.date.today()  # noqa: DTZ011 - the office's own day


def as_of_option(text: str, *, ahead: bool = True) -> Callable[[CommandFunction], CommandFunction]:
    """``--as-of DATE``, today if left out; where it is the date of letters, ``ahead`` is false: not after today."""

    def day(_context: click.Context, _parameter: click.Parameter, value: dt.date | None) -> dt.date:
        from secor_xl.letters.outcome_guard import why_in_the_future

        chosen = value or today()
        if not ahead and (why := why_in_the_future(chosen, today())):
            raise click.BadParameter(f"{why} 'secor-xl check' may look ahead.")
        return chosen

    return click.option(
        "--as-of",
        type=Day(),
        default=None,
        metavar="DATE",
        callback=day,
        help=f"{text}, such as 2026-06-30.  [default: today]",
    )


def say_ahead(as_of: dt.date) -> None:
    """Say where a judgement is as of a day after today."""
    from secor_xl.review.calendar import shown_date

    if as_of > today():
        say(
            f"Judged as of {shown_date(as_of)}, which is after today, {shown_date(today())}: until then, the facts may change."
        )


def templates_option(function: CommandFunction) -> CommandFunction:
    """``--templates FOLDER``: the office's own letter templates and data."""
    return click.option(
        "--templates",
        type=EXISTING,
        default=None,
        metavar="FOLDER",
        help="Your office's folder of letter templates and office.toml.  [default: the environment variable"
        " SECOR_XL_TEMPLATES, else templates_folder in settings.toml, else the folder of secor-xl]",
    )(function)


def json_option(function: CommandFunction) -> CommandFunction:
    """``--json``: data for programs in place of tables for people."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for programs (docs/json.md).")(function)


def kinds_option(function: CommandFunction) -> CommandFunction:
    """``--kind KIND``: only letters of some kinds."""
    help_text = "Only this kind; may be repeated."
    return click.option("--kind", "kinds", type=click.Choice([*KINDS]), multiple=True, help=help_text)(function)


def files_argument(function: CommandFunction) -> CommandFunction:
    """One or more workbooks."""
    return click.argument("files", nargs=-1, required=True, type=EXISTING, metavar="FILE...")(function)


def searched_argument(function: CommandFunction) -> CommandFunction:
    """One or more files, folders and patterns."""
    return click.argument("files", nargs=-1, required=True, metavar="FILE|FOLDER|PATTERN...")(function)


def jobs_option(function: CommandFunction) -> CommandFunction:
    """``--jobs N``: the number of processes."""
    help_text = "How many processes.  [default: the cores]"
    return click.option("--jobs", type=click.IntRange(min=1), metavar="N", help=help_text)(function)


def instrument_option(function: CommandFunction) -> CommandFunction:
    """``--instrument FILE``: another instrument than the office's."""
    help_text = "Another instrument (TOML or XLSX).  [default: the one that your office uses]"
    return click.option("--instrument", type=EXISTING, metavar="FILE", help=help_text)(function)


def say_foreign_instrument(instrument: Instrument, at: ReviewService) -> None:
    """Say where the instrument of a workbook that is made is not the office's own: unknown to it, or the illustrative one."""
    from secor_xl.resources import shipped_letter_templates

    name = f"{instrument.title} ({instrument.id} {instrument.version})"
    if not at.office.has(instrument):
        say(
            f"{name} is no instrument of your office; reviews with it get no letter until you add it with 'secor-xl office"
            " instrument FILE'."
        )
    elif instrument.illustrative and at.templates_folder != shipped_letter_templates():
        say(f"{name} is illustrative. Add your office's own with 'secor-xl office instrument FILE'.")


def say_written(written: Written, more: str = "") -> None:
    """Say what became of a file, and the new name of the one that was there before."""
    kept = f"; the file that was there is {written.kept}" if written.kept else ""
    say(f"{written.path}: {written.writing}{more}{kept}.")


def say_placeholders(found: Counter[str], office_folder: Path) -> None:
    """Say which values in letters are not the office's own, each with the number of its letters, and where to enter them."""
    from secor_xl.procedure.office import OFFICE_FILE
    from secor_xl.resources import shipped_letter_templates
    from secor_xl.text import counted

    if not found:
        return
    say("These letters have values that are not those of your office:")
    for value, number in found.items():
        say(f"  {value} (in {counted(number, 'letter')})")
    if office_folder == shipped_letter_templates():
        say("They belong to an invented office. Make a folder for your own with 'secor-xl office new FOLDER'.")
    else:
        say(f"Enter your own in {office_folder / OFFICE_FILE}, and make the letters again with --replace.")


def review_service(templates: Path | None, as_of: dt.date) -> ReviewService:
    """The service of an office, as of a day; the office is the one that cells and buttons in Excel use too."""
    from secor_xl.errors import DataError
    from secor_xl.runs.settings import named_by, templates_in_use
    from secor_xl.runs.single_workbook import ReviewService

    folder = templates_in_use(chosen=templates)
    if not folder.is_dir():
        who = named_by(chosen=templates)
        raise DataError(
            str(folder), "", f"there is no such folder of letter templates; {who} names it. Correct the name there"
        )
    return ReviewService(folder, as_of)


def markdown_option(function: CommandFunction) -> CommandFunction:
    """``--markdown``: the page of the reference in docs/."""
    return click.option("--markdown", is_flag=True, help="Print the page of the reference in docs/.")(function)


def printed(records: object, page: Callable[[], str], *, as_json: bool, markdown: bool) -> bool:
    """Print a reference as JSON or as its page; return False where neither was asked for. Both at once are refused."""
    if as_json and markdown:
        raise click.UsageError("--json and --markdown are two forms of the same page; give one of them.")
    if markdown:
        show(page(), end="")
    elif as_json:
        print_json(records)
    return as_json or markdown
