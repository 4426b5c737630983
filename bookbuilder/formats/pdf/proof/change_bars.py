"""Finds the lines of a proof that have changed, and the words in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bookbuilder.diagnostics import Span
from bookbuilder.formats.book import Book
from bookbuilder.formats.edition_trace import EditionTrace, PrintedText
from bookbuilder.formats.proof_changes import ChangedRange
from bookbuilder.formats.source_map import SourceMap, TextPlace
from bookbuilder.world.source_lines import lines_of


@dataclass(frozen=True, slots=True)
class ChangedPiece:
    """A piece of text on a page that has changed; `start` and `end` are the shares of its width between which words were put
    in, and `removed` are those that were taken out there."""

    text: PrintedText
    start: float
    end: float
    removed: str = ""


def changed_pieces(
    book: Book, trace: EditionTrace, pages: Sequence[int], changes: Sequence[ChangedRange]
) -> Mapping[int, tuple[ChangedPiece, ...]]:
    """Return the pieces of text that have changed, by the index of their page."""
    if not changes:
        return {}
    sources = SourceMap(trace, lambda path: lines_of(book.world.read(path)))
    by_path: dict[str, list[ChangedRange]] = {}
    for change in changes:
        by_path.setdefault(change.start.path, []).append(change)
    result: dict[int, tuple[ChangedPiece, ...]] = {}
    seen: set[int] = set()
    for index in pages:
        name, texts = trace.pages[index]
        pieces: list[ChangedPiece] = []
        for text in texts():
            if text.picture is None and text.length:
                pieces += _pieces(text, _spans(text, name, sources), by_path, seen)
        if pieces:
            result[index] = tuple(pieces)
    return result


def _spans(text: PrintedText, name: str, sources: SourceMap) -> tuple[Span, ...]:
    """Return the places of the characters of a piece of text; empty if it is made by the program."""
    found = [
        sources.source(TextPlace(name, text.node, text.offset + number)) for number in range(text.length)
    ]
    return () if found[0].made else tuple(one.span for one in found)


def _pieces(
    text: PrintedText,
    spans: Sequence[Span],
    by_path: Mapping[str, Sequence[ChangedRange]],
    seen: set[int],
) -> Iterator[ChangedPiece]:
    """Yield what has changed in a piece of text; words that were taken out are shown once (`seen`)."""
    if not spans:
        return
    for change in by_path.get(spans[0].path, ()):
        inside = [number for number, span in enumerate(spans) if change.start <= span <= change.end]
        if not inside:
            continue
        removed = change.removed if id(change) not in seen else ""
        seen.add(id(change))
        alone = change.start == change.end and bool(change.removed)
        start = inside[0] / len(spans)
        yield ChangedPiece(text, start, start if alone else (inside[-1] + 1) / len(spans), removed)
