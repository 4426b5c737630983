"""The cache of a book that comes from anybody: no link in it is followed, and nothing that lies in it is believed."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from bookbuilder import api, user_folders
from bookbuilder.cli import main
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.workers.runner import PoolRunner
from bookbuilder.world import World
from tests.cases import book
from tests.commands import program

FIRST, SECOND = "chapters/de/01-a.md", "chapters/de/02-b.md"
FILES = {FIRST: "# Eins\n\nEin Satz. Mehr in [](#02-b){ref=page}.\n", SECOND: "# Zwei\n\nNoch einer.\n"}
EDITIONS = book.PRINT + '[editions.web]\nformat = "web"\n'
NAME = "ab" + "0" * 62


def built(root: Path, *words: str, **environment: str) -> tuple[int, str]:
    """Run a command on a book in a process of its own; return its exit code and what it said."""
    done = program().run(
        *(words or ("build",)), root, *(("-j", "1") if not words else ()), environment=environment
    )
    return done.returncode, done.stdout + done.stderr


def finished(root: Path) -> dict[str, bytes]:
    """Return what lies in the output folder."""
    places = (place for place in sorted((root / "output").rglob("*")) if place.is_file())
    return {place.relative_to(root).as_posix(): place.read_bytes() for place in places}


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book that was built; tests copy it."""
    root = book.write(tmp_path_factory.mktemp("cache") / "book", FILES, editions=EDITIONS)
    assert built(root)[0] == 0
    return root


@pytest.fixture
def root(warm: Path, tmp_path: Path) -> Path:
    """A copy of the book, with its cache."""
    return shutil.copytree(warm, tmp_path / "book")


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder with private files, old hidden ones among them, which pruning would delete."""
    folder = tmp_path / "outside"
    for name in (
        ".old",
        "x",
        "ab/.old",
        f"ab/{NAME}",
        "kept/ab/.old",
        "cache/kept/ab/.old",
        "web/index.html",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("mine")
        os.utime(folder / name, ns=(1, 1))
    return folder


def state(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Return all that a folder holds: kinds and rights, times of files, contents."""
    return {
        place.relative_to(folder).as_posix(): (
            place.lstat().st_mode,
            place.lstat().st_mtime_ns,
            place.read_bytes() if place.is_file() else b"",
        )
        for place in sorted(folder.rglob("*"))
    }


# -- links -----------------------------------------------------------------------------------------------------------

NODES = [".bookbuilder", ".bookbuilder/cache", ".bookbuilder/cache/kept", ".bookbuilder/cache/kept/ab"]


def linked(root: Path, node: str, target: Path) -> None:
    """Put a link in the place of a folder of the book."""
    place = root / node
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir():
        shutil.rmtree(place)
    place.symlink_to(target)


def used(world: World) -> Iterator[Callable[[], object]]:
    """Yield all that is done with a cache."""
    yield lambda: world.retain(NAME, b"x" * 1000)
    yield lambda: world.recall(NAME)
    yield lambda: world.prune(0)
    yield lambda: world.cache
    yield lambda: world.library_cache("found-x")
    yield lambda: world.keep_library_cache("found-x")
    yield lambda: world.remove(".bookbuilder/cache")


@pytest.mark.parametrize("where", ["outside", "inside"])
@pytest.mark.parametrize("node", NODES)
def test_no_folder_of_the_cache_is_a_link(node: str, where: str, tmp_path: Path, outside: Path) -> None:
    world = World(tmp_path / "book")
    target = outside
    if where == "inside":
        target = shutil.copytree(outside, world.root / "chapters")
    linked(world.root, node, target)
    World(tmp_path / "other").root.mkdir()
    World(tmp_path / "other").retain(NAME, b"")  # so that there is a secret
    before, told = state(target), set()
    for use in used(world):
        try:
            use()
        except BookbuilderError as error:
            told |= {(d.code, d.span.path, d.hint) for d in error.diagnostics}
    hint = f"delete the link {node}; what stood behind it stays as it is"
    assert told == {("path.outside" if where == "outside" else "path.link", node, hint)}
    assert state(target) == before
    shutil.rmtree(world.root / ".bookbuilder") if not (world.root / ".bookbuilder").is_symlink() else None
    assert state(target) == before


