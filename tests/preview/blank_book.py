"""A preview of a book that was not built: its PDF has pages of some size, chapters, and no text."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from playwright.sync_api import Browser, Page, expect

from bookbuilder.diagnostics import Diagnostic
from bookbuilder.preview.live_state import LiveState, ShownEdition, State
from bookbuilder.preview.server import HOST, Preview, listening, serve
from bookbuilder.result import PublishedEdition
from bookbuilder.world import World
from tests.patience import PATIENCE
from tests.preview.conftest import TOKEN

A5 = (148 * 72 / 25.4, 210 * 72 / 25.4)


@dataclass(frozen=True)
class BlankBook:
    """What its PDF is: so many pages of a size in points, `chapters` by title and page (from 1), pages that face one another
    or do not, and the reading direction."""

    count: int = 9
    size: tuple[float, float] = A5
    chapters: Sequence[tuple[str, int]] = (("Eins", 1), ("Zwei", 4), ("Drei", 8))
    facing: bool = True
    right_to_left: bool = False

    def pdf(self) -> bytes:
        """Return the PDF."""
        with pikepdf.new() as pdf:
            for _ in range(self.count):
                pdf.add_blank_page(page_size=self.size)
            with pdf.open_outline() as outline:
                for title, page in self.chapters:
                    entry = pikepdf.OutlineItem(title, page - 1)
                    entry.children.append(pikepdf.OutlineItem("Abschnitt", page - 1))
                    outline.root.append(entry)
            if not self.facing:
                pdf.Root.PageLayout = pikepdf.Name.SinglePage
            if self.right_to_left:
                pdf.Root.ViewerPreferences = pikepdf.Dictionary(Direction=pikepdf.Name.R2L)
            out = io.BytesIO()
            pdf.save(out)
            return out.getvalue()


@contextmanager
def previewed(
    root: Path,
    chromium: Browser,
    shown: BlankBook,
    window: tuple[int, int] = (1440, 900),
    scheme: str = "light",
) -> Iterator[tuple[Page, LiveState]]:
    """Open the preview of a book with two editions; nothing may go wrong in its scripts."""
    (root / "output").mkdir()
    editions = []
    for language in ("de", "en"):
        name = f"output/buch.{language}.pdf"
        (root / name).write_bytes(shown.pdf())
        editions.append(ShownEdition(PublishedEdition("pdf", "pdf", language, "Buch", (name,)), 1))
    live = LiveState()
    live.set(State(build=1, building=False, editions=tuple(editions)))
    on = listening(0)
    serve(Preview(World(root), live, TOKEN), on)
    context = chromium.new_context(
        viewport={"width": window[0], "height": window[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="en",
        bypass_csp=True,
    )
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    try:
        page.goto(f"http://{HOST}:{on.getsockname()[1]}/{TOKEN}/")
        expect(page.locator("img.page[src]").first).to_be_visible()
        yield page, live
        assert wrong == []
    finally:
        context.close()


def found(live: LiveState, *diagnostics: Diagnostic) -> None:
    """Show other diagnostics."""
    live.set(State(build=1, building=False, editions=live.state.editions, diagnostics=diagnostics))
