"""Writing: whole or not at all, nothing lost, nothing silently overwritten."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from secor_xl.runs.output import OutputRefused, Writing, refuse_conflict, refuse_folder, same_content, write_safely


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_written_and_its_folder_made(tmp_path):
    written = write_safely(tmp_path / "a" / "letter.docx", b"new")
    assert written.writing is Writing.WRITTEN
    assert (tmp_path / "a" / "letter.docx").read_bytes() == b"new"
    assert names(tmp_path / "a") == ["letter.docx"]


def test_a_file_with_the_same_content_is_left_alone(tmp_path):
    path = tmp_path / "letter.docx"
    path.write_bytes(b"same")
    os.utime(path, (1, 1))
    assert write_safely(path, b"same").writing is Writing.UNCHANGED
    assert path.stat().st_mtime == 1


def test_a_file_with_other_content_is_refused_and_kept(tmp_path):
    path = tmp_path / "letter.docx"
    path.write_bytes(b"signed by hand")
    with pytest.raises(OutputRefused, match=r"left as it is.*another name"):
        write_safely(path, b"new")
    assert path.read_bytes() == b"signed by hand"
    assert names(tmp_path) == ["letter.docx"]


def test_a_replaced_file_is_kept_beside_the_new_one(tmp_path):
    path = tmp_path / "letter.docx"
    for number, data in enumerate((b"one", b"two", b"three")):
        written = write_safely(path, data, replace=True)
        assert (written.kept is not None) == (number > 0)
    assert path.read_bytes() == b"three"
    assert names(tmp_path) == ["letter (replaced 1).docx", "letter (replaced 2).docx", "letter.docx"]
    assert (tmp_path / "letter (replaced 1).docx").read_bytes() == b"one"


STEPS = ["open", "write", "flush", "fsync", "link"]


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize("step", STEPS)
def test_a_failure_at_any_step_leaves_the_old_file_whole_and_no_trace(tmp_path, monkeypatch, step, replace):
    path = tmp_path / "letter.docx"
    if replace:
        path.write_bytes(b"old")
    before = names(tmp_path)
    fail_at(monkeypatch, step)
    with pytest.raises(OutputRefused, match=r"cannot be written \(the disk is full\)"):
        write_safely(path, b"new", replace=replace)
    assert names(tmp_path) == before
    assert not replace or path.read_bytes() == b"old"


class FullDisk(io.BytesIO):
    """A stream that fails at one of its steps, as a full disk does."""

    def __init__(self, step, path):
        super().__init__()
        self.step = step
        self.file = path.open("xb")

    def write(self, data):
        if self.step == "write":
            self.file.write(data[:1])
            raise OSError(28, "no room")
        return self.file.write(data)

    def flush(self):
        if self.step == "flush":
            raise OSError(28, "no room")

    def fileno(self):
        return self.file.fileno()

    def close(self):
        self.file.close()


def fail_at(monkeypatch, step):
    def fail(*_arguments, **_keywords):
        raise OSError(28, "no room")

    real = Path.open

    def opened(self, *arguments, **keywords):
        if self.suffix != ".tmp":
            return real(self, *arguments, **keywords)
        if step == "open":
            fail()
        monkeypatch.setattr(Path, "open", real)
        return FullDisk(step, self)

    if step == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    elif step == "link":
        monkeypatch.setattr(os, "link", fail)
        monkeypatch.setattr(Path, "replace", fail)
    else:
        monkeypatch.setattr(Path, "open", opened)


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path, monkeypatch):
    path = tmp_path / "letter.docx"
    real = os.fsync

    def intrude(descriptor):
        path.write_bytes(b"somebody else's")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", intrude)
    with pytest.raises(OutputRefused, match="is there already"):
        write_safely(path, b"mine")
    assert path.read_bytes() == b"somebody else's"
    assert names(tmp_path) == ["letter.docx"]


def test_a_file_system_without_links_is_written_to_all_the_same(tmp_path, monkeypatch):
    def no_links(*_arguments):
        raise OSError(95, "not supported")

    monkeypatch.setattr(os, "link", no_links)
    assert write_safely(tmp_path / "letter.docx", b"new").writing is Writing.WRITTEN
    assert names(tmp_path) == ["letter.docx"]


NO_FILES = [(Path.mkdir, "is a folder")] + ([(os.mkfifo, "is no ordinary file")] if hasattr(os, "mkfifo") else [])


@pytest.mark.parametrize(("make", "seen"), NO_FILES)
@pytest.mark.parametrize("replace", [True, False])
def test_what_is_no_file_is_never_opened_nor_replaced(tmp_path, make, seen, replace):
    make(tmp_path / "letter.docx")
    with pytest.raises(OutputRefused, match=f"{seen}.*Move it away"):
        write_safely(tmp_path / "letter.docx", b"new", replace=replace)
    assert names(tmp_path) == ["letter.docx"]


def test_a_conflict_is_seen_before_anything_is_written(tmp_path):
    path = tmp_path / "letter.docx"
    refuse_conflict(path, b"new")
    path.write_bytes(b"new")
    refuse_conflict(path, b"new")
    path.write_bytes(b"other")
    with pytest.raises(OutputRefused):
        refuse_conflict(path, b"new")


def zipped(parts, method):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def test_office_files_are_the_same_when_their_parts_are():
    stored = zipped({"a.xml": "<a/>"}, zipfile.ZIP_STORED)
    deflated = zipped({"a.xml": "<a/>"}, zipfile.ZIP_DEFLATED)
    other = zipped({"a.xml": "<b/>"}, zipfile.ZIP_DEFLATED)
    assert stored != deflated
    assert same_content(stored, deflated)
    assert not same_content(stored, other)
    assert not same_content(stored, b"no zip")


def test_a_file_where_a_folder_should_be_is_said_so_before_anything_is_written(tmp_path):
    (tmp_path / "letters").write_text("no folder")
    for folder in (tmp_path / "letters", tmp_path / "letters" / "2026"):
        with pytest.raises(OutputRefused, match="is a file, so it cannot be a folder"):
            refuse_folder(folder)
        with pytest.raises(OutputRefused, match="is a file, so it cannot be a folder"):
            write_safely(folder / "letter.docx", b"new", replace=True)
    refuse_folder(tmp_path / "new" / "deep")
    assert names(tmp_path) == ["letters"]


def test_a_folder_that_may_not_be_written_to_is_said_so(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_arguments: False)
    with pytest.raises(OutputRefused, match="may not be written to"):
        refuse_folder(tmp_path)
