"""Questions to the records of a letters folder, and new rows in them, in the terms of reviews and letters.

The records have fingerprints, days, outcomes and file names. The only text of a workbook in them is in the names of letters:
the file reference, or the employer's name where none is given.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.letters.letter import Letter, LetterState
from secor_xl.records.database import Database, Insert, readable, writable
from secor_xl.review.letter_kinds import LetterKind
from secor_xl.screen import json_text

Clock: TypeAlias = Callable[[], dt.datetime]

_EVER = 1 << 62
PDF, EMAIL, REGISTER, REMINDER = "PDF", "e-mail draft", "register", "reminder"
"""The files that are made of letters or reviews, as the records and ``verify`` name them."""
RUN, BUTTON = "run", "button"

# A letter of each name as it was made last: the workbook that gave it last, and the first review that gave it as it is.
_LETTERS = """
    SELECT last.kind, last.name, last.fingerprint, latest.fingerprint AS workbook, origin.as_of, origin.number AS origin
    FROM letter AS last
    JOIN review AS latest ON latest.number = last.review
    JOIN review AS origin ON origin.number = (
        SELECT review FROM letter AS same
        WHERE same.name = last.name AND same.number > ifnull(
            (SELECT max(number) FROM letter WHERE name = last.name AND fingerprint <> last.fingerprint), 0)
        ORDER BY same.number LIMIT 1)
    WHERE last.number = (SELECT max(number) FROM letter WHERE name = last.name)
"""
# The letters of some reviews, each name as it was made of them last, and the first day as of which it was made so.
_LETTERS_OF = """
    SELECT letter.kind, letter.name, letter.fingerprint, review.fingerprint AS workbook, max(letter.number),
        (SELECT review.as_of FROM letter AS first JOIN review ON review.number = first.review
         WHERE first.name = letter.name AND first.fingerprint = letter.fingerprint
         ORDER BY first.number LIMIT 1) AS as_of
    FROM letter JOIN review ON review.number = letter.review
    WHERE {condition} AND letter.number <= :until GROUP BY letter.name ORDER BY letter.number
