"""The schema of the inputs: kind, words, width, and the version of the form that brought each. No addresses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from secor_xl.procedure.office import PROVINCES
from secor_xl.review.labels import LABELS
from secor_xl.review.model import (
    AssessorRole,
    Decided,
    DocumentsVerdict,
    DoneVerdict,
    LastYearList,
    LetterKind,
    Method,
    NotesVerdict,
    Response,
    Timing,
    YearKind,
)


class Kind(Enum):
    """The kind of an input.

    ``TEXT``: any text; where words are offered they are only a help, and a rule judges what was written. ``DATE``: a real
    date. ``WHOLE_NUMBER``: 0, 1, 2 ... ``POINTS``: a number, exact as written. ``CHOICE``: exactly one of the words.
    ``QUESTION_IDS``: a text such as ``B2, C1``.
    """

    TEXT = auto()
    DATE = auto()
    WHOLE_NUMBER = auto()
    POINTS = auto()
    CHOICE = auto()
    QUESTION_IDS = auto()


@dataclass(frozen=True, slots=True)
class SchemaField:
    """One fact of the model as an input.

    Attributes:
        section: an attribute of ``Review``.
        field: an attribute of what is there.
        kind: what the input takes.
        needed: what is needed there, in a sentence; shown beside or at the cell.
        choices: for ``CHOICE``, the closed list.
        words: for ``TEXT``, words that the cell offers; any other text is taken too.
        width: the width of its column in characters, in a table; the columns of the accounts are as wide as those above them.
        since: the version of the form that brought it; a workbook of an earlier form reads as blank there.
    """

    section: str
    field: str
    kind: Kind
    needed: str = ""
    choices: type[StrEnum] | None = None
    words: tuple[str, ...] = ()
    width: float = 12
    since: int = 1

    @property
    def label(self) -> str:
        """Its name for people."""
        return LABELS[self.section][self.field]

    @property
    def allowed(self) -> tuple[str, ...]:
        """The words of its drop-down list, if it has one."""
        return tuple(each.value for each in self.choices) if self.choices else self.words


def _text(
    section: str, field: str, needed: str = "", words: tuple[str, ...] = (), width: float = 12, since: int = 1
) -> SchemaField:
    return SchemaField(section, field, Kind.TEXT, needed, None, words, width, since)


def _date(section: str, field: str, needed: str = "", width: float = 12, since: int = 1) -> SchemaField:
    return SchemaField(section, field, Kind.DATE, needed, None, (), width, since)


def _choice(
    section: str, field: str, choices: type[StrEnum], needed: str = "", width: float = 12, since: int = 1
) -> SchemaField:
    return SchemaField(section, field, Kind.CHOICE, needed, choices, (), width, since)


def _people(field: str) -> SchemaField:
    return SchemaField("profile", field, Kind.WHOLE_NUMBER, "How many; 0 where there are none.")


PROVINCE_CODES = tuple(PROVINCES)

# The sheet "Submission", in its order: the heading of each group, then the inputs. The profile is last, because the sum of its
# people is computed below it.
SUBMISSION: tuple[tuple[str, tuple[SchemaField, ...]], ...] = (
    (
        "Case",
        (
            _text("case", "reference", "Your own number of this file."),
            _text("case", "certificate_number", "The number of the certificate, where there is one already."),
            _choice("case", "year_kind", YearKind, "It decides which marks are to be reached."),
            _date("case", "submitted_on", "The day on which the employer sent the assessment."),
            _date("case", "received_on", "The day on which it reached this office."),
            _text("case", "not_understood", "Settle what intake could not read, then clear this cell.", since=2),
        ),
    ),
    (
        "Reviewer",
        (
            _text("reviewer", "name", "Who reviews this submission."),
            _text("reviewer", "email", "Who may be asked about it."),
            _choice("reviewer", "practice_applied", Decided, "Confirm that the recommended practice was applied."),
            _date("reviewer", "reviewed_on", "The day on which the review was finished."),
        ),
    ),
    (
        "Last year's action plan",
        (
            _choice("previous_plan", "asked_for", Decided, '"yes" puts the request into the letter.'),
            _date("previous_plan", "received_on", "The day on which it came."),
        ),
    ),
    (
        "Employer",
        (
            _text("employer", "legal_name", "As registered."),
            _text("employer", "trade_name", "Only where it differs from the legal name."),
            _text("employer", "street", "Number and street, or rural address."),
            _text("employer", "city"),
            _text("employer", "province", "Two letters.", PROVINCE_CODES),
            _text("employer", "postal_code", "Such as T2P 1J9."),
            _text("employer", "contact_name", "Who answers for the employer."),
            _text("employer", "phone", "With its area code."),
            _text("employer", "fax", 'With its area code; "none" where there is no fax.'),
            _text("employer", "email", "The letters go there."),
        ),
    ),
    (
        "Assessor",
        (
            _text("assessor", "name", "Who did the assessment."),
            _choice("assessor", "role", AssessorRole, "Only the first three of the list may assess."),
            _text("assessor", "phone", "With its area code."),
            _text("assessor", "email", "The feedback goes there."),
            _text("assessor", "training_course", "The name of the course."),
            _date("assessor", "trained_on", "The day of the certificate."),
            _date("assessor", "refreshed_on", "The latest refresher, where there was one."),
            _choice("assessor", "training_met", Decided, "What the training records say."),
        ),
    ),
    (
        "Data gathering",
        (
            _date("data_gathering", "start", "The first day on which evidence was gathered."),
            _date("data_gathering", "end", "The last day; records are counted back from it."),
        ),
    ),
    (
        "Assessor sign-off",
        (
            _text("assessor_sign_off", "name", "As signed."),
            _date("assessor_sign_off", "signed_on", "The day of the signature."),
        ),
    ),
    (
        "Employer sign-off",
        (
            _text("employer_sign_off", "name", "Needed where it is not the assessor who signs for the employer."),
            _date("employer_sign_off", "signed_on", "The day of the signature."),
        ),
    ),
    (
        "Employer profile",
        (
            _text("profile", "description", "What the employer does, in a sentence or two."),
            _people("owners"),
            _people("managers"),
            _people("supervisors"),
            _people("workers"),
            _people("contractors"),
        ),
    ),
)

ACCOUNT = (
    _text("accounts", "province", "Two letters; they decide which governing body gets a notice.", PROVINCE_CODES),
    _text("accounts", "number", "Text: leading zeros are kept."),
    _text("accounts", "industry_code", "Text: leading zeros are kept. One row for each code."),
)

# In the order of the reviewer's work.
QUESTION = (
    _choice(
        "questions", "response", Response, 'As submitted; "not answered" where the assessor left it open.', width=10
    ),
    SchemaField("questions", "points_claimed", Kind.POINTS, "The assessor's own points. They never count.", width=8.5),
    _text("questions", "notes", "The assessor's notes, or a summary.", width=40),
    _text("questions", "attached", "The documents attached, by name or page.", width=18, since=2),
    _choice(
        "questions",
        "documents",
        DocumentsVerdict,
        "Your verdict on the attached documents, as they are now.",
        width=11.5,
    ),
    _date("questions", "oldest_record", "The date of the oldest record attached.", width=10.5),
    _date("questions", "newest_record", "The date of the newest record attached.", width=10.5),
    _choice("questions", "notes_verdict", NotesVerdict, "Your verdict on the notes, as they are now.", width=11.5),
    _choice(
        "questions", "method_not_used", Method, "A method of the guideline that the assessor did not use.", width=11.5
    ),
    SchemaField("questions", "points", Kind.POINTS, "The points that you award. Only these count.", width=8.5),
    _text("questions", "finding", "What you found; the assessor reads it in the letter.", width=34),
    _text("questions", "needed", "What puts it right; the assessor reads it in the letter.", width=27),
    _choice("questions", "timing", Timing, '"correct now" prevents an approval until it is resolved.', width=10),
    _date("questions", "resolved_on", "The day on which you saw it put right.", width=10.5),
    _text(
        "questions",
        "add_to_plan",
        'What the plan should say. Blank: the letter lists what you found, or the points that a "yes" lost. "no" leaves it out.',
        ("no",),
        width=21,
    ),
    _date("questions", "looked_at_on", "The day on which you looked at the change.", width=10.5, since=2),
)

ACTION_ITEM = (
    SchemaField(
        "action_plan", "question_ids", Kind.QUESTION_IDS, "The questions that it answers, such as B2, C1.", width=14
    ),
    _text("action_plan", "deficiency", "What is missing in the system.", width=44),
    _text("action_plan", "action", "What will be done.", width=44),
    _text("action_plan", "responsible", "Who will do it.", width=22),
    _date("action_plan", "target_date", "By when."),
    _choice("action_plan", "relevant", Decided, "Your verdict: clear, and relevant to its questions."),
)

LAST_YEAR_ITEM = (
    _choice("last_year", "listed_in", LastYearList, "The list of last year's review that it comes from.", 16, since=2),
    SchemaField(
        "last_year",
        "question_ids",
        Kind.QUESTION_IDS,
        "The questions that it is about, such as B2, C1.",
        width=12,
        since=2,
    ),
    _text("last_year", "deficiency", "What was found or planned last year.", width=44, since=2),
    _text("last_year", "planned", "What was needed, or planned, last year.", width=40, since=2),
    _date("last_year", "target_date", "By when, in last year's action plan.", since=2),
    _choice("last_year", "done", DoneVerdict, 'Your verdict. "no" and "in part" appear in the letter.', 13, since=2),
    _text("last_year", "note", "Your remark; the letter has it if the item was not done.", width=34, since=2),
)

ROUND = (
    _date("rounds", "feedback_sent_on", "The day on which the letter left."),
    _date("rounds", "feedback_received_on", "The day on which it reached the assessor; blank: the day it was sent."),
    _date("rounds", "returned_on", "The day on which the corrected assessment came back."),
    _text("rounds", "late_accepted_by", "Only for a late return that a person accepts: who.", width=22),
    _date("rounds", "late_accepted_on", "The day on which it was accepted."),
    _text("rounds", "late_accepted_reason", "Why; it is shown wherever the outcome is.", width=34),
    _text("rounds", "instrument_version", "The version that judged this round; the button enters it.", since=2),
    _date("rounds", "judged_as_of", "The day as of which this round was judged; the button enters it.", since=2),
)

LETTER = (
    _choice("letters", "kind", LetterKind, "The button enters it; type it only for a letter made elsewhere.", width=24),
    SchemaField("letters", "round", Kind.WHOLE_NUMBER, "For a feedback letter: the round that it opens.", width=9),
    _date("letters", "written_on", "The day that the letter bears.", width=13),
    _text("letters", "file", "The name of its file.", width=52),
    _text(
        "letters",
        "fingerprint",
        "The SHA-256 of the file: it proves that a file is the letter that was made.",
        width=36,
    ),
)

FORM = (
    _text("form", "form_version"),
    _text("form", "instrument_id"),
    _text("form", "instrument_version"),
    _text("form", "instrument_fingerprint"),
)


def joined_ids(question_ids: tuple[str, ...]) -> str:
    """Join question ids as one cell has them: ``B2, C1``."""
    return ", ".join(question_ids)
