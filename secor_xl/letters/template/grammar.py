"""The grammar of templates: words, ``{{ field }}``, loops over a list, conditions; and the fields that a template uses.

The grammar is closed: anything else is refused before a letter is written.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, is_dataclass
from enum import Enum, auto
from typing import get_args, get_origin, get_type_hints

from jinja2 import nodes

from secor_xl.letters.template.tags import Tag
from secor_xl.text import is_blank

# Expressions that are more than a field, in the words of somebody who types tags.
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
OWN = "own."
NO_TEXTS: Mapping[str, str] = {}
WORD_BREAK = re.compile(r"[\s\-]+")
# The words that people type for a field before they look at the list.
USUAL_WORDS = {
    word: field
    for field, words in {
        "due_on": "due_date deadline due return_by return_date correction_due",
        "final_on": "final_date final_deadline end_date",
        "days_left": "days_remaining remaining_days days days_to_go",
        "letter_date": "date today current_date date_of_letter",
        "employer": "company company_name employer_name client client_name business business_name organization",
        "employer_province": "province province_name employer_province_name",
        "assessor": "assessor_name auditor auditor_name",
        "reviewer": "reviewer_name reviewed_by",
        "reviewer_title": "reviewer_position reviewers_title",
        "signatory": "signature signed_by manager signatory_name sender",
        "signatory_title": "signature_title signatory_position",
        "reference": "file file_number file_no file_reference reference_number case_number",
        "addressee": "address recipient to",
        "salutation": "greeting dear",
        "office_name": "partner certifying_partner association office our_name",
        "office_phone": "phone telephone phone_number tel",
        "office_email": "email e_mail email_address our_email",
        "overall_score": "score total total_score result final_score percentage",
        "document_title": "title subject",
        "corrections": "findings items deficiencies corrections_list",
        "contact": "contact_person contact_name",
        "round": "round_number correction_round",
    }.items()
    for word in words.split()
}


class FieldKind(Enum):
    """The type of a field."""

    TEXT = auto()
    FLAG = auto()
    LIST = auto()
    ROW = auto()
    BLANK = auto()
    """A text of the office itself that has no words."""


NAME_ALONE = re.compile(r"\{[{%]\w*\s*(?:(?:el)?if\s+)?[\w.]+\s*[}%]\}")
"""A tag with the name of a field and nothing more."""


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a field.

    Attributes:
        path: the field, such as ``due_on`` or ``corrections[].found``.
        printed: whether it is printed, not only tested in a condition.
        line: the line of the template; meaningful only for an e-mail text.
    """

    path: str
    printed: bool
    line: int


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a template.

    Attributes:
        words: a sentence.
        line: its line; meaningful only for an e-mail text.
        path: the field in the tag at fault; empty where none is known.
        meant: the field that is meant; empty where none is known.
        more: whether its tag has more than the name of the field.
    """

    words: str
    line: int
    path: str = ""
    meant: str = ""
    more: bool = False

    def is_in(self, tag: Tag) -> bool:
        """Return whether a tag has the field of the fault."""
        if not self.path or (self.more and NAME_ALONE.fullmatch(tag.shown)):
            return False
        return re.search(rf"\b{re.escape(_last(self.path))}\b", tag.text) is not None

    def told(self, tag: Tag) -> str:
        """Return the sentence with the tag at fault, and what to type."""
        if self.meant:
            right = re.sub(rf"\b{re.escape(_last(self.path))}\b", _last(self.meant), tag.shown)
            return f"{self.words} Type {right} in place of {tag.shown}."
        return f"{self.words} It is in the tag {tag.shown}."


@dataclass
class Reading:
    """The content of a template: the fields it uses, the faults in it, and whether all of it could be parsed."""

    uses: list[Use] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    complete: bool = True


def read_template(tree: nodes.Template) -> Reading:
    """Read a parsed template by the closed grammar."""
    reading = Reading()
    _read(tree.body, {}, reading)
    return reading


def known_fields(letter: type, own_texts: Mapping[str, str] = NO_TEXTS) -> dict[str, FieldKind]:
    """List every field of a letter with its type, from the letter's dataclass and the office's own texts."""
    known: dict[str, FieldKind] = {}
    for name, hint in get_type_hints(letter).items():
        if get_origin(hint) is dict:
            known |= own_fields(own_texts)
        else:
            _add_field(known, name, hint)
    return known


def own_fields(own_texts: Mapping[str, str]) -> dict[str, FieldKind]:
    """List the office's own texts as fields."""
    return {f"{OWN}{name}": FieldKind.BLANK if is_blank(text) else FieldKind.TEXT for name, text in own_texts.items()}


def faults_of_uses(uses: Iterable[Use], known: Mapping[str, FieldKind]) -> Iterator[Fault]:
    """Yield a fault for each unknown field, and for each printed field that is no text."""
    for use in uses:
        kind = known.get(use.path)
        if kind is FieldKind.BLANK or (kind is None and use.path.startswith(OWN)):
            name = use.path.removeprefix(OWN)
            seen = "has no words" if kind else "is not there"
            cure = f'Write {name} = "your text" below [letters.own]'
            yield Fault(f"The text {use.path!r} {seen} in office.toml. {cure}.", use.line, use.path)
        elif kind is None:
            meant = meant_field(use.path, known) or _nearest(use.path, known)
            question = f"; did you mean {meant!r}?" if meant else "."
            yield Fault(f"The field {use.path!r} is not known{question}", use.line, use.path, meant)
        elif use.printed and kind is not FieldKind.TEXT:
            words = f"The field {use.path!r} is a {kind.name.lower()} and cannot be printed; only texts can."
            yield Fault(words, use.line, use.path)


