"""Draws a part that is laid out into objects of a PDF, with places left open for what the linker knows."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pydyf
from weasyprint import pdf as pdfs
from weasyprint.draw import draw_background, draw_border, draw_stacking_context, set_mask_border
from weasyprint.matrix import Matrix
from weasyprint.pdf.stream import Stream
from weasyprint.stacking import StackingContext

from bookbuilder.formats.pdf.compile.compiled_part import (
    COLOURS,
    DOCUMENT,
    FONTS,
    MAIN,
    MARK,
    OWN,
    PROFILE,
    Content,
    Face,
    Furniture,
    Link,
    Mark,
    Object,
    Page,
    Picture,
    merge,
    own,
)
from bookbuilder.formats.pdf.compile.prefilled_streams import splice
from bookbuilder.formats.pdf.engine import tags
from bookbuilder.formats.pdf.engine.deferred_numbers import Late, settle
from bookbuilder.formats.pdf.engine.margin_boxes import SIDES, Furnisher, Side
from bookbuilder.formats.pdf.engine.read import page_boxes, print_metrics, structure
from bookbuilder.formats.pdf.engine.text_operators import brief

if TYPE_CHECKING:
    from bookbuilder.formats.pdf.compile.job import Job

SCALE = 0.75
"""Points in a px."""
PICTURE = re.compile(re.escape(MARK) + b"#([0-9a-f]{64})" + re.escape(MARK))
"""The place of the number of a picture in a dictionary: its SHA-256."""
_ICC = "srgb"


class Own(int):
    """The number of an object of the part; pydyf writes it with the mark of one."""

    def __format__(self, form: str) -> str:
        return OWN.decode() + str(int(self))


class Numbered:
    """Gives numbers to objects as they come, where WeasyPrint expects a PDF."""

    def __init__(self) -> None:
        self.next = 0
        self.objects: list[Any] = []

    def take(self) -> int:
        """Return a number for an object that the linker writes."""
        self.next += 1
        return self.next - 1

    def add_object(self, item: Any) -> None:
        """Give an object the next number."""
        item.number = Own(self.take())
        self.objects.append(item)


class Drawing:
    """Draws into streams that share fonts, pictures and other resources."""

    def __init__(self, document: Any, late: Late, pretends: bool) -> None:
        self.document, self.late, self.pretends = document, late, pretends
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
        self.images: dict[str, Any] = {}

    def stream(self, page: Any, numbers: dict[Any, int] | None) -> Any:
        """Return an empty stream for a page box, with its origin at the upper left corner and px as unit."""
        left, top, right, bottom = media_box(page)
        rectangle = (left / SCALE, top / SCALE, (right - left) / SCALE, (bottom - top) / SCALE)
        stream = Stream(
            self.document.fonts,
            rectangle,
            self.resources,
            self.images,
            numbers,
            self.profiles,
            _ICC,
            compress=True,
        )
        stream.push_state()
        stream.transform(a=SCALE, d=-SCALE, f=page.margin_height() * SCALE)
        return stream

    def body(self, page: Any) -> tuple[Content, dict[Any, int]]:
        """Return the text of a page, and the numbers of the pieces in it."""
        numbers: dict[Any, int] = {}
        stream = self.stream(page, numbers)
        draw_stacking_context(stream, StackingContext.from_page(page))
        return self.late.content(_bytes(stream)), numbers

    def ground(self, page: Any) -> bytes:
        """Return what lies below the text of a page: its colour, its border, crop marks. Empty if nothing does."""
        stream = self.stream(page, {})
        before = len(stream.stream)
        with tags.artifact(stream, structure.LOOKS):
            empty = len(stream.stream)
            draw_background(
                stream, page.background, clip_box=False, bleed=page.bleed, marks=page.style["marks"]
            )
            set_mask_border(stream, page)
            draw_background(stream, page.canvas_background, clip_box=False)
            draw_border(stream, page)
            drawn = len(stream.stream) > empty
        return _bytes(stream) if drawn and before else b""

    def furniture(self, side: Side) -> Furniture:
        """Return the running heads and folios of a side."""
        if not side.boxes:
            return Furniture(Content(b""))
        stream = self.stream(side.page, None)
        with tags.artifact(stream, structure.PAGINATION):
            empty = len(stream.stream)
            page = side.page.copy_with_children(side.boxes)
            draw_stacking_context(stream, StackingContext.from_page(page))
            drawn = len(stream.stream) > empty
        for box in side.boxes:
            settle(self.late, box)
        content = self.late.content(_bytes(stream) if drawn else b"")
        said = tuple(page_boxes.texts(side.boxes)) if self.pretends else ()
        return Furniture(content, side.style, tuple(page_boxes.long_heads(side.boxes)), said)


class _Profile:
    """Stands for the colour profile of the file, which the linker writes."""

    pdf_reference = b"%d 0 R" % PROFILE


def emit(document: Any, job: Job, furnisher: Furnisher, late: Late, messages: Sequence[str]) -> Object:
    """Return a laid out part as an object."""
    tags.prepare(document)
    drawing, numbered = Drawing(document, late, job.pretends), Numbered()
    grounds: dict[bytes, int] = {b"": -1}
    furniture: dict[Any, int] = {}
    pages: list[Page] = []
    pieces: list[dict[Any, int]] = []
    streams: list[tuple[int, bytes, bytes]] = []
    links: list[Link] = []

    def side(found: Side) -> int:
        return furniture.setdefault(drawing.furniture(found), len(furniture))

    numbers = [numbered.take() for _ in document.pages]
    known: dict[int, int] = {}
    for at, page in enumerate(document.pages):
        box = page._page_box
        content, marked = drawing.body(box)
        pieces.append(marked)
        stream = numbered.take()
        late_body = bool(content.slots)
        if not late_body:
            streams.append((stream, *_packed(content.data)))
        sides = furnisher.sides[box]
        for found in sides.values():
            if id(found) not in known:
                known[id(found)] = side(found)
        ground = drawing.ground(box)
        right = box.page_type.side == "right"
        pages.append(
            Page(
                number=numbers[at],
                stream=stream,
                right=right,
                box=_trim(box),
                sides=(known[id(sides[SIDES[0]])], known[id(sides[SIDES[1]])]),
                ground=grounds.setdefault(ground, len(grounds) - 1),
                body=splice(content) if late_body else None,
                shift=sides[SIDES[0] if right else SIDES[1]].shift,
                counter=furnisher.counters[box],
                blank=box.page_type.blank,
                near=tuple(page_boxes.near(box, sides[SIDES[0] if right else SIDES[1]].shift)),
            )
        )
        if box.canvas_background is not None:
            furnisher.sided = True
    blank_sides = [side(furnisher.before[name]) for name in SIDES]
    blank = (blank_sides[0], blank_sides[1], _trim(furnisher.before["right"].page))

    annotations = _links(document, numbered, links)
    top = structure.structure(document.pages, pieces, annotations, late=True)
    tree = tags.Writer(numbered.take, own, numbers, [len(found) for found in pieces], f"{job.name}-")
    tops = tuple(
        tree.write(kid, b"%d 0 R" % (MAIN if job.main else DOCUMENT)) for kid in _tops(top, job.main)
    )
    words = {annotation.number: annotation.words for _, annotation in tree.annotations}
    links = [replace(one, words=words.get(one.number, "")) for one in links]
    parents = [
        (number, b"[%b]" % b" ".join(owners)) for number, owners in zip(numbers, tree.owners, strict=True)
    ]
    parents += [(annotation.number, own(owner)) for owner, annotation in tree.annotations]

    pictures: dict[str, Picture] = {}
    _pictures(drawing.resources, drawing.images, pictures)
    numbered.add_object(drawing.resources)
    pdfs._use_references(numbered, drawing.resources, drawing.images, drawing.profiles)

    items = tree.objects
    for item in numbered.objects:
        if isinstance(item, pydyf.Stream):
            streams.append((int(item.number), *_parted(item.data)))
        else:
            items.append((int(item.number), item.data))
    return Object(
        start=furnisher.start,
        pages=tuple(pages),
        used=numbered.next,
        streams=tuple(streams),
        items=tuple(items),
        resources=int(drawing.resources.number),
        sided=furnisher.sided,
        exact=late.exact,
        totals=late.totals,
        furniture=tuple(furniture),
        grounds=tuple(data for data in grounds if data),
        blank=blank,
        faces=_faces(document.fonts),
        pictures=pictures,
        anchors=tuple(_anchors(document)),
        outline=tuple(_outline(document)),
        links=tuple(links),
        tops=tops,
        parents=tuple(sorted(parents)),
        ids=tuple(tree.ids),
        headings=tuple(structure.headings(top)),
        messages=tuple(dict.fromkeys(messages)),
        texts=tuple(page_boxes.texts(page._page_box for page in document.pages)) if job.pretends else (),
        inherits=tuple(sorted(furnisher.inherits)),
        strings=furnisher.last,
        placed=tuple(print_metrics.placed(document)),
        thin=print_metrics.thin(document),
        clear=print_metrics.clear(item for _, item in items),
    )


def _tops(document: structure.Element, main: bool) -> Iterator[structure.Element]:
    """Yield the elements of a part that stand at the top of the book, or of its main matter."""
    for kid in document.kids:
        if isinstance(kid, structure.Element) and main and kid.type == "Part":
            yield from _tops(kid, main=False)
        elif isinstance(kid, structure.Element):
            yield kid
        else:
            loose = structure.Element("Div", document, [kid], kid.page)
            yield loose


def media_box(page: Any) -> tuple[float, float, float, float]:
    """Return the media box of a page box in points: the page and its bleed."""
    bleed = {edge: value * SCALE for edge, value in page.bleed.items()}
    left, top = -bleed["left"], -bleed["top"]
    return (
        left,
        top,
        page.margin_width() * SCALE + bleed["right"],
        page.margin_height() * SCALE + bleed["bottom"],
    )


def _trim(page: Any) -> tuple[float, float, float, float]:
    """Return the trim box of a page box in points."""
    left, top, right, bottom = media_box(page)
    bleed = {edge: value * SCALE for edge, value in page.bleed.items()}
    return (
        round(left + bleed["left"], 4), round(top + bleed["top"], 4),
        round(right - bleed["right"], 4), round(bottom - bleed["bottom"], 4),
    )  # fmt: skip


def _bytes(stream: Any) -> bytes:
    stream.pop_state()
    written = (item if type(item) is bytes else pydyf._to_bytes(item) for item in stream.stream)
    return b"\n".join(map(brief, written))


def _packed(data: bytes) -> tuple[bytes, bytes]:
    small = zlib.compress(data, 9)
    return b"<</Filter/FlateDecode/Length %d>>" % len(small), small


def _parted(data: bytes) -> tuple[bytes, bytes]:
    """Return the dictionary of a stream and its content."""
    head, _, content = data.partition(b"\nstream\n")
    return head, content.removesuffix(b"\nendstream")


def _links(document: Any, numbered: Numbered, links: list[Link]) -> dict[Any, int]:
    """Make the annotations of the links; return the number of that of each box."""
    made: dict[Any, int] = {}
    for at, page in enumerate(document.pages):
        matrix = Matrix(SCALE, 0, 0, -SCALE, 0, page.height * SCALE)
        for kind, target, (x1, y1, x2, y2), box in page.links:
            if kind not in ("internal", "external"):
                continue
            left, first = matrix.transform_point(x1, y1)
            right, second = matrix.transform_point(x2, y2)
            goal = (
                b"/Dest " + pydyf.String(target).data
                if kind == "internal"
                else b"/A<</Type/Action/S/URI/URI " + pydyf.String(target).data + b">>"
            )
            made[box] = numbered.take()
            links.append(Link(made[box], at, (left, first, right, second), b"/F 4/BS<</W 0>>" + goal))
    return made


def _pictures(resources: Any, images: Mapping[str, Any], found: dict[str, Picture]) -> None:
    """Take the pictures out of resources and what they hold, and leave their SHA-256 in their place."""
    for key, item in resources.get("XObject", {}).items():
        if item is None:
            known = images[key]
            if not isinstance(known["x_object"], _Elsewhere):
                known["x_object"] = _Elsewhere(_picture(known, found))
        elif "Resources" in getattr(item, "extra", {}):
            _pictures(item.extra["Resources"], images, found)
    for pattern in resources.get("Pattern", {}).values():
        if "Resources" in pattern.extra:
            _pictures(pattern.extra["Resources"], images, found)


class _Elsewhere:
    """Stands for a picture that the linker writes, where WeasyPrint looks for its number."""

    def __init__(self, digest: str) -> None:
        self.reference = MARK + b"#" + digest.encode() + MARK + b" 0 R"


def _picture(known: Mapping[str, Any], found: dict[str, Picture]) -> str:
    made = known["image"].get_x_object(known["interpolate"], max(known["dpi_ratios"]))
    mask = made.extra.pop("SMask", None)
    picture = Picture(made.data, mask.data if mask is not None else b"")
    digest = hashlib.sha256(picture.data + picture.mask).hexdigest()
    found[digest] = picture
    return digest


_KEPT = (
    "ascent",
    "descent",
    "family",
    "flags",
    "font_size",
    "italic_angle",
    "stemh",
    "stemv",
    "style",
    "upem",
    "weight",
    "glyph_count",
)


def _faces(fonts: Mapping[Any, Any]) -> tuple[Face, ...]:
    """Return the faces of a part; those that WeasyPrint has twice, for two sizes, become one."""
    found: dict[str, Face] = {}
    for font in sorted(fonts.values(), key=lambda font: font.font_size):
        old = found.get(font.hash)
        attributes = {name: getattr(font, name) for name in _KEPT}
        attributes |= {
            "name": font.name, "tables": list(font.tables), "variations": dict(font.variations),
            "missing": dict(font.missing), "bitmap": bool(font.bitmap), "png": bool(font.png), "svg": bool(font.svg),
            "colr": bool(font.colr),
        }  # fmt: skip
        glyphs, widths = dict(font.to_unicode), dict(font.widths)
        if old:
            merge(glyphs, old.glyphs)
            widths = {**old.widths, **widths}
        digest = hashlib.sha256(font.file_content).hexdigest()
        found[font.hash] = Face(
            font.hash, digest, font.index, old.attributes if old else attributes, glyphs, widths
        )
    return tuple(found[name] for name in sorted(found))


def _anchors(document: Any) -> Iterator[tuple[str, int, float, float]]:
    seen = set()
    for at, page in enumerate(document.pages):
        for name, (x, y, *_) in page.anchors.items():
            if name not in seen:
                seen.add(name)
                yield name, at, round(x * SCALE, 3), round((page.height - y) * SCALE, 3)


def _outline(document: Any) -> Iterator[Mark]:
    for at, page in enumerate(document.pages):
        for level, label, (x, y), state in page.bookmarks:
            yield Mark(
                level, label, at, round(x * SCALE, 3), round((page.height - y) * SCALE, 3), state == "closed"
            )
