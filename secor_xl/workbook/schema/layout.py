"""The layout of the review workbook: the only place that knows its sheets, columns, rows and cells.

Single facts are ``Field`` records, lists are ``Table`` records with one ``Column`` per field. Rows and columns count from 1, as
Excel shows them. The ranges that Python computes, and everything else that has a name in the workbook, are in ``named_ranges``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache

from secor_xl.errors import SecorError
from secor_xl.judgement.case import Place
from secor_xl.procedure.instrument import Instrument
from secor_xl.review.labels import LABELS
from secor_xl.review.model import Snapshot
from secor_xl.review.snapshots import text_of
from secor_xl.workbook.schema.fields import (
    ACCOUNT,
    ACTION_ITEM,
    FORM,
    LAST_YEAR_ITEM,
    LETTER,
    QUESTION,
    ROUND,
    SUBMISSION,
    SchemaField,
)
from secor_xl.workbook.schema.geometry import Column, Field, SheetTable
from secor_xl.xlsx.sheet_values import column_letter

START, SUBMISSION_SHEET, QUESTIONS_SHEET, ACTION_PLAN_SHEET = "Start", "Submission", "Questions", "Action plan"
LAST_YEAR_SHEET, ROUNDS_SHEET, LETTERS_SHEET = "Last year", "Rounds", "Letters"
FLAGS_SHEET, RULES_SHEET, CLAUSES_SHEET, FORM_SHEET = "Flags", "Rules", "Clauses", "Form"
CHANGES_SHEET = "Changes"
VISIBLE_SHEETS = (
    START,
    SUBMISSION_SHEET,
    QUESTIONS_SHEET,
    ACTION_PLAN_SHEET,
    LAST_YEAR_SHEET,
    ROUNDS_SHEET,
    LETTERS_SHEET,
    FLAGS_SHEET,
    CHANGES_SHEET,
    RULES_SHEET,
    CLAUSES_SHEET,
)
SNAPSHOTS_SHEET = "Snapshots"
SHEETS = (*VISIBLE_SHEETS, FORM_SHEET, SNAPSHOTS_SHEET)

# Every sheet but the first and the last: title, a tip, a band over groups of columns, the headers, then the entries.
TITLE_ROW, TIP_ROW, BAND_ROW, HEADER_ROW, FIRST_ROW = 1, 2, 3, 4, 5
BACK = "← Start"
"""The words of the link that leads back to the start sheet, at the left of the row of the bands."""
STATE_SHEET = "State"
"""Very hidden, and only in a workbook without macros whose cells are computed: the entries that they were computed from."""


def table_of(section: str, sheet: str, capacity: int, *columns: Column, header_row: int = HEADER_ROW) -> SheetTable:
    """Return a table whose columns are numbered from 1, in their order."""
    numbered = tuple(replace(column, index=number) for number, column in enumerate(columns, 1))
    return SheetTable(section, sheet, header_row, capacity, numbered)


def input_columns(entries: tuple[SchemaField, ...]) -> tuple[Column, ...]:
    """Return a column for each field, with its label as the header."""
    return tuple(Column(entry.field, entry.label, entry.width, entry, since=entry.since) for entry in entries)


FLAGS, SCORED, CHANGED = "flags", "scored", "changed"
QUESTIONS = table_of(
    "questions",
    QUESTIONS_SHEET,
    0,
    Column(SCORED, "Scored", 8, since=2),
    Column("element", "El.", 4.5),
    Column("question_id", LABELS["questions"]["question_id"], 8.5),
    Column("text", "What the assessor was asked", 28),
    Column("guideline", "Guideline", 44),
    Column("element_title", "Element", 13),
    Column("evidence", "Evidence wanted", 36),
    Column("points_possible", "Points possible", 9.5),
    Column("points_allowed", "Points allowed", 17),
    *input_columns(QUESTION),
    Column(CHANGED, "Changed", 26, since=2),
    Column(FLAGS, "Flags", 42),
)
QUESTION_HEIGHT = 180.0
"""The most points of the row of a question: most notes are whole in it, and four of the longest are in sight at once."""
QUESTION_FROZEN = "guideline"
"""The last column of the questions that always stays in sight."""
QUESTION_GROUPS = {
    "guideline": ("element_title", "points_allowed"),
    "response": ("points_claimed", "attached"),
    "documents": ("oldest_record", "method_not_used"),
    "finding": ("needed", "looked_at_on"),
}
"""The groups of columns that close: the column that stays, and the first and the last one that go out of sight."""
ACTION_PLAN = table_of(
    "action_plan",
    ACTION_PLAN_SHEET,
    100,
    Column("number", "Item", 6),
    *input_columns(ACTION_ITEM),
    Column(FLAGS, "Flags", 52),
)
LAST_YEAR = table_of(
    "last_year",
    LAST_YEAR_SHEET,
    120,
    Column("number", "Item", 6, since=2),
    *input_columns(LAST_YEAR_ITEM),
    Column(FLAGS, "Flags", 52, since=2),
)
ROUNDS = table_of(
    "rounds",
    ROUNDS_SHEET,
    10,
    Column("number", "Round", 7),
    *input_columns(ROUND),
    Column("due_on", "Due on", 12),
    Column("days_left", "Days left", 8),
    Column("state", "How it stands", 30),
    Column(FLAGS, "Flags", 46),
)
# A sheet of its own: entries are only ever added, and reviewers look for letters by that name. Its cells are inputs like any
# other, because a protected cell refuses the button too, xlwings cannot lift a protection on Windows and macOS alike, and a
# letter that was made at the command line is entered by hand.
LETTERS = table_of(
    "letters",
    LETTERS_SHEET,
    40,
    Column("number", "No.", 6),
    *input_columns(LETTER),
)
FLAG_LIST = table_of(
    "flag_list",
    FLAGS_SHEET,
    300,
    Column("go", "Go to", 7),
    Column("code", "Code", 9),
    Column("severity", "Severity", 10),
    Column("where", "Where", 34),
    Column("cell", "Cell", 17),
    Column("seen", "What was seen", 58),
    Column("clause", "Clause", 8),
    Column("clear", "How to clear it", 54),
)
CHANGE_LIST = table_of(
    "change_list",
    CHANGES_SHEET,
    200,
    Column("go", "Go to", 7),
    Column("where", "Where", 34),
    Column("cell", "Cell", 17),
    Column("kind", "Kind of change", 19),
    Column("asked", "What was asked for", 40),
    Column("before", "At the feedback", 44),
    Column("after", "Now", 44),
)
RULE_LIST = table_of(
    "rule_list",
    RULES_SHEET,
    0,
    Column("code", "Code", 9),
    Column("title", "What is wrong", 56),
    Column("severity", "Severity", 11),
    Column("clause", "Clause", 8),
    Column("clear", "How to clear it", 76),
)
CLAUSE_LIST = table_of(
    "clause_list",
    CLAUSES_SHEET,
    0,
    Column("id", "Clause", 8),
    Column("title", "About", 26),
    Column("says", "What the procedure says", 54),
    Column("parameters", "Its numbers", 34),
    Column("rules", "Flag rules", 16),
    Column("kept_by", "What else keeps it", 42),
    Column("human", "What stays with a person", 42),
)


LABEL, INPUT, FLAG, NEEDED = (
    Column("label", "Item", 28, None, 1),
    Column("input", "Entry", 46, None, 2),
    Column(FLAGS, "Flags", 48, None, 3),
    Column("needed", "What is needed", 50, None, 4),
)
SUBMISSION_COLUMNS = (LABEL, INPUT, FLAG, NEEDED)


def _submission() -> tuple[tuple[Field, ...], dict[str, int], int]:
    """Return the fields, the row of each group heading, and the first row below them."""
    made, headings, row = [], {}, FIRST_ROW
    for heading, entries in SUBMISSION:
        headings[heading] = row
        row += 1
        for entry in entries:
            cells = [f"{column.letter}{row}" for column in (LABEL, INPUT, FLAG)]
            made.append(Field(entry, Place(entry.section, entry.field), SUBMISSION_SHEET, *cells))
            row += 1
    return tuple(made), headings, row


# The head-count is right below the last facts, so that it is beside its inputs and none of what the functions are given.
SUBMISSION_FIELDS, GROUP_ROWS, HEADCOUNT_ROW = _submission()
HEADCOUNT_LABEL = "All people together"
ACCOUNTS_TITLE_ROW = HEADCOUNT_ROW + 2
ACCOUNTS = table_of(
    "accounts",
    SUBMISSION_SHEET,
    12,
    *input_columns(ACCOUNT),
    Column(FLAGS, "Flags", NEEDED.width),
    header_row=ACCOUNTS_TITLE_ROW + 1,
)
STATE_COLUMNS = {
    SUBMISSION_SHEET: FLAG,
    QUESTIONS_SHEET: QUESTIONS.column(FLAGS),
    ACTION_PLAN_SHEET: ACTION_PLAN.column(FLAGS),
    LAST_YEAR_SHEET: LAST_YEAR.column(FLAGS),
    ROUNDS_SHEET: ROUNDS.column("due_on"),
    FLAGS_SHEET: FLAG_LIST.column("code"),
    CHANGES_SHEET: CHANGE_LIST.column("where"),
}
"""Where, in the row of the bands, each sheet says of which day and of how many entries its computed cells are."""
TABLES = {table.section: table for table in (ACCOUNTS, QUESTIONS, ACTION_PLAN, LAST_YEAR, ROUNDS, LETTERS)}

# The form sheet: labels in column A, values in column B, the instrument's text in column A below its header.
FORM_FIELDS = tuple(
    Field(entry, Place(entry.section, entry.field), FORM_SHEET, f"A{row}", f"B{row}", "")
    for row, entry in enumerate(FORM, 1)
)
FORM_ID_CELL, TOOL_VERSION_CELL, BUILT_AS_OF_CELL, SOURCE_LINES_CELL = ("B5", "B6", "B7", "B8")
FORM_LABELS = {"A5": "Form", "A6": "Made by secor-xl", "A7": "Judged as of", "A8": "Rows of its instrument"}
SOURCE_HEADER_ROW = 10
SOURCE_HEADER, SOURCE_COLUMN = "The instrument's text", 1
SOURCE_CHARACTERS = 8_000
"""The most characters of the instrument's text in one cell, unless a single line has more."""

