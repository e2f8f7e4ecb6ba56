"""Many processes for many files: results in the order of the files, a bounded number ahead, and no file that stops the rest."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, InvalidStateError, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any, TypeVar

from secor_xl.runs.season.interruptions import OF_THE_TERMINAL, held_back

Item = TypeVar("Item")
Done = TypeVar("Done")

WORTH_PROCESSES = 150
"""Two processes are ready about as soon as one has done so many workbooks."""
MOST_PROCESSES = 61
"""Windows cannot wait for more."""
AHEAD = 3
"""The pieces of work in hand for each process: enough that none waits, few enough that memory stays flat."""
PRELOADED = [
    "secor_xl.runs.season.recognition",
    "secor_xl.runs.season.work",
    "secor_xl.letters.template.template_check",
]


def processes_for(jobs: int | None, files: int) -> int:
    """Return the number of processes for so many files: as asked for, else by the machine's cores, or 1 for few files."""
    if jobs is not None:
        return max(1, min(jobs, files, MOST_PROCESSES))
    if files < WORTH_PROCESSES:
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST_PROCESSES)


class Workers:
    """Processes that work for a run.

    Args:
        processes: how many; one means this process itself.
        executor: somebody else's engine in their place, such as one of Dask; it is used, never shut down.
    """

    def __init__(self, processes: int, executor: Executor | None = None) -> None:
        self.processes = processes
        self._given = executor
        self._own: ProcessPoolExecutor | None = None
        self._window: deque[tuple[tuple[Any, ...], Future[Any]]] = deque()

    def map(
        self,
        function: Callable[[tuple[Item, ...]], list[Done]],
        items: Iterable[Item],
        lost: Callable[[Item, Exception], Done],
        *,
        together: int,
    ) -> Iterator[list[Done]]:
        """Yield the results of a function for all items, piece by piece, in their order.

        Args:
            function: works on a few items; it must be known by name to another process.
            items: the work; taken only as fast as it is done.
            lost: returns the result of an item on which a process died.
            together: how many items are given to a process at once.
        """
        remaining = iter(items)
        self._window.clear()
        while True:
            while len(self._window) < AHEAD * self.processes and (piece := tuple(islice(remaining, together))):
                self._window.append((piece, self._submit(function, piece)))
            if not self._window:
                return
            piece, future = self._window[0]
            try:
                done = future.result()
            except Exception:  # noqa: BLE001 - a process died, of whatever: the files that it had are tried one by one
                yield from self._one_by_one(function, lost)
                continue
            self._window.popleft()
            yield done

    def finished(self) -> Iterator[list[Any]]:
        """Yield, after an interruption, the results that were finished in order; nothing more is begun."""
        for _, future in self._window:
            future.cancel()
        while self._window:
            _, future = self._window.popleft()
            if future.cancelled():
                break
            try:
                yield future.result()
            except Exception:  # noqa: BLE001 - its files are tried again by the next run
                break

    def close(self) -> None:
        """End the processes after the work that they have in hand; a Ctrl-C meanwhile ends them at once."""
        if self._own is None:
            return
        try:
            self._own.shutdown(wait=True, cancel_futures=True)
        except KeyboardInterrupt:
            self.end()
            raise
        finally:
            self._own = None

    def end(self) -> None:
        """End the processes at once: one of them may wait for ever, as for a network drive that is gone."""
        if self._own is not None:
            with _cancelled_work_unsaid():
                for process in list((self._own._processes or {}).values()):  # noqa: SLF001 - Python 3.14 has a method for it
                    process.kill()
                self._own.shutdown(wait=True, cancel_futures=True)
            self._own = None

    def _one_by_one(
        self, function: Callable[[tuple[Any, ...]], list[Any]], lost: Callable[[Any, Exception], Any]
    ) -> Iterator[list[Any]]:
        """Do the work in hand again, each item alone in a new process, so that only the one that kills it is lost."""
        pieces = [piece for piece, _ in self._window]
        self._window.clear()
        self._replace()
        for item in (item for piece in pieces for item in piece):
            try:
                yield self._submit(function, (item,)).result()
            except Exception as error:  # noqa: BLE001
                self._replace()
                yield [lost(item, error)]

    def _submit(self, function: Callable[[tuple[Any, ...]], list[Any]], piece: tuple[Any, ...]) -> Future[list[Any]]:
        if self._given is not None:
            return self._given.submit(function, piece)
        if self.processes == 1:
            return _at_once(function, piece)
        if self._own is None:
            with held_back():  # the pool starts the process that looks after its locks
                self._own = _pool(self.processes)
            with held_back():  # the first piece of work starts the processes
                return self._own.submit(function, piece)
        return self._own.submit(function, piece)

    def _replace(self) -> None:
        if self._own is not None:
            self._own.shutdown(wait=False, cancel_futures=True)
            self._own = None


def worked_on(
    function: Callable[[tuple[Item, ...]], list[Done]],
    items: Sequence[Item],
    lost: Callable[[Item, Exception], Done],
    *,
    jobs: int | None,
    together: int,
) -> Iterator[Done]:
    """Yield the results of a function for all items in their order, from as many processes as the items are worth.

    Args:
        function: as for ``Workers.map``; so are ``lost`` and ``together``.
        items: the work.
        lost: returns the result of an item on which a process died.
        jobs: how many processes; ``None`` leaves it to the machine.
        together: how many items are given to a process at once.
    """
    workers = Workers(processes_for(jobs, len(items)))
    try:
        for piece in workers.map(function, items, lost, together=together):
            yield from piece
    finally:
        workers.close()


@contextmanager
def _cancelled_work_unsaid() -> Iterator[None]:
    """Print no traceback of the pool's own thread, which fails on cancelled work when its processes are killed (Python 3.11)."""
    before = threading.excepthook

    def hook(seen: threading.ExceptHookArgs) -> None:
        if seen.exc_type is not InvalidStateError:
            before(seen)

    threading.excepthook = hook
    try:
        yield
    finally:
        threading.excepthook = before


def _at_once(function: Callable[[tuple[Any, ...]], list[Any]], piece: tuple[Any, ...]) -> Future[list[Any]]:
    """Do the work in this process."""
    future: Future[list[Any]] = Future()
    try:
        future.set_result(function(piece))
    except Exception as error:  # noqa: BLE001 - as it would come out of another process
        future.set_exception(error)
    return future


def _pool(processes: int) -> ProcessPoolExecutor:
    """Return a pool of new processes; a copy of this one, which may have threads, might hang."""
    if sys.platform == "win32" or sys.platform == "darwin":
        context: Any = multiprocessing.get_context("spawn")
    else:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(PRELOADED)
    return ProcessPoolExecutor(processes, mp_context=context, initializer=_serve_the_run)


def _serve_the_run() -> None:
    """Leave interruptions to the run, which alone decides what is finished, and never outlive it.

    Ctrl-C, and the end of a terminal, reach every process of it. A run that was killed tells nobody, and its processes would
    wait for ever.
    """
    with suppress(ValueError, OSError):
        for each in OF_THE_TERMINAL:
            signal.signal(each, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    run = multiprocessing.parent_process()
    if run is not None:
        threading.Thread(target=_end_with, args=(run.sentinel,), daemon=True).start()


def _end_with(run: int) -> None:
    multiprocessing.connection.wait([run])
    os._exit(1)
