"""Ctrl-C never comes between the record of a letter and its name."""

import signal
import threading

import pytest

from secor_xl.runs.season.interruptions import undisturbed
from secor_xl.runs.staging import publish
from tests.runs.conftest import letters_in, recorded


def test_ctrl_c_is_heard_after_what_must_not_be_cut():
    done = []

    @undisturbed()
    def work():
        signal.raise_signal(signal.SIGINT)
        done.append("to the end")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_what_goes_wrong_within_is_not_lost():
    with pytest.raises(ValueError, match="this"), undisturbed():
        raise ValueError("this")


def test_other_threads_are_left_as_they_are():
    seen = []

    def within():
        with undisturbed():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=within)
    thread.start()
    thread.join()
    assert seen == [signal.getsignal(signal.SIGINT)]


def test_letters_that_were_recorded_get_their_names_though_ctrl_c_comes_meanwhile(
    workbooks, run, tmp_path, monkeypatch
):
    def interrupted(staged, **options):
        signal.raise_signal(signal.SIGINT)
        return publish(staged, **options)

    monkeypatch.setattr("secor_xl.runs.season.publishing.publish", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(workbooks)
    assert letters_in(tmp_path / "out")
    assert letters_in(tmp_path / "out") == recorded(tmp_path / "out")
