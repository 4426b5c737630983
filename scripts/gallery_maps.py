"""Shows the maps of tests/books/maps on sheets, to be looked at: `python scripts/gallery_maps.py [FOLDER]`.

For each language there is a sheet of each medium: the web in light, dark and without colours, a phone of 320 pixels, and the
pages of print. They go to output/maps, if no folder is named. With `--docs` the picture of docs/maps.md is taken: a row
of each language, light, dark and grey by turns. It needs Playwright and the Chromium of the system, as the tests do, and
poppler.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from bookbuilder import api

sys.path.insert(0, str(Path(__file__).parents[1]))
from scripts.gallery_charts import ALL, Sheet, shown  # it is run as a file

ROOT = Path(__file__).parents[1]
BOOK = ROOT / "tests/books/maps"
PAGE, PICTURE = "01-maps.html", ROOT / "docs/images/maps.png"
LIGHT, DARK = Sheet("light", 460), Sheet("dark", 460)
GREY = Sheet("grey", 460, changed="grayscale(1)")
SHEETS = (
    Sheet("light", 640, 2),
    Sheet("dark", 640, 2),
    Sheet("grey", 640, 2, "grayscale(1)"),
    Sheet("phone", 280),
)
ROWS = (("de", LIGHT), ("en", DARK), ("ar", GREY), ("ja", LIGHT))


def main(folder: Path, *, docs: bool) -> None:
    """Build the book and write the sheets, or the picture of the manual."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        book = Path(place) / "book"
        shutil.copytree(BOOK, book)
        result = api.build(book, editions=["web"] if docs else ["web", "pdf"], jobs=2)
        print("\n".join(map(str, result.diagnostics)))
        if result.failed:
            raise SystemExit(1)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        if docs:
            write_picture(browser, book / "output")
            return
        folder.mkdir(parents=True, exist_ok=True)
        for site in sorted((book / "output").glob("maps.*/")):
            for sheet in SHEETS:
                (folder / f"{site.name}.{sheet.name}.png").write_bytes(shown(browser, site, sheet, ALL, PAGE))
        browser.close()
        pdftoppm = shutil.which("pdftoppm") or "pdftoppm"
        for pdf in sorted((book / "output").glob("*.pdf")):
            subprocess.run([pdftoppm, "-r", "90", "-png", pdf, folder / pdf.stem], check=True)


def write_picture(browser: Browser, output: Path) -> None:
    """Write the picture of the manual: the four maps in each language, one row below another."""
    rows = [
        Image.open(io.BytesIO(shown(browser, output / f"maps.{name}", sheet, ALL, PAGE)))
        for name, sheet in ROWS
    ]
    picture = Image.new("RGB", (max(row.width for row in rows), sum(row.height for row in rows)), "white")
    top = 0
    for row in rows:
        picture.paste(row, (0, top))
        top += row.height
    # Fast octrees keep the red of routes, which few pixels have.
    picture.quantize(256, method=Image.Quantize.FASTOCTREE).save(PICTURE, optimize=True)


if __name__ == "__main__":
    named = [one for one in sys.argv[1:] if one != "--docs"]
    main(Path(named[0]) if named else ROOT / "output/maps", docs="--docs" in sys.argv)
