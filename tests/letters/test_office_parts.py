"""An office's own texts, and the fields that offices asked for: names, titles, days left, the province in words."""

import shutil

import pytest

from secor_xl.delivery.email.drafts import EmailTemplates
from secor_xl.delivery.email.envelope import envelope_of
from secor_xl.letters.kinds import KINDS
from secor_xl.letters.plan import LetterKind, planned_letters
from secor_xl.letters.problems import TemplateProblem
from secor_xl.letters.render import LetterTemplates
from secor_xl.letters.template.grammar import USUAL_WORDS, known_fields
from secor_xl.procedure.office import OFFICE_FILE, read_office
from secor_xl.resources import shipped_letter_templates
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
    assert problem.endswith(f"did you mean {field!r}?")
    [marked] = problems_of(template(tmp_path, in_front(paragraph(f"[[{word}]]"))))
    assert f"Type {{{{ {field} }}}}." in marked


def test_every_usual_word_means_a_field_and_is_none_itself():
    known = {path for kind in LetterKind for path in known_fields(KINDS[kind].fields)}
    assert set(USUAL_WORDS.values()) <= known
    assert not set(USUAL_WORDS) & set(known_fields(KINDS[LetterKind.FEEDBACK].fields))
