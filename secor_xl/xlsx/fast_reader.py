"""The fast reader: finds the cells with content by their bytes, which every program that follows Excel writes alike.

Blank cells, which are most of a form, are not parsed. A sheet with a single cell with content that it does not understand is left
to ``careful_reader``, which parses it. ``cell_decoding`` gives both readers the meaning of a cell.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from lxml import etree

from secor_xl.xlsx.careful_reader import FAR_COLUMN, FAR_ROW, CarefulReader
from secor_xl.xlsx.cell_decoding import Numbers, may_strike, numbers_of, text_of, typed, unescaped
from secor_xl.xlsx.guard import GET_ANOTHER_COPY
from secor_xl.xlsx.package import proved_part, workbook_parts
from secor_xl.xlsx.shared_strings import STRINGS, UnusualError, between_tags, shared_strings
from secor_xl.xlsx.sheet_values import RICH, UNCACHED, CellValue, Rows, SheetValues, column_letter, copied_from
from secor_xl.xlsx.xml_parts import Entries, Memory, ProvedPart, parser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from secor_xl.xlsx.guard import GuardedPackage

# A cell with content: column, row, the other attributes; then its value, which is all that most have, or its formula, if it
# has one, and its value with the tags around it, if it has one. Nothing of it can be matched in two ways, so nothing is tried
# again: that halves the time.
CELL = re.compile(
    rb'<c r="([A-Z]++)([1-9][0-9]*+)"([^>]*+)>(?:<v>([^<]++)</v>|(<f[^>]*+>(?:(?<=/>)|[^<]*+</f>))?+'
    rb"(<v>[^<]*+</v>|<v ?/>|<v xml:space=\"preserve\">[^<]*+</v>|<is>(?:[^<]++|<(?!/?(?:is|c)[ />]))*+</is>)?+)</c>"
)
SPACED_VALUE = b'<v xml:space="preserve">'
# What is left of a text inside of the cell when as much is cut off as the tags of a value are long.
INLINE = re.compile(rb'><t(?: xml:space="preserve")?>([^<]++)</t><')
# The other attributes, as Excel writes them: style, kind, and what does not concern the value.
ATTRIBUTES = re.compile(rb'(?: s="(0|[1-9][0-9]*)")?(?: t="([A-Za-z]+)")?(?: (?:cm|vm|ph)="[0-9a-z]+")*')
RICH_VALUE = re.compile(rb' vm="[1-9a-f]')
EMPTY_TEXT = b't="str"'
SHEET_START, CELL_END, PREFIXED_CELL = b"<sheetData>", b"</c", b":c"
# The row that most programs write, up to its end tag: attributes in Excel's order, blank cells, and values of plain characters.
USUAL_ROW = re.compile(
    rb'<row r="[0-9]++"(?: spans="[0-9:]++")?+(?: s="[0-9]++")?+(?: customFormat="1")?+(?: ht="[0-9.]++")?+(?: hidden="1")?+'
    rb'(?: customHeight="1")?+(?: x14ac:dyDescent="[0-9.]++")?+>'
    rb'(?:<c r="[A-Z]++[0-9]++"(?: s="[0-9]++")?+(?: t="[A-Za-z]++")?+(?:/>|><v>[ -%\'-;=?-~]*+</v></c>))*+'
)
COLUMNS = {column_letter(number).encode(): number - 1 for number in range(1, FAR_COLUMN + 1)}


def read_sheets(
    package: GuardedPackage,
    names: Iterable[str],
    rows: Mapping[str, int] = MappingProxyType({}),
    *,
    copies: bool = False,
) -> dict[str, SheetValues]:
    """Read the values of the named sheets that the workbook has.

    Args:
        package: the workbook.
        names: the sheets.
        rows: of which of them only the first rows are wanted, and how many; there may be more in the answer.
        copies: whether sheets with the names of copies of these are wanted too.

    Raises:
        UnreadableWorkbook: a part is damaged or missing.
    """
    parts = workbook_parts(package)
    named = tuple(names)
    wanted = [name for name in named if name in parts.sheets]
    if copies:
        wanted += [name for name in parts.sheets if copied_from(name) in named]
    if not wanted:
        return {}
    for name in wanted:
        if not package.has(parts.sheets[name]):
            package.refuse(f"is damaged: the part of its sheet {name!r} is missing", GET_ANOTHER_COPY)
    texts = proved_part(package, parts.strings, STRINGS) if parts.strings else ProvedPart(b"", plain=True)
    numbers = numbers_of(package, parts)
    strings = shared_strings(texts)
    meanings = Meanings(strings, numbers)
    struck = bool(numbers.struck) or strings.may_strike
    careful = CarefulReader(package, parts)
    found = {}
    for name in wanted:
        if struck:  # only the careful reader sees what is struck through
            found[name] = careful.read(name)
            continue
        sheet = proved_part(package, parts.sheets[name], ROWS, f"sheet {name!r}")
        try:
            found[name] = SheetValues(name, *_rows(sheet, meanings, rows.get(name, 0)))
        except (UnusualError, etree.XMLSyntaxError, ValueError, LookupError, OverflowError):
            found[name] = careful.read(name)
    return found


class Meanings(dict[bytes, "Callable[[bytes], CellValue]"]):
    """The function that converts the text of a cell to its value, by the cell's attributes; a workbook has a few dozen."""

    def __init__(self, strings: Mapping[bytes, CellValue], numbers: Numbers) -> None:
        super().__init__()
        self._strings, self._numbers = strings, numbers

    def __missing__(self, attributes: bytes) -> Callable[[bytes], CellValue]:
        """Return the function for these attributes; raises ``UnusualError`` where they are not as Excel writes them."""
        style, kind = _style_and_kind(attributes)
        meaning: Callable[[bytes], CellValue]
        match kind:
            case b"s":
                meaning = self._strings.__getitem__
            case b"inlineStr":
                meaning = _inline
            case b"e" if RICH_VALUE.search(attributes):
                meaning = _rich
            case None | b"n":
                meaning = self._numbers.of_style(style or b"")
            case _:
                meaning = partial(_typed, kind=kind.decode())
        self[attributes] = meaning
        return meaning


