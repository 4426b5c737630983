"""Rebuilds a book whenever one of its files changes (`build --watch`), with one line for each build."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterable
from pathlib import Path

from watchfiles import Change, DefaultFilter
from watchfiles import watch as changes

from bookbuilder import api
from bookbuilder.cli import _exit_codes, _print_findings
from bookbuilder.cli._os_error import os_diagnostic
from bookbuilder.cli._run import Command, confine_and_start
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.pipeline.runner import PoolRunner
from bookbuilder.world import World

PAUSE = 15
"""Milliseconds without a change that end a burst of changes."""
WAKE = 100
"""Milliseconds after which it looks whether it is to end."""
MEMORY = 256 << 20
"""The size of the in-memory cache of results between builds, in bytes."""


class _Sources(DefaultFilter):
    """Ignores the program's own output, hidden files, and temporary files of editors."""

    def __init__(self, root: Path, output: str) -> None:
        super().__init__(ignore_entity_patterns=[*self.ignore_entity_patterns, r"^4913$", r"^#.*#$"])
        self.root, self.output = root, output

    def __call__(self, change: Change, path: str) -> bool:
        place = Path(path).relative_to(self.root)
        ours = place.is_relative_to(self.output) or any(part.startswith(".") for part in place.parts)
        return not ours and super().__call__(change, path)


def watch(command: Command) -> int:
    """Build, then again after every change, until interrupted; return the exit code."""
    book, jobs = command.book, command.jobs
    root = book.resolve()
    world = World(root)
    try:
        confine_and_start(world, jobs, _print_findings.err(), jail=command.jail)
    except BookbuilderError as error:
        _print_findings.diagnostics(error.diagnostics, _print_findings.err(), book)
        return _exit_codes.BOOK
    project, _ = api.load(world)
    output = project.output if project else "output"
    with PoolRunner(world, jobs, MEMORY, jail=command.jail) as runner:
        # It yields once before any change; from then on it listens, so no change during a build is missed.
        listening = changes(
            root,
            watch_filter=_Sources(root, output),
            debounce=1000,
            step=PAUSE,
            rust_timeout=WAKE,
            yield_on_timeout=True,
            raise_interrupt=False,
        )
        next(listening, None)
        _once(command, world, runner, ())
        # A book is millions of small values; scanning those for garbage would take a tenth of each build.
        gc.collect()
        gc.freeze()
        gc.set_threshold(100_000, 50, 100)
        _print_findings.err().print("waiting for changes; Ctrl-C ends this")
        for found in listening:
            if found:
                _once(command, world, runner, {Path(path) for _, path in found})
    return _exit_codes.FINE


def _once(command: Command, world: World, runner: PoolRunner, changed: Iterable[Path]) -> None:
    """Build, and print the outcome and the duration."""
    started = time.monotonic()
    console = _print_findings.err()
    try:
        request = command.request
        result = api.build(
            world, locales=request.locales, editions=request.editions, strict=request.strict, runner=runner
        )
        found, files = result.diagnostics, result.files
        parts = _print_findings.layout_text(result.made, result.reused)
    except BookbuilderError as error:
        found, files, parts = error.diagnostics, (), ""
    except OSError as error:
        found, files, parts = (os_diagnostic(error),), (), ""
    _print_findings.diagnostics(found, console, command.book, fold=not command.output.everything)
    what = ", ".join(sorted(path.relative_to(world.root).as_posix() for path in changed)[:3]) or "the book"
    counts = _print_findings.count_text(found)
    made = f"{len(files)} made" if files else f"{counts}: nothing was written"
    line = f"{what}: {made} in {time.monotonic() - started:.1f} s"
    console.print(f"{line} ({parts})" if parts and files else line, markup=False)
