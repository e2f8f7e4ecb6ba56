"""The definition of one kind of letter; each module of this folder that writes a letter has one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.letters.content.common_fields import Stationery
from secor_xl.letters.outcome_guard import require_outcome
from secor_xl.review.names import employer_name
from secor_xl.text import first_given


@dataclass(frozen=True, slots=True)
class Content:
    """The content of one letter.

    Attributes:
        fields: the texts that the template prints.
        file_words: the end of its file name, such as "feedback round 2".
        addressee: who gets it.
        province: for a notice, the two-letter code of the governing body's province; otherwise empty.
    """

    fields: Stationery
    file_words: str
    addressee: str
    province: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets an e-mail.

    Attributes:
        who: the person or office in a message, such as "The assessor".
        source: where the address is typed, such as "office.toml".
        name: the name to write to.
        typed: the address as it was typed.
    """

    who: str
    source: str
    name: str
    typed: str


@dataclass(frozen=True, slots=True)
class LetterDefinition:
    """One kind of letter: a row of the table.

    Attributes:
        file: the file name of its template; the text of its e-mail has the same name, ending in ``.txt``.
        fields: the dataclass of the fields that it offers.
        required: the fields that its template must print.
        outcome: the outcome that calls for it.
        write: writes the contents; called only by ``contents``.
        recipients: for an assessment and a province, who gets the e-mail: the addressee, then those who get a copy.
        has_due_date: whether it asks for a correction by a due date.
    """

    file: str
    fields: type[Stationery]
    required: tuple[str, ...]
    outcome: OutcomeKind
    write: Callable[[Assessment, dt.date], Iterable[Content]]
    recipients: Callable[[Assessment, str], tuple[Recipient, ...]]
    has_due_date: bool = False

    def contents(self, assessment: Assessment, letter_date: dt.date) -> tuple[Content, ...]:
        """Write the letters of this kind; raise ``LetterRefused`` for any other outcome."""
        require_outcome(assessment, self.outcome)
        return tuple(self.write(assessment, letter_date))


def employer(assessment: Assessment) -> Recipient:
    """The employer, under the name of the person to write to where one is given."""
    known = assessment.case.review.employer
    return Recipient("The employer", "the review", first_given(known.contact_name) or employer_name(known), known.email)


def employer_only(assessment: Assessment, _province: str) -> tuple[Recipient, ...]:
    """The recipients of an e-mail that goes to the employer alone."""
    return (employer(assessment),)
