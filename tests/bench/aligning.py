"""Measures how many blocks `translate adopt` pairs rightly, on a parallel book that is damaged by a seeded program.

The book is Debian's handbook (package debian-handbook, GPL-2+ or CC-BY-SA-3.0), whose translations are made paragraph by
paragraph, so that it is known which answers which:

    apt-get download debian-handbook && dpkg -x debian-handbook_*.deb handbook
    python -m tests.bench.aligning handbook [LANGUAGE …] [MISTAKES OF A CHAPTER TO SHOW]

A thirtieth of the paragraphs each is split, merged with the next, moved within the chapter, or left out, on either side.
Ids of headings are left out, as in a book that was never kept track of.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import html

from bookbuilder.translate.align_book import CONFIDENT, align_book
from bookbuilder.translate.chapter_blocks import Block, blocks

SECTIONS = 6
"""Sections of the handbook that make a chapter."""
SEED = 7
DAMAGE = 1 / 30


@dataclass
class Piece:
    """A block of one side before it is written: its kind, its text, and the pairs of the original that it holds."""

    kind: str
    text: str
    pairs: tuple[int, ...]


def originals(folder: Path, language: str) -> Iterator[tuple[list[Piece], list[Piece]]]:
    """Yield the chapters of the handbook in both languages, equal pieces at equal places."""
    home = next(folder.rglob("en-US")).parent
    pending: tuple[list[Piece], list[Piece]] = ([], [])
    for at, file in enumerate(sorted((home / "en-US").glob("sect.*.html")), 1):
        other = home / language / file.name
        both = _pieces(file), _pieces(other) if other.exists() else []
        if [kind for kind, _ in both[0]] == [kind for kind, _ in both[1]]:
            for (kind, first), (_, second) in zip(*both, strict=True):
                if first != second or len(first.split()) < 4:  # what nobody has translated
                    number = len(pending[0])
                    pending[0].append(Piece(kind, first, (number,)))
                    pending[1].append(Piece(kind, second, (number,)))
        if at % SECTIONS == 0 and pending[0]:
            yield pending
            pending = ([], [])
    if pending[0]:
        yield pending


def _pieces(file: Path) -> list[tuple[str, str]]:
    tree = html.fromstring(file.read_bytes())
    found = []
    for node in tree.iter("div", "h1", "h2", "h3", "h4", "h5", "li"):
        name = str(node.tag)
        if name == "div" and node.get("class") != "para":
            continue
        if name == "li" and (
            node.find(".//div[@class='para']") is not None or node.get("class") != "listitem"
        ):
            continue
        if name == "div" and node.find(".//div") is not None:
            continue
        text = _markdown(node)
        if text:
            inside = any(str(parent.tag) in ("li", "dd") for parent in node.iterancestors())
            found.append(
                ("heading" if name.startswith("h") else "item" if inside or name == "li" else "text", text)
            )
    return found


def _markdown(node: html.HtmlElement) -> str:
    """Return the content of an element as Markdown."""
    for code in node.iter("code"):
        words = "".join(code.itertext())
        for child in list(code):
            code.remove(child)
        code.text = f"\ue000{words}\ue000"
    text = " ".join("".join(node.itertext()).split())
    text = re.sub(r"([\\*_\[\]<>`{}|#])", r"\\\1", text)
    text = re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([-+~=:])", r"\\\1", text))
    return re.sub(r"\ue000(.*?)\ue000", lambda m: f"`{m[1]}`" if "`" not in m[1] and m[1] else m[1], text)


def damaged(pieces: Sequence[Piece], dice: random.Random) -> list[Piece]:
    """Return a side with some of its paragraphs split, merged, moved, left out."""
    found = []
    for piece in pieces:
        cut = [m.end() for m in re.finditer(r"[.!?] (?=[A-ZÄÖÜ])", piece.text)]
        chance = dice.random()
        if piece.kind == "text" and chance < DAMAGE and cut:
            at = dice.choice(cut)
            found += [
                Piece("text", piece.text[:at].strip(), piece.pairs),
                Piece("text", piece.text[at:], piece.pairs),
            ]
        elif piece.kind == "text" and DAMAGE <= chance < 2 * DAMAGE and found and found[-1].kind == "text":
            found[-1] = Piece("text", f"{found[-1].text} {piece.text}", found[-1].pairs + piece.pairs)
        elif 2 * DAMAGE <= chance < 3 * DAMAGE and piece.kind != "heading":
            continue
        else:
            found.append(piece)
    for _ in range(int(len(found) * DAMAGE)):
        at = dice.randrange(len(found))
        if found[at].kind == "text":
            found.insert(dice.randrange(len(found)), found.pop(at))
    return found


def written(pieces: Sequence[Piece], path: str) -> tuple[tuple[Block, ...], list[Piece]]:
    """Return the blocks of a chapter made of pieces, and for each block its piece."""
    marks = {"heading": "## ", "item": "- ", "text": ""}
    parts, before = [], ""
    for piece in pieces:
        parts.append(("" if piece.kind == before == "item" else "\n") + marks[piece.kind] + piece.text + "\n")
        if piece.kind == "item" and before != "item":
            parts[-1] = "\n<!-- -->\n" + parts[-1]
        before = piece.kind
    found = blocks("# Titel\n" + "".join(parts), path)[1:]
    cut = tuple(block for block in found if not block.embedded)
    assert len(cut) == len(pieces), (len(cut), len(pieces))
    return cut, list(pieces)


def truth(sides: tuple[Sequence[Piece], Sequence[Piece]]) -> set[tuple[int, int]]:
    """Return the pairs of blocks that hold the same piece of the original; of split ones, each part with the whole."""
    homes: dict[int, list[int]] = {}
    for at, piece in enumerate(sides[1]):
        for pair in piece.pairs:
            homes.setdefault(pair, []).append(at)
    return {
        (at, to) for at, piece in enumerate(sides[0]) for pair in piece.pairs for to in homes.get(pair, ())
    }


def measure(
    folder: Path, language: str, seed: int = SEED, *, show: int = 0
) -> tuple[int, int, int, int, float]:
    """Return how many pairs there are, how many were found for certain and rightly, how many for certain and wrongly, how
    many were only asked, and the seconds that took."""
    dice, chapters, sides = random.Random(seed), [], []
    for source, target in originals(folder, language):
        first, one = written(damaged(source, dice), "de.md")
        second, other = written(damaged(target, dice), "en.md")
        chapters.append((first, second))
        sides.append((one, other))
    started = time.perf_counter()
    results = align_book(chapters)
    seconds = time.perf_counter() - started
    every = right = wrong = asked = 0
    for side, matches, (first, second) in zip(sides, results, chapters, strict=True):
        known = truth(side)
        sure = {(s, t) for m in matches if m.confidence >= CONFIDENT for s in m.sources for t in m.targets}
        maybe = {(s, t) for m in matches if m.confidence < CONFIDENT for s in m.sources for t in m.targets}
        every += len(known)
        right += len(known & sure)
        # Two halves of a pair that both sides cut elsewhere belong together only in part; either answer is fine.
        wrong += len(sure - known)
        asked += len(maybe)
        for s, t in sorted((sure - known) | ((known - sure) if show else set()))[:show]:
            what = "WRONG" if (s, t) in sure else "ASKED" if (s, t) in maybe else "LOST"
            print(what, first[s].text[:90], "|", second[t].text[:90])
    return every, right, wrong, asked, seconds


def main(folder: Path, languages: Sequence[str], show: int = 0) -> None:
    """Print the figures for each language."""
    for language in languages:
        every, right, wrong, asked, seconds = measure(folder, language, show=show)
        print(
            f"{language}: {every} pairs, {right / every:.1%} right, {wrong / every:.1%} wrong, {asked / every:.1%} asked,"
            f" {seconds:.1f} s"
        )


if __name__ == "__main__":
    named = [word for word in sys.argv[2:] if not word.isdigit()]
    main(Path(sys.argv[1]), named or ["de-DE"], next((int(w) for w in sys.argv[2:] if w.isdigit()), 0))
