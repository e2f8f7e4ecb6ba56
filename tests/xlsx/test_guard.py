"""Before parsing: what is no workbook, and what is not safe, is refused with what was seen and what to do."""

from __future__ import annotations

import contextlib
import io
import os
import random
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from secor_xl import files
from secor_xl.xlsx import guard
from secor_xl.xlsx.fast_reader import read_sheets
from secor_xl.xlsx.guard import OLE_MAGIC, UnreadableWorkbook, guard_bytes, open_guarded
from tests.workbook.packages import changed, repacked, small_workbook, zip_of

SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = b'<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;&x;&x;">]>'
OLE_DIRECTORY = OLE_MAGIC + bytes(1024)


def refused(content: bytes) -> str:
    """The message with which these bytes are refused, when guarded or when their parts are read."""
    with pytest.raises(UnreadableWorkbook) as caught:
        read_sheets(guard_bytes(content, "review.xlsx"), ["Sheet"])
    message = str(caught.value)
    assert message.startswith("review.xlsx: ")
    assert message.endswith(".")
    return message


def test_a_workbook_passes_whatever_its_file_is_called(tmp_path: Path) -> None:
    for name in ("review.xlsx", "review.xlsm", "review (1).XLSX", "review"):
        path = tmp_path / name
        path.write_bytes(small_workbook())
        assert read_sheets(open_guarded(path), ["Sheet"])["Sheet"].at("B2") == "word"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \r\n ", "is empty"),
        (OLE_DIRECTORY + "EncryptedPackage".encode("utf-16-le"), "protected by a password for opening"),
        (OLE_DIRECTORY + "Workbook".encode("utf-16-le"), "old Excel workbook (.xls)"),
        (OLE_DIRECTORY + "WordDocument".encode("utf-16-le"), "old Word document"),
        (OLE_DIRECTORY, "password or in an old format"),
        (b"Question,Points\r\nA1,5\r\n", "plain text (such as CSV)"),
        (b"<html><table><tr><td>5</td></tr></table></html>", "web page or XML"),
        (b"\xef\xbb\xbf<html>", "web page or XML"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"{\\rtf1 }", "RTF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no Excel workbook"),
        (b"PK\x03\x04", "damaged or incomplete"),
        (small_workbook()[:-40], "damaged or incomplete"),
        (zip_of(readme_txt=b"hello"), "zip archive, but no Excel workbook"),
        (zip_of(word__document_xml=b"<a/>"), "Word document"),
        (zip_of(xl__workbook_bin=b"\x00"), ".xlsb"),
        (zip_of(content_xml=b"<a/>", mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), ".ods"),
        (zip_of(Index__Document_iwa=b"\x00"), "Numbers"),
        (repacked(small_workbook(), {"xl/workbook.xml": None}), "no workbook part"),
        (repacked(small_workbook(), {SHEET: None}), "the part of its sheet 'Sheet' is missing"),
    ],
)
def test_what_is_no_workbook_is_named_as_what_it_is(content: bytes, words: str) -> None:
    assert words in refused(content)


def test_a_file_that_cannot_be_opened_has_a_plain_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableWorkbook, match="is not there"):
        open_guarded(tmp_path / "gone.xlsx")
    with pytest.raises(UnreadableWorkbook, match="is a folder"):
        open_guarded(tmp_path)
    with pytest.raises(UnreadableWorkbook, match=r"lock file.*Choose review\.xlsx itself"):
        open_guarded(tmp_path / "~$review.xlsx")
    with pytest.raises(UnreadableWorkbook, match="cannot be read"):
        open_guarded(tmp_path / "nul\x00.xlsx")


