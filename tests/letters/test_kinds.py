"""A further kind of letter: how many files it takes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from secor_xl.letters.kinds import KINDS

ROOT = Path(__file__).parents[2]
CONTENT = '''
"""The note for the office's own file on an assessment that is invalid."""

from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.letters.content import common_fields
from secor_xl.letters.content.common_fields import Stationery
from secor_xl.letters.content.letter_definition import Content, LetterDefinition, employer_only


def _contents(assessment, letter_date):
    address, salutation = common_fields.to_the_employer(assessment.case.review)
    yield Content(
        Stationery(**common_fields.stationery(assessment, letter_date, "File note", address, salutation)),
        "file note",
        "The file",
    )


DEFINITION = LetterDefinition("file_note.docx", Stationery, ("employer",), OutcomeKind.INVALID, _contents, employer_only)
'''
TRIAL = """
import docx
from pathlib import Path
from secor_xl.delivery.email.drafts import EmailTemplates
from secor_xl.delivery.email.envelope import envelope_of
from secor_xl.runs.office.office_check import checked_files
from secor_xl.judgement.assessment import assess
from secor_xl.letters.plan import planned_letters
from secor_xl.letters.render import LetterTemplates
from secor_xl.procedure.instrument import read_instrument
from secor_xl.procedure.office import read_office
from secor_xl.resources import shipped_instrument, shipped_letter_templates
from secor_xl.samples.employers import samples

folder = shipped_letter_templates()
assert folder.is_relative_to(Path.cwd()), folder
assert not [file for file in checked_files(folder) if file.problems]
instrument = read_instrument(shipped_instrument())
sample = next(each for each in samples(instrument) if each.expected_outcome.value == "invalid")
assessment = assess(sample.review, instrument=instrument, office=read_office(folder / "office.toml"), as_of=sample.as_of)
invalidation, note = planned_letters(assessment, letter_date=sample.as_of)
assert (note.kind.value, note.addressee) == ("file note", "The file")
Path(note.name).write_bytes(LetterTemplates(folder).render(note))
assert sample.review.employer.legal_name in docx.Document(note.name).paragraphs[0].text
draft = EmailTemplates(folder).draft(envelope_of(note, assessment), note.name, b"x")
assert b"To: " in draft and b"Subject: File note" in draft
print(note.name)
"""


def test_a_further_kind_takes_four_files(tmp_path):
    for folder in ("secor_xl", "workbook_templates", "letter_templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    kinds, row = tmp_path / "secor_xl/review/letter_kinds.py", '    INVALIDATION = "invalidation"\n'
    text = kinds.read_text(encoding="utf-8")
    assert text.count(row) == 1
    kinds.write_text(text.replace(row, f'{row}    FILE_NOTE = "file note"\n'), encoding="utf-8")
    (tmp_path / "secor_xl/letters/content/file_note.py").write_text(CONTENT, encoding="utf-8")
    _write_template(tmp_path / "letter_templates/file_note.docx")
    (tmp_path / "letter_templates/email/file_note.txt").write_text("Subject: {{ document_title }}\n\nA note.\n")
    ran = subprocess.run(
        [sys.executable, "-c", TRIAL],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout.endswith(" - file note.docx\n"), ran.stderr[-2000:]


def _write_template(path):
    import docx

    document = docx.Document()
    document.add_paragraph("A note on {{ employer }}.")
    document.save(path)


def test_each_kind_has_a_template_and_an_e_mail_of_its_own():
    assert len({row.file for row in KINDS.values()}) == len(KINDS)
