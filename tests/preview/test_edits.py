"""What is shown of the source, and what is marked on the pages, after the text was edited; and what a figure leads to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cases import book
from tests.kills import Command
from tests.preview.conftest import (
    awaited_rebuild,
    document_of_e_book,
    opened,
    previewed,
    wait_until_drawn,
)
from tests.validators.axe import axe

CHAPTER = "chapters/de/01-a.md"
TEXT = """# Eins

Ein erster Absatz, der stehen bleibt.

Das gesuchte Wort steht hier.

Zwei  Leerzeichen stehen hier.
"""
FIGURES = """# Bilder

Vor dem Bild steht Text.

![Ein Balken](balken.svg)

::: figure {#abb credit="Wir"}
![Ein Kreis](kreis.svg)
Die Beschriftung des Kreises.
:::

Danach steht Text.
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200" width="300" height="200">{}</svg>'
FILES = {
    CHAPTER: TEXT,
    "chapters/de/02-bilder.md": FIGURES,
    "chapters/de/balken.svg": PICTURE.format('<rect width="300" height="40" y="80"/>'),
    "chapters/de/kreis.svg": PICTURE.format(
        '<circle cx="150" cy="100" r="90"/><text x="140" y="20">ein</text>'
    ),
}
EDITIONS = "".join(f'[editions.{name}]\nformat = "{name}"\n' for name in ("pdf", "web", "epub"))


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, Command]]:
    """A book with pictures and its preview."""
    folder = tmp_path_factory.mktemp("edits")
    root = book.write(folder / "book", FILES, editions=EDITIONS)
    with previewed(folder, root) as (command, address):
        yield root, address, command


def boxes(page: Page, line: int, column: int = 1) -> tuple[int, float, float]:
    """Return where a place of the first chapter is printed: the page, and the middle of the first character in points."""
    question = f"place/de/pdf?path={CHAPTER}&line={line}&column={column}"
    found = page.evaluate("async question => (await fetch(question)).json()", question)
    x, y, width, height = found["boxes"][0]
    return found["page"], x + width / 2, y + height / 2


def click(page: Page, number: int, x: float, y: float) -> None:
    """Click on a point of a page, in points."""
    image = page.locator(f'img.page[data-number="{number}"]')
    image.scroll_into_view_if_needed()
    wait_until_drawn(page)  # a panel that was opened leaves less room
    points = page.evaluate("async page => (await (await fetch('pages/de/pdf')).json())[page - 1]", number)
    scale = image.evaluate("one => one.width") / points["width"]
    image.click(position={"x": x * scale, "y": y * scale}, force=True)


def marked(page: Page) -> list[float]:
    """Return how far down its page the marked word is, in parts of it."""
    down = "marks => marks.map((one) => parseFloat(one.style.top))"
    return list(page.locator(".mark").evaluate_all(down))


@pytest.mark.heavy
def test_source_and_marks_follow_an_edit(shown: tuple[Path, str, Command], chromium: Browser) -> None:
    root, address, _ = shown
    with opened(chromium, address) as page:
        click(page, *boxes(page, 5, 5))
        expect(page.locator("#source-place")).to_have_text(f"{CHAPTER}:5:5")
        expect(page.locator("#excerpt mark")).to_have_text("gesuchte")
        expect(page.locator(".wave.notice")).not_to_have_count(0)
        before = marked(page)
        flag = page.locator(".flag[title*='2 spaces']")
        expect(flag).to_have_count(1)
        flagged = flag.evaluate("one => parseFloat(one.style.top)")
        longer = "Ein ganz neuer Absatz steht davor.\n\nUnd noch einer.\n\n"
        with awaited_rebuild(page):
            (root / CHAPTER).write_text(TEXT.replace("Ein erster", f"{longer}Ein erster"), encoding="utf-8")
        # What is shown is the same word, where it is now.
        expect(page.locator("#source-place")).to_have_text(f"{CHAPTER}:9:5")
        expect(page.locator("#excerpt mark")).to_have_text("gesuchte")
        expect(page.locator("#excerpt")).to_contain_text("Ein ganz neuer Absatz")
        page.wait_for_function(
            "before => parseFloat(document.querySelector('.mark')?.style.top) > before", arg=before[0]
        )
        # The flag moves when the check of the new text is there, which is after its pages.
        page.wait_for_function(
            "before => parseFloat(document.querySelector(\".flag[title*='2 spaces']\")?.style.top) > before",
            arg=flagged,
        )
        expect(page.locator("#found .where", has_text=CHAPTER)).to_have_text(f"{CHAPTER}:11:5")
        # The word goes away, and so does its mark; the problem as well.
        with awaited_rebuild(page):
            (root / CHAPTER).write_text("# Eins\n\nNur noch das.\n", encoding="utf-8")
        expect(page.locator("#excerpt")).to_contain_text("Nur noch das.")
        expect(flag).to_have_count(0)
        (root / CHAPTER).write_text(TEXT, encoding="utf-8")
        expect(flag).to_have_count(1)


