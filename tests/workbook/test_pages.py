"""The workbook on paper: every sheet of very different reviews prints, and nothing is hidden behind number signs."""

from secor_xl.judgement.assessment import assess
from secor_xl.samples.employers import samples
from secor_xl.workbook.build import build_workbook
from secor_xl.workbook.layout import VISIBLE_SHEETS
from tests.rendering import needs_pages, pdfs_of, text_of
from tests.workbook.shipped import INSTRUMENT, OFFICE

pytestmark = needs_pages
STEMS = ("lodgepole-lantern", "ochre-basin", "pemmican-trail", "northern-pintail", "etoile-hostile-text")


def test_every_sheet_prints_and_no_cell_is_too_narrow(tmp_path):
    chosen = [sample for sample in samples(INSTRUMENT) if sample.file_stem in STEMS]
    assert len(chosen) == len(STEMS)
    files = []
    for sample in chosen:
        assessment = assess(sample.review, instrument=INSTRUMENT, office=OFFICE, as_of=sample.as_of)
        files.append(tmp_path / f"{sample.file_stem}.xlsx")
        files[-1].write_bytes(build_workbook(assessment))
    for sample, pdf in zip(chosen, pdfs_of(files, tmp_path), strict=True):
        text = text_of(pdf)
        assert "###" not in text, sample.file_stem
        assert all(sheet in text for sheet in VISIBLE_SHEETS), sample.file_stem
        assert sample.review.case.reference in text
        assert sample.expected_outcome.value.capitalize() in text
