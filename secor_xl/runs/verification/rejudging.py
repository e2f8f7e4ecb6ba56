"""Workbooks of a ledger, judged again as of the day of their run, with their letters made again."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from secor_xl import __version__
from secor_xl.errors import SecorError
from secor_xl.files import content_of
from secor_xl.letters.plan import LetterRefused
from secor_xl.runs.output import same_content
from secor_xl.runs.season.entries import LetterEntry, ReviewEntry
from secor_xl.runs.season.history import History
from secor_xl.runs.season.result import Trouble
from secor_xl.runs.season.review_letters import service_for
from secor_xl.runs.season.workers import Workers, processes_for
from secor_xl.runs.single_workbook import JudgedWorkbook
from secor_xl.runs.verification.file_check import CheckVerdict, FileCheck, seen

TOGETHER = 16
WORKBOOK = "workbook"
FAILED: dict[str, str] = {
    Trouble.UNREADABLE: "it could not be read",
    Trouble.CONFLICT: "it contradicted another workbook, or had its very content",
    Trouble.OUTPUT: "its letters could not be written",
    Trouble.TEMPLATE: "the office's templates gave no right letters",
    Trouble.LOST: "reading it ended the program that read it",
}


@dataclass(frozen=True, slots=True)
class OfficeFolder:
    """What is the same for all workbooks: the folder of letters, and the templates as they are now with their fingerprint."""

    folder: Path
    templates_folder: Path
    templates: str

    def path(self, place: str) -> Path:
        """Where a file is that the ledger calls so, as short as the folder of letters was given."""
        real = os.path.realpath(self.folder)
        is_link = real != os.path.abspath(self.folder)  # noqa: PTH100 - the parent of a link is not that of what it leads to
        return Path(os.path.normpath(os.path.join(real if is_link else self.folder, place)))  # noqa: PTH118


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the ledger says of a workbook.

    Attributes:
        entry: its last line.
        origins: for each letter the line with which it was made.
        elsewhere: other files in which the same bytes were judged.
        moved_on: whether one of these was judged later.
    """

    entry: ReviewEntry
    origins: tuple[tuple[LetterEntry, ReviewEntry], ...]
    elsewhere: tuple[str, ...] = ()
    moved_on: bool = False


def workbooks_again(history: History, office: OfficeFolder, jobs: int | None) -> Iterator[FileCheck]:
    """Every workbook that was judged or could not be, in the order in which the ledger met them."""
    failed = {place: trouble for place, trouble in history.failed.items() if os.path.lexists(office.path(place))}
    recorded = [_recorded(history, *each) for each in history.judged.items() if each[0] not in failed]
    workers = Workers(processes_for(jobs, len(recorded)))
    try:
        for piece in workers.map(partial(compare, office), recorded, partial(_lost, office), together=TOGETHER):
            yield from piece
    finally:
        workers.close()
    # One that failed and is gone has been tidied away, or was a slip of the pen; what was ever judged is told of above.
    for place, trouble in failed.items():
        says = f"{FAILED.get(trouble, trouble)}; run 'secor-xl letters' again, which says what to do"
        yield FileCheck(str(office.path(place)), WORKBOOK, CheckVerdict.FAILED, says)


def _recorded(history: History, place: str, fingerprint: str) -> Recorded:
    entry = replace(history.reviews[fingerprint], workbook=place)
    origins = tuple((letter, history.origins[letter.name]) for letter in entry.letters)
    places = list(history.places[fingerprint])
    return Recorded(entry, origins, tuple(each for each in places if each != place), places[-1] != place)


def compare(office: OfficeFolder, recorded: tuple[Recorded, ...]) -> list[FileCheck]:
    """Some workbooks, each as it is, and what it would give today; nothing of those that are only somewhere else now."""
    compared = [_compared(office, each) for each in recorded]
    return [each for each in compared if each is not None]


