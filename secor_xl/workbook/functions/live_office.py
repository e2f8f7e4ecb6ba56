"""The office that live cells judge by: ``office.toml``, read again when it has changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from secor_xl.procedure.office import OFFICE_FILE, Office, read_office
from secor_xl.resources import shipped_letter_templates

OfficeSource: TypeAlias = Callable[[], Office]

TEMPLATES_VARIABLE = "SECOR_XL_TEMPLATES"


def environment_folder() -> Path | None:
    """The folder of templates that the environment names; ``None`` where it names none."""
    own = os.environ.get(TEMPLATES_VARIABLE, "")
    return Path(own) if own else None


def templates_folder() -> Path:
    """The folder that the environment names, or the one that comes with the tool; a user's own settings are not asked here."""
    return environment_folder() or shipped_letter_templates()


class OfficeFile:
    """The office of a folder. It is the same object until the file changes: another day, size or folder."""

    def __init__(self, folder: Callable[[], Path] = templates_folder) -> None:
        self._folder = folder
        self._known: tuple[Path, int, int] | None = None
        self._office: Office | None = None

    def __call__(self) -> Office:
        """The office; raises ``DataError`` where the file cannot be used."""
        path = self._folder() / OFFICE_FILE
        try:
            state = path.stat()
            known = (path, state.st_mtime_ns, state.st_size)
        except OSError:
            known = None  # reading it says why
        if self._office is None or known is None or known != self._known:
            self._office, self._known = read_office(path), known
        return self._office


class _InForce:
    source: OfficeSource = OfficeFile()


def use_office(source: OfficeSource) -> OfficeSource:
    """Let live cells take their office from ``source``; gives back where they took it from so far."""
    before, _InForce.source = _InForce.source, source
    return before


def office_in_force() -> Office:
    """The office that live cells judge by; raises ``DataError``."""
    return _InForce.source()
