"""Folders that several processes use at once: who uses one holds it, and nobody deletes what is held."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import pickle
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest

from bookbuilder import folder_lock
from bookbuilder.folder_lock import HeldFolder
from bookbuilder.library_files import KEPT_FOLDERS, files_digest, materialize
from bookbuilder.open_folder import Folder
from tests.conftest import REPO

HOLD = """
import sys
from pathlib import Path
from threading import Event
from bookbuilder.library_files import materialize
from bookbuilder.open_folder import Folder
with Folder.at(Path(sys.argv[1])) as place:
    held = materialize(place, "fonts", "wanted", {"a": b"wanted"})
print(held.path, flush=True)
sys.stdin.read()
"""


def fonts(number: int) -> dict[str, bytes]:
    """Return the files of a book of this number."""
    return {"a/regular.ttf": b"%d regular" % number * 999, "a/bold.ttf": b"%d bold" % number * 999}


def made(root: Path, number: int) -> HeldFolder:
    with Folder.at(root) as place:
        return materialize(place, "fonts", files_digest(fonts(number)), fonts(number))


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@contextmanager
def another_process(root: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Give a process that holds a folder, and the folder."""
    words = [sys.executable, "-c", HOLD, str(root)]
    with subprocess.Popen(words, stdin=-1, stdout=-1, text=True, cwd=REPO) as process:
        assert process.stdout
        yield process, Path(process.stdout.readline().strip())
        process.kill()


def test_what_another_process_holds_stays_until_that_ends_however_it_does(tmp_path: Path) -> None:
    with another_process(tmp_path) as (process, wanted):
        for number in range(2 * KEPT_FOLDERS):
            os.utime(wanted, ns=(1, 1))  # nobody has used it for long
            made(tmp_path, number)
        assert contents(wanted) == {"a": b"wanted"}
        os.utime(wanted, ns=(1, 1))  # to look at it is a use
        process.kill()
        process.wait()
        made(tmp_path, 2 * KEPT_FOLDERS)
        assert not wanted.exists()
    assert len(list(tmp_path.iterdir())) == KEPT_FOLDERS


def test_what_is_held_here_stays(tmp_path: Path) -> None:
    held = [made(tmp_path, number) for number in range(2 * KEPT_FOLDERS)]
    assert [contents(one.path) for one in held] == [fonts(number) for number in range(2 * KEPT_FOLDERS)]
    del held
    made(tmp_path, 2 * KEPT_FOLDERS)
    assert len(list(tmp_path.iterdir())) == KEPT_FOLDERS


def test_a_process_that_is_sent_a_held_folder_gets_its_path(tmp_path: Path) -> None:
    held = made(tmp_path, 1)
    assert pickle.loads(pickle.dumps(held)).path == held.path


def test_a_folder_is_repaired_while_others_use_what_is_right_in_it(tmp_path: Path) -> None:
    held = made(tmp_path, 1)
    regular, bold = held.path / "a/regular.ttf", held.path / "a/bold.ttf"
    before = held.path.stat().st_ino, regular.stat().st_ino
    bold.write_bytes(b"damaged")
    (held.path / "more.ttf").write_bytes(b"more")
    assert made(tmp_path, 1).path == held.path
    assert contents(held.path) == fonts(1)
    assert (held.path.stat().st_ino, regular.stat().st_ino) == before


def test_an_index_of_the_fonts_stays_valid_while_they_are_used(tmp_path: Path) -> None:
    """fontconfig compares the time at which a folder was changed; to use it is no change."""
    path = made(tmp_path, 1).path
    os.utime(path, ns=(1, 1))
    made(tmp_path, 1)
    assert path.stat().st_mtime_ns == 1 < path.stat().st_atime_ns


@pytest.mark.parametrize("error", [errno.ENOLCK, errno.EOPNOTSUPP, errno.EBADF, errno.ENOSYS])
def test_without_locks_what_was_used_within_a_month_stays(
    error: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(fcntl, "flock", refuse)
    paths = [made(tmp_path, number).path for number in range(2 * KEPT_FOLDERS)]
    long_ago = time.time_ns() - 31 * 24 * 3_600_000_000_000
    os.utime(paths[0], ns=(long_ago, long_ago))
    paths.append(made(tmp_path, 2 * KEPT_FOLDERS).path)
    assert [path.exists() for path in paths] == [False, *[True] * 2 * KEPT_FOLDERS]


def test_a_folder_can_be_held_where_nothing_can_be_written(tmp_path: Path) -> None:
    path = made(tmp_path, 1).path
    path.chmod(0o500)
    with Folder.at(path) as folder:
        folder_lock.lock_shared(folder)
        other = os.open(path, os.O_RDONLY)
        with pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.close(other)
    path.chmod(0o700)


def used_at_once(root: Path, seed: int, steps: int = 20) -> None:
    """Make and release folders, and damage what nobody holds, as one of several processes; each look at a held folder must
    find the right files. (A lock belongs to an open folder, so threads are to one another as processes are.)"""
    chance = random.Random(seed)
    held: dict[int, HeldFolder] = {}
    for _ in range(steps):
        number = chance.randrange(3 * KEPT_FOLDERS)
        if chance.random() < 0.7:
            held[number] = made(root, number)
        elif held:
            del held[chance.choice(list(held))]
        for known, folder in held.items():
            assert contents(folder.path) == fonts(known), f"seed {seed}: book {known}"


@pytest.mark.parametrize("seed", range(2))
def test_whoever_holds_a_folder_has_the_right_files(seed: int, tmp_path: Path) -> None:
    with ThreadPoolExecutor(6) as others:
        list(others.map(lambda number: used_at_once(tmp_path, 100 * seed + number), range(6)))
    made(tmp_path, 99)
    left = {path.name for path in tmp_path.iterdir()}
    assert len(left) == KEPT_FOLDERS and not any(name.startswith(".") for name in left)


def test_a_folder_in_which_others_write_can_be_deleted(tmp_path: Path) -> None:
    """As `clean --cache` does while a build caches its results."""
    (tmp_path / "cache/ab").mkdir(parents=True)
    ended = Event()

    def write() -> None:
        number = 0
        while not ended.is_set():
            with contextlib.suppress(OSError):
                (tmp_path / "cache/ab").mkdir(parents=True, exist_ok=True)
                (tmp_path / f"cache/ab/{(number := number + 1)}").write_bytes(b"x")

    with ThreadPoolExecutor(1) as other, Folder.at(tmp_path) as place:
        other.submit(write)
        try:
            for _ in range(50):
                place.remove_tree("cache")
        finally:
            ended.set()
