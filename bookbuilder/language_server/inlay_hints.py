"""Small words beside the text: what a fact prints where the brackets say something else, and which blocks of a translation
are not up to date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bookbuilder.chapter_index.chapter_index import ChapterIndex
from bookbuilder.chapter_index.marks import MarkKind
from bookbuilder.language_server.book_index import BookIndex
from bookbuilder.language_server.printed_fact import printed
from bookbuilder.language_server.translation_state import block_states
from bookbuilder.translate.block_status import BlockStatus


@dataclass(frozen=True, slots=True)
class Hint:
    """A few words at a line and column of a file, and the text that is shown when somebody points at them."""

    line: int
    column: int
    label: str
    text: str = ""
    before: bool = False


_WORDS = {
    BlockStatus.OUTDATED: "outdated",
    BlockStatus.EDITED: "edited",
    BlockStatus.MOVED: "moved",
    BlockStatus.ORPHAN: "without source",
    BlockStatus.MISSING: "missing",
}
_MEANINGS = {
    BlockStatus.OUTDATED: "The source has changed since this was translated. It is now: ",
    BlockStatus.EDITED: "This translation was edited since it was recorded; its source is the same: ",
    BlockStatus.MOVED: "The source of this block has moved: ",
    BlockStatus.ORPHAN: "No block of the source is known to be translated by this one.",
    BlockStatus.MISSING: "It is not known whether this translates the source: ",
}
_LONGEST = 400
MOST = 1_000
"""Hints that are shown."""


def inlay_hints(index: BookIndex, chapter: ChapterIndex, first: int, last: int) -> tuple[Hint, ...]:
    """Return the hints for the lines from `first` to `last` of a chapter."""
    found = [*_facts(index, chapter, first, last), *_states(index, chapter)]
    inside = [hint for hint in found if first <= hint.line <= last]
    return tuple(sorted(inside, key=lambda hint: (hint.line, hint.column))[:MOST])


def _facts(index: BookIndex, chapter: ChapterIndex, first: int, last: int) -> Iterator[Hint]:
    locale = index.locales.get(chapter.locale)
    if locale is None:
        return
    marks = (
        mark for mark in chapter.of(MarkKind.FACT, MarkKind.VALUE) if first <= mark.around.end_line <= last
    )
    for mark in islice(marks, MOST):
        text = printed(mark, index, locale) if mark.exact else ""
        if text and " ".join(text.split()) != " ".join(mark.words.split()):
            place = mark.around
            yield Hint(place.end_line, place.end_column, f"= {text}", "what this prints")


def _states(index: BookIndex, chapter: ChapterIndex) -> Iterator[Hint]:
    for state in block_states(index, chapter):
        if state.line:
            text = _MEANINGS[state.status] + state.source[:_LONGEST]
            yield Hint(state.line, state.column, _WORDS[state.status], text, before=True)
