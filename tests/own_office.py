"""An office of its own in a folder, without a value of the example."""

import re
from pathlib import Path

from secor_xl.procedure.instrument import Instrument
from secor_xl.procedure.office import OFFICE_FILE
from secor_xl.runs.office.office_setup import OfficeAnswers, make_office

ANSWERS = OfficeAnswers(
    name="Prairie Safety Association",
    program="Small Employer Reviews",
    address="12 Grain Exchange; Winnipeg, Manitoba  R3B 0T7",
    phone="204-947-1000",
    email="reviews@prairie-safety.ca",
    website="www.prairie-safety.ca",
    signatory="Ana Whitford",
    title="Director of Reviews",
    provinces=("AB", "BC", "SK", "MB"),
)
FILLED_IN = (
    (
        r'^address = \["(?:Partnerships|Certificate|Placeholder).*$',
        'address = ["1 Government Road", "Regina  S4P 3V7"]',
    ),
    (r'^email = ".*\.example"$', 'email = "notices@governing-body.ca"'),
    (r'^email = "Placeholder.*$', 'email = "notices@manitoba-body.ca"'),
    (r'^name = "Placeholder.*$', 'name = "Workers Compensation Board of Manitoba"'),
    (r'^salutation = "Placeholder.*$', 'salutation = "Dear Prevention Services"'),
    (r'reference = "Placeholder[^"]*"', 'reference = "letter of March 30, 2022"'),
)


def own_office(folder: Path, answers: OfficeAnswers = ANSWERS, instrument: Instrument | None = None) -> Path:
    """Make the folder of an office that has filled in everything."""
    make_office(folder, answers, instrument)
    fill_in(folder / OFFICE_FILE)
    return folder


def fill_in(file: Path, *, signatory: str = "", email: str = "") -> None:
    """Fill in what the governing bodies need, as a person does in an editor; and a signatory and an address where given."""
    text = file.read_text(encoding="utf-8")
    text = text.replace("Jordan Example", signatory) if signatory else text
    text = text.replace("secor@partner.example", email) if email else text
    for placeholder, value in FILLED_IN:
        text = re.sub(placeholder, value, text, flags=re.MULTILINE)
    file.write_text(text, encoding="utf-8")
