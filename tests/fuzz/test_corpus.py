"""What fuzzing has found so far, and the examples that it begins with: each is read, or what is wrong with it is said."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

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
    monkeypatch.setitem(runner.TIMES, "kills", 1)
    monkeypatch.setattr("sys.argv", ["tests.fuzz", "--minutes", "0.01", "kills"])
    assert runner.main() == 0
    assert "kills: nothing was found with 1 seeds" in capsys.readouterr().out


@pytest.mark.parametrize("name", runner.DRAWN)
def test_a_target_without_inputs_is_a_script_whose_fault_is_told(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(runner, "OUT", tmp_path / "out")
    run = subprocess.run
    started: list[list[str]] = []

    def fails(words: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        started.append(words)
        return run([sys.executable, "-c", "print('what it is'); raise SystemExit(1)"], **options)

    monkeypatch.setattr(subprocess, "run", fails)
    monkeypatch.setattr("sys.argv", ["tests.fuzz", "--minutes", "0.01", name])
    assert runner.main() == 1
    assert (tmp_path / f"out/{name}.log").read_text() == "what it is\n"
    (module,) = [word for word in started[0] if word.startswith("tests.")]
    assert f"{name}: python -m {module} " in capsys.readouterr().out
    assert find_spec(module) is not None and find_spec(
        f"{module}.__main__" if _is_package(module) else module
    )


def _is_package(module: str) -> bool:
    spec = find_spec(module)
    return spec is not None and spec.submodule_search_locations is not None
