"""Check that a file is an Excel workbook and safe to open, before anything is parsed.

A submission is a stranger's file. Nothing in it is trusted: not its name, not the sizes that it declares. The limits are
those of the parts that are read. Pictures, embedded files, macros and links to other files are never unpacked.
"""

from __future__ import annotations

import codecs
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Never

from secor_xl.errors import SecorError, reason_of, within_bounds
from secor_xl.files import MEBIBYTE, NotRegular, start_of
from secor_xl.xlsx.archive import DAMAGE, ENCRYPTED, MOST_PARTS, ZIP_MAGIC, TooManyPartsError, directory_of, unpacked

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from pathlib import Path

# An honest review is below 1 MB; photographs pasted into it make it larger. Its parts that are read have together about
# 0.4 MB, or 8 MB where every cell is filled to Excel's own limit.
LARGEST_FILE = 100 * MEBIBYTE
LARGEST_PART = 16 * MEBIBYTE
LARGEST_TOTAL = 32 * MEBIBYTE
# Small parts compress well and hold little, so these two are only asked of large ones.
LARGE = MEBIBYTE
LARGEST_RATIO = 100
LONG_TAG = re.compile(rb"<[^<>]{100000}")
MOST_MARKS = 800_000
"""The most tags and attributes of the large parts: each takes up to 200 bytes once it is parsed."""

WORKBOOK_ENDINGS = (".xlsx", ".xlsm")
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

SAVE_AS_XLSX = "Open it in Excel and save it as an Excel workbook (.xlsx or .xlsm)"
GET_ANOTHER_COPY = "Get another copy of the file, or open it in Excel, let Excel repair it and save it"
SAVE_AGAIN = "Open it in Excel, save it under another name, and choose that file"
ENTER_ANEW = "Make a new workbook with 'secor-xl new', and copy the entries into it as values"
NOT_WORKBOOKS = {
    "word/document.xml": ("is a Word document", "Choose the review workbook"),
    "ppt/presentation.xml": ("is a PowerPoint presentation", "Choose the review workbook"),
    "xl/workbook.bin": ("is an Excel binary workbook (.xlsb)", SAVE_AS_XLSX),
    "content.xml": ("is an OpenDocument file (.ods)", SAVE_AS_XLSX),
    "index/document.iwa": ("is an Apple Numbers document", "Export it from Numbers to Excel"),
}


class UnreadableWorkbook(SecorError):
    """A file that cannot be read as a review workbook at all.

    Args:
        file: the file as the person knows it.
        seen: what was seen, as the rest of a sentence that starts with the file.
        cure: what is allowed and what to do.
    """

    def __init__(self, file: str, seen: str, cure: str) -> None:
        seen = within_bounds(seen)
        super().__init__(f"{file}: {seen}. {cure}.")
        self.file, self.seen, self.cure = file, seen, cure


@dataclass(frozen=True)
class GuardedPackage:
    """A zip package; its parts are checked one by one as they are read. Part names compare without case.

    Attributes:
        file: the file as the person knows it.
        content: its bytes, read once.
        members: what the package's directory says of each part, by its name in small letters.
        sizes: the unpacked size of each part that was read.
        marks: the tags and attributes of each large part that was read.
        times: how many times the limits for a review this package may be large.
    """

    file: str
    content: bytes
    members: dict[str, zipfile.ZipInfo]
    sizes: dict[str, int] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    times: int = 1

    def has(self, part: str) -> bool:
        """Whether the package has a part of this name."""
        return part.lower() in self.members

    def part(self, name: str) -> bytes:
        """Return the bytes of a part that is read, within all limits."""
        member = self.members[name.lower()]
        self._refuse_large(name, member)
        try:
            data = unpacked(self.content, member)
        except DAMAGE as error:
            self.refuse(f"is damaged: its part {name} cannot be unpacked", GET_ANOTHER_COPY, error)
        if len(data) > LARGE:
            self.marks[name.lower()] = data.count(b"<") + data.count(b"=")
            if LONG_TAG.search(data):
                self.refuse(f"has a tag of more than 100,000 characters in its part {name}", ENTER_ANEW)
        if sum(self.marks.values()) > (most := MOST_MARKS * self.times):
            self.refuse(f"has more than {most:,} tags and attributes, as in its part {name}", ENTER_ANEW)
        return data

    def refuse(self, seen: str, cure: str, error: Exception | None = None) -> Never:
        """Raise ``UnreadableWorkbook`` for this file; ``error`` is what a library raised."""
        raise UnreadableWorkbook(self.file, seen, cure) from error

    def _refuse_large(self, name: str, member: zipfile.ZipInfo) -> None:
        """Refuse a part by the size that it declares; it is unpacked to no more than that."""
        size = self.sizes[name.lower()] = member.file_size
        if member.flag_bits & ENCRYPTED:
            self.refuse("is an encrypted zip archive", "Save the workbook without a password")
        largest_part, largest_total = LARGEST_PART * self.times, LARGEST_TOTAL * self.times
        if size > largest_part:
            limit = f"more than {largest_part // MEBIBYTE} MB"
        elif size > LARGE and size > LARGEST_RATIO * member.compress_size:
            limit = f"more than {LARGEST_RATIO} times its size"
        elif sum(self.sizes.values()) > largest_total:
            limit = f"more than {largest_total // MEBIBYTE} MB together with the others"
        else:
            return
        self.refuse(f"unpacks its part {name} to {limit}, which no review needs", ENTER_ANEW)


