"""Counts what each patch for speed gains: all parts of a book, laid out and drawn with all patches and with each left out.

`python -m tests.bench.patches [PAGES | FOLDER …] [--jobs N]` prints a table, with a column for each generated book of so
many pages and for the book in each folder. It wants valgrind, which counts the blocks of machine code that run: times vary
by a third where other programs run, these counts hardly at all. It all takes some twenty times as long.

Parts are laid out one after the other in one process that does nothing else. The program must not be edited meanwhile.
"""

from __future__ import annotations

import argparse
import os
import pickle
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bookbuilder import api
from bookbuilder.formats.pdf.compile.job import Task
from bookbuilder.formats.pdf.engine.compile_part import compile_part
from bookbuilder.formats.pdf.engine.patch import Kind, Scope
from bookbuilder.formats.pdf.engine.setup.install_patches import patches
from bookbuilder.workers.runner import PoolRunner
from tests.bench import corpus

LOAD = "import bookbuilder.formats.pdf.engine.setup.load_weasyprint"
DECLARED = "bookbuilder.formats.pdf.engine.setup.parsed_declarations"
LOAD_WITHOUT = f"import {DECLARED}; {DECLARED}.SOURCE = ''; {LOAD}"
SPEED = {name: one for name, one in patches().items() if one.kind is Kind.SPEED}
LOADING = [name for name, one in SPEED.items() if one.scope is Scope.LOADING]
"""The patches that are in place while WeasyPrint is loaded: they cannot be left out of a part."""
VARIANTS = ("", "", *(name for name in SPEED if name not in LOADING), "speed")
"""What is left out; nothing, twice, to see how exact the count is."""


def blocks(*command: str | Path) -> int:
    """Return how many blocks of machine code a command runs."""
    with tempfile.TemporaryDirectory(prefix="blocks-") as folder:
        log = Path(folder) / "log"
        counted = ("valgrind", "--tool=none", "--stats=yes", f"--log-file={log}", sys.executable, *command)
        fixed = os.environ | {"PYTHONHASHSEED": "0"}
        subprocess.run(counted, check=True, capture_output=True, env=fixed)
        found = re.search(r"scheduler: ([\d,]+) event checks", log.read_text(errors="replace"))
    assert found
    return int(found[1].replace(",", ""))


def tasks(book: Path) -> list[Task]:
    """Build the PDFs of a book and return what was laid out for them."""
    found: list[Task] = []
    begin = PoolRunner.begin

    def recorded(self: PoolRunner, step: Any, given: Any) -> Any:
        found.extend(one for one in given if isinstance(one, Task))
        return begin(self, step, given)

    with patch.object(PoolRunner, "begin", recorded):
        assert not api.build(book, editions=("pdf",), jobs=1).failed
    return found


def lay_out(parts: Path, without: Sequence[str]) -> None:
    """Lay out and draw the parts in a file."""
    found: list[Task] = pickle.loads(parts.read_bytes())  # written by `main`
    for task in found:
        compile_part(replace(task, job=replace(task.job, without_patches=tuple(without))))


def rows(parts: Sequence[Path], heads: Sequence[str], none: Path, jobs: int) -> Iterator[str]:
    """Yield the lines of the table; `none` is a file without parts."""

    def count(file: Path, without: str) -> int:
        return blocks(
            "-m", "tests.bench.patches", "--lay-out", file, *(["--without", without] * bool(without))
        )

    with ThreadPoolExecutor(jobs) as pool:
        start = pool.submit(count, none, "")
        counts = [[pool.submit(count, file, variant) for variant in VARIANTS] for file in parts]
        yield f"| left out | {' | '.join(heads)} |"
        yield f"| --- |{' --: |' * len(heads)}"
        whole = [one[0].result() - start.result() for one in counts]
        yield f"| nothing | {' | '.join(f'{one / 1e9:.3f}' for one in whole)} |"
        for at, variant in enumerate(VARIANTS[1:], 1):
            spent = [one[at].result() - start.result() for one in counts]
            gains = (f"{100 * (one / all_ - 1):+.2f} %" for one, all_ in zip(spent, whole, strict=True))
            yield f"| {f'`{variant}`' if variant else 'nothing, again'} | {' | '.join(gains)} |"


def main() -> None:
    """Print the table, and what loading WeasyPrint takes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("books", nargs="*", default=["100", "400"])
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--lay-out", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--without", nargs="*", default=(), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.lay_out:
        lay_out(asked.lay_out, asked.without)
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        files: list[Path] = []
        heads: list[str] = []
        for one in asked.books:
            generated = one.isdigit()
            book = corpus.write(folder / one, int(one)) if generated else Path(one)
            files.append(folder / f"{len(files)}.parts")
            files[-1].write_bytes(pickle.dumps(tasks(book)))
            heads.append(f"{one} pages" if generated else book.name)
        none = folder / "none.parts"
        none.write_bytes(pickle.dumps([]))
        for line in rows(files, heads, none, asked.jobs):
            print(line, flush=True)
    ours, theirs = (blocks("-c", code) for code in (LOAD, LOAD_WITHOUT))
    print(f"\nLoading in every process: {ours / 1e9:.3f}, {theirs / 1e9:.3f} without {', '.join(LOADING)}.")


if __name__ == "__main__":
    main()
