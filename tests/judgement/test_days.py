"""The days of a review: each pair that has an order is compared, on both sides of the line; a day before 1990 is told as that."""

import dataclasses
import datetime as dt
import typing

import pytest

from secor_xl.judgement.days import DAYS
from secor_xl.judgement.flags import Severity
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.review.model import CorrectionRound, DoneVerdict, LastYearItem, LetterKind, LetterRecord, Review, Timing
from secor_xl.review.snapshots import with_snapshot
from tests.judgement.tiny import CLEAN, Setting, both, day, item, lists, on, program, put, question

# Every day of a review in an order that can be: "today" is the day of the judgement.
WHOLE = both(
    on("7-30"),
    program(data_gathering_days=None, submission_days=None, training_years=None),
    put("case", submitted_on=day("3-10"), received_on=day("3-12")),
    put("assessor", trained_on=day("2024-5-6"), refreshed_on=day("2025-5-6")),
    put("data_gathering", start=day("3-2"), end=day("3-6")),
    put("assessor_sign_off", signed_on=day("3-8")),
    put("employer_sign_off", signed_on=day("3-8")),
    put("reviewer", reviewed_on=day("4-20")),
    put("previous_plan", received_on=day("3-20")),
    question(
        "B1", newest_record=day("3-3"), finding="Found", needed="Do it", timing=Timing.NOW, resolved_on=day("4-18")
    ),
    lambda setting: dataclasses.replace(setting, review=with_snapshot(setting.review, 1, day("3-30"))),
    question("B1", attached="Form 7", looked_at_on=day("4-20")),
    lists(
        action_plan=(item("B1", target_date=day("6-1")),),
        last_year=(LastYearItem(target_date=day("2025-6-1"), done=DoneVerdict.YES),),
        rounds=(
            CorrectionRound(day("4-1"), day("4-2"), day("4-19"), "Pat", day("4-20"), "Road closed", "", day("4-1")),
        ),
        letters=(LetterRecord(LetterKind.FEEDBACK, 1, day("3-30")),),
    ),
)
NO_ROUND = both(
    lists(rounds=(), letters=()), put("reviewer", reviewed_on=day("3-12")), question("B1", resolved_on=day("3-12"))
)

# The later day may be the same as the earlier one; a day before that, the rule speaks. Severity by whose mistake it is.
ORDER = [
    ("assessor.trained_on", "data_gathering.start", "EL-403", Severity.ADVISORY),
    ("assessor.trained_on", "assessor.refreshed_on", "EL-202", Severity.BLOCKING),
    ("data_gathering.start", "data_gathering.end", "SD-203", Severity.BLOCKING),
    ("data_gathering.end", "case.submitted_on", "SD-203", Severity.BLOCKING),
    ("data_gathering.end", "rounds.returned_on", "SD-203", Severity.BLOCKING),
    ("data_gathering.end", "assessor_sign_off.signed_on", "SD-406", Severity.ADVISORY),
    ("data_gathering.end", "employer_sign_off.signed_on", "SD-406", Severity.ADVISORY),
    ("assessor_sign_off.signed_on", "case.submitted_on", "SD-406", Severity.ADVISORY),
    ("employer_sign_off.signed_on", "case.submitted_on", "SD-406", Severity.ADVISORY),
    ("assessor_sign_off.signed_on", "rounds.returned_on", "SD-406", Severity.ADVISORY),
    ("employer_sign_off.signed_on", "rounds.returned_on", "SD-406", Severity.ADVISORY),
    ("questions.oldest_record", "questions.newest_record", "EV-205", Severity.FORM),
    ("questions.newest_record", "case.submitted_on", "EV-205", Severity.FORM),
    ("questions.newest_record", "rounds.returned_on", "EV-205", Severity.FORM),
    ("case.submitted_on", "case.received_on", "FM-201", Severity.FORM),
    ("case.received_on", "reviewer.reviewed_on", "FM-201", Severity.FORM),
    ("rounds.returned_on", "reviewer.reviewed_on", "FM-203", Severity.FORM),
    ("case.received_on", "rounds.feedback_sent_on", "RD-201", Severity.FORM),
    ("rounds.feedback_sent_on", "rounds.feedback_received_on", "RD-201", Severity.FORM),
    ("rounds.feedback_received_on", "rounds.returned_on", "RD-201", Severity.FORM),
    ("rounds.returned_on", "rounds.late_accepted_on", "RD-201", Severity.FORM),
    ("case.received_on", "letters.written_on", "FM-205", Severity.FORM),
    ("letters.written_on", "rounds.feedback_sent_on", "FM-205", Severity.FORM),
    ("case.received_on", "questions.resolved_on", "FI-201", Severity.FORM),
    ("rounds.returned_on", "questions.looked_at_on", "FM-109", Severity.FORM),
    ("case.submitted_on", "action_plan.target_date", "AP-203", Severity.ADVISORY),
]
WITHOUT_ROUNDS = ("case.submitted_on", "case.received_on")
# A day after the day of the judgement has not happened.
NOT_AFTER_TODAY = {
    "assessor.trained_on": "EL-202",
    "assessor.refreshed_on": "EL-202",
    "data_gathering.end": "SD-203",
    "assessor_sign_off.signed_on": "SD-401",
    "employer_sign_off.signed_on": "SD-401",
    "questions.newest_record": "EV-205",
    "case.received_on": "FM-201",
    "reviewer.reviewed_on": "FM-201",
    "rounds.feedback_sent_on": "RD-202",
    "rounds.feedback_received_on": "RD-202",
    "rounds.returned_on": "RD-202",
    "rounds.late_accepted_on": "RD-202",
    "rounds.judged_as_of": "RD-202",
    "questions.resolved_on": "FI-201",
    "questions.looked_at_on": "FM-109",
}
NOT_AFTER_ANOTHER = {"questions.oldest_record", "data_gathering.start", "case.submitted_on"}
# Last year's plan may have come before this submission; one in the future has not come (2.12).
PLAN_CAME = "previous_plan.received_on"
# Nothing is counted from the day as of which a round was judged.
NO_ORDER = {PLAN_CAME, "rounds.judged_as_of", "last_year.target_date"}
# Letters are logged on the reviewer's own day, which may be later than the one that cells are judged as of.
MAY_LIE_AHEAD = {PLAN_CAME, "action_plan.target_date", "last_year.target_date", "letters.written_on"}
EVERY_DAY = [f"{section}.{name}" for section, names in DAYS.items() for name in names]


