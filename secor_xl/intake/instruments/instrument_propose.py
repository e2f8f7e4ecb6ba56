"""Propose a first mapping of a table of questions, by the likeness of its headers and by its values."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from typing import TYPE_CHECKING

from secor_xl.intake.foreign_tables import foreign_tables, unnamed_column
from secor_xl.intake.instruments.instrument_columns import QUESTIONS, Entry
from secor_xl.intake.instruments.instrument_import import COLUMNS, ELEMENT, NUMBER_TEXT
from secor_xl.intake.instruments.instrument_workbook import is_number
from secor_xl.intake.propose import LEAST, MOST, SAMPLE_ROWS, mark
from secor_xl.intake.submission import IntakeRefused
from secor_xl.procedure.instrument import Scoring, Verification
from secor_xl.procedure.toml_tables import toml_string
from secor_xl.text import is_blank, on_one_line
from secor_xl.workbook.reading.headers import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from secor_xl.xlsx.sheet_values import CellValue

HEADER_ROWS = 12
"""The rows at the top among which the headers are looked for."""
OTHER_NAMES = {
    ELEMENT: ("element", "section", "category", "part", "topic"),
    "id": ("no", "no.", "number", "#", "question no", "question number", "ref", "item"),
    "text": ("question text", "criteria", "criterion", "requirement", "standard"),
    "guideline": ("guidance", "how to verify", "scoring guideline", "instructions", "notes to assessor"),
    "points": ("max points", "maximum points", "points possible", "max score", "possible", "marks", "weight"),
    "scoring": ("scoring type", "score type"),
    "verification": ("verification", "method", "verification method", "documentation interview observation"),
    "not_applicable": ("n/a", "na allowed", "not applicable"),
    "documents": ("documents required", "required documents", "evidence", "evidence required"),
    "records": ("records", "records required"),
    "notes_minimum_words": ("minimum words", "least words of notes"),
}
"""Other headers of the entries of a question."""
DEFAULTS = {"scoring": Scoring.ALL_OR_NOTHING, "verification": Verification.DOCUMENTS}
"""The constants that are proposed where no column is like the entry."""


@dataclass(frozen=True)
class _Candidate:
    """A sheet with one of its rows taken for the headers: the header and the likeness of each entry that was found."""

    sheet: str
    header_row: int
    headers: tuple[str, ...]
    found: dict[str, tuple[str, float]]

    @property
    def score(self) -> float:
        """The sum of the likenesses."""
        return sum(score for _, score in self.found.values())


def proposed_question_mapping(path: Path) -> str:
    """Propose a mapping of a table of questions.

    Returns:
        Its text as TOML; a line that somebody has to look at ends in ``# unsure``.

    Raises:
        IntakeRefused: no column is like the words of a question.
        UnreadableWorkbook: the file cannot be read.
    """
    candidates = [each for each in _candidates(path) if "text" in each.found]
    if not candidates:
        raise IntakeRefused(
            f"{path}: none of its columns looks like the text of questions. The table needs a row of headers."
        )
    best = max(candidates, key=lambda each: each.score)
    lines = ["# How the columns of our table of questions are understood. Look at each line that ends in: # unsure"]
    if best.header_row != 1:
        lines.append(f"header_row = {best.header_row}")
    lines += ["", "[questions]", *([f"sheet = {toml_string(best.sheet)}"] if best.sheet else [])]
    for key in (ELEMENT, *COLUMNS):
        if key in best.found:
            header, score = best.found[key]
            lines.append(f"{key} = {toml_string(header)}{mark(score)}")
        elif key in DEFAULTS:
            lines.append(f"{key} = {{ constant = {toml_string(DEFAULTS[key])} }}{mark(LEAST)}")
    left = [header for header in best.headers if header not in {found for found, _ in best.found.values()}]
    if left:
        lines.append(f"# Left over: {', '.join(left)}")
    return "\n".join(lines) + "\n"


def _candidates(path: Path) -> Iterator[_Candidate]:
    for table in foreign_tables(path):
        if table.hidden:
            continue
        headers_read: list[CellValue] = [*table.headers]
        rows = [(1, headers_read), *islice(table.rows, HEADER_ROWS + SAMPLE_ROWS)]
        for at, (number, row) in enumerate(rows):
            headers = tuple(on_one_line(str(value)) for index, value in enumerate(row) if not _is_unnamed(value, index))
            if number <= HEADER_ROWS and len(headers) > 1 and len(set(headers)) == len(headers):
                places = {on_one_line(str(value)): index for index, value in enumerate(row)}
                below = [values for _, values in rows[at + 1 :]]
                columns = {
                    header: [each[places[header]] for each in below if places[header] < len(each)] for header in headers
                }
                yield _Candidate(table.sheet, number, headers, _matches(columns))


def _is_unnamed(value: CellValue, index: int) -> bool:
    return is_blank(value) or value == unnamed_column(index)


def _matches(columns: dict[str, list[CellValue]]) -> dict[str, tuple[str, float]]:
    """Find the best header of each entry, each header once."""
    scores = sorted(
        (
            (_likeness(words(header), key), key, header)
            for header, values in columns.items()
            for key in (ELEMENT, *COLUMNS)
            if _fits(values, key)
        ),
        reverse=True,
    )
    found: dict[str, tuple[str, float]] = {}
    for score, key, header in scores:
        if score >= LEAST and key not in found and header not in {taken for taken, _ in found.values()}:
            found[key] = header, score
    return found


def _likeness(header: str, key: str) -> float:
    """How like a header is to an entry, from 0 to 1."""
    known = (key.replace("_", " "), *OTHER_NAMES.get(key, ()), *(each.header for each in [COLUMNS.get(key)] if each))
    return max(SequenceMatcher(None, header, words(each)).ratio() for each in known)


def _fits(values: list[CellValue], key: str) -> bool:
    """Whether most values of a column may be of an entry."""
    column = next((each for each in QUESTIONS.columns if each.key == key), None)
    filled = [value for value in values if not is_blank(value)]
    numbers = sum(is_number(value) or NUMBER_TEXT.fullmatch(str(value)) is not None for value in filled)
    if column and column.entry in (Entry.NUMBER, Entry.WHOLE_NUMBER):
        return bool(filled) and numbers >= MOST * len(filled)
    return key != "text" or (bool(filled) and numbers < MOST * len(filled))
