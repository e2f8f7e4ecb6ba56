"""Several workers side by side, each in a thread of its own; their results come out of one iterator."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import TypeAlias

from secor_xl.letters.pdf_files import Converted

Worker: TypeAlias = Callable[[], Iterator[list[Converted]]]
Said: TypeAlias = "list[Converted] | BaseException | None"

AHEAD = 2
"""How many results of a worker may wait until somebody takes them: a batch of PDFs is some megabytes."""
LOOK_UP_SECONDS = 0.4
"""Windows lets Ctrl-C through only between waits."""
LAST_LOOKS, LAST_LOOK_SECONDS = 1200, 0.05
"""How long workers that were stopped are waited for; one that a program holds fast must not hold us."""


def side_by_side(workers: Sequence[Worker], stop: Callable[[], None]) -> Generator[Converted, None, None]:
    """The results of all workers as they come.

    Args:
        workers: each is called, and looped over, in a thread of its own.
        stop: makes the workers come to their end soon; called in every case.
    """
    results: queue.Queue[Said] = queue.Queue(AHEAD * len(workers))
    threads = [threading.Thread(target=_work, args=(worker, results), daemon=True) for worker in workers]
    working = len(threads)
    try:
        for thread in threads:
            thread.start()
        while working:
            said = _next(results)
            if said is None:
                working -= 1
            elif isinstance(said, BaseException):
                raise said
            else:
                yield from said
    finally:
        stop()
        for _ in range(LAST_LOOKS):
            if not any(thread.is_alive() for thread in threads):
                break
            _thrown_away(results)


def _work(worker: Worker, results: queue.Queue[Said]) -> None:
    try:
        for each in worker():
            results.put(each)
    except BaseException as error:  # noqa: BLE001 - raised where the results are taken
        results.put(error)
    else:
        results.put(None)


def _next(results: queue.Queue[Said]) -> Said:
    while True:
        try:
            return results.get(timeout=LOOK_UP_SECONDS)
        except queue.Empty:
            continue


def _thrown_away(results: queue.Queue[Said]) -> None:
    """Make room, so that a worker that is about to end can."""
    try:
        results.get(timeout=LAST_LOOK_SECONDS)
    except queue.Empty:
        return
