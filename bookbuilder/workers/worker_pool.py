"""A pool of forked workers with heavy modules preloaded; it never re-imports the caller's script."""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any, TypeVar

from bookbuilder.build_step import Step
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.jail import current_task
from bookbuilder.jail.confinement import Permissions, confine, forbid_processes
from bookbuilder.workers import worker_start
from bookbuilder.workers.idle_memory import release_when_idle
from bookbuilder.workers.worker_exit import ended_by_signal
from bookbuilder.workers.worker_task import run_task

G = TypeVar("G")
T = TypeVar("T")


class Pool:
    """A pool of `jobs` processes that start at once; nobody waits for them before there is work.

    Each notes in the folder `notes` what it is working on. `walls` restrict what they may do; None: nothing is
    restricted. No code is loaded from the folders `books`.
    """

    def __init__(self, jobs: int, notes: str, walls: Permissions | None, books: Sequence[str]) -> None:
        self._books = books
        worker_start.start(books=books)
        # A program that calls us may have children of its own; how these end says nothing of our workers.
        self._others = set(multiprocessing.active_children())
        self._watched, self._ours = multiprocessing.Pipe(duplex=False)
        with worker_start.isolated(books):
            self._processes = ProcessPoolExecutor(
                jobs,
                mp_context=_Context(self._ours),
                initializer=_begin,
                initargs=(notes, walls, self._watched),
            )
        self._notes = notes
        self._known: set[BaseProcess] = set()
        self.broken = False
        """Whether a worker was ended: nothing more can be done."""
        # The first task is done when everything that workers inherit is loaded.
        self._starting = ThreadPoolExecutor(1)
        self._first = self._starting.submit(self._submit, _nothing)

    @property
    def ready(self) -> bool:
        """Whether the workers have loaded what they need."""
        return self._first.done() and self._first.result().done()

    def submit(
        self, step: Step[G, Any], given: G, size: int, done: Callable[[str, int], None]
    ) -> Callable[[], bytes]:
        """Run a step for an input in a worker. Return a function that waits for the encoded result.

        `done` is called with the step's function and `size` as soon as the result is there. Both raise
        `BookbuilderError` (`build.*`) if a worker was ended.
        """
        self._first.result()
        try:
            future = self._submit(run_task, step.function, given, size)
        except BrokenProcessPool:
            raise self._ended_error() from None
        future.add_done_callback(lambda _: done(step.function, size))

        def result() -> bytes:
            try:
                return future.result()
            except BrokenProcessPool:
                raise self._ended_error() from None

        return result

    def _submit(self, function: Callable[..., T], *given: object) -> Future[T]:
        with worker_start.isolated(self._books):
            future = self._processes.submit(function, *given)
        self._known |= set(multiprocessing.active_children()) - self._others
        return future

    def _ended_error(self) -> BookbuilderError:
        """Return the error for the worker that was ended first; the others are ended because of it."""
        self.broken = True
        # Waits until all have ended, so that each has its exit code.
        self._processes.shutdown()
        codes = [
            (-worker.exitcode, worker.pid)
            for worker in self._known
            if worker.exitcode is not None and worker.exitcode < 0
        ]
        codes.sort(key=lambda worker: worker[0] == signal.SIGTERM)  # the others are ended by SIGTERM
        number, process = codes[0] if codes else (signal.SIGKILL, None)
        about = current_task.read_tasks(self._notes, process) if process is not None else ()
        return BookbuilderError(ended_by_signal(number, about[0] if about else ""))

    def close(self) -> None:
        """End the workers; queued tasks are cancelled."""
        self._starting.shutdown()
        self._processes.shutdown(cancel_futures=True)
        self._ours.close()
        self._watched.close()


class _Worker(ForkServerProcess):
    """A worker. A confined process may not signal it (`jail.confinement`), so it ends by itself when `ours` is closed, the
    end of the pipe that it watches."""

    def __init__(self, ours: Connection, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self._ours: Connection | None = ours

    def terminate(self) -> None:
        """End all workers of the pool; that is what the executor wants when one of them was ended."""
        if self._ours is not None:
            self._ours.close()

    def __getstate__(self) -> dict[str, Any]:
        # A worker that held this end itself would never see it closed.
        return {**self.__dict__, "_ours": None}


class _Context(ForkServerContext):
    """Makes workers that watch a pipe."""

    def __init__(self, ours: Connection) -> None:
        self._ours = ours

    def Process(self, *args: Any, **keywords: Any) -> _Worker:  # type: ignore[override] # noqa: N802 # the executor calls it
        """Return a worker that is to be started."""
        return _Worker(self._ours, *args, **keywords)


def _nothing() -> None:
    """Do nothing; its completion shows that the workers have loaded."""


def _begin(notes: str, walls: Permissions | None, watched: Connection) -> None:
    """Initialise a worker: apply `walls`, and note what it works on. It ends when the other end of `watched` is closed.

    The garbage collector skips what every worker inherits, and does not run while a part is laid out; garbage is
    collected between layouts, when little else has to be scanned.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(1_000_000, 50, 100)
    if walls is not None:
        confine(walls)
        forbid_processes()
        current_task.record_tasks(notes, alone=True)
    Thread(target=_end_with_pool, args=(watched,), daemon=True).start()


def _end_with_pool(watched: Connection) -> None:
    """End this worker when its parent or its pool has been ended; it would wait for ever. Until then, give back memory when
    idle."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def ended(seconds: float) -> bool:
        return bool(wait([parent.sentinel, watched], seconds))

    release_when_idle(ended)
    # As the executor would end it: by that `_ended_error` knows which one was not ended first.
    signal.raise_signal(signal.SIGTERM)
