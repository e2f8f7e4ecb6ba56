"""Enter days into a review workbook: the day on which a feedback was sent, or on which a correction came back.

Only the cells concerned change. The new file is read back before it takes the place of the old one, which is kept beside it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from secor_xl import __version__
from secor_xl.errors import SecorError
from secor_xl.files import behind_link
from secor_xl.judgement.case import Place
from secor_xl.judgement.work_state import not_entered_as_sent
from secor_xl.old_files import Before, old_names
from secor_xl.review.calendar import shown_date
from secor_xl.review.labels import LABELS
from secor_xl.review.model import CorrectionRound, LetterKind, LetterRecord, Review
from secor_xl.review.names import fact_words
from secor_xl.review.snapshots import snapshot_of, with_snapshot
from secor_xl.runs.output import replace_keeping
from secor_xl.runs.single_workbook import JudgedWorkbook, ReviewService
from secor_xl.text import on_one_line
from secor_xl.workbook.reading.read_workbook import read_package, read_workbook_bytes
from secor_xl.workbook.schema.layout import ROUNDS, SNAPSHOTS_SHEET, snapshot_cells
from secor_xl.workbook.writing.file_links import path_from
from secor_xl.xlsx.cell_patch import NewValue, patched
from secor_xl.xlsx.guard import open_guarded, within_means

if TYPE_CHECKING:
    from secor_xl.records.records import Records, ReviewRecord

LONGEST_VALUE = 48
"""The most characters of a value in a message; a fingerprint is not shown whole."""


class RecordRefused(SecorError):
    """A day that is not entered; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Entered:
    """One cell that was filled.

    Attributes:
        place: the fact.
        cell: the cell, such as ``Rounds!B4``.
        value: what was entered.
    """

    place: Place
    cell: str
    value: NewValue

    def __str__(self) -> str:
        return f"{self.place}: {on_one_line(fact_words(self.value), LONGEST_VALUE)} ({self.cell})"


@dataclass(frozen=True, slots=True)
class RecordedWorkbook:
    """A workbook into which days were entered, or would be.

    Attributes:
        path: the workbook; where a link to it was given, what it leads to.
        entered: the cells that were filled; none where there was nothing to enter.
        judged: the judgement of the workbook with them.
        kept: the old file beside it; ``None`` where nothing was written.
    """

    path: Path
    entered: tuple[Entered, ...]
    judged: JudgedWorkbook
    kept: Path | None = None


Entries: TypeAlias = dict[Place, NewValue]
EntriesFor: TypeAlias = Callable[[JudgedWorkbook], Entries]
"""Returns the values to enter into a judged workbook."""


def sent_on(
    day: dt.date, records: Records | None = None, kinds: Collection[LetterKind] = tuple(LetterKind)
) -> EntriesFor:
    """Return the entries for a day of sending: one in each round whose feedback letter was made and is not entered as sent.

    Args:
        day: the day on which the letters were sent.
        records: the records of the letters folder; letters that were made of this very workbook go into its letter log first.
        kinds: only letters of these kinds.
    """

    def entries(judged: JudgedWorkbook) -> Entries:
        review, version = judged.read.review, judged.assessment.case.instrument.version
        made = [each for each in _not_logged(judged, records) if each.kind in kinds] if records else []
        found: Entries = {
            Place("letters", field, str(number)): value
            for number, letter in enumerate(made, len(review.letters) + 1)
            for field in LABELS["letters"]
            if (value := getattr(letter, field))
        }
        logged = [*review.letters, *made] if LetterKind.FEEDBACK in kinds else ()
        for letter, each in not_entered_as_sent(replace(review, letters=tuple(logged))):
            if letter.written_on and day < letter.written_on:
                raise RecordRefused(
                    f"{judged.path}: {shown_date(day)} is before the day of the letter, {shown_date(letter.written_on)}."
                    " Give the day on which it was sent."
                )
            found[Place("rounds", "feedback_sent_on", str(letter.round))] = day
            if not (each.instrument_version or each.judged_as_of) and letter.written_on and judged.read.is_of_this_form:
                found[Place("rounds", "instrument_version", str(letter.round))] = version
                found[Place("rounds", "judged_as_of", str(letter.round))] = letter.written_on
        return found

    return entries


def _not_logged(judged: JudgedWorkbook, records: Records) -> tuple[LetterRecord, ...]:
    """Return the letters that a run made of this very workbook and that its letter log does not have."""
    return not_in_log(judged.read.review, letters_made_of(judged.read.fingerprint, records))


def letters_made_of(fingerprint: str, records: Records) -> tuple[LetterRecord, ...]:
    """Return the letters of the last judgement of a workbook, as its letter log has them."""
    last = records.last_of(fingerprint)
    if last is None:
        return ()
    return tuple(
        LetterRecord(each.kind, last.round or None, each.date, each.name, each.fingerprint) for each in last.letters
    )


def not_in_log(review: Review, made: tuple[LetterRecord, ...]) -> tuple[LetterRecord, ...]:
    """Return the letters that the letter log of a review does not have, by their file and content."""
    logged = {(each.file, each.fingerprint) for each in review.letters}
    return tuple(each for each in made if (each.file, each.fingerprint) not in logged)


def returned_on(day: dt.date) -> EntriesFor:
    """Return the entry for the day of a return, in the round that was sent and has no answer."""

    def entries(judged: JudgedWorkbook) -> Entries:
        for number, each in enumerate(judged.read.review.rounds, 1):
            if each.received_on and each.returned_on is None:
                if day < each.received_on:
                    raise RecordRefused(
                        f"{judged.path}: {shown_date(day)} is before the day of the feedback, {shown_date(each.received_on)}."
                        " Give the day on which the correction came back."
                    )
                return {Place("rounds", "returned_on", str(number)): day}
        return {}

    return entries


