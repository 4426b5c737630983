"""Counts the words of a chapter and of each of its sections, as a translator counts them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate

from bookbuilder.chapter_index.chapter_index import ChapterIndex
from bookbuilder.language_server.book_index import BookIndex
from bookbuilder.language_server.terms import chapter_blocks
from bookbuilder.language_server.translation_state import block_states, counts
from bookbuilder.translate.plain_text import plain_text, words


@dataclass(frozen=True, slots=True)
class WordCount:
    """The words of the chapter or a section that begins at a line; for a translation also what is still to be done."""

    line: int
    words: int
    rest: str = ""

    @property
    def text(self) -> str:
        """It in words."""
        counted = f"{self.words:,} words" if self.words != 1 else "1 word"
        return f"{counted}, {self.rest}" if self.rest else counted


def word_counts(index: BookIndex, chapter: ChapterIndex) -> tuple[WordCount, ...]:
    """Return the count of a chapter, at its first line, and those of its sections."""
    sizes = sorted(
        (block.line, len(words(plain_text(block.text))))
        for block in chapter_blocks(chapter.text, chapter.path)
        if block.prose and not block.embedded
    )
    lines = [line for line, _ in sizes]
    sums = [0, *accumulate(size for _, size in sizes)]
    found = [WordCount(1, sums[-1], _undone(index, chapter))]
    for section, end in zip(chapter.sections, chapter.section_ends):
        begin = section.span.line
        found.append(WordCount(begin, sums[bisect_right(lines, end)] - sums[bisect_left(lines, begin)]))
    return tuple(found)


def _undone(index: BookIndex, chapter: ChapterIndex) -> str:
    """Return how many blocks of a translation are to be done, by status."""
    found = counts(block_states(index, chapter))
    return ", ".join(f"{count} {status}" for status, count in found.items())
