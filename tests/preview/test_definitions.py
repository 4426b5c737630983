"""What a chapter names leads to its definition, and a definition to where chapters use it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder.diagnostics import Span
from bookbuilder.preview.definitions import definition, uses
from bookbuilder.world import World

FILES = {
    "chapters/de/01-a.md": (
        "# Eins\n\n[Geld]{fact=aid}, [Kiew]{name=kyiv}, [nichts]{fact=none}, [5]{number=5}.[^n]\n\n[^n]: Text.\n"
    ),
    "chapters/de/02-b.md": "# Zwei\n\nMehr [Geld]{fact=aid}.\n",
    "chapters/de-CH/02-b.md": "# Zwei\n\nMehr [Geld]{fact=aid}.\n",
    "facts.toml": '# Facts\n\n[aid]\namount = "5e6 USD"\n\n[other]\nnumber = 1\n',
    "names.toml": '[places]\nkyiv = { de = "Kiew" }\n',
}


@pytest.fixture
def world(tmp_path: Path) -> World:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return World(tmp_path)


@pytest.mark.parametrize(
    ("word", "defined"),
    [
        ("Geld", Span("facts.toml", 3, 2)),
        ("Kiew", Span("names.toml", 2, 1)),
        ("nichts", None),
        ("5]", None),
        ("[^n]", Span("chapters/de/01-a.md", 5, 3)),
        ("Eins", None),
    ],
)
def test_a_word_leads_to_its_definition(word: str, defined: Span | None, world: World) -> None:
    path = "chapters/de/01-a.md"
    text = FILES[path]
    at = text.index(word)
    place = Span(path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
    assert definition(world, place) == defined


@pytest.mark.parametrize("path", ["chapters/de/99.md", "../a.md", "book.toml", "chapters/de/x/y.md"])
def test_what_is_no_chapter_defines_nothing(path: str, world: World) -> None:
    assert definition(world, Span(path, 1, 1)) is None


def test_a_definition_leads_to_its_uses_in_the_languages_of_an_edition(world: World) -> None:
    aid = Span("facts.toml", 4, 5)
    in_german = [Span("chapters/de/01-a.md", 3, 1), Span("chapters/de/02-b.md", 3, 6)]
    assert list(uses(world, aid, "de")) == in_german
    assert list(uses(world, aid, "de-CH")) == [Span("chapters/de-CH/02-b.md", 3, 6), *in_german]
    assert list(uses(world, Span("names.toml", 2, 9), "de")) == [Span("chapters/de/01-a.md", 3, 19)]
    assert list(uses(world, Span("facts.toml", 1, 1), "de")) == []
    assert list(uses(world, Span("facts.toml", 7, 1), "de")) == []
