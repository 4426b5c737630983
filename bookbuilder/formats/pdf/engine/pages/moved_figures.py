"""Puts the figures of a chapter where its pages are planned to have them: between other blocks, or inside a paragraph.

A figure at the head or the foot of a page stands between two lines of a paragraph. So the box of that is split: a second
box holds the same lines, and each says which of them stand in it (`ParagraphPiece`). Both are of one element, as the pieces
of a paragraph on two pages are; so it is one paragraph in the structure of the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.lines.line_plan import skip_path
from bookbuilder.formats.pdf.engine.marks import ParagraphPiece, mark_planned, marks
from bookbuilder.formats.pdf.engine.pages.block_column import BlockColumn, ColumnEntry, Rest
from bookbuilder.formats.pdf.page_breaking.blocks import FOOT, HEAD, PlannedPage, PlannedStart

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box


def place_figures(chapter: Box, galley: BlockColumn, planned: Sequence[PlannedPage]) -> None:
    """Put the figures of a chapter where they are planned to stand, and mark those before which a page ends inside a
    paragraph."""
    _move_between(chapter, galley, planned)
    parted: dict[tuple[int, int], list[Box]] = {}
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
                mark_planned((*figures, rest)[at]).starts_page = True
    galley.renumber({box: index for index, box in enumerate(chapter.children)})


def _move_between(chapter: Box, galley: BlockColumn, planned: Sequence[PlannedPage]) -> None:
    """Put figures that stand between two blocks where they are planned to: before another child of the chapter."""
    order = [number for page in planned for number, setting in page.settings if setting >= 0]
    children = list(chapter.children)
    # From behind, so that what a figure is put before has its own place already.
    for at, number in reversed(list(enumerate(order))):
        if not galley.blocks[number].movable:
            continue
        box = galley.entries[number].box
        # It is moved if something that is written behind it stands before it.
        moved = number != max(order[: at + 1])
        mark_planned(box).moved = moved
        if not moved:
            continue
        children.remove(box)
        place = len(children)
        if at + 1 < len(order):
            following = galley.entries[order[at + 1]].opener
            assert following is not None, "a figure moves before a child of the chapter"
            place = children.index(following)
        children.insert(place, box)
    chapter.children = children


def _part(chapter: Box, entry: ColumnEntry, line: int, figures: Sequence[Box]) -> Box:
    """Split the box of a paragraph before a line of it, put figures between, and return the box behind them."""
    assert entry.plan is not None
    begin = entry.plan.lines[line].begin
    assert begin is not None
    path = skip_path(entry.plan.skip_stack(begin))
    holder = entry.rests[-1].box if entry.rests else entry.child
    before = holder.children[0]
    rest = holder.copy()
    rest.children = [before.copy()]
    # The copy has the notes of its original, before which a page may end.
    mark_planned(rest).starts_page = False
    mark_planned(rest.children[0]).piece = ParagraphPiece(path)
    mark_planned(before).piece = replace(marks(before).planned.piece, stop=path)
    entry.rests.append(Rest(line, rest))
    for figure in figures:
        mark_planned(figure).moved = True
    children = [child for child in chapter.children if not any(child is figure for figure in figures)]
    place = children.index(holder) + 1
    chapter.children = [*children[:place], *figures, rest, *children[place:]]
    return rest


def flows_on(chapter: Box, index: int) -> bool:
    """Whether a page that was not planned begins with a figure that was moved. What follows it is printed in part, so it
    cannot be planned anew before the next page: it goes on behind the figure, on the same page."""
    if not marks(chapter.children[index]).planned.moved:
        return False
    for child in chapter.children[index + 1 :]:
        is_rest = bool(child.children and marks(child.children[0]).planned.piece.begin)
        moved = marks(child).planned.moved
        if is_rest or moved:
            mark_planned(child).starts_page = False
        if not moved:
            break
    return True


def restored(
    chapter: Box, galley: BlockColumn, children: Sequence[Box], path: tuple[int, ...], start: PlannedStart
) -> PlannedStart:
    """Put what stands behind the place at which a page begins into its own order again (that of `children`), to be planned
    anew, and return the place with the figures that are still to come."""
    done = list(chapter.children[: path[0] + 1]) if path else []
    here = {id(child) for child in done}
    chapter.children = [*done, *(child for child in children if id(child) not in here)]
    for entry in galley.entries[start.block :]:
        entry.rests = [rest for rest in entry.rests if id(rest.box) in here]
        last = entry.rests[-1].box.children[0] if entry.rests else entry.box
        mark_planned(last).piece = replace(marks(last).planned.piece, stop=())
    galley.renumber({box: index for index, box in enumerate(chapter.children)})
    to_come = (
        number
        for number, block in enumerate(galley.blocks[: start.block])
        if block.movable and id(galley.entries[number].box) not in here
    )
    return start._replace(moved=tuple(to_come))
