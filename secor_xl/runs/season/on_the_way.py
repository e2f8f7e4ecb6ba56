"""Letters on their way to the disk: they are written while the next workbook is worked on, and several at once.

A disk takes a while to say that a file is safe, and for several files hardly longer than for one.
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from secor_xl.runs.output import OutputRefused
from secor_xl.runs.season.result import Failure, Trouble, failure_of
from secor_xl.runs.staging import Staged, discard

if TYPE_CHECKING:
    from pathlib import Path

    from secor_xl.runs.season.job import Worked

AT_ONCE = 4
"""How many letters each process writes at the same time."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What came of a workbook, while its letters may still be on their way."""

    worked: Worked
    writing: tuple[Future[Staged], ...] = ()


def arrived(begun: Begun, folder: Path) -> Worked:
    """Wait for the letters of one review: all of them are whole on the disk, or none is.

    Args:
        begun: what came of the workbook.
        folder: where its letters go.
    """
    staged: list[Staged] = []
    failure: Failure | None = None
    for letter in begun.writing:
        try:
            staged.append(letter.result())
        except OutputRefused as error:
            failure = failure or failure_of(Trouble.OUTPUT, str(folder), error)
    if failure is None:
        return replace(begun.worked, staged=tuple(staged))
    for each in staged:
        discard(each)
    return replace(begun.worked, result=replace(begun.worked.result, letters=(), failure=failure), envelopes=())
