"""Puts the figures of a chapter where its pages are planned to have them: between other blocks, or inside a paragraph.

A figure at the head or the foot of a page stands between two lines of a paragraph. So the box of that is parted: a second
box holds the same lines, and each says which of them stand in it (`Piece`). Both are of one element, as the pieces of a
paragraph on two pages are; so it is one paragraph in the structure of the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from bookbuilder.formats.pdf.engine.lines.line_plan import skip_path
from bookbuilder.formats.pdf.engine.pages.block_column import Entry, Galley, Rest
from bookbuilder.formats.pdf.page_breaking.blocks import FOOT, HEAD, PlannedPage, Start

STARTS_PAGE = "bookbuilder_starts_page"
"""The attribute of a box before which a page is planned to end."""
PIECE = "bookbuilder_piece"
"""The attribute of the lines of a paragraph that is parted: its `Piece`."""
MOVED = "bookbuilder_moved"
"""The attribute of a figure that says whether it stands elsewhere than it is written."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of a paragraph: where they begin, as WeasyPrint says it (None: with the paragraph), and the path to the
    line behind them (empty: they end with the paragraph)."""

    begin: Any = None
    stop: tuple[int, ...] = ()


def place_figures(chapter: Any, galley: Galley, planned: Sequence[PlannedPage]) -> None:
    """Put the figures of a chapter where they are planned to stand, and mark those before which a page ends inside a
    paragraph."""
    _move_between(chapter, galley, planned)
    parted: dict[tuple[int, int], list[Any]] = {}
    breaks: list[tuple[tuple[int, int], int]] = []
    for page, following in pairwise(planned):
        place = following.start.block, following.start.lines
        foot = [galley.entries[number].box for number, setting in page.settings if setting == FOOT]
        head = [galley.entries[number].box for number, setting in following.settings if setting == HEAD]
        if foot or head or place in parted:
            figures = parted.setdefault(place, [])
            figures += foot
            breaks.append((place, len(figures)))
            figures += head
    for (block, line), figures in parted.items():
        rest = _part(chapter, galley.entries[block], line, figures)
        for place, at in breaks:
            if place == (block, line):
                setattr((*figures, rest)[at], STARTS_PAGE, True)
    galley.renumber({box: index for index, box in enumerate(chapter.children)})


def _move_between(chapter: Any, galley: Galley, planned: Sequence[PlannedPage]) -> None:
    """Put figures that stand between two blocks where they are planned to: before another child of the chapter."""
    order = [number for page in planned for number, setting in page.settings if setting >= 0]
    children = list(chapter.children)
    for at, number in reversed(list(enumerate(order))):
        if not galley.blocks[number].movable:
            continue
        box = galley.entries[number].box
        setattr(box, MOVED, number != max(order[: at + 1]))
        if not getattr(box, MOVED):
            continue
        children.remove(box)
        following = order[at + 1] if at + 1 < len(order) else None
        place = len(children) if following is None else children.index(galley.entries[following].opener)
        children.insert(place, box)
    chapter.children = children


def _part(chapter: Any, entry: Entry, line: int, figures: Sequence[Any]) -> Any:
    """Part the box of a paragraph before a line of it, put figures between, and return the box behind them."""
    assert entry.plan is not None
    begin = entry.plan.lines[line].begin
    assert begin is not None
    stack = entry.plan.skip_stack(begin)
    holder = entry.rests[-1].box if entry.rests else entry.child
    before = holder.children[0]
    rest = holder.copy()
    rest.children = [before.copy()]
    setattr(rest, STARTS_PAGE, False)
    setattr(rest.children[0], PIECE, Piece(stack))
    setattr(before, PIECE, replace(before.__dict__.get(PIECE) or Piece(), stop=skip_path(stack)))
    entry.rests.append(Rest(line, rest))
    for figure in figures:
        setattr(figure, MOVED, True)
    children = [child for child in chapter.children if not any(child is figure for figure in figures)]
    place = children.index(holder) + 1
    chapter.children = [*children[:place], *figures, rest, *children[place:]]
    return rest


def flows_on(chapter: Any, index: int) -> bool:
    """Whether a page that was not planned begins with a figure that was moved. What follows it is printed in part, so it
    cannot be planned anew before the next page: it goes on behind the figure, on the same page."""
    if not getattr(chapter.children[index], MOVED, False):
        return False
    for child in chapter.children[index + 1 :]:
        piece = child.children[0].__dict__.get(PIECE) if child.children else None
        is_rest = piece is not None and piece.begin is not None
        if is_rest or getattr(child, MOVED, False):
            setattr(child, STARTS_PAGE, False)
        if not getattr(child, MOVED, False):
            break
    return True


def restored(
    chapter: Any, galley: Galley, children: Sequence[Any], path: tuple[int, ...], start: Start
) -> Start:
    """Put what stands behind the place at which a page begins into its own order again (that of `children`), to be planned
    anew, and return the place with the figures that are still to come."""
    done = list(chapter.children[: path[0] + 1])
    here = {id(child) for child in done}
    chapter.children = [*done, *(child for child in children if id(child) not in here)]
    for entry in galley.entries[start.block :]:
        entry.rests = [rest for rest in entry.rests if id(rest.box) in here]
        last = entry.rests[-1].box.children[0] if entry.rests else entry.box
        if piece := last.__dict__.get(PIECE):
            setattr(last, PIECE, replace(piece, stop=()))
    galley.renumber({box: index for index, box in enumerate(chapter.children)})
    to_come = (
        number
        for number, block in enumerate(galley.blocks[: start.block])
        if block.movable and id(galley.entries[number].box) not in here
    )
    return start._replace(moved=tuple(to_come))
