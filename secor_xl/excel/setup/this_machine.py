"""The computer that we run on."""

from __future__ import annotations

import locale
import os
import sys
from contextlib import suppress
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from secor_xl.excel.setup.machine import Process, RegistryValue
from secor_xl.files import LARGEST, open_regular
from secor_xl.runs.output import OutputRefused, overwrite, unwritable

ROOTS = {"HKCU": "HKEY_CURRENT_USER", "HKLM": "HKEY_LOCAL_MACHINE"}
CONCERNED = "SELECT ProcessId, Name, CommandLine FROM Win32_Process WHERE Name LIKE 'python%' OR Name = 'EXCEL.EXE'"


class ThisMachine:
    """See ``Machine``."""

    platform = sys.platform
    interpreter = sys.executable
    base = sys.base_prefix
    libraries = str(Path(str(files("xlwings"))).parent)
    encoding = locale.getencoding()

    def version(self, package: str) -> str:
        """The version of an installed package."""
        return version(package)

    def shipped(self, name: str) -> bytes | None:
        """A file that comes with xlwings."""
        file = files("xlwings").joinpath(name)
        return file.read_bytes() if file.is_file() else None

    def variable(self, name: str) -> str:
        """An environment variable; empty where it is not set."""
        return os.environ.get(name, "")

    def registry(self, key: str, name: str = "") -> RegistryValue:
        """A value of the registry, in whichever of its two halves (64 and 32 bits) it stands."""
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
        """The names of the keys below a key of the registry."""
        found: list[str] = []
        if sys.platform == "win32":
            import winreg  # noqa: PLC0415 - only there

            root, _, path = key.partition("\\")
            with suppress(OSError), winreg.OpenKey(getattr(winreg, ROOTS[root]), path) as opened:
                found.extend(winreg.EnumKey(opened, number) for number in range(winreg.QueryInfoKey(opened)[0]))
        return tuple(found)

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""
        try:
            return Path(path).is_file()
        except (OSError, ValueError):
            return False

    def names(self, folder: str) -> tuple[str, ...]:
        """What is in a folder; nothing where there is no such folder."""
        try:
            return tuple(sorted(each.name for each in Path(folder).iterdir()))
        except OSError:
            return ()

    def read(self, path: str, most: int = LARGEST) -> bytes | None:
        """The first bytes of a file; ``None`` where it cannot be read."""
        file = Path(path)
        is_mark = self.platform == "win32" and ":" in file.name  # a second stream of a file
        try:
            with file.open("rb") if is_mark else open_regular(file) as stream:
                return stream.read(most)
        except (OSError, ValueError):
            return None

    def write(self, path: str, data: bytes) -> None:
        """Write a file whole, in place of whatever is there."""
        overwrite(Path(path), data)

    def remove(self, path: str) -> None:
        """Remove a file, and its folder where that is empty then."""
        file = Path(path)
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise OutputRefused(unwritable(file, error), error) from None
        with suppress(OSError):  # it holds something else
            file.parent.rmdir()

    def processes(self) -> tuple[Process, ...]:
        """The running programs that concern Excel and Python; none where Windows does not say."""
        try:
            # It comes with xlwings, on Windows only.
            from win32com.client import GetObject  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415

            found = GetObject("winmgmts:").ExecQuery(CONCERNED)
            return tuple(Process(int(each.ProcessId), str(each.Name), each.CommandLine or "") for each in found)
        except Exception:  # noqa: BLE001 - the service may be switched off; the check then says nothing
            return ()
