"""Input cells: how each kind looks, what Excel lets be typed there, and the message that comes up at the cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from secor_xl.procedure.instrument import Question
from secor_xl.workbook.functions.results import Value
from secor_xl.workbook.reading.cell_parsing import TYPE_A_DATE, short_forms
from secor_xl.workbook.schema.fields import Kind, SchemaField, joined_ids
from secor_xl.workbook.schema.geometry import Column, SheetTable
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.book import Book
from secor_xl.workbook.writing.formats import Style
from secor_xl.workbook.writing.xlsxwriter_internals import AutoHeightSheet

LATEST_ENTRY = dt.date(2199, 12, 31)
EARLIEST_ENTRY = dt.date(1990, 1, 1)
MOST_PEOPLE = 100_000
TITLE_LENGTH, MESSAGE_LENGTH = 32, 255

_NUMBER: Style = {"align": "center", "num_format": formats.POINTS}
_STYLES: dict[Kind, Style] = {
    Kind.TEXT: {"num_format": formats.TEXT},
    Kind.QUESTION_IDS: {"num_format": formats.TEXT},
    Kind.DATE: {"num_format": formats.DATE, "align": "left"},
    Kind.WHOLE_NUMBER: {"num_format": "0", "align": "left"},
    Kind.POINTS: _NUMBER,
    Kind.CHOICE: {"num_format": "General"},
}


def put_inputs(book: Book, sheet: AutoHeightSheet, row: int, column: Column, record: object, *styles: Style) -> None:
    """Write the input cell of a table's column with what a record has there, or blank where there is no record."""
    if column.entry:
        value = getattr(record, column.field) if record is not None else None
        put_input(book, sheet, (row, column.index), column.entry, value, *styles)


def put_entries(
    book: Book, sheet: AutoHeightSheet, table: SheetTable, entries: Sequence[object], *styles: Style
) -> None:
    """Write the input cells of a list, filled with its entries from the first row on, and let Excel check them."""
    for number in range(table.capacity):
        entry = entries[number] if number < len(entries) else None
        for column in table.inputs:
            put_inputs(book, sheet, table.first_row + number, column, entry, *styles)
    for column in table.inputs:
        validate(sheet, column, table.first_row, table.header_row + table.capacity)


def put_numbers(book: Book, sheet: AutoHeightSheet, table: SheetTable) -> None:
    """Number the rows of a list."""
    style = book.formats(formats.PLAIN, formats.CENTRED, font_color=formats.MUTED)
    for number in range(1, table.capacity + 1):
        book.put(sheet, table.header_row + number, table.column("number").index, number, style)


def put_input(
    book: Book, sheet: AutoHeightSheet, cell: tuple[int, int], entry: SchemaField, value: object, *styles: Style
) -> None:
    """Write an input cell, given by its row and its column."""
    cell_format = book.formats(formats.INPUT, _STYLES[entry.kind], *styles)
    book.put(sheet, *cell, as_value(value), cell_format)


def as_value(value: object) -> Value:
    """Convert a fact of the model to the value of a cell."""
    if isinstance(value, tuple):
        return joined_ids(value)
    if value is None or isinstance(value, str | int | Decimal | dt.date):
        return str(value) if isinstance(value, str) else value
    raise TypeError(value)


def validate(
    sheet: AutoHeightSheet, column: Column, first_row: int, last_row: int, question: Question | None = None
) -> None:
    """Let Excel check what is typed into a table's column, from one row to another."""
    if column.entry:
        rule = validation(column.entry, question)
        sheet.data_validation(first_row - 1, column.index - 1, last_row - 1, column.index - 1, rule)


def validation(entry: SchemaField, question: Question | None = None) -> dict[str, Any]:
    """Return the data validation of an input cell, with its messages."""
    rule: dict[str, Any] = {"input_title": entry.label[:TITLE_LENGTH], "input_message": entry.needed[:MESSAGE_LENGTH]}
    rule |= {"validate": "any"}
    if entry.allowed:
        words = ", ".join(entry.allowed)
        rule |= {"validate": "list", "source": list(entry.allowed), "error_title": entry.label[:TITLE_LENGTH]}
        rule |= {"error_message": f"Choose one of: {words}."[:MESSAGE_LENGTH]}
        if entry.choices and short_forms(entry.choices):  # Excel would refuse them; other words are flagged
            rule |= {"show_error": False}
    elif entry.kind is Kind.DATE:
        rule |= {"validate": "date", "criteria": "between", "minimum": EARLIEST_ENTRY, "maximum": LATEST_ENTRY}
        rule |= {"error_title": "A date is needed", "error_message": f"{TYPE_A_DATE}."}
    elif entry.kind is Kind.WHOLE_NUMBER:
        rule |= {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": MOST_PEOPLE}
        rule |= {
            "error_title": "A whole number is needed",
            "error_message": "Type a whole number such as 12; 0 for none.",
        }
    elif entry.kind is Kind.POINTS and question is not None:
        rule |= {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": float(question.points)}
        allowed = f"{question.id}: {question.points_allowed} points."
        rule |= {"error_title": "Points", "error_message": allowed, "input_message": f"{allowed} {entry.needed}"}
        if entry.field == "points_claimed":  # what the assessor claimed is recorded as it is
            rule |= {"error_type": "warning", "error_message": f"{allowed} Record another number all the same?"}
    return {key: value for key, value in rule.items() if value != ""}
