"""Puts the process of a command into the jail: it can reach only the book and the files in its arguments."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any, get_type_hints

from bookbuilder.jail.confinement import Permissions, confine, forbid_processes
from bookbuilder.jail.supervise import is_worker
from bookbuilder.world import CACHE, World

_entered: list[Permissions] = []
"""The confinements that this process has entered."""
OPEN = "--no-jail: nothing keeps the book from memory, time, the network and files outside it"


def confine_command(command: Callable[..., object]) -> Callable[..., object]:
    """Return a command that confines itself first: it may read the files and write the folders in its arguments, and
    start no programs.

    A command with `--no-jail` does that itself; a module with `UNCONFINED` says why it is not confined, one with
    `CLOSES_JAIL` which program it starts first: it calls `close_jail` itself before it reads a manuscript. A module
    with a function `ask` has its arguments completed by it first: what the user names there may be read as well. One with a
    function `files_beside` is asked for further files that it has to read.
    """

    @wraps(command)
    def run(**arguments: Any) -> object:
        complete = getattr(sys.modules[command.__module__], "ask", None)
        if complete is not None:
            arguments = complete(**arguments)
        if (
            is_worker()
            and "jail" not in arguments
            and not hasattr(sys.modules[command.__module__], "UNCONFINED")
        ):
            reads, writes = _paths(command, arguments)
            files_beside = getattr(sys.modules[command.__module__], "files_beside", None)
            if files_beside is not None:
                reads += files_beside(**arguments)
            confine_to(World(arguments.get("book", Path()).resolve()), *writes, reads=reads)
            if not hasattr(sys.modules[command.__module__], "CLOSES_JAIL"):
                close_jail()
        return command(**arguments)

    return run


def _paths(command: Callable[..., object], arguments: dict[str, Any]) -> tuple[list[Path], list[Path]]:
    """Return the files that a command was given, and the nearest existing folders to write into."""
    reads, writes = [], [] if "book" in arguments else [World(Path()).root.resolve()]
    hints = get_type_hints(command, include_extras=True)
    for name, value in arguments.items():
        taken = any(getattr(one, "exists", False) for one in getattr(hints.get(name), "__metadata__", ()))
        for place in value if isinstance(value, list | tuple) else [value]:
            if isinstance(place, Path):
                real = place.resolve()
                if taken and name != "book":
                    reads.append(real)
                elif name != "book":
                    writes.append(World(real).nearest)
    return reads, writes


def confine_to(world: World, *writes: Path, reads: Iterable[Path] = (), validators: bool = False) -> None:
    """Confine this process for good: it can only write into the book and `writes`, and has no network.

    With `validators` it may start them, with a network among themselves. Does nothing if this process is not ours, as when
    a command is called as a function.
    """
    if not is_worker():
        return
    walls = permissions(world, *writes, reads=reads, validators=validators)
    # A process may be confined by what a command line may mean, then again by what it means.
    if walls not in _entered:
        _entered.append(walls)
        confine(walls)


def permissions(
    world: World, *writes: Path, reads: Iterable[Path] = (), validators: bool = False
) -> Permissions:
    """Return what a process that works on a book may do."""
    places = [world.root, *writes, *_temporary(world), *world.workplaces]
    if not world.writable(CACHE):
        places.append(world.cache)  # elsewhere
    allowed = (*world.readable, *map(str, (*world.repository, *reads)))
    return Permissions(allowed, tuple(dict.fromkeys(map(str, places))), loopback=validators)


def watched_series(world: World) -> list[Path]:
    """Return the folder of the book's series, if any, which a process that stays has to read as a whole: editors replace
    files by new ones, and Landlock allows files, not names. The World still reads nothing of it but what is shared."""
    return [world.series_folder] if world.series_folder else []


def confine_server() -> None:
    """Confine this process for good: it can write nothing, start nothing, and has no network. It can read what its user can
    read, since a book may lie anywhere; the World reads nothing outside of one."""
    if is_worker():
        confine(Permissions(("/",), starts=False))
        forbid_processes()


def close_jail() -> None:
    """Forbid this process to start others; running ones stay."""
    if _entered and not any(walls.loopback for walls in _entered):
        forbid_processes()


def _temporary(world: World) -> Iterable[Path]:
    """Return the temporary folder of this run, or else the system's."""
    return [Path(world.environ.get("TMPDIR") or "/tmp")]  # noqa: S108 # files are made in folders of their own
