"""Runs `build`, `check` and `export`: progress, findings, files, exit code."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, nullcontext, redirect_stdout
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from bookbuilder.cli.shared import print_findings
from bookbuilder.cli.shared.os_error import error_diagnostics
from bookbuilder.cli.shared.outcome import Outcome, Output
from bookbuilder.cli.shared.print_outcome import print_outcome
from bookbuilder.cli.shared.progress import progress
from bookbuilder.cli.shared.replay_build import CommandLine, remember, replay
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.pipeline.build_record import previous_build
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.shared_cache.open_store import open_store
from bookbuilder.sources.read_sources import source_files
from bookbuilder.workers.rare_garbage_collection import collect_rarely
from bookbuilder.workers.worker_exit import short_of_memory
from bookbuilder.world import World
from bookbuilder.world.book_root import decode

if TYPE_CHECKING:
    from bookbuilder.api import Result
    from bookbuilder.cli.shared.build_events import Events
    from bookbuilder.pipeline.export_request import ExportRequest
    from bookbuilder.session import Session

MEMORY = 256 << 20
"""Bytes of results that stay in memory between the builds of a process that stays."""
STYLE_MAP = "import.toml"
"""The roles of a house's styles, in a book that was imported."""


@dataclass(frozen=True, slots=True)
class Command:
    """What the commands that build have in common: the book, the output options, the number of processes (0: one for each
    processor), and whether they are confined."""

    book: Path
    output: Output = Output()
    jobs: int = 0
    jail: bool = True


@dataclass(frozen=True, slots=True)
class Needs:
    """What a confined command needs besides its book: folders to write into, files to read, `validators`, or any `programs`,
    which have no network. One that `stays` builds again and again."""

    writes: Sequence[Path] = ()
    reads: Sequence[Path] = ()
    validators: bool = False
    programs: bool = False
    stays: bool = False


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """Options of a check: `fix` corrects chapters, `validators` judge the result, `report_to` is the file for their report,
    `statement_to` that for the statement to readers; both are in a `language` (empty: that of the book). With `sign`, the
    user is asked what they cannot judge. `pictures` is the folder for pictures of what is told of pages."""

    fix: bool = False
    validators: bool = False
    report_to: Path | None = None
    statement_to: Path | None = None
    language: str = ""
    sign: bool = False
    pictures: Path | None = None


def run_build(command: Command, request: BuildRequest, line: CommandLine) -> int:
    """Build the book, print the outcome and return the exit code. `line` is the command line."""
    book = command.book
    if not line.looked_up and (previous := previous_build(World(book.resolve()), request)):
        remember(line, book, request, command.output)
        return replay(book, previous, command.output)

    def build(session: Session) -> Outcome:
        from bookbuilder import api

        collect_rarely()
        result = api.requested_build(session, request)
        work = print_findings.layout_text(result.made, result.reused)
        return replace(
            failed,
            diagnostics=result.diagnostics,
            files=result.files,
            layout_summary=work,
            paragraphs=result.paragraphs,
        )

    failed = Outcome(writes=True, can_be_draft=not request.draft)
    events = None
    if command.output.events:
        from bookbuilder.cli.shared.build_events import Events

        events = Events()
    outcome = confined_outcome(command, build, failed, events=events)
    if outcome.files:
        remember(line, book, request, command.output)
    return print_outcome(book, outcome, command.output, events)


def run_check(command: Command, request: BuildRequest, checking: CheckOptions) -> int:
    """Check the book, print the outcome and return the exit code; without errors, the user may be asked to sign."""
    book = command.book
    results: list[Result] = []

    def check(session: Session) -> Outcome:
        from bookbuilder import api

        collect_rarely()
        session = replace(session, history=_history)
        drawn = checking.pictures
        result = api.requested_check(
            session, request, validators=checking.validators, pictures=drawn is not None
        )
        results.append(result)
        files = _reports(result, checking)
        if drawn is not None and result.pictures:
            files += _pictures(result.pictures, drawn)
        found, fixed = result.diagnostics, None
        if checking.fix:
            fixed = api.fix(book, found)
            found = tuple(one for one in found if one not in fixed)
        return Outcome(found, files, fixed=fixed, verdicts=result.verdicts)

    reports = [place.resolve().parent for place in (checking.report_to, checking.statement_to) if place]
    reports += [World(checking.pictures.resolve()).nearest] if checking.pictures else []
    failed = Outcome(fixed=() if checking.fix else None)
    outcome = confined_outcome(command, check, failed, Needs(reports, validators=checking.validators))
    code = print_outcome(book, outcome, command.output)
    if checking.sign and results:
        from bookbuilder.cli.shared.ask_signature import sign

        return sign(book, results[0]) or code
    return code


