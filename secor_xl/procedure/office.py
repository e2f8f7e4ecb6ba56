"""The office's own data: the certifying partner, its signatory, the governing bodies, and its program numbers.

One file that an office edits (``letter_templates/office.toml``). The program numbers are the office's own, outside the
procedure: advisory only, and each can be switched off by leaving it out.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from secor_xl.errors import DataFaults
from secor_xl.procedure.instrument import Instrument, by_line
from secor_xl.procedure.office_instruments import office_instruments
from secor_xl.procedure.toml_tables import TomlTable, parse_toml, read_text
from secor_xl.text import without_invisible

if TYPE_CHECKING:
    from pathlib import Path

    from secor_xl.errors import DataError

OFFICE_FILE = "office.toml"
"""Its name in the folder of the letter templates."""
TAG_MARKS = ("{{", "{%")
OWN_NAME = re.compile(r"[a-z][a-z0-9_]*")
PROVINCES = {
    "AB": "Alberta",
    "BC": "British Columbia",
    "MB": "Manitoba",
    "NB": "New Brunswick",
    "NL": "Newfoundland and Labrador",
    "NS": "Nova Scotia",
    "NT": "Northwest Territories",
    "NU": "Nunavut",
    "ON": "Ontario",
    "PE": "Prince Edward Island",
    "QC": "Quebec",
    "SK": "Saskatchewan",
    "YT": "Yukon",
}


@dataclass(frozen=True, slots=True)
class Program:
    """Program numbers outside the procedure; ``None`` switches the check off.

    Attributes:
        largest_employer: the most people that a small employer has.
        data_gathering_days: the longest data gathering, in calendar days, both ends counted.
        submission_days: the calendar days from the end of data gathering to submission.
        training_years: the years that an assessor's training stays valid.
    """

    largest_employer: int | None = None
    data_gathering_days: int | None = None
    submission_days: int | None = None
    training_years: int | None = None


@dataclass(frozen=True, slots=True)
class FormApproval:
    """A governing body's approval of the review form (2.1), as the office records it."""

    form_version: str
    approved_on: dt.date
    reference: str


@dataclass(frozen=True, slots=True)
class GoverningBody:
    """Whom the certifying partner notifies for one province.

    Attributes:
        province: the two-letter code of the province.
        name: its name.
        address: the lines of its address.
        email: where notices go.
        salutation: how the notice opens.
        account_word: its own word for an account number.
        code_word: its own word for an industry code.
        approval: its approval of the review form (2.1), where it gave one.
        approval_required: whether it has to approve the form at all.
    """

    province: str
    name: str
    address: tuple[str, ...]
    email: str
    salutation: str
    account_word: str
    code_word: str
    approval: FormApproval | None = None
    approval_required: bool = True


@dataclass(frozen=True, slots=True)
class Office:
    """The certifying partner.

    Attributes:
        name: its name as it stands on the letterhead.
        program_name: the department or program that writes.
        address: the lines of its address.
        phone: its phone number, as text.
        email: its e-mail address.
        website: its web address; may be empty.
        signatory: who signs.
        signatory_title: the signatory's title.
        invalidation_paragraph: an optional paragraph of the office in the invalidation letter; empty for none.
        governing_bodies: by the two-letter code of the province.
        program: the office's program numbers.
        clause_references: whether the letters name the clauses of the procedure that they rest on.
        repeated_deficiency: the number of an assessor's reviews from which the same deficiency counts as repeated in the
            register; ``None`` switches the list off.
        reminder_days: assessors are reminded so many days before their correction is due; ``None``: they are not.
        logo: the file name of the picture in the letterhead; empty for none.
        own_texts: the office's own texts for letters and e-mails, by name; one that is blank cannot be used.
        reviewers: the title of each reviewer, by ``bare_name``.
        instruments: the one for new reviews, then all others that the office has ever used; empty where they are not known,
            and then no review is held back for its instrument.
    """

    name: str
    program_name: str
    address: tuple[str, ...]
    phone: str
    email: str
    website: str
    signatory: str
    signatory_title: str
    invalidation_paragraph: str
    governing_bodies: dict[str, GoverningBody]
    program: Program
    clause_references: bool = True
    repeated_deficiency: int | None = None
    reminder_days: int | None = None
    logo: str = ""
    own_texts: dict[str, str] = field(default_factory=dict)
    reviewers: dict[str, str] = field(default_factory=dict)
    instruments: tuple[Instrument, ...] = ()

    def has(self, instrument: Instrument) -> bool:
        """Return whether the office uses or has used an instrument, with all that it says."""
        known = {each.fingerprint for each in self.instruments}
        return not known or instrument.fingerprint in known


