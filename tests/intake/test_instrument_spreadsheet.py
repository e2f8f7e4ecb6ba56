"""An instrument as a spreadsheet: the same instrument as in TOML, and read as strictly."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secor_xl.errors import DataError, DataFaults, SecorError
from secor_xl.intake.foreign_tables import ERRORS
from secor_xl.intake.instruments.instrument_columns import ELEMENTS, HEAD, QUESTIONS, RULES
from secor_xl.intake.instruments.instrument_file import read_instrument_file
from secor_xl.intake.instruments.instrument_workbook import build_instrument_workbook
from secor_xl.procedure.instrument import (
    HEADCOUNT_GROUPS,
    Answer,
    Condition,
    Consistency,
    Element,
    Instrument,
    NotApplicable,
    Question,
    Scoring,
    Verification,
    parse_instrument,
    read_instrument,
)
from secor_xl.procedure.instrument_text import toml_text
from secor_xl.resources import shipped_instrument
from secor_xl.text import is_blank
from tests.strategies import texts
from tests.workbook.built import edited
from tests.workbook.packages import changed

SHIPPED = read_instrument(shipped_instrument())
SMALL = replace(SHIPPED, elements=SHIPPED.elements[:2], consistency=())
STEPS = st.decimals("0.000001", 1000, places=6)


def is_written(text: str) -> bool:
    """Whether a cell can have a text, and have it as a text."""
    return not is_blank(text) and text not in ERRORS


@st.composite
def questions(draw: st.DrawFn, question_id: str) -> Question:
    written = texts(60).filter(is_written)
    step, steps = draw(STEPS), draw(st.integers(1, 100))
    scoring = draw(st.sampled_from(Scoring))
    methods = tuple(draw(st.lists(st.sampled_from(Verification), min_size=1, unique=True)))
    documents = draw(st.one_of(st.just(""), written)) if Verification.DOCUMENTS in methods else ""
    minimum = draw(st.integers(0, 60))
    return Question(
        id=question_id,
        text=draw(written),
        guideline=draw(st.one_of(written, st.just("Ask.\nThen look. " + "." * 200 + "=1+1"))),
        points=step * steps,
        scoring=scoring,
        step=step if scoring is Scoring.RANGE else None,
        verification=methods,
        not_applicable=draw(st.sampled_from(NotApplicable)),
        documents=documents,
        records=bool(documents) and draw(st.booleans()),
        notes_minimum_words=minimum,
        notes_example=bool(minimum) and draw(st.booleans()),
    )


@st.composite
def instruments(draw: st.DrawFn) -> Instrument:
    written = texts().filter(is_written)
    letters = sorted(draw(st.sets(st.sampled_from("ABMZ"), min_size=1, max_size=3)))
    ids = {letter: [f"{letter}2", f"{letter}1a", f"{letter}10"][: draw(st.integers(1, 3))] for letter in letters}
    elements = tuple(
        Element(letter, draw(written), tuple(draw(questions(each)) for each in ids[letter])) for letter in letters
    )
    known = [each for own in ids.values() for each in own]
    conditions = st.one_of(
        st.builds(
            Condition,
            question=st.sampled_from(known),
            answers=st.frozensets(st.sampled_from(Answer), min_size=1),
        ),
        st.builds(Condition, group=st.sampled_from(HEADCOUNT_GROUPS), present=st.booleans()),
    )
    rules = tuple(
        Consistency(f"rule-{number}", draw(conditions), draw(conditions), draw(written))
        for number in range(draw(st.integers(0, 3)))
    )
    notice = draw(st.one_of(st.just(""), written))
    head = draw(written), draw(written), draw(written), draw(st.booleans())
    return Instrument(*head, notice, elements, rules, "")


@settings(max_examples=6, deadline=None)
@given(instruments())
def test_an_instrument_is_the_same_after_toml_and_a_spreadsheet(
    tmp_path_factory: pytest.TempPathFactory, instrument: Instrument
) -> None:
    path = tmp_path_factory.mktemp("instrument") / "i.xlsx"
    as_text = parse_instrument(toml_text(instrument), "instrument.toml")
    assert as_text.fingerprint == instrument.fingerprint
    path.write_bytes(build_instrument_workbook(as_text))
    again = read_instrument_file(path)
    assert again.fingerprint == instrument.fingerprint
    assert again == as_text


def test_the_shipped_instrument_keeps_its_fingerprint_and_the_file_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "shipped.xlsx"
    path.write_bytes(build_instrument_workbook(SHIPPED))
    read = read_instrument_file(path)
    assert read.fingerprint == SHIPPED.fingerprint
    assert build_instrument_workbook(read) == path.read_bytes()


def test_the_kind_of_a_file_is_seen_from_its_content(tmp_path: Path) -> None:
    path = tmp_path / "misnamed.toml"
    path.write_bytes(build_instrument_workbook(SMALL))
    assert read_instrument_file(path).fingerprint == SMALL.fingerprint
    assert read_instrument_file(shipped_instrument()) == SHIPPED


def test_totals_are_formulas_with_their_values(tmp_path: Path) -> None:
    path = tmp_path / "i.xlsx"
    path.write_bytes(build_instrument_workbook(SHIPPED))
    values, formulas = (openpyxl.load_workbook(path, data_only=each) for each in (True, False))
    assert [cell.value for cell in values["Elements"][5]] == ["B", "Hazard Assessment", 7, 160, 0.16]
    assert formulas["Elements"]["D5"].value.startswith('=IF(A5="","",SUMIF(Questions!$A$4')
    assert [values["Instrument"][cell].value for cell in ("B9", "B10")] == [63, 1000]


def test_every_column_has_its_help_beside_its_cells_and_on_the_sheet_of_columns(tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    path.write_bytes(build_instrument_workbook(None))
    book = openpyxl.load_workbook(path)
    shown = {str(cell.value) for row in book["Columns"].iter_rows() for cell in row}
    for sheet in (ELEMENTS, QUESTIONS, RULES):
        entered = [column for column in sheet.columns if column.help and not column.help.startswith("Computed")]
        helped = {rule.prompt for rule in book[sheet.name].data_validations.dataValidation}
        assert {column.help for column in entered} == helped
        assert helped <= shown
        assert all(len(text) <= 255 for text in helped)
    assert {column.help for column in HEAD if not column.help.startswith("Computed")} <= shown


def refused(path: Path) -> dict[str, str]:
    """The faults of a spreadsheet: the reasons by their places."""
    with pytest.raises(DataFaults) as found:
        read_instrument_file(path)
    assert all(each.file == str(path) for each in found.value.faults)
    return {each.place: each.reason for each in found.value.faults}


PLANTED = {
    ("Instrument", "B5", 2026.1): ("Instrument!B5, Version", "is the number 2026.1, which is no text"),
    ("Instrument", "B6", None): ("Instrument!B6, Title", "is missing"),
    ("Instrument", "B7", "perhaps"): ("Instrument!B7, Only an example", 'the text "perhaps"; yes or no is needed'),
    ("Instrument", "A8", "Notiz"): ("Instrument!A8, Field", 'is the text "Notiz", which is no field'),
    ("Elements", "B4", "#REF!"): ("Elements!B4, Title of element A", "is the error #REF!; type the value"),
    ("Elements", "A13", "j"): ("Elements!A13, Letter of element 10", "is 'j'; one capital letter is needed"),
    ("Questions", "N3", "Weight"): ("Questions!N3", '"Weight" is no column that is known here'),
    ("Questions", "A5", "A1"): ("Questions!A5, Id of question 2 of element A", "'A1', which an entry above has already"),
    ("Questions", "D6", "5"): ("Questions!D6, Points of question A3", 'is the text "5"; type a number'),
    ("Questions", "D7", 0): ("Questions!D7, Points of question A4", "is 0; a number above 0 is needed"),
    ("Questions", "E8", "rage"): ("Questions!E8, Scoring of question A5", "is 'rage'; allowed: all-or-nothing, range"),
    ("Questions", "F9", 3): ("Questions!F9, Step of question A6", "20 points are not a whole number of such steps"),
    ("Questions", "G10", "ask"): ("Questions!G10, Verified by of question A7", "is 'ask'; allowed: documents,"),
    ("Questions", "B11", "=B10"): ("Questions!B11, Question of question A8", "is a formula without a value"),
    ("Questions", "H12", "always"): ("Questions!H12, N/a allowed of question B1", "is 'always'; allowed: never,"),
    ("Questions", "I24", None): ("Questions!J24, Dated records of question C4", "but no documents are required"),
    ("Questions", "K14", 2.5): ("Questions!K14, Words of notes of question B3", "is 2.5; a whole number is needed"),
    ("Questions", "L15", 1): ("Questions!L15, Example in notes of question B4", "is the number 1; yes or no is needed"),
    ("Questions", "A16", "Y1"): ("Questions!A16, Id", 'is the text "Y1", whose letter is in no row of the sheet Elements'),
    ("Questions", "A17", None): ("Questions!A17, Id of question 5 of element B", "is missing"),
    ("Questions", "C18", True): ("Questions!C18, Guideline of question B7", "is the truth value TRUE, which is no text"),
    ("Questions", "M19", 3): ("Questions!M3", '"(column M)" is no column that is known here'),
    ("Rules", "A5", "policy-known"): ("Rules!A5, Id of rule 2", "which an entry above has already"),
    ("Rules", "B6", "Z9"): ("Rules!B6, When of rule hazards-before-health", "'Z9', which is no question of this"),
    ("Rules", "C7", "maybe"): ("Rules!C7, When answer of rule hazards-before-ranks", "'maybe'; allowed: yes, no, n/a"),
    ("Rules", "F8", None): ("Rules!F8, Because of rule hazards-before-reviews", "is missing"),
    ("Rules", "B20", "owners"): ("Rules!C20, When answer of rule", "of a group, some or none is needed"),
}  # fmt: skip


def test_all_faults_are_told_at_once_by_sheet_and_cell(tmp_path: Path) -> None:
    def plant(book: openpyxl.Workbook) -> None:
        for sheet, cell, value in PLANTED:
            book[sheet][cell] = value

    path = tmp_path / "i.xlsx"
    path.write_bytes(edited(plant, build_instrument_workbook(SHIPPED)))
    found = refused(path)
    for place, reason in PLANTED.values():
        assert any(each.startswith(place) and reason in told for each, told in found.items()), (place, found)
    followed = {"Questions!A64, Id", "Rules!B8, When of rule hazards-before-reviews"}  # of the letter j and of Y1
    assert followed <= found.keys()
    assert len(found) == len(PLANTED) + len(followed), set(found)


CHANGES: dict[str, tuple[Callable[[openpyxl.Workbook], object], str, str]] = {
    "no sheet": (lambda book: book.remove(book["Rules"]), "Rules", "there is no sheet of this name"),
    "no column": (lambda book: book["Questions"].delete_cols(4), "Questions", 'the column "Points" is missing'),
    "headers moved": (lambda book: book["Elements"].insert_rows(1), "Elements", "none of its headers is in row 3, where"),
    "no field": (lambda book: book["Instrument"].delete_rows(5), "Instrument, Version", "is missing"),
    "no element": (lambda book: book["Elements"].delete_rows(4, 60), "Elements", "at least one element is needed"),
    "element without questions": (
        lambda book: book["Elements"].__setitem__("A6", "K"), "Elements!A6, element K", "at least one question",
    ),
    "order of elements": (
        lambda book: book["Elements"].__setitem__("A4", "Z"), "Elements", "have the letters Z, B;",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "place", "reason"), CHANGES.values(), ids=CHANGES)
def test_a_spreadsheet_of_another_shape_is_refused(
    tmp_path: Path, change: Callable[[openpyxl.Workbook], object], place: str, reason: str
) -> None:
    path = tmp_path / "i.xlsx"
    path.write_bytes(edited(change, build_instrument_workbook(SMALL)))
    assert any(each == place and reason in told for each, told in refused(path).items()), refused(path)


def test_words_and_numbers_are_taken_as_people_type_them(tmp_path: Path) -> None:
    def typed(book: openpyxl.Workbook) -> None:
        book["Questions"]["G4"] = "Documents, Interview"
        book["Questions"]["D4"] = 15.0
        book.create_sheet("Notes of ours")["A1"] = "read by nobody"

    path = tmp_path / "i.xlsx"
    path.write_bytes(edited(typed, build_instrument_workbook(SMALL)))
    read = read_instrument_file(path)
    assert read.questions[0].verification == (Verification.DOCUMENTS, Verification.INTERVIEW)
    assert read.questions[0].points == Decimal(15)


def test_a_workbook_that_is_no_instrument_says_how_to_make_one(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(DataError, match=r"make a spreadsheet with 'secor-xl instrument new FILE\.xlsx'"):
        read_instrument_file(path)


@pytest.mark.parametrize("text", ["a\x01b", "#N/A", "x" * 40_000])
def test_a_text_that_no_cell_can_have_is_refused_with_its_cell(text: str) -> None:
    source = toml_text(SHIPPED).replace("Hazard Control", text.replace("\x01", "\\u0001"), 1)
    with pytest.raises(SecorError, match=r"^Elements!B6: no cell can have"):
        build_instrument_workbook(parse_instrument(source, "instrument.toml"))


def test_an_endless_number_is_a_fault_of_its_cell(tmp_path: Path) -> None:
    def endless(part: bytes) -> bytes:
        return re.sub(rb'(<c r="D4"[^>]*><v>)[^<]*', rb"\g<1>" + b"9" * 400, part)

    path = tmp_path / "i.xlsx"
    path.write_bytes(changed(build_instrument_workbook(SMALL), "xl/worksheets/sheet3.xml", endless))
    assert "is out of bounds" in refused(path)["Questions!D4, Points of question A1"]
