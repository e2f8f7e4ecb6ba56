"""Tables of others: CSV and XLSX as people and programs export them, understood by a mapping."""

from __future__ import annotations

import datetime as dt
import io
import tracemalloc
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from secor_xl.errors import DataError
from secor_xl.intake.foreign_tables import foreign_tables
from secor_xl.intake.mapped_rows import mapped_submissions, mapped_tables
from secor_xl.intake.mapped_values import day_in
from secor_xl.intake.mapping import DateOrder, read_mapping
from secor_xl.intake.propose import proposed_mapping
from secor_xl.intake.submission import IntakeRefused, Submission
from secor_xl.judgement.case import Place
from secor_xl.review.model import Account, ActionItem, Response, YearKind
from secor_xl.workbook.reading.cell_problem import CellProblem
from secor_xl.xlsx.guard import UnreadableWorkbook
from tests.workbook.built import instrument

MAPPING = """
date_order = "dmy"
decimal_comma = true

[words]
"J" = "yes"
"Not applicable" = "n/a"
"unknown" = ""

[submissions]
"employer.legal_name" = "Company"
"employer.street" = ["Street", "Unit"]
"case.year_kind" = { constant = "certification" }
"case.submitted_on" = "Sent"
"profile.workers" = "Workers"
"employer.phone" = "Phone"
"accounts.number" = "WCB"
"accounts.province" = "Prov"
"questions.response" = "Q{id}"
"questions.points_claimed" = "Q{id} points"
"questions.notes" = "Q{id} notes"
"""
HEADERS = [
    "Company",
    "Street",
    "Unit",
    "Sent",
    "Workers",
    "Phone",
    "WCB",
    "Prov",
    "QA1",
    "QA1 points",
    "QA1 notes",
    "QA2",
    "Extra",
]
ROW = [
    "Pine Ltd.",
    "1 Main St",
    "Unit 4",
    "3/2/2026",
    "12",
    "780-555-0100",
    "0123",
    "ab",
    "J",
    "2,5",
    "said\nso",
    "na",
    "x",
]


def mapped(folder: Path, content: bytes, mapping: str = MAPPING, name: str = "table.csv"):
    """Read the submissions of a table."""
    table, words = folder / name, folder / "intake.toml"
    table.write_bytes(content)
    words.write_text(mapping, encoding="utf-8")
    return list(mapped_submissions(table, read_mapping(words), instrument(), str(words)))


def csv_of(*rows: list[str], separator: str = ",") -> str:
    return "\n".join(separator.join(f'"{value}"' for value in row) for row in rows)


