"""The outcome: note 3 of the clauses line by line, with its because (clause, what was seen, the procedure's number)."""

import pytest

from secor_xl.judgement.flags import Severity
from secor_xl.judgement.outcome import OutcomeKind, outcome_of
from secor_xl.review.model import (
    Account,
    CorrectionRound,
    Decided,
    LetterKind,
    NotesVerdict,
    Response,
    Timing,
    YearKind,
)
from tests.judgement.cases import CASES, Raises, logged
from tests.judgement.scale import scale, scored
from tests.judgement.tiny import (
    CLEAN,
    Setting,
    accepted,
    answered,
    both,
    day,
    in_force_from,
    lists,
    no,
    nothing,
    on,
    put,
    question,
    rounds,
)

APPROVE, REQUEST, AWAITING, INVALID, INCOMPLETE = (
    OutcomeKind.APPROVE,
    OutcomeKind.REQUEST_CORRECTIONS,
    OutcomeKind.AWAITING_CORRECTION,
    OutcomeKind.INVALID,
    OutcomeKind.INCOMPLETE,
)
OPEN = question("A1", finding="The policy is not signed.", needed="Sign it.", timing=Timing.NOW)
FIRST = "4-1"  # 15 days after it is April 16, 90 days after it is June 30
LATE = both(on("4-30"), rounds(f"{FIRST} {FIRST} 4-17"))

BLOCKING = [
    (code, case)
    for code, cases in CASES.items()
    for case in cases
    if isinstance(case, Raises)
    and any(flag.severity is Severity.BLOCKING for flag in case.change(Setting()).judged().flags)
]


def outcome(*changes):
    return both(*changes)(Setting()).judged().outcome


def seen(judged):
    return [(because.clause, because.seen, because.parameter and because.parameter.name) for because in judged.because]


# The review is not finished: incomplete, no letter.


@pytest.mark.parametrize(
    ("change", "clause", "words"),
    [
        (question("B1", points=None), "2.6a", "1 question is not scored by the reviewer"),
        (
            both(question("B1", points=None), question("A2", points=None)),
            "2.6a",
            "2 questions are not scored by the reviewer",
        ),
        (put("reviewer", practice_applied=None), "2.4", "1 open item of the form, first Reviewer: SAC-CFT-024 applied"),
        (put("reviewer", name=""), "2.1", "1 open item of the form, first Reviewer: Name"),
        (
            both(put("reviewer", name=""), put("reviewer", practice_applied=None)),
            "2.1",
            "2 open items of the form, first Reviewer: Name",
        ),
        (put("case", year_kind=None), "2.1", "1 open item of the form, first Case: Kind of year"),
    ],
)
def test_a_review_that_is_not_finished_is_incomplete(change, clause, words):
    judged = outcome(change)
    assert judged.kind is INCOMPLETE
    assert (clause, words, None) == seen(judged)[0]
    assert judged.round == 0


@pytest.mark.parametrize(
    "change", [OPEN, on("6-30"), LATE, rounds("3-12 3-12 -")], ids=["open", "on", "late", "awaited"]
)
def test_an_unfinished_review_is_incomplete_whatever_else_it_is(change):
    assert outcome(change, question("B1", points=None)).kind is INCOMPLETE


def test_a_score_that_is_not_complete_is_never_approved_even_without_a_flag():
    judged = question("B1", points=None)(Setting()).judged()
    assert outcome_of(judged.case, judged.scores, (), judged.deadlines).kind is INCOMPLETE


def test_a_review_received_before_the_first_version_of_the_procedure_is_incomplete():
    assert outcome(in_force_from("3-12")).kind is INCOMPLETE
    assert outcome(in_force_from("3-11")).kind is APPROVE


# The score passes, nothing that blocks is open, the process is within its timeframe: approve.


def test_approve():
    judged = outcome(nothing)
    assert judged.kind is APPROVE
    assert seen(judged) == [
        ("2.6b", "overall 100 %", "certification_overall_minimum"),
        ("2.6b", "lowest element A 100 %", "certification_element_minimum"),
        ("2.14", "nothing that blocks is open", None),
    ]
    assert [str(because) for because in judged.because] == [
        "overall 100 % (2.6b; 80 %)",
        "lowest element A 100 % (2.6b; 50 %)",
        "nothing that blocks is open (2.14)",
    ]
    assert judged.flags == ()


