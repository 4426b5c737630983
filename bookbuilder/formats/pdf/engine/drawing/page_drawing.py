"""Draws page boxes of WeasyPrint into content with slots, and numbers the objects that the content needs."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import pydyf
from weasyprint import draw
from weasyprint.pdf.stream import Stream
from weasyprint.stacking import StackingContext

from bookbuilder.formats.pdf.compile.compiled_part import (
    COLOURS,
    FONTS,
    LOCAL_REF,
    PROFILE,
    Content,
    Furniture,
)
from bookbuilder.formats.pdf.compile.prefilled_streams import splice
from bookbuilder.formats.pdf.engine.drawing import structure_tags
from bookbuilder.formats.pdf.engine.drawing.text_operators import brief
from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.numbers.deferred_numbers import DeferredNumbers, fill_shifts
from bookbuilder.formats.pdf.engine.numbers.margin_boxes import PageSide
from bookbuilder.formats.pdf.engine.page_reuse.drawn_page import DrawnPage, used_resources
from bookbuilder.formats.pdf.engine.read import page_boxes, structure

if TYPE_CHECKING:
    from weasyprint.document import Document
    from weasyprint.formatting_structure.boxes import Box, PageBox

    from bookbuilder.formats.pdf.engine.page_reuse.drawn_page import UsedPicture

SCALE = 0.75
"""Points in a px."""
_ICC = "srgb"


class LocalNumber(int):
    """The number of an object of the part; pydyf writes it as a local reference."""

    def __format__(self, form: str) -> str:
        return LOCAL_REF.decode() + str(int(self))


class ObjectNumbers:
    """Gives numbers to objects as they come, where WeasyPrint expects a PDF."""

    def __init__(self) -> None:
        self.next = 0
        self.objects: list[pydyf.Object] = []

    def take(self) -> int:
        """Return a number for an object that the linker writes."""
        self.next += 1
        return self.next - 1

    def add_object(self, item: pydyf.Object) -> None:
        """Give an object the next number."""
        item.number = LocalNumber(self.take())
        self.objects.append(item)


class Drawing:
    """Draws into streams that share fonts, pictures and other resources. `pseudo` says that the locale is a pseudo-locale,
    so that texts are wanted."""

    def __init__(self, document: Document, numbers: DeferredNumbers, pseudo: bool) -> None:
        self.document, self.numbers, self.pseudo = document, numbers, pseudo
        self.profiles = {**document.color_profiles, _ICC: _Profile()}
        self.resources = pydyf.Dictionary(
            {
                "ExtGState": pydyf.Dictionary(),
                "XObject": pydyf.Dictionary(),
                "Pattern": pydyf.Dictionary(),
                "Shading": pydyf.Dictionary(),
                "ColorSpace": b"%d 0 R" % COLOURS,
                "Font": b"%d 0 R" % FONTS,
            }
        )
        self.images: dict[str, UsedPicture] = {}

    def stream(self, page: PageBox, marked: dict[Box, int] | None) -> Stream:
        """Return an empty stream for a page box, with its origin at the upper left corner and px as unit. `marked` gets the
        number of the content of each box."""
        left, top, right, bottom = media_box(page)
        rectangle = (left / SCALE, top / SCALE, (right - left) / SCALE, (bottom - top) / SCALE)
        stream = Stream(
            self.document.fonts,
            rectangle,
            self.resources,
            self.images,
            marked,
            self.profiles,
            _ICC,
            compress=True,
        )
        stream.push_state()
        stream.transform(a=SCALE, d=-SCALE, f=page.margin_height() * SCALE)
        return stream

    def body(self, page: PageBox) -> DrawnPage:
        """Return the text of a page; as it was drawn before if it is known."""
        cached = marks(page).cached_page
        if cached and cached.drawn and cached.drawn.uses:
            cached.drawn.uses.add_to(self.document.fonts, self.resources, self.images)
            return cached.drawn
        marked: dict[Box, int] = {}
        stream = self.stream(page, marked)
        draw.draw_stacking_context(stream, StackingContext.from_page(page))
        content = self.numbers.take_content(_bytes(stream))
        uses = None
        if cached and cached.content:
            uses = used_resources(content, self.document.fonts, self.resources, self.images)
        drawn = DrawnPage(
            content, marked, splice(content) if content.slots else _compressed(content.data), uses
        )
        if cached:
            cached.drawn = drawn
        return drawn

    def background(self, page: PageBox) -> bytes:
        """Return what lies below the text of a page: its colour, its border, crop marks. Empty if nothing does."""
        stream = self.stream(page, {})
        before = len(stream.stream)
        with structure_tags.artifact(stream, structure.LOOKS):
            empty = len(stream.stream)
            draw.draw_background(
                stream, page.background, clip_box=False, bleed=page.bleed, marks=page.style["marks"]
            )
            draw.set_mask_border(stream, page)
            draw.draw_background(stream, page.canvas_background, clip_box=False)
            draw.draw_border(stream, page)
            drawn = len(stream.stream) > empty
        return _bytes(stream) if drawn and before else b""

    def furniture(self, side: PageSide) -> Furniture:
        """Return the running heads and folios of a side."""
        if not side.boxes:
            return Furniture(Content(b""))
        stream = self.stream(side.page, None)
        with structure_tags.artifact(stream, structure.PAGINATION):
            empty = len(stream.stream)
            page = side.page.copy_with_children(side.boxes)
            draw.draw_stacking_context(stream, StackingContext.from_page(page))
            drawn = len(stream.stream) > empty
        for box in side.boxes:
            fill_shifts(self.numbers, box)
        content = self.numbers.take_content(_bytes(stream) if drawn else b"")
        texts = tuple(page_boxes.texts(side.boxes)) if self.pseudo else ()
        return Furniture(content, side.style, tuple(page_boxes.long_heads(side.boxes)), texts)


class _Profile:
    """Stands for the colour profile of the file, which the linker writes."""

    pdf_reference = b"%d 0 R" % PROFILE


def media_box(page: PageBox) -> tuple[float, float, float, float]:
    """Return the media box of a page box in points: the page and its bleed."""
    bleed = {edge: value * SCALE for edge, value in page.bleed.items()}
    left, top = -bleed["left"], -bleed["top"]
    return (
        left,
        top,
        page.margin_width() * SCALE + bleed["right"],
        page.margin_height() * SCALE + bleed["bottom"],
    )


def trim_box(page: PageBox) -> tuple[float, float, float, float]:
    """Return the trim box of a page box in points."""
    left, top, right, bottom = media_box(page)
    bleed = {edge: value * SCALE for edge, value in page.bleed.items()}
    return (
        round(left + bleed["left"], 4), round(top + bleed["top"], 4),
        round(right - bleed["right"], 4), round(bottom - bleed["bottom"], 4),
    )  # fmt: skip


def _compressed(data: bytes) -> tuple[bytes, bytes]:
    """Return content as a stream: its dictionary, and its bytes."""
    small = zlib.compress(data, 9)
    return b"<</Filter/FlateDecode/Length %d>>" % len(small), small


def _bytes(stream: Stream) -> bytes:
    stream.pop_state()
    written = (item if type(item) is bytes else pydyf._to_bytes(item) for item in stream.stream)
    return b"\n".join(map(brief, written))
