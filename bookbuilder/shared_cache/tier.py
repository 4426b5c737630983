"""Tiers of a cache, composed into one: what a slow tier has is copied into the faster ones when it is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Tier(Protocol):
    """Stores results by name. An entry never changes; a tier may lose any of them, and raises no error for that."""

    def get(self, names: Sequence[str]) -> list[bytes | None]:
        """Return the result of each name; None for those that are not there."""
        ...

    def put(self, name: str, data: bytes) -> None:
        """Store a result, unless the tier cannot."""
        ...


class Tiers:
    """Several tiers, the fastest first, as one."""

    def __init__(self, tiers: Sequence[Tier]) -> None:
        self._tiers = tuple(tiers)

    def get(self, names: Sequence[str]) -> list[bytes | None]:
        """Return the result of each name from the fastest tier that has it; None for those that none has."""
        results: list[bytes | None] = [None] * len(names)
        for level, tier in enumerate(self._tiers):
            missing = [position for position, data in enumerate(results) if data is None]
            if not missing:
                break
            for position, data in zip(missing, tier.get([names[one] for one in missing]), strict=True):
                if data is not None:
                    results[position] = data
                    for faster in self._tiers[:level]:
                        faster.put(names[position], data)
        return results

    def put(self, name: str, data: bytes) -> None:
        """Store a result in all tiers."""
        for tier in self._tiers:
            tier.put(name, data)
