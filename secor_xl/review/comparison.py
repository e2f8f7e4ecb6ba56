"""Names and numbers that people type in many ways, as they are compared."""

from __future__ import annotations

import unicodedata
from typing import Literal

from secor_xl.text import without_invisible

PIECE = 256


def as_compared(text: str) -> str:
    """A name or number without case, width, spaces, punctuation and invisible characters, its digits and accents in one form."""
    if text.isascii():
        return "".join(filter(str.isalnum, text.casefold()))
    composed = normalized("NFKC", without_invisible(text)).casefold()
    return "".join(_digit(each) for each in composed if each.isalnum())


def normalized(form: Literal["NFC", "NFKC", "NFKD"], text: str) -> str:
    """A text in a normal form of Unicode, made piece by piece: in one go, endless accents take quadratic time."""
    if text.isascii():
        return text
    return "".join(unicodedata.normalize(form, text[at : at + PIECE]) for at in range(0, len(text), PIECE))


def _digit(character: str) -> str:
    """A digit of any script as the one of ours; any other character as it is."""
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
