"""The data of the register: plain, because workers send the rows to the run."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.case import Place
from secor_xl.judgement.days import without_early_days
from secor_xl.judgement.deadlines import RoundState
from secor_xl.judgement.flags import Severity
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.judgement.scoring import NOTHING, Score, Verdict, is_scored
from secor_xl.judgement.work_state import work_item
from secor_xl.review.calendar import DUE_SOON_DAYS
from secor_xl.review.model import LetterKind, LetterRecord, Response, Review
from secor_xl.review.names import employer_name
from secor_xl.review.quantities import truncated
from secor_xl.text import is_blank
from secor_xl.workbook.functions.results import in_order

if TYPE_CHECKING:
    from secor_xl.runs.single_workbook import JudgedWorkbook

CLOSING = {OutcomeKind.APPROVE: LetterKind.APPROVAL, OutcomeKind.INVALID: LetterKind.INVALIDATION}
"""The outcomes that end a review, so that its final date no longer matters, and the letter of each."""


@dataclass(frozen=True, slots=True)
class RegisterScore:
    """The score of an element, or of the whole.

    Attributes:
        label: the element's letter, or "Overall".
        shown: the score in words; "N/A" or "incomplete" where it is no number.
        percent: the number, truncated as in the words.
        minimum: the mark to reach in per cent, where there is one.
    """

    label: str
    title: str
    shown: str
    percent: Decimal | None
    minimum: Decimal | None
    below: bool


@dataclass(frozen=True, slots=True)
class RegisterFlag:
    """A rule that raised flags in a review, and their number."""

    code: str
    severity: Severity
    times: int


@dataclass(frozen=True, slots=True)
class QuestionPoints:
    """The points of a question that was scored: those that were lost, and those that are possible."""

    question_id: str
    text: str
    lost: Decimal
    possible: Decimal


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One review in the register; a text that is not entered is empty, a day ``None``.

    Attributes:
        reviewer: the reviewer's name; empty too where names are left out.
        provinces: of the WCB accounts, each once.
        accounts: the WCB accounts, each with its province and its industry code.
        words: the outcome in words, with the round and the acceptance of a late return.
        because: the reasons, the deciding one first.
        state: the next step as ``secor-xl status`` names it.
        turns: of each round the day on which its feedback was sent, and that on which the correction came back.
        rounds: the number of feedbacks that were sent.
        standing: the state of the last round in words; empty before the first.
        days_left: the days to the due date of the last round, below 0 after it; ``None`` where no answer is awaited.
        final_on: the final date of the whole process.
        flags: the flags by rule, in the order in which people work on them.
        points: of the questions that apply and were scored.
        deficiencies: the items that were ever found deficient, each with the text of the question or the words for the fact.
        log: the letters that the workbook itself lists.
    """

    employer: str
    reference: str
    reviewer: str
    assessor: str
    provinces: tuple[str, ...]
    accounts: tuple[str, ...]
    year_kind: str
    overall: RegisterScore
    elements: tuple[RegisterScore, ...]
    outcome: OutcomeKind
    words: str
    because: tuple[str, ...]
    state: str
    received_on: dt.date | None
    reviewed_on: dt.date | None
    turns: tuple[tuple[dt.date | None, dt.date | None], ...]
    rounds: int
    standing: str
    due_on: dt.date | None
    days_left: int | None
    final_on: dt.date | None
    flags: tuple[RegisterFlag, ...]
    points: tuple[QuestionPoints, ...] = ()
    deficiencies: tuple[tuple[str, str], ...] = ()
    log: tuple[LetterRecord, ...] = ()

    @property
    def blocking(self) -> tuple[RegisterFlag, ...]:
        """The flags that prevent an approval."""
        return tuple(flag for flag in self.flags if flag.severity is Severity.BLOCKING)

    @property
    def below(self) -> tuple[RegisterScore, ...]:
        """The scores below their mark, the overall one first."""
        return tuple(score for score in (self.overall, *self.elements) if score.below)

    @property
    def is_open(self) -> bool:
        """Whether the review still goes on."""
        return self.outcome not in CLOSING


