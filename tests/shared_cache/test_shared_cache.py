"""The shared cache: what one has made the others take, whatever the store does, and strangers put no words into a book."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.shared_cache.settings import StoreSettings, store_settings
from bookbuilder.shared_cache.store_client import StoreClient
from bookbuilder.world import World
from tests.cases import book
from tests.commands import program
from tests.kills import TWO
from tests.sampled import sampled
from tests.shared_cache.faulty_store import FAULTS, running

KEY, OTHER = bytes(range(32)), bytes(32)
NAMES = [f"{number:02x}" * 32 for number in range(1, 6)]


def at(address: str | Path, key: bytes = KEY, **more: Any) -> StoreSettings:
    """Return the settings of a store: a folder, or a server that plays S3."""
    if isinstance(address, Path):
        return StoreSettings(address.as_uri(), key, **more)
    options = {"endpoint": address, "region": "x", "access_key_id": "a", "secret_access_key": "b"}
    return StoreSettings("s3://house/cache", key, timeout=1.0, options=options, **more)


def stored(settings: StoreSettings) -> None:
    """Store an entry under each name."""
    with StoreClient(settings) as store:
        for name in NAMES:
            store.put(name, name.encode() * 100)
        assert store.finish() == () and store.written == len(NAMES)


def fetched(settings: StoreSettings) -> tuple[list[bytes | None], list[str]]:
    """Return what is read under each name, and the codes of what is told."""
    with StoreClient(settings) as store:
        found = store.get(NAMES)
        return found, [notice.code for notice in store.finish()]


WHOLE = [name.encode() * 100 for name in NAMES]


# -- entries ---------------------------------------------------------------------------------------------------------


@pytest.mark.heavy
def test_what_is_stored_is_read_and_written_once(tmp_path: Path) -> None:
    settings = at(tmp_path / "store")
    assert fetched(settings) == ([None] * 5, [])
    stored(settings)
    assert fetched(settings) == (WHOLE, [])
    with StoreClient(settings) as store:
        store.put(NAMES[0], b"other")
        assert store.finish() == () and store.written == 0
        assert store.stats() == (5, sum(map(len, WHOLE)) + 5 * 32)
        assert store.prune(3 * (len(WHOLE[0]) + 32)) == (2, 2 * (len(WHOLE[0]) + 32))
        assert sum(data is not None for data in store.get(NAMES)) == 3 == store.get(NAMES).count(None) + 1
    assert fetched(at(tmp_path / "store", write=False))[1] == []


def test_who_may_not_write_reads(tmp_path: Path) -> None:
    with StoreClient(at(tmp_path / "store", write=False)) as store:
        store.put(NAMES[0], b"x")
        assert store.finish() == () and store.written == 0
    assert not list((tmp_path / "store").rglob(NAMES[0]))


def changed(name: str, files: Mapping[str, Path]) -> None:
    """Do with the entries of a store what a stranger may do."""
    first, second = files[NAMES[0]], files[NAMES[1]]
    data = first.read_bytes()
    match name:
        case "flipped":
            for place in (0, 31, 32, len(data) - 1):
                first.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
                assert fetched(at(first.parents[2]))[0][0] is None
        case "truncated":
            first.write_bytes(data[:-1])
        case "empty":
            first.write_bytes(b"")
        case "longer":
            first.write_bytes(data + b"x")
        case "swapped":
            first.write_bytes(second.read_bytes())


@pytest.mark.parametrize("name", sampled(["flipped", "truncated", "empty", "longer", "swapped"]))
def test_an_entry_that_is_not_whole_is_missing_and_is_replaced(name: str, tmp_path: Path) -> None:
    """[cache.damaged]"""
    settings = at(tmp_path / "store")
    stored(settings)
    files = {path.name: path for path in (tmp_path / "store").rglob("*") if path.is_file()}
    assert files.keys() == set(NAMES)
    changed(name, files)
    assert fetched(settings) == ([None, *WHOLE[1:]], ["cache.damaged"])
    with StoreClient(settings) as store:
        assert store.get(NAMES[:1]) == [None]
        store.put(NAMES[0], WHOLE[0])
        assert [str(notice) for notice in store.finish()] == [
            f"bookbuilder: notice: 1 entries of the shared cache file://{tmp_path}/store were not believed [cache.damaged]"
        ]
        assert store.get(NAMES[:1]) == [WHOLE[0]] and store.finish() == ()
    assert fetched(settings) == (WHOLE, [])


def test_another_key_makes_another_cache(tmp_path: Path) -> None:
    stored(at(tmp_path / "store"))
    assert fetched(at(tmp_path / "store", OTHER)) == ([None] * 5, ["cache.damaged"])


# -- faults ----------------------------------------------------------------------------------------------------------


def test_a_server_serves(tmp_path: Path) -> None:
    with running() as server:
        stored(at(server.address))
        assert fetched(at(server.address)) == (WHOLE, [])
        assert all(path.startswith("/house/cache/entries/") for path in server.objects)


@pytest.mark.parametrize("fault", sampled(FAULTS))
def test_a_fault_costs_a_notice(fault: str) -> None:
    """[cache.away]"""
    with running() as server:
        stored(at(server.address))
        server.fault = lambda *_: fault
        with StoreClient(at(server.address)) as store:
            found = store.get(NAMES)
            store.put("ff" * 32, b"x")
            codes = [notice.code for notice in store.finish()]
            damages, reads = fault in ("truncated", "swapped", "flipped"), fault == "full"
            assert codes == (["cache.damaged"] if damages else ["cache.away"]), codes
            assert found == (WHOLE if reads else [None] * 5)
            server.fault = lambda *_: ""
            assert store.get(NAMES) == WHOLE and store.finish() == (), "the next build tries again"


def test_a_store_that_failed_is_left_alone_for_the_rest_of_the_build() -> None:
    with running(lambda *_: "403") as server, StoreClient(at(server.address)) as store:
        assert store.get(NAMES[:1]) == [None]
        asked = len(server.requests)
        for name in NAMES:
            assert store.get([name]) == [None]
            store.put(name, b"x")
        assert len(store.finish()) == 1 and len(server.requests) == asked


def test_a_fault_that_passes_is_tried_again() -> None:
    numbers = count()
    with running() as server:
        stored(at(server.address))
        server.fault = lambda *_: "500" if next(numbers) == 0 else ""
        assert fetched(at(server.address)) == (WHOLE, [])


def test_nobody_listens() -> None:
    with StoreClient(at("http://127.0.0.1:9")) as store:
        assert store.get(NAMES) == [None] * 5
        (notice,) = store.finish()
    assert str(notice).startswith(
        "bookbuilder: notice: the shared cache s3://house/cache was left alone: Generic S3"
    )


def test_the_process_that_talks_to_it_is_ended(tmp_path: Path) -> None:
    with StoreClient(at(tmp_path / "store")) as store:
        os.kill(store._process.pid, signal.SIGKILL)
        store._process.exit_code(5)
        assert store.get(NAMES) == [None] * 5
        store.put(NAMES[0], b"x")
        (notice,) = store.finish()
        assert notice.message.endswith("left alone: the process that talks to it has ended")


# -- books -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a cache that the environment names."""
    monkeypatch.setenv("BOOKBUILDER_CACHE", str(tmp_path / "store"))
    monkeypatch.setenv("BOOKBUILDER_CACHE_KEY", KEY.hex())
    return tmp_path / "store"


