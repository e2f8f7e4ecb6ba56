"""Which files a run is about: paths, folders with all that is in them, and patterns such as ``season/*.xlsx``."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from secor_xl.errors import reason_of
from secor_xl.runs.bulk.result import Failure, Trouble


@dataclass(frozen=True, slots=True)
class Found:
    """A file to look at.

    Attributes:
        path: where it is.
        named: whether the person named it, so that anything wrong with it must be told; else it was met in a folder.
    """

    path: str
    named: bool


@dataclass(frozen=True, slots=True)
class NotFound:
    """An argument that leads to no file, or a folder that may not be read."""

    path: str
    failure: Failure


def files_in(arguments: Iterable[str], letters_folder: Path) -> Iterator[Found | NotFound]:
    """Every file once, in the order of the arguments and by name within a folder.

    Args:
        arguments: files, folders (searched with their sub-folders) and patterns (``**`` is any number of folders).
        letters_folder: where the letters go; what is in it is not looked at, unless it is itself among the arguments.
    """
    seen: set[str] = set()
    for argument in arguments:
        for found in _files_of(argument, os.path.abspath(letters_folder)):
            place = os.path.normcase(os.path.abspath(found.path))
            if place not in seen:
                seen.add(place)
                yield found


def _files_of(argument: str, letters_folder: str) -> Iterator[Found | NotFound]:
    if os.path.isdir(argument):
        yield from _files_below(argument, letters_folder)
    elif not os.path.lexists(argument) and glob.has_magic(argument):
        matching = sorted(glob.glob(argument, recursive=True))
        if not matching:
            cure = "Check the pattern; * stands for any name, ** for any number of folders"
            yield NotFound(argument, Failure(Trouble.UNREADABLE, "no file matches this pattern", cure))
        for path in matching:
            # A pattern is as good as a folder: not everything that it matches need be a workbook.
            yield from _files_below(path, letters_folder) if os.path.isdir(path) else [Found(path, named=False)]
    else:
        yield Found(argument, named=True)


def _files_below(folder: str, letters_folder: str) -> Iterator[Found | NotFound]:
    troubles: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=troubles.append):
        folders[:] = sorted(name for name in folders if os.path.abspath(os.path.join(parent, name)) != letters_folder)
        for name in sorted(names):
            yield Found(os.path.join(parent, name), named=False)
    for trouble in troubles:
        cause = f"this folder cannot be read ({reason_of(trouble)})"
        cure = "Ask for the right to read it, or wait until it is on this computer, and run again"
        yield NotFound(str(trouble.filename or folder), Failure(Trouble.UNREADABLE, cause, cure))
