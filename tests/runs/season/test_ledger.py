"""The ledger: only added to, sealed line by line, without personal text, for one run at a time."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from secor_xl.review.model import LetterKind
from secor_xl.runs.output import OutputRefused
from secor_xl.runs.season.entries import CompanionEntry, LetterEntry, ReviewEntry
from secor_xl.runs.season.history import FIRST, SCHEMA, History, LedgerRefused, sealed
from secor_xl.runs.season.ledger import LEDGER, Ledger, read_history
from secor_xl.runs.season.lock import FolderInUse
from tests.runs.conftest import clock


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
        on="2026-12-31",
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
    assert not history.faults, "the run after it went on, and says so by its seal"
    assert bool(history.remarks) == (cut > 1)
    assert all("line 2" in remark for remark in history.remarks)


def spoilt(**changes):
    whole = {"schema": SCHEMA, "after": FIRST, "at": "2026-12-31T12:30:00+00:00", **entry(2).record(), **changes}
    return json.dumps(whole)


NO_LINES = [
    "",
    "[]",
    "{}",
    "null",
    '{"schema": "secor-xl/ledger/1"}',
    '{"schema": 7}',
    '{"schema": "secor-xl/ledger/0"}',
    "\x00",
    "[" * 200_000,
    '{"a":' * 200_000,
    spoilt(round=7).replace('"round": 7', '"round": 1e999'),
    spoilt(round=7).replace('"round": 7', '"round": ' + "9" * 5000),
    spoilt(round=10**4000),
    spoilt(round=-1),
    spoilt(round=1.5),
    spoilt(round=True),
    spoilt(accepted_late=[1e300]),
    spoilt(input=["a"]),
    spoilt(input="a\0b"),
    spoilt(as_of=7),
    spoilt(outcome=[]),
    spoilt(letters={"a": 1}),
    spoilt(letters=[{"kind": "approval", "name": "../../a.docx", "fingerprint": "f"}]),
    spoilt(instrument=7),
]


@pytest.mark.parametrize("cuts", [(150, 150), (3, 0), (0, 60), (250, 10)])
def test_lines_that_several_runs_left_torn_are_remarks_and_their_faults_are_not_hidden(tmp_path, cuts):
    add(tmp_path, entry(1))
    for number, cut in enumerate(cuts, 2):
        before = (tmp_path / LEDGER).stat().st_size
        add(tmp_path, entry(number))
        whole = (tmp_path / LEDGER).read_bytes()
        (tmp_path / LEDGER).write_bytes(whole[: before + cut])
    add(tmp_path, entry(9))
    history = read_history(tmp_path)
    assert not history.faults
    assert set(history.reviews) == {"f1", "f9"}
    written = (tmp_path / LEDGER).read_bytes()
    (tmp_path / LEDGER).write_bytes(written.replace(b"{", b"x{", 2).replace(b"x{", b"{", 1))
    assert read_history(tmp_path).faults


def test_wherever_a_line_was_torn_the_next_run_goes_on_after_it(tmp_path):
    add(tmp_path, replace(entry(1), workbook="P\u00e9troliers \udce9 \\ \U0001f3c1.xlsx"))
    [line] = lines(tmp_path)
    for cut in range(len(line)):
        history = History()
        history.take(line[:cut], 1)
        assert history.seal == sealed(line[:cut])
        history.take(json.dumps(json.loads(line) | {"after": history.seal}).encode(), 2)
        assert (history.faults, len(history.remarks), len(history.reviews)) == ([], 1, 1), cut


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_line_that_somebody_cut_off_is_no_line_that_an_interruption_did(tmp_path, number):
    add(tmp_path, *(entry(each) for each in range(4)))
    written = lines(tmp_path)
    written[number] = written[number][:200]
    (tmp_path / LEDGER).write_bytes(b"\n".join(written) + b"\n")
    assert len(read_history(tmp_path).faults) == 2
    assert not read_history(tmp_path).remarks


def test_a_disk_that_filled_up_with_zeros_what_was_not_written_is_a_torn_line_too(tmp_path):
    add(tmp_path, entry(1))
    with (tmp_path / LEDGER).open("ab") as stream:
        stream.write(b"\0" * 300)
    add(tmp_path, entry(2))
    assert not read_history(tmp_path).faults
    assert len(read_history(tmp_path).remarks) == 1


def test_a_run_can_say_what_is_wrong_with_the_ledger_that_it_goes_on_with(tmp_path):
    add(tmp_path, entry(1))
    (tmp_path / LEDGER).write_bytes((tmp_path / LEDGER).read_bytes() + b"by hand\n")
    with Ledger(tmp_path, clock) as ledger:
        assert [fault.partition(":")[0] for fault in ledger.faults] == ["line 2"]


@pytest.mark.parametrize("version", ["2", "17"])
def test_a_ledger_of_a_newer_version_is_refused_before_anything_is_written(tmp_path, version):
    add(tmp_path, entry(1))
    with (tmp_path / LEDGER).open("a", encoding="utf-8") as stream:
        stream.write(f'{{"schema": "secor-xl/ledger/{version}", "after": "?"')
    before = (tmp_path / LEDGER).read_bytes()
    assert read_history(tmp_path).faults, "half a line may be anything"
    (tmp_path / LEDGER).write_bytes(before + b"}\n")
    for use in (read_history, lambda folder: Ledger(folder, clock)):
        with pytest.raises(LedgerRefused, match=rf"ledger\.jsonl: line 2 .* newer secor-xl .*/{version};"):
            use(tmp_path)
    assert (tmp_path / LEDGER).read_bytes() == before + b"}\n"
    (tmp_path / LEDGER).unlink()
    add(tmp_path, entry(1))


@pytest.mark.parametrize(
    "name", [os.fsdecode(b"caf\xe9.xlsx"), "half \ud83c.xlsx", "P\u00e9troliers \u6e2c\u8a66 \U0001f3c1.xlsx"]
)
def test_a_file_name_that_is_no_text_comes_back_as_it_was(tmp_path, name):
    strange = replace(entry(1), workbook=f"../season/{name}")
    add(tmp_path, strange)
    assert read_history(tmp_path).judged == {f"../season/{name}": "f1"}
    assert not read_history(tmp_path).faults
    (tmp_path / LEDGER).read_text(encoding="utf-8")


@pytest.mark.skipif(os.name != "posix", reason="a pipe with a name")
@pytest.mark.parametrize("make", [os.mkfifo if os.name == "posix" else None, os.mkdir])
def test_what_is_no_file_is_no_ledger(tmp_path, make):
    make(tmp_path / LEDGER)
    for use in (read_history, lambda folder: Ledger(folder, clock)):
        with pytest.raises(LedgerRefused, match="is no file, so it is no ledger"):
            use(tmp_path)


def test_a_ledger_that_cannot_be_read_is_told_so(tmp_path, monkeypatch):
    add(tmp_path, entry(1))

    def refused(*_arguments, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("secor_xl.runs.season.ledger.open_regular", refused)
    with pytest.raises(LedgerRefused, match="cannot be read"):
        read_history(tmp_path)


@pytest.mark.parametrize("line", NO_LINES, ids=range(len(NO_LINES)))
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
from secor_xl.runs.season.ledger import Ledger
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
        with pytest.raises(OutputRefused, match="the disk is full"):
            ledger.add([entry(1)])


def full(_descriptor):
    raise OSError(28, "No space left on device")


class Interrupted(BaseException):
    pass


@pytest.mark.parametrize("reached", [0, 1, 250, 10_000])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), Interrupted()])
def test_a_write_that_failed_or_was_interrupted_never_breaks_the_chain(tmp_path, monkeypatch, reached, error):
    with Ledger(tmp_path, clock) as ledger:
        ledger.add([entry(1)])
        stream = ledger._stream

        class Narrow:
            def write(self, data):
                stream.write(data[:reached])
                raise error

            def __getattr__(self, name):
                return getattr(stream, name)

        monkeypatch.setattr(ledger, "_stream", Narrow())
        with pytest.raises((OutputRefused, Interrupted)):
            ledger.add([entry(2), CompanionEntry("QA-2 - 0.docx", "PDF", "QA-2 - 0.pdf", "p", "20")])
        assert not ledger.history.companions, "what is not safe on the disk has no effect"
        monkeypatch.undo()
        if reached == 250:  # otherwise in the same run
            ledger.__exit__(None, None, None)
            add(tmp_path, entry(3))
        else:
            ledger.add([entry(3)])
    add(tmp_path, entry(4))
    history = read_history(tmp_path)
    assert not history.faults
    assert {"f1", "f3", "f4"} <= set(history.reviews)


def test_a_ledger_holds_no_text_out_of_a_workbook(ready_season, run, day, tmp_path):
    from secor_xl.resources import shipped_letter_templates
    from secor_xl.runs.single_workbook import ReviewService

    run(ready_season[0])
    written = (tmp_path / "out" / LEDGER).read_text(encoding="utf-8")
    service = ReviewService(shipped_letter_templates(), day)
    for path in ready_season[0].iterdir():
        review = service.judge(path).read.review
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

    monkeypatch.setattr("secor_xl.runs.season.publishing.publish", refused)
    workbook = min(workbooks.iterdir())
    for _ in range(2):
        run(workbook)
        history = read_history(tmp_path / "out")
        assert list(history.failed.values()) == ["output"], "the line before it says that all went well"
