"""Points that are lost in a sample, each with the finding or the answer that lost them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from secor_xl.review.model import Review, Timing
from secor_xl.samples.changes import with_action_item, with_finding, with_no, with_question
from secor_xl.samples.texts import FINDINGS, NOES, PLANNED, TALLIES

LOSS = re.compile(r"(\w+) ([\d.]+)(?: \(([^)]+)\))?")
PLANNED_BY = dt.date(2026, 10, 30)


@dataclass(frozen=True, slots=True)
class Loss:
    """A "yes" that is not worth all its points: the points awarded and, for interviews, the tally of positive answers."""

    question_id: str
    points: str
    tally: str = ""


def losses(*lines: str) -> tuple[Loss, ...]:
    """Losses written as a table: question and points, and in brackets the tally, such as ``"C3 11 (11 of 20), C4 12"``."""
    return tuple(Loss(*entry) for line in lines for entry in LOSS.findall(line))


def with_losses(review: Review, lost: tuple[Loss, ...], noes: tuple[str, ...] = (), *, timing: Timing) -> Review:
    """The review with fewer points for some questions, and with some answered "no" and put into the action plan."""
    for loss in lost:
        review = with_finding(review, loss.question_id, loss.points, **FINDINGS[loss.question_id], timing=timing)
        if loss.tally:
            review = with_question(review, loss.question_id, notes=TALLIES[loss.question_id].format(tally=loss.tally))
    for question_id in noes:
        review = with_no(review, question_id, **NOES[question_id])
    return review


def with_losses_planned(review: Review, lost: tuple[Loss, ...]) -> Review:
    """The review with losses that the assessor had seen: points claimed as awarded, one action item for each element."""
    for loss in lost:
        review = with_question(review, loss.question_id, points_claimed=Decimal(loss.points))
    for letter, words in PLANNED.items():
        question_ids = tuple(loss.question_id for loss in lost if loss.question_id.startswith(letter))
        if question_ids:
            review = with_action_item(
                review, question_ids, words["deficiency"], words["action"], target_date=PLANNED_BY
            )
    return review
