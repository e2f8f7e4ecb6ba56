"""Templates that an office might have made, built from the shipped feedback letter."""

import zipfile
from collections.abc import Callable
from functools import partial

from secor_xl.letters.plan import LetterKind
from secor_xl.letters.problems import TemplateProblem
from secor_xl.letters.template.template_check import checked_template
from secor_xl.resources import shipped_letter_templates

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
DOCUMENT, SETTINGS, STYLES = "word/document.xml", "word/settings.xml", "word/styles.xml"
DOCUMENT_RELATIONS, TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"
DUE = '<w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t xml:space="preserve">{{ due_on }}</w:t></w:r>'
CLOSED_BY = {TYPES: "</Types>", DOCUMENT_RELATIONS: "</Relationships>", "_rels/.rels": "</Relationships>"}
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f0005fe02fe"
    "0def46b80000000049454e44ae426082"
)


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inner, properties=""):
    """A paragraph of XML, or of plain text."""
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}{inner if inner.startswith('<') else run(inner)}</w:p>"


def field(code, result="x"):
    """A field of Word as Word writes it."""
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f'{marks[0]}<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>{marks[1]}{run(result)}{marks[2]}'


def in_front(xml):
    """The template with something more at its beginning."""
    return {DOCUMENT: lambda text: text.replace("<w:body>", f"<w:body>{xml}", 1)}


def due_as(xml):
    """The template with its due date written in another way, at every place."""

    def change(text):
        assert text.count(DUE) >= 3
        return text.replace(DUE, xml)

    return {DOCUMENT: change}


def before_end(text, xml, part):
    return text.replace(CLOSED_BY[part], xml + CLOSED_BY[part])


def related(identifier, kind, target, *, external=False, start=OFFICE):
    """One more relation of the letter's text."""
    mode = ' TargetMode="External"' if external else ""
    xml = f'<Relationship Id="{identifier}" Type="{start}{kind}" Target="{target}"{mode}/>'
    return {DOCUMENT_RELATIONS: lambda text: before_end(text, xml, DOCUMENT_RELATIONS)}


def typed(**kinds):
    """One more content type for each ending."""
    xml = "".join(f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in kinds.items())
    return {TYPES: lambda text: before_end(text, xml, TYPES)}


def both(*changes):
    """Several changes as one."""
    together: dict[str, list[Callable[[str], str]]] = {}
    for change in changes:
        for part, function in change.items():
            together.setdefault(part, []).append(function)
    return {part: partial(changed_by, functions) for part, functions in together.items()}


def changed_by(functions, text):
    for function in functions:
        text = function(text)
    return text


def template(folder, changes=(), added=(), kind="feedback.docx"):
    """The shipped letter with some parts changed and others added."""
    path = folder / kind
    changes, added = dict(changes), dict(added)
    with zipfile.ZipFile(shipped_letter_templates() / kind) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            changed = changes.pop(name)(text) if name in changes else text
            new.writestr(name, changed)
        for name, content in added.items():
            new.writestr(name, content)
    assert not changes, f"{set(changes)} are not in the template"
    return path


def problems_of(path, kind=LetterKind.FEEDBACK):
    """Every problem of a template; none where it can be used."""
    try:
        checked_template(path, kind)
    except TemplateProblem as problem:
        return problem.problems
    return ()
