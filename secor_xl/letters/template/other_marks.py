"""Fields in the marks of other programs, in single braces or in none: a letter or an e-mail would print them as they are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from secor_xl.letters.template.grammar import meant_field

OTHER_MARKS = re.compile(
    r"([{\[<«‹｛﹛【]{1,3})([^{}\[\]<>«»‹›｛｝﹛﹜【】\n]{1,64})([}\]>»›｝﹜】]{1,3})|%(\w{1,64})%"
)
WIDE_TAG = re.compile(r"[｛﹛][{｛﹛%％]|[}%％｝﹜][｝﹜]")
WORD = re.compile(r"\w+")
FIELD_NAME = re.compile(r"\w*[A-Za-z]_[A-Za-z]\w*")
MERGE_NAME = re.compile(r"(?:[A-Z][a-z0-9]+){2,}")
ANY_NAME = re.compile(r"[^\W\d][\w .\-]*")
DOUBLED = ("[[", "<<", "««", "‹‹")


def faults_of_other_marks(words: str, names: Collection[str]) -> Iterator[str]:
    """Yield each field without braces, in single ones, or in the marks of other programs.

    Args:
        words: a text without its tags.
        names: the fields that are known.
    """
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
            yield _printed(name, f"is in {around}", known, names)


def _printed(name: str, how: str, known: str, names: Collection[str] = ()) -> str:
    known = known or meant_field(name, names)
    instead = f"{{{{ {known} }}}}" if known else "{{ field }}, with a field of the list in README.md"
    return f"{name!r} {how}, and would be printed as it is. Type {instead}."


def _known(name: str, names: Collection[str]) -> str:
    """Return the known field that a name means; empty where there is none."""
    path = re.sub(r"[\s\-]+", "_", name)
    return next((each for each in (path, path.casefold()) if each.rpartition(".")[2] in names), "")


def _looks_like_a_field(opening: str, name: str, between: str) -> bool:
    if opening.startswith(DOUBLED):
        return ANY_NAME.fullmatch(name) is not None
    if opening == "«" and between == name and MERGE_NAME.fullmatch(name):
        return True
    return opening != "<" and FIELD_NAME.fullmatch(name) is not None
