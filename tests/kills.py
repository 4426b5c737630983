"""Kills builds at moments that nobody foresees, and looks at what they leave."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from bookbuilder import api
from tests.cases import book
from tests.conftest import BUILD

CHAPTER = "chapters/de/02-b.md"
TWO = {
    "chapters/de/01-a.md": "# Eins\n\nEin Satz. Mehr dazu in [](#02-b){ref=page}.\n",
    CHAPTER: "# Zwei\n\nEin anderer Satz.\n",
}


def builds_that_are_killed(folder: Path, seed: int, times: int) -> int:
    """Build a book of two chapters `times` times, each time with another text, and kill each build with all its processes at
    some moment between its start and a little after its end. Return how many were killed before they ended.

    After each the finished file must be a whole one, that of the build before or the new one, and what the next build makes
    of the cache must be what a build in another folder makes.
    """
    chance = random.Random(seed)
    root = book.write(folder / "killed", TWO, editions=book.PRINT)
    other = book.write(folder / "other", TWO, editions=book.PRINT)
    (made,) = api.build(root, jobs=1).files
    before, took, killed = made.read_bytes(), _timed(other), 0
    for number in range(times):
        text = f"# Zwei\n\nSatz {number}.\n"
        for place in (root, other):
            (place / CHAPTER).write_text(text, encoding="utf-8")
        (expected,) = (file.read_bytes() for file in api.build(other, jobs=1).files)
        process = _started(root, jobs=chance.choice((1, 2)))
        time.sleep(chance.uniform(0, took * 1.1))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            killed += 1
        process.wait()
        assert made.read_bytes() in (before, expected), f"build {number} left half a file"
        assert api.build(root, jobs=1).files == (made,)
        assert made.read_bytes() == expected, f"what build {number} left in the cache misleads"
        assert {place.name for place in made.parent.iterdir()} == {made.name}
        before = expected
    return killed


def _timed(root: Path) -> float:
    """Return the seconds that a build takes which makes one chapter."""
    (root / CHAPTER).write_text("# Zwei\n\nWie lange?\n", encoding="utf-8")
    started = time.monotonic()
    assert _started(root, jobs=1).wait() == 0
    return time.monotonic() - started


def _started(root: Path, jobs: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", BUILD, "build", root, "--jobs", str(jobs)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
