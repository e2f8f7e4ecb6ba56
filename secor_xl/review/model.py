"""One review: what was submitted, what the reviewer found, and how the corrections went.

A text that was not given is empty, every other fact that was not given is ``None``. Nothing here judges.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar, get_args, get_type_hints

from secor_xl.review.letter_kinds import LetterKind as LetterKind  # noqa: PLC0414 - a part of the model

Entry = TypeVar("Entry")


class YearKind(StrEnum):
    """The kinds of year of an assessment (2.6)."""

    CERTIFICATION = "certification"
    MAINTENANCE = "maintenance"


class AssessorRole(StrEnum):
    """Who the assessor is (2.2b); the last three are not accepted, but they are what people write."""

    OWNER = "owner"
    MOST_SENIOR = "most senior operational person"
    EMPLOYEE = "employee familiar with the overall work operation"
    CONSULTANT = "consultant"
    EXTERNAL_AUDITOR = "external auditor"
    OTHER = "other"


class Decided(StrEnum):
    """A reviewer's yes or no; an empty cell is neither."""

    YES = "yes"
    NO = "no"


class Response(StrEnum):
    """The assessor's answer to a question; ``NOT_ANSWERED`` says that the assessor gave none (2.5e)."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "n/a"
    NOT_ANSWERED = "not answered"


class DocumentsVerdict(StrEnum):
    """The reviewer's verdict on the documents attached for a question (2.5a, 2.5b)."""

    ADEQUATE = "adequate"
    MISSING = "missing"
    OUT_OF_DATE = "out of date"
    ALTERED = "altered"
    INCOMPLETE = "incomplete"
    NOT_APPROPRIATE = "not appropriate"
    NOT_REQUIRED = "not required"


class NotesVerdict(StrEnum):
    """The reviewer's verdict on the assessor's notes (2.5c)."""

    SUFFICIENT = "sufficient"
    INSUFFICIENT = "insufficient"
    NOT_REQUIRED = "not required"


class DoneVerdict(StrEnum):
    """The reviewer's verdict on an item of last year: whether it was done (2.12)."""

    YES = "yes"
    NO = "no"
    IN_PART = "in part"
    NOT_LOOKED_AT = "not looked at"


class LastYearList(StrEnum):
    """The lists of last year's review from which its items come."""

    FUTURE = "for the future"
    ADDITION = "addition to the plan"
    ACTION_PLAN = "action plan"


class Timing(StrEnum):
    """When a finding must be put right."""

    NOW = "correct now"
    FUTURE = "for the future"


class Method(StrEnum):
    """A verification method, as the reviewer names one that was not used (2.5e)."""

    DOCUMENTS = "documents"
    INTERVIEW = "interview"
    OBSERVATION = "observation"


@dataclass(frozen=True, slots=True)
class FormIdentity:
    """The form and the instrument that the review was made with (2.1)."""

    form_version: str = ""
    instrument_id: str = ""
    instrument_version: str = ""
    instrument_fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The facts of the file: its reference, the kind of year, the days of submission and receipt.

    ``not_understood`` names what intake found in the submission and could not read; the reviewer clears it.
    """

    reference: str = ""
    certificate_number: str = ""
    year_kind: YearKind | None = None
    submitted_on: dt.date | None = None
    received_on: dt.date | None = None
    not_understood: str = ""


@dataclass(frozen=True, slots=True)
class Employer:
    """The employer (2.3a). Phone numbers and postal codes are text; ``fax`` may be the word "none"."""

    legal_name: str = ""
    trade_name: str = ""
    street: str = ""
    city: str = ""
    province: str = ""
    postal_code: str = ""
    contact_name: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Assessor:
    """The assessor (2.2, 2.3b) and the training."""

    name: str = ""
    role: AssessorRole | None = None
    phone: str = ""
    email: str = ""
    training_course: str = ""
    trained_on: dt.date | None = None
    refreshed_on: dt.date | None = None
    training_met: Decided | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """One WCB account with one industry code in one province (2.3c), all text: leading zeros count."""

    province: str = ""
    number: str = ""
    industry_code: str = ""


@dataclass(frozen=True, slots=True)
class DataGathering:
    """First and last day of data gathering (2.3d)."""

    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """The employer profile and the number of people by kind (2.3e)."""

    description: str = ""
    owners: int | None = None
    managers: int | None = None
    supervisors: int | None = None
    workers: int | None = None
    contractors: int | None = None

    @property
    def headcount(self) -> int | None:
        """All people together, or ``None`` while one of the counts is missing."""
        counts = (self.owners, self.managers, self.supervisors, self.workers, self.contractors)
        known = [count for count in counts if count is not None]
        return sum(known) if len(known) == len(counts) else None


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who signed, and when (2.3f, 2.3g)."""

    name: str = ""
    signed_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Reviewer:
    """The reviewer, and the confirmation that the recommended practice was applied (2.4)."""

    name: str = ""
    email: str = ""
    practice_applied: Decided | None = None
    reviewed_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class QuestionReview:
    """One question: what was submitted and what the reviewer says of it.

    The verdicts describe the present state: after a correction the reviewer changes them. ``points_claimed`` is the
    assessor's claim and never counts (2.6a).

    Attributes:
        question_id: the question, such as ``B2``.
        response: the assessor's answer.
        points_claimed: the points that the assessor gave.
        notes: the assessor's notes, or a summary.
        attached: the documents that the assessor attached, by name or page.
        documents: the reviewer's verdict on the documents.
        oldest_record: date of the oldest record attached.
        newest_record: date of the newest record attached.
        notes_verdict: the reviewer's verdict on the notes.
        method_not_used: a verification method of the guideline that was not used.
        points: the points that the reviewer awards.
        finding: what the reviewer found.
        needed: what is needed to put it right.
        timing: whether it must be put right now or is for the future.
        resolved_on: the day on which the reviewer saw it put right.
        add_to_plan: what is to be added to the action plan (2.9, 2.10), in the reviewer's words; "no" where nothing is.
        looked_at_on: the day on which the reviewer looked at the question again after a correction.
    """

    question_id: str
    response: Response | None = None
    points_claimed: Decimal | None = None
    notes: str = ""
    attached: str = ""
    documents: DocumentsVerdict | None = None
    oldest_record: dt.date | None = None
    newest_record: dt.date | None = None
    notes_verdict: NotesVerdict | None = None
    method_not_used: Method | None = None
    points: Decimal | None = None
    finding: str = ""
    needed: str = ""
    timing: Timing | None = None
    resolved_on: dt.date | None = None
    add_to_plan: str = ""
    looked_at_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ActionItem:
    """One item of the SECOR action plan (2.5f, 2.5g); it may answer several questions."""

    question_ids: tuple[str, ...] = ()
    deficiency: str = ""
    action: str = ""
    responsible: str = ""
    target_date: dt.date | None = None
    relevant: Decided | None = None


