"""The meaning of stored values: the same by both readers, whatever program wrote the file."""

from __future__ import annotations

import datetime as dt

import pytest

from secor_xl.workbook.reading.cell_parsing import Unfit, as_date, as_points, as_text
from secor_xl.xlsx.careful_reader import CarefulReader
from secor_xl.xlsx.cell_decoding import unescaped
from secor_xl.xlsx.fast_reader import read_sheets
from secor_xl.xlsx.guard import UnreadableWorkbook, guard_bytes
from secor_xl.xlsx.package import workbook_parts
from secor_xl.xlsx.sheet_values import RICH, CellValue, ErrorValue, Percentage, SheetValues
from tests.workbook.packages import changed, small_workbook

SHEET = "xl/worksheets/sheet1.xml"


def both(content: bytes) -> SheetValues:
    """The sheet by the fast reader, proved the same by the careful one."""
    package = guard_bytes(content, "f")
    fast = read_sheets(package, ["Sheet"])["Sheet"]
    careful = CarefulReader(package, workbook_parts(package)).read("Sheet")
    assert (fast.rows, fast.struck) == (careful.rows, careful.struck)
    return fast


def stored(cell: str, formats: tuple[str, ...] = ()) -> CellValue:
    """The value of B2, stored as given; style 1 and up have the formats."""

    def write(book: object, sheet: object) -> None:
        sheet.write_string("B2", "here")  # type: ignore[attr-defined]
        for row, code in enumerate(formats):
            sheet.write_number(row, 5, 1, book.add_format({"num_format": code}))  # type: ignore[attr-defined]

    old = small_workbook(write)
    content = changed(old, SHEET, lambda part: replaced(part, cell.encode()))
    return both(content).at("B2")


def replaced(part: bytes, cell: bytes) -> bytes:
    start = part.index(b'<c r="B2"')
    return part[:start] + cell + part[part.index(b"</c>", start) + 4 :]


@pytest.mark.parametrize("code", ["0%", "0;0%", "[=0]0;[Red]0.0%", "General;-0 %;0", '0" of "0%', "#,##0.00\\ %"])
def test_a_percentage_in_any_section_of_a_format_is_one(code: str) -> None:
    value = stored('<c r="B2" s="1"><v>0.8</v></c>', (code,))
    assert isinstance(value, Percentage)
    assert isinstance(as_points(value), Unfit)


@pytest.mark.parametrize("code", ['0" %"', "0\\%", 'General" %"', "0_%", "0*%", '[=1]"%";0'])
def test_a_percent_sign_that_is_only_printed_is_none(code: str) -> None:
    assert stored('<c r="B2" s="1"><v>0.8</v></c>', (code,)) == 0.8
    assert not isinstance(stored('<c r="B2" s="1"><v>0.8</v></c>', (code,)), Percentage)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2026-03-31", dt.date(2026, 3, 31)),
        ("2026-03-31T00:00:00.000", dt.date(2026, 3, 31)),
        ("2026-03-31T09:30:00Z", dt.datetime(2026, 3, 31, 9, 30)),
        ("14:30:00.00000000154875", dt.time(14, 30)),
        ("T14:30:00", dt.time(14, 30)),
        ("1899-12-30T14:30:00", dt.time(14, 30)),
        ("PT14H30M", dt.timedelta(hours=14, minutes=30)),
        ("-P1DT0.5S", -dt.timedelta(days=1, seconds=0.5)),
        ("2026-02-30", "2026-02-30"),
        ("PT", "PT"),
        ("soon", "soon"),
    ],
)
def test_a_strict_workbook_stores_days_and_times_as_texts(written: str, value: CellValue) -> None:
    assert stored(f'<c r="B2" t="d"><v>{written}</v></c>') == value
    assert isinstance(as_date(value), dt.date | Unfit)
    assert not isinstance(as_text(value), dt.date)


@pytest.mark.parametrize("written", ["1_5", "nan", "inf", "0x1F", "1,5", "１５", "1 5", "--1"])
def test_a_number_that_no_program_writes_is_damage(written: str) -> None:
    with pytest.raises(UnreadableWorkbook, match="is damaged"):
        stored(f'<c r="B2"><v>{written}</v></c>')


