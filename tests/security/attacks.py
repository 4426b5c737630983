"""What a book could try whose bytes took over the process that reads them. Run as a program: `python attacks.py WORDS…` runs
the command line, whose build makes these attempts and prints what came of them as JSON."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


def connect(place: str) -> None:
    """Connect to a host of the network."""
    socket.create_connection(("192.0.2.1", 80), timeout=5)


def send(place: str) -> None:
    """Send a datagram, as a question for a name does."""
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 53))


def write(place: str) -> None:
    """Write beside the book."""
    Path(place, "written").write_text("x")


def delete(place: str) -> None:
    """Delete what lies beside the book."""
    Path(place, "private.txt").unlink()


def move(place: str) -> None:
    """Move what lies beside the book into it."""
    Path(place, "private.txt").rename(Path(place, "book/moved"))


def read(place: str) -> None:
    """Read what lies beside the book."""
    Path(place, "private.txt").read_text()


def listen(place: str) -> None:
    """List a folder of the person who builds it."""
    os.listdir(Path.home())


def passwords(place: str) -> None:
    """Read the hashes of passwords."""
    Path("/etc/shadow").read_bytes()


def look(place: str) -> None:
    """Read what another process has in its environment."""
    for one in (int(name) for name in os.listdir("/proc") if name.isdecimal()):
        if one == int(os.environ["ATTACKED"]):
            Path(f"/proc/{one}/environ").read_bytes()


def kill(place: str) -> None:
    """End another process."""
    os.kill(int(os.environ["ATTACKED"]), signal.SIGTERM)


def trace(place: str) -> None:
    """Take over another process."""
    library = ctypes.CDLL(None, use_errno=True)
    if library.ptrace(16, int(os.environ["ATTACKED"]), 0, 0) < 0:
        raise OSError(ctypes.get_errno(), "ptrace")


def fork(place: str) -> None:
    """Make processes without end; a thousand will do for a test that fails."""
    for _ in range(1000):
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
    time.sleep(30)


def run(place: str) -> None:
    """Start a program."""
    subprocess.run(["true"], check=True)


def take(place: str) -> None:
    """Take 3 GB."""
    bytearray(3_000_000_000)


def raise_limit(place: str) -> None:
    """Allow oneself more memory."""
    resource.setrlimit(resource.RLIMIT_DATA, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def type_into_a_terminal(place: str) -> None:
    """Type a command into the shell of the person who builds it."""
    import fcntl

    opened, _ = os.openpty()
    fcntl.ioctl(opened, 0x5412, b"x")


ATTACKS: dict[str, Callable[[str], None]] = {
    one.__name__: one
    for one in (
        *(connect, send, write, delete, move, read, listen, passwords, look, kill, trace),
        *(fork, run, take, raise_limit, type_into_a_terminal),
    )
}


def attempt(place: str) -> bytes:
    """Return as JSON which attempts were not refused. `place` is the folder that the book lies in."""
    done = []
    for name, one in ATTACKS.items():
        try:
            one(place)
        except (OSError, ValueError, MemoryError):
            continue
        done.append(name)
    return json.dumps(done).encode()


# -- pieces of work that end badly ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    """A piece of work on a chapter."""

    about: str
    number: int = 0


def burn(given: Piece) -> bytes:
    """Take processor time without end."""
    while True:
        pass


def devour(given: Piece) -> bytes:
    """Take memory without end."""
    taken = []
    while True:
        taken.append(bytes(100_000_000))


def crash(given: Piece) -> bytes:
    """Be ended by a signal, as by a library with a bug."""
    os.kill(os.getpid(), given.number)
    time.sleep(60)
    return b""


def stumble(given: Piece) -> bytes:
    """Have a bug, while a node of a chapter is at hand."""
    from bookbuilder.diagnostics import Span

    span = Span(given.about, 14, 7)
    return bytes(len(span.path) // 0)


def main() -> int:
    """Run the command line; the first word says what its build does."""
    import bookbuilder.cli
    from bookbuilder import api
    from bookbuilder.jail import rlimits
    from bookbuilder.workers.worker_task import run_task

    what = sys.argv.pop(1)
    root = Path(sys.argv[-1])

    def made(*given: object, **named: object) -> api.Result:
        if what == "fork":
            fork("")
        elif what == "attempt":
            if sys.argv[1] == "check" and "--quick" not in sys.argv:
                ATTACKS.pop("fork")
            print(attempt(str(root.parent)).decode(), file=sys.__stdout__, flush=True)
            if "--watch" in sys.argv:
                os._exit(0)  # it would stay
        else:
            rlimits.SECONDS = 1
            run_task(f"tests.security.attacks:{what}", Piece("chapters/de/01-a.md", signal.SIGSEGV), 0)
        return api.Result(())

    api.requested_build = api.requested_check = made
    rlimits.SECONDS = 60 if what == "fork" else 2  # to start 250 processes takes a busy machine some seconds
    return bookbuilder.cli.main()


if __name__ == "__main__":
    sys.exit(main())
