"""Preparing a template costs as much as many letters: it is done once in each process, never for each letter."""

import multiprocessing
import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from secor_xl.letters.template import template_check
from secor_xl.runs.season import review_letters
from tests.runs.conftest import letters_in


def note_preparations(marker):
    """From now on this process writes down each template that it prepares."""
    real = template_check.checked_template

    def noting(path, kind, *others):
        with Path(marker).open("a") as stream:
            stream.write(f"{os.getpid()} {kind.value}\n")
        return real(path, kind, *others)

    template_check.checked_template = noting


@pytest.fixture
def fresh():
    """A process that has prepared nothing yet."""
    caches = review_letters._prepared, review_letters.service_for
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


@pytest.fixture
def marker(tmp_path, monkeypatch):
    monkeypatch.setattr(template_check, "checked_template", template_check.checked_template)  # as it was, afterwards
    return tmp_path / "prepared.txt"


def prepared(marker):
    """How often each process has prepared each template."""
    return Counter(marker.read_text().splitlines())


def kinds_of(results):
    return {letter.kind.value for result in results for letter in result.letters}


def test_in_one_process_each_template_is_prepared_once_for_all_letters(workbooks, run, marker, fresh, tmp_path):
    note_preparations(marker)
    results = run(workbooks)
    assert prepared(marker) == {f"{os.getpid()} {kind}": 1 for kind in kinds_of(results)}
    assert len(letters_in(tmp_path / "out")) > 4 * len(prepared(marker))
    run(workbooks, out=tmp_path / "second")
    assert set(prepared(marker).values()) == {1}, "a second run in the same process takes what the first has prepared"


def test_in_two_processes_each_template_is_prepared_at_most_once_in_each(workbooks, run, marker):
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context, initializer=note_preparations, initargs=(marker,)) as two:
        results = run(workbooks, executor=two, jobs=2)
    assert set(prepared(marker).values()) == {1}
    assert {line.partition(" ")[2] for line in prepared(marker)} == kinds_of(results)
    assert len({line.partition(" ")[0] for line in prepared(marker)}) <= 2
