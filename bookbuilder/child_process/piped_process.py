"""A process that runs a module of this program, and receives and sends messages over pipes (`message_framing`)."""

from __future__ import annotations

import os
import select
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from typing import IO, Any

from bookbuilder.child_process import message_framing
from bookbuilder.isolation.python_process import ROOT, module_code, python_command


class PipedProcess:
    """A running module. It starts in the root folder, so that it takes no path for one of a book."""

    def __init__(self, module: str, environ: Mapping[str, str] | None = None, *, quiet: bool = False) -> None:
        """Start a module in an environment (None: that of this process); if `quiet`, what it prints as errors is dropped."""
        self._process = subprocess.Popen(
            python_command(module_code(module)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if quiet else None,
            cwd=ROOT,
            env=None if environ is None else {**os.environ, **environ},
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._input: IO[bytes] = self._process.stdin
        self._output: IO[bytes] = self._process.stdout

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def send(self, message: object) -> None:
        """Send a message. Raises `OSError` if the process has ended, `ValueError` if its input is closed or the message too
        large."""
        message_framing.write(self._input.write, message)
        self._input.flush()

    def receive(self, seconds: float | None = None) -> Any:
        """Return the next message; None if the process has ended, or sends none for so many seconds."""
        if seconds is not None and not select.select([self._output], [], [], max(0.0, seconds))[0]:
            return None
        return message_framing.read(self._output.read)

    def exit_code(self, seconds: float) -> int | None:
        """Return the exit code of the process, which is killed if it has not ended after so many seconds. None if this
        process is confined and may not kill it: its guard does that."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            with suppress(PermissionError):
                self._process.kill()
                return self._process.wait()
        return None

    def end(self, seconds: float) -> None:
        """Close its input, upon which it ends, and wait for so many seconds."""
        with suppress(OSError):
            self._input.close()
        self.exit_code(seconds)

    def close(self) -> None:
        """Close its output, which nobody may read any more."""
        self._output.close()
