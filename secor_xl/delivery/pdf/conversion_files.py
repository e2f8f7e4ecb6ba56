"""Tools of the PDF converters: check and copy Word files, make temporary folders, end programs."""

from __future__ import annotations

import datetime as dt
import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from secor_xl.errors import SecorError, reason_of
from secor_xl.files import content_of
from secor_xl.xlsx.archive import DAMAGE, ZIP_MAGIC
from secor_xl.xlsx.guard import OLE_MAGIC

PDF_START, PDF_END = b"%PDF", b"%%EOF"
TEMPORARY = "secor-xl-pdf-"
FORGOTTEN_AFTER = dt.timedelta(days=1)
"""The age at which no program works in a temporary folder any more."""
NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # only Windows has it
TIMES_TO_REMOVE, SECONDS_BETWEEN = 40, 0.1
NO_WORD_FILE = "is no Word document, whatever its name says. Only letters in the form .docx become PDFs."


@dataclass(frozen=True, slots=True)
class Converted:
    """The result for one letter.

    Attributes:
        letter: the Word file.
        pdf: the PDF; ``None`` where there is none.
        error: why there is none and what to do; empty where there is one.
    """

    letter: Path
    pdf: bytes | None
    error: str = ""


class PdfConverter(Protocol):
    """A program that makes PDFs of Word files."""

    @property
    def name(self) -> str:
        """Its name, such as "LibreOffice 7.4"."""

    def convert(self, letters: Sequence[Path], *, jobs: int = 1) -> Generator[Converted, None, None]:
        """Make PDFs; nothing is written where the letters are.

        Close the iterator to leave it before its end: that ends the programs and removes their temporary folders.

        Args:
            letters: the Word files.
            jobs: how many programs may work at the same time.

        Returns:
            One result for each letter, as they get finished, in any order. A fault of one never stops the others.

        Raises:
            SecorError: nothing can be converted at all, because there is no room for temporary files.
        """


class NotAWordFile(SecorError):
    """A file that no converter may get; the message says why and what to do."""


def copy_to(copy: Path, letter: Path) -> None:
    """Copy a letter that is a whole Word file. LibreOffice would make a PDF of any text, whatever its name says.

    Raises:
        NotAWordFile: it is not there, cannot be read or copied, is damaged, or is something else.
    """
    try:
        content = content_of(letter)
    except FileNotFoundError:
        raise NotAWordFile(
            f"{letter}: is not there; it may have been moved or renamed. Make the letter again, or name it as it is called now."
        ) from None
    except OSError as error:
        raise NotAWordFile(
            f"{letter}: cannot be read ({reason_of(error)}). Close it where it is open, and check that you may read it."
        ) from None
    if fault := _fault_of(content):
        raise NotAWordFile(f"{letter}: {fault}")
    try:
        copy.write_bytes(content)
    except OSError as error:
        said = f"{letter}: no copy of it could be written ({reason_of(error)}). Make room on the disk."
        raise NotAWordFile(said) from None


def _fault_of(content: bytes) -> str:
    if not content:
        return "is empty. Make the letter again."
    if content.startswith(OLE_MAGIC):
        return (
            "is protected by a password, or an old Word document (.doc). Save it in Word as .docx without a password."
        )
    if not content.startswith(ZIP_MAGIC):
        return NO_WORD_FILE
    with suppress(*DAMAGE), zipfile.ZipFile(io.BytesIO(content)) as archive:
        if archive.testzip() is None:
            return "" if any(name.startswith("word/") for name in archive.namelist()) else NO_WORD_FILE
    return "is damaged or incomplete. Make the letter again, or get another copy."


def whole_pdf(path: Path) -> bytes | None:
    """Return a PDF that is complete; ``None`` where it is not, whatever a converter's exit code was."""
    try:
        content = content_of(path)
    except OSError:
        return None
    return content if content.startswith(PDF_START) and content.rstrip().endswith(PDF_END) else None


@contextmanager
def temporary_folder(above: Path | None = None) -> Iterator[Path]:
    """Make a folder in ``above`` or in the system temporary folder, removed afterwards; raise ``SecorError`` without room."""
    place = above or Path(tempfile.gettempdir())
    _remove_forgotten(place)
    try:
        folder = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=place)).absolute()
    except OSError as error:
        raise SecorError(
            f"No temporary folder could be made in {place} ({reason_of(error)}). Make room on that disk, or ask whoever looks"
            " after this computer."
        ) from None
    try:
        yield folder
    finally:
        remove(folder)


def _remove_forgotten(place: Path) -> None:
    """Remove the folders of programs that were killed: there are letters in them."""
    with suppress(OSError):
        for folder in place.glob(f"{TEMPORARY}*"):
            with suppress(OSError):
                if time.time() - folder.stat().st_mtime > FORGOTTEN_AFTER.total_seconds():
                    shutil.rmtree(folder, ignore_errors=True)


def remove(folder: Path) -> None:
    """Remove a folder; a program that has just ended may let go of its last file, or write it, a moment later."""
    for _ in range(TIMES_TO_REMOVE):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(SECONDS_BETWEEN)


def end_tree(process: int) -> None:
    """End a process and all that it has started; elsewhere than on Windows it must lead a group of its own."""
    if sys.platform == "win32":
        command = ["taskkill", "/F", "/T", "/PID", str(process)]
        with suppress(OSError):
            subprocess.run(command, check=False, capture_output=True, creationflags=NO_WINDOW)  # noqa: S603 - Windows' own
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process, signal.SIGKILL)
