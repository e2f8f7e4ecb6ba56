"""The story of docs/offices.md: from nothing to an own instrument, letterhead, province, review and letters."""

import dataclasses
import json

import docx
import openpyxl

from secor_xl.procedure.office import OFFICE_FILE, read_office
from secor_xl.resources import shipped_instrument
from secor_xl.runs.exchange import exported
from secor_xl.workbook.writing.capacity import form_identity
from tests.judgement.tiny import CLEAN, TINY, day
from tests.letters.test_office_parts import picture
from tests.own_office import ANSWERS, fill_in

AS_OF = ("--as-of", day("3-20").isoformat())


def words_of(path):
    document = docx.Document(path)
    header = document.sections[0].first_page_header
    return "\n".join(paragraph.text for paragraph in (*header.paragraphs, *document.paragraphs))


def change_letter(path, old, new):
    """Change words of a letter as a person does in Word."""
    document = docx.Document(path)
    [run] = [run for paragraph in document.paragraphs for run in paragraph.runs if old in run.text]
    run.text = run.text.replace(old, new)
    document.save(path)


def test_an_office_gets_from_nothing_to_its_first_letters(secor, tmp_path):
    office, sheet, out = tmp_path / "my_office", tmp_path / "our-instrument.xlsx", tmp_path / "letters"

    # Its folder, with a fourth province; what was not answered is named.
    said = {"name": ANSWERS.name, "program": ANSWERS.program, "address": ANSWERS.address, "phone": ANSWERS.phone}
    options = [f"--{key}={value}" for key, value in said.items()] + [f"--province={code}" for code in ANSWERS.provinces]
    ran = secor("office", "new", office, *options)
    assert ran.code == 0
    assert "signatory.name is" in ran.out
    assert "certifying_partner.name is" not in ran.out
    fill_in(office / OFFICE_FILE, signatory="Ana Whitford", email=ANSWERS.email)

    # Its instrument of three elements, in a spreadsheet with a mistake.
    start = tmp_path / "start.toml"
    own = TINY.source.replace('id = "tiny"', 'id = "prairie"').replace("illustrative = true", "illustrative = false")
    start.write_text(own, encoding="utf-8")
    assert secor("instrument", "new", sheet, "--from", start).code == 0
    book = openpyxl.load_workbook(sheet)
    [cell] = [each for row in book["Questions"].iter_rows() for each in row if each.value == "A1"]
    cell.value = "one"
    book.save(sheet)
    ran = secor("office", "instrument", sheet, "--templates", office)
    assert ran.code == 2
    assert f"Questions!{cell.coordinate}" in ran.err
    cell.value = "A1"
    book.save(sheet)
    assert secor("office", "instrument", sheet, "--templates", office).code == 0

    # Its letterhead: a logo, words of its own, and a tag that is not right at once.
    (office / "logo.png").write_bytes(picture())
    data = (office / OFFICE_FILE).read_text(encoding="utf-8").replace("# logo = ", "logo = ")
    data = data.replace("# [letters.own]\n# privacy_note", "[letters.own]\nprivacy_note")
    (office / OFFICE_FILE).write_text(data, encoding="utf-8")
    change_letter(office / "approval.docx", "Yours truly,", "{{ own.privacy_note }} With thanks to {{ company }},")
    ran = secor("office", "check", office)
    assert ran.code == 1
    assert "Type {{ employer }} in place of {{ company }}." in " ".join(ran.out.split())
    change_letter(office / "approval.docx", "{{ company }}", "{{ employer }}")
    ran = secor("office", "check", office)
    assert (ran.code, ran.err) == (0, "All can be used.\n"), ran.out

    # A workbook with the illustrative instrument would have said so.
    ran = secor("new", tmp_path / "too early.xlsx", "--instrument", shipped_instrument(), "--templates", office)
    assert "is no instrument of your office; reviews with it get no letter" in ran.err

    # From now on every command uses the folder.
    assert secor("office", "use", office).code == 0
    instrument = read_office(office / OFFICE_FILE).instruments[0]
    assert (instrument.id, len(instrument.elements)) == ("prairie", 3)

    # A review with an account in the fourth province, and its letters.
    review = dataclasses.replace(CLEAN, form=form_identity(instrument))
    accounts = (review.accounts[0], dataclasses.replace(review.accounts[0], province="MB"))
    record = tmp_path / "review.json"
    record.write_text(
        json.dumps(exported(dataclasses.replace(review, accounts=accounts), instrument)), encoding="utf-8"
    )
    workbook = tmp_path / "review.xlsx"
    assert secor("new", workbook, "--from", record, *AS_OF).code == 0
    ran = secor("letters", workbook, "--out", out, "--email", *AS_OF)
    assert ran.code == 0, ran.out + ran.err
    assert "not those of your office" not in ran.err
    approval, alberta, manitoba = sorted(out.glob("*.docx"))
    assert "notice AB" in alberta.name
    words = words_of(approval)
    assert words.startswith("\nPrairie Safety Association\nSmall Employer Reviews")
    assert "We keep the assessment for seven years." in words
    assert f"With thanks to {review.employer.legal_name}," in words
    assert "Workers Compensation Board of Manitoba" in words_of(manitoba)
    assert b"notices@manitoba-body.ca" in manitoba.with_suffix(".eml").read_bytes()

    # The same instrument in its other form is the office's too.
    assert secor("new", tmp_path / "other.xlsx", "--from", record, "--instrument", start, *AS_OF).code == 0
    assert secor("letters", tmp_path / "other.xlsx", "--out", out, "--dry-run", *AS_OF).code == 0
