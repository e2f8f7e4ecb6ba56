"""SD-1xx: what the submission has to say and does not (2.3)."""

from __future__ import annotations

from collections.abc import Iterator

from secor_xl.judgement.case import Case, Place
from secor_xl.judgement.flags import FlagContext, Severity, on_entry, on_fact, rule
from secor_xl.judgement.rules.phrases import count_words, quoted
from secor_xl.procedure.instrument import HEADCOUNT_GROUPS
from secor_xl.procedure.office import PROVINCES
from secor_xl.review.labels import LABELS
from secor_xl.review.model import AssessorRole, filled
from secor_xl.text import is_blank

EMPLOYER_ITEMS = (
    "legal_name",
    "street",
    "city",
    "province",
    "postal_code",
    "contact_name",
    "phone",
    "fax",
    "email",
)
ASSESSOR_ITEMS = ("name", "phone", "email")
# What an item is called in a sentence, where its label alone would read oddly.
ITEM_WORDS = {"phone": "phone number", "fax": "fax number", "email": "e-mail address"}
# The owner and the most senior person sign for the employer themselves, so one signature is both (2.3g).
SIGNS_FOR_EMPLOYER = (AssessorRole.OWNER, AssessorRole.MOST_SENIOR)
LARGEST_COUNT = 1_000_000


@rule(
    "SD-101",
    title="An item of the employer's data is missing",
    clause="2.3a",
    severity=Severity.BLOCKING,
    hint='Enter the item from the submission, or ask for it; "none" is an answer for the fax.',
    needed="Give the missing item of the employer's data.",
)
def employer_item_missing(case: Case) -> Iterator[FlagContext]:
    """Checks: the employer's legal name, address, contact name, phone, fax and e-mail are all there.

    Why: the report gives each of them (2.3a).
    Raised by: an empty cell for the fax.
    Not raised by: the word "none" for the fax; an employer without a trade name.
    To clear: enter the item once it is known.
    """
    for name in EMPLOYER_ITEMS:
        if is_blank(getattr(case.review.employer, name)):
            label = ITEM_WORDS.get(name) or LABELS["employer"][name].lower()
            none = ', or write "none" where there is no fax' if name == "fax" else ""
            yield on_fact(
                "employer", name, f"The employer's {label} is not given", f"Give the employer's {label}{none}."
            )


@rule(
    "SD-102",
    title="An item of the assessor's data is missing",
    clause="2.3b",
    severity=Severity.BLOCKING,
    hint="Enter the item from the submission, or ask for it.",
    needed="Give the missing item of the assessor's data.",
)
def assessor_item_missing(case: Case) -> Iterator[FlagContext]:
    """Checks: the assessor's name, phone and e-mail are all there.

    Why: the report gives each of them (2.3b).
    Raised by: an empty cell for the assessor's phone.
    Not raised by: all three entered.
    To clear: enter the item once it is known.
    """
    for name in ASSESSOR_ITEMS:
        if is_blank(getattr(case.review.assessor, name)):
            label = ITEM_WORDS.get(name) or LABELS["assessor"][name].lower()
            yield on_fact("assessor", name, f"The assessor's {label} is not given", f"Give the assessor's {label}.")


@rule(
    "SD-103",
    title="The accounts and industry codes are not complete",
    clause="2.3c",
    severity=Severity.BLOCKING,
    hint="Enter province, account number and industry code of every account that the assessment covers.",
    needed="Give the province, the account number and the industry code of every account that the assessment covers.",
)
def account_incomplete(case: Case) -> Iterator[FlagContext]:
    """Checks: there is at least one account, and each has a province of Canada, a number and an industry code.

    Why: the report gives the account numbers and industry codes that it covers (2.3c); provinces decide who is informed.
    Raised by: no account at all; an account without industry code; the number "see attached"; the province "XX".
    Not raised by: three complete accounts in three provinces; an empty row between two accounts.
    To clear: complete the row.
    """
    accounts = list(filled(case.review.accounts))
    if not accounts:
        yield FlagContext(Place("accounts"), "No account is given")
    for number, account in accounts:
        for name, label in LABELS["accounts"].items():
            if is_blank(getattr(account, name)):
                yield on_entry("accounts", number, name, f"The {label.lower()} is not given")
        if not is_blank(account.number) and not any(character.isdigit() for character in account.number):
            seen = f"The account number is {quoted(account.number)}, which has no digit"
            yield on_entry("accounts", number, "number", seen)
        if not is_blank(account.province) and account.province not in PROVINCES:
            seen = f"The account's province is {quoted(account.province)}, which is not the short form of a province"
            yield on_entry("accounts", number, "province", seen)


