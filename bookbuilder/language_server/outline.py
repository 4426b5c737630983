"""The outline of a file: the sections, figures, tables and boxes of a chapter; the tables and keys of a TOML file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bookbuilder.chapter_index.chapter_index import ChapterIndex
from bookbuilder.chapter_index.extents import Extent, extent
from bookbuilder.chapter_index.marks import MarkKind
from bookbuilder.language_server.book_index import TomlKeys

NOTHING: Mapping[int, str] = MappingProxyType({})


class Sign(StrEnum):
    """What an entry of an outline is."""

    CHAPTER = "chapter"
    SECTION = "section"
    ID = "id"
    NOTE = "note"
    TABLE = "table"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """An entry: its words, its stretch with all that is below it, the stretch of its name, and the entries in it."""

    name: str
    sign: Sign
    whole: Extent
    place: Extent
    entries: tuple[OutlineItem, ...] = ()
    detail: str = ""


def chapter_outline(chapter: ChapterIndex, counts: Mapping[int, str] = NOTHING) -> tuple[OutlineItem, ...]:
    """Return the outline of a chapter: one entry, with its sections, the ids in them, and its notes. `counts` says how many
    words the chapter (line 1) and the sections have, by their lines."""
    headings = {(section.id, section.span.line) for section in chapter.sections}
    small = [
        OutlineItem(f"#{mark.name}", Sign.ID, mark.place, mark.place)
        for mark in chapter.of(MarkKind.ID)
        if (mark.name, mark.place.line) not in headings
    ]
    small += [
        OutlineItem(f"[^{mark.name}]", Sign.NOTE, mark.place, mark.place)
        for mark in chapter.of(MarkKind.NOTE)
    ]
    small.sort(key=lambda entry: entry.place)
    starts = [section.span.line for section in chapter.sections]
    loose: list[list[OutlineItem]] = [
        [] for _ in range(len(starts) + 1)
    ]  # before the first section, and in each
    for entry in small:
        loose[bisect_right(starts, entry.place.line)].append(entry)
    inner, _ = _sections(chapter, 0, 0, loose, counts)
    end = len(chapter.lines)
    whole = Extent(chapter.path, 1, 1, end, len(chapter.lines[-1]) + 1)
    place = extent(chapter.path, 1, 1, len(chapter.lines[0]))
    detail = _detail(chapter.id, counts.get(1, ""))
    return (
        OutlineItem(chapter.title or chapter.id, Sign.CHAPTER, whole, place, (*loose[0], *inner), detail),
    )


def _sections(
    chapter: ChapterIndex,
    first: int,
    level: int,
    loose: Sequence[Sequence[OutlineItem]],
    counts: Mapping[int, str],
) -> tuple[tuple[OutlineItem, ...], int]:
    """Return the entries of the sections below a level from a position on, and the position behind them. `loose` are the
    other entries of each section."""
    entries = []
    position = first
    while position < len(chapter.sections) and (section := chapter.sections[position]).level > level:
        deeper, behind = _sections(chapter, position + 1, section.level, loose, counts)
        line, last = section.span.line, chapter.section_ends[position]
        whole = Extent(chapter.path, line, 1, last, len(chapter.lines[last - 1]) + 1)
        place = extent(chapter.path, line, 1, len(chapter.lines[line - 1]))
        inside = (*loose[position + 1], *deeper)
        detail = _detail(f"#{section.id}" if section.id else "", counts.get(line, ""))
        entries.append(OutlineItem(section.words or "…", Sign.SECTION, whole, place, inside, detail))
        position = behind
    return tuple(entries), position


def _detail(id_: str, count: str) -> str:
    return ", ".join(filter(None, (id_, count)))


def toml_outline(file: TomlKeys) -> tuple[OutlineItem, ...]:
    """Return the outline of a TOML file: its tables, and in each its keys."""
    lines = file.text.split("\n")
    heads: dict[tuple[str | int, ...], Extent] = {}
    for key, place in file.mentions:
        heads.setdefault(key, place)
    tops = [(key, place) for key, place in heads.items() if len(key) == 1]
    entries = []
    for number, (key, place) in enumerate(tops):
        last = max(tops[number + 1][1].line - 1 if number + 1 < len(tops) else len(lines), place.line)
        keys = [
            OutlineItem(str(inner[-1]), Sign.KEY, at, at)
            for inner, at in heads.items()
            if len(inner) == 2 and inner[0] == key[0] and place.line <= at.line <= last
        ]
        whole = Extent(file.path, place.line, 1, last, len(lines[last - 1]) + 1)
        entries.append(OutlineItem(str(key[0]), Sign.TABLE, whole, place, tuple(keys)))
    return tuple(entries)