def test_a_file_that_excel_locks_has_a_plain_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "review.xlsx"
    path.write_bytes(small_workbook())

    def locked(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files, "open_regular", locked)
    with pytest.raises(UnreadableWorkbook, match=r"locked by another program\. Close it in Excel"):
        open_guarded(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes among its files")
def test_what_is_no_ordinary_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    with pytest.raises(UnreadableWorkbook, match="no ordinary file"):
        open_guarded(tmp_path / "pipe.xlsx")


def test_a_file_that_grows_while_it_is_read_is_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, content = tmp_path / "review.xlsx", small_workbook()
    path.write_bytes(content[:100])

    def measured_then_grown(growing: Path) -> os.stat_result:
        status = os.stat(growing)  # noqa: PTH116 - the method itself is replaced
        with open(growing, "ab") as stream:  # noqa: PTH123
            stream.write(content[100:])
        return status

    monkeypatch.setattr(Path, "stat", measured_then_grown)
    assert guard.file_content(path) == content


@pytest.mark.parametrize("size", [999, 1000, 1001, 1500])
def test_no_more_than_one_byte_beyond_the_limit_is_read(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "LARGEST_FILE", 1000)
    path = tmp_path / "review.xlsx"
    path.write_bytes(b"x" * size)
    assert len(guard.file_content(path)) == min(size, 1001)


class TestLimits:
    """Every limit is asked before anything is parsed."""

    def test_a_file_that_is_too_large(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(guard, "LARGEST_FILE", 1000)
        assert "too large" in refused(small_workbook())

    def test_everything_together_that_unpacks_to_too_much(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(guard, "LARGEST_TOTAL", 1000)
        assert "together with the others" in refused(small_workbook())

    def test_a_zip_bomb_is_refused_at_once(self) -> None:
        bomb = changed(small_workbook(), SHEET, lambda part: part + b" " * (10 << 20))
        started = time.process_time()
        assert "more than 100 times its size" in refused(bomb)
        assert time.process_time() - started < 0.1

    def test_a_bomb_that_lies_about_its_size_is_cut_off_at_what_it_says(self) -> None:
        bomb = bytearray(changed(small_workbook(), SHEET, lambda part: part + b" " * (20 << 20)))
        directory = bomb.rindex(SHEET.encode()) - 46
        bomb[directory + 24 : directory + 28] = (1000).to_bytes(4, "little")
        assert "damaged" in refused(bytes(bomb))

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    @pytest.mark.parametrize("second", [SHEET, SHEET.upper()])
    def test_two_parts_of_one_name(self, second: str) -> None:
        stream = io.BytesIO(small_workbook())
        with zipfile.ZipFile(stream, "a") as archive:
            archive.writestr(second, b"<worksheet/>")
        assert "two parts of the same name" in refused(stream.getvalue())

    def test_encrypted_parts(self) -> None:
        content = bytearray(small_workbook())
        content[content.index(SHEET.encode(), content.index(b"PK\x01\x02")) - 38] |= 1
        assert "encrypted zip" in refused(bytes(content))

    def test_a_part_with_a_wrong_checksum(self) -> None:
        content = bytearray(repacked(small_workbook(), {}, zipfile.ZIP_STORED))
        content[content.index(b"<sheetData>") + 1] ^= 1
        assert "damaged" in refused(bytes(content))


class TestPartsThatNobodyReads:
    """Pictures, embedded files and previews are left alone, whatever their size, number and ratio."""

    @pytest.mark.parametrize(
        "parts",
        [
            {"xl/media/image1.emf": bytes(40 << 20)},
            {"xl/media/image1.png": random.Random(1).randbytes(1 << 20) * 25},
            {f"xl/media/image{number}.png": b"" for number in range(2_000)},
            {"xl/embeddings/book.xlsx": small_workbook() * 100, "docProps/thumbnail.wmf": b"no picture"},
            {"xl/drawings/drawing1.xml": b"<not closed" + ENTITIES, "xl/charts/chart1.xml": b"<a/>" * 900_000},
        ],
        ids=["a ratio", "a size", "a number", "files in the file", "damage"],
    )
    @pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
    def test_are_left_alone(self, parts: dict[str, bytes | None], compression: int) -> None:
        content = repacked(small_workbook(), parts, compression)
        assert read_sheets(guard_bytes(content, "f"), ["Sheet"])["Sheet"].at("B2") == "word"

    def test_the_same_in_a_part_that_is_read_is_refused(self) -> None:
        assert "100 times its size" in refused(changed(small_workbook(), SHEET, lambda part: part + b" " * (3 << 20)))
        large = changed(small_workbook(), SHEET, lambda part: part + random.Random(1).randbytes(1 << 20) * 17)
        assert "more than 16 MB" in refused(large)


def test_part_names_compare_without_case() -> None:
    stream = io.BytesIO()
    archive = zipfile.ZipFile(io.BytesIO(small_workbook()))
    with zipfile.ZipFile(stream, "w") as target:
        for name in archive.namelist():
            target.writestr(name.upper(), archive.read(name))
    assert read_sheets(guard_bytes(stream.getvalue(), "f"), ["Sheet"])["Sheet"].at("B2") == "word"


def two_sheets(change: Callable[[bytes], bytes], part: str) -> bytes:
    """A workbook with the sheets Sheet and Second, and one part of it changed."""
    return changed(small_workbook(lambda book, _: book.add_worksheet("Second")), part, change)


BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
CONTRADICTIONS = {
    "two sheets of one name": (BOOK, b'name="Second"', b'name="SHEET"', "lists two sheets with the name 'sheet'"),
    "two sheets of one id": (BOOK, b'sheetId="2"', b'sheetId="1"', "lists two sheets with the id '1'"),
    "two sheets of one relation": (BOOK, b'r:id="rId2"', b'r:id="rId1"', "lists two sheets with the relation 'rId1'"),
    "two relations of one id": (RELATIONS, b'Id="rId2"', b'Id="rId1"', "lists two relations with the id 'rId1'"),
    "a sheet without a relation": (BOOK, b'r:id="rId2"', b'r:id="rId99"', "its sheet 'Second' leads to no part"),
    "a sheet in another file": (
        RELATIONS,
        b'Target="worksheets/sheet2.xml"',
        b'Target="file:///other.xlsx" TargetMode="External"',
        "has a sheet, 'Second', that is in another file",
    ),
}


@pytest.mark.parametrize(("part", "old", "new", "words"), CONTRADICTIONS.values(), ids=CONTRADICTIONS.keys())
def test_sheets_that_contradict_each_other_are_told_as_that(part: str, old: bytes, new: bytes, words: str) -> None:
    def change(data: bytes) -> bytes:
        assert data.count(old) == 1
        return data.replace(old, new)

    assert words in refused(two_sheets(change, part))


def test_no_message_of_a_hostile_file_is_endless() -> None:
    long_name = changed(
        small_workbook(), BOOK, lambda part: part.replace(b'r:id="rId1"', b'r:id="%s"' % (b"x" * 100_000))
    )
    assert (
        len(refused(changed(long_name, BOOK, lambda part: part.replace(b'"Sheet"', b'"%s"' % (b"y" * 100_000)))))
        < 1_000
    )


HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
PARSED = [
    "_rels/.rels",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    SHEET,
]


class TestDeclarations:
    """A document type definition is how XML grows without end or reads other files; Excel never writes one."""

    @pytest.mark.parametrize("part", PARSED)
    @pytest.mark.parametrize("declaration", [ENTITIES, b"<!DOCTYPE a>", b'<!DOCTYPE a SYSTEM "file:///etc/passwd">'])
    def test_in_any_part_that_is_parsed(self, part: str, declaration: bytes) -> None:
        def declare(data: bytes) -> bytes:
            end = data.index(b"?>") + 2
            return data[:end] + declaration + data[end:]

        message = refused(changed(small_workbook(), part, declare))
        assert "has a document type definition in its " in message
        assert (part if part != SHEET else "sheet 'Sheet'") in message

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp037"])
    def test_hidden_in_another_encoding(self, encoding: str) -> None:
        def recode(data: bytes) -> bytes:
            text = data.decode().replace("UTF-8", encoding.upper())
            return text.replace("?>", "?>" + ENTITIES.decode(), 1).encode(encoding)

        message = refused(changed(small_workbook(), SHEET, recode))
        assert "which Excel never writes" in message or "is no well-formed XML" in message

    def test_utf_16_itself_is_read(self) -> None:
        content = changed(
            small_workbook(), SHEET, lambda part: part.decode().replace("UTF-8", "UTF-16").encode("utf-16")
        )
        assert read_sheets(guard_bytes(content, "f"), ["Sheet"])["Sheet"].at("B2") == "word"

    def test_a_declared_encoding_of_its_own(self) -> None:
        content = changed(small_workbook(), SHEET, lambda part: part.replace(b"UTF-8", b"UTF-7"))
        assert "has the encoding UTF-7 in its sheet" in refused(content)

    def test_openpyxl_the_reference_reader_is_protected_too(self) -> None:
        assert openpyxl.DEFUSEDXML


def test_macros_and_outside_links_are_not_looked_at() -> None:
    content = repacked(
        small_workbook(), {"xl/vbaProject.bin": b"\x00junk", "xl/externalLinks/externalLink1.xml": ENTITIES}
    )
    assert read_sheets(guard_bytes(content, "f"), ["Sheet"])["Sheet"].at("B2") == "word"


def oddities(book: object, sheet: object) -> None:
    for row in range(40):
        sheet.write_row(row, 0, ["text é", row, row / 8, True])  # type: ignore[attr-defined]
        sheet.write_formula(row, 5, "=1/0", None, "#DIV/0!")  # type: ignore[attr-defined]


WHOLE = small_workbook(oddities)
STORED = repacked(WHOLE, {}, zipfile.ZIP_STORED)


@given(st.randoms(use_true_random=False), st.booleans())
def test_no_damage_ends_in_anything_but_values_or_a_plain_sentence(chance: random.Random, stored: bool) -> None:
    content = bytearray(STORED if stored else WHOLE)
    for _ in range(chance.randint(1, 8)):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    if chance.random() < 0.3:
        del content[chance.randrange(len(content)) :]
    with contextlib.suppress(UnreadableWorkbook):
        read_sheets(guard_bytes(bytes(content), "f"), ["Sheet"])


@given(st.randoms(use_true_random=False))
def test_no_damage_inside_a_part_ends_in_anything_else_either(chance: random.Random) -> None:
    part = chance.choice(PARSED)

    def damage(data: bytes) -> bytes:
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(damaged))
            if chance.random() < 0.5:
                damaged[at] = chance.choice(b"<>/\"'=&;09Az \x00\xff")
            else:
                del damaged[at : at + chance.randint(1, 30)]
        return bytes(damaged)

    with contextlib.suppress(UnreadableWorkbook):
        read_sheets(guard_bytes(changed(STORED, part, damage), "f"), ["Sheet"])
