"""The records as a run uses them: which workbooks are done already, and new records of what became of the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from secor_xl import __version__
from secor_xl.files import content_of, fingerprint_of
from secor_xl.letters.letter import Letter, LetterState
from secor_xl.records.records import EMAIL, PDF, Records, ReviewRecord
from secor_xl.review.letter_kinds import LetterKind
from secor_xl.runs.season.request import Job, Request, Worked
from secor_xl.runs.season.result import Result
from secor_xl.runs.season.template_fingerprints import email_fingerprint
from secor_xl.workbook.writing.file_links import path_from


class RunRecords:
    """The records of one run.

    Args:
        records: of the letters folder; of a dry run they are only read.
        request: the run.
    """

    def __init__(self, records: Records, request: Request) -> None:
        self.records, self.request = records, request
        self._texts: dict[LetterKind, str] = {}

    def known(self, file: str, fingerprint: str) -> Result | Job:
        """Return the result of an earlier run that was asked for the same, or else the work that the workbook needs."""
        if not self.records.opened_at:
            return Job(file, fingerprint)
        last = self.records.last_of(fingerprint)
        if last and (letters := self._still_there(last)) is not None:
            return _known_result(last, file, letters, self.request.kinds)
        place = path_from(self.request.folder, Path(file))
        earlier = (self._on_disk(letter) for letter in self.records.letters_of(place, fingerprint))
        return Job(file, fingerprint, tuple(letter for letter in earlier if letter))

    def add(self, worked: Iterable[Worked]) -> None:
        """Record what became of some workbooks, as far as the records do not say it already; raises ``RecordsRefused``."""
        if self.records.is_writable:
            self.records.add_reviews([record for each in worked if (record := self._news(each)) is not None])

    def pdf_of(self, letter: Letter) -> str | None:
        """Return the name of a letter's PDF, if it is there and was made of the letter as it is now."""
        return self._derived_file(letter, PDF, letter.name)

    def email_of(self, letter: Letter, carried: str, workbook: str) -> str | None:
        """Return the name of a letter's e-mail draft, if it is there and was made of everything as that is now.

        Args:
            letter: the letter.
            carried: the name of the file in the draft: the letter itself, or its PDF.
            workbook: the fingerprint of the workbook that the letter was made of.
        """
        return self._derived_file(letter, EMAIL, carried, self.texts(letter.kind), workbook)

    def texts(self, kind: LetterKind) -> str:
        """Return the fingerprint of what shapes the e-mails with letters of a kind, besides the letters and the workbooks."""
        if kind not in self._texts:
            self._texts[kind] = email_fingerprint(self.request.templates_folder, kind)
        return self._texts[kind]

    def _derived_file(self, letter: Letter, what: str, made_of: str, texts: str = "", workbook: str = "") -> str | None:
        folder, made = self.request.folder, self.records.derived_file(letter.name, what)
        if made is None or not (folder / made.name).is_file():
            return None
        try:
            now = fingerprint_of(content_of(folder / made_of))
        except OSError:
            return None
        return made.name if (made.made_of, made.texts, made.workbook) == (now, texts, workbook) else None

    def _still_there(self, last: ReviewRecord) -> tuple[Letter, ...] | None:
        """The letters that are wanted, where a new run would say the same and everything that was asked for is on disk."""
        asked = self.request
        now = (asked.as_of, __version__, asked.templates)
        if asked.replace or asked.register or (last.as_of, last.tool, last.templates) != now:
            return None
        if asked.kinds.intersection(last.left_out):
            return None
        found = []
        for letter in last.letters:
            if letter.kind in asked.kinds:
                there = self._on_disk(letter)
                if there is None or not self._is_complete(letter, last.fingerprint):
                    return None
                found.append(there)
        return tuple(found)

    def _on_disk(self, letter: Letter) -> Letter | None:
        """Return the letter where the file of its name is it, or is it improved by hand, and not another that was recorded."""
        try:
            now = fingerprint_of(content_of(self.request.folder / letter.name))
        except OSError:
            return None
        if now == letter.fingerprint:
            return letter
        is_last = [each.fingerprint for each in self.records.letters(letter.name)] == [letter.fingerprint]
        if is_last and not self.records.was_made(letter.name, now):
            return replace(letter, state=LetterState.CHANGED)
        return None

    def _is_complete(self, letter: Letter, workbook: str) -> bool:
        """Whether everything that was asked for to go with a letter is there."""
        pdf = self.pdf_of(letter) if self.request.pdf else None
        if self.request.pdf and pdf is None:
            return False
        return not self.request.email or self.email_of(letter, pdf or letter.name, workbook) is not None

    def _news(self, worked: Worked) -> ReviewRecord | None:
        result, request = worked.result, self.request
        place = path_from(request.folder, Path(result.file))
        failed = result.failure.trouble.value if result.failure else ""
        if (failed or result.unchanged_since) and self.records.last_at(place) == (failed, result.fingerprint):
            return None
        if result.unchanged_since and (last := self.records.last_of(result.fingerprint)):
            return replace(last, workbook=place)
        return ReviewRecord(
            workbook=place,
            fingerprint=result.fingerprint,
            as_of=request.as_of,
            outcome=result.outcome,
            round=result.round,
            accepted_late=result.accepted_late,
            letters=() if failed else result.letters,
            left_out=result.left_out,
            failed=failed,
            tool=__version__,
            procedure=worked.procedure,
            instrument=worked.instrument,
            templates=request.templates,
        )


def _known_result(last: ReviewRecord, file: str, letters: tuple[Letter, ...], kinds: frozenset[LetterKind]) -> Result:
    """Return the result of a workbook from the records alone."""
    why = f"""The outcome is "{last.words}"; 'secor-xl check' says why."""
    return Result(
        file,
        last.fingerprint,
        last.outcome,
        last.words,
        last.round,
        last.accepted_late,
        letters,
        tuple(dict.fromkeys(letter.kind for letter in last.letters if letter.kind not in kinds)),
        refused=() if last.letters or last.left_out else (why,),
        unchanged_since=last.on,
    )
