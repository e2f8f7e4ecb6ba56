"""Read the two states of a review that are compared."""

from __future__ import annotations

from pathlib import Path

from secor_xl.errors import SecorError
from secor_xl.intake.correction import with_submitted
from secor_xl.intake.read_form import form_id_of, read_form
from secor_xl.intake.submission import Submission
from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.review_comparison import as_at_feedback
from secor_xl.procedure.form import ASSESSMENT_ID
from secor_xl.review.snapshots import snapshot_of
from secor_xl.runs.exchange import identified, imported
from secor_xl.runs.single_workbook import ReviewService
from secor_xl.text import plural
from secor_xl.workbook.reading.read_workbook import read_package
from secor_xl.xlsx.guard import open_guarded, within_means


class CompareRefused(SecorError):
    """A state that cannot be compared; the message says why and what to do."""


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


def judged_rounds(path: Path, rounds: tuple[int, int], service: ReviewService) -> tuple[Assessment, Assessment]:
    """Judge a review as it was at the feedback of two rounds; the round after the last snapshot is the present state.

    Args:
        path: a review workbook or a JSON file.
        rounds: the numbers of the earlier and of the later round.
        service: the office, and the day as of which the present state is judged.

    Raises:
        CompareRefused: there is no snapshot of a round, or the file is an assessor's form.
        UnreadableWorkbook: the workbook cannot be read.
        ExchangeError: the JSON file is no review.
    """
    present = _read(path, service)
    if isinstance(present, Submission):
        raise CompareRefused(f"{path}: is an assessor's form, which has no rounds. Give the workbook of the review.")
    review = present.case.review
    known = [each.round for each in review.snapshots]
    if not known:
        raise CompareRefused(
            f"{path}: has no snapshot of a feedback. Give an earlier copy of the file: secor-xl compare OLD NEW"
        )

    def state(number: int) -> Assessment:
        snapshot = snapshot_of(review, number)
        if snapshot:
            return as_at_feedback(present, snapshot)
        if number == known[-1] + 1:
            return present
        raise CompareRefused(
            f"{path}: has no snapshot of round {number}. Its snapshots are of {plural(len(known), 'round')}"
            f" {', '.join(map(str, known))}; {known[-1] + 1} is the present state."
        )

    return state(rounds[0]), state(rounds[1])
