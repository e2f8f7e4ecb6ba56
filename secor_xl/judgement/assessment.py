"""One call judges a review: scores, flags, deadlines and outcome, as of a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from secor_xl.judgement import rules
from secor_xl.judgement.case import Case, EntryProblem
from secor_xl.judgement.days import DAYS, without_early_days
from secor_xl.judgement.deadlines import Deadlines, RoundDeadline, deadlines_of
from secor_xl.judgement.flags import Flag, Severity, flags_of
from secor_xl.judgement.outcome import Outcome, outcome_of
from secor_xl.judgement.scoring import Scores, scores_of
from secor_xl.procedure.instrument import Instrument
from secor_xl.procedure.office import Office
from secor_xl.procedure.parameters import Procedure, shipped_procedure
from secor_xl.review.model import Review

NOT_KNOWN = "Not known: a day cannot be right"
"""The state of a round while a flag says so of one of its days."""


@dataclass(frozen=True)
class Assessment:
    """The judgement of one review as of one day. It consists of its case alone: nothing that follows from it can be set."""

    case: Case

    @cached_property
    def _of_possible_days(self) -> Case:
        """The case without days that are too early to be meant; the review keeps them, because they were entered."""
        return without_early_days(self.case)

    @cached_property
    def scores(self) -> Scores:
        """The scores by element, and overall (2.6)."""
        return scores_of(self.case)

    @cached_property
    def flags(self) -> tuple[Flag, ...]:
        """Every flag that the rules raise."""
        return flags_of(self._of_possible_days, rules.ALL)

    @cached_property
    def deadlines(self) -> Deadlines:
        """The due date of each round and the final date (2.7a, 2.7b)."""
        return deadlines_of(self._of_possible_days)

    @cached_property
    def outcome(self) -> Outcome:
        """The outcome with its reasons."""
        return outcome_of(self._of_possible_days, self.scores, self.flags, self.deadlines)

    @cached_property
    def blocking(self) -> tuple[Flag, ...]:
        """The flags that prevent an approval."""
        return tuple(flag for flag in self.flags if flag.severity is Severity.BLOCKING)

    @cached_property
    def advisory(self) -> tuple[Flag, ...]:
        """The flags that never block."""
        return tuple(flag for flag in self.flags if flag.severity is Severity.ADVISORY)

    @cached_property
    def unfinished(self) -> tuple[Flag, ...]:
        """The flags that say that the review itself is unfinished."""
        return tuple(flag for flag in self.flags if flag.severity is Severity.FORM)

    def round_words(self, each: RoundDeadline) -> str:
        """The state of a round in words."""
        return NOT_KNOWN if each.number in self._rounds_in_doubt else each.words

    @cached_property
    def _rounds_in_doubt(self) -> frozenset[int]:
        """The rounds of which a flag says that a day cannot be right: a day that was entered, or one that could not be read."""
        numbers: set[int] = set()
        for flag in self.unfinished:
            if flag.place.section != "rounds" or flag.place.field not in DAYS["rounds"]:
                continue
            number = int(flag.place.item)
            entered = [name for name in DAYS["rounds"] if getattr(self.case.review.rounds[number - 1], name)]
            if flag.problem or flag.place.field in entered:
                numbers.add(number)
            if flag.place.field in entered[:1]:  # its first day was compared with the last one of the round before
                numbers.add(number - 1)
        return frozenset(numbers)


def assess(
    review: Review,
    *,
    instrument: Instrument,
    office: Office,
    as_of: dt.date,
    problems: tuple[EntryProblem, ...] = (),
    procedure: Procedure | None = None,
) -> Assessment:
    """Judge a review.

    Args:
        review: the facts.
        instrument: the instrument that the review was made with.
        office: the certifying partner: governing bodies, program numbers.
        as_of: the day on which it is judged.
        problems: the entries that could not be read; while there is one, the review is incomplete.
        procedure: the procedure's history; the shipped one if left out. The version in force on the day on which the
            submission was received governs the review (2.2).

    Returns:
        The assessment. It never raises on odd facts: whatever is odd is a flag.
    """
    procedure = procedure or shipped_procedure()
    parameters = procedure.in_force_on(review.case.received_on or as_of)
    return Assessment(Case(review, instrument, parameters, office, as_of, problems))
