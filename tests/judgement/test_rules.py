"""Every rule: what raises it, what does not, and that it is complete."""

from __future__ import annotations

import datetime as dt
import re
import timeit
from dataclasses import replace
from decimal import Decimal

import pytest

from secor_xl.judgement.case import Place
from secor_xl.judgement.flags import Severity, registered_rules, rule
from secor_xl.judgement.rules import ALL
from secor_xl.judgement.rules.instrument_applied import ANSWER_OR_CORRECT_HEAD_COUNT
from secor_xl.judgement.rules.phrases import points_of, points_words, quoted
from secor_xl.procedure.clauses import shipped_clauses
from secor_xl.procedure.instrument import Condition, Consistency, read_instrument
from secor_xl.procedure.office import read_office
from secor_xl.resources import shipped_instrument, shipped_letter_templates
from secor_xl.review.model import Account, Decided, DocumentsVerdict, Response
from secor_xl.samples.clean import SAMPLE_AS_OF, clean_review
from secor_xl.workbook.reading.cell_problem import CellProblem
from tests.judgement.cases import CASES, Quiet, Raises
from tests.judgement.tiny import (
    CLEAN,
    PARAMETERS,
    PROCEDURE,
    TINY,
    Setting,
    answered,
    both,
    day,
    item,
    lists,
    no,
    program,
    put,
    question,
    rounds,
)

NA = Response.NOT_APPLICABLE
RULES = {rule.code: rule for rule in ALL}
HEADINGS = ["Checks:", "Why:", "Raised by:", "Not raised by:", "To clear:"]

raising = [(code, case) for code, cases in CASES.items() for case in cases if isinstance(case, Raises)]
quiet = [(code, case) for code, cases in CASES.items() for case in cases if isinstance(case, Quiet)]
every_rule = pytest.mark.parametrize("rule", ALL, ids=list(RULES))


def named(pairs):
    return [f"{code} {case.sentence}" for code, case in pairs]


def test_a_clean_review_raises_nothing():
    assert Setting().judged().flags == ()


@pytest.mark.parametrize(("code", "case"), raising, ids=named(raising))
def test_raises(code, case):
    flags = case.change(Setting()).judged().flags
    assert {flag.code for flag in flags} == {code} | case.beside
    assert case.at in {flag.where for flag in flags if flag.code == code}
    for flag in flags:
        assert flag.message == flag.message.strip()
        assert flag.message
        assert not flag.message.endswith(".")
        assert "\n" not in flag.message
        assert flag.message[0].isupper() or not flag.message[0].isalpha()
        assert len(flag.message) < 400
        assert not flag.needed or re.fullmatch(r"[A-Z].*\.", flag.needed)


@pytest.mark.parametrize(("code", "case"), quiet, ids=named(quiet))
def test_does_not_raise(code, case):
    assert code not in case.beside
    assert {flag.code for flag in case.change(Setting()).judged().flags} == case.beside


@every_rule
def test_has_a_case_that_raises_it_and_one_that_does_not(rule):
    kinds = {type(case) for case in CASES.get(rule.code, [])}
    assert kinds == {Raises, Quiet}


def test_no_case_is_for_a_rule_that_is_not_there():
    assert set(CASES) <= set(RULES)
    assert registered_rules() == ALL


@every_rule
def test_has_a_page_with_its_five_headings_in_order(rule):
    found = re.findall(r"^ *([A-Z][a-z ]+:)", rule.page, re.MULTILINE)
    assert [heading for heading in found if heading in HEADINGS] == HEADINGS
    parts = re.split("|".join(HEADINGS), rule.page)
    assert parts[0] == ""
    assert all(part.strip().endswith(".") for part in parts[1:])
    assert re.search(r"\b2\.[0-9]+", parts[2]), "the reason names its clause"


@every_rule
def test_says_what_is_wrong_and_how_to_clear_it(rule):
    assert re.fullmatch(r"[A-Z].*[^.]", rule.title)
    assert len(rule.title) <= 80
    assert re.fullmatch(r"[A-Z][a-z]+ .+\.", rule.hint)
    assert rule.clause in shipped_clauses()


@every_rule
def test_only_what_the_assessor_can_put_right_reaches_a_letter(rule):
    if rule.severity is Severity.FORM:
        assert rule.needed == ""
    if rule.severity is Severity.BLOCKING:
        assert rule.needed
    if rule.needed:
        assert re.fullmatch(r"[A-Z].*\.", rule.needed)


@every_rule
def test_what_is_said_of_the_action_plan_never_blocks(rule):
    if rule.code.startswith("AP-") or rule.clause in {"2.5f", "2.5g", "2.8", "2.9", "2.10", "2.11", "2.12"}:
        assert rule.severity is Severity.ADVISORY


