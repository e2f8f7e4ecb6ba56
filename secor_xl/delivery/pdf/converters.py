"""Find the program that makes PDFs of letters: Word where it is installed, otherwise LibreOffice."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from secor_xl.delivery.pdf.conversion_files import Converted, PdfConverter
from secor_xl.delivery.pdf.libreoffice_converter import LibreOffice
from secor_xl.errors import SecorError

__all__ = ["Converted", "NoConverter", "PdfConverter", "converter", "libreoffice"]

PROGRAMS = ("soffice", "libreoffice", "org.libreoffice.LibreOffice")
"""LibreOffice's names on the path: of its own installer, as a snap, as a flatpak."""
USUAL_PLACES = {
    "win32": (
        r"%ProgramFiles%\LibreOffice\program\soffice.com",
        r"%ProgramFiles(x86)%\LibreOffice\program\soffice.com",
        r"%LocalAppData%\Programs\LibreOffice\program\soffice.com",
    ),
    "darwin": (
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
        "$HOME/Applications/LibreOffice.app/Contents/MacOS/soffice",
    ),
}
FOLDERS_OF_SANDBOXES = {
    "snap": "snap/libreoffice/common",
    "org.libreoffice.LibreOffice": ".var/app/org.libreoffice.LibreOffice",
}
"""The folder in the home that a LibreOffice in a sandbox shares with us; it does not see our temporary folder."""


class NoConverter(SecorError):
    """Neither Word nor LibreOffice is installed; the message says what to install."""

    def __init__(self) -> None:
        super().__init__(
            "A PDF is made by Word or by LibreOffice, and neither was found. Install Word, or LibreOffice from libreoffice.org."
        )


def converter() -> PdfConverter:
    """Return the program that makes PDFs on this computer, and start nothing; raises ``NoConverter``."""
    program = libreoffice()
    office = LibreOffice(program, folder=_folder_for(program)) if program else None
    if _word_is_registered():
        from secor_xl.delivery.pdf.word_converter import Word  # noqa: PLC0415 - only there

        return Word(otherwise=office)
    if office is None:
        raise NoConverter
    return office


def libreoffice() -> str | None:
    """Return LibreOffice's program, on the path or in its usual place; ``None`` where it is not installed."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    usual = (Path(os.path.expandvars(place)) for place in USUAL_PLACES.get(sys.platform, ()))
    return found or next((str(place) for place in usual if place.is_file()), None)


def _word_is_registered() -> bool:
    """Return whether Windows knows a Word that programs may start, and Python can call it."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - only there

        with suppress(OSError, ImportError):
            importlib.import_module("win32com.client")
            with winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, r"Word.Application\CLSID"):
                return True
    return False


def _folder_for(program: str) -> Path | None:
    """Return the folder for the temporary files of this LibreOffice; ``None`` is the system's."""
    names = {*Path(program).parts, Path(program).resolve().name}
    for name, inside_home in FOLDERS_OF_SANDBOXES.items():
        if name in names:
            with suppress(RuntimeError):  # no home is known
                folder = Path.home() / inside_home
                return folder if folder.is_dir() else None
    return None
