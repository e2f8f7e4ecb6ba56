"""Write an instrument as TOML text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secor_xl.procedure.instrument import Answer, NotApplicable
from secor_xl.procedure.toml_tables import toml_list, toml_string

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from secor_xl.procedure.instrument import Condition, Consistency, Element, Instrument, Question

HEAD = "# An assessment instrument. Its keys are explained in the instrument.toml that comes with secor-xl.\n"


def toml_text(instrument: Instrument) -> str:
    """Return the text that reads back as an equal instrument; comments of a file that it came from are not in it."""
    blocks = [
        "[instrument]",
        f"id = {toml_string(instrument.id)}",
        f"version = {toml_string(instrument.version)}",
        f"title = {toml_string(instrument.title)}",
        f"illustrative = {_flag(instrument.illustrative)}",
    ]
    if instrument.notice:
        blocks.append(f"notice = {toml_string(instrument.notice)}")
    for element in instrument.elements:
        blocks += _element(element)
    for rule in instrument.consistency:
        blocks += _rule(rule)
    return f"{HEAD}\n" + "\n".join(blocks) + "\n"


def exact(number: Decimal) -> str:
    """A number without exponent and without zeros at its end."""
    return f"{number.normalize():f}"


def _element(element: Element) -> Iterator[str]:
    yield f"\n\n[[elements]]\nletter = {toml_string(element.letter)}\ntitle = {toml_string(element.title)}"
    for question in element.questions:
        yield "\n[[elements.questions]]"
        yield from _question(question)


def _question(question: Question) -> Iterator[str]:
    yield f"id = {toml_string(question.id)}"
    yield f"text = {toml_string(question.text)}"
    yield f"guideline = {toml_string(question.guideline)}"
    yield f"points = {exact(question.points)}"
    yield f"scoring = {toml_string(question.scoring)}"
    if question.step is not None:
        yield f"step = {exact(question.step)}"
    yield f"verification = {toml_list(question.verification)}"
    if question.not_applicable is not NotApplicable.NEVER:
        yield f"not_applicable = {toml_string(question.not_applicable)}"
    if question.documents:
        yield f"documents = {toml_string(question.documents)}"
    if question.records:
        yield "records = true"
    if question.notes_minimum_words:
        yield f"notes_minimum_words = {question.notes_minimum_words}"
    if question.notes_example:
        yield "notes_example = true"


def _rule(rule: Consistency) -> Iterator[str]:
    yield f"\n\n[[consistency]]\nid = {toml_string(rule.id)}"
    yield f"when = {_condition(rule.when)}"
    yield f"then = {_condition(rule.then)}"
    yield f"because = {toml_string(rule.because)}"


def _condition(condition: Condition) -> str:
    if condition.group:
        return f"{{ group = {toml_string(condition.group)}, present = {_flag(condition.present)} }}"
    answers = toml_list(answer for answer in Answer if answer in condition.answers)
    return f"{{ question = {toml_string(condition.question)}, answers = {answers} }}"


def _flag(value: bool) -> str:
    return str(value).lower()
