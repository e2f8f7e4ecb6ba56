"""Nothing goes out that nobody sees: what an office's file has beside its letter stays in the office."""

import io
import zipfile

import pytest
from lxml import etree

from secor_xl.letters.kinds import KINDS
from secor_xl.letters.plan import LetterKind
from secor_xl.letters.template.sample_context import sample_context
from secor_xl.letters.template.template_check import checked_template
from secor_xl.letters.word import editing_traces, outgoing
from secor_xl.samples.clean import SAMPLE_AS_OF
from tests.letters.templates import (
    DOCUMENT,
    OFFICE,
    PIXEL,
    SETTINGS,
    STYLES,
    TYPES,
    both,
    in_front,
    paragraph,
    problems_of,
    related,
    run,
    template,
    typed,
)

SECRET = "Wilma Tester"
PATH = r"C:\Users\wtester\Letters"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
THUMBNAIL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"
MICROSOFT = "http://schemas.microsoft.com/office/"


def letter_of(path):
    """A full sample letter of a feedback template, part by part."""
    fields = KINDS[LetterKind.FEEDBACK].fields
    made = checked_template(path, LetterKind.FEEDBACK).render(
        sample_context(fields, entries=2, flag=True), SAMPLE_AS_OF
    )
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def setting(xml):
    return {SETTINGS: lambda text: text.replace("<w:zoom", f"{xml}<w:zoom", 1)}


def beside(name, kind, start, content=f"<x>{SECRET} {PATH}</x>"):
    """A part that the letter's text leads to."""
    return related("rId80", kind, name, start=start), {f"word/{name}": content}


def outside(kind):
    """Relations of a part to something on an editor's computer."""
    return RELATIONS.format(
        f'<Relationship Id="rId1" Type="{OFFICE}{kind}" Target="file:///{PATH}" TargetMode="External"/>'
    )


def ended(text, xml):
    """A part with something more at its end."""
    start, _, end = text.rpartition("</")
    return f"{start}{xml}</{end}"


APPLICATION = (
    f"<Manager>{SECRET}</Manager><Company>{SECRET}</Company>"
    f"<Template>{PATH}</Template><HyperlinkBase>{PATH}</HyperlinkBase>"
)
TRACKED_STYLE = (
    '<w:style w:type="paragraph" w:styleId="Z"><w:name w:val="Z"/><w:pPr>'
    f'<w:pPrChange w:id="1" w:author="{SECRET}"><w:pPr/></w:pPrChange></w:pPr></w:style>'
)
TRACES = {
    "people": beside("people.xml", "people", f"{MICROSOFT}2011/relationships/"),
    "comments of later versions": beside("commentsExtended.xml", "commentsExtended", f"{MICROSOFT}2011/relationships/"),
    "macros": beside("vbaProject.bin", "vbaProject", f"{MICROSOFT}2006/relationships/"),
    "custom XML": beside("../customXml/item1.xml", "customXml", OFFICE),
    "web settings": beside("webSettings.xml", "webSettings", OFFICE),
    "building blocks": beside("glossary/document.xml", "glossaryDocument", OFFICE),
    "styles with effects": beside("stylesWithEffects.xml", "stylesWithEffects", f"{MICROSOFT}2007/relationships/"),
    "a part that nothing leads to": (
        {},
        {
            "word/left.xml": f"<x>{SECRET}</x>",
            "docProps/thumbnail.jpeg": SECRET,
            "docProps/custom.xml": f"<x>{SECRET}</x>",
        },
    ),
    "manager and company": ({"docProps/app.xml": lambda text: ended(text, APPLICATION)}, {}),
    "a picture of the first page": (
        {
            "_rels/.rels": lambda text: ended(
                text, f'<Relationship Id="rId81" Type="{THUMBNAIL}" Target="docProps/thumbnail.jpeg"/>'
            )
        },
        {"docProps/thumbnail.jpeg": SECRET},
    ),
    "an attached template": (
        setting('<w:attachedTemplate r:id="rId1"/>'),
        {"word/_rels/settings.xml.rels": outside("attachedTemplate")},
    ),
    "a mail merge": (setting(f'<w:mailMerge><w:query w:val="{SECRET}"/></w:mailMerge>'), {}),
    "variables": (setting(f'<w:docVars><w:docVar w:name="a" w:val="{SECRET}"/></w:docVars>'), {}),
    "a password for editing": (setting(f'<w:documentProtection w:edit="readOnly" w:hash="{SECRET}"/>'), {}),
    "a path to a style sheet": (setting(f'<w:saveThroughXslt w:solutionID="{PATH}"/>'), {}),
    "tracked changes in a style": ({STYLES: lambda text: ended(text, TRACKED_STYLE)}, {}),
    "permissions": (in_front(paragraph(f'<w:permStart w:id="1" w:ed="{SECRET}"/>{run("x")}<w:permEnd w:id="1"/>')), {}),
    "a link to a settings part": ({}, {"word/_rels/styles.xml.rels": outside("unknown")}),
}


