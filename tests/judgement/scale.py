"""An instrument that is a measuring scale: elements of given points, so that a test can set any percentage."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from secor_xl.judgement.case import Case
from secor_xl.judgement.scoring import Scores, scores_of
from secor_xl.procedure.instrument import Instrument, parse_instrument
from secor_xl.review.model import CaseFile, FormIdentity, QuestionReview, Response, Review, YearKind
from tests.judgement.tiny import OFFICE, PARAMETERS, day

QUESTION = """
[[elements.questions]]
id = "{id}"
text = "Is it so?"
guideline = "Ask."
points = {points}
scoring = "range"
step = 0.001
verification = ["interview"]
not_applicable = "justified"
"""


def scale(*elements: tuple[int, ...]) -> Instrument:
    """An instrument with an element for each tuple, and a question for each number of points in it."""
    text = '[instrument]\nid = "scale"\nversion = "1"\ntitle = "Scale"\nillustrative = true\n'
    for letter, element in zip("ABCDEFGHIJ", elements, strict=False):
        text += f'[[elements]]\nletter = "{letter}"\ntitle = "Element {letter}"\n'
        for number, points in enumerate(element, 1):
            text += QUESTION.format(id=f"{letter}{number}", points=points)
    return parse_instrument(text, "scale")


def entry(question_id: str, points: str | None) -> QuestionReview:
    """A question with these points: "n/a", "" for no response yet, "?" for a "yes" not scored yet."""
    if points == "n/a":
        return QuestionReview(question_id, Response.NOT_APPLICABLE, notes="It does not apply.")
    if not points:
        return QuestionReview(question_id)
    awarded = None if points == "?" else Decimal(points)
    return QuestionReview(question_id, Response.YES, points=awarded, points_claimed=awarded)


def scored(
    instrument: Instrument, *points: str, year: YearKind | None = YearKind.CERTIFICATION, review: Review | None = None
) -> Review:
    """A review of the instrument with these points, in the order of its questions."""
    questions = tuple(entry(question.id, given) for question, given in zip(instrument.questions, points, strict=True))
    review = review or Review(case=CaseFile(year_kind=year))
    form = FormIdentity(review.form.form_version, instrument.id, instrument.version, instrument.fingerprint)
    return replace(review, form=form, questions=questions, case=replace(review.case, year_kind=year))


def scores(instrument: Instrument, *points: str, year: YearKind | None = YearKind.CERTIFICATION) -> Scores:
    """The scores of the instrument with these points."""
    review = scored(instrument, *points, year=year)
    return scores_of(Case(review, instrument, PARAMETERS, OFFICE, day("3-20")))
