"""Whoever compares a folder of letters with its ledger finds what was changed since, and nothing else."""

import datetime as dt
import json
import shutil

import pytest

from secor_xl.resources import shipped_letter_templates
from secor_xl.runs.bulk import verify
from secor_xl.runs.bulk.ledger import LEDGER
from secor_xl.runs.bulk.verify import NoLedger, Verdict, verified
from tests.runs.bulk.test_run import replace_text


@pytest.fixture
def made(workbooks, run, tmp_path):
    run(workbooks, email=True, register=True)
    return tmp_path / "out"


def differing(folder, templates=None):
    found = [
        each for each in verified(folder, templates or shipped_letter_templates()) if each.verdict is not Verdict.RIGHT
    ]
    return [(each.verdict, each.file.rpartition("/")[2]) for each in found]


def test_what_nobody_touched_is_right_and_all_of_it_is_looked_at(made, workbooks):
    checked = list(verified(made, shipped_letter_templates()))
    assert all(each.verdict is Verdict.RIGHT for each in checked)
    files = {path.name for path in (*made.iterdir(), *workbooks.iterdir())} - {LEDGER}
    assert {each.file.rpartition("/")[2] for each in checked} == files


@pytest.mark.parametrize("pattern", ["*.docx", "*.eml", "register.xlsx"])
def test_a_file_that_was_changed_by_hand_is_found(made, pattern):
    path = min(made.glob(pattern))
    path.write_bytes(path.read_bytes() + b" ")
    assert differing(made) == [(Verdict.CHANGED, path.name)]


@pytest.mark.parametrize("pattern", ["*.docx", "*.eml", "register.xlsx"])
def test_a_file_that_is_missing_is_found(made, pattern):
    path = min(made.glob(pattern))
    path.unlink()
    assert differing(made) == [(Verdict.MISSING, path.name)]


def test_a_workbook_that_was_changed_or_removed_since_is_found(made, workbooks):
    changed, gone = sorted(workbooks.iterdir())[:2]
    replace_text(changed, b"Ltd.", b"Limited")
    gone.unlink()
    assert sorted(differing(made)) == [(Verdict.CHANGED, changed.name), (Verdict.MISSING, gone.name)]


def test_after_another_run_a_changed_workbook_is_right_again(made, workbooks, run):
    changed = min(workbooks.iterdir())
    replace_text(changed, b"Ltd.", b"Limited")
    run(workbooks, replace=True, email=True, register=True)
    assert {verdict for verdict, _ in differing(made)} <= {Verdict.UNKNOWN}, "the replaced letters alone"


@pytest.mark.parametrize("days", [1, 30])
def test_letters_of_an_earlier_day_stay_right_after_a_run_on_a_later_one(made, workbooks, run, day, days):
    run(workbooks, as_of=day + dt.timedelta(days=days))
    assert not differing(made)


def test_in_many_processes_the_same_is_found(made, workbooks):
    replace_text(min(workbooks.iterdir()), b"Ltd.", b"Limited")
    alone, together = (list(verified(made, shipped_letter_templates(), jobs=jobs)) for jobs in (1, 2))
    assert alone == together


def test_a_line_of_the_ledger_that_was_changed_is_found_even_where_its_seal_was_made_to_fit(made):
    import hashlib

    lines = (made / LEDGER).read_text(encoding="utf-8").splitlines()
    number = next(index for index, line in enumerate(lines) if '"approve"' in line)
    lines[number] = lines[number].replace('"approve"', '"invalid"')
    (made / LEDGER).write_text("\n".join(lines) + "\n", encoding="utf-8")
    verdicts = {verdict for verdict, _ in differing(made)}
    assert verdicts == {Verdict.CHANGED, Verdict.DIFFERENT}
    for index in range(number, len(lines) - 1):
        record = json.loads(lines[index + 1]) | {"after": hashlib.sha256(lines[index].encode()).hexdigest()[:16]}
        lines[index + 1] = json.dumps(record, ensure_ascii=False)
    (made / LEDGER).write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert {verdict for verdict, _ in differing(made)} == {Verdict.DIFFERENT}


def test_a_letter_that_the_ledger_does_not_know_is_told(made):
    (made / "by hand.docx").write_bytes(b"PK")
    assert differing(made) == [(Verdict.UNKNOWN, "by hand.docx")]


def test_what_was_made_with_other_templates_is_compared_by_its_bytes(made, tmp_path):
    office = tmp_path / "office"
    shutil.copytree(shipped_letter_templates(), office)
    (office / "office.toml").write_text(
        "# checked\n" + (office / "office.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert {verdict for verdict, _ in differing(made, office)} == {Verdict.OTHER_VERSION}


def test_what_another_version_judged_is_not_judged_again(made, monkeypatch):
    monkeypatch.setattr(verify, "__version__", "99.0")
    assert {verdict for verdict, _ in differing(made)} == {Verdict.OTHER_VERSION}


def test_a_folder_without_a_ledger_is_refused_in_words(tmp_path):
    with pytest.raises(NoLedger, match=r"holds no ledger\.jsonl"):
        list(verified(tmp_path, shipped_letter_templates()))
