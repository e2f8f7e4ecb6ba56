"""What live cells cost in LibreOffice, as ratios in one run: our functions against native formulas for the sums alone.

    uv run python -m tests.benchmarks.bench_libreoffice

Both workbooks are of the same review. The plain one adds up the points of the elements by SUMIF and of all by SUM, and knows no
flag, deadline or outcome. Nothing here fails: machines differ, ratios are read.
"""

import io
import statistics
import tempfile
import time
import warnings
from pathlib import Path

import openpyxl

from secor_xl.workbook.functions.registry import ARGUMENTS
from secor_xl.workbook.schema import computed_ranges, named_ranges
from secor_xl.workbook.schema.layout import QUESTIONS
from secor_xl.workbook.writing.build import build_workbook
from tests.in_cell.calc import running_calc
from tests.in_cell.library import INSTRUMENT, SAMPLES, judged
from tests.workbook.live_ranges import answers, handed

TIMES = 40


def plain_workbook(assessment):
    """The workbook without live cells, its sums as Excel's own formulas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl drops some formatting and says so
        book = openpyxl.load_workbook(io.BytesIO(build_workbook(assessment)))
    last = len(INSTRUMENT.by_id)
    letters, points = (
        f"{QUESTIONS.sheet}!${cell[0]}${cell[1:]}:${cell[0]}${end}"
        for cell, end in ((QUESTIONS.cell(field, 1), QUESTIONS.header_row + last) for field in ("element", "points"))
    )
    overall, elements = (
        named_ranges.range_of(name, INSTRUMENT) for name in (computed_ranges.OVERALL, computed_ranges.ELEMENTS)
    )
    sheet = book[overall.sheet]
    sheet[overall.first] = f"=SUM({points})"
    for number, element in enumerate(INSTRUMENT.elements):
        sheet.cell(elements.row + number, elements.column).value = f'=SUMIF({letters},"{element.letter}",{points})'
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def measured(calc, content):
    """Milliseconds of opening, of one full recalculation with nothing changed, and from a number typed to the sum read."""
    start = time.perf_counter()
    calc.open(content)
    overall = {computed_ranges.OVERALL: named_ranges.range_of(computed_ranges.OVERALL, INSTRUMENT)}
    calc.read(overall)
    opened = time.perf_counter() - start
    again = calc.recalculate(TIMES)
    typed = []
    for number in range(TIMES):
        calc.put(QUESTIONS.sheet, QUESTIONS.cell("points", 1 + number % 5), number / 10)  # never the same review again
        start = time.perf_counter()
        assert calc.recalculate() > 0
        calc.read(overall)
        typed.append(time.perf_counter() - start)
    return [1000 * seconds for seconds in (opened, again, statistics.median(typed))]


def our_python(content):
    """Milliseconds of our functions alone in one recalculation, without reading any cell: what Excel waits for, too."""
    values, points = handed(content), [argument.name for argument in ARGUMENTS].index("questions")
    column = QUESTIONS.column("points").index - QUESTIONS.column("question_id").index
    taken = []
    for number in range(TIMES):
        values[points][1][column] = number / 10
        start = time.perf_counter()
        answers(values)
        taken.append(time.perf_counter() - start)
    return 1000 * statistics.median(taken)


def main():
    sample = next(each for each in SAMPLES if each.expected_outcome.value == "request corrections")
    assessment = judged(sample)
    with tempfile.TemporaryDirectory() as folder, running_calc(Path(folder)) as calc:
        calc.open(plain_workbook(assessment))  # the first workbook pays for the program's own start
        plain, live = (
            measured(calc, content) for content in (plain_workbook(assessment), build_workbook(assessment, live=True))
        )
    print(f"one workbook of {len(INSTRUMENT.questions)} questions in LibreOffice: milliseconds")
    print(f"  {'':44} {'sums only':>10} {'live cells':>11}")
    whats = (
        "open, bind the formulas, calculate",
        "calculate all, nothing changed",
        "a number typed, all calculated, sums read",
    )
    for what, ours, theirs in zip(whats, live, plain, strict=True):
        print(f"  {what:44} {theirs:10.1f} {ours:11.1f}   {ours / theirs:6.1f} times")
    print(
        f"  {'of it our functions, the rest reads cells':44} {'':10} {our_python(build_workbook(assessment, live=True)):11.1f}"
    )


if __name__ == "__main__":
    main()
