"""Which tag of a template is not understood, in the words of somebody who types tags."""

from __future__ import annotations

import re

from jinja2 import TemplateError

from secor_xl.letters.template.environment import letter_environment
from secor_xl.letters.template.tags import CURLY_QUOTES

FAMILY = re.compile(r"^(\{[%{#])(?:tr|tc|p|r)\b")
STATEMENT = re.compile(r"\{%-?((?:tr|tc|p|r)(?=\s))?\s*(\w*)")
BLOCKS = ("if", "for")
BETWEEN = ("elif", "else")
HOW_TO_TYPE = (
    "Tags are typed in small letters, with nothing between the percent sign and the p: {%p if field %}, {%p endif %}."
)
INSTEAD = {
    "": "Write only the name of a field: {{ field }}.",
    "if": 'Write {%p if field %} or {%p if field == "text" %}.',
    "elif": "Write {%p elif field %}.",
    "for": "Write {%p for name in list %}.",
}


def why_not_understood(typed: list[str]) -> str:
    """Why the tags of a part could not be read: the first tag that is at fault, and what to type."""
    tags = [" ".join(tag.split()) for tag in typed]
    alone = next(filter(None, map(_fault_alone, tags)), "")
    return _fault_of_blocks(tags) or alone or f"a tag is not understood. {HOW_TO_TYPE}"


def _fault_of_blocks(tags: list[str]) -> str:
    """The first tag that is no tag, ends nothing, or is never ended."""
    still_open: list[tuple[str, str, str]] = []
    for tag in tags:
        match = STATEMENT.match(tag)
        if match is None:
            continue
        family, word = match.group(1) or "", match.group(2)
        if word in BLOCKS:
            still_open.append((tag, family, word))
        elif word in BETWEEN or word.removeprefix("end") in BLOCKS:
            begun = "if" if word in BETWEEN else word.removeprefix("end")
            if not still_open:
                return f"{tag} has no {{%{family} {begun} ... %}} before it. Put it back, or take {tag} out."
            if word not in BETWEEN:
                start, start_family, start_word = still_open.pop()
                if start_word != begun:
                    return f"{start} has no {{%{start_family} end{start_word} %}} before {tag}. Put it back."
        else:
            return f"the tag {tag} is not understood. {HOW_TO_TYPE}"
    if still_open:
        start, family, word = still_open[-1]
        return f"{start} has no {{%{family} end{word} %}} after it. Put it back."
    return ""


def _fault_alone(tag: str) -> str:
    """Why a tag cannot be understood by itself; empty where it can."""
    match = STATEMENT.match(tag)
    word = match.group(2) if match else ""
    around = {"if": ("", "{% endif %}"), "elif": ("{% if field %}", "{% endif %}"), "for": ("", "{% endfor %}")}
    before, after = around.get(word, ("", ""))
    if match and word not in around:
        return ""
    try:
        letter_environment().parse(before + FAMILY.sub(r"\1", tag).translate(CURLY_QUOTES) + after)
    except (TemplateError, RecursionError):
        return f"the tag {tag} is not understood. {INSTEAD[word]}"
    return ""
