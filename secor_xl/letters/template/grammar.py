"""What a template may say: words, ``{{ field }}``, loops over a list, conditions. And which fields it uses, and where.

The grammar is closed: whatever is not named here is refused before any letter is written.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, is_dataclass
from enum import Enum, auto
from typing import get_args, get_origin, get_type_hints

from jinja2 import nodes

ANY_CONDITION = "?"
# What people put into a tag beside the name of a field, in their words.
MORE_THAN_A_FIELD: dict[type[nodes.Node], str] = {
    nodes.Filter: ' (a bar "|")',
    nodes.Call: " (brackets)",
    nodes.Getitem: " (square brackets)",
    nodes.Const: " (a text or a number)",
    nodes.BinExpr: " (a calculation)",
    nodes.Compare: " (a comparison)",
}
LOOP_FIELDS = ("index", "first", "last")
NEAR_ENOUGH = 0.65


class FieldKind(Enum):
    """What a field holds."""

    TEXT = auto()
    FLAG = auto()
    LIST = auto()
    ROW = auto()


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a template uses a field.

    Attributes:
        path: the field, such as ``due_on`` or ``corrections[].found``.
        printed: whether it is printed there, not only asked for.
        conditions: the fields that the conditions around it ask for.
        line: the line of the template, which says something only where a template has lines.
    """

    path: str
    printed: bool
    conditions: tuple[str, ...]
    line: int

    @property
    def always(self) -> bool:
        """Whether it is printed in every letter in which it has a text."""
        return self.printed and all(self._is_within(asked) for asked in self.conditions)

    def _is_within(self, asked: str) -> bool:
        """Whether a condition only asks whether the field itself, or the list that it is from, has something in it."""
        return self.path == asked or self.path.startswith((f"{asked}[", f"{asked}."))


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a template, in a sentence, and its line."""

    words: str
    line: int


@dataclass
class Reading:
    """What a template says: the fields it uses, whatever is not allowed in it, and whether all of it could be read."""

    uses: list[Use] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    complete: bool = True


def read_template(tree: nodes.Template) -> Reading:
    """Read a parsed template by the closed grammar."""
    reading = Reading()
    _read(tree.body, {}, (), reading)
    return reading


def known_fields(letter: type) -> dict[str, FieldKind]:
    """Every field that a letter offers, with what it holds, from the letter's dataclass."""
    known: dict[str, FieldKind] = {}
    for name, hint in get_type_hints(letter).items():
        _add_field(known, name, hint)
    return known


def faults_of_uses(uses: Iterable[Use], known: Mapping[str, FieldKind]) -> Iterator[Fault]:
    """Fields that are not known, and fields that are printed but hold no text."""
    for use in uses:
        kind = known.get(use.path)
        if kind is None:
            yield Fault(f"The field {use.path!r} is not known{_did_you_mean(use.path, known)}", use.line)
        elif use.printed and kind is not FieldKind.TEXT:
            words = f"The field {use.path!r} is a {kind.name.lower()} and cannot be printed; only texts can."
            yield Fault(words, use.line)


def _did_you_mean(path: str, known: Mapping[str, FieldKind]) -> str:
    by_small_letters = {each.lower(): each for each in known}
    near = difflib.get_close_matches(path.lower(), by_small_letters, 1, NEAR_ENOUGH)
    return f"; did you mean {by_small_letters[near[0]]!r}?" if near else "."


def _add_field(known: dict[str, FieldKind], path: str, hint: object) -> None:
    if get_origin(hint) is list:
        known[path] = FieldKind.LIST
        _add_field(known, f"{path}[]", get_args(hint)[0])
    elif isinstance(hint, type) and is_dataclass(hint):
        known[path] = FieldKind.ROW
        for name, inner in get_type_hints(hint).items():
            _add_field(known, f"{path}.{name}", inner)
    else:
        known[path] = FieldKind.FLAG if hint is bool else FieldKind.TEXT


def _read(body: list[nodes.Node], scope: dict[str, str], conditions: tuple[str, ...], reading: Reading) -> None:
    for node in body:
        if isinstance(node, nodes.Output):
            for printed in node.nodes:
                if not isinstance(printed, nodes.TemplateData):
                    _use(printed, scope, conditions, reading, printed=True)
        elif isinstance(node, nodes.If):
            _read_condition(node, scope, conditions, reading)
        elif isinstance(node, nodes.For):
            _read_loop(node, scope, conditions, reading)
        else:
            words = f"{{% {_word_of(node)} %}} is not allowed in a letter; only for and if are."
            reading.faults.append(Fault(words, node.lineno))


def _word_of(node: nodes.Node) -> str:
    return "set" if isinstance(node, nodes.Assign | nodes.AssignBlock) else type(node).__name__.lower()


def _read_condition(node: nodes.If, scope: dict[str, str], conditions: tuple[str, ...], reading: Reading) -> None:
    _ask(node.test, scope, conditions, reading)
    asked = _path(node.test, scope) or ANY_CONDITION
    _read(node.body, scope, (*conditions, asked), reading)
    otherwise = (*conditions, ANY_CONDITION)
    for other in node.elif_:
        _read_condition(other, scope, otherwise, reading)
    _read(node.else_, scope, otherwise, reading)


def _read_loop(node: nodes.For, scope: dict[str, str], conditions: tuple[str, ...], reading: Reading) -> None:
    path = _path(node.iter, scope)
    if path is None or not isinstance(node.target, nodes.Name) or node.test is not None or node.recursive:
        reading.faults.append(Fault("a loop must be of the form {% for name in list %}.", node.lineno))
        return
    reading.uses.append(Use(path, False, conditions, node.lineno))
    _read(node.body, {**scope, node.target.name: f"{path}[]", "loop": ""}, conditions, reading)
    _read(node.else_, scope, (*conditions, ANY_CONDITION), reading)


def _ask(node: nodes.Node, scope: dict[str, str], conditions: tuple[str, ...], reading: Reading) -> None:
    if isinstance(node, nodes.Not):
        _ask(node.node, scope, conditions, reading)
    elif isinstance(node, nodes.And | nodes.Or):
        _ask(node.left, scope, conditions, reading)
        _ask(node.right, scope, conditions, reading)
    elif isinstance(node, nodes.Compare) and all(each.op in ("eq", "ne") for each in node.ops):
        _ask(node.expr, scope, conditions, reading)
        for operand in node.ops:
            _ask(operand.expr, scope, conditions, reading)
    elif not isinstance(node, nodes.Const):
        _use(node, scope, conditions, reading, printed=False)


def _use(
    node: nodes.Node, scope: dict[str, str], conditions: tuple[str, ...], reading: Reading, *, printed: bool
) -> None:
    path = _path(node, scope)
    if path:
        reading.uses.append(Use(path, printed, conditions, node.lineno))
    elif path is None:
        what = next((words for kind, words in MORE_THAN_A_FIELD.items() if isinstance(node, kind)), "")
        instead = "only {{ field }}" if printed else '{%p if field %} or {%p if field == "text" %}'
        reading.faults.append(Fault(f"a tag holds more than the name of a field{what}; write {instead}.", node.lineno))


def _path(node: nodes.Node, scope: dict[str, str]) -> str | None:
    """A field's path; empty for the number of a loop's turn; ``None`` where it is no field."""
    if isinstance(node, nodes.Name):
        return scope.get(node.name, node.name) or None
    if isinstance(node, nodes.Getattr):
        if isinstance(node.node, nodes.Name) and scope.get(node.node.name) == "":
            return "" if node.attr in LOOP_FIELDS else None
        base = _path(node.node, scope)
        return f"{base}.{node.attr}" if base else None
    return None
