"""Evidence of a real Excel, tried over an engine of ours: what fails is seen, and nothing personal is in it."""

import datetime as dt
import json
from contextlib import contextmanager

import pytest

from secor_xl.excel.button_list import COMMANDS
from secor_xl.excel.setup import evidence
from secor_xl.excel.setup.doctor import doctor
from secor_xl.excel.setup.evidence import record
from secor_xl.samples.employers import samples
from tests.excel import fake_engine
from tests.excel.fake_engine import open_book, opener
from tests.excel.fake_machine import USER, windows
from tests.workbook.shipped import INSTRUMENT, judged

pytestmark = pytest.mark.xdist_group("evidence")  # the steps take seconds, and are tried once for all tests
SAMPLE = samples(INSTRUMENT)[0]
ASSESSMENT = judged(SAMPLE.review, as_of=SAMPLE.as_of)


class Api:
    """What of Excel the steps ask for besides xlwings."""

    Build, OperatingSystem = "17328", "Windows (64-bit) NT 10.00"

    def __init__(self, app, opens=lambda _book: None):
        self.AutomationSecurity = 2
        plain = app.books.open

        def opened(path, *options):
            book = plain(path, *options)
            opens(book)
            return book

        app.books.open = opened


def steps(opened):
    made = record(windows(), doctor(windows()), ASSESSMENT, opened)
    return made, {each["step"]: each["ok"] for each in made["steps"]}


@pytest.fixture(scope="module")
def seen():
    return steps(opener(SAMPLE.as_of))


def test_every_step_is_tried_and_goes_as_it_should(seen):
    made, ok = seen
    assert [step for step, went in ok.items() if went is False] == []
    assert {f"button {command.label}" for command in COMMANDS} <= set(ok)
    assert (made["schema"], made["excel"]["version"]) == ("secor-xl/excel-evidence/1", "16.0")
    assert made["steps"][0]["seen"].endswith(" cells")


def test_what_this_excel_gives_no_way_to_try_is_said(seen):
    assert [step for step, went in seen[1].items() if went is None] == [
        "opening with macros moves the day, and the cells follow",
        "opening without macros changes nothing",
    ]


def test_nothing_personal_is_in_it(seen):
    text = json.dumps(seen[0])
    for word in (USER, "/tmp", "Jo", SAMPLE.review.employer.legal_name, SAMPLE.review.reviewer.name):
        assert word not in text


CELLS = "every computed cell, after changes, with a long finding and a long refusal"


def test_an_excel_whose_cells_do_not_follow_is_seen():
    made, ok = steps(opener(SAMPLE.as_of, python_in_cells=False))
    assert ok[CELLS] is False
    assert made["steps"][0]["seen"].startswith("another value in Start!")


def test_what_a_cell_says_is_not_in_it_because_an_error_may_name_a_users_folder(monkeypatch):
    error = rf"Cannot load {USER}\AppData\xlwings64.dll"
    monkeypatch.setattr(fake_engine, "answer", lambda _function, _values: [[error]])
    made, ok = steps(opener(SAMPLE.as_of))
    assert ok[CELLS] is False
    assert "Users" not in json.dumps(made)


def test_an_excel_that_cannot_be_started_is_seen_without_its_words():
    def gone(path):
        raise OSError(-2147221005, f"no class at {path}")

    made, ok = steps(gone)
    assert set(ok.values()) == {False}
    assert {each["seen"] for each in made["steps"]} == {"OSError -2147221005"}


@pytest.mark.parametrize(
    ("macros_run", "with_macros", "without"),
    [
        ({evidence.WITH_MACROS}, True, True),
        (set(), False, True),
        ({evidence.WITH_MACROS, evidence.WITHOUT_MACROS}, True, False),
    ],
)
def test_opening_is_tried_with_macros_and_without(monkeypatch, macros_run, with_macros, without):
    for name, seconds in (("LONGEST_WAIT", 0.2), ("SHORT_WAIT", 0.1), ("LOOK_AGAIN", 0.01)):
        monkeypatch.setattr(evidence, name, seconds)
    monkeypatch.setattr(evidence, "STEPS", (evidence._opening,))

    @contextmanager
    def opened(path):
        book = open_book(path, SAMPLE.as_of)
        app = book.app.impl

        def opens(impl):
            if app.api.AutomationSecurity in macros_run:
                impl.area("secor_as_of").raw_value = dt.datetime.combine(dt.date.today(), dt.time())
                impl.calculate()

        app.api = Api(app, opens)
        yield book

    _, ok = steps(opened)
    assert list(ok.values()) == [with_macros, without]
