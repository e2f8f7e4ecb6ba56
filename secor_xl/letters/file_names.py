"""File names that are valid on Windows, macOS and Linux, from any typed text."""

from __future__ import annotations

import unicodedata

from secor_xl.review.comparison import normalized
from secor_xl.text import without_invisible

LONGEST_HEAD = 64
LONGEST_HEAD_BYTES = 192
RESERVED = frozenset({"con", "prn", "aux", "nul", "conin$", "conout$", "clock$"}).union(
    f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789"
)


def letter_file_name(head: str, tail: str) -> str:
    """Make a letter's file name: ``<head> - <tail>.docx``.

    Args:
        head: the file reference or the employer's name, any text at all.
        tail: the kind of letter, such as "feedback round 2".

    Returns:
        A name without any folder, of letters, digits, spaces, hyphens and underscores, that no system reserves.
    """
    return f"{safe_head(head)} - {tail}.docx"


def safe_head(text: str) -> str:
    """Return the part of a text that a file name may have; "review" where nothing is left."""
    allowed = "".join(_allowed(character) for character in normalized("NFKC", without_invisible(text)))
    head = _shortened("-".join(" ".join(part.split()) for part in allowed.split("-") if part.strip()))
    if not any(character.isalnum() for character in head):
        return "review"
    return f"_{head}" if head.casefold() in RESERVED else head


def _allowed(character: str) -> str:
    if character.isalnum() or unicodedata.category(character) in ("Mn", "Mc"):
        return character
    if character in " _":
        return character
    return " " if character.isspace() else "-"


def _shortened(text: str) -> str:
    text = text[:LONGEST_HEAD]
    while len(text.encode()) > LONGEST_HEAD_BYTES:
        text = text[:-1]
    return text.strip(" -_") or ""
