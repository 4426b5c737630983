"""The pages of a chapter that is edited are there before the rest of the book is."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, expect

from bookbuilder import api
from bookbuilder.formats.early_pages import EarlyPages
from bookbuilder.formats.pdf.engine.setup.install_patches import patched
from bookbuilder.preview import live_state
from bookbuilder.preview.live_state import LiveState, ShownEdition, State
from bookbuilder.preview.server import HOST, Preview, listening, serve
from bookbuilder.result import PublishedEdition
from bookbuilder.workers.runner import PoolRunner
from bookbuilder.world import World
from tests.cases import book
from tests.patience import PATIENCE
from tests.preview.conftest import TOKEN

PROSE = "Ein Satz, der nichts sagt und nur die Seite füllt. " * 60
FILES = {
    f"chapters/de/0{n}-teil.md": f"# Teil {n}\n\nSiehe Seite [](#0{n % 3 + 1}-teil){{ref=page}}.\n\n{PROSE}\n"
    for n in (1, 2, 3)
}
FIRST, SECOND = "chapters/de/01-teil.md", "chapters/de/02-teil.md"
FILES[FIRST] += "\nZwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich: 0123456789.\n"
Told = list[tuple[str, str, EarlyPages]]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of three chapters that was built."""
    root = book.write(tmp_path_factory.mktemp("early") / "book", FILES, editions=book.PRINT)
    assert built(root)[1] == [], "nothing was there before"
    return root


def built(root: Path) -> tuple[bytes, Told]:
    """Build a book; return its PDF, and the pages that were told before."""
    told: Told = []
    with PoolRunner(World(root), 1) as runner:
        result = api.build(root, runner=runner, early=lambda *given: told.append(given))
    assert not result.failed, result.diagnostics
    (file,) = result.files
    return file.read_bytes(), told


