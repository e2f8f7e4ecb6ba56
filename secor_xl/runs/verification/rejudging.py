"""Recorded workbooks, judged again as of the day of their run, with their letters made again."""

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
from secor_xl.letters.letter import Letter
from secor_xl.letters.plan import LetterRefused
from secor_xl.records.records import Records, ReviewRecord
from secor_xl.review.model import Review
from secor_xl.runs.output import same_content
from secor_xl.runs.season.result import Trouble
from secor_xl.runs.season.review_letters import service_for
from secor_xl.runs.season.workers import worked_on
from secor_xl.runs.single_workbook import JudgedWorkbook
from secor_xl.runs.verification.file_check import CheckVerdict, FileCheck, current_file
from secor_xl.workbook.schema.layout import LETTERS_SHEET

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
    """The data that all workbooks share: the folder of letters, and the templates as they are now with their fingerprint."""

    folder: Path
    templates_folder: Path
    templates: str

    def path(self, place: str) -> Path:
        """Return where a file is that the records name so, as short as the folder of letters was given."""
        real = os.path.realpath(self.folder)
        is_link = real != os.path.abspath(self.folder)  # noqa: PTH100 - the parent of a link is not that of what it leads to
        return Path(os.path.normpath(os.path.join(real if is_link else self.folder, place)))  # noqa: PTH118


@dataclass(frozen=True, slots=True)
class Recorded:
    """The records of a workbook.

    Attributes:
        review: the last one.
        origins: for each letter the review with which it was first made as it is.
        ever_made: for each letter's name all fingerprints that were ever recorded for it.
        elsewhere: other files in which the same bytes were judged.
        moved_on: whether one of these was judged later.
    """

    review: ReviewRecord
    origins: tuple[tuple[Letter, ReviewRecord], ...]
    ever_made: dict[str, frozenset[str]]
    elsewhere: tuple[str, ...] = ()
    moved_on: bool = False


def rejudged_workbooks(records: Records, office: OfficeFolder, jobs: int | None) -> Iterator[FileCheck]:
    """Check every workbook that was judged or could not be, in the order in which they were first recorded."""
    failed = {place: trouble for place, trouble in records.failed().items() if os.path.lexists(office.path(place))}
    recorded = [_recorded(records, review) for review in records.judged() if review.workbook not in failed]
    yield from worked_on(partial(compare, office), recorded, partial(_lost, office), jobs=jobs, together=TOGETHER)
    # One that failed and is gone has been tidied away, or was a slip of the pen; what was ever judged is checked above.
    for place, trouble in failed.items():
        says = f"{FAILED.get(trouble, trouble)}; run 'secor-xl letters' again, which says what to do"
        yield FileCheck(str(office.path(place)), WORKBOOK, CheckVerdict.FAILED, says)


def _recorded(records: Records, review: ReviewRecord) -> Recorded:
    found = [(letter, records.origin_of(letter.name)) for letter in review.letters]
    origins = tuple((letter, origin) for letter, origin in found if origin)
    ever_made = {letter.name: records.fingerprints_of(letter.name) for letter in review.letters}
    places = records.files_of(review.fingerprint)
    elsewhere = tuple(place for place in places if place != review.workbook)
    return Recorded(review, origins, ever_made, elsewhere, moved_on=places[-1] != review.workbook)


def compare(office: OfficeFolder, recorded: tuple[Recorded, ...]) -> list[FileCheck]:
    """Check some workbooks: as they are, and as they would be judged today; those that were moved are left out."""
    compared = [_compared(office, each) for each in recorded]
    return [each for each in compared if each is not None]


