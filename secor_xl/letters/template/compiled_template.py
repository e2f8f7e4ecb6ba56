"""A template, compiled once and rendered many times.

It gives the same parts as docxtpl itself (a test compares them), because it uses docxtpl's code for everything that makes XML.
Work whose result is the same for every letter is done once: reading the template, converting it to Jinja source, compiling that,
packing the parts that never change. docxtpl's repair of table grids is not needed: the template check refuses column tags.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from html import escape

from jinja2 import Template, TemplateError

from secor_xl.letters.problems import CANNOT_BE_FILLED, TemplateProblem, place_of
from secor_xl.letters.template.environment import letter_environment
from secor_xl.letters.template.prepared_template import DECLARATION, PreparedTemplate, TemplatePart
from secor_xl.letters.word.letter_check import LetterCheck
from secor_xl.letters.word.zip_writer import BEST, Member, member, package
from secor_xl.text import on_one_line

PARAGRAPH_END = "</w:p>"
LONGEST_PROPERTY = 255
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>'
    "<dc:language>en-CA</dc:language><cp:lastModifiedBy>secor-xl</cp:lastModifiedBy>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:modified></cp:coreProperties>'
)


class CompiledTemplate:
    """One template that can render letters.

    Args:
        template: the template, checked.
        required: the fields whose texts must be on the pages of every letter.
    """

    def __init__(self, template: PreparedTemplate, required: tuple[str, ...]) -> None:
        environment = letter_environment()
        self.file = template.file
        self._check = LetterCheck(template, required)
        self._core = template.core
        self._tagged: dict[str, tuple[TemplatePart, Template]] = {}
        self._fixed: dict[str, Member] = {}
        for part in template.tagged:
            if "{{" in part.jinja or "{%" in part.jinja:
                self._tagged[part.name] = (part, environment.from_string(part.jinja))
        for name, content in template.contents.items():
            if name not in self._tagged and name != self._core:
                self._fixed[name] = member(name, content, BEST)
        self._order = tuple(template.contents)

    def render(self, context: Mapping[str, object], day: dt.date) -> bytes:
        """Render one letter and check it; raise ``TemplateProblem`` where it has a fault."""
        parts = {name: self._part(name, context) for name in self._tagged}
        problems = self._check.problems(parts, context)
        if problems:
            raise TemplateProblem(self.file, problems)
        parts[self._core] = core_properties(context, day)
        return package([self._fixed.get(name) or member(name, parts[name]) for name in self._order])

    def _part(self, name: str, context: Mapping[str, object]) -> bytes:
        part, template = self._tagged[name]
        try:
            written = template.render(context)
        except (TemplateError, TypeError) as error:
            raise TemplateProblem(self.file, (f"In {place_of(name)}: {CANNOT_BE_FILLED}",)) from error
        return f"{part.before}{broken_into_lines(written)}{part.after}".encode()


def broken_into_lines(xml: str) -> str:
    """Convert line breaks and tabs of texts to Word's elements, by docxtpl's own code, in the paragraphs that have any."""
    if "\n" not in xml and "\t" not in xml:
        return xml
    from docxtpl import DocxTemplate  # noqa: PLC0415 - it takes longer to load than a letter to make

    pieces = xml.split(PARAGRAPH_END)
    for number, piece in enumerate(pieces[:-1]):
        if "\n" in piece or "\t" in piece:
            pieces[number] = DocxTemplate.resolve_listing(None, piece + PARAGRAPH_END).removesuffix(PARAGRAPH_END)
    return PARAGRAPH_END.join(pieces)


def core_properties(context: Mapping[str, object], day: dt.date) -> bytes:
    """Return the document's properties: title, author and date of the letter; none of the template."""
    title, author = (_property(context.get(name)) for name in ("document_title", "office_name"))
    return (DECLARATION + CORE.format(title=title, author=author, day=day.isoformat())).encode()


def _property(text: object) -> str:
    return escape(on_one_line(str(text or ""), LONGEST_PROPERTY))
