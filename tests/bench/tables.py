"""Measures what tables cost, by turns with plain WeasyPrint: one of 300 rows, and a chapter of 20 with 2 to 12 columns.

`python -m tests.bench.tables [ROUNDS]` prints the processor time of cold builds of each book, and of the same HTML and style
sheet made by WeasyPrint without our changes.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.corpus import NOUNS, SETTINGS, Author
from tests.bench.measure import run

ROOT = Path(__file__).parents[2]
BUILD = "import sys; from bookbuilder.cli import main; sys.exit(main())"
ROWS, TABLES, MOST_COLUMNS = 300, 20, 12
ROUNDS = 3


def long_table() -> str:
    """Return a chapter with a table of many rows."""
    author = Author(50_000)
    rows = (
        f"| {row} | {author.dice.choice(NOUNS)} | {author.sentence()} | {author.dice.randint(1, 9999)} |"
        for row in range(1, ROWS + 1)
    )
    head = "| Nr. | Sache | Inhalt | Betrag |\n| --: | --- | --- | --: |\n"
    return f"# Ein Verzeichnis\n\n{author.sentence()}\n\n{head}" + "\n".join(rows) + "\n"


def many_tables() -> str:
    """Return a chapter with tables of few and of many columns, and text between them."""
    author = Author(50_001)
    parts = ["# Viele Tabellen"]
    for number in range(TABLES):
        columns = 2 + number * (MOST_COLUMNS - 2) // (TABLES - 1)
        parts += [" ".join(author.sentence() for _ in range(4)), "\n".join(_table(author, columns))]
    return "\n\n".join(parts) + "\n"


def _table(author: Author, columns: int) -> Iterator[str]:
    yield "| " + " | ".join(author.dice.choice(NOUNS) for _ in range(columns)) + " |"
    yield "| --- |" + " --: |" * (columns - 1)
    for _ in range(8):
        figures = (str(author.dice.randint(1, 999)) for _ in range(columns - 1))
        yield f"| {author.dice.choice(NOUNS)} | " + " | ".join(figures) + " |"


def no_table() -> str:
    """Return a chapter that shows what starting costs."""
    return "# Nichts\n\nKein Wort.\n"


BOOKS = {"a table of 300 rows": long_table, "20 tables": many_tables, "no table": no_table}


def write(folder: Path, chapter: str) -> Path:
    """Write a book for bookbuilder into a folder and return it."""
    home = folder / "chapters" / "de"
    home.mkdir(parents=True)
    (folder / "book.toml").write_text(SETTINGS, encoding="utf-8")
    (home / "01-tabellen.md").write_text(chapter, encoding="utf-8")
    return folder


def lines(rounds: int) -> Iterator[str]:
    """Yield a line for each book."""
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        for number, (name, chapter) in enumerate(BOOKS.items()):
            folder = Path(temporary, str(number))
            book, plain = write(folder / "book", chapter()), folder / "plain"
            run([sys.executable, "-m", "tests.bench.plain", "prepare", book, plain], ROOT)
            ours, theirs = [], []
            for _ in range(rounds):
                shutil.rmtree(book / ".bookbuilder", ignore_errors=True)
                ours.append(run([sys.executable, "-c", BUILD, "build", book, "-e", "pdf"], ROOT).cpu)
                out = folder / "plain.pdf"
                theirs.append(run([sys.executable, "-m", "tests.bench.plain", "print", plain, out], ROOT).cpu)
            ratios = statistics.median(one / other for one, other in zip(ours, theirs, strict=True))
            yield (
                f"{name}: {statistics.median(ours):.2f} s of CPU, plain WeasyPrint {statistics.median(theirs):.2f} s,"
                f" {ratios:.2f} times as long"
            )


if __name__ == "__main__":
    for line in lines(int(sys.argv[1]) if sys.argv[1:] else ROUNDS):
        print(line, flush=True)
