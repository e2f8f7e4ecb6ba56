"""The check of every finished letter: well-formed, nothing left over, and every text that it was to say is on its pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from lxml import etree

from secor_xl.letters.problems import place_of
from secor_xl.letters.template.template_parts import TemplateSource
from secor_xl.letters.word.visible_text import notes_referred_to, text_shown
from secor_xl.text import clean

TAG_MARKS = ("{{", "}}", "{%", "%}")
BETWEEN_PARTS = "\x00"
LONGEST_EXCERPT = 40
# Headers and footers are small, and many letters have the same.
MOST_REMEMBERED = 4_000
NO_BREAKS = str.maketrans("", "", "\n\t")


class Arrival:
    """The check of every letter of one template.

    Args:
        source: the template.
        required: the fields whose texts must be on a page that every letter has, such as ``corrections[].found``.
        always: the fields that the template prints in every letter, on whatever page.
    """

    def __init__(self, source: TemplateSource, required: tuple[str, ...], always: tuple[str, ...]) -> None:
        text = source.tagged[0]
        self._text, self._pages = text.name, source.pages
        self._notes = next((part.name for part in source.tagged if place_of(part.name) == "a footnote"), "")
        self._required, self._always = required, tuple(path for path in always if path not in required)
        self._has_one_section = f"{text.before}{text.jinja}{text.after}".count("<w:sectPr") == 1
        self._shown: frozenset[str] | None = None

    def why_not(self, parts: Mapping[str, bytes], context: Mapping[str, object]) -> tuple[str, ...]:
        """Name what is wrong with a finished letter; nothing when all is well.

        Args:
            parts: the finished parts with tags, by their names.
            context: the texts of the letter.
        """
        texts = {}
        for name, content in parts.items():
            try:
                if name == self._text:
                    document = _parsed(content)
                    texts[name] = text_shown(document)
                else:
                    texts[name] = _known_text(content) if len(content) <= MOST_REMEMBERED else _text(content)
            except etree.XMLSyntaxError:
                return (
                    f"In {place_of(name)}: the letter would be damaged. Put the template that came with secor-xl back.",
                )
        on_pages = self._on_pages(document, parts, texts)
        everywhere = BETWEEN_PARTS.join(texts.values())
        problems = [
            f"The text of {{{{ {path} }}}} is missing in the letter: {value[:LONGEST_EXCERPT]!r}. {cure}"
            for paths, text, cure in (
                (self._required, on_pages, "Put the field into the text, where every letter shows it."),
                (self._always, everywhere, "Put the field back."),
            )
            for path in paths
            for value in map(_as_shown, texts_at(context, steps_of(path)))
            if value not in text
        ]
        if any(mark in everywhere for mark in TAG_MARKS):
            problems += _left_over(everywhere, context)
        return tuple(problems)

    def _on_pages(self, document: etree._Element, parts: Mapping[str, bytes], texts: Mapping[str, str]) -> str:
        """The words on those pages that every letter has; what depends on the template alone is found once."""
        shown = self._shown
        if shown is None:
            shown = self._pages.always_shown(document)
            if self._has_one_section:
                self._shown = shown
        seen = [text for name, text in texts.items() if name == self._text or name in shown]
        if self._notes in parts:
            seen.append(text_shown(_parsed(parts[self._notes]), notes_referred_to(document)))
        return BETWEEN_PARTS.join(seen)


def _parsed(part: bytes) -> etree._Element:
    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def _text(part: bytes) -> str:
    return text_shown(_parsed(part))


_known_text = lru_cache(maxsize=64)(_text)


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
