"""Write files so that nothing is ever half there, lost, or silently overwritten.

The order is what counts: a temporary file in the same folder, write, flush to the disk, close, and only then the name.
"""

from __future__ import annotations

import errno
import io
import os
import secrets
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from pathlib import Path

from secor_xl.errors import SecorError, reason_of
from secor_xl.files import NotRegular, content_of

ANOTHER_NAME = "Choose another name, or move away the file that is there."
"""The cure for a file in the way, where no better one is known."""


class OutputRefused(SecorError):
    """A file that was not written; the message says why and what to do.

    Args:
        message: in the words of the command line.
        error: the system's own; ``None`` where there is another reason.
    """

    def __init__(self, message: str, error: OSError | None = None) -> None:
        super().__init__(message)
        self.error = error


class Writing(StrEnum):
    """The result of writing a file."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Written:
    """A file that is there now; ``kept`` is the one that was there before, under its new name."""

    path: Path
    writing: Writing
    kept: Path | None = None


def refuse_folder(folder: Path) -> None:
    """Raise ``OutputRefused`` where no file could be written into a folder, or the folder could not be made."""
    nearest = next((each for each in (folder, *folder.parents) if each.exists()), folder)
    if not nearest.is_dir():
        error = NotADirectoryError(errno.ENOTDIR, "a file has its name")
        raise OutputRefused(f"{nearest}: is a file, so it cannot be a folder. Name another folder.", error)
    if not os.access(nearest, os.W_OK):
        raise OutputRefused(
            f"{nearest}: this folder may not be written to. Name another one, or ask the person who manages it."
        )


def is_there(path: Path, data: bytes) -> bool:
    """Whether a file of that name with the same content is there already; raises ``OutputRefused`` if it cannot be read."""
    try:
        return path.exists() and same_content(content_of(path), data)
    except NotRegular as error:
        raise name_taken(path, error) from None
    except OSError as error:
        raise OutputRefused(unwritable(path, error), error) from None


def refuse_conflict(path: Path, data: bytes, advice: str = ANOTHER_NAME) -> None:
    """Raise ``OutputRefused`` where a file of that name with other content is there already."""
    if path.exists() and not is_there(path, data):
        raise OutputRefused(in_the_way(path, advice))


def write_safely(path: Path, data: bytes, *, replace: bool = False, advice: str = ANOTHER_NAME) -> Written:
    """Write a file whole or not at all.

    A file of that name with the same content is left alone. One with other content is refused, or with ``replace`` kept
    beside the new one under a name of its own; ``advice`` says what to do about it.

    Raises:
        OutputRefused: other content is there already, or the place cannot be written to.
    """
    refuse_folder(path.parent)
    with refusing(path, advice):
        return _write(path, data, replace=replace)


@contextmanager
def refusing(path: Path, advice: str = "") -> Iterator[None]:
    """Turn errors of the system into ``OutputRefused``; ``advice`` says what to do where another file may have the name."""
    try:
        yield
    except OSError as error:
        if advice and isinstance(error, FileExistsError):
            raise OutputRefused(in_the_way(path, advice)) from None
        raise OutputRefused(unwritable(path, error), error) from None


def overwrite(path: Path, data: bytes) -> None:
    """Write a file of our own whole or not at all, in place of whatever is there; raises ``OutputRefused``."""
    with refusing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with _finished(path, data) as temporary:
            temporary.replace(path)
    flush_folder(path.parent)


def replace_keeping(path: Path, old: bytes, new: bytes, names: Iterator[Path]) -> Path:
    """Put a new file in the place of an old one and keep the old one beside it; at every moment one of them is there.

    Args:
        path: the file.
        old: its content, as it was read.
        new: the content that takes its place.
        names: names for the old file; the first one that is free is taken.

    Raises:
        OutputRefused: the file was changed meanwhile, is open or read-only, or the folder cannot be written to.
    """
    refuse_changing(path, old)
    kept: Path | None = None
    try:
        with _finished(path, new) as temporary:
            kept = _kept(old, names)
            for each in (kept, temporary):
                each.chmod(stat.S_IMODE(path.stat().st_mode))
            temporary.replace(path)
    except OSError as error:
        if kept:
            kept.unlink(missing_ok=True)
        raise OutputRefused(unwritable(path, error), error) from None
    flush_folder(path.parent)
    return kept


def refuse_changing(path: Path, old: bytes) -> None:
    """Raise ``OutputRefused`` where somebody is at work on a file."""
    with refusing(path):
        for lock, program in ((f"~${path.name}", "Excel"), (f".~lock.{path.name}#", "LibreOffice")):
            if path.with_name(lock).exists():  # the program keeps such a file while it has the workbook open
                raise OutputRefused(
                    f"{path}: is open in {program}. Save and close it there, and run the command again."
                )
        if not path.stat().st_mode & stat.S_IWUSR:
            raise OutputRefused(
                f"{path}: is read-only. Allow changes in the properties of the file, and run the command again."
            )
        now = content_of(path)
    if now != old:
        raise OutputRefused(f"{path}: was changed meanwhile. Save and close it, and run the command again.")


def _kept(old: bytes, names: Iterator[Path]) -> Path:
    for name in names:
        if not name.exists():
            with suppress(FileExistsError), _finished(name, old) as temporary:
                _name(temporary, name)
                return name
    raise FileExistsError(errno.EEXIST, "no name is free for the old file")


@contextmanager
def _finished(path: Path, data: bytes) -> Iterator[Path]:
    """A file beside ``path`` with all its content on the disk; gone afterwards unless it was given its name."""
    temporary = path.with_name(f".{path.stem[:40]}.{secrets.token_hex(4)}.tmp")
    try:
        write_through(temporary, data)
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def write_through(temporary: Path, data: bytes) -> None:
    """Write a new file, all the way to the disk."""
    with temporary.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _write(path: Path, data: bytes, *, replace: bool) -> Written:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        if is_there(path, data):
            return Written(path, Writing.UNCHANGED)
        if not replace:
            raise FileExistsError(path)
    with _finished(path, data) as temporary:
        writing, kept = named(temporary, path, replace=replace)
    flush_folder(path.parent)
    return Written(path, writing, kept)


def named(temporary: Path, path: Path, *, replace: bool) -> tuple[Writing, Path | None]:
    """Give a finished file its name; with ``replace`` one that has it already is kept under another."""
    kept = _set_aside(path) if replace and os.path.lexists(path) else None
    try:
        _name(temporary, path)
    except OSError:
        if kept and not path.exists():
            kept.rename(path)
        raise
    return (Writing.REPLACED if kept else Writing.WRITTEN), kept


def _name(temporary: Path, path: Path) -> None:
    """Give the finished file its name, without taking the place of a file that has appeared there meanwhile."""
    try:
        os.link(temporary, path)  # unlike a rename, a link never replaces
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError(path) from None
        temporary.replace(path)


def _set_aside(path: Path) -> Path:
    kept = next(name for name in replaced_names(path) if not os.path.lexists(name))
    path.rename(kept)
    return kept


def replaced_names(path: Path) -> Iterator[Path]:
    """Yield names for a file that another one replaces, such as ``register (replaced 1).xlsx``."""
    return (path.with_name(f"{path.stem} (replaced {number}){path.suffix}") for number in count(1))


def in_the_way(path: Path, advice: str) -> str:
    """Return the message for a file that has the name already; ``advice`` says what to do about it."""
    return f"{path}: is there already with other content and is left as it is. {advice}"


def name_taken(path: Path, error: NotRegular) -> OutputRefused:
    """The refusal of a name that a folder, a pipe or a device has."""
    return OutputRefused(
        f"{path}: {error.seen}, so no file can have this name. Move it away, or name another folder.", error
    )


def unwritable(path: Path, error: OSError) -> str:
    """Return the message for a file that the system does not let us write."""
    return (
        f"{path}: cannot be written ({reason_of(error)}). Close it if it is open in another program, check that"
        " the folder may be written to and that the disk has room, and run the command again."
    )


def flush_folder(folder: Path) -> None:
    """Make the new name itself safe; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    with suppress(OSError):  # some network file systems cannot; the file itself is flushed
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def same_content(first: bytes, second: bytes) -> bool:
    """Whether two files are the same; Office files are compared part by part, whatever compressed them."""
    if first == second:
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(first)) as one, zipfile.ZipFile(io.BytesIO(second)) as other:
            return one.namelist() == other.namelist() and all(
                one.read(name) == other.read(name) for name in one.namelist()
            )
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return False
