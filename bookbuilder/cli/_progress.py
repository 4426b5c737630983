"""Shows what is being done: a moving bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bookbuilder.diagnostics import Progress

if TYPE_CHECKING:
    from bookbuilder.cli._show import Console


@contextmanager
def progress(console: Console) -> Iterator[Progress]:
    """Give a function that is told what is being done now; a bar is gone when the work is done."""
    if not console.is_terminal:
        yield lambda doing: console.print(doing, markup=False)
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
        task = bar.add_task("starting", total=None)
        yield lambda doing: bar.update(task, description=doing)
