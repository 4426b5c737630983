"""The document of two locales: what stands beside what, its anchors, references, notes and titles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookbuilder import api
from bookbuilder.build_step import DirectRunner
from bookbuilder.cli import main
from bookbuilder.diagnostics import Findings
from bookbuilder.document import nodes
from bookbuilder.document.document import Document
from bookbuilder.document.walk import plain, walk
from bookbuilder.pipeline.bilingual_document import bilingual_document
from bookbuilder.pipeline.context import Context
from bookbuilder.pipeline.locale_reading import LocaleReading
from bookbuilder.pipeline.read_locale import read_locale
from bookbuilder.project import Project
from bookbuilder.project.project import Untranslated
from bookbuilder.world import World
from tests.cases import book

DE = """\
---
title: Der Hafen
summary: Worum es geht.
---

Ein erster Satz über den Hafen.[^a]

Ein zweiter Satz von 1912, siehe [](#boote) und [](#02-b).

## Die Boote {#boote}

- Ein Kutter
- Ein Segler

---

Ein letzter Satz.

[^a]: Eine Anmerkung.
"""
EN = """\
---
title: The Harbor
summary: What it is about.
---

A first sentence about the harbor.[^a]

A second sentence from 1912, see [](#boote) and [](#02-b).

## The Boats {#boote}

- A cutter
- A sailing boat

---

A last sentence.

[^a]: A note.
"""
NOTHING = Untranslated()
OTHER = {"chapters/de/02-b.md": "# Bald\n\nText.\n", "chapters/en/02-b.md": "# Soon\n\nText.\n"}


def readings(root: Path, wanted: Untranslated = NOTHING) -> tuple[World, LocaleReading, LocaleReading]:
    """Return the German and the English of a book."""
    world = World(root)
    project = api.load(world)[0]
    assert isinstance(project, Project)
    source = read_locale(Context(world, Findings()), project, project.locales["de"], None)
    english = replace(project.locales["en"], untranslated=wanted)
    return world, source, read_locale(Context(world, Findings()), project, english, source)


def document(root: Path, wanted: Untranslated = NOTHING, *, lead: str = "de") -> Document:
    """Return a book in both languages; `lead` is the first one."""
    world, german, english = readings(root, wanted)
    first, second = (german, english) if lead == "de" else (english, german)
    return bilingual_document(first, second, german, world, DirectRunner())


def written(root: Path, de: str = DE, en: str = EN, *, synced: bool = True) -> Path:
    """Write a book whose translation was up to date with `DE`, and then change both."""
    before = {"chapters/de/01-a.md": DE, "chapters/en/01-a.md": EN, **OTHER}
    after = {"chapters/de/01-a.md": de, "chapters/en/01-a.md": en}
    return book.translated(root, before, after, synced=synced)


def chapter(found: Document, name: str = "01-a") -> nodes.Chapter:
    return next(one for one in found.chapters if one.id == name)


def words(blocks: object) -> str:
    return " ".join(node.text for node in walk(blocks) if isinstance(node, nodes.Text)).replace("\u00a0", " ")


def lines(found: nodes.Chapter) -> list[str]:
    """Return the blocks of a chapter: the words of both halves, or what a block is that goes across."""
    return [
        f"{words(block.first)} | {words(block.second)}"
        if isinstance(block, nodes.Parallel)
        else type(block).__name__
        for block in found.blocks
    ]


@pytest.mark.parametrize("synced", [True, False])
def test_what_says_the_same_stands_side_by_side(tmp_path: Path, synced: bool) -> None:
    found = chapter(document(written(tmp_path, synced=synced)))
    assert lines(found) == [
        "Ein erster Satz über den Hafen. | A first sentence about the harbor.",
        (
            "Ein zweiter Satz von 1912, siehe  Die Boote  und  Kapitel 2 . |"
            " A second sentence from 1912, see  The Boats  and  Chapter 2 ."
        ),
        "Die Boote | The Boats",
        "Ein Kutter Ein Segler | A cutter A sailing boat",
        "Rule",
        "Ein letzter Satz. | A last sentence.",
    ]
    assert found.beside is not None
    assert [words(note.blocks) for note in (*found.notes, *found.beside.notes)] == [
        "Eine Anmerkung.",
        "A note.",
    ]


def test_anchors_references_and_titles_of_each_side_are_its_own(tmp_path: Path) -> None:
    found = document(written(tmp_path))
    first = chapter(found)
    assert first.beside and (first.beside.id, first.beside.lang, first.lang) == ("01-a-en", "en-US", "")
    heading = first.blocks[2]
    assert isinstance(heading, nodes.Parallel)
    assert [half.blocks[0].id for half in (heading.first, heading.second)] == ["boote", "boote-en"]
    leads = [node.resolved for node in walk(first.blocks) if isinstance(node, nodes.Reference)]
    assert [(to.chapter, to.anchor, to.name) for to in leads if to] == [
        ("01-a", "boote", "Die Boote"),
        ("02-b", "02-b", "Kapitel\u00a02"),
        ("01-a", "boote-en", "The Boats"),
        ("02-b", "02-b-en", "Chapter\u00a02"),
    ]
    assert [plain(entry.title) for entry in found.contents] == [
        "Impressum",
        "Der Hafen / The Harbor",
        "Bald / Soon",
    ]
    assert [plain(entry.title) for entry in found.contents[1].entries] == ["Die Boote / The Boats"]
    assert found.targets["boote-en"].chapter == "01-a"
    assert found.targets["02-b-en"].name == "Chapter\u00a02"


def test_every_anchor_is_there_once_and_every_reference_leads_to_one(tmp_path: Path) -> None:
    for lead in ("de", "en"):
        found = document(written(tmp_path / lead), lead=lead)
        ids = [node.id for one in found.chapters for node in walk(one) if node.id]
        ids += [head.id for one in found.chapters for head in (one, one.beside) if head]
        assert len(ids) == len(set(ids))
        for node in walk(found.chapters):
            if isinstance(node, nodes.Reference):
                assert node.resolved and node.resolved.anchor in ids
                assert found.targets[node.resolved.anchor] == node.resolved


def test_an_anchor_that_exists_already_makes_the_ending_longer(tmp_path: Path) -> None:
    root = written(tmp_path, DE.replace("{#boote}", "{#boote}\n\n### Mehr {#boote-en}"))
    heading = chapter(document(root)).blocks[2]
    assert isinstance(heading, nodes.Parallel) and heading.second.blocks[0].id == "boote--en"


def test_a_new_paragraph_stands_alone_and_one_that_only_the_translation_has_too(tmp_path: Path) -> None:
    german = DE.replace("Ein letzter Satz.", "Ein neuer Absatz mit Wörtern.\n\nEin letzter Satz.")
    english = EN.replace("## The Boats", "A remark of the translator.\n\n## The Boats")
    found = lines(chapter(document(written(tmp_path, german, english))))
    assert "Ein neuer Absatz mit Wörtern. | " in found
    assert " | A remark of the translator." in found
    assert found[-1] == "Ein letzter Satz. | A last sentence."


@pytest.mark.parametrize("lead", ["de", "en"])
def test_what_falls_back_on_the_source_does_not_stand_twice(tmp_path: Path, lead: str) -> None:
    root = written(tmp_path, DE.replace("Satz von 1912", "Satz aus dem Jahr 1912"))
    found = document(root, Untranslated("source", "source"), lead=lead)
    said = " ".join(lines(chapter(found)))
    assert said.count("Satz aus dem Jahr 1912") == 1
    assert "Not translated yet" not in said and "from 1912" not in said
    assert said.count("siehe  Die Boote") == 1


@pytest.mark.parametrize("lead", ["de", "en"])
def test_a_chapter_that_one_language_lacks(tmp_path: Path, lead: str) -> None:
    root = written(tmp_path)
    (root / "chapters/en/02-b.md").unlink()
    found = document(root, Untranslated("", "source"), lead=lead)
    assert [one.id for one in found.chapters] == ["imprint", "01-a", "02-b"]
    alone = chapter(found, "02-b")
    assert [words(alone.title), words(alone.beside.title) if alone.beside else ""] == (
        ["Bald", ""] if lead == "de" else ["", "Bald"]
    )
    assert lines(alone) == (["Text. | "] if lead == "de" else [" | Text."])
    anchors = {node.id for one in found.chapters for node in walk(one) if node.id}
    anchors |= {head.id for one in found.chapters for head in (one, one.beside) if head}
    for node in walk(found.chapters):
        if isinstance(node, nodes.Reference):
            assert node.resolved and node.resolved.anchor in anchors


PIECES = st.sampled_from(
    [
        "Ein Satz mit Wort {n}.", "Noch ein Satz {n}, mit einer Note.[^n{n}]", "## Abschnitt {n}", "---", "> Zitat {n}",
        "- Punkt {n}\n- Zwei {n}", "1. Erstens {n}\n2. Zweitens {n}", "| A | B |\n|---|---|\n| c{n} | d |",
        "::: pagebreak\n:::", "::: aside Kasten {n}\nText {n}.\n:::", "Wort {n}\n: Erklärung {n}", "```\ncode {n}\n```",
    ]
)  # fmt: skip
CHAPTERS = st.lists(PIECES, min_size=1, max_size=9)


def text(pieces: list[str], language: str) -> str:
    """Return a chapter with words of its own, so that each can be found again."""
    marked = [f"{language}{at}" for at in range(len(pieces))]
    body = "\n\n".join(piece.replace("{n}", mark) for piece, mark in zip(pieces, marked, strict=True))
    notes = "".join(
        f"\n\n[^n{mark}]: Fußnote {mark}."
        for piece, mark in zip(pieces, marked, strict=True)
        if "[^" in piece
    )
    return f"# Titel {language}\n\n{body}{notes}\n"


def tokens(value: object) -> Iterator[str]:
    for node in walk(value):
        if said := getattr(node, "text", "") if not isinstance(node, nodes.Value) else node.text:
            yield said


def halves(found: nodes.Chapter) -> tuple[list[nodes.Block], list[nodes.Block]]:
    first: list[nodes.Block] = []
    second: list[nodes.Block] = []
    for block in found.blocks:
        if isinstance(block, nodes.Parallel):
            first += block.first.blocks
            second += block.second.blocks
    return first, second


@pytest.mark.heavy
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=12)
@given(CHAPTERS, CHAPTERS, st.booleans())
def test_no_words_are_lost_and_none_are_there_twice(
    tmp_path_factory: pytest.TempPathFactory, german: list[str], english: list[str], synced: bool
) -> None:
    """For every two chapters: what a bilingual one says on each side is what the chapter of that language says."""
    root = tmp_path_factory.mktemp("book")
    files: dict[str, str | bytes] = {
        "chapters/de/01-a.md": text(german, "de"),
        "chapters/en/01-a.md": text(english, "en"),
    }
    book.write(root, files)
    if synced:
        assert main(["translate", "adopt", "--list", "--book", str(root)]) in (0, 1)
    world, one, other = readings(root)
    found = chapter(bilingual_document(one, other, one, world, DirectRunner()))
    for reading, side, notes in (
        (one, halves(found)[0], found.notes),
        (other, halves(found)[1], found.beside.notes if found.beside else ()),
    ):
        alone = next(one for one in reading.document.chapters if one.id == "01-a")
        assert list(tokens(tuple(side))) == list(tokens(alone.blocks))
        assert list(tokens(notes)) == list(tokens(alone.notes))
        calls = [node.label for node in walk(tuple(side)) if isinstance(node, nodes.NoteRef)]
        assert len(calls) == len(notes)
