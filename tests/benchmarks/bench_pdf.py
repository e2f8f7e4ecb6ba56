"""Letters to PDF: how many a second with one start for each letter, many letters a start, and two starts side by side.

    uv run python -m tests.benchmarks.bench_pdf

Nothing here fails: machines differ, ratios are read.
"""

import itertools
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from secor_xl.delivery.pdf.converters import PdfConverter, converter
from secor_xl.delivery.pdf.libreoffice_converter import FILES_A_START
from secor_xl.judgement.assessment import assess
from secor_xl.letters.plan import planned_letters
from secor_xl.letters.render import LetterTemplates
from secor_xl.procedure.instrument import read_instrument
from secor_xl.procedure.office import read_office
from secor_xl.resources import shipped_instrument, shipped_letter_templates
from secor_xl.samples.employers import samples

ROUNDS = 3
ALONE, TOGETHER = 5, FILES_A_START
WITHOUT_LETTER = ("incomplete", "awaiting correction")


def letters_per_second(letters: Sequence[Path], office: PdfConverter, *, rounds: int = ROUNDS) -> dict[str, float]:
    """How many letters become PDFs in a second, way by way: the median of some rounds, in which the ways take turns.

    Args:
        letters: Word files; they are taken again and again until there are enough.
        office: who makes the PDFs.
        rounds: how often each way is measured.
    """
    enough = list(itertools.islice(itertools.cycle(letters), 2 * TOGETHER))
    ways = {
        "one call per letter": lambda: sum((made([each]) for each in enough[:ALONE]), 0),
        f"{TOGETHER} per call": lambda: made(enough[:TOGETHER]),
        f"2 x {TOGETHER} side by side": lambda: made(enough, jobs=2),
    }

    def made(given: Sequence[Path], jobs: int = 1) -> int:
        results = list(office.convert(given, jobs=jobs))
        errors = [each.error for each in results if each.error]
        assert not errors, errors
        return len(results)

    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            start = time.perf_counter()
            count = way()
            rates[name].append(count / (time.perf_counter() - start))
    return {name: statistics.median(each) for name, each in rates.items()}


def sample_letters(folder: Path) -> list[Path]:
    """Every letter of the samples, written to a folder."""
    instrument, templates = read_instrument(shipped_instrument()), shipped_letter_templates()
    office, rendered = read_office(templates / "office.toml"), LetterTemplates(templates)
    letters: list[Path] = []
    for sample in samples(instrument):
        assessment = assess(sample.review, instrument=instrument, office=office, as_of=sample.as_of)
        if assessment.outcome.kind.value in WITHOUT_LETTER:
            continue
        for planned in planned_letters(assessment, letter_date=sample.as_of):
            letters.append(folder / f"{len(letters):03} {planned.name}")
            letters[-1].write_bytes(rendered.render(planned))
    return letters


def main():
    with tempfile.TemporaryDirectory() as folder:
        letters, office = sample_letters(Path(folder)), converter()
        rates = letters_per_second(letters, office)
        slowest = next(iter(rates.values()))
        print(f"letters to PDF by {office.name}, {len(letters)} different ones: letters a second")
        for name, rate in rates.items():
            print(f"  {name:28} {rate:8.1f}   {rate / slowest:6.1f} times as fast")


if __name__ == "__main__":
    main()
