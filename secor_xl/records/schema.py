"""The schema of the records, by version (docs/records.md).

A new version appends its statements to ``MIGRATIONS``. It may only add tables and columns that may be null: rows are sealed,
so what is written stays as it is.
"""

from __future__ import annotations

APPLICATION_ID = 0x53454352
"""The letters SECR, by which SQLite's header tells our file from those of other programs."""
COLUMNS = {
    "review": (
        "number", "at", "workbook", "fingerprint", "as_of", "outcome", "round", "accepted_late", "left_out", "failed",
        "tool", "procedure", "instrument_id", "instrument_version", "instrument_fingerprint", "templates", "made_by",
    ),
    "letter": ("number", "review", "kind", "name", "fingerprint"),
    "derived_file": ("number", "at", "letter", "what", "name", "fingerprint", "made_of", "texts", "workbook"),
}  # fmt: skip
"""The sealed columns of each table, in the order in which they are sealed."""


def _text(*columns: str) -> str:
    return ", ".join(f"{column} TEXT NOT NULL CHECK (typeof({column}) = 'text')" for column in columns)


_ROW = "number INTEGER PRIMARY KEY, seal TEXT NOT NULL"
_NAME = r"name TEXT NOT NULL CHECK (name NOT IN ('', '.', '..') AND name NOT GLOB '*[/\]*')"
_REVIEW = f"""
    CREATE TABLE review (
        {_ROW}, {_text("at", "workbook", "fingerprint", "outcome")},
        as_of TEXT NOT NULL CHECK (date(as_of) IS as_of),
        round INTEGER NOT NULL CHECK (typeof(round) = 'integer' AND round BETWEEN 0 AND 1000),
        {_text(*COLUMNS["review"][7:])}
    )"""
_LETTER = f"""
    CREATE TABLE letter ({_ROW}, review INTEGER NOT NULL REFERENCES review, {_NAME}, {_text("kind", "fingerprint")})"""
_DERIVED_FILE = f"""
    CREATE TABLE derived_file (
        {_ROW}, letter INTEGER REFERENCES letter, {_NAME},
        {_text("at", "what", "fingerprint", "made_of", "texts", "workbook")}
    )"""
_CHAIN = "CREATE TABLE chain (only INTEGER PRIMARY KEY CHECK (only = 1), number INTEGER NOT NULL, seal TEXT NOT NULL)"

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        _REVIEW,
        _LETTER,
        _DERIVED_FILE,
        _CHAIN,
        "INSERT INTO chain VALUES (1, 0, '')",
        "CREATE INDEX review_fingerprint ON review (fingerprint, number)",
        "CREATE INDEX review_workbook ON review (workbook, number)",
        "CREATE INDEX letter_review ON letter (review)",
        "CREATE INDEX letter_name ON letter (name, fingerprint, number)",
        "CREATE INDEX derived_file_letter ON derived_file (letter)",
        "CREATE INDEX derived_file_name ON derived_file (name, fingerprint)",
    ),
)
"""The statements that lead from each version to the next; a database's version is the number of those that it has seen."""
