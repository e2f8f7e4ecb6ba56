"""The status of a season beside the plain way, in processor time of one process: the first time, and again on that day.

    uv run python -m tests.benchmarks.bench_status [--count N]

The plain way is what a script would do: open every workbook with openpyxl and read all its cells; it judges nothing.
"""

import argparse
import tempfile
import time
import warnings
from pathlib import Path

import openpyxl

from secor_xl.resources import shipped_letter_templates
from secor_xl.runs.status.season_status import StatusRequest, season_status
from tests.season import season

PLAIN_COUNT = 40


def spent(work, *arguments):
    """Return the processor time of a call in seconds."""
    before = time.process_time()
    work(*arguments)
    return time.process_time() - before


def plain(files):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl drops some formatting and says so
        for file in files:
            for sheet in openpyxl.load_workbook(file, data_only=True):
                list(sheet.iter_rows(values_only=True))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000, help="how many workbooks")
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary, "season")
        day = season(folder, count)
        templates, profile = shipped_letter_templates(), Path(temporary, "profile")
        asked = StatusRequest((str(folder),), templates, day, within=7, jobs=1, profile=profile)
        files = sorted(folder.iterdir())[:PLAIN_COUNT]
        plain_each = spent(plain, files) / len(files)
        print(f"openpyxl: {1000 * plain_each:.2f} ms of processor time for each workbook (of {len(files)})")
        for name in ("first status", "status again"):
            processor = spent(season_status, asked)
            ratio = plain_each * count / processor
            print(f"{name} of {count}: {processor:.2f} s of processor time, {ratio:.1f} times as fast")


if __name__ == "__main__":
    main()
