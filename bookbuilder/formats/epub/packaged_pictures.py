"""Packages the pictures of an e-book: each once, resized, with a safe name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from PIL import Image as Pillow

from bookbuilder.diagnostics import Report
from bookbuilder.document.nodes import Image
from bookbuilder.document.picture_files import Picture
from bookbuilder.document.picture_variants import with_narrow
from bookbuilder.document.walk import walk
from bookbuilder.formats.book import Book
from bookbuilder.formats.book_pictures import shown_picture
from bookbuilder.formats.epub.epub_archive import ManifestItem
from bookbuilder.formats.epub.file_names import unique_names
from bookbuilder.formats.epub.profiles import profile
from bookbuilder.formats.scaled_picture import Scaling, scaled
from bookbuilder.html.svg_fonts import embed_fonts
from bookbuilder.html.theme_pictures import BOOK, picture_addresses, read_theme_picture

FOLDER = "images"


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """The files, and the address of each by its path from the root of the book."""

    items: tuple[ManifestItem, ...]
    addresses: Mapping[str, str]

    def address(self, path: str) -> str:
        """Return the address of a picture; that of an unreadable one, which was reported, leads nowhere."""
        return self.addresses.get(path, f"../{FOLDER}/{path}")

    def moving(self) -> frozenset[str]:
        """Return the paths, from the root of the book, of animated pictures."""
        files = {f"../{item.name}" for item in self.items if _moving(item)}
        return frozenset(path for path, address in self.addresses.items() if address in files)


def _moving(item: ManifestItem) -> bool:
    if item.media_type not in ("image/gif", "image/webp", "image/png"):
        return False
    with Pillow.open(BytesIO(item.data)) as image:
        return bool(getattr(image, "is_animated", False))


@dataclass(frozen=True, slots=True)
class PictureToPack:
    """A picture, and the longest allowed side in pixels."""

    picture: Picture
    limit: int


def pictures(book: Book, report: Report) -> Pictures:
    """Return the pictures of a book, resized to the edition's limit. Reports `image.*`.

    Names come from the path below the chapters, so that they do not change when a picture is added.
    """
    images: dict[str, Image] = {}
    found = (node for node in walk(book.document.chapters) if isinstance(node, Image) and node.source)
    for node in with_narrow(found):
        images.setdefault(node.shown, node)
    second = book.edition.beside.name if book.edition.beside else ""
    names = _picture_names(images, second)
    result = [one for image in images.values() if (one := shown_picture(book, image, report)) is not None]
    limit = profile(book).images
    sized = book.runner.cached(
        [PictureToPack(one, limit) for one in result],
        lambda job: _packed(job.picture, job.limit),
    )
    items, places = [], {}
    for one, data in zip(result, sized, strict=True):
        name = names[one.path]
        item = _item(f"image-{name}", f"{FOLDER}/{name}", one, data, book)
        items.append(item)
        places[one.path] = f"../{item.name}"
    return Pictures(tuple(items), places)


def named(book: Book, texts: Iterable[str], report: Report) -> Pictures:
    """Return the pictures that the theme's templates and style sheets use, found in their rendered texts."""
    result = {
        path: one
        for path in picture_addresses(*texts)
        if (one := read_theme_picture(book.world, book.theme, path, report))
    }
    names = _distinct_names({path: path.removeprefix(BOOK) for path in result})
    limit = profile(book).images
    items, places = [], {}
    for path, one in result.items():
        name = names[path]
        item = _item(f"named-{name}", f"{FOLDER}/named/{name}", one, _packed(one, limit), book)
        items.append(item)
        places[path] = f"../{item.name}"
    return Pictures(tuple(items), places)


def _item(uid: str, place: str, picture: Picture, data: bytes, book: Book) -> ManifestItem:
    """Return a picture as a file of the package; SVGs get their fonts embedded."""
    media_type = picture.media_type
    if media_type == "image/svg+xml":
        data = embed_fonts(data, book.fonts)
    else:
        media_type = next(kind for start, kind in _STARTS.items() if data.startswith(start))
    return ManifestItem(
        uid,
        f"{place}{_SUFFIXES.get(media_type) or PurePosixPath(picture.path).suffix.lower()}",
        media_type,
        data,
    )


_SUFFIXES = {"image/png": ".png", "image/gif": ".gif"}
_STARTS = {b"\x89PNG": "image/png", b"\xff\xd8": "image/jpeg", b"GIF8": "image/gif", b"RIFF": "image/webp"}


def _packed(picture: Picture, limit: int) -> bytes:
    """Return a picture within the size limit, in a format that every reader knows.

    Pictures within the limit and animations are unchanged; WebP, unknown to old readers, becomes PNG.
    """
    fits = max(picture.width, picture.height) <= limit
    if fits and picture.media_type != "image/webp":
        return picture.data
    return scaled(Scaling(picture, limit, "JPEG" if picture.media_type == "image/jpeg" else "PNG"))


def _picture_names(paths: Iterable[str], second: str) -> dict[str, str]:
    """Return path → name in the e-book, without the folders shared by all pictures of a locale; those of the `second`
    locale of a bilingual edition keep its name, since both have pictures of the same names."""
    return _distinct_names({path: _short(path, second) for path in paths})


def _distinct_names(short: Mapping[str, str]) -> dict[str, str]:
    """Return path → name for pictures with these short paths: without suffix, or from their whole paths if that makes two
    equal, as `x.png` and `x.svg`."""
    without = {path: str(PurePosixPath(text).with_suffix("")) for path, text in short.items()}
    times = Counter(without.values())
    texts = {path: text if times[text] == 1 else path for path, text in without.items()}
    names = unique_names(texts.values())
    return {path: names[text] for path, text in texts.items()}


def _short(path: str, second: str) -> str:
    parts = PurePosixPath(path).parts
    if parts[0] == "chapters" and parts[1] == second:
        return "/".join(part for part in parts[1:] if part != "images")
    if parts[0] == "chapters":
        parts = parts[2:] or parts[1:]  # shared pictures may lie beside the locales' folders
    if parts[0] == "images" and len(parts) > 1:
        parts = parts[1:]
    return "/".join(parts)
