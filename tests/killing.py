"""A process that is killed at one of its steps on the disk."""

import os
from contextlib import contextmanager
from itertools import count
from pathlib import Path

STEPS = ((os, "fsync"), (os, "link"), (Path, "replace"), (Path, "unlink"), (Path, "chmod"))


@contextmanager
def killed_at(step, monkeypatch):
    """End what is done within at its step of that number; the list that is given says at the end whether all was done."""
    steps = count(1)
    ended: list[int] = []

    def killing(call):
        def killed(*arguments, **more):
            if next(steps) == step:
                raise KeyboardInterrupt
            return call(*arguments, **more)

        return killed

    with monkeypatch.context() as patched:
        for owner, name in STEPS:
            patched.setattr(owner, name, killing(getattr(owner, name)))
        try:
            yield ended
        except KeyboardInterrupt:
            return
        ended.append(step)
