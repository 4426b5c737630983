"""Gives the calls of a function room on Python's data stack.

CPython keeps the local variables of a thread's calls in chunks of 16 KiB. A loop whose calls begin just before the end of a
chunk gets memory from the system for each call and gives it back (python/cpython#142183, mended in releases of 3.13 and
3.14 of 2026, not in 3.11 and 3.12). Layouts, which call deep and often, spent a tenth of their time on that.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from types import FunctionType
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")

_WORDS = 66_000
"""Just over half a MiB: a chunk has a power of two of bytes, so the other half of a MiB is left for the calls below. Only
what they use of it takes memory."""


def with_large_call_stack(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Return a function that calls `function` on a chunk that is large enough for all the calls below it."""

    def call_on_large_chunk(*args: _P.args, **named: _P.kwargs) -> _R:
        return function(*args, **named)

    assert isinstance(call_on_large_chunk, FunctionType)
    # The chunk of a call is at least as large as what its function says that it needs.
    call_on_large_chunk.__code__ = call_on_large_chunk.__code__.replace(co_stacksize=_WORDS)
    return wraps(function)(call_on_large_chunk)
