"""Measures texts by their words: how wide each piece of a text is, and how far a line reaches if it ends at a break."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from weasyprint.text import line_break

from bookbuilder.formats.pdf.engine.word_cache import Fount, plain

_TAIL = 40
"""Letters by whose end a text is found again when its next line is asked for."""


@dataclass(slots=True, eq=False)
class Measured:
    """A text and how wide it is, in units of Pango (1024 in a px).

    `starts` are the places of its words and spaces, and its end; `left` and `right` are where each of them begins and ends
    on a line without end. `breaks` are the places where the text may be broken, `reach` where the line ends then, without
    the space at its end.
    """

    fount: Fount
    text: str
    starts: list[int]
    left: list[int]
    right: list[int]
    breaks: list[int]
    reach: list[int]

    def width(self, start: int, stop: int, more: str = "") -> int | None:
        """Return how wide a piece of the text is, with a few letters more behind it; None if these are no words."""
        starts, left = self.starts, self.left
        first, last = bisect_right(starts, start) - 1, bisect_left(starts, stop) - 1
        if first == last:
            part = self.fount.word(self.text[start:stop] + more)
            return None if part is None else part.width
        found = left[last] - left[first]
        if starts[first] != start:
            head = self.fount.word(self.text[start : starts[first + 1]])
            if head is None:
                return None
            found += head.width - (self.right[first] - left[first])
        if starts[last + 1] == stop and not more:
            return found + self.right[last] - left[last]
        tail = self.fount.word(self.text[starts[last] : stop] + more)
        return None if tail is None else found + tail.width

    def last(self, start: int, room: int) -> tuple[int, int] | None:
        """Return the last place at which a line that begins at `start` may end, and how wide it is then; None if even its
        first word has no room."""
        starts, breaks = self.starts, self.breaks
        first = bisect_right(starts, start) - 1
        before = self.left[first]
        if starts[first] != start:  # in the middle of a word
            head = self.fount.word(self.text[start : starts[first + 1]])
            if head is None:
                return None
            before = self.right[first] - head.width
        at = bisect_right(self.reach, room + before) - 1
        while at >= 0 and breaks[at] > start:
            place = breaks[at]
            width = self.reach[at] - before if place >= starts[first + 1] else self.width(start, place)
            if width is not None and width <= room:
                return place, width
            at -= 1
        return None

    def following(self, place: int) -> int | None:
        """Return the first break behind a place; None if there is none."""
        at = bisect_right(self.breaks, place)
        return self.breaks[at] if at < len(self.breaks) else None


@dataclass(slots=True, eq=False)
class Texts:
    """Texts of a document that are broken in one manner, measured. A paragraph is measured once for all its lines.

    `anywhere`: words may be broken at any letter. Where Unicode allows a break depends on the letters before, and what
    begins in the middle of a word is looked at by itself then.
    """

    fount: Fount
    lang: str | None
    anywhere: bool
    _known: dict[str, Measured] = field(default_factory=dict)

    def find(self, text: str) -> tuple[Measured, int] | None:
        """Return a text that ends with this one, and the place in it where this one begins; None if these are no words."""
        key = text[-_TAIL:]
        known = self._known.get(key)
        if known is not None and known.text.endswith(text):
            place = len(known.text) - len(text)
            if not place or not self.anywhere or place in known.breaks:
                return known, place
        found = self._measure(text) if plain(text) else None
        if found is None:
            return None
        self._known[key] = found
        return found, 0

    def _measure(self, text: str) -> Measured | None:
        words = self.fount.words(text)
        if words is None:
            return None
        attributes = line_break.get_log_attrs(text, self.lang)
        made = Measured(self.fount, text, [], [], [], [], [])
        at = wide = solid = 0
        before = None
        for word in words:
            said = word.text
            if before is not None:
                wide += self.fount.kern(before, word)
                if attributes[at].is_line_break:
                    made.breaks.append(at)
                    made.reach.append(solid)
            made.starts.append(at)
            made.left.append(wide)
            if not said.isalnum():
                for place in range(1, len(said)):
                    if attributes[at + place].is_line_break:
                        part = self.fount.word(said[:place])
                        if part is None:
                            return None
                        made.breaks.append(at + place)
                        made.reach.append(wide + part.width)
            at += len(said)
            wide += word.width
            made.right.append(wide)
            if said != " ":
                solid = wide
            before = word
        made.starts.append(at)
        return made
