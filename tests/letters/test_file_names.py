"""File names that every system takes, whatever was typed as the file reference."""

import re
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secor_xl.letters.file_names import RESERVED, letter_file_name

FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


@settings(max_examples=1500)
@given(head=st.text(alphabet=st.characters(codec=None), max_size=120))
def test_any_text_gives_a_safe_name(head):
    name = letter_file_name(head, "feedback round 1")
    stem = name.removesuffix(".docx")
    assert name.endswith(" - feedback round 1.docx")
    assert not FORBIDDEN.search(name)
    assert PurePosixPath(name).name == PureWindowsPath(name).name == name
    assert "." not in stem
    assert name == name.strip()
    assert len(name) <= 100
    assert len(name.encode()) <= 250
    assert stem.split(" - ", maxsplit=1)[0].casefold() not in RESERVED
    assert all(character.isprintable() for character in name)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("QA-2026-0116", "QA-2026-0116"),
        ("Étoile d’Argent & Fils Ltd.", "Étoile d-Argent-Fils Ltd"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Windows\\x", "C-Windows-x"),
        ("CON", "_CON"),
        ("com¹", "_com1"),
        ("LPT9", "_LPT9"),
        ("nul.txt", "nul-txt"),
        ("  spaces   and\ttabs  ", "spaces and tabs"),
        ("...", "review"),
        ("", "review"),
        ("🔥🔥", "review"),
        ("ﬁle／name", "file-name"),
        ("abc\u202etxt", "abctxt"),
    ],
)
def test_a_name_is_still_readable(head, name):
    assert letter_file_name(head, "approval") == f"{name} - approval.docx"
