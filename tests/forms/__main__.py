"""Keep workbooks of the present form for ever, before the next form begins:

uv run python -m tests.forms
"""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

from secor_xl.excel.macro_workbook import build_macro_workbook
from secor_xl.judgement.assessment import assess
from secor_xl.procedure.form import FORM
from secor_xl.procedure.office import read_office
from secor_xl.resources import shipped_letter_templates
from secor_xl.runs.exchange import exported, imported
from secor_xl.workbook.writing.build import build_workbook

HERE = Path(__file__).parent
DAY = dt.date(2026, 6, 30)


def keep_form(folder: Path) -> None:
    """Write a workbook with macros, one without, and their export, of the present form; its new fields are filled in."""
    review, instrument = imported(HERE / "form-1.json")
    first = replace(review.rounds[0], instrument_version=instrument.version, judged_as_of=dt.date(2026, 6, 10))
    review = replace(review, rounds=(first,))
    office = read_office(shipped_letter_templates() / "office.toml")
    assessment = assess(review, instrument=instrument, office=office, as_of=DAY)
    (folder / f"form-{FORM}.xlsx").write_bytes(build_workbook(assessment))
    (folder / f"form-{FORM}.xlsm").write_bytes(build_macro_workbook(assessment))
    record = json.dumps(exported(review, instrument), indent=2, ensure_ascii=False)
    (folder / f"form-{FORM}.json").write_text(record + "\n", encoding="utf-8")


if __name__ == "__main__":
    keep_form(HERE)
