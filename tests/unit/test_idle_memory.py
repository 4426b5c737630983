"""Memory is given back when there is nothing to do."""

from __future__ import annotations

import gc

import pytest

from bookbuilder.workers import idle_memory


def test_memory_is_given_back_once_after_work(monkeypatch: pytest.MonkeyPatch) -> None:
    released: list[int] = []
    spent = iter([0.0, 3.0, 3.01, 3.02, 3.02, 3.03, 3.04, 9.0, 9.01, 9.01])
    monkeypatch.setattr("time.process_time", lambda: next(spent))
    monkeypatch.setattr(idle_memory, "release", lambda: released.append(len(waited)))
    waited: list[float] = []

    def wait(seconds: float) -> bool:
        waited.append(seconds)
        return len(waited) > 7

    idle_memory.release_when_idle(wait)
    # The 1st wait saw work, the 2nd none; the 6th work again, the 7th none.
    assert released == [2, 7]


def test_garbage_is_collected() -> None:
    class Thing:
        def __init__(self) -> None:
            self.itself = self

    gc.disable()
    try:
        for _ in range(10):
            Thing()
        idle_memory.release()
        assert not [one for one in gc.get_objects() if type(one) is Thing]
    finally:
        gc.enable()
