"""The fast reader: calamine for the values, and one look at the bytes for what calamine does not say.

calamine turns an error into an empty text, a whole number into a float, a formula without a value into nothing, and takes
memory for the whole rectangle up to a stray far-away cell. So the bytes of each sheet are searched first: where they hold
anything unusual, the careful reader (``sparse_reader``) reads the sheet; errors and formulas without a value are put
back where they belong.

calamine is given a new package made only of the parts that the guard has passed, so that it cannot see anything else.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import python_calamine

from secor_xl.workbook.package import WorkbookParts, workbook_parts
from secor_xl.workbook.sparse_reader import SparseReader, put
from secor_xl.workbook.values import UNCACHED, CellValue, ErrorValue, Rows, SheetValues, cell_position, whole_if_whole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from secor_xl.workbook.guard import GuardedPackage

# A cell that does not start exactly as Excel writes one within the first 9,999 rows and 52 columns.
UNUSUAL_CELL = re.compile(rb'<c(?=[\s/>])(?! r="A?[A-Z][1-9][0-9]{0,3}"[\s/>])')
# Comments, processing instructions, single quotes, prefixes, dates as text: all legal, none of them Excel's. Looking for the
# single byte first is many times faster, and it is hardly ever there.
UNUSUAL_BYTES = (
    (b"!", (b"<!",)),
    (b"?", (b"<?",)),
    (b"'", (b" r='", b" t='", b" s='")),
    (b":", (b":c ", b":c>", b":row ")),
    (b'"', (b't="d"',)),
)
ERROR_CELL = re.compile(rb'<c ([^<>]*\bt="e"[^<>]*)>(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)?\s*<v>([^<]*)</v>')
ERROR_HEAD = re.compile(rb'<c [^<>]*\bt="e"')
FORMULA_WITHOUT_VALUE = re.compile(rb"(?:</f>|<f(?:\s[^<>]*)?/>)\s*(<v></v>|<v\s*/>)?\s*</c>")
ADDRESS = re.compile(rb'^<c r="([A-Z]+[0-9]+)"')

# calamine copies a shared string for every cell that uses it.
MOST_COPIED = 64 << 20

WORKBOOK_HEAD = (
    b'<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr date1904="%d"/><sheets>'
)
SHEET_HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
RELATIONS_HEAD = b'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def read_sheets(package: GuardedPackage, names: Iterable[str]) -> dict[str, SheetValues]:
    """The values of the named sheets, as far as the workbook has them; raises ``UnreadableWorkbook``."""
    parts = workbook_parts(package)
    return sheets_of(package, parts, [name for name in names if name in parts.sheets])


def sheets_of(package: GuardedPackage, parts: WorkbookParts, names: list[str]) -> dict[str, SheetValues]:
    """The values of sheets that the workbook has."""
    for name in names:
        if not package.has(parts.sheets[name]):
            package.refuse(f"is damaged: the part of its sheet {name!r} is missing", "Get another copy of the file")
    strings = package.part(parts.strings) if parts.strings else b""
    styles = package.part(parts.styles) if parts.styles else b""
    trusted = _usual_sheets(package, parts, names, strings, styles)
    dense = _calamine_rows(list(trusted.values()), strings, styles, dates_from_1904=parts.dates_from_1904)
    by_name = dict(zip(trusted, dense or [], strict=False))
    sparse = SparseReader(package, parts)
    found = {}
    for name in names:
        rows = by_name.get(name)
        if rows is not None and _put_back(rows, trusted[name]):
            found[name] = SheetValues(name, rows)
        else:
            found[name] = sparse.read(name)
    return found


def _usual_sheets(
    package: GuardedPackage, parts: WorkbookParts, names: list[str], strings: bytes, styles: bytes
) -> dict[str, bytes]:
    """The cells of each sheet that is written as Excel writes one, as XML."""
    if strings and (b"<sst" not in strings or b"<!" in strings):
        return {}
    if styles and (b"<cellXfs" not in styles or b"<!" in styles):
        return {}
    longest = max(map(len, strings.split(b"</si>")))
    usual = {}
    for name in names:
        cells = _usual_cells(package.part(parts.sheets[name]))
        if cells is not None and cells.count(b"<c ") * longest < MOST_COPIED:
            usual[name] = cells
    return usual


def _usual_cells(sheet: bytes) -> bytes | None:
    """The part of a sheet that holds its cells, or ``None`` where anything in it is unusual."""
    start = sheet.find(b"<sheetData")
    end = sheet.find(b"</sheetData>", start)
    if start < 0 or end < 0 or b"<!" in sheet[:start]:
        return None
    cells = sheet[start : end + len(b"</sheetData>")]
    if any(byte in cells and any(each in cells for each in sequences) for byte, sequences in UNUSUAL_BYTES):
        return None
    return cells if UNUSUAL_CELL.search(cells) is None else None


def _calamine_rows(sheets: list[bytes], strings: bytes, styles: bytes, *, dates_from_1904: bool) -> list[Rows] | None:
    """The rows of the sheets as calamine sees them, or ``None`` where it fails: then the careful reader says why."""
    try:
        package = _clean_package(sheets, strings, styles, dates_from_1904=dates_from_1904)
        workbook = python_calamine.CalamineWorkbook.from_filelike(package)
        found = [workbook.get_sheet_by_index(index).to_python(skip_empty_area=False) for index in range(len(sheets))]
    except (python_calamine.CalamineError, ValueError, OverflowError):
        return None
    except BaseException as error:
        # A panic in compiled code arrives as an exception of its own, outside of the family of ordinary ones.
        if type(error).__name__ != "PanicException":
            raise
        return None
    return [[_plain(row) for row in rows] for rows in found]


def _plain(row: list[Any]) -> list[CellValue]:
    """A row with whole numbers as such, and with nothing where calamine has an empty text."""
    return [
        (value or None) if type(value) is str else whole_if_whole(value) if type(value) is float else value
        for value in row
    ]


def _clean_package(sheets: list[bytes], strings: bytes, styles: bytes, *, dates_from_1904: bool) -> io.BytesIO:
    """A minimal package of nothing but these parts, uncompressed."""
    entries, relations = [], []
    if strings:
        relations.append(b'<Relationship Id="s" Type="%ssharedStrings" Target="sharedStrings.xml"/>' % OFFICE)
    if styles:
        relations.append(b'<Relationship Id="t" Type="%sstyles" Target="styles.xml"/>' % OFFICE)
    for number in range(1, len(sheets) + 1):
        entries.append(b'<sheet name="%d" sheetId="%d" r:id="r%d"/>' % (number, number, number))
        relations.append(
            b'<Relationship Id="r%d" Type="%sworksheet" Target="worksheets/sheet%d.xml"/>' % (number, OFFICE, number)
        )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(
            "_rels/.rels",
            RELATIONS_HEAD
            + b'<Relationship Id="w" Type="%sofficeDocument" Target="xl/workbook.xml"/></Relationships>' % OFFICE,
        )
        archive.writestr(
            "xl/workbook.xml", WORKBOOK_HEAD % dates_from_1904 + b"".join(entries) + b"</sheets></workbook>"
        )
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS_HEAD + b"".join(relations) + b"</Relationships>")
        if strings:
            archive.writestr("xl/sharedStrings.xml", strings)
        if styles:
            archive.writestr("xl/styles.xml", styles)
        for number, sheet in enumerate(sheets, 1):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", SHEET_HEAD + sheet + b"</worksheet>")
    stream.seek(0)
    return stream


def _put_back(rows: Rows, sheet: bytes) -> bool:
    """Put errors and formulas without a value where calamine left nothing; ``False`` where the bytes are not understood."""
    if b't="e"' in sheet:
        errors = ERROR_CELL.findall(sheet)
        if len(errors) != len(ERROR_HEAD.findall(sheet)):
            return False
        for attributes, text in errors:
            address = ADDRESS.match(b"<c " + attributes)
            if address is None:
                return False
            put(rows, *cell_position(address[1].decode()), ErrorValue(text.decode()))
    for found in FORMULA_WITHOUT_VALUE.finditer(sheet):
        start = sheet.rfind(b"<c ", 0, found.start())
        head = sheet[start : sheet.find(b">", start)]
        address = ADDRESS.match(head)
        if address is None:
            return False
        if b't="str"' not in head or not found[1]:
            put(rows, *cell_position(address[1].decode()), UNCACHED)
    return True
