"""Make the pictures of the README anew, from a sample's workbook with live cells and buttons (.xlsm) and its letter:

uv run python -m tests.pictures

LibreOffice calculates the cells with our functions and draws them. The ribbon is Excel's own and cannot be drawn here.
"""

import tempfile
from pathlib import Path

from secor_xl.excel.macro_workbook import build_macro_workbook
from secor_xl.procedure.instrument import Instrument, read_instrument
from secor_xl.resources import shipped_instrument, shipped_letter_templates
from secor_xl.runs.desk import Desk
from secor_xl.runs.workbooks import make_workbook
from secor_xl.samples.employers import samples
from secor_xl.workbook import blocks
from secor_xl.workbook.layout import FIRST_ROW, FLAG_LIST, QUESTIONS, START
from tests.in_cell.calc import running_calc
from tests.rendering import pdfs_of, picture_of
from tests.window import View, picture_without_margins, view_of

DOCS = Path(__file__).parents[1] / "docs"
SAMPLE = "ochre-basin"
HEAD = tuple(range(1, FIRST_ROW))
"""The rows that a sheet always shows."""
OF_QUESTIONS = ("element", "question_id", "text", "notes", "documents", "notes_verdict", "points", "finding", "flags")
ASKED = ("B4", "B5", "B6", "B7")


def views(instrument: Instrument) -> tuple[View, ...]:
    """The pictures of the workbook."""
    start = tuple(range(1, blocks.LAST.index + 1)), tuple(range(1, blocks.final_date_row(instrument) + 1))
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
    desk = Desk(shipped_letter_templates(), sample.as_of)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        review = make_workbook(
            folder / "review.xlsm",
            sample.review,
            instrument,
            desk,
            lambda assessment, notes: build_macro_workbook(assessment, live_as_of=False, notes=notes),
        ).path
        letter = desk.write(desk.plan(desk.judge(review)), folder)[0].path
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
