"""The check of every finished letter: well-formed, nothing left over, and every text that it was to say is really in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import cast

from lxml import etree

from secor_xl.letters.problems import place_of
from secor_xl.text import clean

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TEXTS = etree.XPath("//w:t/text()", namespaces={"w": WORD}, smart_strings=False)
TAG_MARKS = ("{{", "}}", "{%", "%}")
BETWEEN_PARTS = "\x00"
LONGEST_EXCERPT = 40
# Headers and footers are small, and many letters have the same.
MOST_REMEMBERED = 4_000
NO_BREAKS = str.maketrans("", "", "\n\t")


def why_not_arrived(parts: Mapping[str, bytes], context: Mapping[str, object], paths: Iterable[str]) -> tuple[str, ...]:
    """What is wrong with a finished letter; empty when nothing is.

    Args:
        parts: the finished parts with tags, by their names.
        context: the texts of the letter.
        paths: the fields whose texts must be in it, such as ``corrections[].found``.
    """
    shown = []
    for name, content in parts.items():
        try:
            shown.append(_known_text(content) if len(content) <= MOST_REMEMBERED else visible_text(content))
        except etree.XMLSyntaxError as error:
            return (f"In {place_of(name)}: the letter would be damaged ({error.msg}).",)
    text = BETWEEN_PARTS.join(shown)
    expected = [(path, _as_shown(value)) for path in paths for value in texts_at(context, steps_of(path))]
    problems = [
        f"The text of {{{{ {path} }}}} is missing in the letter: {value[:LONGEST_EXCERPT]!r}. Put the field back."
        for path, value in expected
        if value not in text
    ]
    if any(mark in text for mark in TAG_MARKS):
        problems += _left_over(text, context)
    return tuple(problems)


def visible_text(part: bytes) -> str:
    """The text of a part, without its line breaks and tabs; raises ``XMLSyntaxError`` where it is not well-formed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return "".join(cast("list[str]", TEXTS(etree.fromstring(part, parser))))


_known_text = lru_cache(maxsize=64)(visible_text)


@cache
def steps_of(path: str) -> tuple[str, ...]:
    """The steps of a field's path: ``corrections[].found`` is ``corrections``, every entry, ``found``."""
    return tuple(step for step in path.replace("[]", ".[]").split(".") if step)


def texts_at(value: object, steps: tuple[str, ...]) -> list[str]:
    """Every text at a path."""
    found = [value]
    for step in steps:
        if step == "[]":
            found = [item for each in found if isinstance(each, list) for item in each]
        else:
            found = [each.get(step) for each in found if isinstance(each, dict | Mapping)]
    return [each for each in found if isinstance(each, str)]


def all_texts(value: object) -> Iterator[str]:
    """Every text of a context."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from all_texts(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from all_texts(item)


def _as_shown(text: str) -> str:
    text = clean(text)
    return text.translate(NO_BREAKS) if "\n" in text or "\t" in text else text


def _left_over(text: str, context: Mapping[str, object]) -> list[str]:
    """Tag marks that no text of the letter brought along."""
    for value in sorted({_as_shown(each) for each in all_texts(context)}, key=len, reverse=True):
        if any(mark in value for mark in TAG_MARKS):
            text = text.replace(value, "")
    return [f"A tag is left over in the letter: {mark!r}." for mark in TAG_MARKS if mark in text]
