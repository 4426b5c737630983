"""The entries of a shared cache in an object store or a folder, by obstore. Only the process of `store_process` uses it:
it has the network, and no process that reads a book has."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import obstore
from obstore import exceptions
from obstore.store import from_url

from bookbuilder.cache import LIMIT
from bookbuilder.phrases import Phrase
from bookbuilder.shared_cache.seal import SIZE, sealed, unsealed
from bookbuilder.shared_cache.settings import StoreSettings

if TYPE_CHECKING:
    from obstore import ObjectMeta, PutMode
    from obstore.store import ClientConfig, RetryConfig

T = TypeVar("T")

_CONNECT = timedelta(seconds=3)
_TRIES = 3
_AT_ONCE = 32
"""Requests at the same time."""
_PENDING = 256 << 20
"""Bytes that may wait to be written; more are not stored."""
_OF_ONE_ENTRY = (
    exceptions.NotFoundError,
    exceptions.AlreadyExistsError,
    exceptions.PreconditionError,
    FileNotFoundError,
)
"""Errors about one entry, not about the store."""
_LONGEST = 200
"""Characters of a reason."""
ENTRIES = "entries"
"""The folder of entries below the address of the store."""


class StoreAway(Exception):
    """The store does not answer as it should; the message is the reason in a few words."""


class ObjectStore:
    """Reads, writes, counts and prunes entries. The first request that fails for good says that the store is away: all
    that follow fail at once."""

    def __init__(self, settings: StoreSettings) -> None:
        """Open the store; nothing is asked yet. Raises `StoreAway` if the settings do not fit together."""
        self._key, self._write, self._seconds = settings.key, settings.write, settings.timeout
        seconds = timedelta(seconds=settings.timeout)  # for one entry, retries included
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._pending = 0
        self._damaged: set[str] = set()
        self.damaged = 0
        """How many entries did not bear the seal of this key."""
        self._away: StoreAway | None = None
        client: ClientConfig = {
            "timeout": seconds,
            "connect_timeout": min(_CONNECT, seconds),
            "allow_http": settings.local,
        }
        retry: RetryConfig = {
            "max_retries": _TRIES - 1,
            "retry_timeout": seconds,
            "backoff": {
                "init_backoff": timedelta(milliseconds=100),
                "max_backoff": timedelta(seconds=1),
                "base": 2,
            },
        }
        try:
            if settings.address.startswith("file:"):
                self._store = from_url(settings.address, mkdir=True)
            else:
                further: dict[str, Any] = dict(settings.options)  # their names depend on the kind of store
                self._store = from_url(settings.address, client_options=client, retry_config=retry, **further)
        except (exceptions.BaseError, OSError, ValueError, TypeError) as error:
            raise StoreAway(self._reason(error)) from None

    async def get(self, name: str) -> bytes | None:
        """Return the data of an entry; None if there is none, or it is damaged. Raises `StoreAway`."""
        try:
            entry = await self._within(lambda: self._entry(name))
        except (exceptions.NotFoundError, FileNotFoundError):
            return None
        data = None if entry is None else unsealed(self._key, name, entry)
        if data is None:
            self.damaged += 1
            self._damaged.add(name)
        return data

    async def put(self, name: str, data: bytes) -> bool:
        """Store an entry unless there is one; a damaged one is replaced. Return whether it was stored. Raises
        `StoreAway`."""
        if not self._write or len(data) > LIMIT or self._pending + len(data) > _PENDING:
            return False
        self._pending += len(data)
        entry = sealed(self._key, name, data)
        mode: PutMode = "overwrite" if name in self._damaged else "create"
        try:
            # In one piece: the parts of a large object could not be refused if there is one already.
            await self._within(
                lambda: obstore.put_async(self._store, path(name), entry, mode=mode, use_multipart=False)
            )
        except (exceptions.AlreadyExistsError, exceptions.PreconditionError):
            return False
        except (exceptions.NotFoundError, FileNotFoundError):
            raise self._leave("there is no such bucket or folder") from None
        finally:
            self._pending -= len(data)
        self._damaged.discard(name)
        return True

    async def stats(self) -> tuple[int, int]:
        """Return the number of entries and their bytes. Raises `StoreAway`."""
        sizes = [entry["size"] async for entry in self._entries()]
        return len(sizes), sum(sizes)

    async def prune(self, limit: int) -> tuple[int, int]:
        """Delete the entries that were written first, beyond `limit` bytes; return how many, and their bytes. Raises
        `StoreAway`."""
        entries = [entry async for entry in self._entries()]
        entries.sort(key=lambda entry: (entry["last_modified"], entry["path"]), reverse=True)
        total, old = 0, []
        for entry in entries:
            total += entry["size"]
            if total > limit:
                old.append(entry)
        for start in range(0, len(old), 1000):
            paths = [entry["path"] for entry in old[start : start + 1000]]
            await self._within(partial(obstore.delete_async, self._store, paths), 6)
        return len(old), sum(entry["size"] for entry in old)

    async def _entry(self, name: str) -> bytes | None:
        found = await obstore.get_async(self._store, path(name))
        if found.meta["size"] > LIMIT + SIZE:
            return None
        return bytes(await found.bytes_async())

    async def _entries(self) -> AsyncIterator[ObjectMeta]:
        listing = obstore.list(self._store, prefix=ENTRIES, chunk_size=1000)
        while True:
            try:
                chunk: Sequence[ObjectMeta] = await self._within(partial(anext, listing))
            except StopAsyncIteration:
                return
            except (exceptions.NotFoundError, FileNotFoundError):
                raise self._leave("there is no such bucket or folder") from None
            for entry in chunk:
                yield entry

    async def _within(self, work: Callable[[], Awaitable[T]], times: int = 1) -> T:
        """Return what some work returns. Errors about one entry are raised as they are, all others as `StoreAway`."""
        async with self._slots:
            if self._away:
                raise self._away
            try:
                async with asyncio.timeout(self._seconds * times):
                    return await work()
            except (*_OF_ONE_ENTRY, StopAsyncIteration):
                raise
            except (exceptions.BaseError, OSError, TimeoutError) as error:
                raise self._leave(self._reason(error)) from None

    def _leave(self, reason: str) -> StoreAway:
        """Leave the store alone from now on; return the error, with the first reason."""
        self._away = self._away or StoreAway(reason)
        return self._away

    def _reason(self, error: BaseException) -> str:
        """Return in a few words why a store does not answer; the first line if the server sent a page."""
        match error:
            case exceptions.UnauthenticatedError():
                return "it does not know these credentials"
            case exceptions.PermissionDeniedError() | PermissionError():
                return "these credentials may not do that"
            case TimeoutError():
                return Phrase("it took longer than {seconds:g} seconds", seconds=self._seconds)
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        text = lines[0] if lines else type(error).__name__
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def path(name: str) -> str:
    """Return the path of an entry below the address of the store."""
    return f"{ENTRIES}/{name[:2]}/{name}"
