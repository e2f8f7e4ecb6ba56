"""The fields of every letter: letterhead, addressee, the case; texts only, ready for a template."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.deadlines import RoundDeadline
from secor_xl.letters.content import formatting
from secor_xl.letters.content.accounts import accounts_with_codes
from secor_xl.procedure.office import PROVINCES, bare_name
from secor_xl.review.model import Employer, Review
from secor_xl.review.names import employer_name, full_employer_name
from secor_xl.text import first_given, is_blank, on_one_line, plural

LONGEST_REFERENCE_IN_FOOTER = 64


@dataclass(frozen=True, slots=True)
class Detail:
    """One line of the block that identifies the case."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stationery:
    """The fields that every letter offers.

    Attributes:
        office_name: the certifying partner.
        program_name: the department or program that writes.
        office_address: its address in one line.
        office_contact: its phone, e-mail and web address in one line.
        office_phone: its phone number.
        office_email: its e-mail address.
        signatory: who signs.
        signatory_title: the signatory's title.
        letter_date: the day of the letter.
        document_title: the title of the document.
        reference: the file reference.
        footer_reference: the file reference, shortened where it would fill the foot of the page.
        addressee: the lines of the address.
        salutation: the opening, without its colon.
        employer: the employer's legal name.
        year_kind: "certification year" or "maintenance year".
        details: the lines that identify the case.
        late_acceptances: one sentence for each late return that a person accepted.
        contact: the persons to ask, as the end of a sentence.
        assessor: who made the assessment; may be empty.
        reviewer: who reviewed the submission; may be empty.
        reviewer_title: the reviewer's title, from the office's data; may be empty.
        employer_province: the name of the employer's province.
        own: the office's own texts, by name.
        clause_references: whether the letter names the clauses of the procedure; the office's choice.
    """

    office_name: str
    program_name: str
    office_address: str
    office_contact: str
    office_phone: str
    office_email: str
    signatory: str
    signatory_title: str
    letter_date: str
    document_title: str
    reference: str
    footer_reference: str
    addressee: list[str]
    salutation: str
    employer: str
    year_kind: str
    details: list[Detail]
    late_acceptances: list[str]
    contact: str
    assessor: str
    reviewer: str
    reviewer_title: str
    employer_province: str
    own: dict[str, str]
    clause_references: bool


def stationery(
    assessment: Assessment, letter_date: dt.date, title: str, addressee: list[str], salutation: str
) -> dict[str, Any]:
    """Fill the common fields; a letter adds its own, or replaces some."""
    office, review = assessment.case.office, assessment.case.review
    employer = employer_name(review.employer)
    reference = formatting.given(review.case.reference)
    return {
        "office_name": office.name,
        "program_name": office.program_name,
        "office_address": ", ".join(office.address),
        "office_contact": "  ·  ".join(filter(None, (office.phone, office.email, office.website))),
        "office_phone": office.phone,
        "office_email": office.email,
        "signatory": office.signatory,
        "signatory_title": office.signatory_title,
        "letter_date": formatting.date(letter_date),
        "document_title": f"{title}: {employer}",
        "reference": reference,
        "footer_reference": on_one_line(reference, LONGEST_REFERENCE_IN_FOOTER),
        "addressee": [line for line in addressee if not is_blank(line)],
        "salutation": salutation,
        "employer": employer,
        "year_kind": year_kind(review),
        "details": details(review),
        "late_acceptances": [late_acceptance(each) for each in assessment.outcome.accepted_late],
        "contact": contact(assessment),
        "assessor": review.assessor.name,
        "reviewer": review.reviewer.name,
        "reviewer_title": office.reviewers.get(bare_name(review.reviewer.name), ""),
        "employer_province": PROVINCES.get(review.employer.province, review.employer.province),
        "own": office.own_texts,
        "clause_references": office.clause_references,
    }


def late_acceptance(each: RoundDeadline) -> str:
    """Describe a late return that a person accepted: who, when and why."""
    dates = each.round
    return (
        f"The correction of round {each.number} was due on {formatting.date(each.due_on)}, and was returned on"
        f" {formatting.date(dates.returned_on)}. The late return was accepted by {dates.late_accepted_by} on"
        f" {formatting.date(dates.late_accepted_on)}: {formatting.ended(dates.late_accepted_reason)}"
    )


def employer_address(employer: Employer) -> list[str]:
    """Return the lines of the employer's name and address."""
    province = PROVINCES.get(employer.province, employer.province)
    place = ", ".join(part for part in (employer.city, province) if not is_blank(part))
    name = full_employer_name(employer, "The employer")
    return [name, employer.street, "  ".join(part for part in (place, employer.postal_code) if not is_blank(part))]


def to_the_employer(review: Review) -> tuple[list[str], str]:
    """Return address and salutation of a letter to the employer."""
    employer = review.employer
    address = [employer.contact_name, *employer_address(employer), employer.email]
    return address, salutation(employer.contact_name, employer.legal_name, employer.trade_name)


def salutation(*names: str) -> str:
    """Return the salutation, with the first name that is given."""
    name = first_given(*names)
    return f"Dear {name}" if name else "To whom it may concern"


def year_kind(review: Review) -> str:
    """Return the kind of year in words."""
    kind = review.case.year_kind
    return f"{kind} year" if kind else formatting.NOT_GIVEN


def details(review: Review) -> list[Detail]:
    """List the lines that identify the case."""
    assessor, case, given = review.assessor, review.case, accounts_with_codes(review)
    by = ", ".join(part for part in (assessor.name, assessor.role or "") if not is_blank(part))
    accounts = (
        f"{PROVINCES.get(each.province, each.province) or 'Province not given'}: {each.number},"
        f" {plural(len(each.codes), 'industry code')} {formatting.joined(each.codes)}"
        for each in given
    )
    rows = [
        Detail("Employer", full_employer_name(review.employer, formatting.NOT_GIVEN)),
        Detail("File reference", formatting.given(case.reference)),
        Detail("Certificate", case.certificate_number),
        Detail("Kind of year", formatting.sentence(year_kind(review)).removesuffix(".")),
        Detail("Data gathering", formatting.period(review.data_gathering.start, review.data_gathering.end)),
        Detail("Submission received", formatting.date(case.received_on) if case.received_on else ""),
        Detail("Assessor", formatting.given(by)),
        Detail(plural(len(given), "WCB account"), formatting.given(formatting.lines(accounts))),
    ]
    return [row for row in rows if not is_blank(row.value)]


def contact(assessment: Assessment) -> str:
    """Name the persons to ask: the reviewer, where one is entered, and the office."""
    office, reviewer = assessment.case.office, assessment.case.review.reviewer
    our_office = f"our office at {office.phone} or {office.email}"
    if is_blank(reviewer.name):
        return our_office
    return f"{reviewer.name}{'' if is_blank(reviewer.email) else f' at {reviewer.email}'}, or {our_office}"


def all_texts(value: object) -> Iterator[str]:
    """Yield every text of a context."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from all_texts(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from all_texts(item)
