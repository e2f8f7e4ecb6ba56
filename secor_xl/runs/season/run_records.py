"""What a run asks of the ledger and tells it: which workbooks are done already, and what became of each."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from secor_xl import __version__
from secor_xl.files import content_of
from secor_xl.review.model import LetterKind
from secor_xl.runs.season.earlier_letters import Remarks
from secor_xl.runs.season.entries import CompanionEntry, LetterEntry, ReviewEntry
from secor_xl.runs.season.history import History
from secor_xl.runs.season.job import Issued, Job, Task, Worked
from secor_xl.runs.season.ledger import Ledger
from secor_xl.runs.season.result import LetterResult, Result, Standing
from secor_xl.runs.season.template_fingerprints import email_fingerprint
from secor_xl.workbook.writing.file_links import path_from

PDF, EMAIL, REGISTER = "PDF", "e-mail draft", "register"
"""What the ledger calls the files that go with letters."""


class Lines:
    """The ledger as a run sees it.

    Args:
        ledger: the open ledger; ``None`` for a dry run, which tells nobody.
        history: what it says.
        task: what the run is about.
    """

    def __init__(self, ledger: Ledger | None, history: History, task: Task) -> None:
        self.task = task
        self._ledger, self._history = ledger, history
        self._texts: dict[LetterKind, str] = {}

    def known(self, file: str, fingerprint: str) -> Result | Job:
        """What became of a workbook in an earlier run that was asked for the same, or else the work that it needs."""
        entry = self._history.reviews.get(fingerprint)
        if entry is None or not self._still_holds(entry):
            return Job(file, fingerprint, tuple(self._issued(file, fingerprint)))
        return _remembered(entry, file, self.task.kinds)

    def tell(self, worked: Iterable[Worked]) -> None:
        """Enter what became of some workbooks, as far as the ledger does not say it already."""
        if self._ledger is not None:
            self._ledger.add([entry for each in worked if (entry := self._news(each)) is not None])

    def remarks(self, present: Iterable[str]) -> Remarks:
        """What is to be said of letters of earlier runs, where this one has seen workbooks with these fingerprints."""
        return Remarks(self._history, self.task, frozenset(present))

    def tell_of(self, companion: CompanionEntry) -> None:
        """Enter a file that goes with a letter, before it has its name, unless the ledger says the very same."""
        if self._ledger is not None:
            is_known = self._history.companions.get((companion.letter, companion.what)) == companion
            self._ledger.add([] if is_known else [companion])

    def texts(self, kind: LetterKind) -> str:
        """The fingerprint of what shapes the e-mails with letters of a kind, besides the letters and the workbooks."""
        if kind not in self._texts:
            self._texts[kind] = email_fingerprint(self.task.templates_folder, kind)
        return self._texts[kind]

    def companion(
        self, letter: str, what: str, *, carried: Path | None = None, texts: str = "", workbook: str = ""
    ) -> str | None:
        """The name of a letter's PDF or e-mail draft, if it is there and was made of everything as that is now.

        Args:
            letter: the letter's file name.
            what: which of the two.
            carried: the file that it was made of; the letter itself if left out.
            texts: of an e-mail draft, ``texts`` of the letter's kind.
            workbook: of an e-mail draft, the fingerprint of the workbook that the letter was made of.
        """
        entry = self._history.companions.get((letter, what))
        folder = self.task.folder
        if entry is None or not (folder / entry.name).is_file():
            return None
        try:
            now = content_of(carried or folder / letter)
        except OSError:
            return None
        made_of = (hashlib.sha256(now).hexdigest(), texts, workbook)
        return entry.name if (entry.of, entry.texts, entry.workbook) == made_of else None

    def made(self, name: str, fingerprint: str) -> bool:
        """Whether a run has made a letter, a PDF, an e-mail draft or a register of this name with this content."""
        return fingerprint in self._history.made.get(name, ())

    def _still_holds(self, entry: ReviewEntry) -> bool:
        """Whether a new run would say the same, and everything that was asked for is on disk."""
        asked = (self.task.as_of.isoformat(), __version__, self.task.templates)
        if self.task.replace or self.task.register or (entry.as_of, entry.tool, entry.templates) != asked:
            return False
        if self.task.kinds.intersection(entry.left_out):
            return False
        wanted = [letter for letter in entry.letters if letter.kind in self.task.kinds]
        return all(
            self._is_on_disk(letter.name, letter.fingerprint) and self._is_complete(letter, entry.fingerprint)
            for letter in wanted
        )

    def _issued(self, file: str, fingerprint: str) -> Iterator[Issued]:
        """The letters on disk that earlier runs made of a workbook, or of the file as it was when it was judged last."""
        of_these_bytes = self._history.letters.get(fingerprint, {})
        before = self._history.judged.get(path_from(self.task.folder, Path(file)), "")
        for name, made in {**self._history.letters.get(before, {}), **of_these_bytes}.items():
            if self._is_on_disk(name, made):
                day = dt.date.fromisoformat(self._history.made[name][made])
                yield Issued(name, made, day, name in of_these_bytes)

    def _is_on_disk(self, name: str, fingerprint: str) -> bool:
        """Whether the file of a letter's name is this letter, or this one improved by hand, and not another that a run made."""
        try:
            now = hashlib.sha256(content_of(self.task.folder / name)).hexdigest()
        except OSError:
            return False
        if now == fingerprint:
            return True
        return self._history.names.get(name) == fingerprint and not self.made(name, now)

    def _is_complete(self, letter: LetterEntry, workbook: str) -> bool:
        """Whether everything that was asked for to go with a letter is there."""
        pdf = self.companion(letter.name, PDF) if self.task.pdf else None
        if self.task.pdf and pdf is None:
            return False
        if not self.task.email:
            return True
        carried, texts = self.task.folder / (pdf or letter.name), self.texts(letter.kind)
        return self.companion(letter.name, EMAIL, carried=carried, texts=texts, workbook=workbook) is not None

    def _news(self, worked: Worked) -> ReviewEntry | None:
        result, history = worked.result, self._history
        place = path_from(self.task.folder, Path(result.file))
        known = (history.failed.get(place, ""), history.inputs.get(place))
        trouble = result.failure.trouble.value if result.failure else ""
        if (trouble or result.unchanged_since) and known == (trouble, result.fingerprint):
            return None
        if result.unchanged_since:
            return replace(history.reviews[result.fingerprint], workbook=place)
        return ReviewEntry(
            workbook=place,
            fingerprint=result.fingerprint,
            as_of=self.task.as_of.isoformat(),
            outcome=result.outcome,
            round=result.round,
            accepted_late=result.accepted_late,
            letters=()
            if trouble
            else tuple(LetterEntry(each.kind, each.name, each.fingerprint) for each in result.letters),
            left_out=result.left_out,
            failed=trouble,
            tool=__version__,
            procedure=worked.procedure,
            instrument=worked.instrument,
            templates=self.task.templates,
        )


def _remembered(entry: ReviewEntry, file: str, kinds: frozenset[LetterKind]) -> Result:
    """What became of a workbook, as the ledger alone can say it."""
    made = [LetterResult(each.kind, each.name, "", Standing.THERE, each.fingerprint) for each in entry.letters]
    why = f"""The outcome is "{entry.words}"; 'secor-xl check' says why."""
    return Result(
        file,
        entry.fingerprint,
        entry.outcome,
        entry.words,
        entry.round,
        entry.accepted_late,
        tuple(letter for letter in made if letter.kind in kinds),
        tuple(dict.fromkeys(letter.kind for letter in made if letter.kind not in kinds)),
        refused=() if entry.letters or entry.left_out else (why,),
        unchanged_since=entry.on,
    )