@every_rule
def test_the_program_numbers_of_the_office_never_block(rule):
    if rule.code in {"SD-301", "SD-302", "SD-303", "EL-301"}:
        assert rule.severity is Severity.ADVISORY


@every_rule
def test_a_code_is_neither_a_cell_nor_a_month_nor_a_number(rule):
    assert re.fullmatch(r"[A-Z]{2}-[1-4][0-9]{2}", rule.code)
    assert not re.fullmatch(r"\$?[A-Z]{1,3}\$?[0-9]+", rule.code)
    months = {dt.date(2026, month, 1).strftime("%B").upper() for month in range(1, 13)}
    assert not {month for month in months if month == rule.code[:2] or rule.code[:2] == month[:3]}


@every_rule
def test_the_name_of_its_function_reads_as_the_defect(rule):
    assert len(rule.check.__name__.split("_")) >= 2


def test_two_counts_that_contradict_are_shown_at_the_first_of_them():
    rule = Consistency(
        "led", Condition(group="workers", present=True), Condition(group="managers", present=True), "Somebody leads."
    )
    instrument = replace(TINY, consistency=(rule,))
    own = put("form", instrument_fingerprint=instrument.fingerprint)(replace(Setting(), instrument=instrument))
    for workers, people in ((4, "4 workers"), (1, "1 worker")):
        flags = put("profile", workers=workers)(own).judged().flags
        assert [(flag.code, flag.where) for flag in flags] == [("CO-401", "Employer profile: Workers")]
        assert flags[0].message == f"The head-count has {people}, but there are no managers: Somebody leads"


def test_an_answer_that_contradicts_the_head_count_is_shown_at_the_question():
    flags = put("profile", contractors=0)(Setting()).judged().flags
    assert flags[0].message == (
        'C1 is answered "yes", but there are no contractors: Only contractors who are there can be told'
    )


@pytest.mark.parametrize(
    ("managers", "supervisors", "workers", "people"),
    [
        (0, 0, 1, "1 worker"),
        (1, 1, 1, "1 manager, 1 supervisor and 1 worker"),
        (0, 1, 2, "1 supervisor and 2 workers"),
        (0, 0, 999_999_999, "999999999 workers"),
        (2, 0, 10**9, "2 managers and a number of ten digits or more workers"),
    ],
)
def test_one_person_is_told_in_the_singular(managers, supervisors, workers, people):
    counts = put("profile", managers=managers, supervisors=supervisors, workers=workers)
    flag = next(each for each in both(counts, answered("A2", NA))(Setting()).judged().flags if each.code == "IN-201")
    assert flag.message == f'The response is "n/a", which is for owner-operators, but the head-count has {people}'


def test_one_day_is_told_in_the_singular():
    one = program(data_gathering_days=1, submission_days=1, training_years=1)
    flags = {
        flag.code: flag for flag in both(one, put("assessor", trained_on=day("2025-3-5")))(Setting()).judged().flags
    }
    assert flags["SD-302"].needed == "Next time, gather the data within 1 day."
    assert "more than 1 day after" in flags["SD-303"].message
    assert flags["EL-301"].message.endswith("more than 1 year earlier")


def test_one_point_is_told_in_the_singular():
    def message(change):
        return next(flag.message for flag in change(Setting()).judged().flags if flag.code[:2] in ("SC", "CO"))

    assert message(question("B1", points=Decimal(1))) == "1 point is entered; allowed are 0 to 10 in steps of 2"
    assert message(question("B1", points=Decimal(3))) == "3 points are entered; allowed are 0 to 10 in steps of 2"
    assert message(question("A2", points=Decimal(1))) == "1 of 10 points was awarded, without a finding"
    assert message(both(no("B2"), question("B2", points=Decimal(5)))).endswith("but 5 points are awarded")


def test_a_date_outside_of_the_record_period_says_which_day_it_is_held_against():
    def messages(**dates):
        return [flag.message for flag in question("B1", **dates)(Setting()).judged().flags]

    old = day("2025-3-5")
    period = "before the first day of the record period, March 6, 2025"
    assert messages(oldest_record=old, newest_record=old) == [f"The newest record is dated March 5, 2025, {period}"]
    assert messages(oldest_record=old) == [f"The oldest record is dated March 5, 2025, {period}"]
    after = "after the last day of data gathering, March 6, 2026"
    assert messages(newest_record=day("3-7")) == [f"The newest record is dated March 7, 2026, {after}"]


def test_two_days_of_a_round_are_told_in_words():
    def messages(*days):
        return [flag.message for flag in rounds(*days)(Setting()).judged().flags if flag.code == "RD-201"]

    assert messages("3-17 3-16 3-18") == [
        "The feedback was received on March 16, 2026, before the feedback was sent on March 17, 2026"
    ]
    assert messages("3-12 3-12 3-15", "3-14 3-16 3-17") == [
        "The feedback was sent on March 14, 2026, before the correction was returned on March 15, 2026"
    ]
    assert messages("3-10 3-12 3-15") == [
        "The feedback was sent on March 10, 2026, before the submission was received on March 11, 2026"
    ]


