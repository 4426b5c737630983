"""Finds where in the source of a book something on its pages is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from bookbuilder.diagnostics import BookbuilderError, PageArea, Span
from bookbuilder.document.galley import Galley
from bookbuilder.document.walk import walk
from bookbuilder.formats.book import Book
from bookbuilder.formats.edition_trace import EditionTrace, PrintedText
from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.source_map import SourceMap, TextPlace
from bookbuilder.world.source_lines import lines_of

_PLACE = re.compile(r"(?P<path>.+):(?P<line>\d+):(?P<column>\d+)")
"""A place in the source, which stands for the id of a block; an id of an author may have a colon as well: `eq:sum`."""


class FindingPlaces:
    """The places of findings in the source of a book. `trace` traces its texts; without it, blocks alone are found."""

    def __init__(self, book: Book, trace: Callable[[], EditionTrace] | None = None) -> None:
        self.book, self._make_trace = book, trace
        self._source_map: SourceMap | None = None
        self._blocks: dict[int, dict[str, Span]] = {}

    def place(self, finding: LayoutFinding) -> Span:
        """Return the place of what a finding is about: that of its chapter if it is not known, and that of the edition if
        the finding is about no chapter."""
        if written := _PLACE.fullmatch(finding.block):
            return Span(written["path"], int(written["line"]), int(written["column"]))
        if finding.text is not None and (found := self._text(finding)):
            return found
        if finding.block and (found := self._block(finding)):
            return found
        galleys = self._galleys(finding)
        if not galleys or not (finding.block or finding.chapter):
            return self.book.edition.locale.span
        return Span(galleys[0].head.span.path)

    def area(self, finding: LayoutFinding) -> PageArea | None:
        """Return where what a finding is about is seen; None if it is not known."""
        return PageArea(f"{self.book.stem}.pdf", finding.page, *finding.area) if finding.area else None

    def _text(self, finding: LayoutFinding) -> Span | None:
        if self._make_trace is None or finding.text is None:
            return None
        if self._source_map is None:
            self._source_map = SourceMap(self._make_trace(), cache(self._lines))
        html, _ = self._source_map.trace.pages[finding.page]
        node, offset = finding.text
        if not html:
            return None
        picture = PrintedText(node, offset, 0, 0, 0, 0, 0).picture
        if picture is not None:
            return self._source_map.picture(html, picture).span
        return self._source_map.source(TextPlace(html, node, offset)).span

    def _galleys(self, finding: LayoutFinding) -> list[Galley]:
        # Most are about their own chapter: a long book has hundreds of others.
        return sorted(self.book.document.galleys, key=lambda galley: galley.head.id != finding.chapter)

    def _block(self, finding: LayoutFinding) -> Span | None:
        return next(
            (span for one in self._galleys(finding) if (span := self._spans_by_id(one).get(finding.block))),
            None,
        )

    def _spans_by_id(self, galley: Galley) -> Mapping[str, Span]:
        """Return the places of what has an id in a galley."""
        spans = self._blocks.get(id(galley))
        if spans is None:
            spans = self._blocks[id(galley)] = {}
            for node in walk(galley.decoded().blocks):
                if node.id and node.span.line:
                    spans.setdefault(node.id, node.span)
        return spans

    def _lines(self, path: str) -> Sequence[str]:
        try:
            return lines_of(self.book.world.read(path))
        except BookbuilderError:
            return ()
