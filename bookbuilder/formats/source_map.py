"""Maps places in the text of an edition to places in the source files, character by character, and back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from bookbuilder.diagnostics import Span
from bookbuilder.document.character_positions import locate_text
from bookbuilder.document.text_sources import TextSource
from bookbuilder.formats.edition_trace import EditionTrace, TracedHtml
from bookbuilder.formats.text_places import counted
from bookbuilder.formats.traced_text import TracedNode, traced, traced_pictures

Lines = Callable[[str], Sequence[str]]
"""Returns the lines of a source file."""
_NEAR = 3
"""Places in front of a caret that are searched for its text."""


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A place in the text of an edition: the name of the HTML, the number of the text node in it (`text_places.SourceRun`),
    and how many of its visible characters are before it."""

    html: str
    node: int
    offset: int


@dataclass(frozen=True, slots=True)
class MappedSource:
    """Where a character comes from. `made`: a directive or template has added it; then it is the place of the text in front
    of it, or else behind it."""

    span: Span
    made: bool = False


class SourceMap:
    """The map of an edition. Files are read when they are asked for."""

    def __init__(self, trace: EditionTrace, lines: Lines) -> None:
        self.trace = trace
        self._html = {name: _HtmlMap(name, html, lines) for name, html in trace.html.items()}

    def source(self, place: TextPlace) -> MappedSource:
        """Return where the character at a place comes from."""
        return self._html[place.html].source(place.node, place.offset)

    def picture(self, html: str, number: int) -> MappedSource:
        """Return where a picture comes from: the figure that it is in, or its own place."""
        return self._html[html].picture(number)

    def places(self, span: Span) -> Iterator[TextPlace]:
        """Yield where the text at a place of a file is shown, that in its own chapter first; or the text behind it."""
        htmls = sorted(self._html.values(), key=lambda one: one.traced_html.span.path != span.path)
        for behind in (False, True):
            for html in htmls:
                yield from html.places(span, behind=behind)

    def own_places(self, span: Span) -> Iterator[TextPlace]:
        """Yield where the text at a place of a file is shown in its own chapter; or the text behind it."""
        if span.line:
            for behind in (False, True):
                for html in self._html.values():
                    if html.traced_html.span.path == span.path:
                        yield from html.places(span, behind=behind)

    def text(self, place: TextPlace) -> str:
        """Return the visible characters of the text node of a place."""
        return self._html[place.html].nodes[place.node].text


class _HtmlMap:
    """The map of one page of HTML, or part of a PDF."""

    def __init__(self, name: str, traced_html: TracedHtml, lines: Lines) -> None:
        self.name, self.traced_html, self._lines = name, traced_html, lines
        self._known: dict[int, list[Span | None]] = {}

    @cached_property
    def _marked(self) -> tuple[str, tuple[TextSource, ...]]:
        return self.traced_html.marked()

    @cached_property
    def nodes(self) -> tuple[TracedNode, ...]:
        """Its text nodes."""
        return traced(self.traced_html.html, self._marked[0])

    @property
    def sources(self) -> tuple[TextSource, ...]:
        """The sources that its text nodes name."""
        return self._marked[1]

    def source(self, number: int, offset: int) -> MappedSource:
        """Return where a character of a text node comes from."""
        found = self._piece(number, offset)
        if found is None:
            return MappedSource(self.traced_html.span, made=True)
        source, at, made = found
        positions = self._positions(source)
        return MappedSource(next((one for one in positions[at::-1] if one), self.sources[source].span), made)

    def picture(self, number: int) -> MappedSource:
        """Return where a picture comes from."""
        pictures = self._pictures
        source = pictures[number] if 0 <= number < len(pictures) else None
        return (
            MappedSource(self.traced_html.span, made=True)
            if source is None
            else MappedSource(self.sources[source].span)
        )

    @cached_property
    def _pictures(self) -> tuple[int | None, ...]:
        return traced_pictures(self._marked[0])

    def _piece(self, number: int, offset: int) -> tuple[int, int, bool] | None:
        """Return the source of a character, its place in it, and whether it is only near; None if nothing has a source."""
        if not 0 <= number < len(self.nodes):
            return None
        pieces = self.nodes[number].pieces
        at = bisect_right(pieces, offset, key=lambda piece: piece.start) - 1
        if at >= 0:
            piece = pieces[at]
            behind = offset - piece.start
            return piece.source, piece.skipped + min(behind, piece.length - 1), behind >= piece.length
        if pieces:
            return pieces[0].source, pieces[0].skipped, True
        for other in (*range(number - 1, -1, -1), *range(number + 1, len(self.nodes))):
            if found := self.nodes[other].pieces:
                piece = found[-1] if other < number else found[0]
                return piece.source, piece.skipped + (piece.length - 1 if other < number else 0), True
        return None

    def places(self, span: Span, *, behind: bool) -> Iterator[TextPlace]:
        """Yield where the text at a place of a file is shown, or with `behind` the first text behind it."""
        nearest = self._nearest(span, behind=behind)
        if nearest is None:
            return
        source, at = nearest
        for number, node in enumerate(self.nodes):
            for piece in node.pieces:
                if piece.source == source and 0 <= at - piece.skipped < piece.length:
                    yield TextPlace(self.name, number, piece.start + at - piece.skipped)

    def _nearest(self, span: Span, *, behind: bool) -> tuple[int, int] | None:
        """Return the source whose character is nearest to a place, and which character that is: the last in the same line
        that is not behind it, or with `behind` the first behind it."""
        shown = {piece.source for node in self.nodes for piece in node.pieces}
        of_file = [number for number in sorted(shown) if self.sources[number].span.path == span.path]
        starts = sorted({self.sources[number].span for number in of_file})
        at = bisect_right(starts, span)
        near = set(starts[max(at - _NEAR, 0) : at + 1])
        found = [
            (position, number, character)
            for number in of_file
            if self.sources[number].span in near
            for character, position in enumerate(self._positions(number))
            if position
        ]
        if behind:
            after = [one for one in found if one[0] > span]
            return min(after)[1:] if after else None
        before = [one for one in found if one[0] <= span and one[0].line == span.line]
        last = max((position for position, *_ in before), default=span)
        return next((one[1:] for one in before if one[0] == last), None)

    def _positions(self, number: int) -> list[Span | None]:
        """Return the place in its file of each visible character of a source."""
        if number not in self._known:
            self._known[number] = self._located(number)
        return self._known[number]

    def _located(self, number: int) -> list[Span | None]:
        source = self.sources[number]
        visible = [bool(counted(character)) for character in source.text]
        if source.whole:
            return [source.span] + [None] * (sum(visible) - 1)
        first = number
        while self.sources[first].before:
            first -= 1
        text = "".join(one.text for one in self.sources[first : number + 1])
        positions = locate_text(text, source.span, self._lines(source.span.path))[source.before :]
        if not any(positions) and source.span.line:
            positions = [source.span, *positions[1:]]
        return [position for position, shown in zip(positions, visible, strict=True) if shown]
