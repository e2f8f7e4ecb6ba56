"""Output of a run over many workbooks: a progress bar, a line for each that needs a person, a sum at the end.

A few workbooks are shown in full. Many are shown by one line each where the output goes to a file or a pipe; on a terminal
only the failures are, above a bar with rate and time left. Results go to stdout, the bar and the sum to stderr.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from secor_xl.cli.options import print_json
from secor_xl.cli.process import say, show, silence
from secor_xl.cli.views.terminal import OUTCOME_STYLE, REASONS_SHOWN, PlainConsole, console
from secor_xl.judgement.outcome import OutcomeKind
from secor_xl.letters.letter import Letter, LetterState
from secor_xl.runs.season.recognition import LeftAlone
from secor_xl.runs.season.result import Result
from secor_xl.runs.season.run import Progress
from secor_xl.runs.verification.file_check import CheckVerdict, FileCheck
from secor_xl.text import as_argument, counted

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

SHOWN_IN_FULL = 20
SAID = {
    LetterState.WRITTEN: "written",
    LetterState.UNCHANGED: "unchanged",
    LetterState.REPLACED: "replaced",
    LetterState.THERE: "there from before",
    LetterState.CHANGED: "there from before and changed by hand since",
    LetterState.PLANNED: "would write",
}


class Reporter(Progress):
    """Shows a run while it goes on.

    Args:
        as_json: one line of JSON for each workbook in place of words.
        folder: where the letters go.
    """

    def __init__(self, *, as_json: bool, folder: Path) -> None:
        self._json, self._folder = as_json, folder
        self._many = False
        self._started = time.monotonic()
        self._workbooks = 0
        self._letters: Counter[LetterState] = Counter()
        self._not_due = self._failed = self._unchanged = 0
        self._bar: Bar | None = None

    @property
    def _bar_is_seen(self) -> bool:
        """A bar only where it is seen, and where no lines of data would run through it."""
        return sys.stderr.isatty() and not (self._json and sys.stdout.isatty())

    @property
    def _only_failures(self) -> bool:
        return self._many and self._bar_is_seen and sys.stdout.isatty()

    def begin(self, words: str, total: int) -> None:
        """A part of the run begins."""
        self._many = total > SHOWN_IN_FULL
        self.close()
        if self._many and self._bar_is_seen:
            from secor_xl.cli.views.progress_bar import progress_bar

            self._bar = progress_bar()
            self._bar.add_task(words, total=total)
            self._bar.start()

    def advance(self, steps: int) -> None:
        """So many steps are done."""
        if self._bar:
            self._bar.advance(self._bar.task_ids[0], steps)

    def stopping(self) -> None:
        """The run was interrupted."""
        self.close()
        say("Ending: what is in hand is finished first. Ctrl-C once more ends it at once.")

    def close(self) -> None:
        """Take the bar away."""
        if self._bar:
            self._bar.stop()
            self._bar = None

    def show(self, result: Result) -> None:
        """Print the result of one workbook; a reader that ended, such as 'head', does not stop the run."""
        try:
            self._show(result)
        except BrokenPipeError:
            silence(sys.stdout)

    def _show(self, result: Result) -> None:
        self._workbooks += 1
        self._letters.update(letter.state for letter in result.letters)
        self._failed += result.failure is not None
        self._not_due += bool(result.refused)
        self._unchanged += bool(result.unchanged_since)
        if self._json:
            print_json(result.record(self._folder))
        elif self._only_failures:
            if result.failure or result.warnings:
                (self._bar.console if self._bar else PlainConsole(stderr=True)).print(
                    Text(_line(result), style="red" if result.failure else "yellow")
                )
        elif self._many:
            show(_line(result))  # thousands of lines: plain and at once
        else:
            self._show_in_full(result)

    def end(self, left_alone: Counter[LeftAlone], faults: tuple[str, ...]) -> None:
        """The sum of the run, and what is wrong with the records that it went on with."""
        self.close()
        seconds = time.monotonic() - self._started
        if self._workbooks > 1 or left_alone:
            say(self._sum(seconds))
        if left_alone:
            say(f"Left alone: {', '.join(counted(number, kind.value) for kind, number in sorted(left_alone.items()))}.")
        for fault in faults:
            say(f"Look at the records ('secor-xl verify {as_argument(self._folder)}'): {fault}.")
        if not self._workbooks:
            say("No review workbook was found; those are the files that 'secor-xl new' makes.")

    def _sum(self, seconds: float) -> str:
        parts = [counted(number, "letter") + f" {SAID[state]}" for state, number in sorted(self._letters.items())]
        parts += [f"{counted(self._not_due, 'workbook')} with no letter due"] if self._not_due else []
        parts += [f"{self._failed} failed"] if self._failed else []
        parts += [f"{self._unchanged} unchanged since an earlier run"] if self._unchanged else []
        rate = f" ({self._workbooks / seconds:,.0f} a second)" if self._many and seconds else ""
        return (
            f"{counted(self._workbooks, 'workbook')} in {seconds:,.1f} s{rate}: {', '.join(parts) or 'nothing to do'}."
        )

    def _show_in_full(self, result: Result) -> None:
        out = console()
        head = Text(result.file, style="bold")
        if result.outcome:
            head.append(": ").append(result.words, style=OUTCOME_STYLE[OutcomeKind(result.outcome)])
        if result.unchanged_since:
            head.append(f" (unchanged since the run of {result.unchanged_since})", style="dim")
        out.print(head)
        if result.failure:
            _print_below(out, Text(f"{'failed' if result.letters else 'not written'}: {result.failure}", style="red"))
        for reason in result.refused[:REASONS_SHOWN]:
            _print_below(out, Text(f"no letter: {reason}"))
        if len(result.refused) > REASONS_SHOWN:
            more = f"and {len(result.refused) - REASONS_SHOWN} more; 'secor-xl check {as_argument(result.file)} --all' lists them"
            _print_below(out, Text(more, style="dim"))
        for letter in result.letters:
            _print_below(out, Text(self._letter_line(letter)))
            for warning in letter.warnings:
                _print_below(out, Text(f"e-mail draft of {letter.name}: {warning}", style="yellow"))
        for warning in result.warnings:
            _print_below(out, Text(f"look: {warning}", style="yellow"))
        for kind in result.left_out:
            _print_below(out, Text(f"due as well, but not asked for: {kind}", style="dim"))

    def _letter_line(self, letter: Letter) -> str:
        to = f", to {letter.addressee}" if letter.addressee and not letter.on_disk else ""
        kept = f" (the old one is kept as {letter.kept})" if letter.kept else ""
        name = str(self._folder / letter.name) if letter.on_disk else letter.name
        beside = (
            f", with {' and '.join(filter(None, (letter.pdf, letter.email)))}" if letter.pdf or letter.email else ""
        )
        return f"{SAID[letter.state]}: {name}{to}{kept}{beside}"


@contextmanager
def reporter(*, as_json: bool, folder: Path) -> Iterator[Reporter]:
    """A reporter whose bar is gone at the end, however the run ends."""
    made = Reporter(as_json=as_json, folder=folder)
    try:
        yield made
    finally:
        made.close()


def print_verified(checked: Iterable[FileCheck], *, as_json: bool) -> bool:
    """Print what differs, and a sum; return whether all is right."""
    right: Counter[str] = Counter()
    wrong = 0
    for each in checked:
        if as_json:
            print_json(each.record())
        elif each.verdict is not CheckVerdict.RIGHT:
            said = each.says if each.says.startswith(each.verdict) else f"{each.verdict}: {each.says}"
            console().print(Text(f"{each.file}: {said.removesuffix('.')}.", style="" if each.is_right else "red"))
        right[each.what] += each.is_right and each.verdict is not CheckVerdict.WITHDRAWN
        wrong += not each.is_right
    said = ", ".join(counted(number, what) for what, number in right.items() if number) or "nothing"
    say(f"As they were made: {said}. {f'{wrong:,} not.' if wrong else 'Nothing differs.'}")
    return not wrong


def _line(result: Result) -> str:
    """Return the result of one workbook in one line."""
    if result.failure:
        said = f"failed: {result.failure}"
    elif result.refused:
        more = f" (and {len(result.refused) - 1} more)" if len(result.refused) > 1 else ""
        said = f"no letter is due: {result.refused[0]}{more}"
    else:
        said = "; ".join(_grouped(result)) or "nothing that was asked for is due"
    said = ". Look: ".join((said, *result.warnings))
    line = f"{result.file}: {result.words}: {said}" if result.words else f"{result.file}: {said}"
    return line.replace("\t", " ").replace("\n", " ")  # it stays one line


def _grouped(result: Result) -> Iterator[str]:
    """Group the letters by their state."""
    for state in dict.fromkeys(letter.state for letter in result.letters):
        names = [letter.name for letter in result.letters if letter.state is state]
        yield f"{SAID[state]}: {', '.join(names)}"


def _print_below(out: Console, text: Text) -> None:
    out.print(Padding(text, (0, 0, 0, 2), expand=False))
