"""``read`` is the inverse of ``build``, whatever program saved the workbook in between."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secor_xl import __version__
from secor_xl.procedure.instrument import parse_instrument
from secor_xl.review.model import Account, ActionItem, CorrectionRound, Employer, FormIdentity, QuestionReview, Review
from secor_xl.samples.employers import samples
from secor_xl.text import cleaned
from secor_xl.workbook.reading.read_submission import SECTIONS
from secor_xl.workbook.reading.read_workbook import SHEETS_READ, read_workbook
from secor_xl.workbook.schema import layout
from secor_xl.workbook.writing.build import blank_review
from secor_xl.xlsx.fast_reader import read_sheets
from secor_xl.xlsx.guard import guard_bytes
from tests.strategies import reviews
from tests.workbook.built import built, edited, instrument, read, review, workbook
from tests.workbook.packages import changed

SAMPLES = samples(instrument())


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(reviews(form=blank_review(instrument()).form))
def test_any_review_comes_back_as_it_was(facts: Review) -> None:
    found = read(built(facts))
    assert found.problems == ()
    assert found.review == facts


LINES = st.text(st.sampled_from("ab \n\t'=_x0D&<é\u00a0\u2028🦺"), max_size=40).map(cleaned)


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(LINES, LINES, LINES)
def test_any_text_of_several_lines_comes_back_as_it_was(notes: str, finding: str, reason: str) -> None:
    blank = blank_review(instrument())
    first = dataclasses.replace(blank.questions[0], notes=notes, finding=finding)
    rounds = (CorrectionRound(late_accepted_reason=f"x{reason}"),)
    facts = dataclasses.replace(blank, questions=(first, *blank.questions[1:]), rounds=rounds)
    assert read(built(facts)).review == facts


@pytest.mark.parametrize("facts", [sample.review for sample in SAMPLES], ids=[sample.file_stem for sample in SAMPLES])
def test_every_sample_comes_back_as_it_was(facts: Review) -> None:
    found = read(built(facts))
    assert (found.problems, found.review) == ((), facts)


def test_blank_rows_between_keep_the_numbers_of_the_others() -> None:
    facts = dataclasses.replace(
        review(),
        accounts=(Account(), Account("AB", "0012", "0050")),
        action_plan=(ActionItem(), ActionItem(), ActionItem(deficiency="x")),
        rounds=(CorrectionRound(), CorrectionRound(late_accepted_by="x")),
    )
    assert read(built(facts)).review == facts


def test_full_tables_come_back() -> None:
    facts = dataclasses.replace(
        review(),
        accounts=tuple(Account("AB", f"{number:05}", "001") for number in range(layout.ACCOUNTS.capacity)),
        action_plan=tuple(ActionItem(deficiency=f"d{number}") for number in range(layout.ACTION_PLAN.capacity)),
        rounds=tuple(CorrectionRound(late_accepted_by=f"n{number}") for number in range(layout.ROUNDS.capacity)),
    )
    assert (read(built(facts)).problems, read(built(facts)).review) == ((), facts)


def test_the_sections_are_those_of_the_model() -> None:
    hints = {item.name: getattr(Review(), item.name) for item in dataclasses.fields(Review)}
    single = {name: type(value) for name, value in hints.items() if dataclasses.is_dataclass(value)}
    assert single == {"form": FormIdentity, **SECTIONS}


def test_there_is_one_record_for_each_question_in_the_instruments_order() -> None:
    found = read(built(Review(form=blank_review(instrument()).form)))
    assert found.review.questions == tuple(QuestionReview(question.id) for question in instrument().questions)


class TestWhatElseIsRead:
    def test_the_files_own_fingerprint(self, tmp_path: Path) -> None:
        path = tmp_path / "review.xlsx"
        path.write_bytes(workbook())
        assert read_workbook(path).fingerprint == hashlib.sha256(workbook()).hexdigest()

    def test_the_instrument_and_the_tool(self) -> None:
        assert read(workbook()).instrument == instrument()
        assert read(workbook()).tool_version == __version__

    def test_the_instrument_of_another_owner(self) -> None:
        source = '[instrument]\nid = "other"\nversion = "7"\ntitle = "Other"\nillustrative = true\n\n'
        source += (
            '[[elements]]\nletter = "A"\ntitle = "Only"\n[[elements.questions]]\nid = "A1"\ntext = "Is  it\tso?"\n'
        )
        source += 'guideline = """\n\n  Look.\n"""\npoints = 2.5\nscoring = "all-or-nothing"\nverification = ["observation"]\n'
        other = parse_instrument(source, "other.toml")
        found = read(built(blank_review(other), other))
        assert (found.problems, found.instrument, found.instrument.source) == ((), other, other.source)

    def test_an_instrument_with_very_long_lines(self) -> None:
        long = parse_instrument(instrument().source.replace("2026.1", "9") + "# " + "x" * 20_000 + "\n\n\n#\n", "long")
        assert read(built(blank_review(long), long)).instrument == long

    def test_thousands_of_workbooks_share_one_instrument(self) -> None:
        assert read(workbook()).instrument is read(built(blank_review(instrument()))).instrument

    def test_the_outcome_and_the_score_that_the_start_sheet_shows(self) -> None:
        found = read(workbook())
        assert found.shown_score == "100 %"
        assert found.shown_outcome

    def test_without_a_start_sheet_they_are_empty(self) -> None:
        found = read(edited(lambda book: book.remove(book[layout.START])))
        assert (found.shown_outcome, found.shown_score, found.problems) == ("", "", ())


def rich(strings: bytes) -> bytes:
    """Every plain shared string cut into two runs, as Excel does when a few letters of it are made bold."""
    runs = rb'<si><r><t xml:space="preserve">\1</t></r><r><rPr><b/></rPr><t xml:space="preserve">\2</t></r></si>'
    return re.sub(rb"<si><t[^<>]*>([^<&\x80-\xff])([^<&]+)</t></si>", runs, strings)


class TestSavedByOtherPrograms:
    @pytest.mark.parametrize("content", [workbook(), edited(lambda _: None)], ids=["XlsxWriter", "openpyxl"])
    def test_no_sheet_needs_the_careful_reader(self, content: bytes) -> None:
        sheets = read_sheets(guard_bytes(content, "f"), SHEETS_READ)
        assert sheets.keys() == set(SHEETS_READ)
        assert [sheet.name for sheet in sheets.values() if sheet.careful] == []

    def test_openpyxl(self) -> None:
        found = read(edited(lambda _: None))
        assert (found.problems, found.review) == ((), review())

    def test_text_with_bold_letters_in_it(self) -> None:
        found = read(changed(workbook(), "xl/sharedStrings.xml", rich))
        assert (found.problems, found.review) == ((), review())

    def test_text_inside_of_the_cells(self) -> None:
        content = built(dataclasses.replace(review(), employer=Employer(legal_name="INLINE")))
        strings = re.findall(rb"<si>.*?</si>", workbook_part(content, "xl/sharedStrings.xml"), re.DOTALL)
        index = next(number for number, text in enumerate(strings) if b">INLINE<" in text)
        cell = rb'(<c r="\w+"(?: s="\d+")?) t="s"><v>%d</v></c>' % index
        inline = rb'\1 t="inlineStr"><is><t>In  line</t></is></c>'
        found = read(changed(content, "xl/worksheets/sheet2.xml", lambda part: re.sub(cell, inline, part)))
        assert (found.problems, found.review.employer.legal_name) == ((), "In  line")

    def test_days_counted_from_1904(self) -> None:
        from openpyxl.utils.datetime import MAC_EPOCH

        def change(book: object) -> None:
            book.epoch = MAC_EPOCH  # type: ignore[attr-defined]

        content = edited(change)
        assert b'date1904="1"' in workbook_part(content, "xl/workbook.xml")
        assert (read(content).problems, read(content).review) == ((), review())

    def test_protection_of_sheets_and_structure_does_not_matter(self) -> None:
        def protect(book: object) -> None:
            from openpyxl.workbook.protection import WorkbookProtection

            book.security = WorkbookProtection(workbookPassword="x", lockStructure=True)  # type: ignore[attr-defined]
            for sheet in book:  # type: ignore[attr-defined]
                sheet.protection.set_password("secret")

        assert read(edited(protect)).review == review()

    def test_sheets_in_another_order_and_hidden(self) -> None:
        def change(book: object) -> None:
            book.move_sheet(layout.QUESTIONS_SHEET, 3)  # type: ignore[attr-defined]
            book[layout.ROUNDS_SHEET].sheet_state = "hidden"  # type: ignore[index]
            book.create_sheet("My own notes")["A1"] = "call back on Monday"  # type: ignore[attr-defined]

        assert (read(edited(change)).problems, read(edited(change)).review) == ((), review())


def workbook_part(content: bytes, name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(content)).read(name)
