"""Gives the columns of a table the widths with which it is lowest, and makes one that is too wide fit.

WeasyPrint 70.0 shares the width of a table out by how wide its columns would like to be, whatever becomes of its rows, and
lets it run out of the page if its words do not fit. Here the lines are counted (`line_breaking.column_widths`). What does
not fit is hyphenated by the language, and set in smaller type if that is not enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import inf
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes
from weasyprint.layout import preferred
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS

from bookbuilder.formats.pdf.engine.layout.parted_tables import column_edges
from bookbuilder.formats.pdf.engine.marks import mark, marks
from bookbuilder.formats.pdf.engine.pages.block_properties import line_height
from bookbuilder.formats.pdf.engine.pages.repeated_rows import is_repeated
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch
from bookbuilder.formats.pdf.engine.setup.custom_property import custom_property
from bookbuilder.formats.pdf.engine.shaping.break_style import break_style, measured_text
from bookbuilder.formats.pdf.line_breaking.column_parts import column_parts
from bookbuilder.formats.pdf.line_breaking.column_widths import CellText, WordRun, lowest_table

if TYPE_CHECKING:
    from weasyprint.css import AnonymousStyle, ComputedStyle
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext

    _Style = ComputedStyle | AnonymousStyle

_NOISE = 1e-6
NARROW = 4.0
"""In em: a column that is narrower parts most words."""
ROOMY = 7.0
"""In em: what a column of a table that is parted gets, if its words are so wide."""
SMALLEST = 0.7
"""The size of type to which a table shrinks at most."""


def _auto_table_layout(theirs: Function) -> Function:
    def auto_table_layout(
        context: LayoutContext, wrapper: boxes.ParentBox, containing_block: tuple[float, object]
    ) -> None:
        table = wrapper.get_wrapped_table()
        wanted = table.width
        theirs(context, wrapper, containing_block)
        room = _room(wrapper, table, containing_block[0])
        if getattr(table.style["width"], "unit", "") == "px":  # its author says how wide it is
            room = max(room, float(wanted))
        if marks(table).fitted < 1 and _is_crowded(context, wrapper):
            mark(table).fitted = 1
            _restyled(table, _hyphenated)
            context.tables.pop(table, None)
            table.width = wanted
            theirs(context, wrapper, containing_block)
        if table.width > room + _NOISE:
            for level, restyle in enumerate(_LEVELS, 1):
                if marks(table).fitted < level:
                    mark(table).fitted = level
                    _restyled(table, restyle)
                    context.tables.pop(table, None)
                    table.width = wanted
                    theirs(context, wrapper, containing_block)
                    if level == 1:
                        mark(table).parts = _parts(context, wrapper, room)
                if table.width <= room + _NOISE and not is_narrow(context, wrapper, room):
                    break
            else:
                mark(table).fitted = len(_LEVELS) + 1
        _, _, least, most, percentages, constrained, spacing, grid = (
            preferred.table_and_columns_preferred_widths(context, wrapper, outer=False)
        )
        width = table.width - spacing
        fixed = any(percentages) or any(constrained)
        if not grid or fixed:
            return
        if sum(least) < width - _NOISE and sum(most) > width:
            # Each page of a table asks again.
            known = marks(table).widths
            if known is None or known[0] != width:
                known = width, lowest_table(list(_cells(context, table)), least, most, width)
                mark(table).widths = known
            table.column_widths = list(known[1])

    return auto_table_layout


def _is_crowded(context: LayoutContext, wrapper: boxes.ParentBox) -> bool:
    """Whether a column has words that are wider than the share of the width that its author gives it."""
    _, _, least, _, shares, _, spacing, _ = preferred.table_and_columns_preferred_widths(
        context, wrapper, outer=False
    )
    width = wrapper.get_wrapped_table().width - spacing
    return any(
        share and narrow > width * share / 100 + _NOISE for narrow, share in zip(least, shares, strict=True)
    )


def _room(wrapper: Box, table: Box, width: float) -> float:
    """Return how wide the content of a table may be, in px."""
    margins = sum(side for side in (wrapper.margin_left, wrapper.margin_right) if side != "auto")
    edges = table.padding_left + table.padding_right + table.border_left_width + table.border_right_width
    return float(width - margins - edges)


def _parts(
    context: LayoutContext, wrapper: boxes.ParentBox, room: float
) -> tuple[int, tuple[int, ...]] | None:
    """Return how a table may be parted so that its columns have room, at their size and hyphenated."""
    table = wrapper.get_wrapped_table()
    _, _, least, most, *_ = preferred.table_and_columns_preferred_widths(context, wrapper, outer=False)
    enough: float = ROOMY * table.style["font_size"]
    widths = [min(wish, max(narrow, enough)) for narrow, wish in zip(least, most, strict=True)]
    return column_parts(widths, column_edges(table), room)


def is_narrow(context: LayoutContext, wrapper: boxes.ParentBox, room: float) -> bool:
    """Whether the columns of a table cannot all be so wide that most words have room, or as wide as they wish."""
    _, _, least, most, *_ = preferred.table_and_columns_preferred_widths(context, wrapper, outer=False)
    enough: float = NARROW * wrapper.get_wrapped_table().style["font_size"]
    comfortable = sum(min(wish, max(narrow, enough)) for narrow, wish in zip(least, most, strict=True))
    return bool(comfortable > room)


def _cells(context: LayoutContext, table: Box) -> Iterator[CellText]:
    row_number = 0
    for group in table.children:
        for row in group.children:
            for cell in () if is_repeated(row) else row.children:
                if cell.colspan == 1 and cell.children:
                    runs = tuple(_runs(context, cell))
                    edges = sum(_used(cell, side) for side in ("left", "right"))
                    yield CellText(row_number, cell.grid_x, runs, line_height(cell), edges)
            row_number += 1


def _used(cell: Box, side: str) -> float:
    """Return the padding and the border of a cell at a side, in px."""
    padding = cell.style[f"padding_{side}"]
    border = getattr(cell, f"border_{side}_width", 0)
    return (float(padding.value) if getattr(padding, "unit", "") == "px" else 0.0) + float(border or 0)


def _runs(context: LayoutContext, box: Box) -> Iterator[WordRun]:
    """Yield the paragraphs in a box."""
    for child in box.children:
        if isinstance(child, boxes.LineBox):
            begins: list[float] = []
            ends: list[float] = []
            _add_words(context, child, begins, ends)
            if ends:
                yield WordRun(tuple(begins), tuple(ends))
        elif not isinstance(child, boxes.TextBox):
            yield from _runs(context, child)


def _add_words(context: LayoutContext, box: Box, begins: list[float], ends: list[float]) -> None:
    """Add where the words in a box begin and end, behind those that are there."""
    for child in box.children:
        at = ends[-1] if ends else 0.0
        if isinstance(child, boxes.TextBox):
            _add_text(context, child, at, begins, ends)
        elif isinstance(child, boxes.InlineBox):
            _add_words(context, child, begins, ends)
        else:
            width = preferred.max_content_width(context, child)
            begins.append(at)
            ends.append(at + (width if width < inf else 0.0))


def _add_text(
    context: LayoutContext, box: boxes.TextBox, at: float, begins: list[float], ends: list[float]
) -> None:
    breaking = break_style(box.style)
    found = measured_text(breaking, box.text, context) if breaking and box.text.strip() else None
    if found is None:
        # Its words are not known: it is as long as it is, and may be parted at every letter.
        letters = len(box.text.strip())
        one = line_break.split_first_line(box.text, box.style, context, None, 0)[3] / max(letters, 1)
        for number in range(letters):
            begins.append(at + number * one)
            ends.append(at + (number + 1) * one)
        return
    measured, start = found
    first = (measured.width(0, start) or 0) if start else 0
    places = [place for place in measured.breaks if place > start]
    reaches = measured.reach[len(measured.breaks) - len(places) :]
    total = measured.width(start, len(measured.text)) or 0
    begin = 0.0
    for place, reach in zip(places, reaches, strict=True):
        begins.append(at + begin)
        ends.append(at + (reach - first) * FROM_UNITS)
        begin = (measured.width(start, place) or 0) * FROM_UNITS
    if places and places[-1] == len(measured.text):
        return
    begins.append(at + begin)
    ends.append(at + total * FROM_UNITS)


# -- a table that is too wide ------------------------------------------------------------------------------------------


def _restyled(table: Box, restyle: Callable[[_Style], _Style]) -> None:
    """Give all boxes in a table other styles; those that share one share the new one."""
    known: dict[int, tuple[_Style, _Style]] = {}
    for box in table.descendants():
        if id(box.style) not in known:
            known[id(box.style)] = box.style, restyle(box.style)
        box.style = known[id(box.style)][1]


def _hyphenated(style: _Style) -> _Style:
    copied = style.copy()
    if str(style["__line_parts"] or "") == "":
        copied["hyphens"] = "auto"
    return copied


def _smaller(style: _Style) -> _Style:
    copied = style.copy()
    share = _share(style)
    copied["font_size"] = style["font_size"] * share
    leading = style["line_height"]
    if leading != "normal" and getattr(leading, "unit", "") == "px":
        copied["line_height"] = type(leading)(leading.value * share, "px")
    return copied


def _share(style: _Style) -> float:
    """Return by how much a table that does not fit is set smaller, as the theme says (`--table-small`)."""
    asked = custom_property(style, "__table_small")
    try:
        return min(max(float(asked), SMALLEST), 1.0)
    except ValueError:
        return 1.0


_LEVELS: tuple[Callable[[_Style], _Style], ...] = (_hyphenated, _smaller)
"""What is done to make a table fit, one after the other."""


PATCH = Patch(
    "The columns of a table have the widths with which it is lowest, and one that is too wide is hyphenated or set smaller:"
    " WeasyPrint shares the width out by the longest lines, and lets a table run out of the page.",
    Kind.LAYOUT,
    (Change("weasyprint.layout.table:auto_table_layout", "8ce6f1e31a00b6c7", _auto_table_layout),),
)
