"""Read and unpack a Word document within size limits; name the format of any other file."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from secor_xl.files import MEBIBYTE
from secor_xl.letters.problems import TemplateProblem
from secor_xl.letters.template_file import read_template_file
from secor_xl.xlsx.archive import DAMAGE, ZIP_MAGIC, directory_of, unpacked
from secor_xl.xlsx.guard import OLE_MAGIC
from secor_xl.xlsx.xml_parts import SAFELY

LARGEST_FILE = 20 * MEBIBYTE
# A letter of fifty pages has a text of about one.
LARGEST_TEXT = 8 * MEBIBYTE
MOST_ELEMENTS = 50_000
LARGEST_TOTAL = 64 * MEBIBYTE
MOST_PARTS = 500

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


def parts_of(path: Path, content: bytes) -> dict[str, bytes]:
    """Unpack the parts of a template by name; raise ``TemplateProblem`` where it is no Word document."""
    if not content.startswith(ZIP_MAGIC):
        raise TemplateProblem(path.name, (_format_of(content),))
    try:
        members = directory_of(content)
        texts = [each.file_size for each in members if each.filename.lower().endswith((".xml", ".rels"))]
        total = sum(each.file_size for each in members)
        if len(members) > MOST_PARTS or total > LARGEST_TOTAL or max(texts, default=0) > LARGEST_TEXT:
            raise TemplateProblem(path.name, (f"The file unpacks to more than a letter needs. {SMALLER}",))
        parts = {each.filename: unpacked(content, each) for each in members if not each.is_dir()}
    except DAMAGE:
        raise TemplateProblem(path.name, (_format_of(b""),)) from None
    types = parts.get(CONTENT_TYPES, b"")
    if MAIN.encode() not in types:
        seen = next((words for kind, words in OTHER_MAINS.items() if kind.encode() in types), "")
        reason = f"The file {seen}. {SAVE_AS}." if seen else _format_of(b"")
        raise TemplateProblem(path.name, (reason,))
    if STRICT in parts.get("_rels/.rels", b""):
        reason = f"The file is a 'Strict Open XML Document'. {SAVE_AS}, which is above the strict one in the list."
        raise TemplateProblem(path.name, (reason,))
    return parts


def parsed(content: bytes) -> etree._Element:
    """Parse a part; raise ``ValueError`` where it is not well-formed or has a document type."""
    try:
        root = etree.fromstring(content, etree.XMLParser(**SAFELY))
    except etree.XMLSyntaxError as error:
        raise ValueError("a part that is no well-formed XML") from error
    if b"<!DOCTYPE" in content:
        raise ValueError("a document type")
    if int(root.xpath("count(//*)")) > MOST_ELEMENTS:  # type: ignore[arg-type]
        raise TooLong
    return root


def _format_of(content: bytes) -> str:
    """Name the format of a file that is no Word document."""
    if content.startswith(OLE_MAGIC):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return (
                "The file is protected by a password. Open it in Word, choose File > Info > Protect Document > Encrypt"
                " with Password, delete the password, and save it."
            )
        return f"The file is in the format of Word 97-2003 (.doc). {SAVE_AS}."
    if content.startswith(b"{\\rtf"):
        return f"The file is in Rich Text Format (.rtf). {SAVE_AS}."
    return DAMAGED
