"""Cache templates that were checked and prepared, so that a later run neither checks them again nor loads docxtpl.

The cache is in the user's own profile and can be deleted at any time. A file that is damaged, or of another template, another
version of docxtpl or of this code, is never used.
"""

from __future__ import annotations

import base64
import json
import os
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from secor_xl.files import content_of, fingerprint_of, sealed, unsealed
from secor_xl.letters.office_parts import OfficeParts
from secor_xl.letters.template.prepared_template import PreparedTemplate, TemplatePart
from secor_xl.letters.word.visible_text import Pages
from secor_xl.review.letter_kinds import LetterKind

OWN_ROOM = Path(__file__).parents[1]
MOST_KEPT = 24


def known_template(
    folder: Path, file: str, content: bytes, kind: LetterKind, own: OfficeParts
) -> PreparedTemplate | None:
    """Return a template as it was prepared before; ``None`` where it has to be checked.

    Args:
        folder: the folder of the cache.
        file: the template's file name.
        content: its bytes.
        kind: the kind of letter.
        own: the parts that the office adds itself.
    """
    with suppress(OSError, ValueError, LookupError, TypeError, AttributeError):
        return _prepared(file, json.loads(unsealed(content_of(_path(folder, file, content, kind, own)))))
    return None


def keep_template(folder: Path, content: bytes, kind: LetterKind, own: OfficeParts, template: PreparedTemplate) -> None:
    """Remember a template; where that is not possible, the next run checks it again.

    Args:
        folder: the folder of the cache, made if needed.
        content: the bytes of the template's file.
        kind: the kind of letter.
        own: the parts that the office adds itself.
        template: the prepared template.
    """
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        path = _path(folder, template.file, content, kind, own)
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        temporary.write_bytes(sealed(json.dumps(_plain(template)).encode()))
        temporary.replace(path)
        kept = sorted(folder.glob("*.json"), key=lambda each: each.stat().st_mtime, reverse=True)
        for old in kept[MOST_KEPT:]:
            old.unlink()


def _path(folder: Path, file: str, content: bytes, kind: LetterKind, own: OfficeParts) -> Path:
    return folder / f"{fingerprint_of(repr((file, kind.value, own.key, _code())).encode() + content)[:32]}.json"


def _code() -> tuple[tuple[str, int, int], ...]:
    """List name, size and last change of each module that decides how a template is prepared: ours, and docxtpl's."""
    modules = [*OWN_ROOM.glob("*/*.py"), *OWN_ROOM.glob("*.py")]
    docxtpl = find_spec("docxtpl")
    if docxtpl and docxtpl.origin:
        modules += Path(docxtpl.origin).parent.glob("*.py")
    return tuple((each.name, seen.st_size, seen.st_mtime_ns) for each in sorted(modules) for seen in (each.stat(),))


def _plain(template: PreparedTemplate) -> dict[str, object]:
    return {
        "tagged": [(part.name, part.before, part.jinja, part.after) for part in template.tagged],
        "contents": {name: base64.b64encode(data).decode() for name, data in template.contents.items()},
        "core": template.core,
        "targets": dict(template.pages.targets),
        "even_and_odd": template.pages.even_and_odd,
    }


def _prepared(file: str, stored: dict[str, object]) -> PreparedTemplate:
    tagged, contents, core, targets, even_and_odd = (
        stored[key] for key in ("tagged", "contents", "core", "targets", "even_and_odd")
    )
    assert isinstance(tagged, list)  # noqa: S101 - the digest proves that we have written it
    assert isinstance(contents, dict)  # noqa: S101
    assert isinstance(targets, dict)  # noqa: S101
    return PreparedTemplate(
        file,
        tuple(TemplatePart(*part) for part in tagged),
        {name: base64.b64decode(data) for name, data in contents.items()},
        str(core),
        Pages(targets, bool(even_and_odd)),
    )
