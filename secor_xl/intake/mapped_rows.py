"""From the rows of tables to submissions: rows are gathered by their key, and each value is understood by the mapping.

The rows wait in a temporary file, so the memory that a table takes does not grow with its values.
"""

from __future__ import annotations

import pickle
import tempfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from secor_xl.errors import DataError
from secor_xl.intake.foreign_tables import foreign_tables
from secor_xl.intake.mapped_values import fact_of
from secor_xl.intake.mapping import ENTRIES_BY_NAME, ID, Rows
from secor_xl.intake.submission import Submission
from secor_xl.judgement.case import Place
from secor_xl.review.labels import SECTIONS as WORDS
from secor_xl.review.model import Account, ActionItem, QuestionReview, Review
from secor_xl.text import counted, is_blank, on_one_line
from secor_xl.workbook.reading.cell_parsing import Unfit
from secor_xl.workbook.reading.cell_problem import CellProblem
from secor_xl.workbook.reading.read_submission import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from secor_xl.intake.foreign_tables import ForeignTable
    from secor_xl.intake.mapping import Mapping, Origin, TableMapping
    from secor_xl.procedure.instrument import Instrument
    from secor_xl.workbook.schema.fields import SchemaField
    from secor_xl.xlsx.sheet_values import CellValue

NAMES = (("case", "reference"), ("case", "certificate_number"), ("employer", "legal_name"), ("employer", "trade_name"))
"""The facts that identify the employer of a submission."""
NO_HEADERS = "no headers; correct header_row, or save the table in Excel as Excel Workbook (.xlsx), not Strict"
WHOSE = "Enter the key of the submission there, or delete the row"


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A field with its columns: numbers from 0, or a constant; ``item`` is the id of the question, where it is of one."""

    entry: SchemaField
    columns: tuple[int, ...]
    constant: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class MappedTable:
    """A table whose columns are found; ``key`` and ``question`` are numbers of columns, or ``None``.

    ``owns`` says whether its rows tell whose a submission is; the rows of other tables belong to one by their key.
    """

    table: ForeignTable
    owns: bool
    columns: tuple[MappedColumn, ...]
    key: int | None
    question: int | None

    @property
    def left_over(self) -> tuple[str, ...]:
        """The headers of the columns that nothing is taken from."""
        used = {column for each in self.columns for column in each.columns} | {self.key, self.question}
        return tuple(header for number, header in enumerate(self.table.headers) if number not in used)

    def described(self) -> Iterator[str]:
        """Say how each column is understood, and which are left over."""
        headers = self.table.headers
        by_question: dict[str, list[MappedColumn]] = {}
        for column in self.columns:
            if column.item:
                by_question.setdefault(column.entry.field, []).append(column)
                continue
            origin = " and ".join(f'"{headers[number]}"' for number in column.columns)
            fact = f"{WORDS[column.entry.section]}: {column.entry.label}"
            yield f"{fact}: {origin or f'always {column.constant}'}"
        for columns in by_question.values():
            first = f'{counted(len(columns), "question")}, such as {columns[0].item} from "{headers[columns[0].columns[0]]}"'
            yield f"{WORDS['questions']}: {columns[0].entry.label}: {first}"
        for name, number in (("Key", self.key), ("Question", self.question)):
            if number is not None:
                yield f'{name}: "{headers[number]}"'
        if self.left_over:
            yield f"Left over: {', '.join(self.left_over)}"


def mapped_tables(path: Path, mapping: Mapping, instrument: Instrument, file: str) -> Iterator[MappedTable]:
    """Open each table of a file that the mapping describes, with its columns found.

    Args:
        path: the file.
        mapping: the mapping.
        instrument: the instrument whose questions are answered.
        file: what messages call the mapping.

    Raises:
        DataError: a sheet or a column of the mapping is not there.
        UnreadableWorkbook: the file cannot be read.
    """
    wanted = list(mapping.tables)
    seen = []
    for table in foreign_tables(path, mapping.header_row, mapping.header_rows):
        seen.append(table.sheet)
        own = [each for each in wanted if each.sheet == table.sheet or (not each.sheet and not table.hidden)]
        if own:
            wanted = [each for each in wanted if each not in own]
            yield _mapped(own, table, instrument, file)
    for each in wanted:
        named = f'the sheet "{each.sheet}"' if each.sheet else "a sheet"
        raise DataError(file, each.rows, f"{path} has not {named}; it has: {', '.join(seen) or 'one table'}")


def _mapped(own: list[TableMapping], table: ForeignTable, instrument: Instrument, file: str) -> MappedTable:
    """Find the columns of a table; its rows may be of several kinds at once, such as an answer with the employer's name."""

    def column(header: str, rows: Rows, name: str) -> int:
        found = table.column(header)
        if found is None:
            where = f"{table.file}: {table.sheet}" if table.sheet else table.file
            has = ", ".join(f'"{each}"' for each in table.headers) or NO_HEADERS
            raise DataError(file, f"{rows}.{name}", f'the column "{header}" is not in {where}; it has: {has}')
        return found

    columns: list[MappedColumn] = []
    keys: dict[int, TableMapping] = {}
    question = None
    for mapping in own:
        for name, origin in mapping.origins.items():
            if mapping.rows is Rows.SUBMISSIONS and name.startswith("questions."):
                found = tuple(_by_question(name, origin, table, instrument))
                columns += found or (
                    MappedColumn(ENTRIES_BY_NAME[name], (column(origin.headers[0], mapping.rows, name),)),
                )
            else:
                numbers = tuple(column(header, mapping.rows, name) for header in origin.headers)
                columns.append(MappedColumn(ENTRIES_BY_NAME[name], numbers, origin.constant))
        if mapping.key:
            keys[column(mapping.key, mapping.rows, "key")] = mapping
        if mapping.question_id:
            question = column(mapping.question_id, mapping.rows, "question_id")
    if len(keys) > 1:
        raise DataError(file, f"{own[-1].rows}.key", "is another column than the key of the other rows of this sheet")
    owns = any(mapping.rows is Rows.SUBMISSIONS for mapping in own)
    return MappedTable(table, owns, tuple(columns), next(iter(keys), None), question)


