"""The kinds of letters, as the log of letters in a review names them."""

from __future__ import annotations

from enum import StrEnum


class LetterKind(StrEnum):
    """The kinds of letters; ``letters/content/`` has a module for each, named like the member."""

    FEEDBACK = "feedback"
    APPROVAL = "approval"
    NOTICE = "governing body notice"
    INVALIDATION = "invalidation"
