"""The employer's accounts as letters tell them: each account once, with all its codes (2.3c, 2.13)."""

from __future__ import annotations

from dataclasses import dataclass

from secor_xl.letters.content import formatting
from secor_xl.review.comparison import as_compared
from secor_xl.review.model import Account, Review


@dataclass(frozen=True, slots=True)
class AccountWithCodes:
    """One account, whose codes the workbook has in a row each."""

    province: str
    number: str
    codes: tuple[str, ...]


def accounts_given(review: Review) -> tuple[Account, ...]:
    """The rows of accounts, without those that were left empty between them."""
    return tuple(each for each in review.accounts if each != Account())


def accounts_with_codes(review: Review) -> tuple[AccountWithCodes, ...]:
    """Each account once, in the order of the rows; a row without a number is one of its own, since nobody knows which."""
    numbers: dict[tuple[str, str], str] = {}
    codes: dict[tuple[str, str], list[str]] = {}
    for position, each in enumerate(accounts_given(review)):
        key = (each.province, as_compared(each.number) or f"row {position}")
        numbers.setdefault(key, formatting.given(each.number))
        codes.setdefault(key, []).append(formatting.given(each.industry_code))
    return tuple(
        AccountWithCodes(province, number, tuple(dict.fromkeys(codes[province, key])))
        for (province, key), number in numbers.items()
    )
