"""The text of a chapter, in which repairs find where a link, a picture, braces or a block begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bookbuilder.diagnostics import Span
from bookbuilder.markdown.markdown_parser import parser
from bookbuilder.project.flavour import Flavour

_BRACKETS = {"[": "]", "(": ")", "{": "}"}


@dataclass(frozen=True, order=True, slots=True)
class SourceEdit:
    """A change of a text: the characters from `start` to `end` become `new`."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class BracketedText:
    """A link or a picture as it is written: `[words](address){attributes}`, with `!` before a picture.

    `start` and `end` are offsets; `address` is as written, with a title behind it, and empty for `[words]` alone.
    """

    start: int
    end: int
    words: str
    address: str
    attributes: str


@dataclass(frozen=True)
class MarkdownText:
    """The text of a chapter, by offsets of characters."""

    path: str
    text: str
    flavour: Flavour

    @cached_property
    def lines(self) -> list[str]:
        """The lines, without their ends."""
        return self.text.split("\n")

    @cached_property
    def starts(self) -> list[int]:
        """The offset at which each line begins, and that behind the last one."""
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def offset(self, span: Span) -> int | None:
        """Return the offset of a place; None if it has no line, or one that is not there any more."""
        if not 0 < span.line <= len(self.lines):
            return None
        return self.starts[span.line - 1] + min(max(span.column - 1, 0), len(self.lines[span.line - 1]))

    def bracketed(self, at: int) -> BracketedText | None:
        """Return the link or picture that begins at an offset; None if there is none."""
        opening = at + self.text.startswith("![", at)
        if not self.text.startswith("[", opening):
            return None
        close = self.closing(opening)
        if close is None:
            return None
        words, address, attributes, end = self.text[opening + 1 : close], "", "", close + 1
        if self.text[end : end + 1] in ("(", "[") and (close := self.closing(end)) is not None:
            address, end = self.text[end + 1 : close], close + 1
        if self.text[end : end + 1] == "{" and (close := self.closing(end)) is not None:
            attributes, end = self.text[end + 1 : close], close + 1
        return BracketedText(at, end, words, address, attributes)

    def closing(self, at: int) -> int | None:
        """Return the offset of the bracket that closes the one at an offset, in the same paragraph; None if none does."""
        opening, depth = self.text[at], 0
        closing = _BRACKETS[opening]
        end = re.compile(r"\n[ \t>]*\n").search(self.text, at)
        for found in re.compile(r"\\.|`+|[\[\](){}]", re.DOTALL).finditer(
            self.text, at, end.start() if end else len(self.text)
        ):
            if found[0] == opening:
                depth += 1
            elif found[0] == closing:
                depth -= 1
                if not depth:
                    return found.start()
        return None

    def is_alone(self, start: int, end: int) -> bool:
        """Whether what stands between two offsets is a paragraph of its own, outside lists, quotations and tables."""
        first, last = self.text.rfind("\n", 0, start) + 1, self.text.find("\n", end)
        before, behind = self.text[:first].rstrip(" \t"), self.text[len(self.text) if last < 0 else last :]
        return (
            not self.text[first:start]
            and not self.text[end : len(self.text) if last < 0 else last].strip()
            and (not before or before.endswith("\n\n"))
            and (not behind or re.match(r"\n[ \t]*(\n|$)", behind) is not None)
        )

    @property
    def body(self) -> int:
        """The number of lines before the text: those of the front matter."""
        if self.lines[0].rstrip() != "---":
            return 0
        return next((at + 1 for at, line in enumerate(self.lines) if at and line.rstrip() == "---"), 0)

    @cached_property
    def blocks(self) -> list[tuple[int, int]]:
        """The lines of each outermost block: its first one, and the one behind it, counted from 0."""
        tokens = parser(self.flavour).parse("\n".join(self.lines[self.body :]))
        return [
            (token.map[0] + self.body, token.map[1] + self.body)
            for token in tokens
            if token.level == 0 and token.map and token.nesting >= 0
        ]

    def block(self, line: int) -> tuple[int, int] | None:
        """Return the lines of the outermost block that holds a line (from 1), as `blocks` does."""
        return next(((first, last) for first, last in self.blocks if first < line <= last), None)

    def edited(self, edits: Iterator[SourceEdit] | list[SourceEdit]) -> str:
        """Return the text with the edits that do not overlap an earlier one."""
        parts, kept = [], 0
        for edit in sorted(edits):
            if edit.start >= kept:
                parts += [self.text[kept : edit.start], edit.new]
                kept = edit.end
        return "".join([*parts, self.text[kept:]])
