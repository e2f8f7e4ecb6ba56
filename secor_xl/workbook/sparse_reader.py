"""The careful reader: slower than the fast one, right for every legal sheet, and frugal with far-away cells.

It visits the cells that exist instead of the rectangle around them, and takes nothing for granted: neither addresses nor
the spelling of tags and attributes.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from secor_xl.workbook.package import DAMAGED, WorkbookParts, parse
from secor_xl.workbook.values import (
    UNCACHED,
    CellValue,
    ErrorValue,
    Rows,
    SheetValues,
    cell_name,
    cell_position,
    whole_if_whole,
)

if TYPE_CHECKING:
    from secor_xl.workbook.guard import GuardedPackage

# No table of ours comes near these; a cell beyond them is reported by its address.
MOST_ROWS = 9_999
MOST_COLUMNS = 52
MOST_FAR = 20

ADDRESS = re.compile(r"[A-Za-z]{1,3}[1-9][0-9]{0,6}")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
BUILT_IN_DATES = {*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)}
BUILT_IN_DURATION = 46
NOT_A_FORMAT_LETTER = re.compile(r'"[^"]*"|\\.|_.|\*.')
DURATION = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
BRACKETS = re.compile(r"\[[^\]]*\]")
DATE_LETTER = re.compile(r"[dmyhs]", re.IGNORECASE)
PLAIN, DATE, ELAPSED = range(3)

FIRST_DAY_1900 = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - cells have no time zone
FIRST_DAY_1904 = dt.datetime(1904, 1, 1)  # noqa: DTZ001
LAST_SERIAL_1900 = 2_958_466
LAST_SERIAL_1904 = 2_957_004
# Excel counts a 29 February 1900 that never was.
PHANTOM_SERIAL = 60


@dataclass(frozen=True, slots=True)
class _Context:
    """What the cells of every sheet refer to."""

    strings: list[str]
    formats: list[int]
    dates_from_1904: bool


class SparseReader:
    """Reads sheets of one workbook; strings and styles are read once, when the first sheet needs them."""

    def __init__(self, package: GuardedPackage, parts: WorkbookParts) -> None:
        self._package, self._parts = package, parts
        self._known: _Context | None = None

    def read(self, name: str) -> SheetValues:
        """The values of one sheet; raises ``UnreadableWorkbook``."""
        part = self._parts.sheets[name]
        if self._known is None:
            self._known = self._context()
        try:
            return self._read(name, self._package.part(part), self._known)
        except (etree.XMLSyntaxError, ValueError, LookupError, OverflowError) as error:
            self._package.refuse(f"is damaged: its sheet {name!r} cannot be read ({error})", DAMAGED)

    def _read(self, name: str, data: bytes, context: _Context) -> SheetValues:
        rows: Rows = []
        far: list[str] = []
        number = -1
        for _, row in etree.iterparse(
            io.BytesIO(data),
            tag="{*}row",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        ):
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
                value = _value(cell, context)
                if value is None:
                    continue
                if at < MOST_ROWS and column < MOST_COLUMNS:
                    put(rows, at, column, value)
                elif len(far) < MOST_FAR:
                    far.append(cell_name(at, column))
            # Rows that have been read are let go, so that memory follows the cells with content.
            row.clear()
            while (before := row.getprevious()) is not None:
                before.getparent().remove(before)
        return SheetValues(name, rows, tuple(far), careful=True)

    def _context(self) -> _Context:
        parts = self._parts
        strings: list[str] = []
        if parts.strings:
            strings = [_string(item) for item in parse(self._package, parts.strings).iterfind("{*}si")]
        formats: list[int] = []
        if parts.styles:
            formats = _formats(parse(self._package, parts.styles))
        return _Context(strings, formats, parts.dates_from_1904)


def put(rows: Rows, row: int, column: int, value: CellValue) -> None:
    """Set one cell, making rows and cells before it where there are none."""
    while len(rows) <= row:
        rows.append([])
    cells = rows[row]
    if len(cells) <= column:
        cells.extend([None] * (column + 1 - len(cells)))
    cells[column] = value


def unescaped(text: str) -> str:
    """A text with Excel's ``_x000D_`` for characters that XML cannot hold put back."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _string(item: etree._Element) -> str:
    """The text of a shared or inline string: its runs together, without phonetic hints."""
    pieces = []
    for piece in item.iter("{*}t"):
        parent = piece.getparent()
        if parent is None or not str(parent.tag).endswith("}rPh"):
            pieces.append(piece.text or "")
    return unescaped("".join(pieces))


