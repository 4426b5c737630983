"""Steps: expensive work (function, input, decoder) that a runner does in parallel and caches by its input."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Generic, Protocol, TypeVar

from bookbuilder.cache_key import cache_keys
from bookbuilder.large_call_stack import with_large_call_stack

G = TypeVar("G")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Step(Generic[G, R]):
    """A kind of expensive work.

    `function` is named `package.module:function`, so that the caller need not import what it needs. It takes an
    `input`, a frozen dataclass that can be sent to another process, and returns bytes, which `decode` turns into the
    result. All fields of the input enter the cache key of the result (`cache_key`). `size` is the relative cost of an
    input. Inputs that together have at most the size `little` are done in the process that asks: each worker has much to
    prepare before its first one. Results of a step `for_user` are kept for the user, and serve all books.
    """

    function: str
    input: type[G]
    decode: Callable[[bytes], R]
    size: Callable[[G], int]
    little: int = 0
    for_user: bool = False


@with_large_call_stack
def call(function: str, task: object) -> bytes:
    """Return what the function of a step, named `package.module:function`, returns for an input."""
    module, _, name = function.partition(":")
    result: bytes = getattr(import_module(module), name)(task)
    return result


@dataclass(frozen=True, slots=True)
class Running(Generic[R]):
    """Running work: the cache keys of the results, those that are cached (else None), and a function that waits for all of
    them."""

    keys: Sequence[str]
    found: Sequence[R | None]
    wait: Callable[[], list[R]]


class Runner(Protocol):
    """Runs steps, in this process or in others, unless their results are cached."""

    def run(self, step: Step[G, R], inputs: Sequence[G]) -> list[R]:
        """Return the result of a step for each input."""
        ...

    def begin(self, step: Step[G, R], inputs: Sequence[G]) -> Running[R]:
        """Start a step without waiting for it."""
        ...

    def found(self, step: Step[G, R], inputs: Sequence[G]) -> list[R | None]:
        """Return the results of a step that are cached on this machine; None for others, which are not made."""
        ...

    def cached(self, inputs: Sequence[G], make: Callable[[G], bytes]) -> list[bytes]:
        """Return what `make` returns for each input: light work, done in this process and cached. The type of the inputs
        identifies the kind of work."""
        ...

    def end_idle_workers(self) -> None:
        """Give back the memory of the processes that do the work, if they have none and the book is made once. The next
        step starts others."""
        ...


class DirectRunner:
    """Runs steps at once in this process, and caches nothing."""

    def run(self, step: Step[G, R], inputs: Sequence[G]) -> list[R]:
        """Return the result of a step for each input."""
        return [step.decode(call(step.function, task)) for task in inputs]

    def begin(self, step: Step[G, R], inputs: Sequence[G]) -> Running[R]:
        """Return how to get the results; nothing runs before that."""
        return Running(cache_keys(inputs), [None] * len(inputs), partial(self.run, step, inputs))

    def found(self, step: Step[G, R], inputs: Sequence[G]) -> list[R | None]:
        """Return nothing for each input: nothing is cached."""
        del step
        return [None] * len(inputs)

    def cached(self, inputs: Sequence[G], make: Callable[[G], bytes]) -> list[bytes]:
        """Return what `make` returns for each input."""
        return [make(task) for task in inputs]

    def end_idle_workers(self) -> None:
        """Do nothing: there are no workers."""


def identity(data: bytes) -> bytes:
    """Return the data itself; the `decode` of steps whose results are files."""
    return data
