"""Read the cells of a row as the facts of a record.

Where the rows come from does not matter, here and in ``read_submission`` and ``read_tables``: a sheet of a file, or the
range that an in-cell function was given. Every function takes a sheet with its header row and adds what it cannot read to
``problems``; none raises.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from secor_xl.judgement.case import Place
from secor_xl.workbook.reading import cell_parsing
from secor_xl.workbook.reading.cell_parsing import REMEMBERED, Unfit, as_choice
from secor_xl.workbook.reading.cell_problem import CellProblem
from secor_xl.workbook.schema.fields import Kind, SchemaField
from secor_xl.xlsx.sheet_values import CellValue, SheetValues

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Convert: TypeAlias = Callable[[CellValue], Any]
Problems: TypeAlias = list[CellProblem]

# Texts that are made of digits: typed as numbers they lose their leading zeros.
CODES = {
    ("case", "reference"),
    ("case", "certificate_number"),
    ("employer", "postal_code"),
    ("employer", "phone"),
    ("employer", "fax"),
    ("assessor", "phone"),
    ("accounts", "number"),
    ("accounts", "industry_code"),
    ("letters", "fingerprint"),
}

STRUCK = (
    "the entry, or a part of it, is struck through, and counts all the same",
    "Clear it if it is no longer true, or remove the line through it",
)
FORMULA = (
    "a formula; what it shows may change, while a review needs what was entered",
    "Type the value itself, or copy the cell and paste it onto itself as values",
)

CONVERTERS: dict[Kind, Convert] = {
    Kind.DATE: cell_parsing.as_date,
    Kind.WHOLE_NUMBER: cell_parsing.as_whole_number,
    Kind.POINTS: cell_parsing.as_points,
    Kind.QUESTION_IDS: partial(cell_parsing.as_question_ids, known={}),
}


@cache
def converter(entry: SchemaField) -> Convert:
    """Return the function that converts a cell to the fact of a field."""
    if entry.kind is Kind.CHOICE and entry.choices is not None:
        return lru_cache(REMEMBERED, typed=True)(partial(as_choice, kind=entry.choices))
    if entry.field == "province":
        return cell_parsing.as_province
    if (entry.section, entry.field) in CODES:
        return cell_parsing.as_code
    return CONVERTERS.get(entry.kind, cell_parsing.as_text)


class Input(NamedTuple):
    """The column of one field in each row, and the function that converts its cells."""

    field: str
    column: int
    convert: Convert


def row_facts(
    sheet: SheetValues, row: int, inputs: Iterable[Input], section: str, item: str, problems: Problems
) -> dict[str, Any]:
    """Read the facts in one row; blank and unreadable ones are left out, so that the model's defaults apply."""
    facts: dict[str, Any] = {}
    values = sheet.rows[row] if row < len(sheet.rows) else []
    width = len(values)
    marked = bool(sheet.formulas and row in _rows_of(sheet.formulas)) or bool(
        sheet.struck and row in _rows_of(sheet.struck)
    )
    for field, column, convert in inputs:
        value = values[column] if column < width else None
        if value is None and not marked:
            continue
        fact = None if value is None else convert(value)
        is_unfit = isinstance(fact, Unfit)
        if fact is not None and not is_unfit:
            facts[field] = fact
        if is_unfit or marked:
            problems += _cell_problems(sheet, (row, column), fact, Place(section, field, item))
    return facts


@lru_cache(maxsize=32)
def _rows_of(cells: frozenset[tuple[int, int]]) -> frozenset[int]:
    return frozenset(row for row, _ in cells)


def _cell_problems(sheet: SheetValues, cell: tuple[int, int], fact: object, place: Place) -> Iterator[CellProblem]:
    """Return the problems of a cell, given the fact that was read."""
    address = sheet.cell(*cell)
    if isinstance(fact, Unfit):
        yield CellProblem(sheet.name, address, fact.seen, fact.allowed, place)
        return
    if cell in sheet.formulas:
        yield CellProblem(sheet.name, address, *FORMULA, place, loses_a_fact=False)
    if cell in sheet.struck and fact not in (None, ""):
        yield CellProblem(sheet.name, address, *STRUCK, place, loses_a_fact=False, is_advisory=True)
