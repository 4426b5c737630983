"""A build that stays and a preview see a change of the series, also where an editor replaces a file by a new one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases import book
from tests.unit.test_watch import Watch


@pytest.mark.heavy
def test_a_change_of_the_series_is_built(tmp_path: Path) -> None:
    (tmp_path / "series.toml").write_text('[book]\nauthors = ["R"]\n')
    (tmp_path / "facts.toml").write_text("[gas]\nnumber = 3\n")
    chapter = {"chapters/de/01-a.md": "# A\n\n[Drei]{fact=gas}.\n"}
    watch = Watch(book.write(tmp_path / "heft", chapter, editions=book.PRINT))
    try:
        assert watch.next()[:2] == ("the book", "1 made")
        assert watch.said.get(timeout=60) == "waiting for changes; Ctrl-C ends this"
        (tmp_path / "new.toml").write_text("[gas]\nnumber = 4\n")
        (tmp_path / "new.toml").rename(tmp_path / "facts.toml")
        assert watch.next()[:2] == ("../facts.toml", "1 made")
        (tmp_path / "series.toml").write_text('[book]\nauthors = "R"\n')
        what, made, _, said = watch.next()
        assert what == "../series.toml" and made.startswith("1 error")
        assert any("series.toml:2:1: error: book.authors must be a list" in line for line in said)
        (tmp_path / "other").mkdir()
        (tmp_path / "other" / "book.toml").write_text("")
        assert watch.quiet()
    finally:
        assert watch.end() == 130
