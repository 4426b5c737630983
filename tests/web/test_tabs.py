"""Tabs on the web: one is shown with a script, all without it, and what is hidden can be found, linked and printed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.cases.book import settings, write
from tests.conftest import Built, Shared, build_book
from tests.validators.axe import axe
from tests.web.conftest import Seen, window

TEXT = """\
# Trains

See [the summer](#six).

:::: tabs
::: tab Winter
Trains leave at eight.
:::
::: tab *Summer*
Trains leave at [six]{#six}.
:::
::: tab Night
None leave.
:::
::::

Behind.
"""
PLAIN = "# Plain\n\nWords.\n"
SHOWN = """[...document.querySelectorAll('.box.tab')].map(
    (one) => one.checkVisibility({contentVisibilityAuto: true}) && !one.hidden)"""


@pytest.fixture(scope="session")
def trains(shared: Shared) -> Built:
    files = {"chapters/en/01-a.md": TEXT, "chapters/ar/01-a.md": TEXT.replace("Trains", "قطارات")}
    return shared.book(
        "trains",
        lambda root: build_book(
            write(root, {**files, "book.toml": settings(["en", "ar"])}), "--edition", "web"
        ),
    )


@pytest.fixture
def seen(chromium: Browser) -> Iterator[Seen]:
    with window(chromium) as opened:
        yield opened
        assert opened.said == []


@pytest.mark.parametrize(("locale", "forward"), [("en", "ArrowRight"), ("ar", "ArrowLeft")])
def test_one_is_shown_and_the_keys_choose_it(trains: Built, seen: Seen, locale: str, forward: str) -> None:
    seen.go(trains.root / f"output/fall.{locale}/01-a.html")
    page = seen.page
    assert page.evaluate(SHOWN) == [True, False, False]
    assert page.get_by_role("tab").all_text_contents() == ["Winter", "Summer", "Night"]
    page.get_by_role("tab", name="Winter").press(forward)
    assert page.evaluate(SHOWN) == [False, True, False]
    expect(page.get_by_role("tab", name="Summer")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press(forward)
    assert page.evaluate(SHOWN) == [True, False, False]
    page.get_by_role("tab", name="Night").click()
    assert page.evaluate(SHOWN) == [False, False, True]
    assert "None leave." in page.get_by_role("tabpanel", name="Night").inner_text()
    assert seen.said == []
    assert axe(page) == ()
    seen.said.clear()  # axe reads the style sheets, which the page may not


def test_a_link_shows_what_it_leads_to(trains: Built, seen: Seen) -> None:
    seen.go(trains.root / "output/fall.en/01-a.html")
    seen.page.click("a.ref")
    assert seen.page.evaluate(SHOWN) == [False, True, False]
    seen.page.goto("about:blank")
    seen.page.goto((trains.root / "output/fall.en/01-a.html").as_uri() + "#six")
    seen.page.wait_for_function(f"{SHOWN}[1]")


def test_all_are_printed_and_all_are_shown_without_scripts(trains: Built, chromium: Browser) -> None:
    with window(chromium) as seen:
        seen.go(trains.root / "output/fall.en/01-a.html")
        seen.page.emulate_media(media="print")
        heights = (
            "(one) => one.map((tab) => tab.querySelector('p:not(.title)').getBoundingClientRect().height > 5)"
        )
        assert seen.page.locator(".box.tab").evaluate_all(heights) == [True] * 3
    with window(chromium, java_script_enabled=False) as seen:
        seen.page.goto((trains.root / "output/fall.en/01-a.html").as_uri())
        assert [one.is_visible() for one in seen.page.locator(".box.tab > .title").all()] == [True] * 3
        assert seen.page.locator(".box.tab").all_inner_texts()[1].startswith("Summer")


def test_a_book_without_them_has_neither_script_nor_style(trains: Built, odd: Built) -> None:
    for built, found in ((trains, True), (odd, False)):
        (site,) = [path for path in (built.root / "output").iterdir() if path.name == "fall.en"]
        assert ("tablist" in (site / "js/reader.js").read_text(encoding="utf-8")) is found
        assert any(".tabs" in path.read_text(encoding="utf-8") for path in site.rglob("*.css")) is found
