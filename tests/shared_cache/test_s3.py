"""The shared cache on an S3 that others have written: moto's server, on the loopback."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bookbuilder.shared_cache.settings import StoreSettings
from bookbuilder.shared_cache.store_client import StoreClient
from tests.patience import PATIENCE
from tests.shared_cache.test_shared_cache import KEY, NAMES, OTHER, WHOLE, fetched, stored

pytestmark = pytest.mark.heavy
BUCKET = """
import boto3, sys
boto3.client("s3", endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="a",
             aws_secret_access_key="b").create_bucket(Bucket="house")
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an S3 with a bucket."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (tmp_path_factory.mktemp("moto") / "log.txt").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], stdout=log, stderr=log
    )
    try:
        address, until = f"http://127.0.0.1:{port}", time.monotonic() + PATIENCE
        while subprocess.run(
            [sys.executable, "-c", BUCKET, address], capture_output=True, check=False
        ).returncode:
            assert process.poll() is None and time.monotonic() < until, Path(log.name).read_text()
            time.sleep(0.2)
        yield address
    finally:
        process.kill()
        process.wait()
        log.close()


def at(server: str, bucket: str = "house", key: bytes = KEY) -> StoreSettings:
    """Return the settings of a bucket."""
    options = {"endpoint": server, "region": "us-east-1", "access_key_id": "a", "secret_access_key": "b"}
    return StoreSettings(f"s3://{bucket}/cache", key, options=options)


def test_entries_are_written_once_counted_and_pruned(server: str) -> None:
    stored(at(server))
    assert fetched(at(server)) == (WHOLE, [])
    assert fetched(at(server, key=OTHER)) == ([None] * 5, ["cache.damaged"])
    with StoreClient(at(server)) as store:
        store.put(NAMES[0], b"other")
        assert store.finish() == () and store.written == 0
        assert store.stats() == (5, sum(map(len, WHOLE)) + 5 * 32)
        assert store.prune(2 * (len(WHOLE[0]) + 32)) == (3, 3 * (len(WHOLE[0]) + 32))
        assert store.stats() == (2, 2 * (len(WHOLE[0]) + 32)) and store.finish() == ()


def test_a_bucket_that_is_not_there_is_told(server: str) -> None:
    with StoreClient(at(server, "nobody")) as store:
        assert store.get(NAMES) == [None] * 5
        store.put(NAMES[0], b"x")
        (notice,) = store.finish()
        assert notice.message.endswith("was left alone: there is no such bucket or folder")
