"""The assessment instrument: elements, questions, points, the evidence each question needs, rules across questions.

Each certifying partner's approved instrument is its own property, so the instrument is data; the one that comes with
the tool is illustrative and says so on its face.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, TypeVar

from secor_xl.errors import DataError, DataFaults
from secor_xl.files import fingerprint_of
from secor_xl.procedure.toml_tables import TomlTable, lines_of_keys, parse_toml, read_text

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from pathlib import Path

Where = TypeVar("Where")

ELEMENT_LETTER = re.compile(r"[A-Z]")
QUESTION_ID = re.compile(r"([A-Z])[1-9][0-9]?[a-z]?")


class Scoring(StrEnum):
    """The ways to give points: all or nothing, or any step of a range."""

    ALL_OR_NOTHING = "all-or-nothing"
    RANGE = "range"


class Verification(StrEnum):
    """A method by which the assessor verifies a "yes"."""

    DOCUMENTS = "documents"
    INTERVIEW = "interview"
    OBSERVATION = "observation"


class NotApplicable(StrEnum):
    """When a question may be answered "n/a"."""

    NEVER = "never"
    JUSTIFIED = "justified"
    OWNER_OPERATOR = "owner-operator"
    NO_CONTRACTORS = "no-contractors"


class Answer(StrEnum):
    """An answer as a rule across questions names it."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "n/a"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the instrument.

    Attributes:
        id: the element's letter and a number, such as ``B2``.
        text: the question as the assessor reads it.
        guideline: how it is to be verified and scored.
        points: the points possible, exact.
        scoring: all or nothing, or a range.
        step: for a range, the step between two possible points.
        verification: the methods that the guideline asks for.
        not_applicable: when "n/a" is allowed.
        documents: what must be attached for a "yes"; empty where nothing is required.
        records: whether these documents are dated records of the procedure's record period (2.5b).
        notes_minimum_words: the least number of words of notes for a "yes"; 0 where no notes are required.
        notes_example: whether the notes must give an example.
    """

    id: str
    text: str
    guideline: str
    points: Decimal
    scoring: Scoring
    step: Decimal | None
    verification: tuple[Verification, ...]
    not_applicable: NotApplicable
    documents: str
    records: bool
    notes_minimum_words: int
    notes_example: bool

    @property
    def element(self) -> str:
        """The letter of the element that the question belongs to."""
        return self.id[0]

    @property
    def documents_required(self) -> bool:
        """Whether a "yes" needs documents attached."""
        return bool(self.documents)

    @property
    def notes_required(self) -> bool:
        """Whether a "yes" needs notes."""
        return self.notes_minimum_words > 0

    @property
    def points_allowed(self) -> str:
        """The points that may be given, in words."""
        if self.step is None:
            return f"0 or {self.points:f}"
        return f"0 to {self.points:f} in steps of {self.step:f}"


@dataclass(frozen=True, slots=True)
class Element:
    """One element of the instrument."""

    letter: str
    title: str
    questions: tuple[Question, ...]

    @property
    def points(self) -> Decimal:
        """The points possible when every question applies."""
        return sum((question.points for question in self.questions), Decimal(0))


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on one question's answer, or on the head-count of a group of people.

    Either ``question`` and ``answers`` are set, or ``group`` and ``present`` (True: at least one, False: none).
    """

    question: str = ""
    answers: frozenset[Answer] = frozenset()
    group: str = ""
    present: bool = False

    def __str__(self) -> str:
        if self.group:
            return f"there {'are' if self.present else 'are no'} {self.group}"
        return f"{self.question} is {' or '.join(answer for answer in Answer if answer in self.answers)}"


@dataclass(frozen=True, slots=True)
class Consistency:
    """A rule across questions: where ``when`` holds, ``then`` must hold, ``because`` of a reason in a sentence."""

    id: str
    when: Condition
    then: Condition
    because: str


HEADCOUNT_GROUPS = ("owners", "managers", "supervisors", "workers", "contractors")


