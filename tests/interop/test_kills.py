"""Commands that are ended at any moment leave whole files, a cache that can be used and no process.

Here it is sixty moments that are drawn, and some that are named; `make fuzz` goes on with others.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.cases import book
from tests.conftest import Shared
from tests.kills import ARTICLE, SIGNALS, TASKS, TWO, Command, builds_that_are_killed, kills, measured


@pytest.mark.parametrize("seed", range(7))
def test_builds_that_are_killed(seed: int, shared: Shared, tmp_path: Path) -> None:
    duration = partial(seconds, shared, "build --jobs 1")
    assert builds_that_are_killed(tmp_path, seed, 4, duration) >= 4


@pytest.mark.parametrize("seed", range(12))
def test_commands_that_are_ended(seed: int, shared: Shared, tmp_path: Path) -> None:
    assert kills(tmp_path, seed, 3, duration=partial(seconds, shared)) >= 3


def seconds(shared: Shared, name: str) -> float:
    """Return the seconds that a command takes, which is measured once for all workers."""

    def measure(folder: Path) -> None:
        folder.mkdir()
        (folder / "seconds").write_text(str(measured(folder, name)))

    return float((shared.folder(f"kills {name}", measure) / "seconds").read_text())


def says(line: str) -> Callable[[Command], bool]:
    return lambda one: line in one.said()


def runs(part: str) -> Callable[[Command], bool]:
    return lambda one: any(part in line for line in one.processes().values())


PLACES: dict[str, tuple[str, Callable[[Command], bool]]] = {
    "before anything": ("build", lambda one: True),
    "reading": ("build", says("de: reading")),
    "laying out": ("build", says("de: pdf, laying out")),
    "other processes": ("build", runs("forkserver")),
    "publishing": ("build --jobs 1", says("publishing")),
    "watching": ("watch", says("waiting for changes")),
    "Java": ("check", runs("java_process.py")),
    "Node": ("check", runs("browser_process.cjs")),
    "a browser": ("check", runs("--type=renderer")),
    "translating": ("translate", lambda one: len(one.processes()) > 2),
    "importing": ("import", lambda one: len(one.processes()) > 2),
}


@pytest.mark.parametrize("number", SIGNALS, ids=lambda one: one.name)
@pytest.mark.parametrize("place", PLACES)
def test_no_process_is_left(place: str, number: signal.Signals, tmp_path: Path) -> None:
    task, ready = PLACES[place]
    root = book.write(tmp_path / "book", TWO)
    command = Command(tmp_path, *TASKS[task].words(root))
    command.until(ready)
    # Python ends with 1 if it is interrupted while it starts, before it has read a line of ours.
    starting = {1} if place == "before anything" and number == signal.SIGINT else set()
    assert command.end(number) in {-number, 128 + number, 0, *starting}
    assert ARTICLE.is_file()
