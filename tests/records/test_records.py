"""The records: whole transactions, sealed row by row, without personal text, for one run at a time."""

import contextlib
import datetime as dt
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace

import pytest

from secor_xl.letters.letter import Letter, LetterState
from secor_xl.records import database, schema
from secor_xl.records.database import RECORDS, FolderInUse, RecordsRefused
from secor_xl.records.records import PDF, DerivedFile, ReviewRecord, writing
from secor_xl.records.schema import COLUMNS
from secor_xl.resources import shipped_letter_templates
from secor_xl.review.letter_kinds import LetterKind
from secor_xl.runs.output import OutputRefused
from secor_xl.runs.season.run import LetterRun, Request
from secor_xl.runs.single_workbook import ReviewService
from tests.runs.conftest import clock, letters_in, recorded, records_in, tamper

AS_OF = dt.date(2026, 6, 30)


def entry(number, *, failed="", letters=1):
    made = tuple(
        Letter(
            LetterKind.FEEDBACK,
            f"QA-{number} - {each}.docx",
            AS_OF,
            state=LetterState.THERE,
            fingerprint=f"{number}{each}",
            workbook=f"f{number}",
        )
        for each in range(letters)
    )
    return ReviewRecord(
        workbook=f"../season/{number}.xlsx",
        fingerprint=f"f{number}",
        as_of=AS_OF,
        outcome="" if failed else "request corrections",
        round=0 if failed else 1,
        accepted_late=() if failed else (1, 2),
        letters=() if failed else made,
        left_out=(LetterKind.NOTICE,),
        failed=failed,
        tool="0.1.0",
        procedure="1.1",
        instrument=("id", "1", "x"),
        templates="t",
        on="2026-12-31",
    )


PDF_OF_1 = DerivedFile("QA-1 - 0.docx", PDF, "QA-1 - 0.pdf", "p", "10")


def add(folder, *entries):
    with writing(folder, clock) as records:
        records.add_reviews(entries)


def rows(folder):
    """All rows of all tables, in the order in which they were written."""
    with contextlib.closing(sqlite3.connect(folder / RECORDS)) as connection:
        found = [row for table in COLUMNS for row in connection.execute(f"SELECT * FROM {table}")]
    return sorted(found)


def judged(folder):
    return {each.fingerprint: each for each in records_in(folder).judged()}


def test_what_is_added_is_read_back(tmp_path):
    add(tmp_path / "out", entry(1))
    with writing(tmp_path / "out", clock) as records:
        records.add_derived_file(PDF_OF_1)
        records.add_derived_file(PDF_OF_1)
    add(tmp_path / "out", entry(2))
    assert judged(tmp_path / "out") == {"f1": entry(1), "f2": entry(2)}
    assert records_in(tmp_path / "out").derived_files() == [PDF_OF_1]
    assert recorded(tmp_path / "out") == {"QA-1 - 0.docx": "10", "QA-2 - 0.docx": "20"}
    assert not records_in(tmp_path / "out").faults


def test_records_are_only_added_to_and_each_row_is_sealed_to_the_one_before(tmp_path):
    add(tmp_path, entry(1))
    before = rows(tmp_path)
    add(tmp_path, entry(1), entry(2))
    assert rows(tmp_path)[: len(before)] == before
    assert [number for number, *_ in rows(tmp_path)] == [1, 2, 3, 4, 5, 6]
    seals = {row[1] for row in rows(tmp_path)}
    assert len(seals) == 6
    assert not records_in(tmp_path).faults


