"""The notice of an approval to a governing body (2.13): the data of its own province, and no findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.letters.content import common_fields, formatting
from secor_xl.letters.content.accounts import accounts_with_codes, governing_bodies
from secor_xl.letters.content.common_fields import Detail, Stationery
from secor_xl.letters.content.letter_definition import Content, LetterDefinition, Recipient
from secor_xl.procedure.office import OFFICE_FILE, PROVINCES, GoverningBody
from secor_xl.review.names import employer_name
from secor_xl.text import capitalized, first_given, is_blank


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account of the employer, with its codes below each other."""

    number: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Stationery):
    """The fields of the notice.

    Attributes:
        province: the province's name.
        accounts: the employer's accounts in this province.
        accounts_count: how many these are, in the body's own word.
        account_heading: the body's own word for an account number, as a heading.
        code_heading: the body's own word for an industry code, as a heading.
        overall_score: the overall percentage.
    """

    province: str
    accounts: list[AccountRow]
    accounts_count: str
    account_heading: str
    code_heading: str
    overall_score: str


def _contents(assessment: Assessment, letter_date: dt.date) -> Iterator[Content]:
    for body in governing_bodies(assessment):
        fields = _fields(assessment, letter_date, body)
        yield Content(fields, f"notice {body.province}", body.name, body.province)


def _recipients(assessment: Assessment, province: str) -> tuple[Recipient, ...]:
    body = assessment.case.office.governing_bodies[province]
    return (Recipient(f"The governing body {body.name}", OFFICE_FILE, body.name, body.email),)


def _fields(assessment: Assessment, letter_date: dt.date, body: GoverningBody) -> Notice:
    review, office = assessment.case.review, assessment.case.office
    accounts = [
        AccountRow(account.number, formatting.lines(account.codes))
        for account in accounts_with_codes(review)
        if account.province == body.province
    ]
    title = f"Notice of an approved SECOR assessment, {PROVINCES[body.province]}"
    own = common_fields.stationery(
        assessment, letter_date, title, [body.name, *body.address, body.email], body.salutation
    )
    own |= {
        "details": _details(assessment, letter_date),
        "late_acceptances": _late_acceptances(assessment),
        "contact": f"{office.signatory} at {office.phone} or {office.email}",
    }
    return Notice(
        **own,
        province=PROVINCES[body.province],
        accounts=accounts,
        accounts_count=formatting.counted(len(accounts), body.account_word),
        account_heading=capitalized(body.account_word),
        code_heading=capitalized(body.code_word),
        overall_score=formatting.score(assessment.scores.overall),
    )


def _details(assessment: Assessment, letter_date: dt.date) -> list[Detail]:
    case, overall = assessment.case, assessment.scores.overall
    employer, gathering = case.review.employer, case.review.data_gathering
    trade_name = employer.trade_name if employer.trade_name != employer.legal_name else ""
    rows = [
        Detail("Legal name", employer_name(employer)),
        Detail("Trade name", first_given(trade_name) or "none other"),
        Detail("Certificate", case.review.case.certificate_number),
        Detail("Kind of year", formatting.sentence(common_fields.year_kind(case.review)).removesuffix(".")),
        Detail("Data gathering", formatting.period(gathering.start, gathering.end)),
        Detail("Overall score", f"{formatting.score(overall)} (at least {formatting.mark(overall.minimum)} needed)"),
        Detail("Decision", f"Approved on {formatting.date(letter_date)}"),
        Detail("Certifying partner", case.office.name),
        Detail("File reference", formatting.given(case.review.case.reference)),
    ]
    return [row for row in rows if not is_blank(row.value)]


def _late_acceptances(assessment: Assessment) -> list[str]:
    """Describe late returns that were accepted, without the reason: it does not concern a governing body."""
    return [
        f"The correction of round {each.number} was returned on {formatting.date(each.round.returned_on)}, after its due date,"
        f" {formatting.date(each.due_on)}; the late return was accepted on {formatting.date(each.round.late_accepted_on)}."
        for each in assessment.outcome.accepted_late
    ]


REQUIRED = (
    "letter_date", "addressee[]", "employer", "details[].value", "accounts[].number", "accounts[].code",
    "account_heading", "code_heading", "overall_score", "office_name", "contact", "late_acceptances[]",
)  # fmt: skip
DEFINITION = LetterDefinition(
    file="governing_body_notice.docx",
    fields=Notice,
    required=REQUIRED,
    outcome=OutcomeKind.APPROVE,
    write=_contents,
    recipients=_recipients,
)
