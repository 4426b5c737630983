"""Writes the pages of a file, with their running heads, folios and links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from bookbuilder.formats.pdf.compile.compiled_part import PAGES, SLOT, Content, Slot
from bookbuilder.formats.pdf.compile.prefilled_streams import filled
from bookbuilder.formats.pdf.compile.shared_streams import split_shared
from bookbuilder.formats.pdf.link.link_input import Linked
from bookbuilder.formats.pdf.link.number_slots import set_number
from bookbuilder.formats.pdf.link.page_mark import mark_content
from bookbuilder.formats.pdf.link.pdf_file import PdfFile
from bookbuilder.formats.pdf.link.provisional_numbers import body_in_grey, in_grey
from bookbuilder.formats.pdf.link.syntax import box_text, number_text, references, text
from bookbuilder.formats.pdf.paginate.page_order import PlacedPage
from bookbuilder.formats.pdf.press.trim import Box, clip

_PLACE = re.compile(re.escape(SLOT) + rb"(>?)(\d+)" + re.escape(SLOT))
_LABELS = re.compile(re.escape(SLOT.decode()) + "([^" + SLOT.decode() + "]*)" + SLOT.decode())

FurniturePieces = dict[tuple[int, int], tuple[bytes, ...]]
"""The furniture of pages, by part and number, cut where numbers stand."""


def write_pages(pdf: PdfFile, linked: Linked) -> list[int]:
    """Write all pages and return their object numbers."""
    links = _write_links(pdf, linked) if linked.settings.links else {}
    pieces: FurniturePieces = {}
    return [_write_page(pdf, linked, index, links, pieces) for index in range(len(linked.order.pages))]


def write_page_tree(pdf: PdfFile, numbers: list[int]) -> None:
    """Write the list of all pages."""
    pdf.pack(PAGES, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(numbers), references(numbers)))


def _write_page(
    pdf: PdfFile,
    linked: Linked,
    index: int,
    links: dict[tuple[int, int], list[int]],
    pieces: FurniturePieces,
) -> int:
    """Write the page with an index in the file, and return its object number."""
    placed = linked.order.pages[index]
    linked_part = linked.parts[placed.part]
    part, start = linked_part.part, linked_part.start
    contents: list[int] = []
    additions = linked.settings.additions
    if placed.page >= 0:
        page = part.pages[placed.page]
        number, box, sides = start + page.number, page.box, page.sides
        contents += _write_body(pdf, linked, index)
        # Tabs: PDF/UA-1 asks for the order of the structure (ISO 14289-1, 7.18.3).
        extra = b"/StructParents %d/Tabs/S" % number
    else:
        number, extra = pdf.take(), b"/Tabs/S"
        *sides_of_blank, box = part.blank or (-1, -1, part.pages[0].box)
        sides = (sides_of_blank[0], sides_of_blank[1])
        contents += _added(pdf, additions.below if additions else None, index, box)
    furniture = sides[1 if placed.right else 0]
    if furniture >= 0 and part.furniture[furniture].content.data:
        contents += _write_furniture(pdf, linked, (placed.part, furniture), index, pieces)
    if mark := linked.settings.mark:
        contents.append(pdf.share(mark_content(mark, box)))
    if additions:
        contents += _added(pdf, additions.above, index, box)
        box = additions.paper(box, right=placed.right)
    (trim, media, bleed), contents = _trimmed(pdf, linked, box, placed, contents)
    if annotations := links.get(placed.key):
        extra += b"/Annots[%b]" % references(annotations)
    resources = b"%d 0 R" % (start + part.resources)
    boxes = box_text(media), box_text(trim), box_text(bleed)
    return pdf.pack(
        number,
        b"<</Type/Page/Parent %d 0 R/MediaBox%b/TrimBox%b/BleedBox%b/Contents[%b]/Resources %b%b>>"
        % (PAGES, *boxes, references(contents), resources, extra),
    )


def _write_body(pdf: PdfFile, linked: Linked, index: int) -> Iterator[int]:
    """Yield the streams of the text of a page, with its numbers and what lies below it, where it belongs on its side."""
    placed = linked.order.pages[index]
    linked_part = linked.parts[placed.part]
    page = linked_part.part.pages[placed.page]
    if page.background >= 0:
        yield pdf.share(linked_part.part.backgrounds[page.background])
    if additions := linked.settings.additions:
        yield from _added(pdf, additions.below, index, page.box)
    body = linked_part.start + page.stream
    if page.body is not None:
        operators = [operator for operator, _ in _numbers_set(linked, page.body.slots, index)]
        fill = body_in_grey if linked.provisional else filled
        pdf.deflated(fill(page.body, operators), number=body)
    if page.right != placed.right and abs(page.shift) > 1e-4:
        yield pdf.share(b"q 1 0 0 1 %b 0 cm" % number_text(page.shift * 0.75))
        yield body
        yield pdf.share(b"Q")
    else:
        yield body


def _added(pdf: PdfFile, make: Callable[[int, Box], bytes] | None, index: int, box: Box) -> Iterator[int]:
    """Yield the stream that a proof adds to a page, if there is one."""
    if make and (content := make(index, box)):
        yield pdf.share(content)


def _trimmed(
    pdf: PdfFile, linked: Linked, trim: Box, placed: PlacedPage, contents: list[int]
) -> tuple[tuple[Box, Box, Box], list[int]]:
    """Return trim, media and bleed box of a page, and its contents cut to the bleed, with marks around them."""
    settings = linked.settings
    bleed = settings.trim.bleed_box(trim, right=placed.right)
    media = settings.trim.media_box(trim, right=placed.right)
    if media == bleed:
        return (trim, media, bleed), contents
    # In a file of inks all four of them, so that the marks are on every plate.
    marks = settings.trim.drawn(trim, ink=b"1 1 1 1 K" if settings.intent.icc else b"0 G")
    return (trim, media, bleed), [
        pdf.share(clip(bleed)), *contents, pdf.share(b"Q"), pdf.share(marks),
    ]  # fmt: skip


def _write_furniture(
    pdf: PdfFile, linked: Linked, key: tuple[int, int], index: int, pieces: FurniturePieces
) -> Iterator[int]:
    """Yield the streams of running heads and folios; those without numbers are shared by all pages."""
    content = linked.parts[key[0]].part.furniture[key[1]].content
    if key not in pieces:
        pieces[key] = tuple(split_shared(content.data))
    fill = _filler(linked, content, index)
    for piece in pieces[key]:
        yield pdf.share(_filled(piece, fill, in_grey if linked.provisional else _as_it_is))


def _filled(
    piece: bytes, fill: Callable[[re.Match[bytes]], bytes], shown: Callable[[bytes, bytes], bytes]
) -> bytes:
    """Return a piece of content with what belongs in its places; `shown` returns a number as it is shown behind what stands
    before it."""
    out, at = b"", 0
    for match in _PLACE.finditer(piece):
        out += piece[at : match.start()]
        out += fill(match) if match[1] else shown(out, fill(match))
        at = match.end()
    return out + piece[at:]


def _as_it_is(_: bytes, operator: bytes) -> bytes:
    return operator


def _filler(linked: Linked, content: Content, index: int) -> Callable[[re.Match[bytes]], bytes]:
    numbers = _numbers_set(linked, content.slots, index)

    def fill(match: re.Match[bytes]) -> bytes:
        which = int(match[2])
        if not match[1]:
            return numbers[which][0]
        shift = content.shifts[which]
        wider = [
            (numbers[at][1] - content.slots[at].width) / 1000 * content.slots[at].size for at in shift.slots
        ]
        return number_text(shift.x - shift.align * sum(wider) + sum(wider[: shift.before]))

    return fill


def _numbers_set(linked: Linked, slots: Sequence[Slot], index: int) -> list[tuple[bytes, float]]:
    """Return the operators that draw the numbers of slots on a page, and the widths of these (thousandths of the font
    size)."""
    return [set_number(slot, linked.label(slot.name, index)) for slot in slots]


def _write_links(pdf: PdfFile, linked: Linked) -> dict[tuple[int, int], list[int]]:
    """Write the links, and return their numbers by the page of a part."""
    numbers: dict[tuple[int, int], list[int]] = {}
    for at, one in enumerate(linked.parts):
        for link in one.part.links:
            key, number = (at, link.page), one.start + link.number
            moved = linked.shift(key)
            x1, y1, x2, y2 = link.rectangle
            description = _LABELS.sub(
                lambda match: linked.settings.figures(linked.order.label(match[1])), link.description
            )
            # PDF/UA-1 asks for a description of each link (ISO 14289-1, 7.18.5).
            contents = b"/Contents" + text(description) if description else b""
            pdf.pack(
                number,
                b"<</Type/Annot/Subtype/Link/Rect%b/StructParent %d%b%b>>"
                % (box_text((x1 + moved, y1, x2 + moved, y2)), number, contents, link.rest),
            )
            numbers.setdefault(key, []).append(number)
    return numbers
