"""Pages of an edition that are shown before the edition is made, to somebody who waits for them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class EarlyPages:
    """Pages that have changed, as a PDF, and the place of each in the edition, from 0. The numbers of pages that they print
    may still change, and are grey."""

    data: bytes
    places: tuple[int, ...]