@pytest.mark.heavy
@pytest.mark.parametrize("node", NODES[:3])
@pytest.mark.parametrize("words", [("build",), ("check", "--quick"), ("clean",)], ids=lambda words: words[0])
def test_a_link_in_the_cache_is_told_and_nothing_behind_it_is_touched(
    words: tuple[str, ...], node: str, root: Path, outside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    linked(root, node, outside)
    (root / SECOND).write_text("# Zwei\n\nNeu.\n")
    before = state(outside)
    if words == ("build",):  # behind the walls of its jail
        code, said = built(root, *words)
    else:
        code, said = main([*words, str(root)]), "".join(capsys.readouterr())
    assert state(outside) == before
    if words == ("clean",) and node == NODES[2]:  # a link is deleted with the folder that it lies in
        assert code == 0 and not os.path.lexists(root / node)
    else:
        assert code == 1 and "[path.outside]" in said and f"delete the link {node}" in said


def test_an_entry_that_is_a_link_or_no_file_is_none(tmp_path: Path, outside: Path) -> None:
    world = World(tmp_path / "book")
    world.root.mkdir()
    world.retain(NAME, b"x")
    entry = world.cache / "kept/ab" / NAME
    data = entry.read_bytes()
    (outside / "x").write_bytes(data)
    before = state(outside)
    entry.unlink()
    makers: list[Callable[[], object]] = [
        lambda: entry.symlink_to(outside / "x"),
        lambda: os.mkfifo(entry),
        entry.mkdir,
    ]
    for make in makers:
        make()
        assert world.recall(NAME) is None
        world.prune()
        if not entry.is_dir() or entry.is_symlink():
            world.retain(NAME, b"x")
            assert world.recall(NAME) == b"x"
            entry.unlink()
    assert state(outside) == before
    entry.rmdir()
    with entry.open("wb") as file:
        file.truncate(1 << 40)  # a hole: it takes no room on the disk, and would fill the memory
    assert world.recall(NAME) is None


def test_a_link_that_comes_and_goes_is_never_followed(tmp_path: Path, outside: Path) -> None:
    """Somebody swaps a folder of the cache for a link to one of ours while it is used."""
    world = World(tmp_path / "book")
    world.root.mkdir()
    world.retain(NAME, b"x")
    kept, aside, done = world.cache / "kept", world.cache / "aside", threading.Event()
    before = state(outside)

    def swap() -> None:
        while not done.is_set():
            with contextlib.suppress(OSError):
                kept.rename(aside)
                kept.symlink_to(outside)
                time.sleep(0)
                kept.unlink()
                aside.rename(kept)
            shutil.rmtree(aside, ignore_errors=True)  # where another one was made meanwhile

    pause = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    swapping = threading.Thread(target=swap)
    swapping.start()
    counts = dict.fromkeys(("well", "told"), 0)
    try:
        for _ in range(3000):
            for use in (
                partial(world.retain, NAME, b"x"),
                partial(world.recall, NAME),
                partial(world.prune, 0),
            ):
                try:
                    use()
                    counts["well"] += 1
                except BookbuilderError:
                    counts["told"] += 1
            if min(counts.values()) > 200:
                break
    finally:
        done.set()
        swapping.join()
        sys.setswitchinterval(pause)
    assert min(counts.values()) > 0
    assert state(outside) == before


# -- who it belongs to -----------------------------------------------------------------------------------------------


def test_the_cache_is_for_the_user_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        for name in (".bookbuilder", ".bookbuilder/cache"):  # as an older version left it
            (tmp_path / name).mkdir(mode=0o777)
        World(tmp_path).retain(NAME, b"x")
        World(tmp_path / "chapters").root.mkdir()
        World(tmp_path / "chapters").retain(NAME, b"x")
    finally:
        os.umask(before)
    for place in (*tmp_path.glob(".bookbuilder/**/*"), *tmp_path.glob("chapters/.bookbuilder/**/*")):
        assert stat.S_IMODE(place.stat().st_mode) == (0o700 if place.is_dir() else 0o600), place


def test_a_cache_of_somebody_else_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path)
    world.retain(NAME, b"x")
    before = state(tmp_path)
    us = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: us + 1)
    assert world.recall(NAME) is None
    world.retain(NAME, b"y")  # there is no place of his own here, either
    assert state(tmp_path) == before
    monkeypatch.undo()
    assert world.recall(NAME) == b"x"


