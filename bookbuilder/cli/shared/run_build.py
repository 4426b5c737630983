"""Runs `build` and `check`: progress, findings, files, exit code."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, nullcontext, redirect_stdout
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bookbuilder.cli.shared import print_findings
from bookbuilder.cli.shared.os_error import os_diagnostic
from bookbuilder.cli.shared.outcome import Outcome, Output
from bookbuilder.cli.shared.print_outcome import print_outcome
from bookbuilder.cli.shared.progress import progress
from bookbuilder.cli.shared.replay import CommandLine, remember, replay
from bookbuilder.diagnostics import BookbuilderError, Progress
from bookbuilder.pipeline.build_record import previous_build
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.shared_cache.open_store import open_store
from bookbuilder.workers.rare_collection import collect_rarely
from bookbuilder.workers.worker_exit import short_of_memory
from bookbuilder.world import World
from bookbuilder.world.book_root import decode

if TYPE_CHECKING:
    from bookbuilder.api import Result
    from bookbuilder.cli.shared.events import Events
    from bookbuilder.shared_cache.store_client import StoreClient

STYLE_MAP = "import.toml"
"""The roles of a house's styles, in a book that was imported."""


@dataclass(frozen=True, slots=True)
class Command:
    """What `build` and `check` have in common: the book, the request, the output options, the number of processes (0: one
    for each processor), and whether they are confined."""

    book: Path
    request: BuildRequest
    output: Output
    jobs: int = 0
    jail: bool = True


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """Options of a check: `fix` corrects chapters, `validators` judge the result, `report_to` is the file for their report.
    With `sign`, the user is asked what they cannot judge."""

    fix: bool = False
    validators: bool = False
    report_to: Path | None = None
    sign: bool = False


def run_build(command: Command, line: CommandLine | None = None) -> int:
    """Build the book, print the outcome and return the exit code. `line` is the command line."""
    book, request = command.book, command.request
    if line and not line.looked_up and (previous := previous_build(World(book.resolve()), request)):
        remember(line, book, request, command.output)
        return replay(book, previous, command.output)

    def build(progress: Progress, store: StoreClient | None) -> Outcome:
        from bookbuilder import api

        collect_rarely()
        result = api.requested_build(
            book, request, jobs=command.jobs, progress=progress, store=store, jail=command.jail
        )
        work = print_findings.layout_text(result.made, result.reused, unchanged=result.unchanged)
        return Outcome(
            result.diagnostics,
            result.files,
            work,
            writes=True,
            unchanged=result.unchanged,
            paragraphs=result.paragraphs,
        )

    events = None
    if command.output.events:
        from bookbuilder.cli.shared.events import Events

        events = Events()
    outcome = _outcome(command, build, Outcome(writes=True), events=events)
    if outcome.files and line:
        remember(line, book, request, command.output)
    return print_outcome(book, outcome, command.output, events)


def run_check(command: Command, checking: CheckOptions) -> int:
    """Check the book, print the outcome and return the exit code; without errors, the user may be asked to sign."""
    book, request = command.book, command.request
    results: list[Result] = []

    def check(progress: Progress, store: StoreClient | None) -> Outcome:
        from bookbuilder import api

        collect_rarely()
        result = api.check(
            book, locales=request.locales, editions=request.editions, strict=request.strict, jobs=command.jobs,
            progress=progress, history=_history, validators=checking.validators, store=store, jail=command.jail,
        )  # fmt: skip
        results.append(result)
        report_to = checking.report_to
        files = _report(result.report, report_to) if report_to and result.report else ()
        found, fixed = result.diagnostics, None
        if checking.fix:
            fixed = api.fix(book, found)
            found = tuple(one for one in found if one not in fixed)
        return Outcome(found, files, fixed=fixed, verdicts=result.verdicts)

    reports = (checking.report_to.resolve().parent,) if checking.report_to else ()
    failed = Outcome(fixed=() if checking.fix else None)
    outcome = _outcome(command, check, failed, validators=checking.validators, writes=reports)
    code = print_outcome(book, outcome, command.output)
    if checking.sign and results:
        from bookbuilder.cli.shared.ask_signature import sign

        return sign(book, results[0]) or code
    return code


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """Options of an export: its format, and whose text in what form (`api.export`); `styles` is an import.toml."""

    form: str
    locale: str = ""
    edition: str = ""
    flavour: str = ""
    reference: Path | None = None
    styles: Path | None = None
    output: Path | None = None


