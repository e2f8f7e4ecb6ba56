"""The values of an office's data that are still those of the tool's example, or the ones that ``office new`` left to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from secor_xl.procedure.office import OFFICE_FILE, TAG_MARKS, Office, read_office
from secor_xl.resources import shipped_letter_templates

if TYPE_CHECKING:
    from secor_xl.procedure.office import GoverningBody

TO_FILL_IN = "Placeholder:"
RESERVED = re.compile(rf"[\w.@+-]+\.(?i:example)\b|\b555[-. ]01[0-9]{{2}}\b|{TO_FILL_IN}")
"""Domains and phone numbers that nobody can have, and our own mark."""
IN_ALL = "every letter and its e-mail"
OWN_TEXT = "letters.own."
NOTICES = "the notices to this governing body"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One value that is not the office's own.

    Attributes:
        key: its key in ``office.toml``, such as ``governing_bodies.AB.email``.
        texts: the value; for an address, its lines.
        goes_into: the letters and drafts that would have it.
    """

    key: str
    texts: tuple[str, ...]
    goes_into: str

    @property
    def shown(self) -> str:
        """The value on one line."""
        return ", ".join(self.texts)

    def __str__(self) -> str:
        return f'{self.key} is "{self.shown}"'


def reserved_in(text: str) -> str:
    """Return the first domain or phone number in a text that nobody can have, or our mark; empty where there is none."""
    found = RESERVED.search(text)
    return found.group() if found else ""


def placeholders(office: Office) -> tuple[Placeholder, ...]:
    """List the values of an office that are still placeholders."""
    example = _values(_shipped_office())
    found = {key: texts for key, texts in _values(office).items() if _is_one(texts, example.get(key, ()))}
    # A name or a title may well be the same; it is ours where what goes with it is.
    for key, beside in (
        ("certifying_partner.name", "certifying_partner.email"),
        ("certifying_partner.program_name", "certifying_partner.email"),
        ("signatory.title", "signatory.name"),
    ):
        if beside not in found:
            found.pop(key, None)
    return tuple(Placeholder(key, texts, _goes_into(key)) for key, texts in found.items())


def _is_one(texts: tuple[str, ...], example: tuple[str, ...]) -> bool:
    tagged = any(mark in text for text in texts for mark in TAG_MARKS)  # tags are filled in only in a template
    return any(texts) and (texts == example or tagged or any(reserved_in(text) for text in texts))


def _values(office: Office) -> dict[str, tuple[str, ...]]:
    """Return the values that an office has to enter itself, by their keys."""
    values = {
        "certifying_partner.name": (office.name,),
        "certifying_partner.program_name": (office.program_name,),
        "certifying_partner.address": office.address,
        "certifying_partner.phone": (office.phone,),
        "certifying_partner.email": (office.email,),
        "certifying_partner.website": (office.website,),
        "signatory.name": (office.signatory,),
        "signatory.title": (office.signatory_title,),
        "letters.invalidation_paragraph": (office.invalidation_paragraph,),
    }
    values |= {f"{OWN_TEXT}{name}": (text,) for name, text in office.own_texts.items()}
    for body in office.governing_bodies.values():
        values |= _values_of_body(body)
    return values


def _values_of_body(body: GoverningBody) -> dict[str, tuple[str, ...]]:
    """Return the address of a governing body, and of its names only those that ``office new`` left to fill in."""
    key = f"governing_bodies.{body.province}"
    values = {f"{key}.address": body.address, f"{key}.email": (body.email,)}
    names = ("name", "salutation", "account_word", "code_word")
    values |= {f"{key}.{each}": (text,) for each in names if reserved_in(text := getattr(body, each))}
    if body.approval:
        values[f"{key}.approval.reference"] = (body.approval.reference,)
    return values


def _goes_into(key: str) -> str:
    if key.endswith(".approval.reference"):
        return "no letter; it records the approval of the form"
    if key.endswith(".email") and key.startswith("governing_bodies"):
        return "the address of the e-mail drafts to this governing body"
    if key.startswith("governing_bodies"):
        return f"{NOTICES}, and approvals that name it" if key.endswith(".name") else NOTICES
    if key.startswith(OWN_TEXT):
        return f"letters and e-mails whose text has {{{{ own.{key.removeprefix(OWN_TEXT)} }}}}"
    return "invalidation letters" if key == "letters.invalidation_paragraph" else IN_ALL


def carried(texts: Iterator[str], among: tuple[Placeholder, ...]) -> tuple[Placeholder, ...]:
    """Return the placeholders that are in some texts, such as those of a letter."""
    everything = "\n".join(texts) if among else ""
    return tuple(each for each in among if any(text in everything for text in each.texts))


@cache
def _shipped_office() -> Office:
    return read_office(shipped_letter_templates() / OFFICE_FILE)
