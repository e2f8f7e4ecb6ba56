"""Read and unpack a Word document within size limits; name the format of any other file."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

from lxml import etree

from secor_xl.files import MEBIBYTE
from secor_xl.letters.problems import TemplateProblem
from secor_xl.letters.template_file import read_template_file

LARGEST_FILE = 20 * MEBIBYTE
# A letter of fifty pages has a text of about one.
LARGEST_TEXT = 8 * MEBIBYTE
MOST_ELEMENTS = 50_000
LARGEST_TOTAL = 64 * MEBIBYTE
MOST_PARTS = 500
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, LookupError, OverflowError)

SAVE_AS = "Open it in Word and save it with File > Save As as 'Word Document (*.docx)'"
SMALLER = "Make the pictures in it smaller (Picture Format > Compress Pictures)."
CONTENT_TYPES = "[Content_Types].xml"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OTHER_MAINS = {
    "application/vnd.ms-word.document.macroEnabled.main+xml": "is a Word document with macros (.docm)",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml": "is a Word template (.dotx)",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": "is a Word template with macros (.dotm)",
}
STRICT = b"http://purl.oclc.org/ooxml/"
DAMAGED = (
    "The file is not a Word document (.docx), or it is damaged. Save it again in Word as 'Word Document (*.docx)'."
)


class TooLong(Exception):
    """A part has more elements than any letter needs."""


def word_content(path: Path) -> bytes:
    """Read the bytes of a template; raise ``TemplateProblem`` where it is missing or too large."""
    return read_template_file(path, LARGEST_FILE, SAVE_AS, SMALLER)


def parts_of(path: Path, content: bytes | None = None) -> dict[str, bytes]:
    """Read the parts of a template by name; raise ``TemplateProblem`` where it is missing or no Word document.

    Args:
        path: the template.
        content: its bytes, where they have been read already.
    """
    content = word_content(path) if content is None else content
    if not content.startswith(b"PK\x03\x04"):
        raise TemplateProblem(path.name, (_format_of(content),))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MOST_PARTS or sum(each.file_size for each in members) > LARGEST_TOTAL:
                raise TemplateProblem(path.name, (f"The file unpacks to more than a letter needs. {SMALLER}",))
            parts = {each.filename: _unpacked(archive, each) for each in members if not each.is_dir()}
    except DAMAGE:
        raise TemplateProblem(path.name, (_format_of(b""),)) from None
    types = parts.get(CONTENT_TYPES, b"")
    if MAIN.encode() not in types:
        seen = next((words for kind, words in OTHER_MAINS.items() if kind.encode() in types), "")
        reason = f"The file {seen}. {SAVE_AS}." if seen else _format_of(b"")
        raise TemplateProblem(path.name, (reason,))
    if STRICT in parts.get("_rels/.rels", b""):
        reason = f"The file is a 'Strict Open XML Document'. {SAVE_AS}, which stands above the strict one in the list."
        raise TemplateProblem(path.name, (reason,))
    return parts


def parsed(content: bytes) -> etree._Element:
    """Parse a part; raise ``ValueError`` where it is not well-formed or has a document type."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("a part that is no well-formed XML") from error
    if b"<!DOCTYPE" in content:
        raise ValueError("a document type")
    if int(root.xpath("count(//*)")) > MOST_ELEMENTS:  # type: ignore[arg-type]
        raise TooLong
    return root


def _format_of(content: bytes) -> str:
    """Name the format of a file that is no Word document."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return (
                "The file is protected by a password. Open it in Word, choose File > Info > Protect Document > Encrypt"
                " with Password, delete the password, and save it."
            )
        return f"The file is in the format of Word 97-2003 (.doc). {SAVE_AS}."
    if content.startswith(b"{\\rtf"):
        return f"The file is in Rich Text Format (.rtf). {SAVE_AS}."
    return DAMAGED


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    is_xml = member.filename.lower().endswith((".xml", ".rels"))
    most = min(member.file_size, LARGEST_TEXT if is_xml else LARGEST_TOTAL)
    with archive.open(member) as stream:
        content = stream.read(most + 1)
    if len(content) != member.file_size:
        raise ValueError("the size is not the declared one, or too large")
    return content
