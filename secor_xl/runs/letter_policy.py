"""Decide what becomes of a letter that is due: one policy for the command line and for the buttons in Excel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from secor_xl.files import content_of, fingerprint_of
from secor_xl.letters.letter import Letter, LetterState
from secor_xl.runs.output import OutputRefused, in_the_way, is_there, write_safely

IN_THE_WAY = "Write to another folder with --out, or use --replace, which keeps the old file beside the new one."


def decided(
    letter: Letter,
    folder: Path,
    render: Callable[[Letter], bytes],
    earlier: Letter | None = None,
    is_of_the_review: Callable[[Letter], bool] = lambda _earlier: True,
) -> Letter:
    """Decide about one letter; nothing is written.

    Args:
        letter: as it was planned.
        folder: where it belongs.
        render: makes the Word file; raises ``TemplateProblem``.
        earlier: the letter that has its name in the folder, where the records or the letter log know it as one of this file.
        is_of_the_review: tells whether the review still gives that letter.

    Returns:
        The letter: new (``PLANNED``), the same (``UNCHANGED``), issued before (``THERE``), improved by hand since (``CHANGED``),
        or ``IN_THE_WAY``, where another file has its name. Its data are there where it may be written.

    Raises:
        OutputRefused: the file that has its name cannot be read.
    """
    if earlier and earlier.workbook and earlier.workbook == letter.workbook:
        return _issued(letter, earlier)
    data, path = render(letter), folder / letter.name
    if is_there(path, data):
        return replace(letter, state=LetterState.UNCHANGED, fingerprint=fingerprint_of(content_of(path)))
    if earlier and is_of_the_review(earlier):
        return _issued(letter, earlier)
    state = LetterState.IN_THE_WAY if path.exists() else LetterState.PLANNED
    return replace(letter, state=state, data=data, fingerprint=fingerprint_of(data))


def refuse_in_the_way(letter: Letter, folder: Path) -> None:
    """Raise ``OutputRefused`` where another file has the name of a letter."""
    if letter.state is LetterState.IN_THE_WAY:
        raise OutputRefused(in_the_way(folder / letter.name, IN_THE_WAY))


def written(letter: Letter, folder: Path, *, replacing: bool) -> Letter:
    """Write a letter that was decided about; with ``replacing`` a file in its way is kept under another name.

    Raises:
        OutputRefused: a file is in its way, or it cannot be written.
    """
    if letter.on_disk:
        return letter
    done = write_safely(folder / letter.name, letter.data, replace=replacing, advice=IN_THE_WAY)
    return replace(letter, state=LetterState(done.writing), kept=done.kept.name if done.kept else "", data=b"")


def _issued(letter: Letter, earlier: Letter) -> Letter:
    return replace(letter, state=earlier.state, fingerprint=earlier.fingerprint, date=earlier.date)
