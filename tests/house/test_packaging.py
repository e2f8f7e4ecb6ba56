"""What is installed is what was built: the wheel carries the templates and starts without the development tools."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "secor_xl"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("uv is not installed, so no wheel can be built here")
    built = subprocess.run(
        [uv, "build", "--wheel", "--quiet", "--out-dir", str(folder), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_templates_instrument_and_procedure(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "secor_xl/workbook_templates/instrument.toml" in names
    assert "secor_xl/letter_templates/office.toml" in names
    assert "secor_xl/procedure/data/parameters.toml" in names
    assert "secor_xl/samples/data/employers.toml" in names
    assert "secor_xl/py.typed" in names
    templates = {path.name for path in (ROOT / "letter_templates").glob("*.docx")}
    assert {f"secor_xl/letter_templates/{name}" for name in templates} <= names
    assert len(templates) == 4
    texts = {path.name for path in (ROOT / "letter_templates" / "email").glob("*.txt")}
    assert {f"secor_xl/letter_templates/email/{name}" for name in texts} <= names
    assert len(texts) == 5


def test_the_wheel_works_from_its_own_files(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import secor_xl; assert secor_xl.__file__.startswith(sys.argv[1]);"
        "from secor_xl.cli.main import commands;"
        "commands.main(['new', sys.argv[2]], standalone_mode=False)"
    )
    made = subprocess.run(
        [sys.executable, "-I", "-c", code, str(tmp_path), str(tmp_path / "review.xlsx")],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "review.xlsx").stat().st_size > 10_000


def test_help_imports_nothing_that_costs_time():
    code = (
        "import sys; from secor_xl.cli.main import commands\n"
        "try: commands.main(['--help'], standalone_mode=False)\n"
        "finally: print([name for name in sys.modules if name in "
        "{'docxtpl','docx','lxml','openpyxl','xlsxwriter','rich','jinja2'}], file=sys.stderr)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stderr.strip() == "[]"
    assert "secor-xl demo" in shown.stdout
