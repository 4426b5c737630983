"""Commands that are ended at any moment leave whole files, a cache that can be used and no process."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cases import book
from tests.conftest import REPO
from tests.kills import ARTICLE, SIGNALS, TASKS, TWO, Command, builds_that_are_killed


def test_fifty_builds_that_are_killed(tmp_path: Path) -> None:
    # Most of them, unless the machine was slower when the first one was timed.
    assert builds_that_are_killed(tmp_path, 50, 50) > 15


@pytest.mark.parametrize("seed", range(4))
def test_a_hundred_commands_that_are_ended(seed: int) -> None:
    """In a process of their own, as somebody calls the script that ends a thousand: what is compared is built in it."""
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-m", "tests.kills", str(seed), "25"],
        cwd=REPO, capture_output=True, text=True, timeout=1800, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[4]) > 5, done.stdout


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
    assert command.end(number) in (-number, 128 + number, 0)
    assert ARTICLE.is_file()
