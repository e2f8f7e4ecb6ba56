"""The commands around Excel: setting it up, finding out what is wrong, recording what it does."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secor_xl.cli.options import (
    EXISTING,
    CommandFunction,
    as_of_option,
    json_option,
    print_json,
    review_service,
    templates_option,
)
from secor_xl.cli.process import Exit, say, show

if TYPE_CHECKING:
    from collections.abc import Callable

    from secor_xl.excel.setup.checks import CheckResult
    from secor_xl.excel.setup.install import Plan
    from secor_xl.excel.setup.machine import Machine
    from secor_xl.judgement.assessment import Assessment


@click.group()
def excel() -> None:
    """Set up live cells and buttons in Excel, remove them, or find out why they do not work.

    \b
    Examples:
      secor-xl excel install
      secor-xl excel doctor review.xlsm
    """


def dry_run_option(function: CommandFunction) -> CommandFunction:
    """``--dry-run``: say what would be done."""
    return click.option("--dry-run", is_flag=True, help="Show what would be done, and do nothing.")(function)


@excel.command()
@click.option(
    "--office",
    type=EXISTING,
    metavar="FOLDER",
    help="Your office's folder: entered in your settings, for cells, buttons and commands.",
)
@dry_run_option
@as_of_option("The day as of which the cells are judged")
@templates_option
@json_option
def install(office: Path | None, dry_run: bool, as_of: dt.date, templates: Path | None, as_json: bool) -> int:
    """Set Excel up for you, without an administrator.

    Writes the settings from which the macros of review workbooks (and of no others) know which Python to start, checks that the
    library of Python is there, and installs a template with your office's instrument for File, New, Personal. Run it again after
    every update of secor-xl, and when your office has another instrument.

    \b
    Examples:
      secor-xl excel install --dry-run
      secor-xl excel install
      secor-xl excel install --office my_office
    """
    from secor_xl.excel.setup.install import install_plan
    from secor_xl.runs.office.office_setup import use_office
    from secor_xl.runs.settings import read_settings

    if office and templates:
        raise click.UsageError("--office and --templates both name a folder; give one of them.")
    template = _template(office or templates, as_of)
    code = _carry_out(lambda machine: install_plan(machine, template), as_json, dry_run)
    if office and code == Exit.WELL:
        settings = read_settings().file if dry_run else use_office(office)
        say(f"{settings}: {'would name' if dry_run else 'now names'} {office.resolve()}.")
    return code


def _template(templates: Path | None, as_of: dt.date) -> bytes:
    """A blank review workbook with the office's instrument, as a template."""
    from secor_xl.excel.macro_workbook import build_macro_workbook
    from secor_xl.excel.package_edits import as_template
    from secor_xl.judgement.assessment import assess
    from secor_xl.workbook.writing.build import blank_review

    office = review_service(templates, as_of).office
    instrument = office.instruments[0]
    blank = assess(blank_review(instrument), instrument=instrument, office=office, as_of=as_of)
    return as_template(build_macro_workbook(blank))


@excel.command()
@dry_run_option
@json_option
def remove(dry_run: bool, as_json: bool) -> int:
    """Remove what 'install' installed, and nothing else; files that were changed since are kept and named.

    \b
    Example:
      secor-xl excel remove --dry-run
    """
    from secor_xl.excel.setup.install import remove_plan

    return _carry_out(remove_plan, as_json, dry_run)


def _carry_out(planned: Callable[[Machine], Plan], as_json: bool, dry_run: bool) -> int:
    """Carry out a plan for this computer, and say what was done."""
    from secor_xl.excel.setup.doctor import what_works
    from secor_xl.excel.setup.install import Action, Plan, carry_out, plan_record
    from secor_xl.excel.setup.machine import Machine
    from secor_xl.excel.xlwings_ways import INTERPRETER
    from secor_xl.runs.output import OutputRefused

    machine = Machine()
    for_excel = machine.platform in INTERPRETER
    plan = planned(machine) if for_excel else Plan()
    if for_excel and not plan.refused and not dry_run:
        try:
            carry_out(machine, plan)
        except OutputRefused as error:
            say(str(error))
            return Exit.FILES_FAILED
    if as_json:
        print_json(plan_record(machine, plan, dry_run=dry_run))
    if not for_excel:
        say(f"Nothing to do: {what_works(machine)}")
    elif not as_json:
        words = {Action.KEEP: "is right", Action.LEAVE: "left"}
        done = {Action.WRITE: "written", Action.REMOVE: "removed"}
        words |= {action: f"would be {word}" for action, word in done.items()} if dry_run else done
        for step in plan.steps:
            show(f"{words[step.action]}: {step.path} ({step.why})")
        if not plan.steps and not plan.refused:
            show("Nothing to do.")
        _print_results(plan.refused)
    return Exit.FINDINGS if plan.refused else Exit.WELL


