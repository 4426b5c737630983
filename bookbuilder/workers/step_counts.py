"""Counts the finished steps of a build and estimates the time left, for the progress bar."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock

from bookbuilder.diagnostics import Counts

QUIET_SECONDS = 2.0
"""Seconds before an estimate of the time left is given: earlier ones mean little."""


@dataclass(slots=True)
class _Kind:
    begun: float
    total: int = 0
    done: int = 0
    size: int = 0
    done_size: int = 0


@dataclass(slots=True)
class StepCounts:
    """Reports the progress of each step to `counts` after each task; `clock` returns seconds."""

    counts: Counts | None = None
    clock: Callable[[], float] = time.monotonic
    _kinds: dict[str, _Kind] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def wanted(self, function: str, sizes: Sequence[int]) -> None:
        """Add tasks of a step; `sizes` are their relative costs."""
        if self.counts is None or not sizes:
            return
        with self._lock:
            if function not in self._kinds:
                self._kinds[function] = _Kind(self.clock())
            kind = self._kinds[function]
            kind.total += len(sizes)
            kind.size += sum(sizes)
        self._tell(function)

    def made(self, function: str, size: int) -> None:
        """Note that a task is done."""
        if self.counts is None:
            return
        with self._lock:
            kind = self._kinds[function]
            kind.done += 1
            kind.done_size += size
        self._tell(function)

    def _tell(self, function: str) -> None:
        assert self.counts is not None
        kind = self._kinds[function]
        spent = self.clock() - kind.begun
        left = (
            spent * (kind.size - kind.done_size) / kind.done_size
            if kind.done_size and spent > QUIET_SECONDS
            else None
        )
        self.counts.counted(function, kind.done, kind.total, left)
