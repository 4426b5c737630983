"""Adds the places inside a text of a paragraph: between its words, and in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from math import inf
from typing import TYPE_CHECKING

from weasyprint.text.ffi import FROM_UNITS

from bookbuilder.formats.pdf.engine.lines.hanging_punctuation import NOTHING, hanging
from bookbuilder.formats.pdf.engine.lines.paragraph import (
    DASHES,
    Leaf,
    ParagraphBreaks,
    Pen,
    Resume,
    Stop,
    TextLeaf,
    Unplannable,
)
from bookbuilder.formats.pdf.engine.shaping.break_style import hyphenation_points
from bookbuilder.formats.pdf.engine.shaping.text_widths import MeasuredText
from bookbuilder.formats.pdf.engine.shaping.word_cache import FIXED_SPACES, SPACES
from bookbuilder.formats.pdf.line_breaking.breakpoints import BreakKind

if TYPE_CHECKING:
    from weasyprint.layout import LayoutContext


def hangs_by(leaf: Leaf, letter: str, shares: Mapping[str, float]) -> float:
    """Return how much of a character hangs into a margin, in px."""
    share = shares.get(letter)
    word = leaf.breaking.cache.word(letter) if share and leaf.breaking else None
    return word.width * FROM_UNITS * share if word is not None and share else 0.0


class BreakReader:
    """Adds the places inside a text. `origin` is where the text begins on the line without end, `base` where it begins in
    `measured`, in units of Pango."""

    def __init__(
        self, paragraph: ParagraphBreaks, leaf: TextLeaf, measured: MeasuredText, context: LayoutContext
    ) -> None:
        self.paragraph, self.leaf, self.measured, self.context = paragraph, leaf, measured, context
        self.breaking = leaf.breaking
        self.origin, self.begin = leaf.place, leaf.start
        wraps = self.breaking.space != "nowrap"
        self.breaks = measured.breaks if wraps else []
        self.hyphens = paragraph.hyphens and wraps
        self.hanging = hanging(leaf.box.style) if paragraph.hangs else NOTHING
        self.following = bisect_right(self.breaks, self.begin)
        self.first = bisect_right(measured.starts, self.begin) - 1
        self.base = self._base()
        self.points = self._points(self.begin)

    def _base(self) -> int:
        measured, begin, first = self.measured, self.begin, self.first
        if measured.starts[first] == begin:
            return measured.left[first]
        return measured.right[first] - self._wide(begin, measured.starts[first + 1])

    def _wide(self, start: int, stop: int, more: str = "") -> int:
        word = self.breaking.cache.word(self.measured.text[start:stop] + more) if start < stop else None
        if word is None:  # letters of another font, or nothing but a space of one width
            raise Unplannable("script")
        return word.width

    def _points(self, place: int) -> tuple[int, ...]:
        """Return where the word behind a place may be hyphenated, in their order."""
        if not self.hyphens:
            return ()
        lengths = hyphenation_points(self.breaking, self.measured, place, self.context) or ()
        return tuple(place + length for length in reversed(lengths))

    def read(self, pen: Pen) -> None:
        """Add all places, and move the pen to the end of the text. (This is done for every word of a book.)"""
        measured, begin, spacing, origin = self.measured, self.begin, self.breaking.cache.spacing, self.origin
        text, starts, lefts, rights = measured.text, measured.starts, measured.left, measured.right
        breaks, path, paragraph = self.breaks, self.leaf.path, self.paragraph
        hangs_left, hangs_right = self.hanging.left, self.hanging.right
        add, add_stop, add_resume = paragraph.breaks.add, paragraph.stops.append, paragraph.resumes.append
        base, spaces, following, share = self.base, pen.spaces, self.following, self.leaf.share
        solid, solid_spaces = pen.end
        solid_place = begin
        next_break = breaks[following] if following < len(breaks) else inf
        for number in range(self.first, len(starts) - 1):
            start, stop = starts[number], starts[number + 1]
            letter = text[start]
            if letter == " ":
                if pen.fresh:
                    base = lefts[number + 1] if stop < len(text) else rights[number]
                else:
                    spaces += share
                continue
            if start > begin:
                left = origin + (lefts[number] - base) * FROM_UNITS
            else:
                start, left = begin, origin
            right = origin + (rights[number] - base) * FROM_UNITS
            if letter in SPACES:
                spaces += share
            if next_break == start:
                if not pen.fresh:
                    last = text[solid_place - 1]
                    end_hangs = start_hangs = 0.0
                    if solid_place == begin:
                        end_hangs = pen.hangs
                    elif last in hangs_right:
                        end_hangs = self._hangs_right(last)
                    if letter in hangs_left:
                        start_hangs = hangs_by(self.leaf, letter, hangs_left)
                    add(BreakKind.PLAIN, solid - end_hangs, solid_spaces, left + start_hangs, spaces)
                    add_stop((path, solid_place - begin, "", end_hangs))
                    add_resume((path, start - begin, start_hangs))
                following += 1
                next_break = breaks[following] if following < len(breaks) else inf
                if self.hyphens:
                    self.points = self._points(start)
            pen.fresh = False
            if self.points or next_break < stop:
                self.following = following
                self._read_word(start, stop, left, right, spaces)
                following = self.following
                next_break = breaks[following] if following < len(breaks) else inf
            solid, solid_spaces, solid_place = right + spacing, spaces, stop
        pen.place = pen.closed = origin + (rights[-1] - base) * FROM_UNITS + spacing
        pen.spaces = spaces
        if solid_place > begin:
            pen.hangs = self._hangs_right(text[solid_place - 1])
        pen.trailing, pen.trailing_spaces = 0.0, 0.0
        if text[-1] == " ":
            pen.trailing, pen.trailing_spaces = max(pen.place - solid, 0.0), share
        elif text[-1] in FIXED_SPACES:
            start, stop = max(starts[-2], begin), starts[-1]
            end = self._end_of_word(start, stop)
            solid_width = self._wide(start, end) if end > start else 0
            pen.trailing = (self._wide(start, stop) - solid_width) * FROM_UNITS

    def _end_of_word(self, start: int, stop: int) -> int:
        """Return where the letters from `start` to `stop` end without the spaces behind them."""
        return start + len(self.measured.text[start:stop].rstrip(FIXED_SPACES))

    def _hangs_right(self, letter: str) -> float:
        return hangs_by(self.leaf, letter, self.hanging.right)

    def _read_word(self, start: int, stop: int, left: float, right: float, spaces: float) -> None:
        """Add the places inside a word that is printed from `left` to `right`."""
        while True:
            following = self.breaks[self.following] if self.following < len(self.breaks) else stop
            end = min(following, stop)
            for point in self.points:
                if start < point < end:
                    self._part(BreakKind.HYPHEN, start, point, stop, left, right, spaces)
            if end == stop:
                return
            kind = BreakKind.DASH if self.measured.text[end - 1] in DASHES else BreakKind.PLAIN
            self._part(kind, start, end, stop, left, right, spaces)

    def _part(
        self, kind: BreakKind, start: int, place: int, stop: int, left: float, right: float, spaces: float
    ) -> None:
        hyphen = self.breaking.hyphen if kind is BreakKind.HYPHEN else ""
        solid = self._end_of_word(start, place)
        end = left + self._wide(start, solid, hyphen) * FROM_UNITS + self.breaking.cache.spacing
        begin = right - self._wide(place, stop) * FROM_UNITS
        hangs = self._hangs_right((hyphen or self.measured.text[solid - 1])[-1])
        stop_inside = Stop(self.leaf.path, place - self.begin, hyphen, hangs)
        self._add(kind, (end, spaces, begin, spaces), stop_inside, place)

    def _add(self, kind: BreakKind, line: tuple[float, float, float, float], stop: Stop, place: int) -> None:
        letter = self.measured.text[place]
        hangs = hangs_by(self.leaf, letter, self.hanging.left) if letter in self.hanging.left else 0.0
        self.paragraph.add(kind, *line, stop, Resume(self.leaf.path, place - self.begin, hangs))
        if kind is not BreakKind.HYPHEN:
            self._pass(place)

    def _pass(self, place: int) -> None:
        """Go on behind a place at which Unicode allows a break."""
        self.following += 1
        if self.hyphens:
            self.points = self._points(place)
