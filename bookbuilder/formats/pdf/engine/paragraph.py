"""Reads a paragraph, the boxes of which WeasyPrint has made, as one list of places at which it may be broken.

A place may be between two words of a text, inside a word, or between two boxes (a word and a link behind it). What is not
made of words, or is not in the flow of the text, makes a paragraph that is broken line by line as before.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import inf
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline, percent
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS

from bookbuilder.formats.pdf.engine.break_style import (
    BreakStyle,
    break_style,
    hyphenation_points,
    measured_text,
)
from bookbuilder.formats.pdf.engine.hanging import NOTHING, hanging
from bookbuilder.formats.pdf.engine.text_widths import MeasuredText
from bookbuilder.formats.pdf.engine.word_cache import SPACES
from bookbuilder.formats.pdf.line_breaking.breakpoints import Breakpoints, Kind

DASHES = "-\u2010"
"""Signs behind which a line ends that look like the hyphens of a compositor."""
_OBJECT = "\u2e80"
"""What stands for a picture where Unicode says whether a line may end (WeasyPrint's `split_inline_level`)."""


class Unplannable(Exception):
    """A paragraph that total fit does not know, so that it is broken line by line; `reason` says why, in a word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """A text or a picture of a paragraph.

    `path` are the indices of the boxes that hold it, and of itself, `parents` those boxes. It begins `place` px behind the
    start of a line without end, and `spaces` spaces stand before it. The text begins at `start` in `measured`; `width` is
    that of a picture or an inline block, in px."""

    path: tuple[int, ...]
    box: Any
    parents: tuple[Any, ...]
    place: float
    spaces: int
    breaking: BreakStyle | None = None
    measured: MeasuredText | None = None
    start: int = 0
    width: float = 0.0


class Stop(NamedTuple):
    """Where a line ends: `path` leads to the last box of it, and `offset` are the characters of its text that belong to the
    line (None: the whole box does); `hyphen` is what is added, and `hangs` says how much of it hangs into the margin, in
    px."""

    path: tuple[int, ...]
    offset: int | None = None
    hyphen: str = ""
    hangs: float = 0.0


class Resume(NamedTuple):
    """Where a line begins: `path` leads to its first box, and `offset` are the characters of its text that stand before
    (None: it begins with the whole box); `hangs` says how much of it hangs into the margin, in px."""

    path: tuple[int, ...]
    offset: int | None = None
    hangs: float = 0.0


@dataclass(slots=True, eq=False)
class Paragraph:
    """The places at which a line box may be broken. With `hyphens`, places inside of words are among them; with `hangs`,
    characters hang into the margins.

    `stops` and `resumes` are the fields of `Stop` and `Resume` for each place (None for the last one): there are many
    places, and few are chosen.
    """

    box: Any
    hyphens: bool
    hangs: bool
    leaves: list[Leaf] = field(default_factory=list)
    breaks: Breakpoints = field(default_factory=Breakpoints)
    stops: list[tuple[Any, ...]] = field(default_factory=list)
    resumes: list[tuple[Any, ...] | None] = field(default_factory=list)

    def stop(self, at: int) -> Stop:
        """Return where a line ends that ends at a place."""
        return Stop(*self.stops[at])

    def resume(self, at: int) -> Resume | None:
        """Return where a line begins behind a place; None at the end."""
        resume = self.resumes[at]
        return None if resume is None else Resume(*resume)

    def add(
        self,
        kind: Kind,
        end: float,
        end_spaces: int,
        start: float,
        start_spaces: int,
        stop: Stop,
        resume: Resume | None,
    ) -> None:
        """Add a place behind all others; see `Breakpoints.add`. What hangs into the margins takes no room."""
        hangs = 0.0 if resume is None else resume.hangs
        self.breaks.add(kind, end - stop.hangs, end_spaces, start + hangs, start_spaces)
        self.stops.append(stop)
        self.resumes.append(resume)


@dataclass(slots=True)
class _Pen:
    """How far a line without end has come: `place` px and `spaces` spaces; `closed` is the place behind all boxes that have
    ended, `trailing` the width of the space before it, and `hangs` how much of the last character may hang into the
    margin. `fresh`: nothing is on the line yet, so that a space is dropped."""

    place: float = 0.0
    spaces: int = 0
    closed: float = 0.0
    trailing: float = 0.0
    hangs: float = 0.0
    fresh: bool = True

    @property
    def end(self) -> tuple[float, int]:
        """Where a line ends here, and how many spaces are in it."""
        return self.closed - self.trailing, self.spaces - (1 if self.trailing else 0)


def read(box: Any, context: Any, containing_block: Any, *, hyphens: bool, hangs: bool) -> Paragraph:
    """Return the places of a line box; those inside of words only with `hyphens`. `hangs` says that characters may hang into
    the margins. Raises `Unplannable`."""
    paragraph = Paragraph(box, hyphens, hangs)
    pen = _Pen()
    for path, child, parents, edge in _boxes(box, (), (box,), containing_block):
        pen.place += edge
        if child is None:
            continue
        if isinstance(child, boxes.TextBox):
            if child.text and child.style["font_size"]:
                _add_text(paragraph, pen, _text_leaf(path, child, parents, pen, context), context)
        elif isinstance(child, boxes.AtomicInlineLevelBox):
            width = _width(child, context, containing_block)
            leaf = Leaf(path, child, parents, pen.place, pen.spaces, width=width)
            _add_between(paragraph, pen, leaf)
            pen.place += width
            pen.closed, pen.trailing, pen.hangs, pen.fresh = pen.place, 0.0, 0.0, False
            paragraph.leaves.append(leaf)
        else:  # a box that holds others ends here
            pen.closed = pen.place
    if pen.fresh:  # no line stands behind the last line break
        if not paragraph.breaks:
            raise Unplannable("empty")
        paragraph.stops[-1], paragraph.resumes[-1] = Stop((len(box.children) - 1,)), None
        return paragraph
    paragraph.add(Kind.END, *pen.end, pen.place, pen.spaces, Stop((len(box.children) - 1,)), None)
    return paragraph


_Part = tuple[tuple[int, ...], Any, tuple[Any, ...], float]


def _boxes(
    box: Any, path: tuple[int, ...], parents: tuple[Any, ...], containing_block: Any
) -> Iterator[_Part]:
    """Yield the texts and pictures of a box with their paths and what holds them. A box that holds others comes twice: as
    None with what is left of its content, in px, and, when it ends, itself with what is right of it."""
    for index, child in enumerate(box.children):
        inner = (*path, index)
        if not child.is_in_normal_flow():
            raise Unplannable("out of flow")
        if isinstance(child, boxes.InlineBox):
            if child.is_leader or child.style["box_decoration_break"] == "clone":
                raise Unplannable("decoration")
            percent.resolve_percentages(child, containing_block)
            for margin in ("margin_left", "margin_right"):
                if getattr(child, margin) == "auto":
                    setattr(child, margin, 0)
            yield inner, None, parents, edges(child, "left")
            yield from _boxes(child, inner, (*parents, child), containing_block)
            yield inner, child, parents, edges(child, "right")
        elif isinstance(child, boxes.TextBox | boxes.AtomicInlineLevelBox):
            percent.resolve_percentages(child, containing_block)
            yield inner, child, parents, 0.0
        else:
            raise Unplannable("inline flex or grid")


def texts_and_pictures(box: Any) -> Iterator[Any]:
    """Yield the texts that have room and the pictures of a paragraph, in their order."""
    for child in box.children:
        if isinstance(child, boxes.InlineBox):
            yield from texts_and_pictures(child)
        elif not isinstance(child, boxes.TextBox) or (child.text and child.style["font_size"]):
            yield child


def edges(box: Any, side: str) -> float:
    """Return the margin, border and padding of a box on its left or right, in px."""
    return float(
        getattr(box, f"margin_{side}")
        + getattr(box, f"border_{side}_width")
        + getattr(box, f"padding_{side}")
    )


def _width(box: Any, context: Any, containing_block: Any) -> float:
    """Return how wide a picture or an inline block is, with its margins. The content of a block is not laid out for that."""
    if isinstance(box, boxes.InlineBlockBox) and not box.is_table_wrapper:
        for side in ("margin_left", "margin_right"):
            if getattr(box, side) == "auto":
                setattr(box, side, 0)
        inline.inline_block_width(box, context, containing_block)
        return float(box.margin_width())
    return float(inline.atomic_box(context, box, 0, None, containing_block, [], []).margin_width())


def _text_leaf(path: tuple[int, ...], box: Any, parents: tuple[Any, ...], pen: _Pen, context: Any) -> Leaf:
    breaking = break_style(box.style)
    if breaking is None:
        raise Unplannable("script")
    text = box.text
    if text == "\n":
        return Leaf(path, box, parents, pen.place, pen.spaces, breaking)
    if getattr(breaking.zone, "value", breaking.zone):
        raise Unplannable("hyphenation zone")
    if breaking.space in ("pre", "pre-wrap") or "\n" in text or "  " in text:
        raise Unplannable("white space")
    match = measured_text(breaking, text, context)
    if match is None:
        raise Unplannable("script")
    return Leaf(path, box, parents, pen.place, pen.spaces, breaking, *match)


def _add_text(paragraph: Paragraph, pen: _Pen, leaf: Leaf, context: Any) -> None:
    _add_between(paragraph, pen, leaf)
    paragraph.leaves.append(leaf)
    if leaf.measured is None:  # a line break of the author
        end = pen.end
        paragraph.add(Kind.FORCED, *end, pen.place, pen.spaces, Stop(leaf.path, 0), Resume(leaf.path, 1))
        pen.closed, pen.trailing, pen.hangs, pen.fresh = pen.place, 0.0, 0.0, True
        return
    _TextReader(paragraph, leaf, leaf.measured, context).read(pen)


def _add_between(paragraph: Paragraph, pen: _Pen, leaf: Leaf) -> None:
    """Add the place before a text or a picture, if a line may end there."""
    if pen.fresh:
        return
    last = paragraph.leaves[-1]
    depth = next(at for at, (one, other) in enumerate(zip(last.path, leaf.path)) if one != other)
    if last.parents[depth].style["white_space"] in ("pre", "nowrap"):
        return
    before = " " if last.box.trailing_collapsible_space else _letters(last)[-1]
    # Two letters behind the place: a closing quotation mark, as in »so«, opens one if a letter follows.
    if before == "\n" or not _can_break(before + _letters(leaf)[:2], leaf.box.style["lang"]):
        return
    path = last.path[:depth]
    kind = Kind.DASH if before in DASHES else Kind.PLAIN
    hangs = _hangs(leaf, _letters(leaf)[0], hanging(leaf.box.style).left) if paragraph.hangs else 0.0
    stop = Stop((*path, last.path[depth]), hangs=pen.hangs)
    resume = Resume((*path, last.path[depth] + 1), hangs=hangs)
    paragraph.add(kind, *pen.end, pen.closed, pen.spaces, stop, resume)


def _letters(leaf: Leaf) -> str:
    return str(leaf.box.text) if isinstance(leaf.box, boxes.TextBox) else _OBJECT


def _hangs(leaf: Leaf, letter: str, shares: Mapping[str, float]) -> float:
    """Return how much of a character hangs into a margin, in px."""
    share = shares.get(letter)
    word = leaf.breaking.cache.word(letter) if share and leaf.breaking else None
    return word.width * FROM_UNITS * share if word is not None and share else 0.0


@lru_cache(maxsize=4096)
def _can_break(letters: str, lang: str | None) -> bool:
    """Return whether a line may end behind the first of these letters."""
    return bool(line_break.get_log_attrs(letters, lang)[1].is_line_break)


class _TextReader:
    """Adds the places inside a text. `origin` is where the text begins on the line without end, `base` where it begins in
    `measured`, in units of Pango."""

    def __init__(self, paragraph: Paragraph, leaf: Leaf, measured: MeasuredText, context: Any) -> None:
        assert leaf.breaking is not None
        self.paragraph, self.leaf, self.measured, self.context = paragraph, leaf, measured, context
        self.breaking: BreakStyle = leaf.breaking
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
        word = self.breaking.cache.word(self.measured.text[start:stop] + more)
        if word is None:
            raise Unplannable("script")
        return word.width

    def _points(self, place: int) -> tuple[int, ...]:
        """Return where the word behind a place may be hyphenated, in their order."""
        if not self.hyphens:
            return ()
        lengths = hyphenation_points(self.breaking, self.measured, place, self.context) or ()
        return tuple(place + length for length in reversed(lengths))

    def read(self, pen: _Pen) -> None:
        """Add all places, and move the pen to the end of the text. (This is done for every word of a book.)"""
        measured, begin, spacing, origin = self.measured, self.begin, self.breaking.cache.spacing, self.origin
        text, starts, lefts, rights = measured.text, measured.starts, measured.left, measured.right
        breaks, path, paragraph = self.breaks, self.leaf.path, self.paragraph
        hangs_left, hangs_right = self.hanging.left, self.hanging.right
        add, add_stop, add_resume = paragraph.breaks.add, paragraph.stops.append, paragraph.resumes.append
        base, spaces, following = self.base, pen.spaces, self.following
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
                    spaces += 1
                continue
            if start > begin:
                left = origin + (lefts[number] - base) * FROM_UNITS
            else:
                start, left = begin, origin
            right = origin + (rights[number] - base) * FROM_UNITS
            if letter in SPACES:
                spaces += 1
            if next_break == start:
                if not pen.fresh:
                    last = text[solid_place - 1]
                    end_hangs = start_hangs = 0.0
                    if solid_place == begin:
                        end_hangs = pen.hangs
                    elif last in hangs_right:
                        end_hangs = self._hangs_right(last)
                    if letter in hangs_left:
                        start_hangs = _hangs(self.leaf, letter, hangs_left)
                    add(Kind.PLAIN, solid - end_hangs, solid_spaces, left + start_hangs, spaces)
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
        pen.trailing = max(pen.place - solid, 0.0) if text[-1] == " " else 0.0

    def _hangs_right(self, letter: str) -> float:
        return _hangs(self.leaf, letter, self.hanging.right)

    def _read_word(self, start: int, stop: int, left: float, right: float, spaces: int) -> None:
        """Add the places inside a word that is printed from `left` to `right`."""
        while True:
            following = self.breaks[self.following] if self.following < len(self.breaks) else stop
            end = min(following, stop)
            for point in self.points:
                if start < point < end:
                    self._part(Kind.HYPHEN, start, point, stop, left, right, spaces)
            if end == stop:
                return
            kind = Kind.DASH if self.measured.text[end - 1] in DASHES else Kind.PLAIN
            self._part(kind, start, end, stop, left, right, spaces)

    def _part(
        self, kind: Kind, start: int, place: int, stop: int, left: float, right: float, spaces: int
    ) -> None:
        """Add a place inside a word."""
        hyphen = self.breaking.hyphen if kind is Kind.HYPHEN else ""
        end = left + self._wide(start, place, hyphen) * FROM_UNITS + self.breaking.cache.spacing
        begin = right - self._wide(place, stop) * FROM_UNITS
        hangs = self._hangs_right((hyphen or self.measured.text[place - 1])[-1])
        stop_inside = Stop(self.leaf.path, place - self.begin, hyphen, hangs)
        self._add(kind, (end, spaces, begin, spaces), stop_inside, place)

    def _add(self, kind: Kind, line: tuple[float, int, float, int], stop: Stop, place: int) -> None:
        letter = self.measured.text[place]
        hangs = _hangs(self.leaf, letter, self.hanging.left) if letter in self.hanging.left else 0.0
        self.paragraph.add(kind, *line, stop, Resume(self.leaf.path, place - self.begin, hangs))
        if kind is not Kind.HYPHEN:
            self._pass(place)

    def _pass(self, place: int) -> None:
        """Go on behind a place at which Unicode allows a break."""
        self.following += 1
        if self.hyphens:
            self.points = self._points(place)
