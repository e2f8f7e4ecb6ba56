"""The employer's accounts, each once with all its codes (2.3c), and the governing bodies of their provinces (2.13)."""

from __future__ import annotations

from dataclasses import dataclass

from secor_xl.judgement.assessment import Assessment
from secor_xl.letters.content import formatting
from secor_xl.letters.outcome_guard import LetterRefused
from secor_xl.procedure.office import PROVINCES, GoverningBody
from secor_xl.review.comparison import as_compared
from secor_xl.review.model import Review, filled


@dataclass(frozen=True, slots=True)
class AccountWithCodes:
    """One account with all its codes; the workbook has a row for each code."""

    province: str
    number: str
    codes: tuple[str, ...]


def accounts_with_codes(review: Review) -> tuple[AccountWithCodes, ...]:
    """List each account once, in the order of the rows; a row without a number counts as an account of its own."""
    numbers: dict[tuple[str, str], str] = {}
    codes: dict[tuple[str, str], list[str]] = {}
    for position, each in filled(review.accounts):
        key = (each.province, as_compared(each.number) or f"row {position}")
        numbers.setdefault(key, formatting.given(each.number))
        codes.setdefault(key, []).append(formatting.given(each.industry_code))
    return tuple(
        AccountWithCodes(province, number, tuple(dict.fromkeys(codes[province, key])))
        for (province, key), number in numbers.items()
    )


def governing_bodies(assessment: Assessment) -> tuple[GoverningBody, ...]:
    """List the governing bodies of the accounts' provinces, in their order; raise ``LetterRefused`` for an unknown one."""
    known = assessment.case.office.governing_bodies
    provinces = dict.fromkeys(account.province for _, account in filled(assessment.case.review.accounts))
    missing = [province for province in provinces if province not in known]
    if missing or not provinces:
        reasons = [
            f"The office's data name no governing body for {PROVINCES.get(province) or 'an account without a province'};"
            " add it to office.toml, because the governing bodies are informed of an approval (2.13)."
            for province in missing
        ]
        raise LetterRefused(tuple(reasons) or ("The review has no WCB account, so no governing body is known (2.13).",))
    return tuple(known[province] for province in provinces)
