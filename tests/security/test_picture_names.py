"""Names of pictures that are odd, or none: each is shown in every format, or refused with its place."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, unquote

import pikepdf
import pytest
from lxml import html
from PIL import Image

from bookbuilder import api
from tests.cases import book
from tests.sampled import sampled

ODD = ["a b (1).png", "a#b.png", "a?b.png", "ü.png", "a'b.png", 'a"b.png', "a%b.png", "a&b;c.png", "日本.png"]


def png(width: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, 3)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.heavy
def test_pictures_with_odd_names_are_shown_in_every_format(tmp_path: Path) -> None:
    text = "# A\n\n" + "\n\n".join(f"![a](<images/{quote(name)}>)" for name in ODD)
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": text}
    files |= {f"chapters/de/images/{name}": png(3 + at) for at, name in enumerate(ODD)}
    result = api.build(book.write(tmp_path, files), jobs=1)
    assert result.diagnostics == ()
    wanted = {3 + at for at in range(len(ODD))}
    output = tmp_path / "output"
    with pikepdf.open(output / "fall.de.pdf") as pdf:
        assert wanted <= {
            int(one.Width) for one in pdf.objects if isinstance(one, pikepdf.Stream) and "/Width" in one
        }
    with zipfile.ZipFile(output / "fall.de.epub") as epub:
        shown = [Image.open(BytesIO(epub.read(name))) for name in epub.namelist() if name.endswith(".png")]
        assert wanted == {one.width for one in shown}
    page = html.fromstring((output / "fall.de/01-a.html").read_bytes())
    found = [output / "fall.de" / unquote(str(one.get("src"))) for one in page.iter("img")]
    assert wanted == {Image.open(BytesIO(one.read_bytes())).width for one in found}


@pytest.mark.parametrize("edition", ["pdf", "epub", "web"])
@pytest.mark.parametrize(
    "name",
    sampled([
        "/", ".", "..", "../..", "../../..", "a/", "images", "images/", "%00", "images/%00.png", "?a#b", "#a", "<>",
        "x" * 5000 + ".png", "a/" * 2000 + "b.png", "//host/a.png", "folder.png", "a.png?b", "chapters", "%FF.png",
    ]),
)  # fmt: skip
def test_a_name_that_is_none_is_refused_with_its_place(name: str, edition: str, tmp_path: Path) -> None:
    text = f'# A\n\nEin ![a]({name}) Bild.\n\n::: figure {{credit="x"}}\n![a]({name})\n\nB\n:::\n'
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": text,
        "chapters/de/images/a.png": png(3),
        "chapters/de/folder.png/a.png": png(3),
    }
    result = api.build(book.write(tmp_path, files), editions=[edition], jobs=1)
    assert result.files == ()
    assert {(d.span.path, d.span.line, d.span.column) for d in result.diagnostics} == {
        ("chapters/de/01-a.md", 3, 5),
        ("chapters/de/01-a.md", 6, 1),
    }
    assert all(
        d.code.startswith(("image.", "path.outside")) and len(d.message) < 400 for d in result.diagnostics
    )
