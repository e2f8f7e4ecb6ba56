"""Exact points and percentages. No float takes part in a decision, and what is shown is never rounded up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

SHOWN_DECIMALS = 2


def percentage(given: Decimal, possible: Decimal) -> Fraction | None:
    """The exact percentage of points given, or ``None`` where no point is possible (everything is n/a)."""
    if not possible:
        return None
    (given_times, of_given), (possible_times, of_possible) = given.as_integer_ratio(), possible.as_integer_ratio()
    return Fraction(given_times * of_possible * 100, of_given * possible_times)


def shown_percentage(value: Fraction) -> str:
    """A percentage for people, truncated to two decimals: 79.97 % and 79.999 % are never shown as 80 %."""
    return f"{shown_number(truncated(value))} %"


def truncated(value: Fraction) -> Decimal:
    """A number cut after the decimals that are shown; what was cut off is never rounded up."""
    scale: int = 10**SHOWN_DECIMALS
    return Decimal(int(value * scale)) / scale


def shown_number(value: Decimal) -> str:
    """A number without exponent and without needless zeros: ``12``, ``2.5``."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
