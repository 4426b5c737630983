"""The parts of a preview that need no browser."""

from __future__ import annotations

import asyncio
import io
import re
import threading
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from bookbuilder.diagnostics import Findings, Severity, Span
from bookbuilder.formats.format import formats
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.plan import plan_editions
from bookbuilder.preview.live_build import first_request
from bookbuilder.preview.live_state import LiveState, State
from bookbuilder.preview.page_images import WIDEST, PageImages, ShownPdf
from bookbuilder.preview.page_words import page_html
from bookbuilder.project import load
from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.world import World
from tests.cases import book
from tests.conftest import REPO
from tests.patience import PATIENCE

PAGE = REPO / "bookbuilder/preview/page"
WORDS = tomllib.loads((PAGE / "words.toml").read_text(encoding="utf-8"))


def test_every_language_has_the_same_words_with_the_same_values() -> None:
    english = WORDS["en"]
    for words in WORDS.values():
        assert words.keys() == english.keys()
        for key, text in words.items():
            assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", english[key])), key


def test_every_word_is_said_and_none_is_missing() -> None:
    script = "".join(file.read_text(encoding="utf-8") for file in sorted(PAGE.glob("*.js")))
    page = "".join((PAGE / name).read_text(encoding="utf-8") for name in ("preview.html", "reader.html"))
    said = set(re.findall(r"words\.(\w+)", page))
    said |= {
        word
        for call in re.findall(r"\b(?:say|choice)\(([^;]*?)[,)]", script)
        for word in re.findall(r'"(\w+)"', call)
    }
    assert said | {*Severity, *BlockStatus} == WORDS["en"].keys()


