"""What holds for all tests."""

import signal

LONG_NAME = 40


def pytest_configure() -> None:
    """A shell tells what it starts in the background to ignore Ctrl-C, and some tests are about Ctrl-C."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_make_parametrize_id(val, argname):
    """Name a file's content by its argument: its bytes hold the time at which it was made, and xdist needs the same names twice."""
    return argname if isinstance(val, bytes) and len(val) > LONG_NAME else None
