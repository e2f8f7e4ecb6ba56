"""Convert the value of a cell to a typed fact, or to the fault of the cell: one function for each kind of cell.

A blank is never an error, an error is never a blank, and nothing is guessed: a text that looks like a number or a date is
refused with the cure, because Excel itself would leave it out of every sum and comparison.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from math import inf
from typing import TYPE_CHECKING, TypeVar

from secor_xl.procedure.office import PROVINCES
from secor_xl.text import cleaned, on_one_line, without_invisible
from secor_xl.xlsx.sheet_values import DAY_ZERO, LARGEST_WHOLE, RICH, CellValue, ErrorValue, Marker, Percentage

if TYPE_CHECKING:
    from collections.abc import Mapping

Choice = TypeVar("Choice", bound=StrEnum)

NUMBER_TEXT = re.compile(r"[+-]?(?:\d[\d\s,'\u2019]*)?[.,]?\d+\s*%?")
DECIMAL_TEXT = re.compile(r"[+-]?[0-9]*(?:\.|,(?![0-9]{3}$))[0-9]+")  # 1,000 is a thousand where the mark is a point
DATE_TEXT = re.compile(
    r"""\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\d.*)?     # 2026-03-31, 31/3/26 10:00
    |\d{1,2}[ -]?[A-Za-z]{3,9}\.?[ ,-]*\d{2,4}          # 31-Mar-26
    |[A-Za-z]{3,9}\.?\ ?\d{1,2}(?:st|nd|rd|th)?,?\ \d{2,4}  # March 31, 2026
    """,
    re.VERBOSE,
)
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000
"""1954 to 2119: a whole number within is most likely a date without its format."""
SHOWN_TEXT = 60
LONGEST_NUMBER = 40  # longer texts are no numbers or dates, and cost a pattern time

REMEMBERED = 1024  # points and words of lists are the same few in every workbook

NO_DAY = dt.time()
NO_DAY_SEEN = "the number 0 as a date, which is no day"
NO_FORMULA = "A formula does not count here"
TYPE_A_DATE = "Type a date such as 2026-03-31"
OUT_OF_TEXT_FORMAT = "If Excel keeps it as text, set the cell's number format to {} first, then type it again"
PROVINCE_OF = {word.casefold(): code for code, name in PROVINCES.items() for word in (code, name)}
COMMAS = re.compile(r"[,;\n]")
SHORT_FORMS = {"y": "yes", "n": "no", "na": "n/a", "notapplicable": "n/a"}
"""Other texts that people type for a word of a closed list, in the lists that have that word."""
BETWEEN_LETTERS = re.compile(r"[\s./-]+")
JOINED_BY = re.compile(r"\s*[/&+]\s*|\s*\band\b\s*|\s+", re.IGNORECASE)
"""The separators that people put between two question ids besides a comma."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """The fault of a cell: what was seen, and what is allowed there and to be done."""

    seen: str
    allowed: str


def as_text(value: CellValue) -> str | Unfit:
    """Read a text; a number or date becomes its text."""
    if isinstance(value, str):
        return cleaned(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _shown_number(value)
    if isinstance(value, dt.date):
        return value.isoformat(sep=" ") if isinstance(value, dt.datetime) else value.isoformat()
    return _unfit(value, "Type a text")


def as_province(value: CellValue) -> str | Unfit:
    """Read the code of a province, also from small letters or its full name; any other text stays as it is."""
    text = as_text(value)
    return text if isinstance(text, Unfit) else PROVINCE_OF.get(without_invisible(text).casefold(), text)


def as_code(value: CellValue) -> str | Unfit:
    """Read a text of digits, such as an account number; a number is refused, because Excel removes its leading zeros."""
    if value is None or isinstance(value, str):
        return cleaned(value or "")
    cure = "Set the cell's number format to Text, then type it again with its leading zeros"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Unfit(f"the cell holds the number {_shown_number(value)}; leading zeros may be lost", cure)
    return _unfit(value, cure)


def as_date(value: CellValue) -> dt.date | Unfit | None:
    """Read a calendar date without a time of day."""
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        if value.time() == dt.time():
            return value.date()
        return Unfit(f"a date with a time of day, {value:%Y-%m-%d %H:%M:%S}", "Type the date alone, such as 2026-03-31")
    if isinstance(value, dt.date):
        return value
    if isinstance(value, dt.time) and value == NO_DAY:
        return Unfit(NO_DAY_SEEN, f"Clear the cell, or {TYPE_A_DATE[0].lower()}{TYPE_A_DATE[1:]}")
    if isinstance(value, str):
        return _date_in_text(cleaned(without_invisible(value)))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _date_in_number(value)
    return _unfit(value, TYPE_A_DATE)


def _date_in_number(value: float) -> Unfit:
    seen = f"the number {_shown_number(value)}"
    if not FIRST_SERIAL <= value <= LAST_SERIAL:
        return Unfit(seen, f"{TYPE_A_DATE}; the cell's number format must be Date")
    day = DAY_ZERO + dt.timedelta(days=int(value))
    cure = f"Set the cell's number format to Date and check the day, or type the date again as {day}"
    return Unfit(f"{seen}, which would be {day} if the cell had a date format", cure)


def _date_in_text(text: str) -> Unfit | None:
    if not text:
        return None
    if len(text) <= LONGEST_NUMBER and DATE_TEXT.fullmatch(text):
        cure = "Type the date again, such as 2026-03-31. " + OUT_OF_TEXT_FORMAT.format("Date")
        return Unfit(f"a text that looks like a date, {_quoted(text)}, but is none to Excel", cure)
    return Unfit(f"the text {_quoted(text)}", TYPE_A_DATE)


def _with_the_other_mark(text: str) -> str:
    """Return the advice to type a number with the other decimal mark; empty where that cannot be the reason."""
    if not DECIMAL_TEXT.fullmatch(text):
        return ""
    typed, mark = (text.replace(".", ","), "comma") if "." in text else (text.replace(",", "."), "point")
    return f"; type {typed} where the workbook's other numbers have a decimal {mark}"


def as_whole_number(value: CellValue) -> int | Unfit | None:
    """Read a whole number, such as a head-count."""
    number = _number(value, "Type a whole number such as 12")
    if number is None or isinstance(number, Unfit):
        return number
    if number != int(number) or abs(number) >= LARGEST_WHOLE:
        return Unfit(f"the number {_shown_number(number)}", "Type a whole number such as 12")
    return int(number)


@lru_cache(maxsize=REMEMBERED, typed=True)
def as_points(value: CellValue) -> Decimal | Unfit | None:
    """Read points exactly: with the fifteen digits that Excel keeps, not as a binary number."""
    number = _number(value, "Type the points as a number, such as 2.5")
    if number is None or isinstance(number, Unfit):
        return number
    return Decimal(number) if isinstance(number, int) else Decimal(f"{number:.15g}")


def _number(value: CellValue, cure: str) -> int | float | Unfit | None:
    if value is None:
        return None
    if isinstance(value, str):
        text = cleaned(without_invisible(value))
        if not text:
            return None
        if len(text) <= LONGEST_NUMBER and NUMBER_TEXT.fullmatch(text):
            seen = f"a text that looks like a number, {_quoted(text)}, but is none to Excel"
            return Unfit(seen, f"{cure}{_with_the_other_mark(text)}. {OUT_OF_TEXT_FORMAT.format('General')}")
        return Unfit(f"the text {_quoted(text)}", cure)
    if isinstance(value, Percentage):
        seen = f"the percentage {_shown_number(value * 100)} %, which is the number {_shown_number(value)} to Excel"
        return Unfit(seen, f"Set the cell's number format to General, then {cure[0].lower()}{cure[1:]}")
    if isinstance(value, int | float) and not isinstance(value, bool):
        # A file may say 1E999, which no cell can hold.
        return value if abs(value) < inf else Unfit("a number that is out of bounds", cure)
    return _unfit(value, cure)


def as_choice(value: CellValue, kind: type[Choice]) -> Choice | Unfit | None:
    """Read a word of a closed list or its short form, in small or capital letters."""
    if value is None:
        return None
    if isinstance(value, str):
        found: Choice | None = _words(kind).get(value)
        if found is not None:  # exactly as the list offers it
            return found
        word = on_one_line(without_invisible(value))
        found = _words(kind).get(bare(word))
        if found is not None or not word:
            return found
    allowed = f"Choose one of: {', '.join(kind)}"
    return Unfit(f"the text {_quoted(value)}", allowed) if isinstance(value, str) else _unfit(value, allowed)


def short_forms(kind: type[StrEnum]) -> dict[str, str]:
    """Return the short forms that a closed list has, each with its word."""
    return {short: word for short, word in SHORT_FORMS.items() if word in list(kind)}


@cache
def _words(kind: type[Choice]) -> dict[str, Choice]:
    words = {written: word for word in kind for written in (word.value, bare(word))}
    return words | {short: kind(word) for short, word in short_forms(kind).items()}


def bare(text: str) -> str:
    """Normalize a text for comparison with a closed list: small letters, no blanks, points, slashes or hyphens."""
    return BETWEEN_LETTERS.sub("", text.casefold())


def as_question_ids(value: CellValue, known: Mapping[str, str]) -> tuple[str, ...] | Unfit:
    """Read question ids such as ``B2, C1``; ``known`` has each id by its small letters, any other is kept as typed."""
    if value is None:
        return ()
    if not isinstance(value, str):
        return _unfit(value, "Type the ids of the questions, such as B2, C1")
    ids: list[str] = []
    for part in COMMAS.split(cleaned(without_invisible(value))):
        words = part.split()
        each = [word for word in JOINED_BY.split(part) if word]
        if all(word.casefold() in known for word in each):
            ids += [known[word.casefold()] for word in each]
        else:
            ids.append(" ".join(words))
    return tuple(ids)


def _unfit(value: CellValue, cure: str) -> Unfit:
    """Describe the fault of a value of another kind."""
    if isinstance(value, ErrorValue):
        return Unfit(f"the error {value.text}", f"{cure}. {NO_FORMULA}")
    if value is RICH:
        seen = "a data type, a picture or an error of Excel 365, which other programs see as #VALUE!"
        return Unfit(
            seen, f"{cure}. Right-click a data type and choose Data Type, Convert to Text; see what it then says"
        )
    if isinstance(value, Marker):
        seen = "a formula without a value, because Excel has not calculated the workbook yet"
        return Unfit(seen, f"{cure}. {NO_FORMULA}")
    if isinstance(value, bool):
        return Unfit(f"the truth value {str(value).upper()}", cure)
    if isinstance(value, dt.time) and value == NO_DAY:
        return Unfit(NO_DAY_SEEN, f"{cure}. Set the cell's number format to General first")
    if isinstance(value, dt.timedelta):
        return Unfit(f"a length of time, {value}", cure)
    if isinstance(value, dt.date | dt.time):
        kind = "date" if isinstance(value, dt.date) else "time of day"
        return Unfit(
            f"a {kind}, {value}", f"{cure}. {OUT_OF_TEXT_FORMAT.format('General')}" if kind == "date" else cure
        )
    return Unfit(f"the {'text' if isinstance(value, str) else 'number'} {_quoted(str(value))}", cure)


def _shown_number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.15g}"


def _quoted(text: str) -> str:
    return f'"{on_one_line(text, SHOWN_TEXT)}"'
