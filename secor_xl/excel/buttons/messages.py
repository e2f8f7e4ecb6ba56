"""The messages of the buttons: what was seen, and what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from secor_xl.excel.buttons.dialogs import bullets
from secor_xl.excel.buttons.letter_log import CellEntry, last_entry
from secor_xl.excel.buttons.letters import NotAllWritten
from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.letters.letter import Letter, LetterState
from secor_xl.letters.plan import LetterKind, LetterRefused
from secor_xl.review.calendar import shown_date
from secor_xl.review.model import Review
from secor_xl.runs.settings import Settings
from secor_xl.text import capitalized, on_one_line, plural
from secor_xl.workbook.schema.layout import FLAGS_SHEET, LETTERS_SHEET, ROUNDS, SNAPSHOTS_SHEET

MOST_REASONS = 12
ON_THE_LIST = f"all are on the sheet {FLAGS_SHEET}"


def check_message(assessment: Assessment, shown_outcome: str = "", why_other: Iterable[str] = ()) -> str:
    """Say the outcome, its reasons, the next step and the number of flags; and why the start sheet shows another outcome."""
    outcome, day = assessment.outcome, shown_date(assessment.case.as_of)
    counts = (
        (len(assessment.blocking), "blocking flag", ""),
        (len(assessment.unfinished), "open item", " of the form"),
        (len(assessment.advisory), "advisory flag", ""),
    )
    flags = ", ".join(f"{count or 'no'} {plural(count, noun)}{more}" for count, noun, more in counts)
    lines = [f"{outcome.words}, as of today, {day}.", "", "Because:"]
    lines += bullets([capitalized(str(each)) for each in outcome.because], MOST_REASONS, ON_THE_LIST)
    where = f" {capitalized(ON_THE_LIST)}." if assessment.flags else ""
    lines += ["", f"What to do next: {outcome.next_step}.", "", f"Flags: {flags}.{where}"]
    reasons = " ".join(why_other)
    if reasons:
        shown = f'The start sheet shows "{shown_outcome}". This message is right: it was judged just now.'
        lines += ["", f"{shown} {reasons}"]
    return "\n".join(lines)


def refusal_message(refusal: LetterRefused) -> str:
    """Say why no letter is due."""
    return "\n".join(["No letter can be made.", "", *bullets(refusal.reasons, MOST_REASONS, ON_THE_LIST)])


def issued_message(issued: tuple[Letter, ...], review: Review, folder: Path, differences: tuple[str, ...]) -> str:
    """Say that every letter was made before, where it is, and how it is made again on purpose."""
    one = len(issued) == 1
    lines = [f"The {_called(each.kind)}{_made_on(each, review)} as {each.name}." for each in issued]
    lines += [
        f"{'It is' if one else 'They are'} in {folder}.",
        "",
        (
            "No letter is made again, because a letter that may have been sent must not change. To make one again, move"
            f" its file to another folder or rename it, clear its row on the sheet {LETTERS_SHEET}, then click again."
        ),
        *_listed(differences),
    ]
    return "\n".join(lines)


def _listed(differences: tuple[str, ...]) -> list[str]:
    """List the differences of letter log and records, after a blank line."""
    return (
        ["", *bullets(differences, MOST_REASONS, "the records of the folder have all of them")] if differences else []
    )


def _called(kind: LetterKind) -> str:
    return kind.value if kind is LetterKind.NOTICE else f"{kind.value} letter"


def _made_on(letter: Letter, review: Review) -> str:
    entry = last_entry(letter.name, review)
    return f" was made on {shown_date(entry.written_on)}" if entry and entry.written_on else " was made before"


def partly_written_message(stopped: NotAllWritten) -> str:
    """Say which letters were written before one could not be, and how to go on."""
    names = [each.name for each in stopped.written]
    one = len(names) == 1
    return (
        f"{stopped}\n\nBefore that, {' and '.join(names)} {'was' if one else 'were'} written and entered on the sheet"
        f" {LETTERS_SHEET}; {'it stays' if one else 'they stay'} as {'it is' if one else 'they are'}. Then click Make letters again"
        " for the others."
    )


def letters_question(
    assessment: Assessment,
    due: tuple[Letter, ...],
    made: tuple[CellEntry, ...],
    settings: Settings,
    issued: tuple[Letter, ...] = (),
    differences: tuple[str, ...] = (),
) -> str:
    """Ask before anything is written: which letters, to whom, where, which stay as they are, what is entered."""
    review, day, one = assessment.case.review, shown_date(due[0].date), len(due) == 1
    lines = [f"{assessment.outcome.words}.", f"{capitalized(str(assessment.outcome.because[0]))}.", ""]
    lines += [f"{'This letter is' if one else 'These letters are'} made now, dated {day}:", ""]
    lines += [
        f"• {capitalized(each.kind.value)} to {on_one_line(each.addressee)}{_there(each, review)}" for each in due
    ]
    lines += [f"• {each.name}{_made_on(each, review)}, and is not changed" for each in issued]
    lines += ["", f"Folder: {settings.letters_of(review)}"]
    entered = "; ".join(_entered(each) for each in made)
    if not_filled_in := dict.fromkeys(value for each in due for value in each.placeholders):
        lines += ["", "These values are not those of your office; choose Cancel, and enter your own in office.toml:"]
        lines += bullets(tuple(not_filled_in), MOST_REASONS, "'secor-xl office check' names all of them")
    lines += ["", *([f"In the workbook: {entered}. Save the workbook afterwards."] if made else [])]
    lines += [f"(To choose another folder, change letters_folder in {settings.file})", *_listed(differences)]
    return "\n".join(lines)


def _there(letter: Letter, review: Review) -> str:
    if letter.state is LetterState.UNCHANGED:
        return ": already there, and is not changed"
    if letter.state is LetterState.IN_THE_WAY:
        return f": {letter.name} is there with other content; it is kept beside the new one"
    if entry := last_entry(letter.name, review):
        day = entry.written_on
        of_day = f", made on {shown_date(day)}," if day else ""
        return f": {letter.name}{of_day} is in the letter log, but its file is missing; it is made and entered again"
    return ""


def _entered(entry: CellEntry) -> str:
    if entry.sheet == LETTERS_SHEET:
        return f"entered on the sheet {LETTERS_SHEET}"
    if entry.sheet == SNAPSHOTS_SHEET:
        return "a snapshot of the review, with which the correction is compared"
    headers = " and ".join(f'"{ROUNDS.column(name).header}"' for name in entry.fields)
    values = " and ".join(shown_date(value) if isinstance(value, dt.date) else value for value in entry.rows[0])
    return f"{headers} in {entry.sheet}!{entry.first}, {values}"


def round_message(assessment: Assessment, number: int, cell: str) -> str:
    """Say what to enter in a new round."""
    final = assessment.deadlines.final_on
    lines = [
        f"Round {number} begins in {ROUNDS.sheet}!{cell}.",
        "",
        (
            "Make letters writes the feedback letter and enters today as the day of sending. If you sent the letter on another day,"
            f' enter that day. Then enter "{ROUNDS.column("feedback_received_on").header}" when the assessor has it, and'
            f' "{ROUNDS.column("returned_on").header}" when the corrected assessment is back.'
        ),
    ]
    if final:
        lines += ["", f"The final date of the whole process is {shown_date(final)}."]
    if assessment.outcome.kind is OutcomeKind.INCOMPLETE:
        count = len(assessment.unfinished) + bool(assessment.scores.overall.unscored)
        lines += [
            "",
            f"The review is not finished ({count} open), so no feedback letter can be made yet: see Check now.",
        ]
    return "\n".join(lines)


def no_round_message(assessment: Assessment) -> str:
    """Say why no round begins."""
    outcome = assessment.outcome
    return f"No round begins now: the outcome is {outcome.words.lower()}.\n\n{outcome.next_step}."


def unreturned_message(number: int, sent: dt.date | None, cell: str) -> str:
    """Say why no round begins while the last one is open."""
    was = f"was sent on {shown_date(sent)}" if sent else "has no day on which its feedback was sent"
    return (
        f"No new round begins while round {number} is open: it {was}, and no day of return is entered. Enter that day in"
        f" {ROUNDS.sheet}!{cell} when the corrected assessment comes back; if it never comes, the outcome changes after the due"
        " date without an entry."
    )
