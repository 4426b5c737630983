"""Keeps the line grid: finds how much each block of a chapter lacks to end on a line.

Text stands on the grid by itself, since every line is as high as the next. A picture, a table or a box is as high as
it happens to be, and what follows it would stand between the lines of the facing page. CSS cannot say "round up to a
line", so a layout is measured, and those blocks are padded in the next one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

TOLERANCE = 0.05
"""In px: what rounding leaves over."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The padding that its style sheet gives a block above and below, and what it lacks to a line; in px.

    On a coloured ground the text stays in the middle, so half of what lacks goes above (`middle`).
    """

    above: float
    below: float
    lacks: float
    middle: bool

    @property
    def style(self) -> str:
        """The padding that takes the block to a line, as CSS."""
        if self.middle:
            return f"padding-top: {self.above + self.lacks / 2:.3f}px; padding-bottom: {self.below + self.lacks / 2:.3f}px"
        return f"padding-bottom: {self.below + self.lacks:.3f}px"


NONE = Gap(above=0.0, below=0.0, lacks=0.0, middle=False)
Gaps = Mapping[int, Gap]
"""Gaps by the number of the block among all blocks of chapters."""


def blocks(root: Any) -> list[Any]:
    """Return the elements that stand directly in a chapter and have others behind them, from the root of the HTML."""
    chapters = (part for part in root.iter("section") if "chapter" in part.get("class", "").split())
    return [block for chapter in chapters for block in chapter[:-1]]


def pad(root: Any, gaps: Gaps) -> None:
    """Give blocks the padding they lack."""
    for number, block in enumerate(blocks(root)):
        if number in gaps:
            block.set("style", gaps[number].style)


def measure(root: Any, pages: list[Any], given: Gaps) -> dict[int, Gap]:
    """Return the gaps of a layout whose blocks were padded with `given`.

    Of a block that is parted only the piece on its last page counts, since every page begins on the grid.
    """
    numbers = {block: number for number, block in enumerate(blocks(root))}
    found: dict[int, Gap] = {}
    for page in pages:
        tree = page._page_box.children[0]
        step = tree.style["line_height"]
        step = float(getattr(step, "value", step if isinstance(step, (int, float)) else 0))
        for number, box in _pieces(tree, numbers):
            had = given.get(number, NONE)
            over = (box.border_height() - had.lacks) % step if step else 0.0
            lacks = 0.0 if min(over, step - over) < TOLERANCE else round(step - over, 3)
            above, below = (had.lacks / 2, had.lacks / 2) if had.middle else (0.0, had.lacks)
            middle = box.style["background_color"].alpha > 0 and number not in found
            found[number] = Gap(
                round(box.padding_top - above, 3), round(box.padding_bottom - below, 3), lacks, middle
            )
    return {number: gap for number, gap in found.items() if gap.lacks}


def _pieces(box: Any, numbers: Mapping[Any, int]) -> Iterator[tuple[int, Any]]:
    """Yield the boxes of blocks on a page."""
    if box.element in numbers and box.element_tag == box.element.tag:
        yield numbers[box.element], box
        return
    for child in getattr(box, "children", ()):
        yield from _pieces(child, numbers)
