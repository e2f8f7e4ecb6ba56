"""The proof that a template gives well-formed XML for every letter, from the template alone.

Every value is escaped, so only the template's own tags can unbalance the XML: it is enough that the body of each loop and condition
leaves the stack of open elements unchanged. A body may close and reopen the elements around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import nodes

XML_TAG = re.compile(r"<(/?)([\w:.-]+)(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*\s*(/?)>|<[!?][^>]*>")
ANY_TEXT = "x"
LONGEST_EXCERPT = 64


class _NotProvenError(Exception):
    """The proof failed; the message is the text near the place."""


def why_unbalanced(tree: nodes.Template) -> str:
    """Return the words near the place where the proof fails; empty where the template is proven balanced."""
    try:
        _prove(tree.body, [])
    except _NotProvenError as error:
        return str(error) or "(no text near)"
    return ""


def _prove(body: list[nodes.Node], around: list[str]) -> None:
    stack, text = list(around), ""
    for node in body:
        if isinstance(node, nodes.Output):
            text += "".join(each.data if isinstance(each, nodes.TemplateData) else ANY_TEXT for each in node.nodes)
            continue
        _follow(text, stack)
        text = ""
        for inner in _bodies(node):
            _prove(inner, stack)
    _follow(text, stack)
    if stack != around:
        raise _NotProvenError(_words(text))


def _bodies(node: nodes.Node) -> Iterator[list[nodes.Node]]:
    if isinstance(node, nodes.If):
        yield node.body
        for other in node.elif_:
            yield from _bodies(other)
        yield node.else_
    elif isinstance(node, nodes.For):
        yield node.body
        yield node.else_


def _follow(text: str, stack: list[str]) -> None:
    """Open and close on the stack the elements of a text."""
    end = 0
    for match in XML_TAG.finditer(text):
        _refuse_half_a_tag(text[end : match.start()])
        end = match.end()
        closing, name, empty = match.group(1), match.group(2), match.group(3)
        if name is None or empty:
            continue
        if not closing:
            stack.append(name)
        elif stack and stack[-1] == name:
            stack.pop()
        else:
            raise _NotProvenError(_words(text[: match.start()]))
    _refuse_half_a_tag(text[end:])


def _refuse_half_a_tag(text: str) -> None:
    if "<" in text or ">" in text:
        raise _NotProvenError(_words(text))


def _words(xml: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", xml).split())[-LONGEST_EXCERPT:]
