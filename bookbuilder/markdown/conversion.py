"""The state of converting one chapter, and the conversion of its lines; convert_blocks.py adds that of its blocks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token
from markdown_it.utils import EnvType

from bookbuilder.diagnostics import Report, Span
from bookbuilder.document.nodes import Block, Inline, Note
from bookbuilder.limits import BLOCKS, CHARACTERS
from bookbuilder.markdown.attributes import BLOCK_KEYS, attributes, token_attributes
from bookbuilder.markdown.citations import EXAMPLES
from bookbuilder.markdown.conditions import Conditions
from bookbuilder.markdown.convert_inlines import inlines
from bookbuilder.markdown.crowded_chapter import MANY, SPLIT
from bookbuilder.markdown.data_files.data_rows import DataRows
from bookbuilder.markdown.dialect import OURS, Dialect
from bookbuilder.markdown.directive import Directive
from bookbuilder.markdown.inline_context import InlineContext
from bookbuilder.markdown.markdown_parser import CROWDED, parser
from bookbuilder.markdown.tally import Tally
from bookbuilder.markdown.token_positions import PositionedSource


@dataclass(slots=True)
class Conversion(ABC):
    """Converts the tokens of one chapter. `notes` collects its footnotes, `tally` what is reported once a chapter.

    `level` is that of the last heading. `figures` says whether a picture alone in a paragraph can be a figure here. `label`
    is one that MyST gives to the next block. `examples` counts those of pandoc. `including` are the files that are being
    included, the outer first, `room` is how many characters may still be, `cells` how many cells from data files.
    `parsed_data` are the data files that are parsed, by path and sheet. `conditions` has the passages that are left out.
    """

    source: PositionedSource
    report: Report
    directives: Mapping[str, Directive]
    dialect: Dialect = OURS
    tally: Tally = field(default_factory=Tally)
    notes: list[Note] = field(default_factory=list)
    level: int = 1
    depth: int = 0
    figures: bool = True
    label: str = ""
    examples: int = 0
    including: tuple[str, ...] = ()
    room: int = CHARACTERS
    cells: int = BLOCKS
    parsed_data: dict[tuple[str, str], DataRows | None] = field(default_factory=dict)
    closers: set[int] = field(default_factory=set)
    signs: dict[Span, str] = field(default_factory=dict)
    example_numbers: Mapping[str, int] = field(default_factory=dict)
    conditions: Conditions = field(default_factory=Conditions)

    @abstractmethod
    def blocks(self, tokens: Sequence[Token]) -> tuple[Block, ...]:
        """Return the nodes of a balanced run of block tokens."""

    def take_cells(self, count: int) -> bool:
        """Return whether a table of so many cells may be made from a data file, and count it."""
        self.cells -= count
        return self.cells >= 0

    def leave_out(self, blocks: tuple[Block, ...], before: tuple[int, int]) -> None:
        """Leave out blocks, with the notes and headings that were converted since there were so many notes and the level of
        headings was this one (`before`)."""
        notes, self.level = before
        self.conditions.leave_out(blocks)
        self.conditions.notes += self.notes[notes:]
        del self.notes[notes:]

    def emptied(self, content: Sequence[object], before: int) -> bool:
        """Whether nothing is left of a content since so many nodes were left out."""
        return not content and self.conditions.count > before

    def context(self, text: str, place: Callable[[int], Span | None] | None = None) -> InlineContext:
        """Return what the conversion of a text needs."""
        return InlineContext(
            self.source.path, self.report, self.tally, self.notes, text, self.dialect, place, self.conditions
        )

    def inline(self, token: Token, children: Sequence[Token] | None = None) -> tuple[Inline, ...]:
        """Return the nodes of an inline token, or of those of its children that are given."""
        if children is None:
            children = token.children or ()
        return inlines(children, self.source.locator(token), self.context(token.content))

    def text(
        self, text: str, span: Span, place: Callable[[int], Span | None] | None = None
    ) -> tuple[Inline, ...]:
        """Return the nodes of a text outside the body: a title, a value of the front matter.

        A text with a `place` is written differently in the file (quotes doubled, lines joined): its problems are reported at
        `span`, and `place` gives the position of each of its letters, None if it is unknown.
        """
        env: EnvType = {EXAMPLES: self.example_numbers}
        (token,) = parser(self.dialect.flavour, cites=self.dialect.cites).parseInline(text, env)
        if CROWDED in env:
            what, limit, _ = env[CROWDED]
            self.report(MANY, span, what=what, limit=limit, hint=SPLIT)

        def locate(position: int) -> Span:
            return span if place else Span(span.path, span.line, span.column + position)

        return inlines(token.children or (), locate, self.context(text, place))

    def own(self, token: Token, span: Span) -> dict[str, Any]:
        """Return the attributes of a block that every node has."""
        start = ("start",) if token.type == "ordered_list_open" else ()
        return attributes(token_attributes(token), BLOCK_KEYS, span, self.report, parser_keys=start).node()
