"""A season's letters at once, as ratios side by side in one run: ours, the plain way, mail merge, and the floor.

    uv run --group bench python -m tests.benchmarks.bench_bulk [--count N] [--rounds N] [--long]

Every way runs in a process of its own, in turns with the others, so that a noisy machine is noisy for all of them. The plain way
is what a script would do, and is given the letters' contexts for free; it neither judges nor checks nor flushes anything.
Nothing here fails: machines differ, ratios are read. The aims are for a season of 2,000 workbooks (half an hour for each shape);
in a small one the start of the processes weighs more.
"""

import argparse
import importlib.util
import statistics
import tempfile
from collections import Counter
from pathlib import Path

from tests.benchmarks.bulk_long import long_runs
from tests.benchmarks.bulk_material import material
from tests.benchmarks.bulk_ways import BREAK_EVEN, measured

FASTER_ON_ONE, FASTER_ON_TWO, TIMES_THE_FLOOR = 15, 28, 2.5


def in_turns(ways, folder, rounds):
    """The measurements of each way, taken in turns."""
    taken: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
    for number in range(rounds):
        for way in ways if number % 2 == 0 else reversed(ways):
            taken[way].append(measured(way, folder))
    return taken


def median(taken, what="seconds"):
    return statistics.median(each[what] for each in taken)


def ratio(taken, over, what="seconds"):
    """The median of the ratios of neighbours in time, which a slow minute spoils less than the ratio of the medians."""
    return statistics.median(one[what] / other[what] for one, other in zip(taken, over, strict=True))


def table(title, taken, each, base):
    """Milliseconds for each letter or workbook, and the ratio to a way that is the measure of the others."""
    print(f"\n{title}")
    print(f"  {'':26} {'ms each':>9} {'a second':>9} {'processor':>10}   ")
    for way, measurements in taken.items():
        seconds, processor = median(measurements), median(measurements, "processor")
        words = "" if way == base else f"{ratio(taken[base], measurements):7.2f} times as fast"
        spent = "" if way == "two" else f"{1000 * processor / each:10.2f}"
        print(f"  {way.replace('_', ' '):26} {1000 * seconds / each:9.2f} {each / seconds:9.1f} {spent:>10}   {words}")


def against_the_plain_way(folder, made, rounds):
    taken = in_turns(["plain", "ours", "two"], folder, rounds)
    table("whole run, for each letter", taken, len(made.letters), "plain")
    for way, aim in (("ours", FASTER_ON_ONE), ("two", FASTER_ON_TWO)):
        whole = ratio(taken["plain"], taken[way], "process")
        print(f"  {way}: aim {aim} times as fast; {whole:.2f} times with the start of Python and all that is loaded")


def letters_alone(folder, made, rounds):
    ways = ["plain_letters", "our_letters", "our_letters_unflushed"]
    if importlib.util.find_spec("mailmerge"):
        ways.insert(1, "mail_merge")
    else:
        print("\ndocx-mailmerge2 is not installed, so it is not measured")
    table("letters alone, for each letter", in_turns(ways, folder, rounds), len(made.letters), "plain_letters")
    print(
        f"  {len(made.merge_templates)} templates for mail merge: it knows fields and table rows that repeat. Decided for it"
    )
    print(
        "  beforehand: which paragraphs and tables there are; lines that repeat stand in one paragraph. Not made by it:"
    )
    print("  title and dates of the document, the check that everything has arrived, names that never overwrite.")


def against_the_floor(folder, made, rounds):
    ways = ["floor", "ours", "floor_unflushed", "nothing_safe", "floor_own_reader", "floor_reading"]
    taken = in_turns(ways, folder, rounds)
    table("against the floor, for each workbook", taken, len(made.workbooks), "floor")
    for one, other in (("ours", "floor"), ("nothing_safe", "floor_unflushed"), ("ours", "floor_own_reader")):
        told = " and ".join(
            f"{ratio(taken[one], taken[other], what):.2f} ({words})"
            for what, words in (("seconds", "by the clock"), ("processor", "of the processor"))
        )
        print(f"  {one.replace('_', ' ')}: {told} times {other.replace('_', ' ')}; aim at most {TIMES_THE_FLOOR}")


def where_it_goes(folder, made, rounds):
    taken = [measured("phases", folder) for _ in range(rounds)]
    print("\nwhere the time of a run in one process goes, for each workbook (letters are written meanwhile)")
    whole = statistics.median(each["seconds"] for each in taken)
    for part in taken[0]["parts"]:
        seconds = statistics.median(each["parts"][part] for each in taken)
        print(f"  {part:26} {1000 * seconds / len(made.workbooks):9.3f} ms {100 * seconds / whole:6.1f} %")


def safety(folder, made, rounds):
    taken = in_turns(["ours", "unflushed", "unnamed", "records_unflushed", "nothing_safe"], folder, rounds)
    table("what it costs that no crash loses or halves a letter, for each workbook", taken, len(made.workbooks), "ours")


def skipping(folder, made, rounds):
    taken = in_turns(["ours", "again", "floor_reading"], folder, rounds)
    table("a second run over unchanged workbooks, for each workbook", taken, len(made.workbooks), "ours")


def break_even(folder, made, rounds):
    print("\nfrom how many workbooks two processes are worth their start (milliseconds, whole run)")
    for count in (each for each in BREAK_EVEN if each <= len(made.workbooks)):
        one, two = in_turns([f"{count} in 1", f"{count} in 2"], folder, rounds).values()
        print(
            f"  {count:5} {1000 * median(one):9.0f} {1000 * median(two):9.0f} {ratio(two, one):7.2f} times as long in two"
        )


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--count", type=int, default=300, help="workbooks in a season")
    arguments.add_argument("--rounds", type=int, default=3, help="how often each way is measured")
    arguments.add_argument("--long", action="store_true", help="only memory and time of 10,000 workbooks")
    arguments.add_argument("--keep", type=Path, help="a folder where the long season is kept for the next time")
    asked = arguments.parse_args()
    if asked.long:
        long_runs(asked.keep)
        return
    for excel in (False, True):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            made = material(folder, asked.count, excel=excel)
            kinds = Counter(letter.template for letter in made.letters)
            shape = "Excel" if excel else "XlsxWriter"
            size = sum(path.stat().st_size for path, _ in made.workbooks) / len(made.workbooks) / 1024
            print(
                f"\n=== {len(made.workbooks)} workbooks as {shape} writes them ({size:.0f} KiB), {len(made.letters)} letters"
            )
            print("    " + ", ".join(f"{count} {kind}" for kind, count in kinds.items()))
            against_the_plain_way(folder, made, asked.rounds)
            against_the_floor(folder, made, asked.rounds)
            where_it_goes(folder, made, asked.rounds)
            if not excel:
                letters_alone(folder, made, asked.rounds)
                safety(folder, made, asked.rounds)
                skipping(folder, made, asked.rounds)
                break_even(folder, made, asked.rounds)


if __name__ == "__main__":
    main()
