"""Reads and inspects the picture files of a book: known types, a limit on pixels, drawings without active content.

The same holds for pictures inside a picture: a drawing may embed a PNG or JPEG, and nothing that embeds another one.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
import warnings
import zlib
from dataclasses import dataclass
from io import BytesIO
from math import isfinite
from pathlib import PurePosixPath
from urllib.parse import unquote_to_bytes

from lxml import etree
from PIL import Image as Pillow
from PIL import UnidentifiedImageError
from PIL.ExifTags import Base

from bookbuilder.diagnostics import BookbuilderError, Report, Rule, Span, nearest
from bookbuilder.document.picture_types import PICTURE_TYPES
from bookbuilder.document.remove_picture_metadata import without_metadata
from bookbuilder.document.svg_safety import MAX_SHAPES, count_shapes, embedded_images, forbidden_content
from bookbuilder.document.truncated_pictures import complete, png_rows
from bookbuilder.phrases import Phrase
from bookbuilder.world import OUTSIDE, TOO_LARGE, BookFiles
from bookbuilder.xml_parser import xml_root

MISSING = Rule(
    "image.missing",
    "there is no picture {path}",
    "The path of a picture starts at the folder of its chapter: images/map.svg.",
)
KIND = Rule(
    "image.kind",
    "{path} is not a picture that a book can hold",
    "Pictures are PNG, JPEG, GIF, WebP or SVG, and the file must be what its name says.",
)
HUGE = Rule(
    "image.huge",
    "{path} has {pixels} million pixels; at most {limit} million are read",
    "A picture of more pixels than a printed page can show costs memory and time and makes the book heavy.",
)
ACTIVE = Rule(
    "image.active",
    "the drawing {path} holds {what}, which a book does not allow",
    "A drawing may not run scripts or load other files: readers and printers would refuse it or be endangered.",
)

_DAMAGED = (
    *(UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error),
    *(LookupError, TypeError, ArithmeticError, AssertionError, NotImplementedError, MemoryError),
)
"""What Pillow raises for damaged files; it has no exception of its own for that."""

DAMAGED = Phrase("open it in a picture program and save it anew")

_LYING = range(5, 9)
"""Orientations (Exif 2.32, 4.6.4) of a picture that is shown turned by a quarter: its width is the height of its pixels."""

SHOWN_LETTERS = 200
"""Letters of a path that a message shows."""
MAX_PIXELS = 40_000_000
"""Pixels of the largest picture."""

BUDGET = Rule(
    "image.budget",
    "with {path} the pictures of this book exceed {limit}",
    "There is a limit for each picture, and one for all pictures of a book with those of its theme: so many million pixels,"
    " so many MB, so many shapes of drawings, each counted as often as it is shown. What is beyond that is no book, or takes"
    " an hour to print.",
)

_BOOK_PIXELS, _BOOK_BYTES, _BOOK_SHAPES = 10_000_000_000, 1 << 30, 2_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: bytes, without metadata; media type; size in pixels as it is shown (user units for a drawing). `pixels` and
    `shapes` are the cost of showing it, embedded pictures included."""

    path: str
    data: bytes
    media_type: str
    width: float
    height: float
    pixels: int = 0
    shapes: int = 0


