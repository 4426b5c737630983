"""Ends commands at moments that nobody foresees, and looks at what they leave: `python -m tests.kills [SEED [TIMES]]`."""

from __future__ import annotations

import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from bookbuilder import api
from tests.cases import book
from tests.conftest import BUILD, REPO
from tests.patience import PATIENCE

CHAPTER = "chapters/de/02-b.md"
TWO = {
    "chapters/de/01-a.md": "# Eins\n\nEin Satz. Mehr dazu in [](#02-b){ref=page}.\n",
    CHAPTER: "# Zwei\n\nEin anderer Satz.\n",
}
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)
ARTICLE = REPO / "tests/importer/woche.txt"


class Command:
    """A command in a process of its own, with a folder for what it does not keep; every process that it starts, and those
    start, names that folder in its environment or its arguments."""

    def __init__(
        self, folder: Path, *words: str | Path, ignored: Sequence[int] = (), shown: bool = False
    ) -> None:
        self.scratch = Path(tempfile.mkdtemp(prefix="kills-", dir="/tmp"))  # short, or it would not be used
        self.file = folder / f"{self.scratch.name}.txt"
        before = (
            ["bash", "-c", f"trap '' {' '.join(map(str, ignored))}; exec \"$@\"", "bash"]
            if ignored
            else [
                "env",
                "--default-signal=HUP,INT,TERM",
            ]  # whatever started the tests may have left them ignored
        )
        with self.file.open("wb") as out:
            self.process = subprocess.Popen(
                [*before, sys.executable, "-c", BUILD, *map(str, words)],
                stdout=out if shown else subprocess.DEVNULL, stderr=out, start_new_session=True,
                env={**os.environ, "TMPDIR": str(self.scratch), "PYTHONPATH": str(REPO)},
            )  # fmt: skip

    def said(self) -> str:
        """Return what it has said on standard error so far, and on standard output if it is `shown`."""
        return self.file.read_text(encoding="utf-8", errors="replace")

    def processes(self) -> dict[int, str]:
        """Return all its processes that are there, with their command lines."""
        mark, found = os.fsencode(self.scratch), {}
        for place in Path("/proc").iterdir():
            if place.name.isdecimal():
                try:
                    line = (place / "cmdline").read_bytes()
                    if line and mark in (place / "environ").read_bytes() + line:
                        found[int(place.name)] = line.replace(b"\0", b" ").decode(errors="replace")
                except OSError:
                    continue
        return found

    def until(self, ready: Callable[[Command], bool], seconds: float = PATIENCE) -> None:
        """Wait until something is so; the command must not end before."""
        until = time.monotonic() + seconds
        while not ready(self):
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < until, self.said()
            time.sleep(0.01)

    def end(self, number: int) -> int:
        """Send a signal, and return the exit code when no process of it is left, and nothing that it does not keep."""
        self.process.send_signal(number)  # if it has ended already, that does nothing
        code = self.process.wait(timeout=PATIENCE)
        until = time.monotonic() + PATIENCE
        while (left := self.processes()) and time.monotonic() < until:
            time.sleep(0.01)
        assert not left, left
        while (stays := list(self.scratch.iterdir())) and time.monotonic() < until:
            time.sleep(0.01)  # whoever ends all deletes it last
        assert not stays, stays
        said = self.said()
        # Until our first line Ctrl-C is Python's, which prints where it was.
        ours = set(re.findall(r"/bookbuilder/([^\"]*)", said)) - {"__init__.py"}
        assert "Traceback" not in said or (said.endswith("KeyboardInterrupt\n") and not ours), said
        assert "Sorry" not in said, said
        self.scratch.rmdir()
        return code


