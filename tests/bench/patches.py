"""Measures what each patch for speed gains: builds of one book with all patches, and with each of them left out.

`python -m tests.bench.patches [PAGES …] [--rounds N]` prints a table of processor time, medians of rounds in which every
variant is built once.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bookbuilder.formats.pdf.engine.install import patches
from bookbuilder.formats.pdf.engine.patch import Kind, Scope
from tests.bench import corpus

BUILD = "import sys; from bookbuilder.__main__ import main; sys.exit(main())"
NAMES = [name for name, one in patches().items() if one.kind is Kind.SPEED and one.scope is not Scope.LOADING]
"""The patch that is in place while WeasyPrint is loaded cannot be left out."""


def seconds(book: Path, *without: str) -> float:
    """Return the processor time of a build of the PDF from nothing, with one process."""
    shutil.rmtree(book / ".bookbuilder", ignore_errors=True)
    options = [word for name in without for word in ("--without-patch", name)]
    before = os.times()
    subprocess.run(
        [sys.executable, "-c", BUILD, "build", book, "--edition", "pdf", "--jobs", "1", *options],
        check=True,
        capture_output=True,
    )
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("pages", nargs="*", type=int, default=[100, 400])
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    variants: list[tuple[str, ...]] = [(), *((name,) for name in NAMES), ("speed",)]
    for pages in asked.pages:
        spent: dict[tuple[str, ...], list[float]] = {variant: [] for variant in variants}
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            book = corpus.write(Path(folder), pages)
            for _ in range(asked.rounds):
                for variant in variants:
                    spent[variant].append(seconds(book, *variant))
        whole = statistics.median(spent[()])
        print(f"\n{pages} pages, {asked.rounds} rounds: {whole:.2f} s with all patches")
        for variant in variants[1:]:
            median = statistics.median(spent[variant])
            print(f"without {variant[0]}: {median:.2f} s, {100 * (median / whole - 1):+.1f} %", flush=True)


if __name__ == "__main__":
    main()
