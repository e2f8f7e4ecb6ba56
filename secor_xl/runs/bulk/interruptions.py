"""Ctrl-C, and what it must not cut in two."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTIONS = (signal.SIGINT, signal.SIGTERM)
"""Ctrl-C, and how a scheduler or the system ends a program."""


@contextmanager
def held_back() -> Iterator[None]:
    """Let Ctrl-C wait; the programs that are started meanwhile never hear of it, so that the run alone decides what is finished."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def ending_as_interrupted() -> Iterator[None]:
    """Let a scheduler that ends the program end it as Ctrl-C does: what is finished stays, nothing half-made is left."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let what is done within come to its end; an interruption that arrives meanwhile is heard right after."""
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
