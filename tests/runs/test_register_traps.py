"""Values that Excel would take for something else stay the texts that they are."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from secor_xl.judgement.flags import Severity
from secor_xl.review.model import LetterKind
from secor_xl.runs.register.register_row import RegisterFlag, RegisterRow
from secor_xl.workbook.writing.list_workbook import CUT_MARK
from secor_xl.xlsx.sheet_values import MOST_CHARACTERS
from tests.excel.office_schema import faults
from tests.runs.register_entries import AS_OF, entry, failed, letter, plain_row, score
from tests.runs.test_register import opened, parts, records, written

TRAPS = [
    "=1+1",
    '=HYPERLINK("http://example.invalid","x")',
    "+1",
    "-2+3",
    "@SUM(A1)",
    "{=1+1}",
    "http://example.invalid/x",
    "mailto:a@example.invalid",
    "internal:Sheet2!A1",
    "external:x.xlsx",
    "0012",
    "1E5",
    "2026-01-02",
    "TRUE",
    "#N/A",
    "<r><t>x</t></r>",
    "<r>",
    "&amp; <b>",
    " two  spaces ",
    "a\nb",
    "é 測試 🏁 שלום",
]


def full_of(text):
    """A review whose every text is this one."""
    bad = replace(score("A"), label="A", title=text, shown=text, percent=None)
    row = RegisterRow(
        **{
            **{each.name: getattr(plain_row(), each.name) for each in fields(RegisterRow)},
            **dict.fromkeys(("employer", "reference", "reviewer", "assessor", "year_kind", "words", "standing"), text),
            "provinces": (text,),
            "accounts": (text,),
            "because": (text,),
            "overall": bad,
            "elements": (bad,),
            "flags": (RegisterFlag(text, Severity.BLOCKING, 1),),
        }
    )
    return entry(row, letter(LetterKind.APPROVAL, f"letters/{text}"), file=text)


@pytest.mark.parametrize("text", TRAPS)
def test_every_text_arrives_as_it_is_and_as_a_text(text):
    content = written([full_of(text)], [failed(text, text, text)], season=text)
    assert faults(content, ".xlsx") == []
    assert not any("<f>" in sheet for sheet in parts(content, "worksheets/sheet").values())
    book = opened([full_of(text)], [failed(text, text, text)])
    review, failures = book["Reviews"], book["Failed"]
    for cell in ("A4", "B4", "C4", "D4", "E4", "F4", "G4", "H4", "I4", "O4", "T4", "U4"):
        assert (review[cell].value, review[cell].data_type) == (text, "s"), cell
    assert review["K4"].value.casefold() == text.casefold()
    assert [failures[cell].value for cell in ("A4", "B4", "C4")] == [text] * 3
    assert records(book["Scores"])[0]["A"] == text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-2", "@x"])
def test_what_begins_like_a_formula_stays_a_text_when_somebody_edits_it(text):
    book = opened([full_of(text)])
    assert all(book["Reviews"][cell].quotePrefix for cell in ("A4", "K4", "U4"))
    assert not opened([entry()])["Reviews"]["A4"].quotePrefix


def test_zeros_at_the_front_are_kept_without_a_warning():
    content = written([entry(replace(plain_row(), reference="000172"))])
    assert opened([entry(replace(plain_row(), reference="000172"))])["Reviews"]["B4"].value == "000172"
    assert (
        '<ignoredError sqref="A4:V4" numberStoredAsText="1"/>'
        in parts(content, "sheet1.xml")["xl/worksheets/sheet1.xml"]
    )


@pytest.mark.parametrize("letter", ["x", "🏁"])
def test_a_text_that_no_cell_holds_is_cut_and_says_so(letter):
    cause = letter * MOST_CHARACTERS + "end"
    found = opened([], [failed("a", cause, "b")])["Failed"]["B4"].value
    assert found.startswith(letter * 1000)
    assert found.endswith(CUT_MARK)
    assert len(found.encode("utf-16-le")) // 2 in (MOST_CHARACTERS, MOST_CHARACTERS - 1)


def test_a_text_that_just_fits_is_whole():
    assert opened([], [failed("a", "x" * MOST_CHARACTERS, "b")])["Failed"]["B4"].value == "x" * MOST_CHARACTERS


@pytest.mark.parametrize(
    ("text", "shown"), [("a\x00b", "ab"), ("a\x1bb", "ab"), ("a\udce9b", "a\ufffdb"), ("a\ufffeb", "ab")]
)
def test_what_xml_cannot_hold_is_left_out_and_half_a_character_marked(text, shown):
    content = written([full_of(text)], [failed(text, text, text)], season=text)
    assert faults(content, ".xlsx") == []
    assert opened([full_of(text)])["Reviews"]["A4"].value == shown


def test_line_ends_are_of_one_kind():
    assert opened([entry(replace(plain_row(), employer="a\r\nb\rc"))])["Reviews"]["A4"].value == "a\nb\nc"


@pytest.mark.parametrize("season", ["R&G 2026", "2026 & after", "&[Picture]", "x" * 400, "&" * 300, '"&D'])
def test_the_season_does_no_harm_at_the_top_of_a_page(season):
    book = opened([entry()], season=season)
    assert book["Reviews"]["A1"].value.endswith(season)
    assert len(book["Reviews"].oddHeader.right.text) <= 80


def test_more_links_than_excel_takes_are_plain_texts_and_the_tip_says_so(monkeypatch):
    monkeypatch.setattr("secor_xl.workbook.writing.xlsxwriter_internals.MOST_LINKS", 3)
    monkeypatch.setattr("secor_xl.workbook.writing.list_workbook.MOST_LINKS", 3)
    book = opened([entry(file=f"in/{number}.xlsx") for number in range(5)])
    cells = [book["Reviews"][f"U{row}"] for row in range(4, 9)]
    assert [cell.value for cell in cells] == [f"in/{number}.xlsx" for number in range(5)]
    assert [cell.hyperlink is not None for cell in cells] == [True] * 3 + [False] * 2
    assert [cell.font.u for cell in cells] == ["single"] * 3 + [None] * 2
    assert "Only the first 3 names are links" in book["Reviews"]["A2"].value


def test_a_list_that_excel_has_no_room_for_says_so(monkeypatch):
    from secor_xl.errors import SecorError

    monkeypatch.setattr("secor_xl.workbook.writing.list_workbook.MOST_ROWS", 5)
    with pytest.raises(SecorError, match="Reviews: a sheet of Excel has no room for more than 5 rows"):
        written([entry()] * 3, as_of=AS_OF)
