"""Finds where the fact, name or note at a place of a chapter is defined (facts.toml, names.toml, the text of the note), and
where a chapter uses what a line of these files defines."""

from __future__ import annotations

from collections.abc import Iterator

from bookbuilder import api
from bookbuilder.chapter_index.chapter_index import ChapterIndex, index_chapter, locale_of
from bookbuilder.chapter_index.marks import MarkKind
from bookbuilder.diagnostics import BookbuilderError, Span
from bookbuilder.project.flavour import Flavour
from bookbuilder.project.shared_facts import FACTS, NAMES
from bookbuilder.toml_tables.positions import KeyPath, key_positions
from bookbuilder.world import World, decode
from bookbuilder.world.series_folder import PREFIX

FILES = {
    PREFIX * shared + name: defined
    for name, defined in ((FACTS, (MarkKind.FACT, 1)), (NAMES, (MarkKind.NAME, 2)))
    for shared in (0, 1)
}
"""The files that define things, of the book and then of its series: of what kind, and how many keys lead to one."""


def definition(world: World, span: Span) -> Span | None:
    """Return where the thing at a place of a chapter is defined; None if there is none, or the book does not define it."""
    chapter = _chapter(world, span.path, _flavour(world))
    mark = chapter.mark_at(span.line, span.column) if chapter else None
    if chapter is None or mark is None:
        return None
    if mark.kind is MarkKind.NOTE_CALL:
        return next((note.place.span for note in chapter.of(MarkKind.NOTE) if note.name == mark.name), None)
    for path, (kind, depth) in FILES.items():
        if mark.kind is kind:
            found = [
                place for keys, place in _defined(world, path) if len(keys) == depth and keys[-1] == mark.name
            ]
            if found:
                return found[0]
    return None


def uses(world: World, span: Span, languages: str) -> Iterator[Span]:
    """Yield where chapters in the languages of an edition (`de`, `de-en`) use what is defined at a place of facts.toml or
    names.toml."""
    kind, depth = FILES[span.path]
    before = [
        keys[-1]
        for keys, place in _defined(world, span.path)
        if len(keys) == depth and place.line <= span.line
    ]
    if not before:
        return
    flavour = _flavour(world)
    for path in world.files("chapters"):
        used = f"-{locale_of(path)}-" in f"-{languages}-"
        chapter = _chapter(world, path, flavour) if used else None
        for mark in chapter.of(kind) if chapter else ():
            if mark.name == before[-1]:
                yield mark.around.span


def _flavour(world: World) -> Flavour:
    project, _ = api.load(world)
    return project.flavour if project else Flavour.BOOKBUILDER


def _chapter(world: World, path: str, flavour: Flavour) -> ChapterIndex | None:
    there = locale_of(path) and world.exists(path)
    return index_chapter(_text(world, path), path, flavour=flavour) if there else None


def _defined(world: World, path: str) -> list[tuple[KeyPath, Span]]:
    """Return the keys of a TOML file with their places, in their order."""
    positions = key_positions(_text(world, path))
    return [(keys, Span(path, *place)) for keys, place in sorted(positions.items(), key=lambda one: one[1])]


def _text(world: World, path: str) -> str:
    try:
        return decode(world.read(path), path) if world.exists(path) else ""
    except BookbuilderError:
        return ""
