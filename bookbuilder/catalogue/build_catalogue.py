"""Builds the books of a catalogue with a cluster: has their files read, hands out tasks, has what comes back published.

It runs confined, and never looks into a task or sends one anywhere itself. A book is published as soon as all its tasks are
done, whatever becomes of the others.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Protocol

from bookbuilder.catalogue.book_files import BuiltTasks, WantedTasks
from bookbuilder.catalogue.book_outcome import BookOutcome
from bookbuilder.catalogue.book_process import BookWork
from bookbuilder.diagnostics import BookbuilderError, ForError
from bookbuilder.pipeline import artifacts
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.plan import plan_editions
from bookbuilder.project import Project
from bookbuilder.workers.environment_hash import environment_hash
from bookbuilder.world import World

WAITING = 64
"""The most tasks that wait for a worker: enough that none is idle, and few books are in memory."""


class TaskQueue(Protocol):
    """Does tasks (`cluster.Cluster`)."""

    def threads(self) -> int:
        """Return how many tasks can be done at once."""
        ...

    def submit(self, number: int, task: bytes, priority: int) -> None:
        """Have a task done (`build_task.BuildTask`)."""
        ...

    def result(self) -> tuple[int, bytes, str, float]:
        """Wait for the next task that is done, in any order: its number, what came of it (`build_task.BuiltBook`), where,
        and the seconds that it took."""
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
    """A book whose tasks are being done: the result of each, by its index."""

    planned: PlannedBook
    built: dict[int, bytes] = field(default_factory=dict)
    workers: set[str] = field(default_factory=set)
    seconds: float = 0.0


def tasks_at_once(workers: int) -> int:
    """Return how many tasks are handed out at the same time."""
    return max(1, workers) + min(max(1, workers), WAITING)


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
    work: BookWork,
    fingerprint: str,
    for_error: ForError,
) -> Iterator[BookOutcome]:
    """Build books, the newest first, and yield what came of each when it is published. `for_error` says what an error
    means. Raises `BookbuilderError` (`cluster.away`)."""
    run = _CatalogueRun(request, cluster, work, fingerprint, for_error)
    ordered = sorted(books, key=lambda book: (-book.project.date.toordinal(), book.root.as_posix()))
    run.unread.extend(ordered)
    while run.hand_out() or run.open_tasks:
        if run.open_tasks:
            run.take_result()
        yield from run.published(waiting=False)
    yield from run.published(waiting=True)


@dataclass
class _CatalogueRun:
    """What is under way: books whose files are being read, tasks that wait to be handed out, tasks that are being done by
    their numbers, books of which some tasks are done, and books that are being published."""

    request: BuildRequest
    cluster: TaskQueue
    work: BookWork
    fingerprint: str
    for_error: ForError
    unread: deque[PlannedBook] = field(default_factory=deque)
    reading: deque[tuple[PlannedBook, Future[Sequence[bytes]]]] = field(default_factory=deque)
    ready: deque[tuple[PlannedBook, int, bytes]] = field(default_factory=deque)
    open_tasks: dict[int, tuple[PlannedBook, int]] = field(default_factory=dict)
    open_books: dict[Path, _OpenBook] = field(default_factory=dict)
    publishing: deque[tuple[PlannedBook, Future[BookOutcome]]] = field(default_factory=deque)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def hand_out(self) -> bool:
        """Hand out tasks ahead of the workers; return whether anything is left to hand out."""
        while len(self.open_tasks) < tasks_at_once(self.cluster.threads()) and self._read():
            book, place, task = self.ready.popleft()
            number = next(self.numbers)
            self.open_tasks[number] = book, place
            # A newer book has the higher priority, also among the tasks that already wait.
            self.cluster.submit(number, task, book.project.date.toordinal())
        return bool(self.ready or self.reading or self.unread)

    def _read(self) -> bool:
        """Have books read until a task can be handed out; return whether there is one."""
        while not self.ready:
            while self.unread and len(self.reading) < self.work.ahead:
                book = self.unread.popleft()
                wanted = WantedTasks(str(book.root), book.project.output, self.request, book.tasks)
                self.reading.append((book, self.work.read(wanted)))
            if not self.reading:
                return False
            book, future = self.reading.popleft()
            try:
                self.ready.extend((book, place, task) for place, task in enumerate(future.result()))
            except (OSError, BookbuilderError) as error:
                failure = Future[BookOutcome]()
                failure.set_exception(error)
                self.publishing.append((book, failure))
        return True

    def take_result(self) -> None:
        """Wait for a task that is done; have its book published if it was the last one."""
        number, built, worker, seconds = self.cluster.result()
        book, place = self.open_tasks.pop(number)
        state = self.open_books.setdefault(book.root, _OpenBook(book))
        state.built[place] = built
        state.workers |= {worker} if worker else set()
        state.seconds += seconds
        if len(state.built) == len(book.tasks):
            del self.open_books[book.root]
            self.publishing.append((book, self.work.publish(self._built(state))))

    def _built(self, state: _OpenBook) -> BuiltTasks:
        book, workers = state.planned, tuple(sorted(state.workers))
        parts = tuple(state.built[place] for place in sorted(state.built))
        environment = environment_hash(World(book.root), self.fingerprint)
        output, seconds = book.project.output, state.seconds
        return BuiltTasks(str(book.root), output, self.request, environment, parts, workers, seconds)

    def published(self, *, waiting: bool) -> Iterator[BookOutcome]:
        """Yield the outcomes of published books; wait for all, or only until few enough are in memory."""
        while self.publishing:
            book, future = self.publishing[0]
            if not (waiting or future.done() or len(self.publishing) > 2 * self.work.ahead):
                return
            self.publishing.popleft()
            try:
                yield future.result()
            except (BookbuilderError, OSError) as error:
                yield BookOutcome(book.root.as_posix(), "failed", self.for_error(error))
