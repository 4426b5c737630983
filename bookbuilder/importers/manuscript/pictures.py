"""Turns the picture files of a manuscript into files that a book can hold, with safe names."""

from __future__ import annotations

import re
import struct
import warnings
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from bookbuilder.diagnostics import Findings, Report, Rule, Severity, Span
from bookbuilder.document.picture_files import MAX_PIXELS, inspect_picture
from bookbuilder.document.picture_types import PICTURE_TYPES
from bookbuilder.importers.manuscript.nodes import Image
from bookbuilder.importers.quoting import slug
from bookbuilder.phrases import Phrase
from bookbuilder.xml_parser import xml_root

PICTURE = Rule(
    "import.picture",
    "the picture {name} cannot be printed: {problem}",
    "Pictures of a book are PNG, JPEG, GIF, WebP or SVG. BMP and TIFF are converted. Windows metafiles (EMF, WMF) and other"
    " kinds are kept in the folder left-out, so that you can save them as another kind.",
    Severity.WARNING,
)
LEFT_OUT = "left-out"
"""The folder of the book with files of the manuscript that it cannot use."""
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
)
_CONVERTED = {b"BM": "BMP", b"II*\0": "TIFF", b"MM\0*": "TIFF"}
_DAMAGED = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    struct.error,
    zlib.error,
    LookupError,
    TypeError,
    ArithmeticError,
)
"""What Pillow raises for damaged files."""


@dataclass(frozen=True, slots=True)
class PictureFiles:
    """The pictures of a book: `paths` by their keys, from the folder of a chapter, and `files` by their paths from there
    and, for what cannot be printed, `left_out` from the folder of the book; `unprinted` are the paths of these by keys."""

    paths: Mapping[str, str]
    files: Mapping[str, bytes]
    left_out: Mapping[str, bytes]
    unprinted: Mapping[str, str]


def picture_files(
    images: Mapping[str, Image], used: Iterable[str], path: str, report: Report, language: str = ""
) -> PictureFiles:
    """Return the pictures with these keys, each file once. `path` is the manuscript's name, `language` the tag of the book.
    Reports `import.picture`."""
    paths: dict[str, str] = {}
    files: dict[str, bytes] = {}
    left_out: dict[str, bytes] = {}
    unprinted: dict[str, str] = {}
    by_data: dict[bytes, str] = {}
    for key in dict.fromkeys(used):
        image = images.get(key)
        if image is None:
            continue
        if image.data in by_data:
            paths[key] = by_data[image.data]
            continue
        stem, _, suffix = image.name.rpartition("/")[2].rpartition(".")
        suffix = suffix if stem else ""
        stem = slug(stem or suffix, language=language)
        usable = _usable(image, path, report)
        if usable is None:
            name = _free(f"{LEFT_OUT}/{stem}", f".{slug(suffix)}" if suffix else "", left_out)
            left_out[name] = image.data
            unprinted[key] = name
            continue
        name = _free(f"images/{stem}", usable[0], files)
        files[name] = usable[1]
        paths[key] = by_data[image.data] = name
    return PictureFiles(paths, files, left_out, unprinted)


def _free(stem: str, suffix: str, taken: Mapping[str, bytes]) -> str:
    name, number = f"{stem}{suffix}", 2
    while name in taken:
        name, number = f"{stem}-{number}{suffix}", number + 1
    return name


def _usable(image: Image, path: str, report: Report) -> tuple[str, bytes] | None:
    """Return suffix and bytes of a picture as a book can hold it, or None after a report."""
    suffix = next((suffix for start, suffix in _SIGNATURES if image.data.startswith(start)), "")
    if image.data[:4] == b"RIFF" and image.data[8:12] == b"WEBP":
        suffix = ".webp"
    if not suffix and (b"<svg" in image.data[:4096] or image.name.lower().endswith(".svg")):
        suffix = ".svg"
    data = _without_fonts(image.data) if suffix == ".svg" else image.data
    problem = "it is of a kind that books do not know"
    if not suffix:
        kind = next((kind for start, kind in _CONVERTED.items() if data.startswith(start)), "")
        converted = _png(data, kind) if kind else None
        if converted is None:
            report(PICTURE, Span(path), name=image.name, problem=problem, hint=_HINT)
            return None
        suffix, data = ".png", converted
    findings = Findings()
    if inspect_picture(image.name, data, PICTURE_TYPES[suffix], Span(path), findings) is None:
        problem = next((one.message for one in findings.sorted()), problem)
        report(PICTURE, Span(path), name=image.name, problem=problem, hint=_HINT)
        return None
    return suffix, data


_FONT = re.compile(r"@font-face\s*\{[^{}]*\}")


def _without_fonts(data: bytes) -> bytes:
    """Return a drawing without the fonts that it embeds, as our exports do: the book sets its words in its own."""
    if b"@font-face" not in data:
        return data
    try:
        root = xml_root(data)
    except etree.XMLSyntaxError:
        return data
    for style in root.iter("{*}style"):
        style.text = _FONT.sub("", style.text or "")
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


_HINT = Phrase(
    "the file is in the folder {left_out}; save it as PNG or SVG and put it where it belongs",
    left_out=LEFT_OUT,
)


def _png(data: bytes, kind: str) -> bytes | None:
    """Return a picture as PNG, or None for one that is damaged or too large."""
    from PIL import Image as Pillow

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Pillow.open(BytesIO(data), formats=[kind]) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    return None
                out = BytesIO()
                # PNG has no other modes of Pillow's, such as CMYK.
                mode = picture.mode if picture.mode in ("1", "L", "LA", "RGB", "RGBA", "P") else "RGB"
                picture.convert(mode).save(out, "PNG")
                return out.getvalue()
    except (*_DAMAGED, Pillow.DecompressionBombError):
        return None
