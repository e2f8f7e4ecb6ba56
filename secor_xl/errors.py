"""The one family of errors that a person is meant to read.

Every message says what was seen, where, what is allowed and what to do. Anything else that is raised
is a defect of ours.
"""

LONGEST_MESSAGE = 600


def within_bounds(text: str) -> str:
    """A text for a message, without its middle where it is too long: names and entries of a file may be of any length."""
    half = LONGEST_MESSAGE // 2
    return text if len(text) <= LONGEST_MESSAGE else f"{text[:half]} … {text[-half:]}"


class SecorError(Exception):
    """Something a person can put right; the message is the whole explanation."""


class DataError(SecorError):
    """A data file (procedure, instrument, office) that must not be used as it is.

    Args:
        file: the file as the person knows it.
        key: the place inside it, such as ``elements[2].questions[0].points``.
        reason: what was seen and what is allowed there.
    """

    def __init__(self, file: str, key: str, reason: str) -> None:
        key, reason = within_bounds(key), within_bounds(reason)
        super().__init__(f"{file}: {key}: {reason}" if key else f"{file}: {reason}")
        self.file, self.key, self.reason = file, key, reason
