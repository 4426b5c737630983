"""Measures what notes cost: a book with some twelve notes a page, beside the same text with none.

`python -m tests.bench.notes [--addresses] [PAGES [PATCH OR KIND TO LEAVE OUT …]]` prints the processor time of cold
builds in one process, a page, and how many notes a page has. The notes are short ones in prose; with `--addresses`, each
item of long lists has one, whose link prints its address.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import PropertyMock, patch

import pikepdf

from tests.bench.corpus import NOUNS, SETTINGS, WORDS_ON_A_PAGE, Author, Block, Chapter, Run, markdown
from tests.bench.measure import ENVIRONMENT

ROOT = Path(__file__).parents[2]
PAGES_IN_A_CHAPTER = 40
WORDS_OF_A_NOTE = 9
"""Words of the text that a note takes the room of."""
NOTES_ON_A_PAGE = 12
WORDS_OF_AN_ITEM = 6
ITEMS_IN_A_LIST = 9
_PLAIN = [noun for noun in NOUNS if noun.isascii()]
ROUNDS = 3


def chapters(pages: int) -> tuple[Chapter, ...]:
    """Return the chapters of a book of about so many pages, with notes."""
    number = max(1, round(pages / PAGES_IN_A_CHAPTER))
    return tuple(_chapter(index, min(pages, PAGES_IN_A_CHAPTER)) for index in range(number))


def _chapter(number: int, pages: int) -> Chapter:
    author = Author(20_000 + number)
    words = (WORDS_ON_A_PAGE - WORDS_OF_A_NOTE * NOTES_ON_A_PAGE) * pages
    blocks = []
    written, noted = 0.0, 0
    while written < words:
        runs = []
        for _ in range(author.dice.randint(3, 8)):
            runs.append(Run("text", author.sentence()))
            written += len(runs[-1].text.split())
            if noted < written / words * NOTES_ON_A_PAGE * pages:
                noted += 1
                runs.append(Run("note", _source(author)))
            runs.append(Run("text", " "))
        blocks.append(Block("p", tuple(runs)))
    return Chapter(f"{number + 1:03d}-kapitel", author.title(), tuple(blocks))


def _source(author: Author) -> str:
    """Return a note that fits in a line."""
    return f"{author.dice.choice(NOUNS)}archiv, Akte {author.dice.randint(1, 999)}, Blatt {author.dice.randint(1, 99)}."


def address_chapters(pages: int) -> tuple[Chapter, ...]:
    """Return the chapters of a book of about so many pages: lists whose items have an address as a note."""
    number = max(1, round(pages / PAGES_IN_A_CHAPTER))
    return tuple(_chapter_of_lists(index, min(pages, PAGES_IN_A_CHAPTER)) for index in range(number))


def _chapter_of_lists(number: int, pages: int) -> Chapter:
    author = Author(30_000 + number)
    blocks: list[Block] = []
    for _ in range(pages * NOTES_ON_A_PAGE // ITEMS_IN_A_LIST):
        blocks.append(Block("p", (Run("text", author.sentence()),)))
        runs: list[Run] = []
        for _ in range(ITEMS_IN_A_LIST):
            text = " ".join(author.sentence().split()[:WORDS_OF_AN_ITEM]).rstrip(".,")
            runs += (Run("text", f"{text}."), Run("note", _address(author)))
        blocks.append(Block("items", tuple(runs)))
    return Chapter(f"{number + 1:03d}-kapitel", author.title(), tuple(blocks))


def _address(author: Author) -> str:
    """Return a note that fills a line or two: a source, and the address that its link leads to, which is printed."""
    words = [author.dice.choice(_PLAIN).lower() for _ in range(3)]
    address = f"https://www.example.org/{author.dice.randint(2000, 2025)}/{'-'.join(words)}/{author.dice.randint(1, 99999)}"
    return f"[{author.title()}, Akte {author.dice.randint(1, 999)}]({address})"


def without_notes(chapter: Chapter) -> Chapter:
    """Return a chapter with the same text and no notes."""
    return replace(
        chapter,
        blocks=tuple(
            replace(block, runs=tuple(run for run in block.runs if run.kind != "note"))
            for block in chapter.blocks
        ),
    )


def write(folder: Path, made: Sequence[Chapter]) -> Path:
    """Write a book for bookbuilder into a folder and return it."""
    home = folder / "chapters" / "de"
    home.mkdir(parents=True)
    (folder / "book.toml").write_text(SETTINGS, encoding="utf-8")
    for chapter in made:
        (home / f"{chapter.id}.md").write_text(markdown(chapter), encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Spent:
    """The processor time of a build in seconds, and the pages and the notes of the book."""

    seconds: float
    pages: int
    notes: int

    @property
    def page(self) -> float:
        """Seconds a page."""
        return self.seconds / self.pages


def build(book: Path, without: Sequence[str]) -> None:
    """Build a book in this process, and print the processor time and how many pages it has."""
    from bookbuilder import api
    from bookbuilder.formats.pdf.engine.setup import load_weasyprint  # noqa: F401 - loading takes as long with notes as without
    from bookbuilder.world import World

    with patch.object(World, "cores", PropertyMock(return_value=1)):
        started = time.process_time()
        result = api.build(book, editions=("pdf",), jobs=1, without_patches=without)
        spent = time.process_time() - started
    assert not result.failed
    with pikepdf.open(result.files[0]) as pdf:
        print(spent, len(pdf.pages))


def measured(made: Sequence[Chapter], without: Sequence[str]) -> Spent:
    """Return the medians of cold builds of a book."""
    notes = sum(run.kind == "note" for chapter in made for block in chapter.blocks for run in block.runs)
    seconds, pages = [], 0
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            book = write(Path(folder, "book"), made)
            said = subprocess.run(
                [sys.executable, "-m", "tests.bench.notes", "--build", book, *without],
                cwd=ROOT, env=ENVIRONMENT, check=True, capture_output=True, text=True,
            ).stdout.split()  # fmt: skip
        seconds.append(float(said[0]))
        pages = int(said[1])
    return Spent(statistics.median(seconds), pages, notes)


def lines(made: Sequence[Chapter], without: Sequence[str]) -> Iterator[str]:
    """Yield a line for a book without its notes and one for it with them, and one that compares them."""
    plain = measured([without_notes(chapter) for chapter in made], without)
    yield f"without notes: {plain.seconds:.2f} s, {plain.pages} pages, {1000 * plain.page:.1f} ms a page"
    noted = measured(made, without)
    rate = noted.notes / noted.pages
    yield f"{rate:.1f} notes a page: {noted.seconds:.2f} s, {noted.pages} pages, {1000 * noted.page:.1f} ms a page"
    yield f"a page with notes takes {noted.page / plain.page:.2f} times as long"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--build"]:
        build(Path(sys.argv[2]), sys.argv[3:])
    else:
        given = [one for one in sys.argv[1:] if one != "--addresses"]
        make = chapters if given == sys.argv[1:] else address_chapters
        for line in lines(make(int(given[0]) if given else 160), given[1:]):
            print(line, flush=True)
