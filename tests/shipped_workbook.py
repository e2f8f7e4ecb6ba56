"""Build the blank workbook that is committed so that people can look at it (workbook_templates/review.xlsx) anew:

uv run python -m tests.shipped_workbook
"""

import datetime as dt
from pathlib import Path

from secor_xl.judgement.assessment import assess
from secor_xl.procedure.instrument import read_instrument
from secor_xl.procedure.office import read_office
from secor_xl.resources import shipped_instrument, shipped_letter_templates
from secor_xl.review.model import Review
from secor_xl.runs.exchange import identified
from secor_xl.workbook.writing.build import build_workbook

PATH = Path(__file__).parents[1] / "workbook_templates" / "review.xlsx"
AS_OF = dt.date(2026, 6, 30)


def blank_workbook() -> bytes:
    """The blank workbook for the illustrative instrument, as ``secor-xl new`` makes it on one fixed day."""
    instrument = read_instrument(shipped_instrument())
    office = read_office(shipped_letter_templates() / "office.toml")
    return build_workbook(assess(identified(Review(), instrument), instrument=instrument, office=office, as_of=AS_OF))


if __name__ == "__main__":
    PATH.write_bytes(blank_workbook())
