"""Computes the features of blocks that alignment compares: length, kind, anchor, and words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bookbuilder.translate.chapter_blocks import Block
from bookbuilder.translate.plain_text import invariants, plain_text, words

STEM = 6
"""Words are compared by this many first letters; the rest is mostly an inflection."""
WORDS = 40
"""The most words of a block that are compared; more would only cost time."""


@dataclass(frozen=True, slots=True)
class BlockFeatures:
    """The compared features of a block: `size` in characters of plain text, counts of invariant marks, and word stems."""

    kind: str
    path: str
    anchor: str
    size: int
    marks: Counter[str]
    stems: frozenset[str]


def block_features(block: Block) -> BlockFeatures:
    """Return the features of a block."""
    text = plain_text(block.text) if block.prose else block.text
    path, _, kind = block.kind.rpartition(" ")
    if block.kind.split(" ")[-2:-1] == ["heading"]:
        path, kind = block.kind.rpartition("heading")[0], f"heading {kind}"
    sentence = [word for word in words(text) if not word.isdigit()]
    # Scripts without spaces give single letters; pairs of them are more specific.
    stems = dict.fromkeys(
        word + after if len(word) == len(after) == 1 and not word.isascii() else word.casefold()[:STEM]
        for word, after in zip(sentence, [*sentence[1:], ""])
    )
    return BlockFeatures(
        kind,
        path.strip(),
        block.anchor,
        len(text),
        Counter(invariants(block.text)),
        frozenset(list(stems)[:WORDS]),
    )


def merge_features(parts: Sequence[BlockFeatures]) -> BlockFeatures:
    """Return the features of adjacent blocks taken as one."""
    if len(parts) == 1:
        return parts[0]
    result: Counter[str] = Counter()
    for part in parts:
        result.update(part.marks)
    first = parts[0]
    stems = frozenset().union(*(part.stems for part in parts))
    return BlockFeatures(
        first.kind, first.path, first.anchor, sum(p.size for p in parts) + len(parts) - 1, result, stems
    )
