"""The notes on cells, and the comments with their replies.

Excel keeps a conversation twice: whole in a part of its own, and as a note for older versions that begins with a sentence in the
language of the Excel that wrote it. So the conversation is read from its own part, and the note in its place is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secor_xl.xlsx.package import parse, relations, workbook_parts

if TYPE_CHECKING:
    from secor_xl.xlsx.guard import GuardedPackage

Notes = dict[tuple[str, str], "Note"]

# The last words of the relations' kinds, as Excel writes them.
NOTES, CONVERSATIONS, PEOPLE = "comments", "threadedComment", "person"
CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")


@dataclass(frozen=True, slots=True)
class Note:
    """The note on one cell, or its conversation.

    Attributes:
        text: the text; of a conversation all its contributions, each with the name and the day.
        author: who wrote it, or began it; empty where the file does not say.
    """

    text: str
    author: str = ""


def notes_of(package: GuardedPackage) -> Notes:
    """Read the notes of every sheet, by sheet and cell; raises ``UnreadableWorkbook``."""
    workbook = workbook_parts(package)
    people = _people(package, workbook.main)
    found: Notes = {}
    for sheet, part in workbook.sheets.items():
        parts = [each for each in relations(package, part).values() if package.has(each[1])]
        # The conversations come last, so that they take the place of what Excel wrote for its older versions.
        for kind, target in sorted(parts, key=lambda each: each[0] == CONVERSATIONS):
            on_cells = {}
            if kind == NOTES:
                on_cells = _notes(package, target)
            elif kind == CONVERSATIONS:
                on_cells = _conversations(package, target, people)
            found.update({(sheet, cell): note for cell, note in on_cells.items() if CELL.fullmatch(cell) and note.text})
    return found


def _notes(package: GuardedPackage, part: str) -> dict[str, Note]:
    root = parse(package, part)
    authors = [author.text or "" for author in root.iterfind("{*}authors/{*}author")]
    notes = {}
    for each in root.iterfind("{*}commentList/{*}comment"):
        # Phonetic hints are in the same element; nobody has written them.
        texts = [text.text or "" for text in (*each.iterfind("{*}text/{*}t"), *each.iterfind("{*}text/{*}r/{*}t"))]
        number = each.get("authorId", "")
        author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
        notes[each.get("ref", "")] = Note("".join(texts), author)
    return notes


def _conversations(package: GuardedPackage, part: str, people: dict[str, str]) -> dict[str, Note]:
    conversations: dict[str, Note] = {}
    for each in parse(package, part).iterfind("{*}threadedComment"):
        name = people.get(each.get("personId", "").upper(), "")
        head = ", ".join(word for word in (name, each.get("dT", "")[: len("2026-03-31")]) if word)
        said = "".join(text.text or "" for text in each.iterfind("{*}text"))
        text = f"{head}: {said}" if head else said
        begun = conversations.get(each.get("ref", ""))
        conversations[each.get("ref", "")] = Note(f"{begun.text}\n{text}", begun.author) if begun else Note(text, name)
    return conversations


def _people(package: GuardedPackage, main: str) -> dict[str, str]:
    parts = {target for kind, target in relations(package, main).values() if kind == PEOPLE}
    return {
        person.get("id", "").upper(): person.get("displayName", "")
        for part in sorted(parts)
        if package.has(part)
        for person in parse(package, part).iterfind("{*}person")
    }
