"""Starts the fork server of the workers early, before this process loads anything heavy."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import forkserver
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.isolation.python_process import isolated_helpers

if TYPE_CHECKING:
    from bookbuilder.world import World

LAYOUT_MODULES = (
    "bookbuilder.formats.pdf.engine.worker_preload",
    "bookbuilder.formats.pdf.link.relocate",
    "bookbuilder.workers.fork_server_end",
)
READING_MODULES = ("bookbuilder.pipeline.finish_chapter", "bookbuilder.pipeline.worker_preload")
"""What chapters are read with. To load it takes a third of the time that workers need to start."""
PRELOADED_MODULES = LAYOUT_MODULES + READING_MODULES
"""Modules that tasks need; loaded once, in this order, and inherited by the workers."""
LONG_BOOK = 200_000
"""Bytes of chapters: those of a shorter book are read by the process that starts the workers, before these have loaded."""
_ALONE = Lock()


def start(worlds: Iterable[World] = (), *, books: Iterable[str] = ()) -> None:
    """Start loading what workers need; a second call does nothing. It takes as long as reading a book, so it is called
    early.

    Without `worlds`, or if one of their books will be read by workers as well, they get all modules beforehand; else those
    for layouts alone, and whichever worker has to read something loads the others then. No code is loaded from these books,
    nor from the folders `books`.
    """
    worlds = tuple(worlds)
    reading = not worlds or any(_is_long_new_book(world) for world in worlds)
    modules = [*LAYOUT_MODULES, *(READING_MODULES if reading else ())]
    untrusted = [place for world in worlds for place in world.untrusted]
    with isolated([*untrusted, *books], modules):
        forkserver.set_forkserver_preload([])  # what it loads beforehand it would look for in our folder
        forkserver.ensure_running()


def _is_long_new_book(world: World) -> bool:
    """Whether a book has long chapters, and nothing in its cache. (If all of them are read again for another reason, each
    worker loads the modules itself, which takes longer and gives the same.)"""
    try:
        chapters = [path for path in world.files("chapters") if path.endswith(".md")]
        return sum(map(world.size, chapters)) >= LONG_BOOK and not any(world.cached())
    except (BookbuilderError, OSError):
        return True  # the build says what is wrong


@contextmanager
def isolated(books: Iterable[str], modules: Sequence[str] = PRELOADED_MODULES) -> Iterator[None]:
    """Hide the main script and the folders of `books` while processes are started; a fork server loads `modules`.

    The new process would import the script again, which no task needs: a script that builds a book without `if __name__ ==
    "__main__"` would start processes that start processes.
    """
    prepare = f"import bookbuilder.workers.fork_server as fork_server; fork_server.prepare({[*modules]!r})"
    # One thread at a time: what is replaced here is the same for all of them.
    with _ALONE, isolated_helpers(prepare, books):
        script, nobody = sys.modules["__main__"], ModuleType("__main__")
        sys.modules["__main__"] = nobody  # the script's own names stay visible to itself
        try:
            yield
        finally:
            sys.modules["__main__"] = script