@pytest.mark.parametrize("name", TRACES)
def test_no_trace_of_editors_goes_out(name, tmp_path):
    changes, added = TRACES[name]
    letter = letter_of(template(tmp_path, changes, added))
    for part, content in letter.items():
        for trace in (SECRET, PATH, "wtester"):
            assert trace.encode() not in content, f"{trace} in {part}"


def test_identifiers_of_editing_sessions_do_not_go_out(tmp_path):
    ids = f'xmlns:w14="{W14}" w14:paraId="1A2B3C4D" w14:textId="77777777" w:rsidR="00AB12CD" w:rsidRDefault="00AB12CD"'
    changes = both(
        in_front(f'<w:p {ids}><w:r w:rsidRPr="00AB12CD"><w:t>x</w:t></w:r></w:p>'),
        setting('<w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids><w:trackRevisions/>'),
        {STYLES: lambda text: text.replace("<w:qFormat/>", '<w:qFormat/><w:rsid w:val="00AB12CD"/>', 1)},
    )
    letter = letter_of(template(tmp_path, changes))
    for part, content in letter.items():
        for trace in (b"00AB12CD", b"paraId", b"rsid", b"trackRevisions", b"1A2B3C4D"):
            assert trace not in content, f"{trace!r} in {part}"


def test_only_listed_kinds_of_parts_and_settings_go_out(tmp_path):
    all_changes = both(*(changes for changes, _ in TRACES.values()))
    del all_changes["word/_rels/document.xml.rels"]  # they all have one identifier
    added = {name: content for _, parts in TRACES.values() for name, content in parts.items()}
    letter = letter_of(template(tmp_path, all_changes, added))
    relations = [etree.fromstring(content) for name, content in letter.items() if name.endswith(".rels")]
    kinds = {str(each.get("Type")).rpartition("/")[2] for root in relations for each in root}
    assert kinds <= set(outgoing.PARTS) | {"hyperlink"}
    settings = {etree.QName(child).localname for child in etree.fromstring(letter["word/settings.xml"])}
    assert settings <= editing_traces.SETTINGS
    application = {etree.QName(child).localname for child in etree.fromstring(letter["docProps/app.xml"])}
    assert application <= set(editing_traces.PROPERTIES)


def test_the_page_for_office_staff_tells_the_list():
    from secor_xl.resources import shipped_letter_templates

    page = (shipped_letter_templates() / "README.md").read_text(encoding="utf-8").split("## What goes out", 1)[1]
    for word in (
        "styles",
        "fonts",
        "numbering",
        "theme",
        "headers",
        "footers",
        "footnotes",
        "endnotes",
        "pictures",
        "settings",
    ):
        assert word in page, word


def test_the_file_name_and_path_of_a_picture_stay_in_the_office(tmp_path):
    from tests.letters.test_template_content import drawing

    named = drawing(docpr=f' descr="{PATH}"', blip='r:embed="rId50"').replace("logo.png", "Wilma Tester.png")
    changes = both(in_front(paragraph(named)), related("rId50", "image", "media/image1.png"), typed(png="image/png"))
    letter = letter_of(template(tmp_path, changes, {"word/media/image1.png": PIXEL}))
    assert letter["word/media/image1.png"] == PIXEL
    assert SECRET.encode() not in letter[DOCUMENT]
    assert b"wtester" not in letter[DOCUMENT]


def test_a_header_that_no_page_shows_does_not_go_out(tmp_path):
    changes = {
        DOCUMENT: lambda text: text.replace("<w:titlePg/>", ""),
        "word/header1.xml": lambda text: text.replace("</w:hdr>", paragraph(SECRET) + "</w:hdr>"),
    }
    letter = letter_of(template(tmp_path, changes))
    assert not [part for part, content in letter.items() if SECRET.encode() in content]


