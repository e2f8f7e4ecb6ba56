"""AP: the action plan, both ways (2.5f, 2.5g, 2.8 to 2.12). Every rule is advisory: the plan never blocks (2.11)."""

from __future__ import annotations

from collections.abc import Iterator

from secor_xl.judgement.case import Case
from secor_xl.judgement.flags import FlagContext, Severity, on_entry, on_fact, on_question, rule
from secor_xl.judgement.rules.phrases import is_below, is_equal, points_of, quoted
from secor_xl.judgement.rules.plan_additions import addition, own_addition
from secor_xl.review.calendar import shown_date
from secor_xl.review.model import Decided, Response, filled
from secor_xl.text import is_blank

# What an item has to have, besides its questions (2.5g): the field, how it is called, what to do.
ITEM_PARTS = (
    ("action", "action", "Say what will be done."),
    ("responsible", "person responsible", "Name the person who is responsible."),
    ("target_date", "target date", "Give a date by which it will be done."),
)


@rule(
    "AP-101",
    title='A "no" has no action item',
    clause="2.5f",
    severity=Severity.ADVISORY,
    hint='Link the item that answers it, or write under "Add to action plan" what the plan should say.',
    needed="Add an action item for this question to the action plan.",
)
def no_without_item(case: Case) -> Iterator[FlagContext]:
    """Checks: every question answered "no" is named by an item of the action plan.

    Why: every "no" is answered by an action item (2.5f). A plan that falls short never blocks (2.11).
    Raised by: F3 answered "no", and no item names F3.
    Not raised by: an item that names F3 and F4; an open finding or an addition of the reviewer for F3, which the letter
    lists.
    To clear: enter the item's questions, or write the addition.
    """
    for question, entry in case.answered:
        if entry.response is Response.NO and question.id not in case.planned and not addition(case, question, entry):
            seen = 'The response is "no", and no action item names the question'
            yield on_question(question, "response", seen)


@rule(
    "AP-102",
    title="An action item is not complete",
    clause="2.5g",
    severity=Severity.ADVISORY,
    hint="Compare the item with the action plan; missing parts become a remark for the employer.",
    needed="Give each action item its question, its action, a person responsible and a target date.",
)
def item_incomplete(case: Case) -> Iterator[FlagContext]:
    """Checks: each item of the action plan names a question, an action, a person responsible and a target date.

    Why: items guide the improvement of the system (2.5g). A plan that falls short never blocks (2.11).
    Raised by: an item without a target date.
    Not raised by: an item with all four; an empty row.
    To clear: enter what the plan says; otherwise the remark goes to the employer.
    """
    for number, item in filled(case.review.action_plan):
        if not item.question_ids:
            needed = "Say which question the item answers."
            yield on_entry("action_plan", number, "question_ids", "The item names no question", needed)
        for name, label, needed in ITEM_PARTS:
            value = getattr(item, name)
            if is_blank(value):
                yield on_entry("action_plan", number, name, f"The item has no {label}", needed)


@rule(
    "AP-103",
    title="Last year's action plan was asked for and has not come",
    clause="2.12",
    severity=Severity.ADVISORY,
    hint="Enter the day on which it came, or withdraw the request.",
    needed="Send last year's action plan, with the progress on its items.",
)
def previous_plan_not_received(case: Case) -> Iterator[FlagContext]:
    """Checks: where last year's action plan was asked for, it has come.

    Why: employers may be asked for it (2.12). It never blocks (2.11).
    Raised by: "yes" under "Asked for" and no day of receipt, or one in the future.
    Not raised by: a day of receipt; a plan that was not asked for.
    To clear: enter the day once it has come.
    """
    if case.previous_plan_wanted:
        yield on_fact("previous_plan", "received_on", "Last year's action plan was asked for and has not come")


@rule(
    "AP-201",
    title="An action item names a question that does not exist",
    clause="2.5f",
    severity=Severity.ADVISORY,
    hint="Compare the item with the action plan and correct the question.",
)
def item_names_unknown_question(case: Case) -> Iterator[FlagContext]:
    """Checks: the questions that action items name are questions of the instrument.

    Why: an item answers a "no" (2.5f), so it must be clear which.
    Raised by: an item for Z9.
    Not raised by: an item for B2.
    To clear: correct the question's id. It is the reviewer's typing, so the flag reaches no letter.
    """
    known = case.instrument.by_id
    for number, item in filled(case.review.action_plan):
        for question_id in dict.fromkeys(item.question_ids):
            if question_id not in known:
                seen = f"The item names {quoted(question_id)}, which is no question of the assessment"
                yield on_entry("action_plan", number, "question_ids", seen)


