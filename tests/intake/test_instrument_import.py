"""A table of questions that people already have becomes the spreadsheet of an instrument."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from secor_xl.errors import DataError, DataFaults, SecorError
from secor_xl.intake.instruments.instrument_file import read_instrument_file
from secor_xl.intake.instruments.instrument_import import imported_questions, read_question_mapping
from secor_xl.intake.instruments.instrument_propose import proposed_question_mapping
from secor_xl.intake.instruments.instrument_workbook import InstrumentRows, build_instrument_rows

ROWS: list[list[object]] = [
    ["Audit questions 2026"],
    [],
    ["No.", "Section", "Question", "Guidance", "Max points", "Method", "Required documents", "Owner"],
    ["1.1", "1. Management Commitment", "Is there a policy?", "Read it.", 20, "Doc", "the policy", "Jo"],
    ["A1", None, "Is it known?", "Ask.", "7,5", "Int, Obs", None, "Al"],
    [None, "C - Hazards", None, None, None, None, None],
    ["C2a", None, "Are hazards assessed?", "Look.", 30, "Doc/Int", "assessments", "Jo"],
    ["C2a", None, "Are controls chosen?", "Look.", 12.5, "hearsay", None, None],
    [None, "Emergencies", "Is there a plan?", None, 10, "Doc", "the plan", None],
]
WORDS = '\n[words]\nDoc = "documents"\nInt = "interview"\nObs = "observation"\n'


@pytest.fixture
def table(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("Audit tool")
    for row in ROWS:
        sheet.append(row)
    path = tmp_path / "questions.xlsx"
    book.save(path)
    return path


def taken(table: Path, mapping: str) -> tuple[InstrumentRows, tuple[tuple[str, str], ...]]:
    path = table.with_name("map.toml")
    path.write_text(mapping, encoding="utf-8")
    return imported_questions(table, read_question_mapping(path), "map.toml")


def test_a_first_mapping_finds_the_headers_and_marks_what_it_is_not_sure_of(table: Path) -> None:
    assert proposed_question_mapping(table).splitlines()[1:] == [
        "header_row = 3",
        "",
        "[questions]",
        'sheet = "Audit tool"',
        'element = "Section"',
        'id = "No."',
        'text = "Question"',
        'guideline = "Guidance"',
        'points = "Max points"',
        'scoring = { constant = "all-or-nothing" }  # unsure',
        'verification = "Method"',
        'documents = "Required documents"',
        "# Left over: Owner",
    ]


def test_questions_are_taken_with_their_elements_words_and_numbers(table: Path) -> None:
    rows, renumbered = taken(table, proposed_question_mapping(table) + WORDS)
    assert rows.elements == [
        {"letter": "A", "title": "Management Commitment"},
        {"letter": "C", "title": "Hazards"},
        {"letter": "B", "title": "Emergencies"},
    ]
    keys = ("id", "points", "verification")
    assert [tuple(each[key] for key in keys) for each in rows.questions] == [
        ("A1", Decimal(20), "documents"),
        ("A2", Decimal("7.5"), "interview + observation"),
        ("C2a", Decimal(30), "documents + interview"),
        ("C2", Decimal("12.5"), "hearsay"),
        ("B1", Decimal(10), "documents"),
    ]
    assert renumbered == (("1.1", "A1"), ("A1", "A2"), ("C2a", "C2"))


def test_what_the_table_has_not_is_told_by_the_check_of_the_spreadsheet(table: Path) -> None:
    rows, _ = taken(table, proposed_question_mapping(table) + WORDS)
    path = table.with_name("ours.xlsx")
    path.write_bytes(build_instrument_rows(rows))
    with pytest.raises(DataFaults) as found:
        read_instrument_file(path)
    assert [each.place.partition(",")[0] for each in found.value.faults] == [
        *("Instrument!B4", "Instrument!B5", "Instrument!B7", "Elements", "Questions!G7", "Questions!C8"),
    ]
    assert openpyxl.load_workbook(path, data_only=True)["Elements"]["D4"].value == 27.5


def test_a_csv_with_headings_alone_and_one_column_for_all_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "Item;Pts;\n1. Policy;;\nIs there a policy?;5;\nIs it known?;2,5;\nTraining;;\nAre people trained?;3;\n"
    )
    mapping = '[questions]\ntext = "Item"\npoints = "Pts"\nverification = { constant = "interview" }\n'
    rows, renumbered = taken(path, mapping)
    assert [each["title"] for each in rows.elements] == ["Policy", "Training"]
    assert [(each["id"], each["text"], each["points"]) for each in rows.questions] == [
        ("A1", "Is there a policy?", 5),
        ("A2", "Is it known?", Decimal("2.5")),
        ("B1", "Are people trained?", 3),
    ]
    assert renumbered == ()


@pytest.mark.parametrize(
    ("mapping", "reason"),
    [
        ('[questions]\ntext = "Questions"\n', r'the column "Questions" is not in .*; it has: "No\.", "Section"'),
        ('[questions]\npoints = "Max points"\n', "questions.text: is missing: name the column"),
        ('[questions]\ntext = "Question"\nweight = "Max points"\n', "is no entry of a question; known here: element, id"),
        ('[questions]\ntext = "Question"\nsheet = "Tool"\n', 'has no sheet "Tool"; it has: Audit tool'),
        ('[questions]\ntext = "Question"\nelement = "Owner"\nhint = 1\n', "is no entry of a question"),
    ],
)  # fmt: skip
def test_a_mapping_that_does_not_fit_is_refused(table: Path, mapping: str, reason: str) -> None:
    with pytest.raises(DataError, match=reason):
        taken(table, f"header_row = 3\n{mapping}")


def test_a_table_without_questions_or_with_too_many_elements_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    mapping = '[questions]\ntext = "Item"\npoints = "Pts"\n'
    path.write_text("Item,Pts\n")
    with pytest.raises(SecorError, match="has no row with a question below its headers"):
        taken(path, mapping)
    path.write_text("Item,Pts\n" + "".join(f"Part of {number}\nIs it?,1\n" for number in range(27)))
    with pytest.raises(SecorError, match="has more than 26 elements"):
        taken(path, mapping)
    path.write_text("Name,Town\nAl,Hinton\n")
    with pytest.raises(SecorError, match="none of its columns looks like the text of questions"):
        proposed_question_mapping(path)
