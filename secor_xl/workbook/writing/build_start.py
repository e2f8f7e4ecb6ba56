"""The start sheet: the outcome, why, what to do next, the scores with bars and a chart, the deadlines."""

from __future__ import annotations

from xlsxwriter.format import Format

from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.procedure.instrument import Instrument
from secor_xl.workbook.schema import computed_ranges, start_sheet
from secor_xl.workbook.schema.geometry import quoted
from secor_xl.workbook.schema.layout import QUESTIONS, SCORED, START
from secor_xl.workbook.schema.printed_words import SHEET_LINKS, Words, start_words
from secor_xl.workbook.schema.start_sheet import FIRST, LAST, MARGIN, SCORE, SCORE_COLUMNS, SECOND, THIRD
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.book import Book
from secor_xl.workbook.writing.build_chart import add_chart
from secor_xl.workbook.writing.formats import Style
from secor_xl.workbook.writing.xlsxwriter_internals import AutoHeightSheet

BAND: Style = {"bg_color": formats.DEEP, "font_color": formats.WHITE, "valign": "vcenter"}
LABEL: Style = {"font_color": formats.MUTED, "font_size": 10.5, "valign": "vcenter"}
VALUE: Style = {"font_size": 11, "bold": True, "valign": "vcenter", "align": "left"}
COUNT: Style = {"font_size": 11, "bold": True, "valign": "vcenter", "align": "right", "indent": 1}
LINE: Style = {"font_size": 11, "valign": "vcenter"}
OUTCOME: Style = {"font_size": 24, "bold": True, "font_color": formats.DEEP, "valign": "vcenter", "indent": 1}
ACCEPTED: Style = {"font_size": 11, "italic": True, "font_color": formats.AMBER, "valign": "vcenter", "indent": 1}
COLUMN_HEAD: Style = {
    "bold": True,
    "font_color": formats.MUTED,
    "valign": "vcenter",
    "bottom": 1,
    "bottom_color": formats.LINE,
    **formats.WRAP,
}
CELL: Style = {"font_size": 11, "valign": "vcenter", "bottom": 1, "bottom_color": formats.LINE}
NUMBER: Style = {**CELL, "align": "right", "num_format": formats.POINTS}
TOTAL: Style = {"bold": True, "bg_color": formats.PALE}

OUTCOME_COLOURS = {
    OutcomeKind.INCOMPLETE: (formats.MUTED, formats.STONE),
    OutcomeKind.APPROVE: (formats.GREEN, formats.PALE_GREEN),
    OutcomeKind.REQUEST_CORRECTIONS: (formats.AMBER, formats.PALE_AMBER),
    OutcomeKind.AWAITING_CORRECTION: (formats.DEEP, formats.PALE),
    OutcomeKind.INVALID: (formats.RED, formats.PALE_RED),
}
VERDICT_COLOURS = (("Below", formats.RED), ("Pass", formats.GREEN), ("Incomplete", formats.AMBER))
SAMPLES: tuple[Style, ...] = (
    formats.INPUT,
    formats.COMPUTED,
    {**formats.BOX, "bg_color": formats.AMBER_FILL},
    *({"bold": True, "font_color": colour} for colour in (formats.RED, formats.AMBER, formats.MUTED)),
)
"""The cells of the colour key."""
NOTICE_LINE = 170  # characters of the notice in one line, for the height of its row


def build_start(book: Book, instrument: Instrument, *, live: bool) -> None:
    """Write the start sheet; in a live workbook the chart has numbers of its own."""
    sheet = book.sheet(START, tab=formats.DEEP)
    book.width(sheet, MARGIN)
    for column in SCORE_COLUMNS:
        book.width(sheet, column)
    words = start_words(instrument)
    _face(book, sheet, words)
    _links(book, sheet)
    _facts(book, sheet, words)
    _outcome(book, sheet, words)
    _scores(book, sheet, words, instrument)
    _deadlines(book, sheet, words, instrument)
    _key(book, sheet, words, instrument)
    add_chart(book, sheet, instrument, computed=live or book.values[computed_ranges.CHART][0][0] is not None)
    sheet.set_selection(book.ranges[computed_ranges.OUTCOME].first)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1)
    sheet.activate()


