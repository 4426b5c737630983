"""Whatever ends a command ends all that it has started, in a moment, with one line; and what cannot be printed is told.

`make interop` ends commands at any moment and at some that are named (`tests/interop/test_kills.py`).
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bookbuilder import api
from tests.cases import book
from tests.conftest import BUILD, Shared
from tests.kills import CHAPTER, TWO, Command
from tests.patience import PATIENCE

LINES = {
    signal.SIGINT: "interrupted: files that were finished are whole, what was begun is not kept",
    signal.SIGTERM: "ended by SIGTERM: files that were finished are whole, what was begun is not kept",
    signal.SIGHUP: "ended by SIGHUP: files that were finished are whole, what was begun is not kept",
}


@pytest.fixture
def printed(shared: Shared, tmp_path: Path) -> Path:
    """A book in print whose parts were laid out before, and are cached: nothing of it is finished."""

    def build(folder: Path) -> None:
        assert not api.build(book.write(folder, TWO, editions=book.PRINT), jobs=1).failed

    root = shutil.copytree(shared.folder("kills printed", build), tmp_path / "book")
    shutil.rmtree(root / "output")
    return root


def ended(command: Command, number: signal.Signals) -> None:
    """End a command, and look at its exit code and its last word."""
    process, lines = command.process, command.said().splitlines()
    code = command.end(number)
    assert code == (-number if number == signal.SIGKILL else 128 + number), (process.args, lines)


@pytest.mark.heavy
@pytest.mark.parametrize("number", LINES)
def test_one_line_is_said(number: signal.Signals, tmp_path: Path) -> None:
    root = book.write(tmp_path / "book", TWO, editions=book.PRINT)
    command = Command(tmp_path, "build", root, "--watch", "--jobs", "2")
    command.until(lambda one: "waiting for changes" in one.said())
    command.process.send_signal(number)
    assert command.process.wait(PATIENCE) == 128 + number
    said = command.said()
    assert said[said.index("waiting for changes") :].splitlines()[1:] == [LINES[number]]
    assert command.end(0) == 128 + number


@pytest.mark.heavy
def test_a_build_that_stays_goes_on_when_a_worker_was_ended(tmp_path: Path) -> None:
    """The first build after it says so; its other workers end, although it may not signal them."""
    root = book.write(tmp_path / "book", TWO, editions=book.PRINT)
    command = Command(tmp_path, "build", root, "--watch", "--jobs", "2")
    command.until(lambda one: "waiting for changes" in one.said())
    before = command.processes()
    workers = [
        one for one in before if "forkserver" in before[one] and "forkserver" in before.get(parent(one), "")
    ]
    assert workers
    os.kill(workers[0], signal.SIGKILL)
    (root / CHAPTER).write_text("# Zwei\n\nNeu.\n")
    command.until(lambda one: f"{CHAPTER}: " in one.said())
    (root / CHAPTER).write_text("# Zwei\n\nNoch einmal neu.\n")
    command.until(lambda one: f"{CHAPTER}: 1 made" in one.said())
    assert "Traceback" not in command.said()
    assert not set(workers) & set(command.processes())
    ended(command, signal.SIGTERM)


def parent(process: int) -> int:
    """Return the process that started another one."""
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


@pytest.mark.heavy
def test_a_job_behind_the_shell_can_be_interrupted(printed: Path, tmp_path: Path) -> None:
    """A shell without job control has what it starts with `&` ignore Ctrl-C."""
    command = Command(tmp_path, "build", printed, "--watch", ignored=[signal.SIGINT])
    command.until(lambda one: "waiting for changes" in one.said())
    ended(command, signal.SIGINT)


@pytest.mark.heavy
def test_who_said_nohup_is_not_hung_up(printed: Path, tmp_path: Path) -> None:
    command = Command(tmp_path, "build", printed, "--watch", ignored=[signal.SIGHUP])
    command.until(lambda one: "waiting for changes" in one.said())
    command.process.send_signal(signal.SIGHUP)
    (printed / CHAPTER).write_text("# Zwei\n\nNeu.\n")
    command.until(lambda one: f"{CHAPTER}: 1 made" in one.said())
    ended(command, signal.SIGTERM)


@pytest.mark.heavy
def test_a_command_that_is_stopped_goes_on(printed: Path, tmp_path: Path) -> None:
    """Ctrl-Z stops the work as well, and `fg` goes on with it."""
    command = Command(tmp_path, "build", printed, "--watch", "--jobs", "1")
    command.until(lambda one: "waiting for changes" in one.said())

    def states() -> set[str]:
        return {
            Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()[0] for one in command.processes()
        }

    command.process.send_signal(signal.SIGTSTP)
    until = time.monotonic() + PATIENCE
    while "T" not in states() or len(states()) < 2:  # the guard only waits
        assert time.monotonic() < until, states()
        time.sleep(0.05)
    (printed / CHAPTER).write_text("# Zwei\n\nNeu.\n")
    time.sleep(0.5)
    assert CHAPTER not in command.said()
    command.process.send_signal(signal.SIGCONT)
    command.until(lambda one: f"{CHAPTER}: 1 made" in one.said())
    ended(command, signal.SIGTERM)


def test_a_command_that_is_killed_as_it_begins_leaves_nothing(printed: Path, tmp_path: Path) -> None:
    """In the moment in which the first file of it is there."""
    for _ in range(8):
        command = Command(tmp_path, "status", printed)
        while not os.listdir(command.scratch) and command.process.poll() is None:
            pass
        command.end(signal.SIGKILL)


# -- streams ------------------------------------------------------------------------------------------------------


def shell(line: str, root: Path) -> tuple[int, str]:
    """Run the program in a shell as `$BUILD`, and return the exit code and what the shell's standard error got."""
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], cwd=root, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "BUILD": f"{sys.executable} -c '{BUILD}'"},
    )  # fmt: skip
    return done.returncode, done.stderr


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("eval $BUILD build >/dev/full", 1, "standard output cannot be written: No space left on device."),
        ("eval $BUILD build >&-", 1, "standard output cannot be written: Bad file descriptor."),
        ("eval $BUILD build 2>&-", 0, ""),
        ("eval $BUILD build 2>/dev/full", 0, ""),
        ("eval $BUILD build <&- >&- 2>&-", 1, ""),
        ("eval $BUILD build --json | true", 141, ""),
        ("eval $BUILD explain | true", 141, ""),
        ("eval $BUILD --help >/dev/full", 1, "standard output cannot be written"),
        ("ulimit -v 150000; eval $BUILD build -e print --jobs 1", 1, "[memory.short]"),
    ],
)
def test_what_cannot_be_printed_is_told(line: str, code: int, said: str, printed: Path) -> None:
    root = printed
    if "ulimit" in line:  # it has to be laid out, or there is memory enough
        shutil.rmtree(root / ".bookbuilder")
    found, told = shell(line, root)
    assert (found, said in told) == (code, True), (found, told)
    assert "Traceback" not in told and "Nothing was written" not in told and "Exception ignored" not in told
    assert (root / "output/fall.de.print.pdf").exists() == ("build" in line and "ulimit" not in line)


@pytest.mark.heavy
def test_a_book_that_is_named_in_the_folder_of_another_one(tmp_path: Path) -> None:
    """What a line makes is guessed before it is read; the jail lets in whatever it may be, then only the book that it is."""
    here = book.write(tmp_path / "here", TWO, editions=book.PRINT)
    there = book.write(tmp_path / "there", TWO, editions=book.PRINT)
    for words in ([there], [there, "--edition", "print"]):
        code, told = shell(f"eval $BUILD build {' '.join(map(str, words))}", here)
        assert code == 0, told
    assert (there / "output").is_dir() and not (here / "output").exists()
