"""SD-2xx and SD-4xx: what the submission says and cannot be right, or is in doubt (2.3)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from secor_xl.judgement.case import Case, Place, words_of
from secor_xl.judgement.flags import FlagContext, Severity, on_entry, on_fact, rule
from secor_xl.judgement.rules.phrases import quoted
from secor_xl.procedure.office import PROVINCES
from secor_xl.review.addresses import is_e_mail
from secor_xl.review.calendar import shown_date
from secor_xl.review.comparison import as_compared, normalized, says_none
from secor_xl.review.model import AssessorRole
from secor_xl.text import is_blank, stripped

# Several numbers in one cell are an answer; each must be a North American number, or one that starts with a + and a country.
BETWEEN_NUMBERS = re.compile(r"[/;,\n]|\bor\b", re.IGNORECASE)
NUMBER_DRESSING = re.compile(r"[\s().\-‐-–]")
# Letters stand for digits in "1-800-555-SAFE (7233)" and "1-800-FLOWERS".
LETTERS = r"[0-9]{6}[A-Z]{4}(?:[0-9]{4})?|8[0-9]{2}(?=[0-9]{0,3}[A-Z])[0-9A-Z]{7}"
PHONE = re.compile(
    rf"(?:\+?1)?(?:[0-9]{{10}}|{LETTERS})(?:(?:x|ext|extension|#):?[0-9]{{1,6}})?|\+[2-9][0-9]{{7,14}}", re.IGNORECASE
)
POSTAL_CODE = re.compile(r"[ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z] ?-?[0-9][ABCEGHJ-NPRSTV-Z][0-9]", re.IGNORECASE)
LONGEST_CONTACT = 254
SIGN_OFFS = ("assessor_sign_off", "employer_sign_off")
FIRST_LETTERS = {
    "AB": "T",
    "BC": "V",
    "MB": "R",
    "NB": "E",
    "NL": "A",
    "NS": "B",
    "NT": "X",
    "NU": "X",
    "ON": "KLMNP",
    "PE": "C",
    "QC": "GHJ",
    "SK": "S",
    "YT": "Y",
}


def is_phone(text: str) -> bool:
    """Whether a text is a phone number, or several of them."""
    if len(text) > LONGEST_CONTACT:
        return False
    numbers = [NUMBER_DRESSING.sub("", part) for part in BETWEEN_NUMBERS.split(text)]
    return all(PHONE.fullmatch(number) and "xxx" not in number.casefold() for number in numbers)


def names_in(text: str) -> frozenset[str]:
    """The names in a person's name, so that two can be compared: without case, accents and initials."""
    plain = "".join(each for each in normalized("NFKD", text) if not unicodedata.combining(each))
    return frozenset(word for word in words_of(plain) if len(word) > 1)


@rule(
    "SD-201",
    title="An item of the employer's data is not in its usual form",
    clause="2.3a",
    severity=Severity.BLOCKING,
    hint="Compare the item with the submission and correct it, or ask for it.",
    needed="Give the item of the employer's data in full.",
)
def employer_item_malformed(case: Case) -> Iterator[FlagContext]:
    """Checks: phone and fax have ten digits, the e-mail has an @ and a domain, the postal code has its six characters.

    Why: the report gives the employer's address, phone, fax and e-mail (2.3a); each must be complete to be usable.
    Raised by: the phone "555-01"; the postal code "T2P 0A".
    Not raised by: "(403) 555-0100 ext. 12"; "1-800-555-SAFE"; "none", "n/a" or "no fax"; an address outside of Canada
    without a Canadian code.
    To clear: correct the item.
    """
    employer = case.review.employer
    if not is_blank(employer.phone) and not is_phone(employer.phone):
        seen = f"The employer's phone number is {quoted(employer.phone)}"
        yield on_fact("employer", "phone", seen, "Give the employer's phone number with its area code.")
    fax = stripped(employer.fax)
    if fax and not says_none(fax) and not is_phone(fax):
        needed = 'Give the employer\'s fax number with its area code, or write "none" where there is no fax.'
        yield on_fact("employer", "fax", f"The employer's fax number is {quoted(employer.fax)}", needed)
    if not is_blank(employer.email) and not is_e_mail(employer.email):
        seen = f"The employer's e-mail address is {quoted(employer.email)}"
        yield on_fact("employer", "email", seen, "Give the employer's full e-mail address.")
    in_canada = is_blank(employer.province) or employer.province in PROVINCES
    if in_canada and not is_blank(employer.postal_code) and not POSTAL_CODE.fullmatch(stripped(employer.postal_code)):
        seen = f"The employer's postal code is {quoted(employer.postal_code)}"
        yield on_fact("employer", "postal_code", seen, "Give the employer's full postal code.")


