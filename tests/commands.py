"""Runs commands of the program in processes of their own, which need not load it: one that has done so is copied for each.

The words, files, folder, environment and limits are those of the command, and so are signals and exit codes. What Python
itself settles when it starts (PYTHON…, LANG, which modules are loaded when) is that of the warm process; a test that is
about these starts Python.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import IO, Self

REPO = Path(__file__).parents[1]
MAIN = "bookbuilder.__main__:main"
NOTHING: Mapping[str, str] = MappingProxyType({})
SERVE = "import sys; sys.path.append({repo!r}); from tests.command_server import serve; sys.path.pop(); serve({number})"


class WarmProcess:
    """A process that has loaded the program which lies in a folder. It ends with the process that made it."""

    def __init__(self, home: Path = REPO) -> None:
        self._asking, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            number = theirs.fileno()
            self._process = subprocess.Popen(
                [sys.executable, "-c", SERVE.format(repo=str(REPO), number=number)],
                cwd=home, pass_fds=[number], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            )  # fmt: skip

    def start(
        self,
        *words: str | Path,
        folder: Path | None = None,
        limits: Sequence[tuple[int, int]] = (),
        main: str = MAIN,
        environment: Mapping[str, str] = NOTHING,
    ) -> Command:
        """Start a command in a folder, with limits of the system and variables added to the environment.

        `main` is the function that is the command.
        """
        asked = {
            "main": main,
            "words": [str(word) for word in words],
            "folder": str(folder or Path.cwd()),
            "environment": {**os.environ, **environment},
            "limits": limits,
        }
        ours, theirs = zip(*(os.pipe() for _ in range(3)), strict=True)
        with open(os.devnull, "rb") as nothing:
            socket.send_fds(self._asking, [json.dumps(asked).encode()], [nothing.fileno(), *theirs])
        for one in theirs:
            os.close(one)
        return Command(*(open(one, encoding="utf-8") for one in ours))

    def run(
        self,
        *words: str | Path,
        folder: Path | None = None,
        limits: Sequence[tuple[int, int]] = (),
        main: str = MAIN,
        timeout: float = 300,
        environment: Mapping[str, str] = NOTHING,
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        with self.start(*words, folder=folder, limits=limits, main=main, environment=environment) as command:
            out, err = command.communicate(timeout)
            return subprocess.CompletedProcess(words, command.wait(timeout), out, err)

    def close(self) -> None:
        """End the process."""
        self._asking.close()
        self._process.wait(timeout=60)


class Command:
    """A command that runs, and what it writes."""

    def __init__(self, stdout: IO[str], stderr: IO[str], told: IO[str]) -> None:
        self.stdout, self.stderr, self._told = stdout, stderr, told
        self.pid = int(told.readline())
        self.returncode: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)
        for stream in (self.stdout, self.stderr, self._told):
            stream.close()

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def poll(self) -> int | None:
        """Return the exit code, None while it runs."""
        if self.returncode is None and select.select([self._told], [], [], 0)[0]:
            self.returncode = int(self._told.readline())
        return self.returncode

    def wait(self, timeout: float) -> int:
        """Return the exit code when it has ended."""
        if self.returncode is None and not select.select([self._told], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired(str(self.pid), timeout)
        code = self.poll()
        assert code is not None
        return code

    def communicate(self, timeout: float = 300) -> tuple[str, str]:
        """Return all that it writes until it ends."""
        with ThreadPoolExecutor(2) as readers:
            written = [readers.submit(stream.read) for stream in (self.stdout, self.stderr)]
            try:
                self.wait(timeout)
            except subprocess.TimeoutExpired:
                os.kill(self.pid, signal.SIGKILL)
                raise
            return written[0].result(), written[1].result()


@cache
def program() -> WarmProcess:
    """Return the warm process of ours, which ends with this one."""
    found = WarmProcess()
    atexit.register(found.close)
    return found
