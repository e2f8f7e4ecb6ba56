"""However a run ends, it ends cleanly: no process, no temporary file stays, and a run that nobody listens to goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from secor_xl.records.database import RECORDS
from secor_xl.runs import output, staging
from secor_xl.runs.season.result import Trouble
from tests.runs.conftest import letters_in, recorded, records_in
from tests.season import season

pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes where Linux shows them")
COUNT = 120
SMALLEST_PIPE = 4096


@pytest.fixture(scope="module")
def workbooks_to_end(tmp_path_factory):
    folder = tmp_path_factory.mktemp("season")
    return folder, season(folder, COUNT)


def started(workbooks, out, *options, **streams):
    folder, day = workbooks
    command = [sys.executable, "-m", "secor_xl", "letters", folder, "--out", out, "--as-of", day.isoformat(), "--json"]
    # With the smallest pipe, the run waits for its reader: it cannot be at its end before the test ends it.
    return subprocess.Popen(
        [*command, *options], stdout=subprocess.PIPE, pipesize=SMALLEST_PIPE, start_new_session=True, **streams
    )


def processes_of(session):
    """The processes of a session that are alive, and the parent of each."""
    found = {}
    for each in Path("/proc").iterdir():
        if each.name.isdigit():
            try:
                state, *rest = (each / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(rest[2]) == session and state != "Z":
                found[int(each.name)] = int(rest[0])
    return found


def wait_until(condition):
    for _ in range(150):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come to that in time")


def leftovers(out):
    return [path.name for path in out.iterdir() if path.suffix != ".docx" and path.name != RECORDS]


@pytest.mark.parametrize(("jobs", "ending"), [("1", signal.SIGTERM), ("2", signal.SIGTERM), ("2", signal.SIGHUP)])
def test_a_scheduler_or_a_closed_terminal_ends_a_run_as_ctrl_c_does(workbooks_to_end, tmp_path, jobs, ending):
    out = tmp_path / "out"
    with started(workbooks_to_end, out, "--jobs", jobs, stderr=subprocess.PIPE) as ran:
        assert ran.stdout and ran.stderr  # noqa: PT018
        ran.stdout.readline()
        if ending is signal.SIGHUP:
            os.killpg(ran.pid, ending)  # to every process of the terminal
        else:
            ran.send_signal(ending)
        talk = ran.stderr.read()
        ran.stdout.read()
    assert ran.returncode == 130
    assert b"Traceback" not in talk
    assert not leftovers(out)
    assert letters_in(out) == recorded(out)
    wait_until(lambda: not processes_of(ran.pid))


def test_the_processes_of_a_killed_run_end_with_it(workbooks_to_end, tmp_path):
    with started(workbooks_to_end, tmp_path / "out", "--jobs", "2") as ran:
        assert ran.stdout
        ran.stdout.readline()
        assert len(processes_of(ran.pid)) > 2
        ran.kill()
        ran.stdout.read()  # it ends where nobody holds it any more
    wait_until(lambda: not processes_of(ran.pid))


def test_a_second_ctrl_c_ends_a_run_whose_process_hangs(workbooks_to_end, tmp_path):
    out = tmp_path / "out"
    with (
        (tmp_path / "talk").open("wb") as talk,
        started(workbooks_to_end, out, "--jobs", "2", stderr=talk) as ran,
    ):
        assert ran.stdout
        ran.stdout.readline()
        alive = processes_of(ran.pid)
        workers = [each for each, parent in alive.items() if parent != ran.pid and parent in alive]
        assert len(workers) == 2
        for each in workers:
            os.kill(each, signal.SIGSTOP)
        ran.send_signal(signal.SIGINT)
        wait_until(lambda: b"Ctrl-C once more" in (tmp_path / "talk").read_bytes())
        time.sleep(0.3)
        ran.send_signal(signal.SIGINT)
        wait_until(lambda: ran.poll() is not None)
    assert ran.returncode == 130
    assert b"Traceback" not in (tmp_path / "talk").read_bytes()
    assert not leftovers(out)
    assert letters_in(out) == recorded(out)


def test_a_run_goes_on_where_nobody_reads_on(workbooks_to_end, tmp_path):
    with started(workbooks_to_end, tmp_path / "out", "--jobs", "1") as ran:
        assert ran.stdout
        json.loads(ran.stdout.readline())
        ran.stdout.close()
    assert ran.returncode == 0
    assert len(records_in(tmp_path / "out").judged()) == COUNT


def test_a_letter_that_vanishes_before_its_draft_is_made_costs_only_its_own_line(workbooks, run, tmp_path, monkeypatch):
    real = staging.publish
    gone: list[Path] = []

    def thief(staged, **wishes):
        written = real(staged, **wishes)
        if not gone and staged.path.suffix == ".docx":
            gone.append(staged.path)
            staged.path.unlink()
        return written

    monkeypatch.setattr("secor_xl.runs.season.publishing.publish", thief)
    results = run(workbooks, email=True)
    [failed] = [result for result in results if result.failure]
    assert failed.failure.trouble is Trouble.EMAIL
    assert gone[0].name in failed.failure.cause
    assert len(results) == 17


@pytest.mark.parametrize("suffix", [".eml", ".xlsx"])
def test_nothing_stays_of_a_run_that_was_killed_before_a_file_had_its_name(
    workbooks, run, tmp_path, monkeypatch, suffix
):
    def deadly(temporary, data):
        output.write_through(temporary, data)
        if data[:2] == (b"PK" if suffix == ".xlsx" else b"X-"):
            raise Killed

    class Killed(BaseException):
        pass

    wishes = {"email": suffix == ".eml", "register": suffix == ".xlsx"}
    run(workbooks)
    monkeypatch.setattr(staging, "write_through", deadly)
    monkeypatch.setattr("secor_xl.runs.season.run.remove_leftovers", lambda _folder: None)
    with pytest.raises(Killed):
        run(workbooks, **wishes)
    assert list((tmp_path / "out").glob(".*.tmp"))
    monkeypatch.undo()
    assert not [result.failure for result in run(workbooks, **wishes) if result.failure]
    assert not list((tmp_path / "out").glob(".*"))
