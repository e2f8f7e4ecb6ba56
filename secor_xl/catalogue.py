"""The reference behind ``rules``, ``explain`` and ``clauses``: which rule keeps which clause, and what stays with the human."""

from __future__ import annotations

import datetime as dt
import difflib
from typing import Any

from secor_xl.errors import SecorError
from secor_xl.judgement.flags import Rule
from secor_xl.judgement.rules import ALL
from secor_xl.procedure.clauses import Clause, shipped_clauses
from secor_xl.procedure.parameters import PARAMETER_UNITS, Parameter, Parameters, shipped_procedure


class UnknownRule(SecorError):
    """A code that no rule has."""


def rule_named(code: str) -> Rule:
    """The rule with this code, whatever its case.

    Raises:
        UnknownRule: there is none; the message names the nearest codes.
    """
    by_code = {rule.code: rule for rule in ALL}
    wanted = code.strip().upper()
    if wanted in by_code:
        return by_code[wanted]
    near = difflib.get_close_matches(wanted, by_code, 3, 0.5)
    advice = f"did you mean {', '.join(near)}?" if near else "see 'secor-xl rules'"
    raise UnknownRule(f"There is no rule {code!r}; {advice}")


def rule_record(rule: Rule) -> dict[str, Any]:
    """A rule as plain data."""
    return {
        "code": rule.code,
        "title": rule.title,
        "severity": rule.severity.value,
        "clause": rule.clause,
        "hint": rule.hint,
        "needed": rule.needed,
        "page": rule.page,
    }


def clause_records(as_of: dt.date) -> list[dict[str, Any]]:
    """Every clause in force on a day with its parameters, its rules, and what stays with the human."""
    parameters = shipped_procedure().in_force_on(as_of)
    return [_clause_record(clause, parameters) for clause in shipped_clauses().values() if _in_force(clause, as_of)]


def _in_force(clause: Clause, as_of: dt.date) -> bool:
    return clause.effective_from <= as_of and (clause.effective_to is None or as_of <= clause.effective_to)


def _clause_record(clause: Clause, parameters: Parameters) -> dict[str, Any]:
    numbers: list[Parameter] = [getattr(parameters, name) for name in PARAMETER_UNITS]
    return {
        "id": clause.id,
        "title": clause.title,
        "says": clause.says,
        "procedure": parameters.version,
        "parameters": {number.name: str(number) for number in numbers if number.clause == clause.id},
        "rules": [rule.code for rule in ALL if rule.clause == clause.id],
        "kept_by": clause.kept_by,
        "human": clause.human,
    }
