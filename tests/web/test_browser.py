"""Opens every page in a browser, straight from the file system."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from tests.conftest import Built
from tests.validators.axe import axe
from tests.web.conftest import pages, window

SITES = ("woche-der-diplomatie.de", "woche-der-diplomatie.en")
TEXT = "p, h1, h2, h3, li > a, dt, th, td, figcaption, summary, span.title, span.label"


@pytest.mark.parametrize("site", SITES)
def test_pages_load_in_silence_and_ask_for_their_own_files_only(
    dossier: Built, chromium: Browser, site: str
) -> None:
    folder = dossier.file(site)
    with window(chromium) as seen:
        for page in pages(folder):
            seen.go(page)
        assert seen.said == []
        assert seen.failed == []
        outside = {url for url in seen.asked if not url.startswith((folder.as_uri() + "/", "data:"))}
        assert outside == set()
        for wanted in ("css/book.css", "fonts/alegreya/Alegreya-Regular.woff2"):
            assert f"{folder.as_uri()}/{wanted}" in seen.asked


@pytest.mark.heavy
def test_nothing_is_wider_than_the_screen(dossier: Built, odd: Built, chromium: Browser) -> None:
    with window(chromium) as seen:
        singles = [dossier.file(f"{SITES[0]}.html"), odd.file("fall.en.html")]
        for page in [*pages(dossier.file(SITES[0])), *pages(odd.file("fall.en")), *singles]:
            seen.go(page)
            for width in (1280, 768, 390, 320):
                seen.page.set_viewport_size({"width": width, "height": 800})
                wide = seen.page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, (page.name, width)


@pytest.mark.heavy
def test_a_wide_table_scrolls_in_its_own_box_by_keyboard(odd: Built, chromium: Browser) -> None:
    with window(chromium, 390) as seen:
        seen.go(odd.file("fall.en/chapter-index.html"))
        box = seen.page.locator(".table")
        assert box.evaluate("e => e.scrollWidth > e.clientWidth")
        box.focus()
        assert box.evaluate("e => e === document.activeElement")
        moved = 0
        for _ in range(50):  # scrolling takes a moment
            seen.page.keyboard.press("ArrowRight")
            moved = box.evaluate("e => e.scrollLeft")
            if moved:
                break
        assert moved > 0
        assert box.get_attribute("aria-label") == "Table\u00a01 A wide table."
        caption = box.locator("caption").bounding_box()
        assert caption is not None and caption["width"] <= 390


@pytest.mark.heavy
def test_turning_the_pages_reaches_every_chapter_and_comes_back(dossier: Built, chromium: Browser) -> None:
    folder = dossier.file(SITES[0])
    with window(chromium) as seen:
        seen.go(folder / "index.html")
        seen.page.click(".chapters li:first-child a")
        seen.page.wait_for_selector("nav.turn")
        walked = [_name(seen.page)]
        for way, end in (("next", "imprint.html"), ("prev", "01-analyse.html")):
            while seen.page.locator(f"main a[rel={way}]").count():
                with seen.page.expect_navigation():
                    seen.page.click(f"main a[rel={way}]")
                walked.append(_name(seen.page))
            assert walked[-1] == end
        everything = {page.name for page in pages(folder)} - {"index.html"}
        assert set(walked) == everything
        assert len(walked) == 2 * len(everything) - 1


@pytest.mark.heavy
def test_the_switch_of_languages_leads_to_the_same_chapter(dossier: Built, chromium: Browser) -> None:
    with window(chromium) as seen:
        for page in pages(dossier.file(SITES[0]))[::2]:
            seen.go(page)
            seen.page.click("nav.languages a[hreflang=en-US]")
            seen.page.wait_for_selector("html[lang=en-US]")
            assert seen.page.url == (dossier.output / SITES[1] / page.name).as_uri()
            seen.page.click("nav.languages a[hreflang=de-DE]")
            seen.page.wait_for_selector("html[lang=de-DE]")
            assert seen.page.url == page.as_uri()


@pytest.mark.heavy
def test_every_letter_comes_from_the_fonts_of_the_book(dossier: Built, odd: Built, chromium: Browser) -> None:
    with window(chromium) as seen:
        session = seen.page.context.new_cdp_session(seen.page)
        for page in (*pages(dossier.file(SITES[0])), odd.file("fall.en/chapter-index.html")):
            seen.go(page)
            used = _fonts(session)
            assert {name for name, own in used if not own} == set(), page.name
            assert {"Alegreya", "Alegreya Sans"} <= {name.removesuffix(" Medium") for name, _ in used}


SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.mark.heavy
def test_axe_finds_nothing_in_light_and_in_dark(dossier: Built, odd: Built, chromium: Browser) -> None:
    with window(chromium) as seen:
        chosen = [p for p in pages(dossier.file(SITES[0])) if not p.stem.startswith(("02", "03", "05", "06"))]
        for page in (*chosen, odd.file("fall.en/chapter-index.html"), odd.file("fall.en.html")):
            seen.go(page)
            # A scheme changes colours alone, a width none of them.
            for width, scheme in zip((390, 1280), SCHEMES, strict=True):
                seen.page.set_viewport_size({"width": width, "height": 800})
                seen.page.emulate_media(color_scheme=scheme)
                assert axe(seen.page) == (), (page.name, width, scheme)


def test_dark_is_dark(dossier: Built, chromium: Browser) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    found = {}
    for scheme in ("light", "dark"):
        with window(chromium, scheme=scheme) as seen:
            seen.go(dossier.file(SITES[0]) / "04-mittwoch.html")
            found[scheme] = sum(int(n) for n in seen.page.evaluate(ground)[4:-1].split(","))
    assert found["dark"] < 120 < 700 < found["light"]


def test_the_keyboard_skips_to_the_text_and_finds_the_link_of_a_paragraph(
    dossier: Built, chromium: Browser
) -> None:
    with window(chromium) as seen:
        page = dossier.file(SITES[0]) / "04-mittwoch.html"
        seen.go(page)
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("document.activeElement.className") == "skip"
        assert seen.page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
        seen.page.keyboard.press("Enter")
        seen.page.keyboard.press("Tab")
        active = "(e => [e.className, e.ariaLabel, getComputedStyle(e).opacity])(document.activeElement)"
        assert seen.page.evaluate(active) == ["permalink", "Link zu Absatz 1", "1"]
        seen.page.keyboard.press("Enter")
        first = seen.page.evaluate("document.querySelector('main p[id^=\"04-mittwoch-p\"]').id")
        assert seen.page.url == f"{page.as_uri()}#{first}"


def test_the_description_of_a_picture_opens(dossier: Built, chromium: Browser) -> None:
    with window(chromium) as seen:
        seen.go(dossier.file(SITES[0]) / "04-mittwoch.html")
        text = seen.page.locator("details p").first
        assert not text.is_visible()
        seen.page.click("summary")
        assert text.is_visible()


def test_paper_has_the_text_without_the_ways_around_it(dossier: Built, chromium: Browser) -> None:
    with window(chromium, scheme="dark") as seen:
        seen.go(dossier.file(SITES[0]) / "04-mittwoch.html")
        seen.page.emulate_media(media="print", color_scheme="dark")
        for hidden in ("nav.rail", "nav.turn", "nav.languages", ".skip", ".permalink"):
            assert not seen.page.locator(hidden).first.is_visible(), hidden
        assert seen.page.locator("article h1").is_visible()
        colours = "(e => [e.color, e.backgroundColor])(getComputedStyle(document.body))"
        assert seen.page.evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
        assert seen.page.pdf().startswith(b"%PDF")


@pytest.mark.heavy
def test_the_single_file_is_alone_and_whole(
    dossier: Built, odd: Built, chromium: Browser, tmp_path: Path
) -> None:
    pictures = tmp_path / "pictures.html"
    pictures.write_bytes(odd.file("fall.en.html").read_bytes())
    with window(chromium) as seen:
        seen.go(pictures)
        loaded = "[...document.images].every(i => i.complete && i.naturalWidth > 0)"
        assert seen.page.evaluate(loaded) and seen.page.locator("img").count() == 2
    alone = tmp_path / "book.html"
    alone.write_bytes(dossier.file(f"{SITES[0]}.html").read_bytes())
    with window(chromium) as seen:
        seen.go(alone)
        assert seen.said == []
        assert {url for url in seen.asked if not url.startswith("data:")} == {alone.as_uri()}
        session = seen.page.context.new_cdp_session(seen.page)
        assert all(own for _, own in _fonts(session))
        assert seen.page.locator("figure svg.wide").count() == 3
        assert seen.page.locator("article").count() == len(pages(dossier.file(SITES[0]))) - 1
        assert seen.page.locator("h1").count() == 1
        seen.page.click(".overview a[href='#04-mittwoch']")
        assert (
            seen.page.evaluate("Math.abs(document.getElementById('04-mittwoch').getBoundingClientRect().top)")
            < 50
        )


def _name(page: Page) -> str:
    return page.url.split("#")[0].rsplit("/", 1)[-1]


def _fonts(session: CDPSession) -> set[tuple[str, bool]]:
    """Return the fonts that Chromium took for the text of the page, and whether they were the book's own."""
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    nodes = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": TEXT})["nodeIds"]
    found = set()
    for node in nodes:
        for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]:
            found.add((font["familyName"], font["isCustomFont"]))
    return found
