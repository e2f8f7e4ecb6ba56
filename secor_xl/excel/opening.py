"""Showing a file to the reviewer, and making a PDF of a letter with what is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from secor_xl.errors import SecorError

WORD_PDF = 17
"""What Word calls the file format PDF (``wdExportFormatPDF``)."""
DO_NOT_SAVE = 0
PDF_SECONDS = 120
INSTALL = (
    "A PDF is made by Word or by LibreOffice, and neither was found. Install Word, or LibreOffice from libreoffice.org, or use"
    " Make letters and look at the Word file in whatever opens it."
)
USUAL_PLACES = {
    "win32": (
        r"%ProgramFiles%\LibreOffice\program\soffice.com",
        r"%ProgramFiles(x86)%\LibreOffice\program\soffice.com",
    ),
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
}


class Opener(Protocol):
    """Somebody who shows files and folders, and makes PDFs."""

    def show(self, path: Path) -> None:
        """Open a file or a folder in the program that belongs to it."""

    def pdfs(self, letters: Iterable[Path]) -> list[Path]:
        """Make a PDF beside each Word file."""


class SystemOpener:
    """The system's own way."""

    def show(self, path: Path) -> None:
        """Open a file or a folder; raises ``SecorError`` where the system has no program for it."""
        try:
            if sys.platform == "win32":
                os.startfile(path)  # noqa: S606 - what a double click does, with a file that we have just written
            else:
                command = "open" if sys.platform == "darwin" else "xdg-open"
                program = shutil.which(command)
                if program is None:
                    raise SecorError(f"{path}: is there, but this system has no {command} to show it with.")
                subprocess.Popen([program, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
        except OSError as error:
            raise SecorError(f"{path}: is there, but could not be opened ({error.strerror or error}).") from None

    def pdfs(self, letters: Iterable[Path]) -> list[Path]:
        """Make a PDF beside each Word file, with Word or else LibreOffice.

        Raises:
            SecorError: neither is there, or it made none.
        """
        files = list(letters)
        if not (sys.platform == "win32" and _by_word(files)):
            _by_libreoffice(files)
        made = [file.with_suffix(".pdf") for file in files]
        for pdf in made:
            if not pdf.is_file():
                raise SecorError(f"No PDF of {pdf.stem} was made. Use Make letters and look at the Word file.")
        return made


def _by_word(files: list[Path]) -> bool:
    """Whether Word was there and made them: in an instance of its own, so that letters that are open stay as they are."""
    try:
        from win32com.client import DispatchEx  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415 - only there

        word: Any = DispatchEx("Word.Application")
    except Exception:  # noqa: BLE001 - no Word, or one that is not activated: LibreOffice is asked next
        return False
    try:
        for file in files:
            document = word.Documents.Open(str(file), ReadOnly=True, AddToRecentFiles=False, Visible=False)
            document.ExportAsFixedFormat(str(file.with_suffix(".pdf")), WORD_PDF)
            document.Close(DO_NOT_SAVE)
    finally:
        word.Quit(DO_NOT_SAVE)
    return True


def _by_libreoffice(files: list[Path]) -> None:
    program = libreoffice()
    if program is None:
        raise SecorError(INSTALL)
    # A profile of its own: a LibreOffice that is open already would take the call and answer nothing.
    with tempfile.TemporaryDirectory(prefix="secor-xl-") as profile:
        command = [program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", "pdf", "--outdir", str(files[0].parent), *map(str, files)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=PDF_SECONDS)  # noqa: S603 - paths of our own
        except (OSError, subprocess.SubprocessError) as error:
            raise SecorError(
                f"LibreOffice ({program}) did not make the PDF ({type(error).__name__}). Close it if it is open and try"
                " again, or use Make letters and look at the Word file."
            ) from None


def libreoffice() -> str | None:
    """LibreOffice's program, on the path or where it is usually installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    usual = (Path(os.path.expandvars(place)) for place in USUAL_PLACES.get(sys.platform, ()))
    return found or next((str(place) for place in usual if place.is_file()), None)
