"""A template prepared for Jinja: the parts with tags, converted by docxtpl's own code, and all other parts."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree

from secor_xl.letters.word.outgoing import OutgoingPackage
from secor_xl.letters.word.visible_text import Pages

DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
CORE_PROPERTIES = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
FOOTNOTES = "wordprocessingml.footnotes+xml"


@dataclass(frozen=True, slots=True)
class TemplatePart:
    """One part with tags.

    Attributes:
        name: its name in the file, such as ``word/document.xml``.
        before: the XML before the Jinja source, the same in every letter.
        jinja: the Jinja source that docxtpl makes of it.
        after: the XML after the Jinja source.
    """

    name: str
    before: str
    jinja: str
    after: str


@dataclass(frozen=True, slots=True)
class PreparedTemplate:
    """A template, prepared for Jinja.

    Attributes:
        file: the template's file name.
        tagged: the parts that may have tags, the letter's text first.
        contents: every part as python-docx would save it, in its order.
        core: the name of the part with the document's properties.
        pages: where its headers and footers are.
    """

    file: str
    tagged: tuple[TemplatePart, ...]
    contents: dict[str, bytes]
    core: str
    pages: Pages


def prepared_template(file: str, package: OutgoingPackage) -> PreparedTemplate:
    """Prepare a cleaned template for Jinja."""
    from docxtpl import DocxTemplate  # noqa: PLC0415 - it takes longer to load than a letter to make

    tool = DocxTemplate(BytesIO(package.zipped()))
    tool.init_docx()
    parts = tool.docx.part.package
    _ = tool.docx.core_properties  # python-docx adds the part where it is missing
    saved = BytesIO()
    tool.docx.save(saved)
    with zipfile.ZipFile(saved) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    tagged = [_body(tool)]
    for uri in (tool.HEADER_URI, tool.FOOTER_URI):
        around = (part for _, part in tool.get_headers_footers(uri))
        tagged += [
            TemplatePart(_name(part), DECLARATION, tool.patch_xml(tool.get_part_xml(part)), "") for part in around
        ]
    for part in parts.parts:
        if part.content_type.endswith(FOOTNOTES):
            tagged.append(TemplatePart(_name(part), "", tool.patch_xml(part.blob.decode()), ""))
    core = _name(parts.part_related_by(CORE_PROPERTIES))
    distinct = {part.name: part for part in tagged}
    return PreparedTemplate(file, tuple(distinct.values()), contents, core, package.pages)


def _body(tool: Any) -> TemplatePart:  # noqa: ANN401 - docxtpl has no types
    """Return the letter's text: the inside of the body is Jinja source, the rest is the same in every letter."""
    whole = etree.tostring(tool.docx.element, encoding="unicode")
    start, end = whole.index("<w:body"), whole.rindex("</w:body>")
    patched = tool.patch_xml(tool.get_xml())
    inside = patched[patched.index(">") + 1 : patched.rindex("</w:body>")]
    return TemplatePart(_name(tool.docx.part), f"{DECLARATION}{whole[:start]}<w:body>", inside, whole[end:])


def _name(part: Any) -> str:  # noqa: ANN401 - python-docx has no types
    return str(part.partname).lstrip("/")
