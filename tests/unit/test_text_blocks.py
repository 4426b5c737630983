"""Every letter of a chapter has its place in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookbuilder.diagnostics import Findings
from bookbuilder.document import nodes
from bookbuilder.document.text_blocks import TextBlock, text_blocks
from bookbuilder.pipeline.artifacts import read_books
from bookbuilder.pipeline.build_request import BuildRequest
from bookbuilder.pipeline.context import Context
from bookbuilder.world import World
from bookbuilder.world.source_lines import lines_of

REPO = Path(__file__).parents[2]


def _blocks(root: Path, locale: str) -> tuple[World, list[TextBlock]]:
    world, findings = World(root), Findings()
    books = read_books(Context(world, findings), BuildRequest((locale,), export=True)).books
    assert books, findings.sorted()
    return world, [block for chapter in books[0].document.chapters for block in text_blocks(chapter)]


@pytest.mark.parametrize("locale", ["de", "en", "de-x-leicht"])
def test_letters_of_the_dossier_have_their_places(locale: str) -> None:
    world, blocks = _blocks(REPO, locale)
    found = missing = 0
    for block in blocks:
        if block.chapter.id in ("08-quellen", "09-index"):
            continue  # lists that the program makes
        positions = block.positions(lambda path: lines_of(world.read(path)))
        assert len(positions) == len(block.text)
        for piece, start in zip(block.pieces, block.starts, strict=True):
            made = any(isinstance(node, nodes.Reference | nodes.Citation) for node in piece.parents)
            if piece.kind != "text" or made or not piece.span.path.startswith("chapters/"):
                continue
            for character, place in zip(piece.text, positions[start:], strict=False):
                if not character.isalnum():
                    continue
                if place is None:
                    missing += 1
                    continue
                found += 1
                line = lines_of(world.read(place.path))[place.line - 1]
                assert line[place.column - 1] == character
    assert found > 5000 and missing <= found / 75  # the source of an epigraph, and the table of a map


def test_kinds_of_texts(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text(
        '[book]\nid = "a"\nsource = "de"\ndate = 2022-01-22\n[locales.de]\ntitle = "A"\n'
    )
    chapter = tmp_path / "chapters/de/01-a.md"
    chapter.parent.mkdir(parents=True)
    chapter.write_text(
        "# Titel\n\nEin Satz[^n] mit `Code`.\n\n| Kopf | B |\n|---|---|\n| Zelle | 1 |\n\n"
        "```\nzwei\n```\n\n[^n]: Eine Note.\n"
    )
    _, blocks = _blocks(tmp_path, "de")
    own = [block for block in blocks if block.chapter.id == "01-a"]
    assert [(block.kind, block.text, block.note) for block in own] == [
        ("title", "Titel", ""),
        ("paragraph", "Ein Satz mit Code.", ""),
        ("cell", "Kopf", ""),
        ("cell", "B", ""),
        ("cell", "Zelle", ""),
        ("cell", "1", ""),
        ("code", "zwei\n", ""),
        ("paragraph", "Eine Note.", "n"),
    ]
    assert [(piece.kind, piece.text) for piece in own[1].pieces] == [
        ("text", "Ein Satz"),
        ("note", ""),
        ("text", " mit "),
        ("code", "Code"),
        ("text", "."),
    ]
