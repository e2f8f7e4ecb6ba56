"""Files that are whole on the disk before any of them gets its name; a run over many workbooks writes them.

The writing is done where the letters are made, in many processes; the naming in one place, after the files have been recorded.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secor_xl.runs.output import ANOTHER_NAME, OutputRefused, Written, named, refusing, write_through

if TYPE_CHECKING:
    from pathlib import Path

STAGED = ".secor-xl-"
"""How the names of staged files begin."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that is whole on the disk, in the folder where it belongs, and has not been given its name yet."""

    path: Path
    temporary: Path


def stage(path: Path, data: bytes) -> Staged:
    """Write a file into its folder under a temporary name; raises ``OutputRefused``."""
    temporary = path.with_name(f"{STAGED}{secrets.token_hex(8)}.tmp")
    try:
        with refusing(path):
            write_through(temporary, data)
    except OutputRefused:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    return Staged(path, temporary)


def publish(staged: Staged, *, replace: bool = False, advice: str = ANOTHER_NAME) -> Written:
    """Give a staged file its name; call ``flush_folder`` after the last of many.

    Raises:
        OutputRefused: other content has that name already, or the file cannot be named; what was staged is gone then.
    """
    path, temporary = staged.path, staged.temporary
    try:
        with refusing(path, advice):
            return Written(path, *named(temporary, path, replace=replace))
    finally:
        discard(staged)


def publish_over(staged: Staged) -> None:
    """Give a staged file its name, in place of a file of our own that has it; raises ``OutputRefused``."""
    try:
        with refusing(staged.path):
            staged.temporary.replace(staged.path)
    finally:
        discard(staged)


def discard(staged: Staged) -> None:
    """Remove a staged file."""
    with suppress(OSError):
        staged.temporary.unlink(missing_ok=True)


def remove_leftovers(folder: Path) -> None:
    """Remove the files that an interrupted run had staged; the caller must have the folder to itself."""
    with suppress(OSError):
        for each in folder.glob(f"{STAGED}*.tmp"):
            with suppress(OSError):
                each.unlink()