# The snapshots, very hidden: a row for each round with its number, the day, and the text in pieces. Pieces are so short because
# Excel takes none of more than 8,203 characters when a button writes several cells at once.
SNAPSHOTS_SINCE, SNAPSHOT_HEADERS = 2, ("Round", "Taken on", "Facts")
SNAPSHOT_DAY_COLUMN, SNAPSHOT_TEXT_COLUMN, SNAPSHOT_PIECES, SNAPSHOT_PIECE = 2, 3, 30, 8_000


def snapshot_cells(snapshot: Snapshot) -> dict[str, str | dt.date | None]:
    """Return the cells of a snapshot from left to right: the day, then the pieces of the text; those left are blank.

    Raises:
        SecorError: the text is too long.
    """
    text, most = text_of(snapshot), SNAPSHOT_PIECES * SNAPSHOT_PIECE
    if len(text) > most:
        raise SecorError(
            f"the review has {len(text):,} characters, and a snapshot of it holds at most {most:,}: shorten the longest texts"
        )
    values = (snapshot.taken_on, *(piece or None for piece in snapshot_pieces(text)))
    return {f"{column_letter(SNAPSHOT_DAY_COLUMN + n)}{1 + snapshot.round}": value for n, value in enumerate(values)}


def snapshot_pieces(text: str) -> list[str]:
    """Split the text of a snapshot into the pieces of its cells, all of them as long as can be; those left are empty."""
    return [text[at : at + SNAPSHOT_PIECE] for at in range(0, SNAPSHOT_PIECES * SNAPSHOT_PIECE, SNAPSHOT_PIECE)]


