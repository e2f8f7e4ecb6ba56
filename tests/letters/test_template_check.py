"""Every way in which a template can be damaged in Word: found before a letter is made, by name, place and cure."""

import io
import re
import zipfile

import pytest

from secor_xl.letters.kinds import KINDS
from secor_xl.letters.plan import LetterKind
from secor_xl.letters.render import LetterTemplates, TemplateProblem
from secor_xl.letters.template.grammar import known_fields
from secor_xl.resources import shipped_letter_templates
from tests.letters.templates import DOCUMENT, paragraph, problems_of, template

DUE_LINE = "{{ due_on }}"


@pytest.fixture
def damaged(tmp_path):
    """A template whose letter text is changed."""

    def damage(change, kind=LetterKind.FEEDBACK):
        return template(tmp_path, {DOCUMENT: change}, kind=KINDS[kind].file)

    return damage


def replaced(old, new, count=-1):
    def change(text):
        assert old in text, f"{old!r} is not in the template"
        return text.replace(old, new, count)

    return change


def inserted(xml):
    return replaced("<w:body>", f"<w:body>{xml}", 1)


def moved_out_of_a_cell(text):
    """A condition that opens in one cell and closes in the next."""
    text = text.replace("{{ row.score }}", "{% if first_round %}{{ row.score }}")
    return text.replace("{{ row.mark }}", "{{ row.mark }}{% endif %}")


def without_header_row(text):
    start = text.index("<w:tr>", text.index('w:val="What must be corrected"'))
    return text[:start] + text[text.index("</w:tr>", start) + len("</w:tr>") :]