def test_comments_are_refused(tmp_path):
    changes, added = beside("comments.xml", "comments", OFFICE)
    assert any("comments" in problem for problem in problems_of(template(tmp_path, changes, added)))


def test_a_tag_in_auto_text_is_told_as_that(tmp_path):
    content = f'<w:glossaryDocument xmlns:w="{W}">{paragraph("{{ due_on }}")}</w:glossaryDocument>'
    changes, added = beside("glossary/document.xml", "glossaryDocument", OFFICE, content)
    (told,) = problems_of(template(tmp_path, changes, added))
    assert told.startswith("In AutoText: {{ due_on }} is never filled in there.")


def test_a_tag_in_the_numbering_or_an_endnote_is_told(tmp_path):
    changes = {"word/numbering.xml": lambda text: text.replace('<w:lvlText w:val="', '<w:lvlText w:val="{{ round }}')}
    told = problems_of(template(tmp_path, changes))
    assert any("{{ round }} is never filled in there" in problem for problem in told), told


# ------------------------------------------------------------------------------------------------------------ the file itself

KINDS_OF_FILES = {
    "with macros": ("application/vnd.ms-word.document.macroEnabled.main+xml", "macros (.docm)"),
    "a template": ("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml", "(.dotx)"),
    "a template with macros": ("application/vnd.ms-word.template.macroEnabledTemplate.main+xml", "(.dotm)"),
}


@pytest.mark.parametrize("name", KINDS_OF_FILES)
def test_another_kind_of_word_file_is_told_as_what_it_is(name, tmp_path):
    kind, words = KINDS_OF_FILES[name]
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    (told,) = problems_of(template(tmp_path, {TYPES: lambda text: text.replace(main, kind)}))
    assert words in told
    assert "'Word Document (*.docx)'" in told


def test_a_strict_document_is_told_as_that(tmp_path):
    strict = {
        "_rels/.rels": lambda text: text.replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/"
        )
    }
    (told,) = problems_of(template(tmp_path, strict))
    assert "Strict Open XML Document" in told


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (OLE + "WordDocument".encode("utf-16-le"), "Word 97-2003"),
        (b"{\\rtf1 x}", "Rich Text Format"),
        (b"<html>", "not a Word document"),
    ],
)
def test_a_file_with_another_content_is_told_as_what_it_is(content, words, tmp_path):
    path = tmp_path / "feedback.docx"
    path.write_bytes(content)
    (told,) = problems_of(path)
    assert words in told


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("feedback.docm", "There is 'feedback.docm' in its place"),
        ("feedback.dotx", "There is 'feedback.dotx' in its place"),
        ("Feedback.doc", "There is 'Feedback.doc' in its place"),
        ("feedback.docx.docx", "Rename it to 'feedback.docx'"),
        ("approval.docx", "Put it back"),
    ],
)
def test_beside_a_missing_template_a_similar_one_is_named(name, words, tmp_path):
    (tmp_path / name).write_bytes(b"x")
    (told,) = problems_of(tmp_path / "feedback.docx")
    assert words in told


def test_a_folder_in_the_place_of_a_template_is_told(tmp_path):
    (tmp_path / "feedback.docx").mkdir()
    (told,) = problems_of(tmp_path / "feedback.docx")
    assert "no ordinary file" in told


def test_a_file_that_unpacks_to_very_much_is_refused(tmp_path):
    path = tmp_path / "feedback.docx"
    with zipfile.ZipFile(template(tmp_path), "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image9.png", bytes(80 << 20))
    (told,) = problems_of(path)
    assert "more than a letter needs" in told


def test_a_file_whose_text_is_not_named_is_refused_in_words(tmp_path):
    (told,) = problems_of(template(tmp_path, {"_rels/.rels": lambda text: text.replace('/officeDocument"', '/x"')}))
    assert "damaged" in told


@pytest.mark.parametrize("part", [DOCUMENT, STYLES, SETTINGS, "word/header1.xml", "_rels/.rels", TYPES])
@pytest.mark.parametrize(
    "damage", [lambda text: text[:-9], lambda text: text.replace("?>", '?><!DOCTYPE a [<!ENTITY b "c">]>', 1)]
)
def test_a_damaged_part_is_refused_in_words(part, damage, tmp_path):
    (told,) = problems_of(template(tmp_path, {part: damage}))
    assert "damaged" in told