def _formats(styles: etree._Element) -> list[int]:
    """For each cell style, what its number format makes of a number."""
    own = {
        item.get("numFmtId", ""): _format(item.get("formatCode", ""))
        for item in styles.iterfind("{*}numFmts/{*}numFmt")
    }
    found = []
    for style in styles.iterfind("{*}cellXfs/{*}xf"):
        number = style.get("numFmtId", "0")
        if number in own:
            found.append(own[number])
        elif int(number) == BUILT_IN_DURATION:
            found.append(ELAPSED)
        else:
            found.append(DATE if int(number) in BUILT_IN_DATES else PLAIN)
    return found


def _format(code: str) -> int:
    bare = NOT_A_FORMAT_LETTER.sub("", code)
    if DURATION.search(bare):
        return ELAPSED
    first = BRACKETS.sub("", bare).split(";")[0].strip()
    return DATE if DATE_LETTER.search(first) and first.lower() != "general" else PLAIN


def _value(cell: etree._Element, context: _Context) -> CellValue:
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
                written = _string(child)
    if written:
        return _typed(written, kind, int(cell.get("s") or 0), context)
    # A formula whose result is the empty text says so; any other formula without a value was never calculated.
    return UNCACHED if formula and (kind != "str" or written is None) else None


def _typed(written: str, kind: str, style: int, context: _Context) -> CellValue:
    match kind:
        case "s":
            return context.strings[int(written)] or None
        case "str":
            return unescaped(written)
        case "inlineStr":
            return written
        case "b":
            return written.strip() in ("1", "true")
        case "e":
            return ErrorValue(written)
        case "d":
            return _without_midnight(dt.datetime.fromisoformat(written).replace(tzinfo=None))
        case _:
            return _number(written, style, context)


def _number(written: str, style: int, context: _Context) -> CellValue:
    number = float(written)
    shown_as = context.formats[style] if style < len(context.formats) else PLAIN
    if shown_as == ELAPSED and abs(number) < LAST_SERIAL_1900:
        return dt.timedelta(days=number)
    if shown_as == DATE:
        return _date(number, dates_from_1904=context.dates_from_1904)
    return whole_if_whole(number)


def _date(serial: float, *, dates_from_1904: bool) -> CellValue:
    """The date of a serial number; a number where Excel itself shows none."""
    if not 0 <= serial < (LAST_SERIAL_1904 if dates_from_1904 else LAST_SERIAL_1900):
        return whole_if_whole(serial)
    if serial < 1:
        return _to_milliseconds(FIRST_DAY_1900 + dt.timedelta(days=serial)).time()
    if dates_from_1904:
        first = FIRST_DAY_1904
    else:
        first = FIRST_DAY_1900 if serial >= PHANTOM_SERIAL else FIRST_DAY_1900 + dt.timedelta(days=1)
    return _without_midnight(_to_milliseconds(first + dt.timedelta(days=serial)))


def _to_milliseconds(moment: dt.datetime) -> dt.datetime:
    rest = moment.microsecond % 1000
    return moment + dt.timedelta(microseconds=1000 - rest if rest >= 500 else -rest)


def _without_midnight(moment: dt.datetime) -> dt.date | dt.datetime:
    return moment.date() if moment.time() == dt.time() else moment
