"""The look of the workbook: one palette, one typeface, the cell formats made from them, and the page."""

from __future__ import annotations

from typing import Any, TypeAlias

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from secor_xl.judgement.flags import Severity

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""XlsxWriter's options: texts stay texts, and no temporary files are written."""

LETTER_PAPER, TABLOID_PAPER = 1, 3
LONGEST_SIDE = 80
"""The most characters of either side at the top of a page; Excel takes 255 in all, its codes included."""

FONT = "Calibri"
DATE, TEXT, POINTS, PERCENT = "yyyy-mm-dd", "@", "General", 'General" %"'

INK, MUTED, WHITE = "#22303A", "#6B6F6C", "#FFFFFF"
DEEP, TEAL, PALE = "#123B4A", "#2F7F86", "#E4EFEF"
CREAM, STONE, LINE, CREAM_LINE = "#FFF9E8", "#F5F3EE", "#D8D3C8", "#E3D6AE"
RED, AMBER, GREEN = "#A32A22", "#8A5200", "#2A6A3C"
AMBER_FILL = "#FFDC9A"
PALE_RED, PALE_AMBER, PALE_GREEN = "#FBE8E5", "#FFE9BF", "#E3F0E5"

SEVERITIES = ((Severity.BLOCKING, RED), (Severity.FORM, AMBER), (Severity.ADVISORY, MUTED))
SEVERITY_COLOURS = tuple((f"({severity})", colour) for severity, colour in SEVERITIES)
"""Every flag text beside a cell has the word in brackets; the colour only repeats it."""

Style: TypeAlias = dict[str, Any]

BASE: Style = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "top"}
WRAP: Style = {"text_wrap": True}
BOX: Style = {"border": 1, "border_color": LINE}

SHEET_TITLE: Style = {
    "font_size": 18,
    "bold": True,
    "font_color": WHITE,
    "bg_color": DEEP,
    "valign": "vcenter",
    "indent": 1,
}
SHEET_TIP: Style = {"font_size": 10, "font_color": MUTED, "valign": "vcenter", "indent": 1}
BAND: Style = {"font_size": 10, "bold": True, "font_color": DEEP, "valign": "bottom", "bottom": 2, "bottom_color": TEAL}
HEADER: Style = {
    "bold": True,
    "font_color": WHITE,
    "bg_color": DEEP,
    "valign": "vcenter",
    **WRAP,
    "border": 1,
    "border_color": TEAL,
}
INPUT_HEADER: Style = {**HEADER, "bg_color": TEAL}
COMPUTED_HEADER: Style = {**HEADER, "bg_color": MUTED, "border_color": LINE}
CENTRED: Style = {"align": "center"}
PLAIN: Style = {**BOX, **WRAP}
COMPUTED: Style = {**BOX, **WRAP, "bg_color": STONE}
INPUT: Style = {**WRAP, "border": 1, "border_color": CREAM_LINE, "bg_color": CREAM, "locked": False}
HEADING: Style = {
    "font_size": 13,
    "bold": True,
    "font_color": DEEP,
    "valign": "vcenter",
    "bottom": 2,
    "bottom_color": TEAL,
}
LINK: Style = {"font_color": TEAL, "underline": 1}
WAY: Style = {**LINK, "valign": "vcenter"}
FIRST_OF_ELEMENT: Style = {"top": 2, "top_color": TEAL}


class Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[bool, tuple[tuple[str, Any], ...]], Format] = {}

    def __call__(self, *styles: Style, **more: Any) -> Format:  # noqa: ANN401 - a format takes values of any kind
        """Return the format of merged styles; later ones override earlier ones."""
        properties: Style = dict(BASE)
        for style in (*styles, more):
            properties.update(style)
        return self._format(properties, changes=False)

    def changes(self, **properties: Any) -> Format:  # noqa: ANN401
        """Return the format of a conditional rule: only what it changes."""
        return self._format(properties, changes=True)

    def _format(self, properties: Style, *, changes: bool) -> Format:
        key = changes, tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


def set_up_page(sheet: Any, left: str, right: str, *, paper: int = LETTER_PAPER) -> None:  # noqa: ANN401 - XlsxWriter has no types
    """Print a sheet across the paper, as wide as one page, with two texts at the top, its name and the page number below."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.set_margins(left=0.4, right=0.4, top=0.65, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    # A sign of code is left out, not doubled, because XlsxWriter counts pictures even where it is doubled; the space keeps
    # a text that begins with a year from being read as part of the size of the letters.
    left, right = (words.replace("&", "+")[:LONGEST_SIDE] for words in (left, right))
    sheet.set_header(f'&L&"Calibri,Bold"&9 {left}&R&"Calibri"&9 {right}', {"margin": 0.3})
    sheet.set_footer('&L&"Calibri"&9&A&R&"Calibri"&9Page &P of &N', {"margin": 0.3})
