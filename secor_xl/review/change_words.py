"""Changes of a review in a few words."""

from __future__ import annotations

from collections.abc import Iterable

from secor_xl.review.difference import Change, Passage, passages
from secor_xl.review.labels import LABELS
from secor_xl.review.model import Review
from secor_xl.review.names import fact_words
from secor_xl.text import on_one_line

LONGEST_VALUE, LONGEST_CHANGED = 40, 400
NO_CHANGE = "No change, although the feedback asked for one"


def words_by_question(changes: Iterable[Change], new: Review) -> dict[str, str]:
    """Return in words what changed of the submitted facts of each question; an action item counts for its questions.

    Args:
        changes: the changes of a review.
        new: the review after them.
    """
    words: dict[str, list[str]] = {}
    for change in changes:
        if change.section == "questions" and change.is_submitted:
            words.setdefault(change.item, []).append(in_words(change))
        elif change.section == "action_plan" and change.is_submitted:
            for question_id in _questions_of(change, new):
                words.setdefault(question_id, []).append(f"Action item {change.item}")
    return {
        question_id: on_one_line("; ".join(dict.fromkeys(parts)), LONGEST_CHANGED)
        for question_id, parts in words.items()
    }


def in_words(change: Change) -> str:
    """Return a change as its label and both values, such as ``Response: yes → no``."""
    label = LABELS[change.section].get(change.field, change.where)
    return f"{label}: {' → '.join(short_sides(change))}"


def short_sides(change: Change, longest: int = LONGEST_VALUE) -> tuple[str, str]:
    """Return both values of a change, each on one line; of two long texts the words that differ, with … for the others."""
    before, after = (fact_words(value, "blank") for value in (change.before, change.after))
    shorter, longer = sorted((before, after), key=len)
    begin_alike = before[: longest // 2] == after[: longest // 2]
    if len(shorter) > longest or (len(longer) > longest and begin_alike):  # cut from the start, both may read the same
        parts = passages(before, after)
        before, after = (_own_words(parts, side) for side in (Passage.GONE, Passage.NEW))
    return on_one_line(before, longest), on_one_line(after, longest)


def _questions_of(change: Change, new: Review) -> set[str]:
    """Return the questions of the action item that a change is about."""
    if not change.field:
        return set(getattr(change.after or change.before, "question_ids", ()))
    before = set(change.before) if change.field == "question_ids" and isinstance(change.before, tuple) else set()
    return before | set(new.action_plan[int(change.item) - 1].question_ids)


def _own_words(parts: Iterable[tuple[Passage, str]], side: Passage) -> str:
    """Return one side of a changed text: its own words, with … for what both sides have."""
    return " ".join("…" if kind is Passage.KEPT else text for kind, text in parts if kind in (side, Passage.KEPT))
