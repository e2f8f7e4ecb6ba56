"""The elements that a letter's text may have: words, tables, pictures, shapes, page numbers; others are refused by name.

Content controls, smart tags and unused bookmarks are removed, and the words in them stay.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from secor_xl.letters.template.tags import CLOSED_BY
from secor_xl.letters.word.editing_traces import CHANGES
from secor_xl.letters.word.ooxml import MC, W, local, take_out, words_near

MICROSOFT = "{http://schemas.microsoft.com/office/"
DRAWN = (
    "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}",
    "{http://schemas.openxmlformats.org/drawingml/2006/main}",
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}",
    "{urn:schemas-microsoft-com:vml}",
    "{urn:schemas-microsoft-com:office:word}",
    f"{MICROSOFT}word/2010/wordprocessingDrawing}}",
    f"{MICROSOFT}word/2010/wordprocessingShape}}",
    f"{MICROSOFT}word/2010/wordprocessingGroup}}",
    f"{MICROSOFT}word/2010/wordprocessingCanvas}}",
    f"{MICROSOFT}word/2010/wordml}}",
    f"{MICROSOFT}drawing/",
    MC,
)
OFFICE_DRAWN = "{urn:schemas-microsoft-com:office:office}"
WORDS = frozenset([
    "document", "body", "hdr", "ftr", "footnotes", "endnotes", "footnote", "endnote", "p", "r", "t", "tab", "br", "cr",
    "ptab", "noBreakHyphen", "softHyphen", "sym", "hyperlink", "tbl", "tr", "tc", "fldChar", "instrText", "fldSimple",
    "footnoteReference", "endnoteReference", "footnoteRef", "endnoteRef", "separator", "continuationSeparator", "drawing",
    "pict", "txbxContent", "bookmarkStart", "bookmarkEnd", "bdo", "dir", "background",
])  # fmt: skip
PROPERTIES = frozenset(f"{W}{name}" for name in ["pPr", "rPr", "tblPr", "tblPrEx", "trPr", "tcPr", "sectPr", "tblGrid"])
WRAPPERS = frozenset(f"{W}{name}" for name in ["smartTag", "customXml", "sdt"])
OF_WRAPPERS = frozenset(f"{W}{name}" for name in ["smartTagPr", "customXmlPr", "sdtPr", "sdtEndPr"])
TRACKED = frozenset(["ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "delText", "delInstrText"])
CLOCK = frozenset(["dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong"])
OTHERS = {
    "object": "an embedded object, such as a worksheet. Delete it; a table or a picture can be in its place.",
    "OLEObject": "an embedded object, such as a worksheet. Delete it; a table or a picture can be in its place.",
    "control": "a form control. Delete it; write words or {{ field }} in its place.",
    "altChunk": "another file that Word inserts when it opens the letter. Copy its words into the template, and delete it.",
    "subDoc": "a subdocument. Choose View > Outline > Show Document > Unlink.",
    "oMath": "an equation. Delete it, or insert a picture of it.",
    "chart": "a chart. Cut it, and choose Home > Paste > Paste Special > Picture.",
    "relIds": "a SmartArt graphic. Cut it, and choose Home > Paste > Paste Special > Picture.",
    "contentPart": "ink or another drawing that is kept apart. Cut it, and choose Home > Paste > Paste Special > Picture.",
    "ruby": "a phonetic guide. Select the words, and choose Home > Phonetic Guide > Clear Reading.",
    "ffData": "a form field. Delete it; write words or {{ field }} in its place.",
    **dict.fromkeys(CLOCK, "a date that changes with the clock. Delete it, and write {{ letter_date }}."),
}
MOST_OF_WORD = 64


def plain_content(tree: etree._Element) -> Iterator[str]:
    """Remove the wrappers in place, and yield the faults of all other elements."""
    yield from _bound_controls(tree)
    for wrapper in list(tree.iter(*OF_WRAPPERS)):
        take_out(wrapper)
    for wrapper in list(tree.iter(W + "sdtContent", *WRAPPERS)):
        take_out(wrapper, keep_content=True)
    for fallback in list(tree.iter(MC + "Fallback")):
        take_out(fallback)  # the same drawing once more, for Word 2007
    _drop_unused_bookmarks(tree)
    refused: set[str] = set()
    for element in _outside_of_properties(tree):
        fault = "" if element.tag in refused else _fault_of(element)
        if fault:
            refused.add(str(element.tag))
            yield fault


def _bound_controls(tree: etree._Element) -> Iterator[str]:
    for control in tree.iter(W + "sdt"):
        properties = control.find(W + "sdtPr")
        if properties is not None and any(local(each) == "dataBinding" for each in properties):
            words = " ".join("".join(each.text or "" for each in control.iter(W + "t")).split())[:MOST_OF_WORD]
            yield (
                f"{words!r} is in a content control that shows a property of the document instead. Right-click it, choose"
                " Remove Content Control, and leave the words or {{ field }}, such as {{ document_title }}."
            )


def _drop_unused_bookmarks(tree: etree._Element) -> None:
    used = {each.get(W + "anchor") for each in tree.iter(W + "hyperlink")}
    codes = " ".join(each.text or "" for each in tree.iter(W + "instrText")).split()
    used.update(code.strip('"') for code in codes)
    dropped = set()
    for start in list(tree.iter(W + "bookmarkStart")):
        if start.get(W + "name") not in used:
            dropped.add(start.get(W + "id"))
            take_out(start)
    for end in list(tree.iter(W + "bookmarkEnd")):
        if end.get(W + "id") in dropped:
            take_out(end)


def _outside_of_properties(tree: etree._Element) -> Iterator[etree._Element]:
    """Yield every element of the content; of the properties, only tracked changes and fields."""
    walk = etree.iterwalk(tree, events=("start",))
    for _, element in walk:
        if element.tag in PROPERTIES:
            walk.skip_subtree()
            yield from (each for each in element.iter(etree.Element) if _is_tracked(each) or _has_a_field(each))
        else:
            yield element


def _is_tracked(element: etree._Element) -> bool:
    name = local(element)
    return str(element.tag).startswith(W) and (name in TRACKED_NAMES or CHANGES.fullmatch(name) is not None)


TRACKED_NAMES = TRACKED | {f"{kind}Range{end}" for kind in ("moveFrom", "moveTo") for end in ("Start", "End")}


def _has_a_field(element: etree._Element) -> bool:
    """Return whether a tag is in an attribute of the element, or is text outside of the words that a page shows."""
    own = None if element.tag in (W + "t", W + "instrText") else element.text
    return any(mark in str(text) for text in (*element.attrib.values(), own, element.tail) for mark in CLOSED_BY)


def _fault_of(element: etree._Element) -> str:
    """Return why an element may not be in a letter; empty where it may."""
    name = local(element)
    if _is_tracked(element):
        return "it has tracked changes. Choose Review > Accept > Accept All Changes and Stop Tracking."
    if name.startswith("comment") and str(element.tag).startswith(W):
        return "it has comments. Choose Review > Delete > Delete All Comments."
    if _has_a_field(element):
        place = f"the settings of a shape, a picture, a link, a table or a font{words_near(element)}"
        return f"a field is in {place}, where it is not printed. Type it into the text."
    if name in OTHERS:
        return f"it has {OTHERS[name].removesuffix('.').replace('. ', words_near(element) + '. ', 1)}."
    if name in ("docPr", "shape") and _is_hidden_shape(element):
        return (
            f"a shape or picture{words_near(element)} is hidden. Show it under Layout > Selection Pane, or delete it."
        )
    if str(element.tag).startswith(W):
        known = name in WORDS or element.tag in PROPERTIES
    else:
        known = str(element.tag).startswith(DRAWN) or (
            str(element.tag).startswith(OFFICE_DRAWN) and name != "OLEObject"
        )
    if known:
        return ""
    return (
        f"it has something{words_near(element)} that a letter cannot have ({name}). Delete it, and write plain words."
    )


def _is_hidden_shape(element: etree._Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") in ("1", "true") or "visibility:hidden" in style
