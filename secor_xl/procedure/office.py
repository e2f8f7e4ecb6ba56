"""The office's own data: the certifying partner, its signatory, the governing bodies, and its program numbers.

One file that an office edits (``letter_templates/office.toml``). The program numbers are the office's own, outside the
procedure: advisory only, and each can be switched off by leaving it out.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secor_xl.procedure.toml_tables import TomlTable, read_toml
from secor_xl.text import stripped

if TYPE_CHECKING:
    from pathlib import Path

OFFICE_FILE = "office.toml"
"""Its name in the folder of the letter templates."""
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
        clause_references: whether the letters name the clauses of the procedure that they rest on.
        governing_bodies: by the two-letter code of the province.
        program: the office's program numbers.
        repeated_deficiency: the number of an assessor's reviews from which the same deficiency counts as repeated in the
            register; ``None`` switches the list off.
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

    @property
    def is_invented(self) -> bool:
        """Whether the office is an example, as the one that comes with the tool: its e-mail address ends with ".example"."""
        return stripped(self.email).casefold().endswith(".example")


def read_office(path: Path) -> Office:
    """Read the office's data; raises ``DataError`` with file, key and reason."""
    top = read_toml(path)
    partner, signatory = top.table("certifying_partner"), top.table("signatory")
    optional = top.table("letters") if top.has("letters") else None
    learning = top.table("learning") if top.has("learning") else None
    bodies: dict[str, GoverningBody] = {}
    for table in top.tables("governing_bodies"):
        body = _governing_body(table)
        if body.province in bodies:
            table.refuse("province", f"{body.province!r} has a governing body already")
        bodies[body.province] = body
    office = Office(
        name=partner.text("name"),
        program_name=partner.text("program_name"),
        address=partner.texts("address"),
        phone=partner.text("phone"),
        email=partner.text("email"),
        website=partner.text("website", default=""),
        signatory=signatory.text("name"),
        signatory_title=signatory.text("title"),
        invalidation_paragraph=optional.text("invalidation_paragraph", default="") if optional else "",
        governing_bodies=bodies,
        program=_program(top.table("program")) if top.has("program") else Program(),
        clause_references=optional.flag("clause_references", default=True) if optional else True,
        repeated_deficiency=learning.integer("reviews", least=2) if learning else None,
    )
    for read in filter(None, (partner, signatory, optional, learning, top)):
        read.done()
    return office


def _governing_body(table: TomlTable) -> GoverningBody:
    province = table.text("province")
    if province not in PROVINCES:
        table.refuse("province", f"is {province!r}; allowed: {', '.join(PROVINCES)}")
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
    table.done()
    return Program(**numbers)
