"""The command line, run in process: exit code, standard output, standard error."""

import datetime as dt
from dataclasses import dataclass

import pytest

from secor_xl.cli.main import main

TODAY = dt.date(2026, 12, 31)


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def nobodys_settings(monkeypatch, tmp_path_factory):
    """No settings of the person who runs the tests."""
    home = tmp_path_factory.mktemp("home")
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(home))
    monkeypatch.delenv("SECOR_XL_TEMPLATES", raising=False)


@pytest.fixture(autouse=True)
def a_day_after_all_samples(monkeypatch):
    """Today is always the same day."""
    monkeypatch.setattr("secor_xl.cli.options.today", lambda: TODAY)
    noon = dt.datetime.combine(TODAY, dt.time(12), dt.UTC)
    monkeypatch.setattr("secor_xl.cli.commands.letter_commands.now", lambda: noon)


@pytest.fixture
def secor(capsys):
    def run(*arguments):
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        shown = capsys.readouterr()
        assert "Traceback" not in shown.out + shown.err
        return Ran(int(ended.value.code or 0), shown.out, shown.err)

    return run


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory):
    """The demo, made once: workbooks and letters of all samples."""
    from secor_xl.cli.demo import run_demo

    folder = tmp_path_factory.mktemp("demo")
    assert run_demo(folder, plain=True) == 0
    return folder
