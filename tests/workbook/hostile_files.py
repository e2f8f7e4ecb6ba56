"""Files that take much more memory or time than their size says, each within one limit and beyond another.

    ls FILE ... | python -m tests.workbook.hostile_files

reads each file as a season does and prints the outcome, the seconds of reading and of the first look, and the most memory in MB.
"""

from __future__ import annotations

import io
import json
import os
import re
import signal
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from secor_xl.workbook.schema import layout
from tests.workbook.packages import changed, repacked, small_workbook

SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MEBIBYTE = 1 << 20
HANGS_AFTER = 60
HIGHEST = re.compile(r"VmHWM:\s*([0-9]+) kB")


def stored(part: str, data: bytes) -> bytes:
    """A small workbook with one part in place of its own, not compressed: no ratio gives it away."""
    return repacked(small_workbook(), {part: data}, zipfile.ZIP_STORED)


def filled(
    part: str, before: bytes, each: bytes | Callable[[int], bytes], after: bytes, size: int = 15 * MEBIBYTE
) -> bytes:
    """A workbook with a part of that size, full of one thing."""
    if isinstance(each, bytes):
        return stored(part, before + each * (size // len(each)) + after)
    return stored(part, before + b"".join(map(each, range(size // len(each(99_999))))) + after)


def inside(part: str, tag: bytes, each: bytes | Callable[[int], bytes], size: int = 15 * MEBIBYTE) -> bytes:
    """A workbook with a part as it is, and an element of it full of one thing."""
    whole = zipfile.ZipFile(io.BytesIO(small_workbook())).read(part)
    start, end = whole.index(b">", whole.index(b"<" + tag)) + 1, whole.index(b"</" + tag)
    return filled(part, whole[:start], each, whole[end:], size)


def lying(size: int, declared: int) -> bytes:
    """A workbook whose sheet declares a size, and unpacks to another."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = packer.compress(b" " * MEBIBYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = block * (size // MEBIBYTE) + packer.flush()
    content = bytearray(stored(SHEET, packed))
    local = content.index(SHEET.encode()) - 30
    directory = content.rindex(SHEET.encode()) - 46
    for at in (local + 8, directory + 10):
        content[at : at + 2] = zipfile.ZIP_DEFLATED.to_bytes(2, "little")
    for at in (local + 22, directory + 24):
        content[at : at + 4] = declared.to_bytes(4, "little")
    return bytes(content)


def many_parts(count: int) -> bytes:
    """A workbook whose directory lists very many parts."""
    content = small_workbook()
    directory, end = content.index(b"PK\x01\x02"), content.rindex(b"PK\x05\x06")
    one = content[directory : content.index(b"PK\x01\x02", directory + 4)]
    size = (end - directory + len(one) * count).to_bytes(4, "little")
    return (
        content[:directory]
        + one * count
        + content[directory:end]
        + content[end : end + 12]
        + size
        + content[end + 16 :]
    )


def with_format(code: bytes) -> bytes:
    """A workbook with a number format."""

    def write(book: object, sheet: object) -> None:
        sheet.write(0, 0, 1, book.add_format({"num_format": "yyyy-mm-dd.0"}))  # type: ignore[attr-defined]

    return changed(small_workbook(write), STYLES, lambda part: part.replace(b"yyyy-mm-dd.0", code))


def several(count: int, data: bytes) -> bytes:
    """A workbook with several sheets of the form's names, all of the same content."""
    names = layout.SHEETS[:count]

    def write(book: object, sheet: object) -> None:
        for name in names:
            book.add_worksheet(name)  # type: ignore[attr-defined]

    parts: dict[str, bytes | None] = {f"xl/worksheets/sheet{number}.xml": data for number in range(2, count + 2)}
    return repacked(small_workbook(write), parts, zipfile.ZIP_STORED)


def cell(number: int) -> bytes:
    return b'<c r="A%d"><v>%d</v></c>' % (number % 9000 + 1, number)


HEAD = b'<worksheet xmlns="%s"><sheetData>' % MAIN
FOOT = b"</sheetData></worksheet>"
CELLS = HEAD + b"<row>" + b"".join(map(cell, range(100_000))) + b"</row>" + FOOT
HOSTILE: dict[str, Callable[[], bytes]] = {
    "unpacks to 2 GiB, declares 5,000 bytes": lambda: lying(2048 * MEBIBYTE, 5000),
    "unpacks to 2 GiB, declares 15 MiB": lambda: lying(2048 * MEBIBYTE, 15 * MEBIBYTE),
    "400,000 parts": lambda: many_parts(400_000),
    "cell styles": lambda: inside(STYLES, b"cellXfs", b"<xf/>"),
    "number formats": lambda: inside(STYLES, b"cellXfs", lambda n: b'<numFmt numFmtId="%d" formatCode="0"/>' % n),
    "attributes of a style": lambda: inside(
        STYLES, b"cellXfs", b'<xf a="" b="" c="" d="" e="" f="" g="" h=""/>', 6 * MEBIBYTE
    ),
    "relations": lambda: inside(RELATIONS, b"Relationships", lambda n: b'<Relationship Id="r%d"/>' % n),
    "relations within the limits": lambda: inside(
        RELATIONS, b"Relationships", lambda n: b'<Relationship Id="r%d"/>' % n, 6 * MEBIBYTE
    ),
    "sheets": lambda: inside(BOOK, b"sheets", lambda n: b'<sheet name="%d"/>' % n),
    "sheets within the limits": lambda: inside(BOOK, b"sheets", lambda n: b'<sheet name="%d"/>' % n, 6 * MEBIBYTE),
    "empty strings": lambda: inside(STRINGS, b"sst", b"<si/>"),
    "strings within the limits": lambda: inside(STRINGS, b"sst", lambda n: b"<si><t>%d</t></si>" % n, 4 * MEBIBYTE),
    "rows": lambda: filled(SHEET, HEAD, lambda n: b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n), FOOT),
    "rows within the limits": lambda: filled(SHEET, HEAD, lambda n: b'<row r="%d"/>' % n, FOOT, 6 * MEBIBYTE),
    "cells": lambda: filled(SHEET, HEAD + b"<row>", cell, b"</row>" + FOOT),
    "cells within the limits": lambda: filled(SHEET, HEAD + b"<row>", cell, b"</row>" + FOOT, 4 * MEBIBYTE),
    "sheets of many cells": lambda: several(7, CELLS),
    "cells of another prefix": lambda: filled(
        SHEET,
        HEAD.replace(b"xmlns", b"xmlns:x").replace(b"<work", b"<x:work") + b"<x:row>",
        lambda n: cell(n).replace(b"<c", b"<x:c").replace(b"</c", b"</x:c"),
        b"</x:row></sheetData></x:worksheet>",
        4 * MEBIBYTE,
    ),
    "one text of 9 MiB in many cells": lambda: repacked(
        inside(STRINGS, b"sst", b"<si><t>" + b"x" * (9 * MEBIBYTE - 20) + b"</t></si>", 9 * MEBIBYTE),
        {SHEET: HEAD + b"<row>" + b'<c r="A1" t="s"><v>0</v></c>' * 9000 + b"</row>" + FOOT},
        zipfile.ZIP_STORED,
    ),
    "many texts that are too long": lambda: repacked(
        inside(STRINGS, b"sst", b"<si><t>" + b"x" * 33_000 + b"</t></si>"),
        {SHEET: HEAD + b"<row>" + b'<c r="A1" t="s"><v>0</v></c>' * 9000 + b"</row>" + FOOT},
        zipfile.ZIP_STORED,
    ),
    "elements in elements": lambda: filled(SHEET, HEAD, b"<a>", FOOT, 2 * MEBIBYTE),
    "attributes of one element": lambda: filled(SHEET, HEAD + b"<row ", lambda n: b'a%d="" ' % n, b"/>" + FOOT),
    "attributes of one element within the limits": lambda: filled(
        SHEET, HEAD + b"<row ", lambda n: b'a%d="" ' % n, b"/>" + FOOT, 7 * MEBIBYTE
    ),
    "attributes of long names of one element": lambda: filled(
        SHEET, HEAD + b"<row ", lambda n: b'a%023d="" ' % (n * 7919), b"/>" + FOOT
    ),
    "one long name": lambda: filled(SHEET, HEAD + b"<", b"a", b"/>" + FOOT),
    "one long comment": lambda: filled(SHEET, HEAD + b"<!--", b"- ", b"-->" + FOOT),
    "less-than signs without an end": lambda: filled(SHEET, HEAD, b"<!", FOOT),
    "exclamation marks": lambda: filled(SHEET, HEAD, b"!", FOOT),
    "question marks": lambda: filled(SHEET, HEAD, b"?", FOOT),
    "half cells": lambda: filled(SHEET, HEAD, b'<c r="A1" ', FOOT),
    "half names of ranges": lambda: filled(BOOK, b"", b"<definedName ", b""),
    "half names of sheets": lambda: filled(BOOK, b"<sheet ", b" \t", b"name"),
    "white space before a declaration": lambda: filled(BOOK, b"", b" ", b"<?xml?>"),
    "a declaration without an end": lambda: filled(BOOK, b"<?xml ", b" encoding ", b""),
    "brackets in a number format": lambda: with_format(b"[" * 200_000 + b"yyyy-mm-dd"),
    "brackets of hours in a number format": lambda: with_format(b"[h" * 100_000 + b"yyyy-mm-dd"),
    "quotation marks in a number format": lambda: with_format(b"&quot;\\" * 100_000 + b"yyyy-mm-dd"),
    "semicolons in a number format": lambda: with_format(b"[];" * 100_000 + b"yyyy-mm-dd"),
}


def main() -> None:
    """Read each file as a season does, in a process of its own, which starts with what is imported here."""
    from secor_xl.errors import SecorError
    from secor_xl.procedure.instrument import read_instrument
    from secor_xl.runs.season.recognition import recognize
    from secor_xl.runs.season.workbook_paths import FoundPath
    from secor_xl.workbook.reading.read_workbook import SHEETS_READ
    from secor_xl.xlsx.fast_reader import read_sheets
    from secor_xl.xlsx.guard import open_guarded

    for line in sys.stdin:
        file = line.rstrip("\n")
        child = os.fork()
        if child:
            _, status = os.waitpid(child, 0)
            if status:
                print(json.dumps([f"ended with the status {status}", HANGS_AFTER, HANGS_AFTER, 0]), flush=True)
            continue
        signal.alarm(HANGS_AFTER)
        started = time.process_time()
        try:
            if file.endswith(".toml"):
                read_instrument(Path(file))
            else:
                read_sheets(open_guarded(Path(file)), ["Sheet", *SHEETS_READ])
            outcome = "read"
        except SecorError as error:
            outcome = str(error).removeprefix(f"{file}: ")
        read = time.process_time() - started
        recognize((FoundPath(file, False),))
        looked = time.process_time() - started - read
        memory = int(HIGHEST.findall(Path("/proc/self/status").read_text())[0]) // 1024
        print(json.dumps([outcome, round(read, 2), round(looked, 2), memory]), flush=True)
        os._exit(0)


if __name__ == "__main__":
    main()