@pytest.mark.parametrize("written", ["15", "+15", "15.", "1.5E1", "1.5e+01", "150E-1", " 15 "])
def test_a_number_is_read_however_it_is_written(written: str) -> None:
    assert stored(f'<c r="B2"><v>{written}</v></c>') == 15


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Blue Camas _xD83D__xDE9A_ Ltd.", "Blue Camas 🚚 Ltd."),
        ("_xd83d__xde9a__xD83D__xDE9A_", "🚚🚚"),
        ("a_x000D_b", "a\rb"),
        ("_x005F_x000D_", "_x000D_"),
        ("half _xD83D_ only", "half \ufffd only"),
        ("turned _xDE9A__xD83D_", "turned \ufffd\ufffd"),
        ("_x12_ _xyz", "_x12_ _xyz"),
    ],
)
def test_two_halves_of_a_character_are_one(written: str, text: str) -> None:
    assert unescaped(written) == text
    assert stored(f'<c r="B2" t="str"><v>{written}</v></c>') == text
    assert stored(f'<c r="B2" t="inlineStr"><is><t>{written}</t></is></c>') == text


@pytest.mark.parametrize("more", ['vm="1"', 'cm="1" vm="12"', 'vm="1" ph="1"'])
def test_a_data_type_or_picture_is_told_as_one(more: str) -> None:
    value = stored(f'<c r="B2" t="e" {more}><v>#VALUE!</v></c>')
    assert value is RICH
    for convert in (as_text, as_points, as_date):
        fact = convert(value)
        assert isinstance(fact, Unfit)
        assert "data type" in fact.seen
        assert "Convert to Text" in fact.allowed
        assert "formula" not in fact.allowed


def test_an_error_of_a_formula_is_one() -> None:
    assert stored('<c r="B2" t="e"><v>#VALUE!</v></c>') == ErrorValue("#VALUE!")


def struck_by_style(book: object, sheet: object) -> None:
    line, plain = book.add_format({"font_strikeout": True}), book.add_format({"bold": True})  # type: ignore[attr-defined]
    sheet.write_string("B2", "old", line)  # type: ignore[attr-defined]
    sheet.write_number("C2", 15, line)  # type: ignore[attr-defined]
    sheet.write_blank("D2", None, line)  # type: ignore[attr-defined]
    sheet.write_string("B3", "new", plain)  # type: ignore[attr-defined]


def struck_in_part(book: object, sheet: object) -> None:
    line = book.add_format({"font_strikeout": True})  # type: ignore[attr-defined]
    sheet.write_rich_string("B2", line, "Old Name Ltd.", " New Name Ltd.")  # type: ignore[attr-defined]
    sheet.write_string("B3", "Old Name Ltd. New Name Ltd.")  # type: ignore[attr-defined]
    sheet.write_rich_string("B4", "New Name Ltd.", line, " ", "of Calgary")  # type: ignore[attr-defined]


def test_a_cell_whose_font_is_struck_through_is_known() -> None:
    assert both(small_workbook(struck_by_style)).struck == {(1, 1), (1, 2)}


def test_a_text_that_is_struck_through_in_part_is_known() -> None:
    found = both(small_workbook(struck_in_part))
    assert found.struck == {(1, 1)}
    assert found.at("B2") == "Old Name Ltd. New Name Ltd."


def test_a_struck_run_inside_of_the_cell_is_known() -> None:
    run = b'<c r="B2" t="inlineStr"><is><r><rPr><strike/></rPr><t>old</t></r><r><t> new</t></r></is></c>'
    assert both(changed(small_workbook(), SHEET, lambda part: replaced(part, run))).struck == {(1, 1)}


def test_a_line_that_is_switched_off_is_none() -> None:
    content = changed(
        small_workbook(struck_by_style), "xl/styles.xml", lambda part: part.replace(b"<strike/>", b'<strike val="0"/>')
    )
    assert both(content).struck == frozenset()


def test_the_word_strike_strikes_nothing() -> None:
    content = small_workbook(lambda _, sheet: sheet.write_string("B2", "The strike of 2025"))
    assert both(content).struck == frozenset()
