"""What a button says and asks: message boxes of Excel, or anything else that can answer."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import xlwings

TITLE = "SECOR QA"
MOST_LINES, MOST_CHARACTERS = 32, 2000
"""A message box has no scroll bar: what is longer would push its buttons off a small screen."""
WORKBOOKS = "SECOR review (*.xlsm), *.xlsm"


class Dialogs(Protocol):
    """Somebody who reads and answers."""

    def tell(self, text: str, *, trouble: bool = False) -> None:
        """Say something; ``trouble`` where it did not work."""

    def ask(self, text: str) -> bool:
        """Ask whether to go on."""

    def where_to(self, suggested: Path) -> Path | None:
        """Ask where a new workbook goes; ``None`` where none is wanted."""


class ExcelDialogs:
    """Message boxes over the window of Excel.

    They come from xlwings (``App.alert``), which takes them from the system: its box belongs to Excel's window, so it cannot hide
    behind it, and it is not cut to VBA's 1,024 characters. What it does not do is kept here: it shows a text of any length, and a
    box that the system could not show is a ``KeyError``, which must not be taken for a yes.
    """

    def __init__(self, app: xlwings.App) -> None:
        self._app = app

    def tell(self, text: str, *, trouble: bool = False) -> None:
        """A box with OK."""
        self._app.alert(shown(text), TITLE, "ok", "critical" if trouble else "info")

    def ask(self, text: str) -> bool:
        """A box with OK and Cancel; the Escape key is Cancel, which it would not be with Yes and No."""
        answer: str | None = self._app.alert(shown(text), TITLE, "ok_cancel", "info")
        return answer == "ok"

    def where_to(self, suggested: Path) -> Path | None:
        """Excel's own window for a file name on Windows; elsewhere a question with the name that is free."""
        if sys.platform == "win32":
            with suppress(AttributeError):  # the window is Excel's, not xlwings'
                chosen = self._app.api.GetSaveAsFilename(str(suggested), WORKBOOKS)
                return Path(str(chosen)) if chosen else None
        return suggested if self.ask(f"A new review workbook is made and opened:\n\n{suggested}") else None


def shown(text: str) -> str:
    """A text as a message box takes it."""
    lines = text.replace("\x00", "").split("\n")
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], "…"]
    whole = "\n".join(lines)
    return whole if len(whole) <= MOST_CHARACTERS else f"{whole[: MOST_CHARACTERS - 1]}…"


def bullets(items: tuple[str, ...] | list[str], most: int, rest: str) -> list[str]:
    """Lines with bullets; where there are more than so many, the last one counts the others and says where ``rest`` is."""
    fitting = list(items) if len(items) <= most else list(items[: most - 1])
    lines = [f"• {item}" for item in fitting]
    if len(items) > len(fitting):
        lines.append(f"• and {len(items) - len(fitting)} more; {rest}")
    return lines
