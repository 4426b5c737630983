"""Adapts the caches on disk (`bookbuilder.cache`), that of a book and that of the user, to tiers of the shared cache."""

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


class UserTier:
    """Stores results in a folder of the user, for all books."""

    def __init__(self, world: Cache) -> None:
        self._world = world

    def get(self, names: Sequence[str]) -> list[bytes | None]:
        """Return the result of each name; None for those that are not there."""
        return [self._world.recall_for_user(name) for name in names]

    def put(self, name: str, data: bytes) -> None:
        """Store a result."""
        self._world.retain_for_user(name, data)
