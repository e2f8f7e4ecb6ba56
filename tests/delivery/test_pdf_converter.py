"""Who makes PDFs on this computer, and what LibreOffice itself makes of letters."""

import os
import subprocess
import sys
import tempfile
import types
from contextlib import contextmanager

import pytest

from secor_xl.delivery.pdf import converters
from secor_xl.delivery.pdf.conversion_files import temporary_folder
from secor_xl.delivery.pdf.converters import NoConverter, converter, libreoffice
from secor_xl.delivery.pdf.libreoffice_converter import LibreOffice
from secor_xl.delivery.pdf.word_converter import Word
from secor_xl.errors import SecorError
from tests.delivery.converters import CRASH, HANG, hanging_child, is_gone, letter, stand_in, starts
from tests.libreoffice import needs_programs
from tests.rendering import text_of


@pytest.fixture
def on_windows(monkeypatch):
    """Windows, with Word in its registry."""

    @contextmanager
    def open_key(_root, path):
        assert path == r"Word.Application\CLSID"
        yield

    registry = types.SimpleNamespace(HKEY_CLASSES_ROOT=0, OpenKey=open_key)
    monkeypatch.setattr("secor_xl.delivery.pdf.converters.sys.platform", "win32")
    monkeypatch.setitem(sys.modules, "winreg", registry)
    monkeypatch.setitem(sys.modules, "win32com", types.ModuleType("win32com"))
    monkeypatch.setitem(sys.modules, "win32com.client", types.ModuleType("win32com.client"))
    return registry


def test_without_word_and_libreoffice_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(converters, "libreoffice", lambda: None)
    with pytest.raises(NoConverter, match=r"Install Word, or LibreOffice from libreoffice.org"):
        converter()
    assert issubclass(NoConverter, SecorError)


def test_word_comes_first_and_libreoffice_stands_by(monkeypatch, on_windows):
    monkeypatch.setattr(converters, "libreoffice", lambda: "soffice")
    made = converter()
    assert made.name == "Word"
    assert isinstance(made, Word)
    assert isinstance(made.otherwise, LibreOffice)
    monkeypatch.setattr(converters, "libreoffice", lambda: None)
    assert converter().name == "Word"


def test_a_word_that_windows_does_not_know_is_not_asked(monkeypatch, on_windows):
    def unknown(_root, _path):
        raise FileNotFoundError

    monkeypatch.setattr(on_windows, "OpenKey", unknown)
    monkeypatch.setattr(converters, "libreoffice", lambda: "soffice")
    assert isinstance(converter(), LibreOffice)


def test_libreoffice_is_found_where_it_is_usually_installed(monkeypatch, tmp_path):
    program = tmp_path / "soffice"
    program.write_text("")
    monkeypatch.setattr("secor_xl.delivery.pdf.converters.shutil.which", lambda _name: None)
    monkeypatch.setitem(converters.USUAL_PLACES, sys.platform, (str(tmp_path / "none"), str(program)))
    assert libreoffice() == str(program)
    program.unlink()
    assert libreoffice() is None


@pytest.mark.parametrize(
    ("program", "inside_home"),
    [
        ("/snap/bin/libreoffice", "snap/libreoffice/common"),
        ("/var/lib/flatpak/exports/bin/org.libreoffice.LibreOffice", ".var/app/org.libreoffice.LibreOffice"),
        ("/usr/bin/soffice", None),
    ],
)
def test_a_libreoffice_in_a_sandbox_gets_its_files_where_it_sees_them(monkeypatch, tmp_path, program, inside_home):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(converters, "libreoffice", lambda: program)
    monkeypatch.setattr("secor_xl.delivery.pdf.converters.sys.platform", "linux")
    made = converter()
    assert isinstance(made, LibreOffice)
    assert made.folder is None
    if inside_home:
        (tmp_path / inside_home).mkdir(parents=True)
        made = converter()
        assert isinstance(made, LibreOffice)
        assert made.folder == tmp_path / inside_home


