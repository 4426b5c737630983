"""The records of a directive: its definition, from which manual and tests are derived, and its use in a chapter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from bookbuilder import discovery
from bookbuilder.diagnostics import Report, Span
from bookbuilder.document.book_context import Expand
from bookbuilder.document.nodes import Block, Inline, Pending
from bookbuilder.markdown.data_files.data_rows import DataRows
from bookbuilder.markdown.data_files.stored_file import StoredFile


def _no_words(*_: object) -> tuple[Inline, ...]:
    return ()


def _no_blocks(*_: object) -> tuple[Block, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class ChapterContext:
    """What a directive may ask of the chapter that it stands in: its data files, by the paths that it writes (None: nobody
    has looked for them), and those that are parsed, by path and sheet; the nodes of a text with its place
    (`Conversion.text`), whether it may have so many cells more, and the blocks of a
    file that is included at a place."""

    data: Mapping[str, StoredFile] | None = None
    parsed: dict[tuple[str, str], DataRows | None] = field(default_factory=dict)
    inline: Callable[[str, Span, Callable[[int], Span | None] | None], tuple[Inline, ...]] = _no_words
    take: Callable[[int], bool] = lambda cells: True
    include: Callable[[str, Span], tuple[Block, ...]] = _no_blocks


@dataclass(frozen=True, slots=True)
class Call:
    """A directive as written: `::: name title {#id .class option=value}`, blocks, `:::`. `level` is that of the heading
    above it (1: the chapter's title). `signs` are the chapter's paragraphs that consist of a sign for merging cells
    (`merged_cells.MERGE_MARKS`), by their spans. `places` says where its options stand, `chapter` what is around it."""

    name: str
    span: Span
    title: tuple[Inline, ...] = ()
    id: str = ""
    classes: tuple[str, ...] = ()
    lang: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    level: int = 1
    signs: Mapping[Span, str] = field(default_factory=dict)
    places: Mapping[str, Span] = field(default_factory=dict)
    chapter: ChapterContext = field(default_factory=ChapterContext)

    def pending(self) -> tuple[Block, ...]:
        """Return what stands here until `Directive.expand` knows the whole book."""
        made = Pending(
            self.name, self.options, self.title, self.blocks, self.level,
            span=self.span, id=self.id, classes=self.classes,
        )  # fmt: skip
        return (made,)


@dataclass(frozen=True, slots=True)
class Directive:
    """One directive; its folder in `markdown/directives/` exports it as `DIRECTIVE`.

    `doc` is its line in the manual, `options` maps each option to its line; `translated_options` hold words; nothing in
    one that is not `translate` is translated. `run` lowers
    a call to nodes and reports its problems. A directive that needs the whole book lowers to `Pending` and gives `expand`.
    """

    name: str
    doc: str
    run: Callable[[Call, Report], tuple[Block, ...]]
    options: Mapping[str, str] = field(default_factory=dict)
    title: bool = False
    expand: Expand | None = None
    translated_options: tuple[str, ...] = ()
    translate: bool = True


@cache
def directives() -> Mapping[str, Directive]:
    """Return every directive by name."""
    result = discovery.values("bookbuilder.markdown.directives", "DIRECTIVE", Directive)
    return MappingProxyType({directive.name: directive for directive in result})
