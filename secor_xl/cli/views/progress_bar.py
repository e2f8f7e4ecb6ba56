"""The progress bar of a long run: it is loaded only where it is seen."""

from __future__ import annotations

from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from secor_xl.cli.views.terminal import PlainConsole


class Rate(ProgressColumn):
    """The column of the speed: reviews per second."""

    def render(self, task: Task) -> Text:
        """Return the rate, once there is one."""
        return Text(f"{task.speed:,.0f} a second" if task.speed else "", style="dim")


def progress_bar() -> Progress:
    """Return a bar with description, counts, rate and time left; it goes to stderr and disappears at its end."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(compact=True),
        console=PlainConsole(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
