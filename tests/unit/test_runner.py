"""The workshop: what was made once is not made again, whatever happens to the cache, and bytes are always the same."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from multiprocessing import parent_process
from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.workers.idle_workers import changes_with_rest
from bookbuilder.workers.runner import PoolRunner
from bookbuilder.world import World
from tests.cases import book
from tests.kills import TWO, builds_that_are_killed
from tests.patience import PATIENCE
from tests.steps import step

ECHO = step("tests.unit.test_runner:echo")
ROOT = Path(__file__).parents[2]


def echo(given: str) -> bytes:
    """Return what is given, loud."""
    return given.upper().encode()


def again(root: Path, jobs: int = 1) -> api.Result:
    """Build a book from its parts, also when nothing has changed."""
    world = World(root)
    with PoolRunner(world, jobs) as work:
        return api.build(world, runner=work)


def end(given: str) -> bytes:
    """End this process, as a system that runs out of memory does, if it is not the one of the test."""
    assert parent_process() is not None
    os.kill(os.getpid(), signal.SIGKILL)
    return given.encode()


@pytest.mark.heavy
def test_a_process_that_is_ended_is_told(tmp_path: Path) -> None:
    with PoolRunner(World(tmp_path), 2) as work:
        while work.run(ECHO, [f"a{time.monotonic()}"]) and not work.ready:
            pass
        with pytest.raises(BookbuilderError) as told:
            work.run(step("tests.unit.test_runner:end"), ["a"])
    assert str(told.value.diagnostics[0]) == (
        "book.toml: error: a process that worked on the book was ended from outside [build.ended]"
    )


def number(given: str) -> bytes:
    """Return the number of the process that was asked, after a moment."""
    time.sleep(0.2)
    return f"{os.getpid()} ".encode()


@pytest.mark.heavy
def test_workers_end_when_nothing_changes_and_start_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed, nothing = frozenset({tmp_path}), frozenset[Path]()
    monkeypatch.setattr("bookbuilder.workers.idle_workers.AWAKE", -1.0)
    with PoolRunner(World(tmp_path), 2) as work:
        pools: list[object] = []
        for _ in changes_with_rest([changed, nothing, nothing, changed], work):
            assert len(work.run(step("tests.unit.test_runner:number"), [f"{len(pools)}", "b", "c"])) == 3
            pools.append(work._pool)
    assert len(pools) == 2 and None not in pools and pools[0] is not pools[1]


@pytest.mark.heavy
def test_workers_that_nobody_waits_for_end_early_where_no_build_follows(tmp_path: Path) -> None:
    process = step("tests.unit.test_runner:number")
    with PoolRunner(World(tmp_path), 2) as work:
        while work.run(ECHO, [f"a{time.monotonic()}"]) and not work.ready:
            pass
        waited_for = work.begin(process, ["a", "b"])
        work.end_idle_workers()
        pool = work._pool
        assert pool is not None and len(waited_for.wait()) == 2
        work.end_idle_workers()
        assert work._pool is None
        assert len(work.run(process, ["c", "d"])) == 2
    with PoolRunner(World(tmp_path), 2, memory=1) as work:
        work.run(process, ["e", "f"])
        work.end_idle_workers()
        assert work._pool is not None


ASKING = """
import time
from pathlib import Path
from bookbuilder.workers.runner import PoolRunner
from bookbuilder.world import World
from tests.steps import step
with PoolRunner(World(Path.cwd()), 2) as work:
    found = work.run(step("tests.unit.test_runner:number"), ["a", "b", "c", "d"])
    print(b"".join(found).decode(), flush=True)
    time.sleep(600)
