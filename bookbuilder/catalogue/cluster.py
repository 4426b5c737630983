"""A cluster as a confined process sees it: takes tasks, and returns their results in any order."""

from __future__ import annotations

import ipaddress
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import msgspec

from bookbuilder.catalogue.build_task import BuiltBook
from bookbuilder.catalogue.build_version import build_version
from bookbuilder.catalogue.cluster_settings import ClusterSettings
from bookbuilder.child_process.piped_process import PipedProcess
from bookbuilder.diagnostics import NOWHERE, BookbuilderError, Rule, diagnostic
from bookbuilder.world import World
from bookbuilder.world.install_command import install_command

AWAY = Rule(
    "cluster.away",
    "the scheduler {scheduler} does not answer: {reason}",
    "A catalogue is built by the workers of a scheduler of Dask, at the address of `--scheduler`. If it is away for more"
    " than a minute, the command ends. What is finished stays finished: start the command again when the scheduler is back."
    " Over TLS, Dask's own settings name the certificates (`distributed.comm.tls`).",
)
REFUSED = Rule(
    "cluster.refused",
    "the worker {worker} refused this book: {reason}",
    "A worker builds only with the same program, libraries and fonts as the machine on which the command was started, since"
    " the files would differ otherwise. Install the same lock file or the same image on all machines.",
)
PLAIN = Rule(
    "cluster.plain",
    "the scheduler {scheduler} is on a network, and is not reached over TLS",
    "Whoever can talk to a scheduler runs programs on its workers, and whoever listens reads the books. So off this machine"
    " the address begins with `tls://`, and both sides have certificates.",
)
EXTRA = Rule(
    "cluster.extra",
    "a catalogue needs {package}, which is not installed",
    "`pip install 'bookbuilder[cluster]'` brings Dask, with which work is shared among processes and machines.",
)


class Cluster:
    """A connection to the process that talks to the cluster (`cluster_process`)."""

    def __init__(self, settings: ClusterSettings) -> None:
        """Start the process; it must be done before this one is confined."""
        self._settings = settings
        self._process = PipedProcess("bookbuilder.catalogue.cluster_process")
        self._send(msgspec.to_builtins(settings))
        self._threads: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.end(15)
        self._process.close()

    def threads(self) -> int:
        """Return how many tasks the workers could do at once at the last result; before the first, wait for workers. Raises
        `BookbuilderError` (`cluster.away`)."""
        if self._threads is None:
            _, kind, value = self._received()
            if kind == "away":
                raise self._away(bytes(value).decode())
            self._threads = int(value)
        return self._threads

    def submit(self, number: int, task: bytes, priority: int) -> None:
        """Have a task done. Raises `BookbuilderError` (`cluster.away`)."""
        self._send([number, priority, task])

    def result(self) -> tuple[int, bytes, str, float]:
        """Wait for the next task that is done: its number, what came of it, where, and the seconds that it took. Raises
        `BookbuilderError` (`cluster.away`)."""
        self.threads()
        number, kind, data, worker, seconds, threads = self._received()
        self._threads = max(1, threads)
        if kind == "away":
            raise self._away(bytes(data).decode())
        if kind == "refused":
            found = diagnostic(REFUSED, NOWHERE, worker=worker, reason=bytes(data).decode())
            data = msgspec.msgpack.encode(BuiltBook((found,)))
        return number, bytes(data), worker, seconds

    def _send(self, message: object) -> None:
        try:
            self._process.send(message)
        except OSError:
            raise self._away("the process that talks to it has ended") from None

    def _received(self) -> Any:
        message = self._process.receive()
        if message is None:
            raise self._away("the process that talks to it has ended")
        return message

    def _away(self, reason: str) -> BookbuilderError:
        name = self._settings.scheduler or "of this machine"
        return BookbuilderError(diagnostic(AWAY, NOWHERE, scheduler=name, reason=reason))


def cluster_settings(world: World, scheduler: str, jobs: int, memory: int, *, jail: bool) -> ClusterSettings:
    """Return the settings of a cluster: of a scheduler, or without one of `jobs` processes (0: one for each processor).
    Raises `BookbuilderError` (`cluster.extra`)."""
    for package in ("distributed", "dask"):
        if world.package_file(package, "__init__.py") is None:
            hint = install_command("cluster", ["distributed"])
            raise BookbuilderError(diagnostic(EXTRA, NOWHERE, hint=hint, package=package))
    return ClusterSettings(scheduler, world.processes(jobs), memory, build_version(world), jail)


def check_address(scheduler: str) -> None:
    """Raise `BookbuilderError` (`cluster.plain`) for a scheduler off this machine that is not reached over TLS."""
    parts = urlsplit(scheduler)
    if parts.scheme == "tls" or not scheduler:
        return
    try:
        local = ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        local = parts.hostname == "localhost"
    if parts.scheme != "tcp" or not local:
        hint = "such as tls://cluster.example.org:8786"
        raise BookbuilderError(diagnostic(PLAIN, NOWHERE, hint=hint, scheduler=scheduler))
