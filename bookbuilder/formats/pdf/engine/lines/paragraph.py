"""A paragraph as one list of places at which it may be broken; `paragraph_reader` makes it from boxes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from bookbuilder.formats.pdf.engine.shaping.break_style import BreakStyle
from bookbuilder.formats.pdf.engine.shaping.text_widths import MeasuredText
from bookbuilder.formats.pdf.line_breaking.breakpoints import BreakKind, Breakpoints

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import AtomicInlineLevelBox, Box, TextBox

BREAK_PLACE = "\u200b"
"""The text of `wbr`, behind which a line may end (HTML 15.3.4). The address of a link has some ten."""
DASHES = "-\u2010"
"""Signs behind which a line ends that look like the hyphens of a compositor."""


class Unplannable(Exception):
    """Ends the reading of a paragraph that total fit does not know. It is no more than a way out of `paragraph_reader.read`,
    which returns the reason as `LineByLine`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class LineByLine:
    """Says that WeasyPrint is to break a paragraph line by line, and why, in a word."""

    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class TextLeaf:
    """A text of a paragraph.

    `path` are the indices of the boxes that hold it, and of itself, `parents` those boxes. It begins `place` px behind the
    start of a line without end, and `spaces` spaces stand before it. The text begins at `start` in `measured` (None: it is a
    line break of the author). Its spaces give `share` of what a space of the paragraph gives: they may be narrower."""

    path: tuple[int, ...]
    box: TextBox
    parents: tuple[Box, ...]
    place: float
    spaces: float
    breaking: BreakStyle
    measured: MeasuredText | None = None
    start: int = 0
    share: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class PictureLeaf:
    """A picture or an inline block of a paragraph, `width` px wide; see `TextLeaf`. It has no `breaking`, by which the two
    are told apart."""

    path: tuple[int, ...]
    box: AtomicInlineLevelBox
    parents: tuple[Box, ...]
    place: float
    spaces: float
    width: float
    breaking: None = None


Leaf = TextLeaf | PictureLeaf


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
class ParagraphBreaks:
    """The places at which a line box may be broken. With `hyphens`, places inside of words are among them; with `hangs`,
    characters hang into the margins.

    `stops` and `resumes` are the fields of `Stop` and `Resume` for each place (None for the last one): there are many
    places, and few are chosen.
    """

    box: Box
    hyphens: bool
    hangs: bool
    leaves: list[Leaf] = field(default_factory=list)
    breaks: Breakpoints = field(default_factory=Breakpoints)
    stops: list[tuple[tuple[int, ...], int | None, str, float]] = field(default_factory=list)
    resumes: list[tuple[tuple[int, ...], int | None, float] | None] = field(default_factory=list)

    def stop(self, at: int) -> Stop:
        """Return where a line ends that ends at a place."""
        return Stop(*self.stops[at])

    def resume(self, at: int) -> Resume | None:
        """Return where a line begins behind a place; None at the end."""
        resume = self.resumes[at]
        return None if resume is None else Resume(*resume)

    def add(
        self,
        kind: BreakKind,
        end: float,
        end_spaces: float,
        start: float,
        start_spaces: float,
        stop: Stop,
        resume: Resume | None,
    ) -> None:
        """Add a place behind all others; see `Breakpoints.add`. What hangs into the margins takes no room."""
        hangs = 0.0 if resume is None else resume.hangs
        self.breaks.add(kind, end - stop.hangs, end_spaces, start + hangs, start_spaces)
        self.stops.append(stop)
        self.resumes.append(resume)


@dataclass(slots=True)
class Pen:
    """How far a line without end has come: `place` px and `spaces` spaces; `closed` is the place behind all boxes that have
    ended, `trailing` the width of the space before it and `trailing_spaces` what that is of `spaces`, and `hangs` how
    much of the last character may hang into the margin. `fresh`: nothing is on the line yet, so that a space is
    dropped."""

    place: float = 0.0
    spaces: float = 0.0
    closed: float = 0.0
    trailing: float = 0.0
    trailing_spaces: float = 0.0
    hangs: float = 0.0
    fresh: bool = True

    @property
    def end(self) -> tuple[float, float]:
        """Where a line ends here, and how many spaces are in it."""
        return self.closed - self.trailing, self.spaces - (self.trailing_spaces if self.trailing else 0)
