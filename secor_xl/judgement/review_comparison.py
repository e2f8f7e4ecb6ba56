"""Compare two judged states of a review: what was submitted anew, what the reviewer changed, what came back for each request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from secor_xl.judgement.assessment import Assessment, assess
from secor_xl.judgement.case import Place
from secor_xl.judgement.deficiencies import NOTHING_APPLIES, PLAN_CLAUSES, Deficiency, about_the_action_plan, to_correct
from secor_xl.review.difference import Change, difference, passages
from secor_xl.review.json_form import plain
from secor_xl.review.model import NUMBERED_LISTS, ActionItem, Snapshot
from secor_xl.review.snapshots import snapshot_of

SCHEMA = "secor-xl/compare/1"


class Group(StrEnum):
    """The groups of a comparison, in the order of reading."""

    ASKED_FOR = "asked for and changed"
    UNASKED = "changed without being asked for"
    REVIEWERS = "changed by the reviewer"


@dataclass(frozen=True, slots=True)
class CorrectionRequest:
    """One item that the old review asks the assessor to correct.

    Attributes:
        place: the place in the review.
        asked: the item as its letter lists it.
        changes: the submitted facts about it that differ.
    """

    place: Place
    asked: Deficiency
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ReviewComparison:
    """Two states of a review.

    Attributes:
        old: the judgement of the earlier state.
        new: the judgement of the later state, as of the same day.
        changes: every fact that differs, in the order of the form.
        requests: what the earlier state asked for, each with what came back.
    """

    old: Assessment
    new: Assessment
    changes: tuple[Change, ...]
    requests: tuple[CorrectionRequest, ...]

    def group(self, change: Change) -> Group:
        """The group that a change belongs to."""
        if not change.is_submitted:
            return Group.REVIEWERS
        return Group.ASKED_FOR if any(change in each.changes for each in self.requests) else Group.UNASKED

    @property
    def unanswered(self) -> tuple[CorrectionRequest, ...]:
        """The requests for which nothing was changed."""
        return tuple(each for each in self.requests if not each.changes)

    @property
    def are_of_two_employers(self) -> bool:
        """Whether reference, certificate number and legal name all differ."""
        named = [
            (
                each.case.review.case.reference,
                each.case.review.case.certificate_number,
                each.case.review.employer.legal_name,
            )
            for each in (self.old, self.new)
        ]
        return all(before != after for before, after in zip(*named, strict=True))

    def record(self) -> dict[str, Any]:
        """The comparison as plain data (docs/json.md)."""
        return {
            "schema": SCHEMA,
            "old": _state(self.old),
            "new": _state(self.new),
            "changes": [
                {
                    "section": each.section,
                    "item": each.item or None,
                    "field": each.field or None,
                    "where": each.where,
                    "before": plain(each.before),
                    "after": plain(each.after),
                    "words": _words(each),
                    "group": self.group(each).value,
                }
                for each in self.changes
            ],
            "unanswered": [{"item": each.asked.item, "needed": list(each.asked.needed)} for each in self.unanswered],
        }


def comparison(old: Assessment, new: Assessment) -> ReviewComparison:
    """Compare two judged states of a review."""
    changes = difference(old.case.review, new.case.review)
    submitted = [each for each in changes if each.is_submitted]
    requests = (
        CorrectionRequest(place, asked, tuple(change for change in submitted if _is_about(change, place)))
        for place, asked in _asked_for(old)
    )
    return ReviewComparison(old, new, changes, tuple(requests))


def as_at_feedback(assessment: Assessment, snapshot: Snapshot) -> Assessment:
    """Judge a snapshot of a review as of the day on which it was taken, with the feedback letters of the rounds before."""
    case = assessment.case
    letters = tuple(each for each in case.review.letters if each.round and each.round < snapshot.round)
    review = replace(snapshot.review, form=case.review.form, letters=letters)
    as_of = snapshot.taken_on or case.as_of
    return assess(review, instrument=case.instrument, office=case.office, as_of=as_of)


def since_feedback(assessment: Assessment) -> ReviewComparison | None:
    """Compare a review with what it was at its last feedback; ``None`` where there is no snapshot of that."""
    snapshot = assessment.case.snapshot
    return comparison(as_at_feedback(assessment, snapshot), assessment) if snapshot else None


@dataclass(frozen=True, slots=True)
class CarriedRequest:
    """An item to correct that an earlier feedback asked for already.

    Attributes:
        since: the first round from which on every feedback asked for it.
        changes: the submitted facts about it that the last correction changed.
    """

    since: int
    changes: tuple[Change, ...]


def carried_requests(assessment: Assessment) -> dict[str, CarriedRequest]:
    """Return the items to correct that earlier feedbacks asked for, by item; only rounds with a snapshot are known."""
    since: dict[str, int] = {}
    changes: dict[str, list[Change]] = {}
    still_open = {each.item for each in to_correct(assessment)}
    last = assessment.outcome.round - 1
    for number in range(last, 0, -1):
        snapshot = snapshot_of(assessment.case.review, number)
        if snapshot is None:
            break
        earlier = as_at_feedback(assessment, snapshot)
        still_open &= {each.item for each in to_correct(earlier)}
        since |= dict.fromkeys(still_open, number)
        if number == last:
            for request in comparison(earlier, assessment).requests:
                changes.setdefault(request.asked.item, []).extend(request.changes)
    return {item: CarriedRequest(number, tuple(changes.get(item, ()))) for item, number in since.items()}


def _asked_for(old: Assessment) -> Iterator[tuple[Place, Deficiency]]:
    """Yield the requests of a review's letter: each question once, each fact of the submission by itself."""
    for each in (*to_correct(old), *about_the_action_plan(old)):
        if each.question:
            yield Place("questions", item=each.item), each
        elif each is NOTHING_APPLIES:
            yield Place("questions"), each
    for flag in (*old.blocking, *(flag for flag in old.advisory if flag.clause in PLAN_CLAUSES)):
        if flag.needed and flag.place.section != "questions":
            yield flag.place, Deficiency(flag.where, "", (flag.message,), (flag.needed,))


def _is_about(change: Change, place: Place) -> bool:
    """Whether a change is about a place; an action item is also about the questions that it names."""
    if place.section == "questions" and change.section == "action_plan":
        return place.item in _action_item_ids(change)
    same_item = place.section in NUMBERED_LISTS or place.item in ("", change.item)
    same_field = not change.field or place.field in ("", change.field) or place.section == "questions"
    return change.section == place.section and same_item and same_field


def _action_item_ids(change: Change) -> tuple[str, ...]:
    """Return the questions of an action item that was added, taken out, or given to other questions."""
    ids: list[str] = []
    for each in (change.before, change.after):
        if isinstance(each, ActionItem):
            ids += each.question_ids
        elif change.field == "question_ids" and isinstance(each, tuple):
            ids += each
    return tuple(ids)


def _words(change: Change) -> list[dict[str, str]] | None:
    """A text change word by word; ``None`` where it is no text, or one of the texts is empty."""
    if not (isinstance(change.before, str) and isinstance(change.after, str) and change.before and change.after):
        return None
    return [{"kind": kind.value, "text": text} for kind, text in passages(change.before, change.after)]


def _state(assessment: Assessment) -> dict[str, Any]:
    overall = assessment.scores.overall
    return {
        "reference": assessment.case.review.case.reference,
        "outcome": assessment.outcome.kind.value,
        "words": assessment.outcome.words,
        "given": f"{overall.given:f}",
        "possible": f"{overall.possible:f}",
        "shown": overall.shown,
    }
