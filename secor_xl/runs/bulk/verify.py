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
from pathlib import Path
from typing import Any

from secor_xl import __version__
from secor_xl.errors import SecorError
from secor_xl.letters.plan import LetterRefused
from secor_xl.letters.render import LetterTemplates
from secor_xl.review.model import LetterKind
from secor_xl.runs.bulk.entries import ReviewEntry
from secor_xl.runs.bulk.ledger import LEDGER, read_history
from secor_xl.runs.bulk.templates import templates_fingerprint
from secor_xl.runs.desk import Desk, JudgedWorkbook
from secor_xl.runs.output import same_content

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


def verified(folder: Path, templates_folder: Path) -> Iterator[Checked]:
    """Everything that the ledger of a folder tells of, compared with what is there now.

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
    again = _Again(folder, LetterTemplates(templates_folder), templates_fingerprint(templates_folder))
    for place, fingerprint in history.inputs.items():
        if place not in history.failed:
            yield again.compared(place, history.reviews[fingerprint])
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
class _Again:
    """What is needed to judge workbooks again and make their letters again."""

    folder: Path
    prepared: LetterTemplates
    templates: str

    def compared(self, place: str, entry: ReviewEntry) -> Checked:
        """A workbook, and what it would give today as of the day of the run."""
        path = Path(os.path.normpath(self.folder / place))
        seen = _file(path, "workbook", entry.fingerprint)
        if seen.verdict is Verdict.MISSING:
            says = "the workbook is not there any more; its letters stay proved by their fingerprints alone"
            return replace(seen, says=says)
        if seen.verdict is Verdict.CHANGED:
            return replace(seen, says="the workbook was changed after it was judged; run 'secor-xl letters' again")
        if entry.tool != __version__:
            says = f"judged by secor-xl {entry.tool}, this is {__version__}; it was not judged again"
            return replace(seen, verdict=Verdict.OTHER_VERSION, says=says)
        try:
            return self._judged_again(seen, path, entry)
        except SecorError as error:
            return replace(seen, verdict=Verdict.DIFFERENT, says=f"it cannot be judged again: {error}")

    def _judged_again(self, seen: Checked, path: Path, entry: ReviewEntry) -> Checked:
        desk = Desk(self.prepared.folder, dt.date.fromisoformat(entry.as_of), self.prepared)
        judged = desk.judge(path)
        outcome = judged.assessment.outcome
        if (outcome.kind.value, outcome.round) != (entry.outcome, entry.round):
            says = f'the ledger says "{entry.words}"; judged again as of {entry.as_of} it is "{outcome.words}"'
            return replace(seen, verdict=Verdict.DIFFERENT, says=says)
        if entry.templates != self.templates:
            says = "its outcome is right; its letters were made with other templates, so they were not made again"
            return replace(seen, verdict=Verdict.OTHER_VERSION, says=says)
        made = _letters_again(judged, desk, frozenset(entry.left_out))
        wanted = {letter.name: letter.fingerprint for letter in entry.letters}
        differing = set(made.keys() ^ wanted.keys())
        differing |= {
            name for name in made if name in wanted and _is_other(self.folder / name, wanted[name], made[name])
        }
        if differing:
            says = f"made again, these letters are other ones than the ledger says: {', '.join(sorted(differing))}"
            return replace(seen, verdict=Verdict.DIFFERENT, says=says)
        return seen


def _letters_again(judged: JudgedWorkbook, desk: Desk, left_out: frozenset[LetterKind]) -> dict[str, bytes]:
    """The letters as they are made today, by their names."""
    try:
        planned = desk.plan(judged)
    except LetterRefused:
        return {}
    return {letter.name: desk.templates.render(letter) for letter in planned if letter.kind not in left_out}


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
