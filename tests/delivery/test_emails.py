"""E-mail drafts: whom they go to, what they say, and that they can be read back whatever was typed."""

import email
import email.header
import email.policy
import email.utils
import pickle
import re
import shutil
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secor_xl.delivery.email.draft_file import draft_file
from secor_xl.delivery.email.drafts import EmailTemplates
from secor_xl.delivery.email.envelope import Envelope, email_fields, envelope_of
from secor_xl.letters.content.feedback import Feedback
from secor_xl.letters.plan import LetterKind, planned_letters
from secor_xl.letters.problems import TemplateProblem
from secor_xl.resources import shipped_letter_templates
from secor_xl.samples.changes import with_facts
from secor_xl.text import stripped
from tests.letters.reading import LATER, TODAY, with_rounds
from tests.letters.test_hostile import HOSTILE, full_review, shown

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MORE_HOSTILE = {
    **HOSTILE,
    "another header": "x\r\nBcc: thief@x.ca\r\n\r\nbody",
    "an encoded header": "=?utf-8?q?x=0D=0ABcc:_thief@x.ca?=",
    "an encoded word": "=?utf-8?b?AAAA?= and =?",
    "a boundary": "--=_secor-xl_letter_==--",
    "an address in the name": "a@x.ca>, <thief@x.ca",
    "a backslash": 'a\\"b\\',
    "a dot and From": ".\nFrom the start\n..",
}


@pytest.fixture(scope="session")
def drafts():
    return EmailTemplates(shipped_letter_templates())


@pytest.fixture(scope="session")
def envelopes(judge):
    """The envelope of each letter of a review."""

    def made(review, *, as_of=TODAY, **others):
        assessment = judge(review, as_of=as_of, **others)
        return [envelope_of(letter, assessment) for letter in planned_letters(assessment, letter_date=as_of)]

    return made


@pytest.fixture
def own(tmp_path):
    """An office's own folder, in which the feedback e-mail is what a test says, as bytes."""

    def made(content):
        shutil.copytree(shipped_letter_templates() / "email", tmp_path / "email", dirs_exist_ok=True)
        (tmp_path / "email" / "feedback.txt").write_bytes(content)
        return EmailTemplates(tmp_path)

    return made


def read(draft):
    return email.message_from_bytes(draft, policy=email.policy.default)


def mailboxes(draft, header):
    """Names and addresses as RFC 2047 says that they are read; Python's newer reader puts spaces into long names."""
    value = email.message_from_bytes(draft, policy=email.policy.compat32)[header]
    if value is None:
        return []
    pairs = email.utils.getaddresses([re.sub(r"\r?\n", "", value)])
    return [(str(email.header.make_header(email.header.decode_header(name))), address) for name, address in pairs]


def body_of(draft):
    return read(draft).get_body().get_content().replace("\r\n", "\n")


def feedback(clean, envelopes):
    (envelope,) = envelopes(full_review(clean))
    return envelope


# ------------------------------------------------------------------------------------------------------------- addressed


def test_feedback_goes_to_the_assessor_with_a_copy_to_the_employer(clean, envelopes, drafts):
    review = with_facts(full_review(clean), "assessor", name="Kim Doe", email="kim@assessor.example")
    review = with_facts(review, "employer", contact_name="Lee Roe", email="lee@employer.example")
    (envelope,) = envelopes(review)
    draft = drafts.draft(envelope, "a.docx", b"x")
    assert mailboxes(draft, "To") == [("Kim Doe", "kim@assessor.example")]
    assert mailboxes(draft, "Cc") == [("Lee Roe", "lee@employer.example")]
    assert mailboxes(draft, "From") == [("Energy Safety Canada", "secor@partner.example")]
    assert envelope.missing == ()


def test_an_owner_who_assesses_gets_one_e_mail(clean, envelopes):
    review = with_facts(full_review(clean), "assessor", email="Owner@x.example")
    (envelope,) = envelopes(with_facts(review, "employer", email="owner@X.example"))
    assert [address for _, address in envelope.to] == ["Owner@x.example"]
    assert envelope.copies == ()
    assert envelope.missing == ()


def test_approval_goes_to_the_employer_and_notices_to_the_governing_bodies(clean, envelopes, office):
    approval, *notices = envelopes(clean)
    assert approval.kind is LetterKind.APPROVAL
    assert approval.to == ((clean.employer.contact_name, clean.employer.email),)
    assert notices
    for notice in notices:
        assert notice.kind is LetterKind.NOTICE
        ((name, address),) = notice.to
        assert (name, address) in {(body.name, body.email) for body in office.governing_bodies.values()}
        assert notice.missing == (
            f'The governing body {name}: "{address}" is an example that reaches nobody; enter the right address in office.toml.',
        )
    assert approval.missing == ()
    assert all(each.copies == () for each in (approval, *notices))


