"""A book whose cover is a picture of its own, in print and as an e-book."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from bookbuilder import api
from tests.cases import book
from tests.cases.case import FIRST

ORANGE, BLUE = (220, 120, 20), (20, 40, 160)


def picture() -> bytes:
    """Return an orange picture with a blue middle, wider than any cover."""
    drawn = Image.new("RGB", (600, 400), ORANGE)
    drawn.paste(BLUE, (280, 180, 320, 220))
    out = BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()


def near(drawn: Image.Image, place: tuple[int, int], wanted: tuple[int, int, int]) -> bool:
    found = drawn.crop((*place, place[0] + 1, place[1] + 1)).tobytes()
    return all(abs(one - other) < 8 for one, other in zip(found, wanted, strict=True))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {FIRST: "# Eins\n\nEin Satz.\n"}
    folder = book.write(
        tmp_path / "book",
        files,
        editions='[editions.pdf]\nformat = "pdf"\n[editions.epub]\nformat = "epub"\n',
    )
    (folder / "art").mkdir()
    (folder / "art/cover.png").write_bytes(picture())
    settings = (folder / "book.toml").read_text(encoding="utf-8")
    assert "[locales.de]\n" in settings
    (folder / "book.toml").write_text(
        settings.replace("[locales.de]\n", '[locales.de]\ncover = "art/cover.png"\n'), encoding="utf-8"
    )
    return folder


def test_the_picture_fills_the_cover_in_print_and_as_an_e_book(root: Path) -> None:
    result = api.build(root, jobs=1)
    assert not result.failed, result.diagnostics
    pdf, epub = (next(one for one in result.files if one.suffix == suffix) for suffix in (".pdf", ".epub"))
    document = pypdfium2.PdfDocument(pdf)
    page = document[0].render(scale=1).to_pil().convert("RGB")
    with zipfile.ZipFile(epub) as archive:
        (name,) = [one for one in archive.namelist() if one.endswith("images/cover.jpg")]
        shown = Image.open(BytesIO(archive.read(name))).convert("RGB")
    for cover in (page, shown):
        width, height = cover.size
        corners = [(x, y) for x in (0, width - 1) for y in (0, height - 1)]
        assert all(near(cover, corner, ORANGE) for corner in corners)
        assert near(cover, (width // 2, height // 2), BLUE)
    assert document[0].get_textpage().get_text_range().strip() == ""
    document.close()


def test_a_picture_that_is_not_there_is_an_error_at_its_key(root: Path) -> None:
    (root / "art/cover.png").rename(root / "art/front.png")
    before = sorted(path.name for path in (root / "output").glob("*"))
    result = api.build(root, jobs=1)
    (error,) = [one for one in result.diagnostics if one.code == "image.missing"]
    line = (root / "book.toml").read_text(encoding="utf-8").split("\n").index('cover = "art/cover.png"') + 1
    assert (error.span.path, error.span.line) == ("book.toml", line)
    assert "art/front.png" in error.hint
    assert sorted(path.name for path in (root / "output").glob("*")) == before