@rule(
    "SD-202",
    title="An item of the assessor's data is not in its usual form",
    clause="2.3b",
    severity=Severity.BLOCKING,
    hint="Compare the item with the submission and correct it, or ask for it.",
    needed="Give the assessor's phone number with its area code, and the full e-mail address.",
)
def assessor_item_malformed(case: Case) -> Iterator[FlagContext]:
    """Checks: the assessor's phone has ten digits, and the e-mail has an @ and a domain.

    Why: the report gives the assessor's phone and e-mail (2.3b), and the feedback goes there.
    Raised by: the e-mail "pat at example.com".
    Not raised by: "pat@example.com"; two phone numbers with an "or" between them.
    To clear: correct the item.
    """
    assessor = case.review.assessor
    if not is_blank(assessor.phone) and not is_phone(assessor.phone):
        yield on_fact("assessor", "phone", f"The assessor's phone number is {quoted(assessor.phone)}")
    if not is_blank(assessor.email) and not is_e_mail(assessor.email):
        yield on_fact("assessor", "email", f"The assessor's e-mail address is {quoted(assessor.email)}")


@rule(
    "SD-203",
    title="The dates of data gathering cannot be right",
    clause="2.3d",
    severity=Severity.BLOCKING,
    hint="Compare the dates with the submission and correct them, or ask for them.",
    needed="Give the right first and last day of data gathering.",
)
def data_gathering_dates_impossible(case: Case) -> Iterator[FlagContext]:
    """Checks: data gathering ended on or after its first day, not in the future, and not after the assessment came.

    Why: the report gives these dates (2.3d), and records are judged by them. After corrections the last return counts.
    Raised by: first day March 9, last day March 2; a last day after the assessment was submitted.
    Not raised by: first and last day the same; a last day after receipt, on the day on which a correction was returned.
    To clear: correct the date that is wrong.
    """
    gathering = case.review.data_gathering
    if gathering.start and gathering.end and gathering.start > gathering.end:
        seen = (
            f"Data gathering starts on {shown_date(gathering.start)} and ends on {shown_date(gathering.end)}, before it"
        )
        yield on_fact("data_gathering", "end", seen)
    last_name, last = ("end", gathering.end) if gathering.end else ("start", gathering.start)
    if last and (why := case.too_late(last)):
        yield on_fact("data_gathering", last_name, f"Data gathering is dated {shown_date(last)}, {why}")


@rule(
    "SD-401",
    title="The day of a sign-off cannot be right",
    clause="2.3f",
    severity=Severity.BLOCKING,
    hint="Compare the day with the signature and correct it, or ask for a new sign-off.",
    needed="Sign the report off with the date of the day on which it is signed.",
)
def sign_off_day_impossible(case: Case) -> Iterator[FlagContext]:
    """Checks: a report was not signed off in the future.

    Why: the report is signed off when it is submitted (2.3f, 2.3g), so a later day is a typing error.
    Raised by: judged on March 20, signed on March 21.
    Not raised by: signed today; signed again after a correction; signed before data gathering ended, which is a remark.
    To clear: correct the day, or have the report signed again.
    """
    for section in SIGN_OFFS:
        day = getattr(case.review, section).signed_on
        if day and day > case.as_of:
            seen = f"The report is signed off on {shown_date(day)}, which is in the future"
            yield on_fact(section, "signed_on", seen)


@rule(
    "SD-406",
    title="A sign-off has no date, or one that does not fit",
    clause="2.3f",
    severity=Severity.ADVISORY,
    hint="Compare the day with the signature, and enter or correct it; otherwise the remark goes to the assessor.",
    needed="Next time, sign the report off after data gathering has ended, with the date of that day.",
)
def sign_off_undated_or_early(case: Case) -> Iterator[FlagContext]:
    """Checks: a sign-off has a day, from the last day of data gathering to the day on which the report, or its correction, came.

    Why: the report is signed off (2.3f, 2.3g). A sign-off covers the whole report, which is not complete before data
    gathering has ended; but the procedure asks for the sign-off, not for its date, so this never blocks.
    Raised by: a name without a day; data gathering until March 9, signed on March 8; submitted on March 10, signed on
    March 11.
    Not raised by: signed on the last day of data gathering; signed again for a correction, by the day of its return; no name,
    which blocks where the sign-off is needed.
    To clear: enter or correct the day; otherwise the letter has a remark for next time.
    """
    end = case.review.data_gathering.end
    for section in SIGN_OFFS:
        sign_off, place = getattr(case.review, section), Place(section, "signed_on")
        day = sign_off.signed_on
        if day is None and not is_blank(sign_off.name):
            yield FlagContext(place, "The sign-off has no date")
        elif day and end and day < end:
            seen = f"The report is signed off on {shown_date(day)}, before data gathering ended on {shown_date(end)}"
            yield FlagContext(place, seen)
        elif day and day <= case.as_of and (why := case.too_late(day)):
            needed = "Next time, sign the report off before it is sent in."
            yield FlagContext(place, f"The report is signed off on {shown_date(day)}, {why}", needed)


