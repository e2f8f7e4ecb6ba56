"""Where the time of a run in one process goes: each part is watched where the run itself calls it."""

import importlib
import time
from collections import Counter

PARTS = {
    "look": "secor_xl.runs.season.recognition._recognize",
    "read": "secor_xl.runs.single_workbook.read_workbook",
    "judge": "secor_xl.runs.single_workbook.assess",
    "plan": "secor_xl.runs.single_workbook.planned_letters",
    "prepare templates": "secor_xl.letters.render.LetterTemplates._template",
    "render and check": "secor_xl.letters.template.compiled_template.CompiledTemplate.render",
    "hand to the disk": "secor_xl.runs.season.work.ThreadPoolExecutor.submit",
    "wait for the disk": "secor_xl.runs.season.work.ThreadPoolExecutor.__exit__",
    "name": "secor_xl.runs.season.publishing._named",
    "record": "secor_xl.records.records.Records.add_reviews",
}


def watched_parts():
    """From now on the seconds of each part are counted; returns the count and the names of the parts."""
    spent: Counter[str] = Counter()
    for name, path in PARTS.items():
        owner, attribute = _owner(path)
        if name == "judge":
            setattr(owner, attribute, _asked_at_once(getattr(owner, attribute)))
        setattr(owner, attribute, _counting(getattr(owner, attribute), name, spent))
    return spent, list(PARTS)


def _asked_at_once(assess):
    """A judgement is worked out when it is asked for: here so that it counts as one."""

    def asked(*arguments, **options):
        assessment = assess(*arguments, **options)
        assert assessment.outcome
        return assessment

    return asked


def _owner(path):
    module, attribute = path.rsplit(".", 1)
    try:
        return importlib.import_module(module), attribute
    except ModuleNotFoundError:
        above, kind = module.rsplit(".", 1)
        return getattr(importlib.import_module(above), kind), attribute


def _counting(real, name, spent):
    def counted(*arguments, **options):
        begun = time.perf_counter()
        try:
            return real(*arguments, **options)
        finally:
            spent[name] += time.perf_counter() - begun

    return counted
