"""Letters of fictional employers with an office's own templates, so that somebody who edits them can look at all of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from secor_xl.judgement.assessment import assess
from secor_xl.letters.letter import Letter
from secor_xl.letters.plan import LetterKind, LetterRefused, planned_letters
from secor_xl.procedure.office import OFFICE_FILE, read_office
from secor_xl.procedure.office_instruments import illustrative_instrument
from secor_xl.runs.single_workbook import ReviewService
from secor_xl.samples.clean import SAMPLE_AS_OF
from secor_xl.samples.employers import samples


def make_trial_letters(templates_folder: Path, out: Path) -> tuple[Letter, ...]:
    """Write one letter of each kind, of the first sample that calls for it; a letter with other content is kept beside it.

    Args:
        templates_folder: the office's letter templates and data.
        out: where the letters go; made if needed.

    Raises:
        DataError, TemplateProblem: something in the folder cannot be used; nothing is written.
        OutputRefused: the letters cannot be written.
    """
    instrument = illustrative_instrument()
    office = replace(read_office(templates_folder / OFFICE_FILE), instruments=(instrument,))
    trial: dict[LetterKind, Letter] = {}
    for sample in samples(instrument):
        assessment = assess(sample.review, instrument=instrument, office=office, as_of=sample.as_of)
        try:
            planned = planned_letters(assessment, letter_date=sample.as_of)
        except LetterRefused:
            continue
        for letter in planned:
            trial.setdefault(letter.kind, letter)
        if len(trial) == len(LetterKind):
            break
    return ReviewService(templates_folder, SAMPLE_AS_OF).write(tuple(trial.values()), out, replace=True)
