"""A scheduler of Dask and its workers, as processes of this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from distributed.security import Security

from tests.conftest import REPO
from tests.patience import PATIENCE


class DaskCluster:
    """A scheduler with workers on the loopback, over TCP or, with `certificates` (a folder), over TLS."""

    def __init__(self, folder: Path, workers: int, certificates: Path | None = None) -> None:
        self.folder, self.certificates = folder, certificates
        folder.mkdir(parents=True, exist_ok=True)
        self.port = 0
        self.scheduler = self._scheduler()
        self.workers = [self.start_worker() for _ in range(workers)]

    @property
    def address(self) -> str:
        """The address of the scheduler."""
        return f"{'tls' if self.certificates else 'tcp'}://127.0.0.1:{self.port}"

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment of all that talk to it: Dask's own settings."""
        tls = {}
        if self.certificates:
            files = {"CA_FILE": "ca.pem"}
            for name in ("SCHEDULER", "WORKER", "CLIENT"):
                files |= {f"{name}__CERT": "cert.pem", f"{name}__KEY": "key.pem"}
            tls = {
                f"DASK_DISTRIBUTED__COMM__TLS__{key}": f"{self.certificates}/{file}"
                for key, file in files.items()
            }
        return {
            **os.environ,
            **tls,
            "PYTHONPATH": str(REPO),
            "DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "error",
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "20",
        }

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log.txt").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *words],
                env=dict(self.environment),
                stdout=log,
                stderr=log,
                cwd=self.folder,
            )

    def _scheduler(self) -> subprocess.Popen[bytes]:
        """Start the scheduler, at the port that it had if it is started again."""
        file = self.folder / "scheduler.json"
        file.unlink(missing_ok=True)
        protocol = "tls" if self.certificates else "tcp"
        process = self._start(
            "scheduler", "--host", f"{protocol}://127.0.0.1", "--port", str(self.port), "--no-dashboard",
            "--scheduler-file", str(file),
        )  # fmt: skip
        until = time.monotonic() + PATIENCE
        while not file.exists() or not file.read_text().rstrip().endswith("}"):
            assert time.monotonic() < until and process.poll() is None, (self.folder / "log.txt").read_text()
            time.sleep(0.05)
        if not self.port:
            self.port = int(json.loads(file.read_text())["address"].rpartition(":")[2])
        return process

    def start_worker(self) -> subprocess.Popen[bytes]:
        """Start a worker with one thread, without a process that would start it again."""
        return self._start(
            "worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit", "0",
            "--local-directory", str(self.folder), "--death-timeout", "60",
        )  # fmt: skip

    def restart_scheduler(self) -> None:
        """Kill the scheduler, and start it and as many workers again."""
        self.scheduler.kill()
        self.scheduler.wait()
        self.scheduler = self._scheduler()

    def replace_worker(self, place: int) -> None:
        """Kill a worker, and start another."""
        self.workers[place].kill()
        self.workers[place].wait()
        self.workers[place] = self.start_worker()

    def replace_ended_workers(self) -> None:
        """Start others for workers that have ended, as they do some time after their scheduler."""
        for place, worker in enumerate(self.workers):
            if worker.poll() is not None:
                self.workers[place] = self.start_worker()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


def write_certificates(folder: Path) -> Path:
    """Write a throw-away certificate and its key into a folder."""
    security: Any = Security  # Dask gives its methods no types
    made = security.temporary()
    folder.mkdir(parents=True)
    for name, text in (
        ("ca", made.tls_ca_file),
        ("cert", made.tls_client_cert),
        ("key", made.tls_client_key),
    ):
        (folder / f"{name}.pem").write_text(text)
    return folder
