"""The types of the layout: fields, tables with their columns, named ranges.

Rows and columns count from 1, as Excel shows them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from secor_xl.judgement.case import Place
from secor_xl.workbook.schema.fields import SchemaField
from secor_xl.xlsx.sheet_values import column_letter


def quoted(sheet: str) -> str:
    """Quote a sheet's name for a formula."""
    return sheet if sheet.isalnum() else f"'{sheet}'"


@dataclass(frozen=True, slots=True)
class NamedRange:
    """A rectangle of cells with a name in the workbook; rows and columns count from 1."""

    name: str
    sheet: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def first(self) -> str:
        """Its top left cell, such as ``B11``."""
        return f"{column_letter(self.column)}{self.row}"

    @property
    def last(self) -> str:
        """Its bottom right cell."""
        return f"{column_letter(self.column + self.columns - 1)}{self.row + self.rows - 1}"

    @property
    def cells(self) -> str:
        """Its cells, such as ``B11:B13``, or ``B11`` alone."""
        return self.first if self.first == self.last else f"{self.first}:{self.last}"

    @property
    def reference(self) -> str:
        """Its cells as a formula writes them, such as ``'Action plan'!$A$4:$H$104``."""
        absolute = re.sub(r"([A-Z]+)([0-9]+)", r"$\1$\2", self.cells)
        return f"{quoted(self.sheet)}!{absolute}"


@dataclass(frozen=True, slots=True)
class Field:
    """A single fact of the review with its cells; ``flag_cell`` is empty where it has no flag text."""

    entry: SchemaField
    place: Place
    sheet: str
    label_cell: str
    input_cell: str
    flag_cell: str


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column of a table; each is there once, and equal to itself alone.

    Attributes:
        field: an attribute of the model's entry, or our own name of a column that is no fact of the review.
        header: the words in the header row.
        width: in characters.
        entry: what its cells take; ``None`` where nothing is entered.
        index: its number in the sheet, from 1.
        since: the version of the form that brought it.
    """

    field: str
    header: str
    width: float
    entry: SchemaField | None = None
    index: int = 0
    since: int = 1

    @property
    def letter(self) -> str:
        """Its letters in the sheet."""
        return column_letter(self.index)


@cache
def columns_of(columns: tuple[Column, ...], form: int) -> tuple[Column, ...]:
    """Return the columns that a version of the form has."""
    return tuple(column for column in columns if column.since <= form)


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A list: one header row, one row for each entry.

    Attributes:
        section: the attribute of ``Review`` that it lists; our own name where it lists none.
        sheet: the sheet that it is on.
        header_row: the row of its headers.
        capacity: its rows; 0 where they are as many as what it lists.
        columns: its columns, from left to right.
    """

    section: str
    sheet: str
    header_row: int
    capacity: int
    columns: tuple[Column, ...]

    @property
    def since(self) -> int:
        """The version of the form that brought the table."""
        return min(column.since for column in self.columns)

    @property
    def first_row(self) -> int:
        """The row of its first entry."""
        return self.header_row + 1

    @property
    def inputs(self) -> tuple[Column, ...]:
        """The columns in which something is entered."""
        return tuple(column for column in self.columns if column.entry)

    def columns_of(self, form: int) -> tuple[Column, ...]:
        """Return the columns that a version of the form has."""
        return columns_of(self.columns, form)

    def column(self, field: str) -> Column:
        """Return the column of a field."""
        return next(column for column in self.columns if column.field == field)

    def cell(self, field: str, number: int) -> str:
        """Return the cell of a field of the entry ``number``, from 1."""
        return f"{self.column(field).letter}{self.header_row + number}"

    def named_range(self, name: str, rows: int, first: str = "", last: str = "", *, header: bool = False) -> NamedRange:
        """Return a named range: the columns ``first`` to ``last`` over ``rows`` entries, with or without the header row."""
        left = self.column(first) if first else self.columns[0]
        right = self.column(last or first) if first else self.columns[-1]
        top = self.header_row if header else self.first_row
        return NamedRange(name, self.sheet, top, left.index, rows + header, right.index - left.index + 1)
