"""The computer that install and doctor examine. The tests put computers made of dictionaries in its place."""

from __future__ import annotations

import locale
import os
import re
import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import TypeAlias

from secor_xl.files import LARGEST, open_regular
from secor_xl.runs.output import OutputRefused, overwrite, unwritable

WINDOWS, MAC = "win32", "darwin"
ROOTS = {"HKCU": "HKEY_CURRENT_USER", "HKLM": "HKEY_LOCAL_MACHINE"}
PROCESSES = "SELECT ProcessId, Name, CommandLine FROM Win32_Process WHERE Name LIKE 'python%' OR Name = 'EXCEL.EXE'"
RegistryValue: TypeAlias = str | int | None


@dataclass(frozen=True, slots=True)
class Process:
    """A running program: its process id, name and command line."""

    number: int
    name: str
    command: str = ""


class Machine:
    """The computer of this process. Paths are texts in the computer's own form.

    Attributes:
        platform: ``win32``, ``darwin``, or any other word of ``sys.platform``.
        interpreter: the Python that is running.
        base: the folder of the Python that the running one was made from.
        libraries: the folder that xlwings is installed in.
        encoding: the character set of the text files that Excel's macros read.
    """

    platform: str = sys.platform
    interpreter: str = sys.executable
    base: str = sys.base_prefix
    libraries: str = str(Path(str(files("xlwings"))).parent)
    encoding: str = locale.getencoding()

    def version(self, package: str) -> str:
        """Return the version of an installed package."""
        return version(package)

    def shipped(self, name: str) -> bytes | None:
        """Read a file of the installed xlwings; ``None`` where it has none of that name."""
        file = files("xlwings").joinpath(name)
        return file.read_bytes() if file.is_file() else None

    def variable(self, name: str) -> str:
        """Return an environment variable; empty where it is not set."""
        return os.environ.get(name, "")

    def registry(self, key: str, name: str = "") -> RegistryValue:
        """Return a value of the registry, of 64 bits or else of 32; ``None`` where there is none.

        Args:
            key: the key, beginning with ``HKCU`` or ``HKLM``.
            name: the name of the value; the key's own value if left out.
        """
        if sys.platform == "win32":
            import winreg  # noqa: PLC0415 - only there

            root, _, path = key.partition("\\")
            for half in (winreg.KEY_READ | winreg.KEY_WOW64_64KEY, winreg.KEY_READ | winreg.KEY_WOW64_32KEY):
                with suppress(OSError), winreg.OpenKey(getattr(winreg, ROOTS[root]), path, access=half) as opened:
                    value = winreg.QueryValueEx(opened, name)[0]
                    if isinstance(value, str | int):
                        return value
        return None

    def keys(self, key: str) -> tuple[str, ...]:
        """Return the names of the keys below a key of the registry."""
        found: list[str] = []
        if sys.platform == "win32":
            import winreg  # noqa: PLC0415 - only there

            root, _, path = key.partition("\\")
            with suppress(OSError), winreg.OpenKey(getattr(winreg, ROOTS[root]), path) as opened:
                found.extend(winreg.EnumKey(opened, number) for number in range(winreg.QueryInfoKey(opened)[0]))
        return tuple(found)

    def exists(self, path: str | PurePath) -> bool:
        """Tell whether there is such a file."""
        try:
            return Path(path).is_file()
        except (OSError, ValueError):
            return False

    def names(self, folder: str | PurePath) -> tuple[str, ...]:
        """List a folder; empty where there is none."""
        try:
            return tuple(sorted(each.name for each in Path(folder).iterdir()))
        except OSError:
            return ()

    def read(self, path: str | PurePath, most: int = LARGEST) -> bytes | None:
        """Read the first bytes of a file; ``None`` where it cannot be read."""
        file = Path(path)
        is_stream = self.platform == WINDOWS and ":" in file.name  # a second stream of a file, such as its origin
        try:
            with file.open("rb") if is_stream else open_regular(file) as opened:
                return opened.read(most)
        except (OSError, ValueError):
            return None

    def write(self, path: str | PurePath, data: bytes) -> None:
        """Write a whole file over the one that is there; raises ``OutputRefused``."""
        overwrite(Path(path), data)

    def remove(self, path: str | PurePath) -> None:
        """Remove a file, and its folder if that is empty then; raises ``OutputRefused``."""
        file = Path(path)
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise OutputRefused(unwritable(file, error), error) from None
        with suppress(OSError):  # other files are in it
            file.parent.rmdir()

    def processes(self) -> tuple[Process, ...]:
        """List the running Excels and Pythons; empty where Windows does not answer."""
        try:
            # It comes with xlwings, on Windows only.
            from win32com.client import GetObject  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415

            found = GetObject("winmgmts:").ExecQuery(PROCESSES)
            return tuple(Process(int(each.ProcessId), str(each.Name), each.CommandLine or "") for each in found)
        except Exception:  # noqa: BLE001 - the service may be switched off; the check then finds nothing
            return ()

    def path(self, *parts: str | PurePath) -> PurePath:
        """Return a path in the form of this computer."""
        return PureWindowsPath(*parts) if self.platform == WINDOWS else PurePosixPath(*parts)

    @property
    def home(self) -> PurePath:
        """The user's own folder, where Excel's macros look for it."""
        return self.path(self.variable("USERPROFILE" if self.platform == WINDOWS else "HOME"))

    def expanded(self, text: str) -> str:
        """Fill in the ``%VARIABLES%`` of a text."""
        return re.sub(r"%([^%]+)%", lambda found: self.variable(found[1]) or found[0], text)

    def inside(self, path: str, folder: str) -> bool:
        """Tell whether a path is a folder or below it; Windows does not tell capitals apart."""
        return bool(folder) and self.path(path).is_relative_to(self.path(folder))
