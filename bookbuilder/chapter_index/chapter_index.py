"""The index of one chapter: what it names and where, its headings, and the stretches that can be folded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bookbuilder.chapter_index.extents import Extent
from bookbuilder.chapter_index.marks import Mark, MarkKind, find_marks
from bookbuilder.diagnostics import Findings, Span
from bookbuilder.document.nodes import Chapter, Heading
from bookbuilder.document.walk import bare, plain, walk
from bookbuilder.markdown.dialect import Citing, Dialect
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import parse_chapter
from bookbuilder.project.flavour import Flavour


@dataclass(frozen=True, slots=True)
class IndexedSection:
    """A heading: its words, its level from 2, where it begins, and its id, if the author gave one."""

    words: str
    level: int
    span: Span
    id: str = ""


@dataclass(frozen=True)
class ChapterIndex:
    """A chapter's text, in the lines of which everything has its place, and what was found in it."""

    path: str
    text: str
    id: str
    title: str
    sections: tuple[IndexedSection, ...]
    marks: tuple[Mark, ...]

    @property
    def locale(self) -> str:
        """The name of its locale."""
        return locale_of(self.path)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines of its text."""
        return tuple(self.text.split("\n"))

    @cached_property
    def nodes(self) -> Mapping[Span, Extent]:
        """The stretches of nodes that name something, by where they begin; of several that begin there, the longest."""
        return {mark.around.span: mark.around for mark in sorted(self.marks, key=lambda mark: mark.around)}

    @cached_property
    def section_ends(self) -> tuple[int, ...]:
        """The last line of each section: that before the next heading that is not below it."""
        ends: list[int] = []
        following: list[IndexedSection] = []  # the headings behind, of which none is below an earlier one
        for section in reversed(self.sections):
            while following and following[-1].level > section.level:
                following.pop()
            ends.append(max(following[-1].span.line - 1 if following else len(self.lines), section.span.line))
            following.append(section)
        return tuple(reversed(ends))

    def of(self, *kinds: MarkKind) -> Iterator[Mark]:
        """Yield the marks of some kinds, in the order of the text."""
        return (mark for mark in self.marks if mark.kind in kinds)

    def mark_at(self, line: int, column: int) -> Mark | None:
        """Return what is named at a position: the word there, or else the innermost node around it."""
        words = [mark for mark in self.marks if mark.exact and mark.place.holds(line, column)]
        if words:
            return words[0]
        around = [mark for mark in self.marks if mark.around.holds(line, column)]
        return max(around, key=lambda mark: mark.around.span, default=None)


def index_chapter(
    text: str, path: str, name: str = "", flavour: Flavour = Flavour.BOOKBUILDER, *, cites: bool = False
) -> ChapterIndex:
    """Return the index of a chapter; what is wrong with it is reported elsewhere. `name` is that of the chapter that it
    translates, if its file has another name; `cites`: the book has sources. Files that it includes are not looked at."""
    dialect = Dialect(flavour, citing=Citing.TEXT if cites else Citing.NO)
    chapter: Chapter = parse_chapter(text, path, directives(), Findings(), name, dialect)
    sections = tuple(
        IndexedSection(plain(bare(node.content)), node.level, node.span, node.id)
        for node in walk(chapter.blocks)
        if isinstance(node, Heading)
    )
    return ChapterIndex(
        path, text, chapter.id, plain(bare(chapter.title)), sections, find_marks(chapter, text, path)
    )


def locale_of(path: str) -> str:
    """Return the name of the locale that a chapter belongs to; empty if a path is none of a chapter.

    >>> locale_of("chapters/de/01-a.md"), locale_of("facts.toml"), locale_of("chapters/de/old/a.md")
    ('de', '', '')
    """
    parts = path.split("/")
    return parts[1] if len(parts) == 3 and parts[0] == "chapters" and parts[2].endswith(".md") else ""
