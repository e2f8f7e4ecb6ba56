"""The office that live cells are judged by: ``office.toml`` and its instruments, read again when they have changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from secor_xl.procedure.office import OFFICE_FILE, Office, read_office
from secor_xl.procedure.office_instruments import instrument_files
from secor_xl.resources import shipped_letter_templates

OfficeSource: TypeAlias = Callable[[], Office]

TEMPLATES_VARIABLE = "SECOR_XL_TEMPLATES"


def environment_folder() -> Path | None:
    """Return the folder of templates that the environment names; ``None`` where it names none."""
    own = os.environ.get(TEMPLATES_VARIABLE, "")
    return Path(own) if own else None


def templates_folder() -> Path:
    """Return the folder that the environment names, or the shipped one; settings of the user are not read here."""
    return environment_folder() or shipped_letter_templates()


class OfficeFile:
    """The office of a folder: the same object until the time or size of one of its files changes."""

    def __init__(self, folder: Callable[[], Path] = templates_folder) -> None:
        self._folder = folder

    def __call__(self) -> Office:
        """Return the office; raises ``DataError`` where the file cannot be used."""
        folder = self._folder()
        path = folder / OFFICE_FILE
        try:
            state = tuple(
                (each, each.stat().st_mtime_ns, each.stat().st_size) for each in (path, *instrument_files(folder))
            )
        except OSError:
            return read_office(path)  # which says why
        return _office_of(path, state)


@lru_cache(maxsize=1)
def _office_of(path: Path, _state: tuple[tuple[Path, int, int], ...]) -> Office:
    return read_office(path)


class _InForce:
    source: OfficeSource = OfficeFile()


def use_office(source: OfficeSource) -> OfficeSource:
    """Take the office of live cells from ``source``; returns the source that was in use before."""
    before, _InForce.source = _InForce.source, source
    return before


def office_in_force() -> Office:
    """Return the office that live cells are judged by; raises ``DataError``."""
    return _InForce.source()
