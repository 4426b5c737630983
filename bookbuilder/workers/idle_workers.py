"""Ends the workers of a process that stays when a book has not changed for a while: each holds some 80 MiB."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from bookbuilder.workers.idle_memory import release
from bookbuilder.workers.runner import PoolRunner

AWAKE = 60.0
"""Seconds after a build for which the workers stay; they know fonts and words that the next build is likely to need."""


def changes_with_rest(changes: Iterable[frozenset[Path]], runner: PoolRunner) -> Iterator[frozenset[Path]]:
    """Yield the changes that have files, and let the runner rest once whenever there were none for `AWAKE` seconds.

    `changes` comes with or without files, several times a second (`book_changes`).
    """
    last, awake = time.monotonic(), True
    for found in changes:
        if found:
            yield found
            last, awake = time.monotonic(), True
        elif awake and time.monotonic() - last > AWAKE:
            runner.rest()
            release()
            awake = False