@dataclass(frozen=True)
class Instrument:
    """An instrument in one version.

    Attributes:
        id: its name for files, such as ``secor-illustrative``.
        version: its version, as its owner counts.
        title: its name for people.
        illustrative: whether it is only an example; the workbook then says so.
        notice: a sentence shown on the workbook's face.
        elements: the elements in order.
        consistency: the rules across questions.
        source: the TOML text that it was read from; a workbook carries it, so that a review is judged by its own.
    """

    id: str
    version: str
    title: str
    illustrative: bool
    notice: str
    elements: tuple[Element, ...]
    consistency: tuple[Consistency, ...]
    source: str = field(repr=False)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions in order."""
        return tuple(question for element in self.elements for question in element.questions)

    @cached_property
    def by_id(self) -> dict[str, Question]:
        """The questions by their id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def points(self) -> Decimal:
        """The points possible when every question applies."""
        return sum((element.points for element in self.elements), Decimal(0))

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that change with what the instrument says, and not with comments or line ends."""
        said = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "source"}
        text = json.dumps(said, default=_plain, sort_keys=True, ensure_ascii=False)
        return fingerprint_of(text.encode())[:16]


def _plain(value: object) -> object:
    """Return the instrument as plain data, the same in every process."""
    if isinstance(value, frozenset):
        return sorted(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: getattr(value, item.name) for item in fields(value)}
    if isinstance(value, Decimal):  # 7.50 says the same as 7.5
        return f"{value.normalize():f}"
    return f"{value}"


def read_instrument(path: Path) -> Instrument:
    """Read a TOML file; raises ``DataError``: of a file that is no TOML, or ``DataFaults`` with each fault by its line."""
    return parse_instrument(read_text(path), str(path))


@lru_cache(maxsize=16)
def parse_instrument(text: str, file: str) -> Instrument:
    """The instrument in a TOML text; the last few are remembered, because thousands of workbooks share one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n") + "\n"
    faults: list[DataError] = []
    instrument = instrument_in(parse_toml(text, file, faults), text)
    if faults:
        raise by_line(faults, text)
    return instrument


def by_line(faults: list[DataError], text: str) -> DataFaults:
    """Put the faults of a TOML text into the order of its lines, each with its line."""
    lines = lines_of_keys(text)
    numbered = sorted(((nearest(fault.key, lines) or 0, fault) for fault in faults), key=itemgetter(0))
    return DataFaults([fault.at(f"line {line}") if line else fault for line, fault in numbered])


def nearest(key: str, places: Mapping[str, Where]) -> Where | None:
    """Return the place of a key, or of the nearest table around it that has one."""
    while key and key not in places:
        key = key[: max(key.rfind("."), key.rfind("["), 0)]
    return places.get(key)


def instrument_in(top: TomlTable, source: str, ids: frozenset[str] = frozenset()) -> Instrument:
    """Read the instrument in a table; where ``top`` collects faults, it is of no use unless there are none.

    Args:
        top: the table.
        source: the TOML text that it comes from.
        ids: ids of questions that were left out because of a fault, which rules may name all the same.
    """
    head = top.table("instrument")
    elements = tuple(_element(table, number) for number, table in enumerate(top.tables("elements"), 1))
    letters = [element.letter for element in elements if element.letter]
    if not elements and top.is_sound("elements"):
        top.fault("elements", "has no entry; at least one element is needed")
    if letters != sorted(set(letters)):
        top.fault("elements", f"have the letters {', '.join(letters)}; each once, in order, is needed")
    known = ids.union(question.id for element in elements for question in element.questions)
    used: set[str] = set()
    rules = enumerate(top.tables("consistency", may_be_missing=True), 1)
    consistency = tuple(_consistency(table, number, used, known) for number, table in rules)
    instrument = Instrument(
        id=head.text("id"),
        version=head.text("version"),
        title=head.text("title"),
        illustrative=head.flag("illustrative"),
        notice=head.text("notice", default=""),
        elements=elements,
        consistency=consistency,
        source=source,
    )
    head.done()
    top.done()
    return instrument


