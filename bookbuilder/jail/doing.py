"""What this process is working on, noted where others find it if it is ended in the middle."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock

from bookbuilder.jail import rlimits

_place: list[str] = []
"""The file of this process; none if nobody would look for it."""
_one_thing: list[bool] = []
_underway: list[str] = []
_alone = Lock()


def _file(folder: str, process: int) -> str:
    return f"{folder}/doing-{process}"


def note_in(folder: str, *, alone: bool) -> None:
    """Note from now on in a folder what this process is working on, and limit how long it works on one thing; it works on
    one at a time if it is `alone`."""
    _place[:] = [_file(folder, os.getpid())]
    _one_thing[:] = [True] * alone
    rlimits.allow()


def found(folder: str, process: int) -> tuple[str, ...]:
    """Return what a process was working on when it ended."""
    try:
        with open(_file(folder, process), encoding="utf-8", errors="surrogateescape") as file:
            return tuple(file.read().splitlines())
    except OSError:
        return ()


@contextmanager
def doing(what: str, size: int = 0) -> Iterator[None]:
    """Note what is being worked on; it may take as long as so many bytes take."""
    if _place:
        rlimits.allow(size, alone=bool(_one_thing))
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
