"""Shows the charts of tests/books/charts on sheets, to be looked at: `python scripts/gallery_charts.py [FOLDER]`.

For each language there is a sheet of each medium: the web in light, dark and without colours, a phone of 320 pixels, and the
pages of print. They go to output/charts, if no folder is named. With `--docs` the picture of docs/charts.md is taken:
a row of each language. It needs Playwright and the Chromium of the system, as the tests do, and poppler for the pages.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from bookbuilder import api

ROOT = Path(__file__).parents[1]
BOOK, FONTS = ROOT / "tests/books/charts", ROOT / "tests/books/ja/fonts"
ALONE = """
document.body.replaceChildren(...[...document.querySelectorAll("figure")].slice(first, last));
document.body.style = `display: grid; grid-template-columns: repeat(${columns}, ${width}px); gap: 24px 32px; padding: 16px;
  max-width: none; width: max-content; align-items: start; filter: ${filter}`;
document.querySelectorAll("figure").forEach(one => { one.dir = document.documentElement.dir; one.style.margin = 0; });
document.documentElement.dir = "ltr";
document.querySelectorAll("details").forEach(one => one.remove());
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture of charts: how wide each is, how many stand in a row, and what is done to them (`filter` of CSS)."""

    name: str
    width: int = 480
    columns: int = 4
    changed: str = "none"

    @property
    def window(self) -> int:
        """The width of the window, by which the style sheet chooses a drawing."""
        return 500 if self.name == "phone" else (self.width + 32) * self.columns


LIGHT = Sheet("light")
SHEETS = (LIGHT, Sheet("dark"), Sheet("grey", changed="grayscale(1)"), Sheet("phone", 280, 8))
"""A phone of 320 pixels has margins."""
ALL = (0, 99)
PICTURE, ROWS = ROOT / "docs/images/charts.png", ("en", "de", "ar", "ja")


def main(folder: Path, *, docs: bool) -> None:
    """Build the book and write the sheets, or the picture of the manual."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        book = Path(place) / "book"
        shutil.copytree(BOOK, book)
        shutil.copytree(FONTS, book / "fonts")
        result = api.build(book, editions=["web", "pdf"], jobs=2)
        if result.failed:
            raise SystemExit("\n".join(map(str, result.diagnostics)))
        folder.mkdir(parents=True, exist_ok=True)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        if docs:
            write_picture(browser, book / "output")
            return
        for site in sorted((book / "output").glob("charts.*/")):
            for sheet in SHEETS:
                (folder / f"{site.name}.{sheet.name}.png").write_bytes(shown(browser, site, sheet, ALL))
        browser.close()
        pdftoppm = shutil.which("pdftoppm") or "pdftoppm"
        for pdf in sorted((book / "output").glob("*.pdf")):
            subprocess.run([pdftoppm, "-r", "80", "-png", pdf, folder / pdf.stem], check=True)


def write_picture(browser: Browser, output: Path) -> None:
    """Write the picture of the manual: four charts in each language, one row below another."""
    rows = [
        Image.open(io.BytesIO(shown(browser, output / f"charts.{name}", LIGHT, (4 * row, 4 * row + 4))))
        for row, name in enumerate(ROWS)
    ]
    picture = Image.new("RGB", (rows[0].width, sum(row.height for row in rows)))
    top = 0
    for row in rows:
        picture.paste(row, (0, top))
        top += row.height
    picture.quantize(64).save(PICTURE, optimize=True)


def shown(
    browser: Browser, site: Path, sheet: Sheet, which: tuple[int, int], name: str = "01-charts.html"
) -> bytes:
    """Return a picture of some charts, or maps, of a page of a web edition."""
    context = browser.new_context(
        viewport={"width": sheet.window, "height": 400},
        color_scheme="dark" if sheet.name == "dark" else "light",
    )
    page = context.new_page()
    page.goto((site / name).as_uri())
    values = f"columns = {sheet.columns}, width = {sheet.width}, filter = '{sheet.changed}'"
    page.evaluate(f"(() => {{ const {values}, first = {which[0]}, last = {which[1]}; {ALONE} }})()")
    page.evaluate("document.fonts.ready")
    data = page.locator("body").screenshot()
    context.close()
    return data


if __name__ == "__main__":
    named = [one for one in sys.argv[1:] if one != "--docs"]
    main(Path(named[0]) if named else ROOT / "output/charts", docs="--docs" in sys.argv)
