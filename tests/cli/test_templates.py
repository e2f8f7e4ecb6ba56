"""``secor-xl templates``: somebody who edits letters sees what is wrong with each file, and what the letters look like."""

import json
import shutil

import docx
import pytest

from secor_xl.delivery.email.drafts import EMAIL_FOLDER
from secor_xl.letters.kinds import KINDS
from secor_xl.letters.plan import LetterKind
from secor_xl.procedure.office import OFFICE_FILE
from secor_xl.resources import shipped_letter_templates


@pytest.fixture
def office(tmp_path):
    """An office's own copy of the templates."""
    return shutil.copytree(shipped_letter_templates(), tmp_path / "our letters")


def problems(ran):
    return {file["name"]: file["problems"] for file in json.loads(ran.out)["files"] if file["problems"]}


def test_the_shipped_templates_can_all_be_used(secor):
    ran = secor("templates")
    assert ran.code == 0
    assert ran.out.count(": ok") == 1 + len(KINDS) + len(KINDS)
    assert "All can be used" in ran.err


def test_each_file_is_told_with_all_that_is_wrong_with_it(secor, office):
    (office / "feedback.docx").write_text("no Word document")
    (office / "approval.docx").unlink()
    (office / OFFICE_FILE).write_text("[certifying_partner]\n", encoding="utf-8")
    (office / EMAIL_FOLDER / "invalidation.txt").write_text("Subject: {{ nam }}\n\n{{ to }}\n", encoding="utf-8")
    ran = secor("templates", office, "--out", office / "look", "--json")
    assert ran.code == 1
    found = problems(ran)
    assert set(found) == {"feedback.docx", "approval.docx", OFFICE_FILE, "email/invalidation.txt"}
    assert "not a Word document" in found["feedback.docx"][0]
    assert "Put it back into our letters" in found["approval.docx"][0]
    assert "is missing" in found[OFFICE_FILE][0]
    assert "In line 1" in found["email/invalidation.txt"][0]
    assert json.loads(ran.out)["letters"] == []
    assert not (office / "look").exists(), "letters were made with templates that cannot be used"
    told = secor("templates", office)
    assert told.code == 1
    assert "feedback.docx: to put right" in told.out
    assert "4 of 9 files to put right" in told.err


def test_a_folder_without_the_texts_of_the_emails_is_told_once(secor, office):
    shutil.rmtree(office / EMAIL_FOLDER)
    assert list(problems(secor("templates", office, "--json"))) == [EMAIL_FOLDER]


def test_what_is_no_folder_is_told_with_where_to_get_one(secor, office):
    ran = secor("templates", office / OFFICE_FILE)
    assert ran.code == 2
    assert "is no folder. Name your copy of" in ran.err


def test_a_letter_of_each_kind_is_made_to_look_at_with_the_offices_own_data(secor, office, tmp_path):
    data = (office / OFFICE_FILE).read_text(encoding="utf-8")
    assert 'name = "Energy Safety Canada"' in data
    own = data.replace('name = "Energy Safety Canada"', 'name = "Our Own Office"')
    (office / OFFICE_FILE).write_text(own, encoding="utf-8")
    look = tmp_path / "look"
    ran = secor("templates", office, "--out", look, "--json")
    assert ran.code == 0
    made = {each["kind"]: each["path"] for each in json.loads(ran.out)["letters"]}
    assert set(made) == {kind.value for kind in LetterKind}
    for path in made.values():
        document = docx.Document(path)
        words = "\n".join(
            each.text for each in (*document.paragraphs, *document.sections[0].first_page_header.paragraphs)
        )
        assert "Our Own Office" in words + document.core_properties.author


def test_the_letters_of_an_earlier_try_are_kept_beside_the_new_ones(secor, office, tmp_path):
    look = tmp_path / "look"
    assert secor("templates", office, "--out", look).code == 0
    [before] = look.glob("*invalidation.docx")
    before.write_bytes(b"what somebody made of it")
    ran = secor("templates", office, "--out", look)
    assert "the one before is kept" in " ".join(ran.out.split())
    assert b"what somebody made of it" in {path.read_bytes() for path in look.iterdir()}


def test_a_kind_that_no_sample_calls_for_is_told(secor, office, tmp_path):
    """The samples have accounts in the west; an office of the east has nobody whom their notices could go to."""
    data = (office / OFFICE_FILE).read_text(encoding="utf-8")
    for west, east in (("AB", "ON"), ("BC", "QC"), ("SK", "NS")):
        data = data.replace(f'province = "{west}"', f'province = "{east}"')
    (office / OFFICE_FILE).write_text(data, encoding="utf-8")
    ran = secor("templates", office, "--out", tmp_path / "look")
    assert ran.code == 0
    assert "to look at" in ran.out
    assert "not made to look at: governing body notice" in ran.out