"""


@pytest.mark.heavy
def test_processes_end_with_the_one_that_they_work_for(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", ASKING], cwd=tmp_path, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdout is not None
    workers = {int(one) for one in process.stdout.readline().split()}
    assert len(workers) == 2 and process.pid not in workers
    process.kill()
    process.wait()
    process.stdout.close()
    left, until = workers, time.monotonic() + PATIENCE
    while left and time.monotonic() < until:
        time.sleep(0.05)
        left = {one for one in left if Path(f"/proc/{one}").exists()}
    assert not left


def kept(world: World) -> list[Path]:
    return sorted(place for place in (world.cache / "kept").glob("*/*"))


def test_what_was_made_is_not_made_again(tmp_path: Path) -> None:
    world = World(tmp_path)
    for counted in ((2, 0), (0, 2)):
        with PoolRunner(world, 1) as work:
            assert work.run(ECHO, ["a", "b"]) == [b"A", b"B"]
            assert work.counted(ECHO) == counted


@pytest.mark.parametrize("damage", [b"", b"x", None], ids=["empty", "short", "one bit"])
def test_a_damaged_entry_is_made_again(damage: bytes | None, tmp_path: Path) -> None:
    world = World(tmp_path)
    with PoolRunner(world, 1) as work:
        work.run(ECHO, ["a"])
    (entry,) = kept(world)
    data = entry.read_bytes()
    entry.write_bytes(bytes([*data[:-1], data[-1] ^ 1]) if damage is None else damage)
    with PoolRunner(world, 1) as work:
        assert work.run(ECHO, ["a"]) == [b"A"]
        assert work.counted(ECHO) == (1, 0)
    assert entry.read_bytes() == data


def test_what_is_not_used_goes_first(tmp_path: Path) -> None:
    world = World(tmp_path)
    for name in ("aa", "bb", "cc"):
        world.retain(name, b"x" * 1000)
    for age, name in enumerate(("bb", "aa", "cc")):
        place = world.cache / "kept" / name / name
        os.utime(place, ns=(10**18 - age, 10**18 - age))
    world.prune(2100)
    assert [place.name for place in kept(world)] == ["aa", "bb"]


def test_a_cache_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.cache.joinpath("kept").write_text("a file where the folder should be")
    with PoolRunner(world, 1) as work:
        assert work.run(ECHO, ["a"]) == [b"A"]


@pytest.mark.heavy
def test_the_same_bytes_cold_and_warm_with_one_two_and_eight_processes(tmp_path: Path) -> None:
    digests = set()
    for number, jobs in enumerate((1, 2, 8)):
        root = book.write(tmp_path / str(number), TWO, editions=book.PRINT)
        for _ in range(2):
            (made,) = again(root, jobs).files
            digests.add(hashlib.sha256(made.read_bytes()).hexdigest())
    assert len(digests) == 1


def test_an_edit_makes_one_part_again_and_the_file_that_a_cold_build_makes(tmp_path: Path) -> None:
    root = book.write(tmp_path / "warm", TWO, editions=book.PRINT)
    assert api.build(root, jobs=1).reused == 0
    edited = TWO | {"chapters/de/02-b.md": "# Zwei\n\nEin ganz anderer Satz.\n"}
    book.write(root, edited, editions=book.PRINT)
    result = api.build(root, jobs=1)
    assert result.made == 1
    cold = api.build(book.write(tmp_path / "cold", edited, editions=book.PRINT), jobs=1)
    assert result.files[0].read_bytes() == cold.files[0].read_bytes()


def test_a_warning_of_the_typesetter_is_told_again_from_the_cache(tmp_path: Path) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": "# A\n\n" + "x" * 200 + "\n"}, editions=book.PRINT)
    first, second = again(root), again(root)
    assert first.diagnostics == second.diagnostics
    assert second.made == 0


@pytest.mark.heavy
def test_a_build_that_is_killed_leaves_the_old_file_and_a_cache_that_can_be_used(tmp_path: Path) -> None:
    assert builds_that_are_killed(tmp_path, 8, 2) >= 2


def test_what_is_kept_stays_within_its_bound_and_clean_takes_it_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = book.write(tmp_path, TWO, editions=book.PRINT)
    api.build(root, jobs=1)
    world = World(root)
    parts = {place.name for place in kept(world)}
    total = sum(place.stat().st_size for place in kept(world))
    old = [world.cache / "kept/ab" / f"ab{number}" for number in range(20)]
    for number, place in enumerate(old):
        world.retain(place.name, bytes(10_000))
        os.utime(place, ns=(number, number))
    half = world.cache / "kept/ab/.half-written"
    half.write_bytes(b"x")
    os.utime(half, ns=(0, 0))
    world.prune(total + 55_000)
    assert {place.name for place in kept(world)} == parts | {place.name for place in old[15:]}
    assert again(root).made == 0
    assert main(["clean", "--cache", str(root)]) == 0
    assert capsys.readouterr().out == f"deleted {root}/.bookbuilder/cache\n"
    assert not (root / ".bookbuilder/cache").exists()
    result = again(root)
    assert result.made > 0 and result.files[0].is_file()


SCRIPT = """
import sys
from pathlib import Path

import bookbuilder

print("begun")
result = bookbuilder.build(Path(sys.argv[1]), jobs=2)
print(len(result.files), result.failed, __file__ == sys.argv[0])
"""


@pytest.mark.heavy
def test_a_script_need_not_guard_itself(tmp_path: Path) -> None:
    """A new process does not run the script again that asked for it."""
    book.write(tmp_path / "book", TWO, editions=book.PRINT)
    (tmp_path / "make.py").write_text(SCRIPT)
    told = subprocess.run(
        [sys.executable, tmp_path / "make.py", tmp_path / "book"], capture_output=True, text=True, check=False
    )
    assert (told.stdout, told.stderr) == ("begun\n1 False True\n", "")
