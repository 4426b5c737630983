"""Runs `catalogue build`: what is to be made, the cluster, progress, findings of many books, the manifest."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from bookbuilder.catalogue.book_list import book_folders, report_twins
from bookbuilder.catalogue.book_outcome import BookOutcome, Manifest, seconds_per_task
from bookbuilder.catalogue.book_process import BookProcesses, BookWork, DirectBookWork, ProcessSettings
from bookbuilder.catalogue.build_catalogue import PlannedBook, build_books, plan_book
from bookbuilder.catalogue.cluster import Cluster, check_address, cluster_settings
from bookbuilder.cli.shared import command_jail, exit_codes, print_findings
from bookbuilder.cli.shared.os_error import error_diagnostics
from bookbuilder.cli.shared.progress import duration_text, progress
from bookbuilder.cli.shared.report_error import report_error
from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Severity
from bookbuilder.phrases import Phrase, counted
from bookbuilder.pipeline.build_record import SharedLookups, previous_build
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.sources.read_sources import source_files
from bookbuilder.workers.environment_hash import fingerprint
from bookbuilder.world import World

MOST_PROCESSES = 8
"""Processes that read and publish books for the workers of a scheduler; more would wait for the disk."""
SHOWN = 5
"""The books that are named for each kind of finding."""


STATES = {
    "made": "{count:,} made",
    "unchanged": "{count:,} unchanged",
    "failed": "{count:,} failed",
}
"""How many books have a state."""
STATE = {"made": Phrase("made"), "unchanged": Phrase("unchanged"), "failed": Phrase("failed")}


@dataclass(frozen=True, slots=True)
class CatalogueCommand:
    """The folders that were named, what is wanted of each book, the scheduler (empty: none), the number of processes without
    one (0: one for each processor), the memory of each in bytes, where the manifest goes, whether all findings are shown,
    and whether the processes are confined."""

    named: Sequence[Path]
    request: BuildRequest
    scheduler: str
    jobs: int
    memory: int
    manifest: Path | None
    everything: bool
    jail: bool


def run_catalogue(asked: CatalogueCommand) -> int:
    """Build the books, print the outcome and return the exit code."""
    console = print_findings.err()
    try:
        return _run(asked, console)
    except (BookbuilderError, OSError) as error:
        return report_error(error, Path())


def _run(asked: CatalogueCommand, console: print_findings.Console) -> int:
    check_address(asked.scheduler)
    roots = book_folders(asked.named)
    world = World(roots[0])
    around = SharedLookups(fingerprint(world))
    # As with `build`, it is looked up before the jail: nothing of a book is parsed for it.
    unchanged = {root for root in roots if previous_build(World(root), asked.request, around)}
    outcomes = [BookOutcome(root.as_posix(), "unchanged") for root in roots if root in unchanged]
    changed = [root for root in roots if root not in unchanged]
    manifest_world = World(asked.manifest.resolve().parent) if asked.manifest else None
    settings = cluster_settings(world, asked.scheduler, asked.jobs, asked.memory, jail=asked.jail)
    # Pandoc prints the citations of books with sources, in the jail.
    programs = any(source_files(World(root)) for root in changed)
    settings = replace(settings, programs=programs)
    if changed:
        with Cluster(settings) as cluster, ExitStack() as ended:
            writes = [*changed[1:], *([manifest_world.nearest] if manifest_world else [])]
            work: BookWork = DirectBookWork()
            if asked.scheduler:  # else the processors of this machine have enough to do
                walls = command_jail.permissions(World(changed[0]), *writes, reads=roots)
                confined = ProcessSettings(
                    str(changed[0]), tuple(walls.reads), tuple(walls.writes), asked.jail
                )
                number = min(world.processes(0), MOST_PROCESSES, len(changed))
                work = ended.enter_context(BookProcesses(number, confined))
            if asked.jail:
                command_jail.confine_to(World(changed[0]), *writes, reads=roots)
                if not programs:
                    command_jail.close_jail()
            else:
                console.print(command_jail.OPEN, markup=False)
            plans = [plan_book(root, asked.request) for root in changed]
            books = [plan for plan in plans if isinstance(plan, PlannedBook)]
            outcomes += [plan for plan in plans if isinstance(plan, BookOutcome)]
            report_twins((book.root, book.project.id) for book in books)
            outcomes += _built(asked, console, (cluster, work), books, len(roots), around.fingerprint)
    _report(outcomes, console, everything=asked.everything)
    if asked.manifest and manifest_world:
        manifest = Manifest(settings.version, tuple(sorted(outcomes, key=lambda one: one.book)))
        manifest_world.publish(".", [(asked.manifest.name, {"": manifest.encoded()})])
    failed = [one for one in outcomes if one.state == "failed"]
    wrong = exit_codes.code([finding for one in failed for finding in one.findings], strict=False)
    # One book without an edition that others have is no wrong usage.
    return wrong if wrong == exit_codes.TOOL else exit_codes.BOOK if failed else exit_codes.FINE


def _built(
    asked: CatalogueCommand,
    console: print_findings.Console,
    using: tuple[Cluster, BookWork],
    books: Sequence[PlannedBook],
    among: int,
    fingerprint: str,
) -> list[BookOutcome]:
    cluster, work = using
    outcomes: list[BookOutcome] = []
    total = sum(len(book.tasks) for book in books)
    tasks = {book.root.as_posix(): len(book.tasks) for book in books}
    with progress(console) as say:
        threads = cluster.threads()
        console.print(_plan(asked, books, among, threads), markup=False)
        started, done = time.monotonic(), 0
        for outcome in build_books(books, asked.request, cluster, work, fingerprint, error_diagnostics):
            outcomes.append(outcome)
            done += tasks[outcome.book]
            seconds = (time.monotonic() - started) * (total - done) / done
            share = _share(len(outcomes), len(books), done, total, seconds)
            say(
                Phrase(
                    "{book}: {state} ({share})",
                    book=Path(outcome.book).name,
                    state=STATE[outcome.state],
                    share=share,
                )
            )
    return outcomes


def _share(books: int, of_books: int, tasks: int, of_tasks: int, seconds: float) -> str:
    """Return how much is done, and while there is something left, how long that will take.

    >>> _share(3, 4, 9, 12, 61), _share(4, 4, 12, 12, 0)
    ('3 of 4 books, 75 %, about 60 s left', '4 of 4 books, 100 %')
    """
    values = {"books": books, "all": of_books, "percent": 100 * tasks // of_tasks}
    if tasks >= of_tasks:
        return Phrase("{books} of {all} books, {percent} %", **values)
    return Phrase(
        "{books} of {all} books, {percent} %, about {duration} left",
        duration=duration_text(seconds),
        **values,
    )


def _plan(asked: CatalogueCommand, books: Sequence[PlannedBook], among: int, threads: int) -> str:
    """Return what will be made, and how long it will take if an earlier manifest says so."""
    editions, tasks = sum(book.editions for book in books), sum(len(book.tasks) for book in books)
    values = {"books": len(books), "all": among, "editions": editions}
    seconds = 0.0
    if asked.manifest:
        world = World(asked.manifest.resolve().parent)
        if world.exists(asked.manifest.name):
            seconds = (
                seconds_per_task(world.read(asked.manifest.name)) * len(books) / max(1, min(threads, tasks))
            )
    if seconds:
        return counted(
            threads,
            "{books:,} of {all:,} books to make ({editions:,} editions), about {duration} on 1 process",
            "{books:,} of {all:,} books to make ({editions:,} editions), about {duration} on {count:,} processes",
            duration=duration_text(seconds),
            **values,
        )
    return counted(
        threads,
        "{books:,} of {all:,} books to make ({editions:,} editions) on 1 process",
        "{books:,} of {all:,} books to make ({editions:,} editions) on {count:,} processes",
        **values,
    )


def _report(outcomes: Sequence[BookOutcome], console: print_findings.Console, *, everything: bool) -> None:
    """Print the findings of all books by kind, errors last, and how many books there are of each state."""
    kinds: dict[tuple[int, str], list[tuple[Path, Diagnostic]]] = defaultdict(list)
    order = [Severity.NOTICE, Severity.WARNING, Severity.ERROR]
    for outcome in outcomes:
        for finding in outcome.findings:
            kinds[order.index(finding.severity), finding.code].append((Path(outcome.book), finding))
    for (_, code), found in sorted(kinds.items()):
        shown = found if everything else found[:SHOWN]
        for root, finding in shown:
            print_findings.diagnostics([finding], console, Path(print_findings.local(root, Path())))
        if rest := found[len(shown) :]:
            books = len({root for root, _ in rest})
            console.print(
                counted(
                    books,
                    "and {others:,} more of this kind in 1 book; --all shows them [{code}]",
                    "and {others:,} more of this kind in {count:,} books; --all shows them [{code}]",
                    others=len(rest),
                    code=code,
                ),
                markup=False,
            )
    counts = {state: sum(one.state == state for one in outcomes) for state in STATES}
    totals = [Phrase(STATES[state], count=count) for state, count in counts.items() if count]
    console.print(", ".join(map(console.translation.text, totals)), markup=False)
