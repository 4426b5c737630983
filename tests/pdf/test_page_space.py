"""Space above headings and quotations grows where a page is full then, and nowhere else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from string import digits

import pytest

from bookbuilder import api
from tests.bench import corpus
from tests.looks.figures import figures
from tests.looks.lines import Line, read_lines

pytestmark = pytest.mark.heavy
PAGES = 60
FREE = '[figures]\nwithin = "chapter"\n'
"""Figures that move past headings, so that pages need not be short because of them."""
NONE = f'{FREE}[pages]\nheading_space = "0"\nblock_space = "0"\n'


def built(folder: Path, theme: str) -> list[Line]:
    """Return the lines of a generated book in which quotations, lists and tables stand at the foot of pages."""
    corpus.write(folder, PAGES)
    if theme:
        sheet = folder / "styles/dossier/theme.toml"
        sheet.parent.mkdir(parents=True)
        sheet.write_text(theme, encoding="utf-8")
    result = api.build(folder, editions=["pdf"], jobs=2)
    assert not result.failed, result.diagnostics
    (pdf,) = result.files
    return read_lines(pdf)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Line], list[Line]]:
    folder = tmp_path_factory.mktemp("space")
    return built(folder / "without", NONE), built(folder / "with", FREE)


def test_pages_are_full_by_space_above_blocks(books: tuple[list[Line], list[Line]]) -> None:
    without, spaced = (figures(lines) for lines in books)
    assert without.short_pages > 0
    # Rows of tables are not as high as lines, so where one begins a page, the page before may be a line short.
    assert spaced.short_pages <= 2 < without.short_pages and spaced.uneven_spreads <= 5


def test_no_text_is_lost_by_it(books: tuple[list[Line], list[Line]]) -> None:
    """Words are divided at other places, and figures stand elsewhere, numbers of pages are others, but all letters are
    there."""
    without, spaced = (Counter("".join(line.text for line in lines)) for lines in books)
    for sign in " -\u00ad\u2010" + digits:
        without[sign] = spaced[sign] = 0
    assert without == spaced


def test_lines_stand_on_the_grid_below_added_space(books: tuple[list[Line], list[Line]]) -> None:
    """All lines of running text of a page are whole or half lines apart."""
    _, spaced = books
    pages: dict[int, list[float]] = {}
    for line in spaced:
        if line.kind == "P" and not {"Table", "Note", "Figure"} & set(line.inside) and line.size > 10:
            pages.setdefault(line.page, []).append(line.baseline)
    steps = [
        (page[0] - baseline) / 13.5 * 2 for page in pages.values() if len(page) > 20 for baseline in page
    ]
    assert len(steps) > 500
    assert max(abs(step - round(step)) for step in steps) < 0.05
