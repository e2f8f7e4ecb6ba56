"""Checked templates are remembered: the same letters without docxtpl, and never a letter of another template."""

import os
import shutil
import subprocess
import sys

import pytest

from secor_xl.letters.office_parts import NO_PARTS
from secor_xl.letters.render import LetterTemplates
from secor_xl.letters.template.template_cache import MOST_KEPT, known_template
from secor_xl.resources import shipped_letter_templates
from secor_xl.review.letter_kinds import LetterKind

RENDER = """
import pickle, sys
from pathlib import Path
from secor_xl.letters.render import LetterTemplates
planned = pickle.loads(Path(sys.argv[1]).read_bytes())
data = LetterTemplates(Path(sys.argv[2]), Path(sys.argv[3])).render(planned)
Path(sys.argv[4]).write_bytes(data)
print(sorted(name for name in ("docx", "docxtpl") if name in sys.modules))
"""


@pytest.fixture
def letter(letters, clean):
    return letters(clean)[0]


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(shipped_letter_templates(), tmp_path / "templates")


def entries(cache):
    return sorted(cache.glob("*"))


def test_a_remembered_template_makes_the_same_letter_without_docxtpl(letter, folder, tmp_path):
    import pickle

    (tmp_path / "planned").write_bytes(pickle.dumps(letter))
    said = []
    for name in ("first", "second"):
        command = [
            sys.executable,
            "-c",
            RENDER,
            *(str(tmp_path / each) for each in ("planned", "templates", "cache", name)),
        ]
        said.append(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())
    assert said == ["['docx', 'docxtpl']", "[]"]
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()
    assert (tmp_path / "first").read_bytes() == LetterTemplates(folder).render(letter)


def test_a_template_that_was_changed_is_checked_anew(letter, folder, tmp_path):
    cache = tmp_path / "cache"
    LetterTemplates(folder, cache).render(letter)
    (folder / "approval.docx").write_bytes(b"no template")
    with pytest.raises(Exception, match="not a Word document"):
        LetterTemplates(folder, cache).render(letter)
    assert len(entries(cache)) == 1, "a template with a fault is not remembered"


@pytest.mark.parametrize(
    "damage",
    [lambda _data: b"", lambda data: data[:-9], lambda data: data[:70] + b"[]", lambda data: data.replace(b"a", b"b")],
)
def test_a_damaged_cache_only_costs_time(letter, folder, tmp_path, damage):
    cache = tmp_path / "cache"
    first = LetterTemplates(folder, cache).render(letter)
    (entry,) = entries(cache)
    good = entry.read_bytes()
    entry.write_bytes(damage(good))
    assert LetterTemplates(folder, cache).render(letter) == first
    assert entry.read_bytes() == good


def test_a_template_is_remembered_for_its_own_kind_alone(letter, folder, tmp_path):
    cache = tmp_path / "cache"
    LetterTemplates(folder, cache).render(letter)
    content = (folder / "approval.docx").read_bytes()
    assert known_template(cache, "approval.docx", content, LetterKind.APPROVAL, NO_PARTS)
    assert known_template(cache, "approval.docx", content, LetterKind.FEEDBACK, NO_PARTS) is None
    assert known_template(cache, "approval.docx", content + b" ", LetterKind.APPROVAL, NO_PARTS) is None


def test_another_version_of_the_code_checks_anew(letter, folder, tmp_path, monkeypatch):
    cache = tmp_path / "cache"
    LetterTemplates(folder, cache).render(letter)
    content = (folder / "approval.docx").read_bytes()
    monkeypatch.setattr("secor_xl.letters.template.template_cache._code", lambda: (("other", 1, 1),))
    assert known_template(cache, "approval.docx", content, LetterKind.APPROVAL, NO_PARTS) is None


def test_where_nothing_can_be_written_the_letter_is_the_same(letter, folder, tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert LetterTemplates(folder, tmp_path / "file").render(letter) == LetterTemplates(folder).render(letter)


def test_only_the_latest_are_kept(letter, folder, tmp_path):
    cache = tmp_path / "cache"
    cache.mkdir()
    for number in range(MOST_KEPT + 5):
        (cache / f"{number}.json").write_text("old")
        os.utime(cache / f"{number}.json", (number, number))
    LetterTemplates(folder, cache).render(letter)
    assert len(entries(cache)) == MOST_KEPT
