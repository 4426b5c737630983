"""Measures the import of a long file of Word: a thousand pages with two thousand notes, tables, lists and a contents.

`python -m tests.bench.importing [PAGES]` prints the seconds and the memory of `bookbuilder import`, all processes counted.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.bench.corpus import WORDS_ON_A_PAGE, Author
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


def main() -> None:
    """Measure and print."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "buch.docx"
        source.write_bytes(manuscript(pages))
        size = source.stat().st_size / 1e6
        cost = measured(
            [sys.executable, "-m", "bookbuilder", "import", source, "--dir", Path(folder) / "neu"],
            Path(folder),
        )
    print(
        f"{pages} pages, {NOTES_ON_A_PAGE * pages} notes, {size:.1f} MB: {cost.cpu:.1f} s CPU, {cost.memory:.0f} MiB"
    )


if __name__ == "__main__":
    main()
