"""The commands that build a workbook anew in its place: upgrade to the present version, refresh of its computed cells."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from secor_xl.cli.options import (
    EXISTING,
    as_of_option,
    files_argument,
    json_option,
    print_json,
    review_service,
    templates_option,
)
from secor_xl.cli.process import Exit, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from secor_xl.runs.new_workbook import Build
    from secor_xl.runs.upgrade import Rebuilt, Upgraded

PLAIN, WITH_MACROS = ".xlsx", ".xlsm"
UPGRADE, REFRESH = "secor-xl/upgrade/1", "secor-xl/refresh/1"


def builder(file: Path) -> Build:
    """Return the function that builds a workbook of this name: with macros for .xlsm, without for .xlsx.

    A day that was given stays in the live cell *As of*; where none was, that day moves to today.
    """
    from secor_xl.runs.new_workbook import plain_workbook

    suffix = file.suffix.lower()
    if suffix == PLAIN:
        return plain_workbook
    if suffix != WITH_MACROS:
        raise click.UsageError(
            f"{file} ends neither in .xlsm nor in .xlsx; name the workbook such as review.xlsm (live cells and buttons in"
            " Excel) or review.xlsx (plain)."
        )
    from secor_xl.excel.macro_workbook import build_macro_workbook

    live = not _day_was_given()
    return lambda assessment, notes: build_macro_workbook(assessment, live_as_of=live, notes=notes)


def _day_was_given() -> bool:
    """Return whether the command was given ``--as-of``, which is today without it."""
    return click.get_current_context().get_parameter_source("as_of") is not ParameterSource.DEFAULT


def say_fixed_day(file: Path, as_of: dt.date) -> None:
    """Say that a live workbook made with ``--as-of`` stays judged as of that day, and how to change it."""
    from secor_xl.workbook.schema.computed_ranges import AS_OF
    from secor_xl.workbook.schema.named_ranges import MOVES, ranges_of_size

    if file.suffix.lower() == WITH_MACROS and _day_was_given():
        place = ranges_of_size(1, 1)[AS_OF]
        say(
            f"{file}: its cells are judged as of {as_of}, the day in {place.sheet}!{place.first}. To judge as of each new"
            f" day, choose {MOVES} in the cell beside it. The buttons judge as of the day of the click."
        )


@click.command()
@click.argument("file", type=EXISTING)
@click.option(
    "--again", is_flag=True, help="Also if this version made the workbook; restores cells that were typed over."
)
@click.option(
    "--instrument",
    "instrument_file",
    type=EXISTING,
    metavar="FILE",
    help="Carry the review over to this version of the instrument (TOML or XLSX), before its first feedback.",
)
@as_of_option("The day as of which the cells are judged")
@templates_option
@json_option
def upgrade(
    file: Path, again: bool, instrument_file: Path | None, as_of: dt.date, templates: Path | None, as_json: bool
) -> int:
    """Build a workbook anew with this version of secor-xl, from its entries.

    Keeps all entries: the review, the letter log, the notes and comments on cells. The old file is kept beside the new one under
    another name. Close the workbook in Excel first.

    With --instrument, questions are found by their words, else by their id. Facts of questions that are not asked any more, and
    points awarded for questions that changed, are then only in the old file; each is named. After the first feedback this is
    refused.

    Exit code: 1 if something would be lost (a cell that cannot be read, a sheet of your own). Then nothing is written, and a
    message says what to do.

    \b
    Examples:
      secor-xl upgrade review.xlsm
      secor-xl upgrade review.xlsm --again
      secor-xl upgrade review.xlsm --instrument our-instrument-2027.xlsx
    """
    from secor_xl.runs.exchange import own_instrument
    from secor_xl.runs.upgrade import upgrade as upgraded

    instrument = own_instrument(instrument_file) if instrument_file else None
    service, build = review_service(templates, as_of), builder(file)
    work = partial(upgraded, file, service, build, again=again, instrument=instrument)
    code, done = _rebuilt(file, work, UPGRADE, as_json=as_json)
    if done and not as_json:
        _say_upgraded(done)
    if done and done.rebuilt:
        say_fixed_day(done.path, as_of)
    return code


@click.command()
@files_argument
@as_of_option("The day as of which the cells are judged")
@templates_option
@json_option
def refresh(files: tuple[Path, ...], as_of: dt.date, templates: Path | None, as_json: bool) -> int:
    """Fill the computed cells of workbooks without macros.

    In these workbooks nothing computes while you type. Each is built anew from its entries, and its sheets name the day. The old
    file is kept as "review (before refresh).xlsx" until the next refresh. Close the workbook in Excel first.

    Exit code: 1 if something in a workbook would be lost, 3 if a file cannot be read or written. Such a workbook is not changed.

    \b
    Examples:
      secor-xl refresh review.xlsx
      secor-xl refresh season/*.xlsx --as-of 2026-06-30
    """
    from secor_xl.runs.upgrade import refresh as refreshed

    service, codes = review_service(templates, as_of), {Exit.WELL}
    builders = [builder(file) for file in files]  # a file with a wrong ending is refused before anything is done
    for file, build in zip(files, builders, strict=True):
        code, done = _rebuilt(file, partial(refreshed, file, service, build), REFRESH, as_json=as_json)
        codes.add(code)
        if done:
            _say_refreshed(done, as_of)
    return max(codes)


def _rebuilt(file: Path, work: Callable[[], Upgraded], schema: str, *, as_json: bool) -> tuple[Exit, Upgraded | None]:
    """Build a workbook anew; say why it was not done, and print the record where it is asked for."""
    from secor_xl.runs.output import OutputRefused
    from secor_xl.runs.upgrade import Upgraded, UpgradeRefused
    from secor_xl.xlsx.guard import UnreadableWorkbook, within_means

    code, done, reasons, error = Exit.WELL, None, tuple[str, ...](), ""
    try:
        with within_means(str(file)):
            done = work()
    except UpgradeRefused as refusal:
        code, reasons = Exit.FINDINGS, refusal.reasons
        say(f"{refusal}\n{file}: nothing was changed.")
    except (UnreadableWorkbook, OutputRefused) as problem:
        code, error = Exit.FILES_FAILED, str(problem)
        say(error)
    if as_json:
        print_json(
            {"schema": schema, **_record(done or Upgraded(file)), "refused": list(reasons), "error": error or None}
        )
    return code, done


def _say_refreshed(done: Upgraded, as_of: dt.date) -> None:
    if done.rebuilt is None:
        say(f"{done.path}: its cells follow its entries already, as of {as_of}; nothing was done.")
        return
    say(f"{done.path}: computed anew as of {as_of}; the file as it was is {done.kept}.")
    _say_carried_over(done.path, done.rebuilt)


def _record(done: Upgraded) -> dict[str, object]:
    from secor_xl import __version__

    rebuilt = done.rebuilt
    return {
        "tool": __version__,
        "file": str(done.path),
        "kept": str(done.kept) if done.kept else None,
        "old_version": rebuilt.old_version if rebuilt else None,
        "notes": rebuilt.notes if rebuilt else 0,
        "left": list(rebuilt.left) if rebuilt else [],
        "moved": list(rebuilt.moved) if rebuilt else [],
    }


def _say_upgraded(done: Upgraded) -> None:
    if done.rebuilt is None:
        say(f"{done.path}: this version made it already; nothing was done (--again builds it anew all the same).")
        return
    say(f"{done.path}: built anew; the old file is {done.kept}.")
    _say_carried_over(done.path, done.rebuilt)


def _say_carried_over(path: Path, rebuilt: Rebuilt) -> None:
    if rebuilt.notes:
        say(f"{path}: notes on {rebuilt.notes} cells carried over.")
    for moved in rebuilt.moved:
        say(f"{path}: {moved}.")
    for left in rebuilt.left:
        say(f"{path}: only in the old file now: {left}")
    say("Your own formats, column widths and pictures are only in the old file.")
