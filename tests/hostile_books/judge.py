"""Builds a hostile book with the real command, and says what is wrong with what it did."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pikepdf

from tests.conftest import BUILD, REPO
from tests.hostile_books.draw import FOLDER, LINK, PIPE, HostileBook, hostile_book
from tests.measured_command import Usage, measured, usage_of

SECRET = "kanarienvogel-7a31c9"
"""What the folder outside the book has in its file; it may be in no output and no message."""
CPU_SECONDS = 120
MEGABYTES = 2600
"""Of the largest process."""
MESSAGE_BYTES = 2_000_000
WAIT = 400
"""Seconds until a build that does not end is ended; the machine may be busy."""


@contextmanager
def listening_host() -> Iterator[tuple[str, list[str]]]:
    """Give the address of a host on this machine, and a list of who has asked it."""
    asked: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        ended = threading.Event()

        def answer() -> None:
            while not ended.is_set():
                with suppress(TimeoutError, OSError):
                    connection, peer = server.accept()
                    asked.append(str(peer))
                    connection.close()

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}", asked
        finally:
            ended.set()
            thread.join()


def write(book: HostileBook, root: Path) -> None:
    """Write a book into a folder. What the file system refuses (a file below a file, a name too long) is left out."""
    root.mkdir(parents=True)
    for path, (kind, target) in book.others.items():
        place = root / path
        with suppress(OSError, ValueError):
            place.parent.mkdir(parents=True, exist_ok=True)
            if kind == LINK:
                place.symlink_to(target)
            elif kind == PIPE:
                os.mkfifo(place)
            elif kind == FOLDER:
                place.mkdir()
    for path, data in sorted(book.files.items()):
        place = root / path
        with suppress(OSError, ValueError):
            if not any(parent.is_symlink() for parent in (place, *place.parents) if parent != root):
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)


def faults(seed: int, folder: Path, jobs: int = 1) -> list[str]:
    """Build the book of a seed in a new folder, and return what is wrong with what the build did; empty if nothing is."""
    with listening_host() as (host, asked):
        book = hostile_book(seed, str(folder / "outside"), host)
        _, found = judged(book, folder, jobs)
        if asked:
            found.append(f"asked the host {len(asked)} times")
    return [f"seed {seed}: {one} ({'; '.join(book.changes)[:600]})" for one in found]


def judged(book: HostileBook, folder: Path, jobs: int) -> tuple[int, list[str]]:
    """Build a book in a folder, and return the exit code and what is wrong with what the build did."""
    outside, root = folder / "outside", folder / "book"
    outside.mkdir(parents=True)
    (outside / "secret.txt").write_text(f"{SECRET}\n")
    write(book, root)
    before = _listing(folder)
    code, said, used = _built(root, folder, jobs)
    found = _wrong(root, folder, code, said, before)
    if used.seconds > CPU_SECONDS:
        found.append(f"took {used.seconds:.0f} CPU seconds")
    if used.peak > MEGABYTES * 2**20:
        found.append(f"took {used.peak / 2**20:.0f} MB")
    return code, found


def _built(root: Path, folder: Path, jobs: int) -> tuple[int, bytes, Usage]:
    """Return exit code, messages, and what the build took."""
    home = folder / "home"
    home.mkdir()
    scratch = folder / "t"
    scratch.mkdir()
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("XDG_")},
        "HOME": str(home),
        "PYTHONPATH": str(REPO),
        "TMPDIR": str(scratch),
    }
    log, usage = folder / "log", folder / "log-usage"
    command = measured(usage, sys.executable, "-P", "-c", BUILD, "build", root, "--jobs", str(jobs))
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env=environment,
            cwd=folder / "home",
            start_new_session=True,
        )
        try:
            code = process.wait(WAIT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            code = process.wait()
    return code, log.read_bytes(), usage_of(usage) or Usage(WAIT, 0)


def _wrong(root: Path, folder: Path, code: int, said: bytes, before: set[str]) -> list[str]:
    found = []
    if code not in (0, 1, 2):
        found.append(f"exit code {code}: {said[-300:].decode(errors='replace')!r}")
    if b"Traceback" in said:
        found.append("a traceback")
    if len(said) > MESSAGE_BYTES:
        found.append(f"{len(said)} bytes of messages")
    if SECRET.encode() in said:
        found.append("the secret in a message")
    new = {
        path
        for path in _listing(folder) - before
        if not path.startswith(("home", "t", "log", "book/.bookbuilder", "book/output"))
    }
    if new:
        found.append(f"wrote {sorted(new)[:5]}")
    if (folder / "outside/secret.txt").read_text() != f"{SECRET}\n":
        found.append("changed what is outside")
    output = root / "output"
    if code != 0 and output.is_dir() and not output.is_symlink() and any(output.iterdir()):
        found.append(f"failed, and wrote {[place.name for place in output.iterdir()][:3]}")
    if output.is_dir() and any(SECRET.encode() in data for data in _contents(output)):
        found.append("the secret in an output")
    return found


def _contents(output: Path) -> Iterator[bytes]:
    """Yield what is in the finished files, unpacked."""
    for place in sorted(output.rglob("*")):
        if not place.is_file():
            continue
        if place.suffix == ".epub":
            with zipfile.ZipFile(place) as archive:
                yield from (archive.read(name) for name in archive.namelist())
        elif place.suffix == ".pdf":
            with pikepdf.open(place) as pdf:
                for one in pdf.objects:
                    if isinstance(one, pikepdf.Stream):
                        with suppress(pikepdf.PdfError, zlib.error):
                            yield one.read_bytes()
        else:
            yield place.read_bytes()


def _listing(folder: Path) -> set[str]:
    return {
        os.path.relpath(os.path.join(above, name), folder)
        for above, folders, files in os.walk(folder)
        for name in (*folders, *files)
    }


def try_seeds(seeds: Iterator[int] | range, place: Path) -> Iterator[str]:
    """Yield what is wrong with the builds of these seeds; the folders of those with faults stay."""
    for seed in seeds:
        folder = place / str(seed)
        shutil.rmtree(folder, ignore_errors=True)
        found = faults(seed, folder, jobs=1 + seed % 2)
        yield from found
        if not found:
            shutil.rmtree(folder, ignore_errors=True)
