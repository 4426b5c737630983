"""Calls at any depth cost the same."""

from __future__ import annotations

import resource

from bookbuilder.large_call_stack import with_large_call_stack


def empty_function() -> None:
    """Do nothing, in a call of its own."""


def call_from_depth(depth: int, times: int) -> None:
    """Call something so many times from so many calls deep."""
    if depth:
        call_from_depth(depth - 1, times)
    else:
        for _ in range(times):
            empty_function()


def page_faults(depth: int, times: int) -> int:
    """Return how often the system has to give memory to the calls."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    call_from_depth(depth, times)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def test_no_depth_wants_memory_for_each_call() -> None:
    # A chunk of 16 KiB has room for some 150 such calls, so one of these depths is just before its end.
    most = with_large_call_stack(lambda: max(page_faults(depth, 2000) for depth in range(300)))()
    assert most < 500


def test_a_function_keeps_its_name_and_what_it_takes() -> None:
    def concatenated(one: str, *, other: str) -> str:
        """Join two."""
        return one + other

    made = with_large_call_stack(concatenated)
    assert made("a", other="b") == "ab"
    assert (made.__name__, made.__doc__) == ("concatenated", "Join two.")
