"""The reference behind ``rules``, ``explain`` and ``clauses``: rules and clauses, and the part that a person has to do."""

from __future__ import annotations

import datetime as dt
import difflib
from typing import TYPE_CHECKING, Any

from secor_xl.errors import SecorError
from secor_xl.judgement.flags import Rule
from secor_xl.judgement.rules import ALL
from secor_xl.procedure.clauses import Clause, shipped_clauses
from secor_xl.procedure.parameters import PARAMETER_UNITS, Parameter, Parameters, shipped_procedure

if TYPE_CHECKING:
    from secor_xl.procedure.instrument import Instrument


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
    advice = f"did you mean {', '.join(near)}? 'secor-xl rules' lists all." if near else "'secor-xl rules' lists all."
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
    """Every clause in force on a day: its parameters, its rules, and the part that a person has to do."""
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


def rules_page() -> str:
    """The reference of all rules as Markdown (docs/rules.md)."""
    lines = [
        "# Flag rules",
        "",
        "Made by `secor-xl rules --markdown`; a test fails when this page is stale. A **blocking** flag prevents an",
        "approval. An **advisory** flag never does. A **form** flag says that the review itself is unfinished.",
        "",
        "| Code | Severity | Clause | What is wrong |",
        "|---|---|---|---|",
        *(f"| [{rule.code}](#{rule.code.lower()}) | {rule.severity} | {rule.clause} | {rule.title} |" for rule in ALL),
    ]
    for rule in ALL:
        lines += ["", f"## {rule.code}", "", f"**{rule.title}** ({rule.severity}, clause {rule.clause})", ""]
        lines += [f"- {line}" for line in rule.page_lines()]
        if rule.needed:
            lines += [f"- In the letter: {rule.needed}"]
    return "\n".join(lines) + "\n"


def clauses_page(as_of: dt.date) -> str:
    """The reference of all clauses as Markdown (docs/clauses.md)."""
    records = clause_records(as_of)
    lines = [
        "# The procedure, clause by clause",
        "",
        f"Made by `secor-xl clauses --markdown`; a test fails when this page is stale. Version {records[0]['procedure']} of",
        f"the {shipped_procedure().title}. The published text has no numbers; these ids are ours, in its order.",
    ]
    for record in records:
        lines += ["", f"## {record['id']} {record['title']}", "", record["says"], ""]
        lines += [f"- {name.replace('_', ' ').capitalize()}: {value}" for name, value in record["parameters"].items()]
        if record["rules"]:
            links = ", ".join(f"[{code}](rules.md#{code.lower()})" for code in record["rules"])
            lines.append(f"- Rules: {links}")
        lines += [f"- {record['kept_by']}"] if record["kept_by"] else []
        lines += [f"- Left to people: {record['human']}"] if record["human"] else []
    return "\n".join(lines) + "\n"


def function_records(instrument: Instrument) -> list[dict[str, Any]]:
    """The in-cell functions as plain data, with their places for an instrument."""
    from secor_xl.workbook.functions.registry import ARGUMENTS, FUNCTIONS
    from secor_xl.workbook.schema.named_ranges import all_ranges

    rectangles = all_ranges(instrument)
    return [
        {
            "name": each.name,
            "title": each.title,
            "help": each.help,
            "arguments": [argument.name for argument in ARGUMENTS],
            "sheet": rectangles[each.range_name].sheet,
            "cells": rectangles[each.range_name].cells,
        }
        for each in FUNCTIONS
    ]


def functions_page(instrument: Instrument) -> str:
    """The reference of the in-cell functions as Markdown (docs/functions.md), with their sizes for an instrument."""
    from secor_xl.workbook.functions.registry import ARGUMENTS, FUNCTIONS
    from secor_xl.workbook.schema.named_ranges import all_ranges

    rectangles = all_ranges(instrument)
    lines = [
        "# In-cell functions",
        "",
        "Made from the registry in `secor_xl/workbook/functions/registry.py`; a test fails when this page is stale.",
        "",
        "In a macro-enabled review workbook, one array formula of the old kind (Ctrl+Shift+Enter) calls each function and",
        "fills a range of fixed size. No function returns an error value: if there is nothing to judge, the first cell gives the",
        "reason in words.",
        "",
        f"All {len(FUNCTIONS)} have the same arguments, so the workbook is read once for each recalculation:",
        "",
        "| Argument | Cells in the workbook | Content |",
        "|---|---|---|",
        *(f"| `{each.name}` | `{each.range_name}` | {each.help} |" for each in ARGUMENTS),
        "",
        f"The sizes are those of {instrument.title}, version {instrument.version}.",
        "",
        "| Function | Result | Cells | Rows × columns |",
        "|---|---|---|---|",
    ]
    for function in FUNCTIONS:
        block = rectangles[function.range_name]
        where = f"{block.sheet}, {block.cells}"
        lines.append(f"| `{function.name}` | {function.help} | {where} | {block.rows} × {block.columns} |")
    return "\n".join(lines) + "\n"
