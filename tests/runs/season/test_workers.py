"""Many processes: results in order, nothing taken too early, and a file that kills its process is the only one lost."""

import os
import signal
import threading
import time
from concurrent.futures import ProcessPoolExecutor

import pytest

from secor_xl.runs.season.workers import AHEAD, WORTH_PROCESSES, Workers, _cancelled_work_unsaid, processes_for


def doubled(numbers):
    return [2 * number for number in numbers]


def deadly(numbers):
    for number in numbers:
        if number % 10 == 7:
            os._exit(1)
        if number % 10 == 4:
            raise RuntimeError(number)
    return [2 * number for number in numbers]


def sleepy(numbers):
    time.sleep(0.2)
    return list(numbers)


def interruptible(_numbers):
    return [signal.getsignal(signal.SIGINT) is signal.SIG_IGN]


def lost(number, error):
    return f"{number} {type(error).__name__}"


@pytest.fixture(params=[1, 2], ids=["in this process", "in two processes"])
def workers(request):
    made = Workers(request.param)
    yield made
    made.close()


def test_results_come_in_the_order_of_the_items(workers):
    pieces = workers.map(doubled, range(50), lost, together=7)
    assert [each for piece in pieces for each in piece] == list(range(0, 100, 2))


def test_items_are_taken_only_as_fast_as_they_are_worked_off(workers):
    taken = []

    def items():
        for number in range(1000):
            taken.append(number)
            yield number

    pieces = workers.map(doubled, items(), lost, together=5)
    next(pieces)
    assert len(taken) <= 5 * AHEAD * workers.processes


def test_an_item_that_kills_its_process_is_the_only_one_lost():
    workers = Workers(2)
    try:
        pieces = workers.map(deadly, range(30), lost, together=4)
        done = [each for piece in pieces for each in piece]
    finally:
        workers.close()
    assert [each for each in done if isinstance(each, int)] == [
        2 * each for each in range(30) if each % 10 not in (4, 7)
    ]
    assert [each.split()[0] for each in done if isinstance(each, str)] == ["4", "7", "14", "17", "24", "27"]


def test_after_an_interruption_what_was_begun_is_finished_and_nothing_more_is_begun(workers):
    pieces = workers.map(sleepy, range(40), lost, together=1)
    first = next(pieces)
    rest = [each for piece in workers.finished() for each in piece]
    assert first == [0]
    assert rest == list(range(1, 1 + len(rest))), "in order, without gaps"
    assert len(rest) <= AHEAD * workers.processes


def test_ctrl_c_is_left_to_the_run():
    workers = Workers(2)
    try:
        assert next(workers.map(interruptible, [1], lost, together=1)) == [True]
    finally:
        workers.close()


def test_somebody_elses_engine_is_used_and_left_running():
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as engine:
        workers = Workers(2, engine)
        assert [each for piece in workers.map(doubled, range(9), lost, together=2) for each in piece] == doubled(
            range(9)
        )
        workers.close()
        assert engine.submit(abs, -1).result() == 1


def hanging(_numbers):
    time.sleep(600)


def test_processes_that_are_killed_after_their_work_was_cancelled_print_nothing(monkeypatch):
    said: list[threading.ExceptHookArgs] = []
    shutdown = ProcessPoolExecutor.shutdown

    def later(pool, **options):
        time.sleep(0.5)  # the pool's thread notices first that its processes are dead
        shutdown(pool, **options)

    monkeypatch.setattr(threading, "excepthook", said.append)
    monkeypatch.setattr(ProcessPoolExecutor, "shutdown", later)
    workers = Workers(2)
    futures = [workers._submit(hanging, (number,)) for number in range(8)]
    while not (workers._own and workers._own._processes):
        time.sleep(0.05)
    time.sleep(1)  # the processes have work in hand
    for future in futures:
        future.cancel()
    assert futures[-1].cancelled()
    workers.end()
    assert said == []
    assert threading.excepthook == said.append


def test_what_else_goes_wrong_in_a_thread_meanwhile_is_printed(monkeypatch):
    said: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", said.append)
    with _cancelled_work_unsaid():
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
    assert [each.exc_type for each in said] == [ZeroDivisionError]


def test_processes_are_started_only_where_they_are_worth_it():
    assert processes_for(None, WORTH_PROCESSES - 1) == 1
    assert processes_for(None, WORTH_PROCESSES) >= 1
    assert processes_for(4, 1000) == 4
    assert processes_for(4, 2) == 2
    assert processes_for(4, 0) == 1
    assert processes_for(500, 1000) == 61
