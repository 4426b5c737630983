"""Builds the books of a catalogue with a cluster: reads their files, hands out tasks, publishes what comes back.

It runs confined, and never looks into a task or sends one anywhere itself. A book is published as soon as all its tasks are
done, whatever becomes of the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Protocol

from msgspec.structs import replace

from bookbuilder.catalogue.book_outcome import BookOutcome, made_files
from bookbuilder.catalogue.build_task import BuildTask, BuiltBook
from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Findings, Severity
from bookbuilder.formats.format import Artifact
from bookbuilder.input_log import InputLog
from bookbuilder.paragraph_counts import total
from bookbuilder.pipeline import artifacts, build_record
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.environment_hash import environment_hash
from bookbuilder.pipeline.plan import plan_editions
from bookbuilder.pipeline.publish_build import publish_build
from bookbuilder.project import Project
from bookbuilder.world import World
from bookbuilder.world.series_folder import file_stamps

AHEAD = 2
"""Tasks for each process of the cluster that are handed out at a time: none is idle, and few books are in memory."""
OF_THE_RUN = ("cache.", "cluster.")
"""Beginnings of codes that say something of this run and nothing of a book."""


class TaskQueue(Protocol):
    """Does tasks (`cluster.Cluster`)."""

    def threads(self) -> int:
        """Return how many tasks can be done at once."""
        ...

    def submit(self, number: int, task: BuildTask, priority: int) -> None:
        """Have a task done."""
        ...

    def results(self) -> Iterator[tuple[int, BuiltBook, str, float]]:
        """Yield what came of the tasks, in any order."""
        ...


@dataclass(frozen=True, slots=True)
class PlannedBook:
    """A book that is to be made: its project, how many editions it has, and the locales of each of its tasks."""

    root: Path
    project: Project
    editions: int
    tasks: tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class _OpenBook:
    """A book whose tasks are being done: what came of each, by its place among them."""

    planned: PlannedBook
    built: dict[int, BuiltBook] = field(default_factory=dict)
    workers: set[str] = field(default_factory=set)
    seconds: float = 0.0


def plan_book(root: Path, request: BuildRequest) -> PlannedBook | BookOutcome:
    """Return the plan for a book, or what is wrong with its book.toml. A book in one language at a time has a task for each
    locale; bilingual editions read several, so their book is one task."""
    context = Context(World(root))
    project = artifacts.load(context)
    if project is None or context.failed():
        return BookOutcome(root.as_posix(), "failed", context.findings.sorted())
    try:
        editions = plan_editions(project, request.locales, request.editions)
    except BookbuilderError as error:
        return BookOutcome(root.as_posix(), "failed", error.diagnostics)
    locales = tuple(dict.fromkeys(edition.locale.name for edition in editions))
    together = any(edition.beside for edition in editions) or len(locales) < 2
    tasks = (tuple(request.locales),) if together else tuple((name,) for name in locales)
    return PlannedBook(root, project, len(editions), tasks)


def build_books(
    books: Sequence[PlannedBook],
    request: BuildRequest,
    cluster: TaskQueue,
    fingerprint: str,
    for_error: Callable[[OSError], Diagnostic],
) -> Iterator[BookOutcome]:
    """Build books, the newest first, and yield what came of each as soon as it is published. `for_error` says what an error
    of the system means. Raises `BookbuilderError` (`cluster.away`)."""
    ordered = sorted(books, key=lambda book: (-book.project.date.toordinal(), book.root.as_posix()))
    waiting = iter([(book, place) for book in ordered for place in range(len(book.tasks))])
    open_books: dict[Path, _OpenBook] = {}
    by_number: dict[int, tuple[PlannedBook, int]] = {}
    numbers = count(1)
    files: tuple[Path, dict[str, bytes]] | None = None

    def hand_out() -> bool:
        nonlocal files
        found = next(waiting, None)
        if found is None:
            return False
        book, place = found
        if files is None or files[0] != book.root:
            files = book.root, _files(book)
        number = next(numbers)
        by_number[number] = found
        task = BuildTask(files[1], book.tasks[place], tuple(request.editions), request.strict)
        cluster.submit(number, task, book.project.date.toordinal())
        return True

    def hand_out_ahead() -> None:
        while len(by_number) < AHEAD * max(1, cluster.threads()) and hand_out():
            pass

    hand_out_ahead()
    for number, built, worker, seconds in cluster.results():
        book, place = by_number.pop(number)
        hand_out_ahead()
        state = open_books.setdefault(book.root, _OpenBook(book))
        state.built[place] = built
        state.workers |= {worker} if worker else set()
        state.seconds += seconds
        if len(state.built) == len(book.tasks):
            del open_books[book.root]
            yield _published(state, request, fingerprint, for_error)


def _files(book: PlannedBook) -> dict[str, bytes]:
    """Return the files of a book and of its series, without what builds made. One that may not be read is left out: if a
    chapter names it, that is reported there."""
    world, result = World(book.root), {}
    for path in (*world.files("."), *file_stamps(book.root)):
        if not path.startswith(f"{book.project.output}/"):
            try:
                result[path] = world.read(path)
            except BookbuilderError:
                continue
    return result


def _published(
    state: _OpenBook, request: BuildRequest, fingerprint: str, for_error: Callable[[OSError], Diagnostic]
) -> BookOutcome:
    """Publish a book if nothing is wrong with it, remember it as `bookbuilder build` does, and return what came of it."""
    book, parts = state.planned, [state.built[place] for place in sorted(state.built)]
    log = InputLog()
    for part in parts:
        for question, path, answer in part.inputs:
            log.inconsistent |= log.digests.setdefault((question, path), answer) != answer
    world = World(book.root, input_log=log)
    made = [artifact for part in parts for artifact in part.artifacts]
    findings = Findings()
    findings.extend(dict.fromkeys(finding for part in parts for finding in part.diagnostics))
    found = findings.sorted()
    outcome = BookOutcome(
        book.root.as_posix(),
        "failed",
        found,
        inputs=hashlib.sha256(repr(sorted(log.digests.items())).encode()).hexdigest(),
        workers=tuple(sorted(state.workers)),
        seconds=round(state.seconds, 3),
        made=sum(part.made for part in parts),
        reused=sum(part.reused for part in parts),
    )
    if failed(found, strict=request.strict) or not made:
        return outcome
    remembered = [finding for finding in found if not finding.code.startswith(OF_THE_RUN)]
    record = build_record.BuildRecord(
        request, environment_hash(world, fingerprint), remembered, book.project.output,
        outcome.made + outcome.reused, total(part.paragraphs for part in parts),
    )  # fmt: skip
    try:
        publish_build(world, [Artifact(name, data) for name, data in made], record)
    except BookbuilderError as error:
        return replace(outcome, findings=(*found, *error.diagnostics))
    except OSError as error:
        return replace(outcome, findings=(*found, for_error(error)))
    return replace(outcome, state="made", files=made_files(book.project.output, made))


def failed(findings: Sequence[Diagnostic], *, strict: bool) -> bool:
    """Whether there are errors (or, if strict, warnings)."""
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(finding.severity in bad for finding in findings)
