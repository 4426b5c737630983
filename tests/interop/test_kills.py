"""Commands that are ended at any moment leave whole files, a cache that can be used and no process.

Here it is fifteen moments that are drawn, and two dozen that are named; `make fuzz` goes on with others.
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


@pytest.mark.parametrize("seed", range(2))
def test_builds_that_are_killed(seed: int, shared: Shared, tmp_path: Path) -> None:
    duration = partial(seconds, shared, "build --jobs 1")
    assert builds_that_are_killed(tmp_path, seed, 3, duration) >= 3


@pytest.mark.parametrize("seed", range(3))
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


MADE = ("publishing", "watching")
"""Where files are finished, or may be."""
# Three signals are told of by one handler, so each place has one of them, in turn; nobody can handle SIGKILL.
HANDLED = [number for number in SIGNALS if number != signal.SIGKILL]
ENDED = [(place, number) for at, place in enumerate(PLACES) for number in (HANDLED[at % 3], signal.SIGKILL)]


@pytest.mark.parametrize(("place", "number"), ENDED, ids=lambda one: getattr(one, "name", one))
def test_no_process_is_left(place: str, number: signal.Signals, tmp_path: Path) -> None:
    task, ready = PLACES[place]
    root = book.write(tmp_path / "book", TWO)
    command = Command(tmp_path, *TASKS[task].words(root))
    command.until(ready)
    # A book that is published may be finished before one looks.
    assert place in ("before anything", "publishing") or len(command.processes()) > 1
    # Python ends with 1 if it is interrupted while it starts, before it has read a line of ours.
    starting = {1} if place == "before anything" and number == signal.SIGINT else set()
    code = command.end(number)
    assert code in {-number, 128 + number, 0, *starting}
    assert ARTICLE.is_file()
    assert code == 0 or place in MADE or not (root / "output").exists()
