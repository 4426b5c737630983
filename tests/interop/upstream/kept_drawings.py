"""A plugin of pytest: what Ghostscript made of a PDF of WeasyPrint's tests is kept, and not drawn again from the same bytes.

It takes two thirds of the time of the tests, and draws what it is given: the same PDF, options and version, the same
pixels. A PDF that one of our patches makes otherwise is not among those that are kept, so it is drawn and judged as ever.
One of sixteen is drawn all the same, and has to be what is kept.
"""

from __future__ import annotations

import base64
import hashlib
import lzma
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

KEPT = "BOOKBUILDER_TESTS_DRAWINGS"
"""The variable that names the file of the drawings that are kept."""
RENEWED = "BOOKBUILDER_TESTS_DRAWINGS_RENEWED"
"""The variable that names the file to write the drawings of this run to; without it none is written."""
TRIED = "0"
"""What the keys of drawings begin with that are made all the same."""
PNG = b"\x89PNG\r\n\x1a\n"


def read(file: Path) -> dict[str, bytes]:
    """Return the drawings of a file by their keys; none if there is no file."""
    if not file.exists():
        return {}
    lines = lzma.decompress(file.read_bytes()).decode().splitlines()
    return {key: base64.b64decode(data) for key, data in (line.split(" ") for line in lines)}


def write(file: Path, drawings: Mapping[str, bytes]) -> None:
    """Keep drawings; those that are alike stand together, which makes a fifth of the file."""
    ordered = sorted(drawings.items(), key=lambda one: (one[1], one[0]))
    lines = [f"{key} {base64.b64encode(data).decode()}\n" for key, data in ordered]
    file.write_bytes(lzma.compress("".join(lines).encode(), preset=9))


@cache
def version() -> str:
    """Return the version of Ghostscript."""
    return subprocess.run(["gs", "--version"], capture_output=True, text=True, check=True).stdout.strip()


def drawing_key(command: Sequence[str]) -> str:
    """Return the key of what a command of Ghostscript draws: of the version, the options and the PDF, its last word."""
    pdf = Path(command[-1]).read_bytes()
    return hashlib.sha256(repr((version(), command[1:-1])).encode() + pdf).hexdigest()[:32]


class Drawings:
    """Draws by Ghostscript what is not among the drawings that are `kept`; `made` are all that were asked for."""

    def __init__(self, kept: Mapping[str, bytes]) -> None:
        self.kept = kept
        self.made: dict[str, bytes] = {}

    def run(self, command: Sequence[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        """Run a command of Ghostscript, or return what it printed before.

        Raises `AssertionError` if it draws something else than what is kept.
        """
        key = drawing_key(command)
        found = self.kept.get(key)
        if found is None or key.startswith(TRIED):
            done = subprocess.run(command, check=False, **options)
            assert found in (None, done.stdout), f"Ghostscript {version()} draws {key} otherwise than before"
            found = done.stdout
        if found.startswith(PNG):
            self.made[key] = found
        return subprocess.CompletedProcess(command, 0, found)


_DRAWINGS = Drawings({})


def pytest_collection_finish() -> None:
    """Let the tests draw by what is kept; their `conftest.py` starts Ghostscript."""
    _DRAWINGS.kept = read(Path(os.environ[KEPT]))
    theirs: Any = sys.modules["tests.conftest"]
    theirs.run = _DRAWINGS.run


def pytest_sessionfinish() -> None:
    """Write the drawings, if somebody asks for them."""
    if file := os.environ.get(RENEWED):
        write(Path(file), _DRAWINGS.made)
