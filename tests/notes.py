"""The notes in a file, as ``upgrade`` finds them."""

from secor_xl.xlsx.comments import notes_of
from secor_xl.xlsx.guard import open_guarded


def read_notes(path):
    return notes_of(open_guarded(path))
