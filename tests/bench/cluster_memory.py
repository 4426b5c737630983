"""Measures the memory of the process that talks to a cluster, with the scheduler in it, for ten thousand tasks whose workers
have nothing to do: `python -m tests.bench.cluster_memory [TASKS [WORKERS]]`.

The tasks and what comes of them are as large as those of a dossier in one language; as many are under way as the client
hands out to so many workers.
"""

from __future__ import annotations

import asyncio
import os
import random
import resource
import sys
import time
from threading import Semaphore, Thread
from typing import Any

import dask
import psutil

from bookbuilder.catalogue import cluster_process
from bookbuilder.catalogue.build_catalogue import AHEAD
from bookbuilder.catalogue.cluster_settings import ClusterSettings
from bookbuilder.child_process import frames

TASK, RESULT = 500_000, 1_500_000
"""Bytes: chapters and pictures of a dossier; its PDF, e-book and web edition in one language."""


def canned(payload: bytes) -> tuple[str, bytes, str, float]:
    """Return what a worker returns, at once."""
    return "built", payload[:1] * RESULT, "inproc://", 0.0


def main(tasks: int = 10_000, workers: int = 512) -> None:
    """Hand out the tasks and take the results, and print how much memory that took."""
    into, out = os.pipe(), os.pipe()
    if os.fork() == 0:
        os.close(into[1])
        os.close(out[0])
        os.dup2(into[0], 0)
        os.dup2(out[1], 1)
        serve()
        os._exit(0)
    os.close(into[0])
    os.close(out[1])
    with os.fdopen(into[1], "wb") as given, os.fdopen(out[0], "rb") as taken:
        started, chance = time.monotonic(), random.Random(1)
        frames.read(taken.read)
        window, peak = AHEAD * workers, 0
        child = psutil.Process(psutil.Process().children()[0].pid)

        room = Semaphore(window)

        def send() -> None:
            for number in range(tasks):
                room.acquire()
                frames.write(given.write, [number, 1, chance.randbytes(TASK)])
                given.flush()

        sending = Thread(target=send)
        sending.start()
        for number in range(tasks):
            frames.read(taken.read)
            room.release()
            if number % 100 == 0:
                peak = max(peak, child.memory_info().rss)
        sending.join()
    print(f"{tasks} tasks, {window} under way: {peak / 2**20:.0f} MiB, {time.monotonic() - started:.0f} s")
    print(f"most of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def serve() -> None:
    """Be the process that talks to the cluster, with workers that do nothing."""
    patched: Any = cluster_process
    patched.run_build = canned
    dask.config.set(cluster_process._QUIET)
    asyncio.run(cluster_process.serve(ClusterSettings("", 2, 1 << 40, "", jail=False)))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
