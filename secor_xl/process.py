"""How a run of the command line ends: streams that can be written to, errors in words, exit codes that are a contract.

0 all well; 1 findings (something stands against an approval, or a letter was refused); 2 usage; 3 some files could not be
read or written; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from enum import IntEnum
from pathlib import Path
from typing import NoReturn

import click

from secor_xl.errors import SecorError


class Exit(IntEnum):
    """What the exit code says."""

    WELL = 0
    FINDINGS = 1
    USAGE = 2
    FILES_FAILED = 3
    INTERRUPTED = 130


def run(commands: click.Command, arguments: list[str] | None = None) -> NoReturn:
    """Run a command line and end the process with one of the exit codes."""
    _open_streams()
    try:
        code = commands.main(arguments, prog_name="secor-xl", standalone_mode=False)
        sys.stdout.flush()
    except (click.Abort, KeyboardInterrupt):
        say("Interrupted. What is finished stays; nothing half-made is left.")
        code = Exit.INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = Exit.USAGE
    except SecorError as error:
        say(str(error))
        code = _code_of(error)
    except BrokenPipeError:
        silence_output()
        code = Exit.WELL
    except MemoryError:
        say("This computer has not enough free memory for that. Close other programs and try again.")
        code = Exit.FILES_FAILED
    except OSError as error:
        say(f"The output cannot be written ({error.strerror or error}).")
        silence_output()
        code = Exit.FILES_FAILED
    sys.exit(int(code or Exit.WELL))


def _open_streams() -> None:
    """Standard output and error that can be written to, in UTF-8: a Windows console or pipe may not speak it by itself."""
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for the life of the process
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _code_of(error: SecorError) -> Exit:
    """Files that could not be read or written are told apart from a command that was not well given."""
    from secor_xl.runs.bulk.lock import FolderInUse
    from secor_xl.runs.exchange import ExchangeError
    from secor_xl.runs.output import OutputRefused
    from secor_xl.workbook.guard import UnreadableWorkbook

    about_files = ExchangeError | FolderInUse | OutputRefused | UnreadableWorkbook
    return Exit.FILES_FAILED if isinstance(error, about_files) else Exit.USAGE


def silence_output() -> None:
    """Whoever read our output went away, such as 'head': what is still to be written goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(text: str) -> None:
    """Talk to the person, on stderr."""
    click.echo(text, err=True)
