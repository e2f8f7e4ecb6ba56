"""Templates as offices make them, with Word's own wrappers in them: each required text is on the pages that LibreOffice prints."""

import re

import pytest

from secor_xl.letters.kinds import KINDS
from secor_xl.letters.plan import LetterKind
from secor_xl.letters.template.sample_context import sample_context
from secor_xl.letters.template.template_check import checked_template
from secor_xl.letters.word.letter_check import texts_at
from secor_xl.resources import shipped_letter_templates
from secor_xl.samples.clean import SAMPLE_AS_OF
from tests.letters.templates import (
    DOCUMENT,
    DUE,
    SETTINGS,
    before_end,
    both,
    due_as,
    field,
    in_front,
    paragraph,
    problems_of,
    related,
    run,
    template,
)
from tests.rendering import needs_pages, pdfs_of, text_of

MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
WPS = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
TEXT_BOX = (
    f'<w:r><mc:AlternateContent {MC}><mc:Choice Requires="wps" {WPS}><w:drawing>'
    '<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="5000000" cy="400000"/>'
    '<wp:docPr id="9" name="Box"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData'
    ' uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="5000000" cy="400000"/></a:xfrm><a:prstGeom prst="rect"/></wps:spPr><wps:txbx><w:txbxContent>'
    "{0}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
    '<mc:Fallback><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>{0}</w:txbxContent>'
    "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
WEB = related("rId60", "hyperlink", "https://a.example", external=True)
SPLIT = "".join(run(letter) for letter in "{{ due_on }}")
FOOTNOTES = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:id="2">{}</w:footnote></w:footnotes>'
)


def first_header_only(text):
    return text.replace(DUE, run("see above"))


def with_footnote(changes):
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    typed = {
        "[Content_Types].xml": lambda text: before_end(
            text, f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/>', "[Content_Types].xml"
        )
    }
    return both(changes, typed, related("rId61", "footnotes", "footnotes.xml"))