FAULTS = {
    "unknown field": (inserted(paragraph("{{ due_date }}")), "'due_date' is not known"),
    "capital letter": (replaced("{{ contact }}", "{{ Contact }}"), "did you mean 'contact'?"),
    "single braces": (replaced("{{ due_on }}", "{ due_on }", 1), "Type {{ due_on }}"),
    "single braces of a row": (inserted(paragraph("Found: {row.found}.")), "Type {{ row.found }}"),
    "single braces of a loop": (replaced("{{ line }}", "{ line }"), "Type {{ line }}"),
    "last year's plan deleted": (replaced("previous_plan_wanted", "first_round"), "'previous_plan_wanted' is missing"),
    "unknown field of a row": (replaced("{{ row.found }}", "{{ row.fond }}"), "did you mean 'corrections[].found'"),
    "due date deleted": (replaced(DUE_LINE, ""), "'due_on' is missing"),
    "final date deleted": (replaced("{{ final_on }}", ""), "'final_on' is missing"),
    "findings deleted": (replaced("{{ row.found }}", ""), "'corrections[].found' is missing"),
    "a required field only under a condition": (
        lambda text: text.replace("{{ contact }}", "{% if first_round %}{{ contact }}{% endif %}"),
        "{{ contact }} is missing",
    ),
    "a list printed": (inserted(paragraph("{{ corrections }}")), "is a list and cannot be printed"),
    "a flag printed": (inserted(paragraph("{{ first_round }}")), "is a flag and cannot be printed"),
    "a filter": (inserted(paragraph("{{ due_on|upper }}")), 'a bar "|"'),
    "arithmetic": (inserted(paragraph("{{ 7 * 7 }}")), "a calculation"),
    "a comparison": (inserted(paragraph("{% if round > '1' %}x{% endif %}")), "a comparison"),
    "a call": (inserted(paragraph("{{ due_on.upper() }}")), "brackets"),
    "an escape": (inserted(paragraph("{{ ''.__class__ }}")), "more than the name of a field"),
    "a private attribute": (inserted(paragraph("{{ due_on.__class__ }}")), "is not known"),
    "a setting": (inserted(paragraph("{%p set x = due_on %}")), "{% set %} is not allowed in a letter"),
    "an include": (inserted(paragraph("{%p include 'x' %}")), "not allowed in a letter"),
    "a macro": (inserted(paragraph("{%p macro x() %}") + paragraph("{%p endmacro %}")), "not allowed in a letter"),
    "a loop with a condition": (
        inserted(paragraph("{%p for x in addressee if x %}") + paragraph("{{ x }}") + paragraph("{%p endfor %}")),
        "a loop must be of the form",
    ),
    "capital If": (inserted(paragraph("{% If first_round %}x{% endif %}")), "{% If first_round %} is not understood"),
    "capital EndIf": (
        inserted(paragraph("{%p if first_round %}") + paragraph("{%p EndIf %}")),
        "{%p EndIf %} is not understood",
    ),
    "space after the percent sign": (inserted(paragraph("{% p if first_round %}")), "{% p if first_round %} is not understood"),
    "not closed": (inserted(paragraph("{%p if first_round %}")), "{%p if first_round %} has no {%p endif %}"),
    "loop not closed": (inserted(paragraph("{%p for x in addressee %}")), "has no {%p endfor %} after it"),
    "closed by the other end": (
        inserted(paragraph("{%p if first_round %}") + paragraph("{%p endfor %}")),
        "{%p if first_round %} has no {%p endif %} before {%p endfor %}",
    ),
    "end without a beginning": (inserted(paragraph("{%p endif %}")), "{%p endif %} has no {%p if ... %} before it"),
    "else without a beginning": (inserted(paragraph("{%p else %}")), "{%p else %} has no {%p if ... %} before it"),
    "one equals sign": (inserted(paragraph("{% if round = '1' %}x{% endif %}")), "{% if round = '1' %} is not understood"),
    "two words": (inserted(paragraph("{{ due on }}")), "{{ due on }} is not understood"),
    "three braces": (inserted(paragraph("{{{ due_on }}}")), "not understood"),
    "low quotation mark": (inserted(paragraph("{% if round == „1“ %}x{% endif %}")), "typographic character '„'"),
    "dash": (inserted(paragraph("{{ due–on }}")), "typographic character '–'"),
    "zero-width space": (replaced("{{ contact }}", "{{ con\u200btact }}"), "invisible character U+200B"),
    "no-break space": (inserted(paragraph("{%p\u00a0if first_round %}")), "no-break space"),
    "text beside a paragraph tag": (
        inserted(paragraph("{%p if first_round %} Please read.") + paragraph("{%p endif %}")),
        "gets lost",
    ),
    "a condition inside a word's formatting": (
        inserted("<w:p><w:r>{% if first_round %}<w:t>a</w:t></w:r></w:p><w:p>{% endif %}</w:p>"),
        "begins in one paragraph or cell and ends in another",
    ),
    "two paragraph tags in one paragraph": (
        inserted(paragraph("{%p if first_round %}{%p if final_comes_first %}") + paragraph("{%p endif %}") * 2),
        "gets lost",
    ),
    "half a tag": (inserted(paragraph("Dear {{ employer }")), "'{{ employer }' is not closed"),
    "half a condition": (inserted(paragraph("{% if first_round }")), "'{% if first_round }' is not closed"),
    "closing braces only": (inserted(paragraph("employer }}")), "half a tag"),
    "docxtpl escape": (inserted(paragraph("{_{ employer }_}")), "half a tag"),
    "tracked insertion": (
        inserted('<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>new</w:t></w:r></w:ins></w:p>'),
        "tracked changes",
    ),
    "tracked deletion": (
        inserted('<w:p><w:del w:id="1" w:author="x"><w:r><w:delText>old</w:delText></w:r></w:del></w:p>'),
        "tracked changes",
    ),
    "tracked formatting": (
        inserted('<w:p><w:r><w:rPr><w:rPrChange w:id="1" w:author="x"><w:rPr/></w:rPrChange></w:rPr><w:t>n</w:t></w:r></w:p>'),
        "tracked changes",
    ),
    "hidden text": (
        replaced("{{ due_on }}</w:t>", "{{ due_on }}</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>for us only</w:t>", 1),
        "'for us only' is hidden text",
    ),
    "a condition across cells": (moved_out_of_a_cell, "begins in one table cell and ends in another"),
    "a table without a fixed row": (without_header_row, "no row that is always there"),
    "a cell that can become empty": (
        replaced("{{ row.points }}</w:t></w:r></w:p>", "{%p if first_round %}</w:t></w:r></w:p>"
                 + paragraph("{{ row.points }}") + paragraph("{%p endif %}")),
        "can become empty",
    ),
    "column tag": (replaced("{{ row.points }}", "{%tc if first_round %}{{ row.points }}{%tc endif %}"), "columns come and go"),
    "cell colour": (replaced("{{ row.points }}", "{% cellbg round %}{{ row.points }}"), "columns come and go"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_damaged_template_is_refused_and_says_why(fault, damaged):
    change, words = FAULTS[fault]
    path = damaged(change)
    problems = problems_of(path)
    assert any(words in problem for problem in problems), problems
    assert all(problem.endswith((".", "?")) and "?." not in problem for problem in problems)
    assert not any(word in " ".join(problems) for word in ("Jinja", "template.", "token", "block"))


NOT_UNDERSTOOD = [
    name for name, (_, words) in FAULTS.items() if re.search("not understood|not closed|has no {%", words)
]


@pytest.mark.parametrize("fault", [*NOT_UNDERSTOOD, "low quotation mark", "dash", "zero-width space"])
def test_a_tag_that_is_not_understood_is_the_only_thing_that_is_told(fault, damaged):
    change, words = FAULTS[fault]
    (problem,) = problems_of(damaged(change))
    assert words in problem


@pytest.mark.parametrize("fault", ["due date deleted", "capital letter", "tracked deletion"])
def test_a_damaged_template_never_makes_a_letter(fault, damaged, sample_letters):
    path = damaged(FAULTS[fault][0])
    letter = next(each for each in sample_letters.values() if each.kind is LetterKind.FEEDBACK)
    with pytest.raises(TemplateProblem) as problem:
        LetterTemplates(path.parent).render(letter)
    assert problem.value.template == "feedback.docx"
    assert "feedback.docx" in str(problem.value)
    assert problem.value.problems


@pytest.mark.parametrize("kind", LetterKind)
def test_the_shipped_templates_have_no_problem(kind):
    assert problems_of(shipped_letter_templates() / KINDS[kind].file, kind) == ()


def test_the_page_for_office_staff_names_every_field_and_no_other():
    page = (shipped_letter_templates() / "README.md").read_text(encoding="utf-8")
    tables = "\n".join(line for line in page.split("## Fields", 1)[1].splitlines())
    named = set(re.findall(r"`([a-z_]+)`", tables))
    known = {path for kind in KINDS.values() for path in known_fields(kind.fields)}
    names = {step for path in known for step in path.replace("[]", "").split(".")} - {"label", "value"}
    assert named == names


@pytest.mark.parametrize("kind", LetterKind)
def test_a_template_of_another_kind_is_refused(kind):
    others = set(LetterKind) - {kind}
    for other in others:
        assert problems_of(shipped_letter_templates() / KINDS[other].file, kind)


def _in_its_place(found):
    """Nothing in the place of a field; in the place of a condition's field another one, so that the tags stay in pairs."""
    return "" if found.group().startswith("{{") else "late_acceptances"


@pytest.mark.parametrize("kind", LetterKind)
def test_each_required_field_is_guarded(kind, damaged):
    """A template from which a required field is deleted is refused; all the fields of a row go together with their name."""
    for path in KINDS[kind].required:
        field = path.rpartition(".")[2].removesuffix("[]")
        name = {"addressee": "line", "late_acceptances": "sentence", "below": "sentence"}.get(field, field)
        pattern = re.compile(r"\{\{ (?:row\.|overall\.)?" + name + r" \}\}|(?<=if )" + name + r"(?= %)")
        changed = damaged(lambda text, pattern=pattern: pattern.sub(_in_its_place, text), kind=kind)
        for part in ("word/header1.xml", "word/header2.xml"):
            assert part in zipfile.ZipFile(changed).namelist()
        problems = problems_of(changed, kind)
        in_header = field in ("office_name", "letter_date")
        assert problems or in_header, f"{kind}: {path}"


def another_zip_file():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", "x")
    return made.getvalue()


@pytest.mark.parametrize("content", [b"", b"not a zip file", b"PK\x05\x06" + bytes(18), another_zip_file()])
def test_what_is_no_word_document_is_refused(content, tmp_path):
    path = tmp_path / "feedback.docx"
    path.write_bytes(content)
    (problem,) = problems_of(path)
    assert "not a Word document" in problem


def test_a_missing_template_is_refused(tmp_path):
    (problem,) = problems_of(tmp_path / "feedback.docx")
    assert "cannot be read" in problem


def test_several_problems_are_told_at_once(damaged):
    def change(text):
        return text.replace(DUE_LINE, "").replace("{{ contact }}", "{{ Contact }}")

    assert len(problems_of(damaged(change))) >= 3


GOOD = {
    "braces of other words": inserted(paragraph("Braces {like these} or {x}.")),
    "a tag that Word has split": replaced(
        "{{ contact }}",
        '{{ </w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>contact</w:t></w:r><w:r><w:t> }}',
    ),
    "curly quotes in a condition": inserted(paragraph("{% if round == “1” %}first{% endif %}")),
    "other words": replaced("Yours truly,", "With kind regards,"),
    "a field and a condition more": inserted(paragraph("{{ employer }} {% if not first_round %}again{% endif %}")),
    "text that is expressly not hidden": inserted(
        '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>for all</w:t></w:r></w:p>'
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_office_staff_may_do_is_no_fault(name, damaged):
    assert problems_of(damaged(GOOD[name])) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            replaced("{{ contact }}", "{{ Contact }}"),
            (
                "In the letter's text: The field 'Contact' is not known; did you mean 'contact'? Type {{ contact }} in place of"
                " {{ Contact }}. It is under the heading 'How to return your correction'."
            ),
        ),
        (
            replaced("{{ row.found }}", "{{ row.fond }}", 1),
            (
                "did you mean 'corrections[].found'? Type {{ row.found }} in place of {{ row.fond }}. It is under the heading"
                " 'What must be corrected'."
            ),
        ),
        (
            inserted(paragraph("{{ “salutation” }}:")),
            (
                "In the letter's text: a tag has more than the name of a field (a text or a number); take the quotation marks out,"
                " and write only {{ salutation }}. It is in the tag {{ “salutation” }}."
            ),
        ),
        (
            replaced("{{ contact }}", "{{ contact|upper }}"),
            "write only {{ contact }}. It is in the tag {{ contact|upper }}. It is under the heading 'How to return your",
        ),
        (
            replaced("{{ contact }}", "{contact}"),
            "'contact' is in single braces, and would be printed as it is. Type {{ contact }}. It is under the heading 'How",
        ),
        (
            replaced("{{ contact }}", "{{ con\u200btact }}"),
            "Type the tag again. It is under the heading 'How to return your correction'.",
        ),
        (
            replaced("{{ contact }}", "{{ contact }} {{ contact|upper }}"),
            "It is in the tag {{ contact|upper }}. It is under the heading 'How to return your",
        ),
        (
            replaced("{{ contact }}", "{% if contact %}{{ contact }}"),
            "{% if contact %} has no {% endif %} after it. Put it back. It is under the heading 'How to return your",
        ),
    ],
    ids=range(8),
)
def test_a_fault_names_its_tag_its_place_and_what_to_type(damaged, change, said):
    assert any(said in problem for problem in problems_of(damaged(change)))
