"""Workbooks for the tests of reading: small ones made here, and the ways in which files get damaged."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import xlsxwriter

Write = Callable[[xlsxwriter.Workbook, "xlsxwriter.worksheet.Worksheet"], object]


def small_workbook(write: Write | None = None, *, options: dict[str, object] | None = None) -> bytes:
    """A workbook with one sheet "Sheet", written by XlsxWriter; a word in B2 unless ``write`` says otherwise."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, **(options or {})}) as book:
        sheet = book.add_worksheet("Sheet")
        if write is None:
            sheet.write_string("B2", "word")
        else:
            write(book, sheet)
    return stream.getvalue()


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one part changed and every other part as it was."""
    return repacked(content, {part: change(zipfile.ZipFile(io.BytesIO(content)).read(part))})


def repacked(content: bytes, parts: dict[str, bytes | None], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The package with parts set, added, or taken out where they are ``None``."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as target:
        for name in archive.namelist():
            if name not in parts:
                target.writestr(name, archive.read(name))
        for name, data in parts.items():
            if data is not None:
                target.writestr(name, data)
    return stream.getvalue()


def zip_of(**parts: bytes) -> bytes:
    """A zip archive of parts; two underscores in a name stand for a slash, one for a full stop."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name.replace("__", "/").replace("_", "."), data)
    return stream.getvalue()
