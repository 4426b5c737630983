"""What runs in a worker of Dask: hands tasks, as bytes, to confined processes (`build_process`), one for each thread."""

from __future__ import annotations

import tempfile
import time
from threading import Lock
from typing import Any

import msgspec
from distributed import WorkerPlugin, get_worker
from distributed.worker import Worker

from bookbuilder.catalogue.build_process import BuilderSettings
from bookbuilder.catalogue.build_task import BuiltBook
from bookbuilder.child_process.piped_process import PipedProcess
from bookbuilder.jail import current_task
from bookbuilder.workers.worker_exit import ended_by_signal

PLUGIN = "bookbuilder"
TRIES = 3
"""How often a task is begun that ends with its process, before that is its result."""
LONGEST = 3600.0
"""Seconds after which a task that says nothing is ended."""
_KILLED = (9, 15)
"""Signals that come from outside: the task may succeed the next time."""


class WorkerRefused(Exception):
    """A worker does not do the work; the message says why."""


class BuildPlugin(WorkerPlugin):
    """The confined processes of a worker. `version` is that of the client: a worker with another refuses all tasks."""

    name = PLUGIN

    def __init__(self, version: str, memory: int, *, jail: bool = True, programs: bool = False) -> None:
        self.version, self.memory, self.jail, self.programs = version, memory, jail, programs
        self._idle: list[_Builder] = []
        self._ended = False
        # Made in `setup`: Dask pickles the plugin, and a lock cannot be pickled.
        self._lock: Any = None

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "_idle": [], "_ended": False, "_lock": None}

    def setup(self, worker: Worker) -> None:
        """Prepare; processes are started when there is work."""
        self._idle, self._lock = [], Lock()
        del worker

    def teardown(self, worker: Worker) -> None:
        """End the processes; those that are at work end with it."""
        del worker
        with self._lock:
            self._ended = True
            idle, self._idle = self._idle, []
        for process in idle:
            process.close()

    def build(self, payload: bytes) -> bytes:
        """Return the result of a task. Raises `WorkerRefused`."""
        number, about = 0, ""
        for _ in range(TRIES):
            with self._lock:
                worker = self._idle.pop() if self._idle else None
            try:
                worker = worker or _Builder(self.version, self.memory, jail=self.jail, programs=self.programs)
                reply = worker.build(payload)
            except _Ended as ended:
                number, about = ended.number, ended.about
                # It ran out of memory or time, or crashed, and would do so again.
                if number not in _KILLED:
                    break
                continue
            self._give_back(worker)
            if isinstance(reply, str):
                raise WorkerRefused(reply)
            return bytes(reply)
        return msgspec.msgpack.encode(BuiltBook((ended_by_signal(number, about),)))

    def _give_back(self, worker: _Builder) -> None:
        with self._lock:
            if not self._ended:
                self._idle.append(worker)
                return
        worker.close()


class _Ended(Exception):
    """A process has ended: by which signal, and what it worked on."""

    def __init__(self, number: int, about: str) -> None:
        super().__init__(number)
        self.number, self.about = number, about


class _Builder:
    """A confined process and the pipes to it."""

    def __init__(self, version: str, memory: int, *, jail: bool, programs: bool) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="bookbuilder-worker-", ignore_cleanup_errors=True)
        self._process = PipedProcess("bookbuilder.catalogue.build_process", {"TMPDIR": self._folder.name})
        settings = BuilderSettings(self._folder.name, memory, jail, programs)
        if self._reply(msgspec.to_builtins(settings)) != version:
            self.close()
            raise WorkerRefused("it has another version of bookbuilder, of a library or of a font")

    def build(self, payload: bytes) -> Any:
        """Return the reply to a task. Raises `_Ended`."""
        return self._reply(payload)

    def close(self) -> None:
        """End the process."""
        self._process.end(5)
        self._process.close()
        self._folder.cleanup()

    def _reply(self, message: object) -> Any:
        try:
            self._process.send(message)
        except OSError:
            raise self._ended() from None
        reply = self._process.receive(LONGEST)
        if reply is None:
            raise self._ended()
        return reply

    def _ended(self) -> _Ended:
        code = self._process.exit_code(1) or 0
        about = current_task.read_tasks(self._folder.name, self._process.pid)
        self.close()
        return _Ended(-code if code < 0 else 9, about[0] if about else "")


def run_build(payload: bytes) -> tuple[str, bytes, str, float]:
    """Do a task in the worker that runs this: return `built` with the bytes of a `BuiltBook`, `refused` with the reason, or
    `unprepared` if its scheduler has not told it of the plugin; the address of the worker, and the seconds that it took."""
    worker, started = get_worker(), time.monotonic()
    if not worker.address.startswith(("tls://", "inproc://", "tcp://127.")):
        return "refused", b"it takes tasks over a network without TLS", worker.address, 0.0
    plugin = worker.plugins.get(PLUGIN)
    if not isinstance(plugin, BuildPlugin):
        return "unprepared", b"it has not been told how to build", worker.address, 0.0
    try:
        result = "built", plugin.build(payload)
    except WorkerRefused as refused:
        result = "refused", str(refused).encode()
    except OSError as error:  # it cannot start processes, or has no room for them
        result = "refused", f"{type(error).__name__}: {error}".encode()
    return (*result, worker.address, time.monotonic() - started)
