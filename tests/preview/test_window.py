"""Pages fit the window, whatever its size, until somebody chooses another size."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.preview.blank_book import A5, BlankBook, previewed
from tests.preview.conftest import wait_until_drawn
from tests.sampled import sampled
from tests.validators.axe import axe

WINDOWS = [(1440, 900), (1920, 1080), (1024, 768), (1366, 768), (2560, 1440)]
OTHERS = {"pocket": (255.0, 397.0), "square": (500.0, 500.0), "wide": (600.0, 400.0)}
SIZES = {"A5": A5, "A4": (595.0, 842.0), **OTHERS}
VISIBLE = """() => {
    const area = document.querySelector(".pages").getBoundingClientRect();
    const inside = ({ left, top, right, bottom }) =>
        left >= area.left && top >= area.top && right <= area.right && bottom <= Math.min(area.bottom, innerHeight);
    return [...document.querySelectorAll("img.page")]
        .map((one) => ({ number: Number(one.dataset.number), ...one.getBoundingClientRect().toJSON() }))
        .filter(inside).map(({ number, left, top, width, height }) => ({ number, left, top, width, height }));
}"""


def visible(page: Page) -> list[dict[str, Any]]:
    """Return the pages that are seen whole, from left to right."""
    wait_until_drawn(page)
    return sorted(page.evaluate(VISIBLE), key=lambda one: one["left"])


def numbers(page: Page) -> list[int]:
    return [one["number"] for one in visible(page)]


def widths(page: Page) -> list[float]:
    """Return how wide the first page of each pane is."""
    first = "one => one.querySelector('img.page').getBoundingClientRect().width"
    return [one.evaluate(first) for one in page.locator(".pages").all()]


@pytest.mark.parametrize("size", sampled(["A5", "A4", *OTHERS], 2 + len(OTHERS)))
def test_it_opens_with_the_spread_fitted_to_the_window(tmp_path: Path, chromium: Browser, size: str) -> None:
    with previewed(tmp_path, chromium, BlankBook(size=SIZES[size])) as (page, _):
        page.locator("body").press("ArrowRight")
        for width, height in WINDOWS:
            page.set_viewport_size({"width": width, "height": height})
            every = visible(page)
            two = [one for one in every if one["top"] == min(other["top"] for other in every)]
            assert [one["number"] for one in two] == [2, 3], (width, height)
            assert two[0]["top"] == two[1]["top"] and two[1]["left"] == two[0]["left"] + two[0]["width"]
            area = page.locator(".pages").bounding_box()
            assert area
            room = min(area["width"] / (2 * two[0]["width"]), area["height"] / two[0]["height"])
            assert 1 < room < 1.2, "it is as large as there is room for"
            assert page.locator(".pages").evaluate("one => one.scrollWidth <= one.clientWidth")
            assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


@pytest.mark.heavy
def test_the_first_page_stands_alone_and_pages_for_the_screen_one_by_one(
    tmp_path: Path, chromium: Browser
) -> None:
    with previewed(tmp_path, chromium, BlankBook(facing=False)) as (page, _):
        for number in (1, 2, 3):
            assert numbers(page) == [number]
            page.locator("body").press("ArrowRight")


@pytest.mark.heavy
def test_a_spread_that_is_read_from_right_to_left_begins_at_the_right(
    tmp_path: Path, chromium: Browser
) -> None:
    with previewed(tmp_path, chromium, BlankBook(right_to_left=True)) as (page, _):
        page.locator("body").press("ArrowRight")
        assert numbers(page) == [3, 2]


def test_a_narrow_window_has_one_page_that_can_be_read(tmp_path: Path, chromium: Browser) -> None:
    with previewed(tmp_path, chromium, BlankBook(), (390, 844)) as (page, _):
        assert numbers(page) == [1]
        (width,) = widths(page)
        assert 340 < width <= 390
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.set_viewport_size({"width": 720, "height": 450})  # 1440 × 900 at 200 %
        wait_until_drawn(page)
        assert widths(page)[0] >= 0.45 * A5[0] * 96 / 72 - 1


@pytest.mark.heavy
def test_what_opens_beside_the_pages_leaves_them_whole(tmp_path: Path, chromium: Browser) -> None:
    with previewed(tmp_path, chromium, BlankBook()) as (page, _):
        page.keyboard.press("ArrowRight")
        before = visible(page)
        page.keyboard.press("p")
        beside = visible(page)
        assert [one["number"] for one in beside] == [2, 3] and beside[0]["width"] < before[0]["width"]
        page.keyboard.press("p")
        page.keyboard.press("c")
        expect(page.locator("#sidebar")).to_be_hidden()
        assert numbers(page) == [2, 3]


@pytest.mark.heavy
def test_the_size_that_somebody_chooses_stays(tmp_path: Path, chromium: Browser) -> None:
    with previewed(tmp_path, chromium, BlankBook()) as (page, _):
        fitted = widths(page)
        page.keyboard.press("+")
        chosen = widths(page)
        assert chosen > fitted
        page.set_viewport_size({"width": 1100, "height": 700})
        page.keyboard.press("p")
        wait_until_drawn(page)
        assert widths(page) == chosen
        expect(page.locator("#fit")).to_have_text("125 %")
        page.reload()
        expect(page.locator("img.page[src]").first).to_be_visible()
        assert widths(page) == chosen
        page.locator("#fit").click()
        expect(page.locator("#fit")).to_have_attribute("aria-pressed", "true")
        assert widths(page) < chosen
        assert numbers(page) == [1]


@pytest.mark.heavy
@pytest.mark.parametrize("size", ["A5", "A4"])
def test_pages_in_two_panes_can_be_read(tmp_path: Path, chromium: Browser, size: str) -> None:
    """A page is as large as there is room for, and its text never smaller than 0.6 of what is printed, but for a phone."""
    with previewed(tmp_path, chromium, BlankBook(size=SIZES[size])) as (page, _):
        page.check("#beside")
        expect(page.locator(".pages").nth(1).locator("img.page[src]").first).to_be_visible()
        points = SIZES[size][0]
        for view, window in product(("", "spreads"), (*WINDOWS, (390, 844))):
            if view:
                page.locator("#view").select_option(view)
            page.set_viewport_size({"width": window[0], "height": window[1]})
            wait_until_drawn(page)
            for pane, width in zip(page.locator(".pages").all(), widths(page), strict=True):
                room = pane.evaluate("one => one.clientWidth")
                assert min(0.6 * points * 96 / 72, room - 40) <= width <= room, (window, width, room)
            assert page.evaluate("document.documentElement.scrollWidth") <= window[0]
        assert axe(page) == ()


@pytest.mark.heavy
def test_panes_are_divided_by_hand(tmp_path: Path, chromium: Browser) -> None:
    with previewed(tmp_path, chromium, BlankBook()) as (page, _):
        page.check("#beside")
        first, bar = page.locator(".pane").first, page.get_by_role("separator")
        before = first.bounding_box()
        bar.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        assert bar.get_attribute("aria-valuenow") == "60"
        after = first.bounding_box()
        assert before and after and after["width"] > before["width"] + 50
        expect(page.locator(".place").first).to_contain_text("1 of 9")  # no page was turned
        place = bar.bounding_box()
        assert place
        page.mouse.move(place["x"] + 2, 400)
        page.mouse.down()
        page.mouse.move(place["x"] - 300, 400)
        page.mouse.up()
        moved = first.bounding_box()
        assert moved and moved["width"] < before["width"]


@pytest.mark.parametrize("name", sampled(["#view", ".edition"], 2))
def test_arrows_turn_pages_after_a_choice(tmp_path: Path, chromium: Browser, name: str) -> None:
    """Chromium changes the choice of a select that has the focus with all four arrows."""
    with previewed(tmp_path, chromium, BlankBook()) as (page, _):
        select = page.locator(name).first
        select.select_option(index=1)
        select.focus()
        chosen, place = select.input_value(), page.locator(".place")
        expect(place).to_contain_text("1 of 9")
        expect(page.locator("img.page[src]").first).to_be_visible()
        page.keyboard.press("ArrowRight")
        expect(place).to_contain_text("2 of 9")
        assert select.input_value() == chosen
        page.keyboard.press("ArrowLeft")
        expect(place).to_contain_text("1 of 9")
        assert select.input_value() == chosen
        page.keyboard.press("ArrowUp")
        assert select.input_value() != chosen, "up and down change it, as everywhere"