@lru_cache(maxsize=16)
def source_pieces(source: str) -> tuple[str, ...]:
    """Split the instrument's text into pieces of whole lines; one cell for each line would slow down every reading."""
    pieces: list[list[str]] = []
    length = SOURCE_CHARACTERS
    for line in source.removesuffix("\n").split("\n"):
        length += len(line) + 1
        if length > SOURCE_CHARACTERS:
            pieces.append([])
            length = len(line)
        pieces[-1].append(line)
    return tuple("\n".join(piece) for piece in pieces)


def fields() -> tuple[Field, ...]:
    """Return every single fact of a review with its cells."""
    return (*FORM_FIELDS, *SUBMISSION_FIELDS)


_FIELDS = {field.place: field for field in fields()}
_FIRST_FIELDS = {field.place.section: field for field in reversed(fields())}


def sheets_of(form: int) -> tuple[str, ...]:
    """Return the sheets that a version of the form has."""
    later = {table.sheet for table in TABLES.values() if table.since > form}
    later |= {SNAPSHOTS_SHEET, CHANGES_SHEET} if form < SNAPSHOTS_SINCE else set()
    return tuple(name for name in SHEETS if name not in later)


def rows_of(table: SheetTable, instrument: Instrument) -> int:
    """Return the number of rows that a table has for entries."""
    return len(instrument.by_id) if table is QUESTIONS else table.capacity


