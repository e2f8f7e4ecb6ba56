"""Our letters for docx-mailmerge2: templates with merge fields, made of the docxtpl templates, and the values for them.

Mail merge knows fields and table rows that repeat, and nothing else. What it cannot is done for it beforehand, and is not
counted: which paragraphs and tables there are is decided when its template is made, and the lines of a paragraph that repeats
stand in one paragraph. It writes no properties of the document, and checks nothing.
"""

import io
import re
import zipfile

from docxtpl import DocxTemplate

from secor_xl.letters.template.environment import letter_environment

OPEN, CLOSE = "[[[", "]]]"
RUN = re.compile(r"<w:r>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t[^>]*>([^<]*)</w:t></w:r>", re.DOTALL)
FIELD = re.compile(r"(\[\[\[\w+\]\]\])")


def merge_template(template, context):
    """The template with merge fields for all letters with the same paragraphs and tables."""
    document = DocxTemplate(io.BytesIO(template))
    document.render(_with_fields(context), jinja_env=letter_environment(), autoescape=True)
    document.core_properties.title = ""  # docxtpl fills it with the fields' own names
    made = io.BytesIO()
    document.save(made)
    changed = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if OPEN.encode() in content and name.startswith("word/"):
                content = RUN.sub(_run_with_fields, content.decode()).encode()
                assert OPEN.encode() not in content, name
            target.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return changed.getvalue()


def merge_values(context):
    """The texts of the simple fields, and the rows of the tables by the field that marks them."""
    fields: dict[str, str] = {}
    rows: dict[str, list[dict[str, str]]] = {}
    for name, value in context.items():
        if _is_table(name, value):
            first = next(iter(value[0]))
            rows[f"{name}_{first}"] = [{f"{name}_{key}": str(text) for key, text in row.items()} for row in value]
        elif isinstance(value, dict):
            fields |= {f"{name}_{key}": str(text) for key, text in value.items()}
        elif isinstance(value, list | tuple):
            fields[name] = "\n".join(": ".join(each.values()) if isinstance(each, dict) else each for each in value)
        elif not isinstance(value, bool):
            fields[name] = str(value)
    return fields, rows


def _is_table(name, value):
    return isinstance(value, list | tuple) and bool(value) and isinstance(value[0], dict) and name != "details"


def _with_fields(context):
    """The same decisions, and fields in place of all texts."""
    changed: dict[str, object] = {}
    for name, value in context.items():
        if _is_table(name, value):
            changed[name] = [{key: f"{OPEN}{name}_{key}{CLOSE}" for key in value[0]}]
        elif isinstance(value, dict):
            changed[name] = {key: f"{OPEN}{name}_{key}{CLOSE}" for key in value}
        elif name == "details":
            changed[name] = [{"label": f"{OPEN}{name}{CLOSE}", "value": ""}] if value else []
        elif isinstance(value, list | tuple):
            changed[name] = [f"{OPEN}{name}{CLOSE}"] if value else []
        else:
            changed[name] = value if isinstance(value, bool) or not value else f"{OPEN}{name}{CLOSE}"
    return changed


def _run_with_fields(found):
    properties, text = found[1] or "", found[2]
    pieces = (piece for piece in FIELD.split(text) if piece)
    return "".join(
        f'<w:fldSimple w:instr=" MERGEFIELD {piece[3:-3]} "><w:r>{properties}<w:t>{piece}</w:t></w:r></w:fldSimple>'.replace(
            piece, piece[3:-3]
        )
        if piece.startswith(OPEN)
        else f'<w:r>{properties}<w:t xml:space="preserve">{piece}</w:t></w:r>'
        for piece in pieces
    )
