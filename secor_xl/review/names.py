"""An employer's name, and any fact, as people read them."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, is_dataclass
from decimal import Decimal

from secor_xl.review.calendar import shown_date
from secor_xl.review.model import Employer
from secor_xl.text import first_given, is_blank

NO_EMPLOYER = "(no employer)"
"""The name in lists and titles where none is entered."""


def employer_name(employer: Employer, unnamed: str = "the employer") -> str:
    """Return the legal name, or else the trade name; ``unnamed`` where both are blank."""
    return first_given(employer.legal_name, employer.trade_name) or unnamed


def full_employer_name(employer: Employer, unnamed: str) -> str:
    """Return the name, and the trade name after it where that is another one."""
    name = employer_name(employer, unnamed)
    if is_blank(employer.trade_name) or employer.trade_name == name:
        return name
    return f"{name}, operating as {employer.trade_name}"


def fact_words(value: object, blank: str = "") -> str:
    """Return a fact as people read it: a day in words, points without an exponent, the facts of an entry one after the other.

    Args:
        value: the fact, or a whole entry of a list.
        blank: the word for a fact that is not given.
    """
    if value in (None, "", ()):
        return blank
    if isinstance(value, dt.date):
        return shown_date(value)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return f"{Decimal(value):f}"  # Python refuses str() of an int with thousands of digits
    if isinstance(value, tuple):
        return ", ".join(map(fact_words, value))
    if is_dataclass(value):
        words = (fact_words(getattr(value, each.name)) for each in fields(value))
        return "; ".join(each for each in words if each)
    return str(value)
