"""Makes the gallery of themes in docs/gallery: `python scripts/gallery_themes.py [THEME …]`, by default of all in styles/.

For each theme there is a page of the manual with a spread, the cover and a phone: of the German starter of its name, else
of the sample dossier. `--to FOLDER` writes into another folder, to be looked at. It needs Playwright and the Chromium of the
system, as the tests do.
"""

from __future__ import annotations

import argparse
import io
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import sync_playwright
from pypdfium2 import raw

from bookbuilder import api, discovery

ROOT = Path(__file__).parents[1]
LOCALE = "de"
SPREAD, COVER = 1080, 360
"""How wide they are, in pixels."""
PHONE = (390, 780)
GROUND, GAP = (228, 228, 226), 12
COLOURS = (160, 96, 64, 48)
LARGEST = 190_000
"""The bytes of a picture, for they all go into the wheel."""


def main(themes: list[str], folder: Path) -> None:
    """Write the pages and the pictures of some themes."""
    folder.mkdir(parents=True, exist_ok=True)
    for theme in themes:
        with tempfile.TemporaryDirectory() as place:
            output = built(theme, Path(place) / "book")
            (pdf,) = output.glob(f"*.{LOCALE}.pdf")
            (site,) = (path for path in output.glob(f"*.{LOCALE}") if path.is_dir())
            pictures = {"spread": spread(pdf), "cover": cover(pdf), "phone": phone(site)}
        for name, picture in pictures.items():
            (folder / f"{theme}-{name}.png").write_bytes(small(picture))
        (folder / f"{theme}.md").write_text(page(theme), encoding="utf-8")
        print(folder / f"{theme}.md")


def built(theme: str, book: Path) -> Path:
    """Return the output folder of a book in a theme."""
    kind = theme if theme in discovery.names("bookbuilder.starters") else "dossier"
    command = [sys.executable, "-m", "bookbuilder", "new", str(book), "--kind", kind, "--locale", LOCALE]
    subprocess.run(command, check=True, capture_output=True)
    settings = book / "book.toml"
    text = re.sub(r'(?m)^theme = ".*?"', f'theme = "{theme}"', settings.read_text(encoding="utf-8"), count=1)
    settings.write_text(text, encoding="utf-8")
    result = api.build(book, editions=["pdf", "web"], locales=[LOCALE], jobs=1)
    if result.failed:
        raise SystemExit("\n".join(map(str, result.diagnostics)))
    return book / "output"


def spread(pdf: Path) -> Image.Image:
    """Return two facing pages that have much text, and a drawing if there is one; full ones rather than others."""
    document = pypdfium2.PdfDocument(pdf)

    def interest(left: int) -> float:
        pages = document[left], document[left + 1]
        return sum(map(_interest, pages)) * min(map(_filled, pages))

    left = max(range(7, len(document) - 3, 2), key=interest)
    pages = [_drawn(document[n], (SPREAD - 3 * GAP) // 2) for n in (left, left + 1)]
    picture = Image.new("RGB", (SPREAD, pages[0].height + 2 * GAP), GROUND)
    picture.paste(pages[0], (GAP, GAP))
    picture.paste(pages[1], (GAP + pages[0].width, GAP))
    return picture.crop((0, 0, 2 * pages[0].width + 2 * GAP, picture.height))


def _interest(page: pypdfium2.PdfPage) -> int:
    letters = min(page.get_textpage().count_chars(), 1800)
    drawn = sum(1 for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE]))
    return int(letters + min(drawn, 40) * 20)


def _filled(page: pypdfium2.PdfPage) -> float:
    """Return how far down the page something is printed, as a share of its height; the page number counts as nothing."""
    image = page.render(scale=0.5).to_pil().convert("L")
    body = image.crop((0, 0, image.width, round(image.height * 0.92)))
    printed = body.point(lambda shade: 255 if shade < 200 else 0).getbbox()
    return float(printed[3] / image.height) if printed else 0.0


def cover(pdf: Path) -> Image.Image:
    """Return the first page."""
    return _drawn(pypdfium2.PdfDocument(pdf)[0], COVER)


def _drawn(page: pypdfium2.PdfPage, width: int) -> Image.Image:
    # Twice as large and then smaller: small letters are smoother so.
    image = page.render(scale=2 * width / page.get_width()).to_pil().convert("RGB")
    size = (width, round(image.height * width / image.width))
    result: Image.Image = image.resize(size, Image.Resampling.LANCZOS)
    return result


def phone(site: Path) -> Image.Image:
    """Return the beginning of the first chapter of a web edition."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        chapter = min(path for path in site.glob("[0-9]*.html"))
        shown = browser.new_page(viewport={"width": PHONE[0], "height": PHONE[1]})
        shown.goto(chapter.as_uri())
        shown.evaluate("document.fonts.ready")
        data = shown.screenshot()
        browser.close()
    return Image.open(io.BytesIO(data)).convert("RGB")


def small(picture: Image.Image) -> bytes:
    """Return a picture as a PNG of few colours that is not too large."""
    for colours in COLOURS:
        data = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(data, "PNG", optimize=True)
        if data.tell() <= LARGEST:
            return data.getvalue()
    raise SystemExit(f"a picture of {picture.width} x {picture.height} is too large for the gallery")


def page(theme: str) -> str:
    """Return the page of a theme: what it is for, as the first sentence of its theme.toml says, and its pictures."""
    comment = (ROOT / "styles" / theme / "theme.toml").read_text(encoding="utf-8").split("\n\n")[0]
    words = " ".join(line.lstrip("# ") for line in comment.splitlines() if line.startswith("#"))
    sentence = re.sub(r'^The theme "[^"]*": ', "", words).split(". ")[0].rstrip(".")
    return f"""# {theme}

<!-- Written by scripts/gallery_themes.py. -->

{sentence[:1].upper()}{sentence[1:]}. [All themes](../themes.md#the-themes-of-the-program).

![Two facing pages set in the theme {theme}]({theme}-spread.png)

![The cover of a book in the theme {theme}]({theme}-cover.png)

![A chapter in the theme {theme} on a phone]({theme}-phone.png)
"""


if __name__ == "__main__":
    known = sorted(path.parent.name for path in (ROOT / "styles").glob("*/theme.toml"))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("themes", nargs="*", default=[], choices=[*known, []], help="by default all")
    parser.add_argument("--to", type=Path, default=ROOT / "docs/gallery")
    given = parser.parse_args()
    main(given.themes or known, given.to)
