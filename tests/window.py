"""A sheet as a window of Excel shows it, drawn by LibreOffice, for the pictures of the README.

LibreOffice draws pages. The copy of the workbook that it is given prints its buttons, has headings of rows and columns and no page
breaks, and hides those rows and columns that the window does not hold; its cells, colours and words are the workbook's own.
"""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from secor_xl.workbook.schema.layout import SHEETS
from secor_xl.xlsx.sheet_values import column_letter

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
BEFORE_PAGE = frozenset(
    {
        "sheetData",
        "sheetProtection",
        "autoFilter",
        "mergeCells",
        "conditionalFormatting",
        "dataValidations",
        "hyperlinks",
    }
)
"""What stands before the settings of the page in the part of a sheet."""
OF_PAGE = (
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "sheetPr/{*}pageSetUpPr",
)
NO_PRINT = b"<x:PrintObject>False</x:PrintObject>"
RESOLUTION, PAGE = 96, "900mm"
WHITE, EDGE = 255, 6


@dataclass(frozen=True)
class View:
    """What a window shows of a sheet, and the name of its picture. Rows and columns count from 1."""

    picture: str
    sheet: str
    columns: tuple[int, ...]
    rows: tuple[int, ...]


def view_of(workbook: bytes, view: View) -> bytes:
    """A copy of a workbook that prints as a window shows one of its sheets."""
    number = SHEETS.index(view.sheet)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts, zipfile.ZipFile(made, "w") as package:
        for name in parts.namelist():
            data = parts.read(name)
            if name == f"xl/worksheets/sheet{number + 1}.xml":
                data = _window(data, view)
            elif name == "xl/workbook.xml":
                data = _alone(data, number, view)
            elif name.endswith(".vml"):
                data = data.replace(NO_PRINT, b"")
            package.writestr(name, data)
    return made.getvalue()


def _window(part: bytes, view: View) -> bytes:
    root = etree.fromstring(part)
    for name in OF_PAGE:
        for element in root.findall(f"{{*}}{name}"):
            parent = element.getparent()
            assert parent is not None
            parent.remove(element)
    for column in root.iterfind("{*}cols/{*}col"):
        if int(column.get("min", "0")) not in view.columns:
            column.set("hidden", "1")
    for row in root.iterfind("{*}sheetData/{*}row"):
        if int(row.get("r", "0")) not in view.rows:
            row.set("hidden", "1")
    last = next(each for each in reversed(root) if str(each.tag).removeprefix(MAIN) in BEFORE_PAGE)
    margins = dict.fromkeys(("left", "right", "top", "bottom", "header", "footer"), "0.1")
    # Each goes right behind the same element, so the last of them is put in first.
    last.addnext(etree.Element(f"{MAIN}pageSetup", {"paperWidth": PAGE, "paperHeight": PAGE}))
    last.addnext(etree.Element(f"{MAIN}pageMargins", margins))
    last.addnext(etree.Element(f"{MAIN}printOptions", {"headings": "1"}))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _alone(part: bytes, number: int, view: View) -> bytes:
    """The workbook with one visible sheet, printed as far as it is shown."""
    root = etree.fromstring(part)
    for at, sheet in enumerate(root.iterfind("{*}sheets/{*}sheet")):
        sheet.set("state", "visible" if at == number else "hidden")
    for window in root.iterfind("{*}bookViews/{*}workbookView"):
        window.set("activeTab", str(number))
        window.attrib.pop("firstSheet", "")
    names = root.find("{*}definedNames")
    assert names is not None
    for name in list(names):
        if name.get("name", "").startswith("_xlnm."):
            names.remove(name)
    area = etree.SubElement(names, f"{MAIN}definedName", {"name": "_xlnm.Print_Area", "localSheetId": str(number)})
    area.text = f"'{view.sheet}'!$A$1:${column_letter(max(view.columns))}${max(view.rows)}"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def picture_without_margins(pdf: Path, target: Path, number: int = 1, most: int = 10_000) -> Path:
    """A page of a PDF as a PNG picture, without the white around it, and not higher than so many pixels."""
    page = ["-r", str(RESOLUTION), "-f", str(number), "-l", str(number), "-singlefile"]
    grey = subprocess.run(["pdftoppm", *page, "-gray", str(pdf)], check=True, capture_output=True).stdout
    head = re.match(rb"P5\s(\d+)\s(\d+)\s255\s", grey)
    assert head
    width, height, pixels = int(head[1]), int(head[2]), grey[head.end() :]
    lines = [pixels[width * y : width * (y + 1)] for y in range(height)]
    inked = [y for y, line in enumerate(lines) if min(line) < WHITE]
    left = min(len(line) - len(line.lstrip(b"\xff")) for line in lines)
    right = max(len(line.rstrip(b"\xff")) for line in lines)
    crop = {"x": left - EDGE, "y": inked[0] - EDGE, "W": right - left + 2 * EDGE, "H": inked[-1] - inked[0] + 2 * EDGE}
    crop["H"] = min(crop["H"], most)
    options = [text for name, pixel in crop.items() for text in (f"-{name}", str(max(0, pixel)))]
    subprocess.run(["pdftoppm", *page, *options, "-png", str(pdf), str(target.with_suffix(""))], check=True)
    return target
