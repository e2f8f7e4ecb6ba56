"""What goes with a letter where it is asked for: its PDF, and an e-mail draft that carries it.

Both are made of the letter as it is on disk, so that a letter that was improved by hand goes out as it was improved.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from secor_xl.errors import SecorError, reason_of
from secor_xl.files import NotRegular, content_of
from secor_xl.review.calendar import shown_date
from secor_xl.runs.output import OutputRefused, name_taken, refuse_conflict
from secor_xl.runs.season.entries import CompanionEntry
from secor_xl.runs.season.interruptions import undisturbed
from secor_xl.runs.season.job import Worked
from secor_xl.runs.season.result import Failure, LetterResult, Trouble, failure_of
from secor_xl.runs.season.run_records import EMAIL, PDF, Lines
from secor_xl.runs.single_workbook import IN_THE_WAY
from secor_xl.runs.staging import discard, publish, publish_over, stage

if TYPE_CHECKING:
    from secor_xl.delivery.email.drafts import EmailTemplates
    from secor_xl.delivery.email.envelope import Envelope
    from secor_xl.delivery.pdf.converters import PdfConverter

LETTERS_TOGETHER = 48
"""How many letters each program that makes PDFs is given at once; starting it costs as much as ten of them."""


def makers(templates_folder: Path, *, pdf: bool, email: bool) -> tuple[PdfConverter | None, EmailTemplates | None]:
    """Who makes what was asked for; raises ``NoConverter`` where nothing is there that makes PDFs."""
    converter, emails = None, None
    if pdf:
        from secor_xl.delivery.pdf import converters  # noqa: PLC0415 - only where PDFs are asked for

        converter = converters.converter()
    if email:
        from secor_xl.delivery.email.drafts import EmailTemplates  # noqa: PLC0415

        emails = EmailTemplates(templates_folder)
    return converter, emails


@dataclass(frozen=True, slots=True)
class DerivedFiles:
    """Makes PDFs and e-mail drafts.

    Attributes:
        lines: the ledger as the run sees it.
        converter: who makes PDFs; ``None`` where none are asked for.
        emails: the templates of the e-mails; ``None`` where none are asked for.
        processes: how many programs may make PDFs at the same time.
    """

    lines: Lines
    converter: PdfConverter | None
    emails: EmailTemplates | None
    processes: int

    def completed(self, stream: Iterator[Worked]) -> Iterator[Worked]:
        """The same, in the same order, each with what goes with its letters."""
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
            yield self._with_companions(each, failed)

    def _make_pdfs(self, letters: list[LetterResult]) -> dict[str, Failure]:
        """Make the PDFs that are missing; returns what went wrong, by the letter's name."""
        if self.converter is None:
            return {}
        folder = self.lines.task.folder
        failed: dict[str, Failure] = {}
        replacing = self.lines.task.replace
        missing = [folder / each.name for each in letters if replacing or self.lines.companion(each.name, PDF) is None]
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

    def _with_companions(self, worked: Worked, failed: dict[str, Failure]) -> Worked:
        letters, failure = [], worked.result.failure
        for letter in worked.result.letters:
            if letter.name in failed:
                failure = failure or _of(failed[letter.name], letter)
            pdf = self.lines.companion(letter.name, PDF) if self.converter else None
            completed = replace(letter, pdf=pdf or "")
            if self.emails and letter.name not in failed:
                try:
                    completed = self._with_email(completed, dict(worked.envelopes).get(letter.name), worked)
                except SecorError as error:
                    failure = failure or _of(failure_of(Trouble.EMAIL, str(self.lines.task.folder), error), letter)
            letters.append(completed)
        return replace(worked, result=replace(worked.result, letters=tuple(letters), failure=failure))

    def _with_email(self, letter: LetterResult, envelope: Envelope | None, worked: Worked) -> LetterResult:
        assert self.emails is not None  # noqa: S101 - for the type checker
        folder = self.lines.task.folder
        if envelope and envelope.due_on and envelope.due_on < self.lines.task.as_of:
            past = f"not made, because the correction was due on {shown_date(envelope.due_on)}"
            return replace(letter, remarks=(f"{past}. If the letter has not gone out, make it anew with --replace.",))
        carried = folder / (letter.pdf or letter.name)
        texts, workbook = self.lines.texts(letter.kind), worked.result.fingerprint
        name = self.lines.companion(letter.name, EMAIL, carried=carried, texts=texts, workbook=workbook)
        if envelope is None and name is None:
            raise SecorError(
                "an earlier run made it as of a day on which it is not due, as the workbook is judged now. Write the e-mail by"
                " hand, or make the letter anew with --replace."
            )
        if envelope is not None and (name is None or self.lines.task.replace):
            content = _content(carried)
            draft = self.emails.draft(envelope, carried.name, content)
            name = f"{Path(letter.name).stem}.eml"
            of = hashlib.sha256(content).hexdigest()
            self._write(folder / letter.name, EMAIL, folder / name, draft, of, texts, workbook)
        return replace(letter, email=name or "", remarks=envelope.missing if envelope else ())

    def _write(self, letter: Path, what: str, path: Path, content: bytes, of: str, *shaped_by: str) -> None:
        """Write, tell the ledger, then name; what an earlier run made and nobody has changed is replaced."""
        fingerprint = hashlib.sha256(content).hexdigest()
        entry = CompanionEntry(letter.name, what, path.name, fingerprint, of, *shaped_by)
        put(path, content, entry, self.lines, replacing=self.lines.task.replace)


def put(path: Path, content: bytes, entry: CompanionEntry, lines: Lines, *, replacing: bool) -> None:
    """Write a file that goes with letters; one that a run made and nobody has changed since gives way to it.

    Raises:
        OutputRefused: a file of that name is there that a person made or changed, or it cannot be written.
    """
    there = _fingerprint(path) if path.exists() else ""
    if there == entry.fingerprint:
        lines.tell_of(entry)
        return
    ours = lines.made(path.name, there)
    if not replacing and not ours:
        refuse_conflict(path, content, IN_THE_WAY)
    staged = stage(path, content)
    with undisturbed():
        try:
            lines.tell_of(entry)
        except OutputRefused:
            discard(staged)
            raise
        if ours:
            publish_over(staged)
        else:
            publish(staged, replace=replacing, advice=IN_THE_WAY)


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(_content(path)).hexdigest()


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


def _of(failure: Failure, letter: LetterResult) -> Failure:
    """A failure that says which letter it is about: the letter itself is there."""
    what = "PDF" if failure.trouble is Trouble.PDF else "e-mail draft"
    return replace(failure, cause=f"the letter is there, but not the {what} of {letter.name}: {failure.cause}")
