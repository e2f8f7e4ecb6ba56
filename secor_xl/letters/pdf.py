"""Letters as PDFs: the one place that knows who makes them. Word where there is one, otherwise LibreOffice."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from secor_xl.errors import SecorError
from secor_xl.letters.pdf_files import Converted, PdfConverter
from secor_xl.letters.pdf_libreoffice import LibreOffice

__all__ = ["Converted", "NoConverter", "PdfConverter", "converter", "libreoffice"]

PROGRAMS = ("soffice", "libreoffice", "org.libreoffice.LibreOffice")
"""What LibreOffice is called on the path: as it comes, as a snap, as a flatpak."""
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
"""A LibreOffice in a sandbox has a temporary folder of its own and does not see ours; in this folder of the home both meet."""


class NoConverter(SecorError):
    """Neither Word nor LibreOffice is there; the message says what to install."""

    def __init__(self) -> None:
        super().__init__(
            "A PDF is made by Word or by LibreOffice, and neither was found. Install Word, or LibreOffice from libreoffice.org."
        )


def converter() -> PdfConverter:
    """Who makes PDFs on this computer; nothing is started yet.

    Raises:
        NoConverter: nobody does.
    """
    program = libreoffice()
    office = LibreOffice(program, folder=_folder_for(program)) if program else None
    if _word_is_registered():
        from secor_xl.letters.pdf_word import Word  # noqa: PLC0415 - only there

        return Word(otherwise=office)
    if office is None:
        raise NoConverter
    return office


def libreoffice() -> str | None:
    """LibreOffice's program, on the path or where it is usually installed; ``None`` where it is not."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    usual = (Path(os.path.expandvars(place)) for place in USUAL_PLACES.get(sys.platform, ()))
    return found or next((str(place) for place in usual if place.is_file()), None)


def _word_is_registered() -> bool:
    """Whether Windows knows a Word that programs may start, and we can speak to it."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - only there

        with suppress(OSError, ImportError):
            importlib.import_module("win32com.client")
            with winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, r"Word.Application\CLSID"):
                return True
    return False


def _folder_for(program: str) -> Path | None:
    """Where temporary files must be for this LibreOffice; ``None`` is the system's place for them."""
    names = {*Path(program).parts, Path(program).resolve().name}
    for name, inside_home in FOLDERS_OF_SANDBOXES.items():
        if name in names:
            with suppress(RuntimeError):  # no home is known
                folder = Path.home() / inside_home
                return folder if folder.is_dir() else None
    return None
