"""An LRU cache limited by total bytes."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock


class LruCache:
    """Results by name, of at most `limit` bytes together."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._results: dict[str, bytes] = {}  # the most recently used come last
        self._size = 0
        self._lock = Lock()

    def get(self, names: Sequence[str]) -> list[bytes | None]:
        """Return the result of each name, or None if it is not cached."""
        with self._lock:
            return [self._used(name) for name in names]

    def _used(self, name: str) -> bytes | None:
        data = self._results.pop(name, None)
        if data is not None:
            self._results[name] = data
        return data

    def put(self, name: str, data: bytes) -> None:
        """Add a result, and drop the least recently used.

        >>> recent = LruCache(5)
        >>> for name, data in ("a", b"12"), ("b", b"34"), ("c", b"56"):
        ...     recent.put(name, data)
        >>> recent.get(["a", "b", "c"])
        [None, b'34', b'56']
        """
        with self._lock:
            self._size += len(data) - len(self._results.pop(name, b""))
            self._results[name] = data
            while self._size > self.limit:
                self._size -= len(self._results.pop(next(iter(self._results))))

    def clear(self) -> None:
        """Forget all results."""
        with self._lock:
            self._results.clear()
            self._size = 0
