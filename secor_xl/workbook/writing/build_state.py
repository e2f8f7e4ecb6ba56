"""Show the day and the number of entries that computed cells belong to, and hide cells that are out of date.

In a workbook with live cells a function says it. In one without, nothing computes: there the entries that the cells were computed
from are kept on a very hidden sheet, and as soon as one entry is another, no computed cell shows anything any more. So no cell
ever contradicts an entry beside it.
"""

from __future__ import annotations

from secor_xl.workbook.schema import computed_ranges, named_ranges
from secor_xl.workbook.schema.geometry import NamedRange
from secor_xl.workbook.schema.layout import BAND_ROW, QUESTIONS_SHEET, START, STATE_COLUMNS, STATE_SHEET
from secor_xl.workbook.schema.printed_words import NOTHING_YET, REFRESH
from secor_xl.workbook.writing import formats
from secor_xl.workbook.writing.book import Book
from secor_xl.workbook.writing.formats import Style

CHANGED_WORDS = f"Entries have changed since these cells were computed, so they show nothing. {REFRESH}"
AFTER_A_CHANGE = " After a change: secor-xl refresh FILE"
CHANGED = "secor_changed"
"""The name of the cell that counts the entries that have changed."""
HIDDEN_FORMAT = ";;;"
COUNTED_CELL, CHANGED_CELL, FIRST_KEPT_ROW = 1, 2, 3
LINE: Style = {**formats.SHEET_TIP, "italic": True, "indent": 0}
STYLES: dict[str, Style] = {
    START: {**formats.HEADING, "font_size": 10.5, "bold": False, "italic": True, "font_color": formats.MUTED},
    QUESTIONS_SHEET: {**formats.BAND, "bold": False, "italic": True, "font_color": formats.MUTED},
}


def hide_where_changed(book: Book) -> None:
    """Have every computed range of the sheets that are built from now on show nothing once an entry has changed."""
    stay = (*named_ranges.LIVE_ONLY, computed_ranges.STATE)
    for block in book.ranges.values():
        if block.name in computed_ranges.COMPUTED and block.name not in stay:
            book.hidden.setdefault(block.sheet, []).append(block.cells)
    book.hiding = {
        "type": "formula",
        "criteria": f"={CHANGED}",
        "format": book.formats.changes(num_format=HIDDEN_FORMAT),
        "stop_if_true": True,
    }


def keep_entries(book: Book) -> None:
    """Keep the entries on a sheet of their own, with the count of those that have changed since."""
    state = book.sheet(STATE_SHEET)
    state.very_hidden()
    row, total, same = FIRST_KEPT_ROW, 0, ""
    for name in named_ranges.INPUT_RANGES:
        block = book.ranges[name]
        sheet = book.sheet_named(block.sheet)
        for down in range(block.rows):
            cells = sheet.table.get(block.row - 1 + down, {})
            for across in range(block.columns):
                book.copy(cells.get(block.column - 1 + across), state, row + down, across + 1)
        kept = NamedRange(name, STATE_SHEET, row, 1, block.rows, block.columns).reference
        same += f'-SUMPRODUCT(--EXACT({name}&"",{kept}&""))'
        row, total = row + block.rows, total + block.rows * block.columns
    book.put(state, COUNTED_CELL, 1, None, book.formats())
    book.put(state, CHANGED_CELL, 1, None, book.formats())
    book.put_formula(state, COUNTED_CELL, 1, f"={total}{same}", 0)
    counted = f"A{COUNTED_CELL}"
    book.put_formula(state, CHANGED_CELL, 1, f"=IF(ISERROR({counted}),1,{counted})", 0)
    book.workbook.define_name(CHANGED, f"={STATE_SHEET}!$A${CHANGED_CELL}")


def say_state(book: Book, *, live: bool, computed: bool) -> None:
    """Say on every sheet with computed cells of which day and entries they are, or how they are computed."""
    block = book.ranges[computed_ranges.STATE]
    words = str(book.values[block.name][0][0]) if computed else NOTHING_YET
    words += "" if live or not computed else AFTER_A_CHANGE
    places = {START: (block.row, block.column)}
    places |= {sheet: (BAND_ROW, column.index) for sheet, column in STATE_COLUMNS.items()}
    for name, (row, column) in places.items():
        sheet = book.sheet_named(name)
        book.put(sheet, row, column, words, book.formats(STYLES.get(name, LINE)))
        if live and name != START:
            book.put_formula(sheet, row, column, f"={computed_ranges.STATE}", words)
        elif computed and not live:
            book.put_formula(sheet, row, column, f'=IF({CHANGED},"{CHANGED_WORDS}","{words}")', words)
