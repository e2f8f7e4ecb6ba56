"""The reviewer's own settings, and what opens files and makes PDFs."""

from __future__ import annotations

import subprocess
import sys
import types
from dataclasses import replace
from pathlib import Path

import pytest

from secor_xl.delivery.pdf import converters
from secor_xl.delivery.pdf.converters import Converted
from secor_xl.errors import DataError, SecorError
from secor_xl.excel.buttons.opening import Opener
from secor_xl.resources import shipped_letter_templates
from secor_xl.runs.settings import Settings, documents_folder, leave_settings, read_settings, templates_in_use
from tests.delivery.converters import letter
from tests.libreoffice import needs_programs
from tests.workbook.shipped import CLEAN


def test_without_a_file_the_usual_places_hold(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("SECOR_XL_TEMPLATES", raising=False)
    settings = read_settings()
    assert settings == Settings(
        tmp_path / ".secor-xl", tmp_path / "Documents" / "SECOR letters", shipped_letter_templates()
    )
    assert list(tmp_path.iterdir()) == []


def test_the_file_that_is_left_says_the_usual_places_and_changes_nothing(tmp_path):
    settings = read_settings(tmp_path / "mine")
    leave_settings(settings)
    assert str(settings.letters) in settings.file.read_text()
    assert read_settings(tmp_path / "mine") == settings
    settings.file.write_text(settings.file.read_text().replace("# letters_folder", "letters_folder"))
    assert read_settings(tmp_path / "mine") == settings
    settings.file.write_text("letters_folder = '/x'")
    leave_settings(settings)
    assert settings.file.read_text() == "letters_folder = '/x'"


def test_what_is_set_holds(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("OFFICE", "/office")
    (tmp_path / "settings.toml").write_text("letters_folder = '~/post'\ntemplates_folder = '$OFFICE/templates'\n")
    settings = read_settings(tmp_path)
    assert (settings.letters, settings.templates) == (tmp_path / "post", Path("/office/templates"))


def test_the_templates_of_the_command_line_hold_here_too(tmp_path, monkeypatch):
    monkeypatch.setenv("SECOR_XL_TEMPLATES", "/office/templates")
    assert read_settings(tmp_path).templates == Path("/office/templates")


def test_there_is_one_order_of_the_places_that_name_templates(tmp_path, monkeypatch):
    own, other, chosen = tmp_path / "own", tmp_path / "other", tmp_path / "chosen"
    monkeypatch.delenv("SECOR_XL_TEMPLATES", raising=False)
    assert templates_in_use(tmp_path) == shipped_letter_templates()
    (tmp_path / "settings.toml").write_text(f"templates_folder = '{own}'")
    assert templates_in_use(tmp_path) == read_settings(tmp_path).templates == own
    monkeypatch.setenv("SECOR_XL_TEMPLATES", str(other))
    assert templates_in_use(tmp_path) == read_settings(tmp_path).templates == other
    assert templates_in_use(tmp_path, chosen=chosen) == chosen


def test_asking_for_the_templates_loads_nothing_heavy():
    heavy = "import sys, secor_xl.runs.settings; print({'xlwings', 'docx', 'docxtpl', 'openpyxl'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("letters_folder = 5", "letters_folder: is 5"),
        ("letters_folder = 'here'", "the whole path of a folder is needed"),
        ("letter_folder = '/x'", "letter_folder: is no setting; known are letters_folder, templates_folder"),
        ('letters_folder = "C:\\Users"', "single quotes"),
        ("\x00", "cannot be read"),
    ],
)
def test_settings_that_cannot_be_used_are_refused_in_a_sentence(tmp_path, text, words):
    (tmp_path / "settings.toml").write_text(text)
    with pytest.raises(DataError) as caught:
        read_settings(tmp_path)
    assert words in str(caught.value)
    assert str(tmp_path / "settings.toml") in str(caught.value)


def test_each_review_has_a_folder_that_every_system_takes(tmp_path):
    settings = Settings(tmp_path, tmp_path, tmp_path)
    assert settings.letters_of(CLEAN).parent == tmp_path
    odd = replace(CLEAN, case=replace(CLEAN.case, reference="../../etc: con"))
    assert settings.letters_of(odd).parent == tmp_path
    unnamed = replace(CLEAN, case=replace(CLEAN.case, reference=" "))
    assert settings.letters_of(unnamed).name


