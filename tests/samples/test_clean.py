"""The clean review is clean, and its notes are written for every question."""

from __future__ import annotations

from decimal import Decimal

import pytest

from secor_xl.judgement.assessment import assess
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.procedure.instrument import Question, read_instrument
from secor_xl.procedure.office import read_office
from secor_xl.resources import shipped_instrument, shipped_letter_templates
from secor_xl.review.model import YearKind
from secor_xl.samples.changes import with_facts
from secor_xl.samples.clean import SAMPLE_AS_OF, clean_review
from secor_xl.samples.texts import NOTES, NOTES_NOT_APPLICABLE, NOTES_OF_OWNER, TEXTS

INSTRUMENT = read_instrument(shipped_instrument())
OFFICE = read_office(shipped_letter_templates() / "office.toml")


def is_long_enough(notes: str, question: Question) -> bool:
    has_example = "for example" in notes.lower()
    return len(notes.split()) >= question.notes_minimum_words and (has_example or not question.notes_example)


@pytest.mark.parametrize("year_kind", YearKind)
def test_raises_no_flag_and_is_approved(year_kind: YearKind) -> None:
    review = with_facts(clean_review(INSTRUMENT), "case", year_kind=year_kind)
    assessment = assess(review, instrument=INSTRUMENT, office=OFFICE, as_of=SAMPLE_AS_OF)
    assert not assessment.flags, "\n".join(map(str, assessment.flags))
    assert assessment.outcome.kind is OutcomeKind.APPROVE
    assert assessment.scores.overall.percentage == 100


def test_every_question_of_the_shipped_instrument_has_written_notes() -> None:
    assert INSTRUMENT.id == TEXTS["instrument"]
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