def _compared(office: OfficeFolder, recorded: Recorded) -> FileCheck | None:
    review = recorded.review
    found = current_file(office.path(review.workbook))
    checked = found.compared(WORKBOOK, review.fingerprint)
    if not found.fingerprint and not found.trouble:
        if recorded.moved_on or _is_elsewhere(office, recorded):
            return None
        says = "the workbook is not there any more; its letters are proved by their fingerprints alone"
        return replace(checked, says=f"{says}. If it was moved, run 'secor-xl letters' on it at its new place")
    if checked.verdict is CheckVerdict.CHANGED:
        return replace(checked, says="the workbook was changed after it was judged; run 'secor-xl letters' again")
    if checked.verdict is not CheckVerdict.RIGHT:
        return checked
    if review.tool != __version__:
        says = f"judged by secor-xl {review.tool}, this is {__version__}; it was not judged again"
        return replace(checked, verdict=CheckVerdict.OTHER_VERSION, says=says)
    try:
        return _rejudged(checked, office, recorded)
    except SecorError as error:
        return replace(checked, verdict=CheckVerdict.DIFFERENT, says=f"it cannot be judged again: {error}")


def _is_elsewhere(office: OfficeFolder, recorded: Recorded) -> bool:
    """Whether the same bytes are in another recorded file: the workbook was moved there, or this was a copy of it."""
    return any(
        current_file(office.path(each)).fingerprint == recorded.review.fingerprint for each in recorded.elsewhere
    )


def _rejudged(checked: FileCheck, office: OfficeFolder, recorded: Recorded) -> FileCheck:
    review = recorded.review
    judged = _judged(office, recorded, review.as_of)
    outcome = judged.assessment.outcome
    if (outcome.kind.value, outcome.round) != (review.outcome, review.round):
        says = f'the records say "{review.words}"; judged again as of {review.as_of} it is "{outcome.words}"'
        return replace(checked, verdict=CheckVerdict.DIFFERENT, says=says)
    if logged := _logged_otherwise(judged.read.review, recorded):
        says = (
            f"its letter log names {', '.join(logged)} with other content than the records: two of that name were made"
        )
        cure = f"see which one went out, keep it in the folder, and clear the row of the other on the sheet {LETTERS_SHEET}"
        return replace(checked, verdict=CheckVerdict.DIFFERENT, says=f"{says}; {cure}")
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
        says = f"made again, these letters are other ones than the records say: {', '.join(sorted(differing))}"
        return replace(checked, verdict=CheckVerdict.DIFFERENT, says=says)
    if len(present) < len(recorded.origins):
        says = "its outcome is right; its letters were made with other templates, so they were not made again"
        return replace(checked, verdict=CheckVerdict.OTHER_VERSION, says=says)
    return checked


def _logged_otherwise(review: Review, recorded: Recorded) -> list[str]:
    """The letters that the workbook's letter log names with a fingerprint that no record of that name has."""
    logged = [(each.file.strip(), each.fingerprint.strip()) for each in review.letters]
    made = recorded.ever_made
    return [name for name, fingerprint in logged if fingerprint and name in made and fingerprint not in made[name]]


def _judged(office: OfficeFolder, recorded: Recorded, as_of: dt.date) -> JudgedWorkbook:
    service = service_for(office.templates_folder, office.templates, as_of)
    return service.judge(office.path(recorded.review.workbook))


def _letters_again(office: OfficeFolder, recorded: Recorded, as_of: dt.date) -> dict[str, bytes]:
    """The letters as they are made today, by their names, as of the day on which they were made."""
    service = service_for(office.templates_folder, office.templates, as_of)
    try:
        planned = service.plan(_judged(office, recorded, as_of))
    except LetterRefused:
        return {}
    wanted = {letter.name for letter, _ in recorded.origins}
    return {letter.name: service.templates.render(letter) for letter in planned if letter.name in wanted}


def _lost(office: OfficeFolder, recorded: Recorded, error: Exception) -> FileCheck:
    says = f"judging it again ended the program that did it ({type(error).__name__})"
    return FileCheck(str(office.path(recorded.review.workbook)), WORKBOOK, CheckVerdict.DIFFERENT, says)


def _is_other(path: Path, fingerprint: str, again: bytes) -> bool:
    """Whether a letter that is as it was made says something else than the one made again."""
    found = current_file(path)
    return found.fingerprint == fingerprint and not same_content(content_of(path), again)
