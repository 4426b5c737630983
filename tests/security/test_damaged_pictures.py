"""A picture that is cut off, or has no pixels, is told at the line of its figure, and none is shown."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bookbuilder import api
from bookbuilder.diagnostics import Findings, Span
from bookbuilder.document.picture_files import PictureData, decodes, inspect_picture
from bookbuilder.document.picture_types import PICTURE_TYPES
from bookbuilder.markdown.convert_picture import blank
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import parse_chapter
from tests.cases import book

ROOT = Path(__file__).parents[2]
PLACE = Span("chapters/de/01-a.md", 3, 1)


def saved(kind: str, mode: str = "RGB", **options: object) -> bytes:
    """Return a real picture, a page of the manual, as a file of a kind."""
    out = BytesIO()
    with Image.open(ROOT / "docs/images/spread-de.png") as image:
        small = image.convert("RGB").resize((120, 90)).convert(mode)
        more = {"append_images": [small.rotate(9)]} if options.get("save_all") else {}
        small.save(out, kind, **options, **more)
    return out.getvalue()


PICTURES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "PNG": (".png", lambda: saved("PNG")),
    "PNG with a palette": (".png", lambda: saved("PNG", "P")),
    "PNG with transparency": (".png", lambda: saved("PNG", "RGBA")),
    "PNG of bits": (".png", lambda: saved("PNG", "1")),
    "JPEG": (".jpg", lambda: saved("JPEG")),
    "progressive JPEG": (".jpeg", lambda: saved("JPEG", progressive=True, quality=90)),
    "JPEG in CMYK": (".jpg", lambda: saved("JPEG", "CMYK")),
    "JPEG with a preview": (".jpg", lambda: saved("JPEG", comment=saved("JPEG"))),
    "GIF": (".gif", lambda: saved("GIF", "P")),
    "moving GIF": (".gif", lambda: saved("GIF", "P", save_all=True)),
    "WebP": (".webp", lambda: saved("WEBP")),
    "lossless WebP": (".webp", lambda: saved("WEBP", lossless=True)),
    "moving WebP": (".webp", lambda: saved("WEBP", save_all=True)),
    "SVG": (".svg", lambda: (ROOT / "tests/drawings/axis.svg").read_bytes().rstrip()),
}


def codes(data: bytes, suffix: str) -> list[str]:
    """Return the codes that a file is told with."""
    findings = Findings()
    inspect_picture("images/a" + suffix, data, PICTURE_TYPES[suffix], PLACE, findings)
    assert all(one.span == PLACE for one in findings.sorted())
    return [one.code for one in findings.sorted()]


@pytest.mark.parametrize("name", PICTURES)
def test_the_whole_picture_is_fine(name: str) -> None:
    suffix, make = PICTURES[name]
    assert codes(make(), suffix) == []
    assert suffix == ".svg" or decodes(PictureData(make(), PICTURE_TYPES[suffix][1]))


@pytest.mark.parametrize("name", PICTURES)
def test_wherever_it_is_cut_off_it_is_told(name: str) -> None:
    suffix, make = PICTURES[name]
    data = make()
    source = random.Random(name)
    ends = {
        0,
        1,
        2,
        4,
        8,
        12,
        30,
        33,
        40,
        *range(len(data) - 12, len(data)),
        *source.sample(range(len(data)), 60),
    }
    for end in sorted(ends):
        assert codes(data[:end], suffix) == ["image.kind"], f"cut off at {end} of {len(data)}"


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*pixels: bytes) -> bytes:
    """Return a PNG of 200 x 100 grey pixels with these data chunks."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 200, 100, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunk(b"IDAT", one) for one in pixels) + chunk(b"IEND", b"")