@dataclass
class Moments:
    """Draws the moment at which a command is ended, as seconds after its start: from then to a little after its end.

    How long it takes is a guess. Whoever was too late says so and is given an earlier moment, so a command is hit in the
    end, however busy the machine is; the seconds judge nothing.
    """

    chance: random.Random
    latest: float = 1.1

    def draw(self, seconds: float) -> float:
        """Return a moment for a command that takes so long."""
        self._share = self.chance.uniform(0, self.latest)
        return self._share * seconds

    def was(self, *, hit: bool) -> None:
        """Take note of whether the command was there at the last moment."""
        self.latest = 1.1 if hit else self._share / 2


def builds_that_are_killed(
    folder: Path, seed: int, times: int, duration: Callable[[], float] | None = None
) -> int:
    """Kill `times` builds of a book of two chapters, each with another text and with all its processes, at some moment
    between its start and a little after its end. Return how many builds that took; the others ended before their moment.

    After each the finished file must be a whole one, that of the build before or the new one, and what the next build makes
    of the cache must be what a build in another folder makes.
    """
    chance = random.Random(seed)
    moments = Moments(chance)
    root = book.write(folder / "killed", TWO, editions=book.PRINT)
    other = book.write(folder / "other", TWO, editions=book.PRINT)
    (made,) = api.build(root, jobs=1).files
    before, killed, number = made.read_bytes(), 0, 0
    took = duration() if duration else measured(folder, "build --jobs 1")
    while killed < times:
        text = f"# Zwei\n\nSatz {number}.\n"
        for place in (root, other):
            (place / CHAPTER).write_text(text, encoding="utf-8")
        (expected,) = (file.read_bytes() for file in api.build(other, jobs=1).files)
        command = Command(folder, "build", root, "--jobs", str(chance.choice((1, 2))))
        time.sleep(moments.draw(took))
        code = command.end(signal.SIGKILL)
        hit = code in (-signal.SIGKILL, 128 + signal.SIGKILL)
        moments.was(hit=hit)
        assert hit or code == 0, f"build {number} ended with {code}: {command.said()}"
        killed += hit
        assert made.read_bytes() in (before, expected), f"build {number} left half a file"
        assert api.build(root, jobs=1).files == (made,)
        assert made.read_bytes() == expected, f"what build {number} left in the cache misleads"
        assert {place.name for place in made.parent.iterdir()} == {made.name}
        before, number = expected, number + 1
    return number


# -- any command, any signal ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Task:
    """A command: its words, made from the folder of a book, and which files it may change or make in that book."""

    words: Callable[[Path], Sequence[str | Path]]
    changes: tuple[str, ...] = ("output/", ".bookbuilder/")


TASKS: Mapping[str, Task] = {
    "build": Task(lambda root: ("build", root)),
    "build --jobs 1": Task(lambda root: ("build", root, "--jobs", "1")),
    "watch": Task(lambda root: ("build", root, "--watch")),
    "preview": Task(lambda root: ("preview", root, "--editor", "subl")),
    "check": Task(lambda root: ("check", root, "-e", "epub"), (".bookbuilder/",)),
    "check --quick": Task(lambda root: ("check", root, "--quick"), (".bookbuilder/",)),
    "import": Task(
        lambda root: ("import", ARTICLE, "--around", "2022-01", "--dir", root / "new"),
        ("new/",),
    ),
    "translate": Task(lambda root: ("translate", "adopt", "--book", root), ("l10n/", ".bookbuilder/")),
    "status": Task(lambda root: ("status", root), (".bookbuilder/",)),  # it keeps an index
}

STAYING = ("watch", "preview")
"""Commands that go on until they are ended."""