def sheets_of(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def only(found: list[Submission | CellProblem]) -> Submission:
    (submission,) = found
    assert isinstance(submission, Submission)
    return submission


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_row_of_a_csv_file_becomes_a_submission(tmp_path: Path, encoding: str, separator: str):
    row = ["Érable Ltée", *ROW[1:]]
    submission = only(mapped(tmp_path, csv_of(HEADERS, row, separator=separator).encode(encoding)))
    facts = submission.review
    assert submission.problems == ()
    assert (facts.employer.legal_name, facts.employer.street) == ("Érable Ltée", "1 Main St Unit 4")
    assert (facts.case.year_kind, facts.case.submitted_on) == (YearKind.CERTIFICATION, dt.date(2026, 2, 3))
    assert (facts.profile.workers, facts.accounts) == (12, (Account("AB", "0123"),))
    first, second = facts.questions[:2]
    assert (first.response, first.points_claimed, first.notes) == (Response.YES, Decimal("2.5"), "said\nso")
    assert second.response is Response.NOT_APPLICABLE
    assert len(facts.questions) == len(instrument().questions)


def test_a_row_of_a_sheet_becomes_the_same_submission_as_one_of_csv(tmp_path: Path):
    as_csv = only(mapped(tmp_path, csv_of(HEADERS, ROW).encode()))
    row = [*ROW[:3], dt.datetime(2026, 2, 3, 10, 22), 12, *ROW[5:9], 2.5, *ROW[10:]]
    as_sheet = only(mapped(tmp_path, sheets_of({"Export": [HEADERS, row]}), name="table.xlsx"))
    assert (as_sheet.review, as_sheet.problems) == (as_csv.review, ())


def test_every_value_that_is_not_understood_is_named_and_the_rest_is_taken(tmp_path: Path):
    row = [
        "Pine Ltd.",
        "1 Main St",
        "",
        "31/31/2026",
        "about 12",
        "780",
        "0123",
        "AB",
        "maybe",
        "1,000,5",
        "x" * 40_000,
        "na",
        "",
    ]
    submission = only(mapped(tmp_path, csv_of(HEADERS, row).encode()))
    assert [(problem.place, problem.cell) for problem in submission.problems] == [
        (Place("case", "submitted_on"), 'row 2, column "Sent"'),
        (Place("profile", "workers"), 'row 2, column "Workers"'),
        (Place("questions", "response", "A1"), 'row 2, column "QA1"'),
        (Place("questions", "points_claimed", "A1"), 'row 2, column "QA1 points"'),
        (Place("questions", "notes", "A1"), 'row 2, column "QA1 notes"'),
    ]
    assert submission.counts == "7 values taken, 5 not understood"
    facts, notes = submission.for_review()
    assert len(notes) == 5
    assert len(facts.case.not_understood.split("\n")) == 5


@pytest.mark.parametrize(("sent", "understood"), [("28/02/1900", False), ("01/03/1900", True)])
def test_a_day_that_excel_does_not_have_is_one_value_that_is_not_understood(
    tmp_path: Path, sent: str, understood: bool
):
    row = [sent if header == "Sent" else value for header, value in zip(HEADERS, ROW, strict=True)]
    submission = only(mapped(tmp_path, csv_of(HEADERS, row).encode()))
    assert [problem.place for problem in submission.problems] == ([] if understood else [Place("case", "submitted_on")])
    assert submission.for_review()[0].employer.legal_name == "Pine Ltd."


def test_a_value_beyond_the_headers_is_told_because_the_row_may_have_shifted(tmp_path: Path):
    shifted = csv_of(HEADERS) + "\n" + ",".join(["Pine, Ltd.", *ROW[1:10], "said so", *ROW[11:]])
    problems = only(mapped(tmp_path, shifted.encode())).problems
    assert "row 2, column 14" in {problem.cell for problem in problems}
    content = sheets_of({"Export": [HEADERS, [*ROW[:9], 2.5, *ROW[10:], "aside"]]})
    (problem,) = only(mapped(tmp_path, content, name="table.xlsx")).problems
    assert (problem.where, problem.place) == ("Export!N2", None)


def test_a_date_is_not_guessed_where_the_mapping_does_not_say_its_order(tmp_path: Path):
    mapping = MAPPING.replace('date_order = "dmy"', "")
    (problem,) = only(mapped(tmp_path, csv_of(HEADERS, ROW).encode(), mapping)).problems
    assert problem.allowed.endswith("or enter the order of dates in the mapping: date_order")


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2026-02-03", None, "2026-02-03"),
        ("2026/2/3 10:22:05", None, "2026-02-03"),
        ("20260203", None, "2026-02-03"),
        ("20261303", None, ""),
        ("03.02.26", DateOrder.DAY_FIRST, "2026-02-03"),
        ("2/3/2026", DateOrder.MONTH_FIRST, "2026-02-03"),
        ("3 Feb. 2026", None, "2026-02-03"),
        ("3-Feb-2026", None, "2026-02-03"),
        ("February 3rd, 2026", None, "2026-02-03"),
        ("2/3/2026", None, ""),
        ("2/30/2026", DateOrder.MONTH_FIRST, ""),
        ("3 Foo 2026", None, ""),
        ("2026", None, ""),
        ("1-2-" + "3" * 100, DateOrder.DAY_FIRST, ""),
    ],
)
def test_dates_that_are_texts(text: str, order: DateOrder | None, day: str):
    assert day_in(text, order) == (dt.date.fromisoformat(day) if day else None)


