"""The message of *Explain flag*: the pages of the rules behind the selected row, or what to select."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from secor_xl.errors import SecorError
from secor_xl.excel.buttons.dialogs import bullets
from secor_xl.excel.live_book import sheet_of
from secor_xl.judgement.rules import ALL
from secor_xl.procedure.clauses import shipped_clauses
from secor_xl.text import capitalized
from secor_xl.workbook.functions.results import flags_by_row, in_order
from secor_xl.workbook.reading.start_flags import flags_on_start, reasons_on_start
from secor_xl.workbook.schema.layout import (
    ACTION_PLAN_SHEET,
    FLAG_LIST,
    FLAGS_SHEET,
    LAST_YEAR_SHEET,
    QUESTIONS_SHEET,
    ROUNDS_SHEET,
    RULE_LIST,
    RULES_SHEET,
    START,
    SUBMISSION_SHEET,
)

if TYPE_CHECKING:
    import xlwings

    from secor_xl.judgement.assessment import Assessment
    from secor_xl.judgement.flags import Flag, Rule
    from secor_xl.runs.single_workbook import JudgedWorkbook

MOST_PAGES, MOST_SEEN = 2, 4
NO_FLAG_ON_START = (
    f"Nothing is flagged in the selected row of the sheet {START}. Select a line below Because, or a number of flags that is not"
    f" 0, then click Explain flag. On {SUBMISSION_SHEET}, {QUESTIONS_SHEET}, {ACTION_PLAN_SHEET}, {LAST_YEAR_SHEET},"
    f" {ROUNDS_SHEET} and {FLAGS_SHEET} select a row with a flag, then click Explain flag on the ribbon tab SECOR QA."
)


def explained(book: xlwings.Book, sheet: str, row: int, judge: Callable[[], JudgedWorkbook]) -> str:
    """Explain the flags of a row of a sheet; raises ``SecorError`` where a row of a list has no code."""
    if sheet in (FLAGS_SHEET, RULES_SHEET):
        rule = _rule_in(book, sheet, row)
        if rule is None:
            raise SecorError(
                f"There is no code in row {row} of the sheet {sheet}. Select a row that has one, then click again."
            )
        listed = in_order(judge().assessment.flags)[row - FLAG_LIST.first_row :] if sheet == FLAGS_SHEET else []
        if listed and listed[0].rule is rule:
            return explanation(listed[:1])
        return "\n".join([heading(rule), *rule_lines(rule)])
    judged = judge()
    if sheet == START:
        return start_explanation(judged.assessment, judged.read.found.start.row_before(row))
    flags = flags_by_row(judged.assessment, judged.read.found).get((sheet, row), [])
    if not flags:
        return f"Nothing is flagged in row {row} of the sheet {sheet}. Every flag is on the sheet {FLAGS_SHEET}."
    return explanation(flags)


def _rule_in(book: xlwings.Book, sheet: str, row: int) -> Rule | None:
    """Return the rule whose code is in a row of one of the two lists."""
    table = FLAG_LIST if sheet == FLAGS_SHEET else RULE_LIST
    code = sheet_of(book, sheet).range((row, table.column("code").index)).value
    return next((rule for rule in ALL if rule.code == code), None) if isinstance(code, str) else None


def start_explanation(assessment: Assessment, row: int) -> str:
    """Explain a row of the start sheet: its flags, or the clause of a reason that is no flag, or what to select."""
    flags, reasons = flags_on_start(assessment, row), reasons_on_start(assessment, row)
    clauses = [shipped_clauses()[reason.clause] for reason in reasons if reason.clause in shipped_clauses()]
    if flags or not clauses:
        return explanation(flags) if flags else NO_FLAG_ON_START
    seen = [f"{capitalized(str(reason))}." for reason in reasons]
    pages = [f"{clause.id}  {clause.title}\n{clause.says}" for clause in dict.fromkeys(clauses)]
    return "\n\n".join(
        [*seen, *pages, "There is no flag for this: it follows from the scores, the dates or the kind of year."]
    )


def explanation(flags: Iterable[Flag]) -> str:
    """Return the pages of the rules that raised flags, each page once, after the words of its flags."""
    by_rule: dict[str, list[Flag]] = {}
    for flag in flags:
        by_rule.setdefault(flag.code, []).append(flag)
    texts = []
    for of_rule in list(by_rule.values())[:MOST_PAGES]:
        seen = [f"{flag.where}: {flag.message}." for flag in of_rule]
        lines = [f"Seen: {seen[0]}"]
        if len(seen) > 1:
            lines = ["Seen:", *bullets(seen, MOST_SEEN, f"all are on the sheet {FLAGS_SHEET}")]
        texts.append("\n".join([heading(of_rule[0].rule), *lines, *rule_lines(of_rule[0].rule)]))
    others = ", ".join(list(by_rule)[MOST_PAGES:])
    if others:
        texts.append(f"There are also: {others}. Select the code on the sheet {FLAGS_SHEET} to have it explained.")
    return "\n\n".join(texts)


def heading(rule: Rule) -> str:
    """Name a rule in one line."""
    return f"{rule.code}  {rule.title} ({rule.severity}, clause {rule.clause})"


def rule_lines(rule: Rule) -> list[str]:
    """Return a rule's page without its examples, which are in the reference."""
    return [line for line in rule.page_lines() if not line.startswith(("Raised by:", "Not raised by:"))]
