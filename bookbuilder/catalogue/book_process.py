"""Reads and publishes the books of a catalogue in processes of their own, since the client of a large cluster would
otherwise do nothing else; or in this process, which is quicker for the few workers of one machine."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Protocol, Self

import msgspec

from bookbuilder.catalogue.book_files import BuiltTasks, WantedTasks, publish, read_tasks
from bookbuilder.catalogue.book_outcome import BookOutcome
from bookbuilder.child_process import message_framing
from bookbuilder.child_process.piped_process import PipedProcess
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.jail.confinement import Permissions, confine, forbid_processes
from bookbuilder.typed_decoding import converted, from_msgpack
from bookbuilder.workers.rare_garbage_collection import collect_rarely
from bookbuilder.workers.worker_exit import ended_by_signal
from bookbuilder.world import World


class ProcessSettings(msgspec.Struct, frozen=True):
    """What a process may read and write (`jail.confinement.Permissions`; nothing is restricted without `jail`), and the
    folder of a book, from which its user's own folders are found."""

    root: str
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    jail: bool = True


class BookWork(Protocol):
    """Reads and publishes books. Results raise `OSError`, and `BookbuilderError` if a process has ended."""

    @property
    def ahead(self) -> int:
        """How many books it can work on at the same time."""
        ...

    def read(self, wanted: WantedTasks) -> Future[Sequence[bytes]]:
        """Return the tasks of a book, each a `BuildTask` as bytes."""
        ...

    def publish(self, built: BuiltTasks) -> Future[BookOutcome]:
        """Publish a book and return its outcome."""
        ...


class DirectBookWork:
    """Reads and publishes in this process, when it is asked."""

    ahead = 1

    def read(self, wanted: WantedTasks) -> Future[Sequence[bytes]]:
        """Return the tasks of a book."""
        return _completed(lambda: read_tasks(wanted))

    def publish(self, built: BuiltTasks) -> Future[BookOutcome]:
        """Return what came of a book."""
        return _completed(lambda: publish(built))


class BookProcesses:
    """Processes that read and publish, each one book at a time. They read the secret of the user, by which finished files
    are known again, before they confine themselves; so they are started before this process is confined."""

    def __init__(self, number: int, settings: ProcessSettings) -> None:
        self.ahead = number
        self._processes = [PipedProcess("bookbuilder.catalogue.book_process") for _ in range(number)]
        self._idle = SimpleQueue[PipedProcess]()
        for process in self._processes:
            process.send(msgspec.to_builtins(settings))
            self._idle.put(process)
        self._threads = ThreadPoolExecutor(number)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(cancel_futures=True)
        for process in self._processes:
            process.end(5)
            process.close()

    def read(self, wanted: WantedTasks) -> Future[Sequence[bytes]]:
        """Return the tasks of a book."""
        return self._threads.submit(self._reply, "read", wanted)

    def publish(self, built: BuiltTasks) -> Future[BookOutcome]:
        """Return what came of a book."""

        def published() -> BookOutcome:
            return from_msgpack(self._reply("publish", built), BookOutcome)

        return self._threads.submit(published)

    def _reply(self, what: str, message: msgspec.Struct) -> Any:
        process = self._idle.get()
        try:
            with suppress(OSError):  # it has ended
                process.send([what, message])
            reply = process.receive()
            if reply is None:
                raise BookbuilderError(ended_by_signal(-(process.exit_code(1) or 0), ""))
        finally:
            # Also one that has ended: its books fail one by one, and nothing waits for it for ever.
            self._idle.put(process)
        kind, value = reply
        if kind == "error":
            raise OSError(*value)
        return value


def _completed(work: Any) -> Future[Any]:
    future = Future[Any]()
    try:
        future.set_result(work())
    except (OSError, BookbuilderError) as error:
        future.set_exception(error)
    return future


def main() -> None:
    """Read the settings, then answer requests until standard input is closed."""
    message = message_framing.read(sys.stdin.buffer.read)
    if message is None:
        return
    settings = converted(message, ProcessSettings)
    # Reads the secret, which it could not do in the jail: the next run would then build everything again.
    places = World(Path(settings.root)).workplaces
    if settings.jail:
        confine(Permissions(settings.reads, (*settings.writes, *map(str, places))))
        forbid_processes()
    collect_rarely(first=True)
    while (message := message_framing.read(sys.stdin.buffer.read)) is not None:
        what, value = message
        reply: object
        try:
            if what == "read":
                reply = read_tasks(converted(value, WantedTasks))
            else:
                reply = msgspec.msgpack.encode(publish(converted(value, BuiltTasks)))
        except OSError as error:
            message_framing.write(
                sys.stdout.buffer.write,
                ["error", [error.errno, error.strerror or str(error), error.filename]],
            )
        else:
            message_framing.write(sys.stdout.buffer.write, ["done", reply])
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
