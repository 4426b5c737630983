"""Measures how much ink lies on one spot: the sum of the four inks in percent, of pictures, drawings and flat colours."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator

from PIL import Image, ImageChops, ImageColor

from bookbuilder.formats.pdf.compile.compiled_part import CompiledPart
from bookbuilder.formats.pdf.compile.prefilled_streams import filled
from bookbuilder.formats.pdf.press.inks import ColourConverter

SHARE = 0.001
"""A picture may have that share of pixels above what is told of it: dust, and what compression leaves at edges."""
SIZE = 512
"""In pixels: a picture is measured as small as that, for ink needs an area to run."""
_NUMBER = rb"(\d*\.?\d+)"
_INKS = re.compile(rb"(?<!\S)" + rb"\s+".join([_NUMBER] * 4) + rb"\s+[kK](?!\S)")
_PAINT = re.compile(r"""\b(?:fill|stroke|stop-color|flood-color|color)\s*[:=]\s*["']?\s*([^;"'<>]{3,40})""")


def of_picture(picture: Image.Image, press: ColourConverter) -> float:
    """Return the ink of a picture once it is separated, in percent; `SHARE` of it has more."""
    small = picture if picture.mode in ("CMYK", "L") else picture.convert("RGB")
    small.thumbnail((SIZE, SIZE), Image.Resampling.BOX)
    inks = press.image(small)
    if inks.mode != "CMYK":
        return 100.0
    cyan, magenta, yellow, black = inks.split()
    mean = ImageChops.add(
        ImageChops.add(cyan, magenta, scale=2), ImageChops.add(yellow, black, scale=2), scale=2
    )
    counts, above = mean.histogram(), 0
    for value in range(255, -1, -1):
        above += counts[value]
        if above > SHARE * inks.width * inks.height:
            return value * 400 / 255
    return 0.0


def of_drawing(data: bytes, press: ColourConverter) -> float:
    """Return the most ink of a colour that a drawing names, in percent; 0 if it names none."""
    named = {found.strip() for found in _PAINT.findall(data.decode("utf-8", "replace"))}
    return max((sum(press.inks(rgb)) * 100 for rgb in _colours(named)), default=0.0)


def of_part(part: CompiledPart) -> float:
    """Return the most ink of a flat colour in a part that is separated, in percent."""
    return max((_most(content) for content in _contents(part)), default=0.0)


def _colours(names: Iterable[str]) -> Iterator[tuple[int, int, int]]:
    for name in sorted(names):
        try:
            red, green, blue, *_ = ImageColor.getrgb(name)
        except ValueError:  # none, url(#gradient), currentColor
            continue
        yield red, green, blue


def _most(content: bytes) -> float:
    return max((100 * sum(map(float, four)) for four in set(_INKS.findall(content))), default=0.0)


def _contents(part: CompiledPart) -> Iterator[bytes]:
    """Yield all content of a part; that of drawings has its place in the drawing."""
    yield from part.backgrounds
    yield from (one.content.data for one in part.furniture)
    for page in part.pages:
        if page.body is not None:
            yield zlib.decompress(filled(page.body, [b""] * len(page.body.slots)))
    for _, head, data in part.streams:
        if b"/FlateDecode" in head and b"/XObject" not in head:
            yield zlib.decompress(data)
