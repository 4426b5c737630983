"""Measures the import of a long file of Word beside pandoc: a thousand pages with two thousand notes, tables and lists.

`python -m tests.bench.importing [PAGES] [--rounds 3]` prints the medians of `bookbuilder import` and of `pandoc --to
markdown`, all processes counted, and the median of their ratios. In every round each makes the same file once, one after
the other, so that whatever else the machine does falls on both.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.corpus import WORDS_ON_A_PAGE, Author
from tests.bench.measure import Cost
from tests.bench.measure import run as measured
from tests.importer.docx_files import docx, item, note, paragraph
from tests.importer.docx_files import run as words_in

NOTES_ON_A_PAGE = 2
WORDS_IN_A_RUN = 5
"""Word parts a sentence where somebody has edited it, and says of each part how it looks."""
LOOK = (
    '<w:rFonts w:ascii="Garamond" w:hAnsi="Garamond" w:cs="Times New Roman"/><w:color w:val="000000"/>'
    '<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="de-DE"/>'
)
PAGES_IN_A_CHAPTER = 20


def manuscript(pages: int) -> bytes:
    """Return a file of Word with about so many pages."""
    author, parts = Author(30_000), []
    notes: dict[int, str] = {}
    for page in range(pages):
        if page % PAGES_IN_A_CHAPTER == 0:
            parts.append(paragraph(author.title(), "berschrift1"))
        elif page % 5 == 0:
            parts.append(paragraph(author.title(), "berschrift2"))
        written = 0
        while written < WORDS_ON_A_PAGE:
            runs = ""
            for number in range(author.dice.randint(3, 8)):
                sentence = author.sentence()
                written += len(sentence.split())
                runs += _as_word_writes(f"{sentence} ", "<w:i/>" if number == 2 else "")
                if len(notes) < NOTES_ON_A_PAGE * (page + 1):
                    notes[len(notes) + 1] = paragraph(author.sentence())
                    runs += note(len(notes))
            parts.append(paragraph(runs))
        if page % 10 == 3:
            parts += [item(author.sentence()) for _ in range(4)]
        if page % 10 == 7:
            cells = "".join(f"<w:tc>{paragraph(author.title())}</w:tc>" for _ in range(4))
            parts.append(f"<w:tbl>{f'<w:tr>{cells}</w:tr>' * 6}</w:tbl>")
    return docx("".join(parts), notes=notes)


def _as_word_writes(sentence: str, style: str) -> str:
    """Return a sentence in several runs, each with its look and the editing session in which it was written."""
    words = sentence.split(" ")
    parts = [" ".join(words[at : at + WORDS_IN_A_RUN]) for at in range(0, len(words), WORDS_IN_A_RUN)]
    text = "".join(words_in(f"{part} " if part else "", style + LOOK) for part in parts)
    return text.replace(
        "<w:r>", '<w:proofErr w:type="spellStart"/><w:r w:rsidR="00A77B3E" w:rsidRPr="00B4F2C1">'
    )


LIMIT = 30.0
"""Seconds in which a thousand pages have to be a book."""


def round_of(folder: Path, source: Path, number: int) -> tuple[Cost, Cost]:
    """Return what our import and pandoc's conversion cost, both with the pictures and notes of the file."""
    target = folder / f"neu-{number}"
    ours = measured([sys.executable, "-m", "bookbuilder", "import", source, "--dir", target], folder)
    command: list[str | Path] = [
        "pandoc",
        source,
        "--to=markdown",
        "--extract-media=media",
        "--track-changes=all",
        "-o",
        "neu.md",
    ]
    return ours, measured(command, folder)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("pages", nargs="?", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "buch.docx"
        source.write_bytes(manuscript(given.pages))
        size = source.stat().st_size / 1e6
        print(f"{given.pages} pages, {NOTES_ON_A_PAGE * given.pages} notes, {size:.1f} MB")
        rounds = [round_of(folder, source, number) for number in range(given.rounds)]
    for label, costs in (
        ("bookbuilder", [ours for ours, _ in rounds]),
        ("pandoc", [peer for _, peer in rounds]),
    ):
        print(
            f"{label}: {middle(costs, 'wall'):.1f} s, {middle(costs, 'cpu'):.1f} s CPU, {middle(costs, 'memory'):.0f} MiB"
        )
    ratio = statistics.median(ours.cpu / peer.cpu for ours, peer in rounds)
    wall = middle([ours for ours, _ in rounds], "wall")
    print(f"ratio of CPU time: {ratio:.2f}; {'within' if wall < LIMIT else 'beyond'} {LIMIT:.0f} s")


def middle(costs: Sequence[Cost], name: str) -> float:
    """Return the median of a value of costs."""
    return float(statistics.median(getattr(one, name) for one in costs))


if __name__ == "__main__":
    main()