def test_a_row_that_names_nobody_makes_nothing(tmp_path: Path):
    nobody = ["", *ROW[1:]]
    problem, submission = mapped(tmp_path, csv_of(HEADERS, nobody, ROW).encode())
    assert isinstance(problem, CellProblem)
    assert problem.cell == 'row 2, column "Company"'
    assert isinstance(submission, Submission)


ANSWERS = """
[submissions]
key = "File"
"case.reference" = "File"
"employer.legal_name" = "Company"
[answers]
key = "File"
question_id = "Question"
response = "Answer"
notes = "Notes"
"""


def test_one_row_an_answer_is_gathered_by_its_key(tmp_path: Path):
    rows = [
        ["File", "Company", "Question", "Answer", "Notes"],
        ["7", "Pine Ltd.", "A1", "yes", "seen"],
        ["8", "Oak Ltd.", "A1", "no", ""],
        ["7", "Pine Ltd.", "a2", "no", ""],
        ["7", "Pine Inc.", "Z9", "no", ""],
    ]
    pine, oak = mapped(tmp_path, csv_of(*rows).encode(), ANSWERS)
    assert isinstance(pine, Submission)
    assert isinstance(oak, Submission)
    assert [entry.response for entry in pine.review.questions[:2]] == [Response.YES, Response.NO]
    assert (pine.review.questions[0].notes, oak.review.questions[0].response) == ("seen", Response.NO)
    assert [problem.seen for problem in pine.problems] == [
        '"Z9" is no question',
        '"Pine Inc.", while another row has "Pine Ltd."',
    ]


def test_several_sheets_are_joined_by_their_key(tmp_path: Path):
    mapping = """
[submissions]
sheet = "Employers"
key = "No"
"employer.legal_name" = "Name"
[answers]
sheet = "Answers"
key = "Employer no"
question_id = "Q"
response = "A"
[action_plan]
sheet = "Actions"
key = "Employer no"
question_ids = "Qs"
action = "What"
target_date = "When"
"""
    content = sheets_of(
        {
            "Answers": [["Employer no", "Q", "A"], [1, "A1", "yes"], [2, "A1", "no"], [3, "A1", "no"]],
            "Employers": [["No", "Name"], [1, "Pine Ltd."], [2.0, "Oak Ltd."]],
            "Actions": [
                ["Employer no", "Qs", "What", "When"],
                [2, "a1, B1", "Do", dt.date(2026, 9, 1)],
                ["", "A1", "x", ""],
            ],
        }
    )
    found = mapped(tmp_path, content, mapping, "tables.xlsx")
    submissions = {each.name: each for each in found if isinstance(each, Submission)}
    problems = [each for each in found if isinstance(each, CellProblem)]
    assert submissions["Oak Ltd."].review.action_plan == (
        ActionItem(("A1", "B1"), action="Do", target_date=dt.date(2026, 9, 1)),
    )
    assert submissions["Pine Ltd."].review.questions[0].response is Response.YES
    assert [problem.where for problem in problems] == ["Actions!A3", "Answers!A4"]


def test_headers_that_are_empty_or_repeated_or_over_two_rows_have_names_of_their_own(tmp_path: Path):
    path = tmp_path / "table.csv"
    path.write_text("Notes,Notes,,NOTES\n1,2,3,4\n", encoding="utf-8")
    (table,) = foreign_tables(path)
    assert table.headers == ("Notes", "Notes (2)", "(column C)", "NOTES (3)")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["an export"],
        ["Employer", None, "A1", None],
        ["Name", "City", "Answer", "Notes"],
        ["Pine", "Hope", "yes", "n"],
    ):
        sheet.append(row)
    sheet.merge_cells("A2:B2")
    sheet.merge_cells("C2:D2")
    book.save(tmp_path / "merged.xlsx")
    (table,) = foreign_tables(tmp_path / "merged.xlsx", 2, 2)
    assert table.headers == ("Employer Name", "Employer City", "A1 Answer", "A1 Notes")
    assert list(table.rows) == [(4, ["Pine", "Hope", "yes", "n"])]


