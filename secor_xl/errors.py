"""The one family of errors that a person is meant to read.

Every message says what was seen, where, what is allowed and what to do. Anything else that is raised
is a defect of ours.
"""


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
        super().__init__(f"{file}: {key}: {reason}" if key else f"{file}: {reason}")
        self.file, self.key, self.reason = file, key, reason
