"""How the rules put what they saw into words: values are cut to a readable length and never raise."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeGuard

from secor_xl.review.quantities import shown_number

LONGEST = 72
MOST_DIGITS = 9


def on_one_line(text: str, longest: int) -> str:
    """A text on one line, cut to a readable length."""
    line = " ".join(text[: 4 * longest].split())
    return line if len(line) <= longest and len(text) <= 4 * longest else f"{line[:longest].rstrip()}…"


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


def is_above(points: Decimal | None, limit: Decimal | int) -> TypeGuard[Decimal]:
    """Whether points were entered and are above a limit."""
    return points is not None and points.is_finite() and points > limit


def is_below(points: Decimal | None, limit: Decimal | int) -> TypeGuard[Decimal]:
    """Whether points were entered and are below a limit."""
    return points is not None and points.is_finite() and points < limit


def is_equal(points: Decimal | None, other: Decimal) -> bool:
    """Whether points were entered and are these."""
    return points is not None and points.is_finite() and points == other
