"""Other processes that do work: they load what they need once, and need nothing of the script that asks for them."""

from __future__ import annotations

import gc
import multiprocessing
from concurrent.futures import Future, ProcessPoolExecutor

from bookbuilder.build import early
from bookbuilder.formats.format import called


class Pool:
    """So many processes, which are started at once."""

    def __init__(self, jobs: int) -> None:
        early.start()
        context = multiprocessing.get_context("forkserver")
        self._processes = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin)
        with early.without_script():
            self._ready = self._processes.submit(_nothing)

    @property
    def ready(self) -> bool:
        """Whether the processes have loaded what they need."""
        return self._ready.done()

    def submit(self, function: str, given: object) -> Future[bytes]:
        """Have a function called with a value; it is named `package.module:function`."""
        with early.without_script():
            return self._processes.submit(called, function, given)

    def close(self) -> None:
        """End the processes; what has not begun is left."""
        self._processes.shutdown(cancel_futures=True)


def _nothing() -> None:
    """Do nothing: that it is done says that all is loaded."""


def _begin() -> None:
    """Keep the garbage collector from going through what every process has, and from running often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
