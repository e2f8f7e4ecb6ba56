"""A small season of review workbooks, and runs over it."""

import contextlib
import datetime as dt
import hashlib
import shutil
import sqlite3

import pytest

from secor_xl.records.database import RECORDS
from secor_xl.records.records import Records, reading
from secor_xl.resources import shipped_letter_templates
from secor_xl.runs.season.run import LetterRun, Request
from tests.season import season


def clock():
    return dt.datetime(2026, 12, 31, 12, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def ready_season(tmp_path_factory):
    """Seventeen workbooks, made once, and the day to judge them on."""
    folder = tmp_path_factory.mktemp("season")
    return folder, season(folder, 17)


@pytest.fixture
def workbooks(ready_season, tmp_path):
    """A copy of the season that a test may spoil."""
    shutil.copytree(ready_season[0], tmp_path / "season")
    return tmp_path / "season"


@pytest.fixture
def day(ready_season):
    return ready_season[1]


class Runner:
    """Runs over files and folders, and returns the results; what was left alone is kept."""

    def __init__(self, day, out):
        self.day, self.out = day, out
        self.left_alone = None

    def __call__(self, *arguments, out=None, progress=None, executor=None, **wishes):
        wishes = {"as_of": self.day, "templates_folder": shipped_letter_templates(), "jobs": 1, **wishes}
        request = Request(tuple(map(str, arguments)), out or self.out, **wishes)
        made = LetterRun(request, clock, progress=progress, executor=executor)
        results = list(made.results())
        self.left_alone = made.left_alone
        return results


@pytest.fixture
def run(day, tmp_path):
    return Runner(day, tmp_path / "out")


def letters_in(folder):
    """The letters of a folder by name, with the fingerprint of each."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.docx"))}


def records_in(folder) -> Records:
    """The records of a folder, copied into memory."""
    stack = contextlib.ExitStack()
    records = stack.enter_context(reading(folder))
    records.database.kept_open = stack  # type: ignore[attr-defined] # as long as somebody asks it
    return records


def recorded(folder):
    """The recorded letters of a folder by name, with the fingerprint of each."""
    return {letter.name: letter.fingerprint for letter in records_in(folder).letters()}


def tamper(folder, *statements):
    """Change the records of a folder as somebody with another program would."""
    with contextlib.closing(sqlite3.connect(folder / RECORDS, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
