"""Deadlines (2.7a, 2.7b), as sentences of the procedure, in pairs around each line. Days are of 2026 unless they say more."""

import datetime as dt
from dataclasses import replace

import pytest

from secor_xl.judgement.assessment import NOT_KNOWN
from secor_xl.judgement.case import Case, Place
from secor_xl.judgement.deadlines import RoundState, deadlines_of, next_due_on
from secor_xl.review.model import CorrectionRound
from secor_xl.workbook.reading.cell_problem import CellProblem
from tests.judgement.tiny import OFFICE, PARAMETERS, TINY, Setting, accepted, both, day, lists, on, rounds

FIRST = "4-1"  # 15 days after it is April 16, 90 days after it is June 30


def deadlines(*given, as_of="12-31", change=lambda setting: setting):
    review = both(rounds(*given), change)(Setting()).review
    return deadlines_of(Case(review, TINY, PARAMETERS, OFFICE, day(as_of)))


def states(*given, **more):
    return [each.state for each in deadlines(*given, **more).rounds]


def test_a_correction_is_due_15_days_after_the_feedback_was_received():
    seen = deadlines(f"3-30 {FIRST} -")
    assert (seen.rounds[0].due_on, seen.final_on) == (day("4-16"), day("6-30"))


def test_where_the_form_has_no_day_of_receipt_the_day_it_was_sent_counts():
    assert deadlines("3-30 - -").rounds[0].due_on == day("4-14")


@pytest.mark.parametrize(("returned", "state"), [("4-16", RoundState.IN_TIME), ("4-17", RoundState.LATE)])
def test_the_15th_day_is_in_time_and_the_16th_is_not(returned, state):
    assert states(f"{FIRST} {FIRST} {returned}") == [state]


@pytest.mark.parametrize(("as_of", "state"), [("4-16", RoundState.AWAITED), ("4-17", RoundState.OVERDUE)])
def test_a_correction_is_awaited_until_its_15th_day_and_overdue_after_it(as_of, state):
    assert states(f"{FIRST} {FIRST} -", as_of=as_of) == [state]


def test_a_person_can_accept_the_16th_day():
    assert states(f"{FIRST} {FIRST} 4-17", change=accepted(1)) == [RoundState.LATE_ACCEPTED]


@pytest.mark.parametrize("missing", ["late_accepted_by", "late_accepted_reason"])
def test_an_acceptance_without_a_name_or_a_reason_is_none(missing):
    assert states(f"{FIRST} {FIRST} 4-17", change=accepted(1, **{missing: ""})) == [RoundState.LATE]


def test_an_acceptance_without_a_day_is_none():
    assert states(f"{FIRST} {FIRST} 4-17", change=accepted(1, late_accepted_on=None)) == [RoundState.LATE]


def test_an_acceptance_of_a_return_in_time_changes_nothing():
    assert states(f"{FIRST} {FIRST} 4-16", change=accepted(1)) == [RoundState.IN_TIME]


@pytest.mark.parametrize(("returned", "state"), [("6-30", RoundState.IN_TIME), ("7-1", RoundState.AFTER_FINAL_DATE)])
def test_the_90th_day_from_the_first_feedback_is_in_time_and_the_91st_is_not(returned, state):
    seen = deadlines(f"{FIRST} {FIRST} 4-10", f"6-20 6-20 {returned}")
    assert seen.rounds[1].due_on == seen.final_on == day("6-30")
    assert seen.rounds[1].state is state


@pytest.mark.parametrize(
    ("returned", "state"), [("6-30", RoundState.LATE_ACCEPTED), ("7-1", RoundState.AFTER_FINAL_DATE)]
)
def test_a_person_can_accept_the_90th_day_but_not_the_91st(returned, state):
    assert states(f"{FIRST} {FIRST} {returned}", change=accepted(1)) == [state]


@pytest.mark.parametrize(
    ("accepted_on", "state"), [("6-30", RoundState.LATE_ACCEPTED), ("7-1", RoundState.ACCEPTED_TOO_LATE)]
)
def test_an_acceptance_on_the_90th_day_counts_and_on_the_91st_it_does_not(accepted_on, state):
    change = accepted(1, late_accepted_on=day(accepted_on))
    assert states(f"{FIRST} {FIRST} 4-17", change=change) == [state]


@pytest.mark.parametrize("returned", ["-", "7-2"])
@pytest.mark.parametrize(("received", "state"), [("6-30", None), ("7-1", RoundState.FEEDBACK_TOO_LATE)])
def test_a_feedback_after_the_90th_day_has_no_due_date(received, state, returned):
    each = deadlines(f"{FIRST} {FIRST} 4-10", f"6-30 {received} {returned}").rounds[1]
    assert (each.state is RoundState.FEEDBACK_TOO_LATE) == (state is not None)
    assert each.due_on == (None if state else day("6-30"))
    if state:
        assert (each.words, each.days_left) == ("Feedback after the final date", None)


@pytest.mark.parametrize(("received", "due"), [("6-15", "6-30"), ("6-14", "6-29"), ("6-16", "6-30"), ("6-29", "6-30")])
def test_a_round_is_due_at_the_earlier_of_15_days_after_it_and_90_after_the_first(received, due):
    assert deadlines(f"{FIRST} {FIRST} 4-10", f"{received} {received} -").rounds[1].due_on == day(due)