@dataclass(frozen=True, slots=True)
class PreviousPlan:
    """Last year's action plan (2.12): whether it is asked for, and when it came."""

    asked_for: Decided | None = None
    received_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class LastYearItem:
    """One deficiency or action item of last year's review, and the reviewer's verdict whether it was done (2.10, 2.12)."""

    listed_in: LastYearList | None = None
    question_ids: tuple[str, ...] = ()
    deficiency: str = ""
    planned: str = ""
    target_date: dt.date | None = None
    done: DoneVerdict | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionRound:
    """One feedback and its answer (2.7). A person may accept a late return: name, day and reason.

    ``instrument_version`` and ``judged_as_of`` say by which instrument and as of which day the feedback was made.
    """

    feedback_sent_on: dt.date | None = None
    feedback_received_on: dt.date | None = None
    returned_on: dt.date | None = None
    late_accepted_by: str = ""
    late_accepted_on: dt.date | None = None
    late_accepted_reason: str = ""
    instrument_version: str = ""
    judged_as_of: dt.date | None = None

    @property
    def received_on(self) -> dt.date | None:
        """The day the feedback reached the assessor; where the form has none, the day it was sent (note 2)."""
        return self.feedback_received_on or self.feedback_sent_on


@dataclass(frozen=True, slots=True)
class LetterRecord:
    """One letter that was made, as the review remembers it. Nothing is judged by it.

    Attributes:
        kind: which of the four it is.
        round: for a feedback letter, the round that it opens.
        written_on: the day that it bears.
        file: the name of its file, without a folder.
        fingerprint: the SHA-256 of its bytes in hexadecimal digits; it proves that a file is the letter that was made.
    """

    kind: LetterKind | None = None
    round: int | None = None
    written_on: dt.date | None = None
    file: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """One review, whole. Its snapshots are no facts of it: they are left out of every comparison and count."""

    form: FormIdentity = field(default_factory=FormIdentity)
    case: CaseFile = field(default_factory=CaseFile)
    employer: Employer = field(default_factory=Employer)
    assessor: Assessor = field(default_factory=Assessor)
    accounts: tuple[Account, ...] = ()
    data_gathering: DataGathering = field(default_factory=DataGathering)
    profile: Profile = field(default_factory=Profile)
    assessor_sign_off: SignOff = field(default_factory=SignOff)
    employer_sign_off: SignOff = field(default_factory=SignOff)
    reviewer: Reviewer = field(default_factory=Reviewer)
    questions: tuple[QuestionReview, ...] = ()
    action_plan: tuple[ActionItem, ...] = ()
    previous_plan: PreviousPlan = field(default_factory=PreviousPlan)
    last_year: tuple[LastYearItem, ...] = ()
    rounds: tuple[CorrectionRound, ...] = ()
    letters: tuple[LetterRecord, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()

    def question(self, question_id: str) -> QuestionReview:
        """Return the entry of one question; an empty one where the review has none."""
        for response in self.questions:
            if response.question_id == question_id:
                return response
        return QuestionReview(question_id)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A review as it was when a feedback was made: what was submitted, and the reviewer's points, verdicts and findings.

    Attributes:
        round: the number of the correction round that the feedback opened.
        taken_on: the day on which the snapshot was taken.
        review: the review, with the rounds before that one, and without form, letters and snapshots.
    """

    round: int = 0
    taken_on: dt.date | None = None
    review: Review = field(default_factory=Review)


def filled(entries: Sequence[Entry]) -> Iterator[tuple[int, Entry]]:
    """Yield the entries of a list that are not empty, each with its number from 1."""
    empty = type(entries[0])() if entries else None
    return ((number, entry) for number, entry in enumerate(entries, 1) if entry != empty)


_HINTS = get_type_hints(Review)
RECORD_TYPES: dict[str, type] = {section: (*get_args(hint), hint)[0] for section, hint in _HINTS.items()}
"""The class of the records of each section: of the one record, or of the entries of a list."""
NUMBERED_LISTS = tuple(
    section for section, hint in _HINTS.items() if get_args(hint) and section not in ("questions", "snapshots")
)
"""The lists whose entries are known by their number; a question is known by its id."""
