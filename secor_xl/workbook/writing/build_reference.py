"""The sheets to look things up: every open flag, the rules, the clauses; and the hidden one with the form's identity."""

from __future__ import annotations

from collections.abc import Iterable

from secor_xl import __version__
from secor_xl.errors import SecorError
from secor_xl.judgement import rules
from secor_xl.judgement.assessment import Assessment
from secor_xl.procedure.clauses import shipped_clauses
from secor_xl.procedure.form import FORM_ID
from secor_xl.procedure.parameters import PARAMETER_UNITS, Parameter
from secor_xl.review.model import Review
from secor_xl.workbook.functions.results import Value
from secor_xl.workbook.schema import computed_ranges, layout
from secor_xl.workbook.schema.cell_limits import units
from secor_xl.workbook.schema.geometry import NamedRange, SheetTable
from secor_xl.workbook.schema.layout import CHANGE_LIST, CLAUSE_LIST, FLAG_LIST, FORM_SHEET, RULE_LIST
from secor_xl.workbook.schema.printed_words import CUT_TIP, TIPS
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.book import Book
from secor_xl.workbook.writing.build_live import go_formula
from secor_xl.workbook.writing.formats import Style
from secor_xl.workbook.writing.xlsxwriter_internals import AutoHeightSheet
from secor_xl.xlsx.sheet_values import MOST_CHARACTERS

CODE: Style = {"bold": True}
LIVE_HEIGHT = 44.0
"""Three lines: Excel fits a row to what is typed into it, not to the results of its formulas."""
LISTED: Style = {**formats.COMPUTED, "bg_color": formats.WHITE}
GO: Style = {**LISTED, "font_color": formats.TEAL, "underline": 1, "align": "center"}


def build_flags(book: Book, *, live: bool) -> None:
    """Write the list of all flags; the first column leads to the cell."""
    styles = {"code": CODE, "severity": CODE, "clause": formats.CENTRED}
    _computed_list(book, FLAG_LIST, computed_ranges.ALL_FLAGS, "seen", styles, live=live)
    severity = FLAG_LIST.named_range("", FLAG_LIST.capacity, "severity").cells
    book.flag_colours(book.sheet_named(FLAG_LIST.sheet), severity, formats.SEVERITIES)


def build_changes(book: Book, *, live: bool) -> None:
    """Write the list of the changes since the last feedback; the first column leads to the cell."""
    _computed_list(book, CHANGE_LIST, computed_ranges.ALL_CHANGES, "where", {"where": CODE}, live=live)


def _computed_list(
    book: Book, table: SheetTable, name: str, filled: str, styles: dict[str, Style], *, live: bool
) -> None:
    """Write a computed list with filters and links; every row of it has a text in the column ``filled``."""
    tip = f"{TIPS[table.sheet]} {CUT_TIP}" if live and table is FLAG_LIST else TIPS[table.sheet]
    every = tuple(column.field for column in table.columns)
    sheet = book.table_sheet(table, tip, every, frozen=0, tab=formats.RED)
    block = book.put_computed(name, *({**LISTED, **styles.get(field, {})} for field in every[1:]))
    _links(book, sheet, table, block, live=live)
    sheet.autofilter(table.header_row - 1, 0, table.header_row + block.rows - 1, len(table.columns) - 1)
    texts = table.named_range("", block.rows, filled).reference
    book.print_filled(table, block.rows, f'MAX({table.first_row},{table.header_row}+COUNTIF({texts},"?*"))')


def _links(book: Book, sheet: AutoHeightSheet, table: SheetTable, block: NamedRange, *, live: bool) -> None:
    """Links to the cell beside them; in a live workbook they follow its text."""
    column, of_cell = table.column("go").index, table.column("cell")
    for row, values in enumerate(book.values[block.name], block.row):
        cell = str(values[of_cell.index - block.column] or "")
        there = "!" in cell.replace(f"{FORM_SHEET}!", "")
        book.put(sheet, row, column, None, book.formats(GO if live or there else LISTED))
        if live:
            book.at_least(sheet, row, LIVE_HEIGHT)
            book.put_formula(sheet, row, column, go_formula(f"{of_cell.letter}{row}"), "Go" if there else "")
        elif there:
            sheet.write_url(row - 1, column - 1, f"internal:{cell}", book.formats(GO), "Go")


def build_rules(book: Book) -> None:
    """Write the reference of the flag rules."""
    listed = ((rule.code, rule.title, rule.severity.value, rule.clause, rule.hint) for rule in rules.ALL)
    sheet = _build(book, RULE_LIST, listed, {"code": CODE, "severity": CODE})
    sheet.set_portrait()
    severity = RULE_LIST.column("severity").letter
    cells = f"{severity}{RULE_LIST.first_row}:{severity}{RULE_LIST.header_row + len(rules.ALL)}"
    book.flag_colours(sheet, cells, formats.SEVERITIES)


