"""What the measured ways over a season are given: workbooks, and beforehand everything that they need not find out themselves."""

import datetime as dt
import io
import pickle
import zipfile
from dataclasses import dataclass
from pathlib import Path

from secor_xl.letters.kinds import KINDS
from secor_xl.letters.plan import LetterRefused
from secor_xl.letters.render import LetterTemplates
from secor_xl.resources import shipped_letter_templates
from secor_xl.runs.single_workbook import ReviewService
from tests.benchmarks.bulk_merge import merge_template, merge_values
from tests.season import season


@dataclass(frozen=True)
class Letter:
    """One letter of the season.

    Attributes:
        name: its file name.
        template: the file name of its docxtpl template.
        context: the fields of that template.
        data: the finished letter, as this package makes it.
        changing: what must be compressed for this letter alone, in one piece.
        merge_template: the number of the template with merge fields that gives the same letter.
        merge_fields: the texts of its simple fields.
        merge_rows: the rows of its tables, by the field that marks the row.
    """

    name: str
    template: str
    context: dict[str, object]
    data: bytes
    changing: bytes
    merge_template: int
    merge_fields: dict[str, str]
    merge_rows: dict[str, list[dict[str, str]]]


@dataclass(frozen=True)
class Material:
    """A season and its letters.

    Attributes:
        day: on which it is judged.
        workbooks: all files, each with its letters.
        merge_templates: as Word files.
    """

    day: dt.date
    workbooks: tuple[tuple[Path, tuple[Letter, ...]], ...]
    merge_templates: tuple[bytes, ...]

    @property
    def letters(self) -> list[Letter]:
        return [letter for _, letters in self.workbooks for letter in letters]


def material(folder: Path, count: int, *, excel: bool) -> Material:
    """Write a season below a folder, find out its letters, and keep all of it for other processes (``read_material``)."""
    day = season(folder / "season", count, excel=excel)
    templates = shipped_letter_templates()
    service, rendered = ReviewService(templates, day), LetterTemplates(templates)
    merge_templates: dict[bytes, int] = {}
    workbooks = []
    for path in sorted((folder / "season").iterdir()):
        try:
            planned = service.plan(service.judge(path))
        except LetterRefused:
            planned = ()
        letters = []
        for each in planned:
            template, context, data = KINDS[each.kind].file, dict(each.context), rendered.render(each)
            merge = merge_template((templates / template).read_bytes(), context)
            number = merge_templates.setdefault(merge, len(merge_templates))
            changing = _changing(data, (templates / template).read_bytes())
            letters.append(Letter(each.name, template, context, data, changing, number, *merge_values(context)))
        workbooks.append((path, tuple(letters)))
    made = Material(day, tuple(workbooks), tuple(merge_templates))
    (folder / "material.pickle").write_bytes(pickle.dumps(made))
    return made


def read_material(folder: Path) -> Material:
    """What ``material`` has kept."""
    made = pickle.loads((folder / "material.pickle").read_bytes())
    assert isinstance(made, Material)
    return made


def _changing(letter: bytes, template: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(letter)) as ours, zipfile.ZipFile(io.BytesIO(template)) as theirs:
        with_tags = [name for name in theirs.namelist() if b"{{" in theirs.read(name) or b"{%" in theirs.read(name)]
        return b"".join(ours.read(name) for name in [*with_tags, "docProps/core.xml"])
