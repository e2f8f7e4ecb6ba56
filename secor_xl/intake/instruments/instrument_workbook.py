"""An instrument as a spreadsheet that an office edits: a row for each question, lists to choose from, totals."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from secor_xl.errors import SecorError
from secor_xl.intake.foreign_tables import ERRORS
from secor_xl.intake.instruments.instrument_columns import (
    ELEMENTS,
    HEAD,
    HELP_SHEET,
    INSTRUMENT,
    NO,
    NOBODY,
    QUESTIONS,
    RULES,
    SOME,
    YES,
    Entry,
    InstrumentColumn,
    InstrumentSheet,
    joined,
)
from secor_xl.procedure.instrument import Answer
from secor_xl.text import clean
from secor_xl.workbook.schema.cell_limits import units
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.book import CREATED
from secor_xl.workbook.writing.list_workbook import (
    FIRST_ROW,
    RIGHT,
    ListedColumn,
    ListingBook,
)
from secor_xl.workbook.writing.xlsxwriter_internals import AutoHeightSheet, Formula, PlainValue
from secor_xl.xlsx.sheet_values import LARGEST_WHOLE, MOST_CHARACTERS, column_letter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from secor_xl.procedure.instrument import Condition, Consistency, Instrument, Question
    from secor_xl.workbook.writing.formats import Style

Row: TypeAlias = dict[str, PlainValue]

SHARE = "0.0%"
LAST_ROW = 1_000
"""The last row that lists to choose from and totals reach."""
STYLES: dict[Entry, Style] = {
    Entry.CODE: {**formats.INPUT, "num_format": formats.TEXT},
    Entry.NUMBER: {**formats.INPUT, **RIGHT},
    Entry.WHOLE_NUMBER: {**formats.INPUT, **RIGHT},
    Entry.COMPUTED: {**formats.COMPUTED, **RIGHT},
    Entry.LABEL: formats.PLAIN,
}


@dataclass
class InstrumentRows:
    """The entries of the sheets, each row by the keys of its columns; nothing has to be complete."""

    head: Row = field(default_factory=dict)
    elements: list[Row] = field(default_factory=list)
    questions: list[Row] = field(default_factory=list)
    rules: list[Row] = field(default_factory=list)

    def points(self, letter: str = "") -> list[Decimal]:
        """The points of the questions of an element, or of all; 0 where they are no number."""
        own = (each for each in self.questions if f"{each.get('id') or ''}".startswith(letter))
        return [Decimal(f"{each['points']}") if is_number(each.get("points")) else Decimal(0) for each in own]


def is_number(value: object) -> bool:
    """Whether a value of a table is a number that a cell keeps."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    return -LARGEST_WHOLE < value < LARGEST_WHOLE


def build_instrument_workbook(instrument: Instrument | None) -> bytes:
    """Build the spreadsheet of an instrument, or a blank one.

    Returns:
        The bytes of an .xlsx file, the same for equal instruments.

    Raises:
        SecorError: a text is longer than a cell of Excel, or has characters that no cell can have.
    """
    return build_instrument_rows(_rows(instrument) if instrument else InstrumentRows())


def build_instrument_rows(rows: InstrumentRows) -> bytes:
    """Build the spreadsheet from the entries of its sheets; raises ``SecorError`` for a text that no cell can have."""
    title, version = rows.head.get("title") or "Assessment instrument", rows.head.get("version")
    book = ListingBook(title=f"{title}", subtitle=f"version {version}" if version else "", day=CREATED.date())
    head: list[Row] = [{"field": each.header, "value": rows.head.get(each.key), "help": each.help} for each in HEAD]
    first = _add(book, INSTRUMENT, head)
    second = _add(book, ELEMENTS, rows.elements)
    _add(book, QUESTIONS, rows.questions)
    _add(book, RULES, rows.rules)
    _add_help(book)
    for row, column in enumerate(HEAD, FIRST_ROW):
        _choose(first, column, row - 1, 1, row - 1)
    _put_totals(book, first, second, rows)
    return book.content()


