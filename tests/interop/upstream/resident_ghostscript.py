"""A plugin of pytest: WeasyPrint's tests have their pages drawn by a Ghostscript that stays.

To start takes it four times as long as to draw a page of some pixels, and it is started two thousand times. Each document
is drawn with the options that it was to be started with; if anything is said that is not expected, it is started as ever.
"""

from __future__ import annotations

import atexit
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

END = "the end of a document"
_OUTPUT = "-sOutputFile=-"


class ResidentGhostscript:
    """A Ghostscript with some options, which draws one PDF after the other."""

    def __init__(self, options: Sequence[str]) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="ghostscript-"))
        self._process = subprocess.Popen(
            [
                *("gs", *options, "-dNOPROMPT"),
                *(f"--permit-file-read={tempfile.gettempdir()}/*", f"-sOutputFile={self._folder}/%d.png"),
            ],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def drawn(self, pdf: str) -> bytes | None:
        """Return the pages of a PDF, each a PNG, one after the other; None if anything else was said, and this has ended."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        print(f"({pdf}) run ({END}\\n) print flush", file=stdin, flush=True)
        said = stdout.readline()
        if said != f"{END}\n":
            self.end()
            return None
        pages = sorted(self._folder.iterdir(), key=lambda path: int(path.stem))
        found = b"".join(page.read_bytes() for page in pages)
        for page in pages:
            page.unlink()
        return found or None

    def end(self) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()
        shutil.rmtree(self._folder)


_RESIDENT: dict[tuple[str, ...], ResidentGhostscript] = {}


def run(command: Sequence[str], **options: Any) -> Any:
    """Do what `subprocess.run` does; a Ghostscript that draws on its standard output is not started for each document."""
    program, *words, pdf = command
    if program != "gs" or _OUTPUT not in words or not re.fullmatch(r"[\w/.-]+", pdf):
        return subprocess.run(command, check=False, **options)
    key = tuple(word for word in words if word not in (_OUTPUT, "-dBATCH"))
    if key not in _RESIDENT:
        _RESIDENT[key] = ResidentGhostscript(key)
    found = _RESIDENT[key].drawn(pdf)
    if found is None:
        del _RESIDENT[key]
        return subprocess.run(command, check=False, **options)
    return SimpleNamespace(stdout=found)


def pytest_sessionstart() -> None:
    """Have the conftest of WeasyPrint's tests ask us."""
    conftest: Any = sys.modules["tests.conftest"]
    assert conftest.run is subprocess.run
    conftest.run = run


@atexit.register
def _end() -> None:
    for one in _RESIDENT.values():
        one.end()