def kills(
    folder: Path,
    seed: int,
    times: int,
    tasks: Sequence[str] = tuple(TASKS),
    duration: Callable[[str], float] | None = None,
) -> int:
    """End `times` commands by some signal at some moment, and return how many were started for that; the others had ended
    before their moment. `duration` gives the seconds that a command takes; else they are measured.

    After each no process is left and no file that is not kept; nothing around the book has changed, nor in it what the
    command has no business with; every finished file is whole; now and then a build makes of it all what a fresh one makes.
    """
    chance = random.Random(seed)
    moments, took = Moments(chance), duration or cache(partial(measured, folder))
    around = folder / "around"
    fresh = book.write(folder / "fresh", _texts(0), editions=EDITIONS)
    root = book.write(around / "book", _texts(0), editions=EDITIONS)
    (around / "private.txt").write_text("nobody's business")
    ended = number = 0
    while ended < times:
        name = chance.choice(list(tasks))
        task, by = TASKS[name], chance.choice(SIGNALS)
        for path, text in _texts(number).items() if chance.random() < 0.7 else ():
            for place in (root, fresh):
                (place / path).write_text(text, encoding="utf-8")
        if chance.random() < 0.2:
            shutil.rmtree(root / ".bookbuilder", ignore_errors=True)
        if chance.random() < 0.2:
            shutil.rmtree(root / "l10n", ignore_errors=True)
        shutil.rmtree(root / "new", ignore_errors=True)
        moment, before = moments.draw(took(name)), _tree(around)
        command = Command(folder, *task.words(root))
        time.sleep(moment)
        what = f"{seed}/{number}: {name} ended by {by.name}"
        try:
            code = command.end(by)
        except AssertionError as error:
            raise AssertionError(f"{what}: {error}") from error
        hit = code in (-by, 128 + by)
        moments.was(hit=hit)
        ended, number = ended + hit, number + 1
        assert hit or code in (0, 1), f"{what} with {code}"
        after = _tree(around)
        own = tuple(f"book/{one}" for one in task.changes)
        changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
        assert not {path for path in changed if not path.startswith(own)}, f"{what}: {changed}"
        if chance.random() < 0.25:
            for place in (root, fresh):
                shutil.rmtree(place / "l10n", ignore_errors=True)
                result = api.build(place)
                assert not result.failed, (what, result.diagnostics)
            made, expected = _tree(root / "output"), _tree(fresh / "output")
            differing = {
                path for path in made.keys() | expected.keys() if made.get(path) != expected.get(path)
            }
            assert not differing, f"what {what} left misleads: {differing}"
        for file in (root / "output").glob("fall.*"):
            _whole(file)
    return number


EDITIONS = '[editions.pdf]\nformat = "pdf"\n[editions.epub]\nformat = "epub"\n'


def _whole(path: Path) -> None:
    """Raise unless a finished file is whole."""
    if path.suffix == ".pdf":
        data = path.read_bytes()
        assert data.startswith(b"%PDF-") and data.endswith(b"%%EOF\n"), path
    else:
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None, path


def _texts(version: int) -> dict[str, str]:
    return {
        "chapters/de/01-a.md": f"# Eins\n\nEin Satz {version}. Mehr dazu in [](#02-b){{ref=page}}.\n",
        "chapters/de/02-b.md": f"# Zwei\n\nEin anderer Satz {version}.\n",
        "chapters/en/01-a.md": f"# One\n\nA sentence {version}. More in [](#02-b){{ref=page}}.\n",
        "chapters/en/02-b.md": f"# Two\n\nAnother sentence {version}.\n",
    }


def measured(folder: Path, name: str) -> float:
    """Return the seconds that a command takes which has something to do; one that stays, those of a build and a little."""
    root = book.write(folder / "timed", _texts(7), editions=EDITIONS)
    started = time.monotonic()
    words = TASKS["build" if name in STAYING else name].words(root)
    subprocess.run(
        [sys.executable, "-c", BUILD, *map(str, words)], capture_output=True, check=False, cwd=REPO
    )
    shutil.rmtree(root)
    return time.monotonic() - started + (1 if name in STAYING else 0)


def _tree(folder: Path) -> dict[str, str]:
    """Return the files of a folder with hashes of what they hold."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def main(seed: int = 1, times: int = 1000) -> None:
    """End so many commands, and kill a fifth as many builds; say how many were started for it."""
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        started = kills(Path(folder) / "commands", seed, times)
        builds = builds_that_are_killed(Path(folder), seed, times // 5)
    print(f"seed {seed}: ended {times} of {started} commands and {times // 5} of {builds} builds")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