def row_of(place: Place, instrument: Instrument) -> int | None:
    """Return the row of a table's entry; the first one if the place names no entry, ``None`` if there is no such row."""
    table = TABLES[place.section]
    number = 1
    if table is QUESTIONS and place.item:
        number = _numbers(tuple(instrument.by_id)).get(place.item, 0)
    elif place.item:
        number = int(place.item) if place.item.isdecimal() else 0
    return table.header_row + number if 1 <= number <= rows_of(table, instrument) else None


def cell_of(place: Place, instrument: Instrument) -> tuple[str, str] | None:
    """Return the sheet and cell of a place of a review; the first cell of its section or entry if it names no fact."""
    table = TABLES.get(place.section)
    if table is None:
        field = field_of(place)
        return (field.sheet, field.input_cell) if field else None
    row = row_of(place, instrument)
    name = place.field or ("question_id" if table is QUESTIONS else table.inputs[0].field)
    letters = [column.letter for column in table.columns if column.field == name]
    return (table.sheet, f"{letters[0]}{row}") if row and letters and name in LABELS[table.section] else None


def field_of(place: Place) -> Field | None:
    """Return the single fact of a place; the first one of its section if the place names no fact."""
    return _FIELDS.get(place) or (None if place.field else _FIRST_FIELDS.get(place.section))


def place_of(sheet: str, cell: str, instrument: Instrument) -> Place | None:
    """Return the fact of a review in a cell, ``None`` if the cell has none."""
    return _places(tuple(instrument.by_id)).get((sheet, cell))


@lru_cache(maxsize=16)
def _numbers(question_ids: tuple[str, ...]) -> dict[str, int]:
    return {question_id: number for number, question_id in enumerate(question_ids, 1)}


@lru_cache(maxsize=16)
def _places(question_ids: tuple[str, ...]) -> dict[tuple[str, str], Place]:
    places = {(field.sheet, field.input_cell): field.place for field in fields()}
    for table in TABLES.values():
        items = question_ids if table is QUESTIONS else tuple(str(n) for n in range(1, table.capacity + 1))
        for number, item in enumerate(items, 1):
            for column in table.columns:
                if column.field in LABELS[table.section]:
                    cell = f"{column.letter}{table.header_row + number}"
                    places[table.sheet, cell] = Place(table.section, column.field, item)
    return places
