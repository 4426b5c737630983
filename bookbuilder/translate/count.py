"""Counts what is to be translated, as translators and those who pay them count it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from math import ceil

from bookbuilder.diagnostics import Findings
from bookbuilder.translate.chapters import Paths, place
from bookbuilder.translate.compare import Unit
from bookbuilder.translate.fixed import kept, without
from bookbuilder.translate.follow import alike
from bookbuilder.translate.load import Reader
from bookbuilder.translate.standing import Standing
from bookbuilder.translate.status import ChapterStatus
from bookbuilder.translate.words import plain, words
from bookbuilder.world import Workspace

LINE = 55
"""Characters, with spaces, of a standard line (Normzeile)."""
PAGE = 60, 30
"""Characters of a line and lines of a standard page (Normseite). Lines are broken between words, and the last line of a
block counts as a whole one, as on a page."""
BANDS = (0.95, 0.85, 0.75, 0.5)
"""How much of a changed block is as it was: from the first on, from the second on …; below the last it counts as new."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of text: blocks, words, characters with and without spaces, lines as broken for a standard page."""

    blocks: int = 0
    words: int = 0
    characters: int = 0
    bare: int = 0
    broken: int = 0

    def __add__(self, other: Amount) -> Amount:
        """Return both together."""
        return Amount(
            self.blocks + other.blocks,
            self.words + other.words,
            self.characters + other.characters,
            self.bare + other.bare,
            self.broken + other.broken,
        )

    @property
    def lines(self) -> int:
        """Standard lines of 55 characters, the last one counted whole."""
        return ceil(self.characters / LINE)

    @property
    def pages(self) -> float:
        """Standard pages of 30 lines of 60 characters."""
        return self.broken / PAGE[1]


def amount(text: str) -> Amount:
    """Return how much a plain text is.

    >>> amount("Am Ende der Woche standen die Soldaten noch da, und die Minister redeten noch.")
    Amount(blocks=1, words=14, characters=78, bare=65, broken=2)
    """
    return Amount(1, len(words(text)), len(text), len(text) - text.count(" "), broken(text, PAGE[0]))


def broken(text: str, width: int) -> int:
    """Return on how many lines of a width a text stands that is broken between words; a longer word fills lines.

    >>> broken("aaa bb cccccccc d", 4)
    5
    """
    lines, used = 0, width
    for word in text.split():
        if used + 1 + len(word) <= width and lines:
            used += 1 + len(word)
            continue
        lines += max(ceil(len(word) / width), 1)
        used = (len(word) - 1) % width + 1
    return lines


def kinds() -> tuple[str, ...]:
    """Return the kinds of text that are counted apart, in the order of a table."""
    bands = [
        f"changed {round(100 * low)}–{round(100 * high) - 1} %" for high, low in zip((1.0, *BANDS), BANDS)
    ]
    return ("new", *reversed(bands), "repeated", "unchanged")


def count(world: Workspace, found: Sequence[ChapterStatus]) -> Iterator[tuple[str, str, str, Amount]]:
    """Yield locale, chapter, kind of text and how much of it there is; what there is nothing of is left out.

    A block that is open and stands in the book before, letter by letter and open as well, is *repeated*. What is not to be
    translated is unchanged, also inside a block. Changed blocks are sorted by how many of their words are as they were when
    the block was translated.
    """
    reader = Reader(world, Findings())
    seen: set[tuple[str, str]] = set()
    for one in found:
        paths = Paths(one.locale, one.stem, one.source, one.target, place(one.locale, one.stem))
        sums: dict[str, Amount] = {}
        for unit in reader.load(paths).units(quick=True):
            if not unit.sources or not unit.block.prose:
                continue
            kind = _kind(unit)
            texts = [block.text for block in unit.sources]
            if kind != "unchanged":
                key = one.locale, unit.block.digest
                kind = "repeated" if key in seen else kind
                seen.add(key)
                if stays := " ".join(plain(said) for text in texts if (said := kept(text))):
                    sums["unchanged"] = sums.get("unchanged", Amount()) + replace(amount(stays), blocks=0)
                texts = [without(text) for text in texts]
            sums[kind] = sums.get(kind, Amount()) + amount(" ".join(plain(text) for text in texts))
        yield from ((one.locale, one.stem, kind, sums[kind]) for kind in kinds() if kind in sums)


def _kind(unit: Unit) -> str:
    if unit.fixed:
        return "unchanged"
    if unit.standing is Standing.MISSING:
        return "new"
    if unit.standing is not Standing.OUTDATED:
        return "unchanged"
    before = Counter(words(" ".join(plain(entry.text) for entry in unit.entries)))
    share = alike(before, Counter(words(" ".join(plain(block.text) for block in unit.sources))))
    for at, low in enumerate(BANDS):
        if share >= low:
            return list(reversed(kinds()[1 : len(BANDS) + 1]))[at]
    return "new"


HEAD = ("blocks", "words", "characters", "without spaces", f"lines of {LINE}", "standard pages")


def figures(one: Amount) -> tuple[str, ...]:
    """Return the figures of an amount, as `HEAD` names them."""
    return (
        str(one.blocks), str(one.words), str(one.characters), str(one.bare), str(one.lines), f"{one.pages:.1f}",
    )  # fmt: skip


def table(world: Workspace, found: Sequence[ChapterStatus]) -> str:
    """Return a table for each locale: kinds of text, and all of them."""
    sums: dict[str, dict[str, Amount]] = {one.locale: {} for one in found}
    for locale, _, kind, one in count(world, found):
        sums[locale][kind] = sums[locale].get(kind, Amount()) + one
    parts = []
    for locale, own in sums.items():
        total = sum(own.values(), Amount())
        rows = [(locale, *HEAD), *((kind, *figures(own[kind])) for kind in kinds() if kind in own)]
        rows.append(("all", *figures(total)))
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        lines = ["  ".join(cell.rjust(w) for cell, w in zip(row[1:], widths[1:])) for row in rows]
        parts.append(
            "".join(f"{row[0]:<{widths[0]}}  {line}\n" for row, line in zip(rows, lines, strict=True))
        )
    return "\n".join(parts)


def as_csv(world: Workspace, found: Sequence[ChapterStatus]) -> str:
    """Return a line for each locale, chapter and kind of text, separated by commas (RFC 4180, line ends `\\n`)."""
    out = StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("locale", "chapter", "text", *HEAD))
    for locale, stem, kind, one in count(world, found):
        rows.writerow((locale, stem, kind, *figures(one)))
    return out.getvalue()
