"""The clauses of the procedure, in its reading order: what each says, and how it is kept apart from flag rules.

Every flag rule cites one of these ids, and a clause that no rule keeps says here what does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from secor_xl.procedure.parameters import DATA
from secor_xl.procedure.toml_tables import TomlTable, read_toml

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

CLAUSE_ID = re.compile(r"[1-9][0-9]*\.[1-9][0-9]*[a-z]?")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of the procedure.

    Attributes:
        id: its name, such as ``2.5b``.
        title: a few words.
        says: what it says, in our words and without its numbers (those are parameters).
        effective_from: first day on which it holds.
        effective_to: last day on which it holds; ``None`` while it does.
        kept_by: which part of the tool keeps it, apart from flag rules; empty where only rules do, or only a person.
        human: what stays with a person, and why; empty where nothing does.
    """

    id: str
    title: str
    says: str
    effective_from: dt.date
    effective_to: dt.date | None
    kept_by: str
    human: str


@cache
def shipped_clauses() -> dict[str, Clause]:
    """The clauses as they come with the tool, by their id, in reading order."""
    return read_clauses(DATA / "clauses.toml")


def read_clauses(path: Path) -> dict[str, Clause]:
    """Read a file of clauses, by their id, in its order; raises ``DataError`` with file, key and reason."""
    top = read_toml(path)
    clauses: dict[str, Clause] = {}
    for table in top.tables("clauses"):
        clause = _clause(table)
        if clause.id in clauses:
            table.refuse("id", f"is {clause.id!r}, which an earlier clause has already")
        clauses[clause.id] = clause
    if not clauses:
        top.refuse("clauses", "has no entry; at least one clause is needed")
    top.done()
    return clauses


def _clause(table: TomlTable) -> Clause:
    clause = Clause(
        id=table.text("id"),
        title=table.text("title"),
        says=table.text("says"),
        effective_from=table.date("from"),
        effective_to=table.optional_date("to"),
        kept_by=table.text("judgement", default=""),
        human=table.text("human", default=""),
    )
    if not CLAUSE_ID.fullmatch(clause.id):
        table.refuse("id", f"is {clause.id!r}; two numbers and at most a small letter, such as 2.5b, are needed")
    if clause.effective_to is not None and clause.effective_to < clause.effective_from:
        table.refuse("to", f"is {clause.effective_to}, before the clause starts on {clause.effective_from}")
    table.done()
    return clause
