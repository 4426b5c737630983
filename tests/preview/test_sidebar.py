"""The side bar: chapters and pages in small."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.preview.blank_book import BlankBook, previewed
from tests.validators.axe import axe

LONG = BlankBook(
    400, chapters=tuple((f"Kapitel {number} von vierzig", 10 * number - 9) for number in range(1, 41))
)


def test_it_has_the_chapters_and_marks_the_one_that_is_read(tmp_path: Path, chromium: Browser) -> None:
    with previewed(tmp_path, chromium, BlankBook()) as (page, _):
        chapters = page.locator("#chapters button")
        expect(chapters).to_have_count(3)
        assert [one.split() for one in chapters.all_inner_texts()] == [
            ["Eins", "1"],
            ["Zwei", "4"],
            ["Drei", "8"],
        ]
        expect(page.locator("#thumbs button")).to_have_count(9)
        current = page.locator("#sidebar [aria-current]")
        expect(current.first).to_contain_text("Eins")
        expect(current.nth(1)).to_have_attribute("aria-label", "page 1, 1 of 9")
        chapters.nth(1).click()
        expect(page.locator("#chapters [aria-current]")).to_contain_text("Zwei")
        expect(page.locator("#thumbs [aria-current]")).to_have_attribute("aria-label", "page 4, 4 of 9")
        page.locator("#thumbs button").nth(7).click()
        expect(page.locator("#chapters [aria-current]")).to_contain_text("Drei")
        expect(page.locator("#chapters [aria-current]")).to_have_count(1)
        assert axe(page) == ()


@pytest.mark.heavy
def test_it_is_used_with_the_keyboard(tmp_path: Path, chromium: Browser) -> None:
    with previewed(tmp_path, chromium, BlankBook()) as (page, _):
        page.locator("#show-sidebar").focus()
        page.locator("#chapters button").first.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator("#chapters [aria-current]")).to_contain_text("Zwei")
        page.keyboard.press("Tab")
        expect(page.locator("#thumbs button:focus")).to_have_attribute("aria-current", "page")
        page.keyboard.press("End")
        page.keyboard.press("Enter")
        expect(page.locator(".place")).to_contain_text("8 of 9")
        assert page.locator("#sidebar [tabindex='0']").count() == 2, "a list is one stop"
        page.keyboard.press("c")
        expect(page.locator("#sidebar")).to_be_hidden()
        expect(page.locator("#show-sidebar")).to_have_attribute("aria-expanded", "false")
        page.reload()
        expect(page.locator("img.page[src]").first).to_be_visible()
        expect(page.locator("#sidebar")).to_be_hidden()


@pytest.mark.heavy
def test_of_many_pages_only_those_that_are_seen_are_drawn(tmp_path: Path, chromium: Browser) -> None:
    with previewed(tmp_path, chromium, LONG) as (page, _):
        asked: list[str] = []
        page.on("request", lambda one: asked.append(one.url) if ".png" in one.url else None)
        page.reload()
        expect(page.locator("#thumbs img[src]").first).to_be_visible()
        page.wait_for_timeout(1000)
        assert len(asked) < 50
        page.locator("#chapters button").last.click()
        expect(page.locator("#thumbs [aria-current] img[src]")).to_be_in_viewport()
        page.wait_for_timeout(500)
        assert len(asked) < 100


@pytest.mark.heavy
def test_it_follows_the_pane_that_is_used(tmp_path: Path, chromium: Browser) -> None:
    with previewed(tmp_path, chromium, BlankBook()) as (page, _):
        page.check("#beside")
        second = page.locator(".pages").nth(1)
        expect(second.locator("img.page[src]").first).to_be_visible()
        second.focus()
        page.locator("#chapters button").last.click()
        expect(page.locator(".place").nth(1)).to_contain_text("8 of 9")
        expect(page.locator(".place").first).to_contain_text("1 of 9")


@pytest.mark.heavy
def test_a_build_with_other_chapters_is_shown(tmp_path: Path, chromium: Browser) -> None:
    with previewed(tmp_path, chromium, BlankBook()) as (page, live):
        other = BlankBook(12, chapters=(("Neu", 1), ("Zwei", 6)))
        (tmp_path / "output/buch.de.pdf").write_bytes(other.pdf())
        first, *others = live.state.editions
        live.set(replace(live.state, build=2, editions=(replace(first, build=2), *others)))
        expect(page.locator("#chapters button")).to_have_count(2)
        expect(page.locator("#chapters button").first).to_contain_text("Neu")
        expect(page.locator("#thumbs button")).to_have_count(12)


@pytest.mark.heavy
@pytest.mark.parametrize("where", ["#chapters", "#thumbs"])
def test_a_build_leaves_the_focus_where_it_is(tmp_path: Path, chromium: Browser, where: str) -> None:
    with previewed(tmp_path, chromium, BlankBook()) as (page, live):
        page.locator(f"{where} button").nth(1).focus()
        page.evaluate("where => { document.querySelector(`${where} li`).dataset.old = 'yes' }", where)
        (tmp_path / "output/buch.de.pdf").write_bytes(BlankBook(12).pdf())
        first, *others = live.state.editions
        live.set(replace(live.state, build=2, editions=(replace(first, build=2), *others)))
        expect(page.locator("#thumbs button")).to_have_count(12)
        expect(page.locator(f"{where} [data-old]")).to_have_count(0)
        expect(page.locator(f"{where} button").nth(1)).to_be_focused()
        page.keyboard.press("c")
        expect(page.locator("#sidebar")).to_be_hidden()
        expect(page.locator("#show-sidebar")).to_be_focused()


@pytest.mark.heavy
def test_on_a_narrow_screen_it_is_a_drawer(tmp_path: Path, chromium: Browser) -> None:
    with previewed(tmp_path, chromium, BlankBook(), (390, 844)) as (page, _):
        expect(page.locator("#sidebar")).to_be_hidden()
        page.locator("#show-sidebar").click()
        expect(page.locator("#sidebar")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert axe(page) == ()
        page.keyboard.press("Escape")
        expect(page.locator("#sidebar")).to_be_hidden()
        expect(page.locator("#show-sidebar")).to_be_focused()
        page.locator("#show-sidebar").click()
        page.locator("#chapters button").nth(1).click()
        expect(page.locator("#sidebar")).to_be_hidden()
        expect(page.locator(".place")).to_contain_text("4 of 9")
