"""Finds the characters of a text that a mark is about, from its place in the file and its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bookbuilder.proof.block_source import BlockSource
from bookbuilder.proof.mark import ProofMark
from bookbuilder.proof.same_text import same_text

PARAGRAPH_END = "\n\n"
"""Stands at the end of the quote of a mark on the end of a paragraph, and between paragraphs of new words."""


@dataclass(frozen=True, slots=True)
class MarkPlace:
    """The text that a mark is about, as its number among those of the file, and the first of its characters and the one
    behind the last."""

    number: int
    source: BlockSource
    start: int
    end: int


def find_mark_place(mark: ProofMark, sources: Sequence[BlockSource]) -> MarkPlace | None:
    """Return the characters of a mark; None if its words do not stand at its place. The texts are those of its file in their
    order."""
    quote = mark.words.quote.removesuffix(PARAGRAPH_END)
    if not mark.start.line:
        return None
    best: tuple[int, MarkPlace] | None = None
    for number, source in enumerate(sources):
        if not _near(source, mark):
            continue
        for start in _occurrences(source.block.text, quote):
            place = MarkPlace(number, source, start, start + len(quote))
            rank = _rank(mark, place)
            if rank and (best is None or rank > best[0]):
                best = rank, place
    return best[1] if best else None


def _near(source: BlockSource, mark: ProofMark) -> bool:
    """Whether a text has a character in the line of the mark."""
    file = source.file
    if mark.start.line > len(file.starts):
        return False
    first = file.starts[mark.start.line - 1]
    last = file.starts[mark.start.line] if mark.start.line < len(file.starts) else len(file.text) + 1
    bounds = source.bounds
    return bounds is not None and bounds[0] <= last and bounds[1] >= first


def _occurrences(text: str, quote: str) -> Iterator[int]:
    if not quote:
        yield from range(len(text) + 1)
        return
    compared, wanted = same_text(text), same_text(quote)
    at = compared.find(wanted)
    while at >= 0:
        yield at
        at = compared.find(wanted, at + 1)


def _rank(mark: ProofMark, place: MarkPlace) -> int:
    """Return how well a place fits: 0 for not at all. The place in the file counts most, then the words around."""
    source = place.source
    offset = source.file.offset(mark.start)
    ranges = source.ranges
    if place.start < place.end:
        known = next((one for one in ranges[place.start : place.end] if one is not None), None)
        there = known is not None and known[0] == offset
        at_start = known is None and source.start_of(place.start) == offset
    else:
        before = ranges[place.start - 1] if place.start else None
        after = ranges[place.start] if place.start < len(ranges) else None
        there = (before is not None and before[1] == offset) or (after is not None and after[0] == offset)
        at_start = not there and source.start_of(place.start) == offset
    text = source.block.text
    before_words, after_words = mark.words.before, mark.words.after.partition(PARAGRAPH_END)[0]
    around = _fits(text[: place.start], before_words, at_end=True) + _fits(
        text[place.end :], after_words, at_end=False
    )
    if not there and not at_start:
        return 0
    return 1 + around


def _fits(text: str, words: str, *, at_end: bool) -> int:
    """Return how many characters of the words around a mark stand there."""
    text, words = same_text(text), same_text(words)
    pairs = zip(reversed(text), reversed(words), strict=False) if at_end else zip(text, words, strict=False)
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    # The whole text may be shorter than what was noted of it.
    return count