@pytest.mark.parametrize(("applied", "words"), [(None, "is not entered"), (Decided.NO, 'is "no"')])
def test_a_practice_that_is_not_confirmed_says_why(applied, words):
    flags = put("reviewer", practice_applied=applied)(Setting()).judged().flags
    assert [flag.message for flag in flags] == [f"The confirmation {words}"]


def test_the_correction_that_is_newer_than_the_review_is_named():
    returned = both(rounds("3-12 3-12 3-13", "3-17 3-17 3-20"), put("reviewer", reviewed_on=day("3-19")))
    assert [flag.message for flag in returned(Setting()).judged().flags] == [
        "The day of the review is March 19, 2026, before the correction of round 2 came back on March 20, 2026"
    ]


def test_what_is_missing_is_called_by_its_name():
    def said(change):
        return [(flag.message, flag.needed) for flag in change(Setting()).judged().flags]

    assert said(put("assessor", phone="")) == [
        ("The assessor's phone number is not given", "Give the assessor's phone number.")
    ]
    assert said(put("employer", email="")) == [
        ("The employer's e-mail address is not given", "Give the employer's e-mail address.")
    ]
    account = lists(accounts=(replace(CLEAN.accounts[0], number="", industry_code=""),))
    assert [message for message, _ in said(account)] == [
        "The account number is not given",
        "The industry code is not given",
    ]


def test_a_wrong_question_of_the_action_plan_is_for_the_reviewer_only():
    flags = lists(action_plan=(item("Z9"),))(Setting()).judged().flags
    assert [(flag.code, flag.needed) for flag in flags] == [("AP-201", "")]


def test_an_n_a_that_is_never_allowed_asks_for_an_answer_and_another_for_the_right_head_count_too():
    def needed(question_id):
        return [flag.needed for flag in answered(question_id, NA)(Setting()).judged().flags if flag.code == "IN-201"]

    assert needed("B2") == ['Answer the question with yes or no; the guideline does not allow "n/a" here.']
    assert needed("A2") == needed("C1") == [ANSWER_OR_CORRECT_HEAD_COUNT]


@pytest.mark.parametrize(("notes", "counted"), [("Fine", "1 word"), ("Fine now", "2 words"), ("It is fine", "3 words")])
def test_how_many_words_the_notes_have_is_said(notes, counted):
    [flag] = question("A2", notes=notes)(Setting()).judged().flags
    assert flag.message == f"The notes have {counted}; the guideline asks for 8"


@pytest.mark.parametrize(
    ("points", "possible", "said"),
    [
        ("0", "1", "0 of 1 point"),
        ("1", "1", "1 of 1 point"),
        ("1", "2", "1 of 2 points"),
        ("0.5", "0.5", "0.5 of 0.5 points"),
    ],
)
def test_points_possible_are_told_in_the_singular_where_there_is_one(points, possible, said):
    assert points_of(Decimal(points), Decimal(possible)) == said


@pytest.mark.parametrize(
    ("assessor", "signed", "differs"),
    [("Bo Li", "Wei Li", False), ("Bo Li", "An Ng", True), ("B. Li", "B. Ng", True), ("Li", "L.", False)],
)
def test_names_of_two_letters_are_names_and_one_letter_is_an_initial(assessor, signed, differs):
    changed = both(put("assessor", name=assessor), put("assessor_sign_off", name=signed))(Setting())
    assert bool(changed.judged().flags) == differs


@every_rule
def test_its_page_has_one_line_for_each_heading_and_loses_no_word(rule):
    lines = rule.page_lines()
    assert [line.split(":")[0] + ":" for line in lines] == HEADINGS
    assert " ".join(lines).split() == rule.page.split()


def test_no_code_is_given_twice():
    first = ALL[0]
    with pytest.raises(ValueError, match=first.code):
        rule(first.code, title="", clause="", severity=first.severity, hint="")(first.check)


def test_a_cell_that_could_not_be_read_loses_a_fact_unless_it_is_said_otherwise():
    assert CellProblem("Questions", "F12", "seen", "allowed").loses_a_fact


