"""Starts the fork server of the workers early, before this process loads anything heavy."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from threading import Lock
from types import ModuleType

PRELOADED_MODULES = [
    "bookbuilder.formats.pdf.engine.worker_preload",
    "bookbuilder.formats.pdf.link.relocate",
    "bookbuilder.pipeline.finish_chapter",
    "bookbuilder.pipeline.fork_server_end",
    "bookbuilder.pipeline.worker_preload",
]
"""Modules that nearly all tasks need; loaded once, in this order, and inherited by the workers."""
_ALONE = Lock()


def start() -> None:
    """Start loading what workers need; a second call does nothing. It takes as long as reading a book, so it is called
    early."""
    with without_script():
        forkserver.set_forkserver_preload(PRELOADED_MODULES)
        forkserver.ensure_running()


@contextmanager
def without_script() -> Iterator[None]:
    """Hide the main script while a process is started.

    The new process would import it again, which no task needs: a script that builds a book without `if __name__ ==
    "__main__"` would start processes that start processes.
    """
    with _ALONE:
        script, nobody = sys.modules["__main__"], ModuleType("__main__")
        sys.modules["__main__"] = nobody  # the script's own names stay visible to itself
        try:
            yield
        finally:
            sys.modules["__main__"] = script
