"""Tables for people; no meaning is in a colour alone."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from rich import box
from rich.console import Console, ConsoleOptions, RenderableType
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from secor_xl.judgement.assessment import Assessment
from secor_xl.judgement.flags import Rule, Severity
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.judgement.scoring import Score, Verdict
from secor_xl.procedure.clauses import shipped_clauses
from secor_xl.review.calendar import shown_date
from secor_xl.review.names import NO_EMPLOYER, employer_name
from secor_xl.runs.single_workbook import JudgedWorkbook
from secor_xl.screen import shown
from secor_xl.workbook.functions.results import cell_of_flag, in_order

PIPED_WIDTH = 160
FLAGS_SHOWN = 20
REASONS_SHOWN = 8
BAR_WIDTH = 20
WIDTH_WITH_BARS, WIDTH_WITH_TITLES = 112, 88
OUTCOME_STYLE = {
    OutcomeKind.APPROVE: "bold green",
    OutcomeKind.REQUEST_CORRECTIONS: "bold yellow",
    OutcomeKind.AWAITING_CORRECTION: "bold yellow",
    OutcomeKind.INVALID: "bold red",
    OutcomeKind.INCOMPLETE: "bold cyan",
}
SEVERITY_STYLE = {Severity.BLOCKING: "red", Severity.FORM: "cyan", Severity.ADVISORY: "dim"}
VERDICT_STYLE = {Verdict.PASS: "green", Verdict.BELOW: "red", Verdict.INCOMPLETE: "cyan"}


class PlainConsole(Console):
    """A console that shows text as text, and leaves it to the command line to say how a broken pipe ends."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Return the text to print, without characters of a cell or a file name that steer the terminal."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(shown(segment.text), segment.style)

    def on_broken_pipe(self) -> None:
        """Nobody reads on; rich would end the process with a code that says something else here."""
        raise BrokenPipeError


def console() -> Console:
    """Standard output: as wide as the terminal, or wide enough for a file or a pipe."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else PIPED_WIDTH
    return PlainConsole(width=width, highlight=False, soft_wrap=False)


def table(*headers: str) -> Table:
    """An empty table in the house style."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    for header in headers:
        made.add_column(header, overflow="fold")
    return made


def print_assessment(judged: JudgedWorkbook, *, show_all: bool = False) -> None:
    """Outcome with its because, scores, deadlines, flags of one workbook."""
    out, assessment = console(), judged.assessment
    review, outcome = judged.read.review, assessment.outcome
    out.print()
    out.print(Text(str(judged.path), style="dim"))
    title = " · ".join(part for part in (employer_name(review.employer, NO_EMPLOYER), review.case.reference) if part)
    year = review.case.year_kind.value if review.case.year_kind else "kind of year not entered"
    out.print(Text(title, style="bold"), Text(f"({year} year)" if review.case.year_kind else f"({year})"))
    out.print(Text(outcome.words, style=OUTCOME_STYLE[outcome.kind]), f"as of {shown_date(assessment.case.as_of)}")
    for because in outcome.because:
        out.print(Padding(Text(f"because {because}"), (0, 0, 0, 2), expand=False))
    out.print(Padding(Text(f"Next: {outcome.next_step}."), (0, 0, 0, 2), expand=False))
    if judged.read.shown_outcome and judged.read.shown_outcome != outcome.words:
        shown = f"The workbook's cells still show: {judged.read.shown_outcome}. The judgement above is computed anew."
        out.print(Padding(Text(shown, style="dim"), (0, 0, 0, 2), expand=False))
    out.print()
    out.print(_scores(assessment, out.width))
    if assessment.deadlines.rounds:
        out.print()
        out.print(_deadlines(assessment))
    if assessment.flags:
        out.print()
        _print_flags(out, judged, show_all=show_all)
    out.print()


