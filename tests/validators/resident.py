"""A judge that stays: a process that is started when it is first asked, and answers until the tests end.

A JVM takes six seconds to load EPUBCheck and half a second to judge a small book; a browser is much the same.
"""

import atexit
import contextlib
import json
import os
import selectors
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Client
from pathlib import Path
from typing import Any

from tests.validators.machine import REPO, JudgeFailed, clean_environment

PLACE = "BOOKBUILDER_TESTS_JUDGES"
"""The variable that names the socket at which judges answer that all workers share (`judges.py`)."""


class Resident:
    """A program that reads a line of JSON for each question, and prints `{"said": …}` or `{"failed": reason}` for it.

    `command` returns how it is started, given an empty folder that is its own. It ends when its input does, so that none
    is left, whatever ends the tests. One that is `shared` is started once for all workers.
    """

    def __init__(
        self,
        name: str,
        command: Callable[[Path], Sequence[str | Path]],
        environment: Callable[[Path], Mapping[str, str]] = lambda home: {},
        *,
        shared: bool = False,
    ) -> None:
        self.name, self.command, self.environment, self.shared = name, command, environment, shared
        self.process: subprocess.Popen[bytes] | None = None
        self.home: tempfile.TemporaryDirectory[str] | None = None
        atexit.register(self.end)

    def ask(self, question: Mapping[str, Any], *, seconds: float) -> Any:
        """Return what the judge says, or the one of all workers; `JudgeFailed` if it gives no verdict."""
        place = os.environ.get(PLACE)
        if not self.shared or place is None:
            return self.ask_here(question, seconds=seconds)
        with Client(place, "AF_UNIX") as connection:
            connection.send((self.name, dict(question), seconds))
            said, failed = connection.recv()
        if failed:
            raise JudgeFailed(failed)
        return said

    def ask_here(self, question: Mapping[str, Any], *, seconds: float) -> Any:
        """Return what the judge of this process says; one that crashes or takes longer is ended: `JudgeFailed`."""
        process = self.process or self.start()
        assert process.stdin and process.stdout
        try:
            process.stdin.write(json.dumps(question).encode() + b"\n")
            process.stdin.flush()
            line = json.loads(_line(process.stdout.fileno(), seconds))
        except TimeoutError:
            self.end(at_once=True)
            raise JudgeFailed(f"{self.name} gave no verdict in {seconds:g} s on {question}") from None
        except (ValueError, OSError, EOFError):
            said = self.errors()
            self.end()
            raise JudgeFailed(f"{self.name} ended and gave no verdict on {question}\n{said}") from None
        if "said" not in line:
            raise JudgeFailed(f"{self.name} gave no verdict on {question}\n{line['failed']}\n{self.errors()}")
        return line["said"]

    def start(self) -> subprocess.Popen[bytes]:
        self.home = tempfile.TemporaryDirectory(prefix="bookbuilder-judge-")
        home = Path(self.home.name)
        own = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "TMPDIR": str(home)}
        with (home / "errors").open("wb") as errors:
            self.process = subprocess.Popen(
                [str(part) for part in self.command(home)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=REPO,
                env={**clean_environment(), **own, **self.environment(home)},
                start_new_session=True,
            )
        return self.process

    def errors(self) -> str:
        """Return the end of what it printed to its standard error."""
        assert self.home
        return (Path(self.home.name) / "errors").read_text(encoding="utf-8", errors="replace")[-2000:]

    def end(self, *, at_once: bool = False) -> None:
        """End it and all that it started; the next question starts another."""
        if self.process:
            assert self.process.stdin and self.process.stdout
            with contextlib.suppress(OSError):
                self.process.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0 if at_once else 5)  # it ends its own children
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process.stdout.close()
        if self.home:
            self.home.cleanup()
        self.process = self.home = None


def _line(file: int, seconds: float) -> bytes:
    """Return the next line of a pipe; it must be complete in so many seconds."""
    until, found = time.monotonic() + seconds, b""
    with selectors.DefaultSelector() as selector:
        selector.register(file, selectors.EVENT_READ)
        while not found.endswith(b"\n"):
            if not selector.select(max(0.0, until - time.monotonic())):
                raise TimeoutError
            part = os.read(file, 1 << 16)
            if not part:
                raise EOFError
            found += part
    return found