def test_what_the_assessor_is_told_names_what_the_guideline_asks_for():
    verdicts = {
        DocumentsVerdict.MISSING: "Attach the signed policy.",
        DocumentsVerdict.NOT_APPROPRIATE: "Attach documents that show it: the signed policy.",
        DocumentsVerdict.OUT_OF_DATE: "Attach current documents: the signed policy.",
        DocumentsVerdict.ALTERED: "Attach the documents as they were made, unaltered: the signed policy.",
        DocumentsVerdict.INCOMPLETE: "Attach the documents complete, with every page: the signed policy.",
    }
    for verdict, needed in verdicts.items():
        flags = question("A1", documents=verdict, points=Decimal(0), add_to_plan="x")(Setting()).judged().flags
        assert [flag.needed for flag in flags] == [needed]
    flags = (
        question("B2", documents=DocumentsVerdict.ALTERED, points=Decimal(0), add_to_plan="x")(Setting()).judged().flags
    )
    assert [flag.needed for flag in flags] == ["Attach the documents as they were made, unaltered."]


def test_the_numbers_of_the_office_and_of_the_procedure_are_said_and_not_fixed():
    old = question("B1", oldest_record=day("2025-1-5"), newest_record=day("2025-1-5"))(Setting())
    assert [flag.needed for flag in old.judged().flags] == ["Attach records from March 6, 2025 to March 6, 2026."]
    months = replace(PARAMETERS.record_months, value=Decimal(24))
    longer = replace(PROCEDURE, in_version=(replace(PARAMETERS, record_months=months),))
    assert replace(old, procedure=longer).judged().flags == ()
    late = put("data_gathering", start=day("3-1"))(Setting()).judged().flags
    assert [flag.needed for flag in late] == ["Next time, gather the data within 5 days."]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a  b\nc", '"a b c"'),
        ("x" * 72, '"' + "x" * 72 + '"'),
        ("a" + " " * 286 + "b", '"a b"'),
        ("a" + " " * 287 + "b", '"a…"'),
        ("x" * 73, '"' + "x" * 71 + '…"'),
        (" " * 10**6, '"…"'),
        ("", '""'),
    ],
)
def test_a_value_is_quoted_on_one_line_and_cut(text, shown):
    assert quoted(text) == shown


@pytest.mark.parametrize(
    ("points", "shown"),
    [
        ("2.50", "2.5"),
        ("10", "10"),
        ("999999999", "999999999"),
        ("1000000000", "1.00E+9"),
        ("0.00000001", "0.00000001"),
        ("0.000000001", "1.00E-9"),
        ("NaN", "no number"),
        ("1E+999999", "1.00E+999999"),
        ("0.1" + "1" * 90, "0." + "1" * 70),
    ],
)
def test_points_are_said_whatever_was_entered(points, shown):
    assert points_words(Decimal(points)) == shown


def test_the_flags_of_a_large_clean_review_take_little_time():
    """A guard against work per rule that grows with the square of the questions; the measured times are far below."""
    instrument = read_instrument(shipped_instrument())
    review = clean_review(instrument)
    setting = Setting(review, instrument, read_office(shipped_letter_templates() / "office.toml"), SAMPLE_AS_OF)
    assert setting.judged().flags == ()
    best = min(timeit.repeat(lambda: setting.judged().outcome, number=1, repeat=20))
    assert best < 0.05


def test_a_province_without_a_governing_body_is_named_once():
    accounts = (*CLEAN.accounts, Account("MB", "7", "5"), Account("MB", "8", "5"))
    assert [flag.where for flag in lists(accounts=accounts)(Setting()).judged().flags] == ["WCB account 2: Province"]


@pytest.mark.parametrize(("changed", "copied"), [(1, True), (2, False)])
def test_notes_that_share_nine_words_in_ten_are_copies(changed, copied):
    words = [f"word{letter * 2}" for letter in "abcdefghijklmnopqrs"]
    other = words[: 19 - changed] + [f"other{number * 'x'}" for number in range(changed)]
    setting = both(question("A2", notes=" ".join(words)), question("C2", notes=" ".join(other)))(Setting())
    assert [flag.code for flag in setting.judged().flags] == ["EV-401"] * copied


@pytest.mark.parametrize("province", ["", " ", "XX"])
def test_one_wrong_province_is_one_flag(province):
    accounts = (replace(CLEAN.accounts[0], province=province),)
    assert [flag.code for flag in lists(accounts=accounts)(Setting()).judged().flags] == ["SD-103"]


def test_a_cell_that_could_not_be_read_says_what_was_seen_and_what_is_allowed():
    place = Place("questions", "points", "B1")
    seen = CellProblem("Questions", "F12", 'The cell holds "about 7".', "A number is needed.", place)
    for problem, where, words in (
        (seen, place, 'The cell holds "about 7". A number is needed'),
        (replace(seen, place=None), Place("form"), 'The cell holds "about 7". A number is needed'),
        (replace(seen, seen="it is full", allowed="give it"), place, "It is full. Give it"),
        (replace(seen, seen=" ", allowed=""), place, "The entry could not be read"),
    ):
        flag = replace(Setting(), problems=(problem,)).judged().flags[0]
        assert (flag.code, flag.place, flag.message, flag.problem) == ("FM-101", where, words, problem)
        assert flag.where == "Questions!F12"
