"""The problem of a cell that could not be read; judgement receives it as an entry problem."""

from __future__ import annotations

from dataclasses import dataclass

from secor_xl.judgement.case import Place


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell (or a whole file) that could not be read.

    Attributes:
        sheet: the sheet's name; empty where the whole file is meant.
        cell: its address, such as ``F12``; empty where the whole sheet is meant.
        seen: what was seen there.
        allowed: what is allowed there, and what to do.
        place: the fact of the review that is meant, where it is one.
        loses_a_fact: whether something that was entered could not be read; else all was read, but is in doubt.
        is_advisory: whether the reviewer only has to look; nothing of the review waits for it.
    """

    sheet: str
    cell: str
    seen: str
    allowed: str
    place: Place | None = None
    loses_a_fact: bool = True
    is_advisory: bool = False

    @property
    def where(self) -> str:
        """The place as Excel writes it, such as ``Questions!F12``."""
        return "!".join(part for part in (self.sheet, self.cell) if part)

    def __str__(self) -> str:
        return ": ".join(part for part in (self.where, f"{self.seen}. {self.allowed}") if part)
