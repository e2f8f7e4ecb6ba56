"""An office's own texts, and the fields that offices asked for: names, titles, days left, the province in words."""

import io
import shutil
import struct
import zlib

import docx
import pytest

from secor_xl.delivery.email.drafts import EmailTemplates
from secor_xl.delivery.email.envelope import envelope_of
from secor_xl.errors import DataError
from secor_xl.letters.kinds import KINDS
from secor_xl.letters.office_parts import office_parts
from secor_xl.letters.plan import LetterKind, planned_letters
from secor_xl.letters.problems import TemplateProblem
from secor_xl.letters.render import LetterTemplates
from secor_xl.letters.template.grammar import USUAL_WORDS, known_fields
from secor_xl.letters.template.sample_context import sample_context
from secor_xl.letters.template.template_check import SAMPLE_DAY, checked_template
from secor_xl.procedure.office import OFFICE_FILE, read_office
from secor_xl.resources import shipped_letter_templates
from secor_xl.runs.office.office_check import checked_files
from secor_xl.runs.season.template_fingerprints import templates_fingerprint
from tests.letters.reading import text_of
from tests.letters.templates import in_front, paragraph, problems_of, template

FEEDBACK_TEXT = "Subject: {{ document_title }}\n\n%s\n"


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(shipped_letter_templates(), tmp_path / "office")


def add(folder, lines):
    """Add lines to the office's data, before the first table of governing bodies."""
    file = folder / OFFICE_FILE
    text = file.read_text(encoding="utf-8").replace("[[governing_bodies]]", f"{lines}\n\n[[governing_bodies]]", 1)
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def feedback(folder, judge, sample_letters, instrument):
    """The feedback of a sample, with the data of the office in the folder as they are now, and its judgement."""
    from secor_xl.samples.employers import samples

    sample = next(each for each in samples(instrument) if each.expected_outcome.value == "request corrections")

    def made():
        assessment = judge(sample.review, as_of=sample.as_of, office=read_office(folder / OFFICE_FILE))
        return planned_letters(assessment, letter_date=sample.as_of)[0], assessment

    return made


def test_own_texts_are_printed_in_letters_and_e_mails(folder, feedback):
    add(folder, '[letters.own]\nprivacy_note = "Kept for seven years.\\nThen shredded & gone."')
    template(folder, in_front(paragraph("Privacy: {{ own.privacy_note }}")))
    (folder / "email" / "feedback.txt").write_text(FEEDBACK_TEXT % "{{ own.privacy_note }}", encoding="utf-8")
    letter, assessment = feedback()
    assert "Privacy: Kept for seven years." in text_of(LetterTemplates(folder).render(letter))
    draft = EmailTemplates(folder).draft(envelope_of(letter, assessment), "a.docx", b"x")
    assert b"Kept for seven years." in draft


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("", "The text 'own.privacy_note' is not there in office.toml. Write privacy_note = \"your text\" below [letters.own]."),
        ('[letters.own]\nprivacy_note = " "', "The text 'own.privacy_note' has no words in office.toml."),
    ],
)  # fmt: skip
def test_a_text_without_words_is_refused_where_it_is_used(folder, feedback, lines, said):
    add(folder, lines)
    letter, assessment = feedback()
    assert LetterTemplates(folder).render(letter), "nothing uses it yet"
    template(folder, in_front(paragraph("{{ own.privacy_note }}")))
    with pytest.raises(TemplateProblem) as refused:
        LetterTemplates(folder).render(letter)
    assert said in str(refused.value)
    (folder / "email" / "feedback.txt").write_text(FEEDBACK_TEXT % "{{ own.privacy_note }}", encoding="utf-8")
    with pytest.raises(TemplateProblem) as refused:
        EmailTemplates(folder).draft(envelope_of(letter, assessment), "a.docx", b"x")
    assert f"In line 3: {said}" in str(refused.value)


def test_a_cached_template_is_checked_again_when_the_own_texts_change(folder, feedback, tmp_path):
    add(folder, '[letters.own]\nnote = "Kept."')
    template(folder, in_front(paragraph("{{ own.note }}")))
    assert LetterTemplates(folder, tmp_path / "cache").render(feedback()[0])
    file = folder / OFFICE_FILE
    file.write_text(file.read_text(encoding="utf-8").replace('note = "Kept."', 'note = ""'), encoding="utf-8")
    with pytest.raises(TemplateProblem, match="has no words"):
        LetterTemplates(folder, tmp_path / "cache").render(feedback()[0])


def test_the_fields_that_offices_asked_for_are_filled(folder, feedback):
    add(folder, '[reviewers]\n"robin  REVIEWER" = "Lead Reviewer"')
    letter, assessment = feedback()
    context, review = letter.context, assessment.case.review
    assert context["reviewer"] == review.reviewer.name
    assert context["assessor"] == review.assessor.name
    assert context["employer_province"] in ("Alberta", "British Columbia", "Saskatchewan")
    assert context["days_left"] == "15 calendar days"
    assert context["reviewer_title"] == ""
    add(folder, f'"{review.reviewer.name.upper()}" = "Lead Reviewer"')
    assert feedback()[0].context["reviewer_title"] == "Lead Reviewer"