def test_a_hidden_sheet_is_not_taken_for_the_table(tmp_path: Path):
    book = openpyxl.load_workbook(
        io.BytesIO(sheets_of({"Old": [HEADERS, ROW], "New": [HEADERS, ["Oak Ltd.", *ROW[1:]]]}))
    )
    book["Old"].sheet_state = "hidden"
    book.active = 1
    stream = io.BytesIO()
    book.save(stream)
    assert only(mapped(tmp_path, stream.getvalue(), name="table.xlsx")).name == "Oak Ltd."


def test_formulas_without_values_errors_and_1904_dates_are_told_or_read(tmp_path: Path):
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    sheet.append(HEADERS)
    sheet.append(
        [
            "Pine Ltd.",
            "1 Main St",
            None,
            dt.date(2026, 2, 3),
            "=6+6",
            "780",
            "0123",
            "AB",
            "#N/A",
            None,
            None,
            None,
            None,
        ]
    )
    stream = io.BytesIO()
    book.save(stream)
    submission = only(mapped(tmp_path, stream.getvalue(), name="table.xlsx"))
    assert submission.review.case.submitted_on == dt.date(2026, 2, 3)
    assert [(problem.cell, problem.seen) for problem in submission.problems] == [
        ("E2", "a formula without a value, because Excel has not calculated the workbook yet"),
        ("I2", "the error #N/A"),
    ]


def test_what_the_mapping_names_and_the_table_has_not_is_refused_in_words(tmp_path: Path):
    with pytest.raises(DataError, match=r'"Sent" is not in .*it has: "Company", "Street"'):
        mapped(tmp_path, csv_of(["Company", "Street", "Unit"], ["Pine", "1", "2"]).encode())
    for line, words in (
        ('[submissions]\n"employer.name" = "X"', "is no field of a submission; known here: employer.legal_name"),
        ('[submissions]\n"employer.legal_nam" = "X"', "did you mean employer.legal_name"),
        ('[submissions]\n"action_plan.who" = "X"', "known here: action_plan.question_ids, action_plan.deficiency"),
        ('[submissions]\n"questions.notes" = "Notes"', "needs {id} where the headers have the id"),
        ("[answers]\nquestion_id = 'Q'", r"has no table \[submissions\]"),
        ('[submissions]\nkey = "A"\n[answers]\nquestion_id = "Q"', 'has no "key"'),
        ("", "describes no table"),
        ('[submissions]\n"employer.phone" = 5', "is 5; a text in quotes is needed"),
        ('date_order = "ydm"\n[submissions]\n', "allowed: ymd, mdy, dmy|allowed: ymd, dmy, mdy"),
        ('[other]\n[submissions]\n"employer.phone" = "P"', "is not a key that is known here"),
    ):
        with pytest.raises(DataError, match=words):
            mapped(tmp_path, csv_of(HEADERS, ROW).encode(), line)


def test_a_mapping_says_how_each_column_is_understood_and_what_is_left_over(tmp_path: Path):
    table, words = tmp_path / "table.csv", tmp_path / "intake.toml"
    table.write_text(csv_of(HEADERS, ROW), encoding="utf-8")
    words.write_text(MAPPING, encoding="utf-8")
    (found,) = mapped_tables(table, read_mapping(words), instrument(), "intake.toml")
    lines = list(found.described())
    assert lines[:3] == [
        'Employer: Legal name: "Company"',
        'Employer: Street address: "Street" and "Unit"',
        "Case: Kind of year: always certification",
    ]
    assert lines[-4:] == [
        'Question: Response: 2 questions, such as A1 from "QA1"',
        'Question: Points claimed: 1 question, such as A1 from "QA1 points"',
        'Question: Notes as submitted: 1 question, such as A1 from "QA1 notes"',
        "Left over: Extra",
    ]


