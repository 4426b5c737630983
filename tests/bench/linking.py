"""Measures what it takes to put a book of 1000 pages together when all its parts are in the cache.

`python -m tests.bench.linking [PAGES]` prints the processor time of each step, and the size of the file.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from bookbuilder import api
from bookbuilder.formats.pdf.link import assemble, linker
from bookbuilder.formats.pdf.paginate import compile_requests, corrections, scheduled_part
from tests.bench import corpus
from tests.bench.clock import Clock, Step

STEPS: tuple[Step, ...] = (
    (compile_requests, "decode"),
    (scheduled_part, "page_sequence"),
    (corrections, "corrected"),
    (assemble, "linked"),
    (linker, "link"),
)
ROUNDS = 5


def main(pages: int) -> None:
    """Build once, then again and again with a clock at each step. `assemble.linked` is all of linking."""
    spent: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        book = corpus.write(Path(folder), pages)
        size = api.build(book, editions=("pdf",)).files[0].stat().st_size
        for _ in range(ROUNDS):
            for name, seconds in steps(book).items():
                spent[name].append(seconds)
    for name, all_seconds in spent.items():
        print(f"{name}: {statistics.median(all_seconds):.3f} s")
    print(f"{pages} pages: {size} bytes")


def steps(book: Path) -> dict[str, float]:
    """Return the processor time of each step of linking a book."""
    clock = Clock()
    with clock.watching(STEPS):
        api.build(book, editions=("pdf",))
    return dict(clock.spent)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1000)