def _by_question(name: str, origin: Origin, table: ForeignTable, instrument: Instrument) -> Iterator[MappedColumn]:
    """Find the columns of a field of the questions; a question that the table does not have stays blank."""
    for question_id in instrument.by_id:
        found = [table.column(header.replace(ID, question_id)) for header in origin.headers]
        numbers = tuple(number for number in found if number is not None)
        if numbers:
            yield MappedColumn(ENTRIES_BY_NAME[name], numbers, "", question_id)


def mapped_submissions(
    path: Path, mapping: Mapping, instrument: Instrument, file: str
) -> Iterator[Submission | CellProblem]:
    """Read the submissions of a file of tables.

    Args:
        path: the file.
        mapping: how its columns are understood.
        instrument: the instrument whose questions are answered.
        file: what messages call the mapping.

    Yields:
        Each submission; a ``CellProblem`` for each row that cannot be told whose it is, from which nothing is made.

    Raises:
        DataError: a sheet or a column of the mapping is not in the file.
        UnreadableWorkbook: the file cannot be read, or is changing.
    """
    with tempfile.TemporaryFile() as waiting:
        tables: list[MappedTable] = []
        places: dict[str, list[int]] = {}
        owners: set[str] = set()
        for mapped in mapped_tables(path, mapping, instrument, file):
            for number, values in mapped.table.rows:
                key = _key(mapped, number, values)
                if not key:
                    cell = mapped.table.cell(number, mapped.key or 0)
                    yield CellProblem(
                        mapped.table.sheet, cell, "it is blank, so the row belongs to no submission", WHOSE
                    )
                    continue
                places.setdefault(key, []).append(waiting.tell())
                pickle.dump((len(tables), number, values), waiting, protocol=pickle.HIGHEST_PROTOCOL)
                if mapped.owns:
                    owners.add(key)
            tables.append(mapped)
        for key, offsets in places.items():
            gathered = _Gathered(mapping, instrument, str(path))
            rows = [(tables[number], row, values) for number, row, values in _read(waiting, offsets)]
            mapped, number, _ = rows[0]
            if key not in owners:
                cell = mapped.table.cell(number, mapped.key or 0)
                seen = f'"{on_one_line(key, 60)}" is in no row of the submissions, so nobody can tell whose the row is'
                yield CellProblem(mapped.table.sheet, cell, seen, WHOSE)
                continue
            for each in rows:
                gathered.take(*each)
            yield gathered.submission()


def _key(mapped: MappedTable, number: int, values: list[CellValue]) -> str:
    """Return the key of a row; of a table without keys each row is a submission, if it names anybody."""
    if mapped.key is not None:
        value = values[mapped.key] if mapped.key < len(values) else None
        return "" if is_blank(value) else on_one_line(f"{value:.15g}" if isinstance(value, float) else str(value))
    named = (each for each in mapped.columns if (each.entry.section, each.entry.field) in NAMES)
    has_name = any(not is_blank(_value(each, values)) for each in named)
    return f"row {number}" if has_name else ""


