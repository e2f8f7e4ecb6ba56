"""LibreOffice Calc with our functions, from the side of the tests: one process, one workbook after another."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from secor_xl.workbook.functions.registry import FUNCTIONS
from secor_xl.workbook.schema.geometry import NamedRange
from tests.in_cell.addin import write_add_in
from tests.in_cell.changes import Change
from tests.libreoffice import program_folder, uno_python

ROOT = Path(__file__).parents[2]
PROGRAM = "soffice.bin"  # not its wrapper "soffice", which dies without it


class Calc:
    """A running LibreOffice. What it is asked for is done by ``driver.py``, in a Python that can speak with it.

    Attributes:
        untouched: the content of the workbook that is open, while nothing in it was changed, or all of it was taken back.
    """

    untouched: bytes | None = None

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        programs, python = program_folder(), uno_python()
        assert python
        own = programs / PROGRAM
        command = [python, str(Path(__file__).with_name("driver.py")), str(own), (folder / "profile").as_uri()]
        # Our own checkout and nothing else: what runs in a cell needs the standard library alone.
        environment = {**_led_by(python), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        self._driver = subprocess.Popen(
            [*command, *write_add_in(folder, FUNCTIONS, programs)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def ask(self, do: str, **what: Any) -> Any:
        """Let the driver do something."""
        assert self._driver.stdin
        assert self._driver.stdout
        self._driver.stdin.write(json.dumps([do, what]) + "\n")
        self._driver.stdin.flush()
        line = self._driver.stdout.readline()
        assert line, f"LibreOffice's driver ended with {self._driver.wait(60)}"
        told = json.loads(line)
        if "error" in told:
            raise AssertionError(f"{do} {what}: {told['error']}")
        return told["answer"]

    def open(self, content: bytes, name: str = "review.xlsx") -> int:
        """Open a workbook; gives the number of its formulas that call our functions."""
        self.untouched = None
        path = self.folder / name
        path.write_bytes(content)
        return int(self.ask("open", url=path.as_uri(), functions=[function.name for function in FUNCTIONS]))

    def put(self, sheet: str, cell: str, value: object) -> None:
        """Type something into a cell; a formula stands in a list."""
        self.ask("put", sheet=sheet, cell=cell, value=value)

    def read(self, rectangles: Mapping[str, NamedRange]) -> dict[str, list[list[str | float | None]]]:
        """The values of rectangles; ``None`` is an error."""
        wanted = {name: (block.sheet, block.cells) for name, block in rectangles.items()}
        told: dict[str, list[list[str | float | None]]] = self.ask("read", ranges=wanted)
        return told

    @contextmanager
    def typed(self, change: Change) -> Iterator[None]:
        """A change that is taken back with the block."""
        stood = self.ask("entered", sheet=change.sheet, cell=change.cell)
        self.put(change.sheet, change.cell, change.typed)
        yield
        self.put(change.sheet, change.cell, [stood])

    def errors(self) -> list[str]:
        """Where formulas show an error, anywhere in the workbook."""
        told: list[str] = self.ask("errors")
        return told

    def recalculate(self, times: int = 1) -> float:
        """Calculate every formula anew; gives the seconds of one time."""
        return float(self.ask("recalculate", times=times))

    def saved(self, name: str, form: str = "Calc MS Excel 2007 XML") -> Path:
        """A copy as LibreOffice writes it."""
        path = self.folder / name
        self.ask("save", url=path.as_uri(), form=form)
        return path

    def end(self) -> None:
        """End LibreOffice and its driver."""
        assert self._driver.stdin
        self._driver.stdin.close()
        self._driver.wait(60)
        assert self._driver.stdout
        self._driver.stdout.close()


def _led_by(python: str) -> dict[str, str]:
    """The environment with LibreOffice's Python first on the path: by the first it finds, it finds its library."""
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    return {**environment, "PATH": os.pathsep.join([str(Path(python).parent), environment.get("PATH", "")])}


@contextmanager
def running_calc(folder: Path) -> Iterator[Calc]:
    """A LibreOffice that ends with the block."""
    calc = Calc(folder)
    try:
        yield calc
    finally:
        calc.end()