def _print_results(results: tuple[CheckResult, ...]) -> None:
    for each in results:
        cure = f". {each.cure}" if each.cure else ""
        show(f"{'ok   ' if each.ok else 'TO DO'}  {each.title}: {each.says}{cure}")
    for each in results:
        if each.allow:
            show(f"\nFor your administrators, {each.title}: {each.allow}")


@excel.command()
@click.argument("file", type=EXISTING, required=False)
@click.option(
    "--excel/--no-excel",
    "in_excel",
    default=None,
    help="Open a sample in Excel and compare every computed cell.  [default: on Windows, if all other checks are ok]",
)
@click.option(
    "--record",
    type=EXISTING,
    metavar="FILE.json",
    help="Test everything in Excel on temporary copies, and write the results to a file that you can send to us.",
)
@json_option
def doctor(file: Path | None, in_excel: bool | None, record: Path | None, as_json: bool) -> int:
    """Check every known cause of trouble with Excel, one line each: ok, or what to do.

    On Windows, if all checks are ok, it also opens a sample workbook in an invisible Excel and compares each computed cell. With
    FILE it also checks that workbook: which version made it, whether Windows blocks it as a download, and its folder. The file
    that --record writes contains no personal data (docs/evidence.md).

    Exit code: 1 if there is something to do.

    \b
    Examples:
      secor-xl excel doctor
      secor-xl excel doctor review.xlsm
      secor-xl excel doctor --record evidence.json
    """
    from secor_xl.excel.setup import doctor as doctors
    from secor_xl.excel.setup.machine import Machine

    machine = Machine()
    results = doctors.doctor(machine, str(file.absolute()) if file else "")
    if record is not None:
        return _record(machine, results, record)
    if in_excel is None:
        in_excel = machine.platform == "win32" and all(each.ok for each in results)
    if in_excel:
        results = (*results, _cells_in_excel(machine))
    if as_json:
        print_json(doctors.doctor_record(machine, results))
    else:
        _print_results(results)
        if file is None:
            say(
                "Name a workbook, as in 'secor-xl excel doctor review.xlsm', and its version, its mark of the web and its folder"
                " are looked at too."
            )
    return Exit.WELL if all(each.ok for each in results) else Exit.FINDINGS


def _record(machine: Machine, results: tuple[CheckResult, ...], file: Path) -> int:
    """Try everything in Excel, and write the evidence."""
    import json

    from secor_xl.excel.setup.doctor import what_works
    from secor_xl.excel.setup.evidence import record
    from secor_xl.runs.output import write_safely

    if machine.platform != "win32":
        say(f"Nothing was recorded, because that needs Excel on Windows. {what_works(machine)}")
        return Exit.FINDINGS
    say("An invisible Excel is tested with temporary copies of a fictional review; this takes some minutes.")
    evidence = record(machine, results, _sample_judged())
    written = write_safely(file, f"{json.dumps(evidence, ensure_ascii=False, indent=2)}\n".encode())
    failed = [each["step"] for each in evidence["steps"] if each["ok"] is False]
    for step in failed:
        say(f"Failed: {step}")
    say(
        f"{written.path}: {written.writing}. It contains no personal data. Please send it to the maintainers of secor-xl."
    )
    return Exit.FINDINGS if failed else Exit.WELL


def _sample_judged() -> Assessment:
    """A fictional review, judged by the office of this user, as the cells judge it."""
    from secor_xl.judgement.assessment import assess
    from secor_xl.procedure.instrument import read_instrument
    from secor_xl.resources import shipped_instrument
    from secor_xl.runs.settings import templates_in_use
    from secor_xl.samples.employers import samples
    from secor_xl.workbook.functions.live_office import OfficeFile

    instrument = read_instrument(shipped_instrument())
    sample = samples(instrument)[0]
    return assess(sample.review, instrument=instrument, office=OfficeFile(templates_in_use)(), as_of=sample.as_of)


def _cells_in_excel(machine: Machine) -> CheckResult:
    """Open a sample in Excel and compare its cells."""
    from secor_xl.errors import SecorError
    from secor_xl.excel.setup.checks import CheckResult
    from secor_xl.excel.setup.self_test import check_cells

    try:
        judged = _sample_judged()
    except SecorError as error:
        return CheckResult(
            f"not tried; {error}", "Put this right, and try again", title="Cells in Excel", check="cells"
        )
    return check_cells(machine, judged)
