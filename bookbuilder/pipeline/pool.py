"""Other processes that do work: they load what they need once, and need nothing of the script that asks for them."""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any, TypeVar

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.jail import current_task
from bookbuilder.jail.confinement import Permissions, confine, forbid_processes
from bookbuilder.pipeline import worker_start
from bookbuilder.pipeline.exit_reason import ended
from bookbuilder.pipeline.worker_task import run_task
from bookbuilder.step import Step

G = TypeVar("G")
T = TypeVar("T")


class Pool:
    """So many processes, which are started at once; nobody waits for them before there is work for them.

    Each notes in the folder `notes` what it is working on. `walls` say what they may do; with None it is anything.
    """

    def __init__(self, jobs: int, notes: str, walls: Permissions | None) -> None:
        worker_start.start()
        self._others = set(multiprocessing.active_children())
        context = multiprocessing.get_context("forkserver")
        self._processes = ProcessPoolExecutor(
            jobs, mp_context=context, initializer=_begin, initargs=(notes, walls)
        )
        self._notes = notes
        self._known: set[BaseProcess] = set()
        # The first one is there when all is loaded that they are to inherit.
        self._starting = ThreadPoolExecutor(1)
        self._first = self._starting.submit(self._submit, _nothing)

    @property
    def ready(self) -> bool:
        """Whether the processes have loaded what they need."""
        return self._first.done() and self._first.result().done()

    def submit(
        self, step: Step[G, Any], given: G, size: int, done: Callable[[str, int], None]
    ) -> Callable[[], bytes]:
        """Have a step run for an input. Return what waits for the encoded result.

        `done` is called with the step's function and `size` as soon as there is a result. Both raise `BookbuilderError`
        (`build.*`) if a process was ended.
        """
        self._first.result()
        try:
            future = self._submit(run_task, step.function, given, size)
        except BrokenProcessPool:
            raise self._told() from None
        future.add_done_callback(lambda _: done(step.function, size))

        def result() -> bytes:
            try:
                return future.result()
            except BrokenProcessPool:
                raise self._told() from None

        return result

    def _submit(self, function: Callable[..., T], *given: object) -> Future[T]:
        with worker_start.without_script():
            future = self._processes.submit(function, *given)
        self._known |= set(multiprocessing.active_children()) - self._others
        return future

    def _told(self) -> BookbuilderError:
        """Return what to tell of the process that was ended first; the others are ended because of it."""
        self._processes.shutdown()
        codes = [
            (-one.exitcode, one.pid) for one in self._known if one.exitcode is not None and one.exitcode < 0
        ]
        codes.sort(key=lambda one: one[0] == signal.SIGTERM)  # by which the others are
        number, process = codes[0] if codes else (signal.SIGKILL, None)
        about = current_task.read_tasks(self._notes, process) if process is not None else ()
        return BookbuilderError(ended(number, about[0] if about else ""))

    def close(self) -> None:
        """End the processes; what has not begun is left."""
        self._starting.shutdown()
        self._processes.shutdown(cancel_futures=True)


def _nothing() -> None:
    """Do nothing: that it is done says that all is loaded."""


def _begin(notes: str, walls: Permissions | None) -> None:
    """Begin a process: it may do what `walls` say, and notes what it does.

    Keep the garbage collector from going through what every process has, and from running while a part is laid out. What
    layouts leave behind is collected between two of them, when little else is there to be gone through.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(1_000_000, 50, 100)
    if walls is not None:
        confine(walls)
        forbid_processes()
        current_task.record_tasks(notes, alone=True)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the one that it works for has been ended: nobody else would, and it would wait for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    signal.raise_signal(signal.SIGTERM)
