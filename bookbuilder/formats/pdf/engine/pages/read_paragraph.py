"""Reads a paragraph for the planner of pages: the ways to set it, and how high the notes on its lines are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.lines.line_plan import LinePlan, of_new_boxes, take_plan, variants
from bookbuilder.formats.pdf.engine.pages.note_heights import note_height
from bookbuilder.formats.pdf.line_breaking.breakpoints import BreakKind
from bookbuilder.formats.pdf.line_breaking.total_fit import Lines
from bookbuilder.formats.pdf.page_breaking.blocks import BlockSetting

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box, LineBox
    from weasyprint.layout import LayoutContext


@dataclass(frozen=True, slots=True, eq=False)
class ReadParagraph:
    """A paragraph as it was read: its plan, the ways to set it, these as the planner of pages knows them, and its note
    calls: where they stand on a line without end, and how high their notes are, in px."""

    plan: LinePlan
    ways: tuple[Lines, ...]
    settings: tuple[BlockSetting, ...]
    calls: tuple[tuple[float, float], ...]


def note_calls(context: LayoutContext, plan: LinePlan) -> list[tuple[float, float]]:
    """Return the note calls of a paragraph: where they stand on a line without end, and how high their notes are."""
    calls: dict[Box, tuple[float, float]] = {}
    for leaf in plan.paragraph.leaves:
        for box in (*leaf.parents, leaf.box):
            if box.footnote is not None and box.footnote not in calls:
                calls[box.footnote] = leaf.place, note_height(context, box.footnote)
    return list(calls.values())


def read_again(before: ReadParagraph, old_box: Box, parent: Box, line_box: LineBox) -> ReadParagraph:
    """Return a paragraph that is the same as in the layout before, where it had another line box."""
    plan = of_new_boxes(before.plan, line_box, parent)
    take_plan(line_box, plan, parent, old_box)
    return replace(before, plan=plan)


def read_paragraph(plan: LinePlan, calls: tuple[tuple[float, float], ...]) -> ReadParagraph:
    """Return a paragraph of a plan of its lines and its note calls (`ReadParagraph`)."""
    ways = tuple(variants(plan))
    return ReadParagraph(plan, ways, tuple(_setting(plan, way, calls) for way in ways), calls)


def _setting(plan: LinePlan, way: Lines, calls: Sequence[tuple[float, float]]) -> BlockSetting:
    breaks = plan.paragraph.breaks
    hyphens = tuple(breaks.kinds[at] == BreakKind.HYPHEN for at in way.ends)
    notes = [0.0] * len(way.ends)
    for place, height in calls:
        line = next((n for n, at in enumerate(way.ends) if breaks.starts[at] > place), len(way.ends) - 1)
        notes[line] += height
    return BlockSetting(
        len(way.ends),
        max(way.cost - plan.best.cost, 0.0),
        hyphens if any(hyphens) else (),
        tuple(notes) if calls else (),
    )
