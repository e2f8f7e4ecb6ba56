"""Tags as people type them, in letters and in e-mail texts, and the faults of typing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from secor_xl.text import INVISIBLE

CLOSED_BY = {"{{": "}}", "{%": "%}", "{#": "#}"}
MARK = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
ESCAPE = re.compile(r"\{_[{%#]|[}%#]_\}")  # docxtpl would make a tag of it
STATEMENT = re.compile(r"\{%-?((?:tr|tc|p|r)(?=\s))?\s*(\w*)(?:\s+(\w+)\s+in\b)?")
PREFIXES = ("{%p ", "{%tr ", "{#p ", "{#tr ")
STEPS = {"if": 1, "for": 1, "endif": -1, "endfor": -1}
LONGEST_TAG = 160
MOST_WITHIN_EACH_OTHER = 10
LONGEST_EXCERPT = 72
HOW_TO_CLOSE = "Write every tag as {{ field }} or {%p ... %}."

CURLY_QUOTES = str.maketrans("“”‘’", "\"\"''")
QUOTED = re.compile("\"[^\"]*\"|'[^']*'")
TYPE_INSTEAD = {
    "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"', "′": "'", "‚": "'", "´": "'", "–": "-", "—": "-", "\u2011": "-",
    "…": "...", "×": "*", "｛": "{", "｝": "}", "％": "%", "\u00a0": "a plain space", "\t": "a plain space",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag, with its braces, and the place where it begins."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """The place behind it."""
        return self.start + len(self.text)

    @property
    def shown(self) -> str:
        """The tag on one line."""
        return " ".join(self.text.split())

    @property
    def statement(self) -> tuple[str, str, str]:
        """The letters at the percent sign, such as "p", the keyword, and the name that a loop gives; each may be empty."""
        found = STATEMENT.match(self.text)
        return (found[1] or "", found[2], found[3] or "") if found else ("", "", "")

    @property
    def step(self) -> int:
        """1 where it opens a loop or condition, -1 where it closes one, otherwise 0."""
        return STEPS.get(self.statement[1], 0)

    @property
    def prefix(self) -> str:
        """``p`` or ``tr`` where it takes its whole paragraph or row; otherwise empty."""
        return self.text[2 : self.text.index(" ")] if self.text.startswith(PREFIXES) else ""


def tags_of(text: str) -> tuple[list[Tag], list[str]]:
    """Find the tags of a text, and its incomplete tags, as they are typed."""
    tags: list[Tag] = []
    incomplete: list[str] = []
    begun = -1
    for mark in MARK.finditer(text):
        if begun < 0:
            if mark.group() in CLOSED_BY:
                begun = mark.start()
            elif mark.group() != "#}":
                incomplete.append(mark.group())
        elif mark.group() == CLOSED_BY[text[begun : begun + 2]]:
            tags.append(Tag(text[begun : mark.end()], begun))
            begun = -1
        elif mark.group() in CLOSED_BY and mark.start() > begun + 1:
            incomplete.append(text[begun : mark.start()])
            begun = mark.start()
    if begun >= 0:
        incomplete.append(text[begun:])
    return tags, incomplete + ESCAPE.findall(text)


def outside_of(tags: Iterable[Tag], text: str) -> str:
    """Return a text without its tags; their line breaks stay, so that lines keep their numbers."""
    pieces, end = [], 0
    for tag in tags:
        pieces += [text[end : tag.start], " ", "\n" * tag.text.count("\n")]
        end = tag.start + len(tag.text)
    return "".join([*pieces, text[end:]])


def fault_of_incomplete_tag(typed: str) -> str:
    """Describe an incomplete tag, with its cure."""
    begun = typed[:LONGEST_EXCERPT]
    if typed[:2] not in CLOSED_BY:
        return f"half a tag is left over ({typed}). {HOW_TO_CLOSE}"
    end = begun.find("}")
    shown = " ".join((begun[: end + 1] if end > 0 else begun).split())
    return f"the tag {shown!r} is not closed. {HOW_TO_CLOSE}"


def faults_of_characters(tag: str) -> Iterator[str]:
    """Yield each invisible or typographic character of a tag, with its cure."""
    if len(tag) > LONGEST_TAG:
        yield f"the tag {shortened(tag)!r} is too long. {HOW_TO_CLOSE}"
        return
    plain = tag.translate(CURLY_QUOTES)
    quoted = {place for match in QUOTED.finditer(plain) for place in range(*match.span())}
    shown = "".join(each if each.isprintable() else "" for each in tag)
    for place, character in enumerate(plain):
        if (" " <= character <= "~" and character != "`") or (place in quoted and character.isprintable()):
            continue
        name = f"U+{ord(character):04X}, {unicodedata.name(character, 'a control character').lower()}"
        if character.isprintable() and not INVISIBLE.match(character):
            cure = f"Type {TYPE_INSTEAD.get(character, 'the plain letter of an English keyboard')} instead."
            yield f"{shown} has the typographic character {character!r} ({name}). {cure}"
        else:
            near = "".join(each for each in tag[:place] if each.isprintable())[-16:]
            cure = f"Type {TYPE_INSTEAD[character]} instead." if character in TYPE_INSTEAD else "Type the tag again."
            yield f"{shown} has the invisible character {name}, behind {near!r}. {cure}"


def fault_of_depth(tags: Iterable[Tag]) -> Iterator[str]:
    """Yield a fault where more loops and conditions are within each other than anybody can follow or Jinja can parse."""
    if max(accumulate(tag.step for tag in tags), default=0) > MOST_WITHIN_EACH_OTHER:
        yield f"more than {MOST_WITHIN_EACH_OTHER} loops and conditions are within each other. Close them earlier."


def shortened(text: str) -> str:
    """Return the beginning of a text, with single spaces."""
    return " ".join(text[: 2 * LONGEST_EXCERPT].split())[:LONGEST_EXCERPT]
