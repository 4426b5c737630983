"""Makes a picture smaller: its pixels without all that else is in a file, as a picture of a type that all readers know."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image as Pillow
from PIL import ImageOps

from bookbuilder.document.picture_files import Picture
from bookbuilder.html.drawing_texts import SVG

QUALITY = 88
"""Of a JPEG that is made smaller."""
_PLAIN_MODES = ("1", "L", "LA", "RGB", "RGBA")


def pixels(image: Pillow.Image) -> tuple[Pillow.Image, bytes | None]:
    """Return the pixels of a picture as they are seen, in colours that every type of picture has, and their ICC profile."""
    colours = image.info.get("icc_profile")
    # A new file has no EXIF, which may say how to turn the picture.
    drawn = ImageOps.exif_transpose(image)
    if drawn.mode.startswith("I"):
        # Greys of 16 bits, which Pillow would cut off at 255.
        return drawn.convert("I").point(lambda grey: grey * (1 / 256)).convert("L"), None
    if drawn.mode not in _PLAIN_MODES:
        alpha = "transparency" in drawn.info or drawn.mode.endswith("A")
        drawn = drawn.convert("RGBA" if alpha else "RGB")
        # A profile describes the old colours; after a conversion from CMYK, say, it would be wrong.
        colours = colours if image.mode in ("P", "RGB", "RGBA") else None
    return drawn, colours


@dataclass(frozen=True, slots=True)
class Scaling:
    """A picture, the most pixels that its longest side is to have, and the form of the new file as Pillow calls it: `JPEG`,
    `PNG`, `WEBP`."""

    picture: Picture
    limit: int
    form: str


def scaled(job: Scaling) -> bytes:
    """Return a picture in the size that it is to have. Drawings and pictures that move are unchanged."""
    picture = job.picture
    if picture.media_type == SVG:
        return picture.data
    with Pillow.open(BytesIO(picture.data)) as image:
        if getattr(image, "is_animated", False):
            return picture.data
        drawn, colours = pixels(image)
    drawn.thumbnail((job.limit, job.limit), Pillow.Resampling.LANCZOS)
    out = BytesIO()
    match job.form:
        case "JPEG":
            drawn.save(out, job.form, quality=QUALITY, optimize=True, icc_profile=colours)
        case "WEBP":
            drawn.save(out, job.form, lossless=True, icc_profile=colours)
        case _:
            drawn.save(out, job.form, optimize=True, icc_profile=colours)
    return out.getvalue()
