"""The look of the workbook: one palette, one typeface, and the cell formats made from them."""

from __future__ import annotations

from typing import Any, TypeAlias

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from secor_xl.judgement.flags import Severity

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""XlsxWriter's options: texts stay texts, and no temporary files are written."""

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
