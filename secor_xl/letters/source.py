"""A template as it lies on disk: the parts that hold tags, made ready for Jinja by docxtpl's own code, and all the others."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from lxml import etree

from secor_xl.files import content_of
from secor_xl.letters.problems import TemplateProblem

DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
CORE_PROPERTIES = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
FOOTNOTES = "wordprocessingml.footnotes+xml"


@dataclass(frozen=True, slots=True)
class Part:
    """One part that holds tags.

    Attributes:
        name: its name in the file, such as ``word/document.xml``.
        before: what stands before the Jinja source, unchanged in every letter.
        raw: the part's XML as Word wrote it.
        jinja: the Jinja source that docxtpl makes of it.
        after: what stands after the Jinja source.
    """

    name: str
    before: str
    raw: str
    jinja: str
    after: str


@dataclass(frozen=True, slots=True)
class TemplateSource:
    """A template, read.

    Attributes:
        file: the template's file name.
        tagged: the parts that may hold tags, the letter's text first.
        contents: every part as python-docx would save it, in its order.
        core: the name of the part with the document's properties.
        tool: docxtpl's own object, for its way with line breaks.
    """

    file: str
    tagged: tuple[Part, ...]
    contents: dict[str, bytes]
    core: str
    tool: Any


def read_source(path: Path) -> TemplateSource:
    """Read a template; raises ``TemplateProblem`` where the file is missing or no Word document."""
    try:
        data = content_of(path)
    except OSError as error:
        reason = f"The template cannot be read ({error.strerror or error}). Put it back into {path.parent.name}."
        raise TemplateProblem(path.name, (reason,)) from None
    try:
        return _source(path.name, data)
    except (zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError):
        reason = "The file is not a Word document (.docx). Save it again in Word as 'Word Document (*.docx)'."
        raise TemplateProblem(path.name, (reason,)) from None


def _source(file: str, data: bytes) -> TemplateSource:
    tool = DocxTemplate(BytesIO(data))
    tool.init_docx()
    package = tool.docx.part.package
    _ = tool.docx.core_properties  # python-docx adds the part where it is missing
    saved = BytesIO()
    tool.docx.save(saved)
    with zipfile.ZipFile(saved) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    tagged = [_body(tool)]
    for uri in (tool.HEADER_URI, tool.FOOTER_URI):
        for _, part in tool.get_headers_footers(uri):
            raw = tool.get_part_xml(part)
            tagged.append(Part(_name(part), DECLARATION, raw, tool.patch_xml(raw), ""))
    for part in package.parts:
        if part.content_type.endswith(FOOTNOTES):
            raw = part.blob.decode()
            tagged.append(Part(_name(part), "", raw, tool.patch_xml(raw), ""))
    core = _name(package.part_related_by(CORE_PROPERTIES))
    distinct = {part.name: part for part in tagged}
    return TemplateSource(file, tuple(distinct.values()), contents, core, tool)


def _body(tool: Any) -> Part:  # noqa: ANN401 - docxtpl has no types
    """The letter's text: Jinja sees the inside of the body, everything around it never changes."""
    whole = etree.tostring(tool.docx.element, encoding="unicode")
    start, end = whole.index("<w:body"), whole.rindex("</w:body>")
    raw = tool.get_xml()
    patched = tool.patch_xml(raw)
    inside = patched[patched.index(">") + 1 : patched.rindex("</w:body>")]
    return Part(_name(tool.docx.part), f"{DECLARATION}{whole[:start]}<w:body>", raw, inside, whole[end:])


def _name(part: Any) -> str:  # noqa: ANN401 - python-docx has no types
    return str(part.partname).lstrip("/")