def register_row(judged: JudgedWorkbook, *, names: bool = True) -> RegisterRow:
    """Return the register's row of a judged workbook.

    Args:
        judged: the workbook.
        names: whether the row has the names of reviewers.
    """
    assessment = judged.assessment if names else _without_names(judged.assessment)
    outcome, deadlines, scores = assessment.outcome, assessment.deadlines, assessment.scores
    last = deadlines.last
    review = without_early_days(assessment.case).review
    flags = Counter((flag.code, flag.severity) for flag in in_order(assessment.flags))
    return RegisterRow(
        employer=employer_name(review.employer, ""),
        reference=review.case.reference,
        reviewer=review.reviewer.name if names else "",
        assessor=review.assessor.name,
        provinces=tuple(dict.fromkeys(each.province for each in review.accounts if each.province)),
        accounts=tuple(_account(each.province, each.number, each.industry_code) for each in review.accounts),
        year_kind=review.case.year_kind.value if review.case.year_kind else "",
        overall=_score(scores.overall),
        elements=tuple(map(_score, scores.elements)),
        outcome=outcome.kind,
        words=outcome.words,
        because=tuple(map(str, outcome.because)),
        state=work_item(assessment, DUE_SOON_DAYS).state.value,
        received_on=review.case.received_on,
        reviewed_on=review.reviewer.reviewed_on,
        turns=tuple(_turns(review)),
        rounds=sum(each.state is not RoundState.NOT_SENT for each in deadlines.rounds),
        standing=assessment.round_words(last) if last else "",
        due_on=last.due_on if last else None,
        days_left=last.days_left if last and outcome.kind is not OutcomeKind.APPROVE else None,
        final_on=deadlines.final_on,
        flags=tuple(RegisterFlag(code, severity, times) for (code, severity), times in flags.items()),
        points=tuple(_points(assessment)),
        deficiencies=tuple(_deficiencies(assessment).items()),
        log=review.letters,
    )


def _without_names(assessment: Assessment) -> Assessment:
    """Return the judgement of the same review without the names of those who accepted a late return."""
    case = assessment.case
    rounds = tuple(
        replace(each, late_accepted_by="a reviewer") if each.late_accepted_by else each for each in case.review.rounds
    )
    return Assessment(replace(case, review=replace(case.review, rounds=rounds)))


def _turns(review: Review) -> Iterator[tuple[dt.date | None, dt.date | None]]:
    for each in review.rounds:
        sent_on = each.feedback_sent_on or each.feedback_received_on
        if sent_on or each.returned_on:
            yield sent_on, each.returned_on


def _points(assessment: Assessment) -> Iterator[QuestionPoints]:
    for question, entry in assessment.case.answered:
        if entry.response is not Response.NOT_APPLICABLE and is_scored(question, entry):
            # Most questions lose nothing: one and the same zero takes the memory of one.
            lost = (question.points - (entry.points or NOTHING)) or NOTHING
            yield QuestionPoints(question.id, question.text, lost, question.points)


def _deficiencies(assessment: Assessment) -> dict[str, str]:
    """Return the questions with a finding, resolved or not, and the questions and facts with a flag that reaches the assessor."""
    questions = assessment.case.instrument.by_id
    found = {question.id: question.text for question, entry in assessment.case.answered if not is_blank(entry.finding)}
    for flag in assessment.flags:
        if flag.needed and flag.severity is not Severity.FORM:
            if flag.place.section == "questions" and flag.place.item in questions:
                found.setdefault(flag.place.item, questions[flag.place.item].text)
            else:
                found.setdefault(str(Place(flag.place.section, flag.place.field)), flag.rule.title)
    return found


def _score(score: Score) -> RegisterScore:
    percent = None if score.percentage is None else truncated(score.percentage)
    minimum = score.minimum.value if score.minimum else None
    return RegisterScore(score.label, score.title, score.shown, percent, minimum, score.verdict is Verdict.BELOW)


def _account(province: str, number: str, industry_code: str) -> str:
    words = " ".join(part for part in (province, number) if part)
    return f"{words} ({industry_code})" if industry_code else words
