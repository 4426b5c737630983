"""Measures what ten thousand tasks cost the process that talks to a cluster, and the scheduler, whose workers have nothing
to do: `python -m tests.bench.cluster_load [TASKS [WORKERS]]`.

The tasks and what comes of them are as large as those of a dossier in one language; as many are under way as the client
hands out to so many workers.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from threading import Semaphore, Thread
from typing import Any

import dask
import psutil

from bookbuilder.catalogue import cluster_process
from bookbuilder.catalogue.build_catalogue import tasks_at_once
from bookbuilder.catalogue.cluster_settings import ClusterSettings
from bookbuilder.child_process import message_framing
from tests.catalogue.dask_cluster import DaskCluster

TASK, RESULT = 500_000, 700_000
"""Bytes, as measured by `tests.bench.cluster`."""


def canned(payload: bytes) -> tuple[str, bytes, str, float]:
    """Return what a worker returns, at once."""
    return "built", payload[:1] * RESULT, "tcp://127.0.0.1", 0.0


@dataclass(frozen=True)
class ProcessLoad:
    """Of a process: seconds of the processor for each task, and the most bytes of memory."""

    seconds: float
    memory: int


def loads(tasks: int, workers: int) -> dict[str, ProcessLoad]:
    """Hand out the tasks, take the results, and return the load of the `client` and the `scheduler`."""
    with (
        tempfile.TemporaryDirectory(prefix="load-") as place,
        DaskCluster(Path(place), 2) as cluster,
    ):
        into, out = os.pipe(), os.pipe()
        client = os.fork()
        if client == 0:
            os.close(into[1])
            os.close(out[0])
            os.dup2(into[0], 0)
            os.dup2(out[1], 1)
            serve(cluster.address)
            os._exit(0)
        os.close(into[0])
        os.close(out[1])
        watched = {"client": psutil.Process(client), "scheduler": psutil.Process(cluster.scheduler.pid)}
        with os.fdopen(into[1], "wb") as given, os.fdopen(out[0], "rb") as taken:
            room, chance = Semaphore(tasks_at_once(workers)), random.Random(1)
            message_framing.read(taken.read)
            before = {name: process.cpu_times() for name, process in watched.items()}
            peaks = dict.fromkeys(watched, 0)

            def send() -> None:
                for number in range(tasks):
                    room.acquire()
                    message_framing.write(given.write, [number, 1, chance.randbytes(TASK)])
                    given.flush()

            sending = Thread(target=send)
            sending.start()
            for number in range(tasks):
                message_framing.read(taken.read)
                room.release()
                if number % 50 == 0:
                    for name, process in watched.items():
                        peaks[name] = max(peaks[name], process.memory_info().rss)
            sending.join()
            result = {}
            for name, process in watched.items():
                now = process.cpu_times()
                used = now.user + now.system - before[name].user - before[name].system
                result[name] = ProcessLoad(used / tasks, peaks[name])
        os.waitpid(client, 0)
        return result


def main(tasks: int = 10_000, workers: int = 512) -> None:
    """Print the loads."""
    for name, load in loads(tasks, workers).items():
        print(f"{name}: {load.seconds * 1000:.1f} ms of the processor a task, {load.memory / 2**20:.0f} MiB")


def serve(address: str) -> None:
    """Be the process that talks to the cluster, whose workers do nothing."""
    patched: Any = cluster_process
    patched.run_build = canned
    dask.config.set(cluster_process._QUIET)
    asyncio.run(cluster_process.serve(ClusterSettings(address, 2, 1 << 40, "", jail=False)))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
