"""An employer's name as people see it."""

from __future__ import annotations

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
