"""A workbook built anew from its own review: an upgrade to the present version, or a refresh of its computed cells.

The old file stays beside it.

Everything that a reviewer entered is carried over: the review, the letter log, the notes on cells. Anything else is refused
before a file is written, or named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TypeAlias

from secor_xl import __version__
from secor_xl.errors import SecorError
from secor_xl.files import behind_link
from secor_xl.judgement.assessment import assess
from secor_xl.old_files import Before, old_names
from secor_xl.procedure.form import known_form
from secor_xl.procedure.instrument import Instrument
from secor_xl.review.model import Review
from secor_xl.runs.new_workbook import Build
from secor_xl.runs.other_instrument import carried_over, feedback_begun
from secor_xl.runs.output import replace_keeping
from secor_xl.runs.single_workbook import ReviewService
from secor_xl.workbook.migration.cell_mapping import mapped_notes, mapping_of
from secor_xl.workbook.migration.versions import is_newer, newer_words
from secor_xl.workbook.reading.read_start import StartSheet
from secor_xl.workbook.reading.read_workbook import ReadReview, read_package, read_workbook
from secor_xl.workbook.reading.unread_cells import shown, unread_around_list
from secor_xl.workbook.schema.computed_ranges import AS_OF
from secor_xl.workbook.schema.layout import (
    CHANGE_LIST,
    CLAUSE_LIST,
    FLAG_LIST,
    RULE_LIST,
    SHEETS,
    SNAPSHOTS_SHEET,
    START,
    STATE_SHEET,
    sheets_of,
)
from secor_xl.workbook.schema.named_ranges import AS_OF_KIND, FIXED, MOVES, range_of
from secor_xl.workbook.writing.capacity import fitted, form_identity
from secor_xl.xlsx.comments import Notes, notes_of
from secor_xl.xlsx.fast_reader import read_sheets
from secor_xl.xlsx.guard import GuardedPackage, guard_bytes, open_guarded
from secor_xl.xlsx.package import workbook_parts
from secor_xl.xlsx.sheet_values import cell_position

Change: TypeAlias = Callable[[Review, Instrument], tuple[Review, Notes]]

LONGEST_VERSION = 32


class UpgradeRefused(SecorError):
    """A workbook that was not upgraded, because something in it would be lost; nothing was written.

    Args:
        file: the workbook.
        reasons: every reason against it, each with what to do.
    """

    def __init__(self, file: str, reasons: tuple[str, ...]) -> None:
        super().__init__("\n".join(f"{file}: {reason}" for reason in reasons))
        self.file, self.reasons = file, reasons


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A workbook made anew, not on disk yet.

    Attributes:
        data: its bytes.
        old_version: the version of secor-xl that had made it.
        notes: how many notes on cells were carried over.
        left: what is only in the old workbook, in words: a day of judgement that was fixed, facts of questions that are gone.
        moved: a sentence for each note that was on no cell of the form: where it is now.
    """

    data: bytes
    old_version: str
    notes: int
    left: tuple[str, ...]
    moved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Upgraded:
    """A workbook after an upgrade, a refresh or a change.

    Attributes:
        path: the workbook; where a link to it was given, what it leads to.
        kept: the old file, beside it; ``None`` where it has this version and form already and nothing was done.
        rebuilt: what was written.
    """

    path: Path
    kept: Path | None = None
    rebuilt: Rebuilt | None = None


def upgrade(
    path: Path, service: ReviewService, build: Build, *, again: bool = False, instrument: Instrument | None = None
) -> Upgraded:
    """Build a workbook anew in its place and keep the old file beside it.

    Args:
        path: the workbook, or a link to it; it must not be open in Excel.
        service: the office, and the day as of which the new one is judged.
        build: what makes the new workbook.
        again: also where this version made it already, which repairs what was typed over or came from another xlwings.
        instrument: another version of the instrument, to which the review is carried over before its first feedback.

    Raises:
        UnreadableWorkbook: the file is no review workbook that can be read.
        UpgradeRefused: something in it would be lost, or a newer version made it.
        OutputRefused: the folder cannot be written to, or the workbook is open.
    """
    path = behind_link(path)
    package, read = _opened(open_guarded(path))
    if instrument and instrument.fingerprint != read.instrument.fingerprint:
        _refuse(package.file, tuple(filter(None, [feedback_begun(read.review)])))
        rebuilt = _rebuild(package, read, service, build, instrument=instrument)
        words = f"instrument {_in_a_name(read.instrument.version)}"
        return Upgraded(path, replace_keeping(path, package.content, rebuilt.data, old_names(path, words)), rebuilt)
    if read.tool_version == __version__ and read.is_of_this_form and not again:
        return Upgraded(path)
    rebuilt = _rebuild(package, read, service, build)
    kept = replace_keeping(path, package.content, rebuilt.data, _names(path, read.tool_version))
    return Upgraded(path, kept, rebuilt)