def _add(book: ListingBook, sheet: InstrumentSheet, rows: list[Row]) -> AutoHeightSheet:
    """Add a sheet with its rows, and with blank ones to fill."""
    for number, row in enumerate(rows, FIRST_ROW):
        for column in sheet.columns:
            _refuse_lost(f"{sheet.name}!{column_letter(sheet.columns.index(column) + 1)}{number}", row.get(column.key))
    blank: list[Row] = [{}] * max(sheet.room - len(rows), sheet.room // 4)
    made = book.add_list(sheet.name, sheet.title, sheet.tip, _listed(sheet), [*rows, *blank], "")
    for number, column in enumerate(sheet.columns):
        _choose(made, column, FIRST_ROW - 1, number, LAST_ROW - 1)
    return made


def _refuse_lost(cell: str, value: PlainValue) -> None:
    """Refuse a text that a cell cannot have whole."""
    if isinstance(value, str) and (clean(value) != value or units(value) > MOST_CHARACTERS or value in ERRORS):
        raise SecorError(
            f"{cell}: no cell can have the text that belongs there: it is too long, has control characters, or is the name of"
            " an error such as #N/A. Correct it first"
        )


def _listed(sheet: InstrumentSheet) -> list[ListedColumn[Row]]:
    return [ListedColumn(each.header, each.width, partial(_of_row, each.key), _style(each)) for each in sheet.columns]


def _of_row(key: str, row: Row) -> PlainValue:
    return row.get(key)


def _style(column: InstrumentColumn) -> Style:
    return STYLES.get(column.entry, formats.INPUT)


def _choose(sheet: AutoHeightSheet, column: InstrumentColumn, first: int, at: int, last: int) -> None:
    """Show the help beside the cells of a column, and let people choose or type only the values that it takes."""
    if column.entry is Entry.COMPUTED or not column.help:
        return
    rule: dict[str, Any] = {"validate": "any"}
    if column.words:
        rule = {"validate": "list", "source": list(column.words)}
    elif column.entry in (Entry.NUMBER, Entry.WHOLE_NUMBER):
        rule = {"validate": "decimal", "criteria": ">", "value": 0}
    rule |= {"input_title": column.header, "input_message": column.help, "ignore_blank": True}
    sheet.data_validation(first, at, last, at, rule)


def _rows(instrument: Instrument) -> InstrumentRows:
    head: Row = {each: getattr(instrument, each) for each in ("id", "version", "title", "notice")}
    return InstrumentRows(
        head | {"illustrative": _word(instrument.illustrative)},
        [{"letter": each.letter, "title": each.title} for each in instrument.elements],
        [question_row(each) for each in instrument.questions],
        [rule_row(each) for each in instrument.consistency],
    )


def question_row(question: Question) -> Row:
    """The entries of a question by the keys of their columns."""
    return {
        "id": question.id,
        "text": question.text,
        "guideline": question.guideline,
        "points": question.points,
        "scoring": question.scoring,
        "step": question.step,
        "verification": joined(question.verification, "+"),
        "not_applicable": question.not_applicable,
        "documents": question.documents,
        "records": YES if question.records else None,
        "notes_minimum_words": question.notes_minimum_words or None,
        "notes_example": YES if question.notes_example else None,
    }


def rule_row(rule: Consistency) -> Row:
    """The entries of a rule by the keys of their columns."""
    (when, when_is), (then, then_is) = _condition(rule.when), _condition(rule.then)
    return {"id": rule.id, "when": when, "when_is": when_is, "then": then, "then_is": then_is, "because": rule.because}


def _condition(condition: Condition) -> tuple[str, str]:
    """The subject of a condition, and its answers."""
    if condition.group:
        return condition.group, SOME if condition.present else NOBODY
    return condition.question, joined((answer for answer in Answer if answer in condition.answers), "or")


def _word(value: bool) -> str:
    return YES if value else NO


def _put_totals(book: ListingBook, head: AutoHeightSheet, elements: AutoHeightSheet, rows: InstrumentRows) -> None:
    """Put the formulas of the totals, with their values."""
    ids, points = (_cells(key) for key in ("id", "points"))
    style = _style(ELEMENTS.column("points"))
    total = sum(rows.points(), Decimal(0))
    totals: tuple[tuple[str, PlainValue], ...] = (
        (f'COUNTIF({ids},"?*")', len(rows.questions)),
        (f"SUM({points})", total),
    )
    for row, (formula, value) in enumerate(totals, FIRST_ROW + len(HEAD) - len(totals)):
        _put(book, head, row, 2, formula, value, {**style, "align": "left"})
    for number in range(max(ELEMENTS.room, len(rows.elements))):
        row = FIRST_ROW + number
        formulas = (
            f'COUNTIF({ids},A{row}&"*")',
            f'SUMIF({ids},A{row}&"*",{points})',
            f"IF(SUM({points})=0,0,D{row}/SUM({points}))",
        )
        values: Sequence[PlainValue] = ("", "", "")
        if number < len(rows.elements):
            own = rows.points(f"{rows.elements[number]['letter']}")
            values = (len(own), sum(own, Decimal(0)), sum(own, Decimal(0)) / total if total else 0)
        for column, (formula, value) in enumerate(zip(formulas, values, strict=True), 3):
            shown = {**style, "num_format": SHARE} if formula == formulas[-1] else style
            _put(book, elements, row, column, f'IF(A{row}="","",{formula})', value, shown)


def _put(
    book: ListingBook, sheet: AutoHeightSheet, row: int, column: int, formula: str, value: PlainValue, style: Style
) -> None:
    result = value if isinstance(value, str) else float(Decimal(str(value)))
    sheet.write_result(row - 1, column - 1, Formula(formula, book.formats(style), result))


def _cells(key: str) -> str:
    letter = column_letter(QUESTIONS.columns.index(QUESTIONS.column(key)) + 1)
    return f"{QUESTIONS.name}!${letter}${FIRST_ROW}:${letter}${LAST_ROW}"


def _add_help(book: ListingBook) -> None:
    columns: list[ListedColumn[tuple[str, InstrumentColumn]]] = [
        ListedColumn("Sheet", 13, lambda each: each[0]),
        ListedColumn("Column", 18, lambda each: each[1].header),
        ListedColumn("Entry", 70, lambda each: each[1].help),
        ListedColumn("Needed", 10, lambda each: _word(each[1].required)),
        ListedColumn("Words to choose from", 36, lambda each: ", ".join(each[1].words)),
        ListedColumn("Example", 44, lambda each: each[1].example),
    ]
    sheets = ((INSTRUMENT.name, HEAD), *((each.name, each.columns) for each in (ELEMENTS, QUESTIONS, RULES)))
    items = [(name, each) for name, all_columns in sheets for each in all_columns if each.entry is not Entry.COMPUTED]
    tip = "Each entry of the other sheets. Check the file with: secor-xl instrument check FILE"
    book.add_list(HELP_SHEET, "Columns", tip, columns, items, "", tab=formats.MUTED)
