"""The notes in a file, as ``upgrade`` finds them."""

from secor_xl.workbook.guard import open_guarded
from secor_xl.workbook.notes import notes_of


def read_notes(path):
    return notes_of(open_guarded(path))
