"""The error of a letter template: its faults, their places, and what to do in Word."""

from __future__ import annotations

from secor_xl.errors import SecorError

CANNOT_BE_FILLED = (
    "a tag cannot be filled in: it names a field that the letter does not have, or a list where a text belongs."
    " 'secor-xl office check FOLDER' says which."
)


class TemplateProblem(SecorError):
    """A letter template that cannot be used.

    Args:
        template: the template's file name.
        problems: every fault, one sentence each with its place.
    """

    def __init__(self, template: str, problems: tuple[str, ...]) -> None:
        super().__init__(f"{template}: {' '.join(problems)}")
        self.template, self.problems = template, problems


def place_of(part: str) -> str:
    """Name a part of a Word file in the words of somebody who uses Word."""
    if "/glossary/" in part:
        return "AutoText"
    name = part.rpartition("/")[2]
    known = {
        "document": "the letter's text",
        "header": "a header",
        "footer": "a footer",
        "footnotes": "a footnote",
        "endnotes": "an endnote",
        "numbering": "the numbering",
        "styles": "a style",
        "core": "the document's properties",
        "app": "the document's properties",
        "custom": "the document's own properties",
    }
    return next((words for start, words in known.items() if name.startswith(start)), part)