@rule(
    "SD-402",
    title="An account is given twice",
    clause="2.3c",
    severity=Severity.ADVISORY,
    hint="Compare the accounts with the submission; remove the second one, or correct it.",
)
def account_given_twice(case: Case) -> Iterator[FlagContext]:
    """Checks: no account number is given again with the same industry code, or in another province.

    Why: the report gives the accounts that it covers (2.3c); a repeated one is usually a typing error.
    Raised by: one number with one code in two rows; one number in two provinces.
    Not raised by: one account with two industry codes, which is normal.
    To clear: remove or correct the row. The flag is for the reviewer and reaches no letter.
    """
    earlier: dict[str, set[tuple[str, str]]] = {}
    for number, account in enumerate(case.review.accounts, 1):
        key = as_compared(account.number)
        if not key:
            continue
        rows = earlier.setdefault(key, set())
        row = (account.province, as_compared(account.industry_code))
        if row in rows or any(province != account.province for province, _ in rows):
            yield on_entry("accounts", number, "number", f"Account {quoted(account.number)} is there already")
        rows.add(row)


@rule(
    "SD-403",
    title="The employer's province is in doubt",
    clause="2.3a",
    severity=Severity.ADVISORY,
    hint="Compare province and postal code with the submission; near a border the flag may stay.",
)
def employer_province_doubtful(case: Case) -> Iterator[FlagContext]:
    """Checks: the employer's province is one of Canada's, and the postal code starts with a letter of that province.

    Why: the report gives the employer's address (2.3a). A few places near a border have the other side's postal codes.
    Raised by: Alberta with the postal code "V6B 1A1"; the province "Alta".
    Not raised by: Alberta with "T2P 0A1".
    To clear: correct the one that is wrong. The flag is for the reviewer and reaches no letter.
    """
    employer = case.review.employer
    province, code = stripped(employer.province), stripped(employer.postal_code)
    if province and employer.province not in PROVINCES:
        seen = f"The province is {quoted(employer.province)}, which is not the short form of a province of Canada"
        yield on_fact("employer", "province", seen)
    elif province and POSTAL_CODE.fullmatch(code) and code[0].upper() not in FIRST_LETTERS[province]:
        seen = f"The postal code {quoted(code)} does not start with a letter of {PROVINCES[province]}"
        yield on_fact("employer", "postal_code", seen)


@rule(
    "SD-404",
    title="The assessor's sign-off has another name",
    clause="2.3f",
    severity=Severity.ADVISORY,
    hint="Compare both names with the submission; where another person signed, ask for the assessor's own sign-off.",
)
def signed_by_another(case: Case) -> Iterator[FlagContext]:
    """Checks: the assessor's name and the name under the assessor's sign-off have at least one name in common.

    Why: the assessor signs the report off (2.3f). People write their names in more than one way, so this is only a hint.
    Raised by: the assessor Tobias Fernley, and a sign-off of Maren Oakfield.
    Not raised by: "T. Fernley"; "Tobias J. Fernley"; a missing sign-off.
    To clear: correct the name, or leave it: the flag is for the reviewer and reaches no letter.
    """
    assessor, signed_by = case.review.assessor.name, case.review.assessor_sign_off.name
    of_assessor, of_sign_off = names_in(assessor), names_in(signed_by)
    if of_assessor and of_sign_off and not of_assessor & of_sign_off:
        seen = f"The assessor is {quoted(assessor)}, but the name of the assessor's sign-off is {quoted(signed_by)}"
        yield on_fact("assessor_sign_off", "name", seen)


@rule(
    "SD-405",
    title="The assessor, an employee, signed for the employer too",
    clause="2.3g",
    severity=Severity.ADVISORY,
    hint="Check whether this person may sign for the employer; if not, clear the employer's sign-off and ask for the right one.",
)
def signed_for_the_employer_by_the_assessor(case: Case) -> Iterator[FlagContext]:
    """Checks: where the assessor is an employee, the employer's sign-off has another name than the assessor's.

    Why: the employer signs the report off where its signatory is not the assessor (2.3g). Only a person can know whether
    an employee may sign for the employer, and whether two people have the same name, so this is a hint.
    Raised by: the assessor Tobias Fernley, an employee, and an employer's sign-off of Tobias Fernley.
    Not raised by: an assessor who is the owner; an employer's sign-off of Maren Oakfield.
    To clear: enter the right sign-off, or leave it: the flag is for the reviewer and reaches no letter.
    """
    review = case.review
    of_assessor, of_employer = names_in(review.assessor.name), names_in(review.employer_sign_off.name)
    if review.assessor.role is AssessorRole.EMPLOYEE and of_assessor and of_assessor == of_employer:
        seen = f"The assessor is an employee, and signed for the employer too: {quoted(review.employer_sign_off.name)}"
        yield on_fact("employer_sign_off", "name", seen)
