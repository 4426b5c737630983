"""Lets Python look for garbage rarely."""

from __future__ import annotations

import gc


def collect_rarely(*, first: bool = False) -> None:
    """Exclude what is loaded from garbage collection, and collect rarely: a book is millions of small values that stay, and
    scanning them takes a tenth to a fifth of a build. With `first`, garbage is collected before."""
    if first:
        gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
