"""Read a review from the values of sheets: of a file, of an open workbook, or of the ranges of an in-cell function.

What makes them another thing than a review of this form is refused; everything else is a ``CellProblem``, all of them at once,
and the facts that could be read are there. This needs the standard library alone, so that the first cell is soon computed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Never, TypeAlias

from secor_xl.errors import DataError
from secor_xl.judgement.case import Place
from secor_xl.procedure.form import ASSESSMENT_ID, FORM, FORM_ID, KNOWN_FORMS, known_form
from secor_xl.procedure.instrument import Instrument, parse_instrument, read_instrument
from secor_xl.procedure.toml_tables import LONGEST_TOML
from secor_xl.resources import shipped_instrument
from secor_xl.review.model import FormIdentity, Review
from secor_xl.workbook.reading.cell_locations import CellLocations
from secor_xl.workbook.reading.cell_parsing import Unfit, as_text, as_whole_number
from secor_xl.workbook.reading.cell_problem import CellProblem
from secor_xl.workbook.reading.read_snapshots import snapshots_from
from secor_xl.workbook.reading.read_submission import submission_from
from secor_xl.workbook.reading.read_tables import list_from, questions_from
from secor_xl.workbook.reading.row_facts import Problems
from secor_xl.workbook.reading.submission_rows import submission_rows
from secor_xl.workbook.schema import layout
from secor_xl.workbook.schema.computed_ranges import OUTCOME
from secor_xl.workbook.schema.start_sheet import OVERALL_ROW, SCORE
from secor_xl.xlsx.sheet_values import SheetValues, copied_from

Refuse: TypeAlias = Callable[[str, str], Never]

SHEETS_READ = (
    layout.FORM_SHEET,
    layout.START,
    *dict.fromkeys(table.sheet for table in layout.TABLES.values()),
    layout.SNAPSHOTS_SHEET,
)
# The instrument's text is remembered by its words alone, so every workbook calls it by the same name.
EMBEDDED = "the instrument in the workbook"
TAKE_A_NEW_ONE = "Make a new workbook with 'secor-xl new' and enter the review there"


@dataclass(frozen=True)
class ReadReview:
    """A review with its instrument and problems, as a workbook has them.

    Attributes:
        review: the facts.
        instrument: the instrument that the workbook carries.
        problems: every cell that could not be read.
        fingerprint: the SHA-256 of the file's bytes, in hexadecimal digits.
        tool_version: the version of secor-xl that made the workbook.
        shown_outcome: the outcome as the start sheet shows it: hearsay, to be compared with what is judged anew.
        shown_score: the overall score as the start sheet shows it.
        found: where each of its cells is.
    """

    review: Review
    instrument: Instrument
    problems: tuple[CellProblem, ...]
    fingerprint: str
    tool_version: str
    shown_outcome: str
    shown_score: str
    found: CellLocations = field(repr=False, compare=False)

    @property
    def is_of_this_form(self) -> bool:
        """Whether the workbook has the version of the form that this tool builds."""
        return known_form(self.review.form.form_version) == FORM


def read_values(sheets: dict[str, SheetValues], refuse: Refuse, fingerprint: str = "") -> ReadReview:
    """Read a review from the values of the sheets of ``SHEETS_READ``.

    Args:
        sheets: the sheets that are there.
        refuse: raises ``UnreadableWorkbook`` with what was seen and what to do.
        fingerprint: of the file that they come from, if they come from one.
    """
    form, identity, tool_version = form_of(sheets, refuse)
    instrument = carried_instrument(refuse, form, identity)
    problems: Problems = []
    _compare_with_shipped(instrument, problems)
    review = _review(sheets, identity, instrument, problems)
    found = CellLocations(sheets, instrument)
    problems += found.start.typed()
    return ReadReview(
        review=review,
        instrument=instrument,
        problems=tuple(problems),
        fingerprint=fingerprint,
        tool_version=tool_version,
        shown_outcome=_text(found.start.sheet, found.on_start(OUTCOME)),
        shown_score=_text(found.start.sheet, found.start.cell(f"{SCORE['shown'].letter}{OVERALL_ROW}")),
        found=found,
    )


def form_of(sheets: dict[str, SheetValues], refuse: Refuse) -> tuple[SheetValues, FormIdentity, str]:
    """Return the form sheet, its identity, and the version that made the workbook; refuse any other workbook."""
    form = sheets.get(layout.FORM_SHEET)
    if form is None and _is_ours(sheets):
        refuse(
            f"has lost its hidden sheet {layout.FORM_SHEET}, without which no review can be judged; Excel's Document"
            " Inspector takes hidden sheets out",
            "Take an earlier copy of the workbook. Without one, make a new workbook with 'secor-xl new' and copy the"
            " entries into it, sheet by sheet, with Paste Special, Values",
        )
    if form is not None and form.at(layout.FORM_ID_CELL) == ASSESSMENT_ID:
        refuse("is an assessor's form, no review workbook", "Take it in first: secor-xl intake FILE --out FOLDER")
    if form is None or form.at(layout.FORM_ID_CELL) != FORM_ID:
        refuse(
            "is an Excel workbook, but no review workbook of secor-xl",
            "Choose a workbook that was made by 'secor-xl new', or make one and enter the review there",
        )
    return form, form_identity_of(refuse, form), _text(form, layout.TOOL_VERSION_CELL)


def _is_ours(sheets: dict[str, SheetValues]) -> bool:
    """Whether the sheet of the submission has the form's headers and labels."""
    submission = sheets.get(layout.SUBMISSION_SHEET)
    return submission is not None and len(submission_rows(submission, []).facts) > len(layout.SUBMISSION_FIELDS) / 2


