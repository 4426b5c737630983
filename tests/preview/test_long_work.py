"""A preview that is worked with for long: many edits, some while a build runs."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from bookbuilder import api
from tests.bench.measure import memory, session
from tests.cases import book
from tests.kills import Command
from tests.preview.conftest import previewed, wait_for_builds
from tests.preview.test_browser import CHAPTER, FILES

EDITS = 60
WARM = (EDITS // 4, EDITS // 2)
"""Edits after which the memory is looked at: a worker that had little to do by the first may have had some by the last."""
GERMAN = {path: text for path, text in FILES.items() if "/en/" not in path}
EDITIONS = '[editions.pdf]\nformat = "pdf"\n[editions.web]\nformat = "web"\n'


@pytest.mark.heavy
def test_sixty_edits_leave_the_last_state_and_no_memory(tmp_path: Path) -> None:
    root = book.write(tmp_path / "book", GERMAN, editions=EDITIONS)
    chance, text = random.Random(5), ""
    used: list[float] = []
    with previewed(tmp_path, root) as (command, _):
        for number in range(EDITS):
            before = command.said().count(" editions in ")
            text = f"# Eins\n\nEin Satz, der {number}-mal geändert wurde{'.' * chance.randint(1, 3)}\n"
            (root / CHAPTER).write_text(text, encoding="utf-8")
            if chance.random() < 0.5:
                time.sleep(chance.uniform(0, 0.5))  # the next one comes while this one is built
            else:
                _wait(command, before)
            if number in (*WARM, EDITS - 1):
                used.append(_memory_at_rest(command))
        wait_for_builds(command, root)
        made = (root / "output/fall.de.pdf").read_bytes()
    fresh = book.write(tmp_path / "fresh", {**GERMAN, CHAPTER: text}, editions=EDITIONS)
    assert not api.build(fresh, jobs=1).failed
    assert made == (fresh / "output/fall.de.pdf").read_bytes()
    assert used[-1] < max(used[:-1]) * 1.1 + 10, used


def _wait(command: Command, builds: int) -> None:
    command.until(lambda one: one.said().count(" editions in ") > builds)


def _memory_at_rest(command: Command) -> float:
    """Return the least of some seconds, in MiB: what is not needed is given back some time after a build."""
    found = []
    for _ in range(7):
        time.sleep(1)
        found.append(sum(map(memory, session(command.process.pid))))
    return min(found)
