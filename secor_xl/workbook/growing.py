"""Rows as high as their wrapped texts, which still grow while a person types.

XlsxWriter marks every height as set by hand, and Excel then never changes it again. Leaving a row without a height is no way
out: only Excel itself measures such rows when it opens a file. So the height is estimated, and left unmarked.
"""

from __future__ import annotations

from math import ceil
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

LEAST_HEIGHT, MOST_HEIGHT = 18.0, 400.0  # in points; Excel's own limit is 409
BODY_SIZE = 11  # a column's width counts digits of this size
DIGIT = 507  # the width of a digit of our typeface, in thousandths of its size
OTHER_LETTERS = 560
BOLD_GAIN = 1.03
LINE_END_LOSS = 1.07
LINE_SPACING, PADDING = 1.27, 4.0


class _Widths(dict[str, int]):
    """The widths of letters; capitals and everything unusual are taken to be wide."""

    def __missing__(self, letter: str) -> int:
        return OTHER_LETTERS


WIDTHS = _Widths(
    {
        **dict.fromkeys(" ilj.,:;'|!", 245),
        **dict.fromkeys("ftrI()-/", 330),
        **dict.fromkeys("csxzvykJ", 435),
        **dict.fromkeys("aeg", 485),
        **dict.fromkeys("bdhnopqu0123456789", DIGIT + 15),
        **dict.fromkeys("mwMW@%", 830),
    }
)


class GrowingSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter does not show its types
    """A sheet some of whose rows have a height that Excel may change."""

    def __init__(self) -> None:
        super().__init__()
        self.growing: set[int] = set()

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:  # noqa: ANN401 - as XlsxWriter has it
        if tag == "row" and attributes[0][1] in self.growing:
            attributes = [each for each in attributes if each[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)


def height_of(text: str, width: float, cell_format: Format) -> float:
    """The height in points that a wrapped text needs in a column of this width."""
    size: float = cell_format.font_size
    room = width * DIGIT * BODY_SIZE / size / (BOLD_GAIN if cell_format.bold else 1)
    lines = 0
    for line in text.split("\n"):
        needed = sum(map(WIDTHS.__getitem__, line))
        lines += 1 if needed <= room else ceil(needed * LINE_END_LOSS / room)
    return min(MOST_HEIGHT, lines * size * LINE_SPACING + PADDING)
