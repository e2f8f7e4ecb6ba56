"""What the letters list (2.7 to 2.10)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secor_xl.judgement.deficiencies import (
    Deficiency,
    about_the_action_plan,
    for_the_future,
    nothing_was_found,
    to_add_to_the_plan,
    to_correct,
)
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.review.model import (
    Account,
    Decided,
    DocumentsVerdict,
    DoneVerdict,
    LastYearItem,
    NotesVerdict,
    Response,
    Timing,
    YearKind,
)
from tests.judgement.scale import scale, scored
from tests.judgement.tiny import CLEAN, Setting, answered, both, day, item, lists, no, put, question

MAINTENANCE = put("case", year_kind=YearKind.MAINTENANCE)
NOW = {"finding": "The policy is not signed.", "needed": "Sign it.", "timing": Timing.NOW}


def judged(*changes):
    return both(*changes)(Setting()).judged()


def test_a_clean_review_has_nothing_to_list():
    assessment = judged()
    assert to_correct(assessment) == for_the_future(assessment) == about_the_action_plan(assessment) == ()
    assert to_add_to_the_plan(assessment) == ()
    assert nothing_was_found(assessment)


@pytest.mark.parametrize(
    "found",
    [
        question("A1", **NOW),
        question("A1", finding="Sign it by hand.", timing=Timing.FUTURE),
        question("A1", add_to_plan="Sign the policy."),
        question("A1", points=Decimal(9), add_to_plan="no"),
        lists(action_plan=(item("B2", target_date=None),)),
        lists(last_year=(LastYearItem(done=DoneVerdict.IN_PART),)),
    ],
    ids=["now", "in the future", "addition", "lost points", "action plan", "last year"],
)
def test_whatever_an_action_plan_could_account_for_was_found(found):
    assert not nothing_was_found(judged(found))


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
    assert rows[0].needed == ('Give the employer\'s fax number, or write "none" where there is no fax.',)


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
        MAINTENANCE,
        answered("B2", Response.NO, "0"),
        no("C1"),
        lists(action_plan=plan),
        put("previous_plan", asked_for=Decided.YES),
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


FOUND = {"finding": "Rounds are missing.", "needed": "Do them.", "timing": Timing.FUTURE}
LOST = {"points": Decimal(8), "points_claimed": Decimal(8)}
PLANNED = lists(action_plan=(item("B1"),))
RESOLVED = {**FOUND, "resolved_on": day("3-18")}
ANSWERED_NO = answered("B1", Response.NO, "0")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([question("B1", **FOUND)], ["Rounds are missing."]),
        ([question("B1", **{**FOUND, "timing": Timing.NOW})], ["Rounds are missing."]),
        ([question("B1", **FOUND), PLANNED], ["Rounds are missing."]),
        ([question("B1", **RESOLVED)], []),
        ([question("B1", **LOST)], ["8 of 10 points were awarded"]),
        ([question("B1", **LOST), PLANNED], []),
        ([question("B1", **LOST, **FOUND)], ["Rounds are missing."]),
        ([question("B1", **LOST, **RESOLVED)], ["8 of 10 points were awarded", "Rounds are missing."]),
        ([question("B1", **LOST, add_to_plan=" ")], ["8 of 10 points were awarded"]),
        ([question("B1", **LOST, **FOUND, add_to_plan="Do more rounds.")], ["Do more rounds."]),
        ([question("B1", add_to_plan="Do more rounds."), PLANNED], ["Do more rounds."]),
        ([ANSWERED_NO], []),
        ([ANSWERED_NO, PLANNED], []),
        ([ANSWERED_NO, question("B1", **FOUND)], ["Rounds are missing."]),
        ([ANSWERED_NO, question("B1", **FOUND), PLANNED], []),
        ([answered("B1", Response.NOT_APPLICABLE), question("B1", **FOUND)], ["Rounds are missing."]),
        ([answered("B1", Response.NOT_APPLICABLE)], []),
    ],
    ids=[
        "a yes with a finding for the future",
        "a yes with a finding to correct now",
        "a yes with a finding and an item, because the answer did not note it",
        "a yes whose finding is resolved",
        "a yes that lost points",
        "a yes that lost points, with an item",
        "a yes that lost points, with a finding that says why",
        "a yes that lost points, with a finding that is resolved",
        "a blank addition",
        "the reviewer's own words for a finding",
        "the reviewer's own words beside an item",
        "a no of the assessor without an item, which is a remark on the plan",
        "a no of the assessor with an item",
        "a no without an item, at which the reviewer found something",
        "a no with an item, at which the reviewer found something",
        "an n/a at which the reviewer found something",
        "an n/a",
    ],
)
def test_an_addition_to_the_plan_is_what_the_reviewer_found_and_the_assessor_had_not_noted(changes, words):
    assessment = judged(*changes)
    assert [(row.item, list(row.found)) for row in to_add_to_the_plan(assessment)] == ([("B1", words)] if words else [])
    no_item = [row.item for row in about_the_action_plan(assessment)]
    assert ("B1" in no_item) is (changes == [ANSWERED_NO])


@pytest.mark.parametrize("word", ["no", "No.", "none", "N/A", "nothing to add", "-"])
def test_the_reviewer_can_leave_a_question_out_of_the_additions(word):
    for changes in ([question("B1", **FOUND)], [question("B1", **LOST)], [ANSWERED_NO, question("B1", **FOUND)]):
        assert to_add_to_the_plan(judged(*changes))
        assert to_add_to_the_plan(judged(*changes, question("B1", add_to_plan=word))) == ()


# Requests for facts of one section are one row.


def rows_of(*changes):
    return [(row.item, len(row.found), len(row.needed)) for row in to_correct(judged(*changes))]


NOBODY = {"owners": None, "managers": None, "supervisors": None, "workers": None, "contractors": None}


@pytest.mark.parametrize(
    ("changes", "rows"),
    [
        ([put("profile", workers=None)], [("Employer profile: Workers", 1, 1)]),
        ([put("profile", **NOBODY)], [("Employer profile", 5, 1)]),
        ([put("employer", phone="", email="nobody")], [("Employer", 2, 2)]),
        (
            [put("employer", phone=""), put("assessor", phone="")],
            [("Employer: Phone", 1, 1), ("Assessor: Phone", 1, 1)],
        ),
        ([put("data_gathering", start=None, end=None)], [("Data gathering", 2, 1)]),
        (
            [lists(accounts=(Account("AB", "", ""), Account("BC", "77", "")))],
            [("WCB account 1", 2, 1), ("WCB account 2: Industry code", 1, 1)],
        ),
        (
            [put("assessor_sign_off", name="", signed_on=None), put("employer_sign_off", name="", signed_on=None)],
            [("Assessor sign-off: Signed by", 1, 1), ("Employer sign-off: Signed by", 1, 1)],
        ),
    ],
    ids=["one count", "five counts", "missing and malformed", "two sections", "two days", "two accounts", "sign-offs"],
)
def test_requests_for_facts_of_one_section_or_entry_are_one_row(changes, rows):
    assert rows_of(*changes) == rows


def test_remarks_on_one_action_item_are_one_row():
    plan = (item("B1", action="", responsible=""), item("B1", target_date=None))
    rows = about_the_action_plan(judged(question("B1", **LOST), lists(action_plan=plan)))
    assert [(row.item, len(row.found)) for row in rows] == [("Action item 1", 2), ("Action item 2: Target date", 1)]


# What took points while a score is below its mark (2.7).

TWO = scale((100, 100), (800,))
LATER = {"finding": "Two are missing.", "needed": "Send both.", "timing": Timing.FUTURE}


def scored_with(*points, changes=(), instrument=TWO, year=YearKind.CERTIFICATION):
    setting = Setting(scored(instrument, *points, year=year, review=CLEAN), instrument)
    return both(*changes)(setting).judged()


def items(rows):
    return [row.item for row in rows]


@pytest.mark.parametrize(
    ("points", "listed"),
    [(("99", "100", "600.999"), ["A1", "B1"]), (("99", "100", "601"), [])],
    ids=["just below the overall mark", "at the overall mark"],
)
def test_below_the_overall_mark_every_question_that_lost_points_is_to_be_corrected(points, listed):
    assert items(to_correct(scored_with(*points))) == listed


@pytest.mark.parametrize(
    ("points", "listed"),
    [(("0", "99.999", "799"), ["A1", "A2"]), (("0", "100", "799"), [])],
    ids=["just below the element's mark", "at the element's mark"],
)
def test_below_an_element_s_mark_only_its_questions_are_to_be_corrected(points, listed):
    assessment = scored_with(*points, changes=[question("B1", **LATER)])
    assert items(to_correct(assessment)) == listed
    assert items(for_the_future(assessment)) == ["B1"]


def test_below_the_mark_an_open_finding_is_to_be_corrected_now_whatever_its_time():
    for points, now, future in (("60", ["A1"], ["B1"]), ("100", [], ["A1", "B1"])):
        changes = [question("A1", **LATER), question("B1", **LATER)]
        assessment = scored_with(points, "0", "800", changes=changes)
        assert [row for row in items(to_correct(assessment)) if row != "A2"] == now
        assert items(for_the_future(assessment)) == future
    (row, _) = to_correct(scored_with("60", "0", "800", changes=[question("A1", **LATER)]))
    assert (row.found, row.needed) == (("Two are missing.",), ("Send both.",))


@pytest.mark.parametrize(
    ("change", "found", "needed"),
    [
        (question("A1"), ("60 of 100 points were awarded",), "verifies the rest"),
        (
            question("A1", resolved_on=day("3-18"), **LATER),
            ("60 of 100 points were awarded", "Two are missing."),
            "verifies the rest",
        ),
        (
            question("A1", add_to_plan="Keep records."),
            ("60 of 100 points were awarded", "Keep records."),
            "verifies the rest",
        ),
        (
            answered("A1", Response.NO, "0"),
            ('The answer is "no": 0 of 100 points',),
            "If this has been corrected since",
        ),
        (question("A1", points=Decimal(1)), ("1 of 100 points was awarded",), "verifies the rest"),
    ],
)
def test_points_that_were_lost_without_an_open_finding_are_told(change, found, needed):
    row = to_correct(scored_with("60", "0", "800", changes=[change]))[0]
    assert (row.item, row.question, row.found) == ("A1", "Is it so?", found)
    assert needed in row.needed[0]


def test_a_question_with_a_deficiency_of_its_own_is_told_once():
    changes = [question("A1", notes_verdict=NotesVerdict.INSUFFICIENT), answered("A2", Response.NOT_ANSWERED, "0")]
    rows = to_correct(scored_with("60", "0", "500", changes=changes))
    assert items(rows) == ["A1", "A2", "B1"]
    assert [row.found[0] for row in rows[:2]] == ['The notes do not verify the "yes"', "The question is not answered"]


def test_in_a_maintenance_year_a_low_element_asks_for_nothing():
    assert to_correct(scored_with("0", "0", "600", year=YearKind.MAINTENANCE)) == ()
    below = to_correct(scored_with("0", "0", "599", year=YearKind.MAINTENANCE))
    assert items(below) == ["A1", "A2", "B1"]


def test_where_nothing_applies_the_answers_are_what_is_to_be_corrected():
    rows = to_correct(scored_with("n/a", "n/a", "n/a"))
    assert [(row.item, row.found) for row in rows] == [
        ("All questions", ('Every question is marked "n/a", so there is no score',))
    ]


points_of_all = st.lists(st.sampled_from(["0", "49.999", "50", "80", "100", "n/a"]), min_size=6, max_size=6)
SIX = scale((100, 100), (100, 100), (100, 100))


@given(points_of_all, st.sets(st.sampled_from(list(SIX.by_id))), st.sampled_from(YearKind))
def test_what_is_asked_for_always_has_something_to_correct_and_no_question_twice(points, found, year):
    changes = [question(each, **LATER) for each in found]
    assessment = scored_with(*points, changes=changes, instrument=SIX, year=year)
    now, future = items(to_correct(assessment)), items(for_the_future(assessment))
    assert bool(now) is (assessment.outcome.kind is OutcomeKind.REQUEST_CORRECTIONS)
    assert len({*now, *future}) == len(now) + len(future)
    assert set(found) <= {*now, *future}
