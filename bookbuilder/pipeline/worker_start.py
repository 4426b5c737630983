"""Starts the process that those which work on a book are copied from, before anything heavy is loaded in this one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from threading import Lock
from types import ModuleType

PRELOADED_MODULES = [
    "bookbuilder.formats.pdf.engine.load",
    "bookbuilder.formats.pdf.engine.compile_part",
    "bookbuilder.formats.pdf.engine.font_subsets",
    "bookbuilder.formats.pdf.link.relocate",
    "bookbuilder.pipeline.finish_chapter",
    "bookbuilder.pipeline.worker_preload",
]
"""Modules that a process needs for nearly all work; they are loaded once, in this order, and inherited."""
_ALONE = Lock()


def start() -> None:
    """Begin to load what the processes will need; a second call does nothing. It takes as long as this process takes to
    read a book, so it is called as soon as there is something to do."""
    with without_script():
        forkserver.set_forkserver_preload(PRELOADED_MODULES)
        forkserver.ensure_running()


@contextmanager
def without_script() -> Iterator[None]:
    """Hide the script that is run, for a moment in which a process may be started.

    The new process would run it again to have its names, which no work here asks for: a script that builds a book in its
    first line, without `if __name__ == "__main__"`, would start processes that start processes.
    """
    with _ALONE:
        script, nobody = sys.modules["__main__"], ModuleType("__main__")
        sys.modules["__main__"] = nobody  # what the script itself sees of its names stays
        try:
            yield
        finally:
            sys.modules["__main__"] = script
