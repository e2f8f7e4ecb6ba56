"""Every rule: what raises it, what does not, and that it is complete."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from secor_xl.judgement.flags import Severity, registered_rules
from secor_xl.judgement.rules import ALL
from secor_xl.procedure.clauses import shipped_clauses
from tests.judgement.cases import CASES, Quiet, Raises
from tests.judgement.tiny import Setting

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