def test_the_documents_of_windows_are_where_windows_says(monkeypatch):
    class Key:
        def __enter__(self):
            return self

        def __exit__(self, *_error):
            pass

    registry = types.SimpleNamespace(
        HKEY_CURRENT_USER=0,
        OpenKey=lambda _root, path: Key() if "User Shell Folders" in path else None,
        QueryValueEx=lambda _key, name: ("$ONEDRIVE_HERE/Documents", 2) if name == "Personal" else None,
    )
    monkeypatch.setitem(sys.modules, "winreg", registry)
    monkeypatch.setenv("ONEDRIVE_HERE", "/OneDrive")
    monkeypatch.setattr("secor_xl.runs.settings.sys.platform", "win32")
    assert documents_folder() == Path("/OneDrive/Documents")


@pytest.mark.parametrize(("platform", "command"), [("darwin", "open"), ("linux", "xdg-open")])
def test_a_file_is_opened_as_the_system_does(monkeypatch, tmp_path, platform, command):
    started: list[list[str]] = []
    monkeypatch.setattr("secor_xl.excel.buttons.opening.sys.platform", platform)
    monkeypatch.setattr("secor_xl.excel.buttons.opening.shutil.which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(
        "secor_xl.excel.buttons.opening.subprocess.Popen", lambda arguments, **_options: started.append(arguments)
    )
    Opener().show(tmp_path / "letter.docx")
    assert started == [[f"/bin/{command}", str(tmp_path / "letter.docx")]]


def test_windows_opens_a_file_itself(monkeypatch, tmp_path):
    started: list[Path] = []
    monkeypatch.setattr("secor_xl.excel.buttons.opening.sys.platform", "win32")
    monkeypatch.setattr("secor_xl.excel.buttons.opening.os.startfile", started.append, raising=False)
    Opener().show(tmp_path / "letter.docx")
    assert started == [tmp_path / "letter.docx"]

    def refuse(_path):
        raise OSError(1155, "No application is associated with the specified file")

    monkeypatch.setattr("secor_xl.excel.buttons.opening.os.startfile", refuse, raising=False)
    with pytest.raises(SecorError, match="is there, but could not be opened"):
        Opener().show(tmp_path / "letter.docx")


def test_a_system_that_opens_nothing_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr("secor_xl.excel.buttons.opening.shutil.which", lambda _name: None)
    with pytest.raises(SecorError, match="no program xdg-open"):
        Opener().show(tmp_path)


def test_without_word_and_libreoffice_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(converters, "libreoffice", lambda: None)
    with pytest.raises(SecorError, match=r"Install Word, or LibreOffice from libreoffice.org. Use Make letters"):
        Opener().pdfs([tmp_path / "letter.docx"])


def test_a_libreoffice_that_makes_nothing_is_named(monkeypatch, tmp_path):
    path = letter(tmp_path / "letter.docx")
    for program in ("/bin/false", "/bin/true"):
        monkeypatch.setattr(converters, "libreoffice", lambda program=program: program)
        with pytest.raises(SecorError, match=r"No PDF of letter was made.*LibreOffice makes none.*Use Make letters"):
            Opener().pdfs([path])
    assert list(tmp_path.iterdir()) == [path]


def test_a_pdf_lies_beside_its_letter_in_the_order_of_the_letters(monkeypatch, tmp_path):
    letters = [letter(tmp_path / f"{name}.docx", name) for name in ("one", "two", "three")]

    def convert(given, *, jobs=1):
        yield from (Converted(each, b"%PDF of " + each.stem.encode()) for each in reversed(given))

    monkeypatch.setattr(converters, "converter", lambda: types.SimpleNamespace(name="somebody", convert=convert))
    made = Opener().pdfs(letters)
    assert made == [path.with_suffix(".pdf") for path in letters]
    assert made[1].read_bytes() == b"%PDF of two"


class TestWithLibreOffice:
    pytestmark = needs_programs("soffice")

    def test_a_letter_becomes_a_pdf(self, tmp_path):
        import docx

        document = docx.Document()
        document.add_paragraph("A letter")
        document.save(str(tmp_path / "a letter.docx"))
        (made,) = Opener().pdfs([tmp_path / "a letter.docx"])
        assert made == tmp_path / "a letter.pdf"
        assert made.read_bytes().startswith(b"%PDF")
