"""What a ledger says, line by line, and what is wrong with it."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field

from secor_xl.review.model import LetterKind
from secor_xl.runs.json_line import json_line
from secor_xl.runs.output import OutputRefused
from secor_xl.runs.season.entries import CompanionEntry, ReviewEntry, entry_of

SCHEMA = "secor-xl/ledger/1"
FIRST = "0" * 16
_OF_ANY_VERSION = re.compile(r"secor-xl/ledger/([0-9]{1,9})")


class LedgerRefused(OutputRefused):
    """A ledger that cannot be used: it cannot be read, is no file, or was written by a newer secor-xl."""


@dataclass(slots=True)
class History:
    """What a ledger says.

    Attributes:
        reviews: the last line about each workbook that was judged, by its fingerprint.
        letters: the letters that were ever made of each workbook: fingerprint of the workbook, name, fingerprint.
        decisions: the letters that ever told a decision on each file: its name, the letter's name and kind.
        names: the fingerprint that each letter had when it was last made, by its name.
        origins: the line with which each letter was recorded first as it is, by its name; later lines may repeat it.
        sources: the fingerprint of the workbook whose line was the last to hold the letter, by the letter's name.
        inputs: the fingerprint that was last recorded for each file.
        judged: the fingerprint with which each file was last judged.
        places: the files in which each workbook was judged, the last one last, by its fingerprint.
        failed: what went wrong with each file the last time, in one word.
        made: every fingerprint that a letter, a PDF, an e-mail draft or a register of this name ever had, for letters with the
            day of the judgement that they tell.
        companions: the last line about the PDF or e-mail draft of a letter, by the letter's name and the word for the other.
        seal: what the next line must carry.
        faults: lines that are cut off, changed or missing, in words.
        remarks: lines that were cut off, after which the next run has gone on, in words: nothing is lost or hidden by them.
    """

    reviews: dict[str, ReviewEntry] = field(default_factory=dict)
    letters: dict[str, dict[str, str]] = field(default_factory=dict)
    decisions: dict[str, dict[str, LetterKind]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    origins: dict[str, ReviewEntry] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    judged: dict[str, str] = field(default_factory=dict)
    places: dict[str, dict[str, None]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    made: dict[str, dict[str, str]] = field(default_factory=dict)
    companions: dict[tuple[str, str], CompanionEntry] = field(default_factory=dict)
    seal: str = FIRST
    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    _cut_off: int = 0
    """The number of a line that was cut off, as long as no line after it has vouched for it."""

    def take(self, line: bytes, number: int = 0) -> None:
        """Add what one line says; raises ``LedgerRefused`` where a newer secor-xl has written it."""
        before, self.seal = self.seal, sealed(line)
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            self._take_no_record(line, before, number)
            return
        try:
            _refuse_newer(record["schema"], number)
            after, entry = record["after"], entry_of(record)
        except (ValueError, KeyError, TypeError):
            self._take_no_line(number)
            return
        if after == before:
            self.settle(mended=True)
        else:
            self.settle(mended=False)
            self.faults.append(f"line {number}: the line before it was changed or taken out after it was written")
        self._take(entry)

    def settle(self, *, mended: bool) -> None:
        """Say of a line that was cut off what it means: the next run has gone on after it, or nobody has."""
        if self._cut_off and mended:
            says = "was cut off by an interruption, such as a power cut; what follows was written after it as it stands"
            self.remarks.append(f"line {self._cut_off}: {says}")
        elif self._cut_off:
            self._take_no_line(self._cut_off)
        self._cut_off = 0

    def told(self, entry: ReviewEntry | CompanionEntry) -> None:
        """A line was written by this very run, which asks no more about a review; so memory does not grow with the run."""
        if isinstance(entry, CompanionEntry):
            self._take(entry)
        else:  # what earlier runs said of the file holds no longer
            self.inputs.pop(entry.workbook, None)
            self.failed.pop(entry.workbook, None)

    def _take_no_record(self, line: bytes, before: str, number: int) -> None:
        """Bytes that are no record: the beginning of one, where a run was cut off, or something else."""
        begins = beginning(before)
        seen = line.rstrip(b"\0")  # some disks fill up with zeros what was not written in time
        if (begins.startswith(seen) or seen.startswith(begins)) and _is_cut_off(seen.decode(errors="replace")):
            self.settle(mended=True)
            self._cut_off = number
        else:
            self._take_no_line(number)

    def _take_no_line(self, number: int) -> None:
        """What nobody can use. A line that was cut off before it is of no use either."""
        before, self._cut_off = self._cut_off, 0
        for each in (before, number) if before not in (0, number) else (number,):
            self.faults.append(f"line {each}: is no line of a ledger; it was cut off by an interruption, or changed")

    def _take(self, entry: ReviewEntry | CompanionEntry) -> None:
        if isinstance(entry, CompanionEntry):
            self.companions[entry.letter, entry.what] = entry
            self.made.setdefault(entry.name, {}).setdefault(entry.fingerprint, "")
            return
        self.inputs[entry.workbook] = entry.fingerprint
        if entry.failed:
            self.failed[entry.workbook] = entry.failed
            return
        self.failed.pop(entry.workbook, None)
        self.reviews[entry.fingerprint] = entry
        self._take_place(entry)
        self._take_letters(entry)

    def _take_place(self, entry: ReviewEntry) -> None:
        self.judged[entry.workbook] = entry.fingerprint
        places = self.places.setdefault(entry.fingerprint, {})
        places.pop(entry.workbook, None)
        places[entry.workbook] = None

    def _take_letters(self, entry: ReviewEntry) -> None:
        told = {letter.name: letter.kind for letter in entry.letters if letter.kind is not LetterKind.FEEDBACK}
        if told:
            self.decisions.setdefault(entry.workbook, {}).update(told)
        made = {letter.name: letter.fingerprint for letter in entry.letters}
        self.origins.update({name: entry for name, seen in made.items() if self.names.get(name) != seen})
        self.letters.setdefault(entry.fingerprint, {}).update(made)
        self.names.update(made)
        self.sources.update(dict.fromkeys(made, entry.fingerprint))
        for name, fingerprint in made.items():
            self.made.setdefault(name, {}).setdefault(fingerprint, entry.as_of)


def sealed(line: bytes) -> str:
    """What the line after this one carries."""
    return hashlib.sha256(line).hexdigest()[:16]


def beginning(after: str) -> bytes:
    """How a line begins that carries a seal."""
    return json_line({"schema": SCHEMA, "after": after}).encode().removesuffix(b"}")


def _is_cut_off(text: str) -> bool:
    """Whether a text is JSON up to its end, and no further."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error.pos >= len(text) or error.msg.startswith("Unterminated string") or text.find("\\u", -6) >= 0
    except (ValueError, RecursionError):
        pass
    return False


def _refuse_newer(schema: object, number: int) -> None:
    """Raise ``LedgerRefused`` where a newer secor-xl has written a line, ``ValueError`` where none of ours has."""
    version = _OF_ANY_VERSION.fullmatch(schema) if isinstance(schema, str) else None
    if version and int(version[1]) > int(SCHEMA.rpartition("/")[2]):
        raise LedgerRefused(
            f"line {number} of the ledger was written by a newer secor-xl ({schema}; this one knows {SCHEMA}). Nothing was"
            " written. Install the newer secor-xl, or name another folder"
        )
    if schema != SCHEMA:
        raise ValueError(schema)
