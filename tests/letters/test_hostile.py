"""Whatever is typed into a text field of a review arrives in the letter as it is, or the letter is refused cleanly."""

import io
import zipfile
from dataclasses import fields, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from secor_xl.letters.plan import LetterRefused
from secor_xl.review.model import Account, ActionItem, Decided, Timing
from secor_xl.samples.changes import with_facts, with_finding, with_question
from secor_xl.text import clean as cleaned
from tests.letters.reading import LATER, TODAY, body_text, with_rounds

HOSTILE = {
    "ampersand": "Smith & Sons &amp; Co &#x41;",
    "angle brackets": "rows <12-48> of x<y",
    "markup": "a</w:t></w:r></w:p><w:p/>b",
    "cdata": "a]]>b<![CDATA[c",
    "comment": "<!-- x --> <?pi?>",
    "quotes": "\"double\" 'single' “curly” «guillemets»",
    "expression": "{{ 7*7 }} {{7*7}}",
    "statement": "{% if true %}x{% endif %} {# c #}",
    "paragraph tag": "{%p if x %} {%tr for a in b %}",
    "docxtpl escape": "{_{ x }_} {_% y %_}",
    "half tags": "}} {{ %} {%",
    "attribute walk": "{{ ''.__class__.__mro__ }}",
    "emoji": "👩🏽‍🚒 ok 🇨🇦",
    "accents": "Étoile d’Argent Łukasiewicz n\u0303",
    "right to left": "שלום עולם \u202eabc\u202c",
    "chinese": "安全評估",
    "long": "0123456789 " * 460,
    "one long word": "x" * 5000,
    "line feeds": "first\nsecond\n\nfourth",
    "carriage returns": "first\r\nsecond\rthird",
    "tabs": "a\tb\t\tc",
    "vertical tab and form feed": "a\x0bb\x0cc",
    "bell and null": "a\x07b\x00c\x1bd",
    "surrogate": "half \ud83d smile",
    "non-character": "a\ufffe\uffffb",
    "separators": "a\u2028b\u2029c\x85d",
    "excel": "=1+1 @SUM(A1) _x000D_ #N/A",
    "percent": "100 % %s %(x)s",
    "spaces": "  two  spaces  ",
}


def full_review(clean):
    """A review whose feedback letter shows everything that a feedback letter can show."""
    review = with_finding(clean, "B2", "30", "The list leaves out tanks.", "Add them.", timing=Timing.NOW)
    review = with_finding(review, "B3", "20", "Noise is not dealt with.", "Deal with it.", timing=Timing.FUTURE)
    review = with_question(review, "B3", add_to_plan="Noise")
    return with_facts(review, "previous_plan", asked_for=Decided.YES)


def shown(text):
    """A text as python-docx reads it back."""
    return cleaned(text).replace("\u00a0", " ")


def opens_well(letter_bytes):
    with zipfile.ZipFile(io.BytesIO(letter_bytes)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))


TEXT_FIELDS = [("employer", name) for name in ("legal_name", "trade_name", "street", "city", "contact_name")] + [
    ("case", "reference"),
    ("case", "certificate_number"),
    ("assessor", "name"),
    ("reviewer", "name"),
]
QUESTION_FIELDS = [("B2", "finding"), ("B2", "needed"), ("B3", "finding"), ("B3", "needed"), ("B3", "add_to_plan")]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize(("section", "field"), TEXT_FIELDS)
def test_a_fact_arrives_as_it_was_typed(section, field, name, clean, letters, templates):
    value = HOSTILE[name]
    (letter,) = letters(with_facts(full_review(clean), section, **{field: value}))
    made = templates.render(letter)
    opens_well(made)
    assert shown(value) in body_text(made)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize(("question", "field"), QUESTION_FIELDS)
def test_a_finding_arrives_as_it_was_typed(question, field, name, clean, letters, templates):
    value = HOSTILE[name]
    (letter,) = letters(with_question(full_review(clean), question, **{field: value}))
    made = templates.render(letter)
    opens_well(made)
    assert shown(value) in body_text(made)


@pytest.mark.parametrize("name", HOSTILE)
def test_every_text_field_of_the_model_at_once_never_damages_a_letter(name, clean, letters, templates, office):
    """All text fields hold the hostile value; where a rule stops the letter it is refused, else it is whole."""
    value = HOSTILE[name]
    review = full_review(clean)
    for section in ("case", "employer", "assessor", "profile", "assessor_sign_off", "employer_sign_off", "reviewer"):
        facts = getattr(review, section)
        texts = {item.name: value for item in fields(facts) if item.type == "str" and item.name != "not_understood"}
        review = with_facts(review, section, **texts)
    review = replace(
        review,
        accounts=(Account("AB", value, value), Account(value, value, value)),
        action_plan=(ActionItem(("B2",), value, value, value, None, Decided.NO),),
    )
    for question in ("B2", "B3"):
        review = with_question(review, question, notes=value, finding=value, needed=value, add_to_plan=value)
    first = replace(
        with_rounds(review, (40, 20)).rounds[0],
        late_accepted_by=value,
        late_accepted_on=LATER,
        late_accepted_reason=value,
    )
    hostile_office = replace(
        office, name=value, program_name=value, address=(value, value), phone=value, signatory=value
    )
    try:
        made = letters(replace(review, rounds=(first,)), as_of=LATER, office=hostile_office)
    except LetterRefused:
        made = letters(review, as_of=TODAY, office=hostile_office)
    for letter in made:
        rendered = templates.render(letter)
        opens_well(rendered)
        assert shown(value) in body_text(rendered)


def test_a_hostile_account_arrives_in_the_notice(clean, letters, templates):
    review = replace(clean, accounts=(Account("AB", "001<&>{{7*7}}", "06604"),))
    try:
        planned = letters(review)
    except LetterRefused:
        return
    for letter in planned:
        assert "001<&>{{7*7}}" in body_text(templates.render(letter))


def test_the_title_is_escaped_once(clean, letters, templates):
    import docx

    (letter,) = letters(with_facts(full_review(clean), "employer", legal_name='R&D <"Unit">'))
    document = docx.Document(io.BytesIO(templates.render(letter)))
    assert document.core_properties.title == 'SECOR assessment feedback, round 1: R&D <"Unit">'


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.characters(codec=None), min_size=1, max_size=80))
def test_any_text_arrives(text, clean, letters, templates):
    (letter,) = letters(with_question(full_review(clean), "B2", finding=f"[{text}]"))
    made = templates.render(letter)
    assert shown(f"[{text}]") in body_text(made)


@settings(max_examples=150)
@given(text=st.text(alphabet=st.characters(codec=None), max_size=60))
def test_a_cleaned_text_can_stand_in_xml(text):
    element = etree.Element("a")
    element.text = cleaned(text)
    assert etree.fromstring(etree.tostring(element)).text == (cleaned(text) or None)
    assert cleaned(cleaned(text)) == cleaned(text)
