"""Make the pictures of the guides anew, from a workbook and a letter that ``secor-xl demo`` makes, and from a season of forty:

uv run python -m tests.pictures

LibreOffice calculates the cells with our functions and draws them. The ribbon is Excel's own and cannot be drawn here.
"""

import contextlib
import io
import tempfile
from pathlib import Path

import openpyxl

from secor_xl.cli.demo import LETTERS, WORKBOOKS, run_demo
from secor_xl.procedure.instrument import Instrument, read_instrument
from secor_xl.resources import shipped_instrument, shipped_letter_templates
from secor_xl.review.calendar import DUE_SOON_DAYS
from secor_xl.runs.register.register_notes import NOTES, REVIEWS
from secor_xl.runs.register.season_register import RegisterRequest, season_register
from secor_xl.runs.single_workbook import ReviewService
from secor_xl.runs.status.season_status import StatusRequest, season_status
from secor_xl.runs.status.status_workbook import status_workbook
from secor_xl.samples.employers import samples
from secor_xl.workbook.schema import start_sheet
from secor_xl.workbook.schema.layout import FIRST_ROW, FLAG_LIST, QUESTIONS, SCORED, START
from secor_xl.workbook.writing.list_workbook import HEADER_ROW
from secor_xl.xlsx.sheet_values import column_letter
from tests.in_cell.calc import running_calc
from tests.rendering import pdfs_of, picture_of, text_of
from tests.story import AS_OF, story_reviews, write_season
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
SHOWN_OF_REGISTER = (
    *("Employer", "File reference", "Province", "Reviewer", "Score", "Outcome", "State", "Due on", "Days left"),
    *("Letter", "Which flags block", NOTES),
)
NOTED = {6: "Called on June 29: the records come this week", 7: "Ask for the new certificate before the letter"}
"""The notes of the picture, by row."""
ON_PAGES = ("Mean score by element", "By month")
"""The words by which the pages of figures are found."""
HIGHEST = 500
"""In pixels; a whole season is longer."""


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


def story_pictures(folder: Path) -> list[Path]:
    """The pictures of a season: its status, its register with notes and hidden columns, and the figures."""
    write_season(folder / "season", story_reviews(40))
    write_season(folder / "season-2025", story_reviews(30, years_ago=1))
    service, register, status = (
        ReviewService(shipped_letter_templates(), AS_OF),
        Path("register.xlsx"),
        Path("status.xlsx"),
    )
    asked = RegisterRequest(("season",), register, folder / "profile", earlier=("season-2025",))
    with contextlib.chdir(folder):  # the sheets show paths as the person gave them
        season_register(asked, service)
        register.write_bytes(_noted(register))
        season_register(asked, service)
        asked_status = StatusRequest(("season",), service.templates_folder, AS_OF, DUE_SOON_DAYS)
        status.write_bytes(status_workbook(season_status(asked_status).lines, AS_OF, status))
        register, status = register.absolute(), status.absolute()
    of_register, of_status = pdfs_of([register, status], folder)
    pages = text_of(of_register).split("\f")
    figures, groups = (next(n for n, page in enumerate(pages, 1) if words in page) for words in ON_PAGES)
    return [
        picture_without_margins(of_status, DOCS / "status.png", most=HIGHEST),
        picture_without_margins(of_register, DOCS / "register.png", most=HIGHEST),
        picture_without_margins(of_register, DOCS / "figures.png", figures, HIGHEST),
        picture_without_margins(of_register, DOCS / "months.png", groups, HIGHEST),
    ]


def _noted(register: Path) -> bytes:
    """A register after a person has hidden most of its columns and written notes."""
    book, content = openpyxl.load_workbook(register), io.BytesIO()
    sheet = book[REVIEWS]
    for column, cell in enumerate(sheet[HEADER_ROW], 1):
        if cell.value not in SHOWN_OF_REGISTER:
            sheet.column_dimensions[column_letter(column)].hidden = True
        if cell.value == NOTES:
            for row, words in NOTED.items():
                sheet.cell(row, column, words)
    book.save(content)
    return content.getvalue()


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
        made += story_pictures(folder)
        for picture in made:
            print(f"{picture.name}: {picture.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
