"""Two readers that people use, in a real browser: contents, notes as pop-ups, printed pages, fonts, and a dark screen.

foliate-js is what Foliate and Readest are made of, epub.js what many shops and libraries show books with.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.interop.conftest import REPO
from tests.interop.test_calibre import epubs
from tests.server import Quiet, served

SANDBOX = "both allow-scripts and allow-same-origin"
"""What Chromium says to every reader that shows pages in a frame."""
MODULES = REPO / "node_modules"
EPUB_JS = """\
<!DOCTYPE html><html lang="de"><title>epub.js</title>
<script src="/jszip/dist/jszip.min.js"></script><script src="/epubjs/dist/epub.min.js"></script>
<div id="viewer" style="width: 600px; height: 700px"></div>
<script>
  window.book = ePub("/book.epub");
  window.rendition = book.renderTo("viewer", { width: 600, height: 700, allowScriptedContent: false });
  window.opened = Promise.all([rendition.display(), book.loaded.navigation, book.loaded.pageList]);
</script>
"""


@pytest.fixture(scope="module")
def address(starter: Path) -> Iterator[str]:
    """A server with the readers and the German dossier."""
    for name in ("foliate-js", "epubjs", "jszip"):
        assert (MODULES / name).is_dir(), f"{name} is not installed: run `make test-environment`"
    book = epubs(starter)["de"].read_bytes()

    class Serves(Quiet):
        def do_GET(self) -> None:
            own = {"/book.epub": (book, "application/epub+zip"), "/epub.js.html": (EPUB_JS.encode(), "text/html"),
                   "/favicon.ico": (b"", "image/x-icon")}  # fmt: skip
            if self.path not in own:
                super().do_GET()
                return
            data, kind = own[self.path]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    with served(Serves, MODULES) as found:
        yield found


def opened(chromium: Browser, address: str, ready: str, scheme: Any = "light") -> tuple[Page, list[str]]:
    """Return a page on which a book is open, and what its reader complains about."""
    complaints: list[str] = []
    page = chromium.new_page(viewport={"width": 700, "height": 800}, color_scheme=scheme)
    page.set_default_timeout(60_000)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: (
            complaints.append(said.text)
            if said.type in ("error", "warning") and SANDBOX not in said.text
            else None
        ),
    )
    page.goto(address)
    page.wait_for_function(ready, timeout=60_000)
    return page, complaints


FOLIATE = "() => globalThis.reader?.view?.lastLocation"
GO = """async name => {
  const at = reader.view.book.sections.findIndex(s => s.id.includes(name));
  const there = () => reader.view.renderer.getContents().find(c => c.index === at)?.doc;
  for (let tried = 0; !there() && tried < 100; tried++) {
    await Promise.race([reader.view.goTo(at), new Promise(done => setTimeout(done, 500))]);
    await new Promise(done => setTimeout(done, 100));
  }
  return there();
}"""
"""Goes to a chapter in foliate-js and gives its document when it is shown; while it turns a page, it does not listen."""
FONTS = """async doc => {
  const known = () => [...doc.fonts].map(f => `${f.family} ${f.status}`);
  const families = () => [...new Set([...doc.fonts].map(f => f.family))];
  const settled = () => families().length && families().every(name => known().includes(`${name} loaded`));
  for (let waited = 0; !settled() && waited < 100; waited++) await new Promise(done => setTimeout(done, 50));
  await doc.fonts.ready;
  return known();
}"""


@pytest.fixture(scope="module")
def foliate(chromium: Browser, address: str) -> tuple[Page, list[str]]:
    return opened(chromium, f"{address}/foliate-js/reader.html?url=/book.epub", FOLIATE)


def test_foliate_finds_its_way(foliate: tuple[Page, list[str]]) -> None:
    page, complaints = foliate
    book = page.evaluate(
        "() => { const b = reader.view.book; const flat = l => (l ?? []).flatMap(i => [i.label, ...flat(i.subitems)]);"
        " return { toc: flat(b.toc), pages: b.pageList.map(i => i.label), marks: b.landmarks.map(i => i.type),"
        " title: b.metadata.title, language: b.metadata.language, dir: b.dir } }"
    )
    assert "Kiew" in book["toc"] and "Fünf Tage im Januar" in str(book["title"]) and book["dir"] == "ltr"
    assert len(book["toc"]) > 20 and book["pages"][:3] == ["1", "2", "3"] and book["pages"][-1] == "25"
    assert {mark for marks in book["marks"] for mark in marks} >= {"cover", "toc", "bodymatter", "index"}
    assert complaints == []


def test_foliate_turns_to_a_printed_page(foliate: tuple[Page, list[str]]) -> None:
    page, _ = foliate
    label = page.evaluate(
        """async () => {
          const view = reader.view, wanted = view.book.pageList.find(i => i.label === "18").href;
          for (let tried = 0; view.lastLocation?.pageItem?.label !== "18" && tried < 50; tried++) {
            await Promise.race([view.goTo(wanted), new Promise(done => setTimeout(done, 500))]);
            await new Promise(done => setTimeout(done, 200));
          }
          return view.lastLocation?.pageItem?.label;
        }"""
    )
    assert label == "18"


def test_foliate_shows_a_note_in_a_window_and_follows_a_reference(foliate: tuple[Page, list[str]]) -> None:
    page, _ = foliate
    shown = page.evaluate(
        """async () => {
          const { FootnoteHandler } = await import("/foliate-js/footnotes.js");
          const handler = new FootnoteHandler();
          const { book } = reader.view;
          const doc = await (GO)("04-mittwoch");
          const said = [];
          handler.addEventListener("before-render", e => document.body.append(e.detail.view));  // the window
          handler.addEventListener("render", e => {
            const doc = e.detail.view.renderer.getContents()[0].doc;
            said.push({ type: e.detail.type, hidden: e.detail.hidden, text: doc.body.textContent.trim() });
          });
          const handle = a => handler.handle(book, { detail: { a, href: book.sections.find(
            s => s.id.includes("04-mittwoch")).resolveHref(a.getAttribute("href")) }, preventDefault() {} });
          await handle(doc.querySelector("a.noteref"));
          const other = handle(doc.querySelector("a.ref"));
          return { said, other: other === undefined };
        }""".replace("GO", GO)
    )
    (note,) = shown["said"]
    assert note["type"] == "footnote" and note["hidden"] is True
    assert "Umgerechnet zum Referenzkurs" in note["text"] and "Erst das Geld" not in note["text"]
    assert shown["other"], "a cross-reference is followed, it is no note"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_foliate_has_the_fonts_and_a_dark_page_is_dark(chromium: Browser, address: str, scheme: str) -> None:
    page, complaints = opened(chromium, f"{address}/foliate-js/reader.html?url=/book.epub", FOLIATE, scheme)
    fonts = page.evaluate(f"async () => ({FONTS})(await ({GO})('04-mittwoch'))")
    assert {"Alegreya loaded", "Alegreya Sans loaded"} <= {font.replace('"', "") for font in fonts}
    assert not [font for font in fonts if "error" in font]
    colors = page.evaluate(
        "() => { const doc = reader.view.renderer.getContents()[0].doc;"
        " return [...doc.querySelectorAll('p, h1, h2, figcaption, td')].map(e => getComputedStyle(e).color) }"
    )
    assert set(colors) == {{"light": "rgb(0, 0, 0)", "dark": "rgb(255, 255, 255)"}[scheme]}
    assert complaints == []
    page.close()


@pytest.fixture(scope="module")
def epub_js(chromium: Browser, address: str) -> tuple[Page, list[str]]:
    page, complaints = opened(chromium, f"{address}/epub.js.html", "() => window.opened")
    page.evaluate("() => window.opened")
    return page, complaints


def test_epub_js_finds_its_way(epub_js: tuple[Page, list[str]]) -> None:
    page, _ = epub_js
    book = page.evaluate(
        "() => { const flat = l => l.flatMap(i => [i.label.trim(), ...flat(i.subitems)]);"
        " return { toc: flat(book.navigation.toc), marks: book.navigation.landmarks.map(i => i.type),"
        " pages: book.pageList.pageList.map(p => p.page), title: book.packaging.metadata.title,"
        " identifier: book.packaging.metadata.identifier } }"
    )
    assert "Kiew" in book["toc"] and len(book["toc"]) > 20
    assert {"cover", "toc", "bodymatter", "index"} <= set(book["marks"])
    assert [str(number) for number in book["pages"]][:3] == ["1", "2", "3"]
    assert book["title"] == "Fünf Tage im Januar" and book["identifier"].startswith("urn:uuid:")


def test_epub_js_shows_chapters_with_their_fonts_and_takes_a_dark_theme(
    epub_js: tuple[Page, list[str]],
) -> None:
    page, complaints = epub_js
    page.evaluate("() => rendition.display('text/c-04-mittwoch.xhtml')")
    frame = next(
        frame
        for frame in page.frames
        if frame.parent_frame and frame.query_selector("#\\30 4-mittwoch-title")
    )
    fonts = frame.evaluate(f"() => ({FONTS})(document)")
    assert {"Alegreya loaded", "Alegreya Sans loaded"} <= {font.replace('"', "") for font in fonts}
    page.evaluate(
        "() => { rendition.themes.register('dark', { body: { background: '#000', color: '#fff' } });"
        " rendition.themes.select('dark') }"
    )
    colors = frame.evaluate(
        "() => [...document.querySelectorAll('p, h1, h2')].map(e => getComputedStyle(e).color)"
    )
    assert set(colors) == {"rgb(255, 255, 255)"}
    assert [said for said in complaints if "deprecated" not in said.lower()] == []


def test_epub_js_goes_to_a_note_a_reference_and_a_page(epub_js: tuple[Page, list[str]]) -> None:
    page, _ = epub_js
    for target in ("text/c-04-mittwoch.xhtml#kiew", "text/c-04-mittwoch.xhtml#page-18"):
        place = page.evaluate(
            "async href => { await rendition.display(href); return rendition.currentLocation().start.href }",
            target,
        )
        assert place == target.partition("#")[0]
