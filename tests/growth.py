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


def at_most(
    times: float, measure: Callable[[int], float], small: int, large: int, *, least: float = 0.02
) -> bool:
    """Whether the large size takes less than so many times what the small one takes, in one of some attempts.

    `measure` returns the seconds that a size takes; below `least` they say nothing.
    """
    measure(small // 10)  # what is loaded once
    return any(measure(large) < times * max(measure(small), least) for _ in range(ATTEMPTS))
