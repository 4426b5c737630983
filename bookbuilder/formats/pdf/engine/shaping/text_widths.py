"""Measures texts by their words: how wide each piece of a text is, and how far a line reaches if it ends at a break."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from weasyprint.text import line_break

from bookbuilder.formats.pdf.engine.shaping.word_cache import FIXED_SPACES, WordCache, plain
from bookbuilder.limits import WORD

_TAIL = 40
"""Letters: a text is found again by so many at its end when its next line is asked for."""
NEAR = 500 + WORD
"""Characters on which the first line of a text depends: more than any line has, and the word behind it."""


@dataclass(slots=True, eq=False)
class MeasuredText:
    """A text and how wide it is, in units of Pango (1024 in a px).

    `starts` are the places of its words and spaces, and its end; `left` and `right` are where each of them begins and ends
    on a line without end. `breaks` are the places where the text may be broken, `reach` where the line ends then, without
    the space at its end. `by_pango` says that only Pango knows its lines if it fills one after the other, since they may
    end with a space of one width.
    """

    cache: WordCache
    text: str
    starts: list[int]
    left: list[int]
    right: list[int]
    breaks: list[int]
    reach: list[int]
    by_pango: bool = False

    def width(self, start: int, stop: int, more: str = "") -> int | None:
        """Return how wide a piece of the text is with `more` letters behind it; None if these are not made of words."""
        starts, left = self.starts, self.left
        first, last = bisect_right(starts, start) - 1, bisect_left(starts, stop) - 1
        if first == last:
            part = self.cache.word(self.text[start:stop] + more)
            return None if part is None else part.width
        width = left[last] - left[first]
        if starts[first] != start:
            head = self.cache.word(self.text[start : starts[first + 1]])
            if head is None:
                return None
            width += head.width - (self.right[first] - left[first])
        if starts[last + 1] == stop and not more:
            return width + self.right[last] - left[last]
        tail = self.cache.word(self.text[starts[last] : stop] + more)
        return None if tail is None else width + tail.width

    def last(self, start: int, room: int) -> tuple[int, int] | None:
        """Return the last place at which a line that begins at `start` may end, and how wide it is then; None if even its
        first word has no room."""
        starts, breaks = self.starts, self.breaks
        first = bisect_right(starts, start) - 1
        before = self.left[first]
        if starts[first] != start:  # in the middle of a word
            head = self.cache.word(self.text[start : starts[first + 1]])
            if head is None:
                return None
            before = self.right[first] - head.width
        at = bisect_right(self.reach, room + before) - 1
        while at >= 0 and breaks[at] > start:
            end = breaks[at]
            width = self.reach[at] - before if end >= starts[first + 1] else self.width(start, end)
            if width is not None and width <= room:
                return end, width
            at -= 1
        return None

    def following(self, place: int) -> int | None:
        """Return the first break behind a place; None if there is none."""
        at = bisect_right(self.breaks, place)
        return self.breaks[at] if at < len(self.breaks) else None


@dataclass(slots=True, eq=False)
class MeasuredTexts:
    """Texts of a document with one way to break lines, measured. A paragraph is measured once for all its lines.

    `anywhere`: words may be broken at any letter. Where Unicode allows a break depends on the letters before it, so a text
    that begins in the middle of a word is measured by itself then.
    """

    cache: WordCache
    lang: str | None
    anywhere: bool
    _by_tail: dict[str, MeasuredText] = field(default_factory=dict)

    def find(self, text: str) -> tuple[MeasuredText, int] | None:
        """Return a text that ends with this one, and the place in it where this one begins; None if these are not made of
        words."""
        key = text[-_TAIL:]
        known = self._by_tail.get(key)
        if known is not None and known.text.endswith(text):
            start = len(known.text) - len(text)
            if not start or not self.anywhere or start in known.breaks:
                return known, start
            if len(text) > NEAR:
                return None  # or the rest of a paragraph would be measured for each line of a long word
        measured = self._measure(text) if plain(text) else None
        if measured is None:
            return None
        self._by_tail[key] = measured
        return measured, 0

    def _measure(self, text: str) -> MeasuredText | None:
        words = self.cache.words(text)
        if words is None:
            return None
        attributes = line_break.get_log_attrs(text, self.lang)
        measured = MeasuredText(self.cache, text, [], [], [], [], [])
        at = wide = solid = 0
        before = None
        for word in words:
            letters = word.text
            if before is not None:
                wide += self.cache.kern(before, word)
                if attributes[at].is_line_break:
                    measured.breaks.append(at)
                    measured.reach.append(solid)
            measured.starts.append(at)
            measured.left.append(wide)
            if not letters.isalnum():
                for place in range(1, len(letters)):
                    if attributes[at + place].is_line_break:
                        solid_letters = letters[:place].rstrip(FIXED_SPACES)
                        part = self.cache.word(solid_letters) if solid_letters else None
                        if part is None:
                            return None
                        measured.by_pango |= len(solid_letters) < place
                        measured.breaks.append(at + place)
                        measured.reach.append(wide + part.width)
            at += len(letters)
            wide += word.width
            measured.right.append(wide)
            if letters != " ":
                solid = wide
            before = word
        measured.starts.append(at)
        return measured
