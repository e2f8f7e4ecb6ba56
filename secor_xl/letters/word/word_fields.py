"""Fields of Word in a template: page numbers and plain links are allowed; others print what Word computes, and are refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from secor_xl.letters.template.tags import CLOSED_BY
from secor_xl.letters.word.ooxml import W, words_near
from secor_xl.letters.word.outgoing import fault_of_address

PAGE_NUMBERS = ("PAGE", "NUMPAGES", "SECTIONPAGES")
LINK = "HYPERLINK"
UNLINK = "Click into it and press Ctrl+Shift+F9: it becomes plain words."
A_DATE = "Delete it and write {{ letter_date }}."
A_FIELD = "Delete it and write {{ field }}, with a field of the list in README.md."
THE_THING = "Delete it, and insert the text or the picture itself."
INSTEAD = {
    **dict.fromkeys(("DATE", "TIME", "SAVEDATE", "CREATEDATE", "PRINTDATE"), A_DATE),
    **dict.fromkeys(("IF", "SKIPIF", "NEXTIF", "COMPARE"), "Delete it and write {% if field %} ... {% else %} ... {% endif %}."),
    **dict.fromkeys(("MERGEFIELD", "DOCPROPERTY", "DOCVARIABLE", "FORMTEXT", "FILLIN", "ASK", "=", "QUOTE", "REF"), A_FIELD),
    **dict.fromkeys(("TITLE", "SUBJECT"), "Delete it and write {{ document_title }}."),
    **dict.fromkeys(("AUTHOR", "USERNAME", "LASTSAVEDBY"), "Delete it and write {{ signatory }}."),
    **dict.fromkeys(("INCLUDETEXT", "INCLUDEPICTURE", "DDE", "DDEAUTO", "LINK", "EMBED", "IMPORT", "DATABASE", "RD"), THE_THING),
}  # fmt: skip


@dataclass
class _Open:
    """A field that has begun and not ended."""

    element: etree._Element
    code: list[str] = field(default_factory=list)
    result: list[str] = field(default_factory=list)
    in_code: bool = True
    nested: bool = False


def faults_of_fields(tree: etree._Element) -> Iterator[str]:
    """Yield a fault for each field that may not be in a letter."""
    for simple in tree.iter(W + "fldSimple"):
        result = "".join(each.text or "" for each in simple.iter(W + "t"))
        yield from _fault(simple, simple.get(W + "instr") or "", result)
    still_open: list[_Open] = []
    paragraph = None
    for element in tree.iter(W + "p", W + "fldChar", W + "instrText", W + "t"):
        if element.tag == W + "p":
            if still_open and not _is_within(element, paragraph):
                yield f"a field begins in one paragraph and ends in another{words_near(still_open[0].element)}. {UNLINK}"
                return
            paragraph = element if not still_open else paragraph
        elif element.tag == W + "fldChar":
            yield from _follow(element, still_open)
        elif still_open:
            now = still_open[-1]
            (now.code if now.in_code else now.result).append(element.text or "")
    if still_open:
        yield f"a field has no end{words_near(still_open[0].element)}. {UNLINK}"


def _follow(mark: etree._Element, still_open: list[_Open]) -> Iterator[str]:
    kind = mark.get(W + "fldCharType")
    if kind == "begin":
        if still_open and still_open[-1].in_code:
            still_open[-1].nested = True
        still_open.append(_Open(mark))
    elif not still_open:
        yield f"a field has no beginning{words_near(mark)}. Delete the paragraph, and type it again."
    elif kind == "separate":
        still_open[-1].in_code = False
    else:
        ended = still_open.pop()
        nested = " with another field in its code" if ended.nested else ""
        yield from _fault(ended.element, "".join(ended.code), "".join(ended.result), nested)


def _fault(element: etree._Element, code: str, result: str, nested: str = "") -> Iterator[str]:
    words = code.split()
    keyword = "=" if words and words[0].startswith("=") else words[0].upper() if words else ""
    if keyword in PAGE_NUMBERS and not nested:
        if any(mark in result for mark in CLOSED_BY):
            yield f"{result.strip()!r} is inside a page number, which Word writes over it. Type it before or behind."
    elif keyword == LINK and not nested:
        before, _, rest = code.partition('"')
        if "\\l" not in before.split():
            yield from filter(None, [fault_of_address(rest.partition('"')[0] or words[-1])])
    else:
        shown = f"the Word field {keyword}" if keyword else "a Word field without a name"
        cure = INSTEAD.get(keyword, UNLINK)
        yield f"{shown}{nested}{words_near(element)} prints what Word makes of it. {cure}"


def _is_within(inner: etree._Element, outer: etree._Element | None) -> bool:
    """Return whether a paragraph is inside another one, in a text box."""
    return outer is not None and any(each is outer for each in inner.iterancestors(W + "p"))
