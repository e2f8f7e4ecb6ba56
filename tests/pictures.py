"""Make the pictures of the README anew, from a workbook and a letter that ``secor-xl demo`` makes:

uv run python -m tests.pictures

LibreOffice calculates the cells with our functions and draws them. The ribbon is Excel's own and cannot be drawn here.
"""

import tempfile
from pathlib import Path

from secor_xl.cli.demo import LETTERS, WORKBOOKS, run_demo
from secor_xl.procedure.instrument import Instrument, read_instrument
from secor_xl.resources import shipped_instrument
from secor_xl.samples.employers import samples
from secor_xl.workbook.schema import start_sheet
from secor_xl.workbook.schema.layout import FIRST_ROW, FLAG_LIST, QUESTIONS, SCORED, START
from tests.in_cell.calc import running_calc
from tests.rendering import pdfs_of, picture_of
from tests.window import View, picture_without_margins, view_of

DOCS = Path(__file__).parents[1] / "docs"
SAMPLE = "ochre-basin"
HEAD = tuple(range(1, FIRST_ROW))
"""The rows that a sheet always shows."""
OF_QUESTIONS = (
    SCORED,
    "element",
    "question_id",
    "text",
    "guideline",
    "documents",
    "notes_verdict",
    "points",
    "finding",
    "flags",
)
ASKED = ("B1", "B4", "B6", "B7")


def views(instrument: Instrument) -> tuple[View, ...]:
    """The pictures of the workbook."""
    start = tuple(range(1, start_sheet.LAST.index + 1)), tuple(range(1, start_sheet.final_date_row(instrument) + 1))
    ids = list(instrument.by_id)
    asked = tuple(QUESTIONS.first_row + ids.index(question_id) for question_id in ASKED)
    columns = tuple(QUESTIONS.column(field).index for field in OF_QUESTIONS)
    listed = tuple(range(FIRST_ROW + 6, FIRST_ROW + 13))
    return (
        View("start.png", START, *start),
        View("questions.png", QUESTIONS.sheet, columns, (*HEAD, *asked)),
        View("flags.png", FLAG_LIST.sheet, tuple(column.index for column in FLAG_LIST.columns), (*HEAD, *listed)),
    )


def main() -> None:
    """Write the pictures into docs/."""
    instrument = read_instrument(shipped_instrument())
    sample = next(each for each in samples(instrument) if each.file_stem == SAMPLE)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run_demo(folder)
        review = folder / WORKBOOKS / f"{SAMPLE}.xlsm"
        [letter] = (folder / LETTERS).glob(f"{sample.review.case.reference}*.docx")
        made = [picture_of(pdfs_of([letter], folder)[0], 1, DOCS / "feedback.png", resolution=80)]
        with running_calc(folder) as calc:
            for view in views(instrument):
                calc.open(view_of(review.read_bytes(), view), "window.xlsm")
                pdf = calc.saved(f"{view.sheet}.pdf", "calc_pdf_Export")
                made.append(picture_without_margins(pdf, DOCS / view.picture))
        for picture in made:
            print(f"{picture.name}: {picture.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
