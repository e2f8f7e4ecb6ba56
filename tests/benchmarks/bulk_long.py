"""Ten thousand workbooks: memory stays flat, and the time grows no faster than the work."""

import datetime as dt
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from secor_xl.resources import shipped_letter_templates
from tests.season import originals, season

LONG, SHORT, PIECE = 10_000, 1_000, 1_000
IN_A_PROCESS = "import sys; from tests.benchmarks import bulk_long; bulk_long.main(*sys.argv[1:])"
GROWN, TIMES_AS_LONG = 1.1, 10.5


def long_runs(keep=None):
    """Measure and print; the season is kept in a folder if one is named."""
    with tempfile.TemporaryDirectory() as name:
        folder = keep or Path(name)
        if not (folder / "ready").exists():
            print(f"writing {LONG} workbooks")
            season(folder / "season", LONG, folders=LONG // PIECE)
            (folder / "ready").touch()
        for jobs in (1, 2):
            short, long = (_run(folder / "season", count, jobs, originals()[0]) for count in (SHORT, LONG))
            print(
                f"\n{LONG} workbooks with --jobs {jobs}: {long['seconds']:.1f} s, {LONG / long['seconds']:.0f} a second"
            )
            times = long["seconds"] / short["seconds"]
            print(f"  {times:.2f} times as long as {SHORT} ({short['seconds']:.1f} s); aim at most {TIMES_AS_LONG}")
            print("  memory in MiB (highest within each thousand results; the run itself first)")
            for number, sizes in enumerate(long["memory"], 1):
                print(f"  {number:4}. thousand  " + " ".join(f"{size / 1024:8.1f}" for size in sizes))
            for process, (second, last) in enumerate(zip(long["memory"][1], long["memory"][-1], strict=False)):
                print(f"  process {process}: {last / second:.3f} times the second; aim at most {GROWN}")


def _run(*arguments):
    told = subprocess.run(
        [sys.executable, "-c", IN_A_PROCESS, *map(str, arguments)],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    ).stdout
    return json.loads(told)


def main(folder, count, jobs, day):
    """One run in this process: its seconds, and the memory of each process for each thousand results."""
    from secor_xl.runs.season.run import LetterRun, Request

    folders = sorted(map(str, Path(folder).iterdir()))[: int(count) // PIECE]
    memory = []
    with tempfile.TemporaryDirectory() as out:
        asked = Request(
            tuple(folders), Path(out) / "out", shipped_letter_templates(), dt.date.fromisoformat(day), jobs=int(jobs)
        )
        begun = time.perf_counter()
        for number, result in enumerate(LetterRun(asked, lambda: dt.datetime.now(dt.UTC)).results(), 1):
            assert not result.failure, result.failure
            if number % PIECE == 0:
                memory.append(_highest_since_asked())
        seconds = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "memory": memory}))


def _highest_since_asked():
    """The most memory that this process and each one below it had since the last time, in KiB."""
    return [size for process in ["self", *_below("self")] if (size := _highest(process))]


def _below(process):
    """The processes that a process has started, and theirs; they are found as long as it has one thread for each start."""
    found = []
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        for child in children.read_text().split():
            found += [child, *_below(child)]
    return sorted(found, key=int)


def _highest(process):
    place = Path(f"/proc/{process}")
    try:
        size = next(line for line in (place / "status").read_text().splitlines() if line.startswith("VmHWM"))
        (place / "clear_refs").write_text("5")
    except (OSError, StopIteration):
        return 0
    return int(size.split()[1])
