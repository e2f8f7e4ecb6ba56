"""What may not be in a letter's template, or would get lost on its way to the page: refused by name and place, with a cure."""

import re

import pytest

from tests.letters.templates import (
    DOCUMENT,
    DUE,
    PIXEL,
    SETTINGS,
    STYLES,
    both,
    due_as,
    field,
    in_front,
    paragraph,
    problems_of,
    related,
    run,
    template,
    typed,
)

NEXT_PAGE = '<w:sectPr><w:type w:val="nextPage"/><w:pgSz w:w="15840" w:h="12240"/></w:sectPr>'
OLE = '<w:r><w:pict><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office"/></w:pict></w:r>'
DRAWING = (
    '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:docPr id="7" name="Logo"{docpr}/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="7" name="logo.png"/>'
    "<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip {blip}/></pic:blipFill></pic:pic></a:graphicData></a:graphic>"
    "</wp:inline></w:drawing>"
)


def drawing(docpr="", blip=""):
    return f"<w:r>{DRAWING.format(docpr=docpr, blip=blip)}</w:r>"


PICTURE = drawing(blip='r:embed="rId50"')
WITH_PICTURE = both(related("rId50", "image", "media/image1.png"), typed(png="image/png"))
LINK = '<w:hyperlink r:id="rId60">{}</w:hyperlink>'


def style(kind, name, properties, more=""):
    xml = f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{more}{properties}</w:style>'
    return {STYLES: lambda text: text.replace("</w:styles>", f"{xml}</w:styles>")}


HIDDEN = "<w:rPr><w:vanish/></w:rPr>"
STYLED = '<w:r><w:rPr><w:rStyle w:val="{}"/></w:rPr><w:t>{{{{ due_on }}}}</w:t></w:r>'


def row(inside):
    return f"<w:tr><w:tc>{inside}</w:tc></w:tr>"


def table(inside, properties=""):
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tr><w:tc>{inside}</w:tc></w:tr></w:tbl>"


