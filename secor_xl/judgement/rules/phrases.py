"""The words for values in the messages of rules: cut to a readable length, and never raising."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeGuard

from secor_xl.review.quantities import shown_number
from secor_xl.text import on_one_line

LONGEST = 72
MOST_DIGITS = 9


def quoted(text: str) -> str:
    """A text as it was entered, in quotes, on one line and cut to a readable length."""
    return f'"{on_one_line(text, LONGEST)}"'


def points_words(points: Decimal) -> str:
    """Points for people, whatever was entered."""
    if not points.is_finite():
        return "no number"
    if points and abs(points.adjusted()) >= MOST_DIGITS:
        return f"{points:.2E}"
    return shown_number(points)[:LONGEST]


def count_words(count: int) -> str:
    """A count for people, whatever was entered."""
    return str(count) if abs(count) < 10**MOST_DIGITS else "a number of ten digits or more"


def people_words(counts: dict[str, int]) -> str:
    """Head-counts by group in a sentence: "1 manager, 2 supervisors and 4 workers"."""
    people = [
        f"{count_words(count)} {group.removesuffix('s') if count == 1 else group}" for group, count in counts.items()
    ]
    return " and ".join(filter(None, (", ".join(people[:-1]), people[-1])))


def points_are(points: Decimal) -> str:
    """Points with their verb: "1 point is", "8 points are"."""
    return f"{points_words(points)} point is" if is_equal(points, Decimal(1)) else f"{points_words(points)} points are"


def points_of(points: Decimal, possible: Decimal) -> str:
    """Points out of those possible: "1 of 1 point", "8 of 10 points"."""
    return f"{points_words(points)} of {points_words(possible)} point{'' if is_equal(possible, Decimal(1)) else 's'}"


def points_awarded(points: Decimal, possible: Decimal) -> str:
    """Points out of those possible, as a sentence: "1 of 10 points was awarded", "8 of 10 points were awarded"."""
    return f"{points_of(points, possible)} {'was' if is_equal(points, Decimal(1)) else 'were'} awarded"


def is_above(points: Decimal | None, limit: Decimal | int) -> TypeGuard[Decimal]:
    """Whether points were entered and are above a limit."""
    return points is not None and points.is_finite() and points > limit


def is_below(points: Decimal | None, limit: Decimal | int) -> TypeGuard[Decimal]:
    """Whether points were entered and are below a limit."""
    return points is not None and points.is_finite() and points < limit


def is_equal(points: Decimal | None, other: Decimal) -> bool:
    """Whether points were entered and are these."""
    return points is not None and points.is_finite() and points == other
