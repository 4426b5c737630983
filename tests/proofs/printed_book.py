"""A printed book whose characters know where they come from: by the typesetter, not by comparing texts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bookbuilder.diagnostics import Span
from bookbuilder.formats.source_map import TextPlace
from bookbuilder.preview.edition_source_maps import Traces, pdf_file
from bookbuilder.preview.live_state import ShownEdition
from bookbuilder.preview.printed_places import PrintedWord
from bookbuilder.proof.pdf_marks import Box
from bookbuilder.world.source_lines import lines_of
from tests.preview.word_jumps import edition


@dataclass(frozen=True)
class PrintedRun:
    """Characters beside one another on a page, in reading order: their text, their boxes in the coordinates of the page, and
    where each stands in its file (None: nowhere)."""

    page: int
    text: str
    boxes: tuple[Box, ...]
    sources: tuple[Span | None, ...]
    real: tuple[Span, ...]
    """The sources of its letters and digits that are these themselves, and not a fact, a reference or a name."""


@dataclass(frozen=True)
class PrintedBook:
    """A built PDF, and what it was made of."""

    root: Path
    data: bytes
    traces: Traces
    shown: ShownEdition
    pages: int

    @classmethod
    def built(cls, root: Path, locale: str, name: str = "pdf") -> PrintedBook:
        traces, shown, pages = edition(root, locale, name)
        pdf = pdf_file(shown, lambda path: (root / path).read_bytes())
        assert pdf is not None
        return cls(root, pdf.read(), traces, shown, pages)

    @cached_property
    def heights(self) -> list[tuple[float, float, float]]:
        """For each page the left, the top of its visible part, as pikepdf has them."""
        from io import BytesIO

        import pikepdf

        with pikepdf.open(BytesIO(self.data)) as pdf:
            result = []
            for page in pdf.pages:
                box, trim = page.cropbox, page.trimbox
                del trim
                result.append((float(box[0]), float(box[3]), float(box[2])))
            return result

    @cached_property
    def counts(self) -> list[int]:
        """How many words each page has."""
        return [self._count(page) for page in range(self.pages)]

    def _count(self, page: int) -> int:
        found = self.traces.word(self.shown, page, 10**6)
        return found[0].number + 1 if found else 0

    def words(self, page: int, first: int, count: int) -> list[PrintedRun]:
        """Return words of a page in the order in which they are drawn."""
        found: list[tuple[PrintedWord, object]] = []
        for number in range(first, min(first + count, self.counts[page])):
            at = self.traces.word(self.shown, page, number)
            if at is not None and (not found or found[-1][0].number != at[0].number):
                found.append(at)
        return [self._run(word) for word, _ in found]

    def _run(self, word: PrintedWord) -> PrintedRun:
        left, top, _ = self.heights[word.page]
        boxes = tuple(
            (left + box.x, top - box.y - box.height, left + box.x + box.width, top - box.y)
            for box in word.boxes
        )
        sources: list[Span | None] = []
        for offset in range(len(word.text)):
            try:
                place = TextPlace(word.place.html, word.place.node, word.place.offset + offset)
                source = self.traces.source(self.shown, place)
            except (KeyError, IndexError):
                sources.append(None)
                continue
            sources.append(None if source.made or not source.span.line else source.span)
        real = tuple(
            source
            for letter, source in zip(word.text, sources, strict=True)
            if letter.isalnum() and source is not None and self._at(source).casefold() == letter.casefold()
        )
        return PrintedRun(word.page, word.text, boxes, tuple(sources), real)

    def _at(self, span: Span) -> str:
        lines = lines_of((self.root / span.path).read_bytes())
        return lines[span.line - 1][span.column - 1 : span.column] if span.line <= len(lines) else ""

    def drawn(self, count: int, seed: int) -> Iterator[tuple[int, int]]:
        """Yield pages and words that are drawn by chance."""
        random_ = random.Random(seed)
        places = [(page, number) for page in range(self.pages) for number in range(self.counts[page])]
        for _ in range(count):
            yield random_.choice(places)
