"""The files that are made of a letter where they are asked for: its PDF, and an e-mail draft that carries it.

Both are made of the letter as it is on disk, so that a letter that was improved by hand goes out as it was improved.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from secor_xl.errors import SecorError, reason_of
from secor_xl.files import NotRegular, content_of, fingerprint_of
from secor_xl.letters.letter import Letter
from secor_xl.records.database import RecordsRefused
from secor_xl.records.records import EMAIL, PDF, DerivedFile, Records
from secor_xl.review.calendar import shown_date
from secor_xl.runs.letter_policy import IN_THE_WAY
from secor_xl.runs.output import OutputRefused, name_taken, refuse_conflict
from secor_xl.runs.season.interruptions import undisturbed
from secor_xl.runs.season.request import Worked
from secor_xl.runs.season.result import Failure, Trouble, failure_of
from secor_xl.runs.season.run_records import RunRecords
from secor_xl.runs.staging import discard, publish, publish_over, stage

if TYPE_CHECKING:
    from secor_xl.delivery.email.drafts import EmailTemplates
    from secor_xl.delivery.email.envelope import Envelope
    from secor_xl.delivery.pdf.converters import PdfConverter

LETTERS_TOGETHER = 48
"""The letters that each program that makes PDFs is given at once; starting it costs as much as ten of them."""


def makers(templates_folder: Path, *, pdf: bool, email: bool) -> tuple[PdfConverter | None, EmailTemplates | None]:
    """Return what makes PDFs and e-mail drafts, where they are asked for; raises ``NoConverter`` where no program makes PDFs."""
    converter, emails = None, None
    if pdf:
        from secor_xl.delivery.pdf import converters  # noqa: PLC0415 - only where PDFs are asked for

        converter = converters.converter()
    if email:
        from secor_xl.delivery.email.drafts import EmailTemplates  # noqa: PLC0415

        emails = EmailTemplates(templates_folder)
    return converter, emails


@dataclass(frozen=True, slots=True)
class DerivedFileMaker:
    """Makes PDFs and e-mail drafts.

    Attributes:
        records: of the run.
        converter: makes PDFs; ``None`` where none are asked for.
        emails: the templates of the e-mails; ``None`` where none are asked for.
        processes: how many programs may make PDFs at the same time.
    """

    records: RunRecords
    converter: PdfConverter | None
    emails: EmailTemplates | None
    processes: int

    def completed(self, stream: Iterator[Worked]) -> Iterator[Worked]:
        """Make the files of each workbook's letters; the order stays."""
        if self.converter is None and self.emails is None:
            yield from stream
            return
        most = LETTERS_TOGETHER * self.processes if self.converter else 1
        waiting: list[Worked] = []
        for worked in stream:
            waiting.append(worked)
            if sum(len(each.result.letters) for each in waiting) >= most:
                yield from self._complete(waiting)
                waiting = []
        yield from self._complete(waiting)

    def _complete(self, waiting: list[Worked]) -> Iterator[Worked]:
        failed = self._make_pdfs([letter for each in waiting for letter in each.result.letters])
        for each in waiting:
            yield self._with_files(each, failed)

    def _make_pdfs(self, letters: list[Letter]) -> dict[str, Failure]:
        """Make the PDFs that are missing; returns what went wrong, by the letter's name."""
        if self.converter is None:
            return {}
        folder = self.records.request.folder
        failed: dict[str, Failure] = {}
        replacing = self.records.request.replace
        missing = [folder / each.name for each in letters if replacing or self.records.pdf_of(each) is None]
        with closing(self.converter.convert(missing, jobs=self.processes)) as converted:
            for each in converted if missing else ():
                if each.pdf is None:
                    failed[each.letter.name] = failure_of(Trouble.PDF, str(each.letter), SecorError(each.error))
                    continue
                try:
                    self._write(each.letter, PDF, each.letter.with_suffix(".pdf"), each.pdf, _fingerprint(each.letter))
                except SecorError as error:
                    failed[each.letter.name] = failure_of(Trouble.PDF, str(each.letter), error)
        return failed

    def _with_files(self, worked: Worked, failed: dict[str, Failure]) -> Worked:
        letters, failure = [], worked.result.failure
        for letter in worked.result.letters:
            if letter.name in failed:
                failure = failure or _of(failed[letter.name], letter)
            pdf = self.records.pdf_of(letter) if self.converter else None
            completed = replace(letter, pdf=pdf or "")
            if self.emails and letter.name not in failed:
                try:
                    completed = self._with_email(completed, dict(worked.envelopes).get(letter.name), worked)
                except SecorError as error:
                    failure = failure or _of(failure_of(Trouble.EMAIL, str(self.records.request.folder), error), letter)
            letters.append(completed)
        return replace(worked, result=replace(worked.result, letters=tuple(letters), failure=failure))

    def _with_email(self, letter: Letter, envelope: Envelope | None, worked: Worked) -> Letter:
        assert self.emails is not None  # noqa: S101 - for the type checker
        folder = self.records.request.folder
        if envelope and envelope.due_on and envelope.due_on < self.records.request.as_of:
            past = f"not made, because the correction was due on {shown_date(envelope.due_on)}"
            return replace(letter, warnings=(f"{past}. If the letter has not gone out, make it anew with --replace.",))
        carried, workbook = folder / (letter.pdf or letter.name), worked.result.fingerprint
        name = self.records.email_of(letter, carried.name, workbook)
        if envelope is None and name is None:
            raise SecorError(
                "an earlier run made it as of a day on which it is not due, as the workbook is judged now. Write the e-mail by"
                " hand, or make the letter anew with --replace."
            )
        if envelope is not None and (name is None or self.records.request.replace):
            content = _content(carried)
            draft = self.emails.draft(envelope, carried.name, content)
            name = f"{Path(letter.name).stem}.eml"
            of = fingerprint_of(content)
            texts = self.records.texts(letter.kind)
            self._write(folder / letter.name, EMAIL, folder / name, draft, of, texts, workbook)
        return replace(letter, email=name or "", warnings=envelope.missing if envelope else ())

    def _write(self, letter: Path, what: str, path: Path, content: bytes, of: str, *shaped_by: str) -> None:
        """Write, record, then name; what an earlier run made and nobody has changed is replaced."""
        fingerprint = fingerprint_of(content)
        entry = DerivedFile(letter.name, what, path.name, fingerprint, of, *shaped_by)
        put(path, content, entry, self.records.records, replacing=self.records.request.replace)


