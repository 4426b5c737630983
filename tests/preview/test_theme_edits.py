"""The preview shows changes of a theme and of the brand of the house at once, and what is wrong with them at its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cases import book
from tests.preview.conftest import opened, previewed

THEME = "styles/dossier/theme.toml"
FILES = {"chapters/de/01-a.md": "# Eins\n\nEin Absatz.\n", THEME: '[page]\nwidth = "148mm"\n'}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A book with a theme of its own, and the address of its preview."""
    folder = tmp_path_factory.mktemp("themes")
    root = book.write(folder / "book", FILES, editions=book.PRINT)
    with previewed(folder, root) as (_, address):
        yield root, address


def wait_for_width(page: Page, millimetres: float) -> None:
    """Wait until the pages have a width."""
    page.wait_for_function(
        "async width => Math.abs((await (await fetch('pages/de/print')).json())[0].width - width) < .5",
        arg=millimetres * 72 / 25.4,
    )


def wait_for_cover(page: Page, colour: tuple[int, int, int]) -> None:
    """Wait until the cover has a colour near its upper edge."""
    page.wait_for_function(
        """wanted => {
            const image = document.querySelector('img.page[data-number="1"]');
            if (!image?.complete || !image.naturalWidth) return false;
            const drawing = document.createElement("canvas").getContext("2d");
            drawing.drawImage(image, 0, 0);
            const found = drawing.getImageData(20, 12, 1, 1).data;
            return wanted.every((value, at) => Math.abs(value - found[at]) <= 3);
        }""",
        arg=colour,
    )


@pytest.mark.heavy
def test_tokens_and_brand_are_shown_as_they_change(shown: tuple[Path, str], chromium: Browser) -> None:
    root, address = shown
    with opened(chromium, address) as page:
        wait_for_width(page, 148)
        (root / THEME).write_text('[page]\nwidth = "120mm"\n')
        wait_for_width(page, 120)
        # A width without a unit: the pages before stay, and the banner says so.
        (root / THEME).write_text('[page]\nwidth = "110"\n')
        expect(page.locator("#banner")).to_be_visible()
        expect(page.locator("#found .where", has_text=THEME)).to_have_text(f"{THEME}:2:1")
        wait_for_width(page, 120)
        (root / THEME).write_text('[page]\nwidth = "110mm"\n')
        wait_for_width(page, 110)
        expect(page.locator("#banner")).to_be_hidden()
        (root / "brand.toml").write_text('[color]\naccent = "#0b5d4c"\n[cover]\ntone = "colour"\n')
        wait_for_cover(page, (0x0B, 0x5D, 0x4C))
