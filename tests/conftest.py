"""What holds for all tests."""

import signal


def pytest_configure() -> None:
    """A shell tells what it starts in the background to ignore Ctrl-C, and some tests are about Ctrl-C."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
