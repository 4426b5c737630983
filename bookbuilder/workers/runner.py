"""Runs steps in worker processes and caches their results."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from bookbuilder.build_step import Running, Step
from bookbuilder.cache_key import cache_keys
from bookbuilder.diagnostics import Counts, Diagnostic
from bookbuilder.jail.confinement import Permissions
from bookbuilder.shared_cache.tier import Tier, Tiers
from bookbuilder.workers.disk_tier import DiskTier, UserTier
from bookbuilder.workers.environment_hash import fingerprint
from bookbuilder.workers.lru import LruCache
from bookbuilder.workers.step_counts import StepCounts
from bookbuilder.workers.worker_pool import Pool
from bookbuilder.workers.worker_task import run_task
from bookbuilder.world import World

if TYPE_CHECKING:  # a build without a shared cache need not load it
    from bookbuilder.shared_cache.store_client import StoreClient

G = TypeVar("G")
R = TypeVar("R")


class PoolRunner:
    """Runs steps in `jobs` processes.

    Results are stored in the cache of the world (those of steps `for_user` in that of the user), and the latest `memory`
    bytes of them in this process, for callers that build repeatedly; with a `store`, results of steps in the shared cache
    as well. `made` and `reused` count results by the function of their step; `counts` is told the progress. With `jail` the
    workers can do nothing but their work (`jail.confinement`).
    """

    def __init__(
        self,
        world: World,
        jobs: int = 0,
        memory: int = 0,
        counts: Counts | None = None,
        *,
        jail: bool = True,
        store: StoreClient | None = None,
    ) -> None:
        self.world, self.jobs, self._jail = world, world.processes(jobs), jail
        self._memory_cache, self._store = LruCache(memory), store
        self._nearby = Tiers((self._memory_cache, DiskTier(world)))
        self._everywhere = self._nearby if store is None else Tiers((self._nearby, store))
        self._for_user = Tiers((self._memory_cache, UserTier(world)))
        self._tally = StepCounts(counts)
        self.made: Counter[str] = Counter()
        self.reused: Counter[str] = Counter()
        self._pool: Pool | None = None
        self._unfinished = 0  # results that somebody has asked for, and that are still to be made
        self._places = ExitStack()
        self._lock = Lock()

    @cached_property
    def fingerprint(self) -> str:
        """The part of every cache key that is not an input: program, libraries, system."""
        return fingerprint(self.world)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.rest()

    def rest(self) -> None:
        """End the workers, and forget the results in memory. The next work starts new ones, and finds results in the cache
        of the world. Nothing may be running."""
        with self._lock:
            self._end_workers()
        self._memory_cache.clear()

    def end_idle_workers(self) -> None:
        """End the workers if nothing is left to do in them; see `build_step.Runner`. A runner that keeps results in memory
        keeps its workers too: it is there for the next build."""
        with self._lock:
            if not self._unfinished and not self._memory_cache.limit:
                self._end_workers()

    def _end_workers(self) -> None:
        if self._pool is not None:
            self._pool.close()
            self._pool = None
        self._places.close()

    @contextmanager
    def _one_less_unfinished(self) -> Iterator[None]:
        """Count a result as finished, whatever came of it."""
        try:
            yield
        finally:
            with self._lock:
                self._unfinished -= 1

    @property
    def ready(self) -> bool:
        """Whether the workers have loaded what they need."""
        return self._pool is not None and self._pool.ready

    def counted(self, step: Step[Any, Any]) -> tuple[int, int]:
        """Return how many results of a step were made, and how many were cached."""
        return self.made[step.function], self.reused[step.function]

    def run(self, step: Step[G, R], inputs: Sequence[G]) -> list[R]:
        """Return the result of a step for each input."""
        return self.begin(step, inputs).wait()

    def begin(self, step: Step[G, R], inputs: Sequence[G]) -> Running[R]:
        """Start a step; see `build_step.Runner`.

        Until the workers are ready, this process does work for which it has the modules loaded.
        """
        function, sizes, cache = step.function, [step.size(task) for task in inputs], self._cache(step)
        keys = cache_keys(inputs)
        names = [self._name(function, key) for key in keys]
        results_or_none = cache.get(names)
        missing = [index for index, data in enumerate(results_or_none) if data is None]
        with self._lock:
            self.made[function] += len(missing)
            self.reused[function] += len(inputs) - len(missing)
            self._unfinished += len(missing)
        self._tally.wanted(function, [sizes[position] for position in missing])
        pool = self._started() if missing and self.jobs > 1 else None
        if step.little and sum(sizes[position] for position in missing) <= step.little:
            pool = None  # it is starting for what comes next
        # Workers begin with the largest, or one would end long after the others; this process takes the smallest.
        rest = deque(sorted(missing, key=lambda position: -sizes[position]))
        here = function.partition(":")[0] in sys.modules
        while rest and (pool is None or (here and not self.ready)):
            position = rest.pop()
            with self._one_less_unfinished():
                data = run_task(function, inputs[position], sizes[position])
            cache.put(names[position], data)
            results_or_none[position] = data
            self._tally.made(function, sizes[position])
        pending = (
            deque(
                (position, pool.submit(step, inputs[position], sizes[position], self._tally.made))
                for position in rest
            )
            if pool
            else deque()
        )

        def results() -> list[R]:
            while pending:
                position, task = pending.popleft()
                with self._one_less_unfinished():
                    results_or_none[position] = data = task()
                cache.put(names[position], data)
            return [step.decode(data) for data in results_or_none if data is not None]

        cached = [None if data is None else step.decode(data) for data in results_or_none]
        return Running(keys, cached, results)

    def found(self, step: Step[G, R], inputs: Sequence[G]) -> list[R | None]:
        """Return the results that are cached on this machine; see `build_step.Runner`."""
        names = [self._name(step.function, key) for key in cache_keys(inputs)]
        cache = self._for_user if step.for_user else self._nearby
        return [None if data is None else step.decode(data) for data in cache.get(names)]

    def cached(self, inputs: Sequence[G], make: Callable[[G], bytes]) -> list[bytes]:
        """Return what `make` returns for each input; see `build_step.Runner`."""
        # Not in the shared cache: to make it takes less time than to ask for it.
        result = []
        for task, key in zip(inputs, cache_keys(inputs), strict=True):
            name = self._name(type(task).__module__, key)
            (data,) = self._nearby.get([name])
            if data is None:
                data = make(task)
                self._nearby.put(name, data)
            result.append(data)
        return result

    def finish(self) -> tuple[Diagnostic, ...]:
        """Wait until the shared cache has all results, and return what there is to say of it; for the end of a build."""
        return self._store.finish() if self._store else ()

    def _cache(self, step: Step[Any, Any]) -> Tier:
        return self._for_user if step.for_user else self._everywhere

    def _name(self, kind: str, key: str) -> str:
        return hashlib.sha256(f"{self.fingerprint} {kind} {key}".encode()).hexdigest()

    def _walls(self, notes: str) -> Permissions | None:
        """Return what workers may do: read what the program reads, and write into the cache and their notes."""
        return (
            Permissions(self.world.readable, (str(self.world.cache), *map(str, self.world.workplaces), notes))
            if self._jail
            else None
        )

    def _started(self) -> Pool:
        """Return the pool of workers, which may not be ready yet; a new one if a worker of the last one was ended."""
        with self._lock:
            if self._pool is not None and self._pool.broken:
                self._end_workers()
            if self._pool is None:
                notes = self._places.enter_context(self.world.scratch("work", {}))
                self._pool = Pool(self.jobs, str(notes), self._walls(str(notes)), self.world.untrusted)
            return self._pool
