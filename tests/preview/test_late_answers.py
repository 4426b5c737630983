"""Answers that come later than those to younger questions change nothing: each is held back until the younger one came."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Browser, Page, Route, expect

from bookbuilder.preview.live_state import LiveState, ShownEdition
from bookbuilder.result import PublishedEdition
from tests.preview import blank_book
from tests.preview.blank_book import BlankBook
from tests.preview.conftest import held_requests, wait_until, wait_until_drawn
from tests.preview.test_proof_marks import ASKED, REPLACED, marked

WORD = {
    "path": "chapters/de/01-a.md",
    "line": 3,
    "column": 1,
    "page": 1,
    "number": 0,
    "word": "Wort",
    "excerpt": [],
}


class DelayedFirstAnswer:
    """The answer to the first request for some addresses, which is held back; others are answered at once."""

    def __init__(self, page: Page, addresses: str) -> None:
        self.held: tuple[Route, APIResponse] | None = None
        page.route(addresses, self._hold_first)

    def _hold_first(self, route: Route) -> None:
        if self.held is None:
            self.held = route, route.fetch()
        else:
            route.continue_()

    def deliver(self, page: Page) -> None:
        """Give the answer, and wait until the page has taken it."""
        assert self.held is not None
        route, answer = self.held
        route.fulfill(response=answer)
        given = route.request.response()
        assert given is not None
        given.finished()
        page.wait_for_timeout(100)  # for what the page does with it
        wait_until_drawn(page)


@pytest.fixture
def shown(tmp_path: Path, chromium: Browser) -> Iterator[tuple[Page, LiveState, Path]]:
    """A preview of a book with marks of proofs, and its folder."""
    root = marked(tmp_path / "book", REPLACED, ASKED)
    with blank_book.previewed(root, chromium, BlankBook()) as (page, live):
        wait_until_drawn(page)
        yield page, live, root


def end_build(live: LiveState, build: int) -> None:
    """Let a build end."""
    first, *others = live.state.editions
    live.set(replace(live.state, build=build, editions=(replace(first, build=build), *others)))


@pytest.mark.heavy
def test_a_page_stays_as_sharp_as_it_was_drawn(shown: tuple[Page, LiveState, Path]) -> None:
    page, _, _ = shown
    picture = DelayedFirstAnswer(page, "**/pages/de/pdf/1.png*")
    width = "document.querySelector('img.page').naturalWidth"
    page.set_viewport_size({"width": 1600, "height": 1000})
    wait_until(page, lambda: picture.held is not None)
    before = page.evaluate(width)
    page.set_viewport_size({"width": 2400, "height": 1500})
    page.wait_for_function(f"before => {width} > before", arg=before)
    sharp = page.evaluate(width)
    picture.deliver(page)
    assert page.evaluate(width) == sharp > before


@pytest.mark.heavy
def test_a_page_that_could_not_be_drawn_is_asked_for_again(shown: tuple[Page, LiveState, Path]) -> None:
    page, _, _ = shown
    page.route("**/pages/de/pdf/1.png*", lambda route: route.abort())
    page.reload()
    expect(page.locator("img.page").nth(1)).to_have_attribute("src", re.compile("blob:"))
    wait_until_drawn(page)
    expect(page.locator("img.page").first).not_to_have_attribute("src", re.compile("blob:"))
    page.unroute("**/pages/de/pdf/1.png*")
    page.keyboard.press("3")
    expect(page.locator("img.page").first).to_have_attribute("src", re.compile("blob:"))


@pytest.mark.heavy
def test_marks_that_are_read_again_are_listed(shown: tuple[Page, LiveState, Path]) -> None:
    page, live, root = shown
    expect(page.locator("#mark-count")).to_have_text("2")
    received = root / "proof/received/fahne.toml"
    two = received.read_text(encoding="utf-8")
    old = DelayedFirstAnswer(page, "**/proof")
    live.set(replace(live.state))
    wait_until(page, lambda: old.held is not None)
    received.write_text(two[: two.rindex("[[mark]]")], encoding="utf-8")
    live.set(replace(live.state))
    expect(page.locator("#mark-count")).to_have_text("1")
    old.deliver(page)
    expect(page.locator("#mark-count")).to_have_text("1")


@pytest.mark.heavy
def test_a_word_is_marked_where_it_stands_in_pages_that_have_come_meanwhile(
    shown: tuple[Page, LiveState, Path],
) -> None:
    page, live, _ = shown
    questions = held_requests(page, "**/source/**")
    moved = {**WORD, "boxes": [[50, 300, 20, 10]], "at": WORD}
    page.route("**/place/**", lambda route: route.fulfill(json=moved))
    page.locator("img.page").first.click()
    wait_until(page, lambda: bool(questions))
    with page.expect_response("**/outline/de/pdf"):
        end_build(live, 2)
    wait_until_drawn(page)
    questions[0].fulfill(json={**WORD, "boxes": [[50, 100, 20, 10]]})
    height = BlankBook().size[1]
    page.wait_for_function(
        "wanted => Math.abs(parseFloat(document.querySelector('.mark')?.style.top) - wanted) < .1",
        arg=300 / height * 100,
    )


POLICY = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
LONG = f'<!doctype html><title>A</title>{POLICY}<body><p style="height: 5000px">Lang</p>{{}}'


@pytest.mark.heavy
def test_the_web_edition_is_read_on_where_it_was_read(shown: tuple[Page, LiveState, Path]) -> None:
    """A new page says that it is read from its beginning; that may come before it is said to be there."""
    page, live, root = shown
    (root / "output/web").mkdir()
    html = root / "output/web/index.html"
    html.write_text(LONG.format(""), encoding="utf-8")
    web = PublishedEdition("web", "web", "de", "Buch", ("output/web", "output/web.html"))
    live.set(replace(live.state, editions=(*live.state.editions, ShownEdition(web, 1))))
    page.locator(".edition").select_option("de web")
    frame = page.frame_locator(".pane iframe")
    expect(frame.get_by_text("Lang")).to_be_visible()
    page.evaluate("addEventListener('message', ({ data }) => { window.told = data.scrolled; })")
    page.frames[-1].evaluate("scrollTo(0, 1000)")
    page.wait_for_function("told === 1000")
    waiting = held_requests(page, "**/late.svg")
    html.write_text(LONG.format('<img src="late.svg" alt="">'), encoding="utf-8")
    *others, edition = live.state.editions
    live.set(replace(live.state, build=2, editions=(*others, replace(edition, build=2))))
    wait_until(page, lambda: bool(waiting))
    page.frames[-1].evaluate("parent.postMessage({ page: 'index.html', scrolled: 0 }, '*')")
    page.wait_for_function("told === 0")
    waiting[0].fulfill(body=json.dumps({}), content_type="image/svg+xml")
    page.frames[-1].wait_for_function("scrollY === 1000")
