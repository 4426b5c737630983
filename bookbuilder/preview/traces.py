"""Keeps for each edition that is shown what maps its text to the source files, as of the build that made it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from threading import Lock

from bookbuilder.diagnostics import BookbuilderError, Span
from bookbuilder.preview.live_state import ShownEdition
from bookbuilder.preview.page_characters import PageCharacters
from bookbuilder.preview.page_images import PageImages, PdfFile
from bookbuilder.preview.printed_places import PrintedPlaces, PrintedWord
from bookbuilder.preview.source_map import Source, SourceMap, TextPlace
from bookbuilder.world import World

AROUND = 8
"""Lines before and behind a place that are shown with it."""


@dataclass(frozen=True, slots=True)
class _Trace:
    build: int
    source_map: SourceMap
    printed: PrintedPlaces


class Traces:
    """The maps of editions. They are made when they are first asked for; one is asked at a time."""

    def __init__(self, world: World, images: PageImages) -> None:
        self._world, self._images = world, images
        self._lock = Lock()
        self._known: dict[str, _Trace] = {}

    def word_at(
        self, shown: ShownEdition, page: int, x: float, y: float
    ) -> tuple[PrintedWord, Source] | None:
        """Return the word at a point of a page, counted from 0, and where it comes from; None if there is none. Raises
        `IndexError` if there is no such page."""
        with self._lock:
            trace = self._trace(shown)
            word = trace.printed.word_at(page, x, y)
            return (word, trace.source_map.source(word.place)) if word else None

    def word(self, shown: ShownEdition, page: int, number: int) -> tuple[PrintedWord, Source] | None:
        """Return a word of a page by its number, as `word_at` does; the last one if there are fewer."""
        with self._lock:
            trace = self._trace(shown)
            word = trace.printed.word(page, number)
            return (word, trace.source_map.source(word.place)) if word else None

    def source(self, shown: ShownEdition, place: TextPlace) -> Source:
        """Return where a text comes from. Raises `KeyError` if there is no such page of HTML."""
        with self._lock:
            return self._trace(shown).source_map.source(place)

    def printed(self, shown: ShownEdition, span: Span) -> PrintedWord | None:
        """Return the word of a PDF that is printed for a place of a file, the one in its own chapter first."""
        with self._lock:
            trace = self._trace(shown)
            return next(
                (word for place in trace.source_map.places(span) if (word := trace.printed.find(place))), None
            )

    def printed_in_chapters(self, shown: ShownEdition, spans: Sequence[Span]) -> list[PrintedWord | None]:
        """Return for each place of a file the word of a PDF that is printed for it in the chapter of that file."""
        with self._lock:
            trace = self._trace(shown)
            return [
                next(
                    (
                        word
                        for place in trace.source_map.own_places(span)
                        if (word := trace.printed.find(place))
                    ),
                    None,
                )
                for span in spans
            ]

    def shown(self, shown: ShownEdition, span: Span) -> TextPlace | None:
        """Return where the text of a place of a file is shown in pages of HTML."""
        with self._lock:
            return next(self._trace(shown).source_map.places(span), None)

    def excerpt(self, span: Span) -> list[tuple[int, str]]:
        """Return the lines around a place, with their numbers."""
        lines, first = self._lines(span.path), max(span.line - AROUND, 1)
        return [*enumerate(lines[first - 1 : span.line + AROUND], first)]

    def _trace(self, shown: ShownEdition) -> _Trace:
        edition = shown.edition
        known = self._known.get(shown.key)
        if known is None or known.build != shown.build:
            if edition.trace is None:
                raise KeyError(shown.key)
            trace = edition.trace()
            source_map = SourceMap(trace, cache(self._lines))
            printed = PrintedPlaces(trace, source_map, partial(self._characters, shown))
            known = self._known[shown.key] = _Trace(shown.build, source_map, printed)
        return known

    def _characters(self, shown: ShownEdition, page: int) -> PageCharacters:
        pdf = pdf_file(shown, self._world.read)
        if pdf is None:
            raise IndexError(page)
        return self._images.characters(pdf, page)

    def _lines(self, path: str) -> Sequence[str]:
        try:
            return self._world.read(path).decode(errors="replace").splitlines() if path else ()
        except (BookbuilderError, OSError):
            return ()


def pdf_file(shown: ShownEdition, read: Callable[[str], bytes]) -> PdfFile | None:
    """Return the PDF of an edition, which `read` reads; None if it has none."""
    path = next((name for name in shown.edition.files if name.endswith(".pdf")), None)
    return PdfFile(path, shown.build, partial(read, path)) if path else None
