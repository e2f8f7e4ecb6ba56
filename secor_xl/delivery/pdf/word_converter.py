"""Convert letters to PDF with Word, on Windows; the only module that calls Word.

Word gets copies in a temporary folder, so that no name is too long and no open letter is touched. One hidden Word converts all
letters, because several would share their Normal template. Where it crashes or hangs at a letter, another one is started; the
letter is tried once more, and the others are converted.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from secor_xl.delivery.pdf.conversion_files import (
    Converted,
    NotAWordFile,
    PdfConverter,
    copy_to,
    end_tree,
    temporary_folder,
    whole_pdf,
)

Result = TypeVar("Result")

SECONDS = 120
"""The time for one letter after which Word hangs; it needs one or two."""
TRIES = 2
LOOK_UP_SECONDS = 0.4
CRASHES_IN_A_ROW = 6
"""So many crashes without a PDF between them are the fault of Word, not of the letters."""
BY_HAND = "Open it in Word, see what is odd about it, and save it as a PDF there."
NOT_TRIED = "was not tried, because Word does not keep running. Open Word, see what it asks, and try again."

# Word's own numbers: wdExportFormatPDF, wdAlertsNone, msoAutomationSecurityForceDisable, wdDoNotSaveChanges, and
# wdExportCreateHeadingBookmarks, by which the headings become the PDF's outline.
PDF, NO_ALERTS, NO_MACROS, DO_NOT_SAVE, HEADINGS = 17, 0, 3, 0, 1
NO_PASSWORD = "-"  # noqa: S105 - a letter that wants a password becomes an error, not a question that nobody sees


class Word:
    """An installed Word.

    Args:
        otherwise: the converter for a Word that does not start, because it is not activated yet, say; ``None`` for none.
        seconds: the time for one letter after which Word is ended.
    """

    name = "Word"

    def __init__(self, *, otherwise: PdfConverter | None = None, seconds: float = SECONDS) -> None:
        self.otherwise, self.seconds = otherwise, seconds

    def convert(self, letters: Sequence[Path], *, jobs: int = 1) -> Generator[Converted, None, None]:
        """Make PDFs, as ``PdfConverter`` says; one Word makes them all, whatever ``jobs`` says."""
        with temporary_folder() as folder, ThreadPoolExecutor(1) as thread:
            word = _WordThread(folder, self.seconds)
            try:
                has_begun = _result(thread.submit(word.begin))
                for future in [thread.submit(word.converted, letter) for letter in letters if has_begun]:
                    yield _result(future)
            except BaseException:  # Ctrl-C, and a caller that leaves early
                word.stop()
                raise
            finally:
                thread.submit(word.finish)
        if has_begun:
            return
        if self.otherwise:
            yield from self.otherwise.convert(letters, jobs=jobs)
            return
        for letter in letters:
            yield Converted(
                letter, None, f"{letter}: Word does not start. Open it by hand, see what it asks, and try again."
            )


def _result(future: Future[Result]) -> Result:
    """Return a result; Windows lets Ctrl-C through only between waits."""
    while not wait([future], LOOK_UP_SECONDS).done:
        pass
    return future.result()


class _WordThread:
    """A Word that nobody else uses. COM wants one thread for everything; only ``stop`` may be called from another."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self._copy, self._pdf, self._seconds = folder / "letter.docx", folder / "letter.pdf", seconds
        self._stopped, self._crashes = False, 0
        self._word: Any = None
        self._process = 0

    def begin(self) -> bool:
        """Start Word; returns whether it runs."""
        importlib.import_module("pythoncom").CoInitialize()
        return self._runs()

    def finish(self) -> None:
        """Let Word end itself."""
        self._quit()
        self._word = None  # let go of before COM is
        importlib.import_module("pythoncom").CoUninitialize()

    def stop(self) -> None:
        """End Word at once; a call that waits for it fails then."""
        self._stopped = True
        self._end()

    def converted(self, letter: Path) -> Converted:
        """Make a PDF of a letter."""
        try:
            copy_to(self._copy, letter)
        except NotAWordFile as error:
            return Converted(letter, None, str(error))
        for _ in range(TRIES):
            if self._stopped or self._crashes >= CRASHES_IN_A_ROW or not self._runs():
                return Converted(letter, None, f"{letter}: {NOT_TRIED}")
            limit = threading.Timer(self._seconds, self._end)
            limit.daemon = True
            limit.start()
            with suppress(Exception):  # COM has one kind of error for everything
                self._export()
            limit.cancel()
            if pdf := whole_pdf(self._pdf):
                self._pdf.unlink()
                self._crashes = 0
                return Converted(letter, pdf)
            if self._answers():  # so the letter is the cause
                return Converted(letter, None, f"{letter}: Word made no PDF of it. {BY_HAND}")
            self._end()
            self._crashes += 1
            self._word = None
            self._pdf.unlink(missing_ok=True)
        return Converted(letter, None, f"{letter}: Word crashed or hung at it, in {TRIES} tries. {BY_HAND}")

    def _runs(self) -> bool:
        """Start a Word where none is running; returns whether one runs now."""
        if self._word is None:
            try:
                self._word = importlib.import_module("win32com.client").DispatchEx("Word.Application")
                self._word.Visible = False
                self._word.DisplayAlerts = NO_ALERTS
                self._word.AutomationSecurity = NO_MACROS
                self._process = self._process_number()
            except Exception:  # noqa: BLE001 - as above
                self._quit()
                self._word = None
        return self._word is not None

    def _process_number(self) -> int:
        """Return the number of Word's process, by the window of an empty document; 0 where Word (2010) does not tell it."""
        document = self._word.Documents.Add()
        try:
            window = document.ActiveWindow.Hwnd
            return int(importlib.import_module("win32process").GetWindowThreadProcessId(window)[1])
        except Exception:  # noqa: BLE001 - without it only a Word that hangs cannot be ended
            return 0
        finally:
            document.Close(SaveChanges=DO_NOT_SAVE)

    def _export(self) -> None:
        document = self._word.Documents.Open(
            FileName=str(self._copy),
            ConfirmConversions=False,
            ReadOnly=True,
            AddToRecentFiles=False,
            PasswordDocument=NO_PASSWORD,
            Visible=False,
        )
        try:
            document.ExportAsFixedFormat(
                OutputFileName=str(self._pdf),
                ExportFormat=PDF,
                OpenAfterExport=False,
                IncludeDocProps=True,
                CreateBookmarks=HEADINGS,
                DocStructureTags=True,
            )
        finally:
            document.Close(SaveChanges=DO_NOT_SAVE)

    def _answers(self) -> bool:
        try:
            return bool(self._word.Version)
        except Exception:  # noqa: BLE001 - "the RPC server is unavailable", and others that mean the same
            return False

    def _quit(self) -> None:
        with suppress(Exception):
            self._word.Quit(SaveChanges=DO_NOT_SAVE)

    def _end(self) -> None:
        if self._word is not None and self._process:
            end_tree(self._process)
