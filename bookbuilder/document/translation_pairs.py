"""Pairs the lines of a chapter with those of its translation, for the checks that compare them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bookbuilder.document.nodes import Chapter, Node
from bookbuilder.document.text_lines import TextLine, text_lines
from bookbuilder.document.walk import transform


@dataclass(frozen=True, slots=True)
class LinePair:
    """Corresponding lines of a source and its translation: one of each, or all of a chapter."""

    source: Sequence[TextLine]
    translation: Sequence[TextLine]


@dataclass(frozen=True, slots=True)
class ChapterPair:
    """A chapter of the source, its translation, and their lines in pairs."""

    source: Chapter
    translation: Chapter
    pairs: tuple[LinePair, ...]


def pair_lines(
    source: Chapter, language: str, translation: Chapter, translation_language: str
) -> ChapterPair | None:
    """Return the pairs of a chapter and its translation, None if one has no text in its own language.

    If both have the same kinds of lines, each pair is a line; else nobody can tell which lines correspond, and the only
    pair is the whole chapter. Text that is not to be translated is left out: a locale may have its own in its place.
    """
    first, second = (
        text_lines(source, language, fixed=False),
        text_lines(translation, translation_language, fixed=False),
    )
    if not first or not second:
        return None
    if [line.kind for line in first] == [line.kind for line in second]:
        both = zip(first, second, strict=True)
        pairs = tuple(
            LinePair((original,), (translation_line,))
            for original, translation_line in both
            if not original.fixed
        )
    else:
        pairs = (LinePair(first, second),)
    return ChapterPair(source, translation, pairs)


def translatable(chapter: Chapter) -> Chapter:
    """Return a chapter without what is not to be translated."""

    def change(node: Node) -> Node | tuple[Node, ...]:
        return node if node.translate else ()

    whole: Chapter = transform(chapter, change)
    return whole
