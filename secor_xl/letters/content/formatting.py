"""The formats of numbers, dates and names in letters; templates never format anything."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Sequence

from secor_xl.judgement.scoring import Score
from secor_xl.procedure.office import Office
from secor_xl.procedure.parameters import Parameter
from secor_xl.review.calendar import shown_date
from secor_xl.text import first_given, is_blank, plural

NO_BREAK_SPACE = "\u00a0"
NOT_GIVEN = "not given"
SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
AFTER_A_MONTH = "|".join(f"(?<={month})" for month in calendar.month_name[1:])
SPACE_TO_KEEP = re.compile(rf"(?<=\d) (?=%)|(?:{AFTER_A_MONTH}) (?=\d)|(?<=\d,) (?=\d{{4}}\b)|(?<=\(procedure) ")
SENTENCE_ENDS = (".", "!", "?", ":", ";", "…", '"', "”", "»")
CLOSING_QUOTES = "\"'”’"


def date(day: dt.date | None) -> str:
    """Format a date with no-break spaces, or "not given"."""
    return shown_date(day).replace(" ", NO_BREAK_SPACE) if day else NOT_GIVEN


def short_date(day: dt.date | None) -> str:
    """Format a date for a narrow column: "Mar 30, 2022"."""
    if day is None:
        return NOT_GIVEN
    return f"{calendar.month_abbr[day.month]} {day.day}, {day.year}".replace(" ", NO_BREAK_SPACE)


def period(start: dt.date | None, end: dt.date | None) -> str:
    """Format a first and a last day."""
    if start is None and end is None:
        return NOT_GIVEN
    return date(start) if start == end else f"{date(start)} to {date(end)}"


def given(text: str) -> str:
    """Return a text, or "not given"."""
    return first_given(text) or NOT_GIVEN


def score(of: Score) -> str:
    """Format a percentage with a no-break space."""
    return of.shown.replace(" ", NO_BREAK_SPACE)


def mark(minimum: Parameter | None) -> str:
    """Format the minimum of a score, or "none"."""
    return str(minimum).replace(" ", NO_BREAK_SPACE) if minimum else "none"


def calendar_days(parameter: Parameter) -> str:
    """Format a number of calendar days."""
    return counted(parameter.count, "calendar day").replace(" ", NO_BREAK_SPACE, 1)


def clause_reference(office: Office, clause: str) -> str:
    """Format the reference to a clause, for the end of a sentence; empty where the office leaves references out."""
    return f" (procedure{NO_BREAK_SPACE}{clause})" if office.clause_references else ""


def counted(number: int, noun: str) -> str:
    """Format a number with its noun: "one item", "nine items", "12 items", "no items"."""
    shown = SMALL_NUMBERS[number] if 0 <= number < len(SMALL_NUMBERS) else str(number)
    return f"{shown} {plural(number, noun)}"


def joined(names: Sequence[str]) -> str:
    """Join names in a sentence: "A", "A and B", "A, B and C"; semicolons where a name before the last has a comma itself."""
    if len(names) < 2:
        return "".join(names)
    between, last = ("; ", "; and ") if any("," in name for name in names[:-1]) else (", ", " and ")
    return between.join(names[:-1]) + last + names[-1]


def lines(texts: Iterable[str]) -> str:
    """Join texts by line breaks, without the blank ones."""
    return "\n".join(text for text in texts if not is_blank(text))


def sentence(text: str) -> str:
    """Make a text a sentence: a capital at its start, a full stop where it has no mark at its end."""
    bare = text.rstrip()
    if not bare:
        return ""
    capital = bare[0].upper() if len(bare[0].upper()) == 1 else bare[0]
    return capital + bare[1:] + ("" if bare.endswith(SENTENCE_ENDS) else ".")


def ended(text: str) -> str:
    """Add a full stop to a person's own words where they end in a letter or a digit, in quotes or not."""
    return f"{text}." if text.rstrip(CLOSING_QUOTES)[-1:].isalnum() else text


def kept_together(text: str) -> str:
    """Put no-break spaces into the dates and percentages of a sentence."""
    return SPACE_TO_KEEP.sub(NO_BREAK_SPACE, text)
