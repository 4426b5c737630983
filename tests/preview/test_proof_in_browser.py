"""The marks of proofs in a real browser: one turns to them, decides by buttons and keys, and comments on words of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bookbuilder.diagnostics import Findings, Span
from bookbuilder.proof.desk import read_desk
from bookbuilder.proof.mark import MarkedWords, ProofMark, ProofMarkKind
from bookbuilder.world import World
from tests.preview.conftest import awaited_rebuild, opened, previewed, wait_until, wait_until_drawn
from tests.preview.test_proof_marks import (
    ASKED,
    CHAPTER,
    OTHER,
    REPLACED,
    TEXT,
    TRANSLATED,
    add_translation,
    marked,
    state,
)
from tests.validators.axe import axe

HOSTILE = ProofMark(
    ProofMarkKind.COMMENT,
    "fahne.pdf",
    "de",
    MarkedWords("Kiew", "reiste am Montag nach ", " und sprach"),
    Span(CHAPTER, 3, 35),
    Span(CHAPTER, 3, 39),
    comment="<img src=x onerror=\"document.title='pwned'\"></script><script>document.title='pwned'</script>",
    author="</option><b>Mallory",
)


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A book with marks, and the address of its preview."""
    root = marked(tmp_path / "book", REPLACED, OTHER, ASKED, HOSTILE)
    with previewed(tmp_path, root) as (_, address):
        yield root, address


def card(page: Page, mark: ProofMark) -> str:
    return f'#mark-list [data-mark="{mark.id}"]'


def signed(page: Page) -> int:
    """Return how many marks have a button in the margin of a page; those on near lines have one together."""
    texts = page.locator(".flag.proofed").all_text_contents()
    return sum(int(text) if text.isdecimal() else 1 for text in texts)


@pytest.mark.heavy
def test_marks_are_decided_beside_the_pages(shown: tuple[Path, str], chromium: Browser) -> None:
    root, address = shown
    with opened(chromium, address) as page:
        expect(page.locator("#mark-count")).to_have_text("4")
        wait_until(page, lambda: signed(page) == 4)
        # All words of a mark are covered, in one box for each of their lines.
        signs = page.evaluate(
            "path => fetch(`proof/de/print?${new URLSearchParams({ path })}`).then(one => one.json())",
            CHAPTER,
        )
        width = {one["mark"]: one["boxes"][0][2] for one in signs}
        assert [len(one["boxes"]) for one in signs] == [1, 1, 1, 1]
        assert width[ASKED.id] > 1.6 * width[REPLACED.id] > 1.6 * width[HOSTILE.id]
        assert page.evaluate("fetch('proof/de/print').then(one => one.json())") == []
        page.keyboard.press("m")
        # What two people want of the same words stands side by side.
        sides = page.locator("#mark-list .conflict article")
        expect(sides).to_have_count(2)
        expect(sides.first).to_contain_text("Erika wants “Vorsicht”")
        expect(sides.last).to_contain_text("Max wants “Eile”")
        # What somebody has written is text.
        expect(page.locator(card(page, HOSTILE))).to_contain_text("<img src=x")
        assert page.locator("#marks img, #marks script, #marks b").count() == 0
        page.keyboard.press("j")
        expect(page.locator("#mark-list [aria-current]")).to_have_attribute("data-mark", HOSTILE.id)
        expect(page.locator(".leaf .mark").first).to_be_visible()
        page.keyboard.press("j")
        expect(page.locator("#mark-list [aria-current]")).to_have_attribute("data-mark", REPLACED.id)
        # Nobody is asked for their name before; no key that is typed there decides.
        page.keyboard.press("a")
        expect(page.locator("#person")).to_be_focused()
        page.keyboard.type("Lara Krug")
        assert state(root, REPLACED) == "open"
        page.keyboard.press("Tab")
        with awaited_rebuild(page):
            page.locator(card(page, REPLACED)).get_by_role("button", name="Accept").click()
        expect(page.locator("#mark-status")).to_have_text("The words are in the chapter.")
        assert (root / CHAPTER).read_text(encoding="utf-8") == TEXT.replace("Geduld", "Vorsicht")
        expect(page.locator(card(page, REPLACED))).to_have_count(0)
        expect(page.locator(card(page, OTHER))).to_contain_text("are in no text any more")
        # The page is made again, and the words of the other mark are gone.
        wait_until(page, lambda: signed(page) == 2)
        page.locator("#marks").focus()
        with awaited_rebuild(page):
            page.keyboard.press("u")
        expect(page.locator("#mark-status")).to_have_text("Undone.")
        assert (root / CHAPTER).read_text(encoding="utf-8") == TEXT
        wait_until(page, lambda: signed(page) == 4)
        assert axe(page) == ()
        # A button in the margin leads to its marks, one after the other.
        several = page.locator(".flag.proofed", has_text=re.compile("^[2-9]$")).first
        several.click()
        first = page.locator("#mark-list [aria-current]").get_attribute("data-mark")
        several.click()
        expect(page.locator("#mark-list [aria-current]")).not_to_have_attribute("data-mark", str(first))
        asked = page.locator(card(page, ASKED))
        asked.get_by_role("textbox").fill("Nach dem Protokoll.")
        asked.get_by_role("button", name="Answer").click()
        expect(asked).to_contain_text("answered by Lara Krug")
        expect(asked).to_contain_text("Nach dem Protokoll.")
        asked.get_by_role("button", name="Close").click()
        expect(asked).to_have_count(0)
        assert state(root, ASKED) == "closed"
        page.get_by_label("Only open ones").uncheck()
        asked.get_by_role("button", name="Open again").click()
        expect(asked.get_by_role("button", name="Accept")).to_be_visible()
        page.get_by_label("Only open ones").check()
        page.get_by_label("Kind").select_option("comment")
        expect(page.locator("#mark-list article")).to_have_count(2)
        page.locator("#mark-author").select_option("Max")
        expect(page.locator("#mark-list article")).to_have_count(1)
        assert "pwned" not in page.title()


