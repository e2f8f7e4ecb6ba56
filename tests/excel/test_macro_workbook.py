"""The macro-enabled workbook: its modules, its buttons, the same bytes on every build, and no fault that Office would find."""

import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest
from lxml import etree
from pyopenvba.cfb import CFB

from secor_xl.excel import vba
from secor_xl.excel.button_list import COMMANDS
from secor_xl.excel.macro_workbook import SOURCE_ONLY, build_macro_workbook, vba_project
from secor_xl.excel.ribbon import PART
from secor_xl.excel.wrapper import wrapper_module
from secor_xl.workbook.reading.read_workbook import read_workbook_bytes
from secor_xl.workbook.schema import named_ranges
from secor_xl.workbook.schema.layout import SHEETS
from secor_xl.xlsx.fast_reader import read_sheets
from secor_xl.xlsx.guard import guard_bytes
from tests.excel.macro_books import assessment, macro_workbook, module_texts
from tests.libreoffice import needs_programs
from tests.workbook import built

MODULES = module_texts()
ROOT = Path(__file__).parents[2]


def part(name):
    return zipfile.ZipFile(io.BytesIO(macro_workbook())).read(name)


def test_it_holds_these_modules_and_no_others():
    documents = ["ThisWorkbook", *(f"Sheet{number}" for number in range(1, len(SHEETS) + 1))]
    assert list(MODULES) == [*documents, "xlwings", "Dictionary", "xlwings_udfs", "secor_buttons"]


def test_the_sheets_and_the_workbook_hold_no_code():
    for name, text in MODULES.items():
        if name == "ThisWorkbook" or name.startswith("Sheet"):
            assert all(line.startswith("Attribute ") for line in text.splitlines() if line), name


def test_the_modules_are_the_ones_we_made():
    def windows(text):
        return text.replace("\n", "\r\n")

    assert MODULES["xlwings_udfs"] == windows(wrapper_module())
    assert MODULES["secor_buttons"] == windows(vba.buttons_module(COMMANDS))
    assert MODULES["xlwings"] == windows(vba.xlwings_module())


def test_the_dictionary_for_the_mac_is_the_one_of_the_installed_xlwings():
    theirs = files("xlwings").joinpath("addin/Dictionary.cls").read_text(encoding="utf-8")
    code = theirs[theirs.index("''\n' Dictionary v") :]
    assert MODULES["Dictionary"].replace("\r\n", "\n").endswith(code.rstrip("\n") + "\n")
    assert "@license: MIT" in MODULES["Dictionary"]


def test_the_project_has_no_compiled_code():
    container = CFB.from_bytes(part("xl/vbaProject.bin"))
    assert container.get_stream_in_storage("VBA", "_VBA_PROJECT") == SOURCE_ONLY


def test_every_sheet_has_the_name_of_its_module():
    workbook = part("xl/workbook.xml").decode()
    assert 'codeName="ThisWorkbook"' in workbook
    for number in range(1, len(SHEETS) + 1):
        assert f'codeName="Sheet{number}"' in part(f"xl/worksheets/sheet{number}.xml").decode()


def test_it_is_declared_as_a_workbook_with_macros():
    types = part("[Content_Types].xml").decode()
    assert "application/vnd.ms-excel.sheet.macroEnabled.main+xml" in types
    assert "application/vnd.ms-office.vbaProject" in types
    assert PART in part("_rels/.rels").decode()


def test_the_start_sheet_has_its_buttons():
    names = zipfile.ZipFile(io.BytesIO(macro_workbook())).namelist()
    drawn = "".join(part(name).decode() for name in names if name.endswith(".vml"))
    macros = re.findall(r"<x:FmlaMacro>\[0\]!secor_buttons\.(\w+)</x:FmlaMacro>", drawn)
    assert macros == [command.name for command in COMMANDS if command.on_start]
    captions = [
        element.text for element in etree.fromstring(f"<all>{re.sub('<[?].*?[?]>', '', drawn)}</all>").iter("font")
    ]
    assert captions == [command.label for command in COMMANDS if command.on_start]


def test_it_reads_back_as_the_review_that_it_was_built_from():
    assert read_workbook_bytes(macro_workbook(), "review.xlsm").review == built.review()


def test_it_is_the_same_on_every_build_and_in_every_process():
    program = (
        "import hashlib, sys; from tests.excel.macro_books import macro_workbook;"
        "sys.stdout.write(hashlib.sha256(macro_workbook()).hexdigest())"
    )
    here = hashlib.sha256(macro_workbook()).hexdigest()
    for seed in ("0", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", program]
        there = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        assert there.stdout == here
    vba_project.cache_clear()
    assert build_macro_workbook(assessment()) == macro_workbook()


@pytest.mark.parametrize(("moves", "word"), [(True, named_ranges.MOVES), (False, named_ranges.FIXED)])
def test_a_fixed_day_stays_fixed(moves, word):
    content = build_macro_workbook(assessment(), live_as_of=moves)
    kind = named_ranges.range_of(named_ranges.AS_OF_KIND, built.instrument())
    start = read_sheets(guard_bytes(content, "review.xlsm"), (kind.sheet,))[kind.sheet]
    assert start.at(kind.first) == word


class TestLibreOffice:
    pytestmark = needs_programs("soffice", "pdfinfo")

    def test_it_opens_and_prints_every_sheet(self, tmp_path):
        path = tmp_path / "review.xlsm"
        path.write_bytes(macro_workbook())
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        told = subprocess.run(
            ["pdftotext", str(tmp_path / "review.pdf"), "-"], check=True, capture_output=True, text=True
        ).stdout
        assert "SECOR quality-assurance review" in told
        assert assessment().case.review.employer.legal_name in told
