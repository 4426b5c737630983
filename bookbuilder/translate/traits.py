"""Turns blocks into what an alignment compares: length, kind, anchor, and words that may have a counterpart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bookbuilder.translate.blocks import Block
from bookbuilder.translate.words import marks, plain, words

STEM = 6
"""Letters of a word that are compared: what follows is mostly an ending."""
WORDS = 40
"""Words of a block that are compared; further ones say no more and would make long blocks slow."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared of a block. `size` is its plain text in characters, `marks` and `stems` count what stands in it."""

    kind: str
    path: str
    anchor: str
    size: int
    marks: Counter[str]
    stems: frozenset[str]


def traits(block: Block) -> Traits:
    """Return the traits of a block."""
    text = plain(block.text) if block.prose else block.text
    path, _, kind = block.kind.rpartition(" ")
    if block.kind.split(" ")[-2:-1] == ["heading"]:
        path, kind = block.kind.rpartition("heading")[0], f"heading {kind}"
    said = [word for word in words(text) if not word.isdigit()]
    # Where words are not parted by spaces, letters come one by one: two in a row say more.
    stems = dict.fromkeys(
        word + after if len(word) == len(after) == 1 and not word.isascii() else word.casefold()[:STEM]
        for word, after in zip(said, [*said[1:], ""])
    )
    return Traits(
        kind,
        path.strip(),
        block.anchor,
        len(text),
        Counter(marks(block.text)),
        frozenset(list(stems)[:WORDS]),
    )


def joined(parts: Sequence[Traits]) -> Traits:
    """Return the traits of blocks that stand one behind the other, taken as one."""
    if len(parts) == 1:
        return parts[0]
    found: Counter[str] = Counter()
    for part in parts:
        found.update(part.marks)
    first = parts[0]
    stems = frozenset().union(*(part.stems for part in parts))
    return Traits(
        first.kind, first.path, first.anchor, sum(p.size for p in parts) + len(parts) - 1, found, stems
    )
