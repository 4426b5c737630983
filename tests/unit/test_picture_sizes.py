"""Sizes and types of pictures: each edition has what it needs, readers without AVIF and WebP have the picture itself."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bookbuilder import api
from bookbuilder.build_step import DirectRunner
from bookbuilder.diagnostics import NOWHERE, Findings
from bookbuilder.document.picture_files import Picture, inspect_picture
from bookbuilder.document.picture_types import PICTURE_TYPES
from bookbuilder.formats.book import Book
from bookbuilder.formats.scaled_picture import Scaling, scaled
from bookbuilder.formats.web.picture_versions import (
    PictureVersion,
    VersionToMake,
    make_version,
    picture_versions,
    version_names,
)
from bookbuilder.project.project import Web
from tests.cases import book

MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16")
WEB = '[editions.web]\nformat = "web"\n'


def photograph(width: int, height: int, form: str = "JPEG", mode: str = "RGB", **how: Any) -> bytes:
    """Return a picture with details everywhere and the data of a camera."""
    small = max(width // 8, 1), max(height // 8, 1)
    noise = Image.frombytes("L", small, random.Random(1).randbytes(small[0] * small[1])).resize(
        (width, height)
    )
    picture = Image.merge("RGB", (noise, noise.transpose(Image.Transpose.ROTATE_180), noise))
    exif = Image.Exif()
    exif[0x010F] = "Kamera"
    exif[0x0112] = how.pop("turned", 1)
    out = io.BytesIO()
    if mode == "I;16":
        grey = picture.convert("L").convert("I").point(lambda value: value * 256)
        grey.convert(mode).save(out, form, exif=exif, **how)
        return out.getvalue()
    picture.convert(mode).save(out, form, exif=exif, **how)
    return out.getvalue()


def made(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def versions(data: bytes, media_type: str = "image/jpeg", **web: Any) -> tuple[PictureVersion, ...]:
    """Return the versions of a picture in an edition with these settings."""
    width, height = made(data).size
    given = SimpleNamespace(edition=SimpleNamespace(web=Web(**web)), runner=DirectRunner())
    found = picture_versions(cast(Book, given), [Picture("a", data, media_type, width, height)])
    return found.get("a", ())


def test_a_photograph_is_made_in_all_types_and_widths() -> None:
    data = photograph(2400, 1200)
    found = versions(data)
    assert [(one.type, one.width) for one in found] in (
        [("avif", 480), ("avif", 960), ("avif", 1920), ("webp", 480), ("webp", 960), ("webp", 1920)],
        [("webp", 480), ("webp", 960), ("webp", 1920), ("avif", 480), ("avif", 960), ("avif", 1920)],
    )
    for one in found:
        picture = made(one.data)
        assert picture.size == (one.width, one.width // 2) and picture.format == one.type.upper()
        assert not dict(picture.getexif()) and b"Kamera" not in one.data
    assert found == versions(data)
    sums = {name: sum(len(one.data) for one in found if one.type == name) for name in ("avif", "webp")}
    assert found[0].type == min(sums, key=sums.__getitem__)


def test_a_png_loses_nothing() -> None:
    picture = Image.new("RGB", (900, 300), "white")
    for left in range(0, 900, 7):
        picture.putpixel((left, left % 300), (left % 256, 10, 200))
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=0)
    whole = [one for one in versions(out.getvalue(), "image/png") if one.width == 900]
    assert [one.type for one in whole] == ["webp"]
    assert made(whole[0].data).convert("RGB").tobytes() == picture.tobytes()


@pytest.mark.parametrize(
    ("size", "widths", "expected"),
    [
        ((599, 300), (480, 960), []),
        ((700, 300), (480, 960), [480, 700]),
        ((1000, 300), (480, 960), [480, 960]),
        ((2000, 300), (480, 960), [480, 960]),
        ((2000, 300), (), [2000]),
        ((800, 300), (900,), [800]),
        ((600, 17_000), (300,), [300]),
        ((600, 17_000), (599,), []),
    ],
)
def test_which_widths_there_are(size: tuple[int, int], widths: tuple[int, ...], expected: list[int]) -> None:
    data = photograph(*size, quality=98)
    found = versions(data, image_widths=widths, image_types=("webp",))
    assert [one.width for one in found] == expected


def test_some_pictures_have_no_versions() -> None:
    assert versions(photograph(1000, 500), image_types=()) == ()
    assert versions(photograph(1000, 500, "GIF", "P"), "image/gif") == ()
    two = [made(photograph(700, 300)), made(photograph(700, 310)).resize((700, 300))]
    out = io.BytesIO()
    two[0].save(out, "WEBP", save_all=True, append_images=two[1:])
    assert versions(out.getvalue(), "image/webp") == ()
    small = io.BytesIO()
    Image.new("RGB", (700, 700)).save(small, "PNG", optimize=True)
    assert all(len(one.data) < len(small.getvalue()) for one in versions(small.getvalue(), "image/png"))


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(MODES),
    st.sampled_from(("avif", "webp")),
    st.integers(1, 40),
    st.integers(1, 40),
    st.integers(16, 60),
)
def test_every_kind_of_pixel_is_made(mode: str, kind: str, width: int, height: int, wanted: int) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    data = photograph(width, height, form, mode)
    job = VersionToMake(data, f"image/{form.lower()}", wanted, kind)
    picture = made(make_version(job))
    assert picture.width == min(width, wanted)
    if form == "PNG" and kind == "webp" and width <= wanted and mode in ("L", "I;16"):
        expected = made(photograph(width, height, "PNG", "L")).convert("RGB")
        assert picture.convert("RGB").tobytes() == expected.tobytes()
    assert make_version(job) == make_version(job)
    assert made(scaled(Scaling(Picture("a", data, job.media_type, width, height), 8, form))).width <= 8


def test_files_of_versions_have_names_of_their_own() -> None:
    one = PictureVersion("webp", 480, b"")
    names = {
        "a/foto.jpg": "images/foto.jpg",
        "foto-480.webp": "images/foto-480.webp",
        "b/foto.png": "images/foto.png",
    }
    files = version_names(names, {"a/foto.jpg": (one,), "b/foto.png": (one,)})
    assert sorted(files.values()) == ["images/foto-480-2.webp", "images/foto-480-3.webp"]


@pytest.mark.parametrize(("turned", "size"), [(1, (60, 20)), (3, (60, 20)), (6, (20, 60)), (8, (20, 60))])
def test_the_size_is_that_of_the_picture_as_it_is_seen(turned: int, size: tuple[int, int]) -> None:
    findings = Findings()
    data = photograph(60, 20, turned=turned)
    picture = inspect_picture("a.jpg", data, PICTURE_TYPES[".jpg"], NOWHERE, findings)
    assert picture is not None
    assert [picture.width, picture.height] == list(size)
    assert made(make_version(VersionToMake(picture.data, "image/jpeg", 16, "webp"))).width == 16


def test_browsers_choose(tmp_path: Path) -> None:
    chapter = '# A\n\n![B](foto.jpg "Ein Foto"){width=50%}\n\nText mit ![C](zeichen.jpg) darin.\n'
    files: dict[str, str | bytes] = {
        "chapters/de/a.md": chapter,
        "chapters/de/foto.jpg": photograph(1000, 500),
        "chapters/de/zeichen.jpg": photograph(700, 500),
    }
    root = book.write(tmp_path, files, editions=WEB)
    result = api.build(root, jobs=1)
    assert not result.failed, book.told(result.diagnostics)
    page = (root / "output/fall.de/a.html").read_text("utf-8")
    sources = re.findall(r'<source type="([^"]*)" srcset="([^"]*)" sizes="([^"]*)"/>', page)
    assert {kind for kind, _, _ in sources} == {"image/avif", "image/webp"}
    for _, addresses, sizes in sources:
        assert sizes == "(max-width: 40rem) 100vw, 20rem"
        for one in addresses.split(", "):
            address, width = one.split()
            assert f"{made((root / 'output/fall.de' / address).read_bytes()).width}w" == width
    assert '<img src="images/foto.jpg" width="1000" height="500" alt="B"/></picture>' in page
    assert page.count("<picture>") == 1  # the one in the text is small
    assert "<picture>" not in (root / "output/fall.de.html").read_text("utf-8")


def test_an_edition_limits_its_pictures(tmp_path: Path) -> None:
    editions = "".join(
        f'[editions.{name}]\nformat = "{name}"\nimages = 300\n\n' for name in ("pdf", "epub", "web")
    )
    pictures = {
        "chapters/de/foto.jpg": photograph(900, 450),
        "chapters/de/b.webp": photograph(400, 800, "WEBP"),
        "chapters/de/c.png": photograph(200, 100, "PNG"),
    }
    text = "".join(f"![A]({Path(path).name})\n\n" for path in pictures)
    root = book.write(tmp_path, {"chapters/de/a.md": f"# A\n\n{text}", **pictures}, editions=editions)
    result = api.build(root, jobs=1)
    assert not result.failed, book.told(result.diagnostics)
    sizes = {path.name: made(path.read_bytes()).size for path in (root / "output/fall.de/images").iterdir()}
    assert sizes == {"foto.jpg": (300, 150), "b.webp": (150, 300), "c.png": (200, 100)}
    assert made((root / "output/fall.de/images/b.webp").read_bytes()).format == "WEBP"
    assert 'width="300" height="150"' in (root / "output/fall.de/a.html").read_text("utf-8")
    found = re.findall(rb"/Width (\d+)", (root / "output/fall.de.pdf").read_bytes())
    assert not found or max(map(int, found)) <= 300


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        ("image_types = ['jpeg']", 16, "avif"),
        ("image_widths = [0]", 17, "from 16 to 9999"),
        ("image_widths = [100, 200, 300, 400, 500, 600, 700]", 1, "at most 6 widths"),
        ("image_widths = 'all'", 1, "a list"),
        ("images = 0", 1, "from 1 to 9999"),
    ],
)
def test_wrong_settings_are_told_with_their_place(tmp_path: Path, line: str, column: int, said: str) -> None:
    root = book.write(tmp_path, {"chapters/de/a.md": book.CHAPTER}, editions=f"{WEB}{line}\n")
    result = api.check(root)
    (one,) = (one for one in result.diagnostics if one.span.path == "book.toml")
    lines = (root / "book.toml").read_text("utf-8").splitlines()
    assert lines[one.span.line - 1] == line and one.span.column == column
    assert said in f"{one.message} {one.hint}"
