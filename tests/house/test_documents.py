"""The documents say what is so: the README's commands run, the generated pages are fresh."""

import datetime as dt
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from secor_xl.cli.commands.excel_commands import excel
from secor_xl.cli.commands.instrument_commands import instrument
from secor_xl.cli.commands.office_commands import office
from secor_xl.cli.main import commands
from secor_xl.cli.views.reference import clauses_page, functions_page, rules_page
from secor_xl.procedure.instrument import read_instrument
from secor_xl.resources import shipped_instrument
from secor_xl.runs.output import same_content
from tests.generated import api_page
from tests.season import season
from tests.shipped_workbook import PATH, blank_workbook

ROOT = Path(__file__).parents[2]
GROUPS = (excel, instrument, office)
PAGES = ("reviewers", "offices", "coordinators", "intake", "records", "outcomes", "commands", "limits", "evidence")
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
GUIDES = {
    path: path.read_text(encoding="utf-8")
    for path in (ROOT / "README.md", *(ROOT / "docs" / f"{name}.md" for name in PAGES))
}


def shell_lines():
    """Every command of the guides, each once, in the order of reading."""
    blocks = [
        block
        for text in GUIDES.values()
        for block in re.findall(r"^ *```sh\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    ]
    return list(dict.fromkeys(line.split("#")[0].strip() for block in blocks for line in block.splitlines()))


def test_the_commands_of_the_guides_run_in_their_order_as_they_say(tmp_path):
    codes = {"check review.xlsx": 1, "letters review.xlsx": 1}  # a blank workbook is incomplete, and gets no letter
    codes |= {"excel doctor --record": int(sys.platform != "win32")}
    ran = 0
    season(tmp_path / "season", 3)
    shutil.copy(shipped_instrument(), tmp_path / "my_instrument.toml")
    own = {"HOME": str(tmp_path / "home"), "USERPROFILE": str(tmp_path / "home")}  # the guides enter an office there
    (tmp_path / "home").mkdir()
    lines = shell_lines()
    lines.sort(key=lambda line: "compare" in line)  # it compares with the export that a later page makes
    for line in lines:
        line = line.replace("2026-06-30", str(dt.date.today()))  # noqa: PLW2901 - the letters of this test are dated today
        words = shlex.split(line.removeprefix("uv run "))
        if words[:1] != ["secor-xl"]:
            continue
        done = subprocess.run(
            [sys.executable, "-m", "secor_xl", *words[1:]],
            cwd=tmp_path,
            env=os.environ | own,
            capture_output=True,
            text=True,
            check=False,
        )
        wanted = next((code for start, code in codes.items() if " ".join(words[1:]).startswith(start)), 0)
        assert done.returncode == wanted, (line, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
        ran += 1
    assert ran >= 16


def test_the_two_commands_are_there():
    assert "uv run secor-xl demo" in README
    assert "uv run pytest" in README


@pytest.mark.parametrize(
    "name",
    [
        *sorted(commands.commands),
        *(f"{group.name} {name}" for group in GROUPS for name in sorted(group.commands)),
    ],
)
def test_the_page_of_commands_names_every_command(name):
    assert f"`secor-xl {name}" in COMMANDS


def test_a_newcomer_reads_the_readme_in_one_go():
    assert README.count("\n") <= 150


def test_the_guides_name_no_option_that_is_not_there():
    every = [*commands.commands.values(), *(each for group in GROUPS for each in group.commands.values())]
    known = {option for command in every for each in command.params for option in (*each.opts, *each.secondary_opts)}
    named = {each for text in GUIDES.values() for each in re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)}
    assert named <= known | {"--help"}


def test_no_line_of_the_changelog_is_there_twice():
    beginnings = [line[:50] for line in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines() if line]
    assert len(beginnings) == len(set(beginnings))


LINKS = [(path, link) for path, text in GUIDES.items() for link in re.findall(r"\]\(([^)]+)\)", text)]


@pytest.mark.parametrize(("page", "link"), [pytest.param(page, link, id=f"{page.name} {link}") for page, link in LINKS])
def test_what_a_guide_links_to_is_there(page, link):
    if link.startswith("http"):
        return
    name, _, section = link.partition("#")
    target = page.parent / name if name else page
    assert target.exists()
    if section:
        headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
        assert section in {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def test_the_page_of_rules_is_fresh():
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == rules_page()


def test_the_page_of_clauses_is_fresh():
    # The versions of the procedure differ in their numbers, so the page is the one of the newest.
    assert (ROOT / "docs" / "clauses.md").read_text(encoding="utf-8") == clauses_page(dt.date.max)


def test_the_page_of_in_cell_functions_is_fresh():
    page = functions_page(read_instrument(shipped_instrument()))
    assert (ROOT / "docs" / "functions.md").read_text(encoding="utf-8") == page


def test_the_page_of_public_names_is_fresh():
    assert (ROOT / "docs" / "api.md").read_text(encoding="utf-8") == api_page()


def test_the_workbook_to_look_at_is_fresh():
    # Compared part by part: another zlib may compress the same parts to other bytes.
    assert same_content(PATH.read_bytes(), blank_workbook())


@pytest.mark.parametrize("page", ["docs/architecture.md", "CONTRIBUTING.md"])
def test_every_module_that_a_page_for_developers_names_is_there(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    named = re.findall(r"`(?:secor_xl/)?([a-z_]+(?:/[a-z_]+)*(?:/|\.py|\.toml))`", text)
    assert len(named) > 5
    bases = (ROOT, ROOT / "secor_xl", *(path for path in (ROOT / "secor_xl").iterdir() if path.is_dir()))
    assert [name for name in named if not any((base / name).exists() for base in bases)] == []
