"""Make an office's folder: letter templates, e-mail texts, its data, its instrument, and a file for the tables that come in."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from secor_xl.errors import SecorError
from secor_xl.intake.instruments.instrument_workbook import build_instrument_workbook
from secor_xl.intake.mapping import MAPPING_FILE
from secor_xl.letters.file_names import safe_head
from secor_xl.procedure.instrument import Instrument, read_instrument
from secor_xl.procedure.office import OFFICE_FILE, PROVINCES, read_office
from secor_xl.procedure.office_instruments import (
    IN_USE,
    INSTRUMENTS_FOLDER,
    TOML,
    illustrative_instrument,
    instrument_files,
)
from secor_xl.procedure.placeholders import TO_FILL_IN
from secor_xl.procedure.toml_edits import with_value
from secor_xl.procedure.toml_tables import read_text
from secor_xl.resources import shipped_letter_templates
from secor_xl.runs.output import overwrite, refuse_folder, refusing, write_safely
from secor_xl.runs.settings import TEMPLATES, change_setting
from secor_xl.text import as_argument, is_blank, stripped

SPREADSHEET = "our-instrument.xlsx"
BODY = "[[governing_bodies]]"
FIRST_LINES = """\
# The data of your office, which every letter prints. Edit this file with any text editor, and run 'secor-xl office check': it names
# every mistake, and every value that is still a placeholder.
"""
NEW_BODY = f"""\
{BODY}
province = "{{code}}"
name = "{TO_FILL_IN} the governing body of {{province}}"
address = ["{TO_FILL_IN} its street", "its city, {{province}}, and its postal code"]
email = "{TO_FILL_IN} where notices go"
salutation = "{TO_FILL_IN} how a notice begins, such as Dear Certificate of Recognition team"
account_word = "account"
code_word = "industry code"
# approval = {{{{ form_version = "2", approved_on = 2026-01-31, reference = "its letter of that day" }}}}
# approval_required = false
"""
MAPPING_TEXT = f"""\
# How secor-xl understands a table (CSV, XLSX) of another program. Assessors' forms need nothing here.
#
# Make a first mapping from a table that you have:
#     secor-xl intake --propose export.csv --out proposed.toml
# and save it in this folder under the name {MAPPING_FILE}. Its lines look like this:
#
# [submissions]
# "employer.legal_name" = "Company name"
# "employer.city" = "City"
"""


@dataclass(frozen=True, slots=True)
class OfficeAnswers:
    """The answers of an office about itself. An empty one stays a placeholder, which the check of the folder names.

    Attributes:
        name: its name on the letterhead.
        program: the department or program that writes.
        address: its address, the lines divided by semicolons.
        phone: its phone number.
        email: its e-mail address.
        website: its web address, if it has one.
        signatory: who signs.
        title: the signatory's title.
        provinces: the codes of the provinces of its employers; empty for those of the example.
    """

    name: str = ""
    program: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    signatory: str = ""
    title: str = ""
    provinces: tuple[str, ...] = ()


def make_office(folder: Path, answers: OfficeAnswers, instrument: Instrument | None = None) -> None:
    """Make the folder of an office.

    Args:
        folder: the folder; it is made.
        answers: the answers of the office about itself.
        instrument: the office's own; the illustrative one if left out.

    Raises:
        SecorError: something is there already, or the folder cannot be written to.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SecorError(
            f"{folder}: is there already, and nothing was changed. Name a new folder; or edit {folder / OFFICE_FILE}, and"
            f" run 'secor-xl office check {as_argument(folder)}'."
        )
    text = _office_text(answers)
    refuse_folder(folder)
    with refusing(folder):
        shutil.copytree(
            shipped_letter_templates(), folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(OFFICE_FILE, ".*")
        )
    write_safely(folder / OFFICE_FILE, text.encode())
    write_safely(folder / MAPPING_FILE, MAPPING_TEXT.encode())
    add_instrument(folder, instrument or illustrative_instrument())


def _office_text(answers: OfficeAnswers) -> str:
    shipped = shipped_letter_templates() / OFFICE_FILE
    head, *bodies = read_text(shipped).split(BODY)
    head = FIRST_LINES + head[head.index("\n[certifying_partner]") :]
    values: dict[tuple[str, str], str | tuple[str, ...]] = {
        ("certifying_partner", "name"): answers.name,
        ("certifying_partner", "program_name"): answers.program,
        ("certifying_partner", "address"): tuple(filter(None, map(stripped, answers.address.split(";")))),
        ("certifying_partner", "phone"): answers.phone,
        ("certifying_partner", "email"): answers.email,
        ("signatory", "name"): answers.signatory,
        ("signatory", "title"): answers.title,
    }
    for (table, key), value in values.items():
        if value and not (isinstance(value, str) and is_blank(value)):
            head = with_value(head, table, key, value, OFFICE_FILE)
    head = with_value(head, "certifying_partner", "website", answers.website, OFFICE_FILE)
    known = {body.partition('province = "')[2][:2]: body.strip() for body in bodies}
    chosen = [
        f"{BODY}\n{known[code]}\n" if code in known else NEW_BODY.format(code=code, province=PROVINCES[code])
        for code in answers.provinces or known
    ]
    return "\n".join([f"{head.rstrip()}\n", *chosen])


def add_instrument(office_folder: Path, instrument: Instrument) -> Path:
    """Add an instrument to those of an office, and take it for new reviews; returns its file.

    Raises:
        SecorError: there is no office in the folder, or another instrument of this name and version is there.
    """
    office = office_folder / OFFICE_FILE
    text = read_text(office)
    name = f"{safe_head(f'{instrument.id}-{instrument.version}')}{TOML}"
    known = (
        path for path in instrument_files(office_folder) if read_instrument(path).fingerprint == instrument.fingerprint
    )
    path = next(known, office_folder / INSTRUMENTS_FOLDER / name)
    changed = with_value(text, "instrument", IN_USE, path.name, str(office))
    if not path.exists():
        write_safely(path, instrument.source.encode())
    elif read_instrument(path).fingerprint != instrument.fingerprint:
        raise SecorError(
            f"{path}: is another instrument of this name and version. Give the changed one a version of its own."
        )
    overwrite(office, changed.encode())
    return path


def add_spreadsheet(office_folder: Path) -> Path:
    """Put the illustrative instrument into the folder of an office as a spreadsheet to edit; returns its file.

    Raises:
        SecorError: it cannot be written.
    """
    content = build_instrument_workbook(illustrative_instrument())
    return write_safely(office_folder / SPREADSHEET, content).path


def use_office(folder: Path) -> Path:
    """Enter the folder of an office into the settings of this user; returns the file of the settings.

    Raises:
        SecorError: there is no office in the folder, or the settings cannot be changed.
    """
    read_office(folder / OFFICE_FILE)
    return change_setting(TEMPLATES, str(folder.resolve()))
