"""Runs steps in this process and keeps their results in memory, so that a book with one edited chapter is read again in a
fraction of the time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from bookbuilder.build_step import Running, Step, call
from bookbuilder.cache_key import cache_keys
from bookbuilder.workers.lru import LruCache

G = TypeVar("G")
R = TypeVar("R")

MEMORY = 64 << 20
"""Bytes of results that are kept; those of four hundred pages are some eight million."""


class MemoryRunner:
    """A `build_step.Runner` that starts no process and writes no file."""

    def __init__(self, memory: int = MEMORY) -> None:
        self._results = LruCache(memory)

    def run(self, step: Step[G, R], inputs: Sequence[G]) -> list[R]:
        """Return the result of a step for each input."""
        return self.begin(step, inputs).wait()

    def begin(self, step: Step[G, R], inputs: Sequence[G]) -> Running[R]:
        """Do the work at once."""
        keys = cache_keys(inputs)
        results = [step.decode(self._made(step.function, key, task)) for key, task in zip(keys, inputs)]
        return Running(keys, results, lambda: results)

    def found(self, step: Step[G, R], inputs: Sequence[G]) -> list[R | None]:
        """Return the results of a step that are there; None for others."""
        data = self._results.get([f"{step.function} {key}" for key in cache_keys(inputs)])
        return [None if one is None else step.decode(one) for one in data]

    def cached(self, inputs: Sequence[G], make: Callable[[G], bytes]) -> list[bytes]:
        """Return what `make` returns for each input."""
        result = []
        for task, key in zip(inputs, cache_keys(inputs), strict=True):
            name = f"{type(task).__module__} {key}"
            (data,) = self._results.get([name])
            if data is None:
                data = make(task)
                self._results.put(name, data)
            result.append(data)
        return result

    def end_idle_workers(self) -> None:
        """Do nothing: there are no workers."""

    def _made(self, function: str, key: str, task: object) -> bytes:
        name = f"{function} {key}"
        (data,) = self._results.get([name])
        if data is None:
            data = call(function, task)
            self._results.put(name, data)
        return data
