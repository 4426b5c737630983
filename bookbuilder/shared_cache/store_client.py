"""The shared cache as a tier: asks the process that talks to the store (`store_process`).

That process is started before the one that asks is confined, and ends with it. Nothing that goes wrong with the store
raises an error: an entry that cannot be had is missing, and after the first failure the store is left alone.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import suppress
from itertools import count
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Self

import msgspec

from bookbuilder.child_process.piped_process import PipedProcess
from bookbuilder.diagnostics import NOWHERE, Diagnostic, Rule, Severity, diagnostic
from bookbuilder.phrases import Phrase
from bookbuilder.shared_cache.settings import StoreSettings
from bookbuilder.shared_cache.store_process import FINISH_SECONDS, StoreReport
from bookbuilder.typed_decoding import converted

AWAY = Rule(
    "cache.away",
    "the shared cache {store} was left alone: {reason}",
    "The results that others have made already could not be fetched, so they were made here again. That takes longer, and"
    " gives the same files. The next build tries the store again. A store that needs credentials takes them from the"
    " environment or from `[cache.options]` in your `config.toml`.",
    Severity.NOTICE,
)
DAMAGED = Rule(
    "cache.damaged",
    "{count} entries of the shared cache {store} were not believed",
    "Each entry bears a seal that only those can make who have the key of the house. These do not: they were damaged, belong"
    " to another key, or were changed by somebody who may write to the store and should not. They count as missing, and"
    " are replaced. If it happens again, look at who may write there.",
    Severity.NOTICE,
)
_PATIENCE = 6
"""A build waits for the store at most so many times the timeout in all; then it leaves the store alone."""
_REPLY = 3
"""How many times the timeout a request for many entries may take."""


class StoreClient:
    """A connection to the process that talks to the store. Threads may share it."""

    def __init__(self, settings: StoreSettings) -> None:
        """Start the process; nobody waits for it."""
        self.shown, self._timeout = settings.shown, settings.timeout
        self._process = PipedProcess("bookbuilder.shared_cache.store_process", quiet=True)
        self._writing, self._numbers, self._waiting = Lock(), count(), dict[int, "Future[Any]"]()
        self._reader: Thread | None = None
        self._waited, self._away = 0.0, ""
        self.read = self.written = 0
        """How many results the last build got from the store, and gave to it."""
        self._send(msgspec.to_builtins(settings, builtin_types=(bytes,)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def get(self, names: Sequence[str]) -> list[bytes | None]:
        """Return the result of each name; None for those that cannot be had."""
        missing: list[bytes | None] = [None] * len(names)
        if self._away or not names:
            return missing
        started = time.monotonic()
        found = self._request("get", list(names), seconds=_REPLY * self._timeout)
        self._waited += time.monotonic() - started
        if self._waited > _PATIENCE * self._timeout:
            self._leave_alone(
                Phrase("this build has waited for it for {seconds:.0f} seconds", seconds=self._waited)
            )
        return missing if found is None else found

    def put(self, name: str, data: bytes) -> None:
        """Store a result in the background, unless the store has it."""
        if not self._away:
            self._send([0, "put", [name, data]])

    def finish(self) -> tuple[Diagnostic, ...]:
        """Wait until all results are stored, and return what there is to say of this build; the next starts afresh."""
        data = self._request("finish", seconds=FINISH_SECONDS + self._timeout)
        report = StoreReport() if data is None else converted(data, StoreReport)
        self.read, self.written = report.read, report.written
        away, self._away, self._waited = self._away or report.away, "", 0.0
        notices = []
        if away:
            notices.append(diagnostic(AWAY, NOWHERE, store=self.shown, reason=away))
        if report.damaged:
            notices.append(diagnostic(DAMAGED, NOWHERE, store=self.shown, count=report.damaged))
        return tuple(notices)

    def stats(self) -> tuple[int, int] | None:
        """Return the number of entries and their bytes; None if the store is away (`finish` says why)."""
        found = self._request("stats", seconds=None)
        return found and (found[0], found[1])

    def prune(self, limit: int) -> tuple[int, int] | None:
        """Delete the entries that were written first, beyond `limit` bytes; return how many, and their bytes; None if the
        store is away (`finish` says why)."""
        found = self._request("prune", limit, seconds=None)
        return found and (found[0], found[1])

    def close(self) -> None:
        """End the process when everything is stored."""
        self._process.end(FINISH_SECONDS + self._timeout)
        if self._reader is not None:
            self._reader.join()
        self._process.close()

    def _request(self, action: str, *arguments: object, seconds: float | None) -> Any:
        """Return the reply to a request; None if there is none."""
        number, reply = next(self._numbers), Future[Any]()
        # Before the request is sent, since the reply may come at once.
        self._waiting[number] = reply
        self._start_reading()
        self._send([number, action, list(arguments)])
        try:
            return reply.result(seconds)
        except TimeoutError:
            self._leave_alone(Phrase("it took longer than {seconds:g} seconds", seconds=seconds))
        finally:
            self._waiting.pop(number, None)
        return None

    def _leave_alone(self, reason: str) -> None:
        """Leave the store alone for the rest of the build; only the first reason is reported."""
        self._away = self._away or reason

    def _send(self, message: object) -> None:
        try:
            with self._writing:
                self._process.send(message)
        except (OSError, ValueError):
            self._ended()

    def _start_reading(self) -> None:
        """Start the thread that reads replies: now, since a process is confined while it has one thread."""
        with self._writing:
            if self._reader is None:
                self._reader = Thread(target=self._read, daemon=True)
                self._reader.start()

    def _read(self) -> None:
        with suppress(OSError, ValueError, msgspec.DecodeError):
            while (message := self._process.receive()) is not None:
                number, reply = message
                if waiting := self._waiting.get(number):
                    waiting.set_result(reply)
        self._ended()

    def _ended(self) -> None:
        """Note that the process has ended: nobody may wait for it."""
        self._leave_alone("the process that talks to it has ended")
        # A copy: threads that stop waiting take out what is theirs meanwhile.
        for waiting in list(self._waiting.values()):
            if not waiting.done():
                waiting.set_result(None)
