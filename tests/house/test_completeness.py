"""Every clause has a rule or a written reason, every rule a clause; nothing names what must not be named."""

import re
import subprocess
from pathlib import Path

import pytest

from secor_xl.judgement.rules import ALL
from secor_xl.procedure.clauses import shipped_clauses
from secor_xl.procedure.parameters import PARAMETER_UNITS, shipped_procedure

ROOT = Path(__file__).parents[2]


def tracked():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return listed.stdout.splitlines()


@pytest.mark.parametrize("clause", shipped_clauses().values(), ids=lambda clause: clause.id)
def test_every_clause_has_a_rule_or_a_written_reason(clause):
    rules = [rule.code for rule in ALL if rule.clause == clause.id]
    assert rules or clause.kept_by or clause.human


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.code)
def test_every_rule_keeps_a_clause_of_the_procedure(rule):
    assert rule.clause in shipped_clauses()


def test_every_parameter_comes_from_a_clause():
    for parameters in shipped_procedure().in_version:
        for name in PARAMETER_UNITS:
            assert getattr(parameters, name).clause in shipped_clauses()


def test_there_are_as_many_rules_as_the_procedure_needs():
    assert len(ALL) >= 40


def test_no_lock_file_is_tracked():
    assert not [name for name in tracked() if re.search(r"(^|/)(uv\.lock|poetry\.lock|Pipfile\.lock)$", name)]


def test_the_top_level_is_the_agreed_one():
    agreed = {
        *(
            "pyproject.toml",
            "README.md",
            "CHANGELOG.md",
            "CONTRIBUTING.md",
            "LICENSE",
            ".gitignore",
            ".gitattributes",
            ".ci",
        ),
        *("docs", "secor_xl", "workbook_templates", "letter_templates", "tests"),
    }
    assert {name.split("/")[0] for name in tracked()} <= agreed
