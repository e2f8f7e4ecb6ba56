"""Programs of others that we start: never waited for without end, and ended with all that they have started themselves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import Enum

NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # only Windows has it

LAST_SECONDS = 30
"""How long a program may take to be gone once it has been ended."""


class Ending(Enum):
    """How a program came to its end."""

    DONE = "ended by itself"
    BROKE_OFF = "broke off"
    HUNG = "hung and was ended"


class Programs:
    """The programs that are running for one purpose. ``end`` ends all of them, and lets no other begin."""

    def __init__(self) -> None:
        self.ended = False
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()

    def run(self, command: Sequence[str], *, progress: Callable[[], int], patience: float) -> Ending:
        """Start a program and wait for its end.

        Args:
            command: the program and its arguments.
            progress: how much it has done so far, as a number that grows.
            patience: after how many seconds without progress it is ended.

        Raises:
            OSError: it cannot be started.
        """
        with self._lock:
            if self.ended:
                return Ending.BROKE_OFF
            # A group of its own: what the program starts is ended with it, and Ctrl-C reaches us alone.
            process = subprocess.Popen(  # noqa: S603 - a program that was found installed, with paths of our own
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # a pipe would be held open by what the program leaves behind
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                creationflags=NO_WINDOW,
            )
            self._running.add(process)
        try:
            return _waited_for(process, progress, patience)
        finally:
            _end(process)
            with self._lock:
                self._running.discard(process)

    def end(self) -> None:
        """End every program that is running; whoever waits for one goes on at once."""
        with self._lock:
            self.ended = True
            for process in self._running:
                _end(process)


def _waited_for(process: subprocess.Popen[bytes], progress: Callable[[], int], patience: float) -> Ending:
    done = progress()
    while True:
        try:
            return Ending.BROKE_OFF if process.wait(timeout=patience) else Ending.DONE
        except subprocess.TimeoutExpired:
            before, done = done, progress()
            if done <= before:
                return Ending.HUNG


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and its whole group: the one that hangs is a child of the one that we have started."""
    if sys.platform == "win32":
        if process.poll() is None:
            end_tree(process.pid)
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(OSError, subprocess.TimeoutExpired):
        process.kill()
        process.wait(timeout=LAST_SECONDS)


def end_tree(number: int) -> None:
    """End a process of Windows and all that it has started."""
    with suppress(OSError):
        subprocess.run(  # noqa: S603
            ["taskkill", "/F", "/T", "/PID", str(number)],  # noqa: S607 - Windows' own, on the path of every Windows
            check=False,
            capture_output=True,
            creationflags=NO_WINDOW,
        )
