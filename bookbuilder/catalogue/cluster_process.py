"""The process that talks to a cluster of Dask for a command, whose own processes have no network; without a scheduler it is
a cluster itself, of confined processes of this machine.

It reads requests from its standard input and writes replies to its standard output (`message_framing`): first the settings,
then lists of a number, a priority and a task. It does not look into tasks: they come from a process that reads books.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from concurrent import futures
from contextlib import suppress
from threading import Thread
from typing import Any

import dask
from distributed import Client, LocalCluster
from distributed.comm.core import CommClosedError
from distributed.scheduler import KilledWorker

from bookbuilder.catalogue.build_worker import BuildPlugin, run_build
from bookbuilder.catalogue.cluster_settings import ClusterSettings
from bookbuilder.child_process import message_framing
from bookbuilder.typed_decoding import converted

_NOWHERE = "127.0.0.1:0"
_QUIET = {
    "distributed.logging.distributed": "critical",
    "distributed.scheduler.allowed-failures": 10,
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
}
"""Dask's settings: nothing is printed, and its web servers have no pages."""


class SchedulerAway(Exception):
    """The scheduler does not answer; the message is the reason."""


class Connection:
    """The connection to the scheduler, which is made again when it is lost."""

    def __init__(self, settings: ClusterSettings) -> None:
        self._settings = settings
        self._cluster: LocalCluster | None = None
        self._client: Client | None = None
        self._lock = asyncio.Lock()
        self._lost = 0.0
        self._registered = 0.0

    async def client(self) -> Client:
        """Return the client. Raises `SchedulerAway` after the patience with it is at its end."""
        async with self._lock:
            if self._client is not None and self._client.status == "running":
                return self._client
            self._lost = self._lost or time.monotonic()
            while True:
                try:
                    self._client = await self._connected()
                except (OSError, TimeoutError, CommClosedError, RuntimeError, ValueError) as error:
                    if time.monotonic() - self._lost > self._settings.patience:
                        raise SchedulerAway(_words(error)) from None
                    await asyncio.sleep(0.5)
                else:
                    self._lost = 0.0
                    return self._client

    async def _connected(self) -> Client:
        if self._client is not None:
            with suppress(Exception):  # it is gone
                await self._client.close(timeout=1)
        address: Any = self._settings.scheduler
        if not address:
            if self._cluster is None:
                # Inside this process (`inproc`), so that it needs no certificate.
                # Dask has web servers that cannot be left out: they listen on the loopback and serve nothing (`_QUIET`).
                self._cluster = await LocalCluster(
                    n_workers=self._settings.processes, threads_per_worker=1, processes=False, asynchronous=True,
                    dashboard_address=_NOWHERE, worker_dashboard_address=_NOWHERE, protocol="inproc://", memory_limit=0,
                    scheduler_kwargs={"dashboard": False},
                )  # fmt: skip
            address = self._cluster
        client: Client = await Client(address, asynchronous=True, timeout=5, set_as_default=False)
        await self._register_plugin(client)
        return client

    async def _register_plugin(self, client: Client) -> None:
        settings = self._settings
        plugin = BuildPlugin(
            settings.version, settings.memory, jail=settings.jail, programs=settings.programs
        )
        await client.register_plugin(plugin)
        self._registered = time.monotonic()

    async def _prepare_workers(self, since: float) -> None:
        """Tell all workers of the plugin again, if that was not done after `since`. A client of Dask connects by itself to
        a scheduler that was started again, which knows of no plugin."""
        client = await self.client()
        async with self._lock:
            if self._registered <= since:
                await self._register_plugin(client)

    async def threads(self) -> int:
        """Wait for a worker, and return how many tasks the workers can do at the same time. Raises `SchedulerAway`."""
        client: Any = await self.client()  # whose types do not say that this can be awaited
        try:
            await client.wait_for_workers(1, timeout=self._settings.patience)
        except TimeoutError:
            raise SchedulerAway("it has no workers") from None
        return await self.threads_now()

    async def threads_now(self) -> int:
        """Return how many tasks the workers can do at the same time; 0 if the scheduler does not say."""
        try:
            return sum((await (await self.client()).nthreads()).values())
        except (SchedulerAway, CommClosedError, OSError, TimeoutError):
            return 0

    async def run(self, number: int, priority: int, payload: bytes) -> tuple[str, bytes, str, float]:
        """Return the result of a task (`run_build`); a connection that is lost meanwhile is made again."""
        unprepared = 0.0
        while True:
            try:
                client, started = await self.client(), time.monotonic()
                future = client.submit(
                    run_build,
                    payload,
                    # A new key for each try: of a key that it knows, Dask gives the earlier result.
                    key=f"book-{os.getpid()}-{number}-{time.monotonic_ns()}",
                    priority=priority,
                    pure=False,
                )
                result: tuple[str, bytes, str, float] = await future
                if result[0] == "unprepared":
                    unprepared = unprepared or started
                    if time.monotonic() - unprepared > self._settings.patience:
                        return ("refused", *result[1:])
                    await self._prepare_workers(started)
                    continue
            except SchedulerAway as away:
                return "away", str(away).encode(), "", 0.0
            except KilledWorker:
                return "refused", b"too many workers ended while they worked on it", "", 0.0
            except (futures.CancelledError, asyncio.CancelledError, CommClosedError, TimeoutError):
                await asyncio.sleep(0.2)  # the scheduler has ended or lost the task: ask again
            except Exception as error:  # noqa: BLE001 # of the worker: its Dask or its bookbuilder is another one
                return "refused", _words(error).encode(), "", 0.0
            else:
                return result

    async def close(self) -> None:
        """End the connection, and the cluster if it is ours."""
        with suppress(Exception):
            if self._client is not None:
                await self._client.close(timeout=2)
            if self._cluster is not None:
                closing: Any = self._cluster.close(timeout=5)
                await closing


def _words(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


async def serve(settings: ClusterSettings) -> None:
    """Say how many tasks can be done at once, then answer requests until standard input is closed."""
    connection, loop = Connection(settings), asyncio.get_running_loop()
    tasks: set[asyncio.Task[None]] = set()
    ended = asyncio.Event()

    def send(message: object) -> None:
        try:
            message_framing.write(sys.stdout.buffer.write, message)
            sys.stdout.buffer.flush()
        except OSError:
            ended.set()

    async def answer(number: int, priority: int, payload: bytes) -> None:
        send([number, *await connection.run(number, priority, payload), await connection.threads_now()])

    def take(number: int, priority: int, payload: bytes) -> None:
        task = asyncio.ensure_future(answer(number, priority, payload))
        # The event loop holds tasks by weak references only.
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    def listen() -> None:
        while (message := message_framing.read(sys.stdin.buffer.read)) is not None:
            loop.call_soon_threadsafe(take, *message)
        loop.call_soon_threadsafe(ended.set)

    try:
        send([0, "threads", await connection.threads()])
    except SchedulerAway as away:
        send([0, "away", str(away).encode()])
        return
    Thread(target=listen, daemon=True).start()
    await ended.wait()
    await connection.close()


def main() -> None:
    """Read the settings, then serve."""
    message = message_framing.read(sys.stdin.buffer.read)
    if message is None:
        return
    dask.config.set(_QUIET)
    asyncio.run(serve(converted(message, ClusterSettings)))
    os._exit(0)


if __name__ == "__main__":
    main()
