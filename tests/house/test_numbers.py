"""A number of the procedure stands in its data and nowhere else."""

import ast
import re
from pathlib import Path

import pytest

from secor_xl.procedure.parameters import PARAMETER_UNITS, shipped_procedure

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "secor_xl"
NUMBERS = {
    int(getattr(parameters, name).value) for parameters in shipped_procedure().in_version for name in PARAMETER_UNITS
}
# Rooms that judge or word a judgement hold none of these numbers at all; elsewhere (column widths, limits of files) the
# number alone says nothing, but no sentence may quote it.
JUDGING = ("procedure", "review", "judgement", "letters", "runs")
QUOTED = re.compile(rf"\b({'|'.join(map(str, sorted(NUMBERS)))})(\u00a0| )?(%|per cent|days?|months?)(\W|$)")
# Twelve months make a year, whatever the procedure says.
CALENDAR = {"review/calendar.py"}


def sources():
    return sorted(path for path in PACKAGE.rglob("*.py") if "samples" not in path.parts)


def docstrings(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node, clean=False):
            yield node.body[0].value  # type: ignore[attr-defined]  # a docstring is an expression


def test_the_procedure_has_the_numbers_we_look_for():
    assert {80, 50, 60, 15, 90, 12} <= NUMBERS


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_number_of_the_procedure_stands_in_code(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    room = path.relative_to(PACKAGE).parts[0]
    said = {id(node) for node in docstrings(tree)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant):
            continue
        place = f"{path.relative_to(PACKAGE)}:{node.lineno}"
        if isinstance(node.value, int | float) and not isinstance(node.value, bool):
            if room in JUDGING and path.relative_to(PACKAGE).as_posix() not in CALENDAR:
                assert node.value not in NUMBERS, f"{place} holds {node.value}"
                assert node.value not in {number / 100 for number in NUMBERS}, f"{place} holds {node.value}"
        elif isinstance(node.value, str) and id(node) not in said:
            assert not QUOTED.search(node.value), f"{place} quotes {node.value!r}"


def test_no_number_of_the_procedure_stands_in_a_letter_template():
    import docx

    for template in sorted((ROOT / "letter_templates").glob("*.docx")):
        document = docx.Document(str(template))
        text = "\n".join(
            [paragraph.text for paragraph in document.paragraphs]
            + [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        )
        assert not QUOTED.search(text), f"{template.name}: {QUOTED.search(text)}"


def test_no_number_of_the_procedure_stands_in_the_text_of_an_e_mail():
    texts = sorted((ROOT / "letter_templates" / "email").glob("*.txt"))
    assert texts
    for template in texts:
        text = template.read_text(encoding="utf-8")
        assert not QUOTED.search(text), f"{template.name}: {QUOTED.search(text)}"
