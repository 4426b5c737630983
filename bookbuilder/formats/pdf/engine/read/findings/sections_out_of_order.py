"""Finds figures and tables that have left their section, and headings whose section stands elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from weasyprint.formatting_structure.boxes import PageBox

from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.engine.read.box_places import border_area, text_place
from bookbuilder.formats.pdf.engine.read.reading_order import PlacedBlock, in_source_order, placed_blocks

if TYPE_CHECKING:
    from bookbuilder.formats.pdf.engine.html_element import HtmlElement


def find(pages: Sequence[PageBox]) -> Iterator[LayoutFinding]:
    """Yield the figures and tables that stand under another heading than they are written under (`figure.section`; words:
    `figure` or `table`, the heading that it is written under and that it stands under), and the headings whose page ends
    below them, or below which the text of another section follows (`heading.stranded`; words: the heading, and `page` or
    `section`)."""
    for chapter, laid in placed_blocks(pages):
        written = in_source_order(chapter, laid)
        yield from _figures(chapter, written, laid)
        yield from _headings(chapter, written, laid)


def _figures(
    chapter: HtmlElement, written: Sequence[PlacedBlock], laid: Sequence[PlacedBlock]
) -> Iterator[LayoutFinding]:
    under = _headings_above(laid)
    for block, heading in _headings_above(written).items():
        if (
            block.kind not in ("figure", "table")
            or under[block] is heading
            or block.element.get("data-float")
        ):
            continue
        other = under[block]
        yield LayoutFinding(
            "figure.section",
            block.page,
            chapter=chapter.get("id") or "",
            words=(block.kind, _words(heading), _words(other)),
            text=text_place(block.box),
            area=border_area(block.box),
        )


def _headings_above(blocks: Sequence[PlacedBlock]) -> dict[PlacedBlock, PlacedBlock | None]:
    """Return each block that is no heading with the heading above it."""
    heading, found = None, {}
    for block in blocks:
        if block.kind == "heading":
            heading = block
        else:
            found[block] = heading
    return found


def _headings(
    chapter: HtmlElement, written: Sequence[PlacedBlock], laid: Sequence[PlacedBlock]
) -> Iterator[LayoutFinding]:
    behind = dict(pairwise(laid))
    for heading, content in pairwise(written):
        if heading.kind != "heading":
            continue
        follows = behind.get(heading)
        what = ""
        if follows is None or follows.page != heading.page:
            what = "page"
        elif follows is not content and not (
            content.kind in ("figure", "table") and follows.kind != "heading"
        ):
            what = "section"
        if what:
            yield LayoutFinding(
                "heading.stranded",
                heading.page,
                chapter=chapter.get("id") or "",
                words=(_words(heading), what),
                text=text_place(heading.box),
                area=border_area(heading.box),
            )


def _words(block: PlacedBlock | None) -> str:
    return " ".join("".join(block.element.itertext()).split()) if block else ""
