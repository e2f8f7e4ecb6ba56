"""Take the questions of a table that people already have (CSV, XLSX) into the spreadsheet of an instrument, by a mapping."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from string import ascii_uppercase
from typing import TYPE_CHECKING

from secor_xl.errors import DataError
from secor_xl.intake.foreign_tables import foreign_tables
from secor_xl.intake.instruments.instrument_columns import QUESTIONS, Entry
from secor_xl.intake.instruments.instrument_workbook import InstrumentRows, is_number
from secor_xl.intake.mapping import Origin, read_origin, read_words
from secor_xl.intake.submission import IntakeRefused
from secor_xl.procedure.instrument import QUESTION_ID
from secor_xl.procedure.toml_tables import read_toml
from secor_xl.text import cleaned, is_blank
from secor_xl.workbook.reading.cell_parsing import bare
from secor_xl.xlsx.sheet_values import CellValue, ErrorValue, Marker, whole_if_whole

if TYPE_CHECKING:
    from pathlib import Path

    from secor_xl.intake.foreign_tables import ForeignTable
    from secor_xl.intake.instruments.instrument_columns import InstrumentColumn
    from secor_xl.intake.instruments.instrument_workbook import Row
    from secor_xl.workbook.writing.xlsxwriter_internals import PlainValue

ELEMENT = "element"
"""The key of the column that names the element of a question; in the rows below a blank cell goes on with it."""
COLUMNS = {column.key: column for column in QUESTIONS.columns}
LETTER_FIRST = re.compile(r"(?:element\s+)?([A-Z])(?:\s*[.:)\u2013\u2014-]\s*|\s+|$)(.*)", re.DOTALL)
NUMBER_FIRST = re.compile(r"(?:(?:element|section|part)\s+)?[0-9]{1,3}\s*[.:)\u2013\u2014-]\s*", re.IGNORECASE)
NUMBER_TEXT = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,6})?")
BETWEEN_WORDS = re.compile(r"\s*[,;+/\n]\s*|\s+and\s+")


@dataclass(frozen=True, slots=True)
class QuestionMapping:
    """How the columns of a table of questions are understood.

    Attributes:
        sheet: its sheet; empty for the first one that is not hidden, or a CSV file.
        origins: where each entry of a question comes from, by its key in TOML; ``element`` names its element.
        words: the words of the table, in the form of ``bare``, with ours.
        header_row: the row of the headers, counted from 1.
    """

    sheet: str = ""
    origins: dict[str, Origin] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    header_row: int = 1


def read_question_mapping(path: Path) -> QuestionMapping:
    """Read a mapping; raises ``DataError`` where it cannot be used."""
    top = read_toml(path)
    questions = top.table("questions")
    origins = {}
    for name in questions.names():
        if name == "sheet":
            continue
        if name != ELEMENT and name not in COLUMNS:
            questions.refuse(name, f"is no entry of a question; known here: {', '.join((ELEMENT, *COLUMNS))}")
        origins[name] = read_origin(questions, name)
    mapping = QuestionMapping(
        questions.text("sheet", ""), origins, read_words(top), top.integer("header_row", 1, least=1)
    )
    questions.done()
    top.done()
    if "text" not in origins:
        questions.refuse("text", "is missing: name the column with the words of the question")
    return mapping


@dataclass
class _Taking:
    """The rows that were taken so far, and the new id of each question that had another."""

    rows: InstrumentRows = field(default_factory=InstrumentRows)
    letters: dict[str, str] = field(default_factory=dict)
    renumbered: list[tuple[str, str]] = field(default_factory=list)

    def letter_of(self, words: str, file: str) -> str:
        """Return the letter of an element by its words; a new one is added."""
        known = self.letters.get(bare(words))
        if known:
            return known
        found = LETTER_FIRST.fullmatch(words)
        used = {f"{each['letter']}" for each in self.rows.elements}
        letter = found[1] if found else next((each for each in ascii_uppercase if each not in used), "")
        if not letter:
            raise IntakeRefused(f"{file}: has more than {len(ascii_uppercase)} elements; look at the column {ELEMENT}")
        title = (found[2].strip() if found else NUMBER_FIRST.sub("", words)) or words
        if letter not in used:
            self.rows.elements.append({"letter": letter, "title": title})
        self.letters[bare(words)] = letter
        return letter

    def add(self, letter: str, question: Row) -> None:
        """Add a question; an id that cannot be used becomes the element's letter and a number."""
        given, used = f"{question.get('id') or ''}", {each["id"] for each in self.rows.questions}
        own = given if QUESTION_ID.fullmatch(given) and given[0] == letter and given not in used else ""
        number = sum(f"{each}".startswith(letter) for each in used) + 1
        while not own:
            own = f"{letter}{number}" if f"{letter}{number}" not in used else ""
            number += 1
        if given and own != given:
            self.renumbered.append((given, own))
        self.rows.questions.append({**question, "id": own})


