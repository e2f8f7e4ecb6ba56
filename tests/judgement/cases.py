"""For every rule: changes of the clean review that raise it, and near neighbours that do not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from secor_xl.judgement.case import Place
from secor_xl.procedure.form import FORM_VERSION
from secor_xl.procedure.office import FormApproval
from secor_xl.review.model import (
    Account,
    ActionItem,
    AssessorRole,
    CorrectionRound,
    Decided,
    DocumentsVerdict,
    DoneVerdict,
    LastYearItem,
    LetterKind,
    LetterRecord,
    Method,
    NotesVerdict,
    QuestionReview,
    Response,
    Timing,
)
from secor_xl.review.snapshots import with_snapshot
from secor_xl.workbook.reading.cell_problem import CellProblem
from tests.judgement.tiny import (
    CLEAN,
    OFFICE,
    QUESTIONS,
    TINY,
    Change,
    Setting,
    accepted,
    answered,
    both,
    day,
    in_force_from,
    item,
    lists,
    no,
    nothing,
    office,
    on,
    program,
    put,
    question,
    rounds,
)

OPEN = {"finding": "Found.", "needed": "Do it.", "timing": Timing.NOW}
YES, NO, NA, SILENT = Response.YES, Response.NO, Response.NOT_APPLICABLE, Response.NOT_ANSWERED
ACCOUNT = CLEAN.accounts[0]
LATER_FORM = str(int(FORM_VERSION) + 1)
PHONES = " / ".join(["780-555-0110"] * 17)


@dataclass(frozen=True)
class Raises:
    """A change that raises the rule at one place, and nothing else but ``beside``."""

    sentence: str
    change: Change
    at: str
    beside: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Quiet:
    """A change that does not raise the rule; what it raises instead is ``beside``."""

    sentence: str
    change: Change
    beside: frozenset[str] = frozenset()


def also(*codes: str) -> frozenset[str]:
    return frozenset(codes)


def problem(place: Place | None = None, **kind: bool) -> Change:
    seen = CellProblem("Questions", "F12", 'The cell holds "about 7".', "A number is needed.", place, **kind)
    return lambda setting: replace(setting, problems=(seen,))


def fed_back(setting: Setting) -> Setting:
    """A feedback is made of the review as it is."""
    return replace(setting, review=with_snapshot(setting.review, 1, day("3-19")))


def exchanged(setting: Setting) -> Setting:
    """A2 and C2 have the entries of each other."""
    by_id = {entry.question_id: entry for entry in setting.review.questions}
    new = {"A2": replace(by_id["C2"], question_id="A2"), "C2": replace(by_id["A2"], question_id="C2")}
    entries = tuple(new.get(entry.question_id, entry) for entry in setting.review.questions)
    return replace(setting, review=replace(setting.review, questions=entries))


def looked(text: str) -> Change:
    return question("B1", looked_at_on=day(text))


ATTACHED = question("B1", attached="Form 7")


def finding(question_id: str, **values: object) -> Change:
    given: dict[str, object] = {"finding": "Found.", "needed": "Do it.", "timing": Timing.FUTURE}
    return question(question_id, **{**given, **values})


def last_year(done: DoneVerdict | None, *question_ids: str, **values: object) -> Change:
    """One item of last year, below a blank row."""
    item = LastYearItem(None, question_ids, "Rounds were missed.", "Do all rounds.", done=done)
    return lists(last_year=(LastYearItem(), replace(item, **values)))  # type: ignore[arg-type]


def extra(entry: QuestionReview) -> Change:
    return lists(questions=(*QUESTIONS, entry))


def claimed(question_id: str, points: int) -> Change:
    return question(question_id, points=Decimal(points), points_claimed=Decimal(points))


def by_instrument(*versions: str) -> Change:
    """Two rounds, each judged by a version of the instrument."""
    first, second = (
        CorrectionRound(sent, sent, returned, instrument_version=version)
        for sent, returned, version in zip(
            (day("3-16"), day("3-18")), (day("3-17"), day("3-19")), versions, strict=True
        )
    )
    return both(lists(rounds=(first, second)), put("reviewer", reviewed_on=day("3-19")))


def judged_as_of(written: str) -> Change:
    """The day as of which the first round was judged."""
    return lambda setting: lists(rounds=(replace(setting.review.rounds[0], judged_as_of=day(written)),))(setting)


def body_approved(version: str) -> Change:
    approval = FormApproval(version, day("2022-3-30"), "reference")
    bodies = {key: replace(body, approval=approval) for key, body in OFFICE.governing_bodies.items()}
    return office(governing_bodies=bodies)


def body_without_approval(*, approval_required: bool = True) -> Change:
    body = replace(OFFICE.governing_bodies["AB"], approval=None, approval_required=approval_required)
    return office(governing_bodies={"AB": body})


def logged(*letters: tuple[str, LetterKind, int | None]) -> Change:
    """The letter log: day written, kind, round; a dash where there is no day."""
    return lists(
        letters=tuple(
            LetterRecord(kind, number, None if written == "-" else day(written)) for written, kind, number in letters
        )
    )


YEAR = day("1905-7-18")
"""2026, typed alone, as Excel takes it."""

ALONE = put("profile", owners=1, managers=0, supervisors=0, workers=0)
NOT_TOLD = both(put("profile", contractors=0), answered("C1", NA))
NOT_MET = put("assessor", training_met=Decided.NO)

FORM: dict[str, list[Raises | Quiet]] = {
    "FM-101": [
        Raises("a cell that could not be read", problem(), "Questions!F12"),
        Raises("a cell that stands for a fact", problem(Place("questions", "points", "B1")), "Questions!F12"),
        Quiet("a cell that somebody should only look at", problem(is_advisory=True), also("FM-401")),
        Quiet("every cell could be read", nothing),
    ],
    "FM-102": [
        Raises("no kind of year", put("case", year_kind=None), "Case: Kind of year"),
        Raises("no day of receipt", put("case", received_on=None), "Case: Received on"),
        Raises("no reviewer", put("reviewer", name=" "), "Reviewer: Name"),
        Raises("no day of the review", put("reviewer", reviewed_on=None), "Reviewer: Reviewed on"),
        Quiet("no file reference", put("case", reference="")),
    ],
    "FM-103": [
        Raises("not confirmed", put("reviewer", practice_applied=None), "Reviewer: SAC-CFT-024 applied"),
        Raises(
            "confirmed as not applied", put("reviewer", practice_applied=Decided.NO), "Reviewer: SAC-CFT-024 applied"
        ),
        Quiet("confirmed", put("reviewer", practice_applied=Decided.YES)),
    ],
    "FM-104": [
        Raises("no response", answered("B2", None), "B2: Response"),
        Raises("a question that the review leaves out", lists(questions=QUESTIONS[:-1]), "C2: Response"),
        Quiet("the assessor gave no answer", answered("B2", SILENT, "0"), also("IN-101")),
    ],
    "FM-105": [
        Raises("no verdict on required documents", question("A1", documents=None), "A1: Documents"),
        Quiet("no verdict where none are required", question("B2", documents=None)),
        Quiet('no verdict where the answer is "no"', both(no("C1"))),
    ],
    "FM-106": [
        Raises("no newest record", question("B1", newest_record=None), "B1: Newest record"),
        Raises("no oldest record", question("B1", oldest_record=None), "B1: Oldest record"),
        Quiet("documents that are no records", question("A1", newest_record=None)),
        Quiet(
            "records that are missing anyway",
            question(
                "B1", documents=DocumentsVerdict.MISSING, oldest_record=None, newest_record=None, points=Decimal(10)
            ),
            also("EV-101", "CO-402"),
        ),
    ],
    "FM-107": [
        Raises("no verdict on required notes", question("A2", notes_verdict=None), "A2: Notes verdict"),
        Quiet("no verdict where none are required", question("A1", notes_verdict=None)),
        Quiet('no verdict where the answer is "no"', no("A2")),
    ],
    "FM-108": [
        Raises("intake did not understand a date", put("case", not_understood="Sent: soon"), "Case: Not understood"),
        Quiet("a cell with nothing to be seen in it", put("case", not_understood=" \u200b")),
    ],
    "FM-109": [
        Raises("a change that nobody looked at", both(fed_back, ATTACHED), "B1: Looked at again"),
        Raises("looked at before it came", both(fed_back, ATTACHED, looked("3-18")), "B1: Looked at again"),
        Quiet("a change that was looked at", both(fed_back, ATTACHED, looked("3-19"))),
        Raises("looked at tomorrow", looked("3-21"), "B1: Looked at again"),
        Quiet("nothing changed since the feedback", both(ATTACHED, fed_back)),
        Quiet(
            "a verdict of the reviewer changed",
            both(fed_back, question("B1", points=Decimal(9))),
            also("AP-402", "SC-202"),
        ),
        Quiet("a change before the first feedback", ATTACHED),
    ],
    "FM-110": [
        Raises("two questions with the entries of each other", both(fed_back, exchanged), "A2", also("FM-109")),
        Quiet("the same before the first feedback", exchanged),
        Quiet(
            "notes that were exchanged, while the points did not move",
            both(question("A2", points=Decimal(9)), fed_back, exchanged, question("A2", points=Decimal(9))),
            also("AP-402", "CO-406", "FM-109", "SC-202"),
        ),
    ],
    "FM-201": [
        Raises("reviewed before receipt", put("reviewer", reviewed_on=day("3-10")), "Reviewer: Reviewed on"),
        Quiet("reviewed on the day of receipt", put("reviewer", reviewed_on=day("3-11"))),
        Raises("reviewed tomorrow", put("reviewer", reviewed_on=day("3-21")), "Reviewer: Reviewed on"),
        Quiet("reviewed today", put("reviewer", reviewed_on=day("3-20"))),
        Raises(
            "received before it was submitted",
            put("case", submitted_on=day("3-12")),
            "Case: Submitted on",
            also("SD-303"),
        ),
        Quiet("received on the day it was submitted", put("case", submitted_on=day("3-11")), also("SD-303")),
        Raises(
            "received tomorrow",
            both(on("3-16"), put("case", received_on=day("3-17")), put("reviewer", reviewed_on=None)),
            "Case: Received on",
            also("FM-102"),
        ),
    ],
    "FM-202": [
        Raises("an unknown question", extra(QuestionReview("Z9", YES)), "Z9: Question"),
        Raises("a question entered twice", extra(QUESTIONS[3]), "B2: Question"),
        Quiet("the questions in another order", lists(questions=QUESTIONS[::-1])),
    ],
    "FM-203": [
        Raises(
            "reviewed the day before the return",
            both(rounds("3-17 3-17 3-19"), put("reviewer", reviewed_on=day("3-18"))),
            "Reviewer: Reviewed on",
        ),
        Quiet(
            "reviewed on the day of the return",
            both(rounds("3-17 3-17 3-19"), put("reviewer", reviewed_on=day("3-19"))),
        ),
        Raises(
            "reviewed yesterday, and a correction that came back today",
            both(rounds("3-17 3-17 3-20"), put("reviewer", reviewed_on=day("3-19"))),
            "Reviewer: Reviewed on",
        ),
        Quiet(
            "reviewed before a return that was out of time",
            both(on("4-20"), rounds("3-17 3-17 4-10"), put("reviewer", reviewed_on=day("4-9"))),
        ),
        Raises(
            "reviewed after the first return and before the second",
            both(rounds("3-12 3-12 3-13", "3-17 3-17 3-19"), put("reviewer", reviewed_on=day("3-16"))),
            "Reviewer: Reviewed on",
        ),
        Quiet(
            "reviewed before a feedback that is not answered",
            both(rounds("3-12 3-12 3-13", "3-17 3-17 -"), put("reviewer", reviewed_on=day("3-16"))),
            also("RD-402"),
        ),
        Quiet(
            "reviewed nobody knows when",
            both(rounds("3-17 3-17 3-19"), put("reviewer", reviewed_on=None)),
            also("FM-102"),
        ),
    ],
    "FM-204": [
        Raises(
            '"2026" typed as the day of submission',
            put("case", submitted_on=YEAR),
            "Case: Submitted on",
            also("SD-303"),
        ),
        Raises("the last day of 1989", put("assessor", trained_on=day("1989-12-31")), "Assessor: Trained on"),
        Quiet(
            "the first day of 1990",
            both(put("assessor", trained_on=day("1990-1-1")), program(training_years=None)),
        ),
    ],
    "FM-205": [
        Raises(
            "a letter of the day before receipt", logged(("3-10", LetterKind.APPROVAL, None)), "Letter 1: Written on"
        ),
        Quiet("a letter of the day of receipt", logged(("3-11", LetterKind.APPROVAL, None))),
        Raises(
            "a feedback that was sent before it was written",
            both(rounds("3-17 3-17 3-19"), logged(("3-18", LetterKind.FEEDBACK, 1))),
            "Letter 1: Written on",
        ),
        Raises(
            "a second feedback that was sent before it was written",
            both(
                rounds("3-12 3-12 3-13", "3-17 3-17 3-19"),
                logged(("3-12", LetterKind.FEEDBACK, 1), ("3-18", LetterKind.FEEDBACK, 2)),
            ),
            "Letter 2: Written on",
        ),
        Quiet(
            "a feedback that was sent on the day it was written, and made again later",
            both(rounds("3-17 3-17 3-19"), logged(("3-18", LetterKind.FEEDBACK, 1), ("3-17", LetterKind.FEEDBACK, 1))),
        ),
        Quiet("a letter without a day", logged(("-", LetterKind.APPROVAL, None))),
    ],
    "FM-301": [
        Raises(
            "a later version of the form",
            both(put("form", form_version=LATER_FORM), body_approved(LATER_FORM)),
            "Form: Form version",
        ),
        Raises("no version of the form", put("form", form_version=""), "Form: Form version"),
        Quiet("the version that the tool builds", put("form", form_version=FORM_VERSION)),
        Quiet("the first version", put("form", form_version="1")),
    ],
    "FM-302": [
        Raises("another instrument", put("form", instrument_id="other"), "Form: Instrument"),
        Raises("another version", put("form", instrument_version="0"), "Form: Instrument version"),
        Raises("an edited text", put("form", instrument_fingerprint="0" * 16), "Form: Instrument fingerprint"),
        Quiet("its own instrument", nothing),
    ],
    "FM-303": [
        Raises("received before the first version", in_force_from("3-12"), "Case: Received on"),
        Quiet("received on the first day of the first version", in_force_from("3-11")),
    ],
    "FM-304": [
        Raises(
            "an account in Manitoba", lists(accounts=(ACCOUNT, Account("MB", "77", "5"))), "WCB account 2: Province"
        ),
        Quiet("an account in Saskatchewan", lists(accounts=(ACCOUNT, Account("SK", "77", "5")))),
    ],
    "FM-305": [
        Raises("an approval of an earlier version", body_approved("1"), "Form: Form version"),
        Raises("an approval of no version that is known", body_approved("A"), "Form: Form version"),
        Quiet("an approval of this version", body_approved(FORM_VERSION)),
        Quiet("an approval of a later version", both(put("form", form_version="1"), body_approved(FORM_VERSION))),
        Quiet("no approval recorded", body_without_approval(), also("FM-306")),
    ],
    "FM-306": [
        Raises("no approval recorded", body_without_approval(), "Form: Form version"),
        Quiet("none is required", body_without_approval(approval_required=False)),
        Quiet("no governing body at all", office(governing_bodies={}), also("FM-304")),
        Quiet(
            "no approval by a body that no account concerns",
            office(
                governing_bodies={
                    **OFFICE.governing_bodies,
                    "BC": replace(OFFICE.governing_bodies["BC"], approval=None),
                }
            ),
        ),
    ],
    "FM-307": [
        Raises(
            "a round of another instrument version",
            by_instrument("0", TINY.version),
            "Correction round 1: Instrument version",
        ),
        Raises("the second round", by_instrument(TINY.version, "0"), "Correction round 2: Instrument version"),
        Quiet("rounds of the same version", by_instrument(TINY.version, TINY.version)),
        Quiet("a round of an earlier form, which does not say it", by_instrument("", TINY.version)),
    ],
    "FM-308": [
        Raises("an instrument of nobody", office(instruments=(replace(TINY, id="ours"),)), "Form: Instrument"),
        Raises(
            "the office's instrument with other points",
            office(instruments=(replace(TINY, elements=TINY.elements[:1]),)),
            "Form: Instrument",
        ),
        Quiet("the office's instrument", office(instruments=(TINY,))),
        Quiet("an earlier one of the office", office(instruments=(replace(TINY, version="2"), TINY))),
        Quiet("an office whose instruments are not known", office(instruments=())),
    ],
    "FM-401": [
        Raises("a struck entry", problem(Place("questions", "points", "B1"), is_advisory=True), "Questions!F12"),
        Quiet("an entry that could not be read", problem(), also("FM-101")),
        Quiet("nothing struck through", nothing),
    ],
    "FI-101": [
        Raises("an open finding", finding("A1", timing=Timing.NOW), "A1: Finding"),
        Quiet("a finding for the future", finding("A1")),
        Raises("an open finding of dots", finding("A1", timing=Timing.NOW, finding=" ..."), "A1: Finding"),
        Quiet("a resolved finding", finding("A1", timing=Timing.NOW, resolved_on=day("3-18"))),
    ],
    "FI-102": [
        Raises("a finding without when", finding("A1", timing=None), "A1: When"),
        Raises("a finding without what is needed", finding("A1", needed=" "), "A1: What is needed"),
        Raises("when without a finding", finding("A1", finding=""), "A1: Finding"),
        Raises("only when", question("A1", timing=Timing.NOW), "A1: Finding"),
        Raises("only what is needed", question("A1", needed="Do it."), "A1: Finding"),
        Raises("a day resolved without a finding", question("A1", resolved_on=day("3-18")), "A1: Finding"),
        Quiet("a whole finding", finding("A1")),
    ],
    "FI-401": [
        Raises(
            "resolved, but the whole stays under its mark",
            both(
                finding("A1", resolved_on=day("3-16"), points=Decimal(0), add_to_plan="x"),
                question("A2", points=Decimal(0), add_to_plan="x"),
            ),
            "A1: Points awarded",
        ),
        Quiet(
            "resolved without its points, but every score at its mark",
            finding("A2", resolved_on=day("3-16"), points=Decimal(8), add_to_plan="x"),
        ),
        Quiet("resolved with full points", finding("A1", resolved_on=day("3-16"))),
    ],
    "FI-201": [
        Raises("resolved tomorrow", finding("A1", resolved_on=day("3-21")), "A1: Resolved on"),
        Quiet("resolved today", finding("A1", resolved_on=day("3-20"))),
        Raises("resolved before receipt", finding("A1", resolved_on=day("3-10")), "A1: Resolved on"),
        Quiet("resolved on the day of receipt", finding("A1", resolved_on=day("3-11"))),
        Quiet(
            "resolved, received nobody knows when",
            both(finding("A1", resolved_on=day("3-1")), put("case", received_on=None)),
            also("FM-102"),
        ),
        Quiet(
            "resolved on the day of the feedback",
            both(rounds("3-17 3-17 -"), finding("A1", resolved_on=day("3-17"))),
            also("RD-402"),
        ),
        Raises(
            "resolved although the feedback is unanswered",
            both(rounds("3-17 3-17 -"), finding("A1", resolved_on=day("3-18"))),
            "A1: Resolved on",
        ),
        Raises(
            "resolved although the feedback of round 2 is unanswered",
            both(rounds("3-12 3-12 3-13", "3-17 3-17 -"), finding("A1", resolved_on=day("3-18"))),
            "A1: Resolved on",
        ),
        Quiet(
            "resolved after the correction came back",
            both(rounds("3-17 3-17 3-18"), finding("A1", resolved_on=day("3-18"))),
        ),
        Quiet(
            "resolved before the feedback",
            both(rounds("3-17 3-17 -"), finding("A1", resolved_on=day("3-16"))),
            also("RD-402"),
        ),
    ],
}

SUBMISSION: dict[str, list[Raises | Quiet]] = {
    "SD-101": [
        Raises("a name of an invisible character", put("employer", legal_name="\u200b"), "Employer: Legal name"),
        *(
            Raises(f"no {name}", put("employer", **{name: ""}), f"Employer: {label}")
            for name, label in {
                "legal_name": "Legal name",
                "street": "Street address",
                "city": "City or town",
                "province": "Province",
                "postal_code": "Postal code",
                "contact_name": "Contact name",
                "phone": "Phone",
                "fax": "Fax",
                "email": "E-mail",
            }.items()
        ),
        Raises("a fax of blanks", put("employer", fax="  "), "Employer: Fax"),
        Quiet("no fax, and the word for it", put("employer", fax="None")),
        Quiet("no trade name", put("employer", trade_name="")),
    ],
    "SD-102": [
        Raises("no name", put("assessor", name=""), "Assessor: Name"),
        Raises("no phone", put("assessor", phone=""), "Assessor: Phone"),
        Raises("no e-mail", put("assessor", email=""), "Assessor: E-mail"),
        Quiet("all three", nothing),
    ],
    "SD-103": [
        Raises("no account", lists(accounts=()), "WCB account"),
        Raises("only empty rows", lists(accounts=(Account(),)), "WCB account"),
        Raises("no number", lists(accounts=(replace(ACCOUNT, number=""),)), "WCB account 1: Account number"),
        Raises(
            "a word for a number",
            lists(accounts=(replace(ACCOUNT, number="pending"),)),
            "WCB account 1: Account number",
        ),
        Quiet("a single digit in it", lists(accounts=(replace(ACCOUNT, number="A-7"),))),
        Raises("no code", lists(accounts=(replace(ACCOUNT, industry_code=""),)), "WCB account 1: Industry code"),
        Raises("no province", lists(accounts=(replace(ACCOUNT, province=""),)), "WCB account 1: Province"),
        Raises("an unknown province", lists(accounts=(replace(ACCOUNT, province="XX"),)), "WCB account 1: Province"),
        Quiet("an empty row between", lists(accounts=(ACCOUNT, Account(), Account("BC", "1", "2")))),
    ],
    "SD-104": [
        Raises("no first day", put("data_gathering", start=None), "Data gathering: First day"),
        Raises("no last day", put("data_gathering", end=None), "Data gathering: Last day"),
        Quiet("one single day", put("data_gathering", start=day("3-6"))),
    ],
    "SD-105": [
        Raises("no description", put("profile", description=""), "Employer profile: What the employer does"),
        Raises("no count", put("profile", managers=None), "Employer profile: Managers"),
        Raises("a negative count", put("profile", managers=-1), "Employer profile: Managers"),
        Quiet("a million contractors", put("profile", contractors=1_000_000), also("SD-301")),
        Raises(
            "a million and one", put("profile", contractors=1_000_001), "Employer profile: Contractors", also("SD-301")
        ),
        Raises("an absurd count", put("profile", managers=10**5000), "Employer profile: Managers", also("SD-301")),
        Raises(
            "nobody at all",
            both(put("profile", owners=0, managers=0, supervisors=0, workers=0), NOT_TOLD),
            "Employer profile",
        ),
        Quiet("one person", both(ALONE, NOT_TOLD)),
    ],
    "SD-106": [
        Raises(
            "a signature of an invisible character",
            put("assessor_sign_off", name="\u200b"),
            "Assessor sign-off: Signed by",
        ),
        Raises("no name", put("assessor_sign_off", name=""), "Assessor sign-off: Signed by"),
        Raises(
            "neither name nor day", put("assessor_sign_off", name=" ", signed_on=None), "Assessor sign-off: Signed by"
        ),
        Quiet("no day", put("assessor_sign_off", signed_on=None), also("SD-406")),
        Quiet("both", nothing),
    ],
    "SD-107": [
        Raises(
            "a signature of an invisible character",
            put("employer_sign_off", name="\u2800"),
            "Employer sign-off: Signed by",
        ),
        Raises("no name", put("employer_sign_off", name=""), "Employer sign-off: Signed by"),
        Quiet("no day", put("employer_sign_off", signed_on=None), also("SD-406")),
        Quiet(
            "nobody knows who the assessor is",
            both(put("assessor", role=None), put("employer_sign_off", name="", signed_on=None)),
            also("EL-101"),
        ),
        *(
            Quiet(
                f"the assessor is the {role}",
                both(put("assessor", role=role), put("employer_sign_off", name="", signed_on=None)),
            )
            for role in (AssessorRole.OWNER, AssessorRole.MOST_SENIOR)
        ),
    ],
    "SD-201": [
        Raises("nine digits", put("employer", phone="780-555-011"), "Employer: Phone"),
        Raises("eleven digits", put("employer", phone="2 780-555-0110"), "Employer: Phone"),
        Quiet("a country code and an extension", put("employer", phone="+1 (780) 555.0110 ext. 12")),
        Quiet("two numbers", put("employer", phone="780-555-0110 or 780 555 0111")),
        Quiet("a number of another country", put("employer", phone="+49 30 5550110")),
        *(
            Quiet(f"{phone} is a phone number", put("employer", phone=phone))
            for phone in (
                "1-800-555-SAFE",
                "780-555-safe",
                "(780) 555-SAFE (7233) ext. 12",
                "+1 888 FLOWERS",
                "780-555-0110 or 1-800-555-SAFE",
            )
        ),
        *(
            Raises(f"{phone} is no phone number", put("employer", phone=phone), "Employer: Phone")
            for phone in ("780-555-SAF", "SAFE-555-0110", "780-FLOWERS", "780-555-XXXX", "1-800-XXX-XXXX", "555-SAFE")
        ),
        Raises("a fax that is no number", put("employer", fax="ask the office"), "Employer: Fax"),
        Raises("a question mark for the fax", put("employer", fax="?"), "Employer: Fax"),
        *(
            Quiet(f"{none} for the fax", put("employer", fax=none))
            for none in (" None. ", "n/a", "N/A", "n.a.", "nil", "No fax", "no fax.", "not applicable", "-")
        ),
        Quiet("numbers of 254 characters", put("employer", phone=PHONES.ljust(254))),
        Raises("numbers of 255 characters", put("employer", phone=PHONES.ljust(255)), "Employer: Phone"),
        Quiet("a fax number", put("employer", fax="780-555-0111")),
        Raises("an e-mail without a domain", put("employer", email="office@example"), "Employer: E-mail"),
        Raises("a long text for an e-mail", put("employer", email="a@" + "b." * 400 + "ca"), "Employer: E-mail"),
        Quiet("an e-mail with a subdomain", put("employer", email="a.b+c@mail.example.ca")),
        Quiet("an e-mail with a name, as Outlook gives it", put("employer", email="Pat Doe <a@example.ca>.")),
        Quiet("an e-mail behind an apostrophe", put("employer", email="'a@example.ca")),
        Quiet("two e-mails", put("employer", email="a@example.ca or b@example.ca")),
        Quiet("an e-mail of invisible characters, which is none", put("employer", email="\u200b"), also("SD-101")),
        Raises("a postal code with an O for a 0", put("employer", postal_code="T2P OA1"), "Employer: Postal code"),
        Quiet("a postal code in small letters without a space", put("employer", postal_code="t2p0a1")),
        Quiet("a code of another country", put("employer", province="TX", postal_code="77002"), also("SD-403")),
    ],
    "SD-202": [
        Raises("seven digits", put("assessor", phone="555-0112"), "Assessor: Phone"),
        Quiet("ten digits", put("assessor", phone="7805550112")),
        Raises("an e-mail without an @", put("assessor", email="pat at example.com"), "Assessor: E-mail"),
        Quiet("an e-mail", put("assessor", email="pat@example.com")),
        Quiet("an e-mail with a name, as Outlook gives it", put("assessor", email='"Doe, Pat" <pat@example.com>')),
    ],
    "SD-203": [
        Raises("ends before it starts", put("data_gathering", start=day("3-7")), "Data gathering: Last day"),
        Quiet("ends on the day it starts", put("data_gathering", start=day("3-6"))),
        Quiet(
            "ends on the day it was received, which is today",
            both(
                on("3-11"),
                put("data_gathering", start=day("3-9"), end=day("3-11")),
                put("assessor_sign_off", signed_on=day("3-11")),
                put("employer_sign_off", signed_on=day("3-11")),
                put("case", submitted_on=day("3-11")),
                put("reviewer", reviewed_on=day("3-11")),
            ),
        ),
        Raises(
            "ends after receipt",
            both(put("data_gathering", start=day("3-12"), end=day("3-12")), put("case", submitted_on=None)),
            "Data gathering: Last day",
            also("SD-406"),
        ),
        Quiet(
            "ends after receipt, in a corrected assessment",
            both(
                put("data_gathering", start=day("3-17"), end=day("3-18")),
                put("assessor_sign_off", signed_on=day("3-18")),
                put("employer_sign_off", signed_on=day("3-18")),
                rounds("3-16 3-16 3-18"),
            ),
        ),
        Raises(
            "in the future",
            both(
                put("data_gathering", start=day("3-19"), end=day("3-21")),
                put("assessor_sign_off", signed_on=None),
                put("employer_sign_off", signed_on=None),
            ),
            "Data gathering: Last day",
            also("SD-406"),
        ),
        Raises(
            "only a first day, in the future",
            put("data_gathering", start=day("3-21"), end=None),
            "Data gathering: First day",
            also("SD-104"),
        ),
    ],
    "SD-301": [
        Raises("nine people where eight are allowed", put("profile", workers=5), "Employer profile"),
        Quiet("eight people", put("profile", workers=4)),
        Quiet("nine people, check switched off", both(put("profile", workers=5), program(largest_employer=None))),
    ],
    "SD-302": [
        Raises("six days where five are allowed", put("data_gathering", start=day("3-1")), "Data gathering"),
        Quiet("five days", put("data_gathering", start=day("3-2"))),
        Quiet(
            "six days, check switched off",
            both(put("data_gathering", start=day("3-1")), program(data_gathering_days=None)),
        ),
    ],
    "SD-303": [
        Raises(
            "submitted on the fifth day where four are allowed",
            put("case", submitted_on=day("3-11")),
            "Case: Submitted on",
        ),
        Quiet("submitted on the fourth day", put("case", submitted_on=day("3-10"))),
        Raises(
            "received on the fifth day, submitted nobody knows when",
            put("case", submitted_on=None),
            "Case: Received on",
        ),
        Quiet(
            "the fifth day, check switched off",
            both(put("case", submitted_on=day("3-11")), program(submission_days=None)),
        ),
    ],
    "SD-401": [
        Raises("signed tomorrow", put("assessor_sign_off", signed_on=day("3-21")), "Assessor sign-off: Signed on"),
        Raises(
            "the employer signed tomorrow",
            put("employer_sign_off", signed_on=day("3-21")),
            "Employer sign-off: Signed on",
        ),
        Quiet("signed today", put("assessor_sign_off", signed_on=day("3-20")), also("SD-406")),
        Quiet("signed too early", put("assessor_sign_off", signed_on=day("3-5")), also("SD-406")),
    ],
    "SD-406": [
        Raises("no day", put("assessor_sign_off", signed_on=None), "Assessor sign-off: Signed on"),
        Raises(
            "the employer's without a day", put("employer_sign_off", signed_on=None), "Employer sign-off: Signed on"
        ),
        Raises(
            "signed before the last day", put("assessor_sign_off", signed_on=day("3-5")), "Assessor sign-off: Signed on"
        ),
        Raises(
            "the employer signed before", put("employer_sign_off", signed_on=day("3-5")), "Employer sign-off: Signed on"
        ),
        Quiet("signed on the last day", put("assessor_sign_off", signed_on=day("3-6"))),
        Quiet("not signed", put("assessor_sign_off", name="", signed_on=None), also("SD-106")),
        Raises(
            "signed the day after submission",
            put("employer_sign_off", signed_on=day("3-11")),
            "Employer sign-off: Signed on",
        ),
        Quiet("signed on the day of submission", put("employer_sign_off", signed_on=day("3-10"))),
        Quiet(
            "signed again on the day of the return",
            both(rounds("3-12 3-12 3-19"), put("assessor_sign_off", signed_on=day("3-19"))),
        ),
    ],
    "SD-402": [
        Raises(
            "the same row twice",
            lists(accounts=(ACCOUNT, replace(ACCOUNT, number="0550-110"))),
            "WCB account 2: Account number",
        ),
        Raises(
            "the number in another province",
            lists(accounts=(ACCOUNT, replace(ACCOUNT, province="BC"))),
            "WCB account 2: Account number",
        ),
        Quiet("the account with another code", lists(accounts=(ACCOUNT, replace(ACCOUNT, industry_code="1")))),
    ],
    "SD-403": [
        Raises("Alberta with a code of Vancouver", put("employer", postal_code="V6B 1A1"), "Employer: Postal code"),
        Quiet("Alberta with a code of Calgary", put("employer", postal_code="t2p 0a1")),
        Raises("a province by another name", put("employer", province="Alta"), "Employer: Province"),
    ],
    "SD-404": [
        Raises("signed by another", put("assessor_sign_off", name="Maren Oakfield"), "Assessor sign-off: Signed by"),
        Raises(
            "only an initial in common", put("assessor_sign_off", name="T. Oakfield"), "Assessor sign-off: Signed by"
        ),
        Quiet("an initial for the first name", put("assessor_sign_off", name="T. FERNLEY")),
        Quiet("a middle name", put("assessor_sign_off", name="Tobias Jan Fernley-Oakfield")),
        Quiet(
            "an accent left out",
            both(put("assessor", name="Zoë D’Arcy"), put("assessor_sign_off", name="Zoe D.")),
        ),
        Quiet("only initials", put("assessor_sign_off", name="M. O.")),
        Quiet("not signed at all", put("assessor_sign_off", name=""), also("SD-106")),
    ],
    "SD-405": [
        Raises("the same name", put("employer_sign_off", name="Tobias FERNLEY"), "Employer sign-off: Signed by"),
        Quiet("another name", put("employer_sign_off", name="Maren Oakfield")),
        Quiet("a name in common", put("employer_sign_off", name="Maren Fernley")),
        Quiet(
            "the owner",
            both(put("assessor", role=AssessorRole.OWNER), put("employer_sign_off", name="Tobias Fernley")),
        ),
        Quiet("not signed at all", put("employer_sign_off", name=""), also("SD-107")),
    ],
    "EL-101": [
        Raises("no role", put("assessor", role=None), "Assessor: Role"),
        *(
            Raises(f"{role}", put("assessor", role=role), "Assessor: Role")
            for role in (AssessorRole.CONSULTANT, AssessorRole.EXTERNAL_AUDITOR, AssessorRole.OTHER)
        ),
        *(
            Quiet(f"{role}", put("assessor", role=role))
            for role in (AssessorRole.OWNER, AssessorRole.MOST_SENIOR, AssessorRole.EMPLOYEE)
        ),
    ],
    "EL-102": [
        Raises(
            "no course, not met",
            both(NOT_MET, put("assessor", training_course="")),
            "Assessor: Training course",
            also("EL-201"),
        ),
        Raises(
            "no date, not met", both(NOT_MET, put("assessor", trained_on=None)), "Assessor: Trained on", also("EL-201")
        ),
        Raises(
            "no date, not checked",
            put("assessor", trained_on=None, training_met=None),
            "Assessor: Trained on",
            also("EL-103"),
        ),
        Quiet("no course and no date, confirmed", put("assessor", training_course="", trained_on=None), also("EL-403")),
        Quiet("no refresher", put("assessor", refreshed_on=None)),
    ],
    "EL-103": [
        Raises("not checked", put("assessor", training_met=None), "Assessor: Training requirements met"),
        Quiet("checked and not met", put("assessor", training_met=Decided.NO), also("EL-201")),
    ],
    "EL-201": [
        Raises("not met", put("assessor", training_met=Decided.NO), "Assessor: Training requirements met"),
        Quiet("met", put("assessor", training_met=Decided.YES)),
    ],
    "EL-202": [
        Raises("refreshed before trained", put("assessor", refreshed_on=day("2024-5-5")), "Assessor: Refresher on"),
        Quiet("refreshed on the day", put("assessor", refreshed_on=day("2024-5-6"))),
        Quiet(
            "refreshed, trained nobody knows when",
            put("assessor", trained_on=None, refreshed_on=day("2024-5-6")),
            also("EL-403"),
        ),
        Raises("refreshed tomorrow", put("assessor", refreshed_on=day("3-21")), "Assessor: Refresher on"),
        Quiet("refreshed today", put("assessor", refreshed_on=day("3-20"))),
    ],
    "EL-301": [
        Raises(
            "trained three years and a day before the last day",
            put("assessor", trained_on=day("2023-3-5")),
            "Assessor: Trained on",
        ),
        Quiet("trained three years before the last day", put("assessor", trained_on=day("2023-3-6"))),
        Quiet(
            "refreshed on the first day",
            put("assessor", trained_on=day("2019-3-5"), refreshed_on=day("2026-3-2")),
        ),
        Quiet(
            "refreshed before that",
            put("assessor", trained_on=day("2019-3-5"), refreshed_on=day("2024-3-5")),
        ),
        Raises(
            "refreshed only after data gathering",
            put("assessor", trained_on=day("2019-3-5"), refreshed_on=day("3-7")),
            "Assessor: Trained on",
        ),
        Raises(
            "the refresher is too old as well",
            put("assessor", trained_on=day("2019-3-5"), refreshed_on=day("2022-3-5")),
            "Assessor: Refresher on",
        ),
        Quiet(
            "too old, check switched off",
            both(put("assessor", trained_on=day("2019-3-5")), program(training_years=None)),
        ),
    ],
    "EL-401": [
        Raises(
            "trained on the second day, not met",
            both(NOT_MET, put("assessor", trained_on=day("3-3"))),
            "Assessor: Trained on",
            also("EL-201"),
        ),
        Quiet(
            "trained on the first day, not met", both(NOT_MET, put("assessor", trained_on=day("3-2"))), also("EL-201")
        ),
        Quiet("trained on the second day, confirmed", put("assessor", trained_on=day("3-3")), also("EL-403")),
        Quiet("refreshed on the second day", put("assessor", refreshed_on=day("3-3"))),
    ],
    "EL-403": [
        Raises("no course", put("assessor", training_course=" "), "Assessor: Training course"),
        Raises("no date", put("assessor", trained_on=None), "Assessor: Trained on"),
        Raises("trained on the second day", put("assessor", trained_on=day("3-3")), "Assessor: Trained on"),
        Quiet("trained on the first day", put("assessor", trained_on=day("3-2"))),
        Quiet("not met", both(NOT_MET, put("assessor", trained_on=None)), also("EL-102", "EL-201")),
        Raises(
            "trained after the last day, the first day is not given",
            both(put("data_gathering", start=None), put("assessor", trained_on=day("3-7"))),
            "Assessor: Trained on",
            also("SD-104"),
        ),
    ],
    "EL-402": [
        Raises(
            "an owner where there is none",
            both(put("assessor", role=AssessorRole.OWNER), put("profile", owners=0)),
            "Assessor: Role",
        ),
        Quiet("an owner where there is one", put("assessor", role=AssessorRole.OWNER)),
        Quiet("an employee where there is no owner", put("profile", owners=0)),
        Quiet(
            "an owner, and a head-count that is not there yet",
            both(put("assessor", role=AssessorRole.OWNER), put("profile", owners=None)),
            also("SD-105"),
        ),
    ],
}

BAD = {
    "EV-201": DocumentsVerdict.NOT_APPROPRIATE,
    "EV-202": DocumentsVerdict.OUT_OF_DATE,
    "EV-203": DocumentsVerdict.ALTERED,
    "EV-204": DocumentsVerdict.INCOMPLETE,
}
PARTLY = {"points": Decimal(0), "add_to_plan": "Keep records."}
COPY = "Crews at the lease told us how they check the gear with tags."

EVIDENCE: dict[str, list[Raises | Quiet]] = {
    "EV-101": [
        Raises("missing", question("A1", documents=DocumentsVerdict.MISSING, **PARTLY), "A1: Documents"),
        Quiet(
            "missing where none are required",
            question("B2", documents=DocumentsVerdict.MISSING, **PARTLY),
            also("EV-105"),
        ),
        Quiet('missing where the answer is "no"', both(no("C1"), question("C1", documents=DocumentsVerdict.MISSING))),
    ],
    "EV-102": [
        Raises(
            "no notes",
            question("A2", notes=" ", notes_verdict=NotesVerdict.INSUFFICIENT, **PARTLY),
            "A2: Notes as submitted",
        ),
        Quiet(
            "notes that are not sufficient",
            question("A2", notes_verdict=NotesVerdict.INSUFFICIENT, **PARTLY),
            also("EV-206"),
        ),
        Quiet("no notes where none are required", question("A1", notes="")),
        Quiet('no notes where the answer is "no"', no("A2")),
    ],
    "EV-103": [
        Raises("marked not required", question("A1", documents=DocumentsVerdict.NOT_REQUIRED), "A1: Documents"),
        Quiet("not required, rightly", question("B2", documents=DocumentsVerdict.NOT_REQUIRED)),
        Quiet("adequate, where nothing is required", question("B2", documents=DocumentsVerdict.ADEQUATE)),
    ],
    "EV-105": [
        Raises(
            "missing, where nothing is required",
            question("B2", documents=DocumentsVerdict.MISSING, **PARTLY),
            "B2: Documents",
        ),
        Quiet("not required, where nothing is required", question("B2", documents=DocumentsVerdict.NOT_REQUIRED)),
    ],
    "EV-104": [
        Raises("marked not required", question("A2", notes_verdict=NotesVerdict.NOT_REQUIRED), "A2: Notes verdict"),
        Raises("sufficient, but not there", question("A2", notes=""), "A2: Notes verdict"),
        Quiet("not required, rightly", question("A1", notes_verdict=NotesVerdict.NOT_REQUIRED)),
    ],
    **{
        code: [
            Raises(f"{verdict}", question("A1", documents=verdict, **PARTLY), "A1: Documents"),
            Quiet("adequate", question("A1", documents=DocumentsVerdict.ADEQUATE)),
            Quiet(f'{verdict}, but the answer is "no"', both(no("C1"), question("C1", documents=verdict))),
        ]
        for code, verdict in BAD.items()
    },
    "EV-205": [
        Raises("oldest after newest", question("B1", oldest_record=day("3-3")), "B1: Oldest record"),
        Quiet("one record", question("B1", oldest_record=day("3-2"))),
        Raises("newest tomorrow", question("B1", newest_record=day("3-21")), "B1: Newest record", also("EV-302")),
        Raises(
            "newest the day after submission",
            question("B1", newest_record=day("3-11")),
            "B1: Newest record",
            also("EV-302"),
        ),
        Quiet("newest on the day of submission", question("B1", newest_record=day("3-10")), also("EV-302")),
        Quiet(
            "newest on the day of the return",
            both(rounds("3-12 3-12 3-19"), question("B1", newest_record=day("3-19"))),
            also("EV-302"),
        ),
        Quiet(
            "newest on the day of receipt, submitted nobody knows when",
            both(put("case", submitted_on=None), question("B1", newest_record=day("3-11"))),
            also("EV-302", "SD-303"),
        ),
        Raises("oldest tomorrow", question("A1", oldest_record=day("3-21")), "A1: Oldest record"),
        Raises("oldest the day after submission", question("A1", oldest_record=day("3-11")), "A1: Oldest record"),
        Quiet("oldest on the day of submission", question("A1", oldest_record=day("3-10"))),
    ],
    "EV-206": [
        Raises("insufficient", question("A2", notes_verdict=NotesVerdict.INSUFFICIENT, **PARTLY), "A2: Notes verdict"),
        Raises(
            "insufficient where none are required",
            question("B2", notes_verdict=NotesVerdict.INSUFFICIENT, **PARTLY),
            "B2: Notes verdict",
        ),
        Quiet("sufficient", question("A2", notes_verdict=NotesVerdict.SUFFICIENT)),
    ],
    "EV-301": [
        Raises(
            "the newest record is a day older than the period",
            question("B1", oldest_record=day("2025-3-5"), newest_record=day("2025-3-5")),
            "B1: Newest record",
        ),
        Quiet(
            "the newest record is of the period's first day",
            question("B1", oldest_record=day("2025-3-6"), newest_record=day("2025-3-6")),
        ),
        Raises(
            "the oldest record is a day newer than the period",
            question("B1", oldest_record=day("3-7"), newest_record=day("3-8")),
            "B1: Oldest record",
        ),
        Quiet(
            "the oldest record is of the period's last day",
            question("B1", oldest_record=day("3-6"), newest_record=day("3-8")),
            also("EV-302"),
        ),
        Quiet(
            "newer records that a correction has brought",
            both(question("B1", oldest_record=day("3-18"), newest_record=day("3-18")), rounds("3-12 3-12 3-19")),
            also("EV-302"),
        ),
        Quiet(
            "marked out of date already",
            question(
                "B1",
                documents=DocumentsVerdict.OUT_OF_DATE,
                oldest_record=day("2025-3-5"),
                newest_record=day("2025-3-5"),
                **PARTLY,
            ),
            also("EV-202"),
        ),
        Quiet(
            "documents that are no records",
            question("A1", oldest_record=day("2019-3-5"), newest_record=day("2019-3-5")),
        ),
    ],
    "EV-302": [
        Raises(
            "the oldest is a day older than the period",
            question("B1", oldest_record=day("2025-3-5")),
            "B1: Oldest record",
        ),
        Raises(
            "the oldest is a day older than the period, the newest of its first day",
            question("B1", oldest_record=day("2025-3-5"), newest_record=day("2025-3-6")),
            "B1: Oldest record",
        ),
        Quiet("the oldest is of the period's first day", question("B1", oldest_record=day("2025-3-6"))),
        Raises(
            "the newest is a day after data gathering", question("B1", newest_record=day("3-7")), "B1: Newest record"
        ),
        Quiet("the newest is of the last day", question("B1", newest_record=day("3-6"))),
        Quiet(
            "documents that are no records",
            question("A1", oldest_record=day("2019-3-5"), newest_record=day("3-2")),
        ),
        Quiet(
            "only an oldest record, older than the period",
            question("B1", oldest_record=day("2019-3-5"), newest_record=None),
            also("FM-106"),
        ),
    ],
    "EV-303": [
        Raises(
            "seven words where eight are asked for",
            question("A2", notes="Crews told us how they work together"),
            "A2: Notes as submitted",
        ),
        Raises("one word", question("A2", notes="Fine"), "A2: Notes as submitted"),
        Quiet("eight words", question("A2", notes="Crews told us how they work together here")),
        Quiet(
            "seven words, marked insufficient already",
            question(
                "A2", notes="Crews told us how they work together", notes_verdict=NotesVerdict.INSUFFICIENT, **PARTLY
            ),
            also("EV-206"),
        ),
    ],
    "EV-304": [
        Raises(
            "no example",
            question("B1", notes="crews told us how they work together here always"),
            "B1: Notes as submitted",
        ),
        Quiet("a number", question("B1", notes="crews told us on 3 leases how they work together")),
        Quiet("a name", question("B1", notes="crews told us at the Wapiti lease how they work")),
        Quiet("such as", question("B1", notes="crews told us how they work together, such as with spotters")),
        Quiet("no notes at all", question("B1", notes="", notes_verdict=None), also("EV-102", "FM-107")),
        Quiet(
            "no example where none is asked for",
            question("A2", notes="crews told us how they work together here always"),
        ),
        Quiet(
            "no example, marked insufficient already",
            question(
                "B1",
                notes="crews told us how they work together here always",
                notes_verdict=NotesVerdict.INSUFFICIENT,
                **PARTLY,
            ),
            also("EV-206"),
        ),
    ],
    "EV-401": [
        Raises("pasted again", both(question("A2", notes=COPY), question("C2", notes=COPY)), "C2: Notes as submitted"),
        Raises(
            "pasted again with other numbers and punctuation",
            both(question("A2", notes=f"{COPY} 7 of 8!"), question("C2", notes=f"{COPY.upper()}  9 of 9")),
            "C2: Notes as submitted",
        ),
        Quiet(
            "alike only at first",
            both(
                question("A2", notes=COPY),
                question("C2", notes="Crews at the lease told us who was chosen by a show of hands."),
            ),
        ),
        Quiet("pasted where no notes are required", both(question("A2", notes=COPY), question("B2", notes=COPY))),
        Quiet(
            "marked insufficient already",
            both(question("A2", notes=COPY), question("C2", notes=COPY, notes_verdict=NotesVerdict.INSUFFICIENT)),
            also("CO-402", "EV-206"),
        ),
    ],
    "EV-402": [
        Raises(
            "the question said again",
            question("A2", notes="Yes, people in the company can explain what its policy asks of them."),
            "A2: Notes as submitted",
        ),
        Quiet(
            "one word in four is new",
            question("A2", notes="People explain: company policy asks them unprompted, everywhere."),
        ),
        Raises(
            "two words in nine are new",
            question("A2", notes="People can explain: company policy asks them unprompted, everywhere."),
            "A2: Notes as submitted",
        ),
        Quiet(
            "the question said again, with who and how",
            question(
                "A2", notes="Seven drivers in the company can explain the policy; each named stop-work unprompted."
            ),
        ),
        Quiet(
            "the question said again, marked insufficient already",
            question(
                "A2",
                notes="Yes, people in the company can explain what its policy asks of them.",
                notes_verdict=NotesVerdict.INSUFFICIENT,
                **PARTLY,
            ),
            also("EV-206"),
        ),
    ],
}

JUDGING: dict[str, list[Raises | Quiet]] = {
    "CO-401": [
        Raises("A2 without A1", no("A1"), "A2: Response"),
        Quiet("contractors without C1, which another rule says already", answered("C1", NA), also("IN-201")),
        Quiet("A2 without A1, whose n/a is never allowed", answered("A1", NA), also("IN-201")),
        Raises("C1 without contractors", put("profile", contractors=0), "C1: Response"),
        Quiet("neither", both(no("A1"), no("A2"))),
        Quiet("a head-count that is not there yet", put("profile", contractors=None), also("SD-105")),
        Quiet("an answer that is not there", answered("A1", SILENT, "0"), also("IN-101")),
    ],
    "CO-402": [
        Raises(
            "full points, documents missing",
            question("A1", documents=DocumentsVerdict.MISSING),
            "A1: Points awarded",
            also("EV-101"),
        ),
        Raises(
            "full points, notes insufficient",
            question("A2", notes_verdict=NotesVerdict.INSUFFICIENT),
            "A2: Points awarded",
            also("EV-206"),
        ),
        Quiet(
            "no points, documents missing", question("A1", documents=DocumentsVerdict.MISSING, **PARTLY), also("EV-101")
        ),
    ],
    "CO-403": [
        Raises('"no" with points', both(no("B2"), question("B2", points=Decimal(5))), "B2: Points awarded"),
        Raises('"n/a" with points', both(ALONE, answered("A2", NA, "10")), "A2: Points awarded"),
        Raises("not answered, with points", answered("B2", SILENT, "5"), "B2: Points awarded", also("IN-101")),
        Quiet('"no" with 0 points', no("B2")),
        Quiet('"n/a" with 0 points', both(ALONE, answered("A2", NA, "0"))),
    ],
    "CO-404": [
        Raises(
            '"no" with adequate documents',
            both(no("B2"), question("B2", documents=DocumentsVerdict.ADEQUATE)),
            "B2: Documents",
        ),
        Raises(
            '"n/a" with adequate documents',
            both(ALONE, answered("A2", NA), question("A2", documents=DocumentsVerdict.ADEQUATE)),
            "A2: Documents",
        ),
        Quiet(
            '"no" with documents not required', both(no("B2"), question("B2", documents=DocumentsVerdict.NOT_REQUIRED))
        ),
    ],
    "CO-405": [
        Raises(
            "resolved, documents still missing",
            both(finding("A1", documents=DocumentsVerdict.MISSING, resolved_on=day("3-18"), **PARTLY)),
            "A1: Resolved on",
            also("EV-101"),
        ),
        Raises(
            "resolved, notes still insufficient",
            both(finding("A2", notes_verdict=NotesVerdict.INSUFFICIENT, resolved_on=day("3-18"), **PARTLY)),
            "A2: Resolved on",
            also("EV-206"),
        ),
        Quiet("resolved, documents adequate", finding("A1", resolved_on=day("3-18"))),
        Quiet(
            "a day resolved without a finding, documents missing",
            question("A1", documents=DocumentsVerdict.MISSING, resolved_on=day("3-18"), **PARTLY),
            also("EV-101", "FI-102"),
        ),
        Quiet("open, documents missing", finding("A1", documents=DocumentsVerdict.MISSING, **PARTLY), also("EV-101")),
    ],
    "CO-406": [
        Raises("8 of 10, nothing said", both(question("B1", points=Decimal(8))), "B1: Finding", also("AP-402")),
        Raises("8 of 10, no addition", question("B1", points=Decimal(8), add_to_plan="no"), "B1: Finding"),
        Quiet("8 of 10, a finding", finding("B1", points=Decimal(8))),
        Quiet("8 of 10, an addition to the plan", question("B1", points=Decimal(8), add_to_plan="Do more rounds.")),
        Quiet("8 of 10, an action item", both(question("B1", points=Decimal(8)), lists(action_plan=(item("B1"),)))),
        Quiet("8 of 10, and 8 claimed", question("B1", points=Decimal(8), points_claimed=Decimal(8)), also("AP-402")),
        Raises(
            "8 of 10, and 10 claimed",
            question("B1", points=Decimal(8), points_claimed=Decimal(10)),
            "B1: Finding",
            also("AP-402"),
        ),
    ],
    "IN-101": [
        Raises("not answered", answered("B2", SILENT, "0"), "B2: Response"),
        Quiet('"no"', no("B2")),
        Quiet("not entered", answered("B2", None), also("FM-104")),
    ],
    "IN-102": [
        Raises("n/a without a reason", answered("C2", NA), "C2: Notes as submitted"),
        Quiet("n/a with a reason", both(answered("C2", NA), question("C2", notes="Too few workers."))),
        Raises(
            "a reason that is not sufficient",
            both(answered("C2", NA), question("C2", notes="Not here.", notes_verdict=NotesVerdict.INSUFFICIENT)),
            "C2: Notes verdict",
        ),
        Quiet(
            "a reason that is sufficient",
            both(answered("C2", NA), question("C2", notes="Too few workers.", notes_verdict=NotesVerdict.SUFFICIENT)),
        ),
        Quiet("n/a of an owner-operator", both(ALONE, answered("A2", NA))),
    ],
    "IN-201": [
        Raises("never allowed", answered("B2", NA), "B2: Response"),
        Raises("owner-operator with workers", answered("A2", NA), "A2: Response"),
        Quiet("owner-operator without employees", both(ALONE, answered("A2", NA))),
        Quiet(
            "owner-operator whose head-count is not there",
            both(put("profile", managers=None, supervisors=None, workers=None), answered("A2", NA)),
            also("SD-105"),
        ),
        Raises("contractors are there", answered("C1", NA), "C1: Response"),
        Quiet("no contractors are there", NOT_TOLD),
        Quiet("justified", both(answered("C2", NA), question("C2", notes="Too few workers."))),
    ],
    "IN-202": [
        Raises("no interview", question("A2", method_not_used=Method.INTERVIEW), "A2: Method not used"),
        Quiet("nothing named", question("A2", method_not_used=None)),
        Quiet(
            "the question does not apply",
            both(ALONE, answered("A2", NA), question("A2", method_not_used=Method.INTERVIEW)),
        ),
    ],
    "IN-203": [
        Raises(
            "no observation where none is asked for",
            question("A2", method_not_used=Method.OBSERVATION),
            "A2: Method not used",
        ),
        Quiet(
            "no observation where one is asked for", question("B2", method_not_used=Method.OBSERVATION), also("IN-202")
        ),
    ],
    "AP-101": [
        Raises('"no" without an item', answered("B2", NO, "0"), "B2: Response"),
        Quiet('"no" with an item', no("B2")),
        Quiet(
            '"no" with an item for two questions', both(answered("B2", NO, "0"), lists(action_plan=(item("A1", "B2"),)))
        ),
        Quiet(
            '"no" with an addition of the reviewer', both(answered("B2", NO, "0"), question("B2", add_to_plan="Do it."))
        ),
        Quiet('"no" with a finding, which the letter lists', both(answered("B2", NO, "0"), finding("B2"))),
        Raises(
            '"no" with a finding that is left out of the list',
            both(answered("B2", NO, "0"), finding("B2", add_to_plan="no")),
            "B2: Response",
        ),
    ],
    "AP-102": [
        Raises("no question", both(no("B2"), lists(action_plan=(item("B2"), item()))), "Action item 2: Questions"),
        Raises("no action", both(no("B2"), lists(action_plan=(item("B2", action=" "),))), "Action item 1: Action"),
        Raises(
            "no person",
            both(no("B2"), lists(action_plan=(item("B2", responsible=""),))),
            "Action item 1: Person responsible",
        ),
        Raises(
            "no date", both(no("B2"), lists(action_plan=(item("B2", target_date=None),))), "Action item 1: Target date"
        ),
        Quiet("an empty row", both(no("B2"), lists(action_plan=(ActionItem(), item("B2"))))),
    ],
    "AP-103": [
        Raises(
            "asked for, not come", put("previous_plan", asked_for=Decided.YES), "Last year's action plan: Received on"
        ),
        Quiet("asked for, come today", put("previous_plan", asked_for=Decided.YES, received_on=day("3-20"))),
        Raises(
            "asked for, to come tomorrow",
            put("previous_plan", asked_for=Decided.YES, received_on=day("3-21")),
            "Last year's action plan: Received on",
        ),
        Quiet("not asked for", put("previous_plan", asked_for=Decided.NO)),
    ],
    "AP-201": [
        Raises("an unknown question", lists(action_plan=(item("Z9"),)), "Action item 1: Questions"),
        Quiet("a known question", no("B2")),
    ],
    "AP-202": [
        Raises(
            "not clear",
            both(no("B2"), lists(action_plan=(item("B2", relevant=Decided.NO),))),
            "Action item 1: Clear and relevant",
        ),
        Quiet("not judged", both(no("B2"), lists(action_plan=(item("B2", relevant=None),)))),
    ],
    "AP-203": [
        Raises(
            "before the submission",
            both(no("B2"), lists(action_plan=(item("B2", target_date=day("3-9")),))),
            "Action item 1: Target date",
        ),
        Quiet("on the day of submission", both(no("B2"), lists(action_plan=(item("B2", target_date=day("3-10")),)))),
        Raises(
            "before the receipt, submitted nobody knows when",
            both(no("B2"), lists(action_plan=(item("B2", target_date=day("3-10")),)), put("case", submitted_on=None)),
            "Action item 1: Target date",
            also("SD-303"),
        ),
        Quiet(
            "submitted and received nobody knows when",
            both(
                no("B2"),
                lists(action_plan=(item("B2", target_date=day("2001-3-9")),)),
                put("case", submitted_on=None, received_on=None),
            ),
            also("FM-102"),
        ),
    ],
    "AP-401": [
        Raises("an item for full points", lists(action_plan=(item("B1"),)), "Action item 1: Questions"),
        Quiet("an item for lost points", both(question("B1", points=Decimal(8)), lists(action_plan=(item("B1"),)))),
        Quiet("an item for a finding", both(finding("B1"), lists(action_plan=(item("B1"),)))),
        Raises(
            "an item for no addition",
            both(question("B1", add_to_plan="n/a"), lists(action_plan=(item("B1"),))),
            "Action item 1: Questions",
        ),
        Quiet("an item for an addition", both(question("B1", add_to_plan="Do it."), lists(action_plan=(item("B1"),)))),
        Quiet(
            "an item for a question that the review leaves out",
            both(lists(questions=QUESTIONS[:-1]), lists(action_plan=(item("C2"),))),
            also("FM-104"),
        ),
        Quiet('an item for a "no" as well', both(no("B2"), lists(action_plan=(item("B1", "B2"),)))),
    ],
    "AP-204": [
        Raises("not done", last_year(DoneVerdict.NO), "Item of last year 2: Done"),
        Raises("done in part", last_year(DoneVerdict.IN_PART, "B1"), "Item of last year 2: Done"),
        Quiet("done", last_year(DoneVerdict.YES, "B1")),
        Quiet("not looked at", last_year(DoneVerdict.NOT_LOOKED_AT), also("AP-403")),
    ],
    "AP-403": [
        Raises("no verdict", last_year(None, "B1"), "Item of last year 2: Done"),
        Raises('"not looked at"', last_year(DoneVerdict.NOT_LOOKED_AT), "Item of last year 2: Done"),
        Quiet("a blank row", lists(last_year=(LastYearItem(),))),
        Quiet("done", last_year(DoneVerdict.YES)),
    ],
    "AP-404": [
        Raises("a finding again", both(finding("B1"), last_year(DoneVerdict.YES, "A1", "B1")), "B1: Finding"),
        Raises(
            '"no" again',
            both(no("B2"), lists(action_plan=(item("B2"),)), last_year(DoneVerdict.YES, "B2")),
            "B2: Finding",
        ),
        Raises(
            "points lost again",
            both(question("B1", points=Decimal(8)), lists(action_plan=(item("B1"),)), last_year(DoneVerdict.YES, "B1")),
            "B1: Finding",
        ),
        Quiet("a finding elsewhere", both(finding("B1"), last_year(DoneVerdict.YES, "B2"))),
        Quiet(
            "a finding that is resolved", both(finding("B1", resolved_on=day("3-16")), last_year(DoneVerdict.YES, "B1"))
        ),
        Quiet("all points", last_year(DoneVerdict.YES, "B1")),
    ],
    "AP-402": [
        Raises("8 of 10, nothing said", claimed("B1", 8), "B1: Add to action plan"),
        Raises(
            "8 of 10, a finding that is resolved",
            finding("B1", points=Decimal(8), resolved_on=day("3-18")),
            "B1: Add to action plan",
        ),
        Quiet("8 of 10, an open finding", finding("B1", points=Decimal(8))),
        Quiet("8 of 10, which show no deficiency", both(claimed("B1", 8), question("B1", add_to_plan="no"))),
        Quiet("8 of 10, an item", both(finding("B1", points=Decimal(8)), lists(action_plan=(item("B1"),)))),
        Quiet("8 of 10, an addition", finding("B1", points=Decimal(8), add_to_plan="Do it.")),
        Quiet("8 of 10, to be corrected now", finding("B1", points=Decimal(8), timing=Timing.NOW), also("FI-101")),
        Quiet("10 of 10", finding("B1")),
    ],
    "SC-101": [
        Raises('"yes" without points', question("B1", points=None, points_claimed=Decimal(10)), "B1: Points awarded"),
        Raises('"no" without points', both(no("B2"), question("B2", points=None)), "B2: Points awarded"),
        Quiet('"no" with 0 points', no("B2")),
        Quiet('"n/a" without points', both(ALONE, answered("A2", NA))),
        Quiet("no response at all", answered("B2", None), also("FM-104")),
    ],
    "SC-201": [
        Raises("12 of 10", question("B1", points=Decimal(12)), "B1: Points awarded"),
        Raises("-2", question("B1", points=Decimal(-2)), "B1: Points awarded", also("AP-402")),
        Raises("half a point under 0", question("A2", points=Decimal("-0.5")), "A2: Points awarded", also("AP-402")),
        Quiet("0 of 10", finding("B1", points=Decimal(0), add_to_plan="Do it.")),
        Raises("no number", question("B1", points=Decimal("NaN")), "B1: Points awarded"),
        Quiet("10 of 10", question("B1", points=Decimal("10.00"))),
        Quiet("12 under n/a", both(ALONE, answered("A2", NA, "12")), also("CO-403")),
    ],
    "SC-202": [
        Raises("half of all or nothing", question("B2", points=Decimal("2.5")), "B2: Points awarded", also("AP-402")),
        Raises(
            "half a point in steps of 2",
            finding("B1", points=Decimal("0.5"), add_to_plan="Do it."),
            "B1: Points awarded",
        ),
        Raises("3 in steps of 2", question("B1", points=Decimal(3)), "B1: Points awarded", also("AP-402")),
        Raises(
            "a hundredth in steps of a tenth",
            question("A2", points=Decimal("9.99")),
            "A2: Points awarded",
            also("AP-402"),
        ),
        Quiet("4 in steps of 2", finding("B1", points=Decimal(4), add_to_plan="Do it.")),
        Quiet("half a step under n/a", both(ALONE, answered("A2", NA, "0.05")), also("CO-403")),
        Quiet("9.9 in steps of a tenth", finding("A2", points=Decimal("9.9"), add_to_plan="Do it.")),
    ],
    "SC-301": [
        Raises("11 claimed of 10", question("B1", points_claimed=Decimal(11)), "B1: Points claimed"),
        Raises("-1 claimed", question("B1", points_claimed=Decimal(-1)), "B1: Points claimed"),
        Raises("half a point under 0 claimed", question("B1", points_claimed=Decimal("-0.5")), "B1: Points claimed"),
        Quiet("half a point claimed", question("B1", points_claimed=Decimal("0.5"))),
        Quiet("0 claimed", question("B1", points_claimed=Decimal(0))),
        Raises("an absurd claim", question("B1", points_claimed=Decimal("1E+999999")), "B1: Points claimed"),
        Quiet("10 claimed of 10", question("B1", points_claimed=Decimal(10))),
    ],
}

ROUNDS: dict[str, list[Raises | Quiet]] = {
    "RD-101": [
        Raises("an empty first round", rounds("- - -", "3-17 3-17 3-18"), "Correction round 1: Feedback sent"),
        Raises(
            "a first round without return",
            rounds("3-12 3-12 -", "3-17 3-17 3-18"),
            "Correction round 1: Correction returned",
        ),
        Raises("a return without feedback", rounds("- - 3-18"), "Correction round 1: Feedback sent"),
        Quiet("a first round that is awaited", rounds("3-12 3-12 -"), also("RD-402")),
        Quiet("two rounds", rounds("3-12 3-12 3-13", "3-17 - 3-18")),
    ],
    "RD-102": [
        Raises(
            "no reason",
            both(on("4-9"), rounds("3-17 3-17 4-2"), accepted(1, late_accepted_reason="")),
            "Correction round 1: Reason",
        ),
        Raises(
            "no day",
            both(on("4-9"), rounds("3-17 3-17 4-2"), accepted(1, late_accepted_on=None)),
            "Correction round 1: Accepted on",
        ),
        Raises(
            "no name",
            both(on("4-9"), rounds("3-17 3-17 4-2"), accepted(1, late_accepted_by="")),
            "Correction round 1: Late return accepted by",
        ),
        Raises(
            "neither name nor reason: the first empty cell is named",
            both(on("4-9"), rounds("3-17 3-17 4-2"), accepted(1, late_accepted_by="", late_accepted_reason="")),
            "Correction round 1: Late return accepted by",
        ),
        Quiet("name, day and reason", both(on("4-9"), rounds("3-17 3-17 4-2"), accepted(1))),
    ],
    "RD-201": [
        Raises("received before sent", rounds("3-17 3-16 -"), "Correction round 1: Feedback received"),
        Quiet("received on the day", rounds("3-17 3-17 -"), also("RD-402")),
        Quiet("received nobody knows when", both(rounds("3-17 3-17 -"), put("case", received_on=None)), also("FM-102")),
        Raises("returned before received", rounds("3-16 3-17 3-16"), "Correction round 1: Correction returned"),
        Quiet("returned on the day", rounds("3-16 3-17 3-17")),
        Raises(
            "next sent before the return",
            rounds("3-12 3-12 3-15", "3-14 3-16 3-17"),
            "Correction round 2: Feedback sent",
        ),
        Quiet("next sent on the day of the return", rounds("3-12 3-12 3-15", "3-15 3-16 3-17")),
        Raises("sent before the submission came", rounds("3-10 3-12 -"), "Correction round 1: Feedback sent"),
        Quiet("sent on the day the submission came", rounds("3-11 3-12 -"), also("RD-402")),
        Raises(
            "accepted before it came back",
            both(on("4-9"), rounds("3-17 3-17 4-2"), accepted(1, late_accepted_on=day("4-1"))),
            "Correction round 1: Accepted on",
        ),
    ],
    "RD-202": [
        Raises("sent tomorrow", rounds("3-21 - -"), "Correction round 1: Feedback sent"),
        Raises(
            "returned tomorrow",
            both(rounds("3-17 3-17 3-21"), put("reviewer", reviewed_on=day("3-16"))),
            "Correction round 1: Correction returned",
        ),
        Raises(
            "judged tomorrow", both(rounds("3-17 3-17 3-19"), judged_as_of("3-21")), "Correction round 1: Judged as of"
        ),
        Quiet("judged today", both(rounds("3-17 3-17 3-19"), judged_as_of("3-20"))),
        Quiet("sent today", rounds("3-20 - -"), also("RD-402")),
    ],
    "RD-203": [
        Raises("a logged feedback, no round", logged(("3-17", LetterKind.FEEDBACK, 1)), "Letter 1: Round"),
        Raises(
            "a logged feedback of the second round, which is empty",
            both(
                rounds("3-12 3-12 3-13"),
                logged(("3-12", LetterKind.FEEDBACK, 1), ("3-17", LetterKind.FEEDBACK, 2)),
            ),
            "Letter 2: Round",
        ),
        Raises(
            "a logged feedback that names no round, no round",
            logged(("3-17", LetterKind.FEEDBACK, None)),
            "Letter 1: Round",
        ),
        Quiet("a logged feedback that was sent", both(rounds("3-17 - 3-19"), logged(("3-17", LetterKind.FEEDBACK, 1)))),
        Quiet("a feedback that was sent without the log", rounds("3-17 - 3-19")),
        Quiet("a logged approval", logged(("3-17", LetterKind.APPROVAL, None))),
    ],
    "RD-204": [
        Raises(
            "a second feedback sent after the final date",
            both(on("6-30"), rounds("3-12 3-12 3-27", "6-11 6-11 -"), question("A1", **OPEN)),
            "Correction round 2: Feedback sent",
            also("FI-101"),
        ),
        Raises(
            "received after the final date, sent nobody knows when",
            both(on("6-30"), rounds("3-12 3-12 3-27", "- 6-11 6-12")),
            "Correction round 2: Feedback sent",
        ),
        Quiet(
            "sent on the final date, received after it",
            both(on("6-30"), rounds("3-12 3-12 3-27", "6-10 6-11 6-12")),
        ),
        Quiet(
            "sent after the final date, as the letter log says too",
            both(
                on("6-30"),
                rounds("3-12 3-12 3-27", "6-11 6-11 6-12"),
                logged(("6-11", LetterKind.FEEDBACK, 2)),
            ),
        ),
        Raises(
            "sent after the final date, and logged before it",
            both(
                on("6-30"),
                rounds("3-12 3-12 3-27", "6-11 6-11 6-12"),
                logged(("6-10", LetterKind.FEEDBACK, 2)),
            ),
            "Correction round 2: Feedback sent",
        ),
        Quiet("no feedback", nothing),
    ],
    "RD-401": [
        Raises(
            "accepted, but in time",
            both(on("4-9"), rounds("3-17 3-17 4-1"), accepted(1)),
            "Correction round 1: Late return accepted by",
        ),
        Quiet("accepted a day late", both(on("4-9"), rounds("3-17 3-17 4-2"), accepted(1))),
        Raises(
            "accepted, but not returned",
            both(rounds("3-17 3-17 -"), accepted(1, late_accepted_on=day("3-18"))),
            "Correction round 1: Late return accepted by",
            also("RD-402"),
        ),
        Raises(
            "accepted after the final date",
            both(on("6-30"), rounds("3-17 3-17 6-16"), accepted(1)),
            "Correction round 1: Late return accepted by",
        ),
        Quiet("accepted on the final date", both(on("6-30"), rounds("3-17 3-17 6-15"), accepted(1))),
        Quiet(
            "an earlier return, accepted on the final date",
            both(on("6-30"), rounds("3-17 3-17 4-2"), accepted(1, late_accepted_on=day("6-15"))),
        ),
        Raises(
            "an earlier return, accepted after the final date",
            both(on("6-30"), rounds("3-17 3-17 4-2"), accepted(1, late_accepted_on=day("6-16"))),
            "Correction round 1: Late return accepted by",
        ),
        Raises(
            "accepted, but the feedback itself came too late",
            both(on("6-30"), rounds("3-12 3-12 3-27", "6-10 6-11 6-30"), accepted(2)),
            "Correction round 2: Late return accepted by",
        ),
        Quiet("an empty round", lists(rounds=(CorrectionRound(),))),
    ],
    "RD-402": [
        Raises("nothing open, not returned", rounds("3-17 3-17 -"), "Correction round 1: Correction returned"),
        Raises(
            "nothing open in the second round, not returned",
            rounds("3-12 3-12 3-13", "3-17 3-17 -"),
            "Correction round 2: Correction returned",
        ),
        Raises(
            "nothing open, not returned by the due day",
            both(on("4-9"), rounds("3-17 3-17 -")),
            "Correction round 1: Correction returned",
        ),
        Quiet("nothing open, returned", rounds("3-17 3-17 3-18")),
        Quiet("something open", both(rounds("3-17 3-17 -"), finding("A1", timing=Timing.NOW)), also("FI-101")),
        Quiet(
            "a score below its mark",
            both(rounds("3-17 3-17 -"), finding("A1", points=Decimal(0)), finding("A2", points=Decimal(0))),
        ),
        Quiet(
            "a review that is not finished",
            both(rounds("3-17 3-17 -"), put("reviewer", practice_applied=None)),
            also("FM-103"),
        ),
        Quiet("no feedback", nothing),
    ],
}

CASES = {**FORM, **SUBMISSION, **EVIDENCE, **JUDGING, **ROUNDS}
