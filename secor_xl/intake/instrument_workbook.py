"""An instrument as a spreadsheet that an office edits: a row for each question, lists to choose from, totals."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from secor_xl.errors import SecorError
from secor_xl.intake.foreign_tables import ERRORS
from secor_xl.intake.instrument_columns import (
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
from secor_xl.xlsx.sheet_values import MOST_CHARACTERS, column_letter

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


def build_instrument_workbook(instrument: Instrument | None) -> bytes:
    """Build the spreadsheet of an instrument, or a blank one.

    Returns:
        The bytes of an .xlsx file, the same for equal instruments.

    Raises:
        SecorError: a text is longer than a cell of Excel, or has characters that no cell can have.
    """
    title = instrument.title if instrument else "Assessment instrument"
    book = ListingBook(title=title, subtitle=f"version {instrument.version}" if instrument else "", day=CREATED.date())
    head = _head_rows(instrument)
    first = book.add_list(INSTRUMENT.name, INSTRUMENT.title, INSTRUMENT.tip, _listed(INSTRUMENT), head, "")
    elements, questions, rules = _rows(instrument) if instrument else ([], [], [])
    second = _add(book, ELEMENTS, elements)
    _add(book, QUESTIONS, questions)
    _add(book, RULES, rules)
    _add_help(book)
    for row, column in enumerate(HEAD, FIRST_ROW):
        _choose(first, column, row - 1, 1, row - 1)
    _put_totals(book, first, second, instrument)
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


def _head_rows(instrument: Instrument | None) -> list[Row]:
    values: Row = {}
    if instrument:
        values = {each: getattr(instrument, each) for each in ("id", "version", "title", "notice")}
        values["illustrative"] = _word(instrument.illustrative)
        for row, (key, value) in enumerate(values.items(), FIRST_ROW):
            _refuse_lost(f"{INSTRUMENT.name}!B{row} ({key})", value)
    return [{"field": each.header, "value": values.get(each.key), "help": each.help} for each in HEAD]


def _rows(instrument: Instrument) -> tuple[list[Row], list[Row], list[Row]]:
    """The rows of the elements, the questions and the rules."""
    return (
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


def _put_totals(
    book: ListingBook, head: AutoHeightSheet, elements: AutoHeightSheet, instrument: Instrument | None
) -> None:
    """Put the formulas of the totals, with their values."""
    ids, points = (_cells(key) for key in ("id", "points"))
    style = _style(ELEMENTS.column("points"))
    totals: list[tuple[str, PlainValue]] = [
        (f'COUNTIF({ids},"?*")', len(instrument.questions) if instrument else 0),
        (f"SUM({points})", instrument.points if instrument else 0),
    ]
    for row, (formula, value) in enumerate(totals, FIRST_ROW + len(HEAD) - len(totals)):
        _put(book, head, row, 2, formula, value, {**style, "align": "left"})
    shown = instrument.elements if instrument else ()
    for number in range(ELEMENTS.room):
        row = FIRST_ROW + number
        element = shown[number] if number < len(shown) else None
        count, sum_of, share = (f'IF(A{row}="","",{formula})' for formula in (
            f'COUNTIF({ids},A{row}&"*")', f'SUMIF({ids},A{row}&"*",{points})', f"IF(SUM({points})=0,0,D{row}/SUM({points}))",
        ))  # fmt: skip
        values: Sequence[PlainValue] = ("", "", "")
        if element and instrument:
            values = (len(element.questions), element.points, element.points / instrument.points)
        for column, (formula, value) in enumerate(zip((count, sum_of, share), values, strict=True), 3):
            _put(
                book, elements, row, column, formula, value, {**style, **({"num_format": SHARE} if column == 5 else {})}
            )


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
