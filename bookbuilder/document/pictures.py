"""Reads the pictures of a book: known kinds only, not too many pixels, and drawings without anything active."""

from __future__ import annotations

import re
import struct
import warnings
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from lxml import etree
from PIL import Image as Pillow
from PIL import UnidentifiedImageError

from bookbuilder.diagnostics import BookbuilderError, Report, Rule, Span, nearest
from bookbuilder.document.variants import TYPES
from bookbuilder.world import OUTSIDE, TOO_LARGE, World

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
"""What Pillow raises for files that are not what they say; it has no exception of its own for that."""

LIMIT = 40_000_000
"""Pixels of the largest picture."""

SHAPES = 100_000
"""Shapes of the largest drawing."""

_FORBIDDEN = {"script", "foreignObject", "iframe", "animate", "set", "animateTransform", "animateMotion"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it goes into a book: its bytes, media type and size in pixels (user units for a drawing)."""

    path: str
    data: bytes
    media_type: str
    width: float
    height: float


def picture(world: World, path: str, span: Span, report: Report) -> Picture | None:
    """Return the picture at a path from the root of the book, or report `image.*` or `path.outside` at `span`."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix not in TYPES:
        report(KIND, span, path=path)
        return None
    try:
        data = world.read(path)
    except BookbuilderError as error:
        code = error.diagnostics[0].code
        if code == OUTSIDE.code:
            report(OUTSIDE, span, path=path, hint="copy the picture into the book's folder")
        elif code == TOO_LARGE.code:
            report(HUGE, span, path=path, pixels="far too many", limit=LIMIT // 1_000_000)
        else:
            folder = str(PurePosixPath(path).parent)
            pictures = [p for p in world.files(folder) if PurePosixPath(p).suffix.lower() in TYPES]
            report(MISSING, span, path=path, hint=nearest(path, pictures))
        return None
    media_type, kind = TYPES[suffix]
    if kind == "SVG":
        return _drawing(path, data, span, report)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            with Pillow.open(BytesIO(data), formats=[kind]) as image:
                width, height = image.size
                if width * height > LIMIT:
                    report(
                        HUGE, span, path=path, pixels=width * height // 1_000_000, limit=LIMIT // 1_000_000
                    )
                    return None
                image.verify()
    except Pillow.DecompressionBombError:
        report(HUGE, span, path=path, pixels="far too many", limit=LIMIT // 1_000_000)
        return None
    except _DAMAGED:
        report(KIND, span, path=path, hint="open it in a picture program and save it anew")
        return None
    return Picture(path, data, media_type, width, height)


def _drawing(path: str, data: bytes, span: Span, report: Report) -> Picture | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        report(KIND, span, path=path, hint="the file is not well-formed XML")
        return None
    if etree.QName(root).localname != "svg":
        report(KIND, span, path=path)
        return None
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(iter(dtd.iterentities()), None) is not None:
        report(ACTIVE, span, path=path, what="entities", hint="save it as plain SVG")
        return None
    for element in (*root.itersiblings(preceding=True), *root.itersiblings(), *root.iter()):
        what = _active(element)
        if what:
            report(ACTIVE, span, path=path, what=what, hint="save it as plain SVG")
            return None
    if _drawn(root) > SHAPES:
        what = f"more than {SHAPES} shapes, counted as often as they are used"
        report(ACTIVE, span, path=path, what=what, hint="save it as plain SVG")
        return None
    width, height = size(root)
    return Picture(path, data, "image/svg+xml", width, height)


def _drawn(root: etree._Element) -> int:
    """Return how many elements a renderer draws when every `<use>` is followed; `SHAPES` + 1 stands for any more.

    A few lines in which each group uses the one before ten times draw thousands of millions.
    """
    named = {str(element.get("id")): element for element in root.iter() if element.get("id")}
    known: dict[etree._Element, int] = {}

    def count(element: etree._Element, above: frozenset[etree._Element]) -> int:
        if element in known:
            return known[element]
        if element in above or len(above) > 50:  # it uses itself, or what it uses has no end
            return SHAPES + 1
        total = 1
        for inner in element.iter():
            if isinstance(inner.tag, str) and etree.QName(inner).localname == "use":
                reference = str(inner.get("href") or inner.get(_XLINK) or "")
                used = named.get(reference.removeprefix("#"))
                total += count(used, above | {element}) if used is not None else 0
            total = min(total + 1, SHAPES + 1)
            if total > SHAPES:
                break
        known[element] = total
        return total

    return count(root, frozenset())


_XLINK = "{http://www.w3.org/1999/xlink}href"


def _active(element: etree._Element) -> str:
    if isinstance(element, etree._ProcessingInstruction):
        return "a processing instruction"
    if not isinstance(element.tag, str):
        return ""
    name = etree.QName(element).localname
    if name in _FORBIDDEN:
        return f"<{name}>"
    for key, value in element.attrib.items():
        local = etree.QName(str(key)).localname
        text = str(value).strip().lower()
        if local.startswith("on"):
            return str(local)
        if local in ("href", "src") and not text.startswith(("#", "data:image/png", "data:image/jpeg")):
            return f"a reference to {text[:30]}"
        if _leads_out(text):
            return "a reference to another file"
    if name == "style" and _leads_out("".join(str(text) for text in element.itertext()).lower()):
        return "a reference to another file"
    return ""


def _leads_out(css: str) -> bool:
    """Whether CSS names another file. A backslash can spell any of the words otherwise, so it counts as one."""
    return bool(_OUT.search(css))


_OUT = re.compile(r"""\\|@import|image-set\(|\bsrc\(|url\((?!\s*["']?#)""")


def size(root: etree._Element) -> tuple[float, float]:
    """Return the size of a drawing in its own units."""
    box = str(root.get("viewBox", "")).replace(",", " ").split()
    if len(box) != 4:
        box = ["", "", *(str(root.get(side, "")).removesuffix("px") for side in ("width", "height"))]
    try:
        width, height = float(box[2]), float(box[3])
    except ValueError:
        width = height = 0.0
    sensible = 0 < width < 1e6 and 0 < height < 1e6
    return (width, height) if sensible else (300.0, 150.0)
