"""Builds hostile books by the real command, and prints what is wrong:  python -m tests.hostile_books [FIRST [COUNT]]

The folders of books that found something stay in `.fuzz/books/`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.hostile_books.judge import try_seeds

OUT = Path(__file__).parents[2] / ".fuzz/books"


def main() -> int:
    """Try seeds, and return 1 if anything was found."""
    first, count = (*map(int, sys.argv[1:3]), *(1, 1000)[len(sys.argv[1:3]) :])
    found = 0
    for fault in try_seeds(range(first, first + count), OUT / str(first)):
        print(fault, flush=True)
        found += 1
    print(f"{count} books, {found} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
