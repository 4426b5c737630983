"""A chapter as a column of blocks: what the planner of pages reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class BlockSetting:
    """A way to set a block. `lines` are the lines of a paragraph, or 1 for what cannot be split; `cost` is how much worse
    they look than the best ones.

    `hyphens` says for each line whether it ends with a hyphen, `notes` how high the notes are that it calls, in px. Both are
    empty if no line does.
    """

    lines: int
    cost: float = 0.0
    hyphens: tuple[bool, ...] = ()
    notes: tuple[float, ...] = ()

    def notes_of(self, start: int, stop: int) -> float:
        """Return how high the notes are that lines call, from `start` up to `stop`."""
        return sum(self.notes[start:stop]) if self.notes else 0.0


@dataclass(frozen=True, slots=True)
class ColumnBlock:
    """A paragraph, or what cannot be split (a figure, a table).

    Heights are in px. `margin` is the space above it, which is dropped at the head of a page, `pad` what stays there, `tail`
    what is below its last line. `settings` are the ways to set it, the best one first; each line is `line` high. A page does
    not end before a block that is `kept`, and does where it is `forced`. `orphans` and `widows` are the fewest lines at the
    foot and at the head of a page. `on_grid`: what follows begins on the grid. A block that is `movable` (a figure) may
    stand further below, before one that is `outermost` (not inside a list), and has `below` px of space behind it; its
    `place` says where (`document.figure_places`; empty: it is no figure). Figures keep their order. Between two lines of a
    block that is `splittable`, one may stand at the foot or at the head of a page. The space above a block may grow by
    `stretch` px so that the page is full. One that is movable and `in_section` stands before the next `heading`. Tables that
    are `numbered` keep their order, also those that are parted between their rows.
    One that `goes_on` is a row of a table that begins before it; `head` px stand above it at the head of a page, too, and
    `foot` px at the foot of the page before.
    """

    settings: tuple[BlockSetting, ...]
    line: float
    margin: float = 0.0
    pad: float = 0.0
    tail: float = 0.0
    orphans: int = 2
    widows: int = 2
    kept: bool = False
    forced: bool = False
    on_grid: bool = False
    movable: bool = False
    place: str = ""
    splittable: bool = False
    below: float = 0.0
    heading: bool = False
    outermost: bool = True
    stretch: float = 0.0
    in_section: bool = False
    numbered: bool = False
    head: float = 0.0
    foot: float = 0.0
    goes_on: bool = False


HEAD, FOOT = -1, -2
"""Where a figure stands between two lines of a paragraph: at the head of a page or at its foot."""


class PlannedStart(NamedTuple):
    """Where a page begins: before a block, or behind `lines` lines of it in one of its settings. `moved` are the blocks
    before it that stand further below."""

    block: int
    lines: int = 0
    setting: int = 0
    moved: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PageMeasure:
    """The pages of a chapter, in px: their `height`, the distance of lines (`step`), what an area for notes takes beside
    them (`notes`), how much of the first page is taken by text (`used`) and by the area for notes (`noted`), and whether
    that is a recto. `open_end`: what follows is not known, so the last page may be of any height. Unless pages are `facing`,
    each is seen by itself, on a screen. `overfull`: what is higher than a page stands on one by itself, as does a line where
    no more have room."""

    height: float
    step: float
    notes: float = 0.0
    used: float = 0.0
    noted: float = 0.0
    recto: bool = True
    open_end: bool = False
    facing: bool = True
    overfull: bool = True


LAST_LINES = 5
"""Lines that the last page of a chapter holds at least, where that can be."""


@dataclass(frozen=True, slots=True)
class PageCosts:
    """What pages cost beside their paragraphs, in the units of `line_breaking.breakpoints.Costs`.

    `short` is for each line that a page lacks (`one` if it lacks only one), `hole` as well for each more than `deep`, so
    that several short pages are better than one that is half empty, and `inside` as well if what goes on behind it is
    text, which could be split, and not a figure or a heading; `uneven` for each by which facing pages differ, `recto` and
    `verso` are for a hyphen at the end of such a page, `end` is for a last page of fewer than `least` lines, or one that
    the author ends, `space` for each line by which the space above blocks grows, `bare` is for a heading with nothing but
    a figure below it at the foot of a page. A figure that moves down costs `moved` for each block and `heading` for each
    heading that comes before it then, `next_page` if it stands on the next page, `parted` if it stands there inside a
    paragraph and might have stood anywhere, and `misplaced` if it stands elsewhere than asked for. `split` is for a page
    that begins inside a table.
    """

    short: float = 20_000_000
    one: float = 6_000_000
    hole: float = 20_000_000
    deep: float = 8
    inside: float = 25_000_000
    uneven: float = 20_000_000
    recto: float = 1_000_000
    verso: float = 50_000
    end: float = 5_000_000
    space: float = 400_000
    bare: float = 5_000_000
    moved: float = 300_000
    heading: float = 3_000_000
    next_page: float = 1_000_000
    parted: float = 2_000_000
    misplaced: float = 60_000_000
    split: float = 2_000_000
    least: int = LAST_LINES


class AddedSpace(NamedTuple):
    """Space that is added above and below blocks (their numbers and px), and how much of what is below the last line of the
    page (its padding and border) has no room then."""

    around: tuple[tuple[int, float, float], ...]
    overhang: float


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """A page: where it begins, the settings of the blocks that begin on it (by the number of the block), how many lines it
    lacks, and where space is added so that it lacks none. The setting of a figure between two lines of a paragraph is `HEAD`
    or `FOOT`."""

    start: PlannedStart
    settings: tuple[tuple[int, int], ...]
    missing: float
    space: AddedSpace | None = None