def _compared(office: OfficeFolder, recorded: Recorded) -> FileCheck | None:
    entry = recorded.entry
    found = seen(office.path(entry.workbook))
    checked = found.compared(WORKBOOK, entry.fingerprint)
    if not found.fingerprint and not found.trouble:
        if recorded.moved_on or _is_elsewhere(office, recorded):
            return None
        says = "the workbook is not there any more; its letters are proved by their fingerprints alone"
        return replace(checked, says=f"{says}. If it was moved, run 'secor-xl letters' on it at its new place")
    if checked.verdict is CheckVerdict.CHANGED:
        return replace(checked, says="the workbook was changed after it was judged; run 'secor-xl letters' again")
    if checked.verdict is not CheckVerdict.RIGHT:
        return checked
    if entry.tool != __version__:
        says = f"judged by secor-xl {entry.tool}, this is {__version__}; it was not judged again"
        return replace(checked, verdict=CheckVerdict.OTHER_VERSION, says=says)
    try:
        return _judged_again(checked, office, recorded)
    except SecorError as error:
        return replace(checked, verdict=CheckVerdict.DIFFERENT, says=f"it cannot be judged again: {error}")


def _is_elsewhere(office: OfficeFolder, recorded: Recorded) -> bool:
    """Whether the same bytes are in another file of the ledger: the workbook was moved there, or this was a copy of it."""
    return any(seen(office.path(each)).fingerprint == recorded.entry.fingerprint for each in recorded.elsewhere)


def _judged_again(checked: FileCheck, office: OfficeFolder, recorded: Recorded) -> FileCheck:
    entry = recorded.entry
    outcome = _judged(office, recorded, entry.as_of).assessment.outcome
    if (outcome.kind.value, outcome.round) != (entry.outcome, entry.round):
        says = f'the ledger says "{entry.words}"; judged again as of {entry.as_of} it is "{outcome.words}"'
        return replace(checked, verdict=CheckVerdict.DIFFERENT, says=says)
    present = [(letter, origin) for letter, origin in recorded.origins if origin.templates == office.templates]
    differing = []
    for as_of in dict.fromkeys(origin.as_of for _, origin in present):
        made = _letters_again(office, recorded, as_of)
        for letter, origin in present:
            again = made.get(letter.name)
            path = office.folder / letter.name
            if origin.as_of == as_of and (again is None or _is_other(path, letter.fingerprint, again)):
                differing.append(letter.name)
    if differing:
        says = f"made again, these letters are other ones than the ledger says: {', '.join(sorted(differing))}"
        return replace(checked, verdict=CheckVerdict.DIFFERENT, says=says)
    if len(present) < len(recorded.origins):
        says = "its outcome is right; its letters were made with other templates, so they were not made again"
        return replace(checked, verdict=CheckVerdict.OTHER_VERSION, says=says)
    return checked


def _judged(office: OfficeFolder, recorded: Recorded, as_of: str) -> JudgedWorkbook:
    service = service_for(office.templates_folder, office.templates, dt.date.fromisoformat(as_of))
    return service.judge(office.path(recorded.entry.workbook))


def _letters_again(office: OfficeFolder, recorded: Recorded, as_of: str) -> dict[str, bytes]:
    """The letters as they are made today, by their names, as of the day on which they were made."""
    service = service_for(office.templates_folder, office.templates, dt.date.fromisoformat(as_of))
    try:
        planned = service.plan(_judged(office, recorded, as_of))
    except LetterRefused:
        return {}
    wanted = {letter.name for letter, _ in recorded.origins}
    return {letter.name: service.templates.render(letter) for letter in planned if letter.name in wanted}


def _lost(office: OfficeFolder, recorded: Recorded, error: Exception) -> FileCheck:
    says = f"judging it again ended the program that did it ({type(error).__name__})"
    return FileCheck(str(office.path(recorded.entry.workbook)), WORKBOOK, CheckVerdict.DIFFERENT, says)


def _is_other(path: Path, fingerprint: str, again: bytes) -> bool:
    """Whether a letter that is as it was made says something else than the one made again."""
    found = seen(path)
    return found.fingerprint == fingerprint and not same_content(content_of(path), again)
