"""Measures what comes home: 5,000 marks in the PDF of a book of 400 pages, and a file of Word of 300 pages with changes.

`python -m tests.bench.proofs [--rounds 3]` builds the book, marks words that are drawn by chance, exports the other book for
review and changes a word in every tenth paragraph; then it prints the medians of `bookbuilder proof collect` and of
`bookbuilder merge`, each with nothing received before, all processes counted. The book was read once before, as by the build
from which the PDF is.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import statistics
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2

from bookbuilder import api
from tests.bench import corpus
from tests.bench.measure import Cost, run

LIMITS = {"collect": 10.0, "merge": 5.0}
"""Seconds that each may take."""
LONGEST = 60
"""Characters that a mark may cover."""
EVERY = 10
"""Of so many paragraphs one is changed."""
_WORD = re.compile(r">([^<>]*?\b)([a-zäöüß]{5,})(\b[^<>]*)</w:t>")


def marked(data: bytes, count: int) -> bytes:
    """Return a PDF with highlights, strike-outs and comments on so many words, spread over its pages."""
    dice = random.Random(1)
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        shown = pypdfium2.PdfDocument(data)
        pages = range(4, len(pdf.pages) - 1)
        for number in range(count):
            page = pages[number % len(pages)]
            text = shown[page].get_textpage()
            length = text.count_chars()
            if length < 2 * LONGEST:
                continue
            start, letters = dice.randrange(length - LONGEST), dice.randrange(5, LONGEST)
            boxes = [text.get_rect(at) for at in range(text.count_rects(start, letters))]
            if not boxes:
                continue
            if "/Annots" not in pdf.pages[page]:
                pdf.pages[page].Annots = pikepdf.Array([])
            pdf.pages[page].Annots.append(_annotation(pdf, dice, number, boxes))
        pdf.save(out)
    return out.getvalue()


def _annotation(
    pdf: pikepdf.Pdf, dice: random.Random, number: int, boxes: Sequence[tuple[float, float, float, float]]
) -> pikepdf.Object:
    quads = [
        value
        for left, bottom, right, top in boxes
        for value in (left, top, right, top, left, bottom, right, bottom)
    ]
    corners = list(zip(*boxes, strict=True))
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name(dice.choice(("/Highlight", "/StrikeOut", "/Underline"))),
            Rect=[min(corners[0]), min(corners[1]), max(corners[2]), max(corners[3])],
            QuadPoints=quads,
            Contents=f"Bitte prüfen: {number}" if dice.random() < 0.5 else "",
            T=dice.choice(("Erika", "Max", "Anna")),
            M="D:20240501120000Z",
        )
    )


def corrected(data: bytes) -> tuple[bytes, int]:
    """Return a file of Word in which a word of every tenth paragraph is another one, and how many there are."""
    out, count = BytesIO(), 0
    with zipfile.ZipFile(BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as result:
        for name in archive.namelist():
            part = archive.read(name)
            if name == "word/document.xml":
                paragraphs = part.decode().split("</w:p>")
                for at in range(0, len(paragraphs), EVERY):
                    paragraphs[at], changed = _WORD.subn(r">\1anders\3</w:t>", paragraphs[at], count=1)
                    count += changed
                part = "</w:p>".join(paragraphs).encode()
            result.writestr(name, part)
    return out.getvalue(), count


def sent_book(folder: Path, pages: int, *, form: str) -> tuple[Path, bytes]:
    """Return a generated book and its PDF, or what went out of it for review."""
    root = corpus.write(folder / form, pages)
    root = root if (root / "book.toml").exists() else folder / form
    result = api.build(root) if form == "pdf" else api.export(root, form, review=True)
    place = next(one for one in result.files if one.suffix == f".{form}")
    return root, place.read_bytes()


def measured(root: Path, words: Sequence[str | Path]) -> Cost:
    """Return what a command costs in a book that has received nothing before."""
    shutil.rmtree(root / "proof" / "received", ignore_errors=True)
    return run([sys.executable, "-m", "bookbuilder", *words, "--book", root], root)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--marks", type=int, default=5000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book, pdf = sent_book(folder, given.pages, form="pdf")
        fahne = folder / "fahne.pdf"
        fahne.write_bytes(marked(pdf, given.marks))
        _print("collect", [measured(book, ["proof", "collect", fahne]) for _ in range(given.rounds)])
        book, docx = sent_book(folder, given.pages * 3 // 4, form="docx")
        back = folder / "back.docx"
        data, count = corrected(docx)
        back.write_bytes(data)
        print(f"{len(docx) / 1e6:.1f} MB, {count} words changed")
        _print("merge", [measured(book, ["merge", back]) for _ in range(given.rounds)])


def _print(name: str, costs: Sequence[Cost]) -> None:
    middle = [statistics.median(getattr(one, key) for one in costs) for key in ("wall", "cpu", "memory")]
    fine = "within" if middle[0] < LIMITS[name] else "beyond"
    print(
        f"{name}: {middle[0]:.1f} s, {middle[1]:.1f} s CPU, {middle[2]:.0f} MiB; {fine} {LIMITS[name]:.0f} s",
        flush=True,
    )


if __name__ == "__main__":
    main()
