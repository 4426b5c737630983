"""A part that was laid out while its font files changed is no result: nothing of it is kept or linked."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.formats.pdf.engine import typeset
from bookbuilder.formats.pdf.engine.setup import font_configuration
from bookbuilder.formats.pdf.font_directory import font_directory
from bookbuilder.formats.pdf.link import metadata
from bookbuilder.html.font_family import Fonts
from bookbuilder.world import World
from tests.cases import book
from tests.sampled import sampled

CHAPTER = "# Kapitel\n\nEin Satz, *kursiv* und **fett**.\n"
MADE = 6
"""Parts of that book."""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the user with nothing in it, and a process that knows no fonts."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    monkeypatch.setattr(font_configuration, "_KNOWN", {})
    return tmp_path / "user/bookbuilder"


def all_of_it(place: Path) -> None:
    shutil.rmtree(place)


def one_file(place: Path) -> None:
    (path,) = place.rglob("Alegreya-Bold.ttf")
    path.unlink()


def another_font(place: Path) -> None:
    (path,) = place.rglob("Alegreya-Bold.ttf")
    (other,) = place.rglob("AlegreyaSans-Bold.ttf")
    data = other.read_bytes()
    path.unlink()
    path.write_bytes(data)


LOSSES: dict[str, Callable[[Path], None]] = {
    "all of it": all_of_it,
    "a file": one_file,
    "another font": another_font,
}


@pytest.mark.parametrize(
    ("when", "loss"), sampled([(when, loss) for loss in LOSSES for when in ("before", "during")])
)
def test_fonts_that_are_lost_while_a_part_is_laid_out_are_told_and_nothing_is_kept(
    when: str,
    loss: str,
    tmp_path: Path,
    cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As if somebody deleted the cache by hand: before the layout begins (what fontconfig knows then are the fonts of the
    machine), or when it has begun."""
    root = book.write(tmp_path / "book", {"chapters/de/01-a.md": CHAPTER}, editions=book.PRINT)
    lay_out, look_up = typeset.lay_out, font_configuration._looked_up

    def losing(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any) -> Any:
            for place in cache.glob("fonts-*") if loss != "all of it" else cache.glob("font*"):
                LOSSES[loss](place)
            return function(*given)

        return call

    if when == "before":
        monkeypatch.setattr(font_configuration, "_looked_up", losing(look_up))
    else:
        monkeypatch.setattr(typeset, "lay_out", losing(lay_out))
    assert main(["build", str(root), "--jobs", "1"]) == 1
    said = capsys.readouterr().err
    assert "fonts/fonts.toml: error: the font files of the book were changed while" in said, said
    assert "[fonts.lost]" in said and not (root / "output").exists()
    monkeypatch.setattr(typeset, "lay_out", lay_out)
    monkeypatch.setattr(font_configuration, "_looked_up", look_up)
    result = api.build(root, jobs=1)
    assert (result.made, result.reused) == (MADE, 0), "something was kept"


def test_a_font_of_another_book_is_never_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = book.write(tmp_path, {"chapters/de/01-a.md": CHAPTER}, editions=book.PRINT)
    monkeypatch.setattr(metadata, "digests", lambda files: {})
    assert main(["build", str(root), "--jobs", "1"]) == 1
    assert "[fonts.lost]" in capsys.readouterr().err


def test_fonts_are_looked_up_once_while_they_stay_as_they_are(tmp_path: Path, cache: Path) -> None:
    world = World(tmp_path)
    files = {name: world.read_asset(name) for name in world.asset_files("fonts/alegreya")}
    directory = font_directory(world, Fonts((), files))
    with (
        font_configuration.book_fonts(world, directory) as first,
        font_configuration.book_fonts(world, directory) as again,
    ):
        assert first is again
    path = directory.files / "fonts/alegreya/Alegreya-Bold.ttf"
    path.write_bytes(path.read_bytes())
    with font_configuration.book_fonts(world, directory) as other:
        assert other is not first
