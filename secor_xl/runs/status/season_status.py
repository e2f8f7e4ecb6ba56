"""The status of many workbooks: each is read and judged, or known from the cache."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secor_xl import __version__
from secor_xl.errors import SecorError
from secor_xl.files import content_of, fingerprint_of
from secor_xl.review.model import LetterRecord
from secor_xl.runs.recording import letters_made_of, not_in_log
from secor_xl.runs.season.conflicts import conflicts_among
from secor_xl.runs.season.recognition import LeftAlone, Recognized, recognize
from secor_xl.runs.season.result import Failure, Trouble, failure_of, lost_file
from secor_xl.runs.season.workbook_paths import FoundPath, files_in
from secor_xl.runs.season.workers import worked_on
from secor_xl.runs.single_workbook import ReviewService
from secor_xl.runs.status.status_cache import Examined, StatusCache, stamp_of
from secor_xl.runs.status.status_line import HELD, UNREADABLE, StatusLine, status_line

if TYPE_CHECKING:
    from secor_xl.records.records import Records

SCHEMA = "secor-xl/status/1"
TOGETHER = 8


@dataclass(frozen=True, slots=True)
class StatusRequest:
    """A status that is asked for.

    Attributes:
        arguments: files, folders and patterns.
        templates_folder: the office's letter templates and data.
        as_of: the day of the status; it may be after today.
        within: a correction that is due within so many days is due soon.
        jobs: the number of processes; ``None``: as many as the machine has cores.
        profile: the user's own folder, for the cache; ``None``: no cache.
        letters: the letters folder whose records tell of letters that are in no letter log; ``None``: none.
    """

    arguments: tuple[str, ...]
    templates_folder: Path
    as_of: dt.date
    within: int
    jobs: int | None = None
    profile: Path | None = None
    letters: Path | None = None


@dataclass(frozen=True, slots=True)
class _Job:
    """A file to open, and the letters that were made of its content, as far as the records know it."""

    file: FoundPath
    fingerprint: str = ""
    made: tuple[LetterRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class SeasonStatus:
    """The status of a season.

    Attributes:
        lines: the reviews, most urgent first.
        left_alone: the number of other files by kind.
        records_unused: why the records of the letters folder were not used; empty where they were.
    """

    lines: tuple[StatusLine, ...]
    left_alone: Counter[LeftAlone]
    records_unused: str = ""

    @property
    def is_late(self) -> bool:
        """Whether something is late."""
        return any(each.late for each in self.lines)

    def record(self, as_of: dt.date) -> dict[str, Any]:
        """The status as plain data (docs/json.md)."""
        lines = [each.record() for each in self.lines]
        return {"schema": SCHEMA, "as_of": as_of.isoformat(), "reviews": lines, "totals": totals(self.lines)}


def totals(lines: Sequence[StatusLine]) -> dict[str, dict[str, int]]:
    """Return the number of reviews by reviewer and state; a review without a reviewer counts under an empty name."""
    counted: dict[str, Counter[str]] = {}
    for each in lines:
        counted.setdefault(each.reviewer, Counter())[each.state] += 1
    return {name: dict(counted[name]) for name in sorted(counted)}


def season_status(asked: StatusRequest) -> SeasonStatus:
    """Judge every review workbook and return the next step of each.

    Records that cannot be used, because a run is writing to them or they are damaged, are left out and named.

    Raises:
        DataError: the office's data cannot be used.
    """
    if asked.letters is None:
        return _season_status(asked, None)
    from secor_xl.records.database import FolderInUse, RecordsRefused  # noqa: PLC0415 - SQLite is only loaded for records
    from secor_xl.records.records import reading  # noqa: PLC0415

    try:
        with reading(asked.letters) as records:
            return _season_status(asked, records)
    except (FolderInUse, RecordsRefused) as error:
        why = f"{error} Letters that no workbook has entered are not shown."
        return replace(_season_status(asked, None), records_unused=why)


def _season_status(asked: StatusRequest, records: Records | None) -> SeasonStatus:
    service = ReviewService(asked.templates_folder, asked.as_of)
    recorded = (asked.letters, records.opened_at) if records else ()
    cache = StatusCache(asked.profile, (__version__, asked.as_of, asked.within, service.office, *recorded))
    files = list(files_in(asked.arguments, asked.templates_folder))
    known = {file.path: seen for file in files if (seen := cache.known(file.path))}
    jobs = [_job(file, records) for file in files if file.path not in known]
    opened = worked_on(partial(_examine, service, asked.within), jobs, _lost, jobs=asked.jobs, together=TOGETHER)
    examined = [known.get(file.path) or next(opened) for file in files]
    cache.write(examined)
    held = conflicts_among(each.recognized for each in examined)
    lines = [line for each in examined if (line := _line(each, held))]
    left_alone = Counter(each.recognized.left_alone for each in examined if each.recognized.left_alone)
    return SeasonStatus(tuple(sorted(lines, key=lambda each: each.order)), left_alone)


def _line(examined: Examined, held: dict[str, Failure]) -> StatusLine | None:
    """The line of a file; ``None`` of one that is no review."""
    seen = examined.recognized
    if seen.failure:
        return StatusLine(seen.path, UNREADABLE, next_step=str(seen.failure))
    if examined.line and seen.path in held:
        return replace(examined.line, state=HELD, next_step=str(held[seen.path]), day="", days_left=None, late=False)
    return examined.line


def _job(file: FoundPath, records: Records | None) -> _Job:
    """Look a file up in the records, by its content."""
    if not records or not records.opened_at:
        return _Job(file)
    try:
        fingerprint = fingerprint_of(content_of(Path(file.path)))
    except (OSError, ValueError):
        return _Job(file)
    return _Job(file, fingerprint, letters_made_of(fingerprint, records))


def _examine(service: ReviewService, within: int, jobs: tuple[_Job, ...]) -> list[Examined]:
    """Recognize and judge some files; what is wrong with one never stops the next."""
    # Stamped before they are opened: the next status sees a change that comes meanwhile.
    stamps = [stamp_of(job.file.path) for job in jobs]
    recognized = recognize(tuple(job.file for job in jobs))
    return [
        _judged(job, seen, service, within, stamp) for job, seen, stamp in zip(jobs, recognized, stamps, strict=True)
    ]


def _judged(job: _Job, seen: Recognized, service: ReviewService, within: int, stamp: tuple[int, ...]) -> Examined:
    if not seen.identity:
        return Examined(seen, None, stamp)
    try:
        judged = service.judge(Path(seen.path))
        made = not_in_log(judged.read.review, job.made) if judged.read.fingerprint == job.fingerprint else ()
        return Examined(seen, status_line(seen.path, judged.assessment, within, made), stamp)
    except SecorError as error:
        return Examined(Recognized(seen.path, failure=failure_of(Trouble.UNREADABLE, seen.path, error)))


def _lost(job: _Job, error: Exception) -> Examined:
    return Examined(Recognized(job.file.path, failure=lost_file(error)))
