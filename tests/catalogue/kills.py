"""Builds a catalogue while its worker, its scheduler or its client is killed, or its shared cache fails, and looks at what
is left: `python -m tests.catalogue.kills [SEED [KILLS [FAULTS]]]`."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from bookbuilder import api
from tests.catalogue.books import outputs, texts, write_books
from tests.catalogue.dask_cluster import DaskCluster
from tests.conftest import BUILD, REPO
from tests.kills import Moments
from tests.shared_cache.faulty_store import FAULTS, running

BOOKS = 3
EDITIONS = '[editions.epub]\nformat = "epub"\n'
"""Quick to make, so that many kills fit into a minute; its steps are read, and its fonts cut, as for the others."""


def client(folder: Path, address: str, **environment: str) -> subprocess.Popen[str]:
    """Start a build of all books in a folder."""
    words = ["catalogue", "build", str(folder)]
    if address:
        words += ["--scheduler", address]
    return subprocess.Popen(
        [sys.executable, "-c", BUILD, *words], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        env={**os.environ, "PYTHONPATH": str(REPO), **environment},
    )  # fmt: skip


def wait_for_build(build: subprocess.Popen[str], cluster: DaskCluster) -> str:
    """Wait for a build and return what it said; workers that end with their scheduler, now or a little later, are started
    again, as whoever runs them does."""
    until = time.monotonic() + 600
    while True:
        try:
            return build.communicate(timeout=0.5)[1]
        except subprocess.TimeoutExpired:
            assert time.monotonic() < until, "the build does not end"
        cluster.replace_ended_workers()


def change(folder: Path, version: int) -> None:
    """Write another version of each book."""
    for number in range(BOOKS):
        for path, text in texts(version * 10 + number).items():
            (folder / f"b{number}" / path).write_text(text)


VICTIMS = ("worker", "scheduler", "client")


def kills(folder: Path, seed: int, times: int, victims: Sequence[str] = VICTIMS) -> dict[str, int]:
    """Build other books again and again, and kill somebody at some moment of each build, until a build was there `times`
    times to be hit. Return how often that was, by who was killed: each victim as often as the others.

    Each build ends with all files as one machine makes them, or (the client) with whole files, old or new, and the next
    finishes them.
    """
    chance = random.Random(seed)
    many, alone = folder / "many", folder / "alone"
    write_books(many, BOOKS, editions=EDITIONS)
    write_books(alone, BOOKS, editions=EDITIONS)
    counts, number = dict.fromkeys(victims, 0), 0
    moments = Moments(chance)
    with DaskCluster(folder / "dask", 2) as cluster:
        first = client(many, cluster.address)
        said = wait_for_build(first, cluster)
        assert first.returncode == 0, said
        took = 6.0
        while sum(counts.values()) < times:
            number += 1
            before = outputs(many)
            change(many, number)
            change(alone, number)
            for root in sorted(alone.iterdir()):
                assert not api.build(root, jobs=1).failed
            expected = outputs(alone)
            who = chance.choice([one for one in victims if counts[one] == min(counts.values())])
            started, running_build = time.monotonic(), client(many, cluster.address)
            time.sleep(moments.draw(took))
            there = running_build.poll() is None
            moments.was(hit=there)
            match who:
                case "worker":
                    cluster.replace_worker(chance.randrange(2))
                case "scheduler":
                    cluster.restart_scheduler()
                case _:
                    running_build.send_signal(signal.SIGKILL)
            said = wait_for_build(running_build, cluster)
            counts[who] += there
            found = outputs(many)
            what = f"{seed}/{number}: {who} killed"
            if who == "client" and running_build.returncode:
                assert all(found[name] in (before.get(name), expected.get(name)) for name in found), what
                again = client(many, cluster.address)
                said = wait_for_build(again, cluster)
                assert again.returncode == 0, f"{what}: {said}"
                found = outputs(many)
            else:
                assert running_build.returncode == 0, f"{what}: {said}"
                took = 0.7 * took + 0.3 * min(15.0, time.monotonic() - started)
            assert found == expected, f"{what}: {sorted(n for n in expected if found.get(n) != expected[n])}"
    return counts


def faults(folder: Path, seed: int, times: int) -> dict[str, int]:
    """Build `times` times with a shared cache that fails at random, in all ways in turn; return how often each happened."""
    chance = random.Random(seed)
    many, alone = folder / "many", folder / "alone"
    write_books(many, BOOKS, editions=EDITIONS)
    write_books(alone, BOOKS, editions=EDITIONS)
    counts: dict[str, int] = dict.fromkeys(FAULTS, 0)
    expected = dict[tuple[int, str], dict[str, bytes]]()
    configuration = folder / "config/bookbuilder/config.toml"
    configuration.parent.mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        with running() as store:
            configuration.write_text(
                f'[cache]\nstore = "s3://house/cache"\nkey = "{"cd" * 32}"\ntimeout = 1\n[cache.options]\n'
                f'endpoint = "{store.address}"\nregion = "x"\naccess_key_id = "a"\nsecret_access_key = "b"\n'
            )
            for number in range(times):
                version, name = number % 4, f"b{number % 2}"  # they come back, so that entries are there
                change(many, version)
                store.fault = lambda *_: ""
                kind, share = FAULTS[number % len(FAULTS)], chance.choice((0.1, 0.5, 1.0))

                def fault(*_: object, kind: str = kind, share: float = share) -> str:
                    happens = chance.random() < share
                    counts[kind] += happens
                    return kind if happens else ""

                root, other = many / name, alone / name
                store.fault = fault
                for cache in root.glob(".bookbuilder/cache/kept/*/*"):
                    cache.unlink()
                result = api.build(root, jobs=1)
                store.fault = lambda *_: ""
                assert not result.failed, (seed, number, kind, result.diagnostics)
                assert {one.code for one in result.diagnostics} <= {"cache.away", "cache.damaged"}, (
                    kind,
                    result.diagnostics,
                )
                if (version, name) not in expected:
                    change(alone, version)
                    os.environ["BOOKBUILDER_CACHE"] = ""
                    assert not api.build(other, jobs=1).failed
                    del os.environ["BOOKBUILDER_CACHE"]
                    expected[version, name] = _files(other)
                assert _files(root) == expected[version, name], (seed, number, kind)
    return counts


def _files(root: Path) -> dict[str, bytes]:
    """Return the finished files of a book by their names."""
    return {path.name: path.read_bytes() for path in (root / "output").rglob("*") if path.is_file()}


def main(seed: int = 1, kill_times: int = 300, fault_times: int = 100) -> None:
    """Do all of it, and say what happened how often."""
    with tempfile.TemporaryDirectory(prefix="catalogue-kills-") as place:
        started = time.monotonic()
        print(f"faults of the store: {faults(Path(place, 'faults'), seed, fault_times)}", flush=True)
        print(f"kills: {kills(Path(place, 'kills'), seed, kill_times)}, {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
