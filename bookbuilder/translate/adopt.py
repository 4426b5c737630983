"""Aligns a book with a translation that nobody has kept track of: twice, for the first time teaches the words."""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.translate.align import Match, align
from bookbuilder.translate.blocks import Block
from bookbuilder.translate.lexicon import learn
from bookbuilder.translate.traits import traits

SURE = 0.6
"""The confidence from which on a match is written down without a question."""
TAUGHT = 0.8
"""The confidence from which on the words of a match are learned."""

Pair = tuple[Sequence[Block], Sequence[Block]]


def adopted(chapters: Sequence[Pair]) -> list[tuple[Match, ...]]:
    """Return the matches of each chapter, which is given as its blocks and those of its translation."""
    first = [align(source, target) for source, target in chapters]
    lexicon = learn(
        (traits(source[match.sources[0]]), traits(target[match.targets[0]]))
        for (source, target), matches in zip(chapters, first, strict=True)
        for match in matches
        if match.confidence >= TAUGHT and len(match.sources) == len(match.targets) == 1
    )
    return [align(source, target, lexicon) for source, target in chapters]
