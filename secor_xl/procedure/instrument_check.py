"""Look an instrument over: rules across questions that make no sense."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secor_xl.procedure.instrument import Answer, Condition, NotApplicable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from secor_xl.procedure.instrument import Consistency, Instrument


def senseless_rules(instrument: Instrument) -> tuple[tuple[Consistency, str], ...]:
    """Find the rules that can never apply, can never be kept, or can never be broken, each with the reason."""
    return tuple((rule, reason) for rule in instrument.consistency for reason in _reasons(rule, instrument))


def _reasons(rule: Consistency, instrument: Instrument) -> Iterator[str]:
    when, then = rule.when, rule.then
    outcomes = _outcomes(when, instrument)
    holding = {each for each in outcomes if _holds(when, each)}
    if not holding:
        yield f"never applies: {_never(when)}"
        return
    same = (when.question, when.group) == (then.question, then.group)
    after = holding if same else _outcomes(then, instrument)
    kept = {each for each in after if _holds(then, each)}
    if not kept:
        yield f"is broken whenever it applies: {_never(then) if not same else 'its two conditions exclude each other'}"
    elif kept == after:
        yield f"can never be broken: {then} in any case"


def _outcomes(condition: Condition, instrument: Instrument) -> set[Answer | bool]:
    """Return all that its question can be answered, or whether there is somebody of its group."""
    if condition.group:
        return {True, False}
    if instrument.by_id[condition.question].not_applicable is NotApplicable.NEVER:
        return {Answer.YES, Answer.NO}
    return set(Answer)


def _holds(condition: Condition, outcome: Answer | bool) -> bool:
    return outcome is condition.present if isinstance(outcome, bool) else outcome in condition.answers


def _never(condition: Condition) -> str:
    return f"{condition.question} can never be n/a"