def _face(book: Book, sheet: AutoHeightSheet, words: Words) -> None:
    for row, height in ((start_sheet.PRODUCT_ROW, 36), (start_sheet.INSTRUMENT_ROW, 24)):
        book.height(sheet, row, height)
        for column in (MARGIN, *SCORE_COLUMNS):
            book.put(sheet, row, column.index, None, book.formats(BAND))
    title = book.formats(BAND, font_size=22, bold=True)
    _first(book, sheet, words, start_sheet.PRODUCT_ROW, title)
    _first(book, sheet, words, start_sheet.INSTRUMENT_ROW, book.formats(BAND, font_size=11))
    notice = words.get((start_sheet.NOTICE_ROW, FIRST.index))
    if notice:
        book.height(sheet, start_sheet.NOTICE_ROW, 6 + 15 * (1 + len(notice) // NOTICE_LINE))
        style: Style = {
            "bg_color": formats.PALE_AMBER,
            "font_color": formats.AMBER,
            "valign": "vcenter",
            **formats.WRAP,
        }
        book.put(sheet, start_sheet.NOTICE_ROW, MARGIN.index, None, book.formats(style))
        cells = (start_sheet.NOTICE_ROW - 1, FIRST.index - 1, start_sheet.NOTICE_ROW - 1, LAST.index - 1)
        sheet.merge_range(*cells, "", book.formats(style))
        book.put(sheet, start_sheet.NOTICE_ROW, FIRST.index, notice, book.formats(style))


def _links(book: Book, sheet: AutoHeightSheet) -> None:
    """Write a link to every other visible sheet."""
    book.height(sheet, start_sheet.LINKS_ROW, 24)
    for name, column in SHEET_LINKS.items():
        book.put_link(
            sheet, start_sheet.LINKS_ROW, column.index, name, f"{quoted(name)}!A1", formats.WAY, {"font_size": 11}
        )


def _key(book: Book, sheet: AutoHeightSheet, words: Words, instrument: Instrument) -> None:
    """Write the colour key, to the right of the deadlines."""
    first = SCORE["percent"].index
    heading = start_sheet.deadlines_heading_row(len(instrument.elements))
    book.put(sheet, heading, first, words[heading, first], book.formats(formats.HEADING))
    for row, style in enumerate(SAMPLES, heading + 1):
        sample = book.formats(style, valign="vcenter", locked=True)
        book.put(sheet, row, first, words[row, first], sample)
        book.put(sheet, row, first + 1, words[row, first + 1], book.formats(LABEL, indent=1))


def _facts(book: Book, sheet: AutoHeightSheet, words: Words) -> None:
    for column in (FIRST, SCORE["minimum"]):
        for row in range(start_sheet.FACTS_ROW, start_sheet.FACTS_ROW + len(start_sheet.FACT_LABELS)):
            book.height(sheet, row, 19)
            book.put(sheet, row, column.index, words[row, column.index], book.formats(LABEL))
    book.put_computed(computed_ranges.FACTS, VALUE)
    book.put_computed(computed_ranges.AS_OF, VALUE)
    book.put_computed(computed_ranges.COUNTS, COUNT)


def _outcome(book: Book, sheet: AutoHeightSheet, words: Words) -> None:
    _heading(book, sheet, start_sheet.OUTCOME_HEADING_ROW, words)
    block, rows = book.ranges[computed_ranges.OUTCOME], book.values[computed_ranges.OUTCOME]
    book.height(sheet, block.row, 42)
    for row in range(block.row, block.row + block.rows):
        for column in SCORE_COLUMNS:
            book.put(sheet, row, column.index, None, book.formats({"bg_color": formats.STONE}))
    fill: Style = {"bg_color": formats.STONE}
    book.put(sheet, block.row, block.column, rows[0][0], book.formats(OUTCOME, fill))
    for number, row_values in enumerate(rows[1:], 1):
        book.height(sheet, block.row + number, 17)
        book.put(sheet, block.row + number, block.column, row_values[0], book.formats(ACCEPTED, fill))
    band = f"{block.first}:{LAST.letter}{block.row + block.rows - 1}"
    at = block.reference.split("!")[1].split(":")[0]
    for kind, (colour, background) in OUTCOME_COLOURS.items():
        name = kind.value.capitalize()
        of_words = book.formats.changes(font_color=colour, bg_color=background)
        of_band = book.formats.changes(bg_color=background)
        first = {"type": "text", "criteria": "begins with", "value": name, "format": of_words}
        rest = {"type": "formula", "criteria": f'=LEFT({at},{len(name)})="{name}"', "format": of_band}
        sheet.conditional_format(block.first, first)
        sheet.conditional_format(band, rest)
    book.height(sheet, start_sheet.NEXT_STEP_ROW, 26)
    _first(book, sheet, words, start_sheet.NEXT_STEP_ROW, book.formats(LABEL, bold=True))
    book.put_computed(computed_ranges.NEXT_STEP, {**LINE, "bold": True})
    for column in SCORE_COLUMNS:
        header = words.get((start_sheet.BECAUSE_HEADER_ROW, column.index), "")
        book.put(sheet, start_sheet.BECAUSE_HEADER_ROW, column.index, header, book.formats(COLUMN_HEAD))
    because = book.put_computed(computed_ranges.BECAUSE, {**LINE, "font_color": formats.MUTED}, LINE)
    for row in range(because.row, because.row + because.rows):
        book.height(sheet, row, 17)


def _scores(book: Book, sheet: AutoHeightSheet, words: Words, instrument: Instrument) -> None:
    _heading(book, sheet, start_sheet.SCORES_HEADING_ROW, words)
    book.height(sheet, start_sheet.SCORES_HEADER_ROW, 32)
    for column in SCORE_COLUMNS:
        align = "left" if column.index <= SECOND.index else "right"
        align = "left" if column.field in (SCORED, "percent", "verdict") else align
        style: Style = {"align": align, "indent": 1 if column.field in ("shown", "verdict", "claimed") else 0}
        book.put(sheet, start_sheet.SCORES_HEADER_ROW, column.index, column.header, book.formats(COLUMN_HEAD, style))
    ids = [question.element for question in instrument.questions]
    for number in range(1 + len(instrument.elements)):
        row, total = start_sheet.OVERALL_ROW + number, {} if number else TOTAL
        book.height(sheet, row, 19)
        _first(book, sheet, words, row, book.formats(CELL, total, bold=True))
        if number:
            letter = words[row, FIRST.index]
            cell = f"{QUESTIONS.sheet}!{QUESTIONS.cell('response', ids.index(letter) + 1)}"
            book.put_link(sheet, row, FIRST.index, letter, cell, CELL, formats.LINK, {"bold": True})
        book.put(sheet, row, SECOND.index, words[row, SECOND.index], book.formats(CELL, total))
    for name, extra in ((computed_ranges.OVERALL, TOTAL), (computed_ranges.ELEMENTS, {})):
        by_column = {
            SCORED: CELL,
            "shown": {**NUMBER, "bold": True, "indent": 1},
            "percent": CELL,
            "minimum": {**NUMBER, "num_format": formats.PERCENT},
            "verdict": {**CELL, "indent": 1},
            "claimed": {**NUMBER, "font_color": formats.MUTED, "indent": 1},
        }
        styles = [
            {**by_column.get(column.field, NUMBER), **extra} for column in SCORE_COLUMNS[THIRD.index - FIRST.index :]
        ]
        block = book.put_computed(name, *styles)
        first, last = block.row, block.row + block.rows - 1
        letter = SCORE["percent"].letter
        bar = {
            "type": "data_bar",
            "bar_solid": True,
            "bar_only": True,
            "bar_color": formats.TEAL,
            "data_bar_2010": True,
        }
        ends = {"min_type": "num", "max_type": "num", "min_value": 0, "max_value": 100, "bar_no_border": True}
        sheet.conditional_format(f"{letter}{first}:{letter}{last}", {**bar, **ends})
        letter = SCORE["verdict"].letter
        book.flag_colours(sheet, f"{letter}{first}:{letter}{last}", VERDICT_COLOURS)


def _deadlines(book: Book, sheet: AutoHeightSheet, words: Words, instrument: Instrument) -> None:
    top = start_sheet.deadlines_heading_row(len(instrument.elements))
    _heading(book, sheet, top, words)
    for number, header in enumerate(start_sheet.DEADLINE_HEADERS):
        style: Style = {"align": "left"}
        book.put(sheet, top + 1, FIRST.index + number, header, book.formats(COLUMN_HEAD, style))
    date: Style = {**CELL, "align": "left", "num_format": formats.DATE}
    styles = [{**CELL, "bold": True}, CELL, date, date, date, {**CELL, "align": "left"}]
    block = book.put_computed(computed_ranges.DEADLINES, *styles)
    for row in range(block.row, block.row + block.rows + 1):
        book.height(sheet, row, 17)
    row = start_sheet.final_date_row(instrument)
    _first(book, sheet, words, row, book.formats(CELL, TOTAL))
    book.put_computed(computed_ranges.FINAL_DATE, {**date, **TOTAL})
    for column in SCORE_COLUMNS[2 : len(start_sheet.DEADLINE_HEADERS)]:
        book.put(sheet, row, column.index, None, book.formats(CELL, TOTAL))


def _heading(book: Book, sheet: AutoHeightSheet, row: int, words: Words) -> None:
    book.height(sheet, row, 24)
    for column in SCORE_COLUMNS:
        book.put(sheet, row, column.index, None, book.formats(formats.HEADING))
    _first(book, sheet, words, row, book.formats(formats.HEADING))


def _first(book: Book, sheet: AutoHeightSheet, words: Words, row: int, cell_format: Format) -> None:
    """Write what the first column of a row prints."""
    book.put(sheet, row, FIRST.index, words[row, FIRST.index], cell_format)
