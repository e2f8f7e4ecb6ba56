"""Which letters an outcome calls for, and every way to a letter that it does not call for."""

import datetime as dt
import subprocess
import sys
from dataclasses import FrozenInstanceError, replace

import pytest

from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.letters.kinds import KINDS
from secor_xl.letters.plan import LetterKind, LetterRefused, planned_letters
from secor_xl.letters.problems import TemplateProblem
from secor_xl.review.model import Account, Decided, Timing
from secor_xl.samples.changes import with_facts, with_finding, with_question
from secor_xl.samples.employers import samples
from tests.letters.reading import LATER, TODAY, body_text, with_rounds


@pytest.fixture
def open_review(clean):
    return with_finding(clean, "B2", "30", "The list leaves out tanks.", "Add them.", timing=Timing.NOW)


def test_corrections_call_for_one_feedback_letter(open_review, letters):
    (letter,) = letters(open_review)
    assert (letter.kind, letter.province) == (LetterKind.FEEDBACK, "")
    assert letter.name == f"{open_review.case.reference} - feedback round 1.docx"
    assert letter.addressee == open_review.assessor.name


def test_an_approval_calls_for_the_letter_and_a_notice_to_each_governing_body(clean, letters):
    accounts = (
        Account("AB", "0012345", "06604"),
        Account("SK", "0099", "S21"),
        Account("AB", "0012346", "06604"),
        Account("BC", "055140", "713099"),
    )
    planned = letters(replace(clean, accounts=accounts))
    assert [(each.kind, each.province) for each in planned] == [
        (LetterKind.APPROVAL, ""),
        (LetterKind.NOTICE, "AB"),
        (LetterKind.NOTICE, "SK"),
        (LetterKind.NOTICE, "BC"),
    ]
    assert len({each.name.casefold() for each in planned}) == len(planned)
    assert planned[1].context["accounts"] == [
        {"number": "0012345", "code": "06604"},
        {"number": "0012346", "code": "06604"},
    ]


def test_an_invalid_assessment_calls_for_the_invalidation_letter(open_review, letters):
    (letter,) = letters(with_rounds(open_review, (30, None)), as_of=LATER)
    assert letter.kind is LetterKind.INVALIDATION


def test_no_letter_while_a_correction_is_awaited(open_review, letters):
    with pytest.raises(LetterRefused) as refused:
        letters(with_rounds(open_review, (3, None)), as_of=LATER)
    due = LATER + dt.timedelta(days=12)
    assert any(f"due on {due:%B} {due.day}, {due.year}" in reason for reason in refused.value.reasons)


def test_no_letter_for_an_unfinished_review_and_every_open_item_is_named(clean, judge):
    review = with_facts(with_question(clean, "C3", points=None), "reviewer", practice_applied=None)
    assessment = judge(review)
    with pytest.raises(LetterRefused) as refused:
        planned_letters(assessment, letter_date=TODAY)
    reasons = " ".join(refused.value.reasons)
    assert "C3" in reasons
    assert assessment.unfinished
    for flag in assessment.unfinished:
        assert flag.where in reasons
        assert flag.rule.hint in reasons


def test_no_approval_where_a_governing_body_is_unknown_but_every_other_letter(clean, open_review, judge, letters):
    accounts = (*clean.accounts, Account("MB", "77", "5"))
    assessment = judge(replace(clean, accounts=accounts))
    assert assessment.outcome.kind is OutcomeKind.APPROVE
    with pytest.raises(LetterRefused) as refused:
        planned_letters(assessment, letter_date=TODAY)
    (reason,) = refused.value.reasons
    assert "no governing body for Manitoba" in reason
    assert "office.toml" in reason
    (feedback,) = letters(replace(open_review, accounts=accounts))
    (invalidation,) = letters(with_rounds(replace(open_review, accounts=accounts), (30, None)), as_of=LATER)
    assert (feedback.kind, invalidation.kind) == (LetterKind.FEEDBACK, LetterKind.INVALIDATION)


def refused_reviews(clean):
    blocked = with_finding(clean, "B2", "30", "The list leaves out tanks.", "Add them.", timing=Timing.NOW)
    return {
        "blocked": blocked,
        "unscored": with_question(clean, "B2", points=None),
        "not confirmed": with_facts(clean, "reviewer", practice_applied=Decided.NO),
        "late": with_rounds(clean, (40, 10)),
        "after the final date": with_rounds(clean, (100, 4)),
        "awaited": with_rounds(blocked, (3, None)),
    }


