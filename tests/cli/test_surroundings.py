"""Hostile text, too little memory and odd machines: words and an exit code, never a traceback, never a steered terminal."""

import json
import os
import pkgutil
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest

from secor_xl.procedure.instrument import read_instrument
from secor_xl.resources import shipped_instrument
from secor_xl.runs.exchange import exported
from secor_xl.samples.employers import samples
from secor_xl.screen import STEERING, json_text, shown

posix = pytest.mark.skipif(os.name != "posix", reason="removes the folder in which it runs")
STEERS = "\x9b31m\x1b]0;title\x07\x7f\x85\u202e\u2066\u200f\u2028"
HARMLESS = "Élan Überbau \u00a0 тест 漢字 \U0001f69a\u200d\U0001f527 \u0301"


def test_only_what_steers_a_terminal_is_marked():
    assert shown(HARMLESS + "\n\t") == HARMLESS + "\n\t"
    assert not STEERING.search(shown(STEERS))
    assert all(STEERING.search(chr(code)) for code in (*range(9), *range(11, 32), *range(127, 160)))


def test_data_says_the_same_and_steers_nothing():
    record = {STEERS: [HARMLESS, STEERS, "\ud83d", "\\", '"']}
    said = json_text(record)
    assert json.loads(said) == record
    assert not STEERING.search(said)
    assert HARMLESS in said


@pytest.fixture
def hostile(demo_folder, secor, tmp_path, monkeypatch):
    """A workbook whose cells, name and folder steer terminals; the texts are such as a cell of Excel may hold."""
    monkeypatch.chdir(tmp_path)
    text = "\x9b31mRed\x85\u202e\u2066\u200f\u2028"
    review = samples(read_instrument(shipped_instrument()))[0].review
    review = replace(
        review,
        employer=replace(review.employer, legal_name=f"Lynx {text}", trade_name=text, phone=text, email=text),
        case=replace(review.case, reference=f"QA {text}"),
        questions=tuple(replace(each, notes=text, finding=text, needed=text) for each in review.questions),
    )
    record = exported(review, read_instrument(shipped_instrument()))
    (tmp_path / "review.json").write_text(json.dumps(record), encoding="utf-8")
    name = f"steer{STEERS}.xlsx"
    assert secor("new", name, "--from", "review.json").code == 0
    return name


@pytest.mark.parametrize(
    "command",
    [
        "check NAME --all",
        "check NAME --json",
        "check none-NAME",
        "export NAME",
        "export NAME --out out-NAME",
        "letters NAME --out folder-NAME --as-of 2026-01-20",
        "letters NAME none-NAME --out folder-NAME --json --email --register --as-of 2026-01-20",
        "letters none-NAME --out folder",
        "verify folder-NAME",
        "verify folder-NAME --json",
        "templates NAME",
        "templates --out folder-NAME",
        "upgrade NAME --again",
        "explain NAME",
        "rules NAME",
        "check --NAME",
        "NAME",
        "check NAME --as-of NAME",
        "new NAME --from NAME",
        "new new-NAME --instrument review.json",
        "excel doctor NAME",
        "excel doctor NAME --json",
    ],
)
def test_text_of_cells_and_names_never_steers_a_terminal(secor, hostile, command):
    if command.startswith("verify"):
        secor("letters", hostile, "none", "--out", f"folder-{hostile}", "--as-of", "2026-01-20")
    ran = secor(*(each.replace("NAME", hostile) for each in command.split(" ")))
    assert ran.out + ran.err
    assert not STEERING.search(ran.out + ran.err)
    for line in ran.out.splitlines() if "--json" in command else ():
        json.loads(line)


