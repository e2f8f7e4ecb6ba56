"""Propose a first mapping of somebody else's tables, by the likeness of headers and of values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from typing import TYPE_CHECKING

from secor_xl.intake.foreign_tables import foreign_tables
from secor_xl.intake.mapped_values import NUMBERS, fact_of
from secor_xl.intake.mapping import ENTRIES_BY_NAME, ID, QUESTION_ID, SECTION_OF, DateOrder, Mapping, Rows
from secor_xl.intake.submission import IntakeRefused
from secor_xl.procedure.toml_tables import toml_string
from secor_xl.review.labels import SECTIONS
from secor_xl.text import is_blank
from secor_xl.workbook.reading.cell_parsing import Unfit, as_question_ids
from secor_xl.workbook.reading.headers import words
from secor_xl.workbook.schema.fields import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from secor_xl.intake.foreign_tables import ForeignTable
    from secor_xl.procedure.instrument import Instrument
    from secor_xl.xlsx.sheet_values import CellValue

SAMPLE_ROWS = 50
LEAST, SURE = 0.62, 0.9
"""The likeness from which a header is proposed for a field, and from which it is not marked as unsure."""
MOST = 0.8
"""The share of the values of a column that must be of a kind."""
OTHER_NAMES = {
    "employer.legal_name": ("company", "employer", "business name"),
    "employer.trade_name": ("operating as", "doing business as"),
    "employer.street": ("address", "street"),
    "employer.city": ("city", "town"),
    "employer.contact_name": ("contact", "contact person"),
    "employer.phone": ("telephone", "employer telephone", "phone number"),
    "employer.email": ("email", "email address"),
    "case.certificate_number": ("certificate", "certificate no", "secor number"),
    "case.submitted_on": ("submission date", "date submitted", "timestamp", "sent"),
    "case.year_kind": ("kind",),
    "case.reference": ("file no", "file number", "reference"),
    "assessor.name": ("assessor", "completed by"),
    "accounts.number": ("wcb number", "wcb no", "wcb account", "account"),
    "questions.response": ("answer",),
    "questions.points_claimed": ("points", "score"),
    "questions.notes": ("comments", "notes", "justification"),
    "questions.attached": ("documents", "attachments", "evidence"),
    "action_plan.responsible": ("who", "responsible"),
    "action_plan.target_date": ("due date", "by when"),
    "action_plan.action": ("corrective action",),
}
KEYS = ("case.reference", "case.certificate_number", "employer.legal_name")
"""The fields that tell submissions apart, the best first."""
NO_MAPPING = Mapping(())


@dataclass(frozen=True)
class _Sampled:
    """A table with its first values by column."""

    sheet: str
    headers: tuple[str, ...]
    columns: tuple[tuple[CellValue, ...], ...]

    def values(self, header: str) -> tuple[CellValue, ...]:
        return self.columns[self.headers.index(header)]


def proposed_mapping(path: Path, instrument: Instrument) -> str:
    """Propose a mapping.

    Args:
        path: the table, CSV or XLSX; its headers are in its first row.
        instrument: the instrument whose questions are answered.

    Returns:
        The text of an ``intake.toml``; a line that somebody has to look at ends in ``# unsure``.

    Raises:
        IntakeRefused: no column is like a field of a submission.
        UnreadableWorkbook: the file cannot be read.
    """
    tables = [sampled for table in foreign_tables(path) if not table.hidden and (sampled := _sampled(table)).columns]
    ids = {each.casefold(): each for each in instrument.by_id}
    kinds = [_rows_of(table, ids) for table in tables]
    if tables and Rows.SUBMISSIONS not in kinds:
        tables, kinds = [tables[0], *tables], [Rows.SUBMISSIONS, *kinds]
    lines = [
        "# How the columns of our table are understood. Look at each line that ends in: # unsure",
        *_notation(tables),
    ]
    key, key_is_sure = _key(tables)
    found = 0
    for table, rows in zip(tables, kinds, strict=True):
        body = list(_fields(table, rows, ids))
        found += sum(not line.startswith("#") for line in body)
        if not body and rows is not Rows.SUBMISSIONS:
            continue
        lines += ["", f"[{rows}]", *([f"sheet = {toml_string(table.sheet)}"] if table.sheet else [])]
        if len(tables) > 1:
            own = next((header for header in table.headers if words(header) == words(key)), "")
            unsure = mark(SURE if key_is_sure else LEAST)
            lines.append(
                f"key = {toml_string(own)}{unsure}"
                if own
                else 'key = ""  # unsure: the column that tells whose a row is'
            )
        lines += body
    if not found:
        raise IntakeRefused(
            f"{path}: none of its columns is like a field of a submission; its headers belong in the first row."
        )
    return "\n".join(lines) + "\n"


def _sampled(table: ForeignTable) -> _Sampled:
    rows = [values for _, values in islice(table.rows, SAMPLE_ROWS)]
    columns = (
        tuple(row[at] for row in rows if at < len(row) and not is_blank(row[at])) for at in range(len(table.headers))
    )
    return _Sampled(table.sheet, table.headers, tuple(columns) if rows else ())


def _rows_of(table: _Sampled, ids: dict[str, str]) -> Rows:
    """Tell what each row of a table is: an answer or an action item where a column names questions."""
    if not _question_column(table, ids):
        return Rows.SUBMISSIONS
    planned = [name for _, name, _ in _matches(table, "action_plan", set()) if name != "action_plan.question_ids"]
    return Rows.ACTION_PLAN if len(planned) > 1 else Rows.ANSWERS


def _question_column(table: _Sampled, ids: dict[str, str]) -> str:
    """The header of the column whose values are ids of questions; empty where there is none."""

    def names_questions(value: CellValue) -> bool:
        found = as_question_ids(value, ids)
        return not isinstance(found, Unfit) and all(each in ids.values() for each in found)

    for header, values in zip(table.headers, table.columns, strict=True):
        if values and sum(map(names_questions, values)) >= MOST * len(values):
            return header
    return ""


def _fields(table: _Sampled, rows: Rows, ids: dict[str, str]) -> Iterator[str]:
    """Propose the lines of a table."""
    section, taken = SECTION_OF.get(rows, ""), set()
    question = _question_column(table, ids)
    if rows in (Rows.ANSWERS, Rows.ACTION_PLAN):
        taken.add(question)
        yield f"{QUESTION_ID if rows is Rows.ANSWERS else 'question_ids'} = {toml_string(question)}"
    patterns = _patterns(table, ids) if rows is Rows.SUBMISSIONS else {}
    for pattern, headers in patterns.items():
        taken |= set(headers)
        values = tuple(value for header in headers for value in table.values(header))
        rest = words(re.sub(r"[^\w{}]+", " ", pattern.replace(f"Q{ID}", "").replace(ID, "")))
        likely = [(_likeness(rest, name), name) for name in ENTRIES_BY_NAME if name.startswith("questions.")]
        score, name = max((score, name) for score, name in likely if _fits(values, name))
        if not rest:
            score, name = SURE, "questions.response" if _fits(values, "questions.response") else "questions.notes"
        yield f"{toml_string(name)} = {toml_string(pattern)}{mark(score)}"
        yield from _strange_words(values, name)
    for score, name, header in _matches(table, section, taken):
        yield f"{toml_string(name) if not section else name.partition('.')[2]} = {toml_string(header)}{mark(score)}"
        taken.add(header)
        yield from _strange_words(table.values(header), name)
    left = [header for header in table.headers if header not in taken]
    if left:
        yield f"# Left over: {', '.join(left)}"


def _strange_words(values: tuple[CellValue, ...], name: str) -> Iterator[str]:
    """Name the words of a column that are none of a closed list."""
    entry = ENTRIES_BY_NAME[name]
    if entry.choices:
        words_seen = {str(value) for value in values if isinstance(fact_of(value, entry, NO_MAPPING, {}), Unfit)}
        for word in sorted(words_seen):
            yield f"# [words] needs {toml_string(word)} = one of {', '.join(entry.allowed)}  # unsure"


def _patterns(table: _Sampled, ids: dict[str, str]) -> dict[str, list[str]]:
    """The headers with the id of a question in them, by their words with ``{id}`` in its place."""
    alternatives = "|".join(sorted(map(re.escape, ids), key=len, reverse=True))
    token = re.compile(rf"(?<![A-PR-Za-pr-z0-9])({alternatives})(?![A-Za-z0-9])", re.IGNORECASE)
    found: dict[str, list[str]] = {}
    for header in table.headers:
        if match := token.search(header):
            found.setdefault(f"{header[: match.start()]}{ID}{header[match.end() :]}", []).append(header)
    return {pattern: headers for pattern, headers in found.items() if len(headers) > 1}


def _matches(table: _Sampled, section: str, taken: set[str]) -> list[tuple[float, str, str]]:
    """The best header of each field and the best field of each header, the likeliest first."""
    names = [name for name in ENTRIES_BY_NAME if (name.startswith(f"{section}.") if section else _is_single(name))]
    scores = sorted(
        (
            (_likeness(words(header), name), name, header)
            for header in table.headers
            for name in names
            if header not in taken and _fits(table.values(header), name)
        ),
        reverse=True,
    )
    made: list[tuple[float, str, str]] = []
    for score, name, header in scores:
        if score >= LEAST and not any(name == other or header == another for _, other, another in made):
            made.append((score, name, header))
    return made


def _is_single(name: str) -> bool:
    return not name.startswith(("questions.", "action_plan."))


def _likeness(header: str, name: str) -> float:
    """How like a header is to a field, from 0 to 1."""
    entry = ENTRIES_BY_NAME[name]
    known = {
        entry.label,
        f"{SECTIONS[entry.section]} {entry.label}",
        f"{entry.section} {entry.field}".replace("_", " "),
    }
    return max(SequenceMatcher(None, header, words(each)).ratio() for each in (*known, *OTHER_NAMES.get(name, ())))


def _fits(values: tuple[CellValue, ...], name: str) -> bool:
    """Whether most values of a column may be of a field; dates in any order."""
    entry = ENTRIES_BY_NAME[name]
    are_addresses = all("@" in str(value) for value in values)
    if entry.field == "email" or (values and are_addresses):
        return entry.field == "email" and are_addresses
    if entry.kind in (Kind.TEXT, Kind.CHOICE) or not values:
        return True
    orders = [Mapping((), date_order=order, decimal_comma=comma) for order in DateOrder for comma in (False, True)]
    return any(
        sum(not isinstance(fact_of(value, entry, each, {}), Unfit) for value in values) >= MOST * len(values)
        for each in orders
    )


def _notation(tables: list[_Sampled]) -> Iterator[str]:
    """Propose the order of dates and the decimal mark, from the texts of the tables."""
    texts = [value for table in tables for values in table.columns for value in values if isinstance(value, str)]
    dates = [match for text in texts if (match := NUMBERS.fullmatch(text)) and len(match[1]) < 4]
    if any(int(match[1]) > 12 for match in dates):
        yield f'date_order = "{DateOrder.DAY_FIRST}"'
    elif dates:
        clear = any(int(match[2]) > 12 for match in dates)
        yield f'date_order = "{DateOrder.MONTH_FIRST}"{mark(SURE if clear else LEAST)}'
    if any(re.fullmatch(r"[0-9]+,[0-9]{1,2}", text) for text in texts):
        yield "decimal_comma = true"


def _key(tables: list[_Sampled]) -> tuple[str, bool]:
    """Propose the header that all tables have and that tells whose a row is, and whether it is sure; empty where there is none."""
    common = (
        [header for header in tables[0].headers if all(header in each.headers for each in tables)] if tables else []
    )
    fields = {name: (header, score) for score, name, header in _matches(tables[0], "", set())} if common else {}
    for header, score in (fields[name] for name in KEYS if name in fields):
        if header in common:
            return header, score >= SURE
    return (common[0], len(common) == 1) if common else ("", False)


def mark(score: float) -> str:
    """Return the mark of a line that somebody has to look at; empty where the likeness is sure."""
    return "" if score >= SURE else "  # unsure"