def test_approve_in_a_maintenance_year_names_its_own_mark():
    judged = outcome(put("case", year_kind=YearKind.MAINTENANCE))
    assert seen(judged) == [
        ("2.6c", "overall 100 %", "maintenance_overall_minimum"),
        ("2.14", "nothing that blocks is open", None),
    ]


def test_approve_after_a_correction_that_came_in_time():
    judged = outcome(on("4-30"), rounds(f"{FIRST} {FIRST} 4-16"))
    assert judged.kind is APPROVE
    assert seen(judged)[-1] == (
        "2.7a",
        "round 1 was due on April 16, 2026 and came back in time on April 16, 2026",
        "correction_days",
    )


def test_approve_although_the_reviewer_got_to_a_return_in_time_only_after_the_final_date():
    assert outcome(on("12-31"), rounds(f"{FIRST} {FIRST} 4-16")).kind is APPROVE


def test_approve_although_the_action_plan_falls_short():
    judged = outcome(answered("B2", Response.NO, "0"), put("previous_plan", asked_for=Decided.YES))
    assert judged.kind is APPROVE


@pytest.mark.parametrize(("changes", "kind"), [((), APPROVE), ((OPEN,), REQUEST), ((OPEN, LATE), INVALID)])
def test_a_province_without_a_governing_body_holds_nothing_up(changes, kind):
    judged = outcome(lists(accounts=(*CLEAN.accounts, Account("MB", "77", "5"))), *changes)
    assert judged.kind is kind


def test_a_review_that_is_older_than_the_correction_is_not_finished():
    returned = rounds(f"{FIRST} {FIRST} 4-16")
    for reviewed_on, kind in (("4-15", INCOMPLETE), ("4-16", APPROVE)):
        assert outcome(on("4-30"), returned, put("reviewer", reviewed_on=day(reviewed_on))).kind is kind


def test_approve_with_findings_for_the_future():
    assert outcome(OPEN, question("A1", timing=Timing.FUTURE)).kind is APPROVE


# Else, no feedback sent yet: request corrections, round 1.


def test_request_corrections_for_what_blocks():
    judged = outcome(OPEN)
    assert (judged.kind, judged.round) == (REQUEST, 1)
    assert seen(judged) == [("2.7", "A1: Finding: The policy is not signed", None)]
    assert [flag.code for flag in judged.flags] == ["FI-101"]


def test_request_corrections_names_each_clause_once_in_the_order_of_the_procedure():
    judged = outcome(
        OPEN,
        put("employer", phone="", fax=""),
        put("assessor", training_met=Decided.NO),
        question("A2", notes_verdict=NotesVerdict.INSUFFICIENT),
    )
    assert seen(judged) == [
        ("2.2a", "Assessor: Training requirements met: The assessor has not met the training requirements", None),
        ("2.3a", "Employer: Phone: The employer's phone number is not given, and 1 more", None),
        ("2.5c", 'A2: Notes verdict: The notes do not verify the "yes"', None),
        ("2.7", "A1: Finding: The policy is not signed", None),
    ]


@pytest.mark.parametrize(
    ("elements", "points", "year", "because"),
    [
        (((100,),), ("79.97",), YearKind.CERTIFICATION, [("2.6b", "overall 79.97 %", "certification_overall_minimum")]),
        (
            ((100,), (900,)),
            ("49.9", "900"),
            YearKind.CERTIFICATION,
            [("2.6b", "element A 49.9 %", "certification_element_minimum")],
        ),
        (
            ((100,), (100,)),
            ("49.9", "100"),
            YearKind.CERTIFICATION,
            [
                ("2.6b", "overall 74.95 %", "certification_overall_minimum"),
                ("2.6b", "element A 49.9 %", "certification_element_minimum"),
            ],
        ),
        (((100,),), ("59.99",), YearKind.MAINTENANCE, [("2.6c", "overall 59.99 %", "maintenance_overall_minimum")]),
        (
            ((100,),),
            ("n/a",),
            YearKind.CERTIFICATION,
            [("2.5e", "every question is marked n/a, so there is no score", None)],
        ),
    ],
)
def test_request_corrections_for_a_score_that_does_not_pass(elements, points, year, because):
    instrument = scale(*elements)
    judged = Setting(scored(instrument, *points, year=year, review=CLEAN), instrument).judged().outcome
    assert (judged.kind, judged.round) == (REQUEST, 1)
    assert seen(judged) == because