def test_the_secret_is_made_once_and_for_the_user_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "system").mkdir()
    monkeypatch.setenv(user_folders.SYSTEM_TMPDIR, str(tmp_path / "system"))
    place = tmp_path / "state/bookbuilder/cache.key"

    def secret() -> bytes | None:
        monkeypatch.setattr(user_folders, "_SECRETS", {})
        return user_folders.secret(os.environ, tmp_path / "book", make=True)

    first = secret()
    assert first and first == place.read_bytes() == secret() and len(first) == 32
    assert stat.S_IMODE(place.stat().st_mode) == 0o600 and list(place.parent.iterdir()) == [place]
    place.chmod(0o644)  # others may have read it
    second = secret()
    assert second != first and second == secret()
    place.write_bytes(b"short")
    assert secret() not in (first, second, b"short") and stat.S_IMODE(place.stat().st_mode) == 0o600
    place.unlink()
    place.symlink_to(tmp_path / "book.toml")
    (tmp_path / "book.toml").write_bytes(b"0" * 32)
    assert secret() != b"0" * 32 and not place.is_symlink()
    found: list[bytes | None] = []
    place.unlink()
    threads = [threading.Thread(target=lambda: found.append(secret())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(found) == {place.read_bytes()}


@pytest.mark.heavy
def test_where_no_secret_can_be_kept_a_book_is_built_and_its_cache_is_good_for_nobody(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = user_folders.candidates
    nowhere = (Path("/proc/none/bookbuilder"),)
    monkeypatch.setattr(user_folders, "candidates", lambda *at: nowhere if at[2] == "state" else places(*at))
    for number in range(2):
        monkeypatch.setattr(user_folders, "_SECRETS", {})  # as another process would
        (root / SECOND).write_text(f"# Zwei\n\nNeu {number}.\n")
        result = api.build(root, jobs=1)
        assert result.made > 0 == result.reused and result.files


# -- what is believed ------------------------------------------------------------------------------------------------


def damaged(data: bytes, how: str, chance: random.Random) -> bytes:
    """Return bytes that somebody or a disk has changed."""
    if how == "half":
        return data[: len(data) // 2]
    if how == "empty":
        return b""
    if how == "zeros":
        return bytes(len(data))
    changed = bytearray(data)
    for _ in range(1 + len(data) // 1000):
        changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(changed)


NEXT = "# Zwei\n\nNoch ein anderer Satz.\n"


@pytest.fixture(scope="module")
def settled(warm: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book with the places of a user, in which a build has left all that it leaves, and one chapter changed since."""
    place = tmp_path_factory.mktemp("settled")
    root = shutil.copytree(warm, place / "book")
    own = {"XDG_CACHE_HOME": str(place / "own")}
    assert built(root, **own)[0] == 0
    (root / SECOND).write_text("# Zwei\n\nNoch ein Satz.\n")
    assert built(root, **own)[0] == 0
    (root / SECOND).write_text(NEXT)
    return place


@pytest.fixture(scope="module")
def fresh(settled: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a build of that book makes that starts with nothing."""
    ignore = shutil.ignore_patterns("output", ".bookbuilder")
    root = shutil.copytree(settled / "book", tmp_path_factory.mktemp("fresh") / "book", ignore=ignore)
    assert built(root)[0] == 0
    return finished(root)


@pytest.mark.heavy
@pytest.mark.parametrize("how", ["half", "empty", "zeros", "bits"])
def test_a_cache_whose_files_are_all_damaged_changes_nothing(
    how: str, settled: Path, fresh: dict[str, bytes], tmp_path: Path
) -> None:
    """Those in the book, and the fonts, their settings and what fontconfig knows of them, outside."""
    place = shutil.copytree(settled, tmp_path / "place")
    root, own = place / "book", {"XDG_CACHE_HOME": str(place / "own")}
    chance, kinds = random.Random(how), set()
    for folder in (root / ".bookbuilder/cache", place / "own"):
        for file in sorted(file for file in folder.rglob("*") if file.is_file()):
            kinds.add(file.suffix or file.parent.parent.name)
            file.write_bytes(damaged(file.read_bytes(), how, chance))
    assert {"kept", ".conf", ".ttf", ".cache-9"} <= kinds
    code, said = built(root, **own)
    assert code == 0, said
    assert finished(root) == fresh
    (root / SECOND).write_text("# Zwei\n\nUnd noch einer.\n")
    assert " 0 from the cache" not in built(root, **own)[1]  # what was damaged was made anew


@pytest.mark.heavy
def test_a_cache_that_a_stranger_made_is_not_believed(root: Path, tmp_path: Path) -> None:
    """Every entry says something else, and carries the mark of somebody who knows the program as well as we do."""
    names = sorted(place.name for place in (root / ".bookbuilder/cache/kept").glob("*/*"))
    world = World(root)
    entries = {name: data for name in names if (data := world.recall(name)) is not None}
    assert len(entries) == len(names) > 10
    stranger = World(root, environ={**world.environ, "XDG_STATE_HOME": str(tmp_path / "stranger")})
    for name, data in entries.items():
        stranger.retain(name, data.replace(b"Eins", b"Zwei").replace(b"a", b"b"))
    assert all(stranger.recall(name) for name in names)
    assert not any(world.recall(name) for name in names)
    before = finished(root)
    shutil.rmtree(root / "output")
    result = api.build(root, jobs=1)
    assert not result.unchanged and result.reused == 0
    assert finished(root) == before


def test_an_entry_counts_under_its_own_name_alone(tmp_path: Path) -> None:
    world, other = World(tmp_path), "ab" + "1" * 62
    world.retain(NAME, b"x")
    world.retain(other, b"y")
    folder = world.cache / "kept/ab"
    (folder / NAME).write_bytes((folder / other).read_bytes())
    assert (world.recall(NAME), world.recall(other)) == (None, b"y")


# -- a book that is moved --------------------------------------------------------------------------------------------


@pytest.mark.heavy
def test_two_folders_with_one_cache(root: Path, tmp_path: Path) -> None:
    """A book that was copied with its cache is laid out again only where it was changed."""
    again = shutil.copytree(root, tmp_path / "a longer name/for the same book", symlinks=True)
    counted = []
    for place in (root, again):
        with PoolRunner(World(place), 1) as work:
            api.build(World(place), runner=work)
            counted.append((dict(work.made), dict(work.reused)))
    assert counted[0] == counted[1]
    assert sum(counted[1][0].values()) == 0 < sum(counted[1][1].values())
    (again / SECOND).write_text("# Zwei\n\nGanz neu.\n")
    (root / SECOND).write_text("# Zwei\n\nGanz neu.\n")
    there, here = api.build(again, jobs=1), api.build(root, jobs=1)
    assert (there.made, there.reused) == (here.made, here.reused) and there.made == 1
    assert finished(again) == finished(root)


@pytest.mark.heavy
def test_a_copy_has_nothing_to_do(root: Path, tmp_path: Path) -> None:
    assert api.build(root, jobs=1).unchanged
    assert api.build(shutil.copytree(root, tmp_path / "copy"), jobs=1).unchanged


@pytest.mark.heavy
def test_a_book_that_can_only_be_read_uses_its_cache(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as one on a disk that is mounted for reading: nothing is kept, and nothing is told."""
    world = World(root)
    names = [place.name for place in (root / ".bookbuilder/cache/kept").glob("*/*")]

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    for name in ("mkdir", "replace", "utime", "fchmod"):  # root may do everything, so the system is played
        monkeypatch.setattr(os, name, refuse)
    assert all(world.recall(name) for name in names)
    world.retain(names[0], b"new")
    with contextlib.suppress(PermissionError):
        world.prune()
    assert world.recall(names[0]) not in (None, b"new")


def test_each_place_of_state_has_its_own_secret(tmp_path: Path) -> None:
    """Where the secret lies is remembered for what the environment says, not for the process."""
    (tmp_path / "system").mkdir()
    environ = {"HOME": str(tmp_path), user_folders.SYSTEM_TMPDIR: str(tmp_path / "system")}

    def secret(state: str, root: str) -> bytes | None:
        there = {**environ, "XDG_STATE_HOME": str(tmp_path / state)}
        return user_folders.secret(there, tmp_path / root, make=True)

    one, other, again = (secret(state, "book") for state in ("one", "other", "one"))
    assert one and one == again != other
    assert secret("one", "one") not in (one, other), "a folder of the book is never the user's"
