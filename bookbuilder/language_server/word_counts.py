"""Counts the words of a chapter and of each of its sections, as a translator counts them."""

from __future__ import annotations

from dataclasses import dataclass

from bookbuilder.language_server.book_index import BookIndex
from bookbuilder.language_server.chapter_index import ChapterIndex
from bookbuilder.language_server.terms import chapter_blocks
from bookbuilder.language_server.translation_state import block_states, counts
from bookbuilder.translate.plain_text import plain_text, words


@dataclass(frozen=True, slots=True)
class WordCount:
    """How many words stand from a line on, in the chapter or a section; of a translated chapter also what is to be done."""

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
    sizes = [
        (block.line, len(words(plain_text(block.text))))
        for block in chapter_blocks(chapter.text, chapter.path)
        if block.prose and not block.embedded
    ]
    found = [WordCount(1, sum(size for _, size in sizes), _undone(index, chapter))]
    for number, section in enumerate(chapter.sections):
        behind = chapter.sections[number + 1 :]
        end = next((one.span.line for one in behind if one.level <= section.level), len(chapter.lines) + 1)
        inside = sum(size for line, size in sizes if section.span.line <= line < end)
        found.append(WordCount(section.span.line, inside))
    return tuple(found)


def _undone(index: BookIndex, chapter: ChapterIndex) -> str:
    """Return how many blocks of a translation are to be done, by status."""
    found = counts(block_states(index, chapter))
    return ", ".join(f"{count} {status}" for status, count in found.items())
