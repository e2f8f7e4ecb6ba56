"""Notes on cells: read as Excel, openpyxl and XlsxWriter write them, and written so that they are read again."""

import io
import re
import warnings
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from secor_xl.errors import SecorError
from secor_xl.judgement.assessment import assess
from secor_xl.workbook.writing.build import build_workbook
from secor_xl.xlsx.comments import Note, notes_of
from secor_xl.xlsx.guard import UnreadableWorkbook, guard_bytes
from tests.workbook import built, packages

THREADED = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
RELATION = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
PEOPLE = "http://schemas.microsoft.com/office/2017/10/relationships/person"


def with_notes(notes):
    assessment = assess(built.review(), instrument=built.instrument(), office=built.office(), as_of=built.AS_OF)
    return build_workbook(assessment, notes=notes)


def read(content):
    return notes_of(guard_bytes(content, "review.xlsx"))


def with_conversation(content, contributions, *, people=True):
    """A workbook as Excel 365 saves it when people have answered each other on a cell of the first sheet."""
    said = "".join(
        f'<threadedComment ref="{cell}" dT="2026-03-0{day}T10:00:00.00" personId="{{{person}}}" id="{{{day}}}">'
        f"<text>{text}</text></threadedComment>"
        for day, (cell, person, text) in enumerate(contributions, 1)
    )
    persons = '<person displayName="Zoë Roy" id="{A}"/><person displayName="Al" id="{B}"/>'
    parts: dict[str, bytes | None] = {
        "xl/threadedComments/threadedComment1.xml": f'<ThreadedComments xmlns="{THREADED}">{said}</ThreadedComments>'.encode(),
        "xl/persons/person.xml": f'<personList xmlns="{THREADED}">{persons}</personList>'.encode(),
    }
    if not people:
        del parts["xl/persons/person.xml"]
    sheet, book = "xl/worksheets/_rels/sheet1.xml.rels", "xl/_rels/workbook.xml.rels"
    for path, kind, target in (
        (sheet, RELATION, "../threadedComments/threadedComment1.xml"),
        (book, PEOPLE, "persons/person.xml"),
    ):
        relation = f'<Relationship Id="rIdX" Type="{kind}" Target="{target}"/></Relationships>'
        old = zipfile.ZipFile(io.BytesIO(content)).read(path).decode()
        parts[path] = old.replace("</Relationships>", relation).encode()
    return packages.repacked(content, parts)


NOTES = {
    ("Start", "B2"): Note("first line\n second <line> & more", "Jane Doe"),
    ("Questions", "K7"): Note("«été» 🦺", ""),
    ("Action plan", "XFD900"): Note("far out", "x"),
}


def test_what_is_built_is_read_back():
    assert read(with_notes(NOTES)) == NOTES


def test_a_workbook_without_notes_is_the_same_as_ever():
    assert with_notes({}) == with_notes(None) == built.workbook()
    assert read(built.workbook()) == {}


def test_two_builds_with_notes_are_the_same_bytes():
    assert with_notes(NOTES) == with_notes(dict(reversed(NOTES.items())))


LETTERS = st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp"))


@settings(max_examples=15, deadline=None)
@given(st.dictionaries(st.sampled_from(["B9", "B10", "C30"]), st.text(LETTERS, min_size=1), min_size=1))
def test_any_text_comes_back(texts):
    notes = {("Submission", cell): Note(text, "A") for cell, text in texts.items()}
    assert read(with_notes(notes)) == notes


def opened(content):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl says what it drops of the looks
        return openpyxl.load_workbook(io.BytesIO(content))


def test_openpyxl_sees_the_notes_that_we_write():
    book = opened(with_notes(NOTES))
    for (sheet, cell), note in NOTES.items():
        comment = book[sheet][cell].comment
        assert comment is not None
        assert comment.text == note.text


def test_we_see_the_notes_that_openpyxl_writes():
    def comment(book):
        book["Rounds"]["B5"].comment = Comment("ask again", "Sam")

    assert read(built.edited(comment)) == {("Rounds", "B5"): Note("ask again", "Sam")}


def test_the_bold_name_that_excel_puts_first_is_part_of_the_text():
    def bold(part):
        return re.sub(
            rb"<text>.*?</text>",
            b"<text><r><rPr><b/></rPr><t>Jo:</t></r><r><t xml:space='preserve'>\nhm</t></r></text>",
            part,
        )

    content = packages.changed(with_notes({("Start", "B2"): Note("x", "Jo")}), "xl/comments1.xml", bold)
    assert read(content) == {("Start", "B2"): Note("Jo:\nhm", "Jo")}


def test_a_conversation_is_read_whole_and_takes_the_place_of_the_note_for_older_versions():
    old = with_notes({("Start", "B2"): Note("[Kommentarthread] Ihre Version ... Kommentar: Really?", "tc={1}")})
    content = with_conversation(old, [("B2", "A", "Really?"), ("B2", "B", "Yes."), ("C3", "b", "Alone")])
    assert read(content) == {
        ("Start", "B2"): Note("Zoë Roy, 2026-03-01: Really?\nAl, 2026-03-02: Yes.", "Zoë Roy"),
        ("Start", "C3"): Note("Al, 2026-03-03: Alone", "Al"),
    }


def test_a_conversation_whose_people_are_gone_is_kept_all_the_same():
    old = with_notes({("Start", "B2"): Note("x")})
    content = with_conversation(old, [("B2", "A", "Really?")], people=False)
    assert read(content) == {("Start", "B2"): Note("2026-03-01: Really?", "")}


@pytest.mark.parametrize("cell", ["", "B2:C3", "b2", "B0", "ABCD1"])
def test_a_note_on_no_cell_is_left_out(cell):
    content = packages.changed(
        with_notes({("Start", "B2"): Note("x")}),
        "xl/comments1.xml",
        lambda part: part.replace(b'"B2"', f'"{cell}"'.encode()),
    )
    assert read(content) == {}


@pytest.mark.parametrize("number", [b"7", b"", b"-1", b"x"])
def test_an_author_who_is_not_listed_is_nobody(number):
    content = packages.changed(
        with_notes({("Start", "B2"): Note("x", "Jo")}),
        "xl/comments1.xml",
        lambda part: part.replace(b'authorId="0"', b'authorId="' + number + b'"'),
    )
    assert read(content) == {("Start", "B2"): Note("x", "")}


def test_damaged_notes_are_refused_with_their_part():
    content = packages.changed(with_notes(NOTES), "xl/comments1.xml", lambda part: part[:-20])
    with pytest.raises(UnreadableWorkbook, match=r"comments1\.xml"):
        read(content)


@pytest.mark.parametrize("place", [("Nowhere", "B2"), ("Start", "XFE1"), ("Start", "A1048577")])
def test_a_note_that_no_cell_can_hold_is_refused_by_name(place):
    with pytest.raises(SecorError, match=rf"{place[0]}!{place[1]}: "):
        with_notes({place: Note("x")})


def test_a_note_longer_than_excel_allows_is_refused():
    with pytest.raises(SecorError, match="Start!B2"):
        with_notes({("Start", "B2"): Note("x" * 32_768)})


def test_people_may_write_notes_onto_every_sheet_but_the_one_with_the_buttons():
    book = opened(built.workbook())
    assert {sheet.title for sheet in book if sheet.protection.objects} == {"Start"}
