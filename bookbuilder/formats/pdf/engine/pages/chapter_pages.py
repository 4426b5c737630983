"""Plans the pages of a chapter when its first page is laid out, and again from a page on that begins elsewhere than planned.

What is planned is noted at the boxes: a paragraph gets the lines that were chosen for it, and the number of the line behind
which a page ends; a block before which one ends gets a mark. Figures are put where they are planned to stand
(`moved_figures`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.lines.line_plan import skip_path
from bookbuilder.formats.pdf.engine.marks import mark, mark_planned, marks
from bookbuilder.formats.pdf.engine.pages.block_column import BlockColumn
from bookbuilder.formats.pdf.engine.pages.block_properties import line_height
from bookbuilder.formats.pdf.engine.pages.margin_notes import is_margin_note
from bookbuilder.formats.pdf.engine.pages.moved_figures import flows_on, place_figures, restored
from bookbuilder.formats.pdf.engine.pages.note_heights import NOISE, note_area_height
from bookbuilder.formats.pdf.engine.pages.plan_marks import clear_marks, mark_blocks, opener_of, start_at
from bookbuilder.formats.pdf.engine.pages.read_block_column import BlockColumnReader
from bookbuilder.formats.pdf.engine.setup.facing_pages_property import pages_face
from bookbuilder.formats.pdf.page_breaking.blocks import PageCosts, PageMeasure, PlannedPage, PlannedStart
from bookbuilder.formats.pdf.page_breaking.page_fit import nearly_full, plan

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.block import SkipStack


@dataclass(slots=True, eq=False)
class ChapterPages:
    """The galley of a chapter, its children in their own order, and the places (paths) at which its pages are planned to
    begin, or from which on nothing could be planned.

    `open_end` says that the first plan ends before something that is not planned. `again` says that pages were planned anew
    behind one that ended elsewhere than planned. `taken` is how much of its first page was taken by text and notes when it
    was planned.
    """

    galley: BlockColumn
    children: tuple[Box, ...]
    begins: set[tuple[int, ...]] = field(default_factory=set)
    open_end: bool = False
    again: bool = False
    taken: tuple[float, float] = (0.0, 0.0)


def page_begins(context: LayoutContext, chapter: Box, skip_stack: SkipStack) -> None:
    """Plan the pages of a chapter from the one on that is laid out now, if they are not planned yet."""
    page = context.current_footnote_area.page
    pages = marks(chapter).chapter_pages
    if pages is None:
        pages = ChapterPages(BlockColumnReader(context, chapter, page.height).read(), tuple(chapter.children))
        mark(chapter).chapter_pages = pages
    path = _behind_notes(chapter, skip_path(skip_stack))
    used, noted = _taken(context, chapter) if not path else (0.0, 0.0)
    # WeasyPrint may lay a page out several times; the plan stays.
    if path in pages.begins and (path or _alike((used, noted), pages.taken)):
        return
    if not path:
        # For the first time, or on the next page, since nothing of it had room behind the chapter before.
        pages.begins.clear()
        pages.taken = used, noted
    pages.again = bool(pages.begins)
    pages.begins.add(path)
    if len(path) == 1 and flows_on(chapter, path[0]):
        return
    start, step = start_at(pages.galley, path), line_height(chapter)
    if start is None or step <= 0:
        return
    if path or tuple(chapter.children) != pages.children:
        start = restored(chapter, pages.galley, pages.children, path, start)
    area, facing = context.current_footnote_area, pages_face(chapter.style)
    end = next((at for at in pages.galley.barriers if at > start.block), len(pages.galley.blocks))
    measure = PageMeasure(
        height=page.height,
        step=step,
        notes=area.margin_top + area.border_top_width + area.padding_top + area.padding_bottom,
        used=used,
        noted=noted,
        recto=not facing or page.page_type.side == ("right" if page.style["direction"] == "ltr" else "left"),
        open_end=end < len(pages.galley.blocks),
        facing=facing,
    )
    planned = nearly_full(pages.galley.blocks[:end], measure, PageCosts(), start)
    if planned is None or any(page.missing for page in planned[:-1]):
        # To look for hyphens in all words takes long, so it is done where pages are not full without.
        # A paragraph that goes on from the page before keeps its lines: some of them are printed.
        first = start.block + 1 if start.lines else start.block
        for page_start, page_end in [(first, end)] if planned is None else _around_short(planned, end):
            pages.galley.set_in_more_ways(context, max(page_start, first), page_end)
        planned = plan(pages.galley.blocks[:end], measure, PageCosts(), start)
    if planned and facing and any(page.missing for page in planned[:-1]):
        mark(chapter).planned_for_side = True
    pages.open_end = measure.open_end
    if planned:
        _note(chapter, pages, planned, start, end)


def _taken(context: LayoutContext, chapter: Box) -> tuple[float, float]:
    """Return how much of a page the text before a chapter takes, and its notes, in px."""
    used = chapter.position_y - context.current_footnote_area.page.content_box_y()
    return max(used, 0.0), note_area_height(context)


def _alike(first: tuple[float, float], second: tuple[float, float]) -> bool:
    return all(abs(one - other) <= NOISE for one, other in zip(first, second, strict=True))


def _behind_notes(chapter: Box, path: tuple[int, ...]) -> tuple[int, ...]:
    """Return the place at which the text of a page begins, behind notes in its margin (`margin_note_breaks`)."""
    while len(path) == 1 and path[0] < len(chapter.children) and is_margin_note(chapter.children[path[0]]):
        path = (path[0] + 1,)
    return path


def _around_short(planned: Sequence[PlannedPage], end: int) -> Iterator[tuple[int, int]]:
    """Yield the range of blocks (the first, and the one behind the last) on each page that is not full and on the pages
    beside it."""
    starts = [page.start.block for page in planned]
    for number, page in enumerate(planned[:-1]):
        if page.missing:
            following = number + 2
            yield starts[max(number - 1, 0)], starts[following] if following < len(starts) else end


def _note(
    chapter: Box, pages: ChapterPages, planned: Sequence[PlannedPage], start: PlannedStart, end: int
) -> None:
    galley = pages.galley
    clear_marks(galley, start, end)
    mark_blocks(galley, planned, [page.start for page in planned[1:]], start)
    place_figures(chapter, galley, planned)
    for page in planned[1:]:
        if page.start.lines:
            pages.begins.add(galley.entries[page.start.block].path_to(page.start.lines))
        else:
            first = page.settings[0][0]
            mark_planned(opener_of(galley, first)).starts_page = True
            pages.begins.add(galley.entries[first].opener_path)
    pages.begins.update(
        (index,) for index, child in enumerate(chapter.children) if marks(child).planned.starts_page
    )