@rule(
    "AP-202",
    title="An action item is not clear and relevant",
    clause="2.5f",
    severity=Severity.ADVISORY,
    hint="Change the mark once the item is clear; otherwise the remark goes to the employer.",
    needed="Word the action item so that it is clear what will be done, and that it answers its question.",
)
def item_not_clear(case: Case) -> Iterator[FlagContext]:
    """Checks: the reviewer did not mark an action item as not clear and relevant.

    Why: every "no" is answered by a clear and relevant item (2.5f). A plan that falls short never blocks (2.11).
    Raised by: "no" under "Clear and relevant".
    Not raised by: "yes", or no mark.
    To clear: change the mark once the item is clear.
    """
    for number, item in filled(case.review.action_plan):
        if item.relevant is Decided.NO:
            yield on_entry("action_plan", number, "relevant", "The item is not clear and relevant")


@rule(
    "AP-203",
    title="An action item's target date is before the submission",
    clause="2.5g",
    severity=Severity.ADVISORY,
    hint="Compare the date with the action plan; an action that is already done belongs in the answers.",
    needed="Give each action item a target date that lies ahead.",
)
def target_date_passed(case: Case) -> Iterator[FlagContext]:
    """Checks: no action item's target date lies before the day of submission (without one, the day of receipt).

    Why: items guide what is still to be improved (2.5g). A plan that falls short never blocks (2.11).
    Raised by: submitted on March 10, target date March 9.
    Not raised by: a target date on the day of submission.
    To clear: correct the date.
    """
    day = case.review.case.submitted_on or case.review.case.received_on
    if day is None:
        return
    for number, item in filled(case.review.action_plan):
        if item.target_date and item.target_date < day:
            seen = f"The target date is {shown_date(item.target_date)}, before the submission on {shown_date(day)}"
            yield on_entry("action_plan", number, "target_date", seen)


@rule(
    "AP-401",
    title="An action item answers no deficiency",
    clause="2.5f",
    severity=Severity.ADVISORY,
    hint="Check the questions that the item names; an item for a full score may stay.",
)
def item_without_deficiency(case: Case) -> Iterator[FlagContext]:
    """Checks: of the questions that an action item names, at least one is not a "yes" with full points.

    Why: items belong to what has to be improved (2.5f); one that answers nothing may name the wrong question.
    Raised by: an item for B2 alone, which is answered "yes" and has all its points.
    Not raised by: an item for B2 and for F3, which is answered "no"; an item for a question with a finding.
    To clear: correct the question, or leave it: the flag is for the reviewer and reaches no letter.
    """
    known = case.instrument.by_id
    for number, item in filled(case.review.action_plan):
        named = [(known[name], case.by_question.get(name)) for name in item.question_ids if name in known]
        if named and all(
            entry
            and entry.response is Response.YES
            and is_equal(entry.points, question.points)
            and not (entry.finding or own_addition(entry))
            for question, entry in named
        ):
            seen = f"Every question that the item names has full points: {quoted(', '.join(item.question_ids))}"
            yield on_entry("action_plan", number, "question_ids", seen)


@rule(
    "AP-402",
    title="Lost points are not in the action plan",
    clause="2.8",
    severity=Severity.ADVISORY,
    hint='Write under "Add to action plan" what the plan should say, or "no" where the lost points show no deficiency.',
)
def lost_points_not_planned(case: Case) -> Iterator[FlagContext]:
    """Checks: a "yes" with fewer than all points has an action item, an open finding, or a text under "Add to action plan".

    Why: system deficiencies are captured in the action plan (2.8), and the letter notes those that are not (2.9). If only
    the points show a deficiency, the letter can list only the points.
    Raised by: "yes" with 8 of 10 points, and no item names the question.
    Not raised by: an addition in the reviewer's words; "no" in its place; an open finding, which the letter lists as an
    addition.
    To clear: write the addition, or "no", or leave it: the flag is for the reviewer, and the letter lists the points.
    """
    for question, entry in case.answered_yes:
        is_listed = not is_blank(entry.add_to_plan) or (entry.finding and entry.resolved_on is None)
        dealt_with = question.id in case.planned or is_listed
        if is_below(entry.points, question.points) and not dealt_with:
            seen = f"{points_of(entry.points, question.points)}, and nothing in the action plan"
            yield on_question(question, "add_to_plan", seen)
