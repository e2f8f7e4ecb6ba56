"""A damaged sheet is never read: what no XML parser accepts to its end loses a fact without anybody seeing it."""

from __future__ import annotations

import io
import random
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from secor_xl.review.model import Review
from secor_xl.workbook.schema import layout
from secor_xl.xlsx.fast_reader import read_sheets
from secor_xl.xlsx.guard import UnreadableWorkbook, guard_bytes
from tests.workbook.built import built, read, review, workbook
from tests.workbook.packages import changed, repacked, small_workbook

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
SUBMISSION = f"xl/worksheets/sheet{layout.SHEETS.index(layout.SUBMISSION_SHEET) + 1}.xml"


def write(book: object, sheet: object) -> None:
    bold = book.add_format({"bold": True})  # type: ignore[attr-defined]
    sheet.write_row(0, 0, ["text", 1, 2.5, True, "a & b"])  # type: ignore[attr-defined]
    sheet.write_formula(1, 0, '="a"&"b"', bold, "ab")  # type: ignore[attr-defined]
    sheet.write_rich_string(2, 0, "some ", bold, "bold")  # type: ignore[attr-defined]
    sheet.write_blank(3, 0, None, bold)  # type: ignore[attr-defined]


SMALL = repacked(small_workbook(write), {}, zipfile.ZIP_STORED)


def part_of(content: bytes, part: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(content)).read(part)


def well_formed(data: bytes) -> bool:
    """Whether libxml2 parses a part to its end; what a name space is called does not concern the readers."""
    parser = etree.XMLParser()
    try:
        etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return {each.domain_name for each in list(parser.error_log)} == {"NAMESPACE"}
    return True


def with_part(part: str, data: bytes, content: bytes = SMALL) -> bytes:
    return repacked(content, {part: data}, zipfile.ZIP_STORED)


def is_read(content: bytes) -> bool:
    try:
        read_sheets(guard_bytes(content, "f"), ["Sheet"])
    except UnreadableWorkbook:
        return False
    return True


@pytest.mark.parametrize("part", [SHEET, STRINGS])
def test_no_mark_of_a_part_can_be_lost_or_replaced(part: str) -> None:
    data = part_of(SMALL, part)
    damaged = {
        data[: found.start()] + other + data[found.end() :]
        for found in re.finditer(rb"[<>/\"=&;]", data)
        for other in (b"", b"x", b"<")
    }
    assert len(damaged) > 100
    broken = [each for each in damaged if not well_formed(each)]
    assert len(broken) > len(damaged) * 0.8
    assert not [each for each in broken if is_read(with_part(part, each))]


@pytest.mark.parametrize("part", [SHEET, STRINGS])
def test_a_part_without_its_end_is_refused_wherever_it_ends(part: str) -> None:
    data = part_of(SMALL, part).rstrip()
    ends = [found.start() for found in re.finditer(rb"[<>]", data)]
    assert not [end for end in ends if is_read(with_part(part, data[:end]))]


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_what_is_read_is_well_formed(chance: random.Random) -> None:
    part = chance.choice([SHEET, STRINGS, "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])

    def damage(data: bytes) -> bytes:
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 3)):
            damaged[chance.randrange(len(damaged))] = chance.choice(b"<>/\"'=&;!?]0 \x00\x0b\xff")
        return bytes(damaged)

    content = changed(SMALL, part, damage)
    if is_read(content):
        assert well_formed(part_of(content, part))


def test_no_end_tag_of_a_fact_can_be_broken() -> None:
    """Each cell of the submission: its end tag loses a letter, and the review would lose the fact."""
    data = part_of(workbook(), SUBMISSION)
    ends = [found.start() for found in re.finditer(b"</c>", data)]
    assert len(ends) > 100
    for end in ends[::5]:
        broken = with_part(SUBMISSION, data[: end + 2] + b"x" + data[end + 3 :], workbook())
        with pytest.raises(UnreadableWorkbook, match="damaged: its sheet 'Submission' is no well-formed XML"):
            read(broken)


def test_a_sheet_whose_rows_are_cut_off_is_not_an_approval() -> None:
    data = part_of(workbook(), SUBMISSION)
    for end in (b"</worksheet>", b"</sheetData>"):
        broken = with_part(SUBMISSION, data[: data.index(end)], workbook())
        with pytest.raises(UnreadableWorkbook, match="is damaged"):
            read(broken)
    assert isinstance(read(built(review())).review, Review)


@pytest.mark.parametrize(("length", "taken"), [(32_767, True), (32_768, False)])
@pytest.mark.parametrize("cell", [b's"><v>0</v>', b'inlineStr"><is><t>%s</t></is>', b'str"><f>A2</f><v>%s</v>'])
@pytest.mark.parametrize("letter", [b"x", b"&amp;"])
def test_a_text_is_as_long_as_excel_allows(cell: bytes, letter: bytes, length: int, taken: bool) -> None:
    text = letter * length
    row = b'<row r="1"><c r="A1" t="%s</c></row>' % cell.replace(b"%s", text)
    content = changed(
        small_workbook(),
        SHEET,
        lambda part: re.sub(b"<sheetData>.*</sheetData>", lambda _: b"<sheetData>" + row + b"</sheetData>", part),
    )
    content = changed(content, STRINGS, lambda part: part.replace(b"word", text))
    assert is_read(content) is taken
    if not taken:
        with pytest.raises(
            UnreadableWorkbook,
            match=r"has a text of 32,768 characters in its sheet 'Sheet'\. Excel holds at most 32,767",
        ):
            read_sheets(guard_bytes(content, "f"), ["Sheet"])
