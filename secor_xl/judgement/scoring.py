"""Scores, exact (2.6): the reviewer's points count, never the assessor's claim.

"n/a" leaves both the given and the possible points. A score that is not complete has no percentage, so that nothing that
looks final is shown before the last question is scored.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from fractions import Fraction
from functools import cached_property

from secor_xl.judgement.case import Case
from secor_xl.procedure.instrument import Question
from secor_xl.procedure.parameters import Parameter
from secor_xl.review.model import QuestionReview, Response, YearKind
from secor_xl.review.quantities import percentage, shown_percentage

NOTHING = Decimal(0)


class Verdict(Enum):
    """The verdict on a score. "Pass" is said of scores only, never of a review."""

    PASS = auto()
    BELOW = auto()
    NOT_APPLICABLE = auto()
    NO_MINIMUM = auto()
    INCOMPLETE = auto()


@dataclass(frozen=True)
class Score:
    """The score of an element, or of the whole.

    Attributes:
        label: the element's letter, or "Overall".
        title: the element's title.
        given: the points that the reviewer awarded.
        possible: the points of the questions that apply.
        claimed: the points that the assessor gave; they never count.
        questions: how many questions there are.
        unscored: the questions that still need the reviewer's points.
        minimum: the mark to reach, where there is one.
        year_known: whether the kind of year is known; without it there is no verdict.
    """

    label: str
    title: str
    given: Decimal
    possible: Decimal
    claimed: Decimal
    questions: int
    unscored: tuple[str, ...]
    minimum: Parameter | None
    year_known: bool

    @cached_property
    def percentage(self) -> Fraction | None:
        """The exact percentage; ``None`` while a question is unscored and where everything is n/a."""
        return None if self.unscored else percentage(self.given, self.possible)

    @cached_property
    def verdict(self) -> Verdict:
        """Whether the score reaches its mark; the mark itself passes (2.6b, 2.6c)."""
        if self.unscored or not self.year_known:
            return Verdict.INCOMPLETE
        if self.percentage is None:
            return Verdict.NOT_APPLICABLE
        if self.minimum is None:
            return Verdict.NO_MINIMUM
        return Verdict.PASS if self.percentage >= Fraction(self.minimum.value) else Verdict.BELOW

    @property
    def shown(self) -> str:
        """The percentage for people: truncated, "N/A", or "incomplete"."""
        if self.unscored:
            return "incomplete"
        return "N/A" if self.percentage is None else shown_percentage(self.percentage)

    @property
    def verdict_words(self) -> str:
        """The verdict for people."""
        words = {
            Verdict.PASS: "Pass",
            Verdict.BELOW: f"Below {self.minimum}",
            Verdict.NOT_APPLICABLE: "N/A",
            Verdict.NO_MINIMUM: "No minimum",
            Verdict.INCOMPLETE: "Incomplete",
        }
        return words[self.verdict]


@dataclass(frozen=True, slots=True)
class Scores:
    """The elements' scores in order, and the overall score."""

    elements: tuple[Score, ...]
    overall: Score

    @property
    def complete(self) -> bool:
        """Whether every question that applies has the reviewer's points."""
        return self.overall.verdict is not Verdict.INCOMPLETE

    @property
    def below(self) -> tuple[Score, ...]:
        """The scores under their mark: the overall one first, then the elements."""
        return tuple(score for score in (self.overall, *self.elements) if score.verdict is Verdict.BELOW)

    @property
    def passed(self) -> bool:
        """Whether the overall score and every element with a mark reach it."""
        return self.overall.verdict is Verdict.PASS and not self.below


def scores_of(case: Case) -> Scores:
    """The scores of a case, by its instrument and its kind of year."""
    year_kind = case.review.case.year_kind
    parameters = case.parameters
    overall_minimum = element_minimum = None
    if year_kind is YearKind.CERTIFICATION:
        overall_minimum, element_minimum = (
            parameters.certification_overall_minimum,
            parameters.certification_element_minimum,
        )
    elif year_kind is YearKind.MAINTENANCE:
        overall_minimum = parameters.maintenance_overall_minimum
    pairs: dict[str, list[tuple[Question, QuestionReview]]] = {}
    for question, entry in case.answered:
        pairs.setdefault(question.element, []).append((question, entry))
    known = year_kind is not None
    elements = tuple(
        _score(element.letter, element.title, pairs[element.letter], element_minimum, known)
        for element in case.instrument.elements
    )
    overall = Score(
        "Overall",
        "All elements",
        sum((score.given for score in elements), NOTHING),
        sum((score.possible for score in elements), NOTHING),
        sum((score.claimed for score in elements), NOTHING),
        sum(score.questions for score in elements),
        tuple(question for score in elements for question in score.unscored),
        overall_minimum,
        known,
    )
    return Scores(elements, overall)


def points_are_in_range(question: Question, points: Decimal) -> bool:
    """Return whether points are a number from 0 to the points possible."""
    return points.is_finite() and 0 <= points <= question.points


def points_are_allowed(question: Question, points: Decimal) -> bool:
    """Return whether the instrument lets these points be given: all or nothing, or a step of the range."""
    if not points_are_in_range(question, points):
        return False
    return points in (NOTHING, question.points) if question.step is None else not points % question.step


def is_scored(question: Question, entry: QuestionReview) -> bool:
    """Return whether nothing more is needed from the reviewer to score a question that applies."""
    return entry.response is not None and entry.points is not None and points_are_allowed(question, entry.points)


def _claim(question: Question, entry: QuestionReview) -> Decimal:
    """The assessor's claim as far as it can be shown: one that the question does not have is left out (a flag says so)."""
    claimed = entry.points_claimed
    return claimed if claimed is not None and points_are_in_range(question, claimed) else NOTHING


def _score(
    label: str,
    title: str,
    pairs: list[tuple[Question, QuestionReview]],
    minimum: Parameter | None,
    year_known: bool,
) -> Score:
    given = possible = claimed = NOTHING
    unscored = []
    for question, entry in pairs:
        if entry.response is Response.NOT_APPLICABLE:
            continue
        possible += question.points
        claimed += _claim(question, entry)
        if is_scored(question, entry):
            given += entry.points or NOTHING
        else:
            unscored.append(question.id)
    mark = minimum if possible else None  # an element of which nothing applies has no mark to reach
    return Score(label, title, given, possible, claimed, len(pairs), tuple(unscored), mark, year_known)
