"""How much is fetched at most."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Limits: number of pictures, bytes of each and of all, seconds for each and for all, redirects of each."""

    number: int = 200
    each: int = 20 << 20
    total: int = 200 << 20
    seconds: float = 20.0
    all_seconds: float = 300.0
    redirects: int = 5


LIMITS = FetchLimits()
