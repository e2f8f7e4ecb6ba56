"""Is everything in an output folder still what the ledger says? Each thing is computed again and compared.

For each workbook: its bytes, its outcome as of the day of the run, its letters as they would be made today; for each letter, PDF
and e-mail draft: its bytes, and whether what it was made of is still so. What was made with other versions is compared by its
bytes alone, and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from secor_xl.errors import SecorError
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.procedure.office import OFFICE_FILE, read_office
from secor_xl.review.model import LetterKind
from secor_xl.runs.register.run_register import REGISTER_FILE
from secor_xl.runs.season.earlier_letters import TELLS, reference_of
from secor_xl.runs.season.entries import CompanionEntry
from secor_xl.runs.season.history import History
from secor_xl.runs.season.ledger import LEDGER, has_ledger, read_history, refuse_while_in_use
from secor_xl.runs.season.run_records import EMAIL, PDF, REGISTER
from secor_xl.runs.season.template_fingerprints import email_fingerprint, templates_fingerprint
from secor_xl.runs.verification.file_check import CheckVerdict, FileCheck, Seen, seen
from secor_xl.runs.verification.rejudging import OfficeFolder, workbooks_again

AGAIN = {PDF: "--pdf", EMAIL: "--email", REGISTER: "--register"}
"""Which option of 'secor-xl letters' makes what."""
LETTER = "letter"
KINDS_OF_FILES = {".docx": LETTER, ".pdf": PDF, ".eml": EMAIL}
_KEPT = re.compile(r"(.+) \(replaced [0-9]+\)")


class NoLedger(SecorError):
    """The folder has no ledger, so nothing can be compared."""


def verified(folder: Path, templates_folder: Path, *, jobs: int | None = None) -> Iterator[FileCheck]:
    """Everything that the ledger of a folder tells of, compared with what is there now.

    Args:
        folder: the folder of letters.
        templates_folder: the office's templates and data as they are now.
        jobs: how many processes; ``None`` leaves it to the machine.

    Raises:
        NoLedger: no run has written to this folder.
        FolderInUse: a run is writing to it.
        LedgerRefused: the ledger cannot be read, or was written by a newer secor-xl.
        DataError: the office's data cannot be used.
    """
    if not has_ledger(folder):
        raise NoLedger(
            f"{folder}: holds no {LEDGER}, so no run of 'secor-xl letters' has written to it. Name the folder that was given"
            " to it with --out."
        )
    read_office(templates_folder / OFFICE_FILE)
    refuse_while_in_use(folder)
    history = read_history(folder)
    for fault in history.faults:
        yield FileCheck(str(folder / LEDGER), "ledger", CheckVerdict.CHANGED, fault)
    for remark in history.remarks:
        yield FileCheck(str(folder / LEDGER), "ledger", CheckVerdict.MENDED, remark)
    office = OfficeFolder(folder, templates_folder, templates_fingerprint(templates_folder))
    yield from workbooks_again(history, office, jobs)
    yield from Files(history, office).compared()


@dataclass(frozen=True, slots=True)
class Files:
    """The files of an output folder: the recorded ones, and the ones that should be."""

    history: History
    office: OfficeFolder
    _seen: dict[str, Seen] = field(default_factory=dict)

    def compared(self) -> Iterator[FileCheck]:
        """Every letter and what goes with it, then what no run has made."""
        for name, fingerprint in self.history.names.items():
            yield self._gone(name, self._now(name).compared(LETTER, fingerprint))
        for companion in self.history.companions.values():
            yield self._companion(companion)
        recorded = {*self.history.names, *(each.name for each in self.history.companions.values())}
        for path in sorted(self.office.folder.glob("*")):
            what = REGISTER if path.name == REGISTER_FILE else KINDS_OF_FILES.get(path.suffix.lower())
            if what and path.name not in recorded and not path.name.startswith("~$") and path.is_file():
                yield self._unrecorded(path, what)

    def _now(self, name: str) -> Seen:
        """A file of the folder, read once."""
        if name not in self._seen:
            self._seen[name] = seen(self._path(name))
        return self._seen[name]

    def _path(self, name: str) -> Path:
        return self.office.folder / name

    def _gone(self, letter: str, checked: FileCheck) -> FileCheck:
        """The same; but of a letter that is gone, and what went with it, whether that is right and whether a run makes it."""
        origin = self.history.origins.get(letter)
        if (
            origin is None
            or checked.verdict is not CheckVerdict.MISSING
            or self._now(letter) != Seen(self._path(letter))
        ):
            return checked
        kind = next(each.kind for each in origin.letters if each.name == letter)
        holds = self.history.reviews.get(self.history.judged.get(origin.workbook, ""))
        if (
            holds
            and holds.outcome
            and kind is not LetterKind.FEEDBACK
            and kind not in TELLS.get(OutcomeKind(holds.outcome), ())
            and {reference_of(each.name) for each in holds.letters} <= {reference_of(letter)}
        ):
            says = f'it told another decision than the one that holds now, "{holds.words}"'
            return replace(checked, verdict=CheckVerdict.WITHDRAWN, says=says)
        if self.history.sources[letter] not in self.history.judged.values():
            says = "it is not there any more, and its workbook was changed since, so no run makes it again"
            return replace(checked, says=f"{says}; bring it back from a backup")
        return checked

    def _companion(self, entry: CompanionEntry) -> FileCheck:
        checked = self._now(entry.name).compared(entry.what, entry.fingerprint, again=AGAIN.get(entry.what, ""))
        checked = self._gone(entry.letter, checked)
        if checked.verdict is not CheckVerdict.RIGHT or not entry.letter:
            return checked
        if why := self._outdated(entry):
            return replace(checked, verdict=CheckVerdict.OLDER, says=f"{why}; {self._cure(entry)}")
        if entry.what == EMAIL and entry.texts not in ("", self._texts(entry.letter)):
            says = f"it was made with another text of the e-mail or other data of the office; {self._cure(entry)}"
            return replace(checked, verdict=CheckVerdict.OTHER_VERSION, says=says)
        return checked

    def _outdated(self, entry: CompanionEntry) -> str:
        """Which of the things that a PDF or e-mail draft was made of is not so any more; empty where all are."""
        letter = self._now(entry.letter).fingerprint or self.history.names.get(entry.letter, entry.of)
        right = {letter}
        if entry.what == EMAIL and (pdf := self.history.companions.get((entry.letter, PDF))) and pdf.of == letter:
            right.add(self._now(pdf.name).fingerprint or pdf.fingerprint)
        if entry.of not in right:
            return "made of an older version of the letter" + (" or of its PDF" if len(right) > 1 else "")
        if entry.workbook not in ("", self.history.sources.get(entry.letter)):
            return "made of an older version of the workbook, where its addresses stand"
        return ""

    def _cure(self, entry: CompanionEntry) -> str:
        with_pdf = entry.what == EMAIL and (entry.letter, PDF) in self.history.companions
        options = f"{AGAIN[PDF]} {AGAIN[EMAIL]}" if with_pdf else AGAIN.get(entry.what, "")
        return f"run 'secor-xl letters' again with {options} to make a new one"

    def _texts(self, letter: str) -> str:
        """The fingerprint of what shapes the e-mail of a letter today; empty for a letter that nobody knows."""
        origin = self.history.origins.get(letter)
        kinds = [each.kind for each in origin.letters if each.name == letter] if origin else []
        return email_fingerprint(self.office.templates_folder, kinds[0]) if kinds else ""

    def _unrecorded(self, path: Path, what: str) -> FileCheck:
        kept = _KEPT.fullmatch(path.stem)
        if kept is None:
            says = "no run has made this file: it was made by a button in Excel, by hand, or brought from elsewhere"
            return FileCheck(str(path), what, CheckVerdict.UNKNOWN, says)
        name = f"{kept[1]}{path.suffix}"
        if self._now(path.name).fingerprint in self.history.made.get(name, ()):
            says = f"as a run made it; kept under this name when a new {name} took its place"
            return FileCheck(str(path), what, CheckVerdict.REPLACED, says)
        says = f"it is called like a {name} that was replaced, but no run made it as it is: it was changed by hand"
        return FileCheck(str(path), what, CheckVerdict.UNKNOWN, f"{says}; move it away where it is not needed")
