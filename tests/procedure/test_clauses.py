"""The clauses of the procedure as data."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from secor_xl.errors import DataError
from secor_xl.procedure.clauses import Clause, read_clauses, shipped_clauses
from secor_xl.procedure.parameters import PARAMETER_UNITS, Parameter, shipped_procedure

Write = Callable[[str, str], Path]

READING_ORDER = [
    *("2.1", "2.2a", "2.2b"),
    *("2.3a", "2.3b", "2.3c", "2.3d", "2.3e", "2.3f", "2.3g"),
    "2.4",
    *("2.5a", "2.5b", "2.5c", "2.5d", "2.5e", "2.5f", "2.5g"),
    *("2.6a", "2.6b", "2.6c"),
    *("2.7", "2.7a", "2.7b", "2.7c"),
    *("2.8", "2.9", "2.10", "2.11", "2.12", "2.13", "2.14", "2.15"),
]

TWO = """
[[clauses]]
id = "2.9"
title = "The ninth"
says = "Something is noted."
from = 2019-01-01
to = 2022-03-29
judgement = "Letters: a section."

[[clauses]]
id = "2.10"
title = "The tenth"
says = "Something is expected."
from = 2022-03-30
human = "Doing it."
"""


def shipped_numbers() -> list[Parameter]:
    return [getattr(each, name) for each in shipped_procedure().in_version for name in PARAMETER_UNITS]


def test_every_clause_of_the_procedure_is_there_in_reading_order() -> None:
    assert list(shipped_clauses()) == READING_ORDER


def test_each_clause_is_found_by_its_own_id() -> None:
    assert {name: clause.id for name, clause in shipped_clauses().items()} == {name: name for name in READING_ORDER}


@pytest.mark.parametrize("parameter", shipped_numbers(), ids=str)
def test_the_clause_of_each_parameter_exists(parameter: Parameter) -> None:
    assert parameter.clause in shipped_clauses()


@pytest.mark.parametrize("clause", shipped_clauses().values(), ids=lambda clause: clause.id)
def test_a_shipped_clause_is_said_in_whole_sentences_and_holds_since_the_first_version(clause: Clause) -> None:
    for text in filter(None, (clause.says, clause.kept_by, clause.human)):
        assert text[0].isupper()
        assert text.endswith(".")
    assert len(clause.title) < 45
    assert not clause.title.endswith(".")
    assert clause.effective_from == shipped_procedure().versions[0].effective_from
    assert clause.effective_to is None


@pytest.mark.parametrize("clause", shipped_clauses().values(), ids=lambda clause: clause.id)
def test_a_shipped_clause_repeats_no_number_of_the_procedure(clause: Clause) -> None:
    cited = re.compile(r"SAC-CFT-024|\b2\.\d+[a-g]?\b")
    words = cited.sub("", f"{clause.title} {clause.says} {clause.kept_by} {clause.human}")
    assert not re.search(r"\d", words)


def test_what_the_procedure_leaves_to_a_person_stays_with_one() -> None:
    clauses = shipped_clauses()
    for name in ("2.2b", "2.4", "2.5a", "2.5b", "2.5c", "2.5d", "2.5e", "2.5f", "2.5g", "2.6a", "2.7c", "2.12", "2.15"):
        assert clauses[name].human, name


def test_what_is_pure_arithmetic_of_points_and_days_is_kept_by_the_tool_alone() -> None:
    for name in ("2.6b", "2.6c", "2.7b", "2.14"):
        assert shipped_clauses()[name].kept_by, name
        assert not shipped_clauses()[name].human, name


def test_clauses_are_read_in_the_order_of_the_file_with_their_dates(write: Write) -> None:
    ninth, tenth = read_clauses(write("clauses.toml", TWO)).values()
    assert ninth == Clause(
        id="2.9",
        title="The ninth",
        says="Something is noted.",
        effective_from=dt.date(2019, 1, 1),
        effective_to=dt.date(2022, 3, 29),
        kept_by="Letters: a section.",
        human="",
    )
    assert (tenth.id, tenth.effective_to, tenth.kept_by, tenth.human) == ("2.10", None, "", "Doing it.")


def test_a_clause_may_hold_for_a_single_day(write: Write) -> None:
    clauses = read_clauses(write("clauses.toml", TWO.replace("to = 2022-03-29", "to = 2019-01-01")))
    assert clauses["2.9"].effective_to == clauses["2.9"].effective_from


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ('human = "Doing it."', 'humna = "Doing it."', "clauses[2].humna", "is not a key that is known here"),
        ('human = "Doing it."', 'rules = ["EV-102"]', "clauses[2].rules", "is not a key that is known here"),
        ('id = "2.10"', 'id = "2.9"', "clauses[2].id", "is '2.9', which an earlier clause has already"),
        ('id = "2.10"', "id = 2.10", "clauses[2].id", "a text in quotes is needed"),
        ('id = "2.10"', 'id = "2.10A"', "clauses[2].id", "such as 2.5b, are needed"),
        ('id = "2.10"', 'id = "2.05"', "clauses[2].id", "such as 2.5b, are needed"),
        ('id = "2.10"', "", "clauses[2].id", "is missing"),
        ('title = "The tenth"', "", "clauses[2].title", "is missing"),
        ('says = "Something is expected."', 'says = " "', "clauses[2].says", "is empty"),
        ("from = 2022-03-30", "", "clauses[2].from", "is missing"),
        ("from = 2022-03-30", 'from = "2022-03-30"', "clauses[2].from", "without quotes, is needed"),
        (
            "to = 2022-03-29",
            "to = 2018-12-31",
            "clauses[1].to",
            "is 2018-12-31, before the clause starts on 2019-01-01",
        ),
        ("to = 2022-03-29", "to = true", "clauses[1].to", "a date such as"),
        ('human = "Doing it."', "human = 1", "clauses[2].human", "a text in quotes is needed"),
        (TWO, "clauses = []", "clauses", "at least one clause is needed"),
        (TWO, "", "clauses", "is missing"),
        (TWO, f'title = "x"\n{TWO}', "title", "is not a key that is known here"),
    ],
)
def test_a_faulty_clause_is_refused(write: Write, old: str, new: str, key: str, reason: str) -> None:
    assert old in TWO
    with pytest.raises(DataError) as refused:
        read_clauses(write("clauses.toml", TWO.replace(old, new, 1)))
    assert Path(refused.value.file).name == "clauses.toml"
    assert refused.value.key == key
    assert reason in refused.value.reason
