"""Numbers the sections of chapters, for themes that ask for it: with `chapter.sections = "2"` as 2.1 and 2.1.1.

References without words of their own then have the number, and not the heading: "section 2.1".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from msgspec import structs

from bookbuilder.document import nodes
from bookbuilder.document.numbered_kinds import SECTION, reference_name
from bookbuilder.document.section_counts import section_counts
from bookbuilder.document.walk import transform
from bookbuilder.locales import Locale

CLASS = "section-number"
_Value = TypeVar("_Value")


def numbered_levels(tokens: Mapping[str, Any]) -> int:
    """Return how many levels of headings a theme numbers."""
    return int(tokens.get("chapter", {}).get("sections", 0))


def section_number(chapter: int, counts: Sequence[int], locale: Locale) -> str:
    """Return the number of a section by the number of its chapter and those of the headings above it and its own: 2.1."""
    return locale.parted_figures(chapter, *counts)


def with_section_numbers(
    chapter: nodes.Chapter,
    tokens: Mapping[str, Any],
    locale: Locale,
    beside: Locale | None = None,
    lowered: int = 0,
) -> nodes.Chapter:
    """Return a chapter whose headings begin with their numbers, and whose references have them. The headings are `lowered`
    by so many levels; those of a chapter without a number have none. `beside` is the second language of a bilingual one."""
    levels = numbered_levels(tokens)
    if not levels:
        return chapter
    chapter = _with_numbered_references(chapter, levels, locale, beside)
    counts = section_counts(chapter.blocks, lowered) if chapter.number else {}

    def change(node: nodes.Node) -> nodes.Node:
        if not isinstance(node, nodes.Heading) or not 0 < len(counts.get(node.id, ())) <= levels:
            return node
        text = section_number(chapter.number, counts[node.id], locale)
        number = nodes.Styled("span", (nodes.Text(text),), classes=(CLASS,))
        return structs.replace(node, content=(number, nodes.Text(" "), *node.content))

    return structs.replace(chapter, blocks=transform(chapter.blocks, change)) if counts else chapter


def _with_numbered_references(
    chapter: nodes.Chapter, levels: int, locale: Locale, beside: Locale | None
) -> nodes.Chapter:
    """Return a chapter whose references to numbered sections have the number in place of the heading."""

    def numbered(value: _Value, locale: Locale) -> _Value:
        def change(node: nodes.Node) -> nodes.Node:
            match node:
                case nodes.Reference(
                    content=(nodes.Text(text) as shown,), resolved=nodes.Target() as target
                ) if text == target.name and 1 < len(target.section) <= levels + 1:
                    number = section_number(target.section[0], target.section[1:], locale)
                    name = reference_name(SECTION, number, locale)
                    return structs.replace(node, content=(structs.replace(shown, text=name),))
                case _:
                    return node

        result: _Value = transform(value, change)
        return result

    if beside:
        blocks = tuple(
            structs.replace(
                block, second=structs.replace(block.second, blocks=numbered(block.second.blocks, beside))
            )
            if isinstance(block, nodes.Parallel)
            else block
            for block in chapter.blocks
        )
        chapter = structs.replace(chapter, blocks=blocks, beside=numbered(chapter.beside, beside))
    return numbered(chapter, locale)
