"""Takes the processor time of functions while something is done."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

Step = tuple[Any, str]
"""An owner (a module or a class) and the name of a function in it."""


class Clock:
    """Adds up the processor time of functions, in seconds, by name."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that does the same, and is timed."""

        def call(*arguments: Any, **named: Any) -> Any:
            started = time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                self.spent[name] += time.process_time() - started

        return call

    @contextmanager
    def watching(self, steps: Sequence[Step]) -> Iterator[None]:
        """Time these functions for a while."""
        before = [(owner, name, getattr(owner, name)) for owner, name in steps]
        try:
            for owner, name, function in before:
                setattr(owner, name, self.timed(f"{owner.__name__.rpartition('.')[2]}.{name}", function))
            yield
        finally:
            for owner, name, function in before:
                setattr(owner, name, function)