def put(path: Path, content: bytes, entry: DerivedFile, records: Records, *, replacing: bool) -> None:
    """Write a file that was made of letters; one that a run made and nobody has changed since gives way to it.

    Raises:
        OutputRefused: a file of that name is there that a person made or changed, or it cannot be written.
        RecordsRefused: it cannot be recorded; nothing is written.
    """
    there = _fingerprint(path) if path.exists() else ""
    if there == entry.fingerprint:
        records.add_derived_file(entry)
        return
    ours = records.was_made(path.name, there)
    if not replacing and not ours:
        refuse_conflict(path, content, IN_THE_WAY)
    staged = stage(path, content)
    with undisturbed():
        try:
            records.add_derived_file(entry)
        except RecordsRefused:
            discard(staged)
            raise
        if ours:
            publish_over(staged)
        else:
            publish(staged, replace=replacing, advice=IN_THE_WAY)


def _fingerprint(path: Path) -> str:
    return fingerprint_of(_content(path))


def _content(path: Path) -> bytes:
    try:
        return content_of(path)
    except NotRegular as error:
        raise name_taken(path, error) from None
    except OSError as error:
        raise OutputRefused(
            f"{path}: cannot be read ({reason_of(error)}). See whether it was moved, close it if it is open, and run"
            " again.",
            error,
        ) from None


def _of(failure: Failure, letter: Letter) -> Failure:
    """A failure that says which letter it is about: the letter itself is there."""
    what = "PDF" if failure.trouble is Trouble.PDF else "e-mail draft"
    return replace(failure, cause=f"the letter is there, but not the {what} of {letter.name}: {failure.cause}")
