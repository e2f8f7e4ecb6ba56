"""FI: the reviewer's own findings (2.7)."""

from __future__ import annotations

from collections.abc import Iterator

from secor_xl.judgement.case import Case
from secor_xl.judgement.flags import FlagContext, Severity, on_question, rule
from secor_xl.judgement.rules.phrases import is_below, points_awarded
from secor_xl.judgement.scoring import NOTHING, scores_of
from secor_xl.review.calendar import shown_date
from secor_xl.review.model import CorrectionRound, Timing
from secor_xl.text import is_blank, on_one_line

# A flag is one line of a list; the letters take the reviewer's own words, whole.
LONGEST_FINDING = 300


@rule(
    "FI-101",
    title="A finding that must be corrected now is open",
    clause="2.7",
    severity=Severity.BLOCKING,
    needed="Correct this and return the corrected assessment.",
    hint="Enter the day under 'Resolved on' once the correction has been seen, or mark the finding 'for the future'.",
)
def finding_open(case: Case) -> Iterator[FlagContext]:
    """Checks: each finding that the reviewer marked "correct now" has a day on which it was resolved.

    Why: the assessor gets the opportunity to correct deficiencies, and there is no approval before (2.7, 2.14).
    Raised by: B2 has the finding "No hazard assessment for tank cleaning", marked "correct now", with no day resolved.
    Not raised by: the same finding marked "for the future", or with a day under "Resolved on".
    To clear: see the correction, then enter the day under "Resolved on".
    """
    for question, entry in case.answered:
        if entry.finding and entry.timing is Timing.NOW and entry.resolved_on is None:
            finding = on_one_line(entry.finding, LONGEST_FINDING).rstrip(" .") or "The finding has no words"
            yield on_question(question, "finding", finding, entry.needed)


@rule(
    "FI-102",
    title="A finding is not complete",
    clause="2.7",
    severity=Severity.FORM,
    hint="Enter what was found, what is needed, and when: 'correct now' or 'for the future'; or clear all of them.",
)
def finding_incomplete(case: Case) -> Iterator[FlagContext]:
    """Checks: each finding says what was found, what is needed and when; without a finding, none of these is entered.

    Why: the assessor gets the opportunity to address the deficiencies (2.7), so the letter has to say all three.
    Raised by: a finding without "When"; "correct now" without a finding.
    Not raised by: a question with finding, need and time, or with none of them.
    To clear: complete the entry, or clear it.
    """
    for question, entry in case.answered:
        if entry.finding:
            if is_blank(entry.needed):
                yield on_question(question, "needed", "The finding does not say what is needed")
            if entry.timing is None:
                seen = "The finding does not say when it must be corrected"
                yield on_question(question, "timing", seen)
        elif entry.needed or entry.timing or entry.resolved_on:
            names = {"What is needed": entry.needed, "When": entry.timing, "Resolved on": entry.resolved_on}
            given = " and ".join(f'"{name}"' for name, value in names.items() if value)
            seen = f"There is an entry under {given}, but no finding"
            yield on_question(question, "finding", seen)


@rule(
    "FI-201",
    title="The day on which a finding was resolved cannot be right",
    clause="2.7",
    severity=Severity.FORM,
    hint="Correct the day under 'Resolved on', or enter the day on which the correction was returned.",
)
def resolved_on_impossible_day(case: Case) -> Iterator[FlagContext]:
    """Checks: a finding was resolved on or after receipt, not in the future, and not while the last feedback is unanswered.

    Why: a deficiency is addressed by a correction that came back (2.7); an earlier day would approve it by mistake.
    Raised by: resolved on May 20, while the feedback of May 4 has no day returned; resolved before receipt.
    Not raised by: resolved on May 20, with the correction returned on May 18; resolved before the feedback was sent.
    To clear: correct the day, or enter the return on the sheet of correction rounds.
    """
    received_on = case.review.case.received_on
    sent = [each for each in case.review.rounds if each.received_on]
    last = sent[-1] if sent else CorrectionRound()
    unanswered_since = last.received_on if last.returned_on is None else None
    for question, entry in case.answered:
        day = entry.resolved_on
        if day is None:
            continue
        why = ""
        if day > case.as_of:
            why = "which is in the future"
        elif received_on and day < received_on:
            why = f"before the receipt on {shown_date(received_on)}"
        elif unanswered_since and day > unanswered_since:
            why = "but no correction was returned since the feedback"
        if why:
            yield on_question(question, "resolved_on", f"The finding is marked resolved on {shown_date(day)}, {why}")


@rule(
    "FI-401",
    title="A finding is resolved, but its points are still missing",
    clause="2.7",
    severity=Severity.ADVISORY,
    hint="Award the points that the correction is worth, or clear the day under 'Resolved on'.",
)
def resolved_without_points(case: Case) -> Iterator[FlagContext]:
    """Checks: where a score is below its mark, no question with a resolved finding still lacks points.

    Why: the next letter asks again for the reason of the lost points (2.7); after a good correction it should not.
    Raised by: resolved on May 20, 0 of 25 points, element F below its mark.
    Not raised by: the same with every score at its mark; a finding that is still open.
    To clear: award the points, or clear the day. The flag is for the reviewer and reaches no letter.
    """
    short = [
        (question, entry)
        for question, entry in case.answered
        if entry.finding and entry.resolved_on and is_below(entry.points, question.points)
    ]
    if not short:
        return
    scores = scores_of(case)
    below = {score.label for score in scores.below}
    for question, entry in short:
        if scores.overall.label in below or question.element in below:
            awarded = points_awarded(entry.points or NOTHING, question.points)
            yield on_question(question, "points", f"The finding is marked resolved, but {awarded}")
