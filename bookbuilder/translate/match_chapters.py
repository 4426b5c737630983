"""Finds out which chapter of a translation answers which of the source, where their files say nothing about it."""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.translate.align import align
from bookbuilder.translate.chapter_blocks import Block, blocks


def match_chapters(sources: Sequence[str], targets: Sequence[str]) -> dict[int, int]:
    """Return target → source for chapters, by position; each chapter is the text of its file.

    As many chapters on both sides are matched in order. Otherwise each is compared as if it were one block (`align`), and
    of chapters that were parted or joined the first answers.
    """
    if len(sources) == len(targets):
        return {index: index for index in range(len(sources))}
    matches = align([_as_block(text) for text in sources], [_as_block(text) for text in targets])
    return {match.targets[0]: match.sources[0] for match in matches}


def _as_block(text: str) -> Block:
    words = " ".join(block.text for block in blocks(text, "") if block.prose)
    return Block("paragraph", words, "", 1, 1)
