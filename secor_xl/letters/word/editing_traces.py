"""Remove traces of editing, which no page shows, from the parts of a template."""

from __future__ import annotations

import re

from lxml import etree

from secor_xl.letters.word.ooxml import W, local, take_out

PROPERTIES = ("Application", "AppVersion")
SETTINGS = frozenset([
    "zoom", "displayBackgroundShape", "embedTrueTypeFonts", "embedSystemFonts", "saveSubsetFonts", "mirrorMargins",
    "alignBordersAndEdges", "bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter", "gutterAtTop", "hideSpellingErrors",
    "hideGrammaticalErrors", "defaultTabStop", "autoHyphenation", "consecutiveHyphenLimit", "hyphenationZone",
    "doNotHyphenateCaps", "evenAndOddHeaders", "bookFoldRevPrinting", "bookFoldPrinting", "bookFoldPrintingSheets",
    "characterSpacingControl", "footnotePr", "endnotePr", "compat", "themeFontLang", "clrSchemeMapping", "decimalSymbol",
    "listSeparator", "noLineBreaksAfter", "noLineBreaksBefore",
])  # fmt: skip
LISTED = {"extended-properties": frozenset(PROPERTIES), "settings": SETTINGS}
# Traces of editing, which no page shows.
TRACES = frozenset(["rsid", "proofErr", "lastRenderedPageBreak", "permStart", "permEnd", "printerSettings"])
CHANGES = re.compile(r"(?:r|p|tbl|tblPrEx|tblGrid|tr|tc|sect)PrChange|tblGridChange|numberingChange")
EDITING_NAMESPACES = tuple(
    f"{{http://schemas.microsoft.com/office/word/20{year}/wordml" for year in ("12", "15", "16", "18", "20", "23", "24")
)
EDITING_ATTRIBUTE = re.compile(r"\{[^}]*\}(?:rsid\w*|paraId|textId|author|initials|dateUtc)")
# Where a program writes the name of a picture's file by itself.
DESCRIBING = ("descr", "alt", "title", "name", "{urn:schemas-microsoft-com:office:office}title")
A_PATH = re.compile(r"[A-Za-z]:\\|\\\\|file:|/Users/|/home/")


def without_traces(tree: etree._Element, kind: str, *, is_content: bool) -> etree._Element:
    """Remove the traces from a part. Tracked changes in the letter's words stay: the template check refuses them."""
    if kind in LISTED:
        for child in list(tree):
            if local(child) not in LISTED[kind]:
                tree.remove(child)
    for element in list(tree.iter(etree.Element)):
        name = local(element)
        change = not is_content and CHANGES.fullmatch(name)
        if (element.tag == W + name and (name in TRACES or change)) or str(element.tag).startswith(EDITING_NAMESPACES):
            take_out(element)
        else:
            _clean_attributes(element)
    return tree


def _clean_attributes(element: etree._Element) -> None:
    for attribute in list(element.attrib):
        if EDITING_ATTRIBUTE.fullmatch(str(attribute)) or str(attribute).startswith(EDITING_NAMESPACES):
            del element.attrib[attribute]
        elif str(attribute) in DESCRIBING and A_PATH.search(str(element.get(attribute))):
            element.set(attribute, "")
    if local(element) == "cNvPr":  # the name of a picture's file
        element.set("name", "")
