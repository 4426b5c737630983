"""Checks that every picture exists, is whole and not too large, and that all together are not too large."""

from __future__ import annotations

from bookbuilder.checks.check import BookInput, Check
from bookbuilder.diagnostics import Report
from bookbuilder.document.nodes import Image
from bookbuilder.document.picture_files import (
    DAMAGED,
    KIND,
    Picture,
    PictureBudget,
    PictureData,
    decodes,
    read_picture,
)
from bookbuilder.document.picture_types import PICTURE_TYPES
from bookbuilder.document.picture_variants import with_narrow


def run(subject: BookInput, report: Report) -> None:
    """Report unusable pictures, and the one that exceeds the total budget."""
    budget = PictureBudget()
    pictures: dict[str, Picture | None] = {}
    drawn: dict[str, Image] = {}
    for image in with_narrow(image for chapter in subject.chapters for image in chapter.images):
        if not image.source:
            continue
        loaded = read_picture(subject.world, image.source, image.span, report)
        if loaded:
            budget.take(loaded, image.span, report, again=image.source in pictures)
        if loaded and image.source not in pictures:
            drawn[image.source] = image
        pictures[image.source] = loaded
    names = dict(PICTURE_TYPES.values())
    pixels = {
        path: picture for path in drawn if (picture := pictures[path]) and names[picture.media_type] != "SVG"
    }
    inputs = [PictureData(picture.data, names[picture.media_type]) for picture in pixels.values()]
    for path, answer in zip(pixels, subject.runner.cached(inputs, _decoded), strict=True):
        if answer != _WHOLE:
            report(KIND, drawn[path].span, path=path, hint=DAMAGED)


_WHOLE = b"whole"


def _decoded(picture: PictureData) -> bytes:
    """Return whether a picture can be read, for the cache."""
    return _WHOLE if decodes(picture) else b"damaged"


CHECK = Check("pictures", "Every picture is there, is what its name says, and is not too large.", run)
