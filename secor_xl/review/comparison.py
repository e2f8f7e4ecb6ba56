"""What people type in many ways, as it is compared."""

from __future__ import annotations

import unicodedata

# As compared: "None.", "n/a", "N. A.", "no fax".
WORDS_FOR_NONE = frozenset(
    ("none", "no", "nil", "na", "nofax", "notapplicable", "nothing", "nothingtoadd", "notneeded", "notrequired")
)
DASHES = frozenset("-\u2013\u2014")


def as_compared(text: str) -> str:
    """A name or number without case, spaces and punctuation, and with its accents in one encoding."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return "".join(character for character in composed if character.isalnum())


def says_none(text: str) -> bool:
    """Whether a text says that there is none, in one of the usual ways; a blank one does not."""
    return text.strip() in DASHES or as_compared(text) in WORDS_FOR_NONE
