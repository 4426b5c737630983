"""Numbers the sections of chapters, for themes that ask for it: with `chapter.sections = "2"` as 2.1 and 2.1.1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import structs

from bookbuilder.document import nodes
from bookbuilder.document.walk import transform
from bookbuilder.locales import Locale

CLASS = "section-number"
HIGHEST = 2
"""The level of the headings of sections; the title of the chapter is level 1."""


def numbered_levels(tokens: Mapping[str, Any]) -> int:
    """Return how many levels of headings a theme numbers."""
    return int(tokens.get("chapter", {}).get("sections", 0))


def section_number(chapter: int, counts: Sequence[int], locale: Locale) -> str:
    """Return the number of a section by the number of its chapter and those of the headings above it and its own: 2.1."""
    return ".".join(locale.figures(number) for number in (chapter, *counts))


def with_section_numbers(
    chapter: nodes.Chapter, tokens: Mapping[str, Any], locale: Locale, lowered: int = 0
) -> nodes.Chapter:
    """Return a chapter whose headings begin with their numbers. They are `lowered` by so many levels; those of a chapter
    without a number have none."""
    levels = numbered_levels(tokens)
    if not levels or not chapter.number:
        return chapter
    highest = HIGHEST + lowered

    def numbered(blocks: tuple[nodes.Block, ...], counts: list[int]) -> tuple[nodes.Block, ...]:
        def change(node: nodes.Node) -> nodes.Node:
            depth = node.level - highest if isinstance(node, nodes.Heading) and node.id else levels
            if not isinstance(node, nodes.Heading) or not 0 <= depth < levels:
                return node
            counts[depth] += 1
            counts[depth + 1 :] = [0] * (levels - depth - 1)
            text = section_number(chapter.number, counts[: depth + 1], locale)
            number = nodes.Styled("span", (nodes.Text(text),), classes=(CLASS,))
            return structs.replace(node, content=(number, nodes.Text(" "), *node.content))

        result: tuple[nodes.Block, ...] = transform(blocks, change)
        return result

    first, second = [0] * levels, [0] * levels
    result: list[nodes.Block] = []
    for block in chapter.blocks:
        if isinstance(block, nodes.Parallel):
            columns = [
                structs.replace(column, blocks=numbered(column.blocks, counts))
                for column, counts in ((block.first, first), (block.second, second))
            ]
            result.append(structs.replace(block, first=columns[0], second=columns[1]))
        else:
            result.extend(numbered((block,), first))
    return structs.replace(chapter, blocks=tuple(result))
