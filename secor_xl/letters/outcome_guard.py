"""The guard in front of every letter: only an outcome that follows from the facts on the day of the letter passes (2.14)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from secor_xl.errors import SecorError
from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.letters.content.formatting import sentence
from secor_xl.review.calendar import shown_date


class LetterRefused(SecorError):
    """No letter can be made; ``reasons`` says why, one sentence each."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("no letter: " + " ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Settled:
    """An assessment whose outcome a letter is about to tell; every letter asks for its own kind of outcome."""

    assessment: Assessment

    def must_be(self, kind: OutcomeKind) -> Assessment:
        """The assessment, if its outcome is of this kind; else ``LetterRefused``."""
        if self.assessment.outcome.kind is not kind:
            raise LetterRefused(why_no_letter(self.assessment))
        return self.assessment


def settle(assessment: Assessment, letter_date: dt.date) -> Settled:
    """The judgement of the same facts as of the day of the letter; refused where its outcome is another one."""
    if letter_date == assessment.case.as_of:
        return Settled(assessment)
    on_the_day = Assessment(replace(assessment.case, as_of=letter_date))
    before, after = assessment.outcome, on_the_day.outcome
    if (after.kind, after.round) != (before.kind, before.round):
        judged_on, written_on = shown_date(assessment.case.as_of), shown_date(letter_date)
        seen = (
            f'The outcome is "{before.words}" as of {judged_on}, but "{after.words}" on the letter\'s date {written_on}'
        )
        raise LetterRefused((f"{seen}; use one date for both.",))
    return Settled(on_the_day)


def why_in_the_future(letter_date: dt.date, today: dt.date) -> str:
    """Why a letter cannot bear this date, a sentence; empty where it can."""
    if letter_date <= today:
        return ""
    dates = f"{shown_date(letter_date)}, which is after today, {shown_date(today)}"
    return f"A letter cannot be dated {dates}: until then, the facts may change."


def why_no_letter(assessment: Assessment) -> tuple[str, ...]:
    """Every reason, in sentences: the open flags of an unfinished review with their hints, or else the outcome's because."""
    outcome = assessment.outcome
    because = tuple(sentence(str(each)) for each in outcome.because)
    if outcome.kind is not OutcomeKind.INCOMPLETE:
        return (f'The outcome is "{outcome.words}".', *because, sentence(outcome.next_step))
    open_items = [
        f"{flag.where}: {flag.message} ({flag.code}, {flag.clause}). {flag.rule.hint}" for flag in assessment.unfinished
    ]
    unscored = assessment.scores.overall.unscored
    if unscored:
        questions = f"question{'' if len(unscored) == 1 else 's'} {', '.join(unscored)}"
        open_items.append(f"Score {questions}: the score is calculated by the reviewer (2.6a).")
    return tuple(open_items) or because
