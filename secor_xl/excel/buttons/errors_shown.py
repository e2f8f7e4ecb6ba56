"""The errors of buttons: a message where a person can put something right, a log entry for everything else.

The log names only the kind of an error and its place in the code, never its message, which may quote a cell.
"""

from __future__ import annotations

import datetime as dt
import platform
import sys
import traceback
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from secor_xl import __version__
from secor_xl.excel.button_list import TITLE

LOG = "faults.log"
LARGEST_LOG = 200_000
MOST_CAUSES = 8
OVER_ALL = 0x10030  # a warning sign, and in front of every other window
EXCEL_IS_BUSY = {-2147418111, -2146777998, -2147417846}
"""COM's numbers while a cell is edited or a window of Excel is open: call rejected, not now, try later."""
BUSY = "Excel is busy: a cell is being edited, or a dialog is open. Finish that, then click again."


def is_busy(error: BaseException) -> bool:
    """Tell whether Excel rejected the call because it waits for the reviewer."""
    return bool(error.args) and isinstance(error.args[0], int) and error.args[0] in EXCEL_IS_BUSY


def apology(button: str, error: BaseException, folder: Path) -> str:
    """Log an error and return an apology."""
    log = write_log(button, error, folder)
    where = f"What happened is in {log}" if log else "It could not be written to a log"
    return (
        f"Sorry: {button} stopped because of an error in secor-xl, not because of anything you did. {where}; no text of your"
        " workbook is in it. Save the workbook, click again, and if it happens again send that file to the maintainers"
        " of secor-xl."
    )


def last_resort(text: str) -> None:
    """Show a message without Excel, because it does not answer."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only there

        ctypes.windll.user32.MessageBoxW(0, text, TITLE, OVER_ALL)
    else:
        sys.stderr.write(f"{TITLE}: {text}\n")


def write_log(button: str, error: BaseException, folder: Path) -> Path | None:
    """Add an error to the log; returns the log, or ``None`` where it cannot be written."""
    log = folder / LOG
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_suffix(".old.log"))
        with log.open("a", encoding="utf-8") as stream:
            stream.write(fault(button, error))
        return log
    return None


def fault(button: str, error: BaseException) -> str:
    """Describe an error without any text of the review."""
    now = dt.datetime.now(tz=dt.UTC)
    lines = [
        f"{now:%Y-%m-%d %H:%M:%S} UTC, button {button}",
        f"  secor-xl {__version__}, xlwings {version('xlwings')}, Python {platform.python_version()}, {platform.platform()}",
    ]
    cause: BaseException | None = error
    for _ in range(MOST_CAUSES):
        if cause is None:
            break
        number = f" {cause.args[0]}" if type(cause).__name__ == "com_error" and cause.args else ""
        lines.append(f"  {type(cause).__module__}.{type(cause).__qualname__}{number}")
        lines += [
            f"    {Path(frame.filename).parent.name}/{Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(cause.__traceback__, limit=-30)
        ]
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\n".join(lines) + "\n\n"
