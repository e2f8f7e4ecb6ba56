"""Is everything in an output folder still what the ledger says? Each thing is computed again and compared.

For each workbook: its bytes, its outcome as of the day of the run, its letters as they would be made today; for each letter, PDF
and e-mail draft: its bytes. What was made with other versions is compared by its bytes alone, and that is said.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from secor_xl import __version__
from secor_xl.errors import SecorError
from secor_xl.letters.plan import LetterRefused
from secor_xl.runs.bulk.entries import LetterEntry, ReviewEntry
from secor_xl.runs.bulk.ledger import LEDGER, History, read_history
from secor_xl.runs.bulk.templates import templates_fingerprint
from secor_xl.runs.bulk.work import desk_of
from secor_xl.runs.bulk.workers import Workers, processes_for
from secor_xl.runs.desk import JudgedWorkbook
from secor_xl.runs.output import same_content

TOGETHER = 16
SCHEMA = "secor-xl/verify/1"


class Verdict(StrEnum):
    """What a comparison says."""

    RIGHT = "right"
    CHANGED = "changed"
    MISSING = "missing"
    DIFFERENT = "different"
    """It is as it was made, but computing it again gives something else."""
    UNKNOWN = "not in the ledger"
    OTHER_VERSION = "made with another version"
    """Its bytes are right; it was not computed again."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One file, and what the comparison says.

    Attributes:
        file: as seen from where the command runs.
        what: what it is, such as "workbook" or "letter".
        verdict: what the comparison says.
        says: what was seen and what it means; empty where all is right.
    """

    file: str
    what: str
    verdict: Verdict
    says: str = ""

    @property
    def is_right(self) -> bool:
        """Whether nothing is to be done about it."""
        return self.verdict in (Verdict.RIGHT, Verdict.OTHER_VERSION)

    def record(self) -> dict[str, Any]:
        """As plain data (docs/json.md)."""
        return {
            "schema": SCHEMA,
            "file": self.file,
            "what": self.what,
            "verdict": self.verdict.value,
            "right": self.is_right,
            "says": self.says or None,
        }


class NoLedger(SecorError):
    """The folder has no ledger, so nothing can be compared."""


def verified(folder: Path, templates_folder: Path, *, jobs: int | None = None) -> Iterator[Checked]:
    """Everything that the ledger of a folder tells of, compared with what is there now.

    Args:
        folder: the folder of letters.
        templates_folder: the office's templates and data as they are now.
        jobs: how many processes; ``None`` leaves it to the machine.

    Raises:
        NoLedger: no run has written to this folder.
        OutputRefused: the ledger cannot be read.
    """
    if not (folder / LEDGER).exists():
        raise NoLedger(
            f"{folder}: holds no {LEDGER}, so no run of 'secor-xl letters' has written to it. Name the folder that was given"
            " to it with --out."
        )
    history = read_history(folder)
    for fault in history.faults:
        yield Checked(str(folder / LEDGER), "ledger", Verdict.CHANGED, fault)
    yield from _workbooks(history, Office(folder, templates_folder, templates_fingerprint(templates_folder)), jobs)
    for name, fingerprint in history.names.items():
        yield _file(folder / name, "letter", fingerprint)
    for companion in history.companions.values():
        yield _file(folder / companion.name, companion.what, companion.fingerprint)
    for path in sorted(folder.glob("*.docx")):
        if path.name not in history.names and not path.name.startswith("~$"):
            says = (
                "no run has made this file: it was made by a button in Excel, by hand, or is a letter that was replaced"
            )
            yield Checked(str(path), "letter", Verdict.UNKNOWN, says)


@dataclass(frozen=True, slots=True)
class Office:
    """What is the same for all workbooks: the folder of letters, and the templates as they are now with their fingerprint."""

    folder: Path
    templates_folder: Path
    templates: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the ledger says of a workbook: its last line, and for each letter the line with which it was made."""

    entry: ReviewEntry
    origins: tuple[tuple[LetterEntry, ReviewEntry], ...]


