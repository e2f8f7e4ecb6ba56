"""Reviews for the letters: the samples, and small changes to a clean review."""

from dataclasses import replace

import pytest

from secor_xl.judgement.assessment import assess
from secor_xl.letters.plan import planned_letters
from secor_xl.letters.render import LetterTemplates
from secor_xl.procedure.instrument import read_instrument
from secor_xl.procedure.office import read_office
from secor_xl.resources import shipped_instrument, shipped_letter_templates
from secor_xl.samples.clean import SAMPLE_AS_OF, clean_review
from secor_xl.samples.employers import samples

TODAY = SAMPLE_AS_OF


@pytest.fixture(scope="session")
def instrument():
    return read_instrument(shipped_instrument())


@pytest.fixture(scope="session")
def office():
    """The shipped office; it takes every instrument."""
    return replace(read_office(shipped_letter_templates() / "office.toml"), instruments=())


@pytest.fixture(scope="session")
def templates():
    return LetterTemplates(shipped_letter_templates())


@pytest.fixture(scope="session")
def clean(instrument):
    return clean_review(instrument)


@pytest.fixture(scope="session")
def judge(instrument, office):
    def judged(review, *, as_of=TODAY, **others):
        return assess(review, **{"instrument": instrument, "office": office, "as_of": as_of, **others})

    return judged


@pytest.fixture(scope="session")
def letters(judge):
    """The planned letters of a review, on one day."""

    def planned(review, *, as_of=TODAY, **others):
        return planned_letters(judge(review, as_of=as_of, **others), letter_date=as_of)

    return planned


@pytest.fixture(scope="session")
def sample_letters(instrument, judge):
    """Every letter of every sample, by the name of its golden file."""
    made = {}
    for sample in samples(instrument):
        assessment = judge(sample.review, as_of=sample.as_of)
        if assessment.outcome.kind.value in ("incomplete", "awaiting correction"):
            continue
        for letter in planned_letters(assessment, letter_date=sample.as_of):
            tail = f" {letter.province}" if letter.province else ""
            made[f"{sample.file_stem} {letter.kind}{tail}".replace(" ", "-")] = letter
    return made
