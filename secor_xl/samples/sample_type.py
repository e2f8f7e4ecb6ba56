"""The type of a sample, and the identity of its fictional employer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.review.model import Account, AssessorRole, Review, SignOff
from secor_xl.samples.changes import with_facts
from secor_xl.samples.clean import SAMPLE_AS_OF

FIRST_NUMBER = 110
AREA_CODES = {"AB": "780", "BC": "250", "SK": "306"}


@dataclass(frozen=True)
class Sample:
    """One fictional employer, there for a reason.

    Attributes:
        name: the employer's short name.
        file_stem: the name of its files, without an ending.
        why: what it shows, in one sentence that names the clause.
        review: the review.
        expected_outcome: what the review leads to.
        as_of: the day on which it is judged.
    """

    name: str
    file_stem: str
    why: str
    review: Review
    expected_outcome: OutcomeKind
    as_of: dt.date = SAMPLE_AS_OF


@dataclass(frozen=True)
class SampleIdentity:
    """Who a fictional employer is; phone numbers and file references follow from its number.

    Attributes:
        number: from 0; no two employers share one.
        legal_name: its legal name.
        trade_name: the name it goes by.
        street: its street address.
        city: its town.
        province: the two-letter code.
        postal_code: its postal code.
        contact: the contact person, who also signs for the employer.
        assessor: the assessor.
        description: what it does.
        role: who the assessor is.
        fax: whether it has a fax; "none" is entered otherwise.
    """

    number: int
    legal_name: str
    trade_name: str
    street: str
    city: str
    province: str
    postal_code: str
    contact: str
    assessor: str
    description: str
    role: AssessorRole = AssessorRole.EMPLOYEE
    fax: bool = False

    @property
    def domain(self) -> str:
        """Its web domain, which ends with ".example", so that nobody can register it."""
        plain = "".join(letter if letter.isalnum() and letter.isascii() else " " for letter in self.trade_name.lower())
        return f"{'-'.join(plain.split())}.example"


def with_identity(review: Review, identity: SampleIdentity) -> Review:
    """The review as the review of this employer, with one account in its province."""
    number = FIRST_NUMBER + identity.number * 3
    area = AREA_CODES[identity.province]
    owner_assesses = identity.assessor == identity.contact
    review = with_facts(review, "case", reference=f"QA-2026-0{number}", certificate_number=f"SECOR-550{number}")
    review = with_facts(
        review,
        "employer",
        legal_name=identity.legal_name,
        trade_name=identity.trade_name,
        street=identity.street,
        city=identity.city,
        province=identity.province,
        postal_code=identity.postal_code,
        contact_name=identity.contact,
        phone=f"{area}-555-0{number}",
        fax=f"{area}-555-0{number + 1}" if identity.fax else "none",
        email=f"office@{identity.domain}",
    )
    review = with_facts(
        review,
        "assessor",
        name=identity.assessor,
        role=identity.role,
        phone=f"{area}-555-0{number + 2}",
        email=f"assessor@{identity.domain}",
    )
    review = with_facts(review, "profile", description=identity.description)
    review = with_facts(review, "assessor_sign_off", name=identity.assessor)
    employer_sign_off = SignOff() if owner_assesses else replace(review.employer_sign_off, name=identity.contact)
    return replace(review, employer_sign_off=employer_sign_off, accounts=(account_of(identity.province, number),))


def account_of(province: str, number: int) -> Account:
    """A made-up account with a made-up industry code, of the length that is usual in the province."""
    return {
        "AB": Account("AB", f"0550{number}", "06604"),
        "BC": Account("BC", f"055{number}", "713099"),
        "SK": Account("SK", f"0550{number}", "S21"),
    }[province]
