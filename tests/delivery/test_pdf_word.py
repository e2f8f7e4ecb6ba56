"""What we ask of Word, held against a strict stand-in for its object model: one hidden Word, replaced where it crashes."""

import sys
import tempfile
import types

import pytest

from secor_xl.delivery.pdf import word_converter as pdf_word
from secor_xl.delivery.pdf.conversion_files import Converted
from secor_xl.delivery.pdf.word_converter import CRASHES_IN_A_ROW, Word
from tests.delivery.converters import CRASH, HANG, PASS_OVER, letters_saying
from tests.delivery.fake_word import FakeOffice


@pytest.fixture
def office(monkeypatch, tmp_path):
    made = FakeOffice()
    for name, module in made.modules().items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(pdf_word, "end_tree", made.end_process)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    yield made
    assert not made.initialised
    assert all(word.has_quit or word.gone.is_set() for word in made.words)
    assert not list(temporary.iterdir())


def test_one_hidden_word_makes_all_pdfs_of_copies(office, tmp_path):
    letters = letters_saying(tmp_path, "one", "two", "three")
    results = list(Word().convert(letters, jobs=4))
    assert [each.letter for each in results] == letters
    assert all(text in each.pdf for text, each in zip((b"one", b"two", b"three"), results, strict=True) if each.pdf)
    assert not any(each.error for each in results)
    assert [word.has_quit for word in office.words] == [True]
    assert not set(office.opened) & set(letters)


@pytest.mark.parametrize("word", [CRASH, HANG])
def test_a_word_that_crashes_or_hangs_is_replaced_and_only_its_letter_reported(office, tmp_path, word):
    letters = letters_saying(tmp_path, "one", word, "three")
    first, second, third = Word(seconds=0.2).convert(letters)
    assert first.pdf
    assert third.pdf
    assert second.pdf is None
    assert second.error.startswith(f"{letters[1]}: Word crashed or hung at it, in 2 tries. Open it in Word")
    assert len(office.words) == 3


def test_a_letter_that_word_refuses_is_said_and_word_stays(office, tmp_path):
    first, second = Word().convert(letters_saying(tmp_path, PASS_OVER, "two"))
    assert "Word made no PDF of it" in first.error
    assert second.pdf
    assert len(office.words) == 1


def test_a_word_that_crashes_at_everything_is_not_started_for_every_letter(office, tmp_path):
    results = list(Word().convert(letters_saying(tmp_path, *[CRASH] * 20)))
    assert len(office.words) <= CRASHES_IN_A_ROW + 1
    assert "Word does not keep running" in results[-1].error
    assert len(results) == 20


def test_a_word_that_does_not_tell_its_process_works_all_the_same(office, tmp_path):
    office.tells_windows = False
    (only,) = Word().convert(letters_saying(tmp_path, "one"))
    assert only.pdf


def test_what_is_no_letter_never_reaches_word(office, tmp_path):
    (tmp_path / "text.docx").write_text("Dear reader")
    results = list(Word().convert([tmp_path / "text.docx", tmp_path / "gone.docx"]))
    assert ["is no Word document" in results[0].error, "is not there" in results[1].error] == [True, True]
    assert not office.opened


def test_where_word_does_not_start_another_makes_the_pdfs(office, tmp_path):
    office.starts = False
    letters = letters_saying(tmp_path, "one", "two")
    asked = []

    def convert(given, *, jobs):
        asked.append((list(given), jobs))
        yield from (Converted(each, b"%PDF by another") for each in given)

    another = types.SimpleNamespace(name="another", convert=convert)
    assert all(each.pdf for each in Word(otherwise=another).convert(letters, jobs=2))
    assert asked == [(letters, 2)]
    assert all("Word does not start. Open it by hand" in each.error for each in Word().convert(letters))


def test_leaving_it_early_ends_a_word_that_hangs(office, tmp_path):
    results = Word().convert([tmp_path / "gone.docx", *letters_saying(tmp_path, HANG, "two")])
    assert "is not there" in next(results).error
    assert office.hangs.wait(60)
    results.close()
    assert [word.gone.is_set() for word in office.words] == [True]
