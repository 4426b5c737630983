"""Shows progress: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bookbuilder.diagnostics import Progress
from bookbuilder.phrases import Phrase

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from bookbuilder.cli.shared.print_findings import Console
    from bookbuilder.program_language.translation import Translation


@contextmanager
def progress(console: Console) -> Iterator[Progress]:
    """Yield a function to call with the current activity; the bar disappears at the end."""
    if not console.is_terminal:
        yield lambda doing: console.print(console.translation.text(doing), markup=False)
        return
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (
        SpinnerColumn(),
        BarColumn(24),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Bar(*columns, console=console.rich, transient=True) as bar:
        yield ProgressBar(
            bar, bar.add_task(console.translation.text(STARTING), total=None), console.translation
        )


STARTING = Phrase("starting")


class ProgressBar:
    """A progress bar for the current activity, and how much of it is done (`diagnostics.Counts`)."""

    def __init__(self, bar: Bar, task: TaskID, translation: Translation) -> None:
        self._bar, self._task, self._translation = bar, task, translation
        self._doing = translation.text(STARTING)

    def __call__(self, doing: str) -> None:
        """Show the current activity."""
        self._doing = self._translation.text(doing)
        self._bar.update(self._task, description=self._doing)

    def counted(self, function: str, done: int, total: int, left: float | None) -> None:
        """Show how much of a long activity is done; when it is complete, the latest activity is shown again."""
        if function != LAY_OUT:
            return
        if done == total:
            self._bar.update(self._task, description=self._doing, total=None)
        else:
            text = self._translation.text(progress_text(done, total, left))
            self._bar.update(self._task, description=text, completed=done, total=total)


LAY_OUT = "bookbuilder.formats.pdf.engine.compile_part:compile_part"
"""The step that takes longest: laying out a part of a PDF."""


def progress_text(done: int, total: int, left: float | None) -> str:
    """Return how much is laid out, and the remaining time.

    >>> progress_text(34, 120, 43.2), progress_text(0, 5, None)
    ('laying out 34/120 parts, about 45 s left', 'laying out 0/5 parts')
    >>> progress_text(3, 120, 260)
    'laying out 3/120 parts, about 4 min left'
    """
    if left is None:
        return Phrase("laying out {done}/{total} parts", done=done, total=total)
    return Phrase(
        "laying out {done}/{total} parts, about {duration} left",
        done=done,
        total=total,
        duration=duration_text(left),
    )


def duration_text(seconds: float) -> str:
    """Return an estimate of a duration.

    >>> duration_text(1), duration_text(43.2), duration_text(260), duration_text(8000)
    ('5 s', '45 s', '4 min', '2 h 13 min')
    """
    rounded, minutes = max(5, round(seconds / 5) * 5), round(seconds / 60)
    if rounded < 120:
        return Phrase("{seconds} s", seconds=rounded)
    if minutes < 120:
        return Phrase("{minutes} min", minutes=minutes)
    return Phrase("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)
