"""Make the pictures of the README anew, from a sample workbook and its letter:

uv run python -m tests.pictures
"""

import tempfile
from pathlib import Path

from secor_xl.procedure.instrument import read_instrument
from secor_xl.resources import shipped_instrument, shipped_letter_templates
from secor_xl.runs.desk import Desk
from secor_xl.runs.workbooks import make_workbook
from secor_xl.samples.employers import samples
from tests.rendering import pdfs_of, picture_of

DOCS = Path(__file__).parents[1] / "docs"
SAMPLE = "bitterroot-beacon"
# Picture, whether it is of the letter or of the workbook, and the page.
PICTURES = (("start.png", "workbook", 1), ("questions.png", "workbook", 4), ("feedback.png", "letter", 1))


def main() -> None:
    """Write the pictures into docs/."""
    instrument = read_instrument(shipped_instrument())
    sample = next(each for each in samples(instrument) if each.file_stem == SAMPLE)
    desk = Desk(shipped_letter_templates(), sample.as_of)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workbook = make_workbook(folder / "review.xlsx", sample.review, instrument, desk).path
        letter = desk.write(desk.plan(desk.judge(workbook)), folder)[0].path
        pdfs = dict(zip(("workbook", "letter"), pdfs_of([workbook, letter], folder), strict=True))
        for picture, kind, page in PICTURES:
            made = picture_of(pdfs[kind], page, DOCS / picture, resolution=80)
            print(f"{made.name}: {made.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
