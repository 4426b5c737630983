"""The stretches of a file that can be folded: front matter, sections, directives, lists, quotations, tables, code, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markdown_it.token import Token

from bookbuilder.chapter_index.chapter_index import ChapterIndex
from bookbuilder.limits import CHARACTERS
from bookbuilder.markdown import front_matter
from bookbuilder.markdown.markdown_parser import parser

_BLOCKS = {
    "container_directive_open", "bullet_list_open", "ordered_list_open", "blockquote_open", "table_open", "fence",
    "code_block", "footnote_reference_open", "html_block", "dl_open",
}  # fmt: skip
_HEADER = re.compile(r"[ \t]*\[")
MOST = 5_000
"""Stretches that are sent: as many as editors handle."""


@dataclass(frozen=True, slots=True, order=True)
class Fold:
    """Lines from `first` to `last`, counted from 1; the first stays visible. `comment`: they are a comment."""

    first: int
    last: int
    comment: bool = False


def chapter_folds(chapter: ChapterIndex) -> tuple[Fold, ...]:
    """Return what can be folded in a chapter; nothing in one that is too long to be read."""
    if len(chapter.text) > CHARACTERS:
        return ()
    _, body, above = front_matter.split(chapter.text)
    found = [Fold(1, above)] if above > 1 else []
    md = parser()
    tokens: list[Token] = []
    # Parsing blocks alone leaves out `normalize` of markdown-it, which does this (CommonMark 2.3).
    md.block.parse(body.replace("\0", "\ufffd"), md, {}, tokens)
    for token in tokens:
        if token.type in _BLOCKS and token.map:
            first, last = above + token.map[0] + 1, above + token.map[1]
            if token.type == "container_directive_open":
                last += 1  # the line that closes it
            found.append(Fold(first, last, token.type == "html_block"))
    found += [Fold(one.span.line, end) for one, end in zip(chapter.sections, chapter.section_ends)]
    return _trimmed(found, chapter.lines)


def toml_folds(text: str) -> tuple[Fold, ...]:
    """Return the tables of a TOML file, each from its header on."""
    lines = text.split("\n")
    heads = [number for number, line in enumerate(lines, 1) if _HEADER.match(line)]
    found = [Fold(first, last - 1) for first, last in zip(heads, [*heads[1:], len(lines) + 1])]
    return _trimmed(found, lines)


def _trimmed(found: list[Fold], lines: list[str] | tuple[str, ...]) -> tuple[Fold, ...]:
    """Return folds without the empty lines at their ends, and without those of a single line."""
    result = set()
    for fold in found:
        last = min(fold.last, len(lines))
        while last > fold.first and not lines[last - 1].strip():
            last -= 1
        if last > fold.first:
            result.add(Fold(fold.first, last, fold.comment))
    return tuple(sorted(result))[:MOST]
