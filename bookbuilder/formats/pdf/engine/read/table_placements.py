"""Says what becomes of tables that have no room, when a layout has shown which they are: turned by a quarter, or parted.

A layout begins with tables as their authors ask for them. What does not fit even in the small size is turned, on a page of
its own, in the next layout, and parted by its columns in the one behind that if it does not fit turned either. So it depends
on the pages of its part alone what becomes of a table, whoever lays them out and how often.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from weasyprint.formatting_structure.boxes import PageBox, TableBox

from bookbuilder.formats.pdf.engine.html_element import classes_of
from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.pages.turned_tables import TURNED

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box

    from bookbuilder.formats.pdf.engine.html_element import HtmlElement

WAY, SPLIT = "data-way", "data-split"
"""The attributes of a table that stands otherwise than its author has written, and of one that says whether it is parted
(`columns` or `no`)."""
PARTED, KEPT = "parted", "kept"
"""How a table stands, besides `TURNED`; `KEPT`: as it is, for nothing helps."""
_NOISE = 0.1
_NO_ROOM = 3
"""What `fitted` says of a table that has no room in the small size."""
TablePlacements: TypeAlias = Mapping[int, tuple[str, str]]
"""What becomes of tables, by their numbers among those of a page of HTML: one of the ways, and where a table is parted
(`data-parted`) or would be, if it can be."""
AS_WRITTEN: TablePlacements = {}


def with_ways(root: HtmlElement, ways: TablePlacements) -> None:
    """Set attributes and classes of tables that are turned or parted, for the style sheet and the layout."""
    for number, (block, table) in enumerate(list(_tables(root))):
        way, columns = ways.get(number, ("", ""))
        classes = classes_of(block)
        if way == TURNED:
            block.set("class", " ".join([*classes, TURNED]))
            block.set("data-float", "page")
        elif way == PARTED:
            block.set("class", " ".join([*classes, PARTED]))
            table.set("data-parted", columns)
        if way == TURNED or (way == PARTED and block.get(SPLIT) != "columns"):
            table.set(WAY, way)
        if len(block) > 1 and TURNED in classes_of(block):
            _turn_together(block)


def next_ways(root: HtmlElement, pages: Sequence[PageBox], ways: TablePlacements) -> TablePlacements:
    """Return what becomes of tables after a layout in which they stood in these ways; the same if all is well."""
    following = dict(ways)
    laid_out: dict[HtmlElement | None, list[tuple[TableBox, bool]]] = {}
    for box, overfull in (found for page in pages for found in _laid_out(page, None)):
        laid_out.setdefault(box.element, []).append((box, overfull))
    parents = {child: parent for parent in root.iter() for child in parent}
    for number, (block, table) in enumerate(_tables(root)):
        way, columns = ways.get(number, ("", ""))
        # What its author has turned stays so.
        if table not in laid_out or (not way and TURNED in classes_of(block)):
            continue
        box, _ = laid_out[table][0]
        no_room = marks(box).fitted >= _NO_ROOM
        overfull = any(overfull for _, overfull in laid_out[table])
        goes_on = len(laid_out[table]) > 1
        # One that fills several pages, turned, is better parted.
        if way == TURNED and (no_room or overfull or (goes_on and columns)):
            following[number] = (PARTED if columns else KEPT), columns
        elif not way and marks(box).fitted:
            asked = block.get(SPLIT)
            columns = "" if asked == "no" else _columns(box)
            if no_room and _may_turn(block, table, parents.get(block)):
                following[number] = TURNED, columns
            elif columns and (no_room or asked == "columns"):
                following[number] = PARTED, columns
    return following


def _tables(root: HtmlElement) -> Iterator[tuple[HtmlElement, HtmlElement]]:
    """Yield the tables of a page of HTML, each with the block around it."""
    for block in root.iter("div"):
        if "table" in classes_of(block):
            table = block.find(".//table")
            if table is not None:
                yield block, table


def _turn_together(block: HtmlElement) -> None:
    """Put a table and the notes below it into one element, which is turned."""
    holder = block.makeelement("div", {})
    holder.extend(list(block))
    block[:] = [holder]


def _may_turn(block: HtmlElement, table: HtmlElement, parent: HtmlElement | None) -> bool:
    """Whether a table may move to a page of its own: it has a name to be called by there, its author has not said where it
    is to stand, and it stands between the paragraphs of a chapter."""
    in_chapter = parent is not None and parent.tag == "section" and "chapter" in classes_of(parent)
    asked = block.get("data-float") or "here" in classes_of(block)
    asked = asked or block.get("data-rotate") == "no" or block.get(SPLIT) == "columns"
    return in_chapter and table.find("caption") is not None and not asked


def _columns(table: Box) -> str:
    parts = marks(table).parts
    return " ".join(map(str, (parts[0], *parts[1]))) if parts else ""


def _laid_out(box: Box, block: Box | None) -> Iterator[tuple[TableBox, bool]]:
    """Yield the tables on a page, and whether each is turned and has no room so, or no page of its own: then its block is
    given."""
    beside = sum(child.is_in_normal_flow() for child in box.children) > 1
    for child in box.children:
        if isinstance(child, TableBox):
            yield child, block is not None
        elif child.element_tag == "div" and "table" in classes_of(child.element):
            turned = TURNED in classes_of(child.element)
            yield from _laid_out(child, child if turned and (beside or _is_overfull(child)) else None)
        else:
            yield from _laid_out(child, block)


def _is_overfull(block: Box) -> bool:
    """Whether a turned table is higher, with its notes, than the page is wide."""
    return any(child.border_height() > block.width + _NOISE for child in block.children)
