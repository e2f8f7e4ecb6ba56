"""What an expert checks in a letter before it goes out, for every letter of every sample."""

import io
import re
import zipfile

import pytest
from lxml import etree

from tests.letters.reading import body_text, text_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMESPACES = {"w": W[1:-1], "dc": "http://purl.org/dc/elements/1.1/"}
LEFT_OVER = (
    r"\{\{|\}\}|\{%|%\}", r"\b(?:None|nan|NaT|True|False)\b", r"#(?:NAME\?|N/A|REF!|VALUE!|DIV/0!)",
    r"_x[0-9A-F]{4}_", r"&(?:amp|lt|gt|#\d+);", r"\d{4}-\d\d-\d\d 00:00:00", r"\b\d+\.0\b", r"\d\.\d{6}", r" {3,}",
    r"\(s\)", r"\bTODO\b", r"\.\.(?!\.)",
)  # fmt: skip


@pytest.fixture(scope="module")
def letters_made(sample_letters, templates):
    return {name: templates.render(letter) for name, letter in sample_letters.items()}


def parts(letter):
    archive = zipfile.ZipFile(io.BytesIO(letter))
    return {name: etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")}


def found(root, path):
    return root.xpath(path, namespaces=NAMESPACES)


def test_there_is_a_letter_of_every_kind(sample_letters):
    assert {letter.kind.name for letter in sample_letters.values()} == {
        "FEEDBACK",
        "APPROVAL",
        "NOTICE",
        "INVALIDATION",
    }


def test_language_title_author_and_dates_are_set(letters_made, sample_letters):
    for name, letter in letters_made.items():
        made = parts(letter)
        assert found(made["word/styles.xml"], "//w:docDefaults//w:lang/@w:val") == ["en-CA"], name
        core = made["docProps/core.xml"]
        values = {etree.QName(element).localname: element.text for element in core}
        assert values["title"].startswith(("SECOR assessment", "Notice of an approved SECOR"))
        assert values["creator"] == "Energy Safety Canada"
        assert values["lastModifiedBy"] == "secor-xl"
        assert values["created"] == values["modified"] == f"{sample_letters[name].date.isoformat()}T00:00:00Z"


def test_headings_are_real_and_in_order(letters_made):
    for name, letter in letters_made.items():
        styles = found(parts(letter)["word/document.xml"], "//w:pStyle[starts-with(@w:val, 'Heading')]/@w:val")
        assert styles[0] == "Heading1", name
        assert styles.count("Heading1") == 1
        assert set(styles[1:]) == {"Heading2"}


def test_tables_repeat_their_header_and_keep_their_rows_together(letters_made):
    for name, letter in letters_made.items():
        for table in found(parts(letter)["word/document.xml"], "//w:tbl"):
            rows = found(table, "w:tr")
            assert len(rows) > 1, f"{name}: a table without content"
            assert found(rows[0], "w:trPr/w:tblHeader")
            assert all(found(row, "w:trPr/w:cantSplit") for row in rows)
            assert found(table, "w:tblPr/w:tblCaption/@w:val")[0]
            assert found(table, "w:tblPr/w:tblDescription/@w:val")[0]
            assert found(table, "w:tblPr/w:tblLook/@w:firstRow") == ["1"]
            grid = found(table, "w:tblGrid/w:gridCol/@w:w")
            assert all(found(row, "w:tc/w:tcPr/w:tcW/@w:w") == grid for row in rows)
            assert not found(table, ".//w:tc[not(w:p)]")
            assert not found(table, ".//w:tc//w:tbl")
            before, after = table.getprevious(), table.getnext()
            style = found(before, "w:pPr/w:pStyle/@w:val")
            assert style in (["LeadIn"], ["Heading2"]), f"{name}: what stands before a table must stay with it"
            assert after.tag == f"{W}p"


def test_what_belongs_together_stays_together(letters_made):
    styles = parts(next(iter(letters_made.values())))["word/styles.xml"]
    for style in ("Heading1", "Heading2", "LeadIn", "LastWords", "Closing", "Signature"):
        assert found(styles, f"//w:style[@w:styleId='{style}']/w:pPr/w:keepNext"), style


def test_no_empty_paragraph_is_used_as_spacing(letters_made):
    for name, letter in letters_made.items():
        for paragraph in found(parts(letter)["word/document.xml"], "/w:document/w:body/w:p"):
            assert "".join(paragraph.itertext(f"{W}t")).strip(), name


def test_page_x_of_y_and_the_file_reference_are_at_the_foot(letters_made, sample_letters):
    for name, letter in letters_made.items():
        footers = [root for part, root in parts(letter).items() if "footer" in part]
        assert len(footers) == 2
        for footer in footers:
            fields = [text.strip() for text in found(footer, "//w:instrText/text()")]
            assert fields == ["PAGE", "NUMPAGES"]
            assert sample_letters[name].context["footer_reference"] in "".join(footer.itertext(f"{W}t"))


def test_letter_size_and_no_compatibility_mode(letters_made):
    for letter in letters_made.values():
        made = parts(letter)
        (size,) = found(made["word/document.xml"], "//w:pgSz")
        assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("12240", "15840")
        assert found(made["word/settings.xml"], "//w:compatSetting[@w:name='compatibilityMode']/@w:val") == ["15"]


def test_nothing_is_left_over_in_any_letter(letters_made):
    for name, letter in letters_made.items():
        if "hostile" in name:
            continue
        text = text_of(letter)
        for pattern in LEFT_OVER:
            assert not re.search(pattern, text), f"{name}: {pattern}: {re.search(pattern, text)}"


PROCEDURE = "SECOR Assessment Quality Assurance Review Procedure"
NUMBERING = "Clause numbers are our own numbering of the procedure’s paragraphs."


def test_each_letter_names_the_procedure_once_and_says_whose_its_clause_numbers_are(letters_made):
    for name, letter in letters_made.items():
        body = body_text(letter)
        before, named, after = body.partition(PROCEDURE)
        assert named, name
        assert "(procedure" not in before, f"{name}: a clause is cited before the procedure is named"
        assert PROCEDURE not in after, name
        assert "(procedure" in after, name
        assert body.count(NUMBERING) == 1, name


def test_nothing_of_the_template_s_editors_goes_out(letters_made):
    for letter in letters_made.values():
        made = parts(letter)
        assert not [name for name in made if "comments" in name]
        assert not found(made["word/document.xml"], "//w:ins | //w:del")


def test_every_style_that_is_used_is_defined(letters_made):
    for letter in letters_made.values():
        made = parts(letter)
        defined = set(found(made["word/styles.xml"], "//w:style/@w:styleId"))
        used = {
            style
            for root in made.values()
            for style in found(root, "//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val")
        }
        assert used <= defined


def test_dates_never_break_across_lines(letters_made):
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    for name, letter in letters_made.items():
        text = re.sub(r"\| .*", "", text_of(letter))
        assert not re.search(rf"(?:{months}) \d", text.split("[body]")[0]), name