def run_export(book: Path, options: ExportOptions, jobs: int, *, everything: bool, jail: bool) -> int:
    """Export the book, print the outcome and return the exit code."""
    command = Command(book, BuildRequest(), Output(everything=everything), jobs, jail)

    def export(progress: Progress, store: StoreClient | None) -> Outcome:
        from bookbuilder import api
        from bookbuilder.exporters.exporter import ReferenceFile
        from bookbuilder.importers.style_map import read_style_map

        world, reference, styles = World(book.resolve()), None, {}
        if options.reference:
            reference = ReferenceFile(str(options.reference), _given_file(options.reference))
        if options.styles:
            styles = dict(
                read_style_map(options.styles.name, decode(_given_file(options.styles), options.styles.name))
            )
        elif options.reference and world.exists(STYLE_MAP):
            styles = dict(read_style_map(STYLE_MAP, world.text(STYLE_MAP)))
        result = api.export(
            book, options.form, locale=options.locale, edition=options.edition, flavour=options.flavour,
            reference=reference, styles=styles, output=options.output, jobs=jobs, progress=progress, store=store,
            jail=jail,
        )  # fmt: skip
        return Outcome(result.diagnostics, result.files, writes=True, exported=True)

    reads = [place.resolve() for place in (options.reference, options.styles) if place]
    writes = [World(options.output.resolve().parent).nearest] if options.output else []
    outcome = _outcome(command, export, Outcome(writes=True), writes=writes, reads=reads, programs=True)
    return print_outcome(book, outcome, command.output)


def _given_file(place: Path) -> bytes:
    """Return a file that was named on the command line."""
    real = place.resolve()
    return World(real.parent).read(real.name)


def _outcome(
    command: Command,
    work: Callable[[Progress, StoreClient | None], Outcome],
    failed: Outcome,
    *,
    validators: bool = False,
    writes: Sequence[Path] = (),
    reads: Sequence[Path] = (),
    programs: bool = False,
    events: Events | None = None,
) -> Outcome:
    """Do the work confined, showing progress or saying `events`; return its outcome, or `failed` with the findings."""
    console = print_findings.err()
    text = command.output.form == "text" and not command.output.as_json and events is None
    try:
        world = World(command.book.resolve())
        store = confine_and_start(
            world,
            command.jobs,
            console,
            jail=command.jail,
            validators=validators,
            writes=writes,
            reads=reads,
            programs=programs,
        )
        with (
            store or nullcontext(),
            progress(console) if text else nullcontext() as say,
            redirect_stdout(sys.stderr),  # it is for results, but WeasyPrint prints to it if Pango is missing
        ):
            from bookbuilder.pipeline.context import silent

            return work(events or say or silent, store)
    except BookbuilderError as error:
        return replace(failed, diagnostics=error.diagnostics)
    except OSError as error:
        return replace(failed, diagnostics=(os_diagnostic(error),))


def confine_and_start(
    world: World,
    jobs: int,
    console: print_findings.Console,
    *,
    jail: bool,
    validators: bool = False,
    writes: Sequence[Path] = (),
    reads: Sequence[Path] = (),
    programs: bool = False,
    stays: bool = False,
) -> StoreClient | None:
    """Confine this process if wanted, and start its workers; afterwards it can start no others but validators, or with
    `programs` any, which have no network. One that `stays` builds again and again. Return the shared cache, whose process
    has been started before; None if the user has none."""
    from bookbuilder.cli.shared import command_jail

    with ExitStack() as opened:
        if (store := open_store(world.environ, world.root)) is not None:
            opened.enter_context(store)
        if jail:
            command_jail.confine_to(world, *writes, reads=reads, validators=validators)
        else:
            console.print(command_jail.OPEN, markup=False)
        several = world.processes(jobs) > 1
        if found := short_of_memory(workers=several):
            raise BookbuilderError(found)
        if several:
            from bookbuilder.workers import worker_start

            worker_start.start(() if stays else [world])
        if jail and not programs:
            command_jail.close_jail()
        opened.pop_all()
        return store


def _report(data: dict[str, Any], place: Path) -> tuple[Path, ...]:
    """Write a report as HTML and JSON, and return both files."""
    from bookbuilder.validators.validation_report import as_html, as_json

    world, stem = World(place.resolve().parent), place.stem
    pages = {f"{stem}.html": as_html(data, world), f"{stem}.json": as_json(data)}
    return world.publish(".", [(name, {"": page}) for name, page in pages.items()])


def _history(
    value: Decimal, currency: str, equivalent: str, equivalent_value: Decimal, near: dt.date
) -> dt.date | None:
    """Return the day near `near` whose exchange rate explains an equivalent; the rates ship with the program."""
    from bookbuilder.facts.ecb_rates import fixing_matching

    found = fixing_matching(value, currency, equivalent, equivalent_value, near)
    return found.day if found else None
