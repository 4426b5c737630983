"""A book reads what lies in its own folder: links that lead out, dots, absolute paths and pipes are refused with a word."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.world import World
from tests.cases import book

SECRET = "# Geheim\n\nDas Geheimnis der Maschine.\n"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder beside the book, with what must not be read."""
    folder = tmp_path / "outside"
    (folder / "images").mkdir(parents=True)
    (folder / "secret.md").write_text(SECRET)
    (folder / "print.css").write_text("p { color: red }")
    (folder / "a.svg").write_text(PICTURE)
    (folder / "images/a.svg").write_text(PICTURE)
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A book."""
    return book.write(tmp_path / "book", {"chapters/de/01-a.md": book.CHAPTER}, editions=book.PRINT)


def told(root: Path) -> list[str]:
    """Return what a build says; it must not have made anything."""
    result = api.build(root)
    assert result.files == ()
    assert "Geheim" not in book.told(result.diagnostics)
    return [f"{d.span}: {d.code}" for d in result.diagnostics]


def test_a_chapter_that_is_a_link_out(root: Path, outside: Path) -> None:
    (root / "chapters/de/02-b.md").symlink_to(outside / "secret.md")
    assert told(root) == ["chapters/de/02-b.md: path.outside"]


def test_a_chapter_that_is_a_relative_link_out(root: Path, outside: Path) -> None:
    (root / "chapters/de/02-b.md").symlink_to("../../../outside/secret.md")
    assert told(root) == ["chapters/de/02-b.md: path.outside"]


def test_a_chapter_that_is_a_link_to_nothing(root: Path) -> None:
    (root / "chapters/de/02-b.md").symlink_to("03-c.md")
    assert told(root) == ["chapters/de/02-b.md: file.missing"]


def test_a_chapter_that_is_a_link_inside_the_book(root: Path) -> None:
    (root / "more.md").write_text("# Mehr\n\nEin Satz.\n")
    (root / "chapters/de/02-b.md").symlink_to("../../more.md")
    assert api.build(root).files


def test_the_chapters_are_a_link_out(root: Path, outside: Path) -> None:
    (outside / "de").mkdir()
    (outside / "de/01-a.md").write_text(SECRET)
    (root / "chapters/de/01-a.md").unlink()
    (root / "chapters/de").rmdir()
    (root / "chapters/de").symlink_to(outside / "de")
    assert told(root) == ["chapters/de: path.outside"]


@pytest.mark.parametrize("name", ["facts.toml", "names.toml", "book.toml"])
def test_a_file_of_settings_is_a_link_out(name: str, root: Path, outside: Path) -> None:
    (root / name).unlink(missing_ok=True)
    (root / name).symlink_to(outside / "secret.md")
    assert told(root) == [f"{name}: path.outside"]


def test_a_picture_is_a_link_out(root: Path, outside: Path) -> None:
    (root / "chapters/de/01-a.md").write_text("# A\n\n![a](a.svg) ![b](images/a.svg)\n")
    (root / "chapters/de/a.svg").symlink_to(outside / "a.svg")
    (root / "chapters/de/images").symlink_to(outside / "images")
    assert told(root) == ["chapters/de/01-a.md:3:1: path.outside", "chapters/de/01-a.md:3:13: path.outside"]


@pytest.mark.parametrize("folder", ["styles", "styles/dossier", "fonts", "fonts/own"])
def test_a_folder_of_the_theme_or_fonts_is_a_link_out(folder: str, root: Path, outside: Path) -> None:
    place = root / folder
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(outside)
    assert {line.split(": ")[1] for line in told(root)} == {"path.outside"}


def test_a_style_sheet_is_a_link_out(root: Path, outside: Path) -> None:
    (root / "styles/dossier").mkdir(parents=True)
    (root / "styles/dossier/print.css").symlink_to(outside / "print.css")
    assert told(root) == ["styles/dossier/print.css: path.outside"]


def test_the_output_is_a_link_out(root: Path, outside: Path) -> None:
    (root / "output").symlink_to(outside)
    before = sorted(outside.rglob("*"))
    with pytest.raises(BookbuilderError, match="outside"):
        api.build(root)
    assert sorted(outside.rglob("*")) == before


def test_a_loop_of_links(root: Path) -> None:
    (root / "chapters/de/loop").symlink_to("../de")
    (root / "chapters/de/02-b.md").symlink_to("02-b.md")
    found = told(root)
    assert found and all(line.startswith("chapters/de/02-b.md: ") for line in found)


def test_a_pipe_among_the_chapters(root: Path) -> None:
    os.mkfifo(root / "chapters/de/02-b.md")
    assert told(root) == ["chapters/de/02-b.md: file.odd"]


def test_a_folder_that_is_called_like_a_chapter(root: Path) -> None:
    (root / "facts.toml").mkdir()
    assert told(root) == ["facts.toml: file.odd"]


def test_a_device(root: Path) -> None:
    (root / "chapters/de/02-b.md").symlink_to("/dev/zero")
    assert told(root) == ["chapters/de/02-b.md: path.outside"]


def test_a_file_that_fills_the_memory(root: Path) -> None:
    with (root / "chapters/de/02-b.md").open("wb") as file:
        file.truncate(65 << 20)  # a hole: it takes no room on the disk
    assert told(root) == ["chapters/de/02-b.md: file.large"]


@pytest.mark.parametrize(
    "path",
    [
        "../outside/a.svg",
        "/etc/passwd",
        "a/../../outside/a.svg",
        "a\0b",
        "chapters/../../outside/a.svg",
        "..",
    ],
)
def test_the_world_refuses_what_leaves_the_book(path: str, root: Path, outside: Path) -> None:
    world = World(root)
    with pytest.raises(BookbuilderError) as raised:
        world.read(path)
    assert raised.value.diagnostics[0].code == "path.outside"


@pytest.mark.parametrize("folder", ["..", "../outside", "/", "chapters/../.."])
def test_the_world_writes_and_deletes_nothing_outside(folder: str, root: Path, outside: Path) -> None:
    world = World(root)
    for refused in (
        lambda: world.publish(folder, [("a", {"": b"x"})]),
        lambda: world.remove(folder),
        lambda: world.files(folder),
    ):
        with pytest.raises(BookbuilderError) as raised:
            refused()
        assert raised.value.diagnostics[0].code == "path.outside"
    assert (outside / "secret.md").read_text() == SECRET


ODD = os.fsdecode(b"\xff")
"""The name of a file that is no UTF-8, as Python has it."""


@pytest.mark.parametrize(
    "path",
    [
        f"chapters/de/{ODD}.md",
        f"chapters/de/{ODD}/a.md",
        f"chapters/de/images/{ODD}.png",
        f"styles/dossier/{ODD}.css",
        f"fonts/own/{ODD}.ttf",
    ],
    ids=ascii,
)
def test_a_name_that_is_no_utf_8_is_told(path: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in (path, path.replace(ODD, f"{ODD}2")):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("# A\n\nX.\n")
    shown = [name.partition(".")[0].removesuffix("/a") for name in (path, path.replace(ODD, f"{ODD}2"))]
    shown = [name.replace(ODD, "\\xff") for name in shown]
    found = told(root)
    assert all(any(line.startswith(name) for line in found) for name in shown)
    assert {line.rpartition(": ")[2] for line in found} == {"file.name"}
    for words in (["build"], ["check", "--quick"], ["facts", "promote"], ["new-locale", "en", "--book"]):
        assert main([*words, str(root)]) in ((0, 1) if path.startswith(("styles", "fonts")) else (1,))
        out = "".join(capsys.readouterr())
        assert "Traceback" not in out
        assert "the name of" in out or path.startswith(("styles", "fonts"))


@pytest.mark.heavy
@pytest.mark.parametrize(
    "path",
    [
        f"{ODD}.md",
        f"images/{ODD}.png",
        f"chapters/{ODD}/a.md",
        f"styles/{ODD}/base.css",
        f"output/{ODD}",
        f".bookbuilder/{ODD}",
        f".bookbuilder/cache/{ODD}",
        f".bookbuilder/cache/kept/{ODD}/{ODD}",
    ],
    ids=ascii,
)
def test_a_name_that_is_no_utf_8_harms_nobody_where_it_is_not_asked_for(path: str, root: Path) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text("x")
    for _ in range(2):
        assert main(["build", str(root), "-j", "1"]) == 0
    assert main(["clean", str(root)]) == 0


def test_a_book_in_a_folder_whose_name_is_no_utf_8(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = book.write(tmp_path / ODD / "b", {"chapters/de/01-a.md": "# A\n\n[](#x)\n"}, editions=book.PRINT)
    assert main(["build", str(root), "-j", "1"]) == 1
    assert "[reference.unknown]" in capsys.readouterr().err
    (root / "chapters/de/01-a.md").write_text("# A\n\nEin Satz.\n")
    for _ in range(2):
        assert main(["build", str(root), "-j", "1"]) == 0
    assert "nothing has changed" in capsys.readouterr().err


def test_a_foreign_file_whose_name_is_no_utf_8_is_told(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = root / "output/fall.de.print.pdf" / ODD
    place.parent.mkdir(parents=True)
    place.write_text("mine")
    assert main(["build", str(root), "-j", "1"]) == 1
    said = "output/fall.de.print.pdf would be replaced, and with it output/fall.de.print.pdf/\\xff, which no build made"
    assert said in capsys.readouterr().err.replace("\n", " ")
    assert place.read_text() == "mine"
