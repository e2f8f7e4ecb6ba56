"""A submission as it came in: the facts that were understood, and every value that was not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from secor_xl.errors import SecorError
from secor_xl.judgement.case import Place
from secor_xl.review.difference import facts_of
from secor_xl.review.names import employer_name, fact_words
from secor_xl.text import counted, first_given, on_one_line
from secor_xl.workbook.schema.cell_limits import cut
from secor_xl.workbook.schema.layout import cell_of
from secor_xl.xlsx.comments import Note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from secor_xl.procedure.instrument import Instrument
    from secor_xl.review.model import Review
    from secor_xl.workbook.reading.cell_problem import CellProblem
    from secor_xl.xlsx.comments import Notes

NOTE_AUTHOR = "secor-xl intake"
MOST_NAMED = 20
"""The most values that the cell "Not understood" names one by one; the notes name each."""
LONGEST_SEEN, LONGEST_NOTE = 120, 8_000


class IntakeRefused(SecorError):
    """A file, or a row of one, that makes no workbook; the message says why and what to do."""


def add_note(notes: Notes, cell: tuple[str, str], text: str) -> None:
    """Add a text to the note on a cell, cut to what a note holds."""
    old = notes.get(cell, Note("", NOTE_AUTHOR))
    notes[cell] = replace(old, text=cut(f"{old.text}\n{text}".lstrip("\n"), LONGEST_NOTE))


@dataclass(frozen=True, slots=True)
class Submission:
    """One submission.

    Attributes:
        file: the file that it came in.
        review: the facts that were understood.
        instrument: the instrument that it answers.
        problems: the values that were not understood, each with its place in the file.
        answers: the assessor's answers to the feedback, by item.
        row: where in a table it is.
    """

    file: str
    review: Review
    instrument: Instrument
    problems: tuple[CellProblem, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    row: str = ""

    @property
    def source(self) -> str:
        """The file, with the row where a file has several submissions."""
        return f"{self.file}: {self.row}" if self.row else self.file

    @property
    def name(self) -> str:
        """The file reference, or else the employer's name; empty where neither is given."""
        return first_given(self.review.case.reference, employer_name(self.review.employer, ""))

    @property
    def taken(self) -> int:
        """How many values were understood."""
        return sum(fact.section != "form" for fact in facts_of(self.review))

    @property
    def counts(self) -> str:
        """How many values were taken and how many were not understood, in words."""
        return f"{counted(self.taken, 'value')} taken, {len(self.problems)} not understood"

    def refuse_other_instrument(self, instrument: Instrument) -> None:
        """Raise ``IntakeRefused`` where the submission answers another instrument than that of its review."""
        if self.instrument.fingerprint != instrument.fingerprint:
            other, own = (f"{each.id} {each.version}" for each in (self.instrument, instrument))
            raise IntakeRefused(f"{self.source}: is for the instrument {other}, but the review has {own}.")

    def shown(self) -> Iterator[str]:
        """List the facts for people, each on a line."""
        for fact in facts_of(self.review):
            yield f"{Place(fact.section, fact.field, fact.item)}: {on_one_line(fact_words(fact.value), LONGEST_SEEN)}"

    def for_review(self) -> tuple[Review, Notes]:
        """Return the review and the notes for its workbook: one on each cell whose value was not understood.

        The review names these values, so no letter is due before a reviewer has settled them.
        """
        notes: Notes = {}
        for problem in self.problems:
            cell = cell_of(problem.place, self.instrument) if problem.place else None
            if cell:
                add_note(notes, cell, f"Not understood: {self.file}: {problem}")
        if not self.problems:
            return self.review, notes
        named = [
            f"{problem.place or problem.where}: {on_one_line(problem.seen, LONGEST_SEEN)}" for problem in self.problems
        ]
        more = [f"and {len(named) - MOST_NAMED} more"] if len(named) > MOST_NAMED else []
        case = replace(self.review.case, not_understood="\n".join([*named[:MOST_NAMED], *more]))
        return replace(self.review, case=case), notes