def _workbooks(history: History, office: Office, jobs: int | None) -> Iterator[Checked]:
    last = {place: history.reviews[each] for place, each in history.inputs.items() if place not in history.failed}
    recorded = [
        Recorded(
            replace(entry, workbook=place), tuple((letter, history.origins[letter.name]) for letter in entry.letters)
        )
        for place, entry in last.items()
    ]
    workers = Workers(processes_for(jobs, len(recorded)))
    try:
        for piece in workers.map(partial(compare, office), recorded, partial(_lost, office), together=TOGETHER):
            yield from piece
    finally:
        workers.close()


def compare(office: Office, recorded: tuple[Recorded, ...]) -> list[Checked]:
    """Some workbooks, each as it is, and what it would give today."""
    return [_compared(office, each) for each in recorded]


def _compared(office: Office, recorded: Recorded) -> Checked:
    entry = recorded.entry
    path = _path(office, recorded)
    seen = _file(path, "workbook", entry.fingerprint)
    if seen.verdict is Verdict.MISSING:
        return replace(
            seen, says="the workbook is not there any more; its letters are proved by their fingerprints alone"
        )
    if seen.verdict is Verdict.CHANGED:
        return replace(seen, says="the workbook was changed after it was judged; run 'secor-xl letters' again")
    if entry.tool != __version__:
        says = f"judged by secor-xl {entry.tool}, this is {__version__}; it was not judged again"
        return replace(seen, verdict=Verdict.OTHER_VERSION, says=says)
    try:
        return _judged_again(seen, office, recorded)
    except SecorError as error:
        return replace(seen, verdict=Verdict.DIFFERENT, says=f"it cannot be judged again: {error}")


def _judged_again(seen: Checked, office: Office, recorded: Recorded) -> Checked:
    entry = recorded.entry
    outcome = _judged(office, recorded, entry.as_of).assessment.outcome
    if (outcome.kind.value, outcome.round) != (entry.outcome, entry.round):
        says = f'the ledger says "{entry.words}"; judged again as of {entry.as_of} it is "{outcome.words}"'
        return replace(seen, verdict=Verdict.DIFFERENT, says=says)
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
        return replace(seen, verdict=Verdict.DIFFERENT, says=says)
    if len(present) < len(recorded.origins):
        says = "its outcome is right; its letters were made with other templates, so they were not made again"
        return replace(seen, verdict=Verdict.OTHER_VERSION, says=says)
    return seen


def _judged(office: Office, recorded: Recorded, as_of: str) -> JudgedWorkbook:
    desk = desk_of(office.templates_folder, office.templates, dt.date.fromisoformat(as_of))
    return desk.judge(_path(office, recorded), shown=False)


def _letters_again(office: Office, recorded: Recorded, as_of: str) -> dict[str, bytes]:
    """The letters as they are made today, by their names, as of the day on which they were made."""
    desk = desk_of(office.templates_folder, office.templates, dt.date.fromisoformat(as_of))
    try:
        planned = desk.plan(_judged(office, recorded, as_of))
    except LetterRefused:
        return {}
    wanted = {letter.name for letter, _ in recorded.origins}
    return {letter.name: desk.templates.render(letter) for letter in planned if letter.name in wanted}


def _path(office: Office, recorded: Recorded) -> Path:
    return Path(os.path.normpath(office.folder / recorded.entry.workbook))


def _lost(office: Office, recorded: Recorded, error: Exception) -> Checked:
    says = f"judging it again ended the program that did it ({type(error).__name__})"
    return Checked(str(_path(office, recorded)), "workbook", Verdict.DIFFERENT, says)


def _is_other(path: Path, fingerprint: str, again: bytes) -> bool:
    """Whether a letter that is as it was made says something else than the one made again."""
    try:
        content = path.read_bytes()
    except OSError:
        return False
    return hashlib.sha256(content).hexdigest() == fingerprint and not same_content(content, again)


def _file(path: Path, what: str, fingerprint: str) -> Checked:
    """A file by its bytes."""
    try:
        seen = hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return Checked(
            str(path), what, Verdict.MISSING, "it is not there any more; run 'secor-xl letters' again to make it"
        )
    except OSError as error:
        return Checked(str(path), what, Verdict.MISSING, f"it cannot be read ({error.strerror or error})")
    if seen != fingerprint:
        return Checked(str(path), what, Verdict.CHANGED, "it was changed after it was made")
    return Checked(str(path), what, Verdict.RIGHT)
