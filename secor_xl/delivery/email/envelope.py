"""The addresses and the fields of the e-mail that carries a letter; can be pickled for another process."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.deadlines import next_due_on
from secor_xl.letters.content.common_fields import Stationery, all_texts
from secor_xl.letters.content.letter_definition import Recipient
from secor_xl.letters.content.reminder import Reminder
from secor_xl.letters.kinds import KINDS
from secor_xl.letters.letter import Letter
from secor_xl.letters.template.grammar import FieldKind, known_fields
from secor_xl.procedure.office import OFFICE_FILE, Office
from secor_xl.procedure.placeholders import carried, placeholders, reserved_in
from secor_xl.review.addresses import LONGEST_NAME, Mailbox, addresses_in
from secor_xl.review.letter_kinds import LetterKind
from secor_xl.text import on_one_line

OWN_TEXTS = "own"
"""The field of a letter with the office's own texts."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """The e-mail of one letter, without its words.

    Attributes:
        kind: the kind of letter that it carries, or reminds of.
        to: name and address of each recipient.
        copies: name and address of each who gets a copy.
        sender: name and address of the office; ``None`` where its address is no address.
        fields: the texts that the e-mail's template may print, the flags that it may ask for, and the office's own texts.
        missing: a sentence for each address that is missing or invalid, for the person who sends the draft.
        due_on: the day by which the letter asks for an answer; ``None`` where it asks for none.
    """

    kind: LetterKind
    to: tuple[Mailbox, ...]
    copies: tuple[Mailbox, ...]
    sender: Mailbox | None
    fields: dict[str, Any] = field(repr=False)
    missing: tuple[str, ...]
    due_on: dt.date | None = None


def envelope_of(letter: Letter, assessment: Assessment) -> Envelope:
    """Address the e-mail that carries a letter.

    Args:
        letter: a planned letter of this assessment.
        assessment: the judgement of the review, for the addresses.
    """
    missing: list[str] = []
    row, case = KINDS[letter.kind], assessment.case
    addressee, *others = row.recipients(assessment, letter.province)
    to = _mailboxes(addressee, missing)
    if addressee.source == OFFICE_FILE:
        missing += [
            f'{addressee.who}: "{address}" is an example that reaches nobody; enter the right address in {OFFICE_FILE}.'
            for _, address in to
            if reserved_in(address)
        ]
    # An owner who assesses has one address for both, and needs one e-mail only.
    known = {address.casefold() for _, address in to}
    copied = [mailbox for each in others for mailbox in _mailboxes(each, missing)]
    copies = tuple(mailbox for mailbox in copied if mailbox[1].casefold() not in known)
    sender = _sender(case.office, missing)
    fields: dict[str, Any] = {name: letter.context[name] for name in (*email_fields(row.fields), OWN_TEXTS)}
    due_on = next_due_on(case, letter.date)[0] if row.has_due_date else None
    return Envelope(letter.kind, to, copies, sender, fields, tuple(missing), due_on)


def reminder_envelope(assessment: Assessment, reminder: Reminder, due_on: dt.date) -> Envelope:
    """Address the reminder to the assessor; nobody gets a copy."""
    missing: list[str] = []
    assessor, *_ = KINDS[LetterKind.FEEDBACK].recipients(assessment, "")
    office = assessment.case.office
    to, sender = _mailboxes(assessor, missing), _sender(office, missing)
    fields: dict[str, Any] = {name: getattr(reminder, name) for name in (*email_fields(Reminder), OWN_TEXTS)}
    if found := carried(all_texts(fields), placeholders(office)):
        seen = "; ".join(map(str, found))
        missing.append(f"Values that are not those of your office: {seen}. Correct the draft, and {OFFICE_FILE}.")
    return Envelope(LetterKind.FEEDBACK, to, (), sender, fields, tuple(missing), due_on)


def _sender(office: Office, missing: list[str]) -> Mailbox | None:
    """Return the address of the office; where it is no address, add that to ``missing``."""
    return next(iter(_mailboxes(Recipient("The office", OFFICE_FILE, office.name, office.email), missing)), None)


def email_fields(offered: type[Stationery]) -> dict[str, FieldKind]:
    """List the fields that an e-mail may use beside the office's own texts: the texts and flags that are in no list."""
    simple = (FieldKind.TEXT, FieldKind.FLAG)
    known = known_fields(offered)
    return {path: held for path, held in known.items() if held in simple and "." not in path and "[]" not in path}


def _mailboxes(recipient: Recipient, missing: list[str]) -> tuple[Mailbox, ...]:
    """Read the addresses of a recipient; add each fault to ``missing``."""
    typed = addresses_in(recipient.typed)
    missing += [
        f'{recipient.who}: "{refused}" in {recipient.source} is not an e-mail address that can be written to; correct it there,'
        " or enter the address into the draft."
        for refused in typed.refused
    ]
    if not typed.found and not typed.refused:
        missing.append(f"{recipient.who}: no e-mail address in {recipient.source}; enter it into the draft.")
    if len(typed.found) == 1:
        name, address = typed.found[0]
        return ((name or on_one_line(recipient.name, LONGEST_NAME), address),)
    return typed.found
