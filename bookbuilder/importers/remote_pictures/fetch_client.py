"""Asks the process that fetches pictures (`fetch_process`), which is started before the one that asks is confined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import msgspec

from bookbuilder.child_process.piped_process import PipedProcess
from bookbuilder.importers.remote_pictures.fetch_limits import LIMITS

_GRACE = 10.0
"""Seconds that the process may take for a picture beyond its limit before it is left alone."""


class Fetch(Protocol):
    """Returns for each address the bytes of its picture, or nothing and the reason."""

    def __call__(self, addresses: Sequence[str]) -> Iterator[tuple[bytes, str]]: ...


class FetchClient:
    """A connection to the process that fetches. It is asked once."""

    def __init__(self) -> None:
        """Start the process."""
        self._process = PipedProcess("bookbuilder.importers.remote_pictures.fetch_process", quiet=True)

    def __call__(self, addresses: Sequence[str]) -> Iterator[tuple[bytes, str]]:
        """Yield the reply for each address, in order."""
        away = False
        try:
            self._process.send(list(addresses))
        except (OSError, ValueError):
            away = True
        for _ in addresses:
            reply = None if away else self._reply()
            away = reply is None
            yield reply or (b"", "the process that fetches pictures has ended")

    def close(self) -> None:
        """End the process."""
        self._process.end(1.0)
        self._process.close()

    def _reply(self) -> tuple[bytes, str] | None:
        try:
            message = self._process.receive(LIMITS.seconds + _GRACE)
        except (OSError, ValueError, msgspec.DecodeError):
            return None
        match message:
            case [bytes() as data, str() as reason]:
                return data, reason
        return None
