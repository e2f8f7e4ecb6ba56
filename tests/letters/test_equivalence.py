"""The letters are, part by part, the ones that docxtpl itself makes of the same templates."""

import io
import random
import zipfile

import pytest
from lxml import etree

from secor_xl.letters.kinds import KINDS
from secor_xl.letters.plan import Letter, LetterKind
from secor_xl.letters.template.environment import letter_environment
from secor_xl.letters.template.sample_context import sample_context
from secor_xl.resources import shipped_letter_templates
from secor_xl.samples.clean import SAMPLE_AS_OF
from tests.letters.test_hostile import HOSTILE

LEAVE_TO_US = {"docxtpl escape"}
"""docxtpl turns ``{_{`` of a text into a tag; here it stays as it was typed."""


def by_docxtpl(kind, context, *, environment=True):
    """The letter as docxtpl makes it, with our Jinja environment or as anybody would use it."""
    from docxtpl import DocxTemplate

    document = DocxTemplate(shipped_letter_templates() / KINDS[kind].file)
    document.render(dict(context), jinja_env=letter_environment() if environment else None, autoescape=True)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def differences(left, right):
    first, second = zipfile.ZipFile(io.BytesIO(left)), zipfile.ZipFile(io.BytesIO(right))
    if first.namelist() != second.namelist():
        return ["names or order"]
    return [
        name
        for name in first.namelist()
        if name != "docProps/core.xml" and canonical(first.read(name)) != canonical(second.read(name))
    ]


def canonical(part):
    return etree.tostring(etree.fromstring(part), method="c14n")


def with_hostile_texts(value, chosen):
    if isinstance(value, dict):
        return {key: with_hostile_texts(item, chosen) for key, item in value.items()}
    if isinstance(value, list):
        return [with_hostile_texts(item, chosen) for item in value]
    return value if isinstance(value, bool) else chosen.choice(TEXTS)


TEXTS = [text for name, text in HOSTILE.items() if name not in LEAVE_TO_US] + ["", "plain", "two\nlines"]


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("entries", [0, 1, 2, 7])
@pytest.mark.parametrize("flag", [True, False])
def test_a_full_or_empty_letter_is_what_docxtpl_makes(kind, entries, flag, templates):
    context = sample_context(KINDS[kind].fields, entries=entries, flag=flag)
    letter = Letter(kind, "x.docx", SAMPLE_AS_OF, "x", "", context)
    assert differences(by_docxtpl(kind, context), templates.render(letter)) == []


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("seed", range(12))
def test_a_letter_of_hostile_texts_is_what_docxtpl_makes(kind, seed, templates):
    chosen = random.Random(seed)
    context = sample_context(KINDS[kind].fields, entries=chosen.randint(0, 6), flag=chosen.random() < 0.5)
    context = with_hostile_texts(context, chosen)
    letter = Letter(kind, "x.docx", SAMPLE_AS_OF, "x", "", context)
    assert differences(by_docxtpl(kind, context), templates.render(letter)) == []


@pytest.mark.parametrize("environment", [True, False], ids=["our environment", "docxtpl alone"])
def test_the_letters_of_all_samples_are_what_docxtpl_makes(sample_letters, templates, environment):
    for name, letter in sample_letters.items():
        made = by_docxtpl(letter.kind, letter.context, environment=environment)
        assert differences(made, templates.render(letter)) == [], name
    assert {letter.kind for letter in sample_letters.values()} == set(LetterKind), "no template is left out"


def test_the_same_letter_has_the_same_bytes(sample_letters, templates):
    from secor_xl.letters.render import LetterTemplates

    again = LetterTemplates(templates.folder)
    for letter in sample_letters.values():
        assert templates.render(letter) == templates.render(letter) == again.render(letter)
