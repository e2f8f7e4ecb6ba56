"""The add-in for LibreOffice as it is generated, and what it is tried on."""

from __future__ import annotations

import re
import subprocess
import sys

from secor_xl.workbook.functions.registry import ARGUMENTS, FUNCTIONS
from tests.in_cell.addin import idl, method_name
from tests.in_cell.calc import ROOT
from tests.in_cell.changes import changes
from tests.in_cell.library import SAMPLES, judged

LEAST_WORKBOOKS, LEAST_CHANGES = 14, 200


def test_the_type_has_one_method_for_each_function_with_all_its_arguments() -> None:
    methods = {name: given.count("[in]") for name, given in re.findall(r"> > (\w+)\((.*)\);", idl(FUNCTIONS))}
    assert methods == {method_name(function.name): len(ARGUMENTS) for function in FUNCTIONS}
    assert all(name.isalnum() for name in methods)  # UNO takes no underscore


def test_what_runs_in_a_cell_needs_the_standard_library_alone() -> None:
    """LibreOffice brings its own Python; libraries with compiled parts of another version could not be loaded there."""
    code = "import secor_xl.workbook.functions.registry"
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_there_are_workbooks_and_changes_enough() -> None:
    assert len(SAMPLES) >= LEAST_WORKBOOKS
    assert sum(len(changes(judged(sample), number)) for number, sample in enumerate(SAMPLES)) >= LEAST_CHANGES
