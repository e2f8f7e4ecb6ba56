"""The clean review is clean, for any instrument."""

from __future__ import annotations

from decimal import Decimal

import pytest

from secor_xl.judgement.assessment import assess
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.procedure.instrument import parse_instrument, read_instrument
from secor_xl.procedure.office import read_office
from secor_xl.resources import shipped_instrument, shipped_letter_templates
from secor_xl.review.model import YearKind
from secor_xl.samples.clean import SAMPLE_AS_OF, clean_review
from secor_xl.samples.plain_notes import is_long_enough
from secor_xl.samples.texts import NOTES, NOTES_INSTRUMENT, NOTES_NOT_APPLICABLE, NOTES_OF_OWNER

INSTRUMENT = read_instrument(shipped_instrument())
OFFICE = read_office(shipped_letter_templates() / "office.toml")

HEAD = """
[instrument]
id = "tiny"
version = "1"
title = "A tiny instrument"
illustrative = true
"""

ELEMENT = """
[[elements]]
letter = "{letter}"
title = "Element {letter}"
"""

QUESTION = """
[[elements.questions]]
id = "{letter}{number}"
text = "Is matter number {number} under {letter} looked after?"
guideline = "Look at it."
points = {points}
scoring = "range"
step = 0.5
verification = ["documents", "interview"]
documents = "something about it"
records = {records}
notes_minimum_words = {words}
notes_example = {example}
"""


def made_instrument(letters: str, questions: int, words: int) -> str:
    text = HEAD
    for letter in letters:
        text += ELEMENT.format(letter=letter)
        for number in range(1, questions + 1):
            even = str(number % 2 == 0).lower()
            example = "true" if number % 3 == 0 and words else "false"
            text += QUESTION.format(
                letter=letter, number=number, points=number + 1, records=even, words=words, example=example
            )
    return text


@pytest.mark.parametrize("year_kind", YearKind)
def test_raises_no_flag_and_is_approved(year_kind: YearKind) -> None:
    review = clean_review(INSTRUMENT, year_kind=year_kind)
    assessment = assess(review, instrument=INSTRUMENT, office=OFFICE, as_of=SAMPLE_AS_OF)
    assert not assessment.flags, "\n".join(map(str, assessment.flags))
    assert assessment.outcome.kind is OutcomeKind.APPROVE
    assert assessment.scores.overall.percentage == 100


@pytest.mark.parametrize(
    ("letters", "questions", "words"), [("A", 1, 0), ("AB", 2, 12), ("ACX", 9, 30), ("ABCDEFGHIJ", 20, 75)]
)
def test_is_clean_for_any_instrument(letters: str, questions: int, words: int) -> None:
    instrument = parse_instrument(made_instrument(letters, questions, words), "made.toml")
    review = clean_review(instrument)
    assessment = assess(review, instrument=instrument, office=OFFICE, as_of=SAMPLE_AS_OF)
    assert not assessment.flags, "\n".join(map(str, assessment.flags))
    assert assessment.outcome.kind is OutcomeKind.APPROVE
    notes = [entry.notes for entry in review.questions]
    assert len(set(notes)) == len(notes)


def test_every_question_of_the_shipped_instrument_has_written_notes() -> None:
    assert INSTRUMENT.id == NOTES_INSTRUMENT
    assert list(NOTES) == list(INSTRUMENT.by_id)
    assert [q.id for q in INSTRUMENT.questions if not is_long_enough(NOTES[q.id], q)] == []
    assert [entry.notes for entry in clean_review(INSTRUMENT).questions] == list(NOTES.values())


def test_the_owner_who_works_alone_has_notes_for_every_question() -> None:
    assert {*NOTES_NOT_APPLICABLE, *NOTES_OF_OWNER} == set(INSTRUMENT.by_id)
    assert not set(NOTES_NOT_APPLICABLE) & set(NOTES_OF_OWNER)
    short = [key for key, notes in NOTES_OF_OWNER.items() if not is_long_enough(notes, INSTRUMENT.by_id[key])]
    assert short == []


def test_claimed_and_awarded_points_are_the_full_points() -> None:
    for question, entry in zip(INSTRUMENT.questions, clean_review(INSTRUMENT).questions, strict=True):
        assert entry.points == entry.points_claimed == question.points
        assert isinstance(entry.points, Decimal)