def test_invalidation_goes_to_the_employer(clean, envelopes):
    (envelope,) = envelopes(with_rounds(full_review(clean), (60, None)), as_of=LATER)
    assert envelope.kind is LetterKind.INVALIDATION
    assert envelope.to == ((clean.employer.contact_name, clean.employer.email),)
    assert envelope.copies == ()


def test_each_letter_of_each_sample_has_a_draft(sample_letters, drafts, judge, instrument):
    from secor_xl.samples.employers import samples

    count = 0
    for sample in samples(instrument):
        assessment = judge(sample.review, as_of=sample.as_of)
        if assessment.outcome.kind.value in ("incomplete", "awaiting correction"):
            continue
        for letter in planned_letters(assessment, letter_date=sample.as_of):
            envelope = envelope_of(letter, assessment)
            draft = drafts.draft(envelope, letter.name, b"letter")
            missing = [each for each in envelope.missing if "is an example" not in each]
            assert len(missing) == (sample.file_stem == "ochre-basin"), sample.file_stem
            assert mailboxes(draft, "To") == list(envelope.to)
            assert not re.search(r"\.\.|\{\{|not given|\bNone\b", body_of(draft)), body_of(draft)
            count += 1
    assert count == len(sample_letters)


def test_one_typed_address_takes_the_known_name_and_several_keep_their_own(clean, envelopes):
    review = with_facts(full_review(clean), "assessor", name="Kim Doe", email="kim@x.example; Al <al@x.example>")
    (envelope,) = envelopes(review)
    assert envelope.to == (("", "kim@x.example"), ("Al", "al@x.example"))
    (envelope,) = envelopes(with_facts(review, "assessor", email="Kimberley <kim@x.example>"))
    assert envelope.to == (("Kimberley", "kim@x.example"),)


# ------------------------------------------------------------------------------------------------------ missing addresses


def test_an_address_that_is_none_is_told_in_words_and_left_out(clean, judge, envelopes, drafts):
    assessment = judge(full_review(clean))
    (letter,) = planned_letters(assessment, letter_date=TODAY)
    case = assessment.case
    review = with_facts(case.review, "assessor", email="kim at x.ca")
    review = with_facts(review, "employer", email="  ")
    envelope = envelope_of(letter, replace(assessment, case=replace(case, review=review)))
    draft = drafts.draft(envelope, "a.docx", b"x")
    assert (envelope.to, envelope.copies) == ((), ())
    assert read(draft)["To"] is None
    assert read(draft)["Cc"] is None
    assessor, employer = envelope.missing
    assert assessor.startswith('The assessor: "kim at x.ca" in the review is not an e-mail address')
    assert employer == "The employer: no e-mail address in the review; enter it into the draft."


def test_an_office_or_a_governing_body_without_a_good_address_is_told(clean, office, judge):
    bodies = {name: replace(body, email="see website") for name, body in office.governing_bodies.items()}
    changed = replace(office, email="by mail", governing_bodies=bodies)
    assessment = judge(clean, office=changed)
    for letter in planned_letters(assessment, letter_date=TODAY)[1:]:
        envelope = envelope_of(letter, assessment)
        assert envelope.to == ()
        assert envelope.sender is None
        body, sender = envelope.missing
        assert body.startswith("The governing body ")
        assert '"see website" in office.toml' in body
        assert sender.startswith('The office: "by mail" in office.toml')


# -------------------------------------------------------------------------------------------------------------- the file


def test_a_draft_is_unsent_undated_and_the_same_every_time(clean, envelopes, drafts):
    envelope = feedback(clean, envelopes)
    draft = drafts.draft(envelope, "a.docx", b"x")
    message = read(draft)
    assert message["X-Unsent"] == "1"
    assert message["Date"] is None
    assert message["Message-ID"] is None
    assert draft == EmailTemplates(shipped_letter_templates()).draft(envelope, "a.docx", b"x")
    assert not draft.replace(b"\r\n", b"").count(b"\n")


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("QA-2026 - feedback round 1.docx", WORD),
        ("QA-2026 - approval.pdf", "application/pdf"),
        ("Étoile d’Argent Łuk - notice AB.PDF", "application/pdf"),
        ("安全評估" * 16 + " - invalidation.docx", WORD),
        ("n\u0303 _ - approval.docx", WORD),
    ],
)
def test_the_letter_is_attached_under_its_name(name, media_type, clean, envelopes, drafts):
    data = bytes(range(256)) * 300 + b"\r\n.\r\n--=_secor-xl_letter_==--\r\n"
    (attached,) = read(drafts.draft(feedback(clean, envelopes), name, data)).iter_attachments()
    assert attached.get_filename() == name
    assert attached.get_content_type() == media_type
    assert attached.get_content_disposition() == "attachment"
    assert attached.get_content() == data


