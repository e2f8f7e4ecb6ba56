"""Names and numbers that people type in many ways, as they are compared."""

from __future__ import annotations

import unicodedata
from typing import Literal

from secor_xl.text import stripped, without_invisible

PIECE = 256

# As compared: "None.", "n/a", "N. A.", "no fax".
WORDS_FOR_NONE = frozenset(
    ("none", "no", "nil", "na", "nofax", "notapplicable", "nothing", "nothingtoadd", "notneeded", "notrequired")
)
DASHES = frozenset("-\u2013\u2014")


def as_compared(text: str) -> str:
    """A name or number without case, width, spaces, punctuation and invisible characters, its digits and accents in one form."""
    if text.isascii():
        return "".join(filter(str.isalnum, text.casefold()))
    composed = normalized("NFKC", without_invisible(text)).casefold()
    return "".join(_digit(each) for each in composed if each.isalnum())


def says_none(text: str) -> bool:
    """Return whether a text says that there is none, in one of the usual ways; a blank one does not."""
    return stripped(text) in DASHES or as_compared(text) in WORDS_FOR_NONE


def normalized(form: Literal["NFC", "NFKC", "NFKD"], text: str) -> str:
    """A text in a normal form of Unicode, made piece by piece: in one go, endless accents take quadratic time."""
    if text.isascii():
        return text
    return "".join(unicodedata.normalize(form, text[at : at + PIECE]) for at in range(0, len(text), PIECE))


def _digit(character: str) -> str:
    """Return a digit of any script as an ASCII digit, any other character unchanged."""
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
