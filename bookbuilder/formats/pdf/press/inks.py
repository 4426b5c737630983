"""Converts the colours of a compiled part to those of a press: its content, its drawings and its pictures.

What is neutral in sRGB becomes grey alone, so that black text prints from one plate. Other colours go through the ICC
profile of the press (perceptual for pictures, relative colorimetric with black point compensation for flat colours).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from typing import Any, Literal

from PIL import Image, ImageCms

from bookbuilder.build_step import Step, identity
from bookbuilder.formats.pdf.compile import compiled_part
from bookbuilder.formats.pdf.compile.compiled_part import (
    SLOT,
    CompiledPage,
    Content,
    EmbeddedPicture,
    Furniture,
    PrefilledStream,
)
from bookbuilder.formats.pdf.compile.prefilled_streams import filled, splice

ColourMode = Literal["srgb", "grey", "cmyk"]

_NUMBER = rb"(-?\d*\.?\d+)"
_COLOUR = re.compile(
    rb"(?<![^\s])" + _NUMBER + rb"\s+" + _NUMBER + rb"\s+" + _NUMBER + rb"\s+(rg|RG)(?![^\s])"
)
_STOP = re.compile(rb"(/C[01]\s*)\[\s*" + _NUMBER + rb"\s+" + _NUMBER + rb"\s+" + _NUMBER + rb"\s*\]")
_SPACE = re.compile(rb"/ColorSpace\s*(?:/DeviceRGB|\[\s*/ICCBased\s+\d+\s+0\s+R\s*\])")
_GROUP = re.compile(rb"/CS\s*\[\s*/ICCBased\s+\d+\s+0\s+R\s*\]")
_FLATE = re.compile(rb"/Filter\s*/FlateDecode")
_LENGTH = re.compile(rb"/Length\s+\d+")
_ENTRY = re.compile(rb"/(Width|Height)\s+(\d+)")
QUALITY = 95
"""Of a JPEG that is separated, and so compressed again."""


@dataclass(frozen=True, slots=True)
class Separation:
    """A compiled part, encoded, the colours that it is to have, and their ICC profile (empty for grey)."""

    data: bytes
    keep: ColourMode
    icc: bytes = b""


SEPARATE = Step(f"{__name__}:separate", Separation, identity, lambda job: len(job.data))


def separate(job: Separation) -> bytes:
    """Return a part in other colours, encoded."""
    part = compiled_part.decode(job.data)
    converter = colour_converter(job.keep, job.icc)
    return replace(
        part,
        streams=tuple((number, *_stream(head, data, converter)) for number, head, data in part.streams),
        items=tuple((number, converter.dictionary(data)) for number, data in part.items),
        pages=tuple(_page(page, converter) for page in part.pages),
        furniture=tuple(_furniture(one, converter) for one in part.furniture),
        backgrounds=tuple(converter.content(data) for data in part.backgrounds),
        pictures={name: picture(one, converter) for name, one in part.pictures.items()},
    ).encode()


class ColourConverter:
    """Converts colours of sRGB to those of a press. `keep` is `grey` or `cmyk`."""

    def __init__(self, keep: ColourMode, icc: bytes) -> None:
        self.keep = keep
        self.space = b"/DeviceCMYK" if keep == "cmyk" else b"/DeviceGray"
        self.flat: Any = None
        self.tones: Any = None
        if keep == "cmyk":
            source, goal = ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(BytesIO(icc))
            black = ImageCms.Flags.BLACKPOINTCOMPENSATION
            self.flat = ImageCms.buildTransform(
                source, goal, "RGB", "CMYK", ImageCms.Intent.RELATIVE_COLORIMETRIC, black
            )
            self.tones = ImageCms.buildTransform(source, goal, "RGB", "CMYK", ImageCms.Intent.PERCEPTUAL)
        self.inks: Callable[[tuple[int, int, int]], tuple[float, ...]] = lru_cache(4096)(self._inks)

    def content(self, data: bytes) -> bytes:
        """Return content with other colours."""

        def other(match: re.Match[bytes]) -> bytes:
            rgb = _bytes(match.groups()[:3])
            stroke = match[4] == b"RG"
            if self.keep == "grey" or _neutral(rgb):
                return b"%b %b" % (_written((self._grey(rgb),)), b"G" if stroke else b"g")
            return b"%b %b" % (_written(self.inks(rgb)), b"K" if stroke else b"k")

        return _COLOUR.sub(other, data)

    def dictionary(self, data: bytes) -> bytes:
        """Return a dictionary (or the head of a stream) with the colours of shadings and groups changed."""
        if b"/C0" in data:
            data = _STOP.sub(lambda m: m[1] + b"[%b]" % _written(self._stop(_bytes(m.groups()[1:]))), data)
        return _GROUP.sub(b"/CS" + self.space, _SPACE.sub(b"/ColorSpace" + self.space, data))

    def image(self, image: Image.Image) -> Image.Image:
        """Return a picture in the colours of the press."""
        if image.mode == "L" or self.keep == "grey":
            return image.convert("L")
        if image.mode == "CMYK":
            return image
        separated = ImageCms.applyTransform(image.convert("RGB"), self.tones)
        assert separated is not None
        return separated

    def _stop(self, rgb: tuple[int, int, int]) -> tuple[float, ...]:
        return (self._grey(rgb),) if self.keep == "grey" else self.inks(rgb)

    def _inks(self, rgb: tuple[int, int, int]) -> tuple[float, ...]:
        if _neutral(rgb):
            return 0, 0, 0, 1 - rgb[0] / 255
        pixel = ImageCms.applyTransform(Image.new("RGB", (1, 1), rgb), self.flat)
        assert pixel is not None
        inks = pixel.getpixel((0, 0))
        assert isinstance(inks, tuple)
        return tuple(value / 255 for value in inks)

    @staticmethod
    def _grey(rgb: tuple[int, int, int]) -> float:
        """Return the luma of a colour (ITU-R BT.601), as Pillow has it for pictures."""
        return sum(weight * value for weight, value in zip((0.299, 0.587, 0.114), rgb, strict=True)) / 255


@lru_cache(2)
def colour_converter(keep: ColourMode, icc: bytes) -> ColourConverter:
    """Return a converter; making one takes a while, so the last ones are cached."""
    return ColourConverter(keep, icc)


def picture(one: EmbeddedPicture, converter: ColourConverter) -> EmbeddedPicture:
    """Return a picture in other colours; one that has these already stays as it is."""
    head, _, data = one.data.partition(b"\nstream\n")
    data = data.removesuffix(b"\nendstream")
    jpeg = b"/DCTDecode" in head
    if b"/DeviceGray" in head or (converter.keep == "cmyk" and b"/DeviceCMYK" in head):
        return one
    size = {name: int(value) for name, value in _ENTRY.findall(head)}
    image = _opened(data) if jpeg else _unpacked(data, size[b"Width"], size[b"Height"])
    if jpeg and image.mode == "CMYK" and b"/Decode" not in head:
        # Pillow reads all four inks upside down, as Adobe writes them; WeasyPrint says with /Decode where they are.
        image = Image.eval(image, lambda value: 255 - value)
    image = converter.image(image.convert("RGB") if image.mode == "CMYK" else image)
    flat = b"/DeviceGray" if image.mode == "L" else b"/DeviceCMYK"
    interpolated = b"true" if re.search(rb"/Interpolate\s+true", head) else b"false"
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%b/BitsPerComponent 8/Interpolate %b" % (
        image.width, image.height, flat, interpolated,
    )  # fmt: skip
    if jpeg:
        out = BytesIO()
        image.save(out, "JPEG", quality=QUALITY, subsampling=0)
        data = out.getvalue()
        # Pillow writes four inks upside down, as Adobe does.
        entries += b"/Filter/DCTDecode" + (b"/Decode[1 0 1 0 1 0 1 0]" if image.mode == "CMYK" else b"")
    else:
        colours = len(image.getbands())
        data = zlib.compress(_predicted(image.tobytes(), image.width * colours), 9)
        entries += b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns %d/Colors %d>>" % (
            image.width, colours,
        )  # fmt: skip
    stream = b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(data), data)
    return replace(one, data=stream)


def _opened(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data), formats=["JPEG"]) as image:
        image.load()
        return image.copy()


def _unpacked(data: bytes, width: int, height: int) -> Image.Image:
    """Return a picture whose pixels are compressed like those of a PNG: it is made into one, and read."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = zlib.crc32(name + content)
        return len(content).to_bytes(4, "big") + name + content + check.to_bytes(4, "big")

    colour = b"\x08\x02\x00\x00\x00"  # 8 bits, RGB; PNG specification, 11.2.2
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + colour
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    with Image.open(BytesIO(png), formats=["PNG"]) as image:
        image.load()
        return image.copy()


