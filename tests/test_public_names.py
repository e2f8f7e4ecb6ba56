"""The public names of the package: lazy, complete, and the example in the docstring runs."""

import inspect
import subprocess
import sys
from typing import Any

import pytest

import secor_xl
from tests.season import season


def test_every_public_name_is_found_and_no_other():
    assert sorted(name for names in secor_xl._MODULES.values() for name in names) == sorted(secor_xl.__all__)
    for name in secor_xl.__all__:
        assert getattr(secor_xl, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        secor_xl.nothing  # noqa: B018 - looked up, not used


def test_importing_the_package_imports_nothing_else_of_it():
    program = "import sys, secor_xl; print([name for name in sys.modules if name.startswith('secor_xl.')])"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_the_example_runs(tmp_path, monkeypatch):
    season(tmp_path / "season", 2)
    (tmp_path / "review.xlsx").write_bytes(min((tmp_path / "season").rglob("*.xlsx")).read_bytes())
    monkeypatch.chdir(tmp_path)
    example = inspect.cleandoc((secor_xl.__doc__ or "").split("::\n")[1])
    names: dict[str, Any] = {}
    exec(example, names)
    assert names["outcome"] == "Approve"
    assert names["letters"]
    assert all((tmp_path / "letters" / letter.name).is_file() for letter in names["letters"])
    assert [result.outcome for result in names["results"]] == ["approve", "approve"]
