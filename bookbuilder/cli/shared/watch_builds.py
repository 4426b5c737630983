"""Rebuilds a book whenever one of its files changes (`build --watch`), with one line for each build."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from bookbuilder import api
from bookbuilder.book_changes import book_changes
from bookbuilder.cli.shared import exit_codes, print_findings
from bookbuilder.cli.shared.build_events import Events
from bookbuilder.cli.shared.command_jail import watched_series
from bookbuilder.cli.shared.os_error import error_diagnostics
from bookbuilder.cli.shared.outcome import Outcome
from bookbuilder.cli.shared.print_outcome import print_outcome
from bookbuilder.cli.shared.report_error import report_error
from bookbuilder.cli.shared.run_build import Command, Needs, confine_and_start
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.phrases import Phrase
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.session import Session
from bookbuilder.workers.idle_memory import release_main_when_idle
from bookbuilder.workers.idle_workers import changes_with_rest
from bookbuilder.workers.rare_garbage_collection import collect_rarely
from bookbuilder.world import World


def watch(command: Command, request: BuildRequest) -> int:
    """Build, then again after every change, until interrupted; return the exit code."""
    world = World(command.book.resolve())
    try:
        confined = confine_and_start(command, world, Needs(reads=watched_series(world), stays=True))
    except (BookbuilderError, OSError) as error:
        return report_error(error, command.book)
    project, _ = api.load(world)
    output = project.output if project else "output"
    with confined.store or nullcontext(), confined.opened() as runner:
        session = replace(confined, runner=runner)
        listening = book_changes(world, output)
        # From here on no change is missed, not even during the first build.
        next(listening, None)
        _once(command, session, request, ())
        collect_rarely(first=True)
        release_main_when_idle()
        print_findings.err().print(Phrase("waiting for changes; Ctrl-C ends this"))
        for found in changes_with_rest(listening, runner):
            _once(command, session, request, found)
    return exit_codes.FINE


def _once(command: Command, session: Session, request: BuildRequest, changed: Iterable[Path]) -> None:
    started = time.monotonic()
    console = print_findings.err()
    said = console.translation
    names = sorted(path.relative_to(session.world.root).as_posix() for path in changed)
    events = Events(names) if command.output.events else None
    try:
        result = api.requested_build(session, request)
    except (BookbuilderError, OSError) as error:
        result = api.Result(error_diagnostics(error))
    found, files = result.diagnostics, result.files
    if events:
        outcome = Outcome(found, files, paragraphs=result.paragraphs)
        print_outcome(command.book, outcome, command.output, events)
        return
    print_findings.diagnostics(found, console, command.book, fold=not command.output.everything)
    what = ", ".join(names[:3]) or said.phrase("the book")
    parts = said.text(print_findings.layout_text(result.made, result.reused))
    made = (
        said.phrase("{count} made", count=len(files))
        if files
        else said.phrase(
            "{counts}: nothing was written",
            counts=print_findings.count_text(found, draft=request.draft, said=said),
        )
    )
    line = said.phrase(
        "{what}: {made} in {seconds:.1f} s", what=what, made=made, seconds=time.monotonic() - started
    )
    console.print(f"{line} ({parts})" if parts and files else line, markup=False)
