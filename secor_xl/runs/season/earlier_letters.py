"""Warnings about letters of earlier runs that tell another decision, or other days, than those of this run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from secor_xl.letters.kinds import KINDS
from secor_xl.letters.letter import LetterState
from secor_xl.records.records import Records
from secor_xl.review.letter_kinds import LetterKind
from secor_xl.runs.season.request import Request, Worked
from secor_xl.runs.season.result import Result
from secor_xl.workbook.writing.file_links import path_from


class EarlierLetters:
    """The letters that were recorded before the run.

    Args:
        records: of the letters folder.
        request: the run.
        present: the fingerprints of the workbooks that the run has seen; letters of one of these are none of another's business.
    """

    def __init__(self, records: Records, request: Request, present: frozenset[str]) -> None:
        self._records, self._request, self._present = records, request, present

    def with_warnings(self, worked: Worked) -> Worked:
        """Add the warnings to the result of a workbook."""
        result = worked.result
        warnings = (*self._decided_otherwise(result), *self._made_before(result), *self._not_entered_as_sent(result))
        return replace(worked, result=replace(result, warnings=warnings)) if warnings else worked

    def _decided_otherwise(self, result: Result) -> Iterator[str]:
        """Letters that tell another decision on this review."""
        if not self._decisions or not result.outcome:
            return
        wrong = [
            name
            for name, kind in self._told_before(result).items()
            if not _is_due(name, kind, result)
            and self._records.letters(name)[0].workbook not in self._present - {result.fingerprint}
            and (self._request.folder / name).exists()
        ]
        if wrong:
            yield (
                f"an earlier run made {', '.join(wrong)} of this file as it was then, or under the same reference; that is not what"
                " is decided now. It was left as it is: see whether it has gone out, and take it back or away"
            )

    def _made_before(self, result: Result) -> Iterator[str]:
        """Letters that were made anew with another date, because the ones of an earlier run are not in the folder any more."""
        new = [letter for letter in result.letters if letter.state is LetterState.WRITTEN]
        before = self._records.earlier_letters_of(result.fingerprint) if new and self._records.opened_at else {}
        for letter in new:
            if letter.name in before and before[letter.name].date != self._request.as_of:
                yield (
                    f"{letter.name} was made before, as of {before[letter.name].date}, and was not in the folder any more. See"
                    " whether it has gone out: the new one has other days"
                )

    def _not_entered_as_sent(self, result: Result) -> Iterator[str]:
        """Feedback letters of earlier days that are due still: once one is entered as sent, its round is awaited."""
        for letter in result.letters:
            if letter.kind is LetterKind.FEEDBACK and letter.is_earlier and letter.date < self._request.as_of:
                yield (
                    f"{letter.name} was made as of {letter.date} and is not entered as sent. If it has gone out, enter the day in"
                    " the review workbook, because the due date is counted from it; if not, make the letter anew with --replace"
                )

    @cached_property
    def _decisions(self) -> dict[tuple[str, str], dict[str, LetterKind]]:
        """The letters that told a decision, by name with their kinds, under each workbook and under each reference."""
        found: dict[tuple[str, str], dict[str, LetterKind]] = {}
        for workbook, name, kind in self._records.decisions():
            for key in (("file", workbook), ("reference", reference_of(name))):
                found.setdefault(key, {})[name] = kind
        return found

    def _told_before(self, result: Result) -> dict[str, LetterKind]:
        """The letters that told a decision, made of this file as it ever was, or under the reference of its letters now."""
        keys = (
            ("file", path_from(self._request.folder, Path(result.file))),
            *(("reference", reference_of(letter.name)) for letter in result.letters),
        )
        return {name: kind for key in keys for name, kind in self._decisions.get(key, {}).items()}


def _is_due(name: str, kind: LetterKind, result: Result) -> bool:
    """Whether a letter is one of those that tell what is decided now."""
    if KINDS[kind].outcome != result.outcome:
        return False
    return bool(result.failure) or kind in result.left_out or name in {letter.name for letter in result.letters}


def reference_of(name: str) -> str:
    """Return what the names of all letters of a review begin with."""
    return name.rpartition(" - ")[0].casefold()
