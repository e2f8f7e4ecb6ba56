"""A letter, through its whole life: planned, rendered, written, recorded, verified."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from secor_xl.review.letter_kinds import LetterKind


class LetterState(StrEnum):
    """The state of a letter's file."""

    PLANNED = "planned"
    """It is due, and no file has its name."""
    IN_THE_WAY = "in the way"
    """It is due, and another file has its name."""
    WRITTEN = "written"
    REPLACED = "replaced"
    """It was written, and the file that had its name before is kept under another one."""
    UNCHANGED = "unchanged"
    """A file with the same content was there."""
    THERE = "there"
    """It was made before of the same review; it may have gone out, so it is neither made again nor touched."""
    CHANGED = "changed by hand"
    """It was made before of the same review and improved by hand since; it stays as it is."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of a review.

    Attributes:
        kind: its kind.
        name: a safe file name without a folder, unique within one review.
        date: the day of the letter, as of which the review was judged.
        addressee: who gets it; empty where only the records were read, which have no personal text.
        province: for a notice, the two-letter code of the governing body's province; else empty.
        context: the texts that the template prints, by field.
        state: whether it is on the disk.
        data: the Word file, while it waits to be written; else empty.
        fingerprint: the SHA-256 of the Word file as it was made; empty before that.
        workbook: the SHA-256 of the workbook that it was made of; empty where a button made it.
        kept: the name that the file in its place has now, where one was replaced.
        pdf: the name of its PDF, where one was asked for.
        email: the name of its e-mail draft, where one was asked for.
        warnings: what a person should know of the e-mail draft, such as a missing address.
        placeholders: the values of the office's data in it that are not the office's own, each with its key.
    """

    kind: LetterKind
    name: str
    date: dt.date
    addressee: str = ""
    province: str = ""
    context: dict[str, object] = field(default_factory=dict, repr=False)
    state: LetterState = LetterState.PLANNED
    data: bytes = field(default=b"", repr=False)
    fingerprint: str = ""
    workbook: str = ""
    kept: str = ""
    pdf: str = ""
    email: str = ""
    warnings: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()

    @property
    def on_disk(self) -> bool:
        """Whether the letter is in its folder."""
        return self.state not in (LetterState.PLANNED, LetterState.IN_THE_WAY)

    @property
    def is_earlier(self) -> bool:
        """Whether it was made before of the same review."""
        return self.state in (LetterState.THERE, LetterState.CHANGED)
