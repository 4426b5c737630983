"""A chart is drawn anew as soon as its data file is saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases import book
from tests.preview.conftest import previewed

DATA = "Monat;Summe\nJanuar;{} USD\nFebruar;317000000 USD\n"


@pytest.mark.heavy
def test_a_data_file_is_watched(tmp_path: Path) -> None:
    chapter = "# Hilfe\n\n::: chart {kind=column src=/data/hilfe.csv}\nHilfe.\n:::\n"
    files = {"chapters/de/01-a.md": chapter, "data/hilfe.csv": DATA.format("200000000")}
    root = book.write(tmp_path / "book", files, editions='[editions.web]\nformat = "web"\n')
    with previewed(tmp_path, root) as (command, _):
        (root / "data/hilfe.csv").write_text(DATA.format("250000000"), encoding="utf-8")
        command.until(lambda one: "data/hilfe.csv: " in one.said())
        page = next(root.glob("output/*.de/01-a.html")).read_text(encoding="utf-8")
        assert page.count(">250<") == 2, "in the drawing for pages, and in the one for phones"
        (root / "data/hilfe.csv").write_text(DATA.format("viel"), encoding="utf-8")
        command.until(lambda one: "1 error" in one.said())
