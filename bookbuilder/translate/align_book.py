"""Aligns a whole book with an untracked translation in two passes: the first one learns which words go together."""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.translate.align import Match, align
from bookbuilder.translate.bilingual_lexicon import learn
from bookbuilder.translate.block_features import block_features
from bookbuilder.translate.chapter_blocks import Block

CONFIDENT = 0.6
"""Matches with at least this confidence are recorded without asking."""
LEARNABLE = 0.8
"""The bilingual lexicon is learned from matches with at least this confidence."""

ChapterPair = tuple[Sequence[Block], Sequence[Block]]


def align_book(chapters: Sequence[ChapterPair]) -> list[tuple[Match, ...]]:
    """Return the matches of each chapter. A chapter is the blocks of its source and those of its translation."""
    first = [align(source, target) for source, target in chapters]
    lexicon = learn(
        (block_features(source[match.sources[0]]), block_features(target[match.targets[0]]))
        for (source, target), matches in zip(chapters, first, strict=True)
        for match in matches
        if match.confidence >= LEARNABLE and len(match.sources) == len(match.targets) == 1
    )
    return [align(source, target, lexicon) for source, target in chapters]
