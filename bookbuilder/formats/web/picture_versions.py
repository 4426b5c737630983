"""Makes smaller versions of large pictures, in types that need fewer bytes: a browser loads the one that it has room for,
and the picture itself if it knows none of the types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from PIL import Image as Pillow

from bookbuilder.build_step import Step, identity
from bookbuilder.document.picture_files import Picture
from bookbuilder.formats.book import Book
from bookbuilder.formats.scaled_picture import pixels

LEAST_WIDTH = 600
"""Pixels of the narrowest picture that has versions: others are small as they are."""
_LONGEST = {"avif": 16_384, "webp": 16_383}
"""Pixels of the longest side that a type can have, or that readers are sure to show."""
_NEARLY = 0.85
"""The share of the width of a picture that is as good as all of it."""
_LOSSY = ("image/jpeg",)
_LOSSLESS = ("image/png", "image/webp")
"""A picture of these types is often a diagram or a screen shot, where lost details are seen."""


@dataclass(frozen=True, slots=True)
class VersionToMake:
    """A picture file, its media type, and the width in pixels and the type that the version is to have."""

    data: bytes
    media_type: str
    width: int
    type: str


@dataclass(frozen=True, slots=True)
class PictureVersion:
    """A version of a picture: its type, its width in pixels, its bytes."""

    type: str
    width: int
    data: bytes


MAKE = Step(f"{__name__}:make_version", VersionToMake, identity, lambda job: len(job.data), 1 << 20)


def make_version(job: VersionToMake) -> bytes:
    """Return the picture in a width and a type; empty for one that moves."""
    with Pillow.open(BytesIO(job.data)) as image:
        if getattr(image, "is_animated", False):
            return b""
        if image.format == "JPEG":
            # Decodes an eighth, a quarter or half of the pixels, if that is enough for twice as many as are wanted.
            longest = 2 * job.width * max(1.0, image.height / image.width)
            image.draft(None, (round(longest), round(longest)))
        drawn, colours = pixels(image)
    if drawn.width > job.width:
        height = max(1, round(drawn.height * job.width / drawn.width))
        drawn = drawn.resize((job.width, height), Pillow.Resampling.LANCZOS)
    if drawn.mode not in ("RGB", "RGBA"):
        drawn, colours = drawn.convert("RGBA" if drawn.mode == "LA" else "RGB"), None
    out = BytesIO()
    if job.type == "avif":
        # The bytes of libavif depend on the number of its threads. A speed of 8 takes a ninth of the time of 6.
        drawn.save(out, "AVIF", quality=64, speed=8, max_threads=1, icc_profile=colours)
    elif job.media_type in _LOSSLESS:
        drawn.save(out, "WEBP", lossless=True, quality=60, method=2, icc_profile=colours)
    else:
        drawn.save(out, "WEBP", quality=80, method=4, icc_profile=colours)
    return out.getvalue()


def picture_versions(book: Book, pictures: Iterable[Picture]) -> Mapping[str, tuple[PictureVersion, ...]]:
    """Return the versions of the pictures by path, the type with the fewest bytes first; only those that are smaller than
    the picture itself."""
    jobs = [(one, job) for one in pictures for job in _jobs(book, one)]
    made = book.runner.run(MAKE, [job for _, job in jobs]) if jobs else []
    found: dict[str, list[PictureVersion]] = {}
    for (one, job), data in zip(jobs, made, strict=True):
        if data and len(data) < len(one.data):
            found.setdefault(one.path, []).append(PictureVersion(job.type, job.width, data))
    return {path: _in_order(versions) for path, versions in found.items()}


def _jobs(book: Book, picture: Picture) -> Iterable[VersionToMake]:
    settings, width, height = book.edition.web, round(picture.width), round(picture.height)
    if width < LEAST_WIDTH or picture.media_type not in (*_LOSSY, *_LOSSLESS):
        return
    widths = [one for one in settings.image_widths if one < width]
    if not widths or (len(widths) < len(settings.image_widths) and widths[-1] < _NEARLY * width):
        widths.append(width)  # narrower than the widest version: with all its pixels
    for name in settings.image_types:
        if name == "avif" and picture.media_type in _LOSSLESS:
            continue
        for one in widths:
            if max(one, height * one / width) <= _LONGEST[name]:
                yield VersionToMake(picture.data, picture.media_type, one, name)


def _in_order(versions: list[PictureVersion]) -> tuple[PictureVersion, ...]:
    """Return versions by their types: a browser takes the first one that it knows."""
    common = set.intersection(
        *({v.width for v in versions if v.type == t} for t in {v.type for v in versions})
    )
    size = {
        name: sum(len(one.data) for one in versions if one.type == name and one.width in common)
        for name in sorted({one.type for one in versions})
    }
    return tuple(sorted(versions, key=lambda one: (size[one.type], one.type, one.width)))


def version_names(
    names: Mapping[str, str], versions: Mapping[str, tuple[PictureVersion, ...]]
) -> Mapping[tuple[str, str, int], str]:
    """Return the file of each version in the site, by path, type and width; `names` are the files of the pictures."""
    result: dict[tuple[str, str, int], str] = {}
    taken = set(names.values())
    for path in sorted(versions):
        original = PurePosixPath(names[path])
        for one in versions[path]:
            name, number = f"{original.stem}-{one.width}", 1
            while (file := str(original.with_name(f"{name}.{one.type}"))) in taken:
                number += 1
                name = f"{original.stem}-{one.width}-{number}"
            taken.add(file)
            result[path, one.type, one.width] = file
    return result