def _review(
    sheets: dict[str, SheetValues], identity: FormIdentity, instrument: Instrument, problems: Problems
) -> Review:
    facts: dict[str, Any] = {}
    form = known_form(identity.form_version)
    copies = {copy: original for copy in sheets if (original := copied_from(copy))}
    for name in dict.fromkeys(table.sheet for table in layout.TABLES.values() if table.since <= form):
        sheet = _sheet(sheets, name, problems)
        own = _facts_of(name, sheet or SheetValues(name, []), instrument, problems if sheet else [], form)
        facts |= own
        for copy, original in copies.items():
            if sheet and original == name and _facts_of(name, sheets[copy], instrument, [], form) != own:
                problems.append(_copy_problem(name, copy))
    snapshots = sheets.get(layout.SNAPSHOTS_SHEET) if form >= layout.SNAPSHOTS_SINCE else None
    return Review(form=identity, **facts, snapshots=snapshots_from(snapshots, problems))


def _facts_of(name: str, sheet: SheetValues, instrument: Instrument, problems: Problems, form: int) -> dict[str, Any]:
    """Read the facts of the sheet ``name``, or of a copy of it."""
    facts = submission_from(sheet, problems, form) if name == layout.SUBMISSION_SHEET else {}
    for table in layout.TABLES.values():
        if table is layout.QUESTIONS and table.sheet == name:
            facts[table.section] = questions_from(sheet, instrument, problems, form)
        elif table.sheet == name:
            facts[table.section] = list_from(sheet, table, problems, form, instrument.by_id)
    return facts


def _copy_problem(name: str, copy: str) -> CellProblem:
    seen = f"the sheet has the name of a copy of the sheet {name} and other entries; only {name} is read"
    away = "move the copy into a workbook of its own: right-click its tab, Move or Copy, new book"
    return CellProblem(copy, "", seen, f"Enter in {name} what counts, then {away}")


