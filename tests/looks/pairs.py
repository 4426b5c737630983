"""Draws pairs of spreads, filled one after the other and planned, for an eye that does not know which is which.

    python -m tests.looks.pairs FOLDER [--count 20] [--seed 1] [--books NAME,…] [--known]

The spreads are drawn by seed among those of the novels (`tests/looks/texts`) and the book of the benchmark. Each pair is a
picture: one spread above the other, in an order that `key.json` says; with `--known`, the planned one is always below. A
planned spread stands beside the greedy one that begins nearest to it in the text.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from PIL import Image

from tests.looks.__main__ import GREEDY, build
from tests.looks.figures import HEADINGS
from tests.looks.lines import Line, read_lines

SCALE = 92 / 72
"""Pixels for a point."""
GAP = 14
"""Pixels between two spreads."""
SHADES = 16
"""Grey values of a picture."""
DOSSIER = "woche-der-diplomatie"


class Spread(NamedTuple):
    """Two facing pages of running text: a PDF, the left page (from 0), the letters before it in its chapter, and what is
    printed on it."""

    path: Path
    page: int
    chapter: int
    before: int
    text: str


def spreads(path: Path) -> list[Spread]:
    """Return the spreads of a book that no chapter begins or ends on."""
    lines = read_lines(path)
    pages = {page: list(part) for page, part in groupby(lines, key=lambda line: line.page)}
    opens = {page for page, part in pages.items() if any(line.kind == HEADINGS[0] for line in part)}
    found = []
    chapter = before = 0
    for page in sorted(pages):
        if page in opens:
            chapter, before = chapter + 1, 0
        inside = not opens & {page, page + 1, page + 2} and page + 2 in pages
        if page % 2 and chapter and inside:
            found.append(Spread(path, page, chapter, before, _text(pages[page] + pages[page + 1])))
        before += len(_text(pages[page]))
    return found


def _text(lines: Sequence[Line]) -> str:
    return "".join(line.text.rstrip("-\u00ad\u2010") for line in lines).replace(" ", "")


def pairs(planned: Sequence[Spread], greedy: Sequence[Spread]) -> list[tuple[Spread, Spread]]:
    """Return each planned spread with the greedy one of its chapter that begins nearest to it."""
    found = []
    for one in planned:
        same = [other for other in greedy if other.chapter == one.chapter]
        if same:
            found.append((one, min(same, key=lambda other: abs(other.before - one.before))))
    return found


def picture(spread: Spread) -> Image.Image:
    """Return the picture of a spread."""
    with pypdfium2.PdfDocument(spread.path) as pdf:
        sides = [
            pdf[page].render(scale=SCALE).to_pil().convert("L") for page in (spread.page, spread.page + 1)
        ]
    both = Image.new("L", (sum(side.width for side in sides) + 1, sides[0].height), 120)
    both.paste(sides[0], (0, 0))
    both.paste(sides[1], (sides[0].width + 1, 0))
    return both


def drawn(above: Spread, below: Spread) -> Image.Image:
    """Return the picture of a pair."""
    parts = [picture(above), picture(below)]
    sheet = Image.new("L", (parts[0].width, parts[0].height + GAP + parts[1].height), 160)
    sheet.paste(parts[0], (0, 0))
    sheet.paste(parts[1], (0, parts[0].height + GAP))
    return sheet.quantize(SHADES)


def main() -> None:
    """Draw the pairs and write their key."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--books", default="")
    parser.add_argument("--known", action="store_true")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory(prefix="pairs-") as folder:
        found: list[tuple[Spread, Spread]] = []
        books = dict(build(Path(folder, "planned")))
        for name, path in build(Path(folder, "greedy"), GREEDY):
            wanted = name in given.books.split(",") if given.books else not name.startswith(DOSSIER)
            if wanted:
                found += pairs(spreads(books[name]), spreads(path))
        key = {}
        for number, (planned, greedy) in enumerate(chance.sample(found, given.count), 1):
            below = given.known or chance.random() < 0.5
            name = f"pair-{number:02}.png"
            drawn(*((greedy, planned) if below else (planned, greedy))).save(
                given.folder / name, optimize=True
            )
            key[name] = "below" if below else "above"
    (given.folder / "key.json").write_text(f"{json.dumps(key, indent=1)}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
