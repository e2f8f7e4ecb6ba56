"""RD: the correction rounds and their days (2.7). FM-109 and FM-110: what changed since the last feedback."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from secor_xl.judgement.case import Case
from secor_xl.judgement.deadlines import RoundState, deadlines_of, is_accepted_late
from secor_xl.judgement.flags import Flag, FlagContext, Severity, on_entry, on_question, rule
from secor_xl.judgement.rules.phrases import count_words, quoted
from secor_xl.judgement.scoring import scores_of
from secor_xl.review.calendar import shown_date
from secor_xl.review.model import CorrectionRound, LetterKind, QuestionReview
from secor_xl.text import is_blank

DAYS = {
    "feedback_sent_on": "The feedback was sent",
    "feedback_received_on": "The feedback was received",
    "returned_on": "The correction was returned",
    "late_accepted_on": "The late return was accepted",
}
ACCEPTANCE = {
    "late_accepted_by": "who accepted it",
    "late_accepted_on": "the day",
    "late_accepted_reason": "the reason",
}


@rule(
    "RD-101",
    title="The correction rounds do not follow one another",
    clause="2.7a",
    severity=Severity.FORM,
    hint="Enter the missing day, or move the round up.",
)
def rounds_have_gap(case: Case) -> Iterator[FlagContext]:
    """Checks: no round is empty or unanswered before a later one, and none was answered without a day of feedback.

    Why: each due date is counted from the feedback of its round (2.7a), so a missing day would hide a deadline.
    Raised by: a second feedback although the first round has no day returned; a return without a day of feedback.
    Not raised by: a first round that is still awaited, with nothing after it.
    To clear: enter the missing day.
    """
    empty, rounds = CorrectionRound(), case.review.rounds
    for number, each in enumerate(rounds, 1):
        later = any(other != empty for other in rounds[number:])
        if each == empty:
            if later:
                yield on_entry("rounds", number, "feedback_sent_on", "The round is empty, but a later one is not")
        elif each.received_on is None:
            yield on_entry("rounds", number, "feedback_sent_on", "The day of the feedback is not entered")
        elif each.returned_on is None and later:
            yield on_entry("rounds", number, "returned_on", "The round has no day returned, but a later one was begun")


@rule(
    "RD-102",
    title="The acceptance of a late return is not complete",
    clause="2.7a",
    severity=Severity.FORM,
    hint="Enter name, day and reason of the acceptance, or clear all three.",
)
def acceptance_incomplete(case: Case) -> Iterator[FlagContext]:
    """Checks: where a late return was accepted, the name, the day and the reason are all there.

    Why: only a person can accept a late return (2.7a), and the acceptance is shown together with the outcome.
    Raised by: a name without a reason.
    Not raised by: all three, or none of them.
    To clear: complete the acceptance, or clear it.
    """
    for number, each in enumerate(case.review.rounds, 1):
        missing = [name for name in ACCEPTANCE if not getattr(each, name)]
        if 0 < len(missing) < len(ACCEPTANCE):
            words = " and ".join(ACCEPTANCE[name] for name in missing)
            yield on_entry("rounds", number, missing[0], f"The acceptance of the late return does not say {words}")


@rule(
    "RD-201",
    title="The days of a correction round are out of order",
    clause="2.7a",
    severity=Severity.FORM,
    hint="Correct the day that is wrong: receipt of the submission, feedback sent, received, returned, then the next round.",
)
def round_days_out_of_order(case: Case) -> Iterator[FlagContext]:
    """Checks: submission received, feedback sent, feedback received, correction returned, next feedback: each not before the last.

    Why: due dates and the final date are counted from these days (2.7a, 2.7b).
    Raised by: feedback sent on May 4 and received on May 3; a second feedback sent before the first return.
    Not raised by: feedback sent and received on the same day.
    To clear: correct the wrong day.
    """
    before, before_words = case.review.case.received_on, "the submission was received"
    for number, each in enumerate(case.review.rounds, 1):
        for name, words in DAYS.items():
            day = getattr(each, name)
            if day is None:
                continue
            if before and day < before:
                seen = f"{words} on {shown_date(day)}, before {before_words} on {shown_date(before)}"
                yield on_entry("rounds", number, name, seen)
            if name != "late_accepted_on":  # an acceptance may be written down after the next feedback has gone out
                before, before_words = day, f"{words[0].lower()}{words[1:]}"


@rule(
    "RD-202",
    title="A day of a correction round is in the future",
    clause="2.7a",
    severity=Severity.FORM,
    hint="Correct the day; enter what has happened, not what is planned.",
)
def round_day_in_future(case: Case) -> Iterator[FlagContext]:
    """Checks: no day of a correction round lies after the day of the check.

    Why: due dates are counted from what happened (2.7a).
    Raised by: feedback sent tomorrow.
    Not raised by: feedback sent today.
    To clear: correct the day, or enter it once it has happened.
    """
    for number, each in enumerate(case.review.rounds, 1):
        for name, words in {**DAYS, "judged_as_of": "The round was judged"}.items():
            day = getattr(each, name)
            if day and day > case.as_of:
                yield on_entry("rounds", number, name, f"{words} on {shown_date(day)}, which is in the future")


@rule(
    "RD-203",
    title="The letter log has a feedback letter of a round that is empty",
    clause="2.7b",
    severity=Severity.FORM,
    hint="Enter the day on which the feedback was sent in its round; if it was not sent or was withdrawn, clear its row of the"
    " letter log.",
)
def logged_feedback_not_entered(case: Case) -> Iterator[FlagContext]:
    """Checks: the round of every feedback letter in the letter log has a day on which the feedback was sent or received.

    Why: both times are counted from that day (2.7a, 2.7b); without it they cannot begin.
    Raised by: a feedback letter of round 1 in the letter log, and no round.
    Not raised by: the same with the day sent; an approval letter in the log.
    To clear: enter the day. A letter that did not go out has no place in the log: clear its row.
    """
    dated = {number for number, each in enumerate(case.review.rounds, 1) if each.received_on}
    for row, letter in enumerate(case.review.letters, 1):
        number = letter.round or 1
        if letter.kind is LetterKind.FEEDBACK and number not in dated:
            seen = f"The feedback letter of round {count_words(number)} was made, but no day on which it was sent is entered"
            yield on_entry("letters", row, "round", seen)


@rule(
    "RD-204",
    title="The feedback went out after the final date",
    clause="2.7c",
    severity=Severity.FORM,
    hint="Correct the day; if it is right, enter the feedback letter with its day in the letter log: the review is then invalid.",
)
def feedback_after_final_date(case: Case) -> Iterator[FlagContext]:
    """Checks: a day of sending after the final date of the whole process is confirmed by the letter log.

    Why: deficiencies that are open on the final date make the assessment invalid (2.7c), and no feedback can be answered
    after it. A typing error must not have that effect.
    Raised by: first feedback received on April 1, a second one sent on July 1, and no letter of that time in the letter log.
    Not raised by: a second feedback sent on the final date, June 30, even if it was received later.
    To clear: correct the wrong day. If the feedback did go out so late, enter kind, round and day of its letter in
    the letter log. The review is then invalid, because deficiencies were open on the final date.
    """
    deadlines = deadlines_of(case)
    if deadlines.final_on is None:
        return
    logged = {
        letter.round
        for letter in case.review.letters
        if letter.kind is LetterKind.FEEDBACK and letter.written_on and letter.written_on > deadlines.final_on
    }
    for each in deadlines.rounds:
        sent_on = each.round.feedback_sent_on or each.round.feedback_received_on
        if sent_on and sent_on > deadlines.final_on and each.number not in logged:
            seen = f"The feedback is of {shown_date(sent_on)}, after the final date {shown_date(deadlines.final_on)}"
            yield on_entry("rounds", each.number, "feedback_sent_on", seen)


@rule(
    "RD-401",
    title="The acceptance of a late return has no effect",
    clause="2.7b",
    severity=Severity.ADVISORY,
    hint="Check the days; clear the acceptance if the return was in time. Nobody can move the final date.",
)
def acceptance_without_effect(case: Case) -> Iterator[FlagContext]:
    """Checks: a late return was accepted only where one came in late, and both happened by the final date.

    Why: a person can accept the late return of one correction, but nobody can move the final date (2.7b).
    Raised by: an acceptance of a return that was in time, has not come, or came after the final date; an acceptance after it.
    Not raised by: an acceptance on the final date, of a return that was one day late.
    To clear: correct the days or clear the acceptance. The flag is for the reviewer and reaches no letter.
    """
    words = {
        RoundState.IN_TIME: "the correction was returned in time",
        RoundState.AWAITED: "no correction has been returned",
        RoundState.OVERDUE: "no correction has been returned",
        RoundState.ACCEPTED_TOO_LATE: "only after the final date, which nothing lifts",
        RoundState.AFTER_FINAL_DATE: "the correction was returned after the final date, which nothing lifts",
        RoundState.FEEDBACK_TOO_LATE: "the feedback itself came after the final date, which nothing lifts",
    }
    for each in deadlines_of(case).rounds:
        if is_accepted_late(each.round) and each.state in words:
            yield on_entry(
                "rounds", each.number, "late_accepted_by", f"A late return is accepted, but {words[each.state]}"
            )


@rule(
    "RD-402",
    title="Nothing is open any more, but no return is entered",
    clause="2.7a",
    severity=Severity.FORM,
    hint="Enter the day on which the correction or the answer came back. If nothing came back, open again the"
    " findings that were not corrected; if the feedback was withdrawn, clear its dates and its row of the letter log.",
    closing=True,
)
def cleared_without_return(case: Case, flags: tuple[Flag, ...]) -> Iterator[FlagContext]:
    """Checks: while the last feedback is not answered, something is still open, or the review is not finished.

    Why: a deficiency is addressed by a correction, which has to come back in time (2.7a). Without its day, the review
    would be approved now and invalid after the due date.
    Raised by: a feedback without a day returned, although the score passes and nothing blocks.
    Not raised by: the same with the day returned; a feedback that waits for an open finding.
    To clear: enter the day on which the correction came back, whole or in part, or on which the assessor answered that
    there is nothing to correct. If nothing came back, open again the findings that were not corrected: the outcome then
    follows from the due date. If the feedback was a mistake and was withdrawn, clear the dates of its round and its row
    of the letter log.
    """
    last = deadlines_of(case).last
    if last is None or last.round.returned_on or not scores_of(case).passed:
        return
    if all(flag.severity is Severity.ADVISORY for flag in flags):
        seen = f"The feedback of round {last.number} was sent and nothing is open any more, but no return is entered"
        yield on_entry("rounds", last.number, "returned_on", seen)


@rule(
    "FM-109",
    title="A change in the correction was not looked at",
    clause="2.7a",
    severity=Severity.FORM,
    hint='Look at the question, correct your verdicts and points, then enter the day under "Looked at again".',
)
def change_not_looked_at(case: Case) -> Iterator[FlagContext]:
    """Checks: every question whose submitted facts changed since the last feedback was looked at again, on or after the return.

    Why: verdicts and points describe the present state, and a correction (2.7a) may have changed the facts behind them. What the
    submission said at the feedback is known from the snapshot that the workbook keeps.
    Raised by: new notes in a correction, while no day is entered under "Looked at again", or one before the return.
    Not raised by: a question that the correction left as it was; a review without a snapshot.
    To clear: look at the question again and enter the day.
    """
    since = _since_feedback(case)
    for question, entry in case.answered:
        looked = entry.looked_at_on
        if looked and looked > case.as_of:
            seen = f"It was looked at again on {shown_date(looked)}, which is in the future"
            yield on_question(question, "looked_at_on", seen)
        elif question.id in case.changed and (looked is None or looked < since):
            yield on_question(question, "looked_at_on", f"The correction changed {quoted(case.changed[question.id])}")


def _since_feedback(case: Case) -> dt.date:
    """Return the day from which on a look at a question counts: of the snapshot, or of the return after it."""
    snapshot = case.snapshot
    after = case.review.rounds[snapshot.round - 1 :] if snapshot and snapshot.round else ()
    days = [snapshot.taken_on if snapshot else None, *(each.returned_on for each in after)]
    return max((day for day in days if day), default=dt.date.min)


@rule(
    "FM-110",
    title="Entries seem to have been sorted without their questions",
    clause="2.7a",
    severity=Severity.FORM,
    hint="Undo the sorting, or take an earlier copy of the workbook. Entries that are right as they are: change a word in each.",
)
def entries_moved(case: Case) -> Iterator[FlagContext]:
    """Checks: no two questions have exactly the entries that other questions had at the last feedback.

    Why: points and verdicts that are beside another question judge what they were not made for (2.5, 2.7a). Sorting a part of
    the sheet Questions does that, and nothing on the sheet shows it.
    Raised by: the submitted facts and the reviewer's entries of B1 beside B2, and those of B2 beside B1.
    Not raised by: notes that the assessor exchanged in a correction, because the reviewer's entries did not move with them.
    To clear: undo the sorting, or copy the entries from an earlier copy of the workbook.
    """
    if case.snapshot is None:
        return
    before = {entry.question_id: _entries(entry) for entry in case.snapshot.review.questions}
    owners: dict[str, list[str]] = {}
    for question_id, entries in before.items():
        owners.setdefault(entries, []).append(question_id)
    moved = [
        (question, owner[0])
        for question, entry in case.answered
        if not is_blank(entry.notes)
        and before.get(question.id) != (now := _entries(entry))
        and len(owner := owners.get(now, [])) == 1
    ]
    if len(moved) > 1:
        now, then = (
            ", ".join(ids) for ids in zip(*((question.id, owner_id) for question, owner_id in moved), strict=True)
        )
        yield on_question(
            moved[0][0], "", f"The entries of {now} are exactly those that {then} had at the last feedback"
        )


def _entries(entry: QuestionReview) -> str:
    """Return all entries of a question as one text; no number is too odd for it."""
    return repr(replace(entry, question_id="", looked_at_on=None))
