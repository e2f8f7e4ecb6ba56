"""Paragraphs of a template: tags that Word has split are joined; a ``{%p`` or ``{%tr`` tag must have its paragraph or row alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from secor_xl.letters.template.tags import (
    Tag,
    fault_of_incomplete_tag,
    faults_of_characters,
    outside_of,
    shortened,
    tags_of,
)
from secor_xl.letters.word.ooxml import SPACE, W, is_on, local

PICTURE, NOTE, FIELD, SYMBOL, PAGE_BREAK = "\ufffc", "\ufffb", "\ufffa", "\ufff9", "\f"
THINGS = {
    PICTURE: "a picture or shape",
    NOTE: "a footnote",
    FIELD: "a field of Word",
    SYMBOL: "a symbol",
    PAGE_BREAK: "a page break",
    "\n": "a line break",
    "\t": "a tab",
}
ELEMENTS = {
    "tab": "\t",
    "ptab": "\t",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
    "drawing": PICTURE,
    "pict": PICTURE,
    "fldChar": FIELD,
    "sym": SYMBOL,
    "footnoteReference": NOTE,
    "endnoteReference": NOTE,
}
LOST_WITH_A_TAG = (PICTURE, NOTE, FIELD, SYMBOL, PAGE_BREAK)
COLUMN_TAGS = {"tc", "colspan", "cellbg", "vm", "hm"}
OTHER_PREFIX = re.compile(r"\{\{(?:tr|tc|p|r)\s|\{%r\s")
BLANK_OUT = re.compile("[\ufff9-\ufffc\f\n\t]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph.

    Attributes:
        element: its element.
        text: its text; pictures, notes and the like are one character each.
        tags: its tags.
        incomplete: its incomplete tags, such as "{{ name }".
    """

    element: etree._Element
    text: str
    tags: tuple[Tag, ...]
    incomplete: tuple[str, ...]

    @property
    def words(self) -> str:
        """The text without its tags."""
        return outside_of(self.tags, self.text)

    @property
    def steps(self) -> int:
        """The loops and conditions that it opens, less those that it closes."""
        return sum(tag.step for tag in self.tags)

    @property
    def prefix(self) -> str:
        """``p`` or ``tr`` where the paragraph is that of such a tag; otherwise empty."""
        return next((tag.prefix for tag in self.tags if tag.prefix), "")


def paragraphs_of(tree: etree._Element) -> list[Paragraph]:
    """List the paragraphs of a part, and join split tags in its tree."""
    return [_paragraph(element) for element in tree.iter(W + "p")]


def _paragraph(paragraph: etree._Element) -> Paragraph:
    pieces: list[tuple[int, etree._Element, str]] = []
    length = 0
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        text = _shown(element)
        if element is not paragraph and (text == PICTURE or element.tag in (W + "pPr", W + "rPr", W + "p")):
            walk.skip_subtree()
        if text:
            pieces.append((length, element, text))
            length += len(text)
    text = "".join(piece for _, _, piece in pieces)
    tags, incomplete = tags_of(text) if "{" in text or "}" in text else ([], [])
    if tags:
        _put_together(pieces, tags)
    return Paragraph(paragraph, text, tuple(tags), tuple(incomplete))


def _shown(element: etree._Element) -> str:
    if not str(element.tag).startswith(W):
        return ""
    name = local(element)
    if name == "t":
        return BLANK_OUT.sub(" ", element.text or "")
    if name == "br":
        return "\n" if element.get(W + "type", "textWrapping") == "textWrapping" else PAGE_BREAK
    return ELEMENTS.get(name, "")


def _put_together(pieces: list[tuple[int, etree._Element, str]], tags: list[Tag]) -> None:
    """Move each tag that is in several text elements into the first, and remove elements that are then empty."""
    starts = [start for start, _, _ in pieces]
    changed: dict[int, list[str]] = {}
    for tag in tags:
        first, last = bisect_right(starts, tag.start) - 1, bisect_right(starts, tag.end - 1) - 1
        if first == last or any(pieces[each][1].tag != W + "t" for each in range(first, last + 1)):
            continue
        for place in range(first, last + 1):
            start, _, text = pieces[place]
            now = changed.setdefault(place, [text, text])
            inside = text[max(tag.start - start, 0) : tag.end - start]
            if place == first:
                now[1] = now[1][: len(now[1]) - len(inside)] + tag.text
            else:
                now[1] = now[1][len(inside) :]
    for place, (_, text) in changed.items():
        element = pieces[place][1]
        element.text = text
        if text != text.strip():
            element.set(SPACE, "preserve")
        if not text:
            _drop_with_empty_parents(element)


