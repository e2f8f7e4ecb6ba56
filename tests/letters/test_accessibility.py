"""What the check of an office's folder asks for in the name of people who use a screen reader."""

import pytest

from secor_xl.letters.kinds import KINDS
from secor_xl.letters.template.template_check import remarks_on_template
from secor_xl.resources import shipped_letter_templates
from tests.letters.templates import STYLES, in_front, paragraph, template

DRAWING = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:docPr id="1" name="x"%s>%s</wp:docPr></wp:inline></w:drawing></w:r></w:p>'
)
DECORATIVE = '<d:decorative xmlns:d="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
SHAPE = (
    '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"%s><v:imagedata/></v:shape></w:pict></w:r></w:p>'
)
TABLE = "<w:tbl><w:tr>%s<w:tc>" + paragraph("Name and number") + "</w:tc></w:tr></w:tbl>"


def heading(level, words="A heading"):
    return paragraph(words, f'<w:pStyle w:val="Heading{level}"/>')


@pytest.mark.parametrize("file", [row.file for row in KINDS.values()])
def test_the_shipped_letters_lack_nothing(file):
    assert remarks_on_template(shipped_letter_templates() / file)[1] == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (in_front(paragraph("Our logo") + DRAWING % ("", "")), "A picture near 'Our logo' has no alternative text."),
        (in_front(SHAPE % ""), "has no alternative text. Right-click it, choose View Alt Text"),
        (in_front(heading(2)), "The heading 'A heading' has the style Heading 2, and is the first one."),
        (
            {STYLES: lambda text: text.replace('"heading 2"', '"heading 3"')},
            "'Score so far' has the style Heading 3, below a Heading 1. Give it the style Heading 2.",
        ),
        (in_front(TABLE % ""), "The table that begins 'Name and number' has no header row."),
        ({STYLES: lambda text: text.replace("<w:lang ", "<w:langs ")}, "The letter does not say its language."),
        ({STYLES: lambda text: text.replace('"heading ', '"title ')}, "The letter has no heading."),
    ],
    ids=range(7),
)
def test_what_a_screen_reader_would_miss_is_named_with_its_cure(tmp_path, change, said):
    [remark] = remarks_on_template(template(tmp_path, change))[1]
    assert said in remark


@pytest.mark.parametrize(
    "xml",
    [
        DRAWING % (' descr="Logo of our office"', ""),
        DRAWING % ("", DECORATIVE),
        SHAPE % ' alt="Logo"',
        heading(1) + heading(2),
        TABLE % "<w:trPr><w:tblHeader/></w:trPr>",
    ],
    ids=range(5),
)
def test_what_a_screen_reader_can_read_is_no_fault(tmp_path, xml):
    assert remarks_on_template(template(tmp_path, in_front(xml)))[1] == ()
