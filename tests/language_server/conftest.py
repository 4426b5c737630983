"""A small book in two languages, on disk, and its index; a place in a text is where the mark ▮ stands."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

import pytest

from bookbuilder.chapter_index.extents import Extent
from bookbuilder.formats.format import formats
from bookbuilder.language_server.book_index import BookIndex, ChapterCache, index_book
from bookbuilder.language_server.book_reading import BookReading, read_book
from bookbuilder.language_server.manual_entries import ManualWords
from bookbuilder.language_server.memory_runner import MemoryRunner
from bookbuilder.world.edited_files import EditedFiles
from tests.conftest import REPO
from tests.dossier_files import copy_files

T = TypeVar("T")

MARK = "▮"
BOOK = """[book]
id = "small"
source = "de"
date = 2022-01-24
[locales.de]
tag = "de-DE"
title = "Klein"
[locales.en]
tag = "en-US"
title = "Small"
[imprint]
publisher = "Verlag"
address = ["Straße 1", "10115 Berlin"]
email = "a@example.org"
responsible = "A. B., Straße 1, 10115 Berlin"
"""
FACTS = """[aid]
amount = "200e6 USD"
source = "the ministry"

[troops]
number = 100000

[day]
date = 2022-01-19
"""
NAMES = """[persons]
biden = "Biden, Joe"
[persons.zelensky]
de = "Selenskyj, Wolodymyr"
en = "Zelensky, Volodymyr"
not = { de = ["Zelensky, Volodymyr"] }
[places]
kyiv = { de = "Kiew", en = "Kyiv" }
"""
GLOSSARY = """[draft]
term = ["Entwurf*"]
en = "draft"
not = { en = ["blueprint*"] }
note = "Nobody has signed it."
"""
FIRST_DE = """---
title: Der Anfang
kind: analysis
---

Es sind [100.000]{fact=troops} Mann, sagt [Selenskyj]{name=zelensky}.[^quelle] Siehe [](#02-ende) und [den Kasten](#kasten).

[^quelle]: Aus dem Bericht über [Kiew]{name=kyiv}.

## Die Zahl {#zahl}

Der Entwurf vom [19. Januar 2022]{fact=day}.

### Darunter

Noch ein Absatz.
"""
SECOND_DE = """---
title: Das Ende
---

::: aside Ein Kasten {#kasten}
Darin [zweihundert]{fact=aid} und [30 km]{quantity="30 km"}.
:::

Zurück zur [Zahl](01-anfang.md#zahl), oder [](#zahl).

![Ein Bild](images/bild.svg)
"""
FIRST_EN = """---
title: The Beginning
kind: analysis
---

There are [100,000]{fact=troops} men, says [Zelensky]{name=zelensky}.[^quelle] See [](#02-ende) and [the box](#kasten).

[^quelle]: From the report on [Kyiv]{name=kyiv}.

## The Number {#zahl}

The draft of [January 19, 2022]{fact=day}.

### Below

One more paragraph.
"""
SECOND_EN = """---
title: The End
---

::: aside A Box {#kasten}
In it [two hundred]{fact=aid} and [30 km]{quantity="30 km"}.
:::

Back to the [number](01-anfang.md#zahl), or [](#zahl).

![A picture](images/bild.svg)
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>'
FILES: Mapping[str, str] = {
    "book.toml": BOOK, "facts.toml": FACTS, "names.toml": NAMES, "glossary.toml": GLOSSARY,
    "chapters/de/01-anfang.md": FIRST_DE, "chapters/de/02-ende.md": SECOND_DE, "chapters/de/images/bild.svg": PICTURE,
    "chapters/en/01-anfang.md": FIRST_EN, "chapters/en/02-ende.md": SECOND_EN, "chapters/en/images/bild.svg": PICTURE,
}  # fmt: skip
DE, EN = "chapters/de/01-anfang.md", "chapters/en/01-anfang.md"
DE_END, EN_END = "chapters/de/02-ende.md", "chapters/en/02-ende.md"


def write(root: Path, files: Mapping[str, str]) -> Path:
    """Write files below a folder."""
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
    return root


@dataclass(frozen=True)
class Read:
    """A book that was read: its files, and its index."""

    root: Path
    reading: BookReading
    index: BookIndex

    def text(self, path: str) -> str:
        """Return a file of it as the index has it."""
        return self.index.chapters[path].text if path in self.index.chapters else self.index.files[path].text

    def at(self, path: str, words: str, nth: int = 0) -> tuple[str, int, int]:
        """Return path, line and column of the mark ▮ in some words of a file."""
        text, offset = self.text(path), -1
        plain = words.replace(MARK, "")
        for _ in range(nth + 1):
            offset = text.index(plain, offset + 1)
        offset += max(words.find(MARK), 0)
        return path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)

    def words(self, place: Extent) -> str:
        """Return what stands in a stretch of one line."""
        assert place.line == place.end_line
        return self.text(place.path).split("\n")[place.line - 1][place.column - 1 : place.end_column - 1]


RUNNER, CHAPTERS = MemoryRunner(), ChapterCache()
"""Shared, since most chapters of most tests are the same."""


def read(root: Path, edited: Mapping[str, str] | None = None) -> Read:
    """Read the book in a folder, with other texts of some files."""
    world = EditedFiles(root, edited={path: text.encode() for path, text in (edited or {}).items()})
    reading = read_book(world, RUNNER)
    index = index_book(reading, CHAPTERS)
    assert index is not None, reading.diagnostics
    return Read(root, reading, index)


def place_of(text: str) -> tuple[str, int, int]:
    """Return a text without the mark ▮, and the line and column where it stood."""
    offset = text.index(MARK)
    return text.replace(MARK, ""), text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    made = asyncio.new_event_loop()
    Thread(target=made.run_forever, daemon=True).start()
    return made


def result(coroutine: Coroutine[Any, Any, T]) -> T:
    """Return what a coroutine returns, run in a thread of its own: in that of the tests Playwright has a loop that stays."""
    return asyncio.run_coroutine_threadsafe(coroutine, _loop()).result(120)


@pytest.fixture(scope="session")
def small_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small book, which is only read."""
    return write(tmp_path_factory.mktemp("small"), FILES)


@pytest.fixture(scope="session")
def small(small_root: Path) -> Read:
    """The small book."""
    return read(small_root)


@pytest.fixture(scope="session")
def dossier_read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """The dossier with its glossary and the states of its translation."""
    root = tmp_path_factory.mktemp("dossier")
    for name in ("chapters", "l10n"):
        shutil.copytree(REPO / name, root / name)
    copy_files(root)
    return read(root)


@pytest.fixture(scope="session")
def words() -> ManualWords:
    """What the manual says of keys."""
    return ManualWords(EditedFiles(Path("/"), environ={}), tuple(sorted(formats())))
