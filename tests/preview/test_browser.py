"""The preview as it is used: a book is built, changed, broken and mended while a browser shows it."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route, expect

from bookbuilder.diagnostics import Span
from bookbuilder.preview import remote_control
from bookbuilder.program_language.chosen_language import OWN
from tests.cases import book
from tests.kills import Command
from tests.patience import PATIENCE
from tests.preview.conftest import (
    awaited_rebuild,
    document_of_e_book,
    held_requests,
    opened,
    previewed,
    wait_until,
    wait_until_drawn,
)
from tests.validators.axe import axe

CHAPTER = "chapters/de/01-a.md"
FILES = {
    CHAPTER: "# Eins\n\nEin Satz.\n",
    "chapters/de/02-b.md": "# Zwei\n\nEin anderer Satz.\n",
    "chapters/de/03-c.md": "# Drei\n\nDafür [viel Geld]{fact=aid}.\n",
    "chapters/en/03-c.md": "# Three\n\nFor that [much money]{fact=aid}.\n",
    "facts.toml": '[other]\nnumber = 3\n\n[aid]\namount = "5e6 USD"\n',
    "chapters/en/01-a.md": "# One\n\nA sentence.\n",
    "chapters/en/02-b.md": "# Two\n\nAnother sentence.\n",
}


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, Command]]:
    """A book of two languages and its preview."""
    folder = tmp_path_factory.mktemp("preview")
    root = book.write(
        folder / "book",
        FILES,
        editions='[editions.pdf]\nformat = "pdf"\n[editions.web]\nformat = "web"\n[editions.epub]\nformat = "epub"\n',
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(OWN, "C")  # no language is asked for, so the page has that of the browser
        with previewed(folder, root) as (command, address):
            yield root, address, command


def test_a_change_changes_its_page_alone(shown: tuple[Path, str, Command], chromium: Browser) -> None:
    root, address, _ = shown
    pictures = "images => images.map((one) => one.getAttribute('src'))"
    with opened(chromium, address) as page:
        pages = page.locator("img.page")
        page.keyboard.press("3")
        wait_until_drawn(page)
        before = pages.evaluate_all(pictures)
        assert len(before) > 3 and all(before)
        with awaited_rebuild(page):
            (root / CHAPTER).write_text("# Eins\n\nEin neuer Satz.\n", encoding="utf-8")
        after = pages.evaluate_all(pictures)
        assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_a_broken_chapter_is_shown_as_a_draft(shown: tuple[Path, str, Command], chromium: Browser) -> None:
    root, address, _ = shown
    good = (root / CHAPTER).read_text(encoding="utf-8")
    with opened(chromium, address) as page:
        text = "# Eins\n\n![](fern.png)\n\nSiehe [](#nirgends) und [](#nirgendwo).\n\nDanach.\n"
        with awaited_rebuild(page):
            (root / CHAPTER).write_text(text, encoding="utf-8")
        banner = page.locator("#banner")
        expect(banner).to_contain_text("it shows the book as it stands")
        expect(banner).to_be_visible()
        page.keyboard.press("p")
        expect(page.locator("#found li").first).to_contain_text(f"{CHAPTER}:3:1")
        expect(page.locator("#found .error").first).to_be_visible()
        # The pages are those of the draft, whose placeholder takes more lines than the picture that it stands for.
        where = {"path": CHAPTER, "line": 7, "column": 1}
        place = page.evaluate(
            "where => fetch(`place/de/pdf?${new URLSearchParams({ ...where, own: 1 })}`).then(one => one.json())",
            where,
        )
        assert place["at"]["line"] == 7 and place["page"]
        kinds = page.locator("#todo li")
        expect(kinds.first).to_contain_text("2 references lead to nothing")
        kinds.first.get_by_role("button", name=re.compile("lead to nothing")).click()
        expect(page.locator("#excerpt [aria-current]")).to_contain_text("Siehe")
        kinds.first.get_by_role("button", name="Fix all of them").click()
        wait_until(
            page, lambda: "Siehe nirgends und nirgendwo." in (root / CHAPTER).read_text(encoding="utf-8")
        )
        expect(page.locator("#todo")).not_to_contain_text("lead to nothing")
        (root / CHAPTER).write_text(good, encoding="utf-8")
        expect(banner).to_be_hidden()
        expect(page.locator("#nothing")).to_be_visible()


def test_a_book_that_cannot_be_read_leaves_the_last_pages(
    shown: tuple[Path, str, Command], chromium: Browser
) -> None:
    root, address, _ = shown
    good = (root / "book.toml").read_text(encoding="utf-8")
    with opened(chromium, address) as page:
        (root / "book.toml").write_text(good + "[broken\n", encoding="utf-8")
        banner = page.locator("#banner")
        expect(banner).to_be_visible()
        expect(banner).to_contain_text("last built")
        expect(page.locator("img.page[src]").first).to_be_visible()
        (root / "book.toml").write_text(good, encoding="utf-8")
        expect(banner).to_be_hidden()


@pytest.mark.heavy
def test_two_editions_stand_side_by_side(shown: tuple[Path, str, Command], chromium: Browser) -> None:
    _, address, _ = shown
    with opened(chromium, address) as page:
        page.check("#beside")
        expect(page.locator(".pane")).to_have_count(2)
        expect(page.locator(".pane").nth(1).locator("img.page[src]").first).to_be_visible()
        names = [one.evaluate("one => one.selectedOptions[0].text") for one in page.locator(".edition").all()]
        assert names[0].startswith("de · pdf") and names[1].startswith("en · pdf")
        page.locator(".edition").nth(1).select_option(label=next(
            text for text in page.locator(".edition").nth(1).locator("option").all_inner_texts() if "en · web" in text
        ))  # fmt: skip
        frame = page.frame_locator(".pane iframe")
        expect(frame.get_by_text("One").first).to_be_visible()
        page.reload()
        expect(page.frame_locator(".pane iframe").get_by_text("One").first).to_be_visible()


def test_keys_turn_pages_and_choose_views(shown: tuple[Path, str, Command], chromium: Browser) -> None:
    _, address, _ = shown
    with opened(chromium, address) as page:
        page.keyboard.press("2")
        assert page.locator(".spread").count() < page.locator("img.page").count()
        assert page.locator(".spread").first.locator("img").count() == 1, "the first page is a recto"
        place = page.locator(".place").first
        first = place.inner_text()
        page.keyboard.press("ArrowRight")
        expect(place).not_to_have_text(first)
        page.keyboard.press("ArrowLeft")
        expect(place).to_have_text(first)
        width = page.locator("img.page").first.bounding_box()
        page.keyboard.press("+")
        wider = page.locator("img.page").first.bounding_box()
        assert width and wider and wider["width"] > width["width"]


def test_a_click_on_a_word_leads_to_its_source(shown: tuple[Path, str, Command], chromium: Browser) -> None:
    _, address, _ = shown
    with opened(chromium, address) as page:
        page.keyboard.press("2")
        place = page.evaluate(
            """async path => (await fetch(`place/de/pdf?path=${path}&line=3&column=2`)).json()""", CHAPTER
        )
        picture = page.locator(f'img.page[data-number="{place["page"]}"]')
        picture.scroll_into_view_if_needed()
        x, y, width, height = place["boxes"][0]
        points = page.evaluate(
            "async page => (await (await fetch('pages/de/pdf')).json())[page - 1]", place["page"]
        )
        scale = picture.evaluate("one => one.width") / points["width"]
        picture.click(position={"x": (x + width / 2) * scale, "y": (y + height / 2) * scale})
        expect(page.locator("#source-place")).to_have_text(f"{CHAPTER}:3:1")
        expect(page.locator("#excerpt mark")).to_have_text("Ein")
        expect(page.locator(".mark").first).to_be_visible()
        assert axe(page) == ()
        page.keyboard.press(".")
        expect(page.locator("#source-place")).to_have_text(f"{CHAPTER}:3:5")
        page.keyboard.press(",")
        expect(page.locator("#source-place")).to_have_text(f"{CHAPTER}:3:1")
        page.keyboard.press("Escape")
        expect(page.locator("#source")).to_be_hidden()


@pytest.mark.heavy
def test_a_fact_leads_to_where_it_is_defined_and_from_there_to_where_it_is_printed(
    shown: tuple[Path, str, Command], chromium: Browser
) -> None:
    _, address, _ = shown
    with opened(chromium, address) as page:
        page.evaluate(
            """async () => {
                const asked = new URLSearchParams({ path: "facts.toml", line: 5, column: 3 });
                const { page, boxes: [[x, y]] } = await (await fetch(`place/de/pdf?${asked}`)).json();
                const image = document.querySelector(`img.page[data-number="${page}"]`);
                image.scrollIntoView();
                const { width } = (await (await fetch("pages/de/pdf")).json())[page - 1];
                const [left, top] = [x + 1, y + 1].map((points) => points * image.width / width);
                const { x: from, y: down } = image.getBoundingClientRect();
                const at = { clientX: from + left, clientY: down + top, bubbles: true };
                image.dispatchEvent(new MouseEvent("click", at));
            }"""
        )
        expect(page.locator("#source-place")).to_have_text("chapters/de/03-c.md:3:7")
        page.locator("#defined").click()
        expect(page.locator("#source-place")).to_have_text("facts.toml:4:2")
        expect(page.locator("#excerpt mark")).to_have_text("aid")
        expect(page.locator("#defined")).to_be_hidden()
        assert axe(page) == ()


def test_on_a_narrow_screen_the_word_stays_in_sight(
    shown: tuple[Path, str, Command], chromium: Browser
) -> None:
    """The source takes half of it, so the pages become smaller."""
    _, address, _ = shown
    with opened(chromium, address, 360) as page:
        place = page.evaluate(
            """async path => (await fetch(`place/de/pdf?path=${path}&line=3&column=2`)).json()""", CHAPTER
        )
        page.evaluate(
            "number => document.querySelector(`[data-number='${number}']`).scrollIntoView()", place["page"]
        )
        page.keyboard.press(".")
        expect(page.locator("#source")).to_be_visible()
        expect(page.locator(".mark").first).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        assert axe(page) == ()


@pytest.mark.heavy
def test_a_click_in_the_web_edition_leads_to_its_source_and_to_the_page(
    shown: tuple[Path, str, Command], chromium: Browser
) -> None:
    _, address, _ = shown
    with opened(chromium, address) as page:
        page.check("#beside")
        page.locator(".edition").nth(1).select_option("de web")
        frame = page.frame_locator(".pane iframe")
        frame.get_by_role("link", name="Zwei").first.click()
        words = frame.get_by_text("Ein anderer Satz.")
        words.click(position={"x": 5, "y": 8})
        expect(page.locator("#source-place")).to_have_text("chapters/de/02-b.md:3:1")
        expect(page.locator(".pane").first.locator(".mark").first).to_be_visible()
        page.keyboard.press("Escape")
        page.locator(".pages").first.focus()
        page.keyboard.press(".")
        page.frames[-1].wait_for_function("() => getSelection().toString() === 'anderer'")


@pytest.mark.heavy
def test_the_web_edition_stays_at_its_page(shown: tuple[Path, str, Command], chromium: Browser) -> None:
    root, address, _ = shown
    chapter = root / "chapters/de/02-b.md"
    before = chapter.read_text(encoding="utf-8")
    with opened(chromium, address) as page:
        page.locator(".edition").select_option("de web")
        frame = page.frame_locator(".pane iframe")
        frame.get_by_role("link", name="Zwei").first.click()
        expect(frame.get_by_text("Ein anderer Satz.")).to_be_visible()
        chapter.write_text(before + "\nEin neuer Absatz.\n" * 80, encoding="utf-8")
        last = frame.get_by_text("Ein neuer Absatz.").last
        expect(last).to_be_attached()
        # The page says how far it is read when it has been scrolled.
        page.evaluate("addEventListener('message', ({ data }) => { window.scrolledTo = data.scrolled; })")
        last.scroll_into_view_if_needed()
        page.wait_for_function("window.scrolledTo > 0")
        chapter.write_text(before + "\nEin neuer Absatz.\n" * 80 + "\nDas Ende.\n", encoding="utf-8")
        expect(frame.get_by_text("Das Ende.")).to_be_attached()
        expect(last).to_be_in_viewport()
        chapter.unlink()
        (root / "chapters/en/02-b.md").rename(root / "away.md")
        expect(frame.get_by_role("link", name="Drei").first).to_be_visible()
        (root / "away.md").rename(root / "chapters/en/02-b.md")
        chapter.write_text(before, encoding="utf-8")
        expect(frame.get_by_role("link", name="Zwei").first).to_be_visible()


@pytest.mark.heavy
def test_an_e_book_is_shown_on_a_device_and_leads_to_its_source(
    shown: tuple[Path, str, Command], chromium: Browser
) -> None:
    root, address, _ = shown
    with opened(chromium, address) as page:
        page.check("#beside")
        page.locator(".edition").nth(1).select_option("de epub")
        document_of_e_book(page, "document.body !== null")
        width = page.locator(".pane iframe").bounding_box()
        page.locator(".reading select").first.select_option("phone")
        narrower = page.locator(".pane iframe").bounding_box()
        assert width and narrower and narrower["width"] < width["width"]
        trim = page.evaluate("async () => (await (await fetch('pages/de/pdf')).json())[1]")
        page.locator(".reading select").first.select_option("paper")
        # The reader asks for the size of the pages while it opens the book.
        page.wait_for_function(
            """width => {
                const frame = document.querySelector(".pane iframe");
                const wanted = Math.min(width, frame.closest(".pages").clientWidth);
                return Math.abs(parseFloat(getComputedStyle(frame).inlineSize) - wanted) < 1;
            }""",
            arg=trim["width"] * 96 / 72,
        )
        assert axe(page) == ()
        remote_control.ask(root, Span("chapters/de/02-b.md", 3, 5))
        text = document_of_e_book(page, "getSelection().toString() === 'anderer'")
        text.get_by_text("Ein anderer Satz.").click(position={"x": 5, "y": 8})
        expect(page.locator("#source-place")).to_have_text("chapters/de/02-b.md:3:1")
        page.locator(".reading select").nth(1).select_option("dark")
        document_of_e_book(
            page, "getComputedStyle(document.documentElement).backgroundColor === 'rgb(22, 20, 15)'"
        )


@pytest.mark.heavy
def test_a_second_view_follows_to_the_same_block(shown: tuple[Path, str, Command], chromium: Browser) -> None:
    _, address, _ = shown
    with opened(chromium, address) as page:
        page.check("#beside")
        first, second = page.locator(".pages").all()
        expect(second.locator("img.page").first).to_be_visible()
        page.wait_for_timeout(300)
        first.hover()
        first.evaluate("one => { one.scrollTop = one.scrollHeight }")
        expect(second.locator(".mark").first).to_be_visible()


@pytest.mark.heavy
def test_a_translation_is_recorded_beside_its_source(
    shown: tuple[Path, str, Command], chromium: Browser
) -> None:
    root, address, command = shown
    with opened(chromium, address) as page:
        page.check("#beside")
        page.locator(".edition").nth(1).select_option("translation en")
        view = page.locator(".translation")
        view.locator("select").select_option("02-b")
        expect(view.locator("article")).to_have_count(2)
        assert axe(page) == ()
        view.get_by_text("chapters/de/02-b.md:3:1").click()
        expect(page.locator(".pane").first.locator(".mark").first).to_be_visible()
        expect(page.locator("#source-place")).to_have_text("chapters/de/02-b.md:3:1")
        page.keyboard.press("Escape")
        before = command.said().count("\nl10n")  # the folder, where it was not there
        view.get_by_role("button", name="Record as done").last.click()
        expect(view.locator("article.done")).to_have_count(1)
        expect(view.get_by_role("status")).to_have_text("Recorded as done")
        assert "Ein anderer Satz." in (root / "l10n/en/02-b.toml").read_text(encoding="utf-8")
        command.until(lambda one: one.said().count("\nl10n") > before)
        # A build draws the view again; what was said, and the focus, stay.
        source = root / CHAPTER
        text = source.read_text(encoding="utf-8")
        view.locator("article .where").last.focus()
        view.evaluate("one => { one.dataset.older = '' }")
        source.write_text(f"{text}\nNoch einer.\n", encoding="utf-8")
        expect(page.locator(".translation[data-older]")).to_have_count(0)
        expect(view.locator("article")).to_have_count(2)
        expect(view.get_by_role("status")).to_have_text("Recorded as done")
        expect(view.locator("article .where").last).to_be_focused()
        source.write_text(text, encoding="utf-8")


@pytest.mark.heavy
def test_a_translation_is_asked_for_until_it_comes_and_an_old_answer_is_none(
    shown: tuple[Path, str, Command], chromium: Browser
) -> None:
    _, address, _ = shown
    chapter = "**/translations/en/02-b"
    with opened(chromium, address) as page:
        failed: list[str] = []

        def fail_twice(route: Route) -> None:
            failed.append(route.request.url)
            if len(failed) == 1:
                route.abort()
            elif len(failed) == 2:
                route.fulfill(status=500)
            else:
                route.continue_()

        page.route(chapter, fail_twice)
        page.locator(".edition").select_option("translation en")
        view = page.locator(".translation")
        expect(view.locator("article")).to_have_count(1)  # the titles of the book
        view.locator("select").select_option("02-b")
        expect(view.locator("article .where", has_text="chapters/de/02-b.md").first).to_be_visible()
        assert len(failed) >= 3, "more, if a state of the preview comes meanwhile"
        page.unroute(chapter)
        held: list[Route] = []

        def hold_first(route: Route) -> None:
            # A build that ends meanwhile asks once more: only the first answer is an old one.
            if held:
                route.continue_()
            else:
                held.append(route)

        page.route(chapter, hold_first)
        for _ in range(2):
            view.locator("select").select_option("01-a")
            expect(view.locator("article .where", has_text="chapters/de/01-a.md").first).to_be_visible()
            view.locator("select").select_option("02-b")
        expect(view.locator("article .where", has_text="chapters/de/02-b.md").first).to_be_visible()
        before = view.inner_text()
        old = held[0].fetch().json()
        held[0].fulfill(json={**old, "blocks": []})
        page.wait_for_timeout(300)
        assert view.inner_text() == before


@pytest.mark.heavy
def test_an_editor_turns_the_pages(
    shown: tuple[Path, str, Command], chromium: Browser, tmp_path: Path
) -> None:
    root, address, _ = shown
    with opened(chromium, address) as page:
        command = Command(tmp_path, "preview", root, "--at", f"{root}/chapters/en/02-b.md:3:9", shown=True)
        assert command.process.wait(PATIENCE) == 0
        assert command.said() == f"{address}\n"
        command.end(0)
        expect(page.locator(".edition")).to_have_value("en pdf")
        expect(page.locator(".mark").first).to_be_visible()
    command = Command(tmp_path, "preview", root, "--at", "chapters/en/99-z.md:3")
    assert command.process.wait(PATIENCE) == 1
    assert "no place in the book is called 'chapters/en/99-z.md:3' [preview.at]" in command.said()
    command.end(0)


@pytest.mark.heavy
def test_a_build_that_ends_meanwhile_leaves_the_mark(
    shown: tuple[Path, str, Command], chromium: Browser, tmp_path: Path
) -> None:
    root, address, _ = shown
    chapter = root / "chapters/en/02-b.md"
    good = chapter.read_text(encoding="utf-8")
    with opened(chromium, address) as page:
        # With each state the pages are asked for again until they are there.
        held = held_requests(page, "**/pages/en/*")
        command = Command(tmp_path, "preview", root, "--at", f"{chapter}:3:9")
        command.end(0)
        wait_until(page, lambda: bool(held))
        asked = len(held)
        with awaited_rebuild(page):
            chapter.write_text(f"{good}\nOne more.\n", encoding="utf-8")
        wait_until(page, lambda: len(held) > asked)
        held.pop(0).continue_()
        expect(page.locator(".mark").first).to_be_visible()
        while held:  # a question may be asked again until there is an answer
            route = held.pop(0)
            route.continue_()
            answer = route.request.response()
            assert answer is not None
            answer.finished()
            wait_until_drawn(page)
        expect(page.locator(".mark").first).to_be_visible()
        chapter.write_text(good, encoding="utf-8")


def test_an_edition_that_is_left_and_chosen_again_is_shown(
    shown: tuple[Path, str, Command], chromium: Browser
) -> None:
    _, address, _ = shown
    with opened(chromium, address) as page:
        page.locator(".edition").select_option("de pdf")
        expect(page.locator("img.page[src]").first).to_be_visible()
        held = held_requests(page, "**/pages/en/*")
        page.locator(".edition").select_option("en pdf")
        wait_until(page, lambda: bool(held))
        page.locator(".edition").select_option("de pdf")
        held[0].continue_()
        expect(page.locator("img.page[src]").first).to_be_visible()


@pytest.mark.heavy
def test_a_problem_is_marked_and_fixed(shown: tuple[Path, str, Command], chromium: Browser) -> None:
    root, address, _ = shown
    good = (root / CHAPTER).read_text(encoding="utf-8")
    with opened(chromium, address) as page:
        page.locator(".edition").select_option("de pdf")
        with awaited_rebuild(page):
            (root / CHAPTER).write_text(f"{good}\nZwei  Leerzeichen.\n", encoding="utf-8")
        flag = page.locator(".flag").first
        expect(flag).to_be_visible()
        assert "2 spaces in a row" in str(flag.get_attribute("aria-label"))
        flag.click()
        expect(page.locator("#found .where:focus")).to_have_text(f"{CHAPTER}:5:5")
        assert axe(page) == ()
        page.locator("#found .where:focus").click()
        expect(page.locator("#excerpt [aria-current]")).to_have_text("Zwei  Leerzeichen.")
        with awaited_rebuild(page):
            page.get_by_role("button", name="Fix it").click()
        expect(page.locator(".flag")).to_have_count(0)
        assert (root / CHAPTER).read_text(encoding="utf-8") == f"{good}\nZwei Leerzeichen.\n"
        (root / CHAPTER).write_text(good, encoding="utf-8")


@pytest.mark.heavy
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_everybody_can_use_it(
    shown: tuple[Path, str, Command], chromium: Browser, width: int, scheme: str
) -> None:
    _, address, _ = shown
    with opened(chromium, address, width, 740, scheme, "de") as page:
        assert page.locator("h1").inner_text() == "Vorschau"
        for _ in range(2):
            assert axe(page) == ()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.keyboard.press("p")


@pytest.mark.heavy
def test_everybody_can_use_it_while_pictures_are_awaited(
    shown: tuple[Path, str, Command], chromium: Browser
) -> None:
    _, address, _ = shown
    with opened(chromium, address) as page:
        held = held_requests(page, "**/pages/**/*.png*")
        page.reload()
        wait_until(
            page, lambda: any("width=152" in one.request.url or "width=76" in one.request.url for one in held)
        )
        assert axe(page) == ()


def test_what_is_looked_at_is_shown_before_the_rest_is_made(shown: tuple[Path, str, Command]) -> None:
    root, address, _ = shown
    chapter = root / "chapters/en/02-b.md"
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)
    connection.request("GET", f"{urlsplit(address).path}events?shown=en+pdf")
    with closing(connection), connection.getresponse() as events:
        lines = (line.decode() for line in events)
        states = (json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: "))
        before = next(state for state in states if not state["building"])
        chapter.write_text(chapter.read_text(encoding="utf-8") + "\nMore of it.\n", encoding="utf-8")
        first = next(
            state for state in states if any(one["build"] > before["build"] for one in state["editions"])
        )
        assert first["building"]
        # The server may not know yet that the browsers of earlier tests are gone: what they looked at comes first as well.
        made = {one["key"] for one in first["editions"] if one["build"] > before["build"]}
        assert "en pdf" in made and len(made) < len(first["editions"])
        last = next(state for state in states if not state["building"])
    assert {one["build"] for one in last["editions"]} == {first["build"]}
    assert [one["key"] for one in last["editions"]] == [one["key"] for one in before["editions"]]


@pytest.mark.heavy
def test_two_previews_live_side_by_side(
    shown: tuple[Path, str, Command], tmp_path: Path, chromium: Browser
) -> None:
    _, address, _ = shown
    root = book.write(tmp_path / "other", {CHAPTER: "# Anderes\n\nBuch.\n"}, editions=book.PRINT)
    with previewed(tmp_path, root) as (_, other):
        assert other != address
        with opened(chromium, other), opened(chromium, address):
            pass


def test_a_port_that_is_taken_is_said(shown: tuple[Path, str, Command], tmp_path: Path) -> None:
    root, address, _ = shown
    port = address.split(":")[2].partition("/")[0]
    command = Command(tmp_path, "preview", root, "--port", port, "--editor", "ed")
    assert command.process.wait(PATIENCE) == 1
    assert "the preview cannot open files in 'ed' [preview.editor]" in command.said()
    assert "cannot be used: Address already in use [preview.port]" in command.said()
    command.end(0)
