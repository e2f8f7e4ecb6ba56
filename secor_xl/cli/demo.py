"""``secor-xl demo``: the sample workbooks, read back, and their letters.

It goes the same way as everyone's work: build a workbook, read the file, judge it, write the letters that are due.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from rich.text import Text

from secor_xl.cli.options import now, print_json
from secor_xl.cli.views.terminal import OUTCOME_STYLE, console, table
from secor_xl.errors import SecorError
from secor_xl.excel.macro_workbook import build_macro_workbook
from secor_xl.judgement.assessment import Assessment
from secor_xl.procedure.instrument import read_instrument
from secor_xl.resources import shipped_instrument, shipped_letter_templates
from secor_xl.runs.new_workbook import make_workbook, plain_workbook
from secor_xl.runs.season.result import Result
from secor_xl.runs.season.run import LetterRun, Request
from secor_xl.runs.single_workbook import JudgedWorkbook, ReviewService
from secor_xl.samples.employers import Sample, samples
from secor_xl.xlsx.comments import Notes

WORKBOOKS, LETTERS = "workbooks", "letters"


class DemoFailed(SecorError):
    """The tool does not do on this machine what it should; that is a defect worth reporting."""


def run_demo(folder: Path, *, plain: bool = False, as_json: bool = False) -> int:
    """Make the samples in a folder, with macros or plain, and print what became of each; returns the exit code."""
    ending, build = (".xlsx", plain_workbook) if plain else (".xlsm", _with_macros)
    instrument = read_instrument(shipped_instrument())
    shown = []
    for sample in samples(instrument):
        service = ReviewService(shipped_letter_templates(), sample.as_of)
        path = folder / WORKBOOKS / f"{sample.file_stem}{ending}"
        make_workbook(path, sample.review, instrument, service, build)
        judged = service.judge(path)
        result = _letters_of(path, folder, service)
        _verify(sample, judged, result)
        shown.append((sample, judged, result))
    if as_json:
        for _, _, result in shown:
            print_json(result.record(folder / LETTERS))
        return 0
    _print(shown, folder)
    return 0


def _with_macros(assessment: Assessment, notes: Notes) -> bytes:
    """A workbook with live cells and buttons, which stays judged as of the sample's day."""
    return build_macro_workbook(assessment, live_as_of=False, notes=notes)


def _letters_of(path: Path, folder: Path, service: ReviewService) -> Result:
    """Run ``secor-xl letters`` on one workbook."""
    request = Request((str(path),), folder / LETTERS, service.templates_folder, service.as_of, jobs=1)

    def clock() -> dt.datetime:
        """The time, but never before the sample's own day."""
        return max(now(), dt.datetime.combine(service.as_of, dt.time(12), dt.UTC))

    [result] = LetterRun(request, clock).results()
    return result


def _verify(sample: Sample, judged: JudgedWorkbook, result: Result) -> None:
    if result.failure:
        raise DemoFailed(f"{result.file}: {result.failure}")
    if judged.read.review != sample.review:
        raise DemoFailed(f"{result.file}: what was read back is not what was written.")
    if result.outcome != sample.expected_outcome.value:
        raise DemoFailed(f"{result.file}: {result.outcome} came out where {sample.expected_outcome} was expected.")


def _print(shown: list[tuple[Sample, JudgedWorkbook, Result]], folder: Path) -> None:
    out = console()
    made = table("Employer", "Why it is there", "Score", "Outcome", "Letters")
    made.columns[2].justify = "right"
    letters = 0
    for sample, judged, result in shown:
        assessment = judged.assessment
        letters += len(result.letters)
        names = [letter.kind.value for letter in result.letters]
        made.add_row(
            sample.name,
            sample.why,
            Text(assessment.scores.overall.shown, no_wrap=True),
            Text(assessment.outcome.kind.value, style=OUTCOME_STYLE[assessment.outcome.kind]),
            ", ".join(
                f"{names.count(name)} × {name}" if names.count(name) > 1 else name for name in dict.fromkeys(names)
            )
            or "none is due",
        )
        made.add_section()
    out.print(made)
    out.print()
    out.print(f"{len(shown)} review workbooks in {folder / WORKBOOKS}, {letters} letters in {folder / LETTERS}.")
    out.print("Open one of each, then make your own: secor-xl new review.xlsm")
