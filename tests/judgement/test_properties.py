"""What holds for every review."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import fields, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from secor_xl.judgement.assessment import assess
from secor_xl.judgement.case import WORD, Case, words_of
from secor_xl.judgement.deficiencies import about_the_action_plan, for_the_future, to_add_to_the_plan, to_correct
from secor_xl.judgement.flags import Flag, Severity
from secor_xl.judgement.outcome import OutcomeKind, outcome_of
from secor_xl.judgement.rules import ALL
from secor_xl.judgement.scoring import Verdict, points_are_allowed, scores_of
from secor_xl.procedure.instrument import Element, Instrument, NotApplicable, Question, Scoring, Verification
from secor_xl.review.model import CaseFile, QuestionReview, Response, Review, Timing, YearKind
from secor_xl.workbook.reading.cell_problem import CellProblem
from tests.judgement.cases import CASES, Raises
from tests.judgement.tiny import OFFICE, PARAMETERS, TINY, Setting, both, day, on, question, rounds
from tests.strategies import odd_reviews

# How good an outcome is for the employer. "Incomplete" is left out, because it says nothing of the assessment: it is a state
# of the review, which any change can bring about or end. To wait for a correction and to be asked for one are equally good:
# only the day decides between them.
GOODNESS = {
    OutcomeKind.INVALID: 0,
    OutcomeKind.AWAITING_CORRECTION: 1,
    OutcomeKind.REQUEST_CORRECTIONS: 1,
    OutcomeKind.APPROVE: 2,
}

# Every state that the correction rounds can be in, as of the same day.
STATES = {
    "no feedback": rounds(),
    "awaited": rounds("4-20 4-20 -"),
    "overdue": rounds("4-1 4-1 -"),
    "in time": rounds("4-1 4-1 4-16"),
    "late": rounds("4-1 4-1 4-17"),
    "next round awaited": rounds("4-1 4-1 4-16", "4-20 4-20 -"),
}
AS_OF = "4-30"
states = st.sampled_from(list(STATES)).map(lambda name: both(on(AS_OF), STATES[name]))

ANY_CHANGE = [case.change for cases in CASES.values() for case in cases]
BLOCKING = [
    case.change
    for code, cases in CASES.items()
    for case in cases
    if isinstance(case, Raises)
    and {flag.severity for flag in case.change(Setting()).judged().flags} == {Severity.BLOCKING}
    and not code.startswith("FI-")
]


def steps(question_id: str) -> list[Decimal]:
    """Every number of points that a question can have."""
    asked = TINY.by_id[question_id]
    if asked.step is None:
        return [Decimal(0), asked.points]
    return [asked.step * number for number in range(int(asked.points / asked.step) + 1)]


def with_points(awarded: dict[str, Decimal]):
    """These points, each with a finding for the future, so that none is taken off without a word."""
    return both(
        *(
            question(each, points=points, finding="Found", needed="Do it", timing=Timing.FUTURE)
            for each, points in awarded.items()
        )
    )


points_of_all = st.fixed_dictionaries({each: st.sampled_from(steps(each)) for each in TINY.by_id})


@given(st.permutations(TINY.questions), points_of_all, st.sampled_from(ANY_CHANGE), states)
def test_the_order_of_the_questions_in_the_review_does_not_matter(order, awarded, change, state):
    setting = change(both(state, with_points(awarded))(Setting()))
    place = {each.id: number for number, each in enumerate(order)}
    entries = sorted(setting.review.questions, key=lambda entry: place.get(entry.question_id, -1))
    other = replace(setting, review=replace(setting.review, questions=tuple(entries)))
    one, two = setting.judged(), other.judged()
    assert (one.scores, one.flags, one.deadlines, one.outcome) == (two.scores, two.flags, two.deadlines, two.outcome)


@given(points_of_all, points_of_all, st.sampled_from(YearKind), states)
def test_more_points_never_worsen_the_outcome(some, others, year, state):
    less = {each: min(some[each], others[each]) for each in some}
    more = {each: max(some[each], others[each]) for each in some}
    setting = state(Setting())
    setting = replace(setting, review=replace(setting.review, case=replace(setting.review.case, year_kind=year)))
    low, high = (with_points(awarded)(setting).judged().outcome.kind for awarded in (less, more))
    assume(high is not OutcomeKind.INCOMPLETE)  # nothing is open any more, and the return is not entered
    assert GOODNESS[low] <= GOODNESS[high]


@given(points_of_all, st.sampled_from(BLOCKING), states)
def test_something_more_that_blocks_never_improves_the_outcome(awarded, change, state):
    before = both(state, with_points(awarded))(Setting())
    after = change(before).judged()
    assume(after.blocking)  # a "tomorrow" of the cases may be long past in this state
    if OutcomeKind.INCOMPLETE not in (after.outcome.kind, before.judged().outcome.kind):
        assert GOODNESS[after.outcome.kind] <= GOODNESS[before.judged().outcome.kind]
        assert after.outcome.kind is not OutcomeKind.APPROVE


@given(points_of_all, st.sampled_from([rule for rule in ALL if rule.severity is Severity.BLOCKING]), states)
def test_a_new_blocking_flag_never_improves_the_outcome(awarded, rule, state):
    judged = both(state, with_points(awarded))(Setting()).judged()
    assume(not judged.unfinished)
    place = next(flag.place for flag in BLOCKING[0](Setting()).judged().flags)
    flags = (*judged.flags, Flag(rule, place, "Something", "Do it."))
    after = outcome_of(judged.case, judged.scores, flags, judged.deadlines)
    assert GOODNESS[after.kind] <= GOODNESS[judged.outcome.kind]
    assert after.kind is not OutcomeKind.APPROVE


@given(st.sampled_from(ANY_CHANGE), states)
def test_an_advisory_flag_never_changes_the_outcome(change, state):
    judged = both(state, change)(Setting()).judged()
    without = tuple(flag for flag in judged.flags if flag.severity is not Severity.ADVISORY)
    assert outcome_of(judged.case, judged.scores, without, judged.deadlines) == judged.outcome


@given(st.sampled_from(ANY_CHANGE), st.sampled_from(ANY_CHANGE))
def test_the_same_review_on_the_same_day_is_judged_the_same(one, other):
    setting = both(one, other)(Setting())
    first, second = setting.judged(), setting.judged()
    assert (first.flags, first.deadlines, first.outcome) == (second.flags, second.deadlines, second.outcome)


def say_everything(assessment) -> None:
    """Take every word that can be shown, because a word that raises is as bad as a judgement that does."""
    for listed in (to_correct, for_the_future, about_the_action_plan, to_add_to_the_plan):
        listed(assessment)
    for flag in assessment.flags:
        assert str(flag)
        assert flag.message
        assert not flag.message.endswith(".")
        assert len(flag.message) < 2000
    for score in (assessment.scores.overall, *assessment.scores.elements):
        assert score.shown
        assert score.verdict_words
    for each in assessment.deadlines.rounds:
        assert each.words
    assert assessment.outcome.words
    assert assessment.outcome.next_step
    assert [str(because) for because in assessment.outcome.because]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(odd_reviews(), st.dates(), st.booleans())
def test_no_review_is_too_odd_to_be_judged(review, as_of, unreadable):
    problems = (CellProblem("", "", "", ""),) if unreadable else ()
    say_everything(assess(review, instrument=TINY, office=OFFICE, as_of=as_of, problems=problems))


def odd_values(value) -> list[object]:
    """Values that are odd but of the same type."""
    if isinstance(value, dt.date):
        return [dt.date.min, dt.date.max, None]
    if isinstance(value, Decimal):
        return [Decimal(text) for text in ("NaN", "sNaN", "-Infinity", "1E+999999", "1E-999999", "-1")] + [None]
    if isinstance(value, int):
        return [-(10**5000), 10**5000, None]
    if isinstance(value, str) and type(value) is str:
        return ["", " ", "\n", "x" * 100_000, "\ud800", "\x00", "{{7*7}}", "0" * 10_000]
    return [None]


def test_one_odd_value_anywhere_in_a_clean_review_is_judged():
    """Hypothesis seldom breaks exactly one thing; here each fact of the clean review is broken once in every way."""
    base = both(on(AS_OF), STATES["next round awaited"])(Setting())
    changed = 0
    for section in fields(Review):
        part = getattr(base.review, section.name)
        entries = part if isinstance(part, tuple) else (part,)
        for number, entry in enumerate(entries):
            for item in fields(entry):
                value = getattr(entry, item.name)
                if isinstance(value, tuple):
                    continue
                for odd in odd_values(value):
                    broken = replace(entry, **{item.name: odd})
                    rows = (*entries[:number], broken, *entries[number + 1 :])
                    whole: Any = rows if isinstance(part, tuple) else broken
                    review = replace(base.review, **{section.name: whole})
                    say_everything(replace(base, review=review).judged())
                    changed += 1
    assert changed > 300


def random_instrument(chance: random.Random) -> Instrument:
    elements = []
    for letter in "ABC"[: chance.randint(1, 3)]:
        questions = []
        for number in range(1, chance.randint(2, 5)):
            in_steps = chance.random() < 0.6
            step = Decimal(chance.choice(["0.1", "0.2", "0.5", "1", "2", "2.5"])) if in_steps else None
            points = step * chance.randint(1, 40) if step else Decimal(chance.randint(1, 60))
            questions.append(
                Question(
                    id=f"{letter}{number}",
                    text="Is it so?",
                    guideline="Ask.",
                    points=points,
                    scoring=Scoring.RANGE if step else Scoring.ALL_OR_NOTHING,
                    step=step,
                    verification=(Verification.INTERVIEW,),
                    not_applicable=NotApplicable.JUSTIFIED,
                    documents="",
                    records=False,
                    notes_minimum_words=0,
                    notes_example=False,
                )
            )
        elements.append(Element(letter, "Element", tuple(questions)))
    return Instrument("random", "1", "Random", True, "", tuple(elements), (), "")


def random_entry(chance: random.Random, asked: Question) -> QuestionReview | None:
    kind = chance.random()
    if kind < 0.02:
        return None
    if kind < 0.2:
        return QuestionReview(asked.id, Response.NOT_APPLICABLE)
    if kind < 0.22:
        return QuestionReview(asked.id, chance.choice([None, Response.YES]))
    if kind < 0.25:
        return QuestionReview(asked.id, Response.YES, points=asked.points + Decimal("0.1"))
    step = asked.step or asked.points
    most = int(asked.points / step)
    least = most // 2 if chance.random() < 0.7 else 0
    return QuestionReview(asked.id, Response.YES, points=step * chance.randint(least, most))


def oracle(questions: tuple[Question, ...], review: Review) -> tuple[int, int] | None:
    """The points given and possible of some questions, or nothing where one is not scored: whole thousandths of points."""
    given_points = possible = 0
    complete = True
    for asked in questions:
        entry = next((each for each in review.questions if each.question_id == asked.id), None)
        if entry is not None and entry.response is Response.NOT_APPLICABLE:
            continue
        worth = int(asked.points.scaleb(3))
        possible += worth
        if entry is None or entry.response is None or entry.points is None:
            complete = False
            continue
        awarded = int(entry.points.scaleb(3))
        step = int(asked.step.scaleb(3)) if asked.step else worth
        if awarded < 0 or awarded > worth or awarded % step:
            complete = False
            continue
        given_points += awarded
    return (given_points, possible) if complete else None


def at_least(seen: tuple[int, int], least: int) -> bool:
    given_points, possible = seen
    return given_points * 100 >= possible * least


def test_an_oracle_in_whole_numbers_agrees_on_20_000_scores():
    chance = random.Random(20220330)
    counted = {"incomplete": 0, "passed": 0, "failed": 0, "nothing applies": 0}
    for number in range(20_000):
        instrument = random_instrument(chance)
        entries = [random_entry(chance, asked) for asked in instrument.questions]
        year = chance.choice(list(YearKind))
        review = Review(case=CaseFile(year_kind=year), questions=tuple(entry for entry in entries if entry))
        scores = scores_of(Case(review, instrument, PARAMETERS, OFFICE, day("3-20")))
        whole = oracle(instrument.questions, review)
        parts = [oracle(element.questions, review) for element in instrument.elements]
        for score, part in zip(scores.elements, parts, strict=True):
            if part is None:
                assert score.verdict is Verdict.INCOMPLETE, number
            elif part[1] == 0:
                assert score.verdict is Verdict.NOT_APPLICABLE, number
            elif year is YearKind.MAINTENANCE:
                assert score.verdict is Verdict.NO_MINIMUM, number
            else:
                assert (score.verdict is Verdict.PASS) is at_least(part, 50), number
        if whole is None:
            counted["incomplete"] += 1
            assert not scores.complete, number
            assert not scores.passed, number
            continue
        assert (scores.overall.given * 1000, scores.overall.possible * 1000) == (
            Decimal(whole[0]),
            Decimal(whole[1]),
        ), number
        if not whole[1]:
            counted["nothing applies"] += 1
            assert not scores.passed, number
            continue
        shown = Decimal(scores.overall.shown.removesuffix(" %"))
        assert shown <= Decimal(whole[0] * 100) / Decimal(whole[1]) < shown + Decimal("0.01"), number
        if year is YearKind.MAINTENANCE:
            passed = at_least(whole, 60)
        else:
            passed = at_least(whole, 80) and all(part is None or not part[1] or at_least(part, 50) for part in parts)
        counted["passed" if passed else "failed"] += 1
        assert scores.passed is passed, number
    assert all(count > 20 for count in counted.values()), counted


@pytest.mark.parametrize("asked", TINY.questions, ids=lambda asked: asked.id)
def test_every_step_is_allowed_and_nothing_between_two_steps_is(asked):
    allowed = steps(asked.id)
    for lower, upper in pairwise(allowed):
        assert points_are_allowed(asked, lower)
        assert not points_are_allowed(asked, (lower + upper) / 2)
    assert points_are_allowed(asked, allowed[-1])


@given(st.one_of(st.text(st.characters(max_codepoint=127)), st.text()))
def test_words_are_runs_of_letters_in_whatever_alphabet_without_case(text: str) -> None:
    assert words_of(text) == tuple(WORD.findall(text.casefold()))
