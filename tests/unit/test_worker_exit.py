"""What ended a process is told as what it was."""

from __future__ import annotations

import resource
import signal

import pytest

from bookbuilder.workers.worker_exit import ended_by_signal, out_of_memory

UNLIMITED = resource.RLIM_INFINITY


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS])
@pytest.mark.parametrize(
    ("limit", "code"),
    [
        (UNLIMITED, "build.crashed"),
        (100_000_000_000, "build.crashed"),
        (4_096_000_000, "build.crashed"),
        (2_000_000_000, "build.memory"),
        (700_000_000, "build.memory"),
    ],
)
def test_a_crash_is_one_of_memory_where_the_shell_allows_little(
    monkeypatch: pytest.MonkeyPatch, number: signal.Signals, limit: int, code: str
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (limit, UNLIMITED))
    found = ended_by_signal(number, "chapters/de/01-a.md")
    assert (found.code, found.span.path) == (code, "chapters/de/01-a.md")


@pytest.mark.parametrize(
    ("limit", "allowed"), [(UNLIMITED, "2.5"), (100_000_000_000, "2.5"), (2_000_000_000, "2")]
)
def test_the_limit_is_that_which_was_reached(
    monkeypatch: pytest.MonkeyPatch, limit: int, allowed: str
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (limit, UNLIMITED))
    found = out_of_memory("")
    assert f"more than {allowed} GB" in found.message
    assert ("this shell" in found.hint) == (limit == 2_000_000_000)
