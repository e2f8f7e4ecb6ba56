"""``secor-xl demo``: the sample workbooks, read back, and their letters.

It goes the same way as everyone's work: build a workbook, read the file, judge it, write the letters that are due.
"""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.text import Text

from secor_xl.errors import SecorError
from secor_xl.procedure.instrument import read_instrument
from secor_xl.resources import shipped_instrument, shipped_letter_templates
from secor_xl.runs.desk import Desk
from secor_xl.runs.letters import LettersResult, letters_for
from secor_xl.runs.workbooks import make_workbook
from secor_xl.samples.employers import Sample, samples
from secor_xl.terminal import OUTCOME_STYLE, console, table

WORKBOOKS, LETTERS = "workbooks", "letters"


class DemoFailed(SecorError):
    """The tool does not do on this machine what it should; that is a defect worth reporting."""


def run_demo(folder: Path, *, as_json: bool = False) -> int:
    """Make the samples in a folder and print what became of each; returns the exit code."""
    instrument = read_instrument(shipped_instrument())
    results = []
    for sample in samples(instrument):
        desk = Desk(shipped_letter_templates(), sample.as_of)
        path = folder / WORKBOOKS / f"{sample.file_stem}.xlsx"
        make_workbook(path, sample.review, instrument, desk)
        result = next(letters_for((path,), desk, folder / LETTERS))
        _verify(sample, result)
        results.append((sample, result))
    if as_json:
        for _, result in results:
            click.echo(json.dumps(result.record(), ensure_ascii=False))
        return 0
    _print(results, folder)
    return 0


def _verify(sample: Sample, result: LettersResult) -> None:
    if result.error or result.judged is None:
        raise DemoFailed(result.error)
    if result.judged.read.review != sample.review:
        raise DemoFailed(f"{result.path}: what was read back is not what was written.")
    kind = result.judged.assessment.outcome.kind
    if kind is not sample.expected_outcome:
        raise DemoFailed(f"{result.path}: {kind} came out where {sample.expected_outcome} was expected.")


def _print(results: list[tuple[Sample, LettersResult]], folder: Path) -> None:
    out = console()
    made = table("Employer", "Why it is there", "Score", "Outcome", "Letters")
    made.columns[2].justify = "right"
    letters = 0
    for sample, result in results:
        assert result.judged is not None  # noqa: S101 - _verify has seen to it
        assessment = result.judged.assessment
        letters += len(result.made)
        names = [each.letter.kind.value for each in result.made]
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
    out.print(f"{len(results)} review workbooks in {folder / WORKBOOKS}, {letters} letters in {folder / LETTERS}.")
    out.print("Open one of each, then make your own: secor-xl new review.xlsx")