def test_files_that_are_no_tables_are_refused_in_words(tmp_path: Path):
    with pytest.raises(UnreadableWorkbook, match="no table that can be read"):
        mapped(tmp_path, b"\x00\x01\x02binary")
    with pytest.raises(UnreadableWorkbook, match="quotation mark in it is odd or never closed"):
        mapped(tmp_path, (csv_of(HEADERS) + '\n"Pine' + "x" * 200_000).encode())
    damaged = bytearray(sheets_of({"Export": [HEADERS, ROW]}))
    damaged[len(damaged) // 3] ^= 0xFF
    with pytest.raises(UnreadableWorkbook, match="damaged"):
        mapped(tmp_path, bytes(damaged), name="table.xlsx")


def with_sheet(content: bytes, old: bytes, new: bytes) -> bytes:
    """A workbook with other XML in its sheet."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            made.writestr(name, source.read(name).replace(old, new) if "sheet1" in name else source.read(name))
    return stream.getvalue()


@pytest.mark.parametrize("rows", ['"Pine,1\nOak,2\nElm,3', '"Pine,1\n"Oak,2', '"Pine" Ltd,1'])
def test_a_quotation_mark_that_would_swallow_rows_is_refused(tmp_path: Path, rows: str):
    with pytest.raises(UnreadableWorkbook, match=r"from row 2 on: .*quotation mark"):
        mapped(tmp_path, f"Company,Sent\n{rows}".encode(), '[submissions]\n"employer.legal_name" = "Company"')


def test_rows_and_columns_beyond_those_of_a_sheet_are_refused_at_once(tmp_path: Path):
    with pytest.raises(UnreadableWorkbook, match="has 1,000,001 columns in row 1"):
        mapped(tmp_path, b"," * 1_000_000)
    far = with_sheet(sheets_of({"Export": [HEADERS, ROW]}), b'<row r="2"', b'<row r="99999999999"')
    with pytest.raises(UnreadableWorkbook, match="a row below 1,048,576 in its sheet Export"):
        mapped(tmp_path, far, name="table.xlsx")


def test_a_number_without_end_is_taken_for_what_it_is(tmp_path: Path):
    row = [*ROW[:4], 424242, 424242, *ROW[6:]]
    content = with_sheet(sheets_of({"Export": [HEADERS, row]}), b"<v>424242</v>", b"<v>" + b"9" * 400 + b"</v>")
    submission = only(mapped(tmp_path, content, name="table.xlsx"))
    assert [problem.cell for problem in submission.problems] == ["E2"]
    assert submission.review.employer.phone == "9" * 400


@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_a_table_without_headers_is_told(tmp_path: Path, content: bytes):
    with pytest.raises(DataError, match="it has: no headers; correct header_row"):
        mapped(tmp_path, content)


def test_a_sheet_that_unpacks_to_far_more_than_its_size_is_refused(tmp_path: Path):
    source = zipfile.ZipFile(io.BytesIO(sheets_of({"Export": [HEADERS, ROW]})))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in source.namelist():
            bomb.writestr(name, source.read(name) + (b" " * 50_000_000 if "sheet1" in name else b""))
    with pytest.raises(UnreadableWorkbook, match="unpacks its part"):
        mapped(tmp_path, stream.getvalue(), name="table.xlsx")


def test_entities_of_a_sheet_are_never_expanded(tmp_path: Path):
    source = zipfile.ZipFile(io.BytesIO(sheets_of({"Export": [HEADERS, ROW]})))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in source.namelist():
            data = source.read(name)
            if "sheet1" in name:
                data = data.replace(
                    b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet', 1
                )
            bomb.writestr(name, data)
    with pytest.raises(UnreadableWorkbook, match="damaged"):
        mapped(tmp_path, stream.getvalue(), name="table.xlsx")


PROPOSED_FROM = (
    "Timestamp,Company name,Street address,City,Phone,Assessor,Assessor phone,Kind of year,QA1,QA1 comments,QA1 points,QA2,"
    "QA2 comments,QA2 points,Favourite colour\n"
    '31/3/2026,Pine Ltd.,1 Main,Hope,604-555-0100,Bo Ray,604-555-0101,Certification,Oui,said so,"2,5",no,,0,red\n'
)


def test_a_first_mapping_is_proposed_by_headers_and_values(tmp_path: Path):
    table = tmp_path / "table.csv"
    table.write_text(PROPOSED_FROM, encoding="utf-8")
    text = proposed_mapping(table, instrument())
    for line in (
        'date_order = "dmy"',
        "decimal_comma = true",
        '"questions.response" = "Q{id}"',
        '"questions.notes" = "Q{id} comments"',
        '"questions.points_claimed" = "Q{id} points"',
        '"employer.city" = "City"',
        '"employer.legal_name" = "Company name"  # unsure',
        '"assessor.phone" = "Assessor phone"',
        '# [words] needs "Oui" = one of yes, no, n/a, not answered  # unsure',
        "# Left over: Favourite colour",
    ):
        assert line in text.split("\n")
    submission = only(mapped(tmp_path, PROPOSED_FROM.encode(), f'words = {{ "Oui" = "yes" }}\n{text}'))
    assert (submission.problems, submission.review.case.submitted_on) == ((), dt.date(2026, 3, 31))


def test_a_mapping_of_one_row_an_answer_is_proposed(tmp_path: Path):
    table = tmp_path / "table.csv"
    table.write_text("File no,Company,Question,Answer,Notes\n7,Pine,A1,yes,x\n7,Pine,A2,no,\n", encoding="utf-8")
    pine = only(mapped(tmp_path, table.read_bytes(), proposed_mapping(table, instrument())))
    assert (pine.name, pine.review.questions[1].response) == ("7", Response.NO)


def test_what_a_column_is_called_in_other_words_is_proposed_and_an_address_is_no_street(tmp_path: Path):
    table = tmp_path / "table.csv"
    rows = "2026-04-01 10:22,{0} Ltd.,a@{0}.example,403-555-0110,0012345,Certification,{1}\n"
    content = "Timestamp,Company,E-mail address,Phone number,WCB no.,Kind,Question,Answer\n" + "".join(
        rows.format(name, answer) for name in ("Maple", "Spruce") for answer in ("A1,yes", "A2,no")
    )
    table.write_text(content, encoding="utf-8")
    text = proposed_mapping(table, instrument())
    assert "unsure" not in text.split("\n", 1)[1]
    first, second = mapped(tmp_path, content.encode(), text)
    review = first.review
    assert (review.employer.email, review.employer.phone) == ("a@Maple.example", "403-555-0110")
    assert (review.accounts[0].number, review.case.year_kind) == ("0012345", YearKind.CERTIFICATION)
    assert second.review.employer.legal_name == "Spruce Ltd.", "two that were sent in one minute are two"


def test_nothing_is_proposed_for_a_table_of_something_else(tmp_path: Path):
    table = tmp_path / "table.csv"
    table.write_text("x,y\n1,2\n", encoding="utf-8")
    with pytest.raises(IntakeRefused, match="none of its columns is like a field"):
        proposed_mapping(table, instrument())


def test_memory_does_not_grow_with_the_values_of_a_table(tmp_path: Path):
    mapping = '[submissions]\n"employer.legal_name" = "Company"\n"profile.description" = "Text"\n'

    def peak(rows: int) -> int:
        table, words = tmp_path / "table.csv", tmp_path / "intake.toml"
        words.write_text(mapping, encoding="utf-8")
        with table.open("w", encoding="utf-8") as stream:
            stream.write("Company,Text\n")
            stream.writelines(f"Company {number},{'x' * 4_000}\n" for number in range(rows))
        tracemalloc.start()
        count = sum(1 for _ in mapped_submissions(table, read_mapping(words), instrument(), str(words)))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == rows
        return most

    peak(10)  # what is loaded and remembered once
    assert peak(2_000) < peak(200) + 2_000_000  # the values of the 1,800 rows more are 7 MB
