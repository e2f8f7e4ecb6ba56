"""A hostile file costs no more than an honest one: it is refused, or read, within a second and 300 MB."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from secor_xl.errors import MOST_FAULTS
from tests.workbook.hostile_files import HOSTILE

MOST_SECONDS, MOST_MEGABYTES = 4, 300
"""A second on a machine that does nothing else; these tests share theirs."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the most memory of a process is asked of Linux")


Costs = Callable[[Path], tuple[str, float, float, int]]


@pytest.fixture(scope="module")
def costs() -> Iterator[Costs]:
    """The outcome of reading a file, the seconds of reading and of the first look, and the most memory in MB."""
    command = [sys.executable, "-m", "tests.workbook.hostile_files"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdin
        assert reader.stdout
        asked, answers = reader.stdin, reader.stdout

        def of(path: Path) -> tuple[str, float, float, int]:
            print(path, file=asked, flush=True)
            outcome, read, looked, memory = json.loads(answers.readline())
            return outcome, read, looked, memory

        yield of
        asked.close()


@pytest.mark.parametrize("build", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_file_costs_little_time_and_memory(build: Callable[[], bytes], costs: Costs, tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    path.write_bytes(build())
    outcome, read, looked, memory = costs(path)
    path.unlink()
    assert outcome == "read" or outcome.endswith(".")
    assert "ask the sender" not in outcome.lower()
    assert max(read, looked) < MOST_SECONDS
    assert memory < MOST_MEGABYTES


def segments(count: int) -> str:
    return ".".join(["a"] * count)


TEXTS = {
    "one dotted key": segments(60_000) + " = 1",
    "a dotted header": f"[{segments(60_000)}]",
    "dotted keys in an inline table": f"x = {{{segments(60_000)} = 1}}",
    "many keys under a dotted header": f"[{segments(64)}]\n" + "".join(f"b{n} = 1\n" for n in range(20_000)),
    "many dotted keys": "".join(f"{segments(60)}.b{n} = 1\n" for n in range(2_000)),
    "a quoted key": f'"{"a" * 200_000}" = 1',
    "many keys": "".join(f"k{n} = 1\n" for n in range(18_000)),
    "many tables": "[[elements]]\n" * 18_000,
    "many rules": "[instrument]\nid = 'a'\n" + "[[elements]]\nletter = 'A'\n" + "[[consistency]]\nid = 'a'\n" * 7_000,
    "a long list": "x = [" + "1," * 100_000 + "]",
    "lists in lists": "x = " + "[" * 200_000,
    "a long number": "x = " + "1" * 200_000,
    "a long text": 'x = "' + "\\n" * 100_000 + '"',
    "a text that is too long": "# " + "x" * 400_000,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_the_text_of_an_instrument_costs_little_too(text: str, costs: Costs, tmp_path: Path) -> None:
    path = tmp_path / "instrument.toml"
    path.write_text(text)
    outcome, read, _, memory = costs(path)
    assert len(outcome.splitlines()) <= MOST_FAULTS + 1
    assert max(map(len, outcome.splitlines())) < 2_000
    assert "read" not in outcome.split()
    assert read < MOST_SECONDS
    assert memory < MOST_MEGABYTES
