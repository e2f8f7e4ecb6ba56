"""The process of the command line: its streams, errors in words, exit codes.

0 all well; 1 findings (an approval is not possible, or a letter was refused); 2 usage; 3 some files could not be
read or written; 130 interrupted.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from enum import IntEnum
from pathlib import Path
from typing import NoReturn, TextIO

import click

from secor_xl.errors import SecorError, reason_of
from secor_xl.runs.season.interruptions import ending_as_interrupted
from secor_xl.screen import shown


class Exit(IntEnum):
    """The exit codes."""

    WELL = 0
    FINDINGS = 1
    USAGE = 2
    FILES_FAILED = 3
    INTERRUPTED = 130


def run(commands: click.Command, arguments: list[str] | None = None) -> NoReturn:
    """Run a command line and end the process with one of the exit codes."""
    _open_streams()
    with ending_as_interrupted():
        code = _ended(commands, arguments)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # it was said already, or nobody listens
            silence(stream)
    sys.exit(int(code))


def _ended(commands: click.Command, arguments: list[str] | None) -> Exit:
    """Run a command line and say what stopped it."""
    try:
        code = Exit(commands.main(arguments, prog_name="secor-xl", standalone_mode=False) or Exit.WELL)
        sys.stdout.flush()
    except (click.Abort, KeyboardInterrupt):
        say("Interrupted. What is finished stays; nothing half-made is left.")
        code = Exit.INTERRUPTED
    except click.ClickException as error:
        usage = io.StringIO()
        error.show(usage)
        say(usage.getvalue().rstrip("\n"))
        code = Exit.USAGE
    except SecorError as error:
        say(str(error))
        code = _code_of(error)
    except BrokenPipeError:
        silence(sys.stdout)
        code = Exit.WELL
    except OSError as error:
        say(_cause(error))
        silence(sys.stdout)
        code = Exit.FILES_FAILED
    except (MemoryError, RecursionError):
        say(
            "There was not enough memory. Close other programs and run again, or give the files one by one to find the cause."
        )
        code = Exit.FILES_FAILED
    return code


def _cause(error: OSError) -> str:
    """Say which operation the system refused."""
    try:
        Path.cwd()
    except OSError:
        return (
            "The folder in which the command was started is not there any more. Change to another folder and run again."
        )
    if error.filename:
        return f"{error.filename}: cannot be read or written ({reason_of(error)})."
    return f"The output cannot be written ({reason_of(error)})."


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
    """Return the exit code of an error: 3 for files that could not be read or written, 2 for wrong usage."""
    from secor_xl.records.database import FolderInUse, RecordsRefused
    from secor_xl.runs.exchange import ExchangeError
    from secor_xl.runs.output import OutputRefused
    from secor_xl.xlsx.guard import UnreadableWorkbook

    about_files = ExchangeError | FolderInUse | OutputRefused | RecordsRefused | UnreadableWorkbook
    return Exit.FILES_FAILED if isinstance(error, about_files) else Exit.USAGE


def silence(stream: TextIO) -> None:
    """Discard all further output to a stream whose reader, such as 'head', has ended."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def show(text: str, *, end: str = "\n") -> None:
    """Write data to stdout."""
    click.echo(shown(text) + end, nl=False)


def say(text: str) -> None:
    """Write a message to stderr; a closed stderr does not stop the work."""
    with suppress(OSError):
        click.echo(shown(text), err=True)
