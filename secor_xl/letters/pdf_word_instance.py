"""One running Word of our own, hidden and silent: the only place that speaks to Word."""

from __future__ import annotations

import importlib
from contextlib import suppress
from pathlib import Path
from typing import Any

from secor_xl.letters.pdf_programs import end_tree

# What Word calls them: wdExportFormatPDF, wdAlertsNone, msoAutomationSecurityForceDisable, wdDoNotSaveChanges, and
# wdExportCreateHeadingBookmarks, by which the headings become the PDF's outline.
PDF, NO_ALERTS, NO_MACROS, DO_NOT_SAVE, HEADINGS = 17, 0, 3, 0, 1
NO_PASSWORD = "-"  # noqa: S105 - a letter that wants a password becomes an error, not a question that nobody sees


class WordInstance:
    """A Word that nobody else uses. To be made and used in one thread, in which COM is initialised; ``end`` in any."""

    def __init__(self) -> None:
        client = importlib.import_module("win32com.client")  # comes with xlwings, on Windows only
        self._word: Any = client.DispatchEx("Word.Application")
        try:
            self._word.Visible = False
            self._word.DisplayAlerts = NO_ALERTS
            self._word.AutomationSecurity = NO_MACROS
            self._process = self._process_number()
        except Exception:
            self.quit()
            raise

    def export(self, copy: Path, pdf: Path) -> None:
        """Make a tagged PDF of a Word file; raises whatever COM raises."""
        document = self._word.Documents.Open(
            FileName=str(copy),
            ConfirmConversions=False,
            ReadOnly=True,
            AddToRecentFiles=False,
            PasswordDocument=NO_PASSWORD,
            Visible=False,
        )
        try:
            document.ExportAsFixedFormat(
                OutputFileName=str(pdf),
                ExportFormat=PDF,
                OpenAfterExport=False,
                IncludeDocProps=True,
                CreateBookmarks=HEADINGS,
                DocStructureTags=True,
            )
        finally:
            with suppress(Exception):  # where Word is gone, the first error is the one that counts
                document.Close(SaveChanges=DO_NOT_SAVE)

    def is_alive(self) -> bool:
        """Whether Word still answers."""
        try:
            return bool(self._word.Version)
        except Exception:  # noqa: BLE001 - "the RPC server is unavailable", and others that mean the same
            return False

    def quit(self) -> None:
        """Let Word end itself."""
        with suppress(Exception):
            self._word.Quit(SaveChanges=DO_NOT_SAVE)

    def end(self) -> None:
        """End Word's process, where it is known; a call that waits for Word fails then."""
        if self._process:
            end_tree(self._process)

    def _process_number(self) -> int:
        """The number of Word's process, by the window of an empty document; 0 where Word (2010) does not tell its window."""
        document = self._word.Documents.Add()
        try:
            window = document.ActiveWindow.Hwnd
            return int(importlib.import_module("win32process").GetWindowThreadProcessId(window)[1])
        except Exception:  # noqa: BLE001 - without it a Word that hangs cannot be ended, but all else goes
            return 0
        finally:
            document.Close(SaveChanges=DO_NOT_SAVE)
