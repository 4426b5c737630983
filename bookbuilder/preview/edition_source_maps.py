"""Keeps for each edition that is shown what maps its text to the source files, as of the build that made it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from threading import Lock

from bookbuilder.diagnostics import Span
from bookbuilder.formats.source_map import MappedSource, SourceMap, TextPlace
from bookbuilder.preview.book_texts import ShownTexts, Texts, in_other_text
from bookbuilder.preview.live_state import ShownEdition
from bookbuilder.preview.page_characters import CharacterBox, PageCharacters
from bookbuilder.preview.page_images import PageImages, ShownPdf
from bookbuilder.preview.printed_places import PrintedPicture, PrintedPlaces, PrintedWord
from bookbuilder.world import World
from bookbuilder.world.source_lines import lines_of

AROUND = 8
"""Lines before and behind a place that are shown with it."""
LONGEST = 120
"""Words of a mark that are shown on a page."""


@dataclass(frozen=True, slots=True)
class _Trace:
    build: int
    source_map: SourceMap
    printed: PrintedPlaces


class Traces:
    """The maps of editions. They are made when they are first asked for; one is asked at a time.

    An edition has places in the texts that it was made from. Arguments and results are places in the files as they are
    now.
    """

    def __init__(self, world: World, images: PageImages) -> None:
        self._world, self._images = world, images
        self._lock = Lock()
        self._known: dict[str, _Trace] = {}
        self.texts = ShownTexts(world)

    def word_at(
        self, shown: ShownEdition, page: int, x: float, y: float
    ) -> tuple[PrintedWord | PrintedPicture, MappedSource] | None:
        """Return the picture or the word at a point of a page, counted from 0, and where it comes from; None if there is
        none. Raises `IndexError` if there is no such page."""
        with self._lock:
            trace = self._trace(shown)
            picture = trace.printed.picture_at(page, x, y)
            if picture is not None:
                return picture, self._now(shown, trace.source_map.picture(picture.html, picture.number))
            word = trace.printed.word_at(page, x, y)
            return (word, self._now(shown, trace.source_map.source(word.place))) if word else None

    def word(self, shown: ShownEdition, page: int, number: int) -> tuple[PrintedWord, MappedSource] | None:
        """Return a word of a page by its number and where it comes from; the last one if there are fewer."""
        with self._lock:
            trace = self._trace(shown)
            word = trace.printed.word(page, number)
            return (word, self._now(shown, trace.source_map.source(word.place))) if word else None

    def source(self, shown: ShownEdition, place: TextPlace) -> MappedSource:
        """Return where a text comes from. Raises `KeyError` if there is no such page of HTML."""
        with self._lock:
            return self._now(shown, self._trace(shown).source_map.source(place))

    def picture(self, shown: ShownEdition, html: str, number: int) -> MappedSource:
        """Return where a picture of a page of HTML comes from. Raises `KeyError` if there is no such page."""
        with self._lock:
            return self._now(shown, self._trace(shown).source_map.picture(html, number))

    def printed(self, shown: ShownEdition, span: Span) -> PrintedWord | None:
        """Return the word of a PDF that is printed for a place of a file, the one in its own chapter first."""
        with self._lock:
            trace = self._trace(shown)
            then = self._then(shown, span)
            return next(
                (word for place in trace.source_map.places(then) if (word := trace.printed.find(place))), None
            )

    def printed_in_chapters(
        self, shown: ShownEdition, spans: Sequence[Span], texts: Texts
    ) -> list[PrintedWord | None]:
        """Return for each place in one of these texts the word of a PDF that is printed for it in the chapter of that
        file."""
        with self._lock:
            trace = self._trace(shown)
            return [_printed(trace, _between(span, texts, shown.texts)) for span in spans]

    def printed_ranges(
        self, shown: ShownEdition, ranges: Sequence[tuple[Span, Span]], texts: Texts
    ) -> list[PrintedWord | None]:
        """Return for each range of one of these texts, from the place of a character to that behind another one, the first
        word of a PDF that is printed for it in the chapter of that file, with a box for each line of its words as far as
        they stand on one page."""
        with self._lock:
            trace = self._trace(shown)
            result: list[PrintedWord | None] = []
            for start, end in ranges:
                word = _printed(trace, _between(start, texts, shown.texts))
                if word is not None:
                    last = Span(end.path, end.line, max(end.column - 1, 1))
                    until = _printed(trace, _between(last, texts, shown.texts)) if last > start else None
                    word = replace(word, boxes=line_boxes(_words_until(trace, word, until)))
                result.append(word)
            return result

    def shown(self, shown: ShownEdition, span: Span) -> TextPlace | None:
        """Return where the text of a place of a file is shown in pages of HTML."""
        with self._lock:
            return next(self._trace(shown).source_map.places(self._then(shown, span)), None)

    def excerpt(self, span: Span) -> tuple[list[tuple[int, str]], str]:
        """Return the lines around a place, with their numbers, and the version of the file (`ShownTexts`)."""
        version, data = self.texts.current(span.path)
        lines, first = lines_of(data), max(span.line - AROUND, 1)
        return [*enumerate(lines[first - 1 : span.line + AROUND], first)], version

    def _trace(self, shown: ShownEdition) -> _Trace:
        edition = shown.edition
        known = self._known.get(shown.key)
        if known is None or known.build != shown.build:
            if edition.trace is None:
                raise KeyError(shown.key)
            trace = edition.trace()
            source_map = SourceMap(trace, cache(partial(self._lines, shown)))
            printed = PrintedPlaces(trace, source_map, partial(self._characters, shown))
            known = self._known[shown.key] = _Trace(shown.build, source_map, printed)
        return known

    def _characters(self, shown: ShownEdition, page: int) -> PageCharacters:
        pdf = pdf_file(shown, self._world.read)
        if pdf is None:
            raise IndexError(page)
        return self._images.characters(pdf, page)

    def _lines(self, shown: ShownEdition, path: str) -> Sequence[str]:
        """Return the lines of a file as they were when the edition was made."""
        return lines_of(self._text(shown, path))

    def _text(self, shown: ShownEdition, path: str) -> bytes:
        known = shown.texts.get(path)
        return self.texts.current(path)[1] if known is None else known

    def _now(self, shown: ShownEdition, source: MappedSource) -> MappedSource:
        span = source.span
        now = in_other_text(span, self._text(shown, span.path), self.texts.current(span.path)[1])
        return replace(source, span=now)

    def _then(self, shown: ShownEdition, span: Span) -> Span:
        return in_other_text(span, self.texts.current(span.path)[1], self._text(shown, span.path))


def _printed(trace: _Trace, span: Span) -> PrintedWord | None:
    """Return the word that is printed for a place of a file in the chapter of that file."""
    places = trace.source_map.own_places(span)
    return next((word for place in places if (word := trace.printed.find(place))), None)


def _words_until(trace: _Trace, first: PrintedWord, last: PrintedWord | None) -> list[PrintedWord]:
    """Return the words of a page from one to another one, or to the end of the page; of very many only the first ones."""
    words = [first]
    if last is None or (last.page, last.number) <= (first.page, first.number):
        return words
    end = last.number if last.page == first.page else first.number + LONGEST
    for number in range(first.number + 1, min(end, first.number + LONGEST) + 1):
        word = trace.printed.word(first.page, number)
        if word is None or word.number != number:
            break
        words.append(word)
    return words


def line_boxes(words: Sequence[PrintedWord]) -> tuple[CharacterBox, ...]:
    """Return a box for each line of words that follow one another."""
    lines: list[CharacterBox] = []
    for box in (box for word in words for box in word.boxes):
        before = lines[-1] if lines else None
        if before is None or abs(before.middle[1] - box.middle[1]) > box.height / 2:
            lines.append(box)
            continue
        left, top = min(before.x, box.x), min(before.y, box.y)
        right = max(before.x + before.width, box.x + box.width)
        bottom = max(before.y + before.height, box.y + box.height)
        lines[-1] = CharacterBox(left, top, right - left, bottom - top)
    return tuple(lines)


def _between(span: Span, old: Texts, new: Texts) -> Span:
    """Return where a place of a file is in another text of it, if both are known."""
    if span.path not in old or span.path not in new:
        return span
    return in_other_text(span, old[span.path], new[span.path])


def pdf_file(shown: ShownEdition, read: Callable[[str], bytes]) -> ShownPdf | None:
    """Return the PDF of an edition, which `read` reads; None if it has none."""
    path = next((name for name in shown.edition.files if name.endswith(".pdf")), None)
    return ShownPdf(path, shown.build, partial(read, path)) if path else None
