"""A preview that answers without building, and one of a book that is built."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Frame, Page, Route, expect

from bookbuilder.preview.live_state import LiveState, ShownEdition, State
from bookbuilder.preview.server import HOST, Preview, listening, serve
from bookbuilder.result import PublishedEdition
from bookbuilder.world import World
from tests.kills import Command
from tests.patience import PATIENCE

TOKEN = "a-token"
EDITIONS = (
    ShownEdition(PublishedEdition("pdf", "pdf", "de", "Buch", ("output/buch.de.pdf",)), 1),
    ShownEdition(PublishedEdition("epub", "epub", "de", "Buch", ("output/buch.de.epub",)), 1),
    ShownEdition(PublishedEdition("web", "web", "de", "Buch", ("output/buch.de", "output/buch.de.html")), 1),
)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Served:
    """A preview of a folder: where it listens, and what it shows."""

    root: Path
    port: int
    live: LiveState

    def ask(self, path: str, method: str = "GET", *, host: str = "", **headers: str) -> Answer:
        """Ask for a path as it stands there."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            if host != "none":
                connection.putheader("Host", host or f"{HOST}:{self.port}")
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Served:
    """A preview of a folder with a few files."""
    root = tmp_path_factory.mktemp("served") / "book"
    for name, text in {
        "book.toml": "secret",
        "output/other.txt": "secret",
        "output/buch.de.html": "<p>one file</p>",
        "output/buch.de/index.html": "<p>index</p>",
        "output/buch.de/css/book.css": "p { color: red }",
    }.items():
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    (root.parent / "outside.txt").write_text("secret")
    (root / "output/buch.de/leads-out").symlink_to(root.parent)
    live = LiveState()
    live.set(State(build=1, building=False, editions=EDITIONS))
    on = listening(0)
    serve(Preview(World(root), live, TOKEN), on)
    return Served(root, on.getsockname()[1], live)


@contextmanager
def previewed(folder: Path, root: Path, *options: str) -> Iterator[tuple[Command, str]]:
    """Run `bookbuilder preview`, and give its address when the book is built."""
    command = Command(folder, "preview", root, "--jobs", "2", *options, shown=True)
    try:
        command.until(lambda one: "the book: " in one.said())
        yield command, next(line for line in command.said().splitlines() if line.startswith("http://"))
    finally:
        command.end(15)


@contextmanager
def opened(
    chromium: Browser,
    address: str,
    width: int = 1200,
    height: int = 800,
    scheme: str = "light",
    lang: str = "en",
) -> Iterator[Page]:
    """Open the preview; nothing may go wrong in its scripts, and nothing be asked of others."""
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        locale=lang,
        bypass_csp=True,  # for axe, which the test puts in
    )
    context.set_default_timeout(PATIENCE * 1000)
    context.add_init_script(REMEMBERED)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    ours = (address, "data:", "blob:")
    page.on("request", lambda one: None if one.url.startswith(ours) else wrong.append(one.url))
    try:
        page.goto(address)
        expect(page.locator("img.page[src]").first).to_be_visible()
        yield page
        assert wrong == []
    finally:
        context.close()


REMEMBERED = """
    const Source = EventSource;
    window.EventSource = class extends Source {
        constructor(address) {
            super(address);
            this.addEventListener("state", ({ data }) => { window.lastState = JSON.parse(data); });
        }
    };
"""
"""Remembers what the page was told last."""


@contextmanager
def awaited_rebuild(page: Page) -> Iterator[None]:
    """Wait at the end until the page shows all of a build that began in here."""
    before = page.evaluate("lastState.build")
    yield
    page.wait_for_function("before => lastState.build > before && !lastState.building", arg=before)
    wait_until_drawn(page)


def wait_until_drawn(page: Page) -> None:
    """Wait until the page is laid out, and no picture of a page that is seen is still to come."""
    # What observes sizes and what is seen is told in a frame, and may change the page for the next one.
    page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))))"
    )
    expect(page.locator("img[data-requested]")).to_have_count(0)


def wait_until(page: Page, ready: Callable[[], bool]) -> None:
    """Wait until something is so while the browser goes on."""
    last = time.monotonic() + PATIENCE
    while not ready():
        assert time.monotonic() < last
        page.wait_for_timeout(20)


def held_requests(page: Page, addresses: str) -> list[Route]:
    """Return a list of the requests for some addresses, which wait from now on until they are told to go on."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(addresses, hold)
    return held


def written_files(root: Path) -> dict[Path, tuple[int, int]]:
    """Return the files of a book with what tells that they were written."""
    found = {}
    for path in root.rglob("*"):
        name = path.relative_to(root)
        if (
            path.is_file()
            and name.parts[0] != "output"
            and not any(part.startswith(".") for part in name.parts)
        ):
            stat = path.stat()
            found[path] = stat.st_mtime_ns, stat.st_size
    return found


def wait_for_builds(command: Command, root: Path) -> None:
    """Wait until a preview has built all that was written: files that are written one after the other are built so."""
    last = root / "a-last-one.txt"  # of the names that are said there are few, and the first ones
    before = command.said().count(last.name)
    last.write_text(str(time.monotonic_ns()), encoding="utf-8")
    command.until(lambda one: one.said().count(last.name) > before)


@pytest.fixture
def shown(preview: tuple[Path, str, Command]) -> Iterator[tuple[Path, str, Command]]:
    """The preview of a module (its fixture `preview`), in which nothing that a test has written is still being built when
    the next one begins."""
    root, _, command = preview
    before = written_files(root)
    yield preview
    if written_files(root) != before:
        wait_for_builds(command, root)


def document_of_e_book(page: Page, true: str) -> Frame:
    """Wait until something is true in a document of the reader, and return it. It is behind a closed shadow root."""
    last = time.monotonic() + PATIENCE
    while time.monotonic() < last:
        for frame in page.frames:
            with suppress(Error):  # it is taken away when the reader turns to another one
                if frame.url.startswith("blob:") and frame.evaluate(true):
                    return frame
        page.wait_for_timeout(100)
    raise AssertionError([frame.url for frame in page.frames])
