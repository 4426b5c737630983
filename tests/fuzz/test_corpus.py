"""What fuzzing has found so far, and the examples that it begins with: each is read, or what is wrong with it is said."""

from __future__ import annotations

from contextlib import suppress

import pytest

from bookbuilder.diagnostics import BookbuilderError
from tests.fuzz import __main__ as runner
from tests.fuzz.targets import Target, targets

LARGEST = 20_000
"""Bytes that the corpus of a target may take: what is kept is made small first."""


@pytest.mark.parametrize("target", targets(), ids=lambda target: target.name)
def test_everything_is_read_or_told(target: Target) -> None:
    count = 0
    for data in target.inputs():
        count += 1
        try:
            with suppress(BookbuilderError):
                target.read(data)
        except Exception as error:  # noqa: BLE001 # it is told with the bytes that lead to it
            pytest.fail(f"{type(error).__name__}: {error}\n{data!r}")
    assert count > 0


@pytest.mark.parametrize("target", targets(), ids=lambda target: target.name)
def test_the_corpus_is_small(target: Target) -> None:
    assert sum(place.stat().st_size for place in target.corpus.glob("*")) <= LARGEST


@pytest.mark.heavy
def test_kills_are_a_target(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The script itself, in a process of its own, as `make fuzz` runs it."""
    monkeypatch.setattr(runner, "KILLS", 2)
    monkeypatch.setattr("sys.argv", ["tests.fuzz", "--minutes", "0.01", "kills"])
    assert runner.main() == 0
    assert "kills: 2 commands ended" in capsys.readouterr().out
