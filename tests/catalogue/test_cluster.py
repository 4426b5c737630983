"""Catalogues on real clusters of Dask: of this machine, over TLS, with a worker of another version, with a scheduler that is
away, with two machines that share a cache."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import psutil
import pytest

from bookbuilder import api
from bookbuilder.catalogue.build_task import BuildTask, BuiltBook
from bookbuilder.catalogue.build_version import build_version
from bookbuilder.catalogue.cluster import Cluster
from bookbuilder.catalogue.cluster_process import Connection
from bookbuilder.catalogue.cluster_settings import ClusterSettings
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.typed_decoding import from_msgpack
from bookbuilder.world import World
from tests.cases import book
from tests.catalogue.books import outputs, write_books
from tests.catalogue.dask_cluster import DaskCluster, write_certificates
from tests.conftest import BUILD, REPO

pytestmark = pytest.mark.heavy
EPUB = '[editions.epub]\nformat = "epub"\n'
"""Quick to make, for tests that are about clusters more than about what they make."""


def run(*words: str | Path, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command in processes of its own, jail and all."""
    return subprocess.run(
        [sys.executable, "-c", BUILD, "catalogue", "build", *map(str, words)],
        capture_output=True, text=True, check=False, timeout=400,
        env={**os.environ, "PYTHONPATH": str(REPO), **(environment or {})},
    )  # fmt: skip


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of three books, as one machine makes them."""
    folder = tmp_path_factory.mktemp("alone")
    for root in write_books(folder, 3):
        assert not api.build(root, jobs=1).failed
    return outputs(folder)


def test_processes_of_this_machine(tmp_path: Path, expected: dict[str, bytes]) -> None:
    roots = write_books(tmp_path / "many", 3)
    done = run(tmp_path / "many", "--jobs", "2", "--manifest", tmp_path / "m.json")
    assert done.returncode == 0, done.stderr
    lines = done.stderr.splitlines()
    assert lines[0] == "3 of 3 books to make (12 editions) on 2 processes" and lines[-1] == "3 made"
    assert lines[1].startswith("b2: made (1 of 3 books, 33 %, about "), "the newest comes first"
    assert outputs(tmp_path / "many") == expected
    found = json.loads((tmp_path / "m.json").read_bytes())["books"]
    assert [one["state"] for one in found] == ["made"] * 3 and all(one["workers"] for one in found)
    (roots[1] / "chapters/en/01-a.md").write_text("# One\n\nSee [](#nowhere).\n")
    done = run(tmp_path / "many", "--manifest", tmp_path / "m.json")
    assert done.returncode == 1 and "1 of 3 books to make (4 editions), about " in done.stderr
    assert "b1/chapters/en/01-a.md:3:5: error: " in done.stderr and "2 unchanged, 1 failed" in done.stderr
    assert outputs(tmp_path / "many") == expected, "the old files stay"


def test_workers_over_tls_share_a_cache(tmp_path: Path, expected: dict[str, bytes]) -> None:
    shared = {"BOOKBUILDER_CACHE": f"{tmp_path}/store", "BOOKBUILDER_CACHE_KEY": "ab" * 32}
    os.environ.update(shared)
    try:
        with DaskCluster(tmp_path / "dask", 2, write_certificates(tmp_path / "tls")) as cluster:
            write_books(tmp_path / "many", 2)
            done = run(tmp_path / "many", "--scheduler", cluster.address, environment=cluster.environment)
            assert done.returncode == 0, done.stderr
            books = {name: data for name, data in expected.items() if not name.startswith("b2/")}
            assert outputs(tmp_path / "many") == books
            done = run(tmp_path / "many", "--scheduler", cluster.address.replace("tls", "tcp"))
            assert done.stderr == "2 unchanged\n"
        for root in write_books(tmp_path / "elsewhere/deep", 2):
            result = api.build(root, jobs=1)
            assert result.made == 0 and result.reused > 0, "all parts come from what the workers have stored"
        assert outputs(tmp_path / "elsewhere/deep") == books
    finally:
        for name in shared:
            del os.environ[name]


def test_a_worker_of_another_version_refuses(tmp_path: Path) -> None:
    """[cluster.refused]"""
    task = BuildTask({"book.toml": book.settings(["de"]).encode()})
    with Cluster(ClusterSettings("", 1, 2_000_000_000, "0" * 64)) as cluster:
        cluster.submit(1, msgspec.msgpack.encode(task), 0)
        _, data, _, _ = cluster.result()
        built = from_msgpack(data, BuiltBook)
        listening = psutil.Process(cluster._process.pid).net_connections("inet")
    assert {one.laddr[0] for one in listening} <= {"127.0.0.1"}
    assert built.diagnostics[0].code == "cluster.refused"
    assert built.diagnostics[0].message.endswith("another version of bookbuilder, of a library or of a font")


def test_a_scheduler_that_is_away_is_told(tmp_path: Path) -> None:
    """[cluster.away]"""
    settings = ClusterSettings(
        "tcp://127.0.0.1:9", 1, 2_000_000_000, build_version(World(tmp_path)), patience=1.0
    )
    with Cluster(settings) as cluster, pytest.raises(BookbuilderError) as told:
        cluster.threads()
    assert told.value.diagnostics[0].code == "cluster.away"


def test_workers_that_do_not_know_how_to_build_are_told_again(tmp_path: Path) -> None:
    """As after the scheduler was started again, when Dask's client connects to it by itself."""
    (root,) = write_books(tmp_path, 1, editions=EPUB)
    files = {path: (root / path).read_bytes() for path in World(root).files(".")}
    task = msgspec.msgpack.encode(BuildTask(files))

    async def forget_and_build(address: str) -> list[tuple[str, bytes, str, float]]:
        connection = Connection(ClusterSettings(address, 2, 2_000_000_000, build_version(World(root))))
        await connection.threads()
        client: Any = await connection.client()  # whose method has no types
        await client.unregister_worker_plugin("bookbuilder")
        results = await asyncio.gather(*(connection.run(number, 0, task) for number in range(3)))
        await connection.close()
        return results

    # In a thread of its own: that of another test may have a loop that is running.
    with DaskCluster(tmp_path / "dask", 2) as cluster, ThreadPoolExecutor(1) as threads:
        results = threads.submit(lambda: asyncio.run(forget_and_build(cluster.address))).result()
    assert [kind for kind, *_ in results] == ["built"] * 3
    first, *others = (from_msgpack(data, BuiltBook).artifacts for _, data, *_ in results)
    assert first and all(artifacts == first for artifacts in others)


def test_a_process_that_needs_too_much_memory_fails_its_book_alone(tmp_path: Path) -> None:
    (root,) = write_books(tmp_path, 1)
    files = {path: (root / path).read_bytes() for path in World(root).files(".")}
    with Cluster(ClusterSettings("", 1, 150_000_000, build_version(World(root)))) as cluster:
        cluster.submit(1, msgspec.msgpack.encode(BuildTask(files)), 0)
        _, data, _, _ = cluster.result()
        built = from_msgpack(data, BuiltBook)
    assert built.artifacts == () and built.diagnostics[0].code in (
        "build.memory",
        "build.ended",
        "build.crashed",
        "cluster.refused",  # a library says in its own words that it could not write a picture, say
    )


def test_dask_is_an_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """[cluster.extra]"""
    from bookbuilder.catalogue.cluster import cluster_settings

    monkeypatch.setattr(World, "package_file", lambda *_: None)
    with pytest.raises(BookbuilderError, match="a catalogue needs distributed"):
        cluster_settings(World(tmp_path), "", 1, 1, jail=True)
