"""What the commands have in common: exit codes, ways to talk, options."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from secor_xl.runs.desk import Desk

CommandFunction = TypeVar("CommandFunction", bound=Callable[..., Any])
EXISTING = click.Path(path_type=Path)


class Exit(IntEnum):
    """What the exit code says."""

    WELL = 0
    FINDINGS = 1
    USAGE = 2
    FILES_FAILED = 3
    INTERRUPTED = 130


def say(text: str) -> None:
    """Talk to the person, on stderr."""
    click.echo(text, err=True)


def print_json(record: object) -> None:
    """Print one JSON object on one line."""
    click.echo(json.dumps(record, ensure_ascii=False))


def as_of_option(function: CommandFunction) -> CommandFunction:
    """``--as-of DATE``, today if left out: the only place where the clock is read."""
    return click.option(
        "--as-of",
        type=click.DateTime(["%Y-%m-%d"]),
        default=None,
        metavar="DATE",
        callback=lambda _context, _parameter, value: value.date() if value else dt.date.today(),  # noqa: DTZ011 - the office's own day
        help="Judge as of this day, such as 2026-06-30. Letters carry it as their date.  [default: today]",
    )(function)


def templates_option(function: CommandFunction) -> CommandFunction:
    """``--templates FOLDER``: the office's own letter templates and data."""
    return click.option(
        "--templates",
        type=EXISTING,
        default=None,
        metavar="FOLDER",
        envvar="SECOR_XL_TEMPLATES",
        help="The office's own folder of letter templates with office.toml.  [default: the shipped one;"
        " or the environment variable SECOR_XL_TEMPLATES]",
    )(function)


def json_option(function: CommandFunction) -> CommandFunction:
    """``--json``: data for programs in place of tables for people."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for programs (docs/json.md).")(function)


def files_argument(function: CommandFunction) -> CommandFunction:
    """One or more workbooks."""
    return click.argument("files", nargs=-1, required=True, type=EXISTING, metavar="FILE...")(function)


def desk(templates: Path | None, as_of: dt.date) -> Desk:
    """The desk of an office, as of a day."""
    from secor_xl.resources import shipped_letter_templates
    from secor_xl.runs.desk import Desk

    return Desk(templates or shipped_letter_templates(), as_of)


def markdown_option(function: CommandFunction) -> CommandFunction:
    """``--markdown``: the page of the reference in docs/."""
    return click.option("--markdown", is_flag=True, help="Print the page of the reference in docs/.")(function)
