"""The register of a season without its letters: every workbook is judged, and nothing but the register is written."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from secor_xl.errors import SecorError
from secor_xl.files import real_path
from secor_xl.records.database import RECORDS, has_records
from secor_xl.records.records import Records, reading
from secor_xl.runs.output import OutputRefused, Written, refuse_changing, refuse_folder
from secor_xl.runs.recording import letters_made_of
from secor_xl.runs.register.register_entry import FailedFile, RegisterEntry, letters_of
from secor_xl.runs.register.register_notes import NoRegister, PreviousRegister, joined, read_previous
from secor_xl.runs.register.register_row import RegisterRow, register_row
from secor_xl.runs.register.run_register import content_there, season_name
from secor_xl.runs.season.conflicts import conflicts_among
from secor_xl.runs.season.recognition import Recognized, recognize
from secor_xl.runs.season.result import Result, Trouble, failure_of, lost_file
from secor_xl.runs.season.workbook_paths import FoundPath, files_in
from secor_xl.runs.season.workers import worked_on
from secor_xl.runs.single_workbook import ReviewService
from secor_xl.runs.status.own_output import write_again
from secor_xl.workbook.writing.file_links import path_from
from secor_xl.xlsx.guard import UnreadableWorkbook

SCHEMA = "secor-xl/register/1"
TOGETHER, MOST_NAMED = 16, 3


@dataclass(frozen=True, slots=True)
class RegisterRequest:
    """A register that is asked for.

    Attributes:
        arguments: files, folders and patterns.
        out: the register's file.
        letters: the letters folder, whose records know the letters; ``None``: the register's own folder or the usual one.
        usual_letters: the letters folder of the settings.
        earlier: the folders of earlier seasons.
        names: whether reviewers are named.
        jobs: the number of processes; ``None`` leaves it to the machine.
        profile: the user's own folder, where the fingerprint of the register is remembered.
    """

    arguments: tuple[str, ...]
    out: Path
    profile: Path
    letters: Path | None = None
    earlier: tuple[str, ...] = ()
    names: bool = True
    jobs: int | None = None
    usual_letters: Path | None = None


@dataclass(frozen=True, slots=True)
class WrittenRegister:
    """A register that was written.

    Attributes:
        written: the file.
        reviews: the number of reviews that it lists.
        failures: the files that failed, of earlier seasons too.
        other_notes: the number of notes whose review it does not list.
    """

    written: Written
    reviews: int
    failures: tuple[FailedFile, ...]
    other_notes: int

    def record(self) -> dict[str, Any]:
        """As plain data (docs/json.md)."""
        return {
            "schema": SCHEMA,
            "file": str(self.written.path),
            "writing": self.written.writing.value,
            "kept": str(self.written.kept) if self.written.kept else None,
            "reviews": self.reviews,
            "other_notes": self.other_notes,
            "failed": [
                {"file": each.file, "cause": each.failure.cause, "cure": each.failure.cure} for each in self.failures
            ],
        }


def season_register(asked: RegisterRequest, service: ReviewService) -> WrittenRegister:
    """Judge the reviews of a season and write their register.

    The notes of the register that is there, and the widths of its columns, are taken over. It is kept beside the new one where a
    person changed it.

    Args:
        asked: the register.
        service: the office, and the day of all judgements.

    Raises:
        OutputRefused: the register cannot be written, is open in Excel, or another file has its name; or no review was found.
        DataError: the office's data cannot be used.
        RecordsRefused, FolderInUse: the records of the letters folder cannot be read.
    """
    from secor_xl.runs.register.register_workbook import RegisterContent, register_workbook  # noqa: PLC0415 - XlsxWriter is costly

    refuse_folder(asked.out.parent)
    repeated = service.office.repeated_deficiency
    old, previous = content_there(asked.out), PreviousRegister()
    if old is not None:
        refuse_changing(asked.out, old)
        previous = _previous(old, asked.out)
    places = [asked.letters] if asked.letters else [asked.out.parent, *filter(None, [asked.usual_letters])]
    letters = next((each for each in places if has_records(each)), None)
    if asked.letters and not letters:
        raise OutputRefused(
            f"{asked.letters}: has no {RECORDS}, so it is no folder of letters. Name the folder that 'secor-xl letters' was given"
            " with --out."
        )
    with ExitStack() as until_the_end:
        records = until_the_end.enter_context(reading(letters)) if letters else None
        place = _LettersFolder(asked.out.parent, letters or service.templates_folder, records)
        entries, failures = _judged(asked.arguments, asked, service, place)
        # Another season may have the same references, so that only reviews of one season can contradict each other.
        seasons = [_judged((folder,), asked, service, place) for folder in asked.earlier]
    if not entries:
        raise OutputRefused(_no_review(failures))
    listed = {real_path(each.result.file) for each in entries}
    earlier = [each for season, _ in seasons for each in season if real_path(each.result.file) not in listed]
    failures += [each for _, failed in seasons for each in failed]
    content = RegisterContent(
        entries, failures, service.as_of, season_name(asked.arguments), earlier, repeated, asked.names
    )
    data = register_workbook(content, previous)
    if old is not None:
        refuse_changing(asked.out, old)
    written = write_again(asked.out, data, asked.profile)
    return WrittenRegister(written, len(entries), tuple(failures), len(joined(previous.notes, entries)[1]))


def _previous(old: bytes, out: Path) -> PreviousRegister:
    """Read the register that is there; raises ``OutputRefused`` where another file has its name."""
    try:
        return read_previous(old, str(out))
    except NoRegister as error:
        raise OutputRefused(str(error)) from None
    except UnreadableWorkbook as error:
        raise OutputRefused(
            f"{out}: is there already and {error.seen}, so it cannot be the register of an earlier run. Choose another name,"
            " or move the file away."
        ) from None


def _no_review(failures: list[FailedFile]) -> str:
    seen = "; ".join(f"{each.file}: {each.failure}" for each in failures[:MOST_NAMED])
    return f"No review was found, so no register was written. {seen or 'Name the folder of your review workbooks.'}"


@dataclass(frozen=True, slots=True)
class _LettersFolder:
    """The letters folder as the register sees it, which is not searched; ``records`` are ``None`` where there are none."""

    register_folder: Path
    folder: Path
    records: Records | None

    def entry(self, seen: Recognized, row: RegisterRow) -> RegisterEntry:
        """Return the entry of a review, with the letters that its log or the records know."""
        fingerprint = seen.identity.fingerprint if seen.identity else ""
        path, result = path_from(self.register_folder, Path(seen.path)), Result(seen.path, fingerprint)
        if self.records is None:
            return RegisterEntry(path, result, row, letters_of((), row.log))
        recorded = self.records.letters_of(path_from(self.folder, Path(seen.path)), fingerprint)
        letters = letters_of(recorded, row.log, path_from(self.register_folder, self.folder), self.folder)
        return RegisterEntry(path, result, row, letters, letters_made_of(fingerprint, self.records))


def _judged(
    arguments: tuple[str, ...], asked: RegisterRequest, service: ReviewService, place: _LettersFolder
) -> tuple[list[RegisterEntry], list[FailedFile]]:
    """Judge every review that the arguments name; a review that contradicts another is among the failures."""
    files = list(files_in(arguments, place.folder))
    rows = list(worked_on(partial(_rows, service, asked.names), files, _lost, jobs=asked.jobs, together=TOGETHER))
    held = conflicts_among(seen for seen, _ in rows)
    entries, failures = [], []
    for seen, row in rows:
        failure = seen.failure or held.get(seen.path)
        if failure:
            path = path_from(place.register_folder, Path(seen.path))
            failures.append(FailedFile(path, seen.path, failure))
        elif row:
            entries.append(place.entry(seen, row))
    return entries, failures


def _rows(
    service: ReviewService, names: bool, files: tuple[FoundPath, ...]
) -> list[tuple[Recognized, RegisterRow | None]]:
    """Recognize and judge some files; what is wrong with one never stops the next."""
    return [_row(seen, service, names=names) for seen in recognize(files)]


def _row(seen: Recognized, service: ReviewService, *, names: bool) -> tuple[Recognized, RegisterRow | None]:
    if not seen.identity:
        return seen, None
    try:
        return seen, register_row(service.judge(Path(seen.path)), names=names)
    except SecorError as error:
        return replace(seen, identity=None, failure=failure_of(Trouble.UNREADABLE, seen.path, error)), None


def _lost(file: FoundPath, error: Exception) -> tuple[Recognized, RegisterRow | None]:
    return Recognized(file.path, failure=lost_file(error)), None