def enter_days(
    path: Path,
    service: ReviewService,
    entries_for: EntriesFor,
    *,
    records: Records | None = None,
    dry_run: bool = False,
) -> RecordedWorkbook:
    """Enter days into a workbook.

    Args:
        path: the workbook, or a link to it; it must not be open in Excel.
        service: the office, and the day as of which the workbook is judged.
        entries_for: finds the values to enter, as ``sent_on`` and ``returned_on`` give it.
        records: the records of the letters folder; if they know the workbook, they get its new judgement.
        dry_run: write nothing.

    Raises:
        UnreadableWorkbook: it is no review workbook that can be read, or a cell cannot be filled.
        RecordRefused: the day cannot be right, or the cell is in doubt.
        OutputRefused: the folder cannot be written to, or the workbook is open.
    """
    given, path = path, behind_link(path)
    with within_means(str(path)):
        package = open_guarded(path)
        judged = service.judged(path, read_package(package))
        entries = entries_for(judged)
        if not entries:
            return RecordedWorkbook(path, (), judged)
        entered = tuple(_entered(judged, place, value) for place, value in entries.items())
        review = _with(judged.read.review, entries)
        cells = _cells(entered)
        if SNAPSHOTS_SHEET in judged.read.found.sheets:
            review = _with_snapshots(review, entered)
            cells |= _snapshot_cells(review, judged.read.review)
        data = patched(package.content, str(path), cells)
        new = service.judged(path, read_workbook_bytes(data, str(path)))
        if new.read.review != review or new.read.problems != judged.read.problems:
            raise RecordRefused(f"{path}: {', '.join(map(str, entries))} cannot be entered safely. Enter it in Excel.")
    if dry_run:
        return RecordedWorkbook(path, entered, new)
    kept = replace_keeping(path, package.content, data, old_names(path, Before.RECORD))
    if records and records.is_writable and (last := records.last_of(judged.read.fingerprint)):
        _add_judgement(records, _judged_again(last, new, path_from(records.database.path.parent, given)), last)
    return RecordedWorkbook(path, entered, new, kept)


def _entered(judged: JudgedWorkbook, place: Place, value: NewValue) -> Entered:
    sheet, cell = judged.read.found.cell_of(place) or (ROUNDS.sheet, "")
    return Entered(place, f"{sheet}!{cell}", value)


def _cells(entered: tuple[Entered, ...]) -> dict[str, dict[str, NewValue]]:
    """Return the new values by sheet and cell."""
    cells: dict[str, dict[str, NewValue]] = defaultdict(dict)
    for each in entered:
        sheet, _, cell = each.cell.rpartition("!")
        cells[sheet][cell] = each.value
    return cells


def _with_snapshots(review: Review, entered: tuple[Entered, ...]) -> Review:
    """Add a snapshot for each round whose feedback is entered as sent, unless the button took one when it made the letter."""
    for each in entered:
        number, day = int(each.place.item), each.value
        if each.place.field == "feedback_sent_on" and isinstance(day, dt.date) and not snapshot_of(review, number):
            review = with_snapshot(review, number, day)
    return review


def _snapshot_cells(review: Review, before: Review) -> dict[str, dict[str, NewValue]]:
    """Return the cells of the snapshots that a review did not have before, by sheet; nothing where there are none."""
    new = (snapshot_cells(each) for each in review.snapshots if each not in before.snapshots)
    cells: dict[str, NewValue] = {cell: value for taken in new for cell, value in taken.items() if value}
    return {SNAPSHOTS_SHEET: cells} if cells else {}


def _judged_again(last: ReviewRecord, judged: JudgedWorkbook, workbook: str) -> ReviewRecord:
    """Return the record of a workbook after its days were entered; its letters stay if it has the same outcome."""
    case, outcome = judged.assessment.case, judged.assessment.outcome
    is_same = (outcome.kind.value, outcome.round) == (last.outcome, last.round)
    return replace(
        last,
        workbook=workbook,
        fingerprint=judged.read.fingerprint,
        as_of=case.as_of,
        outcome=outcome.kind.value,
        round=outcome.round,
        accepted_late=tuple(each.number for each in outcome.accepted_late),
        letters=last.letters if is_same else (),
        left_out=last.left_out if is_same else (),
        tool=__version__,
    )


def _add_judgement(records: Records, review: ReviewRecord, before: ReviewRecord) -> None:
    """Record a judgement after days were entered; the drafts of its letters are now of this workbook: no address changed."""
    from secor_xl.records.records import EMAIL  # noqa: PLC0415 - only records that are open are changed

    records.add_reviews([review])
    for letter in review.letters:
        draft = records.derived_file(letter.name, EMAIL)
        if draft and draft.workbook == before.fingerprint:
            records.add_derived_file(replace(draft, workbook=review.fingerprint))


def _with(review: Review, entries: Entries) -> Review:
    """The review with the entries in its rounds and its letter log."""
    lists: dict[str, list[Any]] = {"rounds": list(review.rounds), "letters": list(review.letters)}
    blank = {"rounds": CorrectionRound(), "letters": LetterRecord()}
    for place, value in entries.items():
        listed, number = lists[place.section], int(place.item)
        listed += [blank[place.section]] * (number - len(listed))
        listed[number - 1] = replace(listed[number - 1], **{place.field: value})
    return replace(review, rounds=tuple(lists["rounds"]), letters=tuple(lists["letters"]))
