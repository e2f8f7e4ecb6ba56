"""The sheets of an instrument as a spreadsheet: one table for its writer, its reader and its page of help."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from itertools import combinations
from typing import TYPE_CHECKING

from secor_xl.procedure.instrument import HEADCOUNT_GROUPS, Answer, NotApplicable, Scoring, Verification

if TYPE_CHECKING:
    from collections.abc import Iterable

HEADER_ROW = 3
YES, NO = "yes", "no"
SOME, NOBODY = "some", "none"
"""The answers of a condition on the head-count of a group."""


class Entry(Enum):
    """The kinds of entries in cells."""

    TEXT = auto()
    CODE = auto()
    NUMBER = auto()
    WHOLE_NUMBER = auto()
    WORD = auto()
    WORDS = auto()
    FLAG = auto()
    COMPUTED = auto()
    LABEL = auto()


@dataclass(frozen=True, slots=True)
class InstrumentColumn:
    """A column of a sheet, or a row of the first sheet.

    Attributes:
        key: the key in TOML; our own name of a computed one.
        header: the header as people see it.
        width: in characters.
        entry: the kind of its entries.
        help: the entry in a sentence; at most 255 characters.
        example: an example of an entry.
        words: the words to choose from.
        required: whether each row needs an entry.
    """

    key: str
    header: str
    width: float
    entry: Entry
    help: str
    example: str = ""
    words: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True)
class InstrumentSheet:
    """A sheet of the spreadsheet.

    Attributes:
        name: the sheet's name.
        title: the words of its first row.
        tip: the line below the title.
        columns: its columns.
        room: how many rows are prepared beyond those that are filled, and how many at least.
    """

    name: str
    title: str
    tip: str
    columns: tuple[InstrumentColumn, ...]
    room: int

    def column(self, key: str) -> InstrumentColumn:
        """Return the column of a key."""
        return next(column for column in self.columns if column.key == key)


def joined(words: Iterable[str], mark: str) -> str:
    """Words of a closed list in one cell."""
    return f" {mark} ".join(words)


def _every(words: Iterable[str], mark: str) -> tuple[str, ...]:
    """List every selection of words as it is written in one cell."""
    words = tuple(words)
    return tuple(joined(each, mark) for size in range(1, len(words) + 1) for each in combinations(words, size))


ANSWERS = (*_every(Answer, "or")[:-1], SOME, NOBODY)
_SUBJECT = f"The id of a question, or a group of the head-count: {', '.join(HEADCOUNT_GROUPS)}."
_ANSWERS = "For a question: its answers, with or between them. For a group: some (at least one) or none."

HEAD = (
    InstrumentColumn("id", "Id", 0, Entry.CODE, "Its name for files: small letters and hyphens.", "our-instrument"),
    InstrumentColumn("version", "Version", 0, Entry.CODE, "As text. Give a new version whenever you change the content.",
        "2026.1"),
    InstrumentColumn("title", "Title", 0, Entry.TEXT, "Its name for people.", "Small employer assessment"),
    InstrumentColumn("illustrative", "Only an example", 0, Entry.FLAG,
        "yes: the start sheet says that this is only an example. no: an approved instrument.", NO,
        (YES, NO)),
    InstrumentColumn("notice", "Notice", 0, Entry.TEXT, "One or two sentences for the start sheet of the workbook.",
        "Approved in 2026.", required=False),
    InstrumentColumn("questions", "Questions", 0, Entry.COMPUTED, "Computed: the number of questions."),
    InstrumentColumn("points", "Points", 0, Entry.COMPUTED, "Computed: the points of all questions."),
)  # fmt: skip
"""The rows of the first sheet."""

INSTRUMENT = InstrumentSheet(
    "Instrument", "Instrument",
    "Cream cells are yours to fill. The sheet Columns explains each entry with an example.",
    (
        InstrumentColumn("field", "Field", 22, Entry.LABEL, ""),
        InstrumentColumn("value", "Value", 70, Entry.TEXT, ""),
        InstrumentColumn("help", "Entry", 60, Entry.LABEL, "", required=False),
    ),
    0,
)  # fmt: skip
ELEMENTS = InstrumentSheet(
    "Elements", "Elements",
    "One row for each element, in the order of their letters. Grey cells are computed from the sheet Questions.",
    (
        InstrumentColumn("letter", "Letter", 9, Entry.CODE, "One capital letter.", "B"),
        InstrumentColumn("title", "Title", 60, Entry.TEXT, "The element's name.", "Hazard Assessment"),
        InstrumentColumn("questions", "Questions", 12, Entry.COMPUTED, "Computed: the number of its questions."),
        InstrumentColumn("points", "Points", 12, Entry.COMPUTED, "Computed: the points of its questions."),
        InstrumentColumn("share", "Share", 12, Entry.COMPUTED, "Computed: its share of the points of all elements."),
    ),
    20,
)  # fmt: skip
QUESTIONS = InstrumentSheet(
    "Questions", "Questions",
    "One row for each question. The questions of an element are asked in the order of the rows.",
    (
        InstrumentColumn("id", "Id", 8, Entry.CODE,
            "The element's letter and a number, and a small letter where one topic has several parts.", "B2a"),
        InstrumentColumn("text", "Question", 48, Entry.TEXT,
            "The question, in one sentence that can be answered yes or no.", "Are all tasks on the list?"),
        InstrumentColumn("guideline", "Guideline", 60, Entry.TEXT, "How it is verified and scored.",
            "Compare the list with the trades on site."),
        InstrumentColumn("points", "Points", 9, Entry.NUMBER, "The points possible, above 0; at most six decimals.",
            "12.5"),
        InstrumentColumn("scoring", "Scoring", 15, Entry.WORD, "All or nothing, or a range from 0 to the points.",
            Scoring.RANGE, tuple(Scoring)),
        InstrumentColumn("step", "Step", 8, Entry.NUMBER,
            "For a range only: the step between two scores. The points must be a whole number of steps.", "0.5",
            required=False),
        InstrumentColumn("verification", "Verified by", 24, Entry.WORDS,
            "The methods that the assessor uses; write + between two.", "documents + interview",
            _every(Verification, "+")),
        InstrumentColumn("not_applicable", "N/a allowed", 16, Entry.WORD,
            "When n/a is allowed: the notes say why (justified), the owner has no employees (owner-operator), the employer"
            " hires no contractors (no-contractors). Blank: never.",
            NotApplicable.JUSTIFIED, tuple(NotApplicable), required=False),
        InstrumentColumn("documents", "Documents", 34, Entry.TEXT,
            'The documents to attach for a "yes", in a short phrase. Then "Verified by" needs documents. Blank: none.',
            "the list of tasks", required=False),
        InstrumentColumn("records", "Dated records", 11, Entry.FLAG,
            "yes: these documents are dated records of activity, which must come from the record period.", YES,
            (YES, NO), required=False),
        InstrumentColumn("notes_minimum_words", "Words of notes", 11, Entry.WHOLE_NUMBER,
            'The smallest number of words of notes for a "yes". Blank: no notes are needed.', "25", required=False),
        InstrumentColumn("notes_example", "Example in notes", 11, Entry.FLAG,
            "yes: the notes must give an example from this employer's own work.", YES, (YES, NO), required=False),
    ),
    120,
)  # fmt: skip
RULES = InstrumentSheet(
    "Rules", "Rules across questions",
    "One row for each rule: if the first condition is true, the second must be true. The sheet may be empty.",
    (
        InstrumentColumn("id", "Id", 30, Entry.CODE, "A short name of the rule.", "workers-meet"),
        InstrumentColumn("when", "When", 15, Entry.CODE, _SUBJECT, "workers"),
        InstrumentColumn("when_is", "When answer", 14, Entry.WORDS, _ANSWERS, SOME, ANSWERS),
        InstrumentColumn("then", "Then", 15, Entry.CODE, _SUBJECT, "A6"),
        InstrumentColumn("then_is", "Then answer", 14, Entry.WORDS, _ANSWERS, "yes or no", ANSWERS),
        InstrumentColumn("because", "Because", 90, Entry.TEXT,
            "The reason in one sentence; the assessor reads it when the rule is broken.",
            "The employer has workers, so there are people to hold meetings with."),
    ),
    40,
)  # fmt: skip
SHEETS = (INSTRUMENT, ELEMENTS, QUESTIONS, RULES)
HELP_SHEET = "Columns"
