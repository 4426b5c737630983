"""Shows the charts of tests/books/charts on sheets, to be looked at: `python scripts/gallery_charts.py [FOLDER]`.

For each language there is a sheet of each medium: the web in light, dark and without colours, a phone of 320 pixels, and the
pages of print. They go to output/charts, if no folder is named. It needs Playwright and the Chromium of the system, as the
tests do, and poppler for the pages.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bookbuilder import api

ROOT = Path(__file__).parents[1]
BOOK, FONTS = ROOT / "tests/books/charts", ROOT / "tests/books/ja/fonts"
ALONE = """
document.body.replaceChildren(...document.querySelectorAll("figure"));
document.body.style = `display: grid; grid-template-columns: repeat(${columns}, ${width}px); gap: 24px 32px; padding: 16px;
  max-width: none; width: max-content; align-items: start; filter: ${filter}`;
document.querySelectorAll("figure").forEach(one => one.dir = document.documentElement.dir);
document.documentElement.dir = "ltr";
document.querySelectorAll("details").forEach(one => one.remove());
"""
SHEETS = (
    ("light", 480, 4, "none"),
    ("dark", 480, 4, "none"),
    ("grey", 480, 4, "grayscale(1)"),
    ("phone", 288, 8, "none"),
)
"""Name, width of a chart, charts in a row, and what is done to them. A phone of 320
pixels has margins."""


def main(folder: Path) -> None:
    """Build the book and write the sheets."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        book = Path(place) / "book"
        shutil.copytree(BOOK, book)
        shutil.copytree(FONTS, book / "fonts")
        result = api.build(book, editions=["web", "pdf"], jobs=2)
        if result.failed:
            raise SystemExit("\n".join(map(str, result.diagnostics)))
        folder.mkdir(parents=True, exist_ok=True)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for site in sorted((book / "output").glob("charts.*/")):
            for path in sheets(browser, site, folder):
                print(path, path.stat().st_size // 1000, "kB")
        browser.close()
        pdftoppm = shutil.which("pdftoppm") or "pdftoppm"
        for pdf in sorted((book / "output").glob("*.pdf")):
            subprocess.run([pdftoppm, "-r", "80", "-png", pdf, folder / pdf.stem], check=True)


def sheets(browser: Browser, site: Path, folder: Path) -> Iterator[Path]:
    """Yield the pictures of the charts of a web edition."""
    for name, width, columns, changed in SHEETS:
        across = (width + 32) * columns
        # The style sheet chooses the drawing by the width of the window, so the sheet of phones is made in a narrow one.
        window = 500 if name == "phone" else across
        context = browser.new_context(
            viewport={"width": window, "height": 800}, color_scheme="dark" if name == "dark" else "light"
        )
        page = context.new_page()
        page.goto((site / "01-charts.html").as_uri())
        page.evaluate(
            f"(() => {{ const columns = {columns}, width = {width}, filter = '{changed}'; {ALONE} }})()"
        )
        page.evaluate("document.fonts.ready")
        path = folder / f"{site.name}.{name}.png"
        page.locator("body").screenshot(path=path)
        context.close()
        yield path


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "output/charts")