@pytest.mark.parametrize("error", [MemoryError, RecursionError])
@pytest.mark.parametrize(
    ("command", "where"),
    [
        ("check bad.xlsx ok.xlsx", "secor_xl.runs.single_workbook.read_workbook"),
        ("check bad.xlsx ok.xlsx --json", "secor_xl.runs.single_workbook.assess"),
        ("letters bad.xlsx ok.xlsx --out out --as-of 2026-01-20", "secor_xl.runs.season.recognition.identity_of"),
        ("letters bad.xlsx ok.xlsx --out out --as-of 2026-01-20", "secor_xl.runs.single_workbook.read_workbook"),
        ("export bad.xlsx", "secor_xl.workbook.reading.read_workbook.open_guarded"),
        ("upgrade bad.xlsx", "secor_xl.runs.upgrade.open_guarded"),
        ("new new.xlsx --from bad.json", "secor_xl.runs.exchange.json.loads"),
        ("rules", "secor_xl.cli.views.reference.rule_record"),
    ],
)
def test_a_file_that_takes_too_much_memory_gets_its_line(
    secor, demo_folder, tmp_path, monkeypatch, error, command, where
):
    monkeypatch.chdir(tmp_path)
    first, second = sorted((demo_folder / "workbooks").iterdir())[:2]
    shutil.copy(first, "bad.xlsx")
    shutil.copy(second, "ok.xlsx")
    (tmp_path / "bad.json").write_text("{}", encoding="utf-8")
    name, real = where.rpartition(".")[2], pkgutil.resolve_name(where)

    def too_much(*arguments, **options):
        text = " ".join(map(str, (*arguments, options)))
        if "ok.xlsx" in text or (name == "assess" and "QA-2026-0155" not in text):
            return real(*arguments, **options)
        raise error

    monkeypatch.setattr(where, too_much)
    ran = secor(*command.split(), *(["--json"] if command == "rules" else []))
    assert ran.code in (2, 3)
    assert "memory" in ran.out + ran.err or "is nested too deeply" in ran.err
    assert ("ok.xlsx" in ran.out) == ("ok.xlsx" in command)


def ran_in(folder, *arguments, environment=(), shell=""):
    command = [sys.executable, "-m", "secor_xl", *arguments]
    if shell:
        command = ["bash", "-c", f"{shell.replace('SECOR', chr(34) + '$@' + chr(34))}", "bash", *command]
    keep = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return subprocess.run(
        command, cwd=folder, env={**keep, **dict(environment)}, capture_output=True, check=False, timeout=120
    )


ODD_MACHINES = {
    "LANG": "C",
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONIOENCODING": "cp1252",
    "TERM": "dumb",
    "COLUMNS": "1",
}


def test_a_first_try_works_without_a_home_in_an_old_locale_on_a_console_of_windows(tmp_path):
    ran = ran_in(tmp_path, "demo", environment=ODD_MACHINES)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "review workbooks in" in ran.stdout.decode("utf-8")


@pytest.mark.parametrize(
    "environment", [{name: value} for name, value in ODD_MACHINES.items()] + [{"HOME": "/not/there"}, {}]
)
def test_templates_are_checked_on_an_odd_machine(tmp_path, environment):
    ran = ran_in(tmp_path, "templates", environment=environment)
    assert (ran.returncode, ran.stderr[:18]) == (0, b"All can be used.\n1")


NORMAL = {"letters": 0, "check": 1, "new": 0}
STREAMS = {
    "mkdir gone; cd gone; rmdir ../gone; SECOR": {"letters": 3, "new": 3},  # the others name whole paths
    "SECOR | head -c 1; exit ${PIPESTATUS[0]}": {"check": 0},
    "SECOR 2>&1 >/dev/null | head -c 1; exit ${PIPESTATUS[0]}": {},
    "SECOR >&-": {},
    "SECOR >&- 2>&- <&-": {},
    "SECOR > /dev/full": {"letters": 3, "check": 3},
    "SECOR 2> /dev/full": {},
    "SECOR < /dev/zero": {},
}


@posix
@pytest.mark.parametrize("shell", STREAMS)
@pytest.mark.parametrize("command", NORMAL)
def test_streams_that_are_closed_and_folders_that_are_gone_are_no_fault(demo_folder, tmp_path, shell, command):
    workbooks = [str(path) for path in sorted((demo_folder / "workbooks").iterdir())[:2]]
    arguments = {
        "letters": ["letters", *workbooks, "--out", "letters"],
        "check": ["check", *workbooks, "--all"],
        "new": ["new", "new.xlsx"],
    }[command]
    ran = ran_in(tmp_path, *arguments, shell=shell)
    said = (ran.stdout + ran.stderr).decode("utf-8")
    assert "Traceback" not in said
    assert "Exception" not in said
    assert ran.returncode == STREAMS[shell].get(command, NORMAL[command])
    assert not list(tmp_path.rglob("*.tmp"))
