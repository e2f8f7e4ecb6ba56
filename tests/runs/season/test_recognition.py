"""The first look: review workbooks are known by their content, everything else in a folder is left alone and counted."""

import io
import os
import shutil
import subprocess
import zipfile
from typing import ClassVar

import pytest
import xlsxwriter

from secor_xl.runs.season.recognition import LeftAlone, recognize
from secor_xl.runs.season.workbook_paths import FoundPath
from secor_xl.workbook.schema.named_ranges import INPUT_RANGES
from tests.libreoffice import needs_programs
from tests.runs.conftest import letters_in
from tests.workbook.built import workbook
from tests.workbook.packages import changed, repacked


def seen(path, *, named=False):
    [looked] = recognize((FoundPath(str(path), named),))
    return looked


def archive(*names):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name in names:
            package.writestr(name, "<x/>")
    return made.getvalue()


def other_workbook():
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("Submission")
        sheet.write("A1", "Expenses")
    return made.getvalue()


LEFT_ALONE = [
    ("~$review.xlsx", b"whatever", LeftAlone.LOCK),
    (".~lock.review.xlsx#", b"whatever", LeftAlone.TEMPORARY),
    ("~wrl0001.tmp", b"whatever", LeftAlone.TEMPORARY),
    ("download.crdownload", b"whatever", LeftAlone.TEMPORARY),
    ("letter.docx", archive("[Content_Types].xml", "word/document.xml"), LeftAlone.LETTER),
    ("talk.pptx", archive("[Content_Types].xml", "ppt/presentation.xml"), LeftAlone.OFFICE),
    ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on", LeftAlone.OFFICE),
    ("expenses.xlsx", other_workbook(), LeftAlone.WORKBOOK),
    ("photos.zip", archive("a.jpg"), LeftAlone.OTHER),
    ("notes.txt", b"text", LeftAlone.OTHER),
    ("empty", b"", LeftAlone.OTHER),
]


@pytest.mark.parametrize(("name", "content", "kind"), LEFT_ALONE, ids=[each[0] for each in LEFT_ALONE])
def test_what_is_no_review_workbook_is_left_alone(tmp_path, name, content, kind):
    (tmp_path / name).write_bytes(content)
    assert seen(tmp_path / name).left_alone is kind


def test_each_kind_that_is_left_alone_can_be_counted_with_an_s():
    assert not [kind for kind in LeftAlone if " of " in kind]


