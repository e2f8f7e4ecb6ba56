"""LibreOffice that hangs, crashes or passes a letter over costs that letter alone; a stand-in shows what is made of it."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from secor_xl.delivery.pdf import libreoffice_converter
from secor_xl.delivery.pdf.libreoffice_converter import FILES_A_START, LibreOffice
from secor_xl.errors import SecorError
from tests.delivery.converters import (
    CRASH,
    HANG,
    PASS_OVER,
    hanging_child,
    is_gone,
    letter,
    letters_saying,
    profiles,
    stand_in,
    starts,
)

PATIENCE = 3
pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="a script stands in for a program as on Linux and macOS"
)


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The system's folder for temporary files, for one test."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert not list(folder.iterdir())


@pytest.fixture
def program(tmp_path):
    return stand_in(tmp_path / "bin")


def converted(program, letters, jobs=1, patience=PATIENCE):
    """The PDFs and the errors by their letters; each letter has exactly one of the two."""
    results = list(LibreOffice(str(program), patience=patience).convert(letters, jobs=jobs))
    assert sorted(each.letter for each in results) == sorted(letters)
    assert all((each.pdf is None) == bool(each.error) for each in results)
    pdfs = {each.letter: each.pdf for each in results if each.pdf}
    return pdfs, {each.letter: each.error for each in results if each.error}


def test_many_letters_go_into_one_start_and_a_profile_is_never_used_again(tmp_path, temporary, program):
    letters = letters_saying(tmp_path, *(f"letter {number}" for number in range(120)))
    pdfs, errors = converted(program, letters, jobs=2)
    assert not errors
    assert all(f"letter {number}<".encode() in pdfs[each] for number, each in enumerate(letters))
    assert sorted(starts(program)) == [120 - 2 * FILES_A_START, FILES_A_START, FILES_A_START]
    assert len(set(profiles(program))) == 3
    assert all(profile.startswith(f"-env:UserInstallation={temporary.as_uri()}") for profile in profiles(program))


def test_few_letters_are_shared_out_evenly(tmp_path, temporary, program):
    converted(program, letters_saying(tmp_path, *["text"] * 9), jobs=2)
    assert sorted(starts(program)) == [4, 5]


def test_no_letters_need_no_start(temporary, program):
    assert converted(program, []) == ({}, {})
    assert not (program.parent / "starts").exists()


@pytest.mark.parametrize(("word", "said"), [(HANG, "hung at it and was ended"), (CRASH, "broke off at it")])
def test_a_letter_that_stops_it_is_reported_and_no_other(tmp_path, temporary, program, word, said):
    letters = letters_saying(tmp_path, "one", "two", word, "four", "five")
    pdfs, errors = converted(program, letters)
    assert set(pdfs) == {*letters[:2], *letters[3:]}
    assert errors == {letters[2]: errors[letters[2]]}
    assert errors[letters[2]].startswith(f"{letters[2]}: LibreOffice 99.1 {said}, in 2 tries. Open it in")
    # All; it alone; a plain document, to see whether it is the letter's fault; the others.
    assert starts(program) == [5, 1, 1, 2]
    if word is HANG:
        assert is_gone(hanging_child(program))


def test_letters_one_after_the_other_that_stop_it_are_each_reported(tmp_path, temporary, program):
    letters = letters_saying(tmp_path, *[CRASH] * 12, "good", CRASH)
    pdfs, errors = converted(program, letters)
    assert set(pdfs) == {letters[12]}
    assert all("broke off at it" in error for error in errors.values())


def test_a_letter_that_is_passed_over_is_tried_again_and_reported(tmp_path, temporary, program):
    letters = letters_saying(tmp_path, "one", PASS_OVER, "three", PASS_OVER)
    pdfs, errors = converted(program, letters)
    assert set(pdfs) == {letters[0], letters[2]}
    assert all("could not open it, or make a PDF of it, in 2 tries" in error for error in errors.values())
    assert starts(program) == [4, 2, 1]


def test_a_program_that_makes_nothing_is_not_started_for_every_letter(tmp_path, temporary):
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\n[ "$1" = --version ] || echo "1 start" >> {program.parent}/starts\nexit 1\n')
    program.chmod(0o755)
    letters = letters_saying(tmp_path, *["text"] * 60)
    pdfs, errors = converted(program, letters)
    assert not pdfs
    assert len(starts(program)) == 2
    assert all("LibreOffice makes none even of a plain document" in error for error in errors.values())


@pytest.mark.parametrize("content", [None, "no program"])
def test_a_program_that_does_not_start_is_said_of_each_letter(tmp_path, temporary, content):
    program = tmp_path / "soffice"
    if content:
        program.write_text(content)
    letters = letters_saying(tmp_path, "one", "two")
    _, errors = converted(program, letters)
    assert all(
        f"could not be started ({program}" in error and error.startswith(str(path)) for path, error in errors.items()
    )


def test_two_letters_of_the_same_name_stay_two(tmp_path, temporary, program):
    letters = [letter(tmp_path / folder / "letter.docx", folder) for folder in ("first", "second")]
    pdfs, _ = converted(program, letters)
    assert b"first" in pdfs[letters[0]]
    assert b"second" in pdfs[letters[1]]


def test_the_same_letter_twice_is_converted_twice(tmp_path, temporary, program):
    path = letter(tmp_path / "letter.docx")
    assert len(converted(program, [path, path])[0]) == 1
    bad = letter(tmp_path / "bad.docx", PASS_OVER)
    assert len(list(LibreOffice(str(program)).convert([bad, bad]))) == 2


def test_only_whole_word_files_are_handed_over(tmp_path, temporary, program):
    good = letter(tmp_path / "good.docx")
    content = good.read_bytes()
    middle = content.index(b"word/document.xml") + 60
    files = {
        "text.docx": (b"Dear reader", "is no Word document, whatever its name says"),
        "empty.docx": (b"", "is empty"),
        "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "protected by a password, or an old Word document"),
        "half.docx": (content[: len(content) // 2], "is damaged or incomplete"),
        "damaged.docx": (content[:middle] + b"damage" + content[middle + 6 :], "is damaged"),
        "sheet.docx": (content.replace(b"word/", b"work/"), "is no Word document"),
    }
    letters = []
    for name, (data, _) in files.items():
        (tmp_path / name).write_bytes(data)
        letters.append(tmp_path / name)
    folder = tmp_path / "folder.docx"
    folder.mkdir()
    pdfs, errors = converted(program, [*letters, good, folder, tmp_path / "gone.docx"])
    assert set(pdfs) == {good}
    for name, (_, said) in files.items():
        assert said in errors[tmp_path / name], name
    assert "is not there" in errors[tmp_path / "gone.docx"]
    assert "cannot be read" in errors[folder]
    assert starts(program) == [1]


def test_leaving_it_early_ends_the_program_and_removes_its_files(tmp_path, temporary, program):
    results = LibreOffice(str(program)).convert([tmp_path / "gone.docx", *letters_saying(tmp_path, "one", HANG)])
    assert "is not there" in next(results).error
    child = hanging_child(program)
    assert list(temporary.iterdir())
    results.close()
    assert is_gone(child)
    assert not list(temporary.iterdir())


def test_ctrl_c_ends_the_program_and_removes_its_files(tmp_path, temporary, program):
    letters = letters_saying(tmp_path, HANG, HANG)
    code = (
        "import pathlib, sys\nfrom secor_xl.delivery.pdf.libreoffice_converter import LibreOffice\n"
        "try:\n    list(LibreOffice(sys.argv[1]).convert([pathlib.Path(each) for each in sys.argv[2:]], jobs=2))\n"
        "except KeyboardInterrupt:\n    print('interrupted')\n"
    )
    surroundings = {**os.environ, "TMPDIR": str(temporary)}
    command = [sys.executable, "-c", code, str(program), *map(str, letters)]
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, text=True) as running:
        child = hanging_child(program)
        running.send_signal(signal.SIGINT)
        assert running.communicate(timeout=60)[0] == "interrupted\n"
    assert is_gone(child)


def test_a_mistake_of_ours_is_not_swallowed(tmp_path, temporary, program, monkeypatch):
    def broken(*_arguments, **_options):
        raise ZeroDivisionError

    monkeypatch.setattr(libreoffice_converter, "whole_pdf", broken)
    with pytest.raises(ZeroDivisionError):
        converted(program, letters_saying(tmp_path, "one"))


def test_without_room_for_temporary_files_it_says_so(tmp_path, program):
    office = LibreOffice(str(program), folder=tmp_path / "gone")
    with pytest.raises(SecorError, match=r"No temporary folder could be made in .*gone"):
        list(office.convert([letter(tmp_path / "letter.docx")]))


def test_it_says_its_version_where_it_can(program):
    assert LibreOffice(str(program)).name == "LibreOffice 99.1"
    assert LibreOffice(str(Path(program).with_name("none"))).name == "LibreOffice"