def _nearest(path: str, known: Mapping[str, FieldKind]) -> str:
    """Return the known field that is spelt most like another one; empty where none is."""
    by_small_letters = {each.lower(): each for each in known}
    near = difflib.get_close_matches(path.lower(), by_small_letters, 1, NEAR_ENOUGH)
    return by_small_letters[near[0]] if near else ""


def _last(path: str) -> str:
    return path.rpartition(".")[2].removesuffix("[]")


def meant_field(word: str, known: Collection[str]) -> str:
    """Return the field that people mean by a usual word; empty where there is none."""
    meant = USUAL_WORDS.get(WORD_BREAK.sub("_", word.strip().lower()), "")
    return meant if meant in known else ""


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


def _read(body: Iterable[nodes.Node], scope: dict[str, str], reading: Reading) -> None:
    for node in body:
        if isinstance(node, nodes.Output):
            for printed in node.nodes:
                if not isinstance(printed, nodes.TemplateData):
                    _use(printed, scope, reading, printed=True)
        elif isinstance(node, nodes.If):
            _test(node.test, scope, reading)
            _read([*node.body, *node.elif_, *node.else_], scope, reading)
        elif isinstance(node, nodes.For):
            _read_loop(node, scope, reading)
        else:
            name = "set" if isinstance(node, nodes.Assign | nodes.AssignBlock) else type(node).__name__.lower()
            words = f"{{% {name} %}} is not allowed in a letter; only for and if are."
            reading.faults.append(Fault(words, node.lineno))


def _read_loop(node: nodes.For, scope: dict[str, str], reading: Reading) -> None:
    path = _path(node.iter, scope)
    if path is None or not isinstance(node.target, nodes.Name) or node.test is not None or node.recursive:
        reading.faults.append(Fault("a loop must be of the form {% for name in list %}.", node.lineno))
        return
    reading.uses.append(Use(path, False, node.lineno))
    _read(node.body, {**scope, node.target.name: f"{path}[]", "loop": ""}, reading)
    _read(node.else_, scope, reading)


def _test(node: nodes.Node, scope: dict[str, str], reading: Reading) -> None:
    """Read a condition: fields, texts, ``not``, ``and``, ``or``, ``==``, ``!=``."""
    if isinstance(node, nodes.Not):
        _test(node.node, scope, reading)
    elif isinstance(node, nodes.And | nodes.Or):
        _test(node.left, scope, reading)
        _test(node.right, scope, reading)
    elif isinstance(node, nodes.Compare) and all(each.op in ("eq", "ne") for each in node.ops):
        for each in (node.expr, *(operand.expr for operand in node.ops)):
            _test(each, scope, reading)
    elif not isinstance(node, nodes.Const):
        _use(node, scope, reading, printed=False)


def _use(node: nodes.Node, scope: dict[str, str], reading: Reading, *, printed: bool) -> None:
    path = _path(node, scope)
    if path:
        reading.uses.append(Use(path, printed, node.lineno))
    elif path is None:
        what = next((words for kind, words in MORE_THAN_A_FIELD.items() if isinstance(node, kind)), "")
        name = _name_in(node)
        quoted = isinstance(node, nodes.Const) and bool(name)
        instead = f"only {{{{ {name or 'field'} }}}}" if printed else '{%p if field %} or {%p if field == "text" %}'
        cure = f"; {'take the quotation marks out, and ' if quoted else ''}write {instead}."
        reading.faults.append(
            Fault(f"a tag has more than the name of a field{what}{cure}", node.lineno, name, more=True)
        )


def _name_in(node: nodes.Node) -> str:
    """Return the name of the field in an expression that is more than a field; empty where there is none."""
    while isinstance(node, nodes.Filter | nodes.Call | nodes.Getitem) and node.node:
        inner: nodes.Node = node.node
        is_method = isinstance(node, nodes.Call) and isinstance(inner, nodes.Getattr)
        node = inner.node if is_method else inner  # type: ignore[attr-defined]
    if isinstance(node, nodes.Const):
        return node.value.strip() if isinstance(node.value, str) and node.value.strip().isidentifier() else ""
    if isinstance(node, nodes.Getattr):
        base = _name_in(node.node)
        return f"{base}.{node.attr}" if base else ""
    return node.name if isinstance(node, nodes.Name) else ""


def _path(node: nodes.Node, scope: dict[str, str]) -> str | None:
    """Return a field's path; empty for ``loop.index`` and the like; ``None`` where it is no field."""
    if isinstance(node, nodes.Name):
        return scope.get(node.name, node.name) or None
    if isinstance(node, nodes.Getattr):
        if isinstance(node.node, nodes.Name) and scope.get(node.node.name) == "":
            return "" if node.attr in LOOP_FIELDS else None
        base = _path(node.node, scope)
        return f"{base}.{node.attr}" if base else None
    return None