def output(root: Path) -> dict[str, bytes]:
    """Return the finished files of a book."""
    files = sorted(path for path in (root / "output").rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def test_another_user_takes_everything_on_another_path(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = book.write(tmp_path / "first", TWO, editions=book.PRINT)
    result = api.build(first, jobs=1)
    assert not result.failed and result.made > 0 and list(shared.rglob("entries/*/*"))
    for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME"):  # another secret, other fonts
        monkeypatch.setenv(name, str(tmp_path / "other" / name))
    second = book.write(tmp_path / "far/away", TWO, editions=book.PRINT)
    again = api.build(second, jobs=1)
    assert (again.made, again.reused) == (0, result.made)
    assert output(second) == output(first)
    assert again.diagnostics == result.diagnostics


@pytest.mark.heavy
def test_a_command_in_its_jail_uses_it(shared: Path, tmp_path: Path) -> None:
    first = book.write(tmp_path / "first", TWO, editions=book.PRINT)
    second = shutil.copytree(first, tmp_path / "second")
    for root, words in ((first, "0 from the cache"), (second, "0 laid out")):
        done = program().run(
            "build", root, environment={name: os.environ[name] for name in os.environ if "_CACHE" in name}
        )
        assert done.returncode == 0 and words in done.stderr and "[cache" not in done.stderr, done.stderr
    assert output(first) == output(second)


def test_a_store_that_is_away_costs_a_book_nothing_but_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = book.write(tmp_path / "plain", TWO, editions=book.PRINT)
    api.build(plain, jobs=1)
    root = shutil.copytree(plain, tmp_path / "book", ignore=shutil.ignore_patterns("output", ".bookbuilder"))
    (tmp_path / "file").touch()
    monkeypatch.setenv("BOOKBUILDER_CACHE", f"{tmp_path}/file/store")
    monkeypatch.setenv("BOOKBUILDER_CACHE_KEY", KEY.hex())
    result = api.build(root, jobs=1, strict=True)
    assert [one.code for one in result.diagnostics] == ["cache.away"] and not result.failed
    assert output(root) == output(plain)
    again = api.build(root, jobs=1, strict=True)
    assert again.unchanged and again.diagnostics == (), "a record of the book says nothing of a store"


# -- settings --------------------------------------------------------------------------------------------------------


def told(tmp_path: Path, text: str, **environment: str) -> str:
    """Return what is told of a configuration."""
    place = tmp_path / "config/bookbuilder/config.toml"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)
    with pytest.raises(BookbuilderError) as error:
        store_settings({"XDG_CONFIG_HOME": str(tmp_path / "config"), **environment}, tmp_path / "book")
    (found,) = error.value.diagnostics
    return f"{found}\n  {found.hint}".replace(f"{tmp_path}/config/bookbuilder/", "")


@pytest.mark.parametrize(
    ("text", "environment", "said"),
    [
        ("[cache]\nstore = 3", {}, "config.toml:2:1: error: cache.store must be a text, but it is a number"),
        ("[cache]\nstroe = ''", {}, "config.toml:2:1: error: [cache] has no key called 'stroe'"),
        ("[cache\n", {}, "config.toml:1:7: error: "),
        ("[cache]\nstore = '/mnt'", {}, "config.toml: error: the shared cache has no key"),
        ("[cache]\nstore = '/mnt'\nkey = '12'", {}, "the key of the shared cache has to be 64 hexadecimal digits"),
        ("[cache]\nstore = 'mnt'", {}, "config.toml: error: the address of the shared cache is none"),
        ("", {"BOOKBUILDER_CACHE": "ftp://x/y"}, "bookbuilder: error: the address of the shared cache is none"),
        ("", {"BOOKBUILDER_CACHE": "/x", "BOOKBUILDER_CACHE_WRITE": "?"}, "BOOKBUILDER_CACHE_WRITE is neither yes nor no"),
    ],
)  # fmt: skip
def test_wrong_settings_are_told(
    text: str, environment: Mapping[str, str], said: str, tmp_path: Path
) -> None:
    """[cache.settings]"""
    line = told(tmp_path, text, **environment)
    assert said in line and "[cache.settings]" in line


def test_the_environment_goes_before_the_configuration(tmp_path: Path) -> None:
    place = tmp_path / "config/bookbuilder/config.toml"
    place.parent.mkdir(parents=True)
    place.write_text(
        f'[cache]\nstore = "s3://me:secret@house/x"\nkey = "{KEY.hex()}"\n[cache.options]\nport = 1\n'
    )
    environ = {"XDG_CONFIG_HOME": str(tmp_path / "config")}
    found = store_settings(environ, tmp_path / "book")
    assert found == StoreSettings("s3://me:secret@house/x", KEY, options={"port": "1"})
    assert repr(found) == "StoreSettings('s3://house/x')"
    other = store_settings(
        {**environ, "BOOKBUILDER_CACHE": "/mnt/ü", "BOOKBUILDER_CACHE_WRITE": "no"}, tmp_path / "book"
    )
    assert other == StoreSettings("file:///mnt/%C3%BC", KEY, write=False, options={"port": "1"})
    assert store_settings({"HOME": str(tmp_path)}, tmp_path / "book") is None


def test_a_book_names_no_store(tmp_path: Path) -> None:
    """Neither in book.toml, nor with a configuration of its own in its folder, wherever the environment looks for one."""
    table = f'[cache]\nstore = "{tmp_path}/stolen"\nkey = "{KEY.hex()}"\n'
    root = book.write(tmp_path / "book", TWO, editions=f"{book.PRINT}\n{table}")
    (root / "bookbuilder").mkdir()
    (root / "bookbuilder/config.toml").write_text(table)
    for place in (str(root), "book", "."):
        assert store_settings({"XDG_CONFIG_HOME": place}, root) is None
    result = api.build(World(root, environ={**os.environ, "XDG_CONFIG_HOME": str(root)}), jobs=1)
    assert [one.span.path for one in result.diagnostics if "cache" in one.message] == ["book.toml"]
    assert not (tmp_path / "stolen").exists()


# -- commands --------------------------------------------------------------------------------------------------------


def test_commands_count_and_prune(shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = book.write(tmp_path / "book", TWO, editions=book.PRINT)
    assert main(["build", str(root)]) == 0
    capsys.readouterr()
    assert main(["cache", "stats", str(root)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("the cache of this book: ") and lines[1].startswith(
        f"the shared cache file://{shared}: "
    )
    assert main(["cache", "prune", str(root), "--limit", "0"]) == 0
    assert main(["cache", "prune", str(root), "--shared", "--limit", "1kB"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["deleted", "deleted"]
    assert main(["cache", "stats", str(root)]) == 0
    left = capsys.readouterr().out.splitlines()
    assert left[0] == "the cache of this book: 0 results, 0.1 kB" and left[1] != lines[1]
    assert main(["cache", "prune", str(root), "--limit", "many"]) == 2
    assert main(["cache", "key"]) == 0
    key = capsys.readouterr().out.strip()
    assert len(bytes.fromhex(key)) == 32


def test_commands_say_that_a_store_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = book.write(tmp_path / "book", TWO)
    assert main(["cache", "stats", str(root)]) == 0
    assert main(["cache", "prune", str(root), "--shared"]) == 0
    assert capsys.readouterr().out.count("you have set up no shared cache") == 2
    monkeypatch.setenv("BOOKBUILDER_CACHE", "/dev/null/x")
    assert main(["cache", "stats", str(root)]) == 1
    assert "[cache.settings]" in capsys.readouterr().err
    monkeypatch.setenv("BOOKBUILDER_CACHE_KEY", KEY.hex())
    for words in (["stats", str(root)], ["prune", str(root), "--shared"]):
        assert main(["cache", *words]) == 3
        assert "[cache.away]" in capsys.readouterr().err
