"""A template, compiled once and written many times.

It gives the parts that docxtpl itself would give (a test compares them, part by part), because it uses docxtpl's code for
everything that makes XML. What it leaves out is work whose result is the same for every letter: reading the template, making
Jinja source of it, compiling that, packing the parts that never change. docxtpl's repair of table grids is left out as
well: the template check refuses the column tags that would need it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from html import escape
from typing import Any

from jinja2 import Template, TemplateError

from secor_xl.letters.problems import CANNOT_BE_FILLED, TemplateProblem, place_of
from secor_xl.letters.template.environment import letter_environment
from secor_xl.letters.template.template_parts import DECLARATION, TemplatePart, TemplateSource
from secor_xl.letters.word.letter_check import Arrival
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
    """One template, ready to write letters.

    Args:
        source: the template, read and checked.
        required: the fields whose texts must be on the pages of every letter.
        always: the fields that it prints in every letter.
    """

    def __init__(self, source: TemplateSource, required: tuple[str, ...], always: tuple[str, ...]) -> None:
        environment = letter_environment()
        self.file = source.file
        self._arrival = Arrival(source, required, always)
        self._tool, self._core = source.tool, source.core
        self._tagged: dict[str, tuple[TemplatePart, Template]] = {}
        self._fixed: dict[str, Member] = {}
        for part in source.tagged:
            if "{{" in part.jinja or "{%" in part.jinja:
                self._tagged[part.name] = (part, environment.from_string(part.jinja))
        for name, content in source.contents.items():
            if name not in self._tagged and name != self._core:
                self._fixed[name] = member(name, content, BEST)
        self._order = tuple(source.contents)

    def render(self, context: Mapping[str, object], day: dt.date) -> bytes:
        """Write one letter and check it; raises ``TemplateProblem``."""
        parts = {name: self._part(name, context) for name in self._tagged}
        problems = self._arrival.why_not(parts, context)
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
        return f"{part.before}{broken_into_lines(self._tool, written)}{part.after}".encode()


def broken_into_lines(tool: Any, xml: str) -> str:  # noqa: ANN401 - docxtpl has no types
    """Line breaks and tabs in texts as Word writes them, by docxtpl's own code, asked only where there is one."""
    if "\n" not in xml and "\t" not in xml:
        return xml
    pieces = xml.split(PARAGRAPH_END)
    for number, piece in enumerate(pieces[:-1]):
        if "\n" in piece or "\t" in piece:
            pieces[number] = tool.resolve_listing(piece + PARAGRAPH_END).removesuffix(PARAGRAPH_END)
    return PARAGRAPH_END.join(pieces)


def core_properties(context: Mapping[str, object], day: dt.date) -> bytes:
    """The document's properties: title and author of the letter, its own day, and nothing of whoever edited the template."""
    title, author = (_property(context.get(name)) for name in ("document_title", "office_name"))
    return (DECLARATION + CORE.format(title=title, author=author, day=day.isoformat())).encode()


def _property(text: object) -> str:
    return escape(on_one_line(str(text or ""), LONGEST_PROPERTY))
