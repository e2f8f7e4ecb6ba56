"""The ledger: only added to, sealed line by line, without personal text, for one run at a time."""

import json
import subprocess
import sys

import pytest

from secor_xl.review.model import LetterKind
from secor_xl.runs.bulk.entries import CompanionEntry, LetterEntry, ReviewEntry
from secor_xl.runs.bulk.ledger import FIRST, LEDGER, Ledger, read_history, sealed
from secor_xl.runs.bulk.lock import FolderInUse
from secor_xl.runs.output import OutputRefused
from tests.runs.bulk.conftest import clock


def entry(number, *, failed="", letters=1):
    made = tuple(
        LetterEntry(LetterKind.FEEDBACK, f"QA-{number} - {each}.docx", f"{number}{each}") for each in range(letters)
    )
    return ReviewEntry(
        workbook=f"../season/{number}.xlsx",
        fingerprint=f"f{number}",
        as_of="2026-06-30",
        outcome="" if failed else "request corrections",
        round=0 if failed else 1,
        accepted_late=(),
        letters=() if failed else made,
        left_out=(),
        failed=failed,
        tool="0.1.0",
        procedure="1.1",
        instrument=("id", "1", "x"),
        templates="t",
        on="2026-07-01",
    )


def lines(folder):
    return (folder / LEDGER).read_bytes().splitlines()


def add(folder, *entries):
    with Ledger(folder, clock) as ledger:
        ledger.add(entries)


def test_what_is_added_is_read_back(tmp_path):
    pdf = CompanionEntry("QA-1 - 0.docx", "PDF", "QA-1 - 0.pdf", "p", "10")
    add(tmp_path / "out", entry(1), pdf)
    add(tmp_path / "out", entry(2))
    history = read_history(tmp_path / "out")
    assert history.reviews == {"f1": entry(1), "f2": entry(2)}
    assert history.companions == {("QA-1 - 0.docx", "PDF"): pdf}
    assert history.names == {"QA-1 - 0.docx": "10", "QA-2 - 0.docx": "20"}
    assert not history.faults


def test_a_ledger_is_only_added_to(tmp_path):
    add(tmp_path, entry(1))
    before = (tmp_path / LEDGER).read_bytes()
    add(tmp_path, entry(1), entry(2))
    assert (tmp_path / LEDGER).read_bytes().startswith(before)
    assert len(lines(tmp_path)) == 3


def test_each_line_carries_the_seal_of_the_one_before(tmp_path):
    add(tmp_path, entry(1), entry(2))
    add(tmp_path, entry(3))
    seals = [json.loads(line)["after"] for line in lines(tmp_path)]
    assert seals == [FIRST, *(sealed(line) for line in lines(tmp_path)[:-1])]


@pytest.mark.parametrize("spoil", ["change", "take out", "swap"])
def test_a_line_that_was_changed_or_taken_out_is_seen(tmp_path, spoil):
    add(tmp_path, *(entry(number) for number in range(4)))
    written = lines(tmp_path)
    if spoil == "change":
        written[1] = written[1].replace(b"request corrections", b"approve")
    elif spoil == "take out":
        del written[1]
    else:
        written[1], written[2] = written[2], written[1]
    (tmp_path / LEDGER).write_bytes(b"\n".join(written) + b"\n")
    assert read_history(tmp_path).faults


@pytest.mark.parametrize("cut", [1, 10, 200])
def test_half_a_line_of_a_killed_run_neither_hides_nor_spoils_another(tmp_path, cut):
    add(tmp_path, entry(1), entry(2))
    whole = (tmp_path / LEDGER).read_bytes()
    (tmp_path / LEDGER).write_bytes(whole[:-cut])
    add(tmp_path, entry(3))
    history = read_history(tmp_path)
    assert {"f1", "f3"} <= set(history.reviews)
    assert bool(history.faults) == (cut > 1)
    assert all("line 2" in fault for fault in history.faults)