@rule(
    "SD-104",
    title="A date of data gathering is missing",
    clause="2.3d",
    severity=Severity.BLOCKING,
    hint="Enter the day from the submission, or ask for it.",
    needed="Give the first and the last day of data gathering.",
)
def data_gathering_date_missing(case: Case) -> Iterator[FlagContext]:
    """Checks: the first and the last day of data gathering are there.

    Why: the report gives both (2.3d), and the record period is counted back from the last day.
    Raised by: an empty cell for the last day.
    Not raised by: data gathering on a single day, entered as first and last day.
    To clear: enter the day once it is known.
    """
    for name, label in (("start", "first"), ("end", "last")):
        if getattr(case.review.data_gathering, name) is None:
            yield on_fact("data_gathering", name, f"The {label} day of data gathering is not given")


@rule(
    "SD-105",
    title="The employer profile or the head-count is missing or cannot be right",
    clause="2.3e",
    severity=Severity.BLOCKING,
    hint="Enter what the employer does and a number for each kind of people, 0 where there are none.",
    needed="Say what the employer does and give the number of people of each kind, 0 where there are none.",
)
def profile_incomplete(case: Case) -> Iterator[FlagContext]:
    """Checks: the profile has words, each kind of people has a number from 0 up, and there is at least one person.

    Why: the report gives a profile and the number of people by kind (2.3e).
    Raised by: an empty cell for contractors; -1 workers; 0 people of every kind.
    Not raised by: one owner and 0 of every other kind.
    To clear: enter the words or the number once they are known.
    """
    profile = case.review.profile
    if is_blank(profile.description):
        yield on_fact("profile", "description", "There is no description of what the employer does")
    for group in HEADCOUNT_GROUPS:
        count = getattr(profile, group)
        if count is None:
            yield on_fact("profile", group, f"The number of {group} is not given")
        elif not 0 <= count <= LARGEST_COUNT:
            yield on_fact("profile", group, f"The number of {group} is {count_words(count)}")
    if profile.headcount == 0:
        yield FlagContext(Place("profile"), "The number of people is 0 for every kind")


@rule(
    "SD-106",
    title="The assessor's sign-off is missing",
    clause="2.3f",
    severity=Severity.BLOCKING,
    hint="Enter who signed and the day, or ask for the sign-off.",
    needed="Have the assessor sign the report off, with the date.",
)
def assessor_sign_off_missing(case: Case) -> Iterator[FlagContext]:
    """Checks: the assessor's sign-off has a name.

    Why: the assessor signs the report off (2.3f).
    Raised by: no name under the assessor's sign-off.
    Not raised by: a name without a day, for which another rule gives a remark.
    To clear: enter name and day once the signature is there.
    """
    if is_blank(case.review.assessor_sign_off.name):
        yield on_fact("assessor_sign_off", "name", "The assessor has not signed the report off")


@rule(
    "SD-107",
    title="The employer's sign-off is missing",
    clause="2.3g",
    severity=Severity.BLOCKING,
    hint="Enter who signed for the employer and the day, or ask for the sign-off.",
    needed="Have the owner or the most senior person sign the report off for the employer, with the date.",
)
def employer_sign_off_missing(case: Case) -> Iterator[FlagContext]:
    """Checks: where the assessor is neither the owner nor the most senior person, the employer has signed too.

    Why: the employer signs the report off where its signatory is not the assessor (2.3g).
    Raised by: an assessor who is an employee, and no sign-off of the employer.
    Not raised by: an assessor who is the owner, whose own sign-off is the employer's.
    To clear: enter name and day once the signature is there.
    """
    role = case.review.assessor.role
    if role is None or role in SIGNS_FOR_EMPLOYER:
        return
    if is_blank(case.review.employer_sign_off.name):
        yield on_fact("employer_sign_off", "name", "The employer has not signed the report off")
