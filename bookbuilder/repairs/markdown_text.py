"""The text of a chapter, in which repairs find where a link, an element of HTML, an anchor or a block begins and ends."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from bookbuilder.diagnostics import Span
from bookbuilder.importers.markdown_sources.markdown_lines import matches_outside_code, outside_code
from bookbuilder.markdown import front_matter
from bookbuilder.markdown.markdown_parser import parser
from bookbuilder.project.flavour import Flavour

_BRACKETS = {"[": "]", "(": ")", "{": "}"}
_SIGN = re.compile(r"\\.|[\[\](){}]", re.DOTALL)
_PARAGRAPH_END = re.compile(r"\n[ \t>]*\n")
_ANCHOR = re.compile(
    r"#([^\s{}\"']+)|\bid=(?:\"([^\"]*)\"|'([^']*)'|([^\s{}>]+))|^\(([^()\n]+)\)=", re.MULTILINE
)
"""An anchor of ours, of HTML, of MyST."""
_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
LONGEST = 10_000
"""Characters in which the end of brackets is looked for."""


@dataclass(frozen=True, order=True, slots=True)
class SourceEdit:
    """A change of a text: the characters from `start` to `end` become `new`."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class EditedText:
    """A text after edits; `origins` are, for each of its lines, the line of the text before that stands there, from 1."""

    text: str
    origins: tuple[int, ...]


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


@dataclass(frozen=True, slots=True)
class AnchorPlace:
    """Where the name of an anchor stands, or the target of a link, which looks the same."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class HtmlTag:
    """A tag of HTML: `closing` is where the end tag of its element begins and ends, None if there is none."""

    start: int
    end: int
    name: str
    attributes: str
    is_end: bool
    closing: tuple[int, int] | None = None


@dataclass(frozen=True)
class MarkdownText:
    """The text of a chapter, by offsets of characters."""

    path: str
    text: str
    flavour: Flavour

    @property
    def stem(self) -> str:
        """The name of the file, which is the anchor of the chapter."""
        return self.path.rpartition("/")[2].removesuffix(".md")

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
        end = min(at + LONGEST, len(self.text))
        paragraph = _PARAGRAPH_END.search(self.text, at, end)
        for found in _SIGN.finditer(self.text, at, paragraph.start() if paragraph else end):
            if found[0] == opening:
                depth += 1
            elif found[0] == closing:
                depth -= 1
                if not depth:
                    return found.start()
        return None

    @cached_property
    def anchors(self) -> Mapping[str, Sequence[AnchorPlace]]:
        """The places where anchors may be named, in the order of the text, by their names."""
        found: dict[str, list[AnchorPlace]] = {}
        for match in _ANCHOR.finditer(self.text):
            number = match.lastindex or 0
            found.setdefault(match[number], []).append(AnchorPlace(*match.span(number), match[number]))
        return found

    @cached_property
    def tags(self) -> Mapping[int, HtmlTag]:
        """The tags of HTML outside code, by their offsets."""
        found: dict[int, HtmlTag] = {}
        opened: dict[str, list[int]] = {}
        for first, last in self._outside_code:
            start = self.starts[first]
            for match in matches_outside_code(_TAG, self.text[start : self.starts[last] - 1]):
                at, name = start + match.start(), match[2].lower()
                found[at] = HtmlTag(at, start + match.end(), match[2], match[3], bool(match[1]))
                if not match[1]:
                    opened.setdefault(name, []).append(at)
                elif opened.get(name):
                    begin = opened[name].pop()
                    found[begin] = replace(found[begin], closing=(at, start + match.end()))
        return found

    @property
    def _outside_code(self) -> Iterator[tuple[int, int]]:
        """Yield the runs of lines outside code: the first one, and the one behind the last, counted from 0."""
        for _, run in groupby(enumerate(outside_code(self.lines)), key=lambda pair: pair[1] - pair[0]):
            numbers = [number for _, number in run]
            yield numbers[0], numbers[-1] + 1

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

    @cached_property
    def body(self) -> int:
        """The number of lines before the text: those of the front matter; 0 if that is not closed."""
        head, _, first = front_matter.split(self.text)
        return 0 if head is None else first

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
        at = bisect_left(self.blocks, (line, 0)) - 1
        return self.blocks[at] if at >= 0 and line <= self.blocks[at][1] else None

    def edited(self, edits: Iterable[SourceEdit]) -> EditedText:
        """Return the text with the edits that do not overlap an earlier one.

        >>> before = MarkdownText("a.md", "a\\nb\\nc", Flavour.BOOKBUILDER)
        >>> before.edited([SourceEdit(2, 3, "::: missing\\n:::")])
        EditedText(text='a\\n::: missing\\n:::\\nc', origins=(1, 2, 2, 3))
        """
        parts, origins, kept, line = [], [1], 0, 1
        for edit in (*sorted(edits), SourceEdit(len(self.text), len(self.text), "")):
            if edit.start < kept:
                continue
            before = self.text[kept : edit.start]
            origins += range(line + 1, line + 1 + before.count("\n"))
            line += before.count("\n")
            origins += [line] * edit.new.count("\n")
            line += self.text.count("\n", edit.start, edit.end)
            parts += [before, edit.new]
            kept = edit.end
        return EditedText("".join(parts), tuple(origins))
