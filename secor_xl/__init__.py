"""Review SECOR assessments: read and judge workbooks, plan and write letters, run a season.

Every name in ``__all__`` is public; the rest of the package may change with each version. docs/architecture.md shows the rooms.

Example:
    Judge one workbook and write its letters, then those of a folder of workbooks::

        import datetime as dt
        from pathlib import Path

        from secor_xl import LetterRun, Request, ReviewService, shipped_letter_templates

        templates, as_of = shipped_letter_templates(), dt.date(2026, 6, 30)
        service = ReviewService(templates, as_of)
        judged = service.judge(Path("review.xlsx"))
        outcome = judged.assessment.outcome.words
        letters = service.write(service.plan(judged), Path("letters"))

        request = Request(("season",), Path("season letters"), templates, as_of)
        results = list(LetterRun(request, lambda: dt.datetime.now(dt.UTC)).results())
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from secor_xl.errors import SecorError
    from secor_xl.intake.instruments.instrument_file import read_instrument_file
    from secor_xl.judgement.assessment import Assessment, assess
    from secor_xl.judgement.outcome import Outcome, OutcomeKind
    from secor_xl.letters.plan import LetterRefused, planned_letters
    from secor_xl.procedure.instrument import read_instrument
    from secor_xl.procedure.office import read_office
    from secor_xl.resources import shipped_instrument, shipped_letter_templates
    from secor_xl.review.json_form import from_record, to_record
    from secor_xl.review.model import Review
    from secor_xl.runs.season.run import LetterRun, Request
    from secor_xl.runs.single_workbook import JudgedWorkbook, ReviewService
    from secor_xl.workbook.reading.read_workbook import read_workbook

__version__ = "0.1.0"

_MODULES = {
    "errors": ("SecorError",),
    "intake.instruments.instrument_file": ("read_instrument_file",),
    "judgement.assessment": ("Assessment", "assess"),
    "judgement.outcome": ("Outcome", "OutcomeKind"),
    "letters.plan": ("LetterRefused", "planned_letters"),
    "procedure.instrument": ("read_instrument",),
    "procedure.office": ("read_office",),
    "resources": ("shipped_instrument", "shipped_letter_templates"),
    "review.json_form": ("from_record", "to_record"),
    "review.model": ("Review",),
    "runs.season.run": ("LetterRun", "Request"),
    "runs.single_workbook": ("JudgedWorkbook", "ReviewService"),
    "workbook.reading.read_workbook": ("read_workbook",),
}

__all__ = [
    "Assessment",
    "JudgedWorkbook",
    "LetterRefused",
    "LetterRun",
    "Outcome",
    "OutcomeKind",
    "Request",
    "Review",
    "ReviewService",
    "SecorError",
    "assess",
    "from_record",
    "planned_letters",
    "read_instrument",
    "read_instrument_file",
    "read_office",
    "read_workbook",
    "shipped_instrument",
    "shipped_letter_templates",
    "to_record",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that importing the package stays cheap."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
