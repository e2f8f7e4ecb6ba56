"""Read an instrument from a file: TOML, or a spreadsheet; each fault by its line or its cell."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from secor_xl.errors import DataError, DataFaults
from secor_xl.intake.foreign_tables import foreign_tables, is_workbook_file, unnamed_column
from secor_xl.intake.instruments.instrument_columns import (
    ELEMENTS,
    HEAD,
    HEADER_ROW,
    INSTRUMENT,
    NO,
    NOBODY,
    QUESTIONS,
    RULES,
    SHEETS,
    SOME,
    YES,
    Entry,
    InstrumentColumn,
)
from secor_xl.procedure.instrument import HEADCOUNT_GROUPS, instrument_in, nearest, parse_instrument, read_instrument
from secor_xl.procedure.instrument_text import toml_text
from secor_xl.procedure.toml_tables import TomlTable
from secor_xl.text import cleaned, is_blank, on_one_line
from secor_xl.workbook.reading.headers import words
from secor_xl.xlsx.sheet_values import UNCACHED, CellValue, ErrorValue, Marker, cell_name, whole_if_whole

if TYPE_CHECKING:
    from pathlib import Path

    from secor_xl.intake.foreign_tables import ForeignTable
    from secor_xl.procedure.instrument import Instrument

MOST_ROWS = 5_000
UNKNOWN = -1
LONGEST_SEEN = 60
BETWEEN_WORDS = re.compile(r"\s*[,;+\n]\s*|\s+or\s+|\s+and\s+")
CORRECT_HEADER = "correct the header, or move the column to a sheet of your own"
MAKE_ONE = "make a spreadsheet with 'secor-xl instrument new FILE.xlsx' and copy the entries into it"


def read_instrument_file(path: Path) -> Instrument:
    """Read an instrument from a file in TOML or XLSX; its content decides which of the two it is.

    Raises:
        DataError: the file cannot be read; as ``DataFaults`` all of its faults, by line and question, or by sheet and cell.
        UnreadableWorkbook: the spreadsheet is damaged or unsafe.
    """
    if path.suffix.lower() == ".csv":
        reason = "is a table (CSV), and an instrument is a spreadsheet (XLSX) or a TOML file; take the questions of a table with"
        raise DataError(str(path), "", f"{reason} 'secor-xl instrument import'")
    try:
        is_workbook = is_workbook_file(path)
    except (OSError, ValueError):
        is_workbook = False  # why it cannot be read, the reader of TOML says
    return _from_workbook(path) if is_workbook else read_instrument(path)


@dataclass(frozen=True, slots=True, order=True)
class _Cell:
    """A cell in the order of reading, with its header."""

    sheet: int
    row: int
    column: int
    header: str

    def __str__(self) -> str:
        address = f"!{cell_name(self.row - 1, self.column)}" if self.row else ""
        return f"{SHEETS[self.sheet].name}{address}" + (f", {self.header}" if self.header else "")


@dataclass
class _Found:
    """The faults of a spreadsheet, and where each key of its data is.

    Attributes:
        file: the file as the person knows it.
        cells: by the full name of a key in TOML its cell.
        reasons: by the full name of a key the fault of its cell, in the words of a spreadsheet.
        faults: each fault with its cell.
    """

    file: str
    cells: dict[str, _Cell] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    faults: list[tuple[_Cell, DataError]] = field(default_factory=list)

    def fault(self, cell: _Cell, reason: str, key: str = "", subject: str = "") -> None:
        """Add a fault of a cell."""
        place = f"{cell} of {subject}" if subject and cell.header else ", ".join(filter(None, (str(cell), subject)))
        self.faults.append((cell, DataError(self.file, key, reason, place)))

    def refuse(self) -> None:
        """Raise all faults in the order of the cells, if there are any."""
        if self.faults:
            raise DataFaults([each for _, each in sorted(self.faults, key=itemgetter(0))])


@dataclass(frozen=True, slots=True)
class _SheetRow:
    """The entries of a row, and their cells, by the keys of the columns."""

    values: dict[str, CellValue]
    cells: dict[str, _Cell]


def _from_workbook(path: Path) -> Instrument:
    found = _Found(str(path))
    head, elements, questions, rules = _sheet_rows(path, found)
    data = {
        "instrument": _head(head, found),
        "elements": _elements(elements, questions, found),
        "consistency": [_rule(row, number, found) for number, row in enumerate(rules, 1)],
    }
    faults: list[DataError] = []
    ids = frozenset(str(row.values["id"]) for row in questions)
    instrument = instrument_in(TomlTable(str(path), "", data, faults), "", ids)
    for each in faults:
        cell = nearest(each.key, found.cells) or _Cell(0, 0, 0, "")
        subject = each.place.partition(", ")[0] if ", " in each.place else ""
        found.fault(cell, found.reasons.get(each.key, each.reason), each.key, subject)
    found.refuse()
    return parse_instrument(toml_text(instrument), str(path))


def _sheet_rows(path: Path, found: _Found) -> list[list[_SheetRow]]:
    """Read the rows of each sheet; raises all faults of sheets and columns that are missing."""
    made: dict[int, list[_SheetRow]] = {}
    known = {words(each.name): number for number, each in enumerate(SHEETS)}
    for table in foreign_tables(path, HEADER_ROW):
        if (number := known.get(words(table.sheet))) is not None:
            made[number] = _rows(table, number, found)
    if SHEETS.index(INSTRUMENT) not in made:
        reason = f"is an Excel workbook without the sheet {INSTRUMENT.name}, so it is no instrument; {MAKE_ONE}"
        raise DataError(str(path), "", reason)
    for number in range(len(SHEETS)):
        if number not in made:
            found.fault(_Cell(number, 0, 0, ""), f"there is no sheet of this name; {MAKE_ONE}")
    if any(not cell.row for cell, _ in found.faults):
        found.refuse()
    return [made[number] for number in range(len(SHEETS))]


def _rows(table: ForeignTable, number: int, found: _Found) -> list[_SheetRow]:
    """Read the rows of a sheet in which something is entered."""
    sheet = SHEETS[number]
    own = {words(column.header): column for column in sheet.columns}
    at = {own[words(header)].key: index for index, header in enumerate(table.headers) if words(header) in own}
    if not at:
        found.fault(_Cell(number, 0, 0, ""), f"none of its headers is in row {HEADER_ROW}, where they belong")
        return []
    for column in sheet.columns:
        if column.required and column.entry is not Entry.COMPUTED and column.key not in at:
            reason = f'the column "{column.header}" is missing; its header belongs in row {HEADER_ROW}'
            found.fault(_Cell(number, 0, 0, ""), reason)
    strange = {index: header for index, header in enumerate(table.headers) if words(header) not in own}
    unnamed = {index for index, header in strange.items() if header == unnamed_column(index)}
    used = strange.keys() - unnamed
    rows = []
    for row, values in table.rows:
        if row > MOST_ROWS:
            raise DataError(found.file, "", f"has an entry below row {MOST_ROWS:,} in its sheet {sheet.name}")
        used |= {index for index in unnamed if index < len(values) and not is_blank(values[index])}
        entries = {key: values[index] if index < len(values) else None for key, index in at.items()}
        if any(not is_blank(entries[key]) for key in entries if sheet.column(key).entry is not Entry.COMPUTED):
            cells = {key: _Cell(number, row, index, table.headers[index]) for key, index in at.items()}
            rows.append(_SheetRow(entries, cells))
    for index in used:
        reason = f'"{strange[index]}" is no column that is known here; {CORRECT_HEADER}'
        found.fault(_Cell(number, HEADER_ROW, index, ""), reason)
    return rows


def _head(rows: list[_SheetRow], found: _Found) -> dict[str, Any]:
    """The table ``[instrument]`` from the rows of the first sheet."""
    by_label = {words(column.header): column for column in HEAD}
    found.cells |= {f"instrument.{column.key}": _Cell(0, 0, 0, column.header) for column in HEAD}
    made: dict[str, Any] = {}
    for row in rows:
        label = row.values["field"]
        column = by_label.pop(words(label), None)
        if column is None:
            reason = f"is {_seen(label)}, which is no field that is known here, or is there twice; correct or remove it"
            found.fault(row.cells["field"], reason)
        elif column.entry is not Entry.COMPUTED:
            cell = replace(row.cells["value"], header=column.header)
            _take(
                made,
                column,
                _SheetRow({column.key: row.values["value"]}, {column.key: cell}),
                f"instrument.{column.key}",
                found,
            )
    return made


def _elements(elements: list[_SheetRow], questions: list[_SheetRow], found: _Found) -> list[dict[str, Any]]:
    """The tables ``[[elements]]``, each with the questions that have its letter."""
    found.cells["elements"] = _Cell(SHEETS.index(ELEMENTS), 0, 0, "")
    made = [
        _entry(row, ELEMENTS.columns, f"elements[{number}]", found) | {"questions": []}
        for number, row in enumerate(elements, 1)
    ]
    letters = {str(each.get("letter")): at for at, each in reversed([*enumerate(made)])}
    at = 0
    for row in questions if made else ():
        question_id = row.values["id"]
        letter = question_id.strip()[:1] if isinstance(question_id, str) else ""
        if letter and letter not in letters:
            reason = f"is {_seen(question_id)}, whose letter is in no row of the sheet {ELEMENTS.name}"
            found.fault(row.cells["id"], reason)
            letters[letter] = UNKNOWN  # one row of an element that is not there says enough
        if letters.get(letter) == UNKNOWN:
            continue
        at = letters.get(letter, at)  # without an id it belongs to the element of the row above
        own = made[at]["questions"]
        own.append(_entry(row, QUESTIONS.columns, f"elements[{at + 1}].questions[{len(own) + 1}]", found))
    return made


def _rule(row: _SheetRow, number: int, found: _Found) -> dict[str, Any]:
    """A table ``[[consistency]]``."""
    key = f"consistency[{number}]"
    made = _entry(row, (RULES.column("id"), RULES.column("because")), key, found)
    return made | {name: _condition(row, name, f"{key}.{name}", found) for name in ("when", "then")}


def _condition(row: _SheetRow, name: str, key: str, found: _Found) -> dict[str, Any]:
    """The table of a condition from its two cells: the subject, and the answers."""
    made: dict[str, Any] = {}
    subject, answers = (RULES.column(each) for each in (name, f"{name}_is"))
    group = str(row.values[name]).strip().casefold()
    if group not in HEADCOUNT_GROUPS:
        _take(made, subject, row, f"{key}.question", found)
        _take(made, answers, row, f"{key}.answers", found)
        return made
    found.cells[f"{key}.present"] = row.cells[answers.key]
    value = row.values[answers.key]
    word = value.strip().casefold() if isinstance(value, str) else value
    if word in (SOME, NOBODY):
        return {"group": group, "present": word == SOME}
    found.reasons[f"{key}.present"] = f"is {_seen(value)}; of a group, {SOME} or {NOBODY} is needed"
    return {"group": group, "present": value}


def _entry(row: _SheetRow, columns: tuple[InstrumentColumn, ...], key: str, found: _Found) -> dict[str, Any]:
    """The table of some columns of a row."""
    made: dict[str, Any] = {}
    found.cells[key] = replace(next(iter(row.cells.values())), header="")
    for column in columns:
        if column.key in row.cells and column.entry is not Entry.COMPUTED:
            _take(made, column, row, f"{key}.{column.key}", found)
    return made


def _take(made: dict[str, Any], column: InstrumentColumn, row: _SheetRow, key: str, found: _Found) -> None:
    """Put the value of a cell into its table; a blank one is left out."""
    value, found.cells[key] = row.values[column.key], row.cells[column.key]
    if not is_blank(value):
        made[key.rpartition(".")[2]], reason = _as_toml(value, column.entry)
        if reason:
            found.reasons[key] = reason


def _as_toml(value: CellValue, entry: Entry) -> tuple[Any, str]:
    """Return a value as TOML has it; where it cannot be, return it as it is, with the fault in the words of a spreadsheet."""
    if value is UNCACHED:
        return value, "is a formula without a value; open the file in Excel and save it, or type the value"
    if isinstance(value, ErrorValue):
        return value, f"is the error {value.text}; type the value"
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if entry in (Entry.NUMBER, Entry.WHOLE_NUMBER):
        if not is_number:
            return value, f"is {_seen(value)}; type a number such as 12.5, in a cell with the number format General"
        number = whole_if_whole(value) if isinstance(value, float) else value
        return Decimal(f"{number:.15g}") if isinstance(number, float) else number, ""
    if entry is Entry.FLAG:
        word = value.strip().casefold() if isinstance(value, str) else value
        return (word == YES, "") if word in (YES, NO) else (value, f"is {_seen(value)}; {YES} or {NO} is needed")
    if not isinstance(value, str):
        return value, f"is {_seen(value)}, which is no text; set the cell's number format to Text and type it again"
    text = cleaned(value)
    if entry is Entry.WORDS:
        return [each for each in BETWEEN_WORDS.split(text.casefold()) if each], ""
    return text.casefold() if entry is Entry.WORD else text, ""


def _seen(value: CellValue) -> str:
    match value:
        case str():
            return f'the text "{on_one_line(value, LONGEST_SEEN)}"'
        case bool():
            return f"the truth value {str(value).upper()}"
        case int() | float():
            number = whole_if_whole(value) if isinstance(value, float) else value
            return f"the number {on_one_line(str(number), LONGEST_SEEN)}"
        case dt.date():
            return f"the date {value:%Y-%m-%d}"
        case None:
            return "blank"
        case Marker():
            return value.value
        case ErrorValue():
            return f"the error {value.text}"
        case _:
            return on_one_line(str(value), LONGEST_SEEN)
