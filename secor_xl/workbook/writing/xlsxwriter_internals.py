"""A worksheet that does four things that XlsxWriter does not; the only module that uses XlsxWriter's internals.

- Rows still grow while a person types. XlsxWriter marks every height as set by hand, and Excel then never changes it again. A
  row without a height is no way out: only Excel itself measures such rows when it opens a file. So the height is estimated,
  and left unmarked.
- A result of a formula keeps its type. XlsxWriter takes the result "00123" for a number, an empty one for none at all, and
  fills the other cells of an array formula with 0; Excel keeps the text of a formula in its own cell (``t="str"``), an empty
  one too.
- A link to a file keeps its slashes. XlsxWriter writes backslashes, which only Windows follows.
- A text like ``<r>x</r>`` is written as a text. XlsxWriter takes it for finished XML.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from math import ceil
from typing import Any, NamedTuple, TypeAlias

from xlsxwriter.format import Format
from xlsxwriter.url import Url
from xlsxwriter.worksheet import Worksheet

from secor_xl.errors import SecorError
from secor_xl.workbook.writing.file_links import MOST_LINKS
from secor_xl.xlsx.sheet_values import cell_name

PlainValue: TypeAlias = str | int | Decimal | dt.date | None

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


class Formula(NamedTuple):
    """A cell of a formula with its result. XlsxWriter looks at the class's name where it fills the cache of a chart.

    Attributes:
        formula: without its equals sign; empty in the other cells of an array formula.
        format: the cell's format.
        value: the result, a date as the number that Excel has for it.
        range: for an array formula its cells.
    """

    formula: str
    format: Format
    value: str | float
    range: str = ""


class AutoHeightSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter does not show its types
    """A sheet with growing rows, typed results, links to files and plain texts; its rows and columns count from 0."""

    def __init__(self) -> None:
        super().__init__()
        self.auto_height_rows: set[int] = set()

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:  # noqa: ANN401 - as XlsxWriter has it
        if tag == "row" and attributes[0][1] in self.auto_height_rows:
            attributes = [each for each in attributes if each[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)

    def write_value(self, row: int, column: int, value: PlainValue, cell_format: Format, plain: Format) -> None:
        """Write one value as it is; ``plain`` is a format without changes. Raises ``SecorError`` where Excel cannot hold it."""
        if value is None or value == "":
            wrong = self.write_blank(row, column, None, cell_format)
        elif isinstance(value, str) and value.startswith("<r>") and value.endswith("</r>"):
            wrong = self.write_rich_string(row, column, value[0], plain, value[1:], cell_format)
        elif isinstance(value, str):
            wrong = self.write_string(row, column, value, cell_format)
        elif isinstance(value, dt.date):
            wrong = self.write_datetime(row, column, value, cell_format)
        else:
            wrong = self.write_number(row, column, float(value) if isinstance(value, Decimal) else value, cell_format)
        if wrong:
            raise SecorError(f"{self.name}!{cell_name(row, column)}: Excel cannot hold what belongs there")

    def link(self, row: int, column: int, target: str) -> bool:
        """Let a written cell lead to a file; returns ``False`` where the sheet already has as many links as Excel takes."""
        self.hlink_count += 1
        if self.hlink_count > MOST_LINKS:
            return False
        url = Url("external:file")
        url._relationship_link = target  # noqa: SLF001 - as it must be in the file
        self.hyperlinks[row][column] = url
        return True

    def write_copy(self, row: int, column: int, cell: Any, cell_format: Format) -> None:  # noqa: ANN401 - as in ``table``
        """Write the content of a cell of another sheet's ``table``."""
        self.write_blank(row, column, None, cell_format)
        self.table[row][column] = cell._replace(format=cell_format)

    def number_of(self, day: dt.date) -> float:
        """Return Excel's number of a day."""
        return float(self._convert_date_time(day))

    def write_result(self, row: int, column: int, cell: Formula) -> None:
        """Write a cell of a formula."""
        self.write_blank(row, column, None, cell.format)
        self.table[row][column] = cell

    def _write_cell(self, row: int, col: int, cell: object) -> None:
        if not isinstance(cell, Formula):
            super()._write_cell(row, col, cell)
            return
        attributes = [("r", cell_name(row, col)), ("s", cell.format._get_xf_index())]  # noqa: SLF001 - as the parent does
        if isinstance(cell.value, str):
            attributes.append(("t", "str"))
        self._xml_start_tag("c", attributes)
        if cell.range:
            self._write_cell_array_formula(cell.formula, cell.range)
        elif cell.formula:
            self._xml_data_element("f", cell.formula)
        self._write_cell_value(cell.value if isinstance(cell.value, str) else f"{cell.value:.16g}")
        self._xml_end_tag("c")


def height_of(text: str, width: float, cell_format: Format) -> float:
    """Return the height in points that a wrapped text needs in a column of this width."""
    return text_height(text, width, cell_format.font_size, bold=bool(cell_format.bold))


def text_height(text: str, width: float, size: float, *, bold: bool = False) -> float:
    """Return the height in points of a wrapped text of a size in points."""
    room = width * DIGIT * BODY_SIZE / size / (BOLD_GAIN if bold else 1)
    lines = 0
    for line in text.split("\n"):
        needed = sum(map(WIDTHS.__getitem__, line))
        lines += 1 if needed <= room else ceil(needed * LINE_END_LOSS / room)
    return min(MOST_HEIGHT, lines * size * LINE_SPACING + PADDING)
