"""The careful reader: slower than the fast one, but right for every legal sheet.

It visits the cells that exist instead of the rectangle around them, so a cell far away costs no memory; it relies neither on
addresses nor on the spelling of tags and attributes.
"""

from __future__ import annotations

import io
import re
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from secor_xl.xlsx.cell_decoding import Numbers, TooLongError, may_strike, numbers_of, strikes, text_of, typed
from secor_xl.xlsx.guard import GET_ANOTHER_COPY
from secor_xl.xlsx.package import WorkbookParts, parse, proved_part, refuse_part
from secor_xl.xlsx.sheet_values import (
    MOST_CHARACTERS,
    RICH,
    UNCACHED,
    CellValue,
    Rows,
    SheetValues,
    cell_name,
    cell_position,
)
from secor_xl.xlsx.xml_parts import SAFELY

if TYPE_CHECKING:
    from secor_xl.xlsx.guard import GuardedPackage

FAR_ROW, FAR_COLUMN, MOST_FAR = 9_999, 52, 20
"""The row and the column, counted from 0, from which on a cell is far from any table of ours, and how many such cells are named."""

WHOLE = re.compile(r"[0-9]{1,9}")
ADDRESS = re.compile(r"[A-Za-z]{1,3}[1-9][0-9]{0,6}")


class CarefulReader:
    """Reads sheets of one workbook; strings and styles are read once, when the first sheet needs them."""

    def __init__(self, package: GuardedPackage, parts: WorkbookParts) -> None:
        self._package, self._parts = package, parts

    @cached_property
    def _numbers(self) -> Numbers:
        return numbers_of(self._package, self._parts)

    @cached_property
    def _strings(self) -> list[tuple[str, bool]]:
        """The shared strings, each with whether it is struck through in part."""
        if not self._parts.strings:
            return []
        may = may_strike(self._package.part(self._parts.strings))
        items = parse(self._package, self._parts.strings).iterfind("{*}si")
        return [(text_of(item), may and strikes(item)) for item in items]

    def read(self, name: str) -> SheetValues:
        """Read the values of one sheet; raises ``UnreadableWorkbook``."""
        part, called = self._parts.sheets[name], f"sheet {name!r}"
        data = proved_part(self._package, part, called=called).data
        try:
            return self._read(name, data)
        except etree.XMLSyntaxError as error:  # one of libxml2's own limits
            refuse_part(self._package, part, error, called)
        except TooLongError as error:
            cure = f"Excel holds at most {MOST_CHARACTERS:,} in a cell: shorten it in the program that wrote the file"
            self._package.refuse(f"has {error} in its sheet {name!r}", cure)
        except (ValueError, LookupError, OverflowError) as error:
            self._package.refuse(f"is damaged: its sheet {name!r} cannot be read", GET_ANOTHER_COPY, error)

    def _read(self, name: str, data: bytes) -> SheetValues:
        rows: Rows = []
        formulas: list[tuple[int, int]] = []
        far: list[str] = []
        struck: set[tuple[int, int]] = set()
        is_struck = self._is_struck if self._numbers.struck or may_strike(data) else self._is_struck_string
        number = -1
        for _, row in etree.iterparse(io.BytesIO(data), tag="{*}row", encoding="utf-8", **SAFELY):
            number = int(row.get("r") or number + 2) - 1
            column = -1
            for cell in row:
                address = cell.get("r")
                if address is None:
                    at, column = number, column + 1
                else:
                    if not ADDRESS.fullmatch(address):
                        raise ValueError(f"{address!r} is no cell")
                    at, column = cell_position(address)
                value = _value(cell, self._strings, self._numbers)
                if cell.find("{*}f") is not None:
                    formulas.append((at, column))
                if value is None:
                    continue
                if at < FAR_ROW and column < FAR_COLUMN:
                    put(rows, at, column, value)
                    if is_struck(cell):
                        struck.add((at, column))
                elif len(far) < MOST_FAR:
                    far.append(cell_name(at, column))
            _let_go(row)
        return SheetValues(name, rows, frozenset(formulas), tuple(far), careful=True, struck=frozenset(struck))

    def _is_struck(self, cell: etree._Element) -> bool:
        style = (cell.get("s") or "0").encode()
        return style in self._numbers.struck or strikes(cell) or self._is_struck_string(cell)

    def _is_struck_string(self, cell: etree._Element) -> bool:
        return cell.get("t") == "s" and self._strings[int(cell.findtext("{*}v") or 0)][1]


def _let_go(row: etree._Element) -> None:
    """Forget a row that has been read and those before it, so that memory follows the cells with content."""
    row.clear()
    table = row.getparent()
    while table is not None and (before := row.getprevious()) is not None:
        table.remove(before)


def put(rows: Rows, row: int, column: int, value: CellValue) -> None:
    """Set one cell, making rows and cells before it where there are none."""
    while len(rows) <= row:
        rows.append([])
    cells = rows[row]
    if len(cells) <= column:
        cells.extend([None] * (column + 1 - len(cells)))
    cells[column] = value


def _value(cell: etree._Element, strings: list[tuple[str, bool]], numbers: Numbers) -> CellValue:
    kind = cell.get("t", "n")
    written: str | None = None
    formula = False
    for child in cell:
        match str(child.tag).rpartition("}")[2]:
            case "v":
                written = child.text or ""
            case "f":
                formula = True
            case "is":
                written = text_of(child)
    if written:
        if kind == "s":
            if not WHOLE.fullmatch(written):  # Python reads -1 and 1_5 as well
                raise ValueError("a text is not named by its number")
            return strings[int(written)][0] or None
        if kind == "e" and cell.get("vm", "0") != "0":
            return RICH
        if kind == "n":
            return numbers.of_style(b"%d" % int(cell.get("s") or 0))(written.encode())
        return typed(written, kind)
    # A formula whose result is the empty text says so; any other formula without a value was never calculated.
    return UNCACHED if formula and (kind != "str" or written is None) else None