@pytest.mark.parametrize(
    ("elements", "points", "year"),
    [
        (((100,),), ("80",), YearKind.CERTIFICATION),
        (((100,), (900,)), ("50", "900"), YearKind.CERTIFICATION),
        (((100,),), ("60",), YearKind.MAINTENANCE),
        (((100,), (900,)), ("10", "900"), YearKind.MAINTENANCE),
    ],
)
def test_approve_for_a_score_that_just_passes(elements, points, year):
    instrument = scale(*elements)
    assert Setting(scored(instrument, *points, year=year, review=CLEAN), instrument).judged().outcome.kind is APPROVE


@pytest.mark.parametrize(("code", "case"), BLOCKING, ids=[f"{code} {case.sentence}" for code, case in BLOCKING])
def test_nothing_that_blocks_is_ever_approved(code, case):
    judged = case.change(Setting()).judged()
    assert judged.outcome.kind is (INCOMPLETE if judged.unfinished else REQUEST)


# Last feedback not answered: awaiting correction until its due date, after it invalid (2.7a).


def test_awaiting_correction_on_the_15th_day():
    judged = outcome(OPEN, rounds(f"{FIRST} {FIRST} -"), on("4-16"))
    assert (judged.kind, judged.round, judged.words) == (AWAITING, 0, "Awaiting correction")
    assert seen(judged) == [
        ("2.7a", "the feedback of round 1 is not answered yet; it is due on April 16, 2026", "correction_days"),
        ("2.7", "A1: Finding: The policy is not signed", None),
    ]
    assert "round 1 is due on April 16, 2026" in judged.next_step


def test_invalid_on_the_16th_day():
    judged = outcome(OPEN, rounds(f"{FIRST} {FIRST} -"), on("4-17"))
    assert (judged.kind, judged.round, judged.words) == (INVALID, 0, "Invalid")
    assert seen(judged) == [
        (
            "2.7a",
            "round 1 was due on April 16, 2026 and had not been returned when it was judged on April 17, 2026",
            "correction_days",
        ),
        ("2.7", "A1: Finding: The policy is not signed", None),
    ]
    assert "unless a person accepts the late return" in judged.next_step


ROUND_CUT_SHORT = rounds(f"{FIRST} {FIRST} 4-16", "6-25 6-25 -")


def test_a_round_that_the_final_date_cuts_short_is_awaited_until_then():
    judged = outcome(OPEN, ROUND_CUT_SHORT, on("6-30"))
    assert judged.kind is AWAITING
    assert "due on June 30, 2026" in judged.next_step


def test_a_round_that_the_final_date_cut_short_is_invalid_by_the_process_and_nobody_can_accept_it():
    judged = outcome(OPEN, ROUND_CUT_SHORT, on("7-1"))
    assert judged.kind is INVALID
    words = (
        "round 2 was due on the final date June 30, 2026 and had not been returned when it was judged on July 1, 2026"
    )
    assert seen(judged)[0] == ("2.7b", words, "process_days")
    assert judged.next_step == "Make the invalidation letter"


@pytest.mark.parametrize(("as_of", "offered"), [("6-30", True), ("7-1", False)])
def test_an_overdue_return_may_be_accepted_until_the_final_date(as_of, offered):
    judged = outcome(OPEN, rounds(f"{FIRST} {FIRST} -"), on(as_of))
    assert (judged.kind, seen(judged)[0][0]) == (INVALID, "2.7a")
    assert ("unless a person accepts" in judged.next_step) == offered


@pytest.mark.parametrize("as_of", ["4-16", "4-17", "7-1"])
def test_a_feedback_that_is_not_answered_though_nothing_is_open_is_neither_approved_nor_invalid(as_of):
    judged = outcome(rounds(f"{FIRST} {FIRST} -"), on(as_of))
    assert (judged.kind, [flag.code for flag in judged.flags]) == (INCOMPLETE, ["RD-402"])


@pytest.mark.parametrize(
    ("way_out", "as_of", "kind"),
    [
        (rounds(f"{FIRST} {FIRST} 4-16"), "4-17", APPROVE),  # the correction, or an answer, came back in time
        (rounds(f"{FIRST} {FIRST} 4-17"), "4-17", INVALID),  # it came back late
        (rounds(), "4-17", APPROVE),  # the feedback was a mistake of the reviewer's and was withdrawn
        (OPEN, "4-16", AWAITING),  # nothing came back, so what is not put right is open again
        (OPEN, "4-17", INVALID),
    ],
)
def test_a_feedback_that_is_not_answered_though_nothing_is_open_has_a_way_out_for_every_case(way_out, as_of, kind):
    unanswered = both(on(as_of), rounds(f"{FIRST} {FIRST} -"), logged((FIRST, LetterKind.FEEDBACK, 1)))
    assert outcome(unanswered).kind is INCOMPLETE
    withdrawn = lists(letters=()) if kind is APPROVE else nothing
    assert outcome(unanswered, way_out, withdrawn).kind is kind


