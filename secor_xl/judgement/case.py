"""The case: one review with the instrument, the parameters and the office that it is judged by, as of one day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from string import ascii_letters
from typing import Protocol

from secor_xl.procedure.instrument import Instrument, Question
from secor_xl.procedure.office import Office
from secor_xl.procedure.parameters import Parameters
from secor_xl.review.calendar import months_before, shown_date
from secor_xl.review.change_words import words_by_question
from secor_xl.review.difference import difference
from secor_xl.review.labels import LABELS, SECTIONS
from secor_xl.review.model import NUMBERED_LISTS, Decided, QuestionReview, Response, Review, Snapshot

WORD = re.compile(r"[^\W\d_]+")
SMALL_LETTERS_ONLY = bytes(code if code in ascii_letters.encode() else ord(" ") for code in range(256)).lower()


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, so that two texts can be compared: without case, numbers and punctuation."""
    if text.isascii():  # the same words much sooner, which tells: notes are most of what a review says
        return tuple(text.encode().translate(SMALL_LETTERS_ONLY).decode().split())
    return tuple(WORD.findall(text.casefold()))


@dataclass(frozen=True, slots=True)
class Place:
    """The location of a fact in a review: section, field, and for lists the entry.

    Attributes:
        section: an attribute of ``Review``, such as ``employer`` or ``questions``.
        field: an attribute of what is there, such as ``fax``; empty for the whole entry.
        item: for ``questions`` the question's id, for the other lists the number of the entry, from 1.
    """

    section: str
    field: str = ""
    item: str = ""

    def __str__(self) -> str:
        if self.section == "questions":
            head = self.item
        elif self.section in NUMBERED_LISTS and self.item:
            head = f"{SECTIONS[self.section]} {self.item}"
        else:
            head = SECTIONS[self.section]
        label = LABELS[self.section].get(self.field, "")
        return f"{head}: {label}" if label else head


class EntryProblem(Protocol):
    """An entry that could not be read, or that somebody should look at. Only its source knows what it is an entry of."""

    @property
    def where(self) -> str:
        """The place of the entry, in the terms of its source."""

    @property
    def seen(self) -> str:
        """The content that was seen there."""

    @property
    def allowed(self) -> str:
        """The contents that are allowed there, and the cure."""

    @property
    def place(self) -> Place | None:
        """The fact of the review that is meant, where it is one."""

    @property
    def is_advisory(self) -> bool:
        """Whether the reviewer only has to look; nothing of the review waits for it."""


@dataclass(frozen=True)
class Case:
    """One review and everything that it is judged by.

    Attributes:
        review: the facts.
        instrument: the instrument that the review was made with.
        parameters: the procedure's numbers in the version that governs this review.
        office: the certifying partner: governing bodies, program numbers.
        as_of: the day on which it is judged.
        problems: the entries that could not be read, or that somebody should look at.
        early_days: the days that were taken out of the review because nobody can mean them (``days``), by place.
    """

    review: Review
    instrument: Instrument
    parameters: Parameters
    office: Office
    as_of: dt.date
    problems: tuple[EntryProblem, ...] = ()
    early_days: Mapping[Place, dt.date] = field(default_factory=dict)

    @cached_property
    def by_question(self) -> dict[str, QuestionReview]:
        """The entries of the review by question id."""
        return {entry.question_id: entry for entry in self.review.questions}

    @cached_property
    def answered(self) -> tuple[tuple[Question, QuestionReview], ...]:
        """Each question of the instrument with what the review says of it."""
        return tuple(
            (question, self.by_question.get(question.id) or QuestionReview(question.id))
            for question in self.instrument.questions
        )

    @cached_property
    def answered_yes(self) -> tuple[tuple[Question, QuestionReview], ...]:
        """The questions that the assessor answered "yes"."""
        return tuple(pair for pair in self.answered if pair[1].response is Response.YES)

    @cached_property
    def yes_with_documents(self) -> tuple[tuple[Question, QuestionReview], ...]:
        """The questions answered "yes" whose guideline requires documents (2.5a)."""
        return tuple(pair for pair in self.answered_yes if pair[0].documents)

    @cached_property
    def yes_with_notes(self) -> tuple[tuple[Question, QuestionReview], ...]:
        """The questions answered "yes" whose guideline requires notes (2.5c)."""
        return tuple(pair for pair in self.answered_yes if pair[0].notes_minimum_words)

    @cached_property
    def record_period(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last day of the record period (2.5b); ``None`` while the end of data gathering is not known."""
        end = self.review.data_gathering.end
        return (months_before(end, self.parameters.record_months.count), end) if end else None

    @cached_property
    def arrival(self) -> tuple[dt.date, str] | None:
        """The day by which everything submitted was there, and in words: the last return, or else submission, or receipt."""
        returned = [each.returned_on for each in self.review.rounds if each.returned_on]
        if returned:
            return max(returned), "the last correction was returned"
        facts = self.review.case
        if facts.submitted_on:
            return facts.submitted_on, "the assessment was submitted"
        return (facts.received_on, "the assessment was received") if facts.received_on else None

    def too_late(self, day: dt.date) -> str:
        """Return why a day of the submission is too late, in the future or after the submission came; else an empty text."""
        if day > self.as_of:
            return "which is in the future"
        if self.arrival and day > self.arrival[0]:
            return f"after {self.arrival[1]} on {shown_date(self.arrival[0])}"
        return ""

    @property
    def snapshot(self) -> Snapshot | None:
        """The review as it was at its last feedback."""
        return self.review.snapshots[-1] if self.review.snapshots else None

    @property
    def last_was_returned(self) -> bool:
        """Whether the correction that the last feedback asked for has come back."""
        rounds = self.review.rounds[self.snapshot.round - 1 :] if self.snapshot and self.snapshot.round > 0 else ()
        return bool(rounds and rounds[0].returned_on)

    @cached_property
    def changed(self) -> dict[str, str]:
        """In words what changed of the submitted facts of each question since the last feedback (2.7a)."""
        changes = difference(self.snapshot.review, self.review) if self.snapshot else ()
        meant = (each for each in changes if Place(each.section, each.field, each.item) not in self.early_days)
        return words_by_question(meant, self.review)

    @property
    def previous_plan_wanted(self) -> bool:
        """Whether last year's action plan was asked for and has not come (2.12); a day in the future is no receipt."""
        plan = self.review.previous_plan
        return plan.asked_for is Decided.YES and (plan.received_on is None or plan.received_on > self.as_of)

    @cached_property
    def planned(self) -> frozenset[str]:
        """The questions that an item of the action plan names (2.5f)."""
        return frozenset(question_id for item in self.review.action_plan for question_id in item.question_ids)

    @cached_property
    def note_words(self) -> dict[str, tuple[str, ...]]:
        """The words of the notes that verify a "yes", by question: without case, numbers and punctuation."""
        return {question.id: words_of(entry.notes) for question, entry in self.yes_with_notes}

    @cached_property
    def distinct_note_words(self) -> dict[str, frozenset[str]]:
        """The words of the notes without repetition, by question."""
        return {question_id: frozenset(words) for question_id, words in self.note_words.items()}
