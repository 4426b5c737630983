"""Reads a book in a browser, straight from the file system: searches, chooses how it looks, goes on where one stopped."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import REPO, Built
from tests.sampled import sampled
from tests.validators.axe import axe
from tests.web.conftest import Seen, pages, window

SCRIPTS = REPO / "bookbuilder/formats/web/scripts"
SITE = "woche-der-diplomatie.de"
COLOURS = ("light", "dark", "sepia")
LOOKS = "(e => [e.backgroundColor, e.color, e.fontFamily.split(',')[0], e.fontSize])(getComputedStyle(document.body))"


@pytest.fixture
def seen(chromium: Browser) -> Iterator[Seen]:
    """A window whose pages say nothing and ask nobody."""
    with window(chromium) as opened:
        yield opened
        assert opened.said == []
        assert opened.failed == []
        assert {url for url in opened.asked if not url.startswith(("file:", "data:"))} == set()


def search(page: Page, query: str) -> None:
    """Open the search and type a query; wait until its state is said."""
    if not page.locator("#web-search").is_visible():
        page.click("#web-open-search")
    page.fill("#web-query", query)
    expect(page.locator("#web-found")).not_to_be_empty()


def places(page: Page) -> list[str]:
    found: list[str] = page.locator("#web-places a").evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    )
    return found


def choose(page: Page, **wanted: str) -> None:
    """Choose colours and typeface in the window of the display, and close it."""
    page.click("#web-open-display")
    for name, value in wanted.items():
        page.check(f"input[name={name}][value={value}]")
    page.keyboard.press("Escape")
    expect(page.locator("#web-display")).to_be_hidden()


# -- search ------------------------------------------------------------------------------------------------------------


def test_a_search_leads_to_the_paragraph(dossier: Built, seen: Seen) -> None:
    seen.go(dossier.file(SITE) / "index.html")
    assert not any("search" in url for url in seen.asked)  # loaded when it is wanted
    search(seen.page, "Militärhilfen")
    expect(seen.page.locator("#web-found")).to_have_text(re.compile(r"^Fundstellen: \d+$"))
    first = seen.page.locator("#web-places li").first
    assert first.locator(".where").inner_text().startswith("Erst das Geld, dann das Wort")
    assert "Militärhilfe" in first.locator("mark").all_inner_texts()
    address = places(seen.page)[0]
    with seen.page.expect_navigation():
        first.locator("a").click()
    assert seen.page.url.endswith(f"/{address}")
    anchor = address.partition("#")[2]
    assert "Militärhilfe" in seen.page.locator(f"[id='{anchor}']").inner_text()


def test_all_results_of_a_search_lead_somewhere(dossier: Built, seen: Seen) -> None:
    folder = dossier.file(SITE)
    seen.go(folder / "04-mittwoch.html")
    search(seen.page, "Minister")
    addresses = places(seen.page)
    assert len(addresses) > 8
    assert sum(address.startswith("#") for address in addresses) >= 1  # on this page
    for address in addresses:
        file, _, anchor = address.partition("#")
        text = (folder / (file or "04-mittwoch.html")).read_text(encoding="utf-8")
        assert f'id="{anchor}"' in text


def test_a_result_on_the_same_page_closes_the_window(dossier: Built, seen: Seen) -> None:
    seen.go(dossier.file(SITE) / "04-mittwoch.html")
    search(seen.page, "Abschreckung beruht")
    seen.page.locator("#web-places a[href^='#']").first.click()
    expect(seen.page.locator("#web-search")).to_be_hidden()
    expect(seen.page).to_have_url(re.compile("#04-mittwoch-p"))


MARKED = """() => [...(CSS.highlights.get("bookbuilder-found") ?? [])].map((range) => {
  const box = range.getBoundingClientRect();
  const seen = box.height > 0 && box.top >= 0 && box.bottom <= innerHeight;
  const holder = range.startContainer.parentElement.closest("li, dt, dd, td, th, figcaption, h1, h2, h3, h4, p");
  return [range.toString(), seen, holder?.localName];
})"""


def marked(page: Page) -> list[tuple[str, bool, str]]:
    """Return the words that a page marks as found, whether each is in the window, and in which element it is."""
    found = page.wait_for_function(
        f"() => {{ const found = ({MARKED})(); return found.length ? found : null; }}"
    )
    return [tuple(one) for one in found.json_value()]


@pytest.mark.parametrize(
    ("query", "element"),
    sampled(
        [
            ("Drohung", "h2"),
            ("rückt nach", "li"),
            ("Geschäftstagen", "p"),
            ("Eingefrorener Konflikt", "dt"),
            ("Gast", "p"),
            ("Anknüpfung", "td"),
            ("Vereinigung Twitter", "p"),
            ("Frankreich Ukraine Gesprächsrunde", "p"),
            ("Überschreitung nachziehen", "p"),
            ("durchgezogene Linie", "p"),
            ("Umgerechnet", "p"),
        ],
        6,
    ),
)
def test_a_result_leads_to_its_place_and_marks_the_words(
    dossier: Built, seen: Seen, query: str, element: str
) -> None:
    for start in ("index.html", ""):
        seen.go(dossier.file(f"{SITE}/{start}" if start else f"{SITE}.html"))
        search(seen.page, query)
        first = seen.page.locator("#web-places a").first
        words = {word.casefold() for word in first.locator("mark").all_inner_texts()}
        first.click()
        found = marked(seen.page)
        assert words <= {text.replace("\u00ad", "").casefold() for text, *_ in found}
        assert any(visible for _, visible, _ in found), (query, start)
        own = (
            "h3" if element == "h2" and not start else element
        )  # in the single file headings are a level lower
        assert own in {name for *_, name in found}, (query, start)


def test_the_slash_opens_the_search_and_arrows_go_through_the_results(dossier: Built, seen: Seen) -> None:
    page = seen.page
    seen.go(dossier.file(SITE) / "04-mittwoch.html")
    page.keyboard.press("/")
    expect(page.locator("#web-query")).to_be_focused()
    assert page.input_value("#web-query") == ""
    page.keyboard.type("Kiew / Genf")
    assert page.input_value("#web-query") == "Kiew / Genf"
    page.keyboard.press("Enter")  # the places of the whole query, none that come while the arrows are tried
    expect(page.locator("#web-places mark", has_text="Genf").first).to_be_visible()
    expect(page.locator("#web-places a").nth(1)).to_be_visible()
    links = page.locator("#web-places a")
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#web-query")).to_be_focused()
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert marked(page)


@pytest.mark.parametrize(
    ("query", "stays"), [("Genf Kiew", True), ("Quastenflosser", False)], ids=["found again", "gone"]
)
def test_results_that_come_late_leave_the_focus_in_the_search(
    dossier: Built, seen: Seen, query: str, stays: bool
) -> None:
    page = seen.page
    seen.go(dossier.file(SITE) / "04-mittwoch.html")
    search(page, "Kiew Genf")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#web-places a").nth(0)).to_be_focused()
    page.evaluate("document.querySelector('#web-places').firstChild.dataset.old = 'yes'")
    # Typed before the arrow was pressed, found after it.
    page.evaluate(
        "query => { const field = document.querySelector('#web-query');"
        "field.value = query; field.dispatchEvent(new Event('input')); }",
        query,
    )
    expect(page.locator("#web-places [data-old]")).to_have_count(0)
    if stays:
        expect(page.locator("#web-places a:focus")).to_have_count(1)
    else:
        expect(page.locator("#web-query")).to_be_focused()


@pytest.mark.parametrize(
    ("html", "words", "expected"),
    [
        ("<p id=p>Die UNO und die UN tagen.</p>", ["UN"], ["UN"]),
        ("<p id=p>Ver\u00adtrag und Vertrags\u200btext</p>", ["Vertrag"], ["Ver\u00adtrag"]),
        ("<p id=p>او می\u200cخواهد برود.</p>", ["می\u200cخواهد"], ["می\u200cخواهد"]),
        ("<p id=p>北京大学生</p>", ["大学"], ["大学"]),
    ],
)
def test_whole_words_are_marked_at_the_place_that_was_found(
    chromium: Browser, html: str, words: list[str], expected: list[str]
) -> None:
    page = chromium.new_page()
    page.set_content(f"<main>{html}</main>")
    page.add_script_tag(content=(SCRIPTS / "found-place.js").read_text(encoding="utf-8"))
    text = page.inner_text("#p").replace("\u00ad", "")
    page.evaluate("found => foundPlace.show(found)", {"anchor": "p", "text": text, "words": words})
    assert [text for text, *_ in marked(page)] == expected
    page.close()


def test_nothing_found_is_said(dossier: Built, seen: Seen) -> None:
    seen.go(dossier.file(SITE) / "index.html")
    search(seen.page, "Quastenflosser")
    expect(seen.page.locator("#web-found")).to_have_text("Nichts gefunden.")
    search(seen.page, "Quastenflosser Berlin")
    expect(seen.page.locator("#web-found")).to_have_text(re.compile("Kein Abschnitt enthält alle"))
    seen.page.fill("#web-query", "")
    expect(seen.page.locator("#web-found")).to_be_empty()
    expect(seen.page.locator("#web-places li")).to_have_count(0)


def test_the_keyboard_searches_and_the_next_page_knows_the_query(dossier: Built, seen: Seen) -> None:
    page = seen.page
    seen.go(dossier.file(SITE) / "04-mittwoch.html")
    page.locator("#web-open-search").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#web-query")).to_be_focused()
    page.keyboard.type("Gespräche")
    expect(page.locator("#web-places li").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#web-search")).to_be_hidden()
    expect(page.locator("#web-open-search")).to_be_focused()
    seen.go(dossier.file(SITE) / "05-donnerstag.html")
    page.click("#web-open-search")
    expect(page.locator("#web-query")).to_have_value("Gespräche")
    expect(page.locator("#web-places li").first).to_be_visible()


def test_the_single_file_searches_itself(dossier: Built, seen: Seen, tmp_path: Path) -> None:
    alone = Path(shutil.copy(dossier.file(f"{SITE}.html"), tmp_path / "book.html"))
    seen.go(alone)
    search(seen.page, "Minister")
    addresses = places(seen.page)
    assert len(addresses) > 8 and all(address.startswith("#") for address in addresses)
    seen.page.locator("#web-places a").first.click()
    expect(seen.page.locator("#web-search")).to_be_hidden()
    assert seen.page.evaluate("document.querySelector(':target').closest('article') !== null")


def test_english_is_searched_as_english(dossier: Built, seen: Seen) -> None:
    seen.go(dossier.file("woche-der-diplomatie.en") / "index.html")
    search(seen.page, "negotiating")
    expect(seen.page.locator("#web-found")).to_have_text(re.compile(r"^Places found: \d+$"))
    marked = {word.lower() for word in seen.page.locator("#web-places mark").all_inner_texts()}
    assert marked and all(word.startswith("negotiat") for word in marked)


# -- how it looks ------------------------------------------------------------------------------------------------------


def test_a_choice_is_remembered_by_all_pages_before_they_are_drawn(dossier: Built, seen: Seen) -> None:
    page = seen.page
    seen.go(dossier.file(SITE) / "04-mittwoch.html")
    plain = page.evaluate(LOOKS)
    choose(page, colours="dark", typeface="sans")
    page.click("#web-open-display")
    page.click("[data-step='1']")
    expect(page.locator("#web-display output")).to_have_text("115\N{NO-BREAK SPACE}%")
    chosen = page.evaluate(LOOKS)
    assert chosen[0] == "rgb(18, 24, 29)" and '"Alegreya Sans"' in chosen[2]
    assert float(chosen[3][:-2]) == pytest.approx(1.15 * float(plain[3][:-2]))
    page.add_init_script(
        "new MutationObserver((_, observer) => { if (document.body) { self.first = document.documentElement.dataset.colours;"
        " observer.disconnect(); } }).observe(document, { childList: true, subtree: true });"
    )
    seen.go(dossier.file(SITE) / "index.html")
    assert page.evaluate("first") == "dark"  # when the body began
    assert page.evaluate(LOOKS) == chosen
    seen.go(dossier.file(f"{SITE}.html"))
    assert page.evaluate(LOOKS) == chosen
    page.click("#web-open-display")
    assert page.locator("#web-display input:checked").evaluate_all("all => all.map(one => one.value)") == [
        "sans",
        "normal",
        "dark",
    ]
    page.check("input[value=device]")
    page.check("input[value=serif]")
    page.click("[data-step='-1']")
    assert page.evaluate(LOOKS) == plain
    assert (
        json.loads(page.evaluate("localStorage['bookbuilder:display']")) == {"size": "100"}
        or json.loads(page.evaluate("localStorage['bookbuilder:display']")) == {}
    )


def test_a_choice_goes_before_the_setting_of_the_device(dossier: Built, chromium: Browser) -> None:
    grounds = {}
    with window(chromium, scheme="dark") as opened:
        opened.go(dossier.file(SITE) / "04-mittwoch.html")
        for colours in ("device", "light", "dark", "sepia"):
            choose(opened.page, colours=colours)
            grounds[colours] = opened.page.evaluate(LOOKS)[0]
    assert grounds["device"] == grounds["dark"] == "rgb(18, 24, 29)"
    assert grounds["light"] == "rgb(255, 253, 249)" and grounds["sepia"] == "rgb(243, 233, 212)"


def test_the_size_ends_at_both_ends(dossier: Built, seen: Seen) -> None:
    page = seen.page
    seen.go(dossier.file(SITE) / "04-mittwoch.html")
    page.click("#web-open-display")
    for _ in range(9):
        page.locator("[data-step='1']").dispatch_event("click")
    expect(page.locator("output")).to_have_text("175\N{NO-BREAK SPACE}%")
    assert page.get_attribute("[data-step='1']", "aria-disabled") == "true"
    for _ in range(9):
        page.locator("[data-step='-1']").dispatch_event("click")
    expect(page.locator("output")).to_have_text("85\N{NO-BREAK SPACE}%")
    assert page.get_attribute("[data-step='-1']", "aria-disabled") == "true"


@pytest.mark.heavy
def test_wide_spaces_are_a_choice(dossier: Built, seen: Seen) -> None:
    """Those of WCAG 2.2, 1.4.12, and a little more between lines."""
    page = seen.page
    looks = """() => {
      const s = getComputedStyle(document.querySelector('.chapter > p:not(.lead)')), size = parseFloat(s.fontSize);
      return ['letterSpacing', 'wordSpacing', 'lineHeight'].map(one => (parseFloat(s[one]) || 0) / size)
        .concat([s.hyphens, s.textAlign, document.documentElement.scrollWidth <= innerWidth]); }"""
    for width in (320, 1100):
        page.set_viewport_size({"width": width, "height": 800})
        seen.go(dossier.file(SITE) / "04-mittwoch.html")
        choose(page, spacing="wide")
        seen.go(dossier.file(SITE) / "05-donnerstag.html")
        letters, words, lines, hyphens, align, fits = page.evaluate(looks)
        assert letters >= 0.119 and words >= 0.159 and lines >= 1.5 and fits
        assert hyphens == "manual" and align == "start"
        choose(page, spacing="normal")
        assert page.evaluate(looks)[0] == 0


@pytest.mark.heavy
def test_what_was_kept_wrongly_does_no_harm(dossier: Built, seen: Seen) -> None:
    seen.go(dossier.file(SITE) / "index.html")
    for kept in ("{", "null", "7", '{"colours": "<b>", "size": 7, "typeface": null}'):
        seen.page.evaluate("kept => localStorage.setItem('bookbuilder:display', kept)", kept)
        seen.go(dossier.file(SITE) / "index.html")
        assert seen.page.evaluate("document.documentElement.dataset.colours") is None
        choose(seen.page, colours="dark")
        assert seen.page.evaluate("document.documentElement.dataset.colours") == "dark"


@pytest.mark.heavy
def test_a_browser_that_keeps_nothing_shows_the_page_all_the_same(dossier: Built, seen: Seen) -> None:
    seen.page.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(self, name, { get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    seen.go(dossier.file(SITE) / "04-mittwoch.html")
    choose(seen.page, colours="sepia")
    assert seen.page.evaluate(LOOKS)[0] == "rgb(243, 233, 212)"
    search(seen.page, "Minister")
    assert places(seen.page)
    seen.go(dossier.file(SITE) / "index.html")
    assert not seen.page.locator("#web-resume").is_visible()


# -- where one stopped -------------------------------------------------------------------------------------------------


def stop_at(page: Page, anchor: str) -> None:
    """Scroll to a paragraph and let the page note it."""
    page.locator(f"[id='{anchor}']").evaluate(
        "e => scrollTo(0, e.getBoundingClientRect().top + scrollY - 40)"
    )
    page.evaluate("dispatchEvent(new Event('pagehide'))")


def test_the_contents_lead_to_where_one_stopped_and_nothing_jumps(dossier: Built, seen: Seen) -> None:
    page, folder = seen.page, dossier.file(SITE)
    seen.go(folder / "index.html")
    assert not page.locator("#web-resume").is_visible()
    seen.go(folder / "04-mittwoch.html")
    stop_at(page, "04-mittwoch-pab3be33d")
    seen.go(folder / "index.html")
    assert page.evaluate("scrollY") == 0 and page.url == (folder / "index.html").as_uri()
    expect(page.locator("#web-resume")).to_have_text(
        re.compile(r"Weiterlesen\s+Erst das Geld, dann das Wort · Washington")
    )
    with page.expect_navigation():
        page.click("#web-resume a")
    assert page.url == f"{(folder / '04-mittwoch.html').as_uri()}#04-mittwoch-pab3be33d"
    seen.go(folder / "imprint.html")  # nobody goes on with it
    seen.go(folder / "index.html")
    expect(page.locator("#web-resume")).to_have_text(re.compile("Washington"))


def test_another_language_is_another_book(dossier: Built, seen: Seen) -> None:
    seen.go(dossier.file(SITE) / "04-mittwoch.html")
    stop_at(seen.page, "04-mittwoch-pab3be33d")
    seen.go(dossier.file("woche-der-diplomatie.en") / "index.html")
    assert not seen.page.locator("#web-resume").is_visible()


@pytest.mark.heavy
def test_the_single_file_knows_its_place_too(dossier: Built, seen: Seen) -> None:
    page = seen.page
    seen.go(dossier.file(f"{SITE}.html"))
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    seen.go(dossier.file(f"{SITE}.html"))
    assert not page.locator("#web-resume").is_visible()  # the cover is no place
    stop_at(page, "04-mittwoch-pab3be33d")
    seen.go(dossier.file(f"{SITE}.html"))
    expect(page.locator("#web-resume")).to_have_text(re.compile("Washington"))
    page.click("#web-resume a")
    expect(page).to_have_url(re.compile("#04-mittwoch-pab3be33d$"))


@pytest.mark.parametrize(
    "kept",
    [
        "{",
        "{}",
        '{"chapter": "gone", "anchor": "x", "section": ""}',
        '{"chapter": "\\"], a", "anchor": "", "section": "<b>x</b>"}',
    ],
)
def test_a_place_that_is_no_chapter_is_not_offered(dossier: Built, seen: Seen, kept: str) -> None:
    seen.go(dossier.file(SITE) / "index.html")
    seen.page.evaluate(
        "kept => localStorage.setItem(`bookbuilder:place:${document.body.dataset.book}`, kept)", kept
    )
    seen.go(dossier.file(SITE) / "index.html")
    assert not seen.page.locator("#web-resume").is_visible()


# -- everyone ----------------------------------------------------------------------------------------------------------


def test_without_scripts_all_is_there_and_no_button_is_dead(dossier: Built, chromium: Browser) -> None:
    with window(chromium, java_script_enabled=False) as opened:
        for path in (*pages(dossier.file(SITE)), dossier.file(f"{SITE}.html")):
            opened.page.goto(path.as_uri())
            assert (
                opened.page.locator("button:visible, input:visible, dialog:visible, output:visible").count()
                == 0
            )
            assert opened.page.locator("#web-resume:visible").count() == 0
            assert opened.page.locator("h1").is_visible()
        assert opened.said == []


@pytest.mark.heavy
def test_a_printed_page_has_no_tools_in_any_colours(dossier: Built, seen: Seen) -> None:
    for file in (f"{SITE}/04-mittwoch.html", f"{SITE}/index.html", f"{SITE}.html"):
        seen.page.emulate_media(media="screen")
        seen.go(dossier.file(file))
        choose(seen.page, colours="dark")
        seen.page.emulate_media(media="print")
        assert seen.page.evaluate(LOOKS)[:2] == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
        for hidden in (".tools", ".window", ".resume", ".downloads"):
            assert seen.page.locator(f"{hidden}:visible").count() == 0, hidden


def printed(seen: Seen, place: Path, paper: str) -> list[list[str]]:
    """Print the page that is open; return the lines of each sheet, from top to bottom."""
    seen.page.pdf(format=paper, path=place)
    text = subprocess.run(
        ["pdftotext", "-layout", str(place), "-"], check=True, capture_output=True, text=True
    )
    sheets = text.stdout.split("\f")
    return [[" ".join(line.split()) for line in sheet.splitlines() if line.strip()] for sheet in sheets[:-1]]


@pytest.mark.parametrize(
    ("file", "paper"), [(f"{SITE}.html", "A5"), (f"{SITE}.html", "A6"), (f"{SITE}/04-mittwoch.html", "A4")]
)
def test_on_paper_no_heading_stands_alone_at_the_foot(
    dossier: Built, seen: Seen, tmp_path: Path, file: str, paper: str
) -> None:
    seen.go(dossier.file(file))
    level = ":is(h3, h4)" if file.endswith("de.html") else "h2"
    headings = set(seen.page.locator(f"article {level}").all_inner_texts()) | {"Anmerkungen", "Inhalt"}
    sheets = printed(seen, tmp_path / "printed.pdf", paper)
    assert len(headings) > 3 and len(sheets) > 1
    for number, sheet in enumerate(sheets, 1):
        assert sheet[-1] == str(number)
        assert len(sheet) < 2 or sheet[-2] not in headings, sheet[-3:]


def test_on_paper_each_chapter_of_the_single_file_begins_on_a_page(
    dossier: Built, seen: Seen, tmp_path: Path
) -> None:
    seen.go(dossier.file(f"{SITE}.html"))
    titles = seen.page.locator("article h2.title").all_inner_texts()
    heads = [" ".join(sheet[:2]) for sheet in printed(seen, tmp_path / "printed.pdf", "A5")]
    assert len(titles) == 10
    for title in titles:
        assert any(title[:9] in head for head in heads), title


@pytest.mark.heavy
@pytest.mark.parametrize("colours", COLOURS)
def test_axe_finds_nothing_in_any_colours_nor_in_the_windows(
    dossier: Built, chromium: Browser, colours: str
) -> None:
    with window(chromium) as opened:
        page = opened.page
        # Colours change no widths, nor widths colours: each page is seen at both, in one of them or another.
        files = ("index.html", "01-analyse.html", "04-mittwoch.html", "08-quellen.html", "imprint.html")
        for number, file in enumerate(files, COLOURS.index(colours)):
            opened.go(dossier.file(SITE) / file)
            choose(page, colours=colours)
            width = (360, 1280)[number % 2]
            page.set_viewport_size({"width": width, "height": 800})
            assert axe(page) == (), (file, width)
        page.set_viewport_size({"width": 1280, "height": 800})
        page.click("#web-open-display")
        assert axe(page) == ()
        page.keyboard.press("Escape")
        search(page, "Minister")
        expect(page.locator("#web-places li").first).to_be_visible()
        assert axe(page) == ()


@pytest.mark.heavy
def test_large_type_fits_a_small_screen(dossier: Built, chromium: Browser) -> None:
    with window(chromium, 360) as opened:
        page = opened.page
        opened.go(dossier.file(SITE) / "index.html")
        page.evaluate("localStorage.setItem('bookbuilder:display', '{\"size\": \"175\"}')")
        for path in (*pages(dossier.file(SITE))[::2], dossier.file(f"{SITE}.html")):
            opened.go(path)
            for width in (360, 640):  # 1280 pixels at 200 %
                page.set_viewport_size({"width": width, "height": 400})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (path.name, width)
        for button, dialog in (("#web-open-display", "#web-display"), ("#web-open-search", "#web-search")):
            page.click(button)
            box: Any = page.locator(dialog).bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= 640 and box["y"] + box["height"] <= 400
            close = page.locator(f"{dialog} [data-close]")
            close.click()


@pytest.mark.parametrize(
    ("width", "size"),
    sampled([(360, ""), (768, ""), (1000, ""), (1060, ""), (1000, "130"), (1280, "175"), (1280, "")]),
)
def test_the_buttons_of_the_single_file_cover_no_text(
    dossier: Built, chromium: Browser, width: int, size: str
) -> None:
    with window(chromium, width) as opened:
        page = opened.page
        opened.go(dossier.file(f"{SITE}.html"))
        page.evaluate("size => localStorage.setItem('bookbuilder:display', JSON.stringify({ size }))", size)
        opened.go(dossier.file(f"{SITE}.html"))
        stop_at(page, "04-mittwoch-pab3be33d")
        tools: Any = page.locator(".tools").bounding_box()
        text: Any = page.locator("[id='04-mittwoch-pab3be33d']").bounding_box()
        assert tools["y"] + tools["height"] < 0 or tools["x"] > text["x"] + text["width"]
        assert size or width < 1060 or tools["y"] > 0  # in sight where there is room
