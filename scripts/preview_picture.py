"""Takes the picture of docs/preview.md: `python scripts/preview_picture.py ADDRESS`, of a preview of the sample dossier.

It needs Playwright, as the tests do, and the Chromium of the system.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).parents[1] / "docs/images/preview.png"
TURNS = 5
"""To a spread with a figure."""


def main(address: str) -> None:
    """Write the picture: a spread, and beside it the problems."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 1280, "height": 800}, locale="de-DE").new_page()
        page.goto(address)
        page.wait_for_selector("img.page[src]")
        for key in ("2", "p", *["ArrowRight"] * TURNS):
            page.keyboard.press(key)
            page.wait_for_timeout(500)
        page.wait_for_timeout(1500)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