"""
_LAST_OF_FILE = "number = (SELECT max(number) FROM review WHERE workbook = last.workbook AND {})"
_FIRST_MET = "ORDER BY (SELECT min(number) FROM review WHERE workbook = last.workbook)"
_LAST_JUDGED = "SELECT * FROM review WHERE workbook = ? AND failed = '' ORDER BY number DESC LIMIT 1"
_OF_THE_LETTER = "letter IN (SELECT number FROM letter WHERE name = :letter)"


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """The result of a workbook in a run.

    Attributes:
        workbook: the file, as seen from the letters folder.
        fingerprint: the SHA-256 of its bytes; empty where it could not be read, or was open in Excel.
        as_of: the day of the judgement.
        outcome: the kind of its outcome; empty where it was not judged.
        round: the correction round that it is about; 0 where it is about none.
        accepted_late: the rounds whose late return was accepted.
        letters: the letters that are due and were asked for.
        left_out: the kinds of letters that are due and were not asked for.
        failed: the kind of failure, in one word; empty where there was none.
        tool: the version of secor-xl.
        procedure: the version of the procedure.
        instrument: id, version and fingerprint of the instrument; empty texts where it was not judged.
        templates: the fingerprint of the office's templates and data.
        made_by: "run" or "button".
        on: the day on which it was recorded.
    """

    workbook: str
    fingerprint: str
    as_of: dt.date
    outcome: str
    round: int
    accepted_late: tuple[int, ...]
    letters: tuple[Letter, ...]
    left_out: tuple[LetterKind, ...]
    failed: str
    tool: str
    procedure: str
    instrument: tuple[str, str, str]
    templates: str
    made_by: str = RUN
    on: str = ""

    @property
    def words(self) -> str:
        """The outcome in words, without any text of the workbook."""
        head = self.outcome.capitalize() + (f" (round {self.round})" if self.round else "")
        return "; ".join([head, *(f"late return of round {number} accepted" for number in self.accepted_late)])


@dataclass(frozen=True, slots=True)
class DerivedFile:
    """A PDF or an e-mail draft that was made of a letter, or the register or a reminder, which are made of reviews.

    Attributes:
        letter: the letter's file name; empty for the register and for reminders.
        what: ``PDF``, ``EMAIL``, ``REGISTER`` or ``REMINDER``.
        name: its own file name.
        fingerprint: the SHA-256 of its bytes.
        made_of: the SHA-256 of the file that it was made of; for the register, the fingerprint of the templates; for a
            reminder, that of the workbook.
        texts: of an e-mail draft, the fingerprint of the e-mail's text and the office's data; else empty.
        workbook: of an e-mail draft, the SHA-256 of the workbook that its addresses come from; else empty.
    """

    letter: str
    what: str
    name: str
    fingerprint: str
    made_of: str
    texts: str = ""
    workbook: str = ""


class Records:
    """The records of one folder.

    Args:
        database: the open database.
        clock: tells the time of new rows, with its time zone.

    Attributes:
        opened_at: the number of the last row when the records were opened; rows up to it are older than this run.
    """

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self.database, self._clock = database, clock
        self.opened_at: int = self._number("SELECT number FROM chain")

    @property
    def faults(self) -> tuple[str, ...]:
        """Rows that something else than secor-xl changed, in words; such records prove less, but a run can go on."""
        return self.database.faults

    @property
    def is_writable(self) -> bool:
        """Whether the records were opened for writing."""
        return self._clock is not None

    def add_reviews(self, reviews: Collection[ReviewRecord]) -> None:
        """Record the results of some workbooks, with their letters, in one transaction; raises ``RecordsRefused``."""
        self.database.refuse_moved()
        if not reviews:
            return
        with self._adding() as (insert, now):
            for review in reviews:
                number = insert("review", _review_row(review, now))
                for letter in review.letters:
                    insert("letter", {"review": number, **{name: getattr(letter, name) for name in _LETTER_COLUMNS}})

    def add_derived_file(self, made: DerivedFile) -> None:
        """Record a file that was made of a letter, unless the records say the same already; raises ``RecordsRefused``."""
        self.database.refuse_moved()
        if self.derived_file(made.letter, made.what) == made:
            return
        letter = self._number("SELECT max(number) FROM letter WHERE name = ?", made.letter) if made.letter else None
        with self._adding() as (insert, now):
            row = {name: getattr(made, name) for name in DerivedFile.__slots__ if name != "letter"}
            insert("derived_file", {"at": now, "letter": letter, **row})

    @contextmanager
    def _adding(self) -> Iterator[tuple[Insert, str]]:
        assert self._clock is not None  # noqa: S101 - only records that were opened for writing have new rows
        with self.database.transaction() as insert:
            yield insert, self._clock().isoformat(timespec="seconds")

    def last_of(self, fingerprint: str) -> ReviewRecord | None:
        """Return the last record of a workbook that was judged, by its fingerprint."""
        query = "SELECT * FROM review WHERE fingerprint = ? AND failed = '' ORDER BY number DESC LIMIT 1"
        return self.database.first(self._review, query, fingerprint) if fingerprint else None

    def last_at(self, workbook: str) -> tuple[str, str] | None:
        """Return the failure and the fingerprint that were last recorded for a file."""
        query = "SELECT failed, fingerprint FROM review WHERE workbook = ? ORDER BY number DESC LIMIT 1"
        return self.database.first(tuple, query, _stored(workbook))

    def letters(self, name: str | None = None) -> list[Letter]:
        """Return the letters, each as it was made last, in the order in which they were made first; or the one of a name."""
        if name is not None:
            return self.database.rows(_letter, f"{_LETTERS} AND last.name = ?", name)
        order = "ORDER BY (SELECT min(number) FROM letter WHERE name = last.name)"
        return self.database.rows(_letter, f"{_LETTERS} {order}")

    def letters_of(self, workbook: str, fingerprint: str) -> list[Letter]:
        """Return the letters that were made of these bytes, or of the file whenever it was judged, or by a button on it.

        Args:
            workbook: the file, as seen from the letters folder.
            fingerprint: the SHA-256 of its bytes now.
        """
        at = _stored(workbook)
        before = self.database.first(lambda row: row["fingerprint"], _LAST_JUDGED, at)
        found = [] if before is None else self._letters_of("review.workbook = :at", at=at)
        for each in (before, fingerprint):
            found += self._letters_of("review.fingerprint = :workbook", workbook=each) if each else []
        return list({letter.name: letter for letter in found}.values())

    def earlier_letters_of(self, fingerprint: str) -> dict[str, Letter]:
        """Return the letters of earlier runs that were made of these bytes, by name."""
        found = self._letters_of("review.fingerprint = :workbook", workbook=fingerprint, until=self.opened_at)
        return {letter.name: letter for letter in found}

    def _letters_of(self, condition: str, until: int = _EVER, **values: str) -> list[Letter]:
        return self.database.rows(_letter, _LETTERS_OF.format(condition=condition), until=until, **values)

    def decisions(self) -> list[tuple[str, str, LetterKind]]:
        """Return the letters of earlier runs that told a decision, each with its workbook, name and kind."""
        query = """
            SELECT DISTINCT review.workbook, letter.name, letter.kind FROM letter JOIN review ON review.number = letter.review
            WHERE letter.kind <> ? AND letter.number <= ? ORDER BY letter.number"""
        found = self.database.rows(tuple, query, LetterKind.FEEDBACK.value, self.opened_at)
        return [(_loaded(workbook), name, LetterKind(kind)) for workbook, name, kind in found]

    def was_made(self, name: str, fingerprint: str) -> bool:
        """Tell whether a letter, a PDF, an e-mail draft or a register of this name ever had this content."""
        query = (
            "SELECT 1 FROM letter WHERE name = :name AND fingerprint = :fingerprint"
            " UNION ALL SELECT 1 FROM derived_file WHERE name = :name AND fingerprint = :fingerprint LIMIT 1"
        )
        return self.database.first(_only, query, name=name, fingerprint=fingerprint) is not None

    def fingerprints_of(self, letter: str) -> frozenset[str]:
        """Return all fingerprints that were ever recorded for letters of a name."""
        return frozenset(self.database.rows(_only, "SELECT fingerprint FROM letter WHERE name = ?", letter))

    def derived_file(self, letter: str, what: str) -> DerivedFile | None:
        """Return the PDF or e-mail draft of a letter, or the register, as it was made last."""
        query = "SELECT *, :letter AS of FROM derived_file WHERE {} AND what = :what ORDER BY number DESC LIMIT 1"
        query = query.format(_OF_THE_LETTER if letter else "letter IS NULL")
        return self.database.first(_derived_file, query, letter=letter, what=what)

    def derived_files(self) -> list[DerivedFile]:
        """Return the files that were made of letters and reviews, each as it was made last."""
        query = """
            SELECT made.*, ifnull(letter.name, '') AS of FROM derived_file AS made LEFT JOIN letter ON letter.number = made.letter
            JOIN (SELECT max(derived_file.number) AS last, min(derived_file.number) AS first
                  FROM derived_file LEFT JOIN letter ON letter.number = derived_file.letter
                  GROUP BY letter.name, what, CASE what WHEN ? THEN derived_file.name END)
            ON made.number = last ORDER BY first"""
        return self.database.rows(_derived_file, query, REMINDER)

    def reminders(self) -> frozenset[str]:
        """Return the names of all reminders that were ever made."""
        return frozenset(self.database.rows(_only, "SELECT name FROM derived_file WHERE what = ?", REMINDER))

    def origin_of(self, letter: str) -> ReviewRecord | None:
        """Return the review with which a letter was first recorded as it is."""
        query = f"SELECT review.* FROM review JOIN ({_LETTERS} AND last.name = ?) ON origin = review.number"
        return self.database.first(self._review, query, letter)

    def judged(self) -> list[ReviewRecord]:
        """Return the last judgement of the bytes that each file had last, in the order in which the files were met."""
        is_last = _LAST_OF_FILE.format("failed = '' AND fingerprint <> ''")
        return self.database.rows(self._last_of, f"SELECT * FROM review AS last WHERE {is_last} {_FIRST_MET}")

    def last_judged_at(self, workbook: str) -> ReviewRecord | None:
        """Return the last judgement of the bytes that a file had when it was judged last."""
        return self.database.first(self._last_of, _LAST_JUDGED, _stored(workbook))

    def _last_of(self, row: sqlite3.Row) -> ReviewRecord:
        return replace(self.last_of(row["fingerprint"]) or self._review(row), workbook=_loaded(row["workbook"]))

    def is_judged(self, fingerprint: str) -> bool:
        """Tell whether a file had these bytes when it was judged last."""
        query = """
            SELECT 1 FROM review WHERE fingerprint = ? AND number IN
            (SELECT max(number) FROM review WHERE failed = '' GROUP BY workbook)"""
        return self.database.first(_only, query, fingerprint) is not None

    def files_of(self, fingerprint: str) -> list[str]:
        """Return the files in which these bytes were judged, the last one last."""
        query = (
            "SELECT workbook FROM review WHERE fingerprint = ? AND failed = '' GROUP BY workbook ORDER BY max(number)"
        )
        return [_loaded(each) for each in self.database.rows(_only, query, fingerprint)]

    def failed(self) -> dict[str, str]:
        """Return the files with which something went wrong the last time, and what, in one word."""
        query = f"SELECT workbook, failed FROM review AS last WHERE failed <> '' AND {_LAST_OF_FILE.format('1')} ORDER BY number"
        return {_loaded(workbook): failed for workbook, failed in self.database.rows(tuple, query)}

    def _number(self, query: str, *values: object) -> int:
        return self.database.first(_only, query, *values) or 0

    def _review(self, row: sqlite3.Row) -> ReviewRecord:
        query = _LETTERS_OF.format(condition="letter.review = :review")
        return ReviewRecord(
            _loaded(row["workbook"]),
            row["fingerprint"],
            dt.date.fromisoformat(row["as_of"]),
            OutcomeKind(row["outcome"]).value if row["outcome"] else "",
            row["round"],
            tuple(json.loads(row["accepted_late"])),
            tuple(self.database.rows(_letter, query, review=row["number"], until=_EVER)),
            tuple(map(LetterKind, json.loads(row["left_out"]))),
            row["failed"],
            row["tool"],
            row["procedure"],
            (row["instrument_id"], row["instrument_version"], row["instrument_fingerprint"]),
            row["templates"],
            row["made_by"],
            row["at"][:10],
        )


_LETTER_COLUMNS = ("kind", "name", "fingerprint")


@contextmanager
def writing(folder: Path, clock: Clock) -> Iterator[Records]:
    """Open the records of a folder for one writer, which has the folder to itself; see ``database.writable``."""
    with writable(folder) as database:
        yield Records(database, clock)


@contextmanager
def reading(folder: Path) -> Iterator[Records]:
    """Open the records of a folder as they are now, empty ones where there are none; see ``database.readable``."""
    with readable(folder) as database:
        yield Records(database)


def _only(row: sqlite3.Row) -> Any:  # noqa: ANN401 - the one value of a row
    return row[0]


def _letter(row: sqlite3.Row) -> Letter:
    day = dt.date.fromisoformat(row["as_of"])
    return Letter(
        LetterKind(row["kind"]),
        row["name"],
        day,
        state=LetterState.THERE,
        fingerprint=row["fingerprint"],
        workbook=row["workbook"],
    )


def _derived_file(row: sqlite3.Row) -> DerivedFile:
    return DerivedFile(row["of"], *(row[name] for name in DerivedFile.__slots__ if name != "letter"))


def _review_row(review: ReviewRecord, now: str) -> dict[str, object]:
    instrument = zip(("instrument_id", "instrument_version", "instrument_fingerprint"), review.instrument, strict=True)
    same = ("fingerprint", "outcome", "round", "failed", "tool", "procedure", "templates", "made_by")
    return {
        "at": now,
        "workbook": _stored(review.workbook),
        "as_of": review.as_of.isoformat(),
        "accepted_late": json.dumps(review.accepted_late),
        "left_out": json.dumps(review.left_out),
        **dict(instrument),
        **{name: getattr(review, name) for name in same},
    }


def _stored(path: str) -> str:
    """Return a path as the records hold it: in JSON's spelling, because a file name may be no text."""
    return json_text(path)[1:-1]


def _loaded(stored: str) -> str:
    return str(json.loads(f'"{stored}"'))
