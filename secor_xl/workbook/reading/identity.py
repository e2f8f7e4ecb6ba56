"""Identify a workbook before it is judged: whether it is a review workbook, and of which employer."""

from __future__ import annotations

from dataclasses import dataclass

from secor_xl.files import fingerprint_of
from secor_xl.procedure.form import FORM_ID, known_form
from secor_xl.review.names import employer_name
from secor_xl.workbook.reading.read_review import form_of
from secor_xl.workbook.reading.read_submission import submission_from
from secor_xl.workbook.reading.read_tables import list_from
from secor_xl.workbook.schema import layout
from secor_xl.workbook.schema.named_ranges import INPUT_RANGES, QUESTIONS_RANGE, SUBMISSION_RANGE
from secor_xl.xlsx.archive import DAMAGE, directory_of, start_of
from secor_xl.xlsx.fast_reader import read_sheets
from secor_xl.xlsx.guard import LARGEST_PART, OLE_MAGIC, guard_bytes

# Every program writes these two parts under these names, and a name of a range outlives every change of a sheet.
WORKBOOK, STRINGS = "xl/workbook.xml", "xl/sharedstrings.xml"
OPEN_DOCUMENT, BINARY_WORKBOOK = "content.xml", "xl/workbook.bin"
OUR_RANGES, OUR_SHEETS = (SUBMISSION_RANGE, QUESTIONS_RANGE), layout.SHEETS
SHEETS = (layout.FORM_SHEET, layout.SUBMISSION_SHEET)
FEWEST_OF_OUR_SHEETS = 3
FORM_TEXT = f">{FORM_ID}</".encode()


@dataclass(frozen=True, slots=True)
class ReviewIdentity:
    """Who a review is about, read before anything is judged.

    Attributes:
        fingerprint: the SHA-256 of the file's bytes, in hexadecimal digits.
        reference: the file reference; empty where none is entered.
        employer: the legal name, else the trade name; empty where neither is entered.
        accounts: province and number of each WCB account that has a number, in their order.
    """

    fingerprint: str
    reference: str
    employer: str
    accounts: tuple[tuple[str, str], ...]


def identity_of(content: bytes, file: str) -> ReviewIdentity:
    """Identify the review in a workbook, without reading the rest.

    Args:
        content: the file's bytes.
        file: what messages call it.

    Raises:
        UnreadableWorkbook: the file is no review workbook of this form.
    """
    package = guard_bytes(content, file)
    # The identity on the form sheet is above the instrument's many lines.
    sheets = read_sheets(package, SHEETS, {layout.FORM_SHEET: layout.SOURCE_HEADER_ROW})
    sheet = sheets.get(layout.FORM_SHEET)
    if sheet is None or sheet.at(layout.FORM_ID_CELL) != FORM_ID:
        sheets = read_sheets(package, SHEETS)
    form = known_form(form_of(sheets, package.refuse)[1].form_version)
    sheet = sheets.get(layout.SUBMISSION_SHEET)
    fingerprint = fingerprint_of(content)
    if sheet is None:
        return ReviewIdentity(fingerprint, "", "", ())
    facts = submission_from(sheet, [], form)
    accounts = list_from(sheet, layout.ACCOUNTS, [], form)
    return ReviewIdentity(
        fingerprint,
        facts["case"].reference,
        employer_name(facts["employer"], ""),
        tuple((account.province, account.number) for account in accounts if account.number),
    )


def is_review(content: bytes) -> bool:
    """Whether a spreadsheet bears the marks of a review workbook, of whatever version of the form; never raises.

    The mark is the name of a range that every review workbook has: it stays when sheets are renamed, deleted or damaged, and when
    the workbook is saved as .ods, .xls or .xlsb. Where a program has taken the names out, it is the form's own sheets together
    with its id in a cell. A file that cannot be opened bears no marks that could be seen.
    """
    if content.startswith(OLE_MAGIC):  # as .xls does
        return _names_our_ranges(content, "latin-1")
    try:
        parts = {member.filename.lower(): member for member in directory_of(content)}
        for part, encoding in ((OPEN_DOCUMENT, "utf-8"), (BINARY_WORKBOOK, "utf-16-le")):
            if part in parts:
                return _names_our_ranges(start_of(content, parts[part], LARGEST_PART), encoding)
        workbook = start_of(content, parts[WORKBOOK], LARGEST_PART)
        if any(_names(workbook, name) for name in OUR_RANGES):
            return True
        sheets = sum(_names(workbook, name) for name in OUR_SHEETS)
        return sheets >= FEWEST_OF_OUR_SHEETS and FORM_TEXT in start_of(content, parts[STRINGS], LARGEST_PART)
    except DAMAGE:
        return False


def _names_our_ranges(content: bytes, encoding: str) -> bool:
    """Whether a file that is not read any further has most of the names of our ranges in it."""
    return sum(name.encode(encoding) in content for name in INPUT_RANGES) > len(INPUT_RANGES) / 2


def _names(workbook: bytes, name: str) -> bool:
    """Whether the workbook part, damaged as it may be, gives something this name."""
    return any(f"name={quote}{name}{quote}".encode() in workbook for quote in "\"'")
