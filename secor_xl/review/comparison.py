"""What people type in many ways, as it is compared."""

from __future__ import annotations

import unicodedata


def as_compared(text: str) -> str:
    """A name or number without case, spaces and punctuation, and with its accents in one encoding."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return "".join(character for character in composed if character.isalnum())
