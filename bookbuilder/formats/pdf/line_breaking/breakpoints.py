"""The places at which a paragraph may be broken, and how wide its lines are: what total fit reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum


class BreakKind(IntEnum):
    """What a line ends with."""

    PLAIN = 0
    """A space, which is dropped, or a sign behind which Unicode allows a break."""
    HYPHEN = 1
    """A hyphen that the text does not have."""
    DASH = 2
    """A hyphen of the text."""
    FORCED = 3
    """A line break of the author."""
    END = 4
    """The end of the paragraph."""


@dataclass(slots=True, eq=False)
class Breakpoints:
    """Places in the order of the text, as parallel lists: the solver looks at each of them some ten times.

    A line from place `a` to place `b` is `ends[b] - starts[a]` px wide and has `end_spaces[b] - start_spaces[a]` spaces:
    what `ends` says includes a hyphen, and not the space that is dropped. A space that is narrower than those of the
    paragraph (in bold text) counts for less. A paragraph begins at 0 px with 0 spaces."""

    ends: list[float] = field(default_factory=list)
    end_spaces: list[float] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    start_spaces: list[float] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)

    def add(self, kind: BreakKind, end: float, end_spaces: float, start: float, start_spaces: float) -> None:
        """Add a place behind all others."""
        self.kinds.append(kind)
        self.ends.append(end)
        self.end_spaces.append(end_spaces)
        self.starts.append(start)
        self.start_spaces.append(start_spaces)

    def __len__(self) -> int:
        return len(self.kinds)


@dataclass(frozen=True, slots=True)
class Measure:
    """How long lines are, and by how much they may differ from their natural width, in px.

    `first` and `rest` are the lengths of the first line and of the others. A line of `n` spaces that is `w` px wide
    stretches well by `n * stretch + w * elastic + slack`, and shrinks at most by `n * shrink + w * elastic`. Ragged lines
    only have `slack`. `even` says that the last line is to be as long as the others (a heading)."""

    first: float
    rest: float
    stretch: float = 0.0
    shrink: float = 0.0
    elastic: float = 0.0
    slack: float = 0.0
    even: bool = False


@dataclass(frozen=True, slots=True)
class Costs:
    """What a line costs beside its badness (a hundred times the third power of its stretch, thrice that of its shrinkage),
    as in TeX: `line`, `hyphen` and `dash` are added to that before it is squared, the others behind it.

    `double` is for a line that ends with a hyphen as the one before it, `contrast` for one that is much tighter or looser
    than the one before it, `last` for a hyphen before the last line, `runt` for a last line shorter than `least` px, or than
    `piece` if it is the end of a word.
    """

    line: float = 10
    hyphen: float = 200
    dash: float = 60
    double: float = 30_000
    contrast: float = 10_000
    last: float = 30_000
    runt: float = 250_000
    least: float = 0.0
    piece: float = 0.0
