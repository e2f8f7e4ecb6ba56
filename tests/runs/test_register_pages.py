"""The register on paper, as LibreOffice shows it."""

from secor_xl.review.model import LetterKind
from tests.rendering import needs_pages, page_count, pdfs_of, text_of
from tests.runs.register_entries import entry, letter, many
from tests.runs.test_register import FAILURES, SHEETS, sample_entries, written

pytestmark = needs_pages


def test_on_paper_every_sheet_is_whole(tmp_path):
    feedback = letter(LetterKind.FEEDBACK, "letters/a b #1.docx")
    entries = [entry(each.row, feedback, file=each.path, about=1) for each in sample_entries()]
    (tmp_path / "register.xlsx").write_bytes(written([*entries, *many(20)], FAILURES, season="2026 season"))
    (tmp_path / "empty.xlsx").write_bytes(written())
    full, empty = pdfs_of([tmp_path / "register.xlsx", tmp_path / "empty.xlsx"], tmp_path)
    text = text_of(full)
    assert "###" not in text
    assert page_count(empty) == len(SHEETS)
    for words in (
        *SHEETS,
        "79.97 %",
        "2026 season",
        "Mean score by element",
        "Open deadlines by week",
        "By reviewer",
        "FI-101",
    ):
        assert words in text, words
    assert "80.00 %" in text  # the sample that just reaches its mark
    assert "Nothing failed." in text_of(empty)