ROW = b"\0" + b"\x80" * 200
HOLLOW = {
    "no data": (".png", png()),
    "empty data": (".png", png(b"")),
    "two empty ones": (".png", png(b"", b"")),
    "a few rows": (".png", png(zlib.compress(ROW * 20))),
    "no stream": (".png", png(b"nothing of the kind")),
    "half a stream": (".png", png(zlib.compress(random.Random(1).randbytes(20_000))[:9000])),
    "JPEG without a scan": (".jpg", b"\xff\xd8\xff\xd9"),
    "GIF without a picture": (".gif", b"GIF89a\x01\0\x01\0\0\0\0;"),
    "WebP without a picture": (".webp", b"RIFF\x04\0\0\0WEBP"),
}


@pytest.mark.parametrize("name", HOLLOW)
def test_a_file_without_its_pixels_is_told_at_its_figure(tmp_path: Path, name: str) -> None:
    suffix, data = HOLLOW[name]
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": f"# A\n\n![Ein Bild](images/a{suffix})\n",
        f"chapters/de/images/a{suffix}": data,
    }
    (only,) = api.build(book.write(tmp_path, files, editions=book.PRINT), jobs=1).diagnostics
    assert str(only).startswith("chapters/de/01-a.md:3:1: error: chapters/de/images/a")
    assert only.code == "image.kind"
    assert not (tmp_path / "output").exists()


BLANK = (
    " ",
    "   ",
    "\u00a0",
    "\u3000",
    "\u2003\u2009",
    "\u200b",
    "\u200d\u2060",
    "\ufeff",
    "\u00ad",
    "\u3164",
    "\u2800",
)


@pytest.mark.parametrize("alt", [*BLANK, "&nbsp;", "&#x200b;", "\u0301"], ids=ascii)
def test_an_alternative_text_of_which_nothing_is_heard(alt: str) -> None:
    def told(text: str) -> list[tuple[str, int]]:
        findings = Findings()
        parse_chapter(f"# A\n\n{text}\n", PLACE.path, directives(), findings)
        return [(one.code, one.span.line) for one in findings.sorted()]

    assert told(f"![{alt}](images/a.png)") == [("image.alt", 3)]
    assert told(f"![{alt}](images/a.png){{.decorative}}") == []
    assert told(f'<img src="images/a.png" alt="{alt}">') == told('<img src="images/a.png" alt="">') == []


@given(st.text(st.sampled_from("".join(BLANK)) | st.characters(categories=("Zs", "Cf", "Cc", "Mn"))))
def test_blank_is_whatever_is_not_heard(text: str) -> None:
    assert blank(text)
    assert not blank(f"{text}a{text}")


@pytest.mark.parametrize(
    "box", ["", "0 0 9", "0 0 9 9 9", "0 0 nine 9", "0 0 1e999 9", "0\ufeff 0 9 9", "0;0;9;9", "0 0 nan 9"]
)
@pytest.mark.parametrize("holder", ["svg", "symbol", "marker", "pattern"])
def test_a_view_box_that_is_no_four_numbers_is_told(box: str, holder: str) -> None:
    """WeasyPrint ended in a ValueError while it laid out the page."""
    size = f'viewBox="{box}"' if holder == "svg" else ""
    inner = "" if holder == "svg" else f'<{holder} id="a" viewBox="{box}"/>'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{inner}<path d="M0 0h9"/></svg>'
    assert codes(drawing.encode(), ".svg") == ["image.kind"]
    assert codes(drawing.replace(f'"{box}"', '"-1e3,0 9.5 1e3"').encode(), ".svg") == []


def test_what_stands_behind_the_pixels_takes_no_time() -> None:
    """For every chunk behind the end of its data, zlib copies all that it has been given there."""
    whole = saved("PNG")
    end = whole.index(b"IEND") - 4
    chunk = b"\0\0\0\1IDATa" + zlib.crc32(b"IDATa").to_bytes(4)
    lacking = whole[:16] + (4000).to_bytes(4) * 2 + whole[24:end]
    assert not decodes(PictureData(lacking + chunk * 300_000 + whole[end:], "PNG"))