WRAPPED = {
    "as shipped": {},
    "a smart tag": due_as(
        f'<w:smartTag w:uri="u" w:element="date"><w:smartTagPr/>{run("{{ due")}</w:smartTag>{run("_on }}")}'
    ),
    "a content control": due_as(
        f'<w:sdt><w:sdtPr><w:alias w:val="Due"/></w:sdtPr><w:sdtContent>{DUE}</w:sdtContent></w:sdt>'
    ),
    "a content control around half of it": due_as(
        f"{run('{{ due')}<w:sdt><w:sdtContent>{run('_on }}')}</w:sdtContent></w:sdt>"
    ),
    "a content control around everything": {
        DOCUMENT: lambda text: text.replace("<w:body>", "<w:body><w:sdt><w:sdtContent>").replace(
            "<w:sectPr><w:headerReference", "</w:sdtContent></w:sdt><w:sectPr><w:headerReference"
        )
    },
    "a link": both(due_as(f'<w:hyperlink r:id="rId60">{DUE}</w:hyperlink>'), WEB),
    "a link around half of it": both(
        due_as(f'{run("{{ due")}<w:hyperlink r:id="rId60">{run("_on }}")}</w:hyperlink>'), WEB
    ),
    "a link made of a field": due_as(field('HYPERLINK "https://a.example"', "{{ due_on }}")),
    "a bookmark": due_as(
        f'{run("{{ ")}<w:bookmarkStart w:id="5" w:name="here"/>{run("due_on")}<w:bookmarkEnd w:id="5"/>{run(" }}")}'
    ),
    "proofing marks": due_as(
        f'{run("{{ ")}<w:proofErr w:type="spellStart"/>{run("due_on")}<w:proofErr w:type="spellEnd"/>{run(" }}")}'
    ),
    "one run for each letter": due_as(SPLIT),
    "two tags in one paragraph, both split": both(due_as(run("{{ due") + run("_on }} {{ rou") + run("nd }}"))),
    "a split tag of a paragraph": {
        DOCUMENT: lambda text: text.replace(run("{%p endif %}"), run("{%p en") + run("dif %}"))
    },
    "a text box": due_as(TEXT_BOX.format(paragraph("{{ due_on }}"))),
    "a text box with a condition": due_as(
        TEXT_BOX.format(
            paragraph("{%p if first_round %}")
            + paragraph("One.")
            + paragraph("{%p endif %}")
            + paragraph("{{ due_on }}")
        )
    ),
    "a table in a table": due_as(
        "<w:r><w:t/></w:r></w:p><w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tbl><w:tblPr/><w:tblGrid><w:gridCol/>"
        f"</w:tblGrid><w:tr><w:tc>{paragraph('{{ due_on }}')}</w:tc></w:tr></w:tbl>{paragraph('x')}</w:tc></w:tr></w:tbl><w:p>"
    ),
    "a landscape page": in_front(
        paragraph("Wide.", '<w:sectPr><w:pgSz w:w="15840" w:h="12240" w:orient="landscape"/></w:sectPr>')
    ),
    "the header of the first page": {
        DOCUMENT: first_header_only,
        "word/header1.xml": lambda text: text.replace("</w:hdr>", paragraph("{{ due_on }}") + "</w:hdr>"),
    },
    "the header of all pages": {
        DOCUMENT: lambda text: first_header_only(text).replace("<w:titlePg/>", ""),
        "word/header2.xml": lambda text: text.replace("</w:hdr>", paragraph("{{ due_on }}") + "</w:hdr>"),
    },
    "odd and even pages": both(
        {
            DOCUMENT: lambda text: (
                first_header_only(text).replace("<w:titlePg/>", "").replace('w:type="first"', 'w:type="even"')
            ),
            "word/header2.xml": lambda text: text.replace("</w:hdr>", paragraph("{{ due_on }}") + "</w:hdr>"),
        },
        {SETTINGS: lambda text: text.replace("<w:zoom", "<w:evenAndOddHeaders/><w:zoom")},
    ),
    "a footnote": with_footnote(
        both(
            {DOCUMENT: first_header_only},
            in_front(paragraph(run("See") + '<w:r><w:footnoteReference w:id="2"/></w:r>')),
        )
    ),
    "a right-to-left wrapper": due_as(f'<w:bdo w:val="ltr">{run("{{ due")}{run("_on }}")}</w:bdo>'),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A sample letter of each template, and of each kind as it is shipped, as a Word file."""
    made = {}
    for number, (name, changes) in enumerate(WRAPPED.items()):
        folder = tmp_path_factory.mktemp(f"t{number}")
        added = {"word/footnotes.xml": FOOTNOTES.format(paragraph("{{ due_on }}"))} if name == "a footnote" else {}
        made[name] = (LetterKind.FEEDBACK, template(folder, changes, added))
    made |= {f"{kind} as shipped": (kind, shipped_letter_templates() / KINDS[kind].file) for kind in LetterKind}
    letters = {}
    for number, (name, (kind, path)) in enumerate(made.items()):
        context = sample_context(KINDS[kind].fields, entries=2, flag=True)
        letter = tmp_path_factory.mktemp(f"l{number}") / f"letter{number}.docx"
        letter.write_bytes(checked_template(path, kind).render(context, SAMPLE_AS_OF))
        letters[name] = (kind, context, letter)
    return letters


@pytest.mark.parametrize("name", WRAPPED)
def test_a_template_with_wrappers_of_word_is_used(name, tmp_path):
    added = {"word/footnotes.xml": FOOTNOTES.format(paragraph("{{ due_on }}"))} if name == "a footnote" else {}
    assert problems_of(template(tmp_path, WRAPPED[name], added)) == ()


def squeezed(text):
    return re.sub(r"\s+", "", text)


class TestPages:
    pytestmark = needs_pages

    def test_each_required_text_is_on_a_page(self, written, tmp_path):
        pdfs = pdfs_of([letter for _, _, letter in written.values()], tmp_path)
        for (name, (kind, context, _)), pdf in zip(written.items(), pdfs, strict=True):
            page = squeezed(text_of(pdf, layout=False))
            for path in KINDS[kind].required:
                for text in texts_at(context, path):
                    assert squeezed(text) in page, f"{name}: {path}"


def test_a_footnote_to_which_nothing_refers_is_on_no_page(tmp_path):
    added = {"word/footnotes.xml": FOOTNOTES.format(paragraph("{{ due_on }}"))}
    changes = with_footnote({DOCUMENT: first_header_only})
    (told,) = problems_of(template(tmp_path, changes, added))
    assert "{{ due_on }} is missing in the letter" in told