def test_an_envelope_travels_to_another_process(clean, envelopes):
    envelope = feedback(clean, envelopes)
    assert pickle.loads(pickle.dumps(envelope)) == envelope
    assert {type(value) for value in envelope.fields.values()} == {str, bool, dict}, "a dictionary of own texts"


# ------------------------------------------------------------------------------------------------------------- the words


def test_the_feedback_e_mail_says_what_is_due_when_and_whom_to_ask(clean, envelopes, drafts):
    envelope = feedback(clean, envelopes)
    draft = drafts.draft(envelope, "a.docx", b"x")
    message, body = read(draft), body_of(draft)
    fields = {name: str(value).replace("\u00a0", " ") for name, value in envelope.fields.items()}
    for name in (
        "salutation",
        "letter_date",
        "due_on",
        "final_on",
        "corrections_count",
        "contact",
        "subject_line",
        "signatory",
    ):
        assert fields[name] in body, name
    assert "attached" in body
    assert "last year's action plan" in body
    assert message["Subject"].startswith(fields["document_title"])
    assert fields["reference"] in message["Subject"]
    assert "\u00a0" not in body
    assert "\n\n\n" not in body


def test_the_first_round_thanks_for_the_submission_and_a_later_one_for_the_correction(clean, envelopes, drafts):
    (later,) = envelopes(with_rounds(full_review(clean), (40, 30)), as_of=LATER)
    assert "the corrected SECOR assessment" in body_of(drafts.draft(later, "a.docx", b"x"))
    first = body_of(drafts.draft(feedback(clean, envelopes), "a.docx", b"x"))
    assert "Thank you for the SECOR assessment" in first


def test_where_the_final_date_comes_first_the_e_mail_says_so(clean, envelopes, drafts):
    first = body_of(drafts.draft(feedback(clean, envelopes), "a.docx", b"x"))
    assert "counted from the same day." in first
    (later,) = envelopes(with_rounds(full_review(clean), (40, 30)), as_of=LATER)
    assert later.fields["final_comes_first"] is False
    assert "counted from the same day" not in body_of(drafts.draft(later, "a.docx", b"x"))
    (last,) = envelopes(with_rounds(full_review(clean), (80, 70)), as_of=LATER)
    assert last.fields["final_comes_first"] is True
    assert "the last day of the whole process" in body_of(drafts.draft(last, "a.docx", b"x"))


def test_the_e_mail_of_a_later_round_promises_no_day_after_the_end_of_the_process(clean, envelopes, drafts):
    (later,) = envelopes(with_rounds(full_review(clean), (40, 30)), as_of=LATER)
    final_on = later.fields["final_on"].replace("\u00a0", " ")
    assert f"reaches you, but never later than {final_on}. If" in body_of(drafts.draft(later, "a.docx", b"x"))
    assert "never later" not in body_of(drafts.draft(feedback(clean, envelopes), "a.docx", b"x"))


def test_the_e_mail_of_an_invalidation_grants_no_right_to_a_new_assessment(clean, envelopes, drafts):
    (envelope,) = envelopes(with_rounds(full_review(clean), (60, None)), as_of=LATER)
    body = body_of(drafts.draft(envelope, "a.docx", b"x"))
    assert "if you submit a new SECOR assessment" in body
    assert "the SECOR Assessment Quality Assurance Review Procedure" in body
    assert "you may send" not in body


def test_a_subject_without_a_file_reference_says_nothing_of_one(clean, envelopes, drafts):
    (envelope,) = envelopes(with_facts(full_review(clean), "case", reference=""))
    assert "reference" not in read(drafts.draft(envelope, "a.docx", b"x"))["Subject"]


# ---------------------------------------------------------------------------------------------------------------- hostile


