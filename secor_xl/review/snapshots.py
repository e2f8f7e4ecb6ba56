"""Snapshots of a review, and their text: compact JSON in ASCII, without blank facts."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from functools import lru_cache
from typing import Any

from secor_xl.review.json_form import SCHEMA, RecordError, from_record, plain
from secor_xl.review.model import CorrectionRound, FormIdentity, Review, Snapshot


def with_snapshot(review: Review, number: int, taken_on: dt.date) -> Review:
    """Return a review with a snapshot of its present state for the feedback of a round; an earlier one of it is replaced."""
    rounds = review.rounds[: number - 1]
    while rounds and rounds[-1] == CorrectionRound():  # a row below the last one that is filled is no entry
        rounds = rounds[:-1]
    facts = replace(review, form=FormIdentity(), rounds=rounds, letters=(), snapshots=())
    others = (each for each in review.snapshots if each.round != number)
    snapshots = sorted((*others, Snapshot(number, taken_on, facts)), key=lambda each: each.round)
    return replace(review, snapshots=tuple(snapshots))


def snapshot_of(review: Review, number: int) -> Snapshot | None:
    """Return the snapshot for the feedback of a round; ``None`` where there is none."""
    return next((each for each in review.snapshots if each.round == number), None)


def text_of(snapshot: Snapshot) -> str:
    """Return the facts of a snapshot as text."""
    text = json.dumps(_without_blanks(plain(snapshot.review)), separators=(",", ":"))
    return text.replace("_x", "\\u005fx")  # in an Excel file "_x0041_" is another way to write "A"


@lru_cache(maxsize=32)
def facts_in(text: str) -> Review:
    """Return the facts of a snapshot from their text; raises ``RecordError`` where it is damaged."""
    try:
        facts = from_record({"schema": SCHEMA, **json.loads(text)})
    except (TypeError, ValueError, RecursionError) as error:
        raise RecordError("the text is damaged") from error
    return replace(facts, form=FormIdentity(), letters=(), snapshots=())


def _without_blanks(value: Any) -> Any:  # noqa: ANN401 - JSON data is of any shape
    """Leave out the keys of objects without a value; the entries of lists stay, because they are known by their number."""
    if isinstance(value, dict):
        kept = {key: _without_blanks(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in (None, "", [], {})}
    return [_without_blanks(item) for item in value] if isinstance(value, list) else value
