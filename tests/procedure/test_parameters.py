"""The numbers of the procedure and its versions."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest

from secor_xl.errors import DataError
from secor_xl.procedure.parameters import PARAMETER_UNITS, Parameter, Parameters, read_procedure, shipped_procedure

Write = Callable[[str, str], Path]

VERSIONS = """
title = "A procedure"
[[versions]]
number = "1.0"
from = 2020-01-01
to = 2024-06-30
summary = "The first."
[[versions]]
number = "2.0"
from = 2024-07-01
summary = "Less time."
"""
WHOLE = "{ from = 2020-01-01, value = 12 }"
CHANGED = "{ from = 2020-01-01, to = 2024-06-30, value = 15 }, { from = 2024-07-01, value = 10 }"


def parameters_text(**replaced: str) -> str:
    """The text of parameters.toml with the same values for all, but for those replaced."""
    return "\n".join(
        f'[{name}]\nmeaning = "A number."\nunit = "{unit}"\nclause = "2.7a"\nvalues = [{replaced.get(name, WHOLE)}]'
        for name, unit in PARAMETER_UNITS.items()
    )


def folder(write: Write, parameters: str, versions: str = VERSIONS) -> Path:
    write("versions.toml", versions)
    return write("parameters.toml", parameters).parent


def refusal(write: Write, parameters: str, versions: str = VERSIONS) -> DataError:
    with pytest.raises(DataError) as refused:
        read_procedure(folder(write, parameters, versions))
    return refused.value


# ------------------------------------------------------------------------------------------------------------ as shipped


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("certification_overall_minimum", "must score a minimum of (80)% overall"),
        ("certification_element_minimum", "with no less than (50)% in each individual element"),
        ("maintenance_overall_minimum", "For maintenance years, a minimum overall score of (60)% must be achieved"),
        ("correction_days", "within (15) days of receiving their assessment QA review feedback"),
        ("process_days", "The total timeline permitted [...] is (90) days from the assessors receiving their first"),
        ("record_months", "verify the employer's health and safety activities over the previous (twelve)-month period"),
    ],
)
@pytest.mark.parametrize("day", [dt.date(2019, 1, 1), dt.date(2022, 3, 29), dt.date(2022, 3, 30), dt.date(2026, 1, 1)])
def test_the_shipped_number_is_the_one_in_the_sentence_of_the_procedure(name: str, sentence: str, day: dt.date) -> None:
    match = re.search(r"\((\w+)\)", sentence)
    assert match
    number = Decimal({"twelve": "12"}.get(match[1], match[1]))
    assert getattr(shipped_procedure().in_force_on(day), name).value == number


@pytest.mark.parametrize(
    ("name", "clause", "shown"),
    [
        ("certification_overall_minimum", "2.6b", "80 %"),
        ("certification_element_minimum", "2.6b", "50 %"),
        ("maintenance_overall_minimum", "2.6c", "60 %"),
        ("correction_days", "2.7a", "15 days"),
        ("process_days", "2.7b", "90 days"),
        ("record_months", "2.5b", "12 months"),
    ],
)
def test_each_shipped_number_names_its_clause_and_shows_its_unit(name: str, clause: str, shown: str) -> None:
    parameter = getattr(shipped_procedure().in_force_on(dt.date(2026, 1, 1)), name)
    assert (parameter.name, parameter.clause, str(parameter)) == (name, clause, shown)


def test_the_shipped_versions_are_those_of_the_summary_of_changes() -> None:
    assert [(version.number, version.effective_from) for version in shipped_procedure().versions][:2] == [
        ("1.0", dt.date(2019, 1, 1)),
        ("1.1", dt.date(2022, 3, 30)),
    ]
    assert shipped_procedure().title == "SECOR Assessment Quality Assurance Review Procedure"


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (dt.date(2018, 12, 31), "1.0"),
        (dt.date(2019, 1, 1), "1.0"),
        (dt.date(2022, 3, 29), "1.0"),
        (dt.date(2022, 3, 30), "1.1"),
        (dt.date(2026, 1, 1), "1.1"),
        (dt.date.max, shipped_procedure().versions[-1].number),
    ],
)
def test_the_version_in_force_changes_on_its_first_day(day: dt.date, number: str) -> None:
    assert shipped_procedure().in_force_on(day).version == number


def test_every_parameter_has_a_unit_and_a_place_among_the_parameters() -> None:
    assert set(PARAMETER_UNITS) == {field.name for field in fields(Parameters)} - {"version", "effective_from"}


# ------------------------------------------------------------------------------------------------------- changes in time


def test_a_number_that_changes_in_the_middle_of_a_year_changes_what_is_in_force_on_that_day(write: Write) -> None:
    procedure = read_procedure(folder(write, parameters_text(correction_days=CHANGED)))
    before, on = procedure.in_force_on(dt.date(2024, 6, 30)), procedure.in_force_on(dt.date(2024, 7, 1))
    assert (before.version, before.correction_days.count) == ("1.0", 15)
    assert (on.version, on.correction_days.count) == ("2.0", 10)
    assert before.process_days == on.process_days


def test_a_number_of_a_later_version_does_not_leak_into_an_earlier_one(write: Write) -> None:
    procedure = read_procedure(folder(write, parameters_text(record_months=CHANGED)))
    assert [parameters.record_months.count for parameters in procedure.in_version] == [15, 10]


def test_a_version_and_its_numbers_may_last_one_day(write: Write) -> None:
    one_day = VERSIONS.replace("to = 2024-06-30", "to = 2020-01-01").replace("from = 2024-07-01", "from = 2020-01-02")
    numbers = "{ from = 2020-01-01, to = 2020-01-01, value = 15 }, { from = 2020-01-02, value = 10 }"
    procedure = read_procedure(folder(write, parameters_text(correction_days=numbers), one_day))
    assert [each.correction_days.count for each in procedure.in_version] == [15, 10]
    assert procedure.in_force_on(dt.date(2020, 1, 1)).version == "1.0"


def test_a_percentage_keeps_its_decimals(write: Write) -> None:
    text = parameters_text(maintenance_overall_minimum="{ from = 2020-01-01, value = 62.5 }")
    minimum = read_procedure(folder(write, text)).in_version[0].maintenance_overall_minimum
    assert minimum.value == Decimal("62.5")
    assert str(minimum) == "62.5 %"


def test_a_percentage_of_exactly_one_hundred_is_allowed(write: Write) -> None:
    text = parameters_text(certification_overall_minimum="{ from = 2020-01-01, value = 100 }")
    minimum = read_procedure(folder(write, text)).in_version[0].certification_overall_minimum
    assert str(minimum) == "100 %"


# --------------------------------------------------------------------------------------------------------------- refused


@pytest.mark.parametrize(
    ("values", "key", "reason"),
    [
        (
            "{ from = 2020-01-01, to = 2024-06-29, value = 15 }, { from = 2024-07-01, value = 10 }",
            "correction_days.values",
            "between 2024-06-29 and 2024-07-01 there is a gap",
        ),
        (
            "{ from = 2020-01-01, to = 2024-07-01, value = 15 }, { from = 2024-07-01, value = 10 }",
            "correction_days.values",
            "the entry from 2024-07-01 overlaps the one that ends on 2024-07-01",
        ),
        (
            "{ from = 2024-07-01, to = 2024-06-30, value = 15 }, { from = 2024-07-01, value = 10 }",
            "correction_days.values",
            "the entry from 2024-07-01 needs an end on or after that day",
        ),
        (
            "{ from = 2020-01-01, value = 15 }, { from = 2024-07-01, value = 10 }",
            "correction_days.values",
            "the entry from 2020-01-01 needs an end on or after that day, before the one from 2024-07-01",
        ),
        (
            "{ from = 2020-01-01, to = 2024-06-30, value = 15 }",
            "correction_days.values",
            "the last entry ends on 2024-06-30; the one in force has no end",
        ),
        (
            "{ from = 2020-01-01, to = 2024-06-30, value = 15 }, { from = 2024-07-01, to = 2025-06-30, value = 10 }",
            "correction_days.values",
            "the last entry ends on 2025-06-30; the one in force has no end",
        ),
        ("", "correction_days.values", "has no entry"),
        (
            "{ from = 2024-01-01, value = 15 }",
            "correction_days",
            "has no value for the whole of version 1.0 (2020-01-01)",
        ),
        (
            "{ from = 2020-01-01, to = 2023-12-31, value = 15 }, { from = 2024-01-01, value = 10 }",
            "correction_days",
            "has no value for the whole of version 1.0 (2020-01-01)",
        ),
        ("{ from = 2020-01-01 }", "correction_days.values[1].value", "is missing"),
        ("{ value = 15 }", "correction_days.values[1].from", "is missing"),
        ('{ from = 2020-01-01, value = "15" }', "correction_days.values[1].value", "a number is needed"),
        ("{ from = 2020-01-01, value = 15.5 }", "correction_days.values[1].value", "a whole number of days is needed"),
        ("{ from = 2020-01-01, value = 0 }", "correction_days.values[1].value", "a number above 0 is needed"),
        ('{ from = "2020-01-01", value = 15 }', "correction_days.values[1].from", "without quotes, is needed"),
        ('{ from = 2020-01-01, to = "never", value = 15 }', "correction_days.values[1].to", "a date such as"),
        ("{ from = 2020-01-01, value = 15, vlaue = 1 }", "correction_days.values[1].vlaue", "is not a key that is"),
    ],
    ids=[
        "gap",
        "overlap",
        "end before start",
        "no end before another",
        "last with end",
        "last of two with end",
        "none",
        "starts too late",
        "changes within a version",
        "no value",
        "no start",
        "quoted number",
        "half a day",
        "no days",
        "quoted start",
        "quoted end",
        "unknown key",
    ],
)
def test_a_faulty_history_of_a_number_is_refused(write: Write, values: str, key: str, reason: str) -> None:
    error = refusal(write, parameters_text(correction_days=values))
    assert Path(error.file).name == "parameters.toml"
    assert error.key == key
    assert reason in error.reason


def test_a_percentage_over_one_hundred_is_refused(write: Write) -> None:
    text = parameters_text(certification_element_minimum="{ from = 2020-01-01, value = 100.1 }")
    error = refusal(write, text)
    assert error.key == "certification_element_minimum.values[1].value"
    assert error.reason == "is 100.1; a percentage of at most 100 is needed"


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ("[process_days]", "[proces_days]", "process_days", "is missing"),
        ('unit = "months"', 'unit = "days"', "record_months.unit", "must be 'months'"),
        ('unit = "months"', "", "record_months.unit", "is missing"),
        ('[record_months]\nmeaning = "A number."', "[record_months]", "record_months.meaning", "is missing"),
        (
            '[record_months]\nmeaning = "A number."',
            '[record_months]\nmeaning = ""',
            "record_months.meaning",
            "is empty",
        ),
        ("[record_months]", "[record_months]\nnote = 'x'", "record_months.note", "is not a key that is known here"),
    ],
)
def test_a_faulty_parameter_is_refused(write: Write, old: str, new: str, key: str, reason: str) -> None:
    text = parameters_text()
    assert old in text
    error = refusal(write, text.replace(old, new))
    assert (error.key, reason in error.reason) == (key, True)


def test_a_parameter_that_nobody_knows_is_refused(write: Write) -> None:
    error = refusal(write, parameters_text() + '\n[lunch_minutes]\nmeaning = "x"')
    assert error.key == "lunch_minutes"
    assert "is not a key that is known here" in error.reason


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ("to = 2024-06-30", "to = 2024-06-29", "versions", "there is a gap that no entry covers"),
        ("to = 2024-06-30", "to = 2024-07-01", "versions", "overlaps"),
        ("to = 2024-06-30", "to = 2019-12-31", "versions", "needs an end on or after that day"),
        ("to = 2024-06-30", "", "versions", "needs an end on or after that day"),
        ("from = 2024-07-01", "from = 2024-07-01\nto = 2025-01-01", "versions", "the one in force has no end"),
        ("from = 2024-07-01", 'from = "2024-07-01"', "versions[2].from", "without quotes, is needed"),
        ('number = "2.0"', "number = 2.0", "versions[2].number", "a text in quotes is needed"),
        ('number = "2.0"', "", "versions[2].number", "is missing"),
        ('summary = "The first."', 'sumary = "The first."', "versions[1].summary", "is missing"),
        ('summary = "The first."', 'summary = "The first."\nby = "x"', "versions[1].by", "is not a key that is known"),
        ('title = "A procedure"', "", "title", "is missing"),
        ('title = "A procedure"', 'title = "A procedure"\nname = "x"', "name", "is not a key that is known here"),
    ],
)
def test_a_faulty_version_is_refused(write: Write, old: str, new: str, key: str, reason: str) -> None:
    assert old in VERSIONS
    error = refusal(write, parameters_text(), VERSIONS.replace(old, new, 1))
    assert Path(error.file).name == "versions.toml"
    assert (error.key, reason in error.reason) == (key, True)


def test_no_version_at_all_is_refused(write: Write) -> None:
    error = refusal(write, parameters_text(), 'title = "A procedure"\nversions = []')
    assert (error.key, error.reason) == ("versions", "has no entry")


def test_the_sound_fixture_is_accepted_so_that_each_refusal_has_its_own_cause(write: Write) -> None:
    procedure = read_procedure(folder(write, parameters_text()))
    expected = Parameter("process_days", Decimal(12), "days", "2.7a", "A number.")
    assert [parameters.process_days for parameters in procedure.in_version] == [expected, expected]