def _read(waiting: IO[bytes], offsets: list[int]) -> Iterator[tuple[int, int, list[CellValue]]]:
    for offset in offsets:
        waiting.seek(offset)
        yield pickle.load(waiting)  # noqa: S301 - this process wrote it, into a file without a name


def _value(column: MappedColumn, values: list[CellValue]) -> CellValue:
    """Return what a row has for a field; several columns are joined by spaces."""
    if column.constant:
        return column.constant
    found = [values[number] for number in column.columns if number < len(values)]
    if len(column.columns) == 1:
        return found[0] if found else None
    return " ".join(str(value).strip() for value in found if not is_blank(value)) or None


class _Gathered:
    """The facts of one submission, row by row."""

    def __init__(self, mapping: Mapping, instrument: Instrument, file: str) -> None:
        self._mapping, self._instrument, self._file = mapping, instrument, file
        self._ids = {each.casefold(): each for each in instrument.by_id}
        self._single: dict[str, dict[str, Any]] = {section: {} for section in SECTIONS}
        self._questions: dict[str, dict[str, Any]] = {}
        self._lists: dict[str, list[dict[str, Any]]] = {"accounts": [], "action_plan": []}
        self._problems: list[CellProblem] = []
        self._first = ""

    def take(self, mapped: MappedTable, number: int, values: list[CellValue]) -> None:
        """Take the facts of a row."""
        sheet = f"{mapped.table.sheet}, " if mapped.table.sheet else ""
        self._first = self._first or f"{sheet}row {number}"
        question = self._question(mapped, number, values) if mapped.question is not None else ""
        width = len(mapped.table.headers)
        if beyond := [at for at in range(width, len(values)) if not is_blank(values[at])]:
            seen = "there is a value to the right of the last header, so values of this row may be in wrong columns"
            cure = (
                "Compare the row with the headers; in CSV, put quotation marks around a text that contains a separator"
            )
            cell = mapped.table.cell(number, beyond[0])
            self._problems.append(CellProblem(mapped.table.sheet, cell, seen, cure))
        begun: dict[str, dict[str, Any]] = {}
        for column in mapped.columns:
            value = _value(column, values)
            of_no_question = column.entry.section == "questions" and not (column.item or question)
            if of_no_question or value is None or value == "":
                continue
            section, field, item = column.entry.section, column.entry.field, column.item or question
            if section in self._lists:
                known = begun.setdefault(section, {})
                item = str(len(self._lists[section]) + 1)
            else:
                known = self._questions.setdefault(item, {}) if section == "questions" else self._single[section]
            fact = fact_of(value, column.entry, self._mapping, self._ids)
            if not isinstance(fact, Unfit) and field in known and fact not in (None, "", known[field]):
                fact = Unfit(
                    f'"{on_one_line(str(value), 60)}", while another row has "{known[field]}"', "One of them is needed"
                )
            if isinstance(fact, Unfit):
                cell = mapped.table.cell(number, column.columns[0]) if column.columns else "a constant of the mapping"
                self._problems.append(
                    CellProblem(mapped.table.sheet, cell, fact.seen, fact.allowed, Place(section, field, item))
                )
            elif fact not in (None, "", ()):
                known[field] = fact
        for section, entry in begun.items():
            if entry and entry not in self._lists[section]:
                self._lists[section].append(entry)

    def _question(self, mapped: MappedTable, number: int, values: list[CellValue]) -> str:
        """Return the id of the question of a row; empty where there is none."""
        column = mapped.question or 0
        value = values[column] if column < len(values) else None
        found = self._ids.get("" if value is None else str(value).strip().casefold(), "")
        if not found and not is_blank(value):
            seen = f'"{on_one_line(str(value), 60)}" is no question'
            allowed = f"One of: {', '.join(self._instrument.by_id)}"
            self._problems.append(CellProblem(mapped.table.sheet, mapped.table.cell(number, column), seen, allowed))
        return found

    def submission(self) -> Submission:
        """Return the submission."""
        review = Review(
            **{section: SECTIONS[section](**known) for section, known in self._single.items()},
            accounts=tuple(Account(**entry) for entry in self._lists["accounts"]),
            questions=tuple(QuestionReview(each, **self._questions.get(each, {})) for each in self._instrument.by_id),
            action_plan=tuple(ActionItem(**entry) for entry in self._lists["action_plan"]),
        )
        return Submission(self._file, review, self._instrument, tuple(self._problems), row=self._first)
