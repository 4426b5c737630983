"""Finds chapters and blocks by what a user types: a chapter by name or file, a block by its line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from bookbuilder.diagnostics import BookbuilderError, Diagnostic, Rule, Span, diagnostic, nearest
from bookbuilder.phrases import Phrase
from bookbuilder.translate.chapter_blocks import Block, stem
from bookbuilder.translate.chapter_paths import BOOK, ChapterPaths
from bookbuilder.translate.load_chapter import LoadedChapter
from bookbuilder.translate.update_state import BlockPosition


class _Files(Protocol):
    """The files of a chapter."""

    @property
    def stem(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def target(self) -> str: ...


ChapterT = TypeVar("ChapterT", bound=_Files)
NO_CHAPTER = Rule(
    "translation.chapter",
    "there is no chapter {name!r} to compare",
    "A chapter is named by its file without .md, or by the whole file. Its translation has the same name in the folder of"
    " its locale.",
)
NO_BLOCK = Rule(
    "translation.block",
    "no block begins at {name!r}",
    "A block is named by the line on which its text begins in the file of the source, as `bookbuilder status` prints it:"
    " 14, or 14:7 for the seventh character, where a line holds several (cells of a table). 14=16,18 says that the blocks"
    " on lines 16 and 18 of the translation translate it.",
)
_NAME = re.compile(r"(\d+)(?::(\d+))?(?:=(\d+(?::\d+)?(?:,\d+(?::\d+)?)*))?", re.ASCII)


def translated_chapter(name: str, every: Sequence[ChapterPaths]) -> ChapterPaths:
    """Return the translated chapter of a name; raises `BookbuilderError` (`translation.chapter`)."""
    return source_chapter(name, [paths for paths in every if paths.target])


def source_chapter(name: str, every: Sequence[ChapterPaths]) -> ChapterPaths:
    """Return the chapter of a name, given by source or translation; raises `BookbuilderError` (`translation.chapter`)."""
    paths = find_chapter(name, [paths for paths in every if paths.source])
    if paths is None:
        hint = nearest(stem(name), [paths.stem for paths in every])
        raise BookbuilderError(diagnostic(NO_CHAPTER, Span(), hint=hint, name=name))
    return paths


def find_chapter(name: str, every: Sequence[ChapterT]) -> ChapterT | None:
    """Return the first chapter with this name: its stem, the path of its source or translation, or the stem of one."""
    return next((paths for paths in every if name in (paths.stem, paths.source, paths.target)), None) or next(
        (
            paths
            for paths in every
            if paths.source != BOOK and stem(name) in (paths.stem, stem(paths.target or paths.stem))
        ),
        None,
    )


def select_blocks(
    names: Sequence[str], loaded: LoadedChapter
) -> tuple[set[BlockPosition], Mapping[BlockPosition, Sequence[Block]]]:
    """Return the positions of the selected source blocks, and the explicit targets of some of them (`14=16,18`).

    Raises `BookbuilderError` with every name that matches no block (`translation.block`).
    """
    chosen: set[BlockPosition] = set()
    values: dict[BlockPosition, Sequence[Block]] = {}
    wrong: list[Diagnostic] = []
    for name in names:
        match = _NAME.fullmatch(name)
        sources = _at(loaded.sources, match[1], match[2]) if match else []
        targets: list[Block] = []
        for part in match[3].split(",") if match and match[3] else []:
            line, _, column = part.partition(":")
            theirs = _at(loaded.targets, line, column)
            if not theirs:
                wrong.append(
                    diagnostic(
                        NO_BLOCK, Span(loaded.paths.target), hint=_lines(loaded.targets, line), name=part
                    )
                )
            targets += theirs
        if not sources or (targets and len(sources) > 1):
            hint = (
                _lines(loaded.sources, match[1]) if not sources and match else "say line:column, such as 14:7"
            )
            wrong.append(diagnostic(NO_BLOCK, Span(loaded.paths.source), hint=hint, name=name))
            continue
        for block in sources:
            key = block.line, block.column
            chosen.add(key)
            if targets:
                values[key] = targets
    if wrong:
        raise BookbuilderError(*wrong)
    return chosen, values


def _at(blocks: Sequence[Block], line: str, column: str | None) -> list[Block]:
    return [b for b in blocks if b.line == int(line) and (not column or b.column == int(column))]


def _lines(blocks: Sequence[Block], line: str) -> str:
    """Return a hint: the nearest lines on which blocks begin."""
    near = sorted({block.line for block in blocks}, key=lambda offset: (abs(offset - int(line)), offset))[:3]
    return (
        Phrase("blocks begin at lines {near}", near=", ".join(str(index) for index in sorted(near)))
        if near
        else "this file has no text"
    )
