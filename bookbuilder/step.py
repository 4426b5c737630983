"""Steps: kinds of work that take long. They are done side by side, and not again for an equal input."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Generic, Protocol, TypeVar

from bookbuilder.cache_key import cache_keys

G = TypeVar("G")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Step(Generic[G, R]):
    """A kind of work.

    `function` is named `package.module:function`, so that who wants the work done need not load what it needs. It takes an
    `input`, a frozen dataclass that can go to another process, and returns bytes, of which `decode` makes the result. The
    key of the result comes from all fields of the input (`cache_key`). `size` says how long the work takes, by comparison.
    """

    function: str
    input: type[G]
    decode: Callable[[bytes], R]
    size: Callable[[G], int]


def call(function: str, task: object) -> bytes:
    """Return what the function of a step, named `package.module:function`, returns for an input."""
    module, _, name = function.partition(":")
    result: bytes = getattr(import_module(module), name)(task)
    return result


@dataclass(frozen=True, slots=True)
class Running(Generic[R]):
    """Work that has begun: the keys of the results, those that are there (None: in the making), and how to wait for all of
    them."""

    keys: Sequence[str]
    found: Sequence[R | None]
    wait: Callable[[], list[R]]


class Runner(Protocol):
    """Runs steps: in this process or in others, and not at all where the result is known."""

    def run(self, step: Step[G, R], inputs: Sequence[G]) -> list[R]:
        """Return the result of a step for each input."""
        ...

    def begin(self, step: Step[G, R], inputs: Sequence[G]) -> Running[R]:
        """Begin a step, for who has something else to do meanwhile."""
        ...

    def cached(self, inputs: Sequence[G], make: Callable[[G], bytes]) -> list[bytes]:
        """Return what `make` returns for each input: light work, done in this process. The type of the inputs tells one kind
        of such work from another."""
        ...


class DirectRunner:
    """Runs steps here and now, and keeps nothing."""

    def run(self, step: Step[G, R], inputs: Sequence[G]) -> list[R]:
        """Return the result of a step for each input."""
        return [step.decode(call(step.function, task)) for task in inputs]

    def begin(self, step: Step[G, R], inputs: Sequence[G]) -> Running[R]:
        """Return how to get the results; nothing begins before."""
        return Running(cache_keys(inputs), [None] * len(inputs), partial(self.run, step, inputs))

    def cached(self, inputs: Sequence[G], make: Callable[[G], bytes]) -> list[bytes]:
        """Return what `make` returns for each input."""
        return [make(task) for task in inputs]


def identity(data: bytes) -> bytes:
    """Return a result as it was encoded, for steps whose results are files."""
    return data
