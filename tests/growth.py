"""Whether work grows with the size of what is given, or faster."""

from __future__ import annotations

import time
from collections.abc import Callable

ATTEMPTS = 3
"""A machine that is busy can disturb one measurement; growth with the square disturbs all."""
NOISE = 0.05
"""In seconds: what says nothing."""


def seconds(work: Callable[[], object]) -> float:
    """Return how long work takes the processor."""
    start = time.process_time()
    work()
    return time.process_time() - start


def linear(work: Callable[[str], object], small: str, large: str) -> bool:
    """Whether work on a large text takes less than four times as long as its size says, in one of some attempts."""
    times = len(large) / len(small)
    for _ in range(ATTEMPTS):
        least = min(seconds(lambda: work(small)) for _ in range(3))
        if seconds(lambda: work(large)) < 4 * times * least + NOISE:
            return True
    return False