class TestWithLibreOffice:
    pytestmark = needs_programs("soffice", "pdfinfo", "pdftotext")

    def test_letters_become_tagged_pdfs_that_say_the_same(self, sample_letters, templates, tmp_path, monkeypatch):
        monkeypatch.delenv("HOME")
        chosen = list(sample_letters.items())[:6]
        odd = ["a letter", "R&D 100%", "Élan énergie", "no #7", "x;y 'z' $HOME", "100%20 (1)"]
        letters = []
        for folder, (name, (_, planned)) in enumerate(zip(odd, chosen, strict=True)):
            path = tmp_path / str(folder % 2) / f"{name}.docx"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(templates.render(planned))
            letters.append(path)
        results = {each.letter: each for each in converter().convert(letters, jobs=2)}
        for path, (_, planned) in zip(letters, chosen, strict=True):
            assert not results[path].error
            made = tmp_path / "made.pdf"
            made.write_bytes(results[path].pdf or b"")
            told = subprocess.run(["pdfinfo", str(made)], check=True, capture_output=True, text=True).stdout
            assert "Tagged:          yes" in told
            words = " ".join(text_of(made).split())
            assert str(planned.context["letter_date"]).replace("\u00a0", " ") in words.replace("\u00a0", " ")
            assert planned.addressee in words
        assert sorted(path.name for path in tmp_path.rglob("*")) == sorted(
            ["0", "1", "made.pdf", *(f"{name}.docx" for name in odd)]
        )

    @pytest.mark.parametrize("texts", [(HANG, "two"), ("one", CRASH, "three")])
    def test_where_it_hangs_or_crashes_it_is_replaced_and_only_that_letter_reported(self, tmp_path, monkeypatch, texts):
        temporary = tmp_path / "temporary"
        temporary.mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(temporary))
        program = stand_in(tmp_path / "bin", real=str(libreoffice()))
        letters = [letter(tmp_path / f"{number}.docx", text) for number, text in enumerate(texts)]
        results = {each.letter: each for each in LibreOffice(str(program), patience=8).convert(letters)}
        bad = texts.index(HANG if HANG in texts else CRASH)
        assert [each for each in letters if not results[each].pdf] == [letters[bad]]
        assert str(letters[bad]) in results[letters[bad]].error
        assert starts(program)[0] == len(letters)
        assert not list(temporary.iterdir())
        if HANG in texts:
            assert is_gone(hanging_child(program))

    def test_a_text_file_is_refused_though_libreoffice_would_take_it(self, tmp_path):
        path = tmp_path / "letter.docx"
        path.write_text("Dear reader")
        (result,) = converter().convert([path])
        assert result.pdf is None
        assert "is no Word document" in result.error

    def test_a_libreoffice_that_is_open_is_left_alone(self, tmp_path):
        command = [
            str(libreoffice()),
            f"-env:UserInstallation={(tmp_path / 'mine').as_uri()}",
            "--headless",
            "--norestore",
        ]
        pipe = f"secorxl{os.getpid()}"
        with subprocess.Popen([*command, f"--accept=pipe,name={pipe};urp;"], start_new_session=True) as mine:
            try:
                (result,) = converter().convert([letter(tmp_path / "letter.docx")])
                assert result.pdf
                assert mine.poll() is None
            finally:
                os.killpg(mine.pid, 9)


def test_what_a_killed_run_left_in_the_temporary_folder_is_removed_a_day_later(tmp_path):
    forgotten, at_work, not_ours = (tmp_path / name for name in ("secor-xl-pdf-old", "secor-xl-pdf-new", "secor-xl"))
    for folder in (forgotten, at_work, not_ours):
        folder.mkdir()
        (folder / "0.docx").write_bytes(b"a letter")
    for folder in (forgotten, not_ours):
        os.utime(folder, (1, 1))
    with temporary_folder(tmp_path):
        assert not forgotten.exists()
    assert sorted(tmp_path.iterdir()) == sorted((at_work, not_ours))
