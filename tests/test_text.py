"""A text is blank when a page shows nothing of it; what is cleaned of a text is never seen."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secor_xl.text import INVISIBLE, clean, cleaned, counted, is_blank, on_one_line, stripped, without_invisible
from secor_xl.xlsx.sheet_values import UNCACHED, ErrorValue

NOTHING = {
    "zero-width space": "\u200b",
    "zero-width joiner": "\u200d",
    "left-to-right mark": "\u200e",
    "right-to-left isolate": "\u2067",
    "Arabic letter mark": "\u061c",
    "soft hyphen": "\u00ad",
    "byte order mark": "\ufeff",
    "word joiner": "\u2060",
    "Braille blank": "\u2800",
    "Hangul filler": "\u3164",
    "half-width Hangul filler": "\uffa0",
    "Hangul vowel filler": "\u1160",
    "combining grapheme joiner": "\u034f",
    "variation selector": "\ufe0f",
    "language tag": "\U000e0041",
    "Mongolian vowel separator": "\u180e",
    "null": "\x00",
    "escape": "\x1b",
    "control sequence introducer": "\x9b",
    "no-break space": "\u00a0",
    "ideographic space": "\u3000",
    "line separator": "\u2028",
    "tab": "\t",
}


@pytest.mark.parametrize("mark", NOTHING.values(), ids=NOTHING)
def test_a_text_of_characters_that_show_nothing_is_blank(mark):
    assert is_blank(mark)
    assert is_blank(f" {mark}\u200b{mark}\n")
    assert cleaned(mark * 3) == ""


@pytest.mark.parametrize("mark", NOTHING.values(), ids=NOTHING)
def test_before_a_value_nothing_is_kept_that_shows_nothing(mark):
    assert cleaned(f"{mark} Blue Camas Ltd.") == "Blue Camas Ltd."


@pytest.mark.parametrize("text", ["-", ".", "0", "é", "\u00b7", "\ufffd", "\u0301", "\u0600", "🚚", "\ue000"])
def test_a_text_that_shows_something_is_not_blank(text):
    assert not is_blank(text)
    assert cleaned(text) == text


@pytest.mark.parametrize(
    "text", ["❤\ufe0f", "👩\u200d🚒", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "می\u200cروم"]
)
def test_marks_that_choose_the_form_of_a_character_stay_with_it(text):
    assert cleaned(f"\u200b{text}\u200b ") == text


def test_a_value_that_is_no_text_is_blank_where_there_is_none():
    assert is_blank(None)
    assert not any(is_blank(value) for value in (0, False, ErrorValue("#N/A"), UNCACHED))


def test_white_space_is_not_invisible():
    assert not [code for code in range(0x110000) if chr(code).isspace() and INVISIBLE.match(chr(code))]
    assert without_invisible("a\u200b b\u00a0c\n") == "a b\u00a0c\n"


@given(st.text())
def test_cleaning_a_clean_text_changes_nothing(text):
    assert cleaned(cleaned(text)) == cleaned(text)
    assert clean(clean(text)) == clean(text)
    assert is_blank(clean(text)) == (not cleaned(text))


@given(st.text(st.characters(max_codepoint=126)))
def test_an_ascii_text_is_stripped_of_its_white_space(text):
    printable = "".join(each if each.isprintable() else " " for each in text)
    assert stripped(printable) == printable.strip()


def test_every_kind_of_line_end_becomes_one():
    assert cleaned("a\r\nb\rc\u2028d\x85e\x0bf") == "a\nb\nc\nd\ne\nf"


def test_half_a_character_is_shown_as_one_that_is_not_known():
    assert clean("a\ud83db") == "a\ufffdb"


def test_a_text_is_cut_to_its_length_on_one_line():
    assert on_one_line(" a\n b\t\x07c ") == "a b c"
    assert on_one_line("abcdef", 6) == "abcdef"
    assert on_one_line("abcdefg", 6) == "abcde…"
    assert on_one_line("abcd efg", 6) == "abcd…"


@given(st.text(), st.integers(2, 9))
def test_a_cut_text_is_never_longer_than_asked(text, longest):
    assert len(on_one_line(text, longest)) <= longest


def test_numbers_are_counted():
    assert [counted(number, "day") for number in (0, 1, 2, 1500)] == ["0 days", "1 day", "2 days", "1,500 days"]


@pytest.mark.parametrize("text", ["\u200b" * 1_000_000, ("\u200b" * 999 + "x ") * 1000, " \n" * 500_000 + "\ud83d"])
def test_a_text_of_a_million_characters_is_cleaned_at_once(text):
    begun = time.perf_counter()
    for work in (is_blank, cleaned, without_invisible, lambda text: on_one_line(text, 60)):
        work(text)
    assert time.perf_counter() - begun < 2