@pytest.mark.parametrize(
    ("word", "field"),
    [("due_date", "due_on"), ("Company", "employer"), ("assessor_name", "assessor"), ("days_remaining", "days_left")],
)
def test_a_word_that_people_try_is_answered_with_the_field_that_they_mean(tmp_path, word, field):
    (problem,) = problems_of(template(tmp_path, in_front(paragraph(f"{{{{ {word} }}}}"))))
    assert problem.endswith(f"did you mean {field!r}? Type {{{{ {field} }}}} in place of {{{{ {word} }}}}.")
    [marked] = problems_of(template(tmp_path, in_front(paragraph(f"[[{word}]]"))))
    assert f"Type {{{{ {field} }}}}." in marked


def test_every_usual_word_means_a_field_and_is_none_itself():
    known = {path for kind in LetterKind for path in known_fields(KINDS[kind].fields)}
    assert set(USUAL_WORDS.values()) <= known
    assert not set(USUAL_WORDS) & set(known_fields(KINDS[LetterKind.FEEDBACK].fields))


# ----------------------------------------------------------------------------------------------------------------- logo


def picture(width=300, height=100):
    """A grey PNG picture."""
    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def with_logo(folder, content, name="logo.png"):
    if content is not None:
        (folder / name).write_bytes(content)
    file = folder / OFFICE_FILE
    text = file.read_text(encoding="utf-8").replace("[signatory]", f'logo = "{name}"\n\n[signatory]', 1)
    file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("kind", LetterKind)
def test_the_logo_is_in_the_letterhead_of_every_letter_with_its_alternative_text(folder, kind):
    with_logo(folder, picture())
    own, row = office_parts(folder), KINDS[kind]
    context = sample_context(row.fields, own, entries=1, flag=True)
    letter = docx.Document(io.BytesIO(checked_template(folder / row.file, kind, own).render(context, SAMPLE_DAY)))
    first = letter.sections[0].first_page_header
    assert [part.blob for part in first.part.related_parts.values()] == [picture()]
    [shape] = first._element.iter("{*}docPr")
    assert shape.get("descr") == "Logo of Energy Safety Canada"
    assert [paragraph.text for paragraph in first.paragraphs[:2]] == ["", "[office_name]"]
    [extent] = first._element.iter("{*}extent")
    assert int(extent.get("cx")) == 3 * int(extent.get("cy"))


def test_a_letter_without_a_logo_has_no_picture_and_no_empty_paragraph(folder, feedback):
    header = docx.Document(io.BytesIO(LetterTemplates(folder).render(feedback()[0]))).sections[0].first_page_header
    assert header.paragraphs[0].text == "Energy Safety Canada"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (None, "logo.png", "cannot be read (it is not there). Put it beside office.toml"),
        (b"GIF89a", "logo.png", "is neither a PNG nor a JPEG picture. Open it in Paint"),
        (picture()[:-40], "logo.png", "is damaged or not whole"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 40 + b"IEND\xaeB`\x82", "logo.png", "is damaged or not whole"),
        (picture() + bytes(1 << 20), "logo.png", "is larger than 1 MB. Make it smaller in Paint"),
        (picture(8, 8), "logo.png", "8 × 8 pixels; 16 to 6,000 are allowed each way"),
        (picture(20, 7000), "logo.png", "20 × 7,000 pixels"),
        (None, "../logo.png", "write only the name of a file that is in the folder"),
        (None, "C:logo.png", "write only the name of a file that is in the folder"),
    ],
    ids=range(9),
)
def test_a_picture_that_cannot_be_used_is_told_once_with_its_cure(folder, content, name, said):
    with_logo(folder, content, name)
    wrong = [each for each in checked_files(folder) if each.problems]
    assert [each.name for each in wrong] == [OFFICE_FILE]
    assert said in wrong[0].problems[0]
    assert wrong[0].problems[0].startswith("certifying_partner.logo: is ")
    with pytest.raises(DataError):
        office_parts(folder)


def test_a_template_without_a_letterhead_says_where_the_logo_goes(folder):
    with_logo(folder, picture())
    template(folder, {"word/header1.xml": lambda text: text.replace('w:val="Letterhead"', 'w:val="Header"')})
    [wrong] = [each for each in checked_files(folder) if each.problems]
    assert wrong.name == "feedback.docx"
    assert "Give the paragraph with your name the style Letterhead" in wrong.problems[0]


def test_another_logo_makes_other_letters(folder, feedback, tmp_path):
    with_logo(folder, picture())
    before = LetterTemplates(folder, tmp_path / "cache").render(feedback()[0]), templates_fingerprint(folder)
    (folder / "logo.png").write_bytes(picture(200))
    after = LetterTemplates(folder, tmp_path / "cache").render(feedback()[0]), templates_fingerprint(folder)
    assert all(old != new for old, new in zip(before, after, strict=True))
