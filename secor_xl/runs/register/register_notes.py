"""The notes that people write into a register, and the widths of its columns: read before a new register takes its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from secor_xl.errors import SecorError
from secor_xl.runs.register.register_entry import RegisterEntry
from secor_xl.text import is_blank, stripped
from secor_xl.xlsx.column_widths import ColumnWidth, column_widths
from secor_xl.xlsx.fast_reader import read_sheets
from secor_xl.xlsx.guard import guard_bytes, within_means
from secor_xl.xlsx.package import workbook_parts
from secor_xl.xlsx.sheet_values import CellValue, ErrorValue, Marker, SheetValues

if TYPE_CHECKING:
    from secor_xl.xlsx.guard import GuardedPackage

REVIEWS, OTHER_NOTES = "Reviews", "Other notes"
"""The sheets with notes: of the reviews that are listed, and of those that are not any more."""
EMPLOYER, REFERENCE, WORKBOOK, NOTES = "Employer", "File reference", "Review workbook", "Notes"
"""The headers of the columns by which a note finds its review again."""
ROWS_ABOVE = 20
"""The rows in which the headers are looked for, because people insert rows above them."""


TIMES_A_REVIEW = 10
"""How many times the limits for a review a register may be large: it has a row for each of thousands."""


class NoRegister(SecorError):
    """The file is no register, so no register may take its place."""


@dataclass(frozen=True, slots=True)
class RegisterNote:
    """A note, and the review that it was written for; a text that is not given is empty."""

    employer: str
    reference: str
    workbook: str
    words: str


@dataclass(frozen=True, slots=True)
class PreviousRegister:
    """The notes and column widths that a new register takes over from the one before it.

    Attributes:
        notes: the notes, in the order of the rows.
        widths: by sheet and header the width of the column.
    """

    notes: tuple[RegisterNote, ...] = ()
    widths: Mapping[str, Mapping[str, ColumnWidth]] = field(default_factory=dict)


def read_previous(content: bytes, file: str) -> PreviousRegister:
    """Read the notes and widths of a register.

    Args:
        content: the file's bytes.
        file: the name of the file in messages.

    Raises:
        UnreadableWorkbook: the file is no workbook that can be read.
        NoRegister: it is a workbook, but no register.
    """
    with within_means(file):
        package = replace(guard_bytes(content, file), times=TIMES_A_REVIEW)
        parts = workbook_parts(package)
        noted = [name for name in (REVIEWS, OTHER_NOTES) if name in parts.sheets]
        heads = dict.fromkeys(parts.sheets.keys() - noted, ROWS_ABOVE)
        sheets = read_sheets(package, parts.sheets, heads)
        headers = {name: found for name, sheet in sheets.items() if (found := _header_row(sheet))}
        if not {EMPLOYER, REFERENCE, WORKBOOK} <= set(headers.get(REVIEWS, (0, {}))[1]):
            raise NoRegister(
                f"{file}: is there already, and is no register of secor-xl. Choose another name, or move the file away."
            )
        notes = [note for name in noted if name in headers for note in _notes(sheets[name], headers[name])]
        widths = {name: _widths(package, parts.sheets[name], columns) for name, (_, columns) in headers.items()}
        return PreviousRegister(tuple(notes), widths)


def _header_row(sheet: SheetValues) -> tuple[int, dict[str, int]] | None:
    """Return the row of the headers, and the column of each, counted from 0; ``None`` of a sheet that is no list of reviews."""
    for row, cells in enumerate(sheet.rows[:ROWS_ABOVE]):
        columns = {value.strip(): column for column, value in enumerate(cells) if isinstance(value, str)}
        if EMPLOYER in columns or {"File", "What to do"} <= set(columns):
            return row, columns
    return None


def _notes(sheet: SheetValues, headers: tuple[int, dict[str, int]]) -> Iterable[RegisterNote]:
    row, columns = headers
    for number in range(row + 1, len(sheet.rows)):
        texts = (
            _text(sheet.value(number, columns[header])) if header in columns else ""
            for header in (EMPLOYER, REFERENCE, WORKBOOK, NOTES)
        )
        note = RegisterNote(*texts)
        if not is_blank(note.words):
            yield note


def _text(value: CellValue) -> str:
    if value is None or isinstance(value, Marker):
        return ""
    return value.text if isinstance(value, ErrorValue) else str(value)


def _widths(package: GuardedPackage, part: str, columns: Mapping[str, int]) -> dict[str, ColumnWidth]:
    widths = column_widths(package, part)
    return {header: widths[column + 1] for header, column in columns.items() if column + 1 in widths}


def joined(
    notes: Iterable[RegisterNote], entries: Sequence[RegisterEntry]
) -> tuple[dict[str, str], list[RegisterNote]]:
    """Find the review of each note: by its file reference, or by the name of its workbook where it had none.

    Args:
        notes: of the register before.
        entries: the reviews that are listed now.

    Returns:
        The notes by the path of the entry, and the notes whose review is not listed any more, or not only once.
    """
    by_reference, by_name = defaultdict[str, list[RegisterEntry]](list), defaultdict[str, list[RegisterEntry]](list)
    for entry in entries:
        by_reference[_key(entry.row.reference)].append(entry)
        by_name[PurePath(entry.result.file).name].append(entry)
    found, others = defaultdict[str, list[str]](list), list[RegisterNote]()
    for note in notes:
        name = PurePath(note.workbook).name
        same = by_name[name] if is_blank(note.reference) else by_reference[_key(note.reference)]
        if len(same) > 1:
            same = [entry for entry in same if PurePath(entry.result.file).name == name]
        if len(same) == 1:
            found[same[0].path].append(note.words)
        else:
            others.append(note)
    return {path: "\n".join(dict.fromkeys(words)) for path, words in found.items()}, others


def _key(reference: str) -> str:
    return stripped(reference).casefold()
