"""The system keeps what reads a book from all that is none of its business; what asks too much is one clear error."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing.forkserver import _forkserver
from pathlib import Path

import pytest

from bookbuilder.cli import commands
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.jail import confinement, rlimits
from bookbuilder.workers.runner import PoolRunner
from bookbuilder.world import World
from tests.cases import book
from tests.cases.case import FIRST, ROOT
from tests.commands import program
from tests.security.attacks import ATTACKS, Piece
from tests.steps import step

ATTACK = "tests.security.attacks"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with something private and a book, and a process that is nobody's business."""
    (tmp_path / "private.txt").write_text("private")
    book.write(tmp_path / "book", {FIRST: "# A\n\nEin Satz.\n"}, editions=book.PRINT)
    with subprocess.Popen(["sleep", "600"]) as other:
        monkeypatch.setenv("ATTACKED", str(other.pid))
        monkeypatch.delenv("TMPDIR", raising=False)
        yield tmp_path
        assert other.poll() is None
        other.kill()
    assert (tmp_path / "private.txt").read_text() == "private"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["book", "private.txt"]


def command(what: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command line, whose build does something else."""
    return program().run(what, *words, main=f"{ATTACK}:main", folder=ROOT, timeout=120)


def test_this_machine_has_all_layers() -> None:
    """Without them, what follows would show nothing."""
    assert [layer.name for layer in confinement.layers() if not layer.here] == []


@pytest.mark.parametrize(
    "words",
    [
        ("build",),
        ("build", "--jobs", "1"),
        ("build", "--jobs", "2"),
        ("build", "--watch"),
        ("check", "--quick"),
    ],
    ids=" ".join,
)
def test_the_process_of_a_command_can_do_nothing_else(words: tuple[str, ...], place: Path) -> None:
    done = command("attempt", *words, place / "book")
    assert json.loads(done.stdout.splitlines()[0]) == [], done.stderr


def test_a_process_of_the_pool_can_do_nothing_else(place: Path) -> None:
    _forkserver._stop()  # type: ignore[attr-defined] # one of another test has not the environment of this
    with PoolRunner(World(place / "book"), 2) as work:
        warm(work)
        (told,) = work.run(step(f"{ATTACK}:attempt"), [str(place)])
    assert json.loads(told) == []


def test_with_validators_there_is_a_network_of_its_own(place: Path) -> None:
    """They have to be started, and talk to one another; more is not allowed."""
    done = command("attempt", "check", place / "book")
    assert set(json.loads(done.stdout.splitlines()[0])) <= {"run", "take", "raise_limit"}, done.stderr


@pytest.mark.heavy
def test_processes_without_end_are_ended(place: Path) -> None:
    done = command("fork", "check", place / "book")
    assert done.returncode == 1, done.stderr
    assert done.stderr.splitlines()[-2:] == [
        "book.toml: error: more than 250 processes were started [build.crowd]",
        "  hint: please report it, with the book",
    ]


def test_without_the_jail_all_of_it_would_be_done(tmp_path: Path) -> None:
    """The attempts are real: where nothing keeps them off, they succeed, and that is told."""
    tried = subprocess.run(
        [sys.executable, "-c", f"from {ATTACK} import *; [ATTACKS[n]({str(tmp_path)!r}) for n in ('write', 'run')]"],
        check=False, cwd=ROOT,
    )  # fmt: skip
    assert tried.returncode == 0 and (tmp_path / "written").exists()
    root = book.write(tmp_path / "book", {FIRST: "# A\n\nEin Satz.\n"}, editions=book.PRINT)
    (tmp_path / "private.txt").write_text("private")
    source = f"import {ATTACK} as a; [a.ATTACKS.pop(n) for n in {tuple(set(ATTACKS) - {'write', 'run'})!r}]; a.main()"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {source}", "attempt", "build", "--no-jail", str(root)],
        capture_output=True, text=True, check=False, cwd=ROOT, timeout=120,
    )  # fmt: skip
    assert json.loads(done.stdout.splitlines()[0]) == ["write", "run"], done.stderr
    assert "--no-jail: nothing keeps the book from" in done.stderr


def test_every_command_that_reads_a_book_is_jailed() -> None:
    """All but those that ask a store and read nothing of a book, the one that looks at the machine, since `doctor` reads a
    word of book.toml, those that read the manual alone, and the one that confines itself (tests/language_server)."""
    import importlib

    names = [name.replace(" ", ".").replace("-", "_") for name in commands()]
    open_ones = []
    for name in names:
        try:
            module = importlib.import_module(f"bookbuilder.cli.{name}")
        except ModuleNotFoundError:
            module = importlib.import_module(f"bookbuilder.cli.{name}_")
        if hasattr(module, "UNCONFINED"):
            open_ones.append(name)
    assert open_ones == ["cache.key", "cache.prune", "cache.stats", "docs", "doctor", "help", "lsp"]


# -- too much -----------------------------------------------------------------------------------------------------


def warm(work: PoolRunner) -> None:
    """Wait until the other processes do the work."""
    while work.run(step("tests.unit.test_runner:echo"), [f"a{time.monotonic()}"]) and not work.ready:
        time.sleep(0.05)


def told(place: Path, what: str, *, number: int = 0, size: int = 0) -> str:
    """Return what is told of a piece of work in another process that ends badly."""
    with PoolRunner(World(place / "book"), 2) as work:
        warm(work)
        with pytest.raises(BookbuilderError) as error:
            work.run(step(f"{ATTACK}:{what}", size), [Piece(FIRST, number)])
    (one,) = error.value.diagnostics
    return str(one)


def test_memory_in_another_process(place: Path) -> None:
    assert told(place, "devour") == (
        f"{FIRST}: error: working on this took more than 2.5 GB of memory [build.memory]"
    )


def test_time_in_another_process(place: Path) -> None:
    """It would burn for ever: that anything is told, and of which limit, shows that it was ended."""
    short = -598_000  # the shorter a chapter, the less time it has
    assert rlimits.seconds(short) == 1
    said = told(place, "burn", size=short)
    assert said.startswith(f"{FIRST}: error: working on this took more than") and said.endswith(
        "[build.time]"
    )


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT])
def test_a_crash_in_another_process(number: signal.Signals, place: Path) -> None:
    assert told(place, "crash", number=number) == (
        f"{FIRST}: error: a library crashed while working on this ({number.name}) [build.crashed]"
    )


@pytest.mark.parametrize(
    ("what", "code"), [("burn", "build.time"), ("devour", "build.memory"), ("crash", "build.crashed")]
)
def test_in_the_process_of_the_command(what: str, code: str, place: Path) -> None:
    done = command(what, "build", "--jobs", "1", place / "book")
    assert done.returncode == 1, done.stderr
    assert f"{FIRST}: error: " in done.stderr and f"[{code}]" in done.stderr
    assert "Traceback" not in done.stderr and "Sorry" not in done.stderr


def test_a_bug_names_the_chapter_and_the_line(place: Path) -> None:
    done = command("stumble", "build", "--jobs", "1", place / "book")
    assert done.returncode == 70
    assert f"It came up while working on {FIRST}:14:7." in done.stderr
    assert "ZeroDivisionError" in done.stderr and "Nothing was written" not in done.stderr


def test_a_bug_in_another_process_names_the_chapter_and_the_line(place: Path) -> None:
    from bookbuilder.workers.error_location import error_location

    with PoolRunner(World(place / "book"), 2) as work:
        warm(work)
        with pytest.raises(ZeroDivisionError) as error:
            work.run(step(f"{ATTACK}:stumble"), [Piece(FIRST)])
    assert error_location(error.value) == f"{FIRST}:14:7"
