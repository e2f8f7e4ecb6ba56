"""The VBA project, byte by byte, read by a reader of ours: as [MS-CFB] and [MS-OVBA] ask writers to make it."""

import io
import re
import zipfile

import pytest
from pyopenvba.cfb import CFB

from secor_xl.excel.macro_workbook import vba_project
from secor_xl.workbook.schema.layout import SHEETS
from tests.excel.compound_file import BrokenFile, decompressed, modules, streams
from tests.excel.macro_books import macro_workbook

PACKAGE = zipfile.ZipFile(io.BytesIO(macro_workbook()))
PROJECT = PACKAGE.read("xl/vbaProject.bin")


@pytest.fixture(scope="module")
def parts():
    return streams(PROJECT)


@pytest.fixture(scope="module")
def in_dir(parts):
    return modules(decompressed(parts["VBA/dir"]))


def lines(parts):
    return parts["PROJECT"].decode("cp1252").split("\r\n")


def test_the_project_is_a_compound_file_without_a_fault(parts):
    assert set(parts) >= {"PROJECT", "PROJECTwm", "VBA/dir", "VBA/_VBA_PROJECT"}


@pytest.mark.parametrize("sheets", [1, 2, 3, 40])
def test_it_is_one_with_any_number_of_sheets(sheets):
    found = streams(vba_project(sheets))
    assert len(modules(decompressed(found["VBA/dir"]))) == sheets + 5


def test_the_workbook_the_directory_and_the_project_name_the_same_modules(parts, in_dir):
    code_names = re.findall(r'<workbookPr[^>]* codeName="(\w+)"', PACKAGE.read("xl/workbook.xml").decode())
    for number in range(1, len(SHEETS) + 1):
        sheet = PACKAGE.read(f"xl/worksheets/sheet{number}.xml").decode()
        code_names += re.findall(r'<sheetPr[^>]* codeName="(\w+)"', sheet)
    declared = [re.split("[=/]", line)[:2] for line in lines(parts) if re.match("Document=|Module=|Class=", line)]
    named = [name for _, name in declared]
    assert named == [module.name for module in in_dir] == _in_project_wm(parts["PROJECTwm"])
    assert code_names == [name for kind, name in declared if kind == "Document"]
    assert {name for kind, name in declared if kind == "Module"} == {each.name for each in in_dir if each.standard}


def _in_project_wm(raw):
    names, at = [], 0
    while raw[at:] != b"\0\0":
        end = raw.index(b"\0", at)
        wide_end = end + 1
        while raw[wide_end : wide_end + 2] != b"\0\0":
            wide_end += 2
        names.append(raw[at:end].decode("cp1252"))
        assert raw[end + 1 : wide_end].decode("utf-16-le") == names[-1]
        at = wide_end + 2
    return names


def test_every_module_has_its_stream_and_its_own_name_in_it(parts, in_dir):
    assert {f"VBA/{each.stream}" for each in in_dir} == {name for name in parts if name.startswith("VBA/")} - {
        *("VBA/dir", "VBA/_VBA_PROJECT")
    }
    for each in in_dir:
        text = decompressed(parts[f"VBA/{each.stream}"][each.offset :]).decode("cp1252")
        assert text.startswith(f'Attribute VB_Name = "{each.name}"\r\n')
        assert "\n" not in text.replace("\r\n", "")


def test_every_module_has_a_window_in_the_workspace(parts, in_dir):
    workspace = lines(parts)[lines(parts).index("[Workspace]") + 1 :]
    assert [line.partition("=")[0] for line in workspace if line] == [each.name for each in in_dir]


DIRECTORY = PROJECT.index("Root Entry".encode("utf-16-le"))


def entry(name):
    """Where the directory entry of that name begins."""
    beginning = name.encode("utf-16-le") + b"\0\0"
    return next(at for at in range(DIRECTORY, len(PROJECT), 128) if PROJECT.startswith(beginning, at))


def patched(at, new):
    return PROJECT[:at] + new + PROJECT[at + len(new) :]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK" + PROJECT[2:], "signature"),
        (patched(24, b"\x3d"), "version"),
        (patched(DIRECTORY + 67, b"\0"), "root entry alone and black"),
        (patched(entry("Sheet1") + 67, b"\2"), "entry"),
        (patched(entry("PROJECTwm"), "PROJECTwn".encode("utf-16-le")), None),
        (patched(entry("Sheet1"), "zzzzz9".encode("utf-16-le")), "order"),
        (patched(entry("dir") + 120, b"\0\0\1"), None),
        (patched(entry("VBA") + 116, b"\xfe\xff\xff\xff"), "storage"),
        (patched(entry("xlwings") + 116, PROJECT[entry("Dictionary") + 116 :][:4]), "two chains|length of the chain"),
        (patched(entry("xlwings") + 120, b"\0\x20\0\0"), "length of the chain"),
        (PROJECT[:-512], None),
        (PROJECT[:-1], "whole sectors"),
    ],
)
def test_a_fault_of_the_compound_file_would_be_found(data, what):
    if what is None:
        with pytest.raises((BrokenFile, AssertionError)):
            assert streams(data) == streams(PROJECT)
    else:
        with pytest.raises(BrokenFile, match=what):
            streams(data)


def test_two_red_entries_would_be_found():
    container = bytearray(PROJECT)
    for at in range(DIRECTORY + 128, len(PROJECT), 128):  # but not the root
        if PROJECT[at + 66] in {1, 2} and PROJECT[at + 67] == 1:
            container[at + 67] = 0
        else:
            break
    with pytest.raises(BrokenFile, match="two red entries"):
        streams(bytes(container))


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda raw: raw + bytes(4), "4 bytes after the terminator"),
        (lambda raw: raw[:-6], "without its end"),
        (lambda raw: raw.replace(b"secor_buttons", b"secor_button5", 1), "the two names"),
        (lambda raw: raw.replace(b"\x0f\x00\x02\x00\x00\x00", b"\x0f\x00\x02\x00\x00\x00\x00", 1), None),
    ],
)
def test_a_fault_of_the_directory_would_be_found(parts, spoil, what):
    raw = decompressed(parts["VBA/dir"])
    with pytest.raises(BrokenFile, match=what):
        modules(spoil(raw))


def test_the_library_reads_from_it_what_our_reader_reads(parts):
    theirs = CFB.from_bytes(PROJECT)
    assert parts["PROJECT"] == theirs.get_stream("PROJECT")
    assert parts["VBA/dir"] == theirs.get_stream_in_storage("VBA", "dir")