def _predicted(pixels: bytes, row: int) -> bytes:
    """Return rows of pixels, each behind the byte that says that it is as it is (PNG specification, 9.2)."""
    return b"".join(b"\x00" + pixels[at : at + row] for at in range(0, len(pixels), row))


def _stream(head: bytes, data: bytes, converter: ColourConverter) -> tuple[bytes, bytes]:
    head = converter.dictionary(head)
    if not _FLATE.search(head) or b"/Image" in head:
        return head, data
    plain = zlib.decompress(data)
    other = converter.content(plain)
    if other == plain:
        return head, data
    small = zlib.compress(other, 9)
    return _LENGTH.sub(b"/Length %d" % len(small), head), small


def _furniture(one: Furniture, converter: ColourConverter) -> Furniture:
    content = replace(one.content, data=converter.content(one.content.data))
    return replace(one, content=content)


def _page(page: CompiledPage, converter: ColourConverter) -> CompiledPage:
    return page if page.body is None else replace(page, body=_prefilled(page.body, converter))


def _prefilled(body: PrefilledStream, converter: ColourConverter) -> PrefilledStream:
    drawn = [b""] * len(body.slots)
    whole = zlib.decompress(filled(body, drawn))
    parts: list[bytes] = []
    start = 0
    rooms: Sequence[tuple[int, int]] = (*body.places, (-1, 0))
    for piece, (number, room) in zip(body.pieces, rooms, strict=True):
        parts.append(whole[start : start + piece.length])
        start += piece.length + room
        if number >= 0:
            parts.append(SLOT + b"%d" % number + SLOT)
    return splice(Content(converter.content(b"".join(parts)), body.slots))


def _bytes(values: Sequence[bytes]) -> tuple[int, int, int]:
    red, green, blue = (round(255 * min(1.0, max(0.0, float(value)))) for value in values)
    return red, green, blue


def _neutral(rgb: tuple[int, int, int]) -> bool:
    return rgb[0] == rgb[1] == rgb[2]


def _written(values: Sequence[float]) -> bytes:
    return b" ".join(f"{value:.4f}".rstrip("0").rstrip(".").encode() or b"0" for value in values)
