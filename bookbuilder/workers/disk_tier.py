"""Adapts the cache of a book on disk (`bookbuilder.cache`) to a tier of the shared cache."""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.world import Cache


class DiskTier:
    """Stores results in the cache of a World."""

    def __init__(self, world: Cache) -> None:
        self._world = world

    def get(self, names: Sequence[str]) -> list[bytes | None]:
        """Return the result of each name; None for those that are not there. Raises `BookbuilderError` (`path.*`) where a
        link stands."""
        return [self._world.recall(name) for name in names]

    def put(self, name: str, data: bytes) -> None:
        """Store a result; raises `BookbuilderError` (`path.*`) if a symbolic link is in the way."""
        self._world.retain(name, data)
