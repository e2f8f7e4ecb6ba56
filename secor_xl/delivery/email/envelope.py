"""Whom the e-mail with a letter goes to, and what its text may say: small, plain, ready to be handed to another process."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.deadlines import next_due_on
from secor_xl.letters.kinds import KINDS
from secor_xl.letters.plan import LetterKind, PlannedLetter
from secor_xl.letters.template.grammar import FieldKind, known_fields
from secor_xl.review.addresses import LONGEST_NAME, Mailbox, addresses_in
from secor_xl.review.names import employer_name
from secor_xl.text import first_given, on_one_line


@dataclass(frozen=True, slots=True)
class Envelope:
    """The e-mail of one letter, without its words.

    Attributes:
        kind: which of the four letters it carries.
        to: name and address of each recipient.
        copies: name and address of each who gets a copy.
        sender: name and address of the office; ``None`` where its address is no address.
        fields: what the e-mail's template may print, and the yes-or-no facts that it may ask for.
        missing: whose address is missing or is no address, one sentence each for whoever sends the draft.
        due_on: the day by which the letter asks for an answer; ``None`` where it asks for none.
    """

    kind: LetterKind
    to: tuple[Mailbox, ...]
    copies: tuple[Mailbox, ...]
    sender: Mailbox | None
    fields: dict[str, str | bool] = field(repr=False)
    missing: tuple[str, ...]
    due_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class _Party:
    """Somebody with an address: who, in a message; where the address stands; the name to write to; what was typed."""

    who: str
    place: str
    name: str
    typed: str


def envelope_of(letter: PlannedLetter, assessment: Assessment) -> Envelope:
    """The e-mail that carries a letter: to its addressee, and for feedback with a copy to the employer.

    Args:
        letter: a planned letter of this assessment.
        assessment: the judgement of the review, for the addresses.
    """
    missing: list[str] = []
    to = _mailboxes(_addressee(letter, assessment), missing)
    copies: tuple[Mailbox, ...] = ()
    if letter.kind is LetterKind.FEEDBACK:
        # An owner who assesses has one address for both, and needs one e-mail only.
        known = {address.casefold() for _, address in to}
        copied = _mailboxes(_employer(assessment), missing)
        copies = tuple(each for each in copied if each[1].casefold() not in known)
    office = assessment.case.office
    senders = _mailboxes(_Party("The office", "office.toml", office.name, office.email), missing)
    fields = {name: letter.context[name] for name in email_fields(letter.kind)}
    texts = {name: value for name, value in fields.items() if isinstance(value, str | bool)}
    due_on = next_due_on(assessment.case, letter.date)[0] if letter.kind is LetterKind.FEEDBACK else None
    return Envelope(letter.kind, to, copies, senders[0] if senders else None, texts, tuple(missing), due_on)


def email_fields(kind: LetterKind) -> dict[str, FieldKind]:
    """What an e-mail may say of its letter: every text and every yes-or-no fact of it that stands in no list."""
    simple = (FieldKind.TEXT, FieldKind.FLAG)
    known = known_fields(KINDS[kind].fields)
    return {path: held for path, held in known.items() if held in simple and "." not in path and "[]" not in path}


def _addressee(letter: PlannedLetter, assessment: Assessment) -> _Party:
    if letter.kind is LetterKind.FEEDBACK:
        assessor = assessment.case.review.assessor
        return _Party("The assessor", "the review", assessor.name, assessor.email)
    if letter.kind is LetterKind.NOTICE:
        body = assessment.case.office.governing_bodies[letter.province]
        return _Party(f"The governing body {body.name}", "office.toml", body.name, body.email)
    return _employer(assessment)


def _employer(assessment: Assessment) -> _Party:
    employer = assessment.case.review.employer
    name = first_given(employer.contact_name) or employer_name(employer)
    return _Party("The employer", "the review", name, employer.email)


def _mailboxes(party: _Party, missing: list[str]) -> tuple[Mailbox, ...]:
    """The addresses of somebody; what is wrong with them is added to ``missing``."""
    typed = addresses_in(party.typed)
    missing += [
        f'{party.who}: "{refused}" in {party.place} is not an e-mail address that can be written to; correct it there,'
        " or enter the address into the draft."
        for refused in typed.refused
    ]
    if not typed.found and not typed.refused:
        missing.append(f"{party.who}: no e-mail address in {party.place}; enter it into the draft.")
    if len(typed.found) == 1:
        name, address = typed.found[0]
        return ((name or on_one_line(party.name, LONGEST_NAME), address),)
    return typed.found
