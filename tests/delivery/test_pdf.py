"""Every letter opens in LibreOffice and is one to three pages long."""

from tests.rendering import needs_pages, page_count, pdfs_of

MOST_PAGES = 3
pytestmark = needs_pages


def test_every_letter_opens_and_is_one_to_three_pages_long(sample_letters, templates, tmp_path):
    files = [tmp_path / f"{name}.docx" for name in sample_letters]
    for path, letter in zip(files, sample_letters.values(), strict=True):
        path.write_bytes(templates.render(letter))
    for pdf, (name, letter) in zip(pdfs_of(files, tmp_path), sample_letters.items(), strict=True):
        pages = page_count(pdf)
        assert 1 <= pages <= MOST_PAGES, f"{name}: {pages} pages"
        if letter.kind.name == "NOTICE":
            assert pages == 1, name
