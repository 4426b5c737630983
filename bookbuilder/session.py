"""What a build, a check or an export works with: its processes, its caches, and the receiver of its progress.

A request says what is made; nothing here changes that. A `Session` goes whole from the command line to the chain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypedDict

from bookbuilder.checks.check import History
from bookbuilder.diagnostics import Counts, Diagnostic, Findings, Progress
from bookbuilder.formats.pdf.compile.job import COMPILE
from bookbuilder.input_log import InputLog
from bookbuilder.pipeline.context import Context, Early, silent
from bookbuilder.pipeline.severity import apply_severities
from bookbuilder.project import Project
from bookbuilder.shared_cache.open_store import open_store
from bookbuilder.validators.validator import validator_codes
from bookbuilder.workers.runner import PoolRunner
from bookbuilder.world import World

if TYPE_CHECKING:  # mostly there is no shared cache
    from bookbuilder.shared_cache.store_client import StoreClient


class Options(TypedDict, total=False):
    """The fields of a `Session` that the public functions take as keywords."""

    jobs: int
    jail: bool
    store: StoreClient | None
    runner: PoolRunner | None
    progress: Progress | None
    early: Early | None


@dataclass(frozen=True, slots=True)
class Session:
    """The World of a book, and how it is worked on.

    `jobs` is the number of processes (0: one for each processor), which with `jail` can do nothing but work on the book;
    `memory` is that of the runner for results, in bytes. A `runner` that is given does the work instead, and stays open;
    so does a `store`, the shared cache. Without one, that of the user's settings is opened and closed, if there is one and
    `opens_store`: a process that is confined cannot start it, and has looked for it before.
    `history` and `early` are those of `pipeline.context.Context`.
    """

    world: World
    jobs: int = 0
    jail: bool = True
    memory: int = 0
    store: StoreClient | None = None
    opens_store: bool = True
    runner: PoolRunner | None = None
    progress: Progress | None = None
    history: History | None = None
    early: Early | None = None

    @contextmanager
    def opened(self) -> Iterator[PoolRunner]:
        """Yield the runner; its workers are ended afterwards, unless the session was given a runner."""
        if self.runner:
            yield self.runner
            return
        progress: object = self.progress
        counts = progress if isinstance(progress, Counts) else None
        with ExitStack() as opened:
            store = self.store
            if store is None and self.opens_store:
                if (found := open_store(self.world.environ, self.world.root)) is not None:
                    store = opened.enter_context(found)
            runner = PoolRunner(self.world, self.jobs, self.memory, counts, jail=self.jail, store=store)
            yield opened.enter_context(runner)

    @contextmanager
    def work(self) -> Iterator[Work]:
        """Yield what one build works with; its World logs what is read."""
        with self.opened() as runner:
            log = InputLog(keep_files=True)
            world = replace(self.world, input_log=log)
            say = self.progress or silent
            context = Context(world, Findings(), runner, say, self.history, self.early, runner.jobs)
            yield Work(world, log, runner, context, runner.counted(COMPILE))


@dataclass(frozen=True, slots=True)
class Work:
    """What one build, check or export works with, and its results so far. `counted_before` holds the counts of the runner
    at the start."""

    world: World
    log: InputLog
    runner: PoolRunner
    context: Context
    counted_before: tuple[int, int]

    @property
    def laid_out(self) -> tuple[int, int]:
        """How many parts of PDFs were laid out, and how many were cached."""
        made, reused = self.runner.counted(COMPILE)
        return made - self.counted_before[0], reused - self.counted_before[1]

    def diagnostics(
        self, project: Project | None, codes: Collection[str] | None = None
    ) -> tuple[Diagnostic, ...]:
        """Return what was reported, with the severities of the book; `codes` are those of `apply_severities`."""
        reported = self.context.findings.sorted()
        return apply_severities(reported, project.checks, validator_codes, codes) if project else reported

    def finish(
        self, project: Project | None, codes: Collection[str] | None = None
    ) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
        """Wait until the shared cache has all results; return the diagnostics, and the notices about that cache. These are
        not about the book, and are not remembered with it."""
        return self.diagnostics(project, codes), self.runner.finish()
