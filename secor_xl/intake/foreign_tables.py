"""Tables of somebody else's, CSV or XLSX, as streams of rows with their headers."""

from __future__ import annotations

import codecs
import csv
import io
import warnings
import zipfile
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from secor_xl.errors import reason_of
from secor_xl.files import MEBIBYTE, open_regular, start_of
from secor_xl.text import on_one_line
from secor_xl.workbook.reading.headers import words
from secor_xl.xlsx.archive import DAMAGE, ZIP_MAGIC
from secor_xl.xlsx.guard import GET_ANOTHER_COPY, LARGE, LARGEST_RATIO, OLE_MAGIC, UnreadableWorkbook, open_guarded
from secor_xl.xlsx.sheet_values import (
    MOST_COLUMNS,
    MOST_ROWS,
    UNCACHED,
    CellValue,
    ErrorValue,
    cell_name,
    column_letter,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO, Any

    from secor_xl.xlsx.guard import GuardedPackage

Row = tuple[int, "list[CellValue]"]

SEPARATORS = (",", ";", "\t", "|")
BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
SAMPLE = 64 * 1024
LARGEST_SHEET, LARGEST_OTHER = 2048 * MEBIBYTE, 64 * MEBIBYTE
LONGEST_HEADER = 200
ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
# What openpyxl raises on damaged parts, besides what zipfile does.
BROKEN = (*DAMAGE, SyntaxError, TypeError, AttributeError)


@dataclass(frozen=True)
class ForeignTable:
    """One table.

    Attributes:
        file: the file as the person knows it.
        sheet: the sheet's name; empty for CSV.
        headers: the words of each header, on one line; one that is there again gets a number, an empty one its column.
        rows: the rows below the headers, each once, with its number in the file; blank ones are left out.
        hidden: whether its sheet is hidden.
    """

    file: str
    sheet: str
    headers: tuple[str, ...]
    rows: Iterator[Row]
    hidden: bool = False

    def column(self, header: str) -> int | None:
        """The number of a column from 0, by its header; case and spaces do not count."""
        return self._columns.get(words(header))

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {words(header): number for number, header in enumerate(self.headers)}

    def cell(self, row: int, column: int) -> str:
        """How a cell is named: its address, or in CSV its row and the header or number of its column."""
        if self.sheet:
            return cell_name(row - 1, column)
        header = f'"{self.headers[column]}"' if column < len(self.headers) else column + 1
        return f"row {row}, column {header}"


def foreign_tables(path: Path, header_row: int = 1, header_rows: int = 1) -> Iterator[ForeignTable]:
    """Open the tables of a file one after another; the rows of each are read before the next is asked for.

    Args:
        path: a CSV file or a workbook.
        header_row: the first row of the headers, counted from 1.
        header_rows: how many rows the headers have.

    Raises:
        UnreadableWorkbook: the file is damaged, or no table.
    """
    try:
        is_workbook = is_workbook_file(path)
    except (OSError, ValueError) as error:
        raise UnreadableWorkbook(str(path), f"cannot be read: {reason_of(error)}", "Check its name") from error
    if not is_workbook:
        with open_regular(path) as stream:
            rows = _csv_rows(stream, str(path))
            yield ForeignTable(str(path), "", *_headed(rows, header_row, header_rows))
        return
    package = open_guarded(path)
    for name, rows, hidden in _sheets(package):
        yield ForeignTable(str(path), name, *_headed(rows, header_row, header_rows), hidden)


def is_workbook_file(path: Path) -> bool:
    """Whether a file is an Excel workbook by its first bytes; raises ``OSError`` or ``ValueError`` where it cannot be read."""
    return start_of(path, len(OLE_MAGIC)).startswith((ZIP_MAGIC, OLE_MAGIC))


def unnamed_column(column: int) -> str:
    """Return the name of a column without a header, by its number from 0."""
    return f"(column {column_letter(column + 1)})"


def _headed(rows: Iterator[Row], first: int, count: int) -> tuple[tuple[str, ...], Iterator[Row]]:
    """The headers at the top of some rows, and the rows below them."""
    above: list[list[str]] = []
    for number, values in rows:
        if number >= first:
            above.append([on_one_line("" if value is None else str(value), LONGEST_HEADER) for value in values])
        if number >= first + count - 1:
            break
    width = max(map(len, above), default=0)
    above = [line + [""] * (width - len(line)) for line in above]
    for line in above[:-1]:  # a header over several columns is in the first of them
        for column in range(1, width):
            line[column] = line[column] or line[column - 1]
    seen: Counter[str] = Counter()
    headers = []
    for column in range(width):
        parts = dict.fromkeys(line[column] for line in above if line[column])
        header = " ".join(parts) if above and (above[-1][column] or len(above) > 1) else ""
        header = header or unnamed_column(column)
        seen[words(header)] += 1
        headers.append(header if seen[words(header)] == 1 else f"{header} ({seen[words(header)]})")
    filled = ((number, values) for number, values in rows if any(value not in (None, "") for value in values))
    return tuple(headers), filled


def _csv_rows(stream: IO[bytes], file: str) -> Iterator[Row]:
    no_table = UnreadableWorkbook(file, "is no table that can be read", "Give a CSV file or an Excel workbook (.xlsx)")
    start = stream.read(SAMPLE)
    if b"\x00" in start and not start.startswith(tuple(BYTE_ORDER_MARKS)):  # seen at once, however large the file is
        raise no_table
    stream.seek(0)
    encoding = _encoding(stream)
    stream.seek(0)
    with io.TextIOWrapper(stream, encoding, errors="replace", newline="") as text:
        sample = text.read(SAMPLE)
        if "\x00" in sample:
            raise no_table
        separator = max(SEPARATORS, key=lambda each: _columns_in(sample, each))
        text.seek(0)
        number = 0
        try:
            for number, values in enumerate(csv.reader(text, delimiter=separator, strict=True), 1):
                if len(values) > MOST_COLUMNS:
                    seen = f"has {len(values):,} columns in row {number}; at most {MOST_COLUMNS:,} are read"
                    raise UnreadableWorkbook(file, seen, "Take out the columns that nobody needs")
                yield number, list(values)
        except csv.Error as error:
            seen = f"cannot be read from row {number + 1} on: a text is too long, or a quotation mark in it is odd or never closed"
            raise UnreadableWorkbook(file, seen, "Correct the row in a spreadsheet, and save the file again") from error


def _encoding(stream: IO[bytes]) -> str:
    """UTF-8, or UTF-16 by its mark, or else Windows-1252, which takes any byte."""
    start = stream.read(4)
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if start.startswith(mark):
            return encoding
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(start)
        while chunk := stream.read(MEBIBYTE):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _columns_in(sample: str, separator: str) -> int:
    """The most columns that one of the first rows has with a separator."""
    rows = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    try:
        return max((len(row) for row in islice(rows, 20)), default=0)
    except csv.Error:
        return 0


def _sheets(package: GuardedPackage) -> Iterator[tuple[str, Iterator[Row], bool]]:
    for member in package.members.values():
        largest = LARGEST_SHEET if "worksheets/" in member.filename.lower() else LARGEST_OTHER
        dense = member.file_size > LARGE and member.file_size > LARGEST_RATIO * member.compress_size
        if member.filename.lower().endswith((".xml", ".rels")) and (member.file_size > largest or dense):
            seen = f"unpacks its part {member.filename} to {member.file_size // MEBIBYTE:,} MB"
            package.refuse(seen, "Copy the table into a new workbook as values, or save it as CSV")
    warnings.filterwarnings("ignore", module="openpyxl")  # of formatting that it does not read
    from openpyxl import load_workbook  # noqa: PLC0415 - costly to import

    def opened(*, values: bool) -> Any:  # noqa: ANN401 - a workbook of openpyxl
        return load_workbook(io.BytesIO(package.content), read_only=True, data_only=values, keep_links=False)

    try:
        book = opened(values=True)
        formulas = opened(values=False) if _has_formulas(package) else None
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a file says of its size may be wrong
            twin = formulas[sheet.title] if formulas else None
            if twin:
                twin.reset_dimensions()
            yield sheet.title, _sheet_rows(package, sheet, twin), sheet.sheet_state != "visible"
    except BROKEN as error:
        package.refuse("is damaged, and cannot be read as a table", GET_ANOTHER_COPY, error)


def _has_formulas(package: GuardedPackage) -> bool:
    with zipfile.ZipFile(io.BytesIO(package.content)) as archive:
        for name in archive.namelist():
            if "worksheets/" in name.lower():
                with archive.open(name) as part:
                    tail = b""
                    while chunk := part.read(MEBIBYTE):
                        if b"f>" in tail + chunk or b"<f " in tail + chunk:
                            return True
                        tail = chunk[-3:]
    return False


def _sheet_rows(package: GuardedPackage, sheet: Any, formulas: Any) -> Iterator[Row]:  # noqa: ANN401 - of openpyxl
    try:
        others = formulas.iter_rows(values_only=True) if formulas else None
        for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
            if number > MOST_ROWS:
                package.refuse(f"has a row below {MOST_ROWS:,} in its sheet {sheet.title}", GET_ANOTHER_COPY)
            row = [ErrorValue(each) if isinstance(each, str) and each in ERRORS else each for each in values]
            if others:
                for column, formula in enumerate(next(others, ())):
                    if isinstance(formula, str) and formula.startswith("=") and row[column] is None:
                        row[column] = UNCACHED
            yield number, row
    except BROKEN as error:
        package.refuse(f"is damaged in its sheet {sheet.title}", GET_ANOTHER_COPY, error)
