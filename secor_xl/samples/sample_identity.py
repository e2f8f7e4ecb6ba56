"""The identity of a fictional employer, put into a review."""

from __future__ import annotations

from dataclasses import replace

from secor_xl.review.model import Account, AssessorRole, Review, SignOff
from secor_xl.samples.changes import with_facts
from secor_xl.samples.texts import EMPLOYERS

FIRST_NUMBER = 110
AREA_CODES = {"AB": "780", "BC": "250", "SK": "306"}
SAME_WORDS = ("legal_name", "trade_name", "street", "city", "province", "postal_code")


def with_identity(review: Review, stem: str) -> Review:
    """The review as the review of an employer, with one account in its province.

    Args:
        review: the review to start from.
        stem: the name of the employer's table in ``data/employers.toml``.
    """
    identity = EMPLOYERS[stem]
    number, area = FIRST_NUMBER + list(EMPLOYERS).index(stem) * 3, AREA_CODES[identity["province"]]
    contact, assessor, domain = identity["contact"], identity["assessor"], _domain_of(identity["trade_name"])
    review = with_facts(review, "case", reference=f"QA-2026-0{number}", certificate_number=f"SECOR-550{number}")
    review = with_facts(
        review,
        "employer",
        **{name: identity[name] for name in SAME_WORDS},
        contact_name=contact,
        phone=f"{area}-555-0{number}",
        fax=f"{area}-555-0{number + 1}" if identity.get("fax") else "none",
        email=f"office@{domain}",
    )
    role = AssessorRole(identity.get("role", AssessorRole.EMPLOYEE))
    phone, email = f"{area}-555-0{number + 2}", f"assessor@{domain}"
    review = with_facts(review, "assessor", name=assessor, role=role, phone=phone, email=email)
    review = with_facts(review, "profile", description=identity["description"])
    review = with_facts(review, "assessor_sign_off", name=assessor)
    employer_sign_off = SignOff() if assessor == contact else replace(review.employer_sign_off, name=contact)
    return replace(review, employer_sign_off=employer_sign_off, accounts=(account_of(identity["province"], number),))


def account_of(province: str, number: int) -> Account:
    """A made-up account with a made-up industry code, of the length that is usual in the province."""
    return {
        "AB": Account("AB", f"0550{number}", "06604"),
        "BC": Account("BC", f"055{number}", "713099"),
        "SK": Account("SK", f"0550{number}", "S21"),
    }[province]


def _domain_of(trade_name: str) -> str:
    """A web domain that ends with ".example", so that nobody can register it."""
    plain = "".join(letter if letter.isalnum() and letter.isascii() else " " for letter in trade_name.lower())
    return f"{'-'.join(plain.split())}.example"
