"""The documents say what is so: the README's commands run, the generated pages are fresh."""

import datetime as dt
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from secor_xl.cli.commands import commands
from secor_xl.cli.excel_commands import excel
from secor_xl.cli.reference import clauses_page, functions_page, rules_page
from secor_xl.procedure.instrument import read_instrument
from secor_xl.resources import shipped_instrument
from secor_xl.runs.output import same_content
from tests.season import season
from tests.shipped_workbook import PATH, blank_workbook

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def shell_lines():
    return [line.split("#")[0].strip() for block in BLOCKS for line in block.splitlines() if line.strip()]


def test_the_commands_of_the_readme_run_in_their_order_as_it_says(tmp_path):
    codes = {"check review.xlsx": 1, "letters review.xlsx": 1}  # a blank workbook is incomplete, and gets no letter
    ran = 0
    season(tmp_path / "season", 3)
    for line in shell_lines():
        words = shlex.split(line.removeprefix("uv run "))
        if words[0] != "secor-xl":
            continue
        done = subprocess.run(
            [sys.executable, "-m", "secor_xl", *words[1:]], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        wanted = next((code for start, code in codes.items() if " ".join(words[1:]).startswith(start)), 0)
        assert done.returncode == wanted, (line, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
        ran += 1
    assert ran >= 8


def test_the_two_commands_are_there():
    assert "uv run secor-xl demo" in README
    assert "uv run pytest" in README


@pytest.mark.parametrize("name", [*sorted(commands.commands), *(f"excel {name}" for name in sorted(excel.commands))])
def test_the_readme_names_every_command(name):
    assert f"`secor-xl {name}" in README


def test_the_readme_names_no_option_that_is_not_there():
    every = [*commands.commands.values(), *excel.commands.values()]
    known = {option for command in every for each in command.params for option in (*each.opts, *each.secondary_opts)}
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README.split("## For developers")[0]))
    assert named <= known | {"--help"}


@pytest.mark.parametrize("name", re.findall(r"\]\(([^)#]+)", README))
def test_what_the_readme_links_to_is_there(name):
    if not name.startswith("http"):
        assert (ROOT / name).exists()


def test_the_page_of_rules_is_fresh():
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == rules_page()


def test_the_page_of_clauses_is_fresh():
    # The versions of the procedure differ in their numbers, so the page is the one of the newest.
    assert (ROOT / "docs" / "clauses.md").read_text(encoding="utf-8") == clauses_page(dt.date.max)


def test_the_page_of_in_cell_functions_is_fresh():
    page = functions_page(read_instrument(shipped_instrument()))
    assert (ROOT / "docs" / "functions.md").read_text(encoding="utf-8") == page


def test_the_workbook_to_look_at_is_fresh():
    # Compared part by part: another zlib may compress the same parts to other bytes.
    assert same_content(PATH.read_bytes(), blank_workbook())
