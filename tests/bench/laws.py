"""Makes a German book of laws: many headings, short paragraphs and lists, which fill pages badly; always the same.

`python -m tests.bench.laws [LAWS]` prints the processor time of a cold build in one process, a page, and how often parts
were laid out.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import PropertyMock, patch

import pikepdf

from tests.bench.corpus import SETTINGS, Author
from tests.bench.measure import ENVIRONMENT

ROOT = Path(__file__).parents[2]
SECTIONS = (8, 60)
"""How many sections a law has, at least and at most."""


def law(number: int) -> str:
    """Return the chapter of a law."""
    author = Author(40_000 + number)
    name = author.title().title()
    return "\n\n".join((f"# Gesetz über {name}", *_sections(author))) + "\n"


def _sections(author: Author) -> Iterator[str]:
    for number in range(1, author.dice.randint(*SECTIONS) + 1):
        if number % 12 == 1:
            yield f"## Abschnitt {number // 12 + 1}: {author.title()}"
        yield f"### § {number} {author.title()}"
        paragraphs = author.dice.choice((1, 1, 2, 3, 4))
        for paragraph in range(1, paragraphs + 1):
            text = " ".join(author.sentence() for _ in range(author.dice.choice((1, 1, 2))))
            yield f"({paragraph}) {text}" if paragraphs > 1 else text
            if author.dice.random() < 0.3:
                items = range(1, author.dice.randint(2, 6) + 1)
                yield "\n".join(f"{item}. {author.sentence()}" for item in items)


def write(folder: Path, laws: int) -> Path:
    """Write a book for bookbuilder into a folder and return it."""
    home = folder / "chapters" / "de"
    home.mkdir(parents=True)
    (folder / "book.toml").write_text(SETTINGS, encoding="utf-8")
    for number in range(laws):
        (home / f"{number + 1:03d}-gesetz.md").write_text(law(number), encoding="utf-8")
    return folder


def build(book: Path) -> None:
    """Build a book in this process, and print what it took."""
    from bookbuilder import api
    from bookbuilder.formats.pdf.compile.job import Task
    from bookbuilder.formats.pdf.engine import compile_part
    from bookbuilder.world import World

    parts: Counter[str] = Counter()
    theirs = compile_part.compile_part

    def counted(job: Task) -> bytes:
        parts[str(job.about)] += 1
        return theirs(job)

    with (
        patch.object(World, "cores", PropertyMock(return_value=1)),
        patch.object(compile_part, "compile_part", counted),
    ):
        started = time.process_time()
        result = api.build(book, editions=("pdf",), jobs=1)
        spent = time.process_time() - started
    assert not result.failed
    with pikepdf.open(result.files[0]) as pdf:
        pages = len(pdf.pages)
    short = sum(one.code == "page.short" for one in result.diagnostics)
    print(
        f"{spent:.2f} s, {pages} pages, {1000 * spent / pages:.1f} ms a page, {short} notices of short pages"
    )
    print(f"{len(parts)} parts were laid out {parts.total()} times")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--build"]:
        build(Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
            root = write(Path(temporary, "book"), int(sys.argv[1]) if sys.argv[1:] else 30)
            command = [sys.executable, "-m", "tests.bench.laws", "--build", str(root)]
            subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=True)