@pytest.mark.heavy
def test_words_of_a_page_are_commented_on(shown: tuple[Path, str], chromium: Browser) -> None:
    root, address = shown
    with opened(chromium, address) as page:
        word = page.evaluate(
            "path => fetch(`place/de/print?${new URLSearchParams({ path, line: 3, column: 5, own: 1 })}`)"
            ".then(one => one.json())",
            CHAPTER,
        )
        last = page.evaluate(
            "path => fetch(`place/de/print?${new URLSearchParams({ path, line: 3, column: 21, own: 1 })}`)"
            ".then(one => one.json())",
            CHAPTER,
        )
        image = page.locator(f'img.page[data-number="{word["page"]}"]')
        image.scroll_into_view_if_needed()

        def click(found: dict[str, list[list[float]]], *keys: str) -> None:
            x, y, width, height = found["boxes"][0]
            wait_until_drawn(page)  # a panel that was opened leaves less room
            size = page.evaluate("one => [one.width, one.naturalWidth]", image.element_handle())
            scale = size[0] / page.evaluate(
                "async number => (await (await fetch('pages/de/print')).json())[number - 1].width",
                word["page"],
            )
            image.click(
                position={"x": (x + width / 2) * scale, "y": (y + height / 2) * scale},
                modifiers=["Shift"] if keys else [],
            )

        click(word)
        expect(page.locator("#remark-label")).to_contain_text("Minister")
        click(last, "Shift")
        expect(page.locator("#remark-label")).to_contain_text("Minister … am")
        page.locator("#remark-text").fill("Welcher?")
        page.locator("#remark").get_by_role("button").click()
        expect(page.locator("#person")).to_be_focused()
        page.keyboard.type("Lara Krug")
        page.locator("#remark").get_by_role("button").click()
        expect(page.locator("#source-word")).to_contain_text("among the marks")
        own = [one.mark for one in read_desk(World(root), Findings()).marks if one.mark.author == "Lara Krug"]
        assert [(one.words.quote, one.comment) for one in own] == [("Minister reiste am", "Welcher?")]
        expect(page.locator(card(page, own[0]))).to_contain_text("Welcher?")
        wait_until(page, lambda: signed(page) == 5)
        assert axe(page) == ()
        # The name is kept by the browser, for this preview and the next one.
        cookies = {one["name"]: one for one in page.context.cookies()}
        assert cookies["person"]["sameSite"] == "Strict"
        page.reload()
        expect(page.locator("#person")).to_have_value(re.compile("Lara Krug"))


@pytest.mark.heavy
def test_many_marks_on_narrow_and_dark_windows(shown: tuple[Path, str], chromium: Browser) -> None:
    root, address = shown
    many = [replace(ASKED, author=f"Leserin {number}", number=number) for number in range(60)]
    marked_again = root / "proof/received/fahne.toml"
    from bookbuilder.proof.received_file import ReceivedFile, received_text

    marked_again.write_text(received_text(ReceivedFile("fahne.pdf", "ab12", "", "de", "print", tuple(many))))
    with opened(chromium, address, 390, 800, "dark") as page:
        expect(page.locator("#mark-count")).to_have_text("60")
        page.locator("#show-marks").click()
        expect(page.locator("#mark-list article")).to_have_count(60)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        for _ in range(3):
            page.keyboard.press("k")
        expect(page.locator("#mark-list [aria-current]")).to_be_in_viewport()
        assert axe(page) == ()


@pytest.mark.heavy
def test_a_mark_on_a_translation_leads_to_its_source(tmp_path: Path, chromium: Browser) -> None:
    root = marked(tmp_path / "book", TRANSLATED)
    add_translation(root)
    with previewed(tmp_path, root) as (_, address), opened(chromium, address) as page:
        expect(page.locator("#mark-count")).to_have_text("1")
        page.keyboard.press("m")
        mark = page.locator(card(page, TRANSLATED))
        mark.locator(".where").first.click()
        expect(page.locator(".leaf .mark").first).to_be_visible()
        shown = page.locator(".edition").first.input_value()
        mark.get_by_role("button", name=f"a translation of {CHAPTER}:3").click()
        expect(page.locator(".edition").first).not_to_have_value(shown)
        expect(page.locator(".leaf .mark").first).to_be_visible()
