"""What goes into a conversion to PDF and what comes out of it: a Word file is read and looked at, a PDF is looked at."""

from __future__ import annotations

import datetime as dt
import io
import shutil
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
from secor_xl.workbook.archive import DAMAGE, ZIP_MAGIC
from secor_xl.workbook.guard import OLE_MAGIC

PDF_START, PDF_END = b"%PDF", b"%%EOF"
TEMPORARY = "secor-xl-pdf-"
FORGOTTEN_AFTER = dt.timedelta(days=1)
"""Nobody is at work in a temporary folder for so long."""
TIMES_TO_REMOVE, SECONDS_BETWEEN = 40, 0.1


@dataclass(frozen=True, slots=True)
class Converted:
    """What became of one letter.

    Attributes:
        letter: the Word file.
        pdf: the PDF; ``None`` where there is none.
        error: why there is none and what to do; empty where all went well.
    """

    letter: Path
    pdf: bytes | None
    error: str = ""


class PdfConverter(Protocol):
    """A program that makes PDFs of Word files."""

    @property
    def name(self) -> str:
        """What it is called, such as "LibreOffice 7.4"."""

    def convert(self, letters: Sequence[Path], *, jobs: int = 1) -> Generator[Converted, None, None]:
        """Make PDFs; nothing is written where the letters are.

        Close the iterator if you leave it before its end: that ends the programs and removes their temporary folders.

        Args:
            letters: the Word files.
            jobs: how many programs may work at the same time.

        Returns:
            One result for each letter, as they get finished, in any order. What is wrong with one never stops the others.

        Raises:
            SecorError: nothing can be converted at all, because there is no room for temporary files.
        """


class NotAWordFile(SecorError):
    """A file that must not be handed to a converter; the message says why and what to do."""


def word_file(path: Path) -> bytes:
    """The content of a Word file. A converter is not asked: LibreOffice makes a PDF of any text, whatever its name says.

    Raises:
        NotAWordFile: it is not there, cannot be read, is damaged, or is something else.
    """
    try:
        content = content_of(path)
    except FileNotFoundError:
        raise NotAWordFile(
            f"{path}: is not there; it may have been moved or renamed. Make the letter again, or name it as it is called now."
        ) from None
    except OSError as error:
        raise NotAWordFile(
            f"{path}: cannot be read ({reason_of(error)}). Close it where it is open, and check that you may read it."
        ) from None
    if seen := _what_is_wrong(content):
        raise NotAWordFile(f"{path}: {seen}")
    return content


def _what_is_wrong(content: bytes) -> str:
    if not content:
        return "is empty. Make the letter again."
    if content.startswith(OLE_MAGIC):
        return (
            "is protected by a password, or an old Word document (.doc). Save it in Word as .docx without a password."
        )
    if not content.startswith(ZIP_MAGIC):
        return "is no Word document, whatever its name says. Only letters in the form .docx become PDFs."
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names, damaged = archive.namelist(), archive.testzip()
    except DAMAGE:
        return "is damaged or incomplete. Make the letter again, or get another copy."
    if damaged:
        return f"is damaged in its part {damaged}. Make the letter again, or get another copy."
    if not any(name.startswith("word/") for name in names):
        return "is no Word document, whatever its name says. Only letters in the form .docx become PDFs."
    return ""


def whole_pdf(path: Path) -> bytes | None:
    """A PDF that is there from its first line to its last; ``None`` where it is not, whatever a converter's exit code was."""
    try:
        content = content_of(path)
    except OSError:
        return None
    return content if content.startswith(PDF_START) and content.rstrip().endswith(PDF_END) else None


@contextmanager
def temporary_folder(above: Path | None = None) -> Iterator[Path]:
    """A folder that is gone afterwards, in ``above`` or where the system keeps temporary files; raises ``SecorError``."""
    _remove_forgotten(above or Path(tempfile.gettempdir()))
    try:
        folder = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=above)).absolute()
    except OSError as error:
        raise SecorError(
            f"No temporary folder could be made in {above or tempfile.gettempdir()} ({reason_of(error)}). Make room"
            " on that disk, or ask whoever looks after this computer."
        ) from None
    try:
        yield folder
    finally:
        remove(folder)


def _remove_forgotten(above: Path) -> None:
    """Remove the folders of programs that were killed: there are letters in them."""
    with suppress(OSError):
        for folder in above.glob(f"{TEMPORARY}*"):
            with suppress(OSError):
                if time.time() - folder.stat().st_mtime > FORGOTTEN_AFTER.total_seconds():
                    shutil.rmtree(folder, ignore_errors=True)


def remove(folder: Path) -> None:
    """Remove a folder; a program that has just been ended may let go of its last file, or write it, a moment later."""
    for _ in range(TIMES_TO_REMOVE):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(SECONDS_BETWEEN)
