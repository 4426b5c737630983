"""Other processes that do work: they load what they need once, and need nothing of the script that asks for them."""

from __future__ import annotations

import gc
import multiprocessing
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from threading import Lock
from typing import Any

from bookbuilder.formats.format import called

PRELOADED = [
    "bookbuilder.formats.pdf.compile",
    "bookbuilder.formats.pdf.faces",
    "bookbuilder.formats.pdf.seat",
    "bookbuilder.build.finish",
]
"""Modules that a process needs for nearly all work; they are loaded once and inherited."""
_ALONE = Lock()
_ITS = ("__spec__", "__file__")
"""Where a new process finds the script."""


class Pool:
    """So many processes, which are started at once."""

    def __init__(self, jobs: int) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(PRELOADED)
        self._processes = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin)
        with _without_script():
            self._ready = self._processes.submit(_nothing)

    @property
    def ready(self) -> bool:
        """Whether the processes have loaded what they need."""
        return self._ready.done()

    def submit(self, function: str, given: object) -> Future[bytes]:
        """Have a function called with a value; it is named `package.module:function`."""
        with _without_script():
            return self._processes.submit(called, function, given)

    def close(self) -> None:
        """End the processes; what has not begun is left."""
        self._processes.shutdown(cancel_futures=True)


@contextmanager
def _without_script() -> Iterator[None]:
    """Hide the script that is run, for a moment in which a process may be started.

    The new process would run it again to have its names, which no work here asks for: a script that builds a book in its
    first line, without `if __name__ == "__main__"`, would start processes that start processes.
    """
    script = sys.modules["__main__"]
    with _ALONE:
        hidden: dict[str, Any] = {name: vars(script).pop(name) for name in _ITS if name in vars(script)}
        script.__spec__ = None
        try:
            yield
        finally:
            vars(script).update(hidden)


def _nothing() -> None:
    """Do nothing: that it is done says that all is loaded."""


def _begin() -> None:
    """Keep the garbage collector from going through what every process has, and from running often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
