"""Runs the program on a terminal of its own, as a person would sit at it."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.patience import PATIENCE


class Terminal:
    """The program on a terminal: what it shows, and what is typed."""

    def __init__(self, *words: str, cwd: Path, environ: Mapping[str, str] | None = None) -> None:
        self.ours, theirs = pty.openpty()
        self.shown = ""
        start = "import sys; from bookbuilder.__main__ import main; sys.exit(main())"
        self.process = subprocess.Popen(
            [sys.executable, "-c", start, *words],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=cwd,
            env={**os.environ, "COLUMNS": "100", "LINES": "30", "TERM": "xterm-256color", **(environ or {})},
            start_new_session=True,
        )
        os.close(theirs)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(timeout=PATIENCE)
        os.close(self.ours)

    def until(self, text: str) -> str:
        """Read until a text is shown, and return all that was shown since the last call."""
        end = time.monotonic() + PATIENCE
        while text not in self.shown:
            assert self._read(end), f"{text!r} was not shown, but: {self.shown!r}"
        shown, _, self.shown = self.shown.partition(text)
        return shown + text

    def type(self, text: str) -> None:
        """Type a text."""
        os.write(self.ours, text.encode())

    def interrupt(self) -> None:
        """Do what Ctrl-C does in a shell: the signal for the process in front."""
        self.process.send_signal(signal.SIGINT)

    def ended(self) -> tuple[int, str]:
        """Wait for the end; return the exit code and the rest that was shown."""
        end = time.monotonic() + PATIENCE
        while self._read(end):
            pass
        return self.process.wait(timeout=PATIENCE), self.shown

    def _read(self, end: float) -> bool:
        """Read what is there; false at the end of the program, or of patience."""
        if not select.select([self.ours], [], [], max(end - time.monotonic(), 0))[0]:
            return False
        try:
            data = os.read(self.ours, 65536)
        except OSError:  # Linux says so when the other end is closed
            return False
        self.shown += data.decode(errors="replace").replace("\r\n", "\n")
        return bool(data)
