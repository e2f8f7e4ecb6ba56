"""The command line: parse, call, print. It has no rule of its own, and imports slow modules only where a command needs them.

How a run ends, and its exit codes, are in ``process``. Data goes to stdout, talk to stderr.
"""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import click

from secor_xl import __version__
from secor_xl.cli.commands.compare_command import compare
from secor_xl.cli.commands.excel_commands import excel
from secor_xl.cli.commands.instrument_commands import instrument
from secor_xl.cli.commands.intake_commands import form, intake
from secor_xl.cli.commands.letter_commands import letters, verify
from secor_xl.cli.commands.office_commands import office, templates
from secor_xl.cli.commands.record_command import record
from secor_xl.cli.commands.reference_commands import clauses, explain, functions, rules
from secor_xl.cli.commands.register_command import register
from secor_xl.cli.commands.review_commands import check, export, new
from secor_xl.cli.commands.status_command import status
from secor_xl.cli.commands.workbook_commands import refresh, upgrade
from secor_xl.cli.options import EXISTING, json_option
from secor_xl.cli.process import run

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and end with one of its exit codes."""
    run(commands, arguments)


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, "-V", "--version", message="secor-xl %(version)s")
def commands() -> None:
    """Review SECOR assessments: review workbooks, their outcomes, and their Word letters.

    The letters are feedback, approval with notices to the governing bodies, or invalidation. Each decision names the clause of
    the procedure that it follows.

    \b
    First steps:
      secor-xl demo                          sample workbooks, their letters, a table of outcomes
      secor-xl new review.xlsx               a blank review workbook (.xlsm: with live cells and buttons)
      secor-xl check review.xlsx             scores, flags, deadlines, outcome
      secor-xl letters review.xlsx --out .   the letters that are due
      secor-xl letters season --out letters  the letters of all review workbooks in a folder
      secor-xl status season                 what is late or due
      secor-xl register season --out register.xlsx  every review in one workbook, with figures
      secor-xl office new my_office          your own letters, e-mails and instrument
      secor-xl excel install                 live cells and buttons in Excel
    """


@commands.command()
@click.option("--out", type=EXISTING, default=Path("secor-demo"), metavar="FOLDER", show_default=True)
@click.option("--plain", is_flag=True, help="Make workbooks without macros and live cells (.xlsx).")
@json_option
def demo(out: Path, plain: bool, as_json: bool) -> int:
    """Make sample workbooks, their letters, and a table of outcomes.

    Writes sample workbooks with live cells and buttons (.xlsm), reads them back, judges them, and makes their letters. The
    employers are fictional; the table says what each of them shows.

    \b
    Examples:
      secor-xl demo --out my-demo
      secor-xl demo --out my-demo --plain
    """
    from secor_xl.cli.demo import run_demo

    return run_demo(out, plain=plain, as_json=as_json)


for each in (
    *(new, check, export, compare, refresh, upgrade),
    *(form, intake, letters, verify, record, status, register, office, templates),
    *(instrument, explain, rules, clauses, functions, excel),
):
    commands.add_command(each)
