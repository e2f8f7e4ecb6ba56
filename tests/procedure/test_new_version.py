"""A version of the procedure is data only: a copy of the package with one more version judges by it, without other changes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx

from secor_xl.procedure.instrument import read_instrument
from secor_xl.procedure.parameters import PARAMETER_UNITS
from secor_xl.resources import shipped_instrument
from secor_xl.review.json_form import to_record
from secor_xl.samples.employers import samples
from tests.judgement.tiny import PARAMETERS

ROOT = Path(__file__).parents[2]
BEFORE, FROM = "2026-06-05", "2026-06-06"
VERSIONS = f"""
title = "A procedure"
[[versions]]
number = "{PARAMETERS.version}"
from = 2019-01-01
to = {BEFORE}
summary = "As shipped."
[[versions]]
number = "next"
from = {FROM}
summary = "85 % overall in a certification year."
"""


def with_a_further_version(package: Path) -> None:
    """Write the shipped numbers and one more version, with 85 % overall, into the data of a copy of the package."""
    data = package / "procedure" / "data"
    (data / "versions.toml").write_text(VERSIONS, encoding="utf-8")
    tables = []
    for name, unit in PARAMETER_UNITS.items():
        each = getattr(PARAMETERS, name)
        later = 85 if name == "certification_overall_minimum" else each.value
        values = f"{{ from = 2019-01-01, to = {BEFORE}, value = {each.value} }}, {{ from = {FROM}, value = {later} }}"
        head = f'[{name}]\nmeaning = "{each.meaning}"\nunit = "{unit}"\nclause = "{each.clause}"'
        tables.append(f"{head}\nvalues = [{values}]\n")
    (data / "parameters.toml").write_text("\n".join(tables), encoding="utf-8")


def text_of(letter: Path) -> str:
    document = docx.Document(str(letter))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells]).replace("\u00a0", " ")


def test_a_version_with_another_minimum_needs_its_data_only(tmp_path: Path) -> None:
    for folder in ("secor_xl", "workbook_templates", "letter_templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    with_a_further_version(tmp_path / "secor_xl")

    def secor(*arguments: str, code: int = 0) -> str:
        ran = subprocess.run(
            [sys.executable, "-m", "secor_xl", *arguments],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == code, ran.stderr
        return ran.stdout

    def judged(received_on: str, code: int) -> dict[str, Any]:
        """The judgement of a review with a score of 80 %, received on a day; its letters are in a folder of that name."""
        (at_the_minimum,) = [each for each in samples(instrument) if each.file_stem == "cutbank-sparrow"]
        record = to_record(at_the_minimum.review)
        record["case"]["received_on"] = received_on
        (tmp_path / f"{received_on}.json").write_text(json.dumps(record), encoding="utf-8")
        secor("new", f"{received_on}.xlsx", "--from", f"{received_on}.json")
        secor("letters", f"{received_on}.xlsx", "--out", received_on, "--as-of", "2026-06-30")
        return dict(json.loads(secor("check", f"{received_on}.xlsx", "--as-of", "2026-06-30", "--json", code=code)))

    instrument = read_instrument(shipped_instrument())
    before, after = judged(BEFORE, 0), judged(FROM, 1)
    assert (before["procedure"], after["procedure"]) == (PARAMETERS.version, "next")
    assert (before["outcome"]["kind"], after["outcome"]["kind"]) == ("approve", "request corrections")
    assert str(after["outcome"]["because"][0]).count("85")
    (approval,) = (tmp_path / BEFORE).rglob("*pproval*.docx")
    (feedback,) = (tmp_path / FROM).rglob("*eedback*.docx")
    assert "at least 80 % is needed" not in text_of(approval)
    assert "at least 85 % overall and at least 50 % in each element are needed" in text_of(feedback)
    shown = {day: secor("clauses", "--markdown", "--as-of", day) for day in (BEFORE, FROM)}
    for day, minimum, other in ((BEFORE, "80 %", "85 %"), (FROM, "85 %", "80 %")):
        assert f"- Certification overall minimum: {minimum}\n" in shown[day]
        assert f"minimum: {other}" not in shown[day]
