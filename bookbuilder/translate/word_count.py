"""Counts words, characters, standard lines and pages to translate."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from math import ceil

from bookbuilder.diagnostics import Findings
from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.chapter_status import ChapterStatus
from bookbuilder.translate.compare_blocks import Unit
from bookbuilder.translate.load_chapter import ChapterReader
from bookbuilder.translate.locked_passages import only_locked, without_locked
from bookbuilder.translate.match_versions import word_overlap
from bookbuilder.translate.plain_text import plain_text, words
from bookbuilder.world import Workspace

LINE = 55
"""Characters, with spaces, in a standard line (Normzeile)."""
PAGE = 60, 30
"""Characters in a line, and lines on a standard page (Normseite). Lines break between words, and the last line of a block
counts as a full one, as on a page."""
BANDS = (0.95, 0.85, 0.75, 0.5)
"""Fuzzy match bands: lower bounds of the share of unchanged words in a changed block. Below the last it counts as new."""


@dataclass(frozen=True, slots=True)
class WordAmount:
    """An amount of text: blocks, words, characters with and without spaces, lines when broken for a standard page."""

    blocks: int = 0
    words: int = 0
    characters: int = 0
    without_spaces: int = 0
    page_lines: int = 0

    def __add__(self, other: WordAmount) -> WordAmount:
        """Return the sum of both."""
        return WordAmount(
            self.blocks + other.blocks,
            self.words + other.words,
            self.characters + other.characters,
            self.without_spaces + other.without_spaces,
            self.page_lines + other.page_lines,
        )

    @property
    def lines(self) -> int:
        """Standard lines of 55 characters, rounded up."""
        return ceil(self.characters / LINE)

    @property
    def pages(self) -> float:
        """Standard pages of 30 lines of 60 characters."""
        return self.page_lines / PAGE[1]


def amount(text: str) -> WordAmount:
    """Return the amount of a plain text.

    >>> amount("Am Ende der Woche standen die Soldaten noch da, und die Minister redeten noch.")
    WordAmount(blocks=1, words=14, characters=78, without_spaces=65, page_lines=2)
    """
    return WordAmount(1, len(words(text)), len(text), len(text) - text.count(" "), line_count(text, PAGE[0]))


def line_count(text: str, width: int) -> int:
    """Return the number of lines of a text broken between words at a width; longer words fill several lines.

    >>> line_count("aaa bb cccccccc d", 4)
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


def categories() -> tuple[str, ...]:
    """Return the categories that are counted separately, in table order.

    >>> categories()[:3]
    ('new', 'changed 50–74 %', 'changed 75–84 %')
    """
    bands = [
        f"changed {round(100 * low)}–{round(100 * high) - 1} %" for high, low in zip((1.0, *BANDS), BANDS)
    ]
    return ("new", *reversed(bands), "repeated", "unchanged")


def count_words(
    world: Workspace, statuses: Sequence[ChapterStatus]
) -> Iterator[tuple[str, str, str, WordAmount]]:
    """Yield locale, chapter, category and amount; empty categories are left out.

    An open block whose exact text was counted as open before is *repeated*. Locked text is *unchanged*, also inside a block.
    Changed blocks are sorted into bands by their share of words that are unchanged since they were translated.
    """
    reader = ChapterReader(world, Findings())
    seen: set[tuple[str, str]] = set()
    for one in statuses:
        sums: dict[str, WordAmount] = {}
        for unit in reader.load(one.paths).tracked_units(quick=True):
            if not unit.sources or not unit.block.prose:
                continue
            kind = _kind(unit)
            texts = [block.text for block in unit.sources]
            if kind != "unchanged":
                key = one.locale, unit.block.digest
                kind = "repeated" if key in seen else kind
                seen.add(key)
                if stays := " ".join(
                    plain_text(sentence) for text in texts if (sentence := only_locked(text))
                ):
                    sums["unchanged"] = sums.get("unchanged", WordAmount()) + replace(amount(stays), blocks=0)
                texts = [without_locked(text) for text in texts]
            sums[kind] = sums.get(kind, WordAmount()) + amount(" ".join(plain_text(text) for text in texts))
        yield from ((one.locale, one.stem, kind, sums[kind]) for kind in categories() if kind in sums)


def _kind(unit: Unit) -> str:
    if unit.locked:
        return "unchanged"
    if unit.status is BlockStatus.MISSING:
        return "new"
    if unit.status is not BlockStatus.OUTDATED:
        return "unchanged"
    before = Counter(words(" ".join(plain_text(entry.text) for entry in unit.entries)))
    share = word_overlap(before, Counter(words(" ".join(plain_text(block.text) for block in unit.sources))))
    for index, low in enumerate(BANDS):
        if share >= low:
            return list(reversed(categories()[1 : len(BANDS) + 1]))[index]
    return "new"


HEAD = ("blocks", "words", "characters", "without spaces", f"lines of {LINE}", "standard pages")


def columns(amount: WordAmount) -> tuple[str, ...]:
    """Return the columns of an amount, in the order of `HEAD`."""
    return (
        str(amount.blocks), str(amount.words), str(amount.characters), str(amount.without_spaces), str(amount.lines),
        f"{amount.pages:.1f}",
    )  # fmt: skip


def table(world: Workspace, statuses: Sequence[ChapterStatus]) -> str:
    """Return a plain-text table for each locale: one row for each category, and the total."""
    sums: dict[str, dict[str, WordAmount]] = {status.locale: {} for status in statuses}
    for locale, _, kind, one in count_words(world, statuses):
        sums[locale][kind] = sums[locale].get(kind, WordAmount()) + one
    parts = []
    for locale, counts in sums.items():
        total = sum(counts.values(), WordAmount())
        rows = [(locale, *HEAD), *((kind, *columns(counts[kind])) for kind in categories() if kind in counts)]
        rows.append(("all", *columns(total)))
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        lines = ["  ".join(cell.rjust(w) for cell, w in zip(row[1:], widths[1:])) for row in rows]
        parts.append(
            "".join(f"{row[0]:<{widths[0]}}  {line}\n" for row, line in zip(rows, lines, strict=True))
        )
    return "\n".join(parts)


def as_csv(world: Workspace, statuses: Sequence[ChapterStatus]) -> str:
    """Return one CSV row for each locale, chapter and category (RFC 4180, line ends `\\n`)."""
    out = StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("locale", "chapter", "text", *HEAD))
    for locale, stem, kind, one in count_words(world, statuses):
        rows.writerow((locale, stem, kind, *columns(one)))
    return out.getvalue()
