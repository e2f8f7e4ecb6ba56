"""The table of letter kinds.

A kind is a member of ``LetterKind`` and a module in ``content/`` with the member's name in small letters; the module's
``DEFINITION`` is the row of the table. Its template and the text of its e-mail are in ``letter_templates/``.
"""

from __future__ import annotations

from importlib import import_module

from secor_xl.letters import content
from secor_xl.letters.content.letter_definition import LetterDefinition
from secor_xl.review.letter_kinds import LetterKind

KINDS: dict[LetterKind, LetterDefinition] = {
    kind: import_module(f"{content.__name__}.{kind.name.lower()}").DEFINITION for kind in LetterKind
}