def refresh(path: Path, service: ReviewService, build: Build) -> Upgraded:
    """Build a workbook anew in its place, so that its computed cells follow its entries, and keep the old file beside it.

    The file that an earlier refresh has kept makes way for the new one; any other file of that name stays.

    Args:
        path: the workbook, or a link to it; it must not be open in Excel.
        service: the office, and the day as of which the new one is judged.
        build: what makes the new workbook.

    Raises:
        UnreadableWorkbook: the file is no review workbook that can be read.
        UpgradeRefused: something in it would be lost, or a newer version made it.
        OutputRefused: the folder cannot be written to, or the workbook is open.
    """
    path = behind_link(path)
    package, read = _opened(open_guarded(path))
    rebuilt = _rebuild(package, read, service, build)
    if rebuilt.data == package.content:
        return Upgraded(path)
    kept = replace_keeping(path, package.content, rebuilt.data, old_names(path, Before.REFRESH))
    first = next(old_names(path, Before.REFRESH))
    if kept != first and _is_of_the_same_review(first, read):
        kept = kept.replace(first)
    return Upgraded(path, kept, rebuilt)


def _is_of_the_same_review(path: Path, now: ReadReview) -> bool:
    """Whether a file is a workbook of the same review, and so the one that an earlier refresh has kept."""
    try:
        before = read_workbook(path).review
    except SecorError:
        return False
    return before.case.reference in ("", now.review.case.reference)


def rebuild_changed(path: Path, service: ReviewService, build: Build, change: Change, words: str) -> Upgraded:
    """Build a workbook anew in its place from its changed review, and keep the old file beside it.

    Args:
        path: the workbook; it must not be open in Excel.
        service: the office, and the day as of which the new one is judged.
        build: what makes the new workbook.
        change: returns the changed review, and the notes that are added to its cells.
        words: the words in brackets in the name of the old file.

    Raises:
        UnreadableWorkbook: the file is no review workbook that can be read.
        UpgradeRefused: something in it would be lost, or a newer version made it.
        OutputRefused: the folder cannot be written to, or the workbook is open.
    """
    path = behind_link(path)
    package, read = _opened(open_guarded(path))
    rebuilt = _rebuild(package, read, service, build, change)
    return Upgraded(path, replace_keeping(path, package.content, rebuilt.data, old_names(path, words)), rebuilt)


def rebuild(content: bytes, file: str, service: ReviewService, build: Build) -> Rebuilt:
    """Return the new workbook without writing it; ``file`` is the name of the old one in messages.

    Raises:
        UnreadableWorkbook: it is no review workbook that can be read.
        UpgradeRefused: something in it would be lost, or a newer version made it.
    """
    return _rebuild(*_opened(guard_bytes(content, file)), service, build)


def _opened(package: GuardedPackage) -> tuple[GuardedPackage, ReadReview]:
    """Read a workbook; raises ``UpgradeRefused`` where a newer version made it."""
    read = read_package(package)
    if is_newer(read.tool_version):
        _refuse(package.file, (newer_words(read.tool_version),))
    return package, read


