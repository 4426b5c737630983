"""Reads the pictures of a book as an edition shows them: the part that is asked for, in the size of the edition, drawings
with the words of its language and the characters that its fonts have."""

from __future__ import annotations

from dataclasses import replace

from bookbuilder.diagnostics import Report
from bookbuilder.document.drawing_words import with_words
from bookbuilder.document.nodes import Image
from bookbuilder.document.picture_files import Picture, read_picture
from bookbuilder.formats.book import Book
from bookbuilder.formats.cropped_picture import Crop, cropped, picture_size
from bookbuilder.formats.scaled_picture import Scaling, scaled
from bookbuilder.html.drawing_texts import SVG, with_other_characters

_FORMS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
"""The pictures that are made smaller, by their media type: Pillow's name."""


def shown_picture(book: Book, image: Image, report: Report) -> Picture | None:
    """Return the picture of an image, whose path is that of `Image.shown`; None for one without a file, as a chart has.
    Reports what `read_picture` reports."""
    if not image.source:
        return None
    picture = read_picture(book.world, image.source, image.span, report)
    if picture is None:
        return None
    if picture.media_type == SVG and (words := book.rights.words(image.source, book.locale)):
        picture = replace(picture, data=with_words(picture.data, words))
    if picture.media_type == SVG and book.drawn_stand_ins:
        picture = replace(picture, data=with_other_characters(picture.data, book.drawn_stand_ins))
    if image.setting.crop:
        crop = Crop(picture, image.setting.crop, image.setting.focus)
        (data,) = book.runner.cached([crop], cropped)
        picture = _changed(replace(picture, path=image.shown), data)
    limit, form = book.edition.images, _FORMS.get(picture.media_type, "")
    # An e-book has a limit of its own, and other forms.
    if book.edition.format == "epub" or not limit or not form or max(picture.width, picture.height) <= limit:
        return picture
    (data,) = book.runner.cached([Scaling(picture, limit, form)], scaled)
    return _changed(picture, data)


def _changed(picture: Picture, data: bytes) -> Picture:
    width, height = picture_size(data, picture.media_type)
    return replace(picture, data=data, width=width, height=height)
