"""A computer made of dictionaries: any Windows or macOS, with anything installed, set or broken."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import PurePath

from secor_xl import __version__
from secor_xl.excel.setup.machine import Machine, Process, RegistryValue
from secor_xl.runs.output import OutputRefused

USER = r"C:\Users\Jo"
ENVIRONMENT = rf"{USER}\AppData\Roaming\uv\tools\secor-xl"
PYTHON = rf"{ENVIRONMENT}\Scripts\python.exe"
EXCEL = r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"
APP_PATH = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
MAC_ENVIRONMENT = "/Users/jo/.local/share/uv/tools/secor-xl"


def program(machine: int) -> bytes:
    """The first bytes of a Windows program for a processor."""
    head = bytearray(512)
    head[:2] = b"MZ"
    head[0x3C:0x40] = struct.pack("<I", 0x100)
    head[0x100:0x106] = b"PE\0\0" + struct.pack("<H", machine)
    return bytes(head)


@dataclass
class FakeMachine(Machine):
    """A computer whose files and registry are dictionaries."""

    platform: str = "win32"
    interpreter: str = PYTHON
    base: str = rf"{USER}\AppData\Roaming\uv\python\cpython-3.12"
    libraries: str = rf"{ENVIRONMENT}\Lib\site-packages"
    encoding: str = "cp1252"
    xlwings: str = "0.37.8"
    variables: dict[str, str] = field(default_factory=dict)
    values: dict[tuple[str, str], RegistryValue] = field(default_factory=dict)
    files: dict[PurePath, bytes] = field(default_factory=dict)
    running: tuple[Process, ...] = ()
    locked: set[PurePath] = field(default_factory=set)
    script: bytes | None = b"on VbaHandler"

    def put(self, path: str, data: bytes = b"x") -> None:
        self.files[self.path(path)] = data

    def take(self, path: str) -> None:
        del self.files[self.path(path)]

    def set(self, key: str, name: str, value: RegistryValue) -> None:
        self.values[key.lower(), name.lower()] = value

    def version(self, package: str) -> str:
        return {"xlwings": self.xlwings}[package]

    def shipped(self, name: str) -> bytes | None:
        return self.script if name == f"xlwings-{self.xlwings}.applescript" else None

    def variable(self, name: str) -> str:
        return self.variables.get(name, "")

    def registry(self, key: str, name: str = "") -> RegistryValue:
        return self.values.get((key.lower(), name.lower()))

    def keys(self, key: str) -> tuple[str, ...]:
        start = f"{key.lower()}\\"
        return tuple(dict.fromkeys(each[len(start) :] for each, _ in self.values if each.startswith(start)))

    def exists(self, path: str | PurePath) -> bool:
        return self.path(path) in self.files

    def names(self, folder: str | PurePath) -> tuple[str, ...]:
        at = self.path(folder)
        depth = len(at.parts)
        inside = [path for path in self.files if path.is_relative_to(at) and len(path.parts) > depth]
        return tuple(dict.fromkeys(path.parts[depth] for path in inside))

    def read(self, path: str | PurePath, most: int = -1) -> bytes | None:
        data = self.files.get(self.path(path))
        return data if data is None or most < 0 else data[:most]

    def write(self, path: str | PurePath, data: bytes) -> None:
        self._refuse_locked(path)
        self.files[self.path(path)] = data

    def remove(self, path: str | PurePath) -> None:
        self._refuse_locked(path)
        self.files.pop(self.path(path), None)

    def _refuse_locked(self, path: str | PurePath) -> None:
        if self.path(path) in self.locked:
            raise OutputRefused(f"{path}: cannot be written (Permission denied).")

    def processes(self) -> tuple[Process, ...]:
        return self.running


def windows() -> FakeMachine:
    """A Windows computer on which all is well, but nothing is installed yet."""
    machine = FakeMachine()
    machine.variables = {
        "USERPROFILE": USER,
        "APPDATA": rf"{USER}\AppData\Roaming",
        "TEMP": rf"{USER}\AppData\Local\Temp",
        "OneDrive": rf"{USER}\OneDrive",
    }
    machine.put(PYTHON)
    machine.put(rf"{ENVIRONMENT}\Scripts\pythonw.exe")
    machine.put(rf"{ENVIRONMENT}\xlwings64-0.37.8.dll")
    machine.put(rf"{ENVIRONMENT}\xlwings32-0.37.8.dll")
    machine.put(rf"{ENVIRONMENT}\Lib\site-packages\secor_xl-{__version__}.dist-info\METADATA")
    machine.put(EXCEL, program(0x8664))
    machine.set(APP_PATH, "", EXCEL)
    return machine


def mac() -> FakeMachine:
    """A Mac on which nothing is installed yet."""
    machine = FakeMachine(
        platform="darwin",
        interpreter=f"{MAC_ENVIRONMENT}/bin/python",
        base="/Users/jo/.local/share/uv/python/cpython-3.12",
        libraries=f"{MAC_ENVIRONMENT}/lib/python3.12/site-packages",
        encoding="utf-8",
        variables={"HOME": "/Users/jo"},
    )
    machine.put(f"{MAC_ENVIRONMENT}/bin/python")
    machine.put(f"{MAC_ENVIRONMENT}/lib/python3.12/site-packages/secor_xl-{__version__}.dist-info/METADATA")
    return machine


def linux() -> FakeMachine:
    """A computer without any Excel."""
    return FakeMachine(
        platform="linux",
        interpreter="/usr/bin/python3",
        base="/usr",
        libraries="/usr/lib/python3",
        variables={"HOME": "/home/jo"},
    )
