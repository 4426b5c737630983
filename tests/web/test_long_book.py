"""A book of any length has a web edition; one too long for a page of its own has the folder alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.formats.web import render
from tests.cases import book

WEB = '[editions.web]\nformat = "web"\n'
PARAGRAPH = "Ein Satz mit einigen Wörtern, der sich wiederholt und weitergeht. " * 8


def long_book(root: Path, chapters: int) -> Path:
    text = "\n\n".join([PARAGRAPH] * 120)
    files = {f"chapters/de/{number:03}-a.md": f"# Kapitel {number}\n\n{text}\n" for number in range(chapters)}
    return book.write(root, files, editions=WEB)


@pytest.mark.heavy
def test_a_single_file_of_many_letters(tmp_path: Path) -> None:
    """A text that templates only pass on is no text that they make."""
    result = api.build(long_book(tmp_path, 40), jobs=1)
    assert not result.failed
    folder, single = result.files
    assert folder.is_dir() and single.stat().st_size > 5_000_000
    text = single.read_text(encoding="utf-8")
    assert text.count("<article") == 41 and "Kapitel 39" in text


@pytest.mark.parametrize("limit", [100, 1_000_000])
def test_the_single_file_is_left_out_with_a_notice(
    limit: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "LARGEST_SINGLE_FILE", limit)
    result = api.build(
        book.write(tmp_path, {"chapters/de/01-a.md": "# Eins\n\nText.\n"}, editions=WEB), jobs=1
    )
    assert not result.failed
    left_out = [one for one in result.diagnostics if one.code == "web.single"]
    assert len(left_out) == (limit == 100) and len(result.files) == 2 - len(left_out)
    assert (tmp_path / "output/fall.de/01-a.html").exists()
    (edition,) = result.editions
    assert edition.files[0] == "output/fall.de"


@pytest.mark.parametrize("limit", [1_000, 1_000_000])
def test_the_single_file_is_left_out_for_its_pictures(
    limit: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "LARGEST_WITH_PICTURES", limit)
    picture = "![Ein Bild](bild.svg)"
    files: dict[str, str | bytes] = {"chapters/de/01-a.md": f"# Eins\n\n{picture}\n\n{picture}\n"}
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><desc>{"x" * 500}</desc></svg>'
    result = api.build(book.write(tmp_path, {**files, "chapters/de/bild.svg": drawing}, editions=WEB), jobs=1)
    assert not result.failed
    left_out = [one for one in result.diagnostics if one.code == "web.single"]
    assert len(left_out) == (limit == 1_000) and len(result.files) == 2 - len(left_out)
