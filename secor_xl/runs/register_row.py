"""What the register keeps of one review: plain data that a worker process makes of a judged workbook and hands over."""

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
from secor_xl.review.model import LetterKind
from secor_xl.review.quantities import truncated
from secor_xl.workbook.computed import in_order

if TYPE_CHECKING:
    from secor_xl.runs.desk import JudgedWorkbook

SETTLED = (OutcomeKind.APPROVE, OutcomeKind.INVALID)
"""The outcomes after which no date is waited for any more."""


@dataclass(frozen=True, slots=True)
class RegisterScore:
    """The score of an element, or of the whole.

    Attributes:
        label: the element's letter, or "Overall".
        title: the element's title.
        shown: the score in words; "N/A" or "incomplete" where it is no number.
        percent: the number, truncated as in the words.
        minimum: the mark to reach in per cent, where there is one.
        below: whether it is below its mark.
    """

    label: str
    title: str
    shown: str
    percent: Decimal | None
    minimum: Decimal | None
    below: bool


@dataclass(frozen=True, slots=True)
class RegisterFlag:
    """A rule that raised flags in a review, and how many."""

    code: str
    severity: Severity
    times: int


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One review in the register.

    Attributes:
        employer: its legal name; empty where none is entered.
        reference: the file reference.
        accounts: the WCB accounts, each with its province and its industry code.
        year_kind: the kind of year; empty where none is entered.
        overall: the overall score.
        elements: the score of each element.
        outcome: what the procedure leads to.
        words: the same for people, with the round, and the acceptance of a late return.
        because: the reasons, the deciding one first.
        rounds: how many feedbacks were sent.
        standing: how the last of them stands, in words; empty before the first.
        due_on: its due date.
        days_left: from the day of the judgement to the due date, below 0 when it has passed; ``None`` where no answer is
            waited for.
        final_on: the final date of the whole process.
        flags: the flags by rule, in the order of the work.
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
        """The flags that stand in the way of an approval."""
        return tuple(flag for flag in self.flags if flag.severity is Severity.BLOCKING)

    @property
    def below(self) -> tuple[RegisterScore, ...]:
        """The scores under their mark, the overall one first."""
        return tuple(score for score in (self.overall, *self.elements) if score.below)

    @property
    def is_open(self) -> bool:
        """Whether the review still goes on, so that its final date matters."""
        return self.outcome not in SETTLED


@dataclass(frozen=True, slots=True)
class RegisterLetter:
    """A letter of a review.

    Attributes:
        kind: which of the four it is.
        detail: what tells it from others of its kind, such as "round 2" or, for a notice, the province; else empty.
        path: its file as seen from the register's folder, or whole, with slashes; empty where it was not written.
    """

    kind: LetterKind
    detail: str
    path: str

    @property
    def words(self) -> str:
        """What it is, in words."""
        return " ".join(part for part in (self.kind.value, self.detail) if part)


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """What the register is told of one review.

    Attributes:
        file: the input file as the person gave it.
        path: the same as seen from the register's folder, or whole, with slashes; empty for no link.
        row: its judgement.
        letters: its letters.
    """

    file: str
    path: str
    row: RegisterRow
    letters: tuple[RegisterLetter, ...] = ()


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file that could not be read or whose letters could not be written.

    Attributes:
        file: as the person gave it.
        cause: what was seen.
        cure: what is allowed and what to do.
        path: the file as seen from the register's folder, or whole, with slashes; empty for no link.
    """

    file: str
    cause: str
    cure: str
    path: str = ""


def register_row(judged: JudgedWorkbook) -> RegisterRow:
    """What the register keeps of a judged workbook."""
    assessment, review = judged.assessment, judged.assessment.case.review
    outcome, deadlines, scores = assessment.outcome, assessment.deadlines, assessment.scores
    last = deadlines.last
    counted = Counter((flag.code, flag.severity) for flag in in_order(assessment.flags))
    return RegisterRow(
        employer=review.employer.legal_name or review.employer.trade_name,
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
        flags=tuple(RegisterFlag(code, severity, times) for (code, severity), times in counted.items()),
    )


def _score(score: Score) -> RegisterScore:
    exact = score.percentage
    return RegisterScore(
        score.label,
        score.title,
        score.shown,
        None if exact is None else truncated(exact),
        score.minimum.value if score.minimum else None,
        score.verdict is Verdict.BELOW,
    )


def _account(province: str, number: str, industry_code: str) -> str:
    words = " ".join(part for part in (province, number) if part)
    return f"{words} ({industry_code})" if industry_code else words
