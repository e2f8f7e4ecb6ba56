"""Writing a file so that nothing is ever half there, lost, or silently overwritten.

The order is what counts: a temporary file in the same folder, write, flush to the disk, close, and only then the name.
"""

from __future__ import annotations

import io
import os
import secrets
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from secor_xl.errors import SecorError


class OutputRefused(SecorError):
    """A file that was not written; the message says why and what to do."""


class Writing(StrEnum):
    """What became of a file that was to be written."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Written:
    """A file that is there now, and what became of one that was there before."""

    path: Path
    writing: Writing
    kept: Path | None = None


def refuse_conflict(path: Path, data: bytes) -> None:
    """Raise ``OutputRefused`` where a file of that name with other content is there already."""
    try:
        conflict = path.exists() and not same_content(path.read_bytes(), data)
    except OSError as error:
        raise OutputRefused(_unwritable(path, error)) from None
    if conflict:
        raise OutputRefused(_exists(path))


def write_safely(path: Path, data: bytes, *, replace: bool = False) -> Written:
    """Write a file whole or not at all.

    A file of that name with the same content is left alone. One with other content is refused, or with ``replace`` kept
    beside the new one under a name of its own.

    Raises:
        OutputRefused: other content is there already, or the place cannot be written to.
    """
    try:
        return _write(path, data, replace=replace)
    except FileExistsError:
        raise OutputRefused(_exists(path)) from None
    except OSError as error:
        raise OutputRefused(_unwritable(path, error)) from None


def _write(path: Path, data: bytes, *, replace: bool) -> Written:
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = None
    if path.exists():
        if same_content(path.read_bytes(), data):
            return Written(path, Writing.UNCHANGED)
        if not replace:
            raise FileExistsError(path)
    temporary = path.with_name(f".{path.stem[:40]}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if replace and path.exists():
            kept = _set_aside(path)
        try:
            _name(temporary, path)
        except OSError:
            if kept and not path.exists():
                kept.rename(path)
            raise
    finally:
        temporary.unlink(missing_ok=True)
    _flush_folder(path.parent)
    return Written(path, Writing.REPLACED if kept else Writing.WRITTEN, kept)


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
    number = 1
    while (kept := path.with_name(f"{path.stem} (replaced {number}){path.suffix}")).exists():
        number += 1
    path.rename(kept)
    return kept


def _exists(path: Path) -> str:
    return (
        f"{path}: is there already with other content and is left as it is. Write to another folder with --out,"
        " or use --replace, which keeps the old file beside the new one."
    )


def _unwritable(path: Path, error: OSError) -> str:
    return (
        f"{path}: cannot be written ({error.strerror or error}). Close it if it is open in another program, check that"
        " the folder may be written to and that the disk has room, and run the command again."
    )


def _flush_folder(folder: Path) -> None:
    """Make the new name itself safe; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:
        pass  # some network file systems cannot; the file itself is flushed
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
