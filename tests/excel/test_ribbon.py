"""The ribbon tab: well-formed, valid by Office's own schema, and every button has its macro."""

import io
import re
import zipfile

import pytest
from lxml import etree

from secor_xl.excel.button_list import COMMANDS, GROUPS
from secor_xl.excel.ribbon import NAMESPACE, PART, RELATIONSHIP, ribbon_xml, with_ribbon
from secor_xl.excel.vba import buttons_module
from tests.excel.office_schema import faults
from tests.workbook import built
from tests.workbook.packages import changed

BUTTONS = etree.fromstring(ribbon_xml().encode()).findall(f".//{{{NAMESPACE}}}button")
# From the list of 8,800 names that the program ImageMso by Alton Lam (2013) draws in Excel's own ribbon; it is published at
# github.com/christianjunk/ImageMso, file src/Excel.Images/Images.settings. Microsoft publishes none. These are the names of that
# list which would suit our buttons; other programs' ribbons use each of those that ours does.
KNOWN_PICTURES = set(
    re.findall(
        r"\w+",
        """
    AcceptInvitation AcceptTask Export ExportWord FileCheckIn FileFind FileNew FileNewDefault FileNewDocument FileOpen FilePrint
    FilePrintPreview FileProperties FileSave FileSaveAs FileSaveAsExcelXlsx FileSaveAsExcelXlsxMacro FileSaveAsPdf
    FileSaveAsPdfOrXps FileSaveAsWordDocx FileSendAsAttachment FileUpdate FileVersionHistory FlagMessage Folder FolderProperties
    Forward GoTo GreenBall Help Recurrence RecurrenceEdit Redo Refresh RefreshAll Repeat Reply ReviewNewComment
    """,
    )
)


def test_the_tab_is_as_the_reviewers_know_it():
    (tab,) = etree.fromstring(ribbon_xml().encode()).iter(f"{{{NAMESPACE}}}tab")
    assert tab.get("label") == "SECOR QA"
    assert [group.get("label") for group in tab] == list(GROUPS)
    labels = {button.get("label") for button in BUTTONS}
    assert labels >= {
        *("Check now", "Make letters", "Preview as PDF", "Open letters folder", "Start next round", "Explain flag"),
        *("New review", "Upgrade workbook", "Take in submission", "My desk"),
    }


def test_office_finds_no_fault_in_it():
    assert faults(with_ribbon(built.workbook()), ".xlsx") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [(b'size="large"', b'size="huge"'), (b'id="secorCheckNow"', b'id="1 2"'), (b"</tabs>", b"<tabb/></tabs>")],
)
def test_office_would_find_a_fault(old, new):
    damaged = changed(with_ribbon(built.workbook()), PART, lambda part: part.replace(old, new))
    assert faults(damaged, ".xlsx")


def test_every_id_stands_once():
    ids = [element.get("id") for element in etree.fromstring(ribbon_xml().encode()).iter() if element.get("id")]
    assert len(ids) == len(set(ids)) == 1 + len(GROUPS) + len(COMMANDS)


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.get("label"))
def test_a_button_is_large_has_a_known_picture_and_says_what_it_does(button):
    assert button.get("size") == "large"
    assert button.get("imageMso") in KNOWN_PICTURES
    assert button.get("screentip") != button.get("label")
    assert button.get("supertip").endswith(".")
    assert len(button.get("supertip")) <= 255


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.get("label"))
def test_a_button_calls_a_macro_with_one_argument(button):
    module, _, callback = button.get("onAction").rpartition(".")
    assert module == "secor_buttons"
    assert f"\nPublic Sub {callback}(control As IRibbonControl)\n" in buttons_module(COMMANDS)


def test_no_picture_is_shown_twice():
    assert len({button.get("imageMso") for button in BUTTONS}) == len(BUTTONS)


def test_the_part_is_added_and_everything_else_stays():
    before, after = (zipfile.ZipFile(io.BytesIO(data)) for data in (built.workbook(), with_ribbon(built.workbook())))
    assert after.namelist() == [*before.namelist(), PART]
    for name in before.namelist():
        if name != "_rels/.rels":
            assert after.read(name) == before.read(name)
    assert after.read(PART).decode() == ribbon_xml()
    related = etree.fromstring(after.read("_rels/.rels"))
    found = [each for each in related if each.get("Type") == RELATIONSHIP]
    assert [each.get("Target") for each in found] == [PART]
    assert len({each.get("Id") for each in related}) == len(related)
    assert re.search(rb'Default Extension="xml" ContentType="application/xml"', after.read("[Content_Types].xml"))
    assert {info.date_time for info in after.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_same_workbook_gives_the_same_bytes():
    assert with_ribbon(built.workbook()) == with_ribbon(built.workbook())
