"""Caches what a function makes of texts that are read again and again: settings of the program, themes, fonts.toml."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")

LONGEST = 100_000
"""Characters of the longest text whose result is cached: the settings of the program have 30,000. What a hostile book makes
of longer ones is not held in memory."""


def cached_by_text(count: int) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """Return a decorator that keeps what a function makes of the last `count` texts; nobody may change it.

    >>> @cached_by_text(2)
    ... def words(text):
    ...     return text.split()
    >>> words("a b") is words("a b"), words("a " * LONGEST) is words("a " * LONGEST)
    (True, False)
    """

    def decorated(function: Callable[[str], T]) -> Callable[[str], T]:
        cached = lru_cache(count)(function)

        @wraps(function)
        def called(text: str) -> T:
            return cached(text) if len(text) <= LONGEST else function(text)

        return called

    return decorated
