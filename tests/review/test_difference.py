"""The difference of two reviews misses no change and invents none."""

import random
from collections import Counter
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secor_xl.procedure.instrument import read_instrument
from secor_xl.resources import shipped_instrument
from secor_xl.review.difference import REVIEWERS, Change, Passage, difference, passages
from secor_xl.review.labels import LABELS
from secor_xl.review.model import Account, ActionItem, CorrectionRound, QuestionReview, Response, Review
from secor_xl.samples.clean import clean_review
from tests.strategies import reviews

CLEAN = clean_review(read_instrument(shipped_instrument()))
RECORDS = [name for name in LABELS if not isinstance(getattr(CLEAN, name), tuple)]


def applied_backwards(new: Any, changes: Any) -> dict[str, Any]:
    """The entries of each list, and each record, as they were before the changes."""
    before: dict[str, Any] = {}
    for name in RECORDS:
        mine = {each.field: each.before for each in changes if each.section == name}
        before[name] = replace(getattr(new, name), **mine)
    for name in LABELS.keys() - set(RECORDS):
        entries = list(getattr(new, name))
        gone = [each.before for each in changes if each.section == name and not each.field and each.after is None]
        kept = []
        for number, entry in enumerate(entries, 1):
            item = entry.question_id if name == "questions" else str(number)
            of_it = [each for each in changes if (each.section, each.item) == (name, item) and each.after is not None]
            if not any(not each.field and each.before is None for each in of_it):
                kept.append(
                    replace(
                        entry,
                        **{
                            each.field: each.before
                            for each in changes
                            if each.field and (each.section, each.item) == (name, item)
                        },
                    )
                )
        before[name] = Counter([*kept, *gone])
    return before


def as_sets(review):
    return {name: Counter(getattr(review, name)) if name not in RECORDS else getattr(review, name) for name in LABELS}


@given(reviews(), reviews())
def test_the_changes_lead_from_any_review_back_to_any_other(old, new):
    new = replace(new, questions=tuple({each.question_id: each for each in new.questions}.values()))
    old = replace(old, questions=tuple({each.question_id: each for each in old.questions}.values()))
    assert applied_backwards(new, difference(old, new)) == as_sets(old)


@given(reviews(), st.randoms())
def test_rows_that_were_sorted_are_no_changes(review, chance):
    def sorted_anew(entries):
        return tuple(chance.sample(entries, len(entries)))

    other = replace(
        review,
        accounts=sorted_anew(review.accounts),
        action_plan=sorted_anew(review.action_plan),
        letters=sorted_anew(review.letters),
        questions=sorted_anew(review.questions),
    )
    assert difference(review, other) == ()


EDITS: dict[str, Any] = {
    "response": (Response.NOT_APPLICABLE, Response.NOT_ANSWERED),
    "notes": ("Asked the crew at the yard.", "Looked at the binder."),
    "points": (Decimal("0.5"), Decimal("1.5")),
    "finding": ("No date on the form.", "The form is blank."),
}


@pytest.mark.parametrize("seed", range(20))
def test_among_many_edits_none_is_missed_and_none_is_invented(seed):
    chance = random.Random(seed)
    for _ in range(50):
        questions = list(CLEAN.questions)
        made = {}
        for at in chance.sample(range(len(questions)), 10):
            field = chance.choice(list(EDITS))
            value = chance.choice(EDITS[field])
            if getattr(questions[at], field) != value:
                made[questions[at].question_id, field] = (getattr(questions[at], field), value)
                questions[at] = replace(questions[at], **{field: value})
        chance.shuffle(questions)
        found = difference(CLEAN, replace(CLEAN, questions=tuple(questions)))
        assert {(each.item, each.field): (each.before, each.after) for each in found} == made


def test_an_account_that_got_another_code_is_one_change():
    accounts = (Account("AB", "123", "06300"), Account("BC", "77", "1"))
    new = (Account("BC", "77", "1"), Account("AB", "1-23", "06301"))
    changes = difference(Review(accounts=accounts), Review(accounts=new))
    assert [(each.item, each.field, each.after) for each in changes] == [
        ("2", "number", "1-23"),
        ("2", "industry_code", "06301"),
    ]


def test_an_action_item_is_found_again_by_its_questions():
    old = ActionItem(("B2",), "No drill log", "Keep a log", "Ann")
    new = ActionItem(("B2",), "No log of drills", "Keep a log of every drill", "Ann")
    other = ActionItem(("C1",), "No list of hazards", "Write one", "Bo")
    changes = difference(Review(action_plan=(old, other)), Review(action_plan=(new,)))
    assert [(each.item, each.field) for each in changes] == [("1", "deficiency"), ("1", "action"), ("2", "")]
    assert changes[-1].before == other


def test_rounds_are_compared_by_their_number():
    changes = difference(Review(), Review(rounds=(CorrectionRound(),)))
    assert changes == (Change("rounds", "1", "", None, CorrectionRound()),)


def test_the_assessors_facts_and_the_reviewers_are_told_apart():
    old, new = QuestionReview("B2"), QuestionReview("B2", notes="Seen.", points=Decimal(2))
    notes, points = difference(Review(questions=(old,)), Review(questions=(new,)))
    assert (notes.where, notes.is_submitted) == ("B2: Notes as submitted", True)
    assert (points.where, points.is_submitted) == ("B2: Points awarded", False)


def test_every_fact_that_is_the_reviewers_is_one_of_the_model():
    for section, names in REVIEWERS.items():
        assert names <= LABELS[section].keys()
    submitted = {name for name in LABELS["questions"] if name not in REVIEWERS["questions"]}
    assert {"question_id", "response", "points_claimed", "notes", "oldest_record", "newest_record"} <= submitted
    assert {each.name for each in fields(Review)} - {"snapshots"} == LABELS.keys()


def test_a_text_is_compared_word_by_word():
    assert passages("The crew was asked twice", "The whole crew was asked") == (
        (Passage.KEPT, "The"),
        (Passage.NEW, "whole"),
        (Passage.KEPT, "crew was asked"),
        (Passage.GONE, "twice"),
    )


@given(st.text(), st.text())
def test_the_passages_of_a_change_are_the_two_texts(before, after):
    parts = passages(before, after)
    assert " ".join(text for kind, text in parts if kind is not Passage.NEW) == " ".join(before.split())
    assert " ".join(text for kind, text in parts if kind is not Passage.GONE) == " ".join(after.split())


def test_a_very_long_text_is_compared_as_one_piece():
    long = "word " * 20_000
    assert [kind for kind, _ in passages(long, f"{long} more")] == [Passage.GONE, Passage.NEW]