def _drop_with_empty_parents(element: etree._Element) -> None:
    parent = element.getparent()
    while parent is not None and element.tag in (W + "t", W + "r", W + "hyperlink"):
        parent.remove(element)
        if any(child.tag != W + "rPr" for child in parent):
            return
        element, parent = parent, parent.getparent()


def faults_of_typing(paragraphs: list[Paragraph], places: Mapping[etree._Element, str]) -> Iterator[str]:
    """Yield the faults of single tags, and of all that shares its paragraph or row with a prefixed tag, and would get lost.

    Args:
        paragraphs: the paragraphs of a part.
        places: where each paragraph is, as a sentence.
    """
    in_row: dict[etree._Element, list[Paragraph]] = {}
    rows_of_tags: set[etree._Element] = set()
    for paragraph in paragraphs:
        row = next(paragraph.element.iterancestors(W + "tr"), None)
        if row is not None:
            in_row.setdefault(row, []).append(paragraph)
        where = places.get(paragraph.element, "")
        yield from (f"{fault}{where}" for fault in _faults_of_single_tags(paragraph))
        if paragraph.prefix == "tr":
            if row is None:
                yield f"{paragraph.tags[0].text} is in no table row. Use a {{%p tag."
            else:
                rows_of_tags.add(row)
        elif paragraph.prefix:
            yield from _losses([paragraph], f"a {{%{paragraph.prefix} tag", "paragraph")
    for row in rows_of_tags:
        yield from _losses(in_row[row], "a {%tr tag", "row")
        if next(row.iter(W + "tbl"), None) is not None:
            yield "a table gets lost: it is in a row with a {%tr tag. Give the tag a row of its own."


def _faults_of_single_tags(paragraph: Paragraph) -> Iterator[str]:
    yield from map(fault_of_incomplete_tag, paragraph.incomplete)
    for tag in paragraph.tags:
        yield from faults_of_characters(tag.text)
        if not COLUMN_TAGS.isdisjoint(tag.statement[:2]):
            yield f"{tag.text} makes table columns come and go, which is not supported. Use {{%tr ... %}} for rows."
        inside = [THINGS[each] for each in THINGS if each in tag.text]
        if inside:
            shown = shortened(BLANK_OUT.sub(" ", tag.text))
            yield f"{inside[0]} is inside the tag {shown}. Take it out, and type the tag again."
        if OTHER_PREFIX.match(tag.text):
            yield f"{tag.text} is not understood. Write {{{{ field }}}}, {{% ... %}}, {{%p ... %}} or {{%tr ... %}}."
        if "-" in (tag.text[2], tag.text[-3]):
            yield f"{tag.text} has a hyphen at its braces, which is not supported. Take it out."


def _losses(paragraphs: list[Paragraph], tag: str, place: str) -> Iterator[str]:
    tags = [each for paragraph in paragraphs for each in paragraph.tags]
    others = [each for each in tags if not each.prefix] + [each for each in tags if each.prefix][1:]
    if others:
        yield f"the tag {others[0].text} gets lost: another {{%p or {{%tr tag is in the same paragraph or row. Give it its own."
        return
    words = shortened(BLANK_OUT.sub(" ", " ".join(paragraph.words for paragraph in paragraphs)))
    if words:
        yield f"the text {words!r} gets lost: it shares a paragraph or row with {tag}. Give the tag its own."
    things = [THINGS[each] for each in LOST_WITH_A_TAG if any(each in paragraph.text for paragraph in paragraphs)]
    for paragraph in paragraphs:
        properties = paragraph.element.find(W + "pPr")
        if properties is not None and properties.find(W + "sectPr") is not None:
            things.append("a section break")
        if is_on(properties, "pageBreakBefore"):
            things.append("the page break before the paragraph")
    for thing in dict.fromkeys(things):
        yield f"{thing} gets lost: it is in the {place} of {tag} ({tags[0].text}). Give the tag a {place} of its own, before it."
