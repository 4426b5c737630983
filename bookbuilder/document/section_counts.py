"""Counts the sections of a chapter, by which a theme may number them: the second below the first section is (1, 2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bookbuilder.document import nodes
from bookbuilder.document.walk import walk

HIGHEST = 2
"""The level of the headings of sections; the title of the chapter is level 1."""


def section_counts(blocks: Sequence[nodes.Block], lowered: int = 0) -> dict[str, tuple[int, ...]]:
    """Return how many sections there are up to each heading with an anchor: of the highest level, then of each one below, to
    its own. In a bilingual chapter each language counts for itself. The headings are `lowered` by so many levels."""
    return dict(_counted(blocks, [], HIGHEST + lowered))


def _counted(
    blocks: Sequence[nodes.Block], counts: list[int], highest: int
) -> Iterator[tuple[str, tuple[int, ...]]]:
    beside: list[int] = []
    for block in blocks:
        if isinstance(block, nodes.Parallel):
            yield from _counted(block.first.blocks, counts, highest)
            yield from _counted(block.second.blocks, beside, highest)
            continue
        for node in walk(block):
            if isinstance(node, nodes.Heading) and node.id and node.level >= highest:
                depth = node.level - highest
                counts.extend([0] * (depth + 1 - len(counts)))
                counts[depth] += 1
                del counts[depth + 1 :]
                yield node.id, tuple(counts)
