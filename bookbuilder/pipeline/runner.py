"""Does the heavy work of a build: in several processes, and not again while nothing that it read has changed."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter, deque
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import cached_property
from threading import Lock
from types import TracebackType
from typing import Any, Self, TypeVar

from bookbuilder.cache_key import cache_keys
from bookbuilder.diagnostics import Counts
from bookbuilder.jail.confinement import Permissions
from bookbuilder.pipeline.lru import LruCache
from bookbuilder.pipeline.pool import Pool
from bookbuilder.pipeline.step_counts import StepCounts
from bookbuilder.pipeline.surroundings import fingerprint
from bookbuilder.pipeline.worker_task import run_task
from bookbuilder.step import Running, Step
from bookbuilder.world import World

G = TypeVar("G")
R = TypeVar("R")


class PoolRunner:
    """Runs steps in `jobs` processes.

    Results are kept in the cache of the world under what they depend on, and the last `memory` bytes of them at hand, for
    who builds again and again. `made` and `reused` count them by the function of
    the step, `counts` is told how much is done. With `jail`
    the processes can do nothing but that work (`jail.walls`).
    """

    def __init__(
        self,
        world: World,
        jobs: int = 0,
        memory: int = 0,
        counts: Counts | None = None,
        *,
        jail: bool = True,
    ) -> None:
        self.world, self.jobs, self._jail = world, world.processes(jobs), jail
        self._recent = LruCache(memory)
        self._tally = StepCounts(counts)
        self.made: Counter[str] = Counter()
        self.reused: Counter[str] = Counter()
        self._pool: Pool | None = None
        self._places = ExitStack()
        self._lock = Lock()

    @cached_property
    def fingerprint(self) -> str:
        """What every result depends on besides its own values: the program, its libraries, those of the system."""
        return fingerprint(self.world)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.close()
            self._pool = None
        self._places.close()

    @property
    def ready(self) -> bool:
        """Whether the other processes have loaded what they need."""
        return self._pool is not None and self._pool.ready

    def counted(self, step: Step[Any, Any]) -> tuple[int, int]:
        """Return how many results of a step were made, and how many were in the cache."""
        return self.made[step.function], self.reused[step.function]

    def run(self, step: Step[G, R], given: Sequence[G]) -> list[R]:
        """Return the result of a step for each input."""
        return self.begin(step, given).wait()

    def begin(self, step: Step[G, R], given: Sequence[G]) -> Running[R]:
        """Begin a step; see `step.Runner`.

        The other processes take their time to load what they need. Until they are ready, what is loaded in this process is
        done here.
        """
        function, sizes = step.function, [step.size(one) for one in given]
        keys = cache_keys(given)
        names = [self._name(function, key) for key in keys]
        found = [self._recall(name) for name in names]
        missing = [at for at, data in enumerate(found) if data is None]
        with self._lock:
            self.made[function] += len(missing)
            self.reused[function] += len(given) - len(missing)
        self._tally.wanted(function, [sizes[at] for at in missing])
        pool = self._started() if missing and self.jobs > 1 else None
        rest = deque(sorted(missing, key=lambda at: -sizes[at]))
        here = function.partition(":")[0] in sys.modules
        while rest and (pool is None or (here and not self.ready)):
            at = rest.pop()
            found[at] = self._retained(names[at], run_task(function, given[at], sizes[at]))
            self._tally.made(function, sizes[at])
        pending = (
            deque((at, pool.submit(step, given[at], sizes[at], self._tally.made)) for at in rest)
            if pool
            else deque()
        )

        def results() -> list[R]:
            while pending:
                at, one = pending.popleft()
                found[at] = self._retained(names[at], one())
            return [step.decode(data) for data in found if data is not None]

        there = [None if data is None else step.decode(data) for data in found]
        return Running(keys, there, results)

    def keep(self, given: Sequence[G], make: Callable[[G], bytes]) -> list[bytes]:
        """Return what `make` returns for each input; see `step.Runner`."""
        found = []
        for one, key in zip(given, cache_keys(given), strict=True):
            name = self._name(type(one).__module__, key)
            data = self._recall(name)
            if data is None:
                data = self._retained(name, make(one))
            found.append(data)
        return found

    def _recall(self, name: str) -> bytes | None:
        data = self._recent.get(name)
        if data is None and (data := self.world.recall(name)) is not None:
            self._recent.put(name, data)
        return data

    def _retained(self, name: str, data: bytes) -> bytes:
        """Return a result that is kept from now on."""
        self.world.retain(name, data)
        self._recent.put(name, data)
        return data

    def _name(self, kind: str, key: str) -> str:
        """Return the name under which a result is kept."""
        return hashlib.sha256(f"{self.fingerprint} {kind} {key}".encode()).hexdigest()

    def _walls(self, notes: str) -> Permissions | None:
        """Return what the other processes may do: read what the program reads, and write into the cache and their notes."""
        return (
            Permissions(self.world.readable, (str(self.world.cache), *map(str, self.world.workplaces), notes))
            if self._jail
            else None
        )

    def _started(self) -> Pool:
        """Return the other processes, which may not be ready yet."""
        with self._lock:
            if self._pool is None:
                notes = self._places.enter_context(self.world.scratch("work", {}))
                self._pool = Pool(self.jobs, str(notes), self._walls(str(notes)))
            return self._pool
