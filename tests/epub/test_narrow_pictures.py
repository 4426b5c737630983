"""A drawing for narrow screens takes the place of the other in an e-book and on the web, and never in print."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.document.picture_variants import narrow_variant
from tests.cases import book
from tests.check.made import Made, make

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} 50"><path d="M0 0L9 9" stroke="#000"/></svg>'
FILES: dict[str, str | bytes] = {
    "chapters/de/01-a.md": "# A\n\n::: figure\n![Karte](karte.svg)\n\nDie Karte.\n:::\n\n![Plan](plan.svg)\n",
    "chapters/de/karte.svg": SVG.format(400),
    "chapters/de/karte.narrow.svg": SVG.format(300),
    "chapters/de/plan.svg": SVG.format(200),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(tmp_path_factory.mktemp("narrow"), FILES)


def test_its_name() -> None:
    assert narrow_variant("chapters/de/karte.svg") == "chapters/de/karte.narrow.svg"


def test_an_e_book_has_both(made: Made) -> None:
    with zipfile.ZipFile(BytesIO(made.one(".epub").data)) as archive:
        pictures = [name for name in archive.namelist() if "karte" in name or "plan" in name]
        (page,) = [archive.read(n).decode() for n in archive.namelist() if n.endswith("01-a.xhtml")]
    assert sorted(pictures) == [f"EPUB/images/{name}.svg" for name in ("karte-narrow", "karte", "plan")]
    assert (
        '<picture><source media="(max-width: 480px)" type="image/svg+xml" srcset="../images/karte-narrow.svg"/>'
        '<img src="../images/karte.svg" alt="Karte"/></picture>'
    ) in page
    assert '<img src="../images/plan.svg" alt="Plan"/>' in page


def test_the_web_has_both_with_their_sizes(made: Made) -> None:
    page = made.one(".html").data.decode()
    assert page.count("<picture>") == 1
    assert '" width="300" height="50"/><img src="data:' in page


def test_one_that_is_broken_is_told(tmp_path: Path) -> None:
    root = book.write(tmp_path, FILES | {"chapters/de/karte.narrow.svg": "<svg"})
    (found,) = [one for one in api.build(root).diagnostics if one.severity == "error"]
    assert found.code == "image.kind" and "karte.narrow.svg" in found.message