@pytest.mark.heavy
def test_places_are_right_while_the_last_good_pages_are_shown(
    shown: tuple[Path, str, Command], chromium: Browser
) -> None:
    """The pages are of a text before; a click leads to where it stands now, and a new problem to where that is printed."""
    root, address, _ = shown
    with opened(chromium, address) as page:
        broken = TEXT.replace("# Eins\n\n", "# Eins\n\nSiehe [](#nirgends).\n\n")
        with awaited_rebuild(page):
            (root / CHAPTER).write_text(broken, encoding="utf-8")
        expect(page.locator("#banner")).to_be_visible()
        click(page, *boxes(page, 7, 5))
        expect(page.locator("#source-place")).to_have_text(f"{CHAPTER}:7:5")
        expect(page.locator("#excerpt mark")).to_have_text("gesuchte")
        expect(page.locator(".flag")).not_to_have_count(0)
        (root / CHAPTER).write_text(TEXT, encoding="utf-8")
        expect(page.locator("#banner")).to_be_hidden()


def pictures(page: Page) -> dict[str, list[tuple[int, float, float]]]:
    """Return the points down the middle of the pages that lead to a picture, by the place that they lead to."""
    seen: dict[str, list[tuple[int, float, float]]] = {}
    for number, size in enumerate(page.evaluate("async () => (await fetch('pages/de/pdf')).json()"), 1):
        x = size["width"] / 2
        for y in range(30, int(size["height"]), 20):
            question = f"source/de/pdf?page={number}&x={x:.2f}&y={y}"
            found = page.evaluate("async question => (await fetch(question)).json()", question)
            if found and found["picture"]:
                seen.setdefault(f"{found['path']}:{found['line']}:{found['column']}", []).append(
                    (number, x, y)
                )
    return seen


PLACES = {"Ein Balken": 5, "Ein Kreis": 7}
"""The pictures by their alternative text, and the lines at which their blocks begin."""


@pytest.mark.heavy
def test_a_click_on_a_figure_leads_to_its_block(shown: tuple[Path, str, Command], chromium: Browser) -> None:
    _, address, _ = shown
    with opened(chromium, address) as page:
        seen = pictures(page)
        assert list(seen) == [f"chapters/de/02-bilder.md:{line}:1" for line in PLACES.values()]
        for place, points in seen.items():
            click(page, *points[len(points) // 2])
            expect(page.locator("#source-place")).to_have_text(place)
            expect(page.locator("#source-word")).to_have_text("The picture comes from here.")
            expect(page.locator(".mark")).to_have_count(1)
        expect(page.locator("#excerpt")).to_contain_text("::: figure")
        assert axe(page) == ()
        page.keyboard.press(".")
        expect(page.locator("#source-word")).not_to_have_text("The picture comes from here.")


@pytest.mark.heavy
@pytest.mark.parametrize("alt", PLACES)
def test_a_click_on_a_figure_in_the_web_edition(
    shown: tuple[Path, str, Command], chromium: Browser, alt: str
) -> None:
    _, address, _ = shown
    with opened(chromium, address) as page:
        page.locator(".edition").select_option("de web")
        frame = page.frame_locator(".pane iframe")
        frame.get_by_role("link", name="Bilder").first.click()
        frame.get_by_alt_text(alt).click()
        expect(page.locator("#source-place")).to_have_text(f"chapters/de/02-bilder.md:{PLACES[alt]}:1")


@pytest.mark.heavy
def test_a_click_on_a_figure_in_the_e_book(shown: tuple[Path, str, Command], chromium: Browser) -> None:
    _, address, _ = shown
    with opened(chromium, address) as page:
        page.locator(".edition").select_option("de epub")
        document_of_e_book(page, "document.body !== null")
        page.locator("#chapters button", has_text="Bilder").click()
        document = document_of_e_book(page, "document.querySelector('img[alt=\"Ein Kreis\"]') !== null")
        document.get_by_alt_text("Ein Kreis").click()
        expect(page.locator("#source-place")).to_have_text("chapters/de/02-bilder.md:7:1")


@pytest.mark.heavy
def test_the_e_book_follows_the_window(shown: tuple[Path, str, Command], chromium: Browser) -> None:
    _, address, _ = shown
    colour = "getComputedStyle(document.documentElement).backgroundColor === 'rgb({})'"
    with opened(chromium, address, scheme="dark") as page:
        page.locator(".edition").select_option("de epub")
        document_of_e_book(page, colour.format("22, 20, 15"))
        page.emulate_media(color_scheme="light")
        document_of_e_book(page, colour.format("255, 255, 255"))
        page.locator(".reading select").nth(1).select_option("sepia")
        document_of_e_book(page, colour.format("246, 236, 216"))
        page.emulate_media(color_scheme="dark")
        page.wait_for_timeout(300)
        document_of_e_book(page, colour.format("246, 236, 216"))
