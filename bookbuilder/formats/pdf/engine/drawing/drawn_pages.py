"""Draws the pages of a part. What several pages share (running heads, backgrounds) is drawn once for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.compile.compiled_part import CompiledPage, Furniture, PrefilledStream
from bookbuilder.formats.pdf.engine.drawing.page_drawing import Drawing, ObjectNumbers, trim_box
from bookbuilder.formats.pdf.engine.numbers.margin_boxes import SIDES, FurnitureMaker, PageSide
from bookbuilder.formats.pdf.engine.read import page_boxes

if TYPE_CHECKING:
    from weasyprint.document import Document
    from weasyprint.formatting_structure.boxes import Box, PageBox


@dataclass(slots=True, eq=False)
class DrawnPages:
    """The pages of a part, and what they share: `furniture` and `backgrounds` with their numbers, finished `streams`, and
    for each page the number of the content of each box in it (`marked`). `blank` is a blank page before the part."""

    pages: list[CompiledPage] = field(default_factory=list)
    marked: list[Mapping[Box, int]] = field(default_factory=list)
    streams: list[tuple[int, bytes, bytes]] = field(default_factory=list)
    furniture: dict[Furniture, int] = field(default_factory=dict)
    backgrounds: dict[bytes, int] = field(default_factory=lambda: {b"": -1})
    blank: tuple[int, int, tuple[float, float, float, float]] | None = None
    _sides: dict[int, int] = field(default_factory=dict)

    def side(self, drawing: Drawing, side: PageSide) -> int:
        """Return the number of the furniture of a side, which is drawn once for all pages that have it."""
        if id(side) not in self._sides:
            self._sides[id(side)] = self.furniture.setdefault(drawing.furniture(side), len(self.furniture))
        return self._sides[id(side)]


def drawn_pages(
    document: Document, drawing: Drawing, maker: FurnitureMaker, objects: ObjectNumbers
) -> DrawnPages:
    """Return the pages of a document that is laid out. Notes in `maker` if one of them fits on one side of the sheet
    only."""
    drawn = DrawnPages()
    numbers = [objects.take() for _ in document.pages]
    for number, page in zip(numbers, document.pages, strict=True):
        drawn.pages.append(_draw_page(drawn, number, page._page_box, drawing, maker, objects))
    left, right = (drawn.side(drawing, maker.before[name]) for name in SIDES)
    drawn.blank = (left, right, trim_box(maker.before["right"].page))
    return drawn


def _draw_page(
    drawn: DrawnPages,
    number: int,
    box: PageBox,
    drawing: Drawing,
    maker: FurnitureMaker,
    objects: ObjectNumbers,
) -> CompiledPage:
    body = drawing.body(box)
    drawn.marked.append(body.marked)
    stream = objects.take()
    prefilled = body.written if isinstance(body.written, PrefilledStream) else None
    if not isinstance(body.written, PrefilledStream):
        drawn.streams.append((stream, *body.written))
    sides = maker.sides[box]
    left, right = (drawn.side(drawing, sides[name]) for name in SIDES)
    background = drawing.background(box)
    on_the_right = box.page_type.side == "right"
    shift = sides[SIDES[0] if on_the_right else SIDES[1]].shift
    # It lies between the margins, of which the linker moves the text alone to those of the other side.
    if box.canvas_background is not None:
        maker.depends_on_side = True
    return CompiledPage(
        number=number,
        stream=stream,
        right=on_the_right,
        box=trim_box(box),
        sides=(left, right),
        background=drawn.backgrounds.setdefault(background, len(drawn.backgrounds) - 1),
        body=prefilled,
        shift=shift,
        counter=maker.counters[box],
        blank=box.page_type.blank,
        edge_texts=tuple(page_boxes.edge_texts(box, shift)),
    )
