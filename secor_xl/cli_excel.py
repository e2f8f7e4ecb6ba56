"""The commands around Excel: setting it up, finding out what is wrong, bringing a workbook to the present version."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from secor_xl.cli_options import (
    EXISTING,
    CommandFunction,
    as_of_option,
    desk,
    json_option,
    print_json,
    templates_option,
)
from secor_xl.process import Exit, say, show

if TYPE_CHECKING:
    from secor_xl.excel.checks import Finding
    from secor_xl.excel.install import Plan
    from secor_xl.excel.machine import Machine
    from secor_xl.runs.upgrade import Upgraded
    from secor_xl.runs.workbooks import Build

PLAIN, WITH_MACROS = ".xlsx", ".xlsm"


def builder(file: Path) -> Build:
    """What makes a workbook of this name: with macros for .xlsm, without for .xlsx.

    A day that was given stands in the live cell *As of*; where none was, that cell follows the calendar.
    """
    from secor_xl.runs.workbooks import plain_workbook

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
    """Whether the command was given ``--as-of``, which is today without it."""
    return click.get_current_context().get_parameter_source("as_of") is not ParameterSource.DEFAULT


def say_fixed_day(file: Path, as_of: dt.date) -> None:
    """Where a live workbook was made as of a day that was given, say that it stays judged as of it, and how to change that."""
    from secor_xl.workbook.blocks import AS_OF, blocks_of

    if file.suffix.lower() == WITH_MACROS and _day_was_given():
        place = blocks_of(1, 1)[AS_OF]
        say(
            f"{file}: its cells are judged as of {as_of}, which stands in {place.sheet}!{place.first}; type =TODAY() there to"
            " have them follow the calendar. The buttons judge as of the day of the click."
        )


@click.command()
@click.argument("file", type=EXISTING)
@click.option("--again", is_flag=True, help="Also where this version made it already; repairs what was typed over.")
@as_of_option("The day as of which the cells are judged")
@templates_option
@json_option
def upgrade(file: Path, again: bool, as_of: dt.date, templates: Path | None, as_json: bool) -> int:
    """Build a workbook anew with this version, from what was entered in it.

    Everything that was entered is carried over: the review, the letter log, the notes and comments on cells. The old file
    stays beside it under a name of its own. Close the workbook in Excel first. Ends with 1 where something in it would be
    lost (a cell that cannot be read, a sheet of your own): then nothing is written, and it says what to do.

    \b
    Examples:
      secor-xl upgrade review.xlsm
      secor-xl upgrade review.xlsm --again
    """
    from secor_xl.runs.output import OutputRefused
    from secor_xl.runs.upgrade import Upgraded, UpgradeRefused
    from secor_xl.runs.upgrade import upgrade as upgraded
    from secor_xl.workbook.guard import UnreadableWorkbook, within_means

    try:
        with within_means(str(file)):
            done = upgraded(file, desk(templates, as_of), builder(file), again=again)
    except UpgradeRefused as error:
        if as_json:
            print_json(_upgrade_record(Upgraded(file), refused=error.reasons))
        say(f"{error}\n{file}: nothing was changed.")
        return Exit.FINDINGS
    except (UnreadableWorkbook, OutputRefused) as error:
        if as_json:
            print_json(_upgrade_record(Upgraded(file), error=str(error)))
        say(str(error))
        return Exit.FILES_FAILED
    if as_json:
        print_json(_upgrade_record(done))
    else:
        _say_upgraded(done)
    if done.rebuilt:
        say_fixed_day(done.path, as_of)
    return Exit.WELL


def _upgrade_record(done: Upgraded, *, refused: tuple[str, ...] = (), error: str = "") -> dict[str, object]:
    from secor_xl import __version__

    rebuilt = done.rebuilt
    return {
        "schema": "secor-xl/upgrade/1",
        "tool": __version__,
        "file": str(done.path),
        "kept": str(done.kept) if done.kept else None,
        "old_version": rebuilt.old_version if rebuilt else None,
        "notes": rebuilt.notes if rebuilt else 0,
        "left": list(rebuilt.left) if rebuilt else [],
        "moved": list(rebuilt.moved) if rebuilt else [],
        "refused": list(refused),
        "error": error or None,
    }


def _say_upgraded(done: Upgraded) -> None:
    if done.rebuilt is None:
        say(f"{done.path}: this version made it already; nothing was done (--again builds it anew all the same).")
        return
    say(f"{done.path}: built anew; the old file is {done.kept}.")
    if done.rebuilt.notes:
        say(f"{done.path}: notes on {done.rebuilt.notes} cells carried over.")
    for moved in done.rebuilt.moved:
        say(f"{done.path}: {moved}.")
    for left in done.rebuilt.left:
        say(f"{done.path}: only in the old file now: {left}")
    say("Your own formats, column widths and pictures are only in the old file.")


@click.group()
def excel() -> None:
    """Live cells and buttons in Excel: set them up, take them away, find out what is wrong.

    \b
    Examples:
      secor-xl excel install
      secor-xl excel doctor review.xlsm
    """


def dry_run_option(function: CommandFunction) -> CommandFunction:
    """``--dry-run``: say what would be done."""
    return click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")(function)


@excel.command()
@dry_run_option
@as_of_option("The day as of which the cells are judged")
@templates_option
@json_option
def install(dry_run: bool, as_of: dt.date, templates: Path | None, as_json: bool) -> int:
    """Set Excel up for you, without an administrator.

    Tells the macros of review workbooks (and of no others) which Python to start, checks that its library is there, and puts
    a template where File, New, Personal finds it. Run it again after every update of secor-xl; what is right stays as it is.

    \b
    Examples:
      secor-xl excel install --dry-run
      secor-xl excel install
    """
    from secor_xl.excel.install import install_plan
    from secor_xl.excel.places import INTERPRETER
    from secor_xl.excel.this_machine import ThisMachine

    machine = ThisMachine()
    if machine.platform not in INTERPRETER:
        return _nothing_here(machine, as_json=as_json, dry_run=dry_run)
    return _carry_out(machine, install_plan(machine, _template(templates, as_of)), as_json=as_json, dry_run=dry_run)


def _template(templates: Path | None, as_of: dt.date) -> bytes:
    """A blank review workbook as a template."""
    from secor_xl.excel.macro_workbook import build_macro_workbook
    from secor_xl.excel.template import as_template
    from secor_xl.judgement.assessment import assess
    from secor_xl.procedure.instrument import read_instrument
    from secor_xl.resources import shipped_instrument
    from secor_xl.workbook.build import blank_review

    instrument = read_instrument(shipped_instrument())
    office = desk(templates, as_of).office
    blank = assess(blank_review(instrument), instrument=instrument, office=office, as_of=as_of)
    return as_template(build_macro_workbook(blank))


@excel.command()
@dry_run_option
@json_option
def remove(dry_run: bool, as_json: bool) -> int:
    """Take away what 'install' put there, and nothing else; what was changed since is left and named.

    \b
    Example:
      secor-xl excel remove --dry-run
    """
    from secor_xl.excel.install import remove_plan
    from secor_xl.excel.places import INTERPRETER
    from secor_xl.excel.this_machine import ThisMachine

    machine = ThisMachine()
    if machine.platform not in INTERPRETER:
        return _nothing_here(machine, as_json=as_json, dry_run=dry_run)
    return _carry_out(machine, remove_plan(machine), as_json=as_json, dry_run=dry_run)


def _nothing_here(machine: Machine, *, as_json: bool, dry_run: bool) -> int:
    from secor_xl.excel.doctor import what_works
    from secor_xl.excel.install import Installed, Plan, plan_record

    if as_json:
        print_json(plan_record(machine, Plan((), Installed({}, {})), dry_run=dry_run))
    say(f"Nothing to do: {what_works(machine)}")
    return Exit.WELL


def _carry_out(machine: Machine, plan: Plan, *, as_json: bool, dry_run: bool) -> int:
    from secor_xl.excel.install import Action, carry_out, plan_record
    from secor_xl.runs.output import OutputRefused

    if not plan.refused and not dry_run:
        try:
            carry_out(machine, plan)
        except OutputRefused as error:
            say(str(error))
            return Exit.FILES_FAILED
    if as_json:
        print_json(plan_record(machine, plan, dry_run=dry_run))
    else:
        words = {Action.KEEP: "is right", Action.LEAVE: "left"}
        done = {Action.WRITE: "written", Action.REMOVE: "removed"}
        words |= {action: f"would be {word}" for action, word in done.items()} if dry_run else done
        for step in plan.steps:
            show(f"{words[step.action]}: {step.path} ({step.why})")
        if not plan.steps and not plan.refused:
            show("Nothing to do.")
        _print_findings(plan.refused)
    return Exit.FINDINGS if plan.refused else Exit.WELL


def _print_findings(findings: tuple[Finding, ...]) -> None:
    for each in findings:
        cure = f". {each.cure}" if each.cure else ""
        show(f"{'ok   ' if each.ok else 'TO DO'}  {each.title}: {each.says}{cure}")


@excel.command()
@click.argument("file", type=EXISTING, required=False)
@click.option(
    "--excel/--no-excel",
    "in_excel",
    default=None,
    help="Open a sample in Excel and compare every computed cell.  [default: on Windows, where all else is well]",
)
@json_option
def doctor(file: Path | None, in_excel: bool | None, as_json: bool) -> int:
    """Check every known cause of trouble with Excel, one line each: ok, or what to do.

    Where all of it is well on Windows, a sample workbook is opened in Excel, out of sight, calculated, and each of its cells
    compared. With FILE also that workbook: who made it, whether Windows takes it for a download, where it lies. Ends with 1
    where something is to be done.

    \b
    Examples:
      secor-xl excel doctor
      secor-xl excel doctor review.xlsm
    """
    from secor_xl.excel.doctor import doctor as examine
    from secor_xl.excel.doctor import doctor_record
    from secor_xl.excel.this_machine import ThisMachine

    machine = ThisMachine()
    findings = examine(machine, str(file.absolute()) if file else "")
    if in_excel is None:
        in_excel = machine.platform == "win32" and all(each.ok for each in findings)
    if in_excel:
        findings = (*findings, _cells_in_excel(machine))
    if as_json:
        print_json(doctor_record(machine, findings))
    else:
        _print_findings(findings)
        if file is None:
            say(
                "Name a workbook, as in 'secor-xl excel doctor review.xlsm', and its version, its mark of the web and its folder"
                " are looked at too."
            )
    return Exit.WELL if all(each.ok for each in findings) else Exit.FINDINGS


def _cells_in_excel(machine: Machine) -> Finding:
    """Open a sample in Excel and compare its cells; it is judged by the office of this user, as the cells judge it."""
    from secor_xl.errors import SecorError
    from secor_xl.excel.checks import Finding
    from secor_xl.excel.self_test import check_cells
    from secor_xl.excel.settings import templates_in_use
    from secor_xl.judgement.assessment import assess
    from secor_xl.procedure.instrument import read_instrument
    from secor_xl.resources import shipped_instrument
    from secor_xl.samples.employers import samples
    from secor_xl.workbook.live_office import OfficeFile

    instrument = read_instrument(shipped_instrument())
    sample = samples(instrument)[0]
    try:
        office = OfficeFile(templates_in_use)()
    except SecorError as error:
        return Finding("cells", "Cells in Excel", False, f"not tried; {error}", "Put this right, and try again")
    judged = assess(sample.review, instrument=instrument, office=office, as_of=sample.as_of)
    return check_cells(machine, judged)
