"""The page setup of a sheet: paper, margins, header and footer."""

from __future__ import annotations

from typing import Any

LETTER_PAPER, TABLOID_PAPER = 1, 3
LONGEST_SIDE = 80
"""The most characters of either side at the top of a page; Excel takes 255 in all, its codes included."""


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
