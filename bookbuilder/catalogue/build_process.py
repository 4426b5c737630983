"""The confined process that does the tasks of a worker, one after the other.

It reads tasks from its standard input and writes their results to its standard output (`message_framing`). A worker of Dask
has the network and runs what its scheduler sends; this process reads books, and has neither.
"""

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from bookbuilder.catalogue.build_task import BuildTask, BuiltBook, build
from bookbuilder.catalogue.build_version import build_version
from bookbuilder.child_process import message_framing
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.jail import current_task
from bookbuilder.jail.confinement import Permissions, confine, forbid_processes
from bookbuilder.session import Session
from bookbuilder.shared_cache.open_store import open_store
from bookbuilder.typed_decoding import converted, from_msgpack
from bookbuilder.workers.rare_garbage_collection import collect_rarely
from bookbuilder.workers.worker_exit import out_of_memory
from bookbuilder.world import World

MEMORY = 128 << 20
"""Bytes of results that stay in memory from task to task: fonts, drafts of the source language."""


class BuilderSettings(msgspec.Struct, frozen=True):
    """The folder of the worker for its cache and notes, the most memory of the process in bytes, whether it is confined, and
    whether it may start programs inside the jail, as books with sources need it."""

    folder: str
    memory: int
    jail: bool = True
    programs: bool = False


def serve(settings: BuilderSettings) -> None:
    """Confine this process, say its version, and do tasks until standard input is closed."""
    folder = Path(settings.folder)
    machine = World(folder)
    store = open_store(machine.environ, folder)  # a process of its own, before this one is confined
    own_version = build_version(machine)
    if settings.jail:
        writes = (str(folder), str(machine.cache), *map(str, machine.workplaces))
        confine(Permissions(machine.readable, writes, memory=settings.memory))
        if not settings.programs:
            forbid_processes()
        current_task.record_tasks(settings.folder, alone=False)
    collect_rarely(first=True)
    _send(own_version)
    # This process is confined as a whole already, and does the steps itself.
    session = Session(machine, 1, jail=False, memory=MEMORY, store=store, opens_store=False)
    with store or nullcontext(), session.opened() as runner:
        while (message := message_framing.read(sys.stdin.buffer.read)) is not None:
            task = from_msgpack(message, BuildTask)
            # The task has copies of the files: a large book would otherwise be in memory twice.
            del message
            try:
                built = build(task, replace(session, runner=runner))
            except BookbuilderError as error:  # of the process: no memory left, a store set up wrongly
                built = BuiltBook(error.diagnostics)
            except MemoryError:
                built = BuiltBook((out_of_memory(""),))
            except OSError as error:
                _send(f"{type(error).__name__}: {error}")
                continue
            notices = runner.finish()
            _send(
                msgspec.msgpack.encode(
                    msgspec.structs.replace(built, diagnostics=(*built.diagnostics, *notices))
                )
            )


def _send(message: object) -> None:
    message_framing.write(sys.stdout.buffer.write, message)
    sys.stdout.buffer.flush()


def main() -> None:
    """Read the settings, then serve. What a library prints goes to standard error."""
    message: Any = message_framing.read(sys.stdin.buffer.read)
    if message is not None:
        serve(converted(message, BuilderSettings))


if __name__ == "__main__":
    main()
