"""Scores (2.6), as sentences of the procedure, in pairs around each line."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from secor_xl.judgement.case import Case
from secor_xl.judgement.scoring import Verdict, points_are_allowed, scores_of
from secor_xl.review.model import QuestionReview, Response, YearKind
from tests.judgement.scale import scale, scored, scores
from tests.judgement.tiny import OFFICE, PARAMETERS, TINY, day

ONE = scale((100,))
TWO = scale((100,), (100,))
CERTIFICATION, MAINTENANCE = YearKind.CERTIFICATION, YearKind.MAINTENANCE


@pytest.mark.parametrize(
    ("points", "shown", "verdict"),
    [
        ("79.97", "79.97 %", Verdict.BELOW),
        ("79.999", "79.99 %", Verdict.BELOW),
        ("80", "80 %", Verdict.PASS),
        ("80.001", "80 %", Verdict.PASS),
    ],
)
def test_a_certification_year_passes_at_80_and_not_under_it(points, shown, verdict):
    overall = scores(ONE, points).overall
    assert (overall.shown, overall.verdict) == (shown, verdict)


@pytest.mark.parametrize(
    ("points", "verdict"), [("49.9", Verdict.BELOW), ("49.999", Verdict.BELOW), ("50", Verdict.PASS)]
)
def test_each_element_of_a_certification_year_passes_at_50_and_not_under_it(points, verdict):
    seen = scores(scale((100,), (900,)), points, "900")
    assert seen.elements[0].verdict is verdict
    assert seen.overall.verdict is Verdict.PASS
    assert seen.passed is (verdict is Verdict.PASS)


def test_every_element_counts_and_not_only_the_first():
    assert [score.label for score in scores(scale((100,), (100,), (100,)), "100", "49.9", "100").below] == ["B"]


def test_an_overall_score_under_80_fails_although_every_element_is_over_50():
    seen = scores(TWO, "79", "79")
    assert [score.label for score in seen.below] == ["Overall"]
    assert not seen.passed


@pytest.mark.parametrize(("points", "verdict"), [("59.99", Verdict.BELOW), ("60", Verdict.PASS)])
def test_a_maintenance_year_passes_at_60_and_not_under_it(points, verdict):
    assert scores(ONE, points, year=MAINTENANCE).overall.verdict is verdict


def test_a_maintenance_year_has_no_minimum_per_element():
    seen = scores(scale((100,), (900,)), "10", "900", year=MAINTENANCE)
    assert seen.elements[0].shown == "10 %"
    assert seen.elements[0].verdict is Verdict.NO_MINIMUM
    assert seen.passed


def test_the_same_points_pass_in_a_maintenance_year_and_fail_in_a_certification_year():
    assert scores(ONE, "70", year=MAINTENANCE).passed
    assert not scores(ONE, "70", year=CERTIFICATION).passed


def test_a_question_that_does_not_apply_leaves_both_the_given_and_the_possible_points():
    seen = scores(scale((10, 90)), "5", "n/a")
    assert (seen.overall.given, seen.overall.possible) == (Decimal(5), Decimal(10))
    assert seen.overall.percentage == 50


def test_an_element_of_which_nothing_applies_has_no_mark_to_reach():
    seen = scores(TWO, "100", "n/a")
    assert [score.minimum is None for score in seen.elements] == [False, True]
    assert (seen.elements[1].shown, seen.elements[1].verdict) == ("N/A", Verdict.NOT_APPLICABLE)
    assert seen.overall.minimum is not None
    assert seen.passed


def test_points_under_a_question_that_does_not_apply_are_not_counted():
    instrument = scale((10, 90))
    review = scored(instrument, "5", "n/a")
    entries = (review.questions[0], replace(review.questions[1], points=Decimal(90), points_claimed=Decimal(90)))
    seen = scores_of(Case(replace(review, questions=entries), instrument, PARAMETERS, OFFICE, day("3-20")))
    assert (seen.overall.given, seen.overall.possible) == (Decimal(5), Decimal(10))
    assert seen.overall.claimed == 5


def test_an_element_of_which_nothing_applies_has_no_50_test_and_shows_so():
    seen = scores(scale((100,), (50, 50)), "80", "n/a", "n/a")
    assert seen.elements[1].verdict is Verdict.NOT_APPLICABLE
    assert seen.elements[1].shown == seen.elements[1].verdict_words == "N/A"
    assert seen.elements[1].percentage is None
    assert seen.overall.shown == "80 %"
    assert seen.passed


def test_an_element_with_no_points_has_its_50_test():
    seen = scores(scale((100,), (10,)), "100", "0")
    assert seen.elements[1].shown == "0 %"
    assert not seen.passed


def test_where_nothing_at_all_applies_there_is_no_score_that_could_pass():
    seen = scores(TWO, "n/a", "n/a")
    assert seen.overall.verdict is Verdict.NOT_APPLICABLE
    assert not seen.passed


@pytest.mark.parametrize("unscored", ["", "?"])
def test_a_score_that_is_not_complete_never_shows_a_percentage(unscored):
    seen = scores(scale((50, 50), (100,)), "50", unscored, "100")
    for score in (seen.overall, seen.elements[0]):
        assert score.verdict is Verdict.INCOMPLETE
        assert score.percentage is None
        assert score.shown == "incomplete"
        assert score.unscored == ("A2",)
    assert seen.elements[1].shown == "100 %"
    assert not seen.complete
    assert not seen.passed


def test_points_that_the_instrument_does_not_allow_are_no_score():
    for points in ("100.0001", "-1", "101"):
        assert scores(ONE, points).overall.shown == "incomplete"


def test_without_the_kind_of_year_there_is_no_verdict():
    seen = scores(ONE, "100", year=None)
    assert seen.overall.verdict is Verdict.INCOMPLETE
    assert not seen.passed


def test_the_reviewers_points_count_and_never_the_assessors_claim():
    entry = QuestionReview("A1", Response.YES, points_claimed=Decimal(100), points=Decimal(79))
    review = replace(scored(ONE, "79"), questions=(entry,))
    overall = scores_of(Case(review, ONE, PARAMETERS, OFFICE, day("3-20"))).overall
    assert (overall.given, overall.claimed, overall.shown) == (Decimal(79), Decimal(100), "79 %")
    without = replace(review, questions=(replace(entry, points=None),))
    assert scores_of(Case(without, ONE, PARAMETERS, OFFICE, day("3-20"))).overall.shown == "incomplete"


@pytest.mark.parametrize("claim", ["1E+999999", "-5", "NaN", "sNaN", "Infinity", "101"])
def test_a_claim_that_the_question_does_not_have_is_left_out(claim):
    entry = QuestionReview("A1", Response.YES, points_claimed=Decimal(claim), points=Decimal(79))
    review = replace(scored(ONE, "79"), questions=(entry,))
    assert scores_of(Case(review, ONE, PARAMETERS, OFFICE, day("3-20"))).overall.claimed == 0


def test_a_third_is_exact():
    seen = scores(scale((3,)), "1")
    assert seen.overall.percentage == Fraction(100, 3)
    assert seen.overall.shown == "33.33 %"


def test_a_score_is_never_shown_as_more_than_it_is():
    seen = scores(scale((30_000,)), "23999.999")
    assert seen.overall.shown == "79.99 %"
    assert seen.overall.verdict is Verdict.BELOW


def test_the_words_of_a_verdict_name_the_mark():
    assert scores(ONE, "79").overall.verdict_words == "Below 80 %"
    assert scores(scale((100,), (900,)), "1", "900").elements[0].verdict_words == "Below 50 %"
    assert scores(ONE, "80").overall.verdict_words == "Pass"
    assert scores(ONE, "?").overall.verdict_words == "Incomplete"


@pytest.mark.parametrize(
    ("question_id", "allowed", "refused"),
    [
        ("A1", ["0", "10", "10.00"], ["5", "9.99", "-10", "20"]),
        ("B1", ["0", "2", "4", "10", "6.0"], ["1", "3", "9.9", "12", "-2"]),
        ("A2", ["0", "0.1", "9.9", "10"], ["0.05", "9.99", "10.1"]),
    ],
)
def test_points_are_all_or_nothing_or_a_step_of_the_range(question_id, allowed, refused):
    question = TINY.by_id[question_id]
    assert all(points_are_allowed(question, Decimal(points)) for points in allowed)
    assert not any(points_are_allowed(question, Decimal(points)) for points in [*refused, "NaN", "sNaN", "Infinity"])


def test_points_without_a_response_are_no_score():
    review = replace(scored(ONE, "100"), questions=(QuestionReview("A1", points=Decimal(100)),))
    assert scores_of(Case(review, ONE, PARAMETERS, OFFICE, day("3-20"))).overall.shown == "incomplete"
