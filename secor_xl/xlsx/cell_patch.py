"""Write values into blank cells of a workbook, and change no other byte of any part."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias
from xml.sax.saxutils import escape

from secor_xl.text import clean
from secor_xl.xlsx.guard import GuardedPackage, guard_bytes
from secor_xl.xlsx.package import workbook_parts
from secor_xl.xlsx.sheet_values import DAY_ZERO, DAY_ZERO_1904

NewValue: TypeAlias = str | int | Decimal | dt.date
CellChanges: TypeAlias = Mapping[str, Mapping[str, NewValue]]
"""New values by sheet and by the address of the cell."""

TYPE = re.compile(rb'\s+t="[^"]*"')
ENTER_IT_IN_EXCEL = "Open the workbook in Excel and enter it there"


def patched(content: bytes, file: str, changes: CellChanges) -> bytes:
    """Return a workbook with values in cells that were blank; the format of each cell stays.

    Args:
        content: the file's bytes.
        file: its name in messages.
        changes: the new values by sheet and cell.

    Raises:
        UnreadableWorkbook: it cannot be read, has no such cell, or a cell is not blank; the message names the cell.
    """
    package = guard_bytes(content, file)
    parts = workbook_parts(package)
    day_zero = DAY_ZERO_1904 if parts.dates_from_1904 else DAY_ZERO
    new: dict[str, bytes] = {}
    for sheet, cells in changes.items():
        if sheet not in parts.sheets:
            package.refuse(f"has no sheet {sheet}", ENTER_IT_IN_EXCEL)
        part = parts.sheets[sheet].lower()
        xml = new.get(part) or package.part(parts.sheets[sheet])
        for cell, value in cells.items():
            xml = _with_cell(package, xml, f"{sheet}!{cell}", cell, _written(value, day_zero))
        new[part] = xml
    return _rezipped(content, new)


def _with_cell(package: GuardedPackage, xml: bytes, where: str, cell: str, written: tuple[bytes, bytes]) -> bytes:
    """Write the value into one cell of a sheet's XML."""
    named = re.escape(cell.encode())
    found = re.findall(rb'<c\b[^<>]*?\sr="' + named + rb'"', xml)
    pattern = rb'<c((?:\s[^<>]*?)?\sr="' + named + rb'"[^<>]*?)\s*(?:/>|>(.*?)</c>)'
    match = re.search(pattern, xml, re.DOTALL)
    if len(found) != 1 or match is None:
        package.refuse(f"{where} is not written as the form has it", ENTER_IT_IN_EXCEL)
    attributes, inner = match[1], match[2] or b""
    if inner.strip():
        package.refuse(f"{where} is not blank", ENTER_IT_IN_EXCEL)
    kind, value = written
    made = b"<c" + TYPE.sub(b"", attributes) + kind + b">" + value + b"</c>"
    return xml[: match.start()] + made + xml[match.end() :]


def _written(value: NewValue, day_zero: dt.date) -> tuple[bytes, bytes]:
    """Return the type attribute of a value, and the value as a cell has it."""
    if isinstance(value, dt.date):
        value = (value - day_zero).days
    if isinstance(value, str):
        text = escape(clean(value)).encode()
        return b' t="inlineStr"', b'<is><t xml:space="preserve">' + text + b"</t></is>"
    return b"", f"<v>{value:f}</v>".encode() if isinstance(value, Decimal) else f"<v>{value}</v>".encode()


def _rezipped(content: bytes, new: Mapping[str, bytes]) -> bytes:
    """Replace parts of the archive, by their names in small letters; order and entries stay."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as archive:
        for member in old.infolist():
            data = new.get(member.filename.lower())
            archive.writestr(member, old.read(member) if data is None else data, member.compress_type)
    return made.getvalue()
