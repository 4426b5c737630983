"""Other processes that do work: they load what they need once, and need nothing of the script that asks for them."""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from threading import Thread
from typing import TypeVar

from bookbuilder.build import early
from bookbuilder.formats.format import called

T = TypeVar("T")


class Pool:
    """So many processes, which are started at once; nobody waits for them before there is work for them."""

    def __init__(self, jobs: int) -> None:
        early.start()
        context = multiprocessing.get_context("forkserver")
        self._processes = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin)
        # The first one is there when all is loaded that they are to inherit.
        self._starting = ThreadPoolExecutor(1)
        self._first = self._starting.submit(self._submit, _nothing)

    @property
    def ready(self) -> bool:
        """Whether the processes have loaded what they need."""
        return self._first.done() and self._first.result().done()

    def submit(self, function: str, given: object) -> Future[bytes]:
        """Have a function called with a value; it is named `package.module:function`."""
        self._first.result()
        return self._submit(called, function, given)

    def _submit(self, function: Callable[..., T], *given: object) -> Future[T]:
        with early.without_script():
            return self._processes.submit(function, *given)

    def close(self) -> None:
        """End the processes; what has not begun is left."""
        self._starting.shutdown()
        self._processes.shutdown(cancel_futures=True)


def _nothing() -> None:
    """Do nothing: that it is done says that all is loaded."""


def _begin() -> None:
    """Keep the garbage collector from going through what every process has, and from running while a part is laid out.

    What layouts leave behind is collected between two of them, when little else is there to be gone through.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(1_000_000, 50, 100)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the one that it works for has been ended: nobody else would, and it would wait for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    signal.raise_signal(signal.SIGTERM)
