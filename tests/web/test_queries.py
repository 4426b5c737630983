"""Asks the search of real books what readers ask, in four languages: the best result has to be one that they meant.

A query is good if its first result marks one of the words that `queries/` gives for it, and all of them are marked in some
result; 95 of 100 have to be good.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import Built, Shared, build_book
from tests.web.conftest import window

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@dataclass(frozen=True)
class Query:
    """What is typed, and the words that are meant, with commas between them; empty if nothing is to be found."""

    typed: str
    meant: str


def queries(language: str) -> list[Query]:
    found, none = [], False
    for line in (HERE / "queries" / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line == "[none]":
            none = True
        elif line:
            typed, _, meant = line.partition(" = ")
            assert bool(meant) is not none, line
            found.append(Query(typed, meant))
    return found


@pytest.fixture(scope="session")
def verne(shared: Shared) -> Built:
    """A French novel, as a web edition."""

    def make(root: Path) -> Built:
        _copy(ROOT / "tests/looks/texts/fr", root)
        settings = root / "book.toml"
        text = (
            settings.read_text(encoding="utf-8")
            .replace('format = "pdf"', 'format = "web"')
            .replace("editions.pdf", "editions.web")
        )
        settings.write_text(text, encoding="utf-8")
        return build_book(root, "--edition", "web")

    return shared.book("verne", make)


@pytest.fixture(scope="session")
def arabic(shared: Shared) -> Built:
    """The Arabic book, as a web edition."""

    def make(root: Path) -> Built:
        _copy(ROOT / "tests/books/ar", root)
        return build_book(root, "--edition", "web")

    return shared.book("arabic-web", make)


def _copy(source: Path, root: Path) -> None:
    for place in sorted(source.rglob("*")):
        if place.is_file() and not {"output", ".bookbuilder"} & set(place.parts):
            target = root / place.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(place.read_bytes())


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    with window(chromium) as seen:
        yield seen.page


def ask(page: Page, folder: Path, typed: list[str]) -> list[dict[str, Any]]:
    """Return what the search of a site finds for each query."""
    page.goto((folder / "index.html").as_uri())
    for script in ("js/search.js", "js/search-texts.js"):
        page.add_script_tag(url=(folder / script).as_uri())
    found: list[dict[str, Any]] = page.evaluate(
        "queries => { const made = new BookSearch(bookTexts); return queries.map((query) => made.find(query)); }",
        typed,
    )
    return found


def is_good(query: Query, found: dict[str, Any]) -> bool:
    if not query.meant:
        return not found["places"]
    marked = [{word.casefold() for word in place["words"]} for place in found["places"]]
    meant = {word.casefold() for word in query.meant.split(", ")}
    return bool(marked) and not marked[0].isdisjoint(meant) and meant <= set().union(*marked)


@pytest.mark.parametrize(
    ("language", "book", "site"),
    [
        ("de", "dossier", "woche-der-diplomatie.de"),
        ("en", "dossier", "woche-der-diplomatie.en"),
        pytest.param("fr", "verne", "tour-du-monde.fr", marks=pytest.mark.heavy),
        pytest.param("ar", "arabic", "five-days.ar", marks=pytest.mark.heavy),
    ],
)
def test_readers_find_what_they_mean(
    language: str, book: str, site: str, page: Page, request: pytest.FixtureRequest
) -> None:
    built: Built = request.getfixturevalue(book)
    asked = queries(language)
    assert len(asked) >= (42 if language == "de" else 30)
    found = ask(page, built.file(site), [query.typed for query in asked])
    bad = {
        query.typed: [place["words"] for place in answer["places"][:3]]
        for query, answer in zip(asked, found, strict=True)
        if not is_good(query, answer)
    }
    assert len(bad) <= 0.05 * len(asked), bad