def test_the_90_days_run_from_the_first_feedback_and_not_from_the_last():
    assert deadlines(f"{FIRST} {FIRST} 4-10", "4-20 4-20 4-30", "5-2 5-2 -").final_on == day("6-30")


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2024-2-14", "2024-2-29"),
        ("2024-2-15", "2024-3-1"),
        ("2023-2-14", "2023-3-1"),
        ("2025-12-17", "2026-1-1"),
        ("2025-12-16", "2025-12-31"),
    ],
)
def test_days_are_calendar_days_over_a_leap_day_and_over_the_end_of_a_year(received, due):
    assert deadlines(f"{received} {received} -").rounds[0].due_on == day(due)


def test_90_days_over_a_leap_day():
    assert deadlines("2023-12-1 2023-12-1 -").final_on == day("2024-2-29")
    assert deadlines("2022-12-1 2022-12-1 -").final_on == day("2023-3-1")


def test_before_the_first_feedback_there_is_no_final_date():
    seen = deadlines("- - -")
    assert seen.final_on is None
    assert seen.last is None
    assert [each.words for each in seen.rounds] == ["Feedback not sent yet"]


def test_the_last_round_is_the_last_one_whose_feedback_was_sent():
    seen = deadlines(f"{FIRST} {FIRST} 4-10", "- - -")
    assert seen.last is not None
    assert seen.last.number == 1


def test_the_first_round_out_of_time_is_named():
    seen = deadlines(f"{FIRST} {FIRST} 4-17", "4-20 4-20 5-30")
    assert seen.out_of_time is seen.rounds[0]


@pytest.mark.parametrize(
    ("as_of", "left", "words"),
    [
        ("4-14", 2, "2 days left"),
        ("4-15", 1, "1 day left"),
        ("4-16", 0, "Due today"),
        ("4-18", -2, "Not returned by April 16, 2026"),
    ],
)
def test_the_days_left_are_said_in_words(as_of, left, words):
    each = deadlines(f"{FIRST} {FIRST} -", as_of=as_of).rounds[0]
    assert (each.days_left, each.words) == (left, words)


def test_an_accepted_late_return_says_by_whom():
    each = deadlines(f"{FIRST} {FIRST} 4-17", change=accepted(1)).rounds[0]
    assert each.words == "Returned late, accepted by Pat"
    assert each.days_left is None


def test_a_feedback_that_is_about_to_be_sent_gets_its_dates():
    blank = Case(Setting().review, TINY, PARAMETERS, OFFICE, day(FIRST))
    assert next_due_on(blank, day(FIRST)) == (day("4-16"), day("6-30"))
    begun = Case(rounds(f"{FIRST} {FIRST} 4-10")(Setting()).review, TINY, PARAMETERS, OFFICE, day("6-20"))
    assert next_due_on(begun, day("6-20")) == (day("6-30"), day("6-30"))


def test_the_last_of_all_days_does_not_overflow():
    seen = deadlines("9999-12-30 9999-12-30 -", as_of="9999-12-31")
    assert seen.rounds[0].due_on == seen.final_on == dt.date.max


def said(*changes):
    """The words of each round."""
    assessment = both(*changes)(Setting()).judged()
    return [assessment.round_words(each) for each in assessment.deadlines.rounds]


IN_TIME = CorrectionRound(day("4-1"), day("4-2"), day("4-16"))
WITH_WRONG_DAYS = {
    "returned before it was received": (replace(IN_TIME, returned_on=day("4-1")),),
    "received before it was sent": (replace(IN_TIME, feedback_received_on=day("3-31")),),
    "returned in the future": (replace(IN_TIME, feedback_received_on=day("7-25"), returned_on=day("8-2")),),
    "sent before the submission came": (replace(IN_TIME, feedback_sent_on=day("2-1")),),
    "a year alone": (replace(IN_TIME, returned_on=dt.date(1905, 7, 18)),),
}


@pytest.mark.parametrize("given", WITH_WRONG_DAYS.values(), ids=WITH_WRONG_DAYS)
def test_a_round_whose_days_cannot_be_right_is_said_to_be_neither_in_time_nor_late(given):
    assert said(on("7-30"), lists(rounds=given)) == [NOT_KNOWN]


def test_both_rounds_are_in_doubt_where_the_second_feedback_went_out_before_the_first_return():
    second = CorrectionRound(day("4-10"), day("4-18"))
    assert said(on("4-20"), lists(rounds=(IN_TIME, second))) == [NOT_KNOWN, NOT_KNOWN]
    second = CorrectionRound(day("4-18"), day("4-17"))
    assert said(on("4-20"), lists(rounds=(IN_TIME, second))) == ["Returned in time", NOT_KNOWN]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((IN_TIME,), ["Returned in time"]),
        ((replace(IN_TIME, returned_on=day("4-20"), late_accepted_by="Pat"),), ["Returned late"]),
        ((CorrectionRound(), IN_TIME), ["Feedback not sent yet", "Returned in time"]),
    ],
    ids=["nothing is wrong", "an acceptance is not complete", "a day is missing"],
)
def test_other_flags_of_a_round_leave_its_words_as_they_are(given, words):
    assert said(on("4-20"), lists(rounds=given)) == words


def test_a_day_that_could_not_be_read_leaves_its_round_in_doubt():
    problem = CellProblem("Rounds", "D5", "a text", "Type a date", Place("rounds", "returned_on", "1"))
    unreadable = replace(
        both(on("4-20"), lists(rounds=(replace(IN_TIME, returned_on=None),)))(Setting()), problems=(problem,)
    )
    assessment = unreadable.judged()
    assert [assessment.round_words(each) for each in assessment.deadlines.rounds] == [NOT_KNOWN]