def _scores(assessment: Assessment, width: int) -> Table:
    """The scores; on a narrow terminal without bars, and narrower still without the elements' titles."""
    columns = ["", "Element", "Given", "Possible", "Score", "", "To reach", "Verdict"]
    left_out = ({5} if width < WIDTH_WITH_BARS else set()) | ({1} if width < WIDTH_WITH_TITLES else set())
    made = table(*(header for index, header in enumerate(columns) if index not in left_out))
    for column in made.columns:
        if column.header in ("Given", "Possible", "Score", "To reach"):
            column.justify = "right"
    for score in (*assessment.scores.elements, assessment.scores.overall):
        overall = score.label == "Overall"
        if overall:
            made.add_section()
        cells: tuple[str | Text, ...] = (
            "" if overall and 1 not in left_out else score.label,
            score.label if overall else score.title,
            f"{score.given:f}",
            f"{score.possible:f}",
            score.shown,
            _bar(score),
            str(score.minimum) if score.minimum else "",
            Text(score.verdict_words, style=VERDICT_STYLE.get(score.verdict, "")),
        )
        made.add_row(*(cell for index, cell in enumerate(cells) if index not in left_out))
    return made


def _bar(score: Score) -> Text:
    if score.percentage is None:
        return Text("")
    filled = int(score.percentage * BAR_WIDTH / 100)
    return Text("█" * filled + "░" * (BAR_WIDTH - filled), style=VERDICT_STYLE.get(score.verdict, "dim"))


def _deadlines(assessment: Assessment) -> Table:
    made = table("Round", "Feedback received", "Due", "Returned", "")
    for each in assessment.deadlines.rounds:
        days = (each.round.received_on, each.due_on, each.round.returned_on)
        made.add_row(str(each.number), *(shown_date(day) if day else "" for day in days), assessment.round_words(each))
    if assessment.deadlines.final_on:
        made.add_row("", "", shown_date(assessment.deadlines.final_on), "", "Final date of the whole process")
    return made


def _print_flags(out: Console, judged: JudgedWorkbook, *, show_all: bool) -> None:
    flags = in_order(judged.assessment.flags)
    shown = flags if show_all else flags[:FLAGS_SHOWN]
    made = table("Code", "", "Where", "Cell", "What was seen", "Clause")
    for flag in shown:
        made.add_row(
            Text(flag.code, no_wrap=True),
            Text(flag.severity.value, style=SEVERITY_STYLE[flag.severity]),
            "" if flag.problem else str(flag.place),
            "!".join(part for part in cell_of_flag(flag, judged.read.found) if part),
            flag.message,
            flag.clause,
        )
    out.print(made)
    if len(flags) > len(shown):
        out.print(Text(f"and {len(flags) - len(shown)} more; --all prints every flag", style="dim"))
    out.print(Text("'secor-xl explain CODE' says what a flag means and how to clear it.", style="dim"))


def print_rule(rule: Rule) -> None:
    """The page of one rule."""
    out = console()
    clause = shipped_clauses().get(rule.clause)
    out.print(Text(f"{rule.code}  {rule.title}", style="bold"))
    out.print(Text(rule.severity.value, style=SEVERITY_STYLE[rule.severity]), f"· clause {rule.clause}")
    if clause:
        out.print(Padding(Text(clause.says, style="italic"), (0, 0, 0, 2), expand=False))
    out.print()
    for line in rule.page_lines():
        out.print(Text(line))
    if rule.needed:
        out.print()
        out.print(Text(f"In the letter: {rule.needed}"))


def print_rules(rules: Sequence[Rule]) -> None:
    """All rules, one line each."""
    made = table("Code", "Severity", "Clause", "What is wrong")
    for rule in rules:
        severity = Text(rule.severity.value, style=SEVERITY_STYLE[rule.severity])
        made.add_row(Text(rule.code, no_wrap=True), severity, rule.clause, rule.title)
    console().print(made)


def print_clauses(records: Sequence[dict[str, Any]]) -> None:
    """All clauses: parameters, rules, other checks of the tool, and the part that a person has to do."""
    made = table("Clause", "Says", "Kept by")
    for record in records:
        kept = [f"{name.replace('_', ' ')}: {value}" for name, value in record["parameters"].items()]
        if record["rules"]:
            kept.append(", ".join(record["rules"]))
        kept += [record["kept_by"]] if record["kept_by"] else []
        kept += [f"Left to people: {record['human']}"] if record["human"] else []
        made.add_row(record["id"], f"{record['title']}. {record['says']}", "\n".join(kept))
        made.add_section()
    console().print(made)


def print_functions(records: Sequence[dict[str, Any]]) -> None:
    """The in-cell functions in one table."""
    listed = table("Function", "Result", "Sheet", "Cells")
    for each in records:
        listed.add_row(each["name"], each["help"], each["sheet"], each["cells"])
    console().print(listed)
