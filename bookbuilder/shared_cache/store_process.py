"""The process that talks to the shared cache for a command, whose own processes have no network.

It reads requests from its standard input and writes replies to its standard output (`message_framing`): first the settings,
then lists of a number, an action and its arguments. It knows names and bytes, and reads nothing of a book.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Coroutine
from threading import Thread
from typing import TYPE_CHECKING, Any

import msgspec

from bookbuilder.child_process import message_framing
from bookbuilder.shared_cache.settings import StoreSettings
from bookbuilder.typed_decoding import converted

if TYPE_CHECKING:
    from bookbuilder.shared_cache.object_store import ObjectStore

FINISH_SECONDS = 30.0
"""Seconds that what is still to be written may take at the end of a build."""


class StoreReport(msgspec.Struct, frozen=True):
    """The results of the requests: why the store was left alone (empty: it was not), how many entries were damaged, and how
    many were read and written."""

    away: str = ""
    damaged: int = 0
    read: int = 0
    written: int = 0


class StoreProcess:
    """Answers requests, many at a time."""

    def __init__(self, settings: StoreSettings) -> None:
        self._settings = settings
        self._store: ObjectStore | None
        self._read = self._written = 0
        self._open()
        self._puts: set[asyncio.Task[None]] = set()

    def _open(self) -> None:
        """Start afresh: a store that was away may be back."""
        self._away, self._store = "", None
        try:
            from bookbuilder.shared_cache.object_store import ObjectStore, StoreAway
        except ImportError:
            self._away = "it needs bookbuilder[cluster], which is not installed"
            return
        try:
            self._store = ObjectStore(self._settings)
        except StoreAway as away:
            self._away = str(away)

    async def get(self, names: list[str]) -> list[bytes | None]:
        """Return the data of entries; None for those that are not to be had."""
        found = await asyncio.gather(*map(self._get, names))
        self._read += sum(data is not None for data in found)
        return found

    async def _get(self, name: str) -> bytes | None:
        return None if self._store is None else await self._unless_away(self._store.get(name))

    def put(self, name: str, data: bytes) -> None:
        """Store an entry in the background."""
        task = asyncio.ensure_future(self._put(name, data))
        # The event loop holds tasks by weak references only.
        self._puts.add(task)
        task.add_done_callback(self._puts.discard)

    async def _put(self, name: str, data: bytes) -> None:
        if self._store is not None and not self._away:
            stored = await self._unless_away(self._store.put(name, data))
            self._written += bool(stored)  # not in one line: others are counted while this waits

    async def finish(self) -> StoreReport:
        """Wait until everything is stored, report, and start afresh."""
        if self._puts:
            _, late = await asyncio.wait(self._puts, timeout=FINISH_SECONDS)
            if late:
                self._away = self._away or f"it was not done after {FINISH_SECONDS:g} seconds"
                for task in late:
                    task.cancel()
        damaged = self._store.damaged if self._store else 0
        report = StoreReport(self._away, damaged, self._read, self._written)
        self._read = self._written = 0
        if self._away:
            self._open()
        elif self._store:
            self._store.damaged = 0
        return report

    async def stats(self) -> tuple[int, int] | None:
        """Return the number of entries and their bytes; None if the store is away."""
        return await self._unless_away(self._store.stats()) if self._store else None

    async def prune(self, limit: int) -> tuple[int, int] | None:
        """Delete old entries; return their number and bytes; None if the store is away."""
        return await self._unless_away(self._store.prune(limit)) if self._store else None

    async def _unless_away(self, work: Coroutine[Any, Any, Any]) -> Any:
        from bookbuilder.shared_cache.object_store import StoreAway

        try:
            return await work
        except StoreAway as away:
            self._away = self._away or str(away)
            return None


async def serve(settings: StoreSettings) -> None:
    """Answer requests until standard input is closed; end this process when everything is stored."""
    process, loop = StoreProcess(settings), asyncio.get_running_loop()
    tasks: set[asyncio.Task[None]] = set()

    async def answer(number: int, action: str, arguments: list[Any]) -> None:
        match action:
            case "get":
                reply: object = await process.get(*arguments)
            case "stats":
                reply = await process.stats()
            case "prune":
                reply = await process.prune(*arguments)
            case _:
                reply = await process.finish()
        message_framing.write(sys.stdout.buffer.write, [number, reply])
        sys.stdout.buffer.flush()

    def take(number: int, action: str, arguments: list[Any]) -> None:
        if action == "put":
            process.put(*arguments)
            return
        task = asyncio.ensure_future(answer(number, action, arguments))
        # The event loop holds tasks by weak references only.
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    def listen() -> None:
        while (message := message_framing.read(sys.stdin.buffer.read)) is not None:
            loop.call_soon_threadsafe(take, *message)
        asyncio.run_coroutine_threadsafe(process.finish(), loop).result()  # what is done stays done
        # `sys.exit` would end this thread alone, and the loop in the other one never ends.
        os._exit(0)

    Thread(target=listen, daemon=True).start()
    await loop.create_future()


def main() -> None:
    """Read the settings, then serve."""
    message = message_framing.read(sys.stdin.buffer.read)
    if message is not None:
        asyncio.run(serve(converted(message, StoreSettings)))


if __name__ == "__main__":
    main()
