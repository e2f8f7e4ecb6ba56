"""What a person should look at: letters of earlier runs that tell another decision, or other days, than those of this one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.review.model import LetterKind
from secor_xl.runs.season.history import History
from secor_xl.runs.season.job import Task, Worked
from secor_xl.runs.season.result import Result, Standing
from secor_xl.workbook.writing.file_links import path_from

TELLS = {
    OutcomeKind.APPROVE: {LetterKind.APPROVAL, LetterKind.NOTICE},
    OutcomeKind.INVALID: {LetterKind.INVALIDATION},
}
"""Which letters tell the decision of an outcome; the others tell none."""


class Remarks:
    """Adds the remarks to what became of workbooks.

    Args:
        history: what the ledger said before the run.
        task: what the run is about.
        present: the fingerprints of the workbooks that the run has seen; letters of one of these are none of another's business.
    """

    def __init__(self, history: History, task: Task, present: frozenset[str]) -> None:
        self._history, self._task, self._present = history, task, present
        self._told_under: dict[str, dict[str, LetterKind]] | None = None

    def added(self, worked: Worked) -> Worked:
        """The same, with a word about letters of earlier runs that a person should look at."""
        result = worked.result
        remarks = (*self._decided_otherwise(result), *self._made_before(result), *self._not_entered_as_sent(result))
        return replace(worked, result=replace(result, remarks=remarks)) if remarks else worked

    def _decided_otherwise(self, result: Result) -> Iterator[str]:
        """Letters that tell another decision on this review."""
        if not self._history.decisions or not result.outcome:
            return
        wrong = [
            name
            for name, kind in self._told_before(result).items()
            if not _is_due(name, kind, result)
            and self._history.sources[name] not in self._present - {result.fingerprint}
            and (self._task.folder / name).exists()
        ]
        if wrong:
            yield (
                f"an earlier run made {', '.join(wrong)} of this file as it was then, or under the same reference; that is not what"
                " is decided now. It was left as it is: see whether it has gone out, and take it back or away"
            )

    def _made_before(self, result: Result) -> Iterator[str]:
        """Letters that were made anew with another date, because the ones of an earlier run are not in the folder any more."""
        before = self._history.letters.get(result.fingerprint, {})
        for letter in result.letters:
            day = self._history.made[letter.name][before[letter.name]] if letter.name in before else ""
            if letter.standing is Standing.WRITTEN and day not in ("", self._task.as_of.isoformat()):
                yield (
                    f"{letter.name} was made before, as of {day}, and was not in the folder any more. See whether it has gone"
                    " out: the new one tells other days"
                )

    def _not_entered_as_sent(self, result: Result) -> Iterator[str]:
        """Feedback letters of earlier days that are due still: once one is entered as sent, its round is awaited."""
        made = self._history.made
        for letter in result.letters:
            if letter.kind is not LetterKind.FEEDBACK or letter.standing is not Standing.THERE:
                continue
            day = made.get(letter.name, {}).get(letter.fingerprint, "")
            if day and day < self._task.as_of.isoformat():
                yield (
                    f"{letter.name} was made as of {day} and is not entered as sent. If it has gone out, enter the day in the"
                    " review workbook, because the due date is counted from it; if not, make the letter anew with --replace"
                )

    def _told_before(self, result: Result) -> dict[str, LetterKind]:
        """The letters that told a decision, made of this file as it ever was, or under the reference of its letters now."""
        if self._told_under is None:
            self._told_under = {}
            for told in self._history.decisions.values():
                for name, kind in told.items():
                    self._told_under.setdefault(reference_of(name), {})[name] = kind
        told = dict(self._history.decisions.get(path_from(self._task.folder, Path(result.file)), {}))
        for reference in {reference_of(letter.name) for letter in result.letters}:
            told |= self._told_under.get(reference, {})
        return told


def _is_due(name: str, kind: LetterKind, result: Result) -> bool:
    """Whether a letter is one of those that tell what is decided now."""
    if kind not in TELLS.get(OutcomeKind(result.outcome), ()):
        return False
    return bool(result.failure) or kind in result.left_out or name in {letter.name for letter in result.letters}


def reference_of(name: str) -> str:
    """What the names of all letters of a review begin with."""
    return name.rpartition(" - ")[0].casefold()