@lru_cache(maxsize=4096)
def _style_and_kind(attributes: bytes) -> tuple[bytes | None, bytes | None]:
    found = ATTRIBUTES.fullmatch(attributes)
    if found is None:
        raise UnusualError
    return found[1], found[2]


def _rows(sheet: ProvedPart, meanings: Meanings, wanted: int) -> tuple[Rows, frozenset[tuple[int, int]]]:
    """Return the rows of a sheet, and its cells with a formula.

    It raises ``UnusualError``, or what an odd number or string raises, where a cell is not understood.
    """
    rows: Rows = []
    formulas = []
    known, cells = b"", []
    for letters, digits, attributes, plain, formula, element in _cells(sheet, wanted):
        value: CellValue
        if plain:
            value = meanings[attributes](plain)
        else:
            if formula:
                formulas.append((int(digits) - 1, COLUMNS[letters]))
            # Without its tags.
            written = element[len(SPACED_VALUE if element.startswith(SPACED_VALUE) else b"<v>") : -len(b"</v>")]
            if written:
                value = meanings[attributes](written)
            elif formula and not (element and EMPTY_TEXT in attributes):
                # A formula whose result is the empty text says so; any other formula without a value was never calculated.
                value = UNCACHED
            else:
                continue
        if digits != known:
            known, number = digits, int(digits)
            if number > FAR_ROW:
                raise UnusualError
            rows += [[] for _ in range(number - len(rows))]
            cells = rows[number - 1]
        column = COLUMNS[letters]
        if column == len(cells):
            cells.append(value)
        elif column > len(cells):
            cells += [*[None] * (column - len(cells)), value]
        else:
            cells[column] = value
    return rows, frozenset(formulas)


def _cells(part: ProvedPart, wanted: int) -> Iterable[tuple[bytes, ...]]:
    """Match every cell with content by ``CELL``; raises ``UnusualError`` if there are others."""
    if part.first:
        return chain(_cells_in(part.first), chain.from_iterable(map(ROWS.known.__getitem__, part.entries)))
    sheet = part.data
    start, end = sheet.find(SHEET_START), sheet.rfind(b"</sheetData>")
    if not part.plain or not 0 <= start < end:
        raise UnusualError
    if wanted and (after := sheet.find(b'<row r="%d"' % (wanted + 1), start, end)) >= 0:
        end = after
    return _cells_in(sheet[start:end])


def _cells_in(written: bytes) -> tuple[tuple[bytes, ...], ...]:
    """Return the cells with content of rows, the first of which may have the beginning of the sheet before it."""
    start = max(0, written.find(SHEET_START))
    found = CELL.findall(written, start)
    # Every cell with content has an end tag, and none of these can stand in a text.
    if len(found) != written.count(CELL_END, start) or written.find(PREFIXED_CELL, start) >= 0:
        raise UnusualError
    return tuple(found)


LIST_START, LIST_END = b"<worksheet><sheetData>", b"</sheetData></worksheet>"
ROWS = Entries(LIST_START, LIST_END, b"<row ", b"</row>", b"<headerFooter", USUAL_ROW, Memory(_cells_in))


def _rich(_written: bytes) -> CellValue:
    return RICH


def _typed(written: bytes, kind: str) -> CellValue:
    if b"<" in written:  # a text inside of the cell, though its kind says otherwise
        raise UnusualError
    return typed(between_tags(written.decode()), kind)


def _inline(written: bytes) -> CellValue:
    found = INLINE.fullmatch(written)
    if found:
        return unescaped(between_tags(found[1].decode()))
    if may_strike(written):
        raise UnusualError
    return text_of(etree.fromstring(b"<is" + written + b"/is>", parser())) or None
