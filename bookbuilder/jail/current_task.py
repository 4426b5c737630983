"""Records the task of this process in a file, so that others can report it if the process is killed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock

from bookbuilder.jail import rlimits

_place: list[str] = []
"""The record file of this process; empty if there is none."""
_one_thing: list[bool] = []
_underway: list[str] = []
# Editions are made in several threads, and each of them has a task.
_alone = Lock()


def _file(folder: str, process: int) -> str:
    return f"{folder}/doing-{process}"


def record_tasks(folder: str, *, alone: bool) -> None:
    """From now on, record this process's tasks in a folder, and limit the time of each; `alone`: it does one at a time."""
    _place[:] = [_file(folder, os.getpid())]
    _one_thing[:] = [True] * alone
    rlimits.allow_cpu_time()


def read_tasks(folder: str, process: int) -> tuple[str, ...]:
    """Return the tasks of a process when it ended."""
    try:
        with open(_file(folder, process), encoding="utf-8", errors="surrogateescape") as file:
            return tuple(file.read().splitlines())
    except OSError:
        return ()


@contextmanager
def current_task(what: str, size: int = 0) -> Iterator[None]:
    """Record a task while it runs; its time limit depends on its size in bytes."""
    if _place:
        rlimits.allow_cpu_time(size, alone=bool(_one_thing))
    _noted(what, begun=True)
    try:
        yield
    finally:
        _noted(what, begun=False)


def _noted(what: str, *, begun: bool) -> None:
    if not _place or not what:
        return
    with _alone:
        _underway.append(what) if begun else _underway.remove(what)
        with suppress(OSError), open(_place[0], "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write("\n".join(_underway))
