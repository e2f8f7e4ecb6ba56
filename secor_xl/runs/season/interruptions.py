"""Ctrl-C and other signals that end a program, and blocks that they must not cut in two."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDINGS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))
"""The signals of a scheduler or the system, of a terminal that is closed, and of the close button of a Windows console."""
INTERRUPTIONS = (signal.SIGINT, *ENDINGS)
OF_THE_TERMINAL = tuple(each for each in INTERRUPTIONS if each is not signal.SIGTERM)
"""The ones that a terminal sends to all processes that were started from it."""


@contextmanager
def held_back() -> Iterator[None]:
    """Delay Ctrl-C; programs that are started meanwhile never get it, so that the run alone decides what is finished."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, OF_THE_TERMINAL)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def ending_as_interrupted() -> Iterator[None]:
    """Make every ending signal act as Ctrl-C does: finished letters stay, nothing half-made is left.

    A signal that the program was started to ignore, as ``nohup`` does with a closed terminal, stays ignored.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {each: signal.getsignal(each) for each in ENDINGS}
    for each, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(each, _interrupt)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextmanager
def undisturbed() -> Iterator[None]:
    """Finish the block first; an interruption that arrives meanwhile takes effect right after it."""
    if threading.current_thread() is not threading.main_thread():  # no other thread is ever interrupted
        yield
        return
    heard: list[tuple[int, FrameType | None]] = []
    before = {each: signal.signal(each, lambda number, frame: heard.append((number, frame))) for each in INTERRUPTIONS}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        for number, frame in heard[-1:]:
            handler = before[signal.Signals(number)]
            if callable(handler):
                handler(number, frame)
            elif handler is signal.SIG_DFL:
                signal.raise_signal(number)