@pytest.mark.parametrize("name", MORE_HOSTILE)
def test_whatever_is_in_the_fields_the_draft_reads_back(name, clean, envelopes, drafts):
    value = MORE_HOSTILE[name]
    review = with_facts(full_review(clean), "assessor", name=value)
    review = with_facts(review, "employer", legal_name=value, contact_name=value)
    review = with_facts(with_facts(review, "case", reference=value), "reviewer", name=value)
    (envelope,) = envelopes(review)
    draft = drafts.draft(envelope, "a.docx", b"letter")
    message = read(draft)
    assert sorted(message.keys()) == ["Cc", "Content-Type", "From", "MIME-Version", "Subject", "To", "X-Unsent"]
    assert mailboxes(draft, "To") == list(envelope.to)
    assert mailboxes(draft, "Cc") == list(envelope.copies)
    assert f"Dear {shown(value)}," in body_of(draft)
    assert len(message["Subject"]) <= 200
    assert message["Subject"].startswith("SECOR assessment feedback, round 1: ")
    (attached,) = message.iter_attachments()
    assert attached.get_content() == b"letter"
    assert max(map(len, draft.split(b"\r\n"))) <= 320


TEXT = st.text() | st.text(alphabet='a é=?_"\\<>@,;\r\n\t\u2028\U0001f642', max_size=300)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(person=TEXT, subject=TEXT, body=TEXT, attachment=st.binary(max_size=200))
def test_any_text_arrives_as_it_is_and_nothing_else_does(person, subject, body, attachment, own):
    fields = dict.fromkeys(email_fields(Feedback), "x")
    envelope = Envelope(
        LetterKind.FEEDBACK,
        ((" ".join(shown(person).split())[:100], "a@x.ca"), ("", "b@x.ca")),
        (),
        None,
        {**fields, "document_title": f"S {subject}", "employer": f"({body})"},
        (),
    )
    templates = own(b"Subject: {{ document_title }}\n\n{{ employer }}\n")
    draft = templates.draft(envelope, "a.pdf", attachment)
    message = read(draft)
    assert sorted(message.keys()) == ["Content-Type", "MIME-Version", "Subject", "To", "X-Unsent"]
    assert mailboxes(draft, "To") == list(envelope.to)
    wanted = " ".join(stripped(shown(f"S {subject}")).split())
    assert message["Subject"] == wanted if len(wanted) <= 200 else message["Subject"].endswith("…")
    assert body_of(draft) == f"({shown(body)})\n"
    (attached,) = message.iter_attachments()
    assert attached.get_content() == attachment


def test_a_file_that_is_neither_word_nor_pdf_is_no_letter():
    with pytest.raises(KeyError):
        draft_file(Envelope(LetterKind.FEEDBACK, (), (), None, {}, ()), "s", "b", "a.exe", b"")


# ----------------------------------------------------------------------------------------------------------- the template