@dataclass(slots=True)
class PictureBudget:
    """The total cost of a book's pictures so far."""

    pixels: int = 0
    size: int = 0
    shapes: int = 0
    reported: bool = False

    def take(self, picture: Picture, span: Span, report: Report, *, again: bool = False) -> bool:
        """Add a picture, or one that is shown `again`; return whether it fits. Reports `image.budget`, once."""
        if not again:
            self.pixels += picture.pixels
            self.size += len(picture.data)
        self.shapes += picture.shapes
        limits = (
            (
                self.pixels,
                _BOOK_PIXELS,
                Phrase("{book_pixels} million pixels", book_pixels=_BOOK_PIXELS // 1000000),
            ),
            (self.size, _BOOK_BYTES, f"{_BOOK_BYTES >> 20} MB"),
            (
                self.shapes,
                _BOOK_SHAPES,
                Phrase("{book_shapes} million shapes of drawings", book_shapes=_BOOK_SHAPES // 1000000),
            ),
        )
        beyond = next((words for spent, limit, words in limits if spent > limit), "")
        if beyond and not self.reported:
            self.reported = True
            report(BUDGET, span, path=picture.path, limit=beyond)
        return not beyond


def read_picture(world: BookFiles, path: str, span: Span, report: Report) -> Picture | None:
    """Return the picture at a path from the root of the book, or report `image.*` or `path.outside` at `span`."""
    suffix, shown = (
        PurePosixPath(path).suffix.lower(),
        path if len(path) <= SHOWN_LETTERS else f"{path[:SHOWN_LETTERS]}…",
    )
    if suffix not in PICTURE_TYPES:
        report(KIND, span, path=shown)
        return None
    try:
        data = world.read(path)
    except BookbuilderError as error:
        code = error.diagnostics[0].code
        if code == OUTSIDE.code:
            report(OUTSIDE, span, path=shown, hint="copy the picture into the book's folder")
        elif code == TOO_LARGE.code:
            report(HUGE, span, path=shown, pixels="far too many", limit=MAX_PIXELS // 1_000_000)
        else:
            folder = str(PurePosixPath(path).parent)
            pictures = [p for p in world.files(folder) if PurePosixPath(p).suffix.lower() in PICTURE_TYPES]
            report(MISSING, span, path=shown, hint=nearest(shown, pictures))
        return None
    return inspect_picture(path, data, PICTURE_TYPES[suffix], span, report)


def inspect_picture(
    path: str, data: bytes, kind: tuple[str, str], span: Span, report: Report, *, inside: bool = False
) -> Picture | None:
    """Return a picture of a type (of `PICTURE_TYPES`) from its bytes, or report `image.*`. One `inside` a drawing must not
    be a drawing."""
    media_type, name = kind
    if name == "SVG":
        return None if inside else _drawing(path, data, span, report)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            with Pillow.open(BytesIO(data), formats=[name]) as image:
                width, height = image.size
                # Pillow warns beyond 89 million pixels only; that warning is silenced, since our limit comes first.
                if width * height > MAX_PIXELS:
                    report(
                        HUGE,
                        span,
                        path=path,
                        pixels=width * height // 1_000_000,
                        limit=MAX_PIXELS // 1_000_000,
                    )
                    return None
                if name == "JPEG" and image.getexif().get(Base.Orientation) in _LYING:
                    width, height = height, width
                image.verify()
        # Pillow's `verify` looks through PNG files only.
        if not complete(data, name):
            raise EOFError
    except Pillow.DecompressionBombError:
        report(HUGE, span, path=path, pixels="far too many", limit=MAX_PIXELS // 1_000_000)
        return None
    except _DAMAGED:
        report(KIND, span, path=path, hint=DAMAGED)
        return None
    return Picture(path, without_metadata(data, name), media_type, width, height, width * height)


@dataclass(frozen=True, slots=True)
class PictureData:
    """The bytes of a picture, and Pillow's name of its type."""

    data: bytes
    name: str


def decodes(picture: PictureData) -> bool:
    """Return whether all pixels of a picture can be read, of its first one if it has several. That takes time, unlike
    `inspect_picture`."""
    if picture.name == "PNG":
        return png_rows(picture.data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            with Pillow.open(BytesIO(picture.data), formats=[picture.name]) as image:
                image.load()
    # One of `_DAMAGED` elsewhere; here the answer is cached, and this one says nothing of the picture.
    except MemoryError:
        raise
    except (*_DAMAGED, Pillow.DecompressionBombError):
        return False
    return True


def decode_data_uri(
    holder: str, address: str, span: Span, report: Report, *, inside: bool = False
) -> Picture | None:
    """Return the picture embedded in an address (`data:`, RFC 2397), or report `image.*`.

    `holder` is the name of what contains it.
    """
    head, _, text = address.partition(",")
    media_type, *more = head[len("data:") :].lower().replace(" ", "").split(";")
    data = unquote_to_bytes(text)
    name = Phrase("the picture inside {holder}", holder=holder)
    if "base64" in more:
        try:
            data = base64.decodebytes(data)
        except binascii.Error:
            data = b""
    kind = next(
        (picture_type for picture_type in PICTURE_TYPES.values() if picture_type[0] == media_type), None
    )
    if kind is None or (inside and kind[1] not in ("PNG", "JPEG")):
        report(
            ACTIVE,
            span,
            path=holder,
            what=Phrase("a picture of another kind inside ({media_type})", media_type=media_type or "text"),
            hint=_PLAIN,
        )
        return None
    return inspect_picture(name, data, kind, span, report, inside=inside)


_PLAIN = "save it as plain SVG"


def _drawing(path: str, data: bytes, span: Span, report: Report) -> Picture | None:
    try:
        root = xml_root(data)
    except etree.XMLSyntaxError:
        report(KIND, span, path=path, hint="the file is not well-formed XML")
        return None
    if etree.QName(root).localname != "svg":
        report(KIND, span, path=path)
        return None
    what = forbidden_content(root)
    shapes = 0 if what else count_shapes(root)
    if shapes > MAX_SHAPES:
        what = Phrase(
            "more than {max_shapes} shapes, counted as often as they are used", max_shapes=MAX_SHAPES
        )
    if what:
        report(ACTIVE, span, path=path, what=what, hint=_PLAIN)
        return None
    if not all(map(_is_view_box, root.xpath("//@viewBox"))):
        report(KIND, span, path=path, hint="a viewBox in it is not four numbers")
        return None
    if problem := _unmeasured(root):
        report(KIND, span, path=path, hint=problem)
        return None
    pixels = 0
    for address in embedded_images(root):
        inner = decode_data_uri(path, address, span, report, inside=True)
        if inner is None:
            return None
        pixels += inner.pixels
    if pixels > MAX_PIXELS:
        report(HUGE, span, path=path, pixels=pixels // 1_000_000, limit=MAX_PIXELS // 1_000_000)
        return None
    width, height = svg_size(root)
    return Picture(path, without_metadata(data, "SVG"), "image/svg+xml", width, height, pixels, shapes)


def _is_view_box(text: object) -> bool:
    """Whether a text is four finite numbers with spaces or commas between them (SVG 2, 8.6)."""
    try:
        numbers = [float(number) for number in str(text).replace(",", " ").split()]
    except ValueError:
        return False
    return len(numbers) == 4 and all(map(isfinite, numbers))


_LEAST_SIDE, _LARGEST_SIDE = 1e-6, 1e6
"""Of a viewBox. Beyond, the scale of a drawing is nothing or has no end in the arithmetic of renderers."""
_LONGEST_SIDE = 1e9
"""The largest number in a width or a height, in whatever unit."""
_UNIT = re.compile(r"(?:px|pt|pc|mm|cm|in|q|em|rem|ex|ch|lh|rlh|cap|ic|v[wh]|vmin|vmax|%)\Z", re.IGNORECASE)


def _unmeasured(root: etree._Element) -> str:
    """Return what keeps a drawing from having a size, as a hint; empty if it has one, or none is said."""
    box = str(root.get("viewBox", "")).replace(",", " ").split()
    if box and not all(_LEAST_SIDE <= float(side) <= _LARGEST_SIDE for side in box[2:]):
        return Phrase(
            "the sides of its viewBox must be between {least_side:f} and {largest_side:,.0f}",
            least_side=_LEAST_SIDE,
            largest_side=_LARGEST_SIDE,
        )
    for side in ("width", "height"):
        text = str(root.get(side, "")).strip()
        for number in (text, _UNIT.sub("", text)):  # `nan` is a number to some programs, and no unit
            try:
                value = float(number)
            except ValueError:
                continue
            if not abs(value) <= _LONGEST_SIDE:
                return Phrase("its {side} is no number of a size", side=side)
    return ""


def svg_size(root: etree._Element) -> tuple[float, float]:
    """Return width and height of a drawing in user units."""
    box = str(root.get("viewBox", "")).replace(",", " ").split()
    if len(box) != 4:
        box = ["", "", *(str(root.get(side, "")).removesuffix("px") for side in ("width", "height"))]
    try:
        width, height = float(box[2]), float(box[3])
    except ValueError:
        width = height = 0.0
    sensible = 0 < width < 1e6 and 0 < height < 1e6
    return (width, height) if sensible else (300.0, 150.0)
