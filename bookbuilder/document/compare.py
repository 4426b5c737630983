"""Pairs the lines of a chapter with those of its translation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bookbuilder.document.lines import Line, lines
from bookbuilder.document.nodes import Chapter, Manuscript


@dataclass(frozen=True, slots=True)
class Pair:
    """Lines of a source that say what lines of its translation say: one of each, or all of a chapter."""

    source: Sequence[Line]
    translation: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Answer:
    """A chapter of a source, its translation, and their lines in pairs."""

    source: Chapter
    translation: Chapter
    pairs: tuple[Pair, ...]


def answers(source: Manuscript, languages: tuple[str, str], translation: Manuscript) -> Iterator[Answer]:
    """Yield the chapters that two manuscripts share, in the order of the translation.

    `languages` are those of the source and of the translation. Where both have the same blocks, each pair is a block;
    else nobody can tell which answers which, and the pair is the whole chapter.
    """
    known = {chapter.id: chapter for chapter in source.chapters}
    for chapter in translation.chapters:
        original = known.get(chapter.id)
        if original is None:
            continue
        first, second = lines(original, languages[0]), lines(chapter, languages[1])
        if not first or not second:
            continue  # a chapter in another language
        if [line.kind for line in first] == [line.kind for line in second]:
            pairs = tuple(Pair((one,), (other,)) for one, other in zip(first, second, strict=True))
        else:
            pairs = (Pair(first, second),)
        yield Answer(original, chapter, pairs)
