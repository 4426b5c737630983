"""Cuts a part out of a picture, so that what is not shown is in no file either: `crop="16:9" focus="50% 30%"`."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from lxml import etree
from PIL import Image as Pillow
from PIL import ImageOps

from bookbuilder.document.picture_files import Picture, svg_size
from bookbuilder.html.drawing_texts import SVG
from bookbuilder.xml_parser import xml_root

QUALITY = 92
"""Of a JPEG that is cut, and so compressed again."""


@dataclass(frozen=True, slots=True)
class Crop:
    """A picture, the proportions of the part that is shown (`16:9`), and the point around which it is, in per cent."""

    picture: Picture
    ratio: str
    focus: tuple[int, int]


def cropped(job: Crop) -> bytes:
    """Return the part of a picture, as large as it can be, as a file of the same type; of one that moves, the first one."""
    picture = job.picture
    if picture.media_type == SVG:
        return _drawing(job)
    with Pillow.open(BytesIO(picture.data)) as image:
        form, colours = image.format or "PNG", image.info.get("icc_profile")
        image.load()
        drawn = ImageOps.exif_transpose(image)
    left, top, width, height = part(drawn.width, drawn.height, job.ratio, job.focus)
    right, bottom = max(round(left + width), round(left) + 1), max(round(top + height), round(top) + 1)
    out, shown = BytesIO(), drawn.crop((round(left), round(top), right, bottom))
    match form:
        case "JPEG" | "MPO":
            shown.save(out, "JPEG", quality=QUALITY, optimize=True, icc_profile=colours)
        case "WEBP":
            shown.save(out, "WEBP", lossless=True, icc_profile=colours)
        case "GIF":
            shown.save(out, "GIF")
        case _:
            shown.save(out, "PNG", optimize=True, icc_profile=colours)
    return out.getvalue()


def part(
    width: float, height: float, ratio: str, focus: tuple[int, int]
) -> tuple[float, float, float, float]:
    """Return left, top, width and height of the part that is shown: around the focus, as far as the edges let it be.

    >>> part(300, 100, "1:1", (50, 50))
    (100.0, 0.0, 100.0, 100.0)
    >>> part(300, 100, "1:1", (95, 50))
    (200.0, 0.0, 100.0, 100.0)
    """
    across, down = map(int, ratio.split(":"))
    scale = min(width / across, height / down)
    wide, high = across * scale, down * scale
    left, top = (
        min(max(side * share / 100 - piece / 2, 0.0), side - piece)
        for side, share, piece in ((width, focus[0], wide), (height, focus[1], high))
    )
    return left, top, wide, high


def _drawing(job: Crop) -> bytes:
    """Return a drawing that shows its part alone: a viewBox cuts off what is outside (SVG 2, 8.2)."""
    root = xml_root(job.picture.data)
    box = [float(number) for number in str(root.get("viewBox", "")).replace(",", " ").split()]
    x, y, width, height = box if len(box) == 4 else (0.0, 0.0, *svg_size(root))
    left, top, wide, high = part(width, height, job.ratio, job.focus)
    root.set("viewBox", " ".join(f"{number:g}" for number in (x + left, y + top, wide, high)))
    root.set("width", f"{wide:g}")
    root.set("height", f"{high:g}")
    root.attrib.pop("preserveAspectRatio", None)
    root.set("overflow", "hidden")
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def picture_size(data: bytes, media_type: str) -> tuple[float, float]:
    """Return width and height of a picture that was made."""
    if media_type == SVG:
        return svg_size(xml_root(data))
    with Pillow.open(BytesIO(data)) as image:
        return image.size