@pytest.mark.parametrize("line", ["", "[]", "{}", "null", '{"schema": "secor-xl/ledger/1"}', '{"schema": 7}', "\x00"])
def test_a_line_that_is_none_is_told_and_never_raises(tmp_path, line):
    add(tmp_path, entry(1))
    with (tmp_path / LEDGER).open("a", encoding="utf-8") as stream:
        stream.write(f"{line}\n")
    history = read_history(tmp_path)
    assert len(history.faults) == 1
    assert list(history.reviews) == ["f1"]


def test_a_failure_leaves_what_was_made_before_known(tmp_path):
    add(tmp_path, entry(1), entry(1, failed="template"))
    history = read_history(tmp_path)
    assert history.letters["f1"] == {"QA-1 - 0.docx": "10"}
    assert history.failed == {"../season/1.xlsx": "template"}
    add(tmp_path, entry(1))
    assert not read_history(tmp_path).failed


HOLD = """
import datetime, sys, time
from pathlib import Path
from secor_xl.runs.bulk.ledger import Ledger
with Ledger(Path(sys.argv[1]), lambda: datetime.datetime.now(datetime.UTC)):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_run_says_so_and_stops_until_the_first_has_ended_even_if_it_was_killed(tmp_path):
    with subprocess.Popen([sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE) as first:
        assert first.stdout
        assert first.stdout.readline().strip() == b"held"
        with pytest.raises(FolderInUse, match="another run"):
            Ledger(tmp_path, clock)
        assert not read_history(tmp_path).faults, "a ledger in use can be read"
        first.kill()
    add(tmp_path, entry(1))
    assert len(lines(tmp_path)) == 1


def test_a_ledger_that_cannot_be_written_is_refused_in_words(tmp_path, monkeypatch):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputRefused, match="cannot be written"):
        Ledger(tmp_path / "out", clock)


def test_a_full_disk_ends_the_run_in_words(tmp_path, monkeypatch):
    with Ledger(tmp_path, clock) as ledger:
        monkeypatch.setattr("os.fsync", full)
        with pytest.raises(OutputRefused, match="No space left"):
            ledger.add([entry(1)])


def full(_descriptor):
    raise OSError(28, "No space left on device")


def test_a_ledger_holds_no_text_out_of_a_workbook(ready_season, run, day, tmp_path):
    from secor_xl.resources import shipped_letter_templates
    from secor_xl.runs.desk import Desk

    run(ready_season[0])
    written = (tmp_path / "out" / LEDGER).read_text(encoding="utf-8")
    desk = Desk(shipped_letter_templates(), day)
    for path in ready_season[0].iterdir():
        review = desk.judge(path).read.review
        people = [review.employer.legal_name, review.employer.contact_name, review.assessor.name, review.reviewer.name]
        texts = [*people, review.employer.email, *(account.number for account in review.accounts)]
        texts += [each.late_accepted_reason for each in review.rounds] + [each.notes for each in review.questions]
        assert not [text for text in texts if text and text in written]


def test_of_its_own_lines_about_reviews_a_run_keeps_nothing_in_memory(tmp_path):
    with Ledger(tmp_path, clock) as ledger:
        ledger.add([entry(number) for number in range(3)])
        held = ledger.history
        assert [held.reviews, held.letters, held.names, held.origins, held.decisions, held.inputs] == 6 * [{}]
    assert len(read_history(tmp_path).reviews) == 3


def test_a_letter_that_got_no_name_is_told_of_every_time(workbooks, run, tmp_path, monkeypatch):
    def refused(staged, **_):
        raise OutputRefused(f"{staged.path}: no. Nothing to do")

    monkeypatch.setattr("secor_xl.runs.bulk.publishing.publish", refused)
    workbook = min(workbooks.iterdir())
    for _ in range(2):
        run(workbook)
        history = read_history(tmp_path / "out")
        assert list(history.failed.values()) == ["output"], "the line before it says that all went well"
