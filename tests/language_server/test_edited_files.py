"""Open files have the text of the editor; nothing outside the book is read, and nothing is written."""

from pathlib import Path

import pytest

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.language_server.book_folders import BookFile, file_uri, find_book
from bookbuilder.world.edited_files import EditedFiles


def test_the_text_of_the_editor_goes_first(tmp_path: Path) -> None:
    (tmp_path / "chapters/de").mkdir(parents=True)
    (tmp_path / "chapters/de/a.md").write_text("disk")
    world = EditedFiles(tmp_path, edited={"chapters/de/a.md": b"edited", "chapters/de/b.md": b"new"})
    assert world.text("chapters/de/a.md") == "edited"
    assert world.text("chapters/de/b.md") == "new"
    assert world.exists("chapters/de/b.md") and not world.exists("chapters/de/c.md")
    assert world.files("chapters/de") == ("chapters/de/a.md", "chapters/de/b.md")
    assert world.files("chapters") == ("chapters/de/a.md", "chapters/de/b.md")


def test_nothing_outside_is_read(tmp_path: Path) -> None:
    book = tmp_path / "book"
    book.mkdir()
    (tmp_path / "secret").write_text("secret")
    (book / "link").symlink_to(tmp_path / "secret")
    world = EditedFiles(book, edited={"../secret": b"x"})
    for path in ("../secret", "link", "/etc/passwd"):
        with pytest.raises(BookbuilderError):
            world.read(path)


def test_nothing_is_kept(tmp_path: Path) -> None:
    world = EditedFiles(tmp_path)
    world.retain("a", b"b")
    assert world.recall("a") is None
    assert list(tmp_path.iterdir()) == []


def test_the_book_of_a_file_is_the_nearest_above_it(tmp_path: Path) -> None:
    inner = tmp_path / "outer/inner"
    (inner / "chapters/de").mkdir(parents=True)
    (tmp_path / "outer/book.toml").touch()
    (inner / "book.toml").touch()
    place = (inner / "chapters/de/a b.md").as_uri()
    assert find_book(place) == BookFile(inner, "chapters/de/a b.md")
    assert find_book((tmp_path / "outer/x.md").as_uri()) == BookFile(tmp_path / "outer", "x.md")
    assert file_uri(inner, "chapters/de/a b.md") == place


@pytest.mark.parametrize(
    "uri",
    ["untitled:Untitled-1", "file:///nowhere/a.md", "https://example.org/a.md", "", "file://host/a.md", "file:///%00",
     "vscode-notebook-cell:/a", "file:a.md", "http://[", "file:///" + "a/" * 5000],
)  # fmt: skip
def test_other_files_are_in_no_book(uri: str) -> None:
    assert find_book(uri) is None


def test_a_path_with_dots_is_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book/book.toml").touch()
    assert find_book(f"file://{tmp_path}/book/../other.md") is None
    assert find_book(f"file://{tmp_path}/x/../book/a.md") == BookFile(tmp_path / "book", "a.md")