def test_the_reader_of_e_books_is_the_one_that_is_tested() -> None:
    """`make interop` tries e-books in the foliate-js of package-lock.json; the preview ships the same files of it."""
    shipped = PAGE / "foliate-js"
    source = REPO / "node_modules/foliate-js"
    for file in sorted(shipped.iterdir()):
        assert file.read_bytes() == (source / file.name).read_bytes(), file.name
    imported = {
        name
        for file in shipped.glob("*.js")
        for name in re.findall(
            r"^import .* from '\./([\w-]+\.js)'", file.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert imported | {"view.js", "epub.js", "paginator.js"} == {file.name for file in shipped.glob("*.js")}


@pytest.mark.parametrize(
    ("environ", "browser", "lang", "word"),
    [
        ({}, "de-AT,de;q=0.9", "de", "Vorschau"),
        ({}, "pl", "en", "Preview"),
        ({}, "", "en", "Preview"),
        ({"LANG": "C.UTF-8"}, "fr", "fr", "Aperçu"),
        ({"LANG": "it_IT.UTF-8"}, "de", "it", "Anteprima"),
        ({"LANG": "pl_PL.UTF-8"}, "es", "es", "Vista previa"),
        ({"BOOKBUILDER_LANG": "en", "LANG": "de_DE"}, "de", "en", "Preview"),
    ],
)
def test_the_page_is_in_the_language_of_the_program_or_else_of_the_browser(
    environ: dict[str, str], browser: str, lang: str, word: str
) -> None:
    html = page_html(World(REPO, environ={"HOME": "/nonexistent", **environ}), browser)
    assert f'<html lang="{lang}">' in html and f"<h1>{word}</h1>" in html


def test_whoever_waits_sees_the_next_state() -> None:
    live = LiveState()
    seen: list[int] = []

    async def follow() -> None:
        async for state in live.states():
            seen.append(state.build)
            if state.build == 3:
                return
            threading.Thread(target=live.set, args=(State(build=state.build + 1),)).start()

    # Playwright has a loop of its own in the thread of the tests.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(lambda: asyncio.run(asyncio.wait_for(follow(), PATIENCE))).result()
    assert seen == [0, 1, 2, 3]
    assert live.state.number == 3


def test_a_place_is_turned_to_once_by_whoever_looks_or_looks_next() -> None:
    live = LiveState()

    async def first(asked: int | None) -> Span | None:
        async for state in live.states(asked=asked):
            return state.at
        return None

    def place_for_viewer(asked: int | None = None) -> Span | None:
        with ThreadPoolExecutor(1) as aside:
            return aside.submit(lambda: asyncio.run(asyncio.wait_for(first(asked), PATIENCE))).result()

    assert place_for_viewer() is None
    live.turn_to(Span("a.md", 3, 1))
    assert place_for_viewer() == Span("a.md", 3, 1)
    assert place_for_viewer() is None
    assert place_for_viewer(asked=0) == Span("a.md", 3, 1), "who was away when it was asked for"
    assert place_for_viewer(asked=1) is None
    live.set(State(build=2))
    assert (live.state.at, live.state.asked) == (Span("a.md", 3, 1), 1)


def test_a_page_is_drawn_as_wide_as_it_is_wanted(tmp_path: Path) -> None:
    picture = Image.new("RGB", (100, 200), (0, 0, 255))
    file = io.BytesIO()
    picture.save(file, "PDF", resolution=72)
    images, pdf = PageImages(), ShownPdf("a.pdf", 1, file.getvalue)
    (size,) = images.sizes(pdf)
    assert (size.width, size.height) == (100, 200)
    for wanted, made in ((300, 300), (1, 16), (10**6, WIDEST)):
        drawn = Image.open(io.BytesIO(images.picture(pdf, 0, wanted)))
        assert drawn.size == (made, 2 * made)
        assert drawn.convert("RGB").getpixel((made // 2, made)) == (0, 0, 254)
    for page in (-1, 1):
        with pytest.raises(IndexError):
            images.picture(pdf, page, 100)


def test_a_pdf_is_read_once_a_build_and_few_are_kept() -> None:
    file = io.BytesIO()
    Image.new("RGB", (10, 10)).save(file, "PDF")
    images, read = PageImages(), list[str]()

    def pdf(path: str, build: int) -> ShownPdf:
        def data() -> bytes:
            read.append(f"{path} {build}")
            return file.getvalue()

        return ShownPdf(path, build, data)

    for path, build in (
        ("a", 1),
        ("b", 1),
        ("a", 1),
        ("a", 2),
        ("b", 1),
        ("c", 2),
        ("d", 2),
        ("b", 1),
        ("a", 2),
    ):
        images.sizes(pdf(path, build))
    assert read == ["a 1", "b 1", "a 2", "c 2", "d 2", "a 2"]


@pytest.mark.parametrize(
    ("shown", "locales", "editions"),
    [
        ((), ("de",), ("pdf",)),
        (("en web",), ("en",), ("web",)),
        (("de pdf", "en pdf"), ("de", "en"), ("pdf",)),
        (("de none",), ("de",), ("pdf",)),
        (("de pdf", "en web"), None, None),
    ],
)
def test_what_is_looked_at_is_made_first(
    shown: tuple[str, ...], locales: tuple[str, ...] | None, editions: tuple[str, ...] | None, tmp_path: Path
) -> None:
    """Two languages and two editions are asked for together, so all of both are made: here that is everything."""
    files = {f"chapters/{name}/01-a.md": "# A\n" for name in ("de", "en")}
    root = book.write(
        tmp_path, files, editions='[editions.pdf]\nformat = "pdf"\n[editions.web]\nformat = "web"\n'
    )
    project = load(World(root), Findings(), formats())
    assert project is not None
    asked = BuildRequest(strict=True)
    first = first_request(plan_editions(project, (), ()), asked, frozenset(shown))
    if locales is None:
        assert first is None
    else:
        assert first == BuildRequest(locales, editions or (), strict=True)
        assert first_request(plan_editions(project, locales, editions or ()), asked, frozenset(shown)) is None