def _sheet(sheets: dict[str, SheetValues], name: str, problems: Problems) -> SheetValues | None:
    """Return a sheet of the form; add a problem if it is missing."""
    sheet = sheets.get(name)
    if sheet is None:
        seen = "there is no sheet of this name, so nothing of it could be read"
        copy = next((other for other in sheets if copied_from(other) == name), "")
        renamed = f"If {copy} is this sheet, name it {name}" if copy else f"If it was renamed, name it {name} again"
        cure = f"{renamed}; if it was deleted, take an earlier copy of the workbook"
        problems.append(CellProblem(name, "", seen, cure))
        return None
    for address in sheet.far:
        seen = "there is an entry far outside of the form, where it is not read"
        problems.append(CellProblem(name, address, seen, "Move it to its place or clear it"))
    return sheet


def _text(sheet: SheetValues, address: str) -> str:
    text = as_text(sheet.at(address))
    return "" if isinstance(text, Unfit) else text


def form_identity_of(refuse: Refuse, form: SheetValues) -> FormIdentity:
    """Read the form's identity; refuse a later form, because only a newer secor-xl knows its cells."""
    identity = FormIdentity(**{each.entry.field: _text(form, each.input_cell) for each in layout.FORM_FIELDS})
    if not known_form(identity.form_version):
        refuse(
            f'has version "{identity.form_version}" of the review form; this secor-xl reads {KNOWN_FORMS}',
            f"Read it with secor-xl {_text(form, layout.TOOL_VERSION_CELL) or 'of the version that made it'}, or a newer one",
        )
    return identity


def carried_instrument(refuse: Refuse, form: SheetValues, identity: FormIdentity) -> Instrument:
    """Read the instrument in the workbook; refuse it if it is not the one that the workbook was made with."""
    lines = as_whole_number(form.at(layout.SOURCE_LINES_CELL))
    if not isinstance(lines, int) or not 0 < lines <= len(form.rows):
        _refuse_instrument(refuse, "the number of its lines is gone")
    first = layout.SOURCE_HEADER_ROW
    written = [row[layout.SOURCE_COLUMN - 1] if row else None for row in form.rows[first : first + lines]]
    lines_written = ["" if line is None else str(line) for line in written]
    if sum(map(len, lines_written)) > LONGEST_TOML:  # before they are put together: one long text may be in many cells
        _refuse_instrument(refuse, f"it has more than {LONGEST_TOML:,} characters")
    text = "\n".join(lines_written) + "\n"
    try:
        instrument = parse_instrument(text, EMBEDDED)
    except DataError as error:
        _refuse_instrument(refuse, error.reason)
    made_with = (identity.instrument_id, identity.instrument_version, identity.instrument_fingerprint)
    if (instrument.id, instrument.version, instrument.fingerprint) != made_with:
        _refuse_instrument(refuse, "it is not the one that the workbook was made with")
    return instrument


def _refuse_instrument(refuse: Refuse, reason: str) -> Never:
    refuse(f"carries an instrument that was changed or damaged ({reason})", TAKE_A_NEW_ONE)


def _compare_with_shipped(instrument: Instrument, problems: Problems) -> None:
    """Add a problem if the instrument differs from the shipped one of the same id and version."""
    shipped = _shipped_instrument()
    if shipped is None or instrument.fingerprint == shipped.fingerprint:
        return
    if (instrument.id, instrument.version) == (shipped.id, shipped.version):
        place = Place("form", "instrument_fingerprint")
        cell = next(each.input_cell for each in layout.FORM_FIELDS if each.place == place)
        seen = f"the workbook's instrument {instrument.id} {instrument.version} differs from the one that comes with secor-xl"
        cure = (
            "Save the review with 'secor-xl export FILE --out REVIEW.json', give the changed instrument a version of its own,"
            ' take the key "form" out of the JSON, and make the workbook anew with'
            " 'secor-xl new --from REVIEW.json --instrument FILE'"
        )
        problems.append(CellProblem(layout.FORM_SHEET, cell, seen, cure, place, loses_a_fact=False))


@cache
def _shipped_instrument() -> Instrument | None:
    try:
        return read_instrument(shipped_instrument())
    except DataError:
        return None  # an office may have taken it out; a fault in it is the business of those who build from it
