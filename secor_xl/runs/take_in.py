"""Take submissions in: from a file to submissions, and from a submission to its review workbook."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from secor_xl.errors import reason_of
from secor_xl.files import start_of
from secor_xl.intake.correction import corrected
from secor_xl.intake.last_year import LastYear, continued
from secor_xl.intake.mapping import MAPPING_FILE, has_mapping, read_mapping
from secor_xl.intake.submission import IntakeRefused, Submission
from secor_xl.letters.file_names import safe_head
from secor_xl.old_files import Before
from secor_xl.procedure.form import ASSESSMENT_ID, FORM_ID
from secor_xl.runs.exchange import identified, imported
from secor_xl.runs.new_workbook import make_workbook
from secor_xl.runs.upgrade import rebuild_changed
from secor_xl.text import as_argument, stripped
from secor_xl.xlsx.archive import ZIP_MAGIC

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from secor_xl.intake.mapping import Mapping
    from secor_xl.procedure.instrument import Instrument
    from secor_xl.review.model import Review
    from secor_xl.runs.new_workbook import Build
    from secor_xl.runs.output import Written
    from secor_xl.runs.single_workbook import ReviewService
    from secor_xl.runs.upgrade import Upgraded
    from secor_xl.workbook.reading.cell_problem import CellProblem
    from secor_xl.xlsx.comments import Notes

UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class SubmissionKind(StrEnum):
    """The kinds of files that bring submissions."""

    FORM = "form"
    RECORD = "JSON"
    TABLE = "table"


def kind_of(path: Path) -> SubmissionKind:
    """Return the kind of a file, by its content.

    Raises:
        UnreadableWorkbook: the file cannot be opened, or is a damaged workbook.
    """
    try:
        start = start_of(path, 1024)[:1024]
    except (OSError, ValueError) as error:
        if path.is_dir():
            raise IntakeRefused(f"{path}: is a folder. Name the files in it, such as {path / '*.xlsx'}.") from None
        raise IntakeRefused(f"{path}: cannot be read ({reason_of(error)}). Check the name of the file.") from error
    is_text = start.startswith(UTF_16) or (b"\x00" not in start and not start.startswith(b"%PDF"))
    if start.startswith(ZIP_MAGIC) or not is_text:
        from secor_xl.intake.read_form import form_id_of  # noqa: PLC0415 - readers are costly to import
        from secor_xl.xlsx.guard import open_guarded  # noqa: PLC0415

        form_id = form_id_of(open_guarded(path))
        if form_id == FORM_ID:
            raise IntakeRefused(
                f"{path}: is a review workbook already. Give the form, the JSON or the table that came in."
            )
        return SubmissionKind.FORM if form_id == ASSESSMENT_ID else SubmissionKind.TABLE
    return (
        SubmissionKind.RECORD
        if stripped(start.decode("utf-8-sig", "replace")).startswith("{")
        else SubmissionKind.TABLE
    )


@dataclass(frozen=True, slots=True)
class SubmissionReader:
    """A reader of files of submissions.

    Attributes:
        instrument: the instrument that tables answer; forms and most records bring their own.
        mapping_file: how tables are understood.
        instrument_file: the file that the instrument was chosen by, if any; for records that do not bring their own.
    """

    instrument: Instrument
    mapping_file: Path
    instrument_file: Path | None = None

    def submissions(self, path: Path) -> Iterator[Submission | CellProblem]:
        """Read the submissions of a file: an assessor's form, the JSON of a review, or a table.

        Yields:
            Each submission; a ``CellProblem`` for each row of a table that nothing is made of.

        Raises:
            SecorError: the file, or the mapping, cannot be used.
        """
        kind = kind_of(path)
        if kind is SubmissionKind.RECORD:
            review, instrument = imported(path, self.instrument_file)
            yield Submission(str(path), review, instrument)
        elif kind is SubmissionKind.FORM:
            from secor_xl.intake.read_form import read_form  # noqa: PLC0415
            from secor_xl.xlsx.guard import open_guarded, within_means  # noqa: PLC0415

            with within_means(str(path)):
                submission = read_form(open_guarded(path))
            yield submission
        else:
            from secor_xl.intake.mapped_rows import mapped_submissions  # noqa: PLC0415

            yield from mapped_submissions(path, self.mapping(path), self.instrument, str(self.mapping_file))

    def mapping(self, path: Path) -> Mapping:
        """Read the mapping of a table; raises ``IntakeRefused`` where there is none, ``DataError`` where it cannot be used."""
        if not has_mapping(self.mapping_file):
            seen = "has only comments" if self.mapping_file.exists() else "does not exist"
            raise IntakeRefused(
                f"{path}: is a table, but its mapping {self.mapping_file} {seen}. Make a first one with"
                f" 'secor-xl intake --propose {as_argument(path)} --out {MAPPING_FILE}', correct it, and give it with --mapping."
            )
        return read_mapping(self.mapping_file)


def take_correction_in(
    review: Path, submission: Submission, service: ReviewService, build: Build, returned_on: dt.date
) -> Upgraded:
    """Take a correction into the workbook of its review; the file as it was stays beside it.

    Args:
        review: the workbook, whose last round is out; it must not be open in Excel.
        submission: the correction.
        service: the office, and the day of the judgement.
        build: what makes the workbook.
        returned_on: the day on which the correction came back.

    Raises:
        IntakeRefused: no round is out, or the correction is of another employer.
        UnreadableWorkbook: the workbook cannot be read.
        UpgradeRefused: something in the workbook would be lost.
        OutputRefused: the workbook is open in Excel, or its folder cannot be written to.
    """

    def change(old: Review, instrument: Instrument) -> tuple[Review, Notes]:
        return corrected(old, instrument, submission, returned_on)

    return rebuild_changed(review, service, build, change, Before.CORRECTION)


def take_in(
    submission: Submission,
    folder: Path,
    ending: str,
    service: ReviewService,
    build: Build,
    received: dt.date | None,
    last_year: LastYear | None = None,
) -> Written:
    """Make the review workbook of a submission, named by its reference or employer.

    Args:
        submission: the submission.
        folder: where the workbook goes.
        ending: ``.xlsm`` or ``.xlsx``.
        service: the office, and the day of the judgement.
        build: what makes the workbook.
        received: the day of receipt, entered where the submission names none.
        last_year: the reviews of last year, which this one carries on where one is of the same employer.

    Raises:
        IntakeRefused: nobody can tell whose the submission is, or two reviews of last year fit.
        OutputRefused: a workbook of that name with other content is there, or the facts do not fit a workbook.
    """
    if not submission.name:
        raise IntakeRefused(
            f"{submission.source}: has neither a file reference nor an employer's name, so it makes no workbook."
            " Enter the employer's legal name in it."
        )
    review, notes = submission.for_review()
    if received and review.case.received_on is None:
        review = replace(review, case=replace(review.case, received_on=received))
    last = last_year.of(review, submission.source) if last_year else None
    if last:
        items = last.items(submission.instrument, service.office, service.as_of)
        review = replace(continued(review, last.review), last_year=items)
    review = identified(review, submission.instrument)
    path = folder / f"{safe_head(submission.name)}{ending}"
    return make_workbook(path, review, submission.instrument, service, build, notes)
