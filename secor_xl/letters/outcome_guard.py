"""The guard of every letter: its outcome must follow from the facts on the day of the letter (2.14)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from secor_xl.errors import SecorError
from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.letters.content.formatting import sentence
from secor_xl.review.calendar import shown_date
from secor_xl.text import plural


class LetterRefused(SecorError):
    """No letter can be made; ``reasons`` gives each reason in a sentence."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("no letter: " + " ".join(reasons))
        self.reasons = reasons


def require_outcome(assessment: Assessment, kind: OutcomeKind) -> None:
    """Raise ``LetterRefused`` unless the outcome is of this kind."""
    if assessment.outcome.kind is not kind:
        raise LetterRefused(why_no_letter(assessment))


def judged_on(assessment: Assessment, letter_date: dt.date) -> Assessment:
    """Judge the same facts as of the day of the letter; raise ``LetterRefused`` where the outcome differs."""
    if letter_date == assessment.case.as_of:
        return assessment
    on_the_day = Assessment(replace(assessment.case, as_of=letter_date))
    before, after = assessment.outcome, on_the_day.outcome
    if (after.kind, after.round) != (before.kind, before.round):
        judged_day, written_day = shown_date(assessment.case.as_of), shown_date(letter_date)
        seen = f'The outcome is "{before.words}" as of {judged_day}, but "{after.words}" on the letter\'s date {written_day}'
        raise LetterRefused((f"{seen}; use one date for both.",))
    return on_the_day


def why_in_the_future(letter_date: dt.date, today: dt.date) -> str:
    """Return why a letter cannot bear this date, a sentence; empty where it can."""
    if letter_date <= today:
        return ""
    dates = f"{shown_date(letter_date)}, which is after today, {shown_date(today)}"
    return f"A letter cannot be dated {dates}: until then, the facts may change."


def why_no_letter(assessment: Assessment) -> tuple[str, ...]:
    """List the reasons in sentences: the open flags of an unfinished review with their hints, or the grounds of the outcome."""
    outcome = assessment.outcome
    because = tuple(sentence(str(each)) for each in outcome.because)
    if outcome.kind is not OutcomeKind.INCOMPLETE:
        return (f'The outcome is "{outcome.words}".', *because, sentence(outcome.next_step))
    open_items = [
        f"{flag.where}: {flag.message} ({flag.code}, {flag.clause}). {flag.rule.hint}" for flag in assessment.unfinished
    ]
    unscored = assessment.scores.overall.unscored
    if unscored:
        questions = f"{plural(len(unscored), 'question')} {', '.join(unscored)}"
        open_items.append(f"Score {questions}: the score is calculated by the reviewer (2.6a).")
    return tuple(open_items) or because
