"""An open book: the quick check of a chapter says what a whole reading says, and the thread goes on whatever happens."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from bookbuilder.diagnostics import Diagnostic
from bookbuilder.language_server import book_server, request_handlers, server
from bookbuilder.language_server.background import Background
from bookbuilder.language_server.book_reading import BookReading, check_chapter, read_book
from bookbuilder.language_server.editor_text import EditorText
from bookbuilder.language_server.memory_runner import MemoryRunner
from bookbuilder.language_server.open_book import OpenBook
from bookbuilder.world.edited_files import EditedFiles
from tests.language_server.conftest import BOOK, DE, DE_END, EN, FILES, Read, result, write
from tests.patience import PATIENCE

REGION = (
    BOOK
    + """[locales.at]
tag = "de-AT"
title = "Klein"
inherits = "de"
"""
)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (DE, "Noch ein Absatz", "Noch [ein](#nirgends) Absatz [x]{fact=nix}"),
        (DE, "## Die Zahl {#zahl}", "## Die Zahl"),
        (DE, "title: Der Anfang", "titel: Der Anfang"),
        (DE, "[100.000]", "[200.000]"),
        (EN, "One more", "One [more](#zahl) [^x]"),
        (EN, "The draft", "The blueprint"),
        (DE_END, "::: aside", "::: asside"),
        ("chapters/at/01-anfang.md", "Mann", "Leute [x](#nirgends)"),
    ],
)
def test_a_chapter_is_checked_as_in_the_whole_book(tmp_path: Path, path: str, old: str, new: str) -> None:
    own = "---\ntitle: Der Anfang\n---\n\nEs sind viele Mann. [](#02-ende)\n\n## Zahl {#zahl}\n\nWorte.\n"
    root = write(tmp_path / "book", {**FILES, "book.toml": REGION, "chapters/at/01-anfang.md": own})
    runner = MemoryRunner()
    before = read_book(EditedFiles(root), runner)
    text = (root / path).read_text("utf-8")
    assert old in text
    world = EditedFiles(root, edited={path: text.replace(old, new).encode()})
    found = check_chapter(before, world, path, runner)
    assert found == _of(read_book(world, MemoryRunner()), path)
    assert (found == _of(before, path)) == (old == "## Die Zahl {#zahl}")


def _of(reading: BookReading, path: str) -> tuple[Diagnostic, ...]:
    return tuple(one for one in reading.diagnostics if one.span.path == path)


@pytest.mark.heavy
def test_chapters_of_the_dossier_are_checked_as_in_the_whole_book(dossier_read: Read) -> None:
    runner = MemoryRunner()
    for path in dossier_read.index.chapters:
        found = check_chapter(dossier_read.reading, dossier_read.reading.world, path, runner)
        assert found == _of(dossier_read.reading, path)


def test_what_is_no_chapter_is_not_checked(small: Read) -> None:
    for path in ("facts.toml", "chapters/fr/01-a.md", "chapters/de/images/bild.svg", "notes.md"):
        assert check_chapter(small.reading, small.reading.world, path, MemoryRunner()) is None


def test_a_check_that_is_too_late_says_nothing(small_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = OpenBook(small_root)
    book.set_text(DE, EditorText(FILES[DE]))
    book.read()

    def slow(*given: Any) -> Any:
        book.set_text(DE, EditorText("# Newer\n\nWords.\n"))
        return check_chapter(*given)

    monkeypatch.setattr("bookbuilder.language_server.open_book.check_chapter", slow)
    assert book.check(DE) is None


def test_a_reading_keeps_what_was_found_in_a_newer_text(
    small_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = OpenBook(small_root)
    book.set_text(DE, EditorText(FILES[DE]))
    book.read()

    def slow(*given: Any) -> Any:
        result = read_book(*given)
        book.set_text(DE, EditorText("# Newer\n\n[x](#nirgends)\n"))
        assert book.check(DE)
        return result

    monkeypatch.setattr("bookbuilder.language_server.open_book.read_book", slow)
    book.read()
    assert [one.code for one in book.found[DE]] == ["reference.unknown"]


def test_the_index_has_the_texts_that_are_open(small_root: Path) -> None:
    book = OpenBook(small_root)
    assert book.index() is None
    book.read()
    book.set_text("facts.toml", EditorText("[new]\nnumber = 1\n"))
    book.set_text("chapters/de/03-neu.md", EditorText("# Neu\n\n## Da {#da}\n"))
    index = book.index()
    assert index is not None and book.index() is index
    assert index.files["facts.toml"].places("new") and not index.files["facts.toml"].stale
    assert index.anchor("chapters/de/03-neu.md", "da") is not None
    assert index.anchor(DE, "03-neu") is not None
    book.set_text("facts.toml", EditorText("[new\n"))
    stale = book.index()
    assert stale is not None and stale.files["facts.toml"].stale


class Fake:
    """A book that says when it is read and checked."""

    def __init__(self, fails: str = "") -> None:
        self.done: list[str] = []
        self.fails = fails

    def read(self) -> None:
        self.done.append("book")

    def check(self, path: str) -> tuple[()]:
        self.done.append(path)
        if path == self.fails:
            raise RuntimeError("a bug")
        return ()


def until(condition: Any) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_chapters_come_first_and_the_book_after_a_pause() -> None:
    bugs: list[Exception] = []
    told: list[str] = []
    background = Background(
        lambda book, path: told.append(path), lambda book: told.append("book"), bugs.append
    )
    background.start()
    book: Any = Fake(fails="b")
    for path in ("a", "b", "a", "c"):
        background.changed(book, path, pause=0.2)
    until(lambda: "book" in told)
    assert book.done == ["a", "b", "c", "book"]
    assert told == ["a", "c", "book"]
    assert [str(bug) for bug in bugs] == ["a bug"]
    background.changed(book, pause=2 * PATIENCE)
    background.forget(book)
    background.end()
    background._thread.join(PATIENCE)
    assert not background._thread.is_alive()
    assert book.done[-1] == "book" and book.done.count("book") == 1


def test_a_bug_in_a_feature_is_said_and_answers_nothing(
    small_root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*given: Any) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(request_handlers, "hover", broken)
    made = server.make_server()
    made.background.start()
    made.loop = None

    async def ask() -> Any:
        book = made.book_at(small_root)
        book.read()
        params = types.HoverParams(
            types.TextDocumentIdentifier((small_root / DE).as_uri()), types.Position(5, 20)
        )
        return await made.protocol.fm.features[types.TEXT_DOCUMENT_HOVER](params)

    assert result(ask()) is None
    made.background.end()
    assert "ZeroDivisionError: a bug" in capsys.readouterr().err


def test_idle_books_are_dropped(tmp_path: Path) -> None:
    made = server.make_server()

    async def open_many() -> list[str]:
        for number in range(book_server.IDLE + 3):
            made.book_at(write(tmp_path / f"book-{number}", {"book.toml": BOOK}))
        return [root.name for root in made.books]

    kept = result(open_many())
    assert len(kept) == book_server.IDLE + 1 and kept[-1] == f"book-{book_server.IDLE + 2}"
    shutil.rmtree(tmp_path / "book-0")