def _rebuild(
    package: GuardedPackage,
    read: ReadReview,
    service: ReviewService,
    build: Build,
    change: Change | None = None,
    instrument: Instrument | None = None,
) -> Rebuilt:
    notes, moved = _carried_over(package, read)
    _refuse(package.file, (*_problems(package, read), *_sheets(package, read)))
    review, dropped = replace(read.review, form=form_identity(read.instrument)), tuple[str, ...]()
    if instrument:
        carried = carried_over(review, notes, read.instrument, instrument)
        review, notes, dropped = carried.review, carried.notes, carried.dropped
    instrument = instrument or read.instrument
    if change:
        review, added = change(review, instrument)
        for cell, note in added.items():
            notes[cell] = replace(notes[cell], text=f"{notes[cell].text}\n{note.text}") if cell in notes else note
    assessment = assess(review, instrument=instrument, office=service.office, as_of=service.as_of)
    try:
        review = fitted(review, instrument) if change else review
        data = build(assessment, notes)
    except SecorError as error:
        raise UpgradeRefused(package.file, (str(error),)) from None
    # The new workbook is read back before it takes the place of the old one.
    new = guard_bytes(data, package.file)
    again = read_package(new)
    if (again.review, again.instrument, again.problems) != (review, instrument, ()):
        _refuse(package.file, ("the new workbook would not say the same as the old one; please report it",))
    if notes_of(new) != notes:
        _refuse(package.file, ("the notes on its cells would not all be in the new workbook; please report it",))
    damaged = (str(each) for each in read.problems)
    left = (*_fixed_day(package, new, read.instrument), *dropped, *damaged)
    return Rebuilt(data, read.tool_version, len(notes), left, moved)


def _carried_over(package: GuardedPackage, read: ReadReview) -> tuple[Notes, tuple[str, ...]]:
    """Return the notes on the cells of the new workbook, and a sentence for each one that had to move."""
    notes = notes_of(package)
    sheets = read_sheets(package, tuple({sheet for sheet, _ in notes} & set(SHEETS)))
    places = {name: mapping_of(sheet, read.instrument) for name, sheet in sheets.items()}
    return mapped_notes(notes, places)


def _refuse(file: str, reasons: tuple[str, ...]) -> None:
    """Raise ``UpgradeRefused`` where there is a reason."""
    if reasons:
        raise UpgradeRefused(file, reasons)


def _problems(package: GuardedPackage, read: ReadReview) -> tuple[str, ...]:
    """List what could not be read, and what is typed beside the lists, which are no part of a review."""
    problems = (problem for problem in read.problems if problem.sheet != SNAPSHOTS_SHEET)  # else nothing could cure it
    lists = {table.sheet: table for table in (FLAG_LIST, CHANGE_LIST, RULE_LIST, CLAUSE_LIST)}
    beside = (unread_around_list(sheet, lists[name]) for name, sheet in read_sheets(package, lists).items())
    return tuple(str(problem) for problem in (*problems, *chain.from_iterable(beside)))


def _fixed_day(old: GuardedPackage, new: GuardedPackage, instrument: Instrument) -> tuple[str, ...]:
    """Return the day of judgement that was fixed in the old workbook, where that of the new one moves to today."""
    was, now = (read_sheets(package, (START,)).get(START) for package in (old, new))
    if was is None or now is None:
        return ()
    as_of, kind = (StartSheet(was, instrument).cell(range_of(name, instrument).first) for name in (AS_OF, AS_OF_KIND))
    if now.at(range_of(AS_OF_KIND, instrument).first) != MOVES:
        return ()
    said = was.at(kind)
    if said != FIXED and (said or cell_position(as_of) in was.formulas):  # in form 1 a formula moves the day
        return ()
    return (f"{START}!{as_of}: {shown(was.at(as_of))}",)


def _sheets(package: GuardedPackage, read: ReadReview) -> tuple[str, ...]:
    """List the sheets of the reviewer's own, which cannot be carried over; in another workbook they are safe."""
    workbook = workbook_parts(package)
    ours = (*sheets_of(known_form(read.review.form.form_version)), STATE_SHEET)
    own = [name for name in (*workbook.sheets, *workbook.other_sheets) if name not in ours]
    cure = "move it into another workbook first (right-click its tab, Move or Copy, new book), save both, and upgrade again"
    return tuple(f'the sheet "{name}" is no part of the form and would be lost: {cure}' for name in own)


def _names(path: Path, version: str) -> Iterator[Path]:
    """Yield names for the old file, the plainest first."""
    return old_names(path, f"secor-xl {_in_a_name(version) or 'of old'}")


def _in_a_name(version: str) -> str:
    """Return a version for a file's name: its text comes from a cell, and must not lead to another folder, nor be long."""
    return re.sub(r"[^0-9A-Za-z.+-]", "-", version)[:LONGEST_VERSION]
