"""Compare an output folder with its records: each thing is computed again.

For each workbook: its bytes, its outcome as of the day of the run, its letters as they would be made today; for each letter, PDF
and e-mail draft: its bytes, and whether what it was made of is still so. What was made with other versions is compared by its
bytes alone, and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from secor_xl.errors import SecorError
from secor_xl.letters.kinds import KINDS
from secor_xl.procedure.office import OFFICE_FILE, read_office
from secor_xl.records.database import RECORDS, has_records
from secor_xl.records.records import EMAIL, PDF, REGISTER, REMINDER, DerivedFile, Records, reading
from secor_xl.review.letter_kinds import LetterKind
from secor_xl.runs.register.register_notes import read_previous
from secor_xl.runs.register.run_register import REGISTER_FILE
from secor_xl.runs.season.earlier_letters import reference_of
from secor_xl.runs.season.template_fingerprints import email_fingerprint, templates_fingerprint
from secor_xl.runs.verification.file_check import CheckVerdict, CurrentFile, FileCheck, current_file
from secor_xl.runs.verification.rejudging import OfficeFolder, rejudged_workbooks
from secor_xl.xlsx.guard import file_content

AGAIN = {PDF: "--pdf", EMAIL: "--email", REGISTER: "--register"}
"""The option of 'secor-xl letters' that makes each kind of file."""
LETTER = "letter"
KINDS_OF_FILES = {".docx": LETTER, ".pdf": PDF, ".eml": EMAIL}
_KEPT = re.compile(r"(.+) \(replaced [0-9]+\)")


class NoRecords(SecorError):
    """The folder has no records, so nothing can be compared."""


def verified(folder: Path, templates_folder: Path, *, jobs: int | None = None) -> Iterator[FileCheck]:
    """Compare everything that is recorded of a folder with what is there now.

    Args:
        folder: the folder of letters.
        templates_folder: the office's templates and data as they are now.
        jobs: how many processes; ``None`` leaves it to the machine.

    Raises:
        NoRecords: no run has written to this folder.
        FolderInUse: a run is writing to it.
        RecordsRefused: the records cannot be read, are damaged, or were written by a newer secor-xl.
        DataError: the office's data cannot be used.
    """
    if not has_records(folder):
        raise NoRecords(
            f"{folder}: has no {RECORDS}, so no run of 'secor-xl letters' has written to it. Name the folder that was given"
            " to it with --out."
        )
    read_office(templates_folder / OFFICE_FILE)
    with reading(folder) as records:
        for fault in records.faults:
            yield FileCheck(str(folder / RECORDS), "records", CheckVerdict.CHANGED, fault)
        office = OfficeFolder(folder, templates_folder, templates_fingerprint(templates_folder))
        yield from rejudged_workbooks(records, office, jobs)
        yield from Files(records, office).compared()


@dataclass(frozen=True, slots=True)
class Files:
    """The files of an output folder: the recorded ones, and the ones that should be."""

    records: Records
    office: OfficeFolder
    _seen: dict[str, CurrentFile] = field(default_factory=dict)

    def compared(self) -> Iterator[FileCheck]:
        """Check every letter and the files made of it, then the files that were never recorded."""
        letters, derived = self.records.letters(), self.records.derived_files()
        for letter in letters:
            yield self._missing(letter.name, self._now(letter.name).compared(LETTER, letter.fingerprint))
        for each in derived:
            yield self._derived_file(each)
        recorded = {*(each.name for each in letters), *(each.name for each in derived)}
        for path in sorted(self.office.folder.glob("*")):
            what = REGISTER if path.name == REGISTER_FILE else KINDS_OF_FILES.get(path.suffix.lower())
            if what and path.name not in recorded and not path.name.startswith("~$") and path.is_file():
                yield self._unrecorded(path, what)

    def _now(self, name: str) -> CurrentFile:
        """A file of the folder, read once."""
        if name not in self._seen:
            self._seen[name] = current_file(self._path(name))
        return self._seen[name]

    def _path(self, name: str) -> Path:
        return self.office.folder / name

    def _missing(self, letter: str, checked: FileCheck) -> FileCheck:
        """Refine the result for a missing letter, or a file made of one: withdrawn, or not reproducible."""
        origin = self.records.origin_of(letter)
        if origin is None or checked.verdict is not CheckVerdict.MISSING:
            return checked
        if self._now(letter) != CurrentFile(self._path(letter)):
            return checked
        [recorded] = self.records.letters(letter)
        now = self.records.last_judged_at(origin.workbook)
        if (
            now
            and now.outcome
            and recorded.kind is not LetterKind.FEEDBACK
            and KINDS[recorded.kind].outcome != now.outcome
            and {reference_of(each.name) for each in now.letters} <= {reference_of(letter)}
        ):
            says = f'it told another decision than the present one, "{now.words}"'
            return replace(checked, verdict=CheckVerdict.WITHDRAWN, says=says)
        if not self.records.is_judged(recorded.workbook):
            says = "it is not there any more, and its workbook was changed since, so no run makes it again"
            return replace(checked, says=f"{says}; bring it back from a backup")
        return checked

    def _derived_file(self, made: DerivedFile) -> FileCheck:
        now = self._now(made.name)
        checked = now.compared(made.what, made.fingerprint, again=AGAIN.get(made.what, ""))
        if made.what == REMINDER and now == CurrentFile(now.path):
            says = "it is not there any more, and is not made a second time; if it was not sent, write to the assessor"
            return replace(checked, verdict=CheckVerdict.WITHDRAWN, says=says)
        checked = self._missing(made.letter, checked)
        if made.what == REGISTER and checked.verdict is CheckVerdict.CHANGED and _is_register(self._path(made.name)):
            says = "people wrote into it after it was made; the next register takes over its notes"
            return replace(checked, verdict=CheckVerdict.WRITTEN_INTO, says=says)
        if checked.verdict is not CheckVerdict.RIGHT or not made.letter:
            return checked
        if why := self._outdated(made):
            return replace(checked, verdict=CheckVerdict.OLDER, says=f"{why}; {self._cure(made)}")
        if made.what == EMAIL and made.texts not in ("", self._texts(made.letter)):
            says = f"it was made with another text of the e-mail or other data of the office; {self._cure(made)}"
            return replace(checked, verdict=CheckVerdict.OTHER_VERSION, says=says)
        return checked

    def _outdated(self, made: DerivedFile) -> str:
        """Say which source of a PDF or e-mail draft has changed since; empty where none has."""
        letter = self._now(made.letter).fingerprint or next(
            (each.fingerprint for each in self.records.letters(made.letter)), made.made_of
        )
        right = {letter}
        if made.what == EMAIL and (pdf := self.records.derived_file(made.letter, PDF)) and pdf.made_of == letter:
            right.add(self._now(pdf.name).fingerprint or pdf.fingerprint)
        if made.made_of not in right:
            return "made of an older version of the letter" + (" or of its PDF" if len(right) > 1 else "")
        if made.workbook not in ("", *(each.workbook for each in self.records.letters(made.letter))):
            return "made of an older version of the workbook, which has its addresses"
        return ""

    def _cure(self, made: DerivedFile) -> str:
        with_pdf = made.what == EMAIL and self.records.derived_file(made.letter, PDF) is not None
        options = f"{AGAIN[PDF]} {AGAIN[EMAIL]}" if with_pdf else AGAIN.get(made.what, "")
        return f"run 'secor-xl letters' again with {options} to make a new one"

    def _texts(self, letter: str) -> str:
        """The fingerprint of what shapes the e-mail of a letter today; empty for a letter that nobody knows."""
        kinds = [each.kind for each in self.records.letters(letter)]
        return email_fingerprint(self.office.templates_folder, kinds[0]) if kinds else ""

    def _unrecorded(self, path: Path, what: str) -> FileCheck:
        kept = _KEPT.fullmatch(path.stem)
        if kept is None:
            says = "neither a run nor a button has made this file: it was made by hand, or brought from elsewhere"
            return FileCheck(str(path), what, CheckVerdict.UNKNOWN, says)
        name = f"{kept[1]}{path.suffix}"
        if self.records.was_made(name, self._now(path.name).fingerprint):
            says = f"as a run made it; kept under this name when a new {name} took its place"
            return FileCheck(str(path), what, CheckVerdict.REPLACED, says)
        says = f"it is called like a {name} that was replaced, but no run made it as it is: it was changed by hand"
        return FileCheck(str(path), what, CheckVerdict.UNKNOWN, f"{says}; move it away where it is not needed")


def _is_register(path: Path) -> bool:
    with suppress(SecorError):
        read_previous(file_content(path), str(path))
        return True
    return False
