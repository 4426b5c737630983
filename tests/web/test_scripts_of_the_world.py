"""Searches the Arabic, Hebrew, Japanese and Chinese test books in a browser, with words of their readers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.books.test_books import LOCALES, _built
from tests.conftest import Built, Shared
from tests.validators.axe import axe
from tests.web.conftest import pages, window

FOUND = {
    # the singular of a plural, and a word with its article
    "ar": {"مساعدة": "مساعدات", "الوزير": "وزير"},
    # with another letter in front
    "he": {"לגבול": "גבול", "החייל": "חיילים"},
    "ja": {"外交": "外交", "記者会見": "記者会見", "米国": "米国"},
    "zh": {"援助": "援助", "乌克兰": "乌克兰", "记者会": "记者会"},
}
"""For each book what is typed, and a part of a word that is marked."""
DIGITS = {"ar": "٠١٢٣٤٥٦٧٨٩"}


@pytest.fixture(params=LOCALES)
def book(request: pytest.FixtureRequest, shared: Shared) -> tuple[str, Built]:
    """A book and its locale."""
    return request.param, shared.book(request.param, _built)


@pytest.mark.heavy
def test_its_words_are_found(book: tuple[str, Built], chromium: Browser) -> None:
    locale, built = book
    with window(chromium, 390) as seen:
        page = seen.page
        for path in (built.file(f"five-days.{locale}/index.html"), built.file(f"five-days.{locale}.html")):
            seen.go(path)
            page.click("#web-open-search")
            for query, word in FOUND[locale].items():
                page.fill("#web-query", "")
                expect(page.locator("#web-places li")).to_have_count(0)
                page.fill("#web-query", query)
                expect(page.locator("#web-places li").first).to_be_visible()
                marked = " ".join(page.locator("#web-places mark").all_inner_texts())
                assert word in marked, (query, marked)
                count = page.locator("#web-places li").count()
                said = page.locator("#web-found").inner_text()
                assert (
                    str(count).translate(str.maketrans("0123456789", DIGITS.get(locale, "0123456789")))
                    in said
                )
            assert seen.said == []
        assert axe(page) == ()


@pytest.mark.heavy
def test_its_windows_are_in_its_direction_and_fonts(book: tuple[str, Built], chromium: Browser) -> None:
    locale, built = book
    with window(chromium, 390) as seen:
        page = seen.page
        seen.go(pages(built.file(f"five-days.{locale}"))[0])
        page.click("#web-open-display")
        box, close = (
            page.locator(one).bounding_box() for one in ("#web-display", "#web-display [data-close]")
        )
        assert box is not None and close is not None
        at_the_left = close["x"] - box["x"] < box["width"] / 2
        assert at_the_left == (locale in ("ar", "he"))
        assert page.locator("input[name=typeface]").count() == 0  # it has no sans for its script
        assert page.locator("input[name=colours]").count() == 4
        page.click("[data-step='1']")
        expect(page.locator("output")).to_have_text({"ar": "١١٥٪\N{ARABIC LETTER MARK}"}.get(locale, "115%"))
