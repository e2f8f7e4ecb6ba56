"""What install and doctor ask of a computer, so that every answer can be tried out on any other one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import Protocol, TypeAlias

from secor_xl.files import LARGEST

WINDOWS, MAC = "win32", "darwin"
RegistryValue: TypeAlias = str | int | None


@dataclass(frozen=True, slots=True)
class Process:
    """A program that is running."""

    number: int
    name: str
    command: str = ""


class Machine(Protocol):
    """A computer, as far as Excel and our Python are concerned. Paths are texts in the computer's own form."""

    @property
    def platform(self) -> str:
        """``win32``, ``darwin``, or any other word of ``sys.platform``."""

    @property
    def interpreter(self) -> str:
        """The Python that is running."""

    @property
    def base(self) -> str:
        """The folder of the Python that the running one was made from."""

    @property
    def libraries(self) -> str:
        """The folder that xlwings is installed in."""

    @property
    def encoding(self) -> str:
        """The character set of the text files that Excel's macros read."""

    def version(self, package: str) -> str:
        """The version of an installed package."""

    def shipped(self, name: str) -> bytes | None:
        """A file that comes with xlwings."""

    def variable(self, name: str) -> str:
        """An environment variable; empty where it is not set."""

    def registry(self, key: str, name: str = "") -> RegistryValue:
        """A value of the registry, by its key (which begins ``HKCU`` or ``HKLM``) and name; ``None`` where there is none."""

    def keys(self, key: str) -> tuple[str, ...]:
        """The names of the keys below a key of the registry."""

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""

    def names(self, folder: str) -> tuple[str, ...]:
        """What is in a folder; nothing where there is no such folder."""

    def read(self, path: str, most: int = LARGEST) -> bytes | None:
        """The first bytes of a file; ``None`` where it cannot be read."""

    def write(self, path: str, data: bytes) -> None:
        """Write a file whole, in place of whatever is there; raises ``OutputRefused``."""

    def remove(self, path: str) -> None:
        """Remove a file, and its folder where that is empty then; raises ``OutputRefused``."""

    def processes(self) -> tuple[Process, ...]:
        """The running programs that concern Excel and Python."""


def path_on(machine: Machine, *parts: str) -> PurePath:
    """A path in the form of that computer."""
    return PureWindowsPath(*parts) if machine.platform == WINDOWS else PurePosixPath(*parts)


def home(machine: Machine) -> PurePath:
    """The user's own folder, as Excel's macros find it."""
    return path_on(machine, machine.variable("USERPROFILE" if machine.platform == WINDOWS else "HOME"))


def expanded(machine: Machine, text: str) -> str:
    """A text of the registry with its ``%VARIABLES%`` filled in."""
    return re.sub(r"%([^%]+)%", lambda found: machine.variable(found[1]) or found[0], text)


def inside(machine: Machine, path: str, folder: str) -> bool:
    """Whether a path is that folder or below it, as the computer sees it: Windows does not tell capitals apart."""
    return bool(folder) and path_on(machine, path).is_relative_to(path_on(machine, folder))
