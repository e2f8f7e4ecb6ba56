"""Give letters that are whole on the disk their names, after they have been recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from secor_xl.letters.letter import LetterState
from secor_xl.records.database import RecordsRefused
from secor_xl.runs.letter_policy import IN_THE_WAY
from secor_xl.runs.output import OutputRefused, Writing
from secor_xl.runs.season.interruptions import undisturbed
from secor_xl.runs.season.request import Worked
from secor_xl.runs.season.result import Trouble, failure_of
from secor_xl.runs.season.run_records import RunRecords
from secor_xl.runs.staging import discard, publish


def published(done: Iterable[Worked], records: RunRecords) -> list[Worked]:
    """Record what was worked on and name its letters; raises ``RecordsRefused`` where it cannot be recorded."""
    worked = list(done)
    with undisturbed():
        try:
            records.add(worked)
        except RecordsRefused:
            discard_letters(worked)
            raise
        named = [_named(each, replacing=records.request.replace) for each in worked]
        records.add(each for each in named if each.result.failure and each.staged)
    return named


def discard_letters(done: Iterable[Worked]) -> None:
    """Take away the letters that were put on the disk and get no names."""
    for worked in done:
        for staged in worked.staged:
            discard(staged)


def _named(worked: Worked, *, replacing: bool) -> Worked:
    letters = {letter.name: letter for letter in worked.result.letters}
    failure = worked.result.failure
    for staged in worked.staged:
        if failure:
            discard(staged)
            continue
        try:
            written = publish(staged, replace=replacing, advice=IN_THE_WAY)
        except OutputRefused as error:
            failure = failure_of(Trouble.OUTPUT, str(staged.path), error)
            continue
        if written.writing is Writing.REPLACED and written.kept:
            name = staged.path.name
            letters[name] = replace(letters[name], state=LetterState.REPLACED, kept=written.kept.name)
    made = () if failure else tuple(letters.values())
    return replace(worked, result=replace(worked.result, letters=made, failure=failure))
