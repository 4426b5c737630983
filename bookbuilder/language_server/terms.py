"""Finds the terms of the glossary in the text of a chapter."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from bookbuilder.chapter_index.chapter_index import ChapterIndex
from bookbuilder.chapter_index.extents import Extent
from bookbuilder.language_server.book_index import BookIndex
from bookbuilder.limits import CHARACTERS
from bookbuilder.translate.chapter_blocks import Block, blocks
from bookbuilder.translate.glossary import Term, occurrences, of_locale


@lru_cache(maxsize=8)
def chapter_blocks(text: str, path: str) -> tuple[Block, ...]:
    """Return the translatable blocks of a chapter, none if it is too long to be read. The blocks of the last few texts are
    cached."""
    return blocks(text, path) if len(text) <= CHARACTERS else ()


def term_at(index: BookIndex, chapter: ChapterIndex, line: int, column: int) -> tuple[Term, Extent] | None:
    """Return the term at a position, and the words that are it: in the source by its forms, in a translation by those that
    the glossary allows or forbids there."""
    if not index.glossary or line > len(chapter.lines):
        return None
    locale = index.locales.get(chapter.locale)
    offset = sum(len(text) + 1 for text in chapter.lines[: line - 1]) + column - 1
    for block in chapter_blocks(chapter.text, chapter.path):
        inside = next((piece for piece in block.pieces if piece[0] <= offset <= piece[1]), None)
        if inside is None or locale is None:
            continue
        row = block.pieces.index(inside)
        position = sum(len(text) + 1 for text in block.text.split("\n")[:row]) + offset - inside[0]
        for term in index.glossary.terms:
            forms = term.forms
            if locale.name != index.project.source:
                name, tag = locale.name, locale.edition.tag
                forms = (*of_locale(term.allowed, name, tag), *of_locale(term.forbidden, name, tag))
            for start, end in occurrences(block, forms):
                if start <= position <= end:
                    return term, _extent(chapter, block, start, end)
    return None


def _extent(chapter: ChapterIndex, block: Block, start: int, end: int) -> Extent:
    begins = [0]
    for text in block.text.split("\n"):
        begins.append(begins[-1] + len(text) + 1)

    def place(position: int) -> tuple[int, int]:
        row = bisect_right(begins, position) - 1
        offset = block.pieces[row][0] + position - begins[row]
        before = chapter.text[:offset]
        return before.count("\n") + 1, len(before) - before.rfind("\n")

    return Extent(chapter.path, *place(start), *place(end))