def got(review, field):
    section, name = field.split(".")
    part = getattr(review, section)
    if section == "questions":
        part = review.question("B1")
    return getattr(part[0] if isinstance(part, tuple) else part, name)


def with_day(field, value):
    section, name = field.split(".")
    if section == "questions":
        return question("B1", **{name: value})
    if isinstance(getattr(CLEAN, section), tuple):

        def change(setting):
            first, *others = getattr(setting.review, section)
            return lists(**{section: (dataclasses.replace(first, **{name: value}), *others)})(setting)

        return change
    return put(section, **{name: value})


def codes(setting):
    return {flag.code for flag in setting.judged().flags}


def test_the_days_are_all_days_of_the_review():
    found = set()
    for section, kind in typing.get_type_hints(Review).items():
        if section == "snapshots":
            continue
        record = (typing.get_args(kind) or (kind,))[0]
        days = [name for name, hint in typing.get_type_hints(record).items() if dt.date in typing.get_args(hint)]
        found |= {f"{section}.{name}" for name in days}
    assert set(EVERY_DAY) == found


def test_every_day_is_compared_with_another():
    assert {field for pair in ORDER for field in pair[:2]} == set(EVERY_DAY) - NO_ORDER
    assert set(NOT_AFTER_TODAY) | NOT_AFTER_ANOTHER == set(EVERY_DAY) - MAY_LIE_AHEAD


def test_nothing_is_wrong_with_days_in_their_order():
    assert codes(WHOLE(Setting())) <= {"EV-302"}


@pytest.mark.parametrize(("earlier", "later", "code", "severity"), ORDER, ids=[f"{a} <= {b}" for a, b, *_ in ORDER])
def test_two_days_that_cannot_both_be_right(earlier, later, code, severity):
    """The earlier day is put on the later one, where the rule is silent, and then a day after it."""
    base = WHOLE(Setting())
    if later in WITHOUT_ROUNDS:
        base = NO_ROUND(base)
    limit = got(base.review, later)
    assert code not in codes(with_day(earlier, limit)(base))
    flags = with_day(earlier, limit + dt.timedelta(days=1))(base).judged().flags
    assert {flag.severity for flag in flags if flag.code == code} == {severity}


@pytest.mark.parametrize(("field", "code"), NOT_AFTER_TODAY.items())
def test_a_day_may_be_today_and_not_tomorrow(field, code):
    base = WHOLE(Setting())
    for as_of, told in ((got(base.review, field), False), (got(base.review, field) - dt.timedelta(days=1), True)):
        flags = dataclasses.replace(base, as_of=as_of).judged().flags
        section, name = field.split(".")
        here = [flag for flag in flags if (flag.place.section, flag.place.field) == (section, name)]
        assert any(flag.code == code and "in the future" in flag.message for flag in here) == told


@pytest.mark.parametrize("field", EVERY_DAY)
@pytest.mark.parametrize("typed", [2026, 1990], ids=str)
def test_a_year_typed_alone_is_told_as_what_it_is_and_is_no_day_to_any_other_rule(field, typed):
    excel = dt.date(1899, 12, 30) + dt.timedelta(days=typed)
    judged = with_day(field, excel)(WHOLE(Setting())).judged()
    about = [flag for flag in judged.flags if "1905" in flag.message or "1905" in flag.needed]
    [flag] = [flag for flag in judged.flags if flag.code == "FM-204"]
    assert about == [flag]
    assert flag.message.endswith(f'as Excel reads "{typed}" typed alone')
    assert (flag.severity, flag.needed) == (Severity.FORM, "")
    assert [other for other in judged.flags if other.place == flag.place] == [flag]
    assert judged.outcome.kind is OutcomeKind.INCOMPLETE
    assert not any("1905" in f"{each.words} {each.due_on}" for each in judged.deadlines.rounds)
    assert got(judged.case.review, field) == excel, "what was entered stays"


@pytest.mark.parametrize(("entered", "told"), [("1989-12-31", True), ("1990-1-1", False)])
def test_1990_is_the_first_year_that_is_meant(entered, told):
    flags = with_day("assessor.trained_on", day(entered))(WHOLE(Setting())).judged().flags
    assert [flag.message for flag in flags if flag.code == "FM-204"] == [
        "The day is December 31, 1989, which is before 1990"
    ] * told
