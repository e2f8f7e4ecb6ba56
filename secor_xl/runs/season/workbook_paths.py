"""The files that a run is about: paths, folders with all that is in them, and patterns such as ``season/*.xlsx``.

A link to a folder is a folder. Each folder is searched once, by its own name rather than by a link's, so that links in a circle
come to an end.
"""

from __future__ import annotations

import fnmatch
import glob
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from secor_xl.errors import reason_of
from secor_xl.files import real_path
from secor_xl.runs.season.result import Failure, Trouble

ANY_FOLDERS = "**"


@dataclass(frozen=True, slots=True)
class FoundPath:
    """A file to look at.

    Attributes:
        path: where it is.
        named: whether the person named it, so that anything wrong with it must be told; else it was met in a folder.
        failure: why there is no file to look at: the pattern matches none, or the folder cannot be read.
    """

    path: str
    named: bool
    failure: Failure | None = None


def files_in(arguments: Iterable[str], letters_folder: Path) -> Iterator[FoundPath]:
    """Every file once, in the order of the arguments and by name within a folder, links last.

    Args:
        arguments: files, folders (searched with their sub-folders) and patterns (``**`` is any number of folders).
        letters_folder: where the letters go; what is in it is not looked at, unless it is itself among the arguments.
    """
    seen: set[str] = set()
    for argument in arguments:
        for found in _Search(real_path(letters_folder)).files_of(argument):
            place = real_path(found.path)
            if place not in seen:
                seen.add(place)
                yield found


@dataclass(frozen=True, slots=True)
class _Search:
    """The search for the files of one argument.

    Attributes:
        letters_folder: the real place of the folder that is left out.
        troubles: the errors of folders that the system did not list.
    """

    letters_folder: str
    troubles: list[OSError] = field(default_factory=list)

    def files_of(self, argument: str) -> Iterator[FoundPath]:
        """The files, then the folders that could not be searched."""
        if os.path.isdir(argument):
            yield from self._below(argument)
        elif not os.path.lexists(argument) and glob.has_magic(argument):
            yield from self._of_pattern(argument)
        else:
            yield FoundPath(argument, named=True)
        for trouble in self.troubles:
            cause = f"this folder cannot be read ({reason_of(trouble)})"
            cure = "Ask for the right to read it, or wait until it is on this computer, and run again"
            yield FoundPath(str(trouble.filename or argument), True, Failure(Trouble.UNREADABLE, cause, cure))

    def _of_pattern(self, pattern: str) -> Iterator[FoundPath]:
        place = PurePath(pattern)
        matching = sorted(set(self._matching(place.anchor, place.relative_to(place.anchor).parts)))
        if not matching:
            cure = "Check the pattern; * matches any name, ** any number of folders"
            yield FoundPath(pattern, True, Failure(Trouble.UNREADABLE, "no file matches this pattern", cure))
        for path in matching:
            # A pattern is as good as a folder: not everything that it matches need be a workbook.
            yield from self._below(path) if os.path.isdir(path) else [FoundPath(path, named=False)]

    def _matching(self, folder: str, parts: Sequence[str]) -> Iterator[str]:
        """Yield the matches of a pattern's parts within a folder; ``*`` matches no name that begins with a dot."""
        if not parts:
            yield folder
        elif parts[0] == ANY_FOLDERS:
            for each, _ in self._folders(folder, links=[]):
                if not any(
                    name.startswith(".") for name in PurePath(os.path.relpath(each or ".", folder or ".")).parts
                ):
                    yield from self._matching(each, parts[1:])
        else:
            for name in self._names(folder, parts[0]):
                path = os.path.join(folder, name)
                if os.path.isdir(path) or (os.path.lexists(path) and not parts[1:]):
                    yield from self._matching(path, parts[1:])

    def _names(self, folder: str, pattern: str) -> list[str]:
        if not glob.has_magic(pattern):
            return [pattern]
        names = fnmatch.filter((name for name, _ in self._entries(folder)), pattern)
        return [name for name in names if not name.startswith(".") or pattern.startswith(".")]

    def _below(self, folder: str) -> Iterator[FoundPath]:
        links: list[str] = []
        for _, files in self._folders(folder, links):
            yield from (FoundPath(path, named=False) for path in files)
        yield from (FoundPath(path, named=False) for path in links)

    def _folders(self, start: str, links: list[str]) -> Iterator[tuple[str, list[str]]]:
        """A folder and all below it, each with its files; links to files, and to folders around it, are added to ``links``."""
        top = real_path(start)
        searched = {top, self.letters_folder}
        waiting, linked = [(start, top)], deque[tuple[str, str]]()
        while waiting:
            folder, place = waiting.pop()
            files: list[str] = []
            below: list[tuple[str, str]] = []
            for name, entry in self._entries(folder):
                path = os.path.join(folder, name)
                if not entry.is_dir():
                    (links if entry.is_symlink() else files).append(path)
                elif (target := real_path(path)) == os.path.join(place, os.path.normcase(name)):
                    below.append((path, target))
                elif any(os.path.join(each, "").startswith(os.path.join(target, "")) for each in (place, top)):
                    links.append(path)  # a person who means a folder around this one names it
                else:
                    linked.append((path, target))
            yield folder, files
            waiting += reversed([each for each in below if each[1] not in searched])
            searched.update(target for _, target in below)
            while linked and not waiting:
                path, target = linked.popleft()
                if target not in searched:
                    searched.add(target)
                    waiting.append((path, target))

    def _entries(self, folder: str) -> list[tuple[str, os.DirEntry[str]]]:
        try:
            with os.scandir(folder or ".") as entries:
                return sorted((entry.name, entry) for entry in entries)
        except OSError as error:
            self.troubles.append(error)
            return []