def test_a_withdrawn_feedback_leaves_the_letter_log_too():
    judged = outcome(on("4-17"), rounds(), logged((FIRST, LetterKind.FEEDBACK, 1)))
    assert (judged.kind, [flag.code for flag in judged.flags]) == (INCOMPLETE, ["RD-203"])


# Last feedback answered, late: invalid; past the 90 days: invalid; otherwise request corrections, next round.


def test_request_corrections_in_the_next_round():
    judged = outcome(OPEN, rounds(f"{FIRST} {FIRST} 4-16"), on("4-30"))
    assert (judged.kind, judged.round) == (REQUEST, 2)
    assert judged.words == "Request corrections (round 2)"
    assert "round 2" in judged.next_step


@pytest.mark.parametrize("change", [OPEN, nothing], ids=["open", "nothing open"])
def test_invalid_where_the_correction_came_on_the_16th_day(change):
    judged = outcome(change, LATE)
    assert judged.kind is INVALID
    assert seen(judged)[0] == (
        "2.7a",
        "round 1 was due on April 16, 2026 and was returned on April 17, 2026",
        "correction_days",
    )


def test_the_16th_day_accepted_by_a_person_is_approved_and_says_so():
    judged = outcome(LATE, accepted(1))
    assert judged.kind is APPROVE
    assert judged.words == "Approve; late return of round 1 accepted by Pat on April 17, 2026: Road closed"
    assert seen(judged)[-1] == (
        "2.7a",
        "round 1 was due on April 16, 2026 and came back late on April 17, 2026, accepted by Pat",
        "correction_days",
    )


def test_an_accepted_late_return_is_shown_wherever_the_outcome_is():
    asked = outcome(OPEN, LATE, accepted(1))
    assert (
        asked.words
        == "Request corrections (round 2); late return of round 1 accepted by Pat on April 17, 2026: Road closed"
    )
    unfinished = outcome(LATE, accepted(1), put("reviewer", name=""))
    assert unfinished.words.startswith("Incomplete; late return of round 1 accepted by Pat")


@pytest.mark.parametrize(("returned", "kind"), [("6-30", APPROVE), ("7-1", INVALID)])
def test_the_90th_day_is_in_time_and_nothing_lifts_the_91st(returned, kind):
    change = both(on("7-9"), rounds(f"{FIRST} {FIRST} 4-10", f"6-20 6-20 {returned}"))
    assert outcome(change).kind is kind
    assert outcome(change, accepted(2)).kind is kind


def test_invalid_after_the_final_date_names_it():
    judged = outcome(on("7-9"), rounds(f"{FIRST} {FIRST} 4-10", "6-20 6-20 7-1"), accepted(2))
    assert seen(judged)[0] == (
        "2.7b",
        "round 2 was returned on July 1, 2026, after the final date June 30, 2026",
        "process_days",
    )
    assert "accepts" not in judged.next_step
    assert judged.accepted_late == ()


@pytest.mark.parametrize(("as_of", "kind"), [("6-30", REQUEST), ("7-1", INVALID)])
def test_a_round_that_could_only_begin_after_the_final_date_is_not_asked_for(as_of, kind):
    judged = outcome(OPEN, on(as_of), rounds(f"{FIRST} {FIRST} 4-16"))
    assert judged.kind is kind
    if kind is INVALID:
        assert seen(judged)[0] == (
            "2.7c",
            "deficiencies are still open on July 1, 2026, after the final date June 30, 2026",
            "process_days",
        )


TOO_LATE_FEEDBACK = both(
    on("7-9"), rounds(f"{FIRST} {FIRST} 4-16", "7-1 7-1 7-2"), logged(("7-1", LetterKind.FEEDBACK, 2))
)


