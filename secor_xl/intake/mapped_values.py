"""From a value of somebody else's table to a fact: the office's mapping first, then the reader of the form's own cells."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from secor_xl.intake.mapping import DateOrder
from secor_xl.text import cleaned, is_blank, without_invisible
from secor_xl.workbook.reading.cell_parsing import Unfit, as_question_ids, as_whole_number, bare
from secor_xl.workbook.reading.row_facts import converter
from secor_xl.workbook.schema.cell_limits import units
from secor_xl.workbook.schema.fields import Kind
from secor_xl.xlsx.sheet_values import FIRST_DATE, MOST_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Mapping as Dictionary

    from secor_xl.intake.mapping import Mapping
    from secor_xl.workbook.schema.fields import SchemaField
    from secor_xl.xlsx.sheet_values import CellValue

NUMBERS = re.compile(r"([0-9]{1,4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,4})(?:[T ,].*)?", re.DOTALL)
DIGITS = re.compile(r"([12][0-9]{3})([0-9]{2})([0-9]{2})")
DAY_MONTH = re.compile(r"([0-9]{1,2})[-/. ]?([A-Za-z]{3,9})\.?[-/, ]*([0-9]{4})")
MONTH_DAY = re.compile(r"([A-Za-z]{3,9})\.? ?([0-9]{1,2})(?:st|nd|rd|th)?,? +([0-9]{4})")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
LONGEST_DATE = 40
DIALLED = frozenset({"phone", "fax"})
"""Fields of digits that have no leading zeros to lose, so a number in the table is as good as a text."""


def fact_of(
    value: CellValue, entry: SchemaField, mapping: Mapping, question_ids: Dictionary[str, str]
) -> object | Unfit | None:
    """Return the fact that a value means for a field.

    Args:
        value: what the table has.
        entry: the field.
        mapping: the words, dates and numbers of the table.
        question_ids: the id of each question, by its small letters.

    Returns:
        The fact; ``None`` or an empty text for a blank; ``Unfit`` with what was seen where it is not understood.
    """
    fact = _fact_of(value, entry, mapping, question_ids)
    if isinstance(fact, dt.date) and fact < FIRST_DATE:
        return Unfit(
            f"the day {fact.isoformat()}",
            f"Excel has no day before {FIRST_DATE.isoformat()}: enter the day that is meant",
        )
    return fact


def _fact_of(
    value: CellValue, entry: SchemaField, mapping: Mapping, question_ids: Dictionary[str, str]
) -> object | Unfit | None:
    given: CellValue | Decimal = value
    if isinstance(value, str):
        if units(value) > MOST_CHARACTERS:
            return Unfit(
                f"a text of {len(value):,} characters", f"A cell holds at most {MOST_CHARACTERS:,}: shorten it"
            )
        if entry.kind is not Kind.TEXT:
            given = _text_as(cleaned(without_invisible(value)), entry.kind, mapping)
    if is_blank(given):
        return None
    if isinstance(given, Decimal):  # exact as written; no cell ever had it as a binary number
        return given if entry.kind is Kind.POINTS else as_whole_number(float(given))
    if isinstance(given, dt.datetime) and entry.kind is Kind.DATE:
        return given.date()  # the time of day of an export says nothing of the fact
    if entry.field in DIALLED and isinstance(given, int | float) and not isinstance(given, bool):
        given = f"{given:.15g}" if isinstance(given, float) else str(given)
    if entry.kind is Kind.QUESTION_IDS:
        return as_question_ids(given, question_ids)
    fact: object = converter(entry)(given)
    if isinstance(fact, Unfit) and entry.kind is Kind.DATE and isinstance(given, str) and NUMBERS.fullmatch(given):
        return Unfit(
            fact.seen, f"{fact.allowed.partition('. ')[0]}, or enter the order of dates in the mapping: date_order"
        )
    return fact


def _text_as(text: str, kind: Kind, mapping: Mapping) -> str | dt.date | Decimal:
    """Understand a text by the mapping: a word of the table, a date in its order, a number with its decimal mark."""
    text = mapping.words.get(bare(text), text)
    if kind is Kind.DATE:
        return day_in(text, mapping.date_order) or text
    if kind in (Kind.POINTS, Kind.WHOLE_NUMBER):
        mark = "," if mapping.decimal_comma else "."
        if re.fullmatch(rf"[+-]?[0-9]{{1,15}}(?:\{mark}[0-9]{{1,15}})?", text):
            return Decimal(text.replace(mark, "."))
    return text


def day_in(text: str, order: DateOrder | None) -> dt.date | None:
    """Return the day that a text names; ``None`` where it names none, or the order of its numbers is not known."""
    if len(text) > LONGEST_DATE:
        return None
    if found := NUMBERS.fullmatch(text) or DIGITS.fullmatch(text):
        numbers = [int(part) for part in found.groups()]
        if len(found[1]) == 4:
            year, month, day = numbers
        elif order is DateOrder.DAY_FIRST and len(found[3]) != 3:
            day, month, year = numbers
        elif order is DateOrder.MONTH_FIRST and len(found[3]) != 3:
            month, day, year = numbers
        else:
            return None
        year += 2000 if year < 100 else 0
    elif found := DAY_MONTH.fullmatch(text):
        day, month, year = int(found[1]), _month(found[2]), int(found[3])
    elif found := MONTH_DAY.fullmatch(text):
        day, month, year = int(found[2]), _month(found[1]), int(found[3])
    else:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def the_day_in(text: str) -> dt.date | None:
    """Return the day that a text names, where only one can be meant whatever the order of its numbers."""
    meant = {day for order in DateOrder if (day := day_in(text.strip(), order))}
    return meant.pop() if len(meant) == 1 else None


def _month(name: str) -> int:
    """Return the number of a month by its name or the beginning of it; 0 where there is none."""
    return next((number for number, month in enumerate(MONTHS, 1) if month.startswith(name.casefold())), 0)
