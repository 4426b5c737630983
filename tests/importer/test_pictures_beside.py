"""A manuscript of one file of Markdown has the pictures that lie beside it; a missing one has a placeholder of its own."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bookbuilder.cli import main
from bookbuilder.cli.shared.pictures_beside import MOST, named_beside
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.text_errors import text_errors
from bookbuilder.world import World
from tests.commands import program

TEXT = """\
# Reise

![Eins](bilder/eins%20(1).png)

![Zwei](<./bilder/zwei b.png>) und ![drei][3], <img src="vier.png" alt="Vier">, `![](code.png)`.

![Weg](bilder/weg.png)

![Auch weg](weg2.png "Titel")

![Oben](../oben.png) ![Absolut](/etc/hostname.png) ![Fern](https://example.org/fern.png) ![Link](link.png)

[3]: bilder/drei.png
"""


def png(width: int = 1) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, 8), "red").save(out, "PNG")
    return out.getvalue()


def manuscript(tmp_path: Path, text: str = TEXT, ends: str = "\n") -> Path:
    folder = tmp_path / "ein manuskript ä"
    (folder / "bilder").mkdir(parents=True)
    for number, name in enumerate(
        ("bilder/eins (1).png", "bilder/zwei b.png", "bilder/drei.png", "vier.png"), 2
    ):
        (folder / name).write_bytes(png(number))
    (folder / "code.png").write_bytes(png())
    (tmp_path / "oben.png").write_bytes(png(9))
    (folder / "link.png").symlink_to(tmp_path / "oben.png")
    (folder / "manuskript.md").write_bytes(text.replace("\n", ends).encode())
    return folder / "manuskript.md"


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_what_a_text_names(tmp_path: Path, ends: str) -> None:
    world, names = named_beside(manuscript(tmp_path, ends=ends))
    assert sorted(names) == ["bilder/drei.png", "bilder/eins (1).png", "bilder/zwei b.png", "vier.png"]
    assert world.read("vier.png") == png(5)


@pytest.mark.parametrize("text", ["", "\0![](vier.png\0)", "![](bilder)\n![](..)\n![](.png)", "![](?)"])
def test_texts_that_name_nothing(tmp_path: Path, text: str) -> None:
    assert named_beside(manuscript(tmp_path, text))[1] == []


def test_other_files_name_nothing(tmp_path: Path) -> None:
    page = manuscript(tmp_path).with_name("seite.html")
    page.write_text('<img src="vier.png">')
    assert named_beside(page)[1] == named_beside(tmp_path)[1] == named_beside(tmp_path / "gone.md")[1] == []


def test_very_many(tmp_path: Path) -> None:
    text = "".join(f"![]({number}.png)\n" for number in range(MOST + 50))
    path = manuscript(tmp_path, text)
    for number in range(MOST + 50):
        (path.parent / f"{number}.png").touch()
    assert len(named_beside(path)[1]) == MOST


def check(target: Path) -> None:
    made = (target / "chapters/de/01-reise.md").read_text(encoding="utf-8")
    pictures = {place.read_bytes() for place in (target / "chapters/de/images").iterdir()}
    assert pictures == {png(2), png(3), png(4), png(5)}
    assert '::: missing {source="bilder/weg.png"}\nWeg\n:::' in made
    assert '::: missing {source="weg2.png"}\nAuch weg\n\nTitel\n:::' in made
    assert "Oben (`../oben.png`)" in made and "Link (`link.png`)" in made
    assert text_errors(World(target), {}, BuildRequest()) == ()


def test_the_book(tmp_path: Path) -> None:
    source = manuscript(tmp_path)
    target = tmp_path / "buch"
    assert main(["import", str(source), "--dir", str(target), "--locale", "de", "--date", "2026-01-01"]) == 0
    check(target)


def test_the_book_in_the_jail(tmp_path: Path) -> None:
    """Nothing else in the folder, or above it, can be read there."""
    source = manuscript(tmp_path)
    (tmp_path / "arbeit").mkdir()
    target = tmp_path / "arbeit/buch"
    words = ("--dir", target, "--locale", "de", "--date", "2026-01-01")
    assert program().run("import", source, *words, folder=tmp_path / "arbeit").returncode == 0
    check(target)


def test_another_language_in_the_jail(tmp_path: Path) -> None:
    source = manuscript(tmp_path, "# Reise\n\n![Eins](vier.png)\n")
    other = tmp_path / "english"
    other.mkdir()
    (other / "trip.md").write_text("# Trip\n\n![One](one.png)\n")
    (other / "one.png").write_bytes(png(7))
    (tmp_path / "arbeit").mkdir()
    words = ("--dir", "buch", "--locale", "de", "--date", "2026-01-01", "--also", f"en={other / 'trip.md'}")
    assert program().run("import", source, *words, folder=tmp_path / "arbeit").returncode == 0
    pictures = {place.read_bytes() for place in (tmp_path / "arbeit/buch").rglob("*.png")}
    assert pictures == {png(5), png(7)}
