"""Compare two states of a review: what was submitted anew, what the reviewer changed, and what came back for each request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from secor_xl.intake.correction import with_submitted
from secor_xl.intake.read_form import form_id_of, read_form
from secor_xl.intake.submission import Submission
from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.case import Place
from secor_xl.judgement.deficiencies import NOTHING_APPLIES, PLAN_CLAUSES, Deficiency, about_the_action_plan, to_correct
from secor_xl.procedure.form import ASSESSMENT_ID
from secor_xl.review.difference import Change, difference, passages
from secor_xl.review.json_form import plain
from secor_xl.review.model import NUMBERED_LISTS, ActionItem
from secor_xl.runs.exchange import identified, imported
from secor_xl.runs.single_workbook import ReviewService
from secor_xl.workbook.reading.read_workbook import read_package
from secor_xl.xlsx.guard import open_guarded, within_means

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
        asked: the item as its letter lists it.
        changes: the submitted facts about it that differ.
    """

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


def judged_states(old: Path, new: Path, service: ReviewService) -> tuple[Assessment, Assessment]:
    """Judge two states, each in a review workbook, a JSON file, or an assessor's form.

    A form has only what was submitted; beside a review it is compared as a return of it, with what the reviewer entered there.

    Raises:
        UnreadableWorkbook: a workbook cannot be read.
        ExchangeError: a JSON file is no review.
    """
    found = [_read(path, service) for path in (old, new)]
    reviews = [each.case for each in found if isinstance(each, Assessment)]

    def judged(state: Assessment | Submission) -> Assessment:
        if isinstance(state, Assessment):
            return state
        review = identified(state.review, state.instrument)
        for other in [each.review for each in reviews if each.instrument == state.instrument]:
            review = with_submitted(other, state.review)
        return service.assess(review, state.instrument, state.problems)

    return judged(found[0]), judged(found[1])


def _read(path: Path, service: ReviewService) -> Assessment | Submission:
    """Judge the review in a workbook or a JSON file; of an assessor's form, return the submission."""
    if path.suffix.lower() == ".json":
        return service.assess(*imported(path))
    with within_means(str(path)):
        package = open_guarded(path)
        if form_id_of(package) == ASSESSMENT_ID:
            return read_form(package)
        return service.judged(path, read_package(package)).assessment


def comparison(old: Assessment, new: Assessment) -> ReviewComparison:
    """Compare two judged states of a review. The column Changed is left out: it repeats an earlier comparison."""
    found = difference(old.case.review, new.case.review)
    changes = tuple(each for each in found if (each.section, each.field) != ("questions", "changed"))
    submitted = [each for each in changes if each.is_submitted]
    requests = (
        CorrectionRequest(asked, tuple(change for change in submitted if _is_about(change, place)))
        for place, asked in _asked_for(old)
    )
    return ReviewComparison(old, new, changes, tuple(requests))


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