CHANGES = {
    "change": "UPDATE review SET outcome = 'approve' WHERE number = 3",
    "take out": "DELETE FROM letter WHERE number = 4",
    "take out the last": "DELETE FROM letter WHERE number = 8",
    "swap": "UPDATE letter SET number = CASE number WHEN 4 THEN 100 ELSE number END",
    "add": "INSERT INTO letter SELECT 9, seal, review, name, kind, fingerprint FROM letter WHERE number = 8",
    "of nothing": "UPDATE letter SET review = 99 WHERE number = 4",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_row_that_was_changed_or_taken_out_is_seen_and_a_run_goes_on(tmp_path, change):
    add(tmp_path, *(entry(number) for number in range(4)))
    tamper(tmp_path, "PRAGMA foreign_keys = OFF", CHANGES[change])
    assert records_in(tmp_path).faults
    add(tmp_path, entry(9))
    assert records_in(tmp_path).faults, "what was added does not hide it"
    assert "f9" in judged(tmp_path)


VALUES = [
    ("round", 10**15), ("round", -1), ("round", 1.5), ("round", "'x'"), ("accepted_late", "'[1e300'"),
    ("accepted_late", "'7'"), ("accepted_late", "x''"), ("workbook", "x'61'"), ("workbook", "'\"'"), ("as_of", 7),
    ("as_of", "'2026-02-31'"), ("outcome", "x''"), ("left_out", "'[\"poem\"]'"), ("left_out", "'{'"), ("fingerprint", 7),
]  # fmt: skip


@pytest.mark.parametrize(("column", "value"), VALUES)
def test_a_value_that_no_run_writes_is_told_in_words_and_never_ends_in_a_traceback(tmp_path, column, value):
    add(tmp_path, entry(1), entry(2))
    tamper(tmp_path, "PRAGMA ignore_check_constraints = ON", f"UPDATE review SET {column} = {value} WHERE number = 3")
    for use in (lambda: judged(tmp_path), lambda: add(tmp_path, entry(3))):
        with contextlib.suppress(RecordsRefused):
            use()
            assert records_in(tmp_path).faults


CHAINS = ["DELETE FROM chain", *(f"UPDATE chain SET number = {number}" for number in ("'x'", "x'00'", 2**63 - 1))]
SCHEMA = "UPDATE sqlite_master SET sql = CAST(replace(sql, 'seal', 'se') || x'95' AS TEXT) WHERE name = 'letter'"


@pytest.mark.parametrize("change", [*CHAINS, SCHEMA])
def test_records_to_which_nothing_can_be_added_are_refused_as_damaged(tmp_path, change):
    add(tmp_path, entry(1))
    tamper(tmp_path, "PRAGMA writable_schema = ON", change)
    for use in (records_in, lambda folder: add(folder, entry(2))):
        with pytest.raises(RecordsRefused, match="is damaged"):
            use(tmp_path)


@pytest.mark.parametrize("name", ["../../a.docx", "a\\b.docx", "", ".."])
def test_no_letter_is_recorded_outside_of_its_folder(tmp_path, name):
    outside = replace(entry(1), letters=(replace(entry(1).letters[0], name=name),))
    with pytest.raises(RecordsRefused):
        add(tmp_path, entry(2), outside)
    assert not judged(tmp_path), "all rows of a transaction or none"


@pytest.mark.parametrize("version", [len(schema.MIGRATIONS) + 1, 17])
def test_records_of_a_newer_version_are_refused_before_anything_is_written(tmp_path, version):
    add(tmp_path, entry(1))
    tamper(tmp_path, f"PRAGMA user_version = {version}")
    before = (tmp_path / RECORDS).read_bytes()
    for use in (records_in, add):
        with pytest.raises(RecordsRefused, match=rf"records\.sqlite: .* newer secor-xl \(schema {version};"):
            use(tmp_path)
    assert (tmp_path / RECORDS).read_bytes() == before
    (tmp_path / RECORDS).unlink()
    add(tmp_path, entry(1))


def test_records_of_an_older_version_are_brought_up_to_date_and_their_seals_stay_right(tmp_path, monkeypatch):
    add(tmp_path, entry(1))
    added = ("ALTER TABLE review ADD COLUMN reviewer TEXT",)
    monkeypatch.setattr(database, "MIGRATIONS", (*schema.MIGRATIONS, added))
    monkeypatch.setattr(database, "COLUMNS", COLUMNS | {"review": (*COLUMNS["review"], "reviewer")})
    assert not records_in(tmp_path).faults
    assert judged(tmp_path) == {"f1": entry(1)}
    with writing(tmp_path, clock) as records:
        assert not records.faults
    with contextlib.closing(sqlite3.connect(tmp_path / RECORDS)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(schema.MIGRATIONS) + 1,)
        assert connection.execute("SELECT reviewer FROM review").fetchall() == [(None,)]


@pytest.mark.parametrize("content", [b"by hand\n" * 200, b"SQLite format 3\0" + b"\0" * 5000])
def test_what_is_no_database_is_refused_and_left_as_it_is(tmp_path, content):
    (tmp_path / RECORDS).write_bytes(content)
    for use in (records_in, lambda folder: add(folder, entry(1))):
        with pytest.raises(RecordsRefused, match="backup"):
            use(tmp_path)
    assert (tmp_path / RECORDS).read_bytes() == content


def test_pages_that_were_overwritten_are_refused(tmp_path):
    add(tmp_path, *(entry(number) for number in range(200)))
    content = bytearray((tmp_path / RECORDS).read_bytes())
    content[4096:8192] = b"\xff" * 4096
    (tmp_path / RECORDS).write_bytes(content)
    for use in (records_in, lambda folder: add(folder, entry(1))):
        with pytest.raises(RecordsRefused, match="is damaged"):
            use(tmp_path)


def test_a_database_of_another_program_is_refused_and_left_as_it_is(tmp_path):
    tamper(tmp_path, "CREATE TABLE review (a)")
    before = (tmp_path / RECORDS).read_bytes()
    for use in (records_in, lambda folder: add(folder, entry(1))):
        with pytest.raises(RecordsRefused, match="another program"):
            use(tmp_path)
    assert (tmp_path / RECORDS).read_bytes() == before


def test_an_empty_file_is_taken_for_records_that_nobody_has_written_to_yet(tmp_path):
    (tmp_path / RECORDS).touch()
    assert not judged(tmp_path)
    add(tmp_path, entry(1))
    assert judged(tmp_path)


@pytest.mark.parametrize(
    "name",
    [os.fsdecode(b"caf\xe9.xlsx"), "half \ud83c.xlsx", "P\u00e9troliers \u6e2c\u8a66 \U0001f3c1.xlsx", 'a"\\b.xlsx'],
)
def test_a_file_name_that_is_no_text_comes_back_as_it_was(tmp_path, name):
    add(tmp_path, replace(entry(1), workbook=f"../season/{name}"), replace(entry(1, failed="lost"), workbook=name))
    records = records_in(tmp_path)
    assert [each.workbook for each in records.judged()] == [f"../season/{name}"]
    assert records.failed() == {name: "lost"}
    assert records.last_at(name) == ("lost", "f1")
    assert not records.faults


@pytest.mark.skipif(os.name != "posix", reason="a pipe with a name")
@pytest.mark.parametrize("name", [RECORDS, f"{RECORDS}-journal"])
@pytest.mark.parametrize("make", [os.mkfifo if os.name == "posix" else None, os.mkdir])
def test_what_is_no_file_holds_no_records(tmp_path, make, name):
    make(tmp_path / name)
    for use in (records_in, add):
        with pytest.raises(RecordsRefused, match="is no file, so it has no records"):
            use(tmp_path)


def test_records_that_cannot_be_read_are_told_so(tmp_path, monkeypatch):
    add(tmp_path, entry(1))
    (tmp_path / RECORDS).rename(tmp_path / "away")
    monkeypatch.setattr(database, "has_records", lambda _folder: True)
    (tmp_path / RECORDS).symlink_to(tmp_path / "gone" / "away")
    for use, words in ((records_in, "cannot be read"), (add, "cannot be written")):
        with pytest.raises(RecordsRefused, match=words):
            use(tmp_path)


def test_a_failure_leaves_what_was_made_before_known(tmp_path):
    add(tmp_path, entry(1), entry(1, failed="template"))
    records = records_in(tmp_path)
    assert [letter.fingerprint for letter in records.letters_of("../season/1.xlsx", "f1")] == ["10"]
    assert records.failed() == {"../season/1.xlsx": "template"}
    add(tmp_path, entry(1))
    assert not records_in(tmp_path).failed()


HOLD = """
import datetime, sys, time
from pathlib import Path
from secor_xl.records.records import writing
with writing(Path(sys.argv[1]), lambda: datetime.datetime.now(datetime.UTC)):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_run_says_so_and_stops_until_the_first_has_ended_even_if_it_was_killed(tmp_path):
    with subprocess.Popen([sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE) as first:
        assert first.stdout
        assert first.stdout.readline().strip() == b"held"
        with pytest.raises(FolderInUse, match=r"another run is writing letters to this folder\. Wait .* --out"):
            add(tmp_path)
        with pytest.raises(FolderInUse, match=r"a run is writing letters to this folder\. Wait until it has ended\.$"):
            records_in(tmp_path)
        first.kill()
    add(tmp_path, entry(1))
    assert len(rows(tmp_path)) == 2
    assert [path.name for path in tmp_path.iterdir()] == [RECORDS]


def test_records_that_cannot_be_written_are_refused_in_words(tmp_path):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(RecordsRefused, match="cannot be written"):
        add(tmp_path / "out")


def test_a_full_disk_ends_the_run_in_words_and_leaves_what_was_recorded(tmp_path):
    with writing(tmp_path, clock) as records:
        records.add_reviews([entry(1)])
        [(pages,)] = records.database.rows(tuple, "PRAGMA page_count")
        records.database.rows(tuple, f"PRAGMA max_page_count = {pages}")
        with pytest.raises(RecordsRefused, match="the disk is full"):
            records.add_reviews([entry(number) for number in range(2, 500)])
    assert set(judged(tmp_path)) == {"f1"}
    assert not records_in(tmp_path).faults


class Interrupted(BaseException):
    pass


@pytest.mark.parametrize("reached", [0, 1, 2, 3])
@pytest.mark.parametrize("error", [sqlite3.OperationalError("disk I/O error"), Interrupted()])
def test_a_write_that_failed_or_was_interrupted_leaves_no_row_and_never_breaks_the_chain(
    tmp_path, monkeypatch, reached, error
):
    seals = iter(range(100))

    def failing(*arguments):
        if next(seals) == reached:
            raise error
        return real(*arguments)

    real = database._sealed
    with writing(tmp_path, clock) as records:
        records.add_reviews([entry(1)])
        monkeypatch.setattr(database, "_sealed", failing)
        with pytest.raises((RecordsRefused, Interrupted)):
            records.add_reviews([entry(2), entry(5)])
        assert records.last_of("f2") is None, "what is not safe on the disk has no effect"
        monkeypatch.undo()
        records.add_reviews([entry(3)])
    add(tmp_path, entry(4))
    assert not records_in(tmp_path).faults
    assert set(judged(tmp_path)) == {"f1", "f3", "f4"}


def test_no_text_out_of_a_workbook_is_in_the_records(ready_season, run, day, tmp_path):
    run(ready_season[0], email=True, register=True)
    written = (tmp_path / "out" / RECORDS).read_bytes()
    service = ReviewService(shipped_letter_templates(), day)
    for path in ready_season[0].iterdir():
        review = service.judge(path).read.review
        people = [review.employer.legal_name, review.employer.contact_name, review.assessor.name, review.reviewer.name]
        texts = [*people, review.employer.email, *(account.number for account in review.accounts)]
        texts += [each.late_accepted_reason for each in review.rounds] + [each.notes for each in review.questions]
        found = [
            text for text in texts if text and any(text.encode(code) in written for code in ("utf-8", "utf-16-le"))
        ]
        assert not found
    assert review.case.reference.encode() in written, "file names are there"


def test_a_letter_that_got_no_name_is_told_of_every_time(workbooks, run, tmp_path, monkeypatch):
    def refused(staged, **_):
        raise OutputRefused(f"{staged.path}: no. Nothing to do")

    monkeypatch.setattr("secor_xl.runs.season.publishing.publish", refused)
    workbook = min(workbooks.iterdir())
    for _ in range(2):
        run(workbook)
        failed = records_in(tmp_path / "out").failed()
        assert list(failed.values()) == ["output"], "the row before it says that all went well"


def killed_at(statement, season, out, **wishes):
    """Run in a process that is killed before it executes so many statements that write; returns whether it was."""
    child = os.fork()
    if child:
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    count = iter(range(statement))
    connect = sqlite3.connect

    def traced(*arguments, **options):
        connection = connect(*arguments, **options)
        if arguments[0] != ":memory:":
            connection.set_trace_callback(kill)
        return connection

    def kill(sql):
        if not sql.startswith("SELECT") and next(count, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    sqlite3.connect = traced
    try:
        list(LetterRun(Request((str(season),), out, shipped_letter_templates(), jobs=1, **wishes), clock).results())
    finally:
        os._exit(0)


@pytest.mark.skipif(os.name != "posix", reason="copies the process")
@pytest.mark.parametrize("again", [False, True], ids=["first run", "later run"])
def test_a_run_that_is_killed_at_any_statement_leaves_no_letter_without_its_record(
    workbooks, run, day, tmp_path, monkeypatch, again
):
    monkeypatch.setattr("secor_xl.runs.season.run.WORKED_ON_TOGETHER", 1)
    for path in sorted(workbooks.iterdir())[2:]:
        path.unlink()
    days = {"as_of": day + dt.timedelta(days=1) if again else day}
    wishes = days | ({"replace": True} if again else {"email": True})
    run(workbooks, out=tmp_path / "before")
    shutil.copytree(tmp_path / "before", tmp_path / "whole")
    run(workbooks, out=tmp_path / "whole", **wishes)
    for statement in range(200):
        out = tmp_path / str(statement)
        if again:
            shutil.copytree(tmp_path / "before", out)
        was_killed = killed_at(statement, workbooks, out, **wishes)
        known = set(recorded(out)) | {path.name for path in out.glob("* (replaced *")}
        assert {path.name for path in out.glob("*.docx")} <= known
        assert not records_in(out).faults
        assert not [result.failure for result in run(workbooks, out=out, **wishes) if result.failure]
        assert {path.name for path in out.iterdir() if path.suffix != ".docx"} == {
            path.name for path in (tmp_path / "whole").iterdir() if path.suffix != ".docx"
        }
        if not again:
            assert letters_in(out) == letters_in(tmp_path / "whole")
        if not was_killed:
            break
    assert statement > 20
    assert not was_killed
