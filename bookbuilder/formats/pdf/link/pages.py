"""Writes the pages of a file, with their running heads, folios and links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from bookbuilder.formats.pdf.compile.compiled_part import MARK, PAGES, Content, Slot
from bookbuilder.formats.pdf.compile.prefilled_streams import filled
from bookbuilder.formats.pdf.compile.shared_streams import parted
from bookbuilder.formats.pdf.link.linked import Linked
from bookbuilder.formats.pdf.link.number_slots import set_number
from bookbuilder.formats.pdf.link.pdf_file import PdfFile
from bookbuilder.formats.pdf.link.syntax import box_text, number_text, references, text
from bookbuilder.formats.pdf.paginate.page_order import Sheet
from bookbuilder.formats.pdf.press.trim import Box, clip

_PLACE = re.compile(re.escape(MARK) + rb"(>?)(\d+)" + re.escape(MARK))
_WORDS = re.compile(re.escape(MARK.decode()) + "([^" + MARK.decode() + "]*)" + MARK.decode())

Pieces = dict[tuple[int, int], tuple[bytes, ...]]
"""The furniture of pages, by part and number, cut where numbers stand."""


def write_pages(pdf: PdfFile, linked: Linked) -> list[int]:
    """Write all pages and return their numbers."""
    links = _write_links(pdf, linked) if linked.settings.links else {}
    pieces: Pieces = {}
    return [_write_page(pdf, linked, place, links, pieces) for place in range(len(linked.order.sheets))]


def write_page_tree(pdf: PdfFile, numbers: list[int]) -> None:
    """Write the list of all pages."""
    pdf.pack(PAGES, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(numbers), references(numbers)))


def _write_page(
    pdf: PdfFile, linked: Linked, place: int, links: dict[tuple[int, int], list[int]], pieces: Pieces
) -> int:
    """Write the page at a place of the file and return its number."""
    sheet = linked.order.sheets[place]
    one = linked.parts[sheet.part]
    part, start = one.part, one.start
    page = part.pages[sheet.page] if sheet.page >= 0 else None
    if page is not None:
        number, box, sides, ground = start + page.number, page.box, page.sides, page.ground
    else:
        number, ground = pdf.take(), -1
        left, right, box = part.blank or (-1, -1, part.pages[0].box)
        sides = (left, right)
    contents = []
    if ground >= 0:
        contents.append(pdf.share(part.grounds[ground]))
    if page is not None:
        body = start + page.stream
        if page.body is not None:
            drawn = [shown for shown, _ in _drawn(linked, page.body.slots, place)]
            pdf.deflated(filled(page.body, drawn), number=body)
        if page.right != sheet.right and abs(page.shift) > 1e-4:
            moved = pdf.share(b"q 1 0 0 1 %b 0 cm" % number_text(page.shift * 0.75))
            contents += [moved, body, pdf.share(b"Q")]
        else:
            contents.append(body)
    furniture = sides[1 if sheet.right else 0]
    if furniture >= 0 and part.furniture[furniture].content.data:
        contents += _write_furniture(pdf, linked, (sheet.part, furniture), place, pieces)
    (trim, media, bleed), contents = _trimmed(pdf, linked, box, sheet, contents)
    extra = b"/StructParents %d/Tabs/S" % number if page is not None else b"/Tabs/S"
    if annotations := links.get(sheet.key):
        extra += b"/Annots[%b]" % references(annotations)
    resources = b"%d 0 R" % (start + part.resources)
    boxes = box_text(media), box_text(trim), box_text(bleed)
    return pdf.pack(
        number,
        b"<</Type/Page/Parent %d 0 R/MediaBox%b/TrimBox%b/BleedBox%b/Contents[%b]/Resources %b%b>>"
        % (PAGES, *boxes, references(contents), resources, extra),
    )


def _trimmed(
    pdf: PdfFile, linked: Linked, trim: Box, sheet: Sheet, contents: list[int]
) -> tuple[tuple[Box, Box, Box], list[int]]:
    """Return trim, media and bleed box of a page, and its contents cut to the bleed, with marks around them."""
    settings = linked.settings
    bleed = settings.trim.bleed_box(trim, right=sheet.right)
    media = settings.trim.media_box(trim, right=sheet.right)
    if media == bleed:
        return (trim, media, bleed), contents
    marks = settings.trim.drawn(trim, ink=b"1 1 1 1 K" if settings.intent.icc else b"0 G")
    return (trim, media, bleed), [
        pdf.share(clip(bleed)), *contents, pdf.share(b"Q"), pdf.share(marks),
    ]  # fmt: skip


def _write_furniture(
    pdf: PdfFile, linked: Linked, key: tuple[int, int], place: int, pieces: Pieces
) -> Iterator[int]:
    """Yield the streams of running heads and folios; what has no numbers is written once."""
    content = linked.parts[key[0]].part.furniture[key[1]].content
    if key not in pieces:
        pieces[key] = tuple(parted(content.data))
    fill = _filler(linked, content, place)
    for piece in pieces[key]:
        yield pdf.share(_PLACE.sub(fill, piece) if MARK in piece else piece)


def _filler(linked: Linked, content: Content, place: int) -> Callable[[re.Match[bytes]], bytes]:
    """Return what puts numbers into content."""
    drawn = _drawn(linked, content.slots, place)

    def fill(match: re.Match[bytes]) -> bytes:
        which = int(match[2])
        if not match[1]:
            return drawn[which][0]
        shift = content.shifts[which]
        wider = [
            (drawn[at][1] - content.slots[at].width) / 1000 * content.slots[at].size for at in shift.slots
        ]
        return number_text(shift.x - shift.align * sum(wider) + sum(wider[: shift.before]))

    return fill


def _drawn(linked: Linked, slots: Sequence[Slot], place: int) -> list[tuple[bytes, float]]:
    return [set_number(slot, linked.label(slot.name, place)) for slot in slots]


def _write_links(pdf: PdfFile, linked: Linked) -> dict[tuple[int, int], list[int]]:
    """Write the links, and return their numbers by the page of a part."""
    found: dict[tuple[int, int], list[int]] = {}
    for at, one in enumerate(linked.parts):
        for link in one.part.links:
            key, number = (at, link.page), one.start + link.number
            moved = linked.shift(key)
            x1, y1, x2, y2 = link.rectangle
            words = _WORDS.sub(
                lambda match: linked.settings.figures(linked.order.label(match[1])), link.words
            )
            said = b"/Contents" + text(words) if words else b""
            pdf.pack(
                number,
                b"<</Type/Annot/Subtype/Link/Rect%b/StructParent %d%b%b>>"
                % (box_text((x1 + moved, y1, x2 + moved, y2)), number, said, link.rest),
            )
            found.setdefault(key, []).append(number)
    return found
