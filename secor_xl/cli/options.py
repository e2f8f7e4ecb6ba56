"""Options, arguments and output that commands share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from secor_xl.cli.process import say, show
from secor_xl.runs.json_line import json_line

if TYPE_CHECKING:
    from secor_xl.runs.single_workbook import ReviewService

CommandFunction = TypeVar("CommandFunction", bound=Callable[..., Any])
EXISTING = click.Path(path_type=Path)


def print_json(record: object) -> None:
    """Print one JSON object on one line."""
    show(json_line(record))


def now() -> dt.datetime:
    """The time, for records; nothing is judged by it."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The office's own day: the only place of the command line where the day is taken from the clock."""
    return dt.date.today()  # noqa: DTZ011 - the office's own day


def as_of_option(text: str, *, ahead: bool = True) -> Callable[[CommandFunction], CommandFunction]:
    """``--as-of DATE``, today if left out; where it is the date of letters, ``ahead`` is false: not after today."""

    def day(_context: click.Context, _parameter: click.Parameter, value: dt.datetime | None) -> dt.date:
        from secor_xl.letters.outcome_guard import why_in_the_future

        chosen = value.date() if value else today()
        if not ahead and (why := why_in_the_future(chosen, today())):
            raise click.BadParameter(f"{why} 'secor-xl check' may look ahead.")
        return chosen

    return click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
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
        help="The office's own folder of letter templates with office.toml.  [default: the environment variable"
        " SECOR_XL_TEMPLATES, else templates_folder of settings.toml, else the shipped one]",
    )(function)


def json_option(function: CommandFunction) -> CommandFunction:
    """``--json``: data for programs in place of tables for people."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for programs (docs/json.md).")(function)


def files_argument(function: CommandFunction) -> CommandFunction:
    """One or more workbooks."""
    return click.argument("files", nargs=-1, required=True, type=EXISTING, metavar="FILE...")(function)


def review_service(templates: Path | None, as_of: dt.date) -> ReviewService:
    """The review service of an office, as of a day; the office is the one that cells and buttons in Excel use too."""
    from secor_xl.runs.settings import templates_in_use
    from secor_xl.runs.single_workbook import ReviewService

    return ReviewService(templates_in_use(chosen=templates), as_of)


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
