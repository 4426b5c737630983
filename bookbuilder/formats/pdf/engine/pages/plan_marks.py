"""Notes at the boxes of a chapter how its pages or columns are planned, and finds the place of a plan at which one begins.

A paragraph gets the lines that were chosen for it, and the numbers of those behind which a page or a column ends; blocks get
the space that is added above and below them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.marks import mark_planned
from bookbuilder.formats.pdf.engine.pages.block_column import BlockColumn
from bookbuilder.formats.pdf.page_breaking.blocks import PlannedPage, PlannedStart

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box


def start_at(galley: BlockColumn, path: tuple[int, ...]) -> PlannedStart | None:
    """Return the place in the galley to which a path leads; None if it is not in it."""
    if not path:
        return PlannedStart(0) if galley.blocks and 0 not in galley.barriers else None
    for number, entry in enumerate(galley.entries):
        if entry.opener_path == path:
            return PlannedStart(number)
        current = entry.plan
        if current is None:
            continue
        for rest in entry.rests:
            if rest.path == path:
                return PlannedStart(number, rest.line, entry.ways.index(current.chosen))
        for piece in (entry.path, *(rest.path for rest in entry.rests)):
            inside = (*piece, 0)
            if path[: len(inside)] == inside:
                line = current.begins.get(path[len(inside) :])
                if line is None:
                    return None
                return (
                    PlannedStart(number, line, entry.ways.index(current.chosen))
                    if line
                    else PlannedStart(number)
                )
    return None


def clear_marks(galley: BlockColumn, start: PlannedStart, end: int) -> None:
    """Forget what was planned behind a place, up to a block: the pages before did not follow it."""
    for number in (*start.moved, *range(start.block + 1, end)):
        opener = galley.entries[number].opener
        if opener is not None:
            planned = mark_planned(opener)
            planned.starts_page = planned.starts_column = False
            planned.added_space = planned.added_below = 0.0
        mark_planned(galley.entries[number].child).overhang = 0.0


def mark_blocks(
    galley: BlockColumn, planned: Sequence[PlannedPage], ends: Iterable[PlannedStart], start: PlannedStart
) -> None:
    """Note how blocks are planned to be set from a place on, and where pages or columns end in the middle of them."""
    entries = galley.entries
    for page in planned:
        if page.space:
            for number, above, below in page.space.around:
                opener = entries[number].opener
                assert opener is not None, "space is added where a page could end"
                mark_planned(opener).added_space, mark_planned(opener).added_below = above, below
            mark_planned(entries[page.settings[-1][0]].child).overhang = page.space.overhang
    settings = dict(choice for page in planned for choice in page.settings)
    if start.lines:
        settings[start.block] = start.setting
    last_lines: dict[int, set[int]] = {}
    for end in ends:
        if end.lines:
            last_lines.setdefault(end.block, set()).add(end.lines - 1)
    for number, setting in settings.items():
        entry = entries[number]
        if entry.plan is not None:
            entry.use(entry.ways[setting], frozenset(last_lines.get(number, ())))


def opener_of(galley: BlockColumn, number: int) -> Box:
    """Return the box before which a page is planned to end."""
    opener = galley.entries[number].opener
    assert opener is not None, "a page is planned to end where one can"
    return opener
