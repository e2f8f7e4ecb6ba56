"""The dialogs of a button: message boxes of Excel."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from secor_xl.errors import SecorError
from secor_xl.excel.button_list import TITLE

if TYPE_CHECKING:
    import xlwings

MOST_LINES, MOST_CHARACTERS = 32, 2000
"""A message box has no scroll bar: what is longer would push its buttons off a small screen."""
WORKBOOKS = "SECOR review (*.xlsm), *.xlsm"
SUBMISSIONS = "Submissions (*.xlsx;*.xlsm;*.json;*.csv;*.txt),*.xlsx;*.xlsm;*.json;*.csv;*.txt"


class Dialogs:
    """Message boxes over the window of Excel.

    They come from xlwings (``App.alert``), which takes them from the system: a box belongs to Excel's window, so it cannot hide
    behind it, and is not cut to VBA's 1,024 characters. It would show a text of any length, so texts are cut here. A box that the
    system could not show raises ``KeyError``, which must not be taken for a yes.
    """

    def __init__(self, app: xlwings.App) -> None:
        self._app = app

    def tell(self, text: str, *, trouble: bool = False) -> None:
        """Show a message; ``trouble`` where something failed."""
        self._app.alert(shown(text), TITLE, "ok", "critical" if trouble else "info")

    def ask(self, text: str) -> bool:
        """Ask whether to continue, with OK and Cancel; with Yes and No the Escape key would not be Cancel."""
        answer: str | None = self._app.alert(shown(text), TITLE, "ok_cancel", "info")
        return answer == "ok"

    def where_to(self, suggested: Path) -> Path | None:
        """Ask for the path of a new workbook; ``None`` where none is wanted.

        On Windows Excel's own window asks; elsewhere the suggested path is only confirmed.
        """
        if sys.platform == "win32":
            with suppress(AttributeError):  # the window is Excel's, not xlwings'
                chosen = self._app.api.GetSaveAsFilename(str(suggested), WORKBOOKS)
                return Path(str(chosen)) if chosen else None
        return suggested if self.ask(f"A new review workbook is made and opened:\n\n{suggested}") else None

    def which_file(self, title: str) -> Path | None:
        """Ask for the file of a submission; ``None`` where none is chosen.

        Raises:
            SecorError: neither Excel nor the system has a window for it.
        """
        if sys.platform == "win32":
            chosen = self._app.api.GetOpenFilename(SUBMISSIONS, 1, title)
            return Path(str(chosen)) if chosen else None
        if program := shutil.which("osascript"):
            script = f'POSIX path of (choose file with prompt "{title}")'
            done = subprocess.run([program, "-e", script], capture_output=True, text=True, check=False)  # noqa: S603
            return Path(done.stdout.removesuffix("\n")) if done.returncode == 0 else None
        raise SecorError("This system has no window to choose a file. In a terminal, run: secor-xl intake --help")

    def which_day(self, text: str, proposed: dt.date) -> str | None:
        """Ask for a day; returns what was typed, or ``None`` for Cancel. Elsewhere than on Windows the day is only confirmed."""
        if sys.platform == "win32":
            typed = self._app.api.InputBox(text, TITLE, proposed.isoformat())
            return typed if isinstance(typed, str) else None
        return proposed.isoformat() if self.ask(f"{text}\n\n{proposed.isoformat()}") else None


def shown(text: str) -> str:
    """Cut a text to the room of a message box."""
    lines = text.replace("\x00", "").split("\n")
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], "…"]
    whole = "\n".join(lines)
    return whole if len(whole) <= MOST_CHARACTERS else f"{whole[: MOST_CHARACTERS - 1]}…"


def bullets(items: tuple[str, ...] | list[str], most: int, rest: str) -> list[str]:
    """Make lines with bullets.

    Args:
        items: the texts.
        most: the most lines; where there are more items, the last line counts the others.
        rest: where the others are, for that line.
    """
    fitting = items if len(items) <= most else items[: most - 1]
    lines = [f"• {item}" for item in fitting]
    if len(items) > len(fitting):
        lines.append(f"• and {len(items) - len(fitting)} more; {rest}")
    return lines