def imported_questions(
    path: Path, mapping: QuestionMapping, file: str
) -> tuple[InstrumentRows, tuple[tuple[str, str], ...]]:
    """Take the questions of a table.

    Args:
        path: the table.
        mapping: how its columns are understood.
        file: what messages call the mapping.

    Returns:
        The rows for the spreadsheet, which need not be complete, and each old id of a question with its new one.

    Raises:
        DataError: a sheet or a column of the mapping is not there.
        IntakeRefused: there is no question, or there are more elements than letters.
        UnreadableWorkbook: the file cannot be read.
    """
    taking, seen = _Taking(), []
    for table in foreign_tables(path, mapping.header_row):
        seen.append(table.sheet)
        if table.sheet == mapping.sheet or (not mapping.sheet and not table.hidden):
            _take(table, mapping, file, taking)
            break
    else:
        raise DataError(file, "questions.sheet", f'{path} has no sheet "{mapping.sheet}"; it has: {", ".join(seen)}')
    if not taking.rows.questions:
        raise IntakeRefused(f"{path}: has no row with a question below its headers; look at header_row in {file}")
    taking.rows.head["title"] = cleaned(path.stem)
    return taking.rows, tuple(taking.renumbered)


def _take(table: ForeignTable, mapping: QuestionMapping, file: str, taking: _Taking) -> None:
    columns = {
        key: [_column(table, header, key, file) for header in origin.headers] for key, origin in mapping.origins.items()
    }
    element = ""
    for _, values in table.rows:
        filled = [at for at, value in enumerate(values) if not is_blank(value)]
        if (
            len(filled) == 1 and len(columns) > 1 and not (ELEMENT in columns and filled == columns["text"])
        ):  # a heading
            element = taking.letter_of(_text(values[filled[0]]), table.file)
            continue
        entries = {
            key: mapping.origins[key].constant or _joined([values[at] for at in found if at < len(values)])
            for key, found in columns.items()
        }
        named = _text(entries.pop(ELEMENT, None))
        if is_blank(entries["text"]):
            continue
        if named or not element:
            element = taking.letter_of(named or "Questions", table.file)
        taking.add(element, {key: _entry(value, COLUMNS[key], mapping) for key, value in entries.items()})


def _column(table: ForeignTable, header: str, key: str, file: str) -> int:
    found = table.column(header)
    if found is None:
        has = ", ".join(f'"{each}"' for each in table.headers) or "no headers"
        where = f"{table.file}: {table.sheet}" if table.sheet else table.file
        raise DataError(file, f"questions.{key}", f'the column "{header}" is not in {where}; it has: {has}')
    return found


def _joined(values: list[CellValue]) -> CellValue:
    """The value of one column, or the texts of several."""
    return values[0] if len(values) == 1 else " ".join(filter(None, map(_text, values)))


def _text(value: CellValue) -> str:
    if is_blank(value) or isinstance(value, ErrorValue | Marker):
        return ""
    return cleaned(f"{whole_if_whole(value)}" if isinstance(value, float) else str(value))


def _entry(value: CellValue, column: InstrumentColumn, mapping: QuestionMapping) -> PlainValue:
    """Return the entry for a cell; what is not understood stays as it is, and the check of the instrument names it."""
    if column.entry in (Entry.NUMBER, Entry.WHOLE_NUMBER):
        if is_number(value):
            return Decimal(f"{value:.15g}")
        text = _text(value)
        return Decimal(text.replace(",", ".")) if NUMBER_TEXT.fullmatch(text) else text
    text = _text(value)
    if column.entry in (Entry.TEXT, Entry.CODE):
        return text
    parts = BETWEEN_WORDS.split(text) if column.entry is Entry.WORDS else [text]
    if bare(text) in mapping.words:
        parts = [text]
    return " + ".join(mapping.words.get(bare(part), part) for part in parts if part)