HEAD = b"Subject: {{ document_title }}\n\n"
FAULTS = {
    "unknown field": (HEAD + b"a\nDue {{ due_date }}\n", ("In line 4", "'due_date' is not known")),
    "misspelt field": (HEAD + b"Due {{ Due_on }}", ("In line 3", "did you mean 'due_on'?")),
    "unknown field in the subject": (b"Subject: {{ titel }}\n\nx", ("In line 1", "'titel' is not known")),
    "after a condition": (
        HEAD + b"{% if first_round %}\na\n{% endif %}\n{{ du_on }}",
        ("In line 6", "did you mean 'due_on'?"),
    ),
    "a list": (HEAD + b"{{ corrections }}", ("In line 3", "'corrections' is not known")),
    "a flag printed": (HEAD + b"{{ first_round }}", ("In line 3", "is a flag and cannot be printed")),
    "a filter": (HEAD + b"{{ due_on|upper }}", ("In line 3", 'a bar "|"')),
    "arithmetic": (HEAD + b"{{ 7*7 }}", ("In line 3", "a calculation")),
    "a setting": (HEAD + b"{% set x = due_on %}", ("In line 3", "{% set %} is not allowed")),
    "not closed": (HEAD + b"a\n{{ due_on }\nb", ("In line 4", "'{{ due_on }' is not closed")),
    "condition not closed": (HEAD + b"{% if first_round %}\na", ("not understood", "{% endif %}")),
    "two words": (HEAD + b"\n\n{{ due on }}", ("In line 5", "'{{ due on }}' is not understood")),
    "single braces": (HEAD + b"Due { due_on }", ("In line 3", "Type {{ due_on }}")),
    "half a tag": (HEAD + b"a\nDue due_on }}", ("In line 4", "half a tag")),
    "a comment": (HEAD + b"{# mine #}x", ("In line 3", "a comment in braces")),
    "other marks": (HEAD + b"Due [[ due_on ]]", ("In line 3", "'due_on' is in [[ ]]", "Type {{ due_on }}")),
    "French marks": (HEAD + "Due «due_on»".encode(), ("In line 3", "is in « »")),
    "full-width braces": (HEAD + "Due ｛｛ due_on ｝｝".encode(), ("In line 3", "full-width braces")),
    "an invisible character": (HEAD + "{{ due_\u200bon }}".encode(), ("In line 3", "U+200B, zero width space")),
    "thousands of half tags": (HEAD + b"{{ " * 20_000, ("In line 3", "is not closed")),
    "thousands of brackets": (HEAD + b"{{ " + b"(" * 20_000 + b" }}", ("In line 3", "is too long")),
    "thousands of conditions": (HEAD + b"{% if first_round %}\n" * 900, ("within each other",)),
    "thousands of tags": (HEAD + b"{{ due_on }} " * 20_000, ("more than 1,000 tags",)),
    "very long": (HEAD + b"x" * (2 << 20), ("larger than 1 MB",)),
    "no subject line": (b"Dear\n\n{{ due_on }}", ("The first line is 'Subject:'",)),
    "no empty line": (b"Subject: x\n{{ due_on }}\n", ("the second is empty",)),
    "no body": (b"Subject: x\n\n \n", ("the body begins in the third",)),
    "no subject": (b"Subject:\n\nx\n", ("The subject of the e-mail would be empty",)),
    "a subject that may be empty": (
        b"Subject: {% if first_round %}{{ employer }}{% endif %}\n\nx",
        ("The subject of the e-mail would be empty",),
    ),
    "Windows-1252": ("Subject: x\n\nÉtoile\n".encode("cp1252"), ("In line 3", "UTF-8", "File > Save As")),
    "UTF-16": ("Subject: x\n\nx\n".encode("utf-16"), ("UTF-8",)),
    "empty": (b"", ("The first line is 'Subject:'",)),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_damaged_template_is_refused_and_says_where(fault, own, clean, envelopes):
    content, words = FAULTS[fault]
    with pytest.raises(TemplateProblem) as problem:
        own(content).draft(feedback(clean, envelopes), "a.docx", b"x")
    assert problem.value.template == "feedback.txt"
    told = " ".join(problem.value.problems)
    for each in words:
        assert each in told, told
    assert all(each.endswith((".", "?")) for each in problem.value.problems)


def test_every_fault_is_told_at_once_in_the_order_of_the_lines(own, clean, envelopes):
    with pytest.raises(TemplateProblem) as problem:
        own(HEAD + b"{ due_on }\n{{ x }}\n{{ y }}").draft(feedback(clean, envelopes), "a.docx", b"x")
    assert [each.split(":")[0] for each in problem.value.problems] == ["In line 3", "In line 4", "In line 5"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_what_notepad_saves_is_understood(line_end, mark, own, clean, envelopes, drafts):
    content = (shipped_letter_templates() / "email" / "feedback.txt").read_text(encoding="utf-8")
    templates = own(mark + content.replace("\n", line_end).encode())
    envelope = feedback(clean, envelopes)
    assert templates.draft(envelope, "a.docx", b"x") == drafts.draft(envelope, "a.docx", b"x")


def test_a_tag_on_its_own_leaves_no_line_and_one_in_a_line_keeps_it(own, clean, envelopes):
    text = (
        b"subject: S\n\na\n  {%p if first_round %}  \nb\n{% else %}\nc\n{%p endif %}\n\n"
        b"d {% if first_round %}e{% endif %}\nf & <g>\n"
    )
    assert body_of(own(text).draft(feedback(clean, envelopes), "a.docx", b"x")) == "a\nb\n\nd e\nf & <g>\n"


def test_an_office_without_e_mail_texts_is_told_what_to_copy(tmp_path, clean, envelopes):
    with pytest.raises(TemplateProblem) as problem:
        EmailTemplates(tmp_path).draft(feedback(clean, envelopes), "a.docx", b"x")
    told = str(problem.value)
    for words in ("feedback.txt, approval.txt, governing_body_notice.txt, invalidation.txt", str(tmp_path / "email")):
        assert words in told
    assert str(shipped_letter_templates() / "email") in told


@pytest.mark.parametrize("kind", LetterKind)
def test_the_page_for_office_staff_names_each_text(kind):
    from secor_xl.delivery.email.drafts import email_file

    page = (shipped_letter_templates() / "README.md").read_text(encoding="utf-8")
    assert f"`{email_file(kind)}`" in page
    assert (shipped_letter_templates() / "email" / email_file(kind)).is_file()
