"""Imports a public book, builds a draft of it, and counts what it lost on the way."""

from __future__ import annotations

import shutil
import time
import tomllib
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from bookbuilder import api
from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings
from bookbuilder.importers.importer import ImportRequest, choose
from bookbuilder.importers.markdown_sources.markdown_book import TEXTS
from bookbuilder.importers.source import folder_source, without_single_folder
from bookbuilder.importers.text_encoding import with_utf8_texts
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.text_errors import text_errors
from bookbuilder.world import World
from tests.judges.shown_words import markdown_words, shown_text, words

LIST = Path(__file__).with_name("public_books.toml")
PAGE = 1_800
"""Characters of a page, as publishers count."""


@dataclass(frozen=True)
class PublicBook:
    """A public book: the folder of its checkout and where it comes from, the folder in it, and what it is. `lost` is the
    share of its words that is lost, if that is more than usual, and `why` says where they are."""

    name: str
    home: str
    folder: str
    flavour: str
    language: str
    lost: float = 0
    why: str = ""

    @property
    def title(self) -> str:
        """What the book is called in messages."""
        return f"{self.name}/{self.folder}".removesuffix("/.")


@dataclass
class Outcome:
    """What became of a book: `errors` of its text (but missing fonts), codes and messages of the draft, `lost` words of
    `wanted`, seconds of processor time and pages."""

    imported: bool = False
    errors: tuple[str, ...] = ()
    draft: tuple[str, ...] = ()
    wanted: int = 0
    lost: Counter[str] = field(default_factory=Counter)
    seconds: float = 0
    pages: float = 0
    unread: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """The share of the words that are lost."""
        return self.lost.total() / max(self.wanted, 1)


def public_books() -> tuple[PublicBook, ...]:
    """Return all books of the list."""
    listed = tomllib.loads(LIST.read_text(encoding="utf-8"))["book"]
    return tuple(PublicBook(**one) for one in listed)


def outcome(source: Path, folder: Path, *, editions: tuple[str, ...] = ("web",)) -> Outcome:
    """Import a book into a folder below `folder`, build a draft, and return what became of it."""
    found, book = Outcome(), folder / "book"
    begun = time.process_time()
    found.imported = main(["import", str(source), "--dir", str(book)]) == 0
    if not found.imported:
        return found
    errors = text_errors(World(book), {}, BuildRequest())
    found.errors = tuple(str(one) for one in errors if one.code not in ("glyph.missing", "glyph.drawing"))
    result = api.build(book, draft=True, editions=list(editions), jobs=1)
    found.seconds = time.process_time() - begun
    found.draft = () if result.files else tuple(str(one) for one in result.diagnostics)
    _compare(found, list(read_texts(source).values()), book, folder / "texts")
    return found


def outcome_by_hand(source: Path, folder: Path, language: str) -> Outcome:
    """Make a new book below a folder, copy the texts of a public book into its chapters as they are, each under the name of
    its path, build a draft, and return what became of it. `unread` are the chapters that have no page."""
    found, book = Outcome(), folder / "book"
    begun = time.process_time()
    made = main(["new", str(book), "--kind", "empty", "--locale", language, "--title", source.name])
    assert made == 0
    chapters = book / "chapters" / language
    shutil.rmtree(chapters)
    chapters.mkdir()
    texts = read_texts(source)
    for path, text in texts.items():
        (chapters / f"{name_by_hand(path)}.md").write_text(text, encoding="utf-8")
    found.imported = True
    found.draft = (
        () if main(["build", str(book), "--draft", "--edition", "web", "--jobs", "1"]) == 0 else ("failed",)
    )
    found.seconds = time.process_time() - begun
    _compare(found, list(texts.values()), book, folder / "texts")
    pages = {page.stem for page in (book / "output").glob("DRAFT-*/*.html")}
    found.unread = tuple(path for path in texts if name_by_hand(path) not in pages)
    return found


def name_by_hand(path: str) -> str:
    """Return the name of a chapter for the path of a text."""
    return path.rpartition(".")[0].replace("/", "-").lstrip(".")


def _compare(found: Outcome, texts: list[str], book: Path, scratch: Path) -> None:
    """Note how many pages texts have, and which words of them the draft of a book lacks."""
    found.pages = sum(map(len, texts)) / PAGE
    scratch.mkdir()
    wanted = markdown_words(texts, scratch, _flavour(book))
    found.wanted = wanted.total()
    found.lost = wanted - draft_words(book)
    if not "".join(found.lost).isascii():
        found.lost -= boxed_words(book, scratch)
    shutil.rmtree(scratch)


def _flavour(book: Path) -> str:
    """Return the flavour of Markdown that a book says it has."""
    settings = tomllib.loads((book / "book.toml").read_text(encoding="utf-8"))
    return str(settings.get("markdown", {}).get("flavour", ""))


def read_texts(source: Path) -> dict[str, str]:
    """Return the texts that an importer reads of a folder, by their paths."""
    given = with_utf8_texts(folder_source(source.name, World(source)), Findings())
    read: dict[str, str] = {}

    def open_file(name: str) -> bytes:
        data = given.open_file(name)
        if name.lower().endswith(TEXTS):
            read.setdefault(name, data.decode("utf-8", "replace"))
        return data

    request = ImportRequest(without_single_folder(replace(given, open_file=open_file)), "book")
    importer, _ = choose(request, World(source))
    if importer.name != "markdown":
        read.clear()
    importer.run(request, World(source), Findings())
    return {name: text for name, text in read.items() if Path(name).name not in ("SUMMARY.md", "LANGS.md")}


def boxed_words(book: Path, scratch: Path) -> Counter[str]:
    """Return the words of the chapters that a draft may show as boxes, for want of a font: `glyph.missing` tells them."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((book / "chapters").rglob("*.md"))]
    found = markdown_words(texts, scratch, _flavour(book))
    for text in texts:
        found += words(text.partition("\n---\n")[0])
    return Counter({word: count for word, count in found.items() if not word.isascii()})


def draft_words(book: Path) -> Counter[str]:
    """Return the words of the draft's web edition, with the title of the book."""
    output = book / "output"
    whole = sorted(output.glob("DRAFT-*.html"))
    pages = whole or sorted(output.glob("DRAFT-*/*.html"))
    found: Counter[str] = Counter()
    for page in pages:
        found += words(shown_text(page.read_text(encoding="utf-8"), "main"))
    return found + words((book / "book.toml").read_text(encoding="utf-8"))
