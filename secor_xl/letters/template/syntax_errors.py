"""The first tag that cannot be parsed, explained in the words of somebody who types tags."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jinja2 import TemplateError

from secor_xl.letters.template.environment import letter_environment
from secor_xl.letters.template.tags import CURLY_QUOTES, Tag

PREFIX = re.compile(r"^(\{[%{#])(?:tr|tc|p|r)\b")
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


def syntax_error(tags: Sequence[Tag]) -> tuple[str, Tag | None]:
    """Explain why the tags of a part could not be parsed: the cause with its cure, and the first tag that is at fault."""
    alone = ((fault, tag) for tag in tags if (fault := _fault_alone(tag)))
    return _fault_of_blocks(tags) or next(alone, (f"a tag is not understood. {HOW_TO_TYPE}", None))


def _fault_of_blocks(tags: Sequence[Tag]) -> tuple[str, Tag] | None:
    """Return the fault of the first statement that is unknown, closes nothing, or is never closed, and its tag."""
    still_open: list[tuple[Tag, str, str]] = []
    for tag in tags:
        if not tag.text.startswith("{%"):
            continue
        shown = tag.shown
        prefix, word, _ = tag.statement
        if tag.step > 0:
            still_open.append((tag, prefix, word))
        elif word in BETWEEN or tag.step < 0:
            begun = "if" if word in BETWEEN else word.removeprefix("end")
            if not still_open:
                return f"{shown} has no {{%{prefix} {begun} ... %}} before it. Put it back, or take {shown} out.", tag
            if word not in BETWEEN:
                start, start_prefix, start_word = still_open.pop()
                if start_word != begun:
                    return (
                        f"{start.shown} has no {{%{start_prefix} end{start_word} %}} before {shown}. Put it back.",
                        start,
                    )
        else:
            return f"the tag {shown} is not understood. {HOW_TO_TYPE}", tag
    if still_open:
        start, prefix, word = still_open[-1]
        return f"{start.shown} has no {{%{prefix} end{word} %}} after it. Put it back.", start
    return None


def _fault_alone(tag: Tag) -> str:
    """Return why a tag cannot be understood by itself; empty where it can."""
    word = tag.statement[1]
    around = {"if": ("", "{% endif %}"), "elif": ("{% if field %}", "{% endif %}"), "for": ("", "{% endfor %}")}
    before, after = around.get(word, ("", ""))
    if tag.text.startswith("{%") and word not in around:
        return ""
    shown = tag.shown
    try:
        letter_environment().parse(before + PREFIX.sub(r"\1", shown).translate(CURLY_QUOTES) + after)
    except (TemplateError, RecursionError):
        return f"the tag {shown} is not understood. {INSTEAD[word]}"
    return ""