def read_office(path: Path) -> Office:
    """Read the office's data and instruments.

    Raises:
        DataError: a file cannot be used; as ``DataFaults`` all faults, each with its file and line.
    """
    text = read_text(path)
    faults: list[DataError] = []
    of_instruments: list[DataError] = []
    top = parse_toml(text, str(path), faults)
    partner, signatory = top.table("certifying_partner"), top.table("signatory")
    letters, reviewers, program, learning, reminders, instrument = (
        top.table(name) if top.has(name) else TomlTable(top.file, name, {})
        for name in ("letters", "reviewers", "program", "learning", "reminders", "instrument")
    )
    bodies: dict[str, GoverningBody] = {}
    for number, table in enumerate(top.tables("governing_bodies"), 1):
        body = _governing_body(table, number)
        if body.province in bodies:
            table.fault("province", f"{body.province!r} has a governing body already")
        bodies[body.province] = body
    office = Office(
        name=partner.text("name"),
        program_name=partner.text("program_name"),
        address=partner.texts("address"),
        phone=partner.text("phone"),
        email=partner.text("email"),
        website=partner.text("website", default=""),
        logo=partner.text("logo", default=""),
        signatory=signatory.text("name"),
        signatory_title=signatory.text("title"),
        invalidation_paragraph=letters.text("invalidation_paragraph", default=""),
        clause_references=letters.flag("clause_references", default=True),
        own_texts=_own_texts(letters),
        reviewers={bare_name(name): reviewers.text(name) for name in reviewers.names()},
        governing_bodies=bodies,
        program=_program(program),
        repeated_deficiency=learning.integer("reviews", least=2) if top.has("learning") else None,
        reminder_days=reminders.integer("days", least=1) if top.has("reminders") else None,
        instruments=office_instruments(path.parent, instrument, of_instruments),
    )
    for read in (partner, signatory, letters, program, learning, reminders, instrument, top):
        read.done()
    if faults or of_instruments:
        own = by_line(faults, text).faults if faults else ()
        raise DataFaults([*own, *of_instruments])
    return office


def bare_name(name: str) -> str:
    """Return a person's name so that it can be compared: without case, and with single spaces."""
    return " ".join(without_invisible(name).casefold().split())


def _own_texts(letters: TomlTable) -> dict[str, str]:
    if not letters.has("own"):
        return {}
    own = letters.table("own")
    for name in own.names():
        if hasattr({}, name):  # Jinja would take it for that of the dictionary
            own.fault(name, f"is a word that templates use themselves; choose another name, such as {name}_text")
        elif not OWN_NAME.fullmatch(name):
            own.fault(
                name, "cannot be the name of a text; use small letters, digits and underscores, such as privacy_note"
            )
    texts = {name: own.text(name, default="") for name in own.names()}
    for name, text in texts.items():
        if any(mark in text for mark in TAG_MARKS):
            own.fault(name, "has a tag in braces, which is filled in only in a template; write the words alone here")
    return texts


def _governing_body(table: TomlTable, number: int) -> GoverningBody:
    province = table.text("province")
    if province and province not in PROVINCES:
        code = next((code for code, name in PROVINCES.items() if bare_name(name) == bare_name(province)), "")
        cure = f'write its two letters, "{code}"' if code else f"allowed: {', '.join(PROVINCES)}"
        table.fault("province", f"is {province!r}; {cure}")
    table.words = f"governing body {province or number}"
    approval = None
    if table.has("approval"):
        record = table.table("approval")
        approval = FormApproval(record.text("form_version"), record.date("approved_on"), record.text("reference"))
        record.done()
    body = GoverningBody(
        province=province,
        name=table.text("name"),
        address=table.texts("address"),
        email=table.text("email"),
        salutation=table.text("salutation"),
        account_word=table.text("account_word"),
        code_word=table.text("code_word"),
        approval=approval,
        approval_required=table.flag("approval_required", default=True),
    )
    table.done()
    return body


def _program(table: TomlTable) -> Program:
    numbers: dict[str, int | None] = {}
    for name in ("largest_employer", "data_gathering_days", "submission_days", "training_years"):
        numbers[name] = table.integer(name, least=1) if table.has(name) else None
    return Program(**numbers)
