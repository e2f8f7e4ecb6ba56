"""How the columns of somebody else's table are understood: ``intake.toml`` in the office's folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING

from secor_xl.files import content_of
from secor_xl.procedure.toml_tables import read_toml
from secor_xl.review.difference import is_submitted
from secor_xl.text import is_blank
from secor_xl.workbook.reading.cell_parsing import bare
from secor_xl.workbook.schema.fields import ACCOUNT, ACTION_ITEM, QUESTION, SUBMISSION, SchemaField

if TYPE_CHECKING:
    from pathlib import Path

    from secor_xl.procedure.toml_tables import TomlTable

MAPPING_FILE = "intake.toml"
TAKEN_FROM_THE_OFFICE = frozenset({("case", "reference"), ("case", "received_on")})
ENTRIES_BY_NAME: dict[str, SchemaField] = {
    f"{entry.section}.{entry.field}": entry
    for entry in (*(entry for _, entries in SUBMISSION for entry in entries), *ACCOUNT, *QUESTION, *ACTION_ITEM)
    if is_submitted(entry.section, entry.field) or (entry.section, entry.field) in TAKEN_FROM_THE_OFFICE
}
"""The fields that a table may bring, by the name that a mapping has for each."""
ID = "{id}"
QUESTION_ID = "question_id"
NEAR_ENOUGH = 0.85


class DateOrder(StrEnum):
    """The order of day, month and year in dates that are texts."""

    ISO = "ymd"
    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class Rows(StrEnum):
    """The rows of a table: one for a submission, an answer, an action item, or an account."""

    SUBMISSIONS = "submissions"
    ANSWERS = "answers"
    ACTION_PLAN = "action_plan"
    ACCOUNTS = "accounts"


SECTION_OF = {Rows.ANSWERS: "questions", Rows.ACTION_PLAN: "action_plan", Rows.ACCOUNTS: "accounts"}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the value of a field comes from: the headers of its columns, joined by a space, or a constant."""

    headers: tuple[str, ...] = ()
    constant: str = ""


@dataclass(frozen=True, slots=True)
class TableMapping:
    """How one table is understood.

    Attributes:
        rows: what each row is.
        sheet: its sheet; empty for the first sheet that is not hidden, or a CSV file.
        key: the header of the column that tells whose a row is; empty where each row is a submission of its own.
        origins: where each field comes from, by its name such as ``employer.legal_name``; in the headers of ``questions.``
            fields, ``{id}`` is the id of a question.
        question_id: the header of the column that names the question of a row, where each row is an answer.
    """

    rows: Rows
    sheet: str = ""
    key: str = ""
    origins: dict[str, Origin] = field(default_factory=dict)
    question_id: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """How the tables of a file are understood.

    Attributes:
        tables: each table.
        words: the words of the tables, in the form of ``bare``, with ours.
        date_order: of dates that are texts; ``None`` where only dates such as 2026-03-31 are understood.
        decimal_comma: whether numbers that are texts have a decimal comma.
        header_row: the first row of the headers, counted from 1.
        header_rows: how many rows the headers have; they are joined.
    """

    tables: tuple[TableMapping, ...]
    words: dict[str, str] = field(default_factory=dict)
    date_order: DateOrder | None = None
    decimal_comma: bool = False
    header_row: int = 1
    header_rows: int = 1


def has_mapping(path: Path) -> bool:
    """Return whether the file is there, and not only comments, as a new office has it."""
    if not path.exists():
        return False
    try:
        lines = content_of(path).decode("utf-8-sig").splitlines()
    except (OSError, ValueError):
        return True  # why it cannot be read, its reader says
    return not all(is_blank(line) or line.lstrip().startswith("#") for line in lines)


def read_mapping(path: Path) -> Mapping:
    """Read a mapping; raises ``DataError`` where it cannot be used."""
    top = read_toml(path)
    mapping = Mapping(
        tables=tuple(_table(top.table(rows), rows) for rows in Rows if top.has(rows)),
        words=read_words(top),
        date_order=top.choice("date_order", DateOrder) if top.has("date_order") else None,
        decimal_comma=top.flag("decimal_comma", default=False),
        header_row=top.integer("header_row", 1, least=1),
        header_rows=top.integer("header_rows", 1, least=1),
    )
    top.done()
    if not mapping.tables:
        top.refuse("", f"describes no table; write [{Rows.SUBMISSIONS}] and below it a line for each field")
    if not any(table.rows is Rows.SUBMISSIONS for table in mapping.tables):
        top.refuse("", f"has no table [{Rows.SUBMISSIONS}], which says who the employer is")
    without = [table for table in mapping.tables if not table.key]
    if without and len(mapping.tables) > 1:
        top.refuse(without[0].rows, 'has no "key": name the column that tells whose each row is, in every table')
    return mapping


def read_words(top: TomlTable) -> dict[str, str]:
    """Read the words of the tables, in the form of ``bare``, with ours."""
    words = top.table("words") if top.has("words") else None
    return {bare(word): words.text(word, "") for word in words.names()} if words else {}


def _table(table: TomlTable, rows: Rows) -> TableMapping:
    section = SECTION_OF.get(rows)
    origins = {}
    for name in table.names():
        if name in ("sheet", "key", QUESTION_ID):
            continue
        full = f"{section}.{name}" if section else name
        if full not in ENTRIES_BY_NAME:
            table.refuse(name, f"is no field of a submission; {_known_here(full, section)}")
        origins[full] = read_origin(table, name)
        patterned = full.startswith("questions.") and not section
        if patterned and not any(ID in header for header in origins[full].headers):
            table.refuse(name, f'needs {ID} where the headers have the id of the question, such as "Q{ID} notes"')
    made = TableMapping(
        rows,
        table.text("sheet", ""),
        table.text("key", ""),
        origins,
        table.text(QUESTION_ID) if rows is Rows.ANSWERS else "",
    )
    table.done()
    return made


def _known_here(name: str, section: str | None) -> str:
    """Return the fields that are meant where a name is near them, else those of its section, else all."""
    known = [each for each in ENTRIES_BY_NAME if not section or each.startswith(section)]
    beside = [each for each in known if each.startswith(f"{name.partition('.')[0]}.")]
    near = get_close_matches(name, known, 2, NEAR_ENOUGH)
    listed = (each.removeprefix(f"{section}.") for each in near or beside or known)
    return f"did you mean {' or '.join(listed)}?" if near else f"known here: {', '.join(listed)}"


def read_origin(table: TomlTable, name: str) -> Origin:
    """Read one line: a header, a list of headers, or ``{ constant = "text" }``."""
    value = table.peek(name)
    if isinstance(value, dict):
        inner = table.table(name)
        constant = inner.text("constant")
        inner.done()
        return Origin(constant=constant)
    return Origin(table.texts(name) if isinstance(value, list) else (table.text(name),))
