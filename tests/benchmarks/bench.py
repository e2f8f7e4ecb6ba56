"""Speed, as ratios side by side in one run: ours against the plain way, on the same workbook and the same letter.

    uv run python tests/benchmarks/bench.py

The plain way is what a script would do: openpyxl's ``load_workbook``, then one ``DocxTemplate.render``; it neither judges nor
checks anything. Ours reads, judges, plans, renders, checks and writes. Nothing here fails: machines differ, ratios are read.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl
from docxtpl import DocxTemplate

sys.path.insert(0, str(Path(__file__).parents[2]))  # for what the tests have: ranges as Excel hands them over

from secor_xl.judgement.assessment import assess
from secor_xl.letters.plan import planned_letters
from secor_xl.procedure.instrument import read_instrument
from secor_xl.resources import shipped_instrument, shipped_letter_templates
from secor_xl.runs.new_workbook import make_workbook
from secor_xl.runs.single_workbook import ReviewService
from secor_xl.samples.employers import samples
from secor_xl.workbook.functions import live_results
from secor_xl.workbook.functions.arguments import as_range, cell_value
from secor_xl.workbook.functions.live_results import answer
from secor_xl.workbook.functions.registry import FUNCTIONS
from secor_xl.workbook.functions.results import computed_values
from secor_xl.workbook.reading.read_workbook import read_workbook
from secor_xl.workbook.writing.build import build_workbook
from tests.benchmarks.bench_click import click_to_letter
from tests.workbook.live_ranges import handed

ROUNDS = 15
RECALCULATION_TARGET = 25


def milliseconds(function):
    start = time.perf_counter()
    function()
    return (time.perf_counter() - start) * 1000


def side_by_side(title, **functions):
    """Run the functions in turn, again and again, so that a noisy machine is noisy for all of them."""
    for function in functions.values():
        function()
    times: dict[str, list[float]] = {name: [] for name in functions}
    for _ in range(ROUNDS):
        for name, function in functions.items():
            times[name].append(milliseconds(function))
    medians = {name: statistics.median(each) for name, each in times.items()}
    base = medians["plain"]
    print(f"\n{title}")
    for name, median in medians.items():
        ratio = "" if name == "plain" else f"{base / median:6.1f} times as fast"
        print(f"  {name:28} {median:8.2f} ms {ratio}")


def live_cells(assessment):
    """One recalculation of all Python cells: every function is called with the same ranges, each time as new objects."""
    content = build_workbook(assessment, live=True)

    def calls(*, shared):
        """The time of our own code in each call; what Excel and xlwings need to hand the ranges over is not in it."""
        given = [handed(content) for _ in FUNCTIONS]
        live_results.judged_ranges.cache_clear()
        for function, values in zip(FUNCTIONS, given, strict=True):
            if not shared:
                live_results.judged_ranges.cache_clear()
            yield milliseconds(lambda function=function, values=values: answer(function, values))

    def recalculation(*, shared):
        rounds = [list(calls(shared=shared)) for _ in range(ROUNDS)]
        return sum(map(statistics.median, zip(*rounds, strict=True)))

    together, alone = recalculation(shared=True), recalculation(shared=False)
    print(f"\nall Python cells of a completed workbook ({len(FUNCTIONS)} functions; at most {RECALCULATION_TARGET} ms)")
    print(f"  {'one reading for all':28} {together:8.2f} ms")
    print(f"  {'a reading for each':28} {alone:8.2f} ms {alone / together:6.1f} times as long")
    ranges = [as_range(value) for value in handed(content)]

    def areas():
        return {
            name: [[cell_value(value) for value in row] for row in rows]
            for name, rows in zip(live_results.RANGES, ranges, strict=True)
        }

    made, case = areas(), assessment.case
    parts = {
        "values as the cells mean them": areas,
        "read": lambda: live_results.read_ranges(made),
        # A judgement is made when somebody asks for it: the words do.
        "judge, and words for the cells": lambda: computed_values(
            assess(case.review, instrument=case.instrument, office=case.office, as_of=case.as_of)
        ),
    }
    known = {name: statistics.median(milliseconds(function) for _ in range(ROUNDS)) for name, function in parts.items()}
    known[f"to know the ranges again, {len(FUNCTIONS) - 1}x"] = together - sum(known.values())
    for name, spent in known.items():
        print(f"    {name:30} {spent:8.2f} ms")


def main():
    instrument = read_instrument(shipped_instrument())
    sample = next(each for each in samples(instrument) if each.expected_outcome.value == "request corrections")
    templates = shipped_letter_templates()
    with tempfile.TemporaryDirectory() as folder:
        service = ReviewService(templates, sample.as_of)
        path = Path(folder) / "review.xlsx"
        make_workbook(path, sample.review, instrument, service)
        judged = service.judge(path)
        letter = service.plan(judged)[0]
        count = iter(range(1 << 30))

        def plain_read():
            book = openpyxl.load_workbook(path, data_only=True)
            return [list(sheet.iter_rows(values_only=True)) for sheet in book]

        def plain_letter():
            template = DocxTemplate(templates / f"{letter.kind.value.replace(' ', '_')}.docx")
            template.render(dict(letter.context), autoescape=True)
            template.save(Path(folder) / f"plain{next(count)}.docx")

        def plain_way():
            plain_read()
            plain_letter()

        def ours(*, write=True):
            made = service.judge(path)
            if write:
                service.write(service.plan(made), Path(folder) / f"out{next(count)}")
            else:
                service.rendered(service.plan(made), Path(folder) / "out")

        print(
            f"one workbook of {len(instrument.questions)} questions ({path.stat().st_size // 1024} KiB), warm process"
        )
        side_by_side("read", plain=plain_read, ours=lambda: read_workbook(path))
        side_by_side("check (read and judge)", plain=plain_read, ours=lambda: service.judge(path).assessment.outcome)
        side_by_side("letter from the judgement", plain=plain_letter, ours=lambda: service.templates.render(letter))
        side_by_side(
            "workbook to checked letter",
            **{"plain": plain_way, "ours": ours, "ours, not written": lambda: ours(write=False)},
        )
        live_cells(judged.assessment)
        print("\nwhere our time goes")
        read = read_workbook(path)
        parts = {
            "read": lambda: read_workbook(path),
            "judge": lambda: (
                assess(read.review, instrument=instrument, office=service.office, as_of=sample.as_of).outcome
            ),
            "plan": lambda: planned_letters(judged.assessment, letter_date=sample.as_of),
            "render and check": lambda: service.templates.render(letter),
        }
        for name, function in parts.items():
            print(f"  {name:28} {statistics.median(milliseconds(function) for _ in range(ROUNDS)):8.2f} ms")

    click_to_letter(sample)

    def start(*arguments):
        return lambda: subprocess.run([sys.executable, *arguments], check=True, capture_output=True)

    side_by_side(
        "start-up (whole process)",
        plain=start("-c", "import openpyxl, docxtpl"),
        **{"python alone": start("-c", ""), "secor-xl --help": start("-m", "secor_xl", "--help")},
    )


if __name__ == "__main__":
    main()
