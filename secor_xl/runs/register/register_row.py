"""The data of the register: plain, because workers send the rows to the run."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from secor_xl.judgement.deadlines import RoundState
from secor_xl.judgement.flags import Severity
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.judgement.scoring import Score, Verdict
from secor_xl.review.names import employer_name
from secor_xl.review.quantities import truncated
from secor_xl.runs.season.result import Failure, Result
from secor_xl.workbook.functions.results import in_order

if TYPE_CHECKING:
    from secor_xl.runs.single_workbook import JudgedWorkbook

CLOSED = (OutcomeKind.APPROVE, OutcomeKind.INVALID)
"""The outcomes that end a review: its final date no longer matters."""


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
class RegisterRow:
    """One review in the register; a text that is not entered is empty.

    Attributes:
        accounts: the WCB accounts, each with its province and its industry code.
        words: the outcome in words, with the round and the acceptance of a late return.
        because: the reasons, the deciding one first.
        rounds: the number of feedbacks that were sent.
        standing: the state of the last round in words; empty before the first.
        days_left: the days to the due date of the last round, below 0 after it; ``None`` where no answer is awaited.
        final_on: the final date of the whole process.
        flags: the flags by rule, in the order in which people work on them.
    """

    employer: str
    reference: str
    accounts: tuple[str, ...]
    year_kind: str
    overall: RegisterScore
    elements: tuple[RegisterScore, ...]
    outcome: OutcomeKind
    words: str
    because: tuple[str, ...]
    rounds: int
    standing: str
    due_on: dt.date | None
    days_left: int | None
    final_on: dt.date | None
    flags: tuple[RegisterFlag, ...]

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
        return self.outcome not in CLOSED


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A judged workbook: its path relative to the register's folder, or absolute, with slashes; its result and its row."""

    path: str
    result: Result
    row: RegisterRow


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file that failed: its path as above, its name as the person gave it, and the failure."""

    path: str
    file: str
    failure: Failure


def register_row(judged: JudgedWorkbook) -> RegisterRow:
    """Return the register's row of a judged workbook."""
    assessment, review = judged.assessment, judged.assessment.case.review
    outcome, deadlines, scores = assessment.outcome, assessment.deadlines, assessment.scores
    last = deadlines.last
    flags = Counter((flag.code, flag.severity) for flag in in_order(assessment.flags))
    return RegisterRow(
        employer=employer_name(review.employer, ""),
        reference=review.case.reference,
        accounts=tuple(_account(each.province, each.number, each.industry_code) for each in review.accounts),
        year_kind=review.case.year_kind.value if review.case.year_kind else "",
        overall=_score(scores.overall),
        elements=tuple(map(_score, scores.elements)),
        outcome=outcome.kind,
        words=outcome.words,
        because=tuple(map(str, outcome.because)),
        rounds=sum(each.state is not RoundState.NOT_SENT for each in deadlines.rounds),
        standing=assessment.round_words(last) if last else "",
        due_on=last.due_on if last else None,
        days_left=last.days_left if last and outcome.kind is not OutcomeKind.APPROVE else None,
        final_on=deadlines.final_on,
        flags=tuple(RegisterFlag(code, severity, times) for (code, severity), times in flags.items()),
    )


def _score(score: Score) -> RegisterScore:
    percent = None if score.percentage is None else truncated(score.percentage)
    minimum = score.minimum.value if score.minimum else None
    return RegisterScore(score.label, score.title, score.shown, percent, minimum, score.verdict is Verdict.BELOW)


def _account(province: str, number: str, industry_code: str) -> str:
    words = " ".join(part for part in (province, number) if part)
    return f"{words} ({industry_code})" if industry_code else words