FIELDS = {
    "DATE": (field('DATE \\@ "MMMM d"'), ("DATE", "{{ letter_date }}")),
    "time": (field("time"), ("TIME", "{{ letter_date }}")),
    "SAVEDATE": (field("SAVEDATE"), ("SAVEDATE", "{{ letter_date }}")),
    "IF": (field('IF {{ round }} = 1 "a" "b"'), ("IF", "{% if field %}")),
    "MERGEFIELD": (field("MERGEFIELD Name", "«Name»"), ("MERGEFIELD", "{{ field }}")),
    "formula": (field("=SUM(ABOVE)"), ("Word field =", "{{ field }}")),
    "formula with a space": (field("= 2 + 2"), ("Word field =", "{{ field }}")),
    "DOCPROPERTY": (field("DOCPROPERTY Company"), ("DOCPROPERTY", "{{ field }}")),
    "TITLE": (field("TITLE"), ("TITLE", "{{ document_title }}")),
    "AUTHOR": (field("AUTHOR"), ("AUTHOR", "{{ signatory }}")),
    "REF": (field("REF later"), ("REF", "{{ field }}")),
    "TOC": (field("TOC \\o"), ("TOC", "Ctrl+Shift+F9")),
    "DDEAUTO": (field('DDEAUTO excel "C:\\x"'), ("DDEAUTO", "insert the text")),
    "INCLUDETEXT": (field('INCLUDETEXT "\\\\\\\\host\\\\a.docx"'), ("INCLUDETEXT", "insert the text")),
    "INCLUDEPICTURE": (field('INCLUDEPICTURE "http://x/a.png"'), ("INCLUDEPICTURE", "insert the text")),
    "FORMTEXT": (field("FORMTEXT"), ("FORMTEXT", "{{ field }}")),
    "unknown": (field("NOSUCH"), ("NOSUCH", "Ctrl+Shift+F9")),
    "in one element": ('<w:fldSimple w:instr=" DATE ">' + run("x") + "</w:fldSimple>", ("DATE", "{{ letter_date }}")),
    "split code": (
        field("DATE")
        .replace(" DATE ", " DA")
        .replace("</w:instrText></w:r>", "</w:instrText></w:r><w:r><w:instrText>TE </w:instrText></w:r>"),
        ("DATE", "{{ letter_date }}"),
    ),
    "nested": (
        field("PAGE").replace("</w:instrText></w:r>", "</w:instrText></w:r>" + field("PAGE"), 1),
        ("another field in its code",),
    ),
    "tag in a page number": (field("PAGE", "{{ due_on }}"), ("inside a page number", "{{ due_on }}")),
    "tag in a link's code": (
        field('HYPERLINK "mailto:{{ office_email }}"'),
        ("mailto:{{ office_email }}", "Remove Hyperlink"),
    ),
    "link to a computer": (field('HYPERLINK "C:\\\\Users\\\\w\\\\a.docx"'), ("recipient cannot open",)),
    "without an end": ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', ("begins in one paragraph",)),
    "without a beginning": ('<w:r><w:fldChar w:fldCharType="end"/></w:r>', ("has no beginning",)),
    "old date element": ("<w:r><w:dayLong/></w:r>", ("changes with the clock", "{{ letter_date }}")),
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_of_word_is_refused_by_its_name_with_what_to_write_instead(name, tmp_path):
    xml, words = FIELDS[name]
    told = problems_of(template(tmp_path, in_front(paragraph(run("Near this. ") + xml))))
    assert any(all(word in problem for word in words) for problem in told), told
    assert all(problem.startswith("In the letter's text:") for problem in told), told


@pytest.mark.parametrize(
    "code",
    [
        "PAGE",
        "NUMPAGES",
        "page \\* MERGEFORMAT",
        "SECTIONPAGES",
        'HYPERLINK "https://a.example"',
        'HYPERLINK \\l "later"',
    ],
)
def test_page_numbers_and_plain_links_may_be_in_a_letter(code, tmp_path):
    assert problems_of(template(tmp_path, in_front(paragraph(field(code))))) == ()


@pytest.mark.parametrize(
    "target", ["mailto:%7b%7b%20office_email%20%7d%7d", "http://a/{% if x %}", "mailto:[[ office_email ]]"]
)
def test_a_tag_in_the_address_of_a_link_is_refused(target, tmp_path):
    changes = both(
        in_front(paragraph(LINK.format(run("write us")))), related("rId60", "hyperlink", target, external=True)
    )
    assert any("never filled in" in problem for problem in problems_of(template(tmp_path, changes)))


@pytest.mark.parametrize("target", ["file:///C:\\Users\\w\\a.docx", "..\\a.docx", "a.docx", "javascript:x"])
def test_a_link_that_no_recipient_can_open_is_refused(target, tmp_path):
    changes = both(in_front(paragraph(LINK.format(run("see")))), related("rId60", "hyperlink", target, external=True))
    assert any("recipient cannot open" in problem for problem in problems_of(template(tmp_path, changes)))


BINDING = '<w:sdtPr><w:dataBinding w:xpath="/title" w:storeItemID="{1}"/></w:sdtPr>'
THINGS = {
    "bound content control": (
        due_as(f"<w:sdt>{BINDING}<w:sdtContent>{DUE}</w:sdtContent></w:sdt>"),
        "'{{ due_on }}' is in a content control",
    ),
    "bound content control without a tag": (
        in_front(f"<w:sdt>{BINDING}<w:sdtContent>{paragraph('Old title')}</w:sdtContent></w:sdt>"),
        "{{ document_title }}",
    ),
    "embedded object": (in_front(paragraph("<w:r><w:object/></w:r>")), "an embedded object"),
    "OLE in a picture": (in_front(paragraph(OLE)), "an embedded object"),
    "another file": (
        both(in_front('<w:altChunk r:id="rId70"/>'), related("rId70", "aFChunk", "a.html")),
        "another file",
    ),
    "a subdocument": (in_front('<w:subDoc r:id="rId70"/>'), "a subdocument"),
    "a form control": (in_front(paragraph("<w:r><w:control/></w:r>")), "a form control"),
    "a chart": (in_front(paragraph('<w:r><w:drawing><c:chart xmlns:c="urn:c"/></w:drawing></w:r>')), "a chart"),
    "an equation": (in_front(paragraph('<m:oMath xmlns:m="urn:m"/>')), "an equation"),
    "ink": (in_front(paragraph("<w:r><w:contentPart/></w:r>")), "ink"),
    "something new": (in_front(paragraph("<w:r><w:hologram/></w:r>")), "(hologram)"),
    "something of another program": (in_front(paragraph('<x:thing xmlns:x="urn:x"/>')), "(thing)"),
    "a picture kept outside": (
        both(
            in_front(paragraph(drawing(blip='r:link="rId50"'))),
            related("rId50", "image", "http://x/track.png", external=True),
        ),
        "kept outside",
    ),
    "a hidden picture": (in_front(paragraph(drawing(docpr=' hidden="1"'))), "is hidden"),
    "a tag in an alternative text": (
        in_front(paragraph(drawing(docpr=' descr="{{ employer }}"'))),
        "settings of a shape",
    ),
    "a tag in the alternative text of a table": (
        in_front(table(paragraph("x"), '<w:tblCaption w:val="{{ employer }}"/>')),
        "where it is not printed",
    ),
    "a tag in the name of a font": (
        in_front(paragraph('<w:r><w:rPr><w:rFonts w:ascii="{{ employer }}"/></w:rPr><w:t>x</w:t></w:r>')),
        "where it is not printed",
    ),
    "a tag after a run": (in_front(paragraph(f"{run('x')}{{{{ employer }}}}")), "where it is not printed"),
    "a tag before a paragraph": (in_front(f"{{{{ employer }}}}{paragraph('x')}"), "where it is not printed"),
    "moved text": (in_front('<w:moveFromRangeStart w:id="1" w:name="m" w:author="x"/>'), "tracked changes"),
    "a new row": (
        in_front(table(paragraph("x")).replace("<w:tc>", '<w:trPr><w:ins w:id="1" w:author="x"/></w:trPr><w:tc>')),
        "tracked changes",
    ),
    "a comment's place": (in_front(paragraph('<w:commentRangeStart w:id="0"/>')), "comments"),
}


@pytest.mark.parametrize("name", THINGS)
def test_what_may_not_be_in_a_letter_is_refused_by_name(name, tmp_path):
    changes, words = THINGS[name]
    told = problems_of(template(tmp_path, changes))
    assert any(words in problem for problem in told), told
    assert all(problem.endswith(".") for problem in told)


HIDING = {
    "a character style": (both(due_as(STYLED.format("Ghost")), style("character", "Ghost", HIDDEN)), "by its style"),
    "the style that it is based on": (
        both(
            due_as(STYLED.format("B")),
            style("character", "A", HIDDEN),
            style("character", "B", "", '<w:basedOn w:val="A"/>'),
        ),
        "by its style",
    ),
    "styles based on each other": (
        both(
            due_as(STYLED.format("B") + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>"),
            style("character", "A", "", '<w:basedOn w:val="B"/>'),
            style("character", "B", "", '<w:basedOn w:val="A"/>'),
        ),
        "hidden text",
    ),
    "a paragraph style": (
        both(in_front(paragraph("For us", '<w:pStyle w:val="Ghost"/>')), style("paragraph", "Ghost", HIDDEN)),
        "'For us' is hidden by the style of its paragraph",
    ),
    "a table style": (
        both(
            in_front(table(paragraph("For us"), '<w:tblStyle w:val="Ghost"/>') + paragraph("x")),
            style("table", "Ghost", HIDDEN),
        ),
        "by the style of its table",
    ),
    "the first row of a table style": (
        both(
            in_front(table(paragraph("For us"), '<w:tblStyle w:val="Ghost"/>') + paragraph("x")),
            style("table", "Ghost", f'<w:tblStylePr w:type="firstRow">{HIDDEN}</w:tblStylePr>'),
        ),
        "by the style of its table",
    ),
    "the usual paragraph style": (
        {STYLES: lambda text: text.replace('<w:name w:val="Normal"/>', f'<w:name w:val="Normal"/>{HIDDEN}')},
        "by the style of its paragraph",
    ),
    "the document's default": (
        {STYLES: lambda text: text.replace("<w:rPrDefault><w:rPr>", "<w:rPrDefault><w:rPr><w:vanish/>")},
        "default font",
    ),
    "a hidden row": (
        in_front(table(paragraph("For us")).replace("<w:tc>", "<w:trPr><w:hidden/></w:trPr><w:tc>") + paragraph("x")),
        "hidden table row",
    ),
    "the run": (in_front(paragraph(f"<w:r>{HIDDEN}<w:t>For us</w:t></w:r>")), "'For us' is hidden text"),
}


@pytest.mark.parametrize("name", HIDING)
def test_words_that_are_hidden_are_refused_whatever_hides_them(name, tmp_path):
    changes, words = HIDING[name]
    told = problems_of(template(tmp_path, changes))
    assert any(words in problem for problem in told), told


NOT_HIDDEN = {
    "a style that shows again": both(
        due_as(STYLED.format("B")),
        style("character", "A", HIDDEN),
        style("character", "B", '<w:rPr><w:vanish w:val="false"/></w:rPr>', '<w:basedOn w:val="A"/>'),
    ),
    "a run that shows again": both(
        due_as('<w:r><w:rPr><w:rStyle w:val="A"/><w:vanish w:val="0"/></w:rPr><w:t>{{ due_on }}</w:t></w:r>'),
        style("character", "A", HIDDEN),
    ),
    "only the mark of the paragraph": in_front(paragraph("Seen", "<w:rPr><w:vanish/></w:rPr>")),
    "a hidden style that nothing has": style("character", "A", HIDDEN),
}


@pytest.mark.parametrize("name", NOT_HIDDEN)
def test_words_that_are_shown_are_not_refused(name, tmp_path):
    assert problems_of(template(tmp_path, NOT_HIDDEN[name])) == ()


def condition(end, properties=""):
    return paragraph("{%p if first_round %}") + paragraph("Words.") + paragraph(run("{%p endif %}") + end, properties)


LOST = {
    "section break": (condition("", NEXT_PAGE), "a section break gets lost"),
    "page break": (condition('<w:r><w:br w:type="page"/></w:r>'), "a page break gets lost"),
    "column break": (condition('<w:r><w:br w:type="column"/></w:r>'), "a page break gets lost"),
    "page break before": (condition("", "<w:pageBreakBefore/>"), "page break before the paragraph gets lost"),
    "picture": (condition(PICTURE), "a picture or shape gets lost"),
    "shape": (condition("<w:r><w:pict/></w:r>"), "a picture or shape gets lost"),
    "text box": (
        condition(f"<w:r><w:pict><w:txbxContent>{paragraph('Box')}</w:txbxContent></w:pict></w:r>"),
        "a picture or shape gets lost",
    ),
    "symbol": (condition('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'), "a symbol gets lost"),
    "page number": (condition(field("PAGE", "")), "a field of Word gets lost"),
    "words": (condition(run("More.")), "'More.' gets lost"),
    "picture in a split tag": (
        paragraph(run("{{ contact") + PICTURE + run(" }}")),
        "a picture or shape is inside the tag {{ contact }}",
    ),
    "tab in a tag": (paragraph("<w:r><w:t>{{</w:t><w:tab/><w:t>contact }}</w:t></w:r>"), "a tab is inside the tag"),
    "line break in a tag": (
        paragraph("<w:r><w:t>{{</w:t><w:br/><w:t>contact }}</w:t></w:r>"),
        "a line break is inside",
    ),
    "row tag outside of a table": (
        paragraph("{%tr if first_round %}") + paragraph("{%tr endif %}"),
        "is in no table row",
    ),
    "picture in a loop": (
        paragraph("{%p for x in addressee %}") + paragraph(PICTURE) + paragraph("{%p endfor %}"),
        "a picture is inside a loop",
    ),
    "picture in an outer loop": (
        paragraph("{%p for x in addressee %}")
        + paragraph("{% for y in addressee %}{{ y }}{% endfor %}")
        + paragraph(PICTURE)
        + paragraph("{%p endfor %}"),
        "a picture is inside a loop",
    ),
    "text box that can become empty": (
        paragraph(f"<w:r><w:pict><w:txbxContent>{condition('')}</w:txbxContent></w:pict></w:r>"),
        "can become empty",
    ),
    "table in the row of a tag": (
        "<w:tbl>"
        + row(paragraph("x"))
        + row(paragraph("{%tr if first_round %}") + table(paragraph("")) + paragraph(""))
        + row(paragraph("{%tr endif %}"))
        + "</w:tbl>",
        "a table gets lost",
    ),
    "paragraph field": (paragraph("{{p contact }}"), "{{p contact }} is not understood"),
    "run tag": (paragraph("{%r if first_round %}x{%r endif %}"), "{%r if first_round %} is not understood"),
    "hyphens": (paragraph("{%- if first_round -%}x{% endif %}"), "has a hyphen at its braces"),
}


@pytest.mark.parametrize("name", LOST)
def test_what_a_tag_would_take_with_it_is_named(name, tmp_path):
    xml, words = LOST[name]
    changes = both(in_front(xml), WITH_PICTURE) if "drawing" in xml else in_front(xml)
    told = problems_of(template(tmp_path, changes, {"word/media/image1.png": PIXEL} if "drawing" in xml else {}))
    assert any(words in problem for problem in told), told


INVISIBLE = {
    "\u200b": "U+200B, zero width space",
    "\u00ad": "U+00AD, soft hyphen",
    "\ufeff": "U+FEFF",
    "\u2060": "U+2060, word joiner",
    "\u200e": "U+200E, left-to-right mark",
    "\u00a0": "U+00A0, no-break space",
    "\u3000": "U+3000, ideographic space",
    "\u2800": "U+2800",
    "\u3164": "U+3164, hangul filler",
    "\ufe0f": "U+FE0F",
    "\u202f": "U+202F",
    "\u0435": "U+0435, cyrillic small letter ie",
    "\u2010": "U+2010, hyphen",
    "\uff5f": "U+FF5F",
}


@pytest.mark.parametrize("character", INVISIBLE, ids=lambda each: f"{ord(each):04X}")
def test_a_character_that_nobody_sees_in_a_tag_is_named_by_its_code_point(character, tmp_path):
    (told,) = problems_of(template(tmp_path, in_front(paragraph(f"{{{{ con{character}tact }}}}"))))
    assert INVISIBLE[character] in told
    assert told.startswith("In the letter's text:")


@pytest.mark.parametrize("text", ["é", "–", "安"])
def test_a_quoted_text_in_a_condition_may_be_in_any_language(text, tmp_path):
    assert problems_of(template(tmp_path, in_front(paragraph(f'{{% if round == "{text}" %}}x{{% endif %}}')))) == ()


OTHER_MARKS = [
    "[[ due_on ]]", "[[due_on]]", "[due_on]", "«due_on»", "« due_on »", "«DueOn»", "<< due_on >>", "<due_on>",
    "‹due_on›", "{ due_on }", "{Due On}", "${due_on}", "%due_on%", "｛｛ due_on ｝｝", "｛due_on｝", "｛％ if first_round ％｝",
    "{｛ due_on ｝}", "[[ Client Name ]]", "«EmployerName»", "{first_name}", "{row.found}", "【due_on】", "《due_on》",
    "［［due_on］］", "#due_on#", "$due_on$", "@@due_on@@", "due_on", "Due_On",
]  # fmt: skip
NO_MARKS = [
    "« Sécurité »", "[sic]", "{like these}", "{x}", "see <www.a.example>", "<office@a.example>", "100 % of 5 %",
    "«SharePoint»"[1:-1], "[see page 3]", "a < b > c", "[1]", "{}", "[ ]", "___due___", "snake_case",
]  # fmt: skip


@pytest.mark.parametrize("text", OTHER_MARKS)
def test_a_field_in_the_marks_of_another_program_is_refused(text, tmp_path):
    escaped = text.replace("<", "&lt;").replace(">", "&gt;")
    (told,) = problems_of(template(tmp_path, in_front(paragraph(f"Due {escaped}."))))
    assert "printed as it is" in told
    (cure,) = re.findall(r"Type \{\{ ([\w. ]+) \}\}", told)
    assert cure in {"due_on", "row.found", "employer", "field"}  # never a field that the next check refuses


@pytest.mark.parametrize("text", NO_MARKS)
def test_brackets_around_other_words_are_left_alone(text, tmp_path):
    escaped = text.replace("<", "&lt;").replace(">", "&gt;")
    assert problems_of(template(tmp_path, in_front(paragraph(f"Due {escaped}.")))) == ()


def test_a_field_split_over_runs_in_other_marks_is_refused(tmp_path):
    told = problems_of(template(tmp_path, in_front(paragraph(run("[[ due") + run("_on ]]")))))
    assert any("Type {{ due_on }}" in problem for problem in told), told


FIRST_HEADER = "word/header1.xml"


def only_in_the_first_header(text):
    return text.replace("</w:hdr>", paragraph("Due: {{ due_on }}") + "</w:hdr>")


def without(text, *marks):
    for mark in (*marks, DUE):
        text = text.replace(mark, "")
    return text


SECTIONS = {
    "no first page of its own": {
        DOCUMENT: lambda text: without(text, "<w:titlePg/>"),
        FIRST_HEADER: only_in_the_first_header,
    },
    "the header of the following pages": {DOCUMENT: without, "word/header2.xml": only_in_the_first_header},
    "a section that begins on the same page": {
        DOCUMENT: lambda text: without(text).replace(
            "<w:sectPr><w:headerReference",
            paragraph("", "<w:sectPr/>") + '<w:sectPr><w:type w:val="continuous"/><w:headerReference',
        ),
        FIRST_HEADER: only_in_the_first_header,
    },
}


@pytest.mark.parametrize("name", SECTIONS)
def test_a_required_field_in_a_header_that_no_first_page_shows_is_missing(name, tmp_path):
    told = " ".join(problems_of(template(tmp_path, SECTIONS[name])))
    assert re.search(r"due_on( \}\}|') (is missing|.*is missing)", told), told


def test_a_field_that_is_only_in_a_header_without_a_page_is_told_so(tmp_path):
    told = " ".join(problems_of(template(tmp_path, SECTIONS["no first page of its own"])))
    assert "in a header or footer that no page shows" in told


def test_even_pages_are_no_first_page(tmp_path):
    def settings(text):
        return text.replace("<w:defaultTabStop", "<w:evenAndOddHeaders/><w:defaultTabStop")

    def document(text):
        return without(text, "<w:titlePg/>").replace('w:type="first" r:id="rId11"', 'w:type="even" r:id="rId11"')

    changes = {DOCUMENT: document, FIRST_HEADER: only_in_the_first_header, SETTINGS: settings}
    assert "is missing" in " ".join(problems_of(template(tmp_path, changes)))


HALVES = {
    "one in each paragraph": paragraph("{{ a ") * 15_000,
    "all in one paragraph": paragraph(run("{{ a ") * 15_000),
    "all in one text": paragraph("{{ " * 20_000),
    "ends only": paragraph("}} " * 20_000),
    "braces only": paragraph("{" * 40_000),
    "conditions in conditions": paragraph("{%p if first_round %}") * 2_000 + paragraph("{%p endif %}") * 2_000,
    "brackets in a tag": paragraph("{{ " + "(" * 20_000 + " }}"),
    "nots": paragraph("{% if " + "not " * 30 + "first_round %}x{% endif %}") + paragraph("{{ " * 3),
}


@pytest.mark.parametrize("name", HALVES)
def test_thousands_of_half_tags_are_refused_in_words(name, tmp_path):
    told = problems_of(template(tmp_path, in_front(HALVES[name])))
    assert told
    assert len(told) <= 26
    assert all(problem.endswith(".") for problem in told)
