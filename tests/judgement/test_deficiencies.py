"""What the letters list (2.7 to 2.10)."""

from secor_xl.judgement.deficiencies import (
    Deficiency,
    about_the_action_plan,
    for_the_future,
    to_add_to_the_plan,
    to_correct,
)
from secor_xl.review.model import Decided, DocumentsVerdict, NotesVerdict, Response, Timing
from tests.judgement.tiny import Setting, answered, both, item, lists, no, put, question

NOW = {"finding": "The policy is not signed.", "needed": "Sign it.", "timing": Timing.NOW}


def judged(*changes):
    return both(*changes)(Setting()).judged()


def test_a_clean_review_has_nothing_to_list():
    assessment = judged()
    assert to_correct(assessment) == for_the_future(assessment) == about_the_action_plan(assessment) == ()
    assert to_add_to_the_plan(assessment) == ()


def test_the_reviewers_words_come_first_and_nothing_is_said_twice():
    rows = to_correct(judged(question("A1", documents=DocumentsVerdict.MISSING, **NOW)))
    assert rows == (
        Deficiency(
            "A1",
            "Does the company have a written safety policy that the owner has signed?",
            ("The policy is not signed.", "Not attached: the signed policy"),
            ("Sign it.", "Attach the signed policy."),
        ),
    )


def test_facts_of_the_submission_come_before_the_questions():
    rows = to_correct(judged(put("employer", fax=""), question("A1", **NOW)))
    assert [row.item for row in rows] == ["Employer: Fax", "A1"]
    assert rows[0].needed == ('Give the employer\'s fax, or write "none" where there is no fax.',)


def test_a_finding_that_is_resolved_is_not_listed_but_what_is_still_deficient_is():
    change = question("A2", notes_verdict=NotesVerdict.INSUFFICIENT, **{**NOW, "timing": Timing.FUTURE})
    assessment = judged(change)
    assert [row.found for row in to_correct(assessment)] == [('The notes do not verify the "yes"',)]
    assert [row.found for row in for_the_future(assessment)] == [("The policy is not signed.",)]


def test_hints_for_the_reviewer_reach_no_letter():
    assessment = judged(question("A2", notes="Crews told us so."))
    assert {flag.code for flag in assessment.flags} == {"EV-303"}
    assert to_correct(assessment) == for_the_future(assessment) == about_the_action_plan(assessment) == ()


def test_remarks_on_the_action_plan_stand_apart_from_all_else():
    plan = (item("B2", responsible=""),)
    assessment = judged(
        answered("B2", Response.NO, "0"), no("C1"), lists(action_plan=plan), put("previous_plan", asked_for=Decided.YES)
    )
    assert to_correct(assessment) == for_the_future(assessment) == ()
    assert [(row.item, row.needed) for row in about_the_action_plan(assessment)] == [
        ("C1", ("Add an action item for this question to the action plan.",)),
        ("Action item 1: Person responsible", ("Name the person who is responsible.",)),
    ]


def test_program_numbers_are_for_the_future():
    rows = for_the_future(judged(put("case", submitted_on=None)))
    assert [row.needed for row in rows] == [
        ("Next time, submit the assessment within 4 days after the last day of data gathering.",)
    ]


def test_what_the_reviewer_found_and_the_assessor_had_not_noted_is_to_be_added():
    rows = to_add_to_the_plan(judged(question("B2", add_to_plan="Hang up a second extinguisher")))
    assert [(row.item, row.found) for row in rows] == [("B2", ("Hang up a second extinguisher",))]