@pytest.mark.parametrize("change", [OPEN, nothing], ids=["open", "nothing open"])
def test_a_feedback_after_the_final_date_is_no_round_and_the_process_ended_with_deficiencies_open(change):
    judged = outcome(TOO_LATE_FEEDBACK, change)
    assert judged.kind is INVALID
    words = "deficiencies were still open on the final date June 30, 2026; the feedback of round 2 came after it, on July 1, 2026"
    assert seen(judged)[0] == ("2.7c", words, "process_days")
    assert "accepts" not in judged.next_step


def test_a_feedback_that_was_sent_by_the_final_date_and_received_after_it_came_too_late():
    judged = outcome(OPEN, on("7-9"), rounds(f"{FIRST} {FIRST} 4-16", "6-30 7-1 -"))
    assert (judged.kind, seen(judged)[0][0]) == (INVALID, "2.7c")
    assert "not been returned" not in seen(judged)[0][1]


def test_a_feedback_on_the_final_date_can_be_answered_on_that_day_only():
    asked = rounds(f"{FIRST} {FIRST} 4-16", "6-30 6-30 -")
    assert outcome(OPEN, asked, on("6-30")).kind is AWAITING
    judged = outcome(OPEN, asked, on("7-1"))
    assert (judged.kind, seen(judged)[0][0]) == (INVALID, "2.7b")


def test_a_day_of_feedback_after_the_final_date_that_nothing_confirms_may_be_mistyped():
    judged = outcome(TOO_LATE_FEEDBACK, OPEN, lists(letters=()))
    assert (judged.kind, [flag.code for flag in judged.flags]) == (INCOMPLETE, ["RD-204"])
    assert outcome(OPEN, on("7-9"), rounds(f"{FIRST} {FIRST} 4-16", "6-1 6-1 6-2")).kind is INVALID


@pytest.mark.parametrize(("accepted_on", "kind"), [("6-30", APPROVE), ("7-1", INVALID)])
def test_an_acceptance_on_the_final_date_counts_and_one_after_it_does_not(accepted_on, kind):
    judged = outcome(LATE, on("7-9"), accepted(1, late_accepted_on=day(accepted_on)))
    assert judged.kind is kind
    if kind is INVALID:
        words = (
            "round 1 was due on April 16, 2026 and was returned on April 17, 2026; it was accepted on July 1, 2026, after the"
            " final date June 30, 2026, which nothing lifts"
        )
        assert seen(judged)[0] == ("2.7a", words, "correction_days")
        assert judged.next_step == "Make the invalidation letter"
        assert judged.accepted_late == ()


@pytest.mark.parametrize(("as_of", "offered"), [("6-30", True), ("7-1", False)])
def test_a_late_return_may_be_accepted_until_the_final_date(as_of, offered):
    judged = outcome(LATE, on(as_of))
    assert judged.kind is INVALID
    assert ("unless a person accepts" in judged.next_step) == offered


def test_an_earlier_round_that_was_late_is_not_healed_by_a_later_one():
    change = both(on("5-30"), rounds(f"{FIRST} {FIRST} 4-17", "4-20 4-20 4-25"))
    assert outcome(change).kind is INVALID
    assert outcome(change, accepted(1)).kind is APPROVE


def test_three_rounds_that_were_each_in_time_are_approved():
    change = both(on("6-30"), rounds(f"{FIRST} {FIRST} 4-16", "4-20 4-20 5-5", "5-10 5-10 5-25"))
    assert outcome(change).kind is APPROVE
    assert (outcome(change, OPEN).kind, outcome(change, OPEN).round) == (REQUEST, 4)


def test_an_empty_row_of_rounds_changes_nothing():
    assert outcome(lists(rounds=(CorrectionRound(),))).kind is APPROVE


def test_a_no_counts_nothing_and_is_not_a_deficiency_of_its_own():
    judged = outcome(no("B2"))
    assert judged.kind is APPROVE
    assert seen(judged)[0] == ("2.6b", "overall 90.9 %", "certification_overall_minimum")


@pytest.mark.parametrize(("received", "version"), [("2022-3-29", "1.0"), ("2022-3-30", "1.1")])
def test_the_version_in_force_on_the_day_of_receipt_governs(received, version):
    judged = put("case", received_on=day(received))(Setting()).judged()
    assert judged.case.parameters.version == version


def test_one_point_decides():
    instrument = scale((1000,))
    below = scored(instrument, "799.999", review=CLEAN)
    at = scored(instrument, "800", review=CLEAN)
    assert Setting(below, instrument).judged().outcome.kind is REQUEST
    assert Setting(at, instrument).judged().outcome.kind is APPROVE