FAILED = [
    ("review.xlsx", b"", "is empty"),
    ("review.xlsx", b"a;b;c\n", "is plain text"),
    ("review.XLSM", b"PK\x03\x04 and then nothing", "is damaged"),
    ("review.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
]


@pytest.mark.parametrize(("name", "content", "words"), FAILED, ids=[each[2] for each in FAILED])
def test_what_is_called_a_workbook_and_cannot_be_read_is_told_with_its_cure(tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)
    failure = seen(tmp_path / name).failure
    assert words in failure.cause
    assert failure.cure


def test_a_review_workbook_is_known_whatever_it_is_called(workbooks, tmp_path):
    source = min(workbooks.iterdir())
    shutil.copy(source, tmp_path / "no ending at all")
    looked = seen(tmp_path / "no ending at all")
    assert looked.identity == seen(source).identity
    assert looked.identity.reference == "QA-000000"


def test_what_a_person_named_is_told_even_if_it_is_no_workbook(tmp_path):
    (tmp_path / "expenses.xlsx").write_bytes(other_workbook())
    (tmp_path / "notes.txt").write_text("text")
    for name in ("expenses.xlsx", "notes.txt", "gone.xlsx"):
        assert seen(tmp_path / name, named=True).failure, name


def test_the_lock_file_that_a_pattern_of_the_shell_names_is_left_alone_all_the_same(tmp_path):
    (tmp_path / "~$review.xlsx").write_bytes(b"whatever")
    assert seen(tmp_path / "~$review.xlsx", named=True).left_alone is LeftAlone.LOCK


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such files")
def test_what_is_no_ordinary_file_is_left_alone_unless_it_is_named_or_called_a_workbook(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    (tmp_path / "nowhere.xlsx").symlink_to(tmp_path / "gone")
    for name in ("pipe", "nowhere"):
        assert seen(tmp_path / name).left_alone is LeftAlone.UNREADABLE
        assert seen(tmp_path / name, named=True).failure
    assert "is not there" in seen(tmp_path / "nowhere.xlsx").failure.cause


def test_a_file_that_is_refused_for_its_size_is_told_where_it_bears_the_marks_of_a_review(workbooks, tmp_path):
    source = min(workbooks.iterdir()).read_bytes()
    hostile = changed(source, "xl/workbook.xml", lambda part: part + b"<sheet " * 900_000)
    (tmp_path / "review.xlsx").write_bytes(repacked(hostile, {}, zipfile.ZIP_STORED))
    assert "tags and attributes" in seen(tmp_path / "review.xlsx").failure.cause


def test_a_file_that_vanished_is_told(tmp_path):
    assert "is not there" in seen(tmp_path / "gone.xlsx").failure.cause


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything may be read by this user")
def test_a_file_that_may_not_be_read_is_told(tmp_path):
    path = tmp_path / "review.xlsx"
    path.write_bytes(b"x")
    path.chmod(0)
    assert "may not be read" in seen(path).failure.cause


def test_a_run_counts_what_it_leaves_alone(workbooks, run):
    for name, content, _ in LEFT_ALONE:
        (workbooks / name).write_bytes(content)
    results = run(workbooks)
    assert len(results) == 17
    assert not any(each.failure for each in results)
    assert sum(run.left_alone.values()) == len(LEFT_ALONE)


def test_the_letters_of_an_earlier_run_in_the_same_folder_are_left_alone(workbooks, run):
    run(workbooks, out=workbooks)
    made = letters_in(workbooks)
    assert len(run(workbooks, out=workbooks)) == 17
    assert run.left_alone[LeftAlone.LETTER] == len(made)
    assert letters_in(workbooks) == made


OTHER_FORMATS = {"ods": "an OpenDocument file (.ods)", "xls": "an old Excel workbook (.xls)"}


@pytest.fixture(scope="module")
def in_other_formats(tmp_path_factory):
    """A review and another workbook as LibreOffice saves them in other formats."""
    folder = tmp_path_factory.mktemp("formats")
    (folder / "review.xlsx").write_bytes(workbook())
    (folder / "expenses.xlsx").write_bytes(other_workbook())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for ending in OTHER_FORMATS:
        command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", folder]
        files = [folder / "review.xlsx", folder / "expenses.xlsx"]
        subprocess.run([*command, *files], check=True, capture_output=True, timeout=120)
    return folder


class TestOtherFormats:
    # LibreOffice converts the files once for all of them.
    pytestmark: ClassVar = [*needs_programs("soffice"), pytest.mark.xdist_group("other formats")]

    @pytest.mark.parametrize(("ending", "words"), OTHER_FORMATS.items())
    def test_a_review_is_named_with_the_way_out(self, in_other_formats, ending, words):
        failure = seen(in_other_formats / f"review.{ending}").failure
        assert words in str(failure)
        assert "Open it in Excel and save it as an Excel workbook (.xlsx or .xlsm)" in str(failure)

    @pytest.mark.parametrize("ending", OTHER_FORMATS)
    def test_any_other_is_left_alone(self, in_other_formats, ending):
        assert seen(in_other_formats / f"expenses.{ending}").left_alone is not None


def binary_workbook(*names):
    """As much of a .xlsb as tells what it is: its workbook part names its ranges in UTF-16."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.bin", b"\x27\x01".join(name.encode("utf-16-le") for name in names))
    return made.getvalue()


def test_a_review_in_a_binary_workbook_is_named_and_any_other_is_left_alone(tmp_path):
    review, other = tmp_path / "review.xlsb", tmp_path / "other.xlsb"
    review.write_bytes(binary_workbook(*INPUT_RANGES))
    other.write_bytes(binary_workbook("Sales", INPUT_RANGES[0]))
    assert "is an Excel binary workbook (.xlsb)" in str(seen(review).failure)
    assert seen(other).left_alone is LeftAlone.OFFICE