def texts(data: bytes) -> list[str]:
    """Return the texts of the pages of a PDF."""
    with pypdfium2.PdfDocument(data) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def operators(data: bytes) -> list[bytes]:
    """Return the content of the pages of a PDF."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [b"".join(stream.read_bytes() for stream in page.Contents) for page in pdf.pages]


def edit(root: Path, more: str) -> None:
    """Give the second chapter some text more than it has."""
    (root / SECOND).write_text(f"{FILES[SECOND]}\n{more}\n", encoding="utf-8")


def test_an_edited_chapter_is_there_first(root: Path) -> None:
    edit(root, "Das ist neu.")
    data, told = built(root)
    ((languages, name, early),) = told
    assert (languages, name) == ("de", "print")
    whole, some = texts(data), texts(early.data)
    assert some == [whole[place] for place in early.places]
    assert "Das ist neu." in "".join(some) and "Teil 1" not in "".join(some)
    assert built(root)[1] == [], "nothing was edited"


def test_page_numbers_are_grey_until_they_are_settled(root: Path) -> None:
    edit(root, "Das ist grau.")
    data, ((*_, early),) = built(root)
    first, *others = operators(early.data)
    assert first.count(b"q 0.6 g BT") == 2, "its folio, and the page that it refers to"
    assert all(content.count(b"q 0.6 g BT") == 1 for content in others)
    assert b"q 0.6 g BT" not in b"".join(operators(data))
    with pypdfium2.PdfDocument(early.data) as some, pypdfium2.PdfDocument(data) as whole:
        for at, place in enumerate(early.places):
            one, other = some[at].render().to_pil(), whole[place].render().to_pil()
            differ = ImageChops.difference(one, other).convert("L").histogram()
            assert 0 < sum(differ[1:]) < 200, "nothing but the colour of two numbers"


def test_pages_that_an_edit_moves_are_where_they_will_be(root: Path) -> None:
    edit(root, f"{PROSE}\n\n{PROSE}\n\n{PROSE}")
    data, ((*_, early),) = built(root)
    whole = texts(data)
    assert len(early.places) > 2
    assert texts(early.data) == [whole[place] for place in early.places]


def test_a_sign_that_the_fonts_of_the_book_lack_waits_for_the_book(root: Path) -> None:
    edit(root, "Ein Viertel: ¼")
    data, told = built(root)
    assert told == [] and "¼" in "".join(texts(data))
    edit(root, "Ein Viertel mehr: ¼")
    assert len(built(root)[1]) == 1


# -- in the preview ----------------------------------------------------------------------------------------------------


def pages(*colours: str) -> bytes:
    """Return a PDF with pages of these colours."""
    first, *others = [Image.new("RGB", (200, 300), colour) for colour in colours]
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others, resolution=72)
    return out.getvalue()


@pytest.fixture
def shown(tmp_path: Path, chromium: Browser) -> Iterator[tuple[Page, LiveState]]:
    """A preview of a book of three pages, in a browser."""
    (tmp_path / "output").mkdir()
    (tmp_path / "output/buch.pdf").write_bytes(pages("red", "red", "red"))
    live = LiveState()
    edition = PublishedEdition("pdf", "pdf", "de", "Buch", ("output/buch.pdf",))
    live.set(State(build=1, building=False, editions=(ShownEdition(edition, 1),)))
    on = listening(0)
    serve(Preview(World(tmp_path), live, TOKEN), on)
    page = chromium.new_page(viewport={"width": 1000, "height": 1400})
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(f"http://{HOST}:{on.getsockname()[1]}/{TOKEN}/")
    expect(page.locator("img.page[src]")).to_have_count(3)
    yield page, live
    page.close()


def colours(page: Page, wanted: list[str]) -> None:
    """Wait until the pages have some colours."""
    page.wait_for_function(
        """wanted => {
            const colour = (image) => {
                if (!image.complete || !image.naturalWidth) return "";
                const canvas = document.createElement("canvas");
                const drawing = canvas.getContext("2d");
                drawing.drawImage(image, 0, 0);
                const [red, green] = drawing.getImageData(5, 5, 1, 1).data;
                return red > 200 ? "red" : green > 100 ? "green" : "blue";
            };
            const found = [...document.querySelectorAll("img.page")].map(colour);
            return found.join() === wanted.join();
        }""",
        arg=wanted,
    )


def test_pages_that_are_there_first_take_the_place_of_the_old_ones(
    shown: tuple[Page, LiveState], tmp_path: Path
) -> None:
    page, live = shown
    colours(page, ["red", "red", "red"])
    live.set(replace(live.state, build=2, building=True))
    live.add_early("de pdf", EarlyPages(pages("green"), (1,)))
    live.add_early("de other", EarlyPages(pages("blue"), (0,)))
    colours(page, ["red", "green", "red"])
    (tmp_path / "output/buch.pdf").write_bytes(pages("red", "blue", "blue"))
    (edition,) = live.state.editions
    live.set(replace(live.state, building=False, editions=(replace(edition, build=2),), early=()))
    colours(page, ["red", "blue", "blue"])


def test_pages_of_a_build_that_fails_go_away(shown: tuple[Page, LiveState]) -> None:
    page, live = shown
    live.set(replace(live.state, build=2, building=True))
    live.add_early("de pdf", EarlyPages(pages("green"), (1,)))
    colours(page, ["red", "green", "red"])
    live.set(replace(live.state, building=False, failed=True, early=()))
    colours(page, ["red", "red", "red"])


def test_a_page_that_is_opened_meanwhile_goes_back_as_well(shown: tuple[Page, LiveState]) -> None:
    page, live = shown
    live.set(replace(live.state, build=2, building=True))
    live.add_early("de pdf", EarlyPages(pages("green"), (1,)))
    page.reload()
    colours(page, ["red", "green", "red"])
    live.set(replace(live.state, building=False, failed=True, early=()))
    colours(page, ["red", "red", "red"])


def test_a_build_goes_on_when_the_first_picture_is_there() -> None:
    live = LiveState()
    edition = PublishedEdition("pdf", "pdf", "de", "Buch", ("output/buch.pdf",))
    live.set(State(build=1, editions=(ShownEdition(edition, 1),)))
    with ThreadPoolExecutor(1) as aside, patched([(live_state, "PATIENCE", 2 * PATIENCE)]):
        # Nobody looks, so it does not wait for anybody: it ends before it would have had enough.
        aside.submit(live.add_early, "de pdf", EarlyPages(b"", (1,))).result(PATIENCE)

    async def look() -> None:
        async for state in live.states(frozenset({"de pdf"})):
            if state.early and state.early[0].pages.places == (2,):
                live.note_drawn()
            elif state.early and state.early[0].pages.places == (3,):
                return

    with ThreadPoolExecutor(1) as aside:
        looking = aside.submit(lambda: asyncio.run(asyncio.wait_for(look(), PATIENCE)))
        while not live.shown:
            time.sleep(0.01)
        with patched([(live_state, "PATIENCE", PATIENCE)]):
            live.add_early("de pdf", EarlyPages(b"", (2,)))
        live.add_early("de pdf", EarlyPages(b"", (3,)))
        looking.result()
