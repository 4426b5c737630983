"""Builds a book, and again after every change of its files, and says what came of it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from bookbuilder import api
from bookbuilder.book_changes import book_changes
from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Severity
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.runner import PoolRunner
from bookbuilder.preview.live_state import LiveState, State
from bookbuilder.result import Result
from bookbuilder.world import World

ForError = Callable[[OSError], Diagnostic]
"""Says what an error of the operating system means."""
Done = Callable[[State], None]
"""Is told the state after each build."""


def live_build(
    world: World, request: BuildRequest, runner: PoolRunner, live: LiveState, done: Done, for_error: ForError
) -> None:
    """Build a book whenever its files change, until the process ends."""
    project, _ = api.load(world)
    listening = book_changes(world.root, project.output if project else "output")
    next(listening)
    _build(world, request, runner, live, (), for_error)
    done(live.state)
    # A book is millions of small values; scanning those for garbage would take a tenth of each build.
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    for found in listening:
        if found:
            _build(world, request, runner, live, found, for_error)
            done(live.state)


def _build(
    world: World,
    request: BuildRequest,
    runner: PoolRunner,
    live: LiveState,
    changed: Iterable[Path],
    for_error: ForError,
) -> None:
    started = time.monotonic()
    paths = tuple(sorted(path.relative_to(world.root).as_posix() for path in changed))
    before = live.state
    live.set(replace(before, building=True, changed=paths))
    try:
        result = api.build(
            world, locales=request.locales, editions=request.editions, strict=request.strict, runner=runner
        )
    except BookbuilderError as error:
        result = Result(error.diagnostics)
    except OSError as error:
        result = Result((for_error(error),))
    failed = not result.editions
    live.set(
        replace(
            before,
            build=before.build + (not failed),
            building=False,
            failed=failed and any(one.severity == Severity.ERROR for one in result.diagnostics),
            seconds=time.monotonic() - started,
            changed=paths,
            editions=result.editions or before.editions,
            diagnostics=result.diagnostics,
        )
    )
