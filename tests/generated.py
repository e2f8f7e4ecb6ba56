"""Make every file anew that is made by code: the reference pages, the workbook to look at, the texts of the sample letters:

uv run python -m tests.generated
"""

import datetime as dt
import inspect
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import secor_xl
from secor_xl.cli.views.reference import clauses_page, functions_page, rules_page
from secor_xl.procedure.instrument import read_instrument
from secor_xl.resources import shipped_instrument
from tests.shipped_workbook import PATH, blank_workbook

ROOT = Path(__file__).parents[1]


def api_page() -> str:
    """The reference of the public names as Markdown (docs/api.md)."""
    lines = [
        "# The public names of the package",
        "",
        "Made by `uv run python -m tests.generated`; a test fails when this page is stale.",
        "",
        inspect.cleandoc(secor_xl.__doc__ or "").replace("::\n", ":\n"),
    ]
    for name in secor_xl.__all__:
        each = getattr(secor_xl, name)
        lines += ["", f"## {name}", "", *_described(each, name)]
        if inspect.isclass(each):
            for method, own in vars(each).items():
                if inspect.isfunction(own) and not method.startswith("_"):
                    lines += ["", *_described(own, f"{name}.{method}")]
    return "\n".join(lines) + "\n"


def _described(each: object, name: str) -> list[str]:
    text = inspect.cleandoc(getattr(each, "__doc__", "") or "")
    has_signature = inspect.isfunction(each) or "__init__" in vars(each)
    return ["```python", name + (_signature(each) if has_signature else ""), "```", "", "```text", text, "```"]


def _signature(each: Any) -> str:
    """The parameters with their types; a default is shown as dots, because some are long."""
    words, keyword_only = [], False
    signature = inspect.signature(each)
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not keyword_only:
            keyword_only = True
            words.append("*")
        default = "" if parameter.default is parameter.empty else " = ..."
        known = "" if parameter.annotation is parameter.empty else f": {parameter.annotation}"
        words.append(f"{parameter.name}{known}{default}")
    returned = f" -> {signature.return_annotation}" if inspect.isfunction(each) else ""
    return f"({', '.join(words)}){returned}"


if __name__ == "__main__":
    pages = {
        "rules": rules_page(),
        "clauses": clauses_page(dt.date.max),
        "functions": functions_page(read_instrument(shipped_instrument())),
        "api": api_page(),
    }
    for name, page in pages.items():
        (ROOT / "docs" / f"{name}.md").write_text(page, encoding="utf-8")
    PATH.write_bytes(blank_workbook())
    golden = [sys.executable, "-m", "pytest", "-q", "-n0", str(ROOT / "tests" / "letters" / "test_golden.py")]
    sys.exit(subprocess.run(golden, env=os.environ | {"SECOR_XL_UPDATE_GOLDEN": "1"}, cwd=ROOT, check=False).returncode)