def _element(table: TomlTable, number: int) -> Element:
    table.words = f"element {number}"
    letter = table.text("letter")
    if letter and not ELEMENT_LETTER.fullmatch(letter):
        table.fault("letter", f"is {letter!r}; one capital letter is needed")
        letter = ""
    table.words = f"element {letter or number}"
    used: set[str] = set()
    entries = table.tables("questions")
    if not entries and table.is_sound("questions", "letter"):
        table.fault("questions", "has no entry; at least one question is needed")
    questions = tuple(_question(entry, at, letter, used) for at, entry in enumerate(entries, 1))
    element = Element(letter, table.text("title"), questions)
    table.done()
    return element


def _question(table: TomlTable, number: int, letter: str, used: set[str]) -> Question:
    table.words = f"question {number} of element {letter}"
    question_id = _own_id(table, used)
    table.words = f"question {question_id}" if table.is_sound("id") else table.words
    if question_id and (not QUESTION_ID.fullmatch(question_id) or question_id[0] != (letter or question_id[0])):
        needed = f"the element's letter and a number, such as {letter or 'A'}1, is needed"
        table.fault("id", f"is {question_id!r}; {needed}")
    scoring = table.choice("scoring", Scoring)
    with_step = scoring is Scoring.RANGE if table.is_sound("scoring") else table.has("step")
    question = Question(
        id=question_id,
        text=table.text("text"),
        guideline=table.text("guideline"),
        points=table.decimal("points"),
        scoring=scoring,
        step=table.decimal("step") if with_step else None,
        verification=table.choices("verification", Verification),
        not_applicable=table.choice("not_applicable", NotApplicable, default=NotApplicable.NEVER),
        documents=table.text("documents", default=""),
        records=table.flag("records", default=False),
        notes_minimum_words=table.integer("notes_minimum_words", 0),
        notes_example=table.flag("notes_example", default=False),
    )
    _check_together(table, question)
    table.done()
    return question


def _check_together(table: TomlTable, question: Question) -> None:
    """Find the faults of values that do not go together; a value with a fault of its own is left out."""
    points, step, verification = question.points, question.step, question.verification
    if step and table.is_sound("points", "step") and points % step:
        table.fault("step", f"is {step}; {points} points are not a whole number of such steps")
    if not step and table.has("step"):
        table.fault("step", f"is given, and is only for the scoring {Scoring.RANGE}; remove it")
    if table.is_sound("verification"):
        if not verification:
            table.fault("verification", "is empty; at least one method is needed")
        elif question.documents and Verification.DOCUMENTS not in verification:
            table.fault("documents", "are required, so verification must name documents")
    if question.records and not question.documents and table.is_sound("documents"):
        table.fault("records", "is true, but no documents are required")
    if question.notes_example and not question.notes_required and table.is_sound("notes_minimum_words"):
        table.fault("notes_example", "is true, but no words of notes are required")


def _own_id(table: TomlTable, used: set[str]) -> str:
    """Read the id of an entry of a list, and add it to those that are used."""
    found = table.text("id")
    if found and found in used:
        table.fault("id", f"is {found!r}, which an entry above has already")
    used.add(found)
    return found


def _consistency(table: TomlTable, number: int, used: set[str], known: Container[str]) -> Consistency:
    table.words = f"rule {number}"
    rule_id = _own_id(table, used)
    table.words = f"rule {rule_id or number}"
    rule = Consistency(
        rule_id,
        _condition(table.table("when"), known),
        _condition(table.table("then"), known),
        table.text("because"),
    )
    table.done()
    return rule


def _condition(table: TomlTable, known: Container[str]) -> Condition:
    if table.has("group"):
        group = table.text("group")
        if table.is_sound("group") and group not in HEADCOUNT_GROUPS:
            table.fault("group", f"is {group!r}; allowed: {', '.join(HEADCOUNT_GROUPS)}")
        condition = Condition(group=group, present=table.flag("present"))
    else:
        question = table.text("question")
        if table.is_sound("question") and question not in known:
            table.fault("question", f"is {question!r}, which is no question of this instrument")
        condition = Condition(question=question, answers=frozenset(table.choices("answers", Answer)))
        if table.is_sound("answers") and not condition.answers:
            table.fault("answers", "is empty; at least one answer is needed")
    table.done()
    return condition
