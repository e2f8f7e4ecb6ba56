"""The first look at each file: is it a review workbook, whose, and what are its bytes? Nothing is judged yet.

A run looks at everything before it writes anything, because two workbooks that contradict each other must both be held.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from secor_xl.old_files import is_old_file
from secor_xl.runs.season.result import Failure, Trouble, failure_of
from secor_xl.runs.season.workbook_paths import FoundPath, files_in
from secor_xl.workbook.reading.identity import ReviewIdentity, identity_of, is_review
from secor_xl.xlsx.archive import DAMAGE, ZIP_MAGIC, directory_of
from secor_xl.xlsx.guard import OLE_MAGIC, WORKBOOK_ENDINGS, UnreadableWorkbook, file_content, within_means

TEMPORARY_BEGINNINGS = (".", "~")
TEMPORARY_ENDINGS = (".tmp", ".part", ".partial", ".crdownload")


class LeftAlone(StrEnum):
    """The kinds of files in a folder that are no review workbooks: they are left alone and counted."""

    LOCK = "lock file"
    TEMPORARY = "temporary file"
    LETTER = "Word document"
    WORKBOOK = "other workbook"
    OFFICE = "other Office file"
    OTHER = "other file"
    LINK = "circular link"
    KEPT = "old workbook file"
    UNREADABLE = "unreadable file"


@dataclass(frozen=True, slots=True)
class Recognized:
    """The result of the first look at a file: one of identity, kind, failure.

    Attributes:
        path: the file.
        identity: of the review.
        left_alone: its kind, where it is no review.
        failure: why it could not be read.
    """

    path: str
    identity: ReviewIdentity | None = None
    left_alone: LeftAlone | None = None
    failure: Failure | None = None


def review_files(arguments: Iterable[str], left_out: Path) -> Iterator[FoundPath]:
    """Return the files that arguments name; of folders and patterns only reviews, and workbooks that cannot be read.

    Args:
        arguments: files, folders and patterns.
        left_out: a folder that is not searched.
    """
    return (each for each in files_in(arguments, left_out) if each.named or not _recognize(each).left_alone)


def recognize(files: tuple[FoundPath, ...]) -> list[Recognized]:
    """Take the first look at some files; a file that cannot be read never stops the others."""
    return [_recognize(file) for file in files]


def _recognize(file: FoundPath) -> Recognized:
    if file.failure:
        return Recognized(file.path, failure=file.failure)
    path = Path(file.path)
    kind = _by_name(path.name)
    if kind is LeftAlone.LOCK or (kind and not file.named):  # a pattern such as *.xlsx names the lock files too
        return Recognized(file.path, left_alone=kind)
    if not file.named and path.is_dir():
        return Recognized(file.path, left_alone=LeftAlone.LINK)
    if not file.named and is_old_file(path):
        return Recognized(file.path, left_alone=LeftAlone.KEPT)
    needs_a_word = file.named or path.suffix.lower() in WORKBOOK_ENDINGS
    try:
        content = file_content(path)
    except UnreadableWorkbook as error:
        if not needs_a_word:
            return Recognized(file.path, left_alone=LeftAlone.UNREADABLE)
        return Recognized(file.path, failure=failure_of(Trouble.UNREADABLE, file.path, error))
    try:
        with within_means(file.path):
            return Recognized(file.path, identity=identity_of(content, file.path))
    except UnreadableWorkbook as error:
        if not file.named and (kind := _by_content(content, path.suffix.lower())):
            return Recognized(file.path, left_alone=kind)
        return Recognized(file.path, failure=failure_of(Trouble.UNREADABLE, file.path, error))


def _by_name(name: str) -> LeftAlone | None:
    """Return the kind of a lock or temporary file, by its name."""
    if name.startswith("~$"):
        return LeftAlone.LOCK
    if name.startswith(TEMPORARY_BEGINNINGS) or name.lower().endswith(TEMPORARY_ENDINGS):
        return LeftAlone.TEMPORARY
    return None


def _by_content(content: bytes, ending: str) -> LeftAlone | None:
    """Return the kind of a file; ``None`` for a review in any format, and for an unknown file with a workbook's name."""
    called_workbook = ending in WORKBOOK_ENDINGS
    if is_review(content):
        return None
    if content.startswith(ZIP_MAGIC):
        names = _part_names(content)
        if "xl/workbook.xml" in names:
            return LeftAlone.WORKBOOK
        if "word/document.xml" in names:
            return LeftAlone.LETTER
        if "[content_types].xml" in names:
            return LeftAlone.OFFICE
        return None if called_workbook else LeftAlone.OTHER
    if called_workbook:
        return None
    return LeftAlone.OFFICE if content.startswith(OLE_MAGIC) else LeftAlone.OTHER


def _part_names(content: bytes) -> frozenset[str]:
    try:
        return frozenset(member.filename.lower() for member in directory_of(content))
    except DAMAGE:
        return frozenset()
