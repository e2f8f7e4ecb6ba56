"""Make every file anew that is made by code: the reference pages, the workbook to look at, the texts of the sample letters:

uv run python -m tests.generated
"""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

from secor_xl.cli.reference import clauses_page, functions_page, rules_page
from secor_xl.procedure.instrument import read_instrument
from secor_xl.resources import shipped_instrument
from tests.shipped_workbook import PATH, blank_workbook

ROOT = Path(__file__).parents[1]

if __name__ == "__main__":
    pages = {
        "rules": rules_page(),
        "clauses": clauses_page(dt.date.max),
        "functions": functions_page(read_instrument(shipped_instrument())),
    }
    for name, page in pages.items():
        (ROOT / "docs" / f"{name}.md").write_text(page, encoding="utf-8")
    PATH.write_bytes(blank_workbook())
    golden = [sys.executable, "-m", "pytest", "-q", "-n0", str(ROOT / "tests" / "letters" / "test_golden.py")]
    sys.exit(subprocess.run(golden, env=os.environ | {"SECOR_XL_UPDATE_GOLDEN": "1"}, cwd=ROOT, check=False).returncode)
