"""Names of Word's XML, and helpers for its elements."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml import etree

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
W, R, MC = (f"{{{each}}}" for each in (WORD, RELATIONS, COMPATIBILITY))
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
LONGEST_EXCERPT = 40
MOST_STEPS = 10  # a message is not worth a search of the whole letter
ON = (None, "1", "true", "on")


def is_on(parent: etree._Element | None, name: str) -> bool | None:
    """Return whether a yes-or-no property is set; ``None`` where it is absent."""
    found = None if parent is None else parent.find(W + name)
    return None if found is None else found.get(W + "val") in ON


def words_near(element: etree._Element) -> str:
    """Quote the first words of the paragraph around an element, or of one before it, for a message."""
    place: etree._Element | None = element
    while place is not None and place.tag != W + "p":
        place = place.getparent()
    for _ in range(MOST_STEPS):
        if place is None:
            break
        words = " ".join("".join(each.text or "" for each in islice(place.iter(W + "t"), MOST_STEPS)).split())
        if words:
            return f" near {words[:LONGEST_EXCERPT]!r}"
        place = place.getprevious()
    return ""


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def take_out(element: etree._Element, *, keep_content: bool = False) -> None:
    """Remove an element; with ``keep_content``, its children take its place."""
    parent = element.getparent()
    if parent is None:
        return
    if keep_content:
        for child in list(element):
            element.addprevious(child)
    parent.remove(element)


def with_relations(root: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    """Yield each reference to a relation: the element, the attribute, the relation's identifier."""
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            if str(name).startswith(R):
                yield element, str(name), str(value)
