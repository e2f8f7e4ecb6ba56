"""Tags as people type them, in letters and in e-mail texts: found in one pass, each with whatever is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from secor_xl.text import INVISIBLE

CLOSED_BY = {"{{": "}}", "{%": "%}", "{#": "#}"}
MARK = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
ESCAPE = re.compile(r"\{_[{%#]|[}%#]_\}")  # docxtpl would make a tag of it
BLOCK = re.compile(r"\{%(?:p|tr)?\s*(end)?(if|for)\b")
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

# Marks that other programs put around a field; on the page of a letter they would be printed as they are.
OTHER_MARKS = re.compile(
    r"([{\[<«‹｛﹛【]{1,3})([^{}\[\]<>«»‹›｛｝﹛﹜【】\n]{1,64})([}\]>»›｝﹜】]{1,3})|%(\w{1,64})%"
)
WIDE_TAG = re.compile(r"[｛﹛][{｛﹛%％]|[}%％｝﹜][｝﹜]")
WORD = re.compile(r"\w+")
FIELD_NAME = re.compile(r"\w*[A-Za-z]_[A-Za-z]\w*")
MERGE_NAME = re.compile(r"(?:[A-Z][a-z0-9]+){2,}")
ANY_NAME = re.compile(r"[^\W\d][\w .\-]*")
DOUBLED = ("[[", "<<", "««", "‹‹")


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag, with its braces, and the place where it begins."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """The place behind it."""
        return self.start + len(self.text)


def tags_of(text: str) -> tuple[list[Tag], list[str]]:
    """The tags of a text, and every half of one, each as it is typed."""
    tags: list[Tag] = []
    halves: list[str] = []
    begun = -1
    for mark in MARK.finditer(text):
        if begun < 0:
            if mark.group() in CLOSED_BY:
                begun = mark.start()
            elif mark.group() != "#}":
                halves.append(mark.group())
        elif mark.group() == CLOSED_BY[text[begun : begun + 2]]:
            tags.append(Tag(text[begun : mark.end()], begun))
            begun = -1
        elif mark.group() in CLOSED_BY and mark.start() > begun + 1:
            halves.append(text[begun : mark.start()])
            begun = mark.start()
    if begun >= 0:
        halves.append(text[begun:])
    return tags, halves + ESCAPE.findall(text)


def fault_of_half(half: str) -> str:
    """Return the cure for half a tag."""
    begun = half[:LONGEST_EXCERPT]
    if half[:2] not in CLOSED_BY:
        return f"half a tag is left over ({half}). {HOW_TO_CLOSE}"
    end = begun.find("}")
    shown = " ".join((begun[: end + 1] if end > 0 else begun).split())
    return f"the tag {shown!r} is not closed. {HOW_TO_CLOSE}"


def faults_of_characters(tag: str) -> Iterator[str]:
    """Every character of a tag that nobody sees, or that only looks like the one that is meant."""
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


def faults_of_other_marks(words: str, names: Collection[str]) -> Iterator[str]:
    """Fields without braces, in single ones, or in the marks of other programs; ``words`` are a text without its tags."""
    marked = list(_in_other_marks(words, names))
    yield from marked
    if not marked:
        bare = (word for word in WORD.findall(words) if "_" in word)
        yield from (_printed(word, "has no braces", known) for word in bare if (known := _known(word, names)))


def _in_other_marks(words: str, names: Collection[str]) -> Iterator[str]:
    wide = WIDE_TAG.search(words)
    if wide:
        shown = words[max(wide.start() - 8, 0) : wide.end() + 24].strip()
        yield f"{shown!r} has full-width braces, and would be printed as it is. Type {{{{ field }}}} with plain braces."
    for match in OTHER_MARKS.finditer(words):
        opening, name = match.group(1) or "%", (match.group(2) or match.group(4)).strip(" %％\u00a0")
        known = _known(name, names)
        if not (wide and opening[0] in "｛﹛") and (known or _looks_like_a_field(opening, name, match.group(2) or "")):
            around = "single braces" if opening == "{" else f"{opening} {match.group(3) or '%'}"
            yield _printed(name, f"is in {around}", known)


def _printed(name: str, how: str, known: str) -> str:
    instead = f"{{{{ {known} }}}}" if known else "{{ field }}, with a field of the list in README.md"
    return f"{name!r} {how}, and would be printed as it is. Type {instead}."


def _known(name: str, names: Collection[str]) -> str:
    """The field that is meant, however it is written; empty where there is none."""
    path = re.sub(r"[\s\-]+", "_", name)
    return next((each for each in (path, path.casefold()) if each.rpartition(".")[2] in names), "")


def _looks_like_a_field(opening: str, name: str, between: str) -> bool:
    if opening.startswith(DOUBLED):
        return ANY_NAME.fullmatch(name) is not None
    if opening == "«" and between == name and MERGE_NAME.fullmatch(name):
        return True
    return opening != "<" and FIELD_NAME.fullmatch(name) is not None


def steps_of(tags: Iterable[Tag]) -> int:
    """How many loops and conditions some tags open, less those that they close."""
    return sum(_step(tag) for tag in tags)


def fault_of_depth(tags: Iterable[Tag]) -> Iterator[str]:
    """Loops and conditions too deep within each other for anybody to follow, and for Jinja to read."""
    if max(accumulate(map(_step, tags)), default=0) > MOST_WITHIN_EACH_OTHER:
        yield f"more than {MOST_WITHIN_EACH_OTHER} loops and conditions are within each other. Close them earlier."


def _step(tag: Tag) -> int:
    found = BLOCK.match(tag.text)
    return 0 if found is None else -1 if found.group(1) else 1


def shortened(text: str) -> str:
    """The beginning of a text, its spaces made one each."""
    return " ".join(text[: 2 * LONGEST_EXCERPT].split())[:LONGEST_EXCERPT]
