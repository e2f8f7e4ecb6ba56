"""The check of every finished letter: well-formed, no tag left over, every required text on its pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from lxml import etree

from secor_xl.letters.content.common_fields import all_texts
from secor_xl.letters.problems import place_of
from secor_xl.letters.template.prepared_template import PreparedTemplate
from secor_xl.letters.word.visible_text import notes_referred_to, text_shown
from secor_xl.text import clean
from secor_xl.xlsx.xml_parts import SAFELY

TAG_MARKS = ("{{", "}}", "{%", "%}")
BETWEEN_PARTS = "\x00"
LONGEST_EXCERPT = 40
# Headers and footers are small, and many letters have the same.
MOST_REMEMBERED = 4_000
NO_BREAKS = str.maketrans("", "", "\n\t")


class LetterCheck:
    """The check of every letter of one template.

    Args:
        template: the template.
        required: the fields whose texts must be on a page that every letter has, such as ``corrections[].found``.
    """

    def __init__(self, template: PreparedTemplate, required: tuple[str, ...]) -> None:
        text = template.tagged[0]
        self._text, self._pages, self._required = text.name, template.pages, required
        self._notes = next((part.name for part in template.tagged if place_of(part.name) == "a footnote"), "")
        self._has_one_section = f"{text.before}{text.jinja}{text.after}".count("<w:sectPr") == 1
        self._shown: frozenset[str] | None = None

    def problems(self, parts: Mapping[str, bytes], context: Mapping[str, object]) -> tuple[str, ...]:
        """List the faults of a finished letter.

        Args:
            parts: the finished parts with tags, by name.
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
        problems = [
            f"The text of {{{{ {path} }}}} is missing in the letter: {value[:LONGEST_EXCERPT]!r}."
            " Put the field into the text, where every letter shows it."
            for path in self._required
            for value in map(_as_shown, texts_at(context, path))
            if value not in on_pages
        ]
        everywhere = BETWEEN_PARTS.join(texts.values())
        if any(mark in everywhere for mark in TAG_MARKS):
            problems += _left_over(everywhere, context)
        return tuple(problems)

    def _on_pages(self, document: etree._Element, parts: Mapping[str, bytes], texts: Mapping[str, str]) -> str:
        """Return the words on the pages that every letter has; where there is one section, find those pages once."""
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
    return etree.fromstring(part, etree.XMLParser(**SAFELY))


def _text(part: bytes) -> str:
    return text_shown(_parsed(part))


_known_text = lru_cache(maxsize=64)(_text)


@cache
def _steps(path: str) -> tuple[str, ...]:
    """Split a field's path: ``corrections[].found`` is ``corrections``, ``[]``, ``found``."""
    return tuple(step for step in path.replace("[]", ".[]").split(".") if step)


def texts_at(context: Mapping[str, object], path: str) -> list[str]:
    """List every text of a field, such as ``corrections[].found``."""
    found: list[object] = [context]
    for step in _steps(path):
        if step == "[]":
            found = [item for each in found if isinstance(each, list) for item in each]
        else:
            found = [each.get(step) for each in found if isinstance(each, Mapping)]
    return [each for each in found if isinstance(each, str)]


def _as_shown(text: str) -> str:
    text = clean(text)
    return text.translate(NO_BREAKS) if "\n" in text or "\t" in text else text


def _left_over(text: str, context: Mapping[str, object]) -> list[str]:
    """Name the tag marks that are in no text of the letter."""
    for value in sorted({_as_shown(each) for each in all_texts(context)}, key=len, reverse=True):
        if any(mark in value for mark in TAG_MARKS):
            text = text.replace(value, "")
    return [f"A tag is left over in the letter: {mark!r}." for mark in TAG_MARKS if mark in text]