def build_clauses(book: Book, assessment: Assessment) -> None:
    """Write the reference of the clauses that are in force for this review."""
    parameters = assessment.case.parameters
    day = assessment.case.review.case.received_on or assessment.case.as_of
    numbers: list[Parameter] = [getattr(parameters, name) for name in PARAMETER_UNITS]
    listed = (
        (
            clause.id,
            clause.title,
            clause.says,
            "\n".join(f"{number}: {number.meaning}" for number in numbers if number.clause == clause.id),
            _in_pairs([rule.code for rule in rules.ALL if rule.clause == clause.id]),
            clause.kept_by,
            clause.human,
        )
        for clause in shipped_clauses().values()
        if clause.effective_to is None or day <= clause.effective_to
    )
    sheet = _build(book, CLAUSE_LIST, listed, {"id": CODE, "title": CODE, "says": {}})
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1)


def build_form(book: Book, assessment: Assessment, review: Review, form_id: str = FORM_ID) -> None:
    """Write the hidden sheet: which form, which instrument, and the instrument's own text."""
    sheet = book.sheet(FORM_SHEET)
    sheet.very_hidden()
    sheet.set_column(0, 1, 40)
    plain, text = book.formats(), book.formats(num_format=formats.TEXT)
    for field in layout.FORM_FIELDS:
        sheet.write_string(field.label_cell, field.entry.label, plain)
        sheet.write_string(field.input_cell, getattr(review.form, field.place.field), text)
    for cell, label in layout.FORM_LABELS.items():
        sheet.write_string(cell, label, plain)
    lines = layout.source_pieces(assessment.case.instrument.source)
    sheet.write_string(layout.FORM_ID_CELL, form_id, text)
    sheet.write_string(layout.TOOL_VERSION_CELL, __version__, text)
    sheet.write_datetime(layout.BUILT_AS_OF_CELL, assessment.case.as_of, book.formats(num_format=formats.DATE))
    sheet.write_number(layout.SOURCE_LINES_CELL, len(lines), plain)
    book.put(sheet, layout.SOURCE_HEADER_ROW, layout.SOURCE_COLUMN, layout.SOURCE_HEADER, plain)
    for number, line in enumerate(lines, 1):
        if units(line) > MOST_CHARACTERS:
            where = f"a line of the instrument {assessment.case.instrument.id}"
            raise SecorError(
                f"{where} has {len(line)} characters; a cell holds at most {MOST_CHARACTERS}: break the line"
            )
        book.put(sheet, layout.SOURCE_HEADER_ROW + number, layout.SOURCE_COLUMN, line, text)


def build_snapshots(book: Book, review: Review) -> None:
    """Write the hidden sheet of the snapshots; its cells are not locked, because the buttons fill them in."""
    sheet = book.sheet(layout.SNAPSHOTS_SHEET)
    sheet.very_hidden()
    text, day = (book.formats(num_format=number_format, locked=False) for number_format in (formats.TEXT, formats.DATE))
    for column, header in enumerate(layout.SNAPSHOT_HEADERS, 1):
        book.put(sheet, 1, column, header, book.formats())
    taken = {each.round: each for each in review.snapshots}
    for number in range(1, layout.ROUNDS.capacity + 1):
        values = (
            layout.snapshot_cells(taken[number]).values() if number in taken else (None,) * (1 + layout.SNAPSHOT_PIECES)
        )
        book.put(sheet, 1 + number, 1, number, book.formats())
        for column, value in enumerate(values, layout.SNAPSHOT_DAY_COLUMN):
            book.put(sheet, 1 + number, column, value, day if column == layout.SNAPSHOT_DAY_COLUMN else text)


def _in_pairs(codes: list[str]) -> str:
    """Codes, two a line, so that none is broken at its hyphen."""
    return ",\n".join(", ".join(codes[first : first + 2]) for first in range(0, len(codes), 2))


def _build(
    book: Book, table: SheetTable, listed: Iterable[tuple[Value, ...]], styles: dict[str, Style]
) -> AutoHeightSheet:
    sheet = book.table_sheet(table, TIPS[table.sheet], tab=formats.MUTED)
    made = [book.formats(formats.PLAIN, styles.get(column.field, {})) for column in table.columns]
    for row, values in enumerate(listed, table.first_row):
        for column, value, cell_format in zip(table.columns, values, made, strict=True):
            book.put(sheet, row, column.index, value, cell_format)
    return sheet