def open_guarded(path: Path) -> GuardedPackage:
    """Read a file once and check it; raises ``UnreadableWorkbook``."""
    return guard_bytes(file_content(path), str(path))


def file_content(path: Path) -> bytes:
    """Read a file, at most one byte more than allowed; raises ``UnreadableWorkbook`` if it cannot be read."""
    file = str(path)
    if path.name.startswith("~$"):
        cure = f"Choose {path.name[2:]} itself"
        raise UnreadableWorkbook(file, "is the lock file that Excel keeps while a workbook is open", cure)
    try:
        return start_of(path, LARGEST_FILE)
    except NotRegular as error:
        raise UnreadableWorkbook(file, error.seen, "Give the workbook file itself") from None
    except FileNotFoundError:
        raise UnreadableWorkbook(file, "is not there", "Check the name; it may have been moved or renamed") from None
    except PermissionError:
        cure = "Close it in Excel, or copy it to another folder; if that does not help, ask for the right to read it"
        raise UnreadableWorkbook(file, "may not be read, or is locked by another program", cure) from None
    except (OSError, ValueError) as error:
        cure = "If it is in the cloud or on the network, wait until it is on this computer and try again"
        raise UnreadableWorkbook(file, f"cannot be read: {reason_of(error)}", cure) from error


@contextmanager
def within_means(file: str) -> Iterator[None]:
    """Refuse a file that needs more memory than there is, whatever is done with it."""
    try:
        yield
    except (MemoryError, RecursionError):
        cure = f"Close other programs and try again. {GET_ANOTHER_COPY}"
        raise UnreadableWorkbook(file, "needs more memory than there is", cure) from None


def guard_bytes(content: bytes, file: str) -> GuardedPackage:
    """Check the bytes of a file; ``file`` is what messages call it."""
    if len(content) > LARGEST_FILE:
        cure = f"At most {LARGEST_FILE // MEBIBYTE} MB are read: take pasted pictures out and save it again"
        raise UnreadableWorkbook(file, "is too large for a review workbook", cure)
    if not content.startswith(ZIP_MAGIC):
        raise UnreadableWorkbook(file, *_what_it_is(content))
    try:
        members = directory_of(content)
    except TooManyPartsError:
        raise UnreadableWorkbook(file, f"has more than {MOST_PARTS:,} parts", ENTER_ANEW) from None
    except DAMAGE:
        raise UnreadableWorkbook(
            file, "is damaged or incomplete: the end of the file is missing", GET_ANOTHER_COPY
        ) from None
    package = GuardedPackage(file, content, {member.filename.lower(): member for member in members})
    for marker, (seen, cure) in NOT_WORKBOOKS.items():
        if package.has(marker):
            package.refuse(seen, cure)
    if not package.has("[content_types].xml"):
        package.refuse("is a zip archive, but no Excel workbook", "If the workbook is inside it, take it out first")
    if len(package.members) != len(members):
        package.refuse("holds two parts of the same name, which Excel never writes", SAVE_AGAIN)
    return package


def _what_it_is(content: bytes) -> tuple[str, str]:
    """Describe a file that is no zip package, and what to do."""
    start = content[:1024].lstrip()
    if not start:
        return "is empty", "If it is still being copied or synchronised, wait and try again; otherwise get another copy"
    if content.startswith(OLE_MAGIC):
        return _what_old_format_it_is(content)
    if start.startswith(b"%PDF"):
        return "is a PDF", "Choose the review workbook that the PDF was printed from"
    if start.startswith(b"{\\rtf"):
        return "is a text document (RTF)", "Choose the review workbook"
    if start[:1] == b"<" or start[:6].lower() == codecs.BOM_UTF8 + b"<ht":
        return "is a web page or XML file, whatever its name says", SAVE_AS_XLSX
    if b"\x00" not in start:
        return "is plain text (such as CSV), whatever its name says", "Choose the review workbook that it came from"
    return "is no Excel workbook, whatever its name says", "Choose the review workbook (.xlsx or .xlsm)"


def _what_old_format_it_is(content: bytes) -> tuple[str, str]:
    """Encrypted workbooks and the formats before 2007 share one container; its directory tells them apart."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        return "is protected by a password for opening", (
            "Open it in Excel with the password, remove it under File, Info, Protect Workbook, Encrypt with Password, and save"
        )
    if holds("WordDocument"):
        return "is an old Word document (.doc)", "Choose the review workbook"
    if holds("Workbook") or holds("Book"):
        return "is an old Excel workbook (.xls), whatever its name says", SAVE_AS_XLSX
    return "is protected by a password or in an old format", "Open it in Excel and save it without a password as .xlsx"
