"""AP: the deficiencies and action items of last year (2.10, 2.12). Every rule is advisory: the plan never blocks (2.11)."""

from __future__ import annotations

from collections.abc import Iterator

from secor_xl.judgement.case import Case
from secor_xl.judgement.flags import FlagContext, Severity, on_entry, on_question, rule
from secor_xl.judgement.rules.phrases import is_below, quoted
from secor_xl.review.calendar import shown_date
from secor_xl.review.model import DoneVerdict, LastYearItem, Response, filled
from secor_xl.text import first_given

DONE_WORDS = {DoneVerdict.NO: "not done", DoneVerdict.IN_PART: "done only in part"}
"""The words for an item that is still open."""


def _item_words(item: LastYearItem) -> str:
    return quoted(first_given(item.planned, item.deficiency) or "an item without words")


@rule(
    "AP-204",
    title="An item of last year was not done",
    clause="2.12",
    severity=Severity.ADVISORY,
    hint='Choose "yes" once you have seen that it was done; otherwise the letter lists it under last year\'s action plan.',
    needed="Carry it out, and take it into this year's action plan.",
)
def last_year_not_done(case: Case) -> Iterator[FlagContext]:
    """Checks: no item of last year is marked as not done, or as done only in part.

    Why: employers revise their plans for what the reviewer found (2.10), and last year's plan shows the progress on its
    items (2.12). It never blocks (2.11).
    Raised by: "no" or "in part" under "Done".
    Not raised by: "yes"; an item that was not looked at (AP-403).
    To clear: choose "yes" once it was done; otherwise the letter lists the item.
    """
    for number, item in filled(case.review.last_year):
        if item.done in DONE_WORDS:
            day = f", planned for {shown_date(item.target_date)}," if item.target_date else ""
            seen = f"{_item_words(item)}{day} was {DONE_WORDS[item.done]}"
            yield on_entry("last_year", number, "done", seen)


@rule(
    "AP-403",
    title="An item of last year was not looked at",
    clause="2.12",
    severity=Severity.ADVISORY,
    hint='Look whether it was done, then choose "yes", "no" or "in part" under "Done".',
)
def last_year_not_looked_at(case: Case) -> Iterator[FlagContext]:
    """Checks: each item of last year has the reviewer's verdict whether it was done.

    Why: last year's plan shows the progress on its items (2.12). Employers only may be asked for it, so it never blocks.
    Raised by: an item with nothing, or "not looked at", under "Done".
    Not raised by: "yes", "no" or "in part"; an empty row.
    To clear: choose a verdict, or leave it: the flag is for the reviewer and reaches no letter.
    """
    for number, item in filled(case.review.last_year):
        if item.done in (None, DoneVerdict.NOT_LOOKED_AT):
            yield on_entry("last_year", number, "done", f"{_item_words(item)} was not looked at")


@rule(
    "AP-404",
    title="A question falls short again",
    clause="2.10",
    severity=Severity.ADVISORY,
    hint="Compare it with the item of last year, and check that the action plan answers the deficiency this time.",
)
def deficient_again(case: Case) -> Iterator[FlagContext]:
    """Checks: no question that an item of last year names has an open finding, a "no", or a "yes" with lost points again.

    Why: employers revise their plans for deficient items (2.10); one that comes back was not put right for good.
    Raised by: an open finding at B2, and an item of last year about B2.
    Not raised by: a question that no item of last year names; a "yes" with all points and without an open finding.
    To clear: compare the two, or leave it: the flag is for the reviewer and reaches no letter.
    """
    items = {
        question_id: (number, item)
        for number, item in filled(case.review.last_year)
        for question_id in item.question_ids
    }
    for question, entry in case.answered:
        is_open = bool(entry.finding) and entry.resolved_on is None
        has_lost = entry.response is Response.YES and is_below(entry.points, question.points)
        if question.id in items and (is_open or has_lost or entry.response is Response.NO):
            number, item = items[question.id]
            words = quoted(first_given(item.deficiency, item.planned))
            yield on_question(question, "finding", f"The question fell short last year too: {words} (item {number})")
