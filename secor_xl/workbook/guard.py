"""Before anything is parsed: is this file an Excel workbook, and is it safe to open?

A submission is a stranger's file. Nothing in it is trusted: not its name, not the sizes that it declares. What passes
has bounded sizes and no document type definition; macros and links to other files are never looked at.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Never

from secor_xl.errors import SecorError, reason_of
from secor_xl.files import NotRegular, start_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEBIBYTE = 1 << 20

# An honest review is below 1 MB and unpacks to about ten times that; photographs pasted into it make it larger.
LARGEST_FILE = 20 * MEBIBYTE
LARGEST_PART = 32 * MEBIBYTE
LARGEST_TOTAL = 200 * MEBIBYTE
MOST_PARTS = 500
# Small parts compress well for honest reasons, so the ratio is only asked of large ones.
LARGEST_RATIO = 100
RATIO_MATTERS_FROM = MEBIBYTE

# Everything that zipfile and zlib raise on damaged bytes.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    LookupError,
    OverflowError,
    struct.error,
)

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# In XML "<!" starts a comment, a CDATA section or a declaration; cell text never holds a bare "<".
DECLARATION = re.compile(rb"<!(?!--|\[CDATA\[)")
ENCODING = re.compile(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")

LOCAL_HEADER = struct.Struct(
    "<4s22xHH"
)  # what stands before each part; of it, the lengths of its name and its extra field
ENCRYPTED = 0x1
ENCODINGS = (b"utf-8", b"us-ascii", b"ascii")

SAVE_AS_XLSX = "Open it in Excel and save it as an Excel workbook (.xlsx or .xlsm)"
GET_ANOTHER_COPY = "Get another copy of the file, or open it in Excel, let Excel repair it and save it"
ASK_SENDER = "Ask the sender for a workbook that was saved by Excel"
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
        super().__init__(f"{file}: {seen}. {cure}.")
        self.file, self.seen, self.cure = file, seen, cure


@dataclass(frozen=True)
class GuardedPackage:
    """A zip package whose sizes are within bounds; its parts are checked one by one as they are read.

    Attributes:
        file: the file as the person knows it.
        content: its bytes, read once.
        archive: the zip archive over these bytes.
    """

    file: str
    content: bytes
    archive: zipfile.ZipFile

    def has(self, part: str) -> bool:
        """Whether the package holds a part of this name."""
        return part in self.archive.NameToInfo

    def part(self, name: str) -> bytes:
        """One XML part as UTF-8, unpacked to no more than its declared size and without any declaration in it."""
        try:
            data = self._unpacked(self.archive.NameToInfo[name])
        except DAMAGE as error:
            self.refuse(f"is damaged: its part {name} cannot be unpacked", GET_ANOTHER_COPY, error)
        data = self._as_utf8(name, data)
        if holds(data, b"<!") and DECLARATION.search(data):
            self.refuse(f"holds a document type definition (in {name}), which Excel never writes", ASK_SENDER)
        return data

    def refuse(self, seen: str, cure: str, error: Exception | None = None) -> Never:
        """Raise ``UnreadableWorkbook`` for this file; ``error`` is what a library raised."""
        raise UnreadableWorkbook(self.file, seen, cure) from error

    def _unpacked(self, member: zipfile.ZipInfo) -> bytes:
        """A part in one piece; where anything about it is odd, ``zipfile`` reads it piece by piece or says what is wrong."""
        magic, name_length, extra_length = LOCAL_HEADER.unpack_from(self.content, member.header_offset)
        name = member.header_offset + LOCAL_HEADER.size
        start = name + name_length + extra_length
        is_it = magic == ZIP_MAGIC and self.content[name : name + name_length] == member.orig_filename.encode()
        if is_it and member.compress_type == zipfile.ZIP_DEFLATED:
            packed = self.content[start : start + member.compress_size]
            data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, member.file_size + 1)
            if len(data) == member.file_size and zlib.crc32(data) == member.CRC:
                return data
        return self.archive.read(member)

    def _as_utf8(self, name: str, data: bytes) -> bytes:
        """The part in UTF-8: in any other encoding the search for declarations would miss them."""
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            try:
                text = data.decode("utf-16")
            except UnicodeDecodeError:
                self.refuse(f"is damaged: its part {name} is no text in UTF-16", GET_ANOTHER_COPY)
            data = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode("utf-8", "replace")
        data = data.removeprefix(BYTE_ORDER_MARK)
        declared = ENCODING.match(data[:200])
        unknown = declared and declared[1].lower() not in ENCODINGS
        if unknown or not data[:100].lstrip().startswith(b"<") or b"\x00" in data[:8]:
            self.refuse(f"holds a part ({name}) that is no XML, or in an encoding that Excel never writes", ASK_SENDER)
        return data


def holds(data: bytes, mark: bytes, start: int = 0) -> bool:
    """Whether ``<!`` or ``<?`` is in a part: their second byte is rare, and a single byte is found ten times faster."""
    at = data.find(mark[1:], start)
    while at >= 0 and data[at - 1 : at + 1] != mark:
        at = data.find(mark[1:], at + 1)
    return at >= 0


def open_guarded(path: Path) -> GuardedPackage:
    """Read a file once and check it; raises ``UnreadableWorkbook``."""
    return guard_bytes(file_content(path), str(path))


def file_content(path: Path) -> bytes:
    """The bytes of a file, up to one more than are allowed; raises ``UnreadableWorkbook`` where they cannot be had."""
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
        archive = zipfile.ZipFile(io.BytesIO(content))
    except DAMAGE:
        raise UnreadableWorkbook(
            file, "is damaged or incomplete: the end of the file is missing", GET_ANOTHER_COPY
        ) from None
    package = GuardedPackage(file, content, archive)
    _refuse_unsafe(package)
    return package


def _what_it_is(content: bytes) -> tuple[str, str]:
    """What was seen and what to do, for a file that is no zip package."""
    start = content[:1024].lstrip()
    if not start:
        return "is empty", "If it is still being copied or synchronised, wait and try again; otherwise get another copy"
    if content.startswith(OLE_MAGIC):
        return _what_old_format_it_is(content)
    if start.startswith(b"%PDF"):
        return "is a PDF", "Choose the review workbook that the PDF was printed from"
    if start.startswith(b"{\\rtf"):
        return "is a text document (RTF)", "Choose the review workbook"
    if start[:1] == b"<" or start[:6].lower() == BYTE_ORDER_MARK + b"<ht":
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


def _refuse_unsafe(package: GuardedPackage) -> None:
    """Refuse what is no workbook, and every kind of file that grows beyond measure when it is unpacked."""
    members = package.archive.infolist()
    lower = [member.filename.lower() for member in members]
    for marker, (seen, cure) in NOT_WORKBOOKS.items():
        if marker in lower:
            package.refuse(seen, cure)
    if "[content_types].xml" not in lower:
        package.refuse("is a zip archive, but no Excel workbook", "If the workbook is inside it, take it out first")
    if len(members) > MOST_PARTS:
        package.refuse(f"has {len(members)} parts; at most {MOST_PARTS} are allowed", ASK_SENDER)
    if len(set(lower)) != len(lower):
        package.refuse("holds two parts of the same name, which Excel never writes", ASK_SENDER)
    for member in members:
        _refuse_unsafe_part(package, member)
    if sum(member.file_size for member in members) > LARGEST_TOTAL:
        package.refuse(f"unpacks to more than {LARGEST_TOTAL // MEBIBYTE} MB, which is not allowed", ASK_SENDER)


def _refuse_unsafe_part(package: GuardedPackage, member: zipfile.ZipInfo) -> None:
    size = member.file_size
    if member.flag_bits & ENCRYPTED:
        package.refuse("is an encrypted zip archive", "Save the workbook without a password")
    if size > LARGEST_PART:
        seen = f"unpacks its part {member.filename} to more than {LARGEST_PART // MEBIBYTE} MB, which is not allowed"
        package.refuse(seen, ASK_SENDER)
    if size > RATIO_MATTERS_FROM and size > LARGEST_RATIO * member.compress_size:
        seen = f"unpacks its part {member.filename} to more than {LARGEST_RATIO} times its size, which is not allowed"
        package.refuse(seen, ASK_SENDER)
