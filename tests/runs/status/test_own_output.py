"""A status is written every day: its own file is replaced, and nothing of anybody else's is lost."""

import pytest

from secor_xl.runs.output import Writing
from secor_xl.runs.status.own_output import MEMORY_FILE, write_again


@pytest.fixture
def write(tmp_path):
    return lambda data, profile="profile": write_again(tmp_path / "status.xlsx", data, tmp_path / profile)


def test_a_file_that_nobody_changed_is_replaced_and_none_is_left_beside_it(write, tmp_path):
    assert write(b"monday").writing is Writing.WRITTEN
    for day in (b"tuesday", b"wednesday"):
        done = write(day)
        assert (done.writing, done.kept) == (Writing.REPLACED, None)
    assert (tmp_path / "status.xlsx").read_bytes() == b"wednesday"
    assert {path.name for path in tmp_path.iterdir()} == {"status.xlsx", "profile"}


def test_a_file_that_a_person_changed_or_made_is_kept(write, tmp_path):
    write(b"monday")
    (tmp_path / "status.xlsx").write_bytes(b"with remarks")
    kept = write(b"tuesday").kept
    assert kept.read_bytes() == b"with remarks"
    assert write(b"wednesday").kept is None


def test_a_file_of_somebody_elses_is_kept(write, tmp_path):
    (tmp_path / "status.xlsx").write_bytes(b"other")
    assert write(b"monday").kept.read_bytes() == b"other"


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[1]"])
def test_where_nothing_is_remembered_the_file_is_kept(write, tmp_path, content):
    write(b"monday")
    (tmp_path / "profile" / MEMORY_FILE).write_bytes(content)
    assert write(b"tuesday").kept.read_bytes() == b"monday"


def test_where_nothing_can_be_remembered_it_is_written_all_the_same(write, tmp_path):
    (tmp_path / "profile").write_text("in the way")
    write(b"monday")
    assert write(b"tuesday").kept.read_bytes() == b"monday"
    assert (tmp_path / "status.xlsx").read_bytes() == b"tuesday"
