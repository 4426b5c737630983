"""When the data of a chart are edited, its chapter alone is read again, and of that the page of the chart is made again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bookbuilder import api
from bookbuilder.charts.draw_chart import draw_chart
from bookbuilder.formats import book_charts
from bookbuilder.formats.pdf.engine.page_reuse import cached_layouts
from bookbuilder.formats.pdf.engine.page_reuse.page_reuse import PageReuse
from bookbuilder.html import book_parts
from bookbuilder.workers.runner import PoolRunner
from bookbuilder.world import World
from tests.bench.corpus import Author
from tests.cases import book

DATA = "Monat;Summe\nJanuar;{}\nFebruar;317\n"
CHART = "::: chart {kind=column src=/data/hilfe.csv}\nHilfe.\n:::"


@pytest.fixture(autouse=True)
def _without_kept_layouts() -> Iterator[None]:
    cached_layouts._CACHED.clear()
    yield
    cached_layouts._CACHED.clear()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A book of three chapters, each with a chart in its middle, the second one with two; one of these is edited."""
    files = {"data/hilfe.csv": DATA.format(200), "data/andere.csv": DATA.format(1)}
    for number in range(3):
        author = Author(number)
        blocks = [" ".join(author.sentence() for _ in range(6)) for _ in range(40)]
        other = CHART.replace("hilfe", "andere")
        blocks[20:20] = [CHART, other] if number == 1 else [other]
        files[f"chapters/de/0{number}-a.md"] = "\n\n".join((f"# Kapitel {number}", *blocks)) + "\n"
    return book.write(tmp_path / "book", files, editions=book.PRINT)


def edited(root: Path, number: int, runner: PoolRunner) -> bytes:
    """Return the PDF after the data of the chart were edited."""
    (root / "data/hilfe.csv").write_text(DATA.format(number), encoding="utf-8")
    result = api.build(root, runner=runner)
    assert not result.failed, result.diagnostics
    (pdf,) = (root / "output").glob("*.pdf")
    return pdf.read_bytes()


def test_little_is_made_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: list[str] = []
    pages: list[bool] = []
    drawn: list[object] = []
    chapter, taken = book_parts.chapter, PageReuse.taken

    def noted(node: Any, *given: Any) -> Any:
        rendered.append(node.id)
        return chapter(node, *given)

    def counted(self: PageReuse, *given: Any) -> Any:
        page = taken(self, *given)
        pages.append(page is not None)
        return page

    def counted_drawing(*given: Any) -> Any:
        drawn.append(given[0])
        return draw_chart(*given)

    with PoolRunner(World(root), 1, 1 << 26, jail=False) as runner:
        edited(root, 200, runner)
        edited(root, 250, runner)  # from here on the pages of the chapter are kept
        monkeypatch.setattr(book_parts, "chapter", noted)
        monkeypatch.setattr(book_charts, "draw_chart", counted_drawing)
        monkeypatch.setattr(PageReuse, "taken", counted)
        drafted = runner.made["bookbuilder.pipeline.draft_chapter:draft_chapter"]
        data = edited(root, 300, runner)
        assert runner.made["bookbuilder.pipeline.draft_chapter:draft_chapter"] == drafted + 1
    assert rendered == ["01-a"]
    assert len(drawn) == 1
    # The first page is always made, on which the others are planned; then those with charts.
    assert len(pages) > 8 and pages.count(False) <= 4, pages
    cached_layouts._CACHED.clear()
    shutil.rmtree(root / ".bookbuilder")
    with PoolRunner(World(root), 1, jail=False) as runner:
        assert edited(root, 300, runner) == data
