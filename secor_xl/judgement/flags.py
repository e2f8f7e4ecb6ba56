"""Flags and the one registry of flag rules.

A rule is a small function that looks at a case and yields what it sees. Its docstring is its page: what it checks, why, an
example that raises it, one that does not, how to clear it. Codes are two letters, a hyphen and three digits, never reused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from secor_xl.judgement.case import Case, EntryProblem, Place
from secor_xl.procedure.instrument import Question

EARLY_DAY = "FM-204"
PAGE_HEADINGS = ("Checks:", "Why:", "Raised by:", "Not raised by:", "To clear:")


class Severity(StrEnum):
    """The effect of a flag.

    ``BLOCKING``: no approval while it is open. ``ADVISORY``: never blocks. ``FORM``: the review itself is unfinished, so no
    letter yet.
    """

    BLOCKING = "blocking"
    ADVISORY = "advisory"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class FlagContext:
    """One observation of a rule, before it becomes a flag.

    Attributes:
        place: where.
        message: one sentence that says what was seen, fit for the assessor's eyes, without a full stop at its end.
        needed: what the assessor is to do; the rule's own words where this is empty.
        problem: the entry that could not be read, for the rules that report such entries.
    """

    place: Place
    message: str
    needed: str = ""
    problem: EntryProblem | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A flag rule.

    Attributes:
        code: such as ``EV-102``.
        title: what is wrong, as a short statement.
        clause: the clause that it keeps.
        severity: what its flags do.
        needed: what the assessor is to do, a sentence for the letter; empty where the flag is for the reviewer's eyes only.
        hint: how the reviewer clears it, a sentence that starts with a verb.
        page: the rule's page.
        check: the rule itself.
        closing: whether it is asked after the others, and looks at their flags as well.
    """

    code: str
    title: str
    clause: str
    severity: Severity
    needed: str
    hint: str
    page: str
    check: Callable[..., Iterator[FlagContext]] = field(repr=False, compare=False)
    closing: bool = False

    def page_lines(self) -> list[str]:
        """Its page, one line per heading, whatever the width of the source."""
        lines: list[str] = []
        for raw in self.page.splitlines():
            line = raw.strip()
            if not line:
                continue
            if lines and not line.startswith(PAGE_HEADINGS):
                lines[-1] += f" {line}"
            else:
                lines.append(line)
        return lines


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing that a rule saw in a review."""

    rule: Rule
    place: Place
    message: str
    needed: str
    problem: EntryProblem | None = None

    @property
    def code(self) -> str:
        """The rule's code."""
        return self.rule.code

    @property
    def severity(self) -> Severity:
        """The rule's severity."""
        return self.rule.severity

    @property
    def clause(self) -> str:
        """The clause that the rule keeps."""
        return self.rule.clause

    @property
    def where(self) -> str:
        """The place in words, or that of an entry that could not be read, in the terms of its source."""
        return self.problem.where if self.problem else str(self.place)

    def __str__(self) -> str:
        return f"{self.code} {self.where}: {self.message} ({self.clause})"


Check = TypeVar("Check", bound=Callable[..., Iterator[FlagContext]])

_RULES: dict[str, Rule] = {}


def rule(
    code: str, *, title: str, clause: str, severity: Severity, hint: str, needed: str = "", closing: bool = False
) -> Callable[[Check], Check]:
    """Register a function as the rule ``code``; its docstring becomes the rule's page.

    A closing rule is asked after all others, and is given their flags besides the case.
    """

    def register(check: Check) -> Check:
        if code in _RULES:
            raise ValueError(f"{code} is registered twice")
        _RULES[code] = Rule(code, title, clause, severity, needed, hint, (check.__doc__ or "").strip(), check, closing)
        return check

    return register


def on_fact(section: str, field: str, message: str, needed: str = "") -> FlagContext:
    """Return the context of a flag on one fact of a section."""
    return FlagContext(Place(section, field), message, needed)


def on_entry(section: str, number: int, field: str, message: str, needed: str = "") -> FlagContext:
    """Return the context of a flag on one field of a list's entry, numbered from 1."""
    return FlagContext(Place(section, field, str(number)), message, needed)


def on_question(question: Question, field: str, message: str, needed: str = "") -> FlagContext:
    """Return the context of a flag on one field of a question."""
    return FlagContext(Place("questions", field, question.id), message, needed)


def registered_rules() -> tuple[Rule, ...]:
    """All registered rules, by code; ``secor_xl.judgement.rules`` registers them when it is imported."""
    return tuple(_RULES[code] for code in sorted(_RULES))


def flags_of(case: Case, rules: tuple[Rule, ...]) -> tuple[Flag, ...]:
    """Return the flags of a case, sorted by code. A day that is too early to be meant gets no other flag."""
    raised = ((each, seen) for each in rules if not each.closing for seen in each.check(case))
    flags = tuple(
        _flag(each, seen) for each, seen in raised if each.code == EARLY_DAY or seen.place not in case.early_days
    )
    closing = tuple(_flag(each, seen) for each in rules if each.closing for seen in each.check(case, flags))
    return tuple(sorted((*flags, *closing), key=lambda flag: flag.code))


def _flag(each: Rule, seen: FlagContext) -> Flag:
    return Flag(each, seen.place, seen.message, seen.needed or each.needed, seen.problem)