@pytest.mark.parametrize("name", ["blocked", "unscored", "not confirmed", "late", "after the final date", "awaited"])
def test_no_way_leads_to_an_approval_that_the_rules_do_not_give(name, clean, judge, letters):
    assessment = judge(refused_reviews(clean)[name], as_of=LATER)
    approved = judge(clean, as_of=LATER)
    assert assessment.outcome.kind is not OutcomeKind.APPROVE
    for facts in ({"outcome": approved.outcome}, {"flags": ()}, {"scores": approved.scores}):
        with pytest.raises(TypeError):  # an assessment is its case and nothing else, so there is nothing to forge
            replace(assessment, **facts)
        with pytest.raises(FrozenInstanceError):
            setattr(assessment, *next(iter(facts.items())))
    for other_case in (assessment.case, replace(approved.case, review=assessment.case.review)):
        assert replace(approved, case=other_case).outcome == assessment.outcome
    for kind in (LetterKind.APPROVAL, LetterKind.NOTICE):
        with pytest.raises(LetterRefused):
            KINDS[kind].contents(assessment, LATER)
    try:
        kinds = {each.kind for each in planned_letters(assessment, letter_date=LATER)}
    except LetterRefused:
        kinds = set()
    assert not kinds & {LetterKind.APPROVAL, LetterKind.NOTICE}


def test_an_approved_assessment_gets_no_other_letter(clean, judge):
    for kind in (LetterKind.FEEDBACK, LetterKind.INVALIDATION):
        with pytest.raises(LetterRefused):
            KINDS[kind].contents(judge(clean), TODAY)


def test_a_letter_cannot_be_turned_into_one_of_another_kind(open_review, letters, templates):
    (letter,) = letters(open_review)
    for kind in set(LetterKind) - {LetterKind.FEEDBACK}:
        with pytest.raises(TemplateProblem):
            templates.render(replace(letter, kind=kind))


def test_a_letter_dated_on_another_day_needs_the_same_outcome_on_that_day(open_review, judge):
    awaited = with_rounds(open_review, (3, None))
    overdue_on = LATER + dt.timedelta(days=20)
    overdue = judge(awaited, as_of=overdue_on)
    with pytest.raises(LetterRefused, match="use one date for both"):
        planned_letters(overdue, letter_date=LATER)
    (letter,) = planned_letters(overdue, letter_date=overdue_on + dt.timedelta(days=1))
    assert letter.date == overdue_on + dt.timedelta(days=1)


def test_the_due_date_is_counted_from_the_letter_and_never_later_than_the_final_date(open_review, letters, templates):
    (first,) = letters(open_review, as_of=TODAY)
    assert first.context["due_on"] == "July\u00a015,\u00a02026"
    assert first.context["final_on"] == "September\u00a028,\u00a02026"
    (last,) = letters(with_rounds(open_review, (80, 70), (68, 60)), as_of=LATER)
    assert last.context["round"] == "3"
    assert last.context["due_on"] == last.context["final_on"] == "September\u00a028,\u00a02026"
    assert "comes first this time" in body_text(templates.render(last))


def test_an_accepted_late_return_is_shown_wherever_the_outcome_is(instrument, judge, templates):
    seen = set()
    for sample in samples(instrument):
        assessment = judge(sample.review, as_of=sample.as_of)
        if not assessment.outcome.accepted_late:
            continue
        for letter in planned_letters(assessment, letter_date=sample.as_of):
            seen.add(letter.kind)
            text = body_text(templates.render(letter))
            assert "late return was accepted" in text
            reason = assessment.outcome.accepted_late[0].round.late_accepted_reason
            assert (reason in text) is (letter.kind is not LetterKind.NOTICE)
    assert {LetterKind.APPROVAL, LetterKind.NOTICE} <= seen


@pytest.mark.parametrize(("found_again", "kind"), [(True, LetterKind.FEEDBACK), (False, LetterKind.INVALIDATION)])
def test_an_accepted_late_return_is_shown_in_feedback_and_invalidation(
    found_again, kind, open_review, letters, templates
):
    review = with_rounds(open_review, (40, 20), *(() if found_again else ((18, None),)))
    accepted = {
        "late_accepted_by": "Ines C.",
        "late_accepted_on": LATER - dt.timedelta(19),
        "late_accepted_reason": "Fire",
    }
    first = replace(review.rounds[0], **accepted)
    (letter,) = letters(replace(review, rounds=(first, *review.rounds[1:])), as_of=LATER)
    assert letter.kind is kind
    assert "late return was accepted by Ines C." in body_text(templates.render(letter))


def test_a_notice_says_nothing_of_findings(clean, letters, templates):
    review = with_finding(clean, "B2", "30", "SECRET FINDING", "SECRET NEED")
    review = with_question(review, "B3", add_to_plan="SECRET DEFICIENCY")
    approval, notice = letters(review)
    assert "SECRET FINDING" in body_text(templates.render(approval))
    assert "SECRET" not in body_text(templates.render(notice))
    assert "SECRET" not in str(notice.context)


def test_planning_letters_does_not_load_docxtpl():
    program = (
        "import sys, secor_xl.letters.plan, secor_xl.letters.render;"
        " assert not {'docxtpl', 'docx', 'jinja2', 'lxml'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