def run_export(
    command: Command, request: ExportRequest, reference: Path | None, style_map: Path | None
) -> int:
    """Export the book, print the outcome and return the exit code. `reference` and `style_map` (an import.toml) are files
    for the request, which are read when the process is confined."""

    def export(session: Session) -> Outcome:
        from bookbuilder import api
        from bookbuilder.exporters.exporter import ReferenceFile

        lent = ReferenceFile(str(reference), _given_file(reference)) if reference else None
        styles = _styles(session.world, reference, style_map)
        result = api.requested_export(session, replace(request, reference=lent, styles=styles))
        return Outcome(result.diagnostics, result.files, writes=True, exported=True)

    reads = [place.resolve() for place in (reference, style_map) if place]
    writes = [World(request.output.resolve().parent).nearest] if request.output else []
    outcome = confined_outcome(command, export, Outcome(writes=True), Needs(writes, reads, programs=True))
    return print_outcome(command.book, outcome, command.output)


def _styles(world: World, reference: Path | None, style_map: Path | None) -> Mapping[str, Mapping[str, str]]:
    """Return the roles of the styles of a house: those of the file that was named, else of the book."""
    from bookbuilder.importers.style_map import read_style_map

    if style_map:
        return read_style_map(style_map.name, decode(_given_file(style_map), style_map.name))
    if reference and world.exists(STYLE_MAP):
        return read_style_map(STYLE_MAP, world.text(STYLE_MAP))
    return {}


def _given_file(place: Path) -> bytes:
    real = place.resolve()
    return World(real.parent).read(real.name)


def confined_outcome(
    command: Command,
    work: Callable[[Session], Outcome],
    failed: Outcome,
    needs: Needs = Needs(),
    events: Events | None = None,
) -> Outcome:
    """Do the work confined, showing progress or saying `events`; return its outcome, or `failed` with the findings."""
    console = print_findings.err()
    text = command.output.form == "text" and not command.output.as_json and events is None
    try:
        session = confine_and_start(command, World(command.book.resolve()), needs)
        with (
            session.store or nullcontext(),
            progress(console) if text else nullcontext() as say,
            redirect_stdout(sys.stderr),  # it is for results, but WeasyPrint prints to it if Pango is missing
        ):
            return work(replace(session, progress=events or say))
    except (BookbuilderError, OSError) as error:
        return replace(failed, diagnostics=error_diagnostics(error))


def confine_and_start(command: Command, world: World, needs: Needs = Needs()) -> Session:
    """Confine this process if wanted, and start its workers; afterwards it can start only what it needs. Return the
    session, with the shared cache if the user has one; the process for that is started before."""
    from bookbuilder.cli.shared import command_jail

    with ExitStack() as opened:
        if (store := open_store(world.environ, world.root)) is not None:
            opened.enter_context(store)
        if command.jail:
            command_jail.confine_to(world, *needs.writes, reads=needs.reads, validators=needs.validators)
        else:
            print_findings.err().print(command_jail.OPEN, markup=False)
        several = world.processes(command.jobs) > 1
        if found := short_of_memory(workers=several):
            raise BookbuilderError(found)
        if several:
            from bookbuilder.workers import worker_start

            worker_start.start(() if needs.stays else [world])
        # Pandoc prints the citations of a book with sources, in this jail.
        if command.jail and not needs.programs and not source_files(world):
            command_jail.close_jail()
        # Nothing has failed, so the store stays open for the session.
        opened.pop_all()
    from bookbuilder.session import Session  # takes a while, in which the workers start

    return Session(world, command.jobs, command.jail, MEMORY if needs.stays else 0, store, opens_store=False)


def _reports(result: Result, checking: CheckOptions) -> tuple[Path, ...]:
    """Write the report and the statement that were asked for, if there is a book to tell of."""
    data = result.report
    if data is None or not (checking.report_to or checking.statement_to):
        return ()
    from bookbuilder.program_language.translation import translation_into
    from bookbuilder.validators.report_pages import report_page, statement_page
    from bookbuilder.validators.validation_report import as_json

    assets = World(Path())
    said = translation_into(checking.language or data["book"]["language"], assets)
    files: tuple[Path, ...] = ()
    if place := checking.report_to:
        page = report_page(data, result.diagnostics, said, assets)
        files += _published(place, {f"{place.stem}.html": page, f"{place.stem}.json": as_json(data)})
    if place := checking.statement_to:
        files += _published(place, {f"{place.stem}.html": statement_page(data, said, assets)})
    return files


def _published(place: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    world = World(place.resolve().parent)
    return world.publish(".", [(name, {"": data}) for name, data in files.items()])


def _pictures(pictures: Mapping[str, bytes], folder: Path) -> tuple[Path, ...]:
    # Each by itself: a folder would be replaced, with whatever else is in it.
    World(folder.resolve()).publish(".", [(name, {"": data}) for name, data in pictures.items()])
    return (folder / "index.html",)


def _history(
    value: Decimal, currency: str, equivalent: str, equivalent_value: Decimal, near: dt.date
) -> dt.date | None:
    """Return the day near `near` whose exchange rate explains an equivalent; the rates ship with the program."""
    from bookbuilder.facts.ecb_rates import fixing_matching

    found = fixing_matching(value, currency, equivalent, equivalent_value, near)
    return found.day if found else None
