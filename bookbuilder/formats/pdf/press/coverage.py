"""Measures the ink coverage of pictures, drawings and flat colours: the sum of the four inks on one spot, in percent."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator

from PIL import Image, ImageChops, ImageColor

from bookbuilder.formats.pdf.compile.compiled_part import CompiledPart
from bookbuilder.formats.pdf.compile.prefilled_streams import filled
from bookbuilder.formats.pdf.press.inks import ColourConverter

SHARE = 0.001
"""The share of the pixels of a picture that may have more ink: dust, and what compression leaves at edges."""
SIZE = 512
"""In pixels: a picture is scaled down to this before it is measured, since only an area with too much ink will run."""
_NUMBER = rb"(\d*\.?\d+)"
_INKS = re.compile(rb"(?<!\S)" + rb"\s+".join([_NUMBER] * 4) + rb"\s+[kK](?!\S)")
_PAINT = re.compile(r"""\b(?:fill|stroke|stop-color|flood-color|color)\s*[:=]\s*["']?\s*([^;"'<>]{3,40})""")


def of_picture(picture: Image.Image, converter: ColourConverter) -> float:
    """Return the ink coverage of a picture when it is separated, in percent: only `SHARE` of its pixels have more."""
    small = picture if picture.mode in ("CMYK", "L") else picture.convert("RGB")
    small.thumbnail((SIZE, SIZE), Image.Resampling.BOX)
    inks = converter.image(small)
    # Grey is one ink.
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


def of_drawing(data: bytes, converter: ColourConverter) -> float:
    """Return the highest ink coverage of a colour that a drawing names, in percent; 0 if it names none."""
    names = {name.strip() for name in _PAINT.findall(data.decode("utf-8", "replace"))}
    return max((sum(converter.inks(rgb)) * 100 for rgb in _colours(names)), default=0.0)


def of_part(part: CompiledPart) -> float:
    """Return the highest ink coverage of a flat colour in a separated part, in percent."""
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
    """Yield all content of a part but that of drawings, which `of_drawing` measures."""
    yield from part.backgrounds
    yield from (furniture.content.data for furniture in part.furniture)
    for page in part.pages:
        if page.body is not None:
            yield zlib.decompress(filled(page.body, [b""] * len(page.body.slots)))
    for _, head, data in part.streams:
        if b"/FlateDecode" in head and b"/XObject" not in head:
            yield zlib.decompress(data)
