"""The letters of the samples as pages: LibreOffice makes them."""

import re
import subprocess

import pytest
from pdfua import validate
from pdfua.model import Confidence

from secor_xl.delivery.pdf.libreoffice_converter import LibreOffice
from tests.rendering import needs_pages

pytestmark = needs_pages
LINE = re.compile(r'<line xMin="[\d.]+" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*?)</line>', re.DOTALL)
WORDS = re.compile(r">([^<]+)</word>")
# In points from the upper edge: below the header, above the footer, and the last line that the bottom margin allows.
BELOW_HEADER, ABOVE_FOOTER, LOWEST = 60, 730, 738
CLOSING_WORDS = ("Thank you for the work", "If you have a question", "If anything in this letter", "Yours truly")


def lines_of(page):
    """The lines of a page's body: upper edge, lower edge, text."""
    found = ((float(top), float(bottom), " ".join(WORDS.findall(words))) for top, bottom, words in LINE.findall(page))
    return sorted(line for line in found if BELOW_HEADER < line[0] < ABOVE_FOOTER)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def pages(sample_letters, templates, folder):
    for name, letter in sample_letters.items():
        (folder / f"{name}.docx").write_bytes(templates.render(letter))
    read = {}
    for made in LibreOffice("soffice", folder=folder).convert(sorted(folder.glob("*.docx"))):
        assert made.pdf, made.error
        pdf = made.letter.with_suffix(".pdf")
        pdf.write_bytes(made.pdf)
        boxes = subprocess.run(["pdftotext", "-bbox-layout", str(pdf), "-"], check=True, capture_output=True, text=True)
        read[pdf.stem] = [lines_of(page) for page in boxes.stdout.split("<page ")[1:]]
    return read


def test_every_pdf_of_a_letter_keeps_what_a_program_can_judge_of_pdf_ua(pages, folder):
    """PDF/UA-1 (ISO 14289-1), judged by pdfua; it says nothing of what only a person can judge."""
    for pdf in folder.glob("*.pdf"):
        report = validate(pdf)
        certain = [each.message for each in report.findings if each.confidence is Confidence.CERTAIN]
        assert certain == [], pdf.name
    assert len([*folder.glob("*.pdf")]) == len(pages)


def test_a_notice_is_one_page_and_no_letter_more_than_three(pages):
    for name, of_letter in pages.items():
        assert 1 <= len(of_letter) <= (1 if "notice" in name else 3), name


def test_no_signature_is_alone_on_a_page_while_the_page_before_has_room(pages):
    alone = {name: each for name, each in pages.items() if len(each) > 1 and each[-1][0][2].startswith(CLOSING_WORDS)}
    assert alone, "a sample whose signature just does not fit shows that this test looks at something"
    for name, (*_, before, last) in alone.items():
        assert not last[0][2].startswith("Yours truly"), f"{name}: no words go with the signature"
        height, room = last[-1][1] - last[0][0], LOWEST - before[-1][1]
        assert room < height, f"{name}: {height:.0f} points would fit into {room:.0f}"
