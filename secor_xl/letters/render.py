"""Render planned letters to Word files; each template is checked and compiled once, on first use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from secor_xl.letters.kinds import KINDS
from secor_xl.letters.letter import Letter
from secor_xl.letters.office_parts import office_parts
from secor_xl.letters.problems import TemplateProblem
from secor_xl.review.letter_kinds import LetterKind

if TYPE_CHECKING:
    from secor_xl.letters.template.compiled_template import CompiledTemplate

__all__ = ["LetterTemplates", "TemplateProblem"]


class LetterTemplates:
    """The letter templates of an office, one for each kind.

    Args:
        folder: their folder; the file names are in the table of letter kinds.
        cache: the folder in which checked templates are remembered; ``None``: each run checks them.
    """

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        self.folder, self._cache = folder, cache
        self._compiled: dict[LetterKind, CompiledTemplate] = {}

    def render(self, letter: Letter) -> bytes:
        """Render a letter and check it.

        Returns:
            The Word file, the same bytes for the same letter.

        Raises:
            TemplateProblem: the template is damaged, or the letter would not say everything that it has to say.
        """
        kind = KINDS[letter.kind]
        template = self._template(letter.kind)
        if set(letter.context) != set(kind.fields.__dataclass_fields__):
            raise TemplateProblem(kind.file, (f"These are not the fields of a letter of the kind {letter.kind}.",))
        return template.render(letter.context, letter.date)

    def _template(self, kind: LetterKind) -> CompiledTemplate:
        if kind not in self._compiled:
            from secor_xl.letters.template.template_check import checked_template  # noqa: PLC0415 - jinja takes its time to load

            parts = office_parts(self.folder)
            self._compiled[kind] = checked_template(self.folder / KINDS[kind].file, kind, parts, self._cache)
        return self._compiled[kind]
