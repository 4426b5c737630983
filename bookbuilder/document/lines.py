"""Turns a chapter into its lines of text, each with its kind and the places of its words, to be read or compared."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from bookbuilder.diagnostics import Span
from bookbuilder.document.nodes import (
    Abbreviation,
    Block,
    Box,
    Break,
    Chapter,
    Code,
    CodeText,
    Definitions,
    Fact,
    Figure,
    Heading,
    Image,
    IndexMark,
    Inline,
    Link,
    List,
    Locators,
    Named,
    NoteRef,
    PageBreak,
    Paragraph,
    Parallel,
    Pending,
    Quote,
    Reference,
    Rule,
    Styled,
    Table,
    Text,
    Value,
)
from bookbuilder.document.source import located
from bookbuilder.document.walk import plain

GAP = "\ufffc"
"""Stands for what is no text of the language: code, addresses, passages in another one."""


@dataclass(frozen=True, slots=True)
class Line:
    """The text of a paragraph, a heading, a cell …; `kind` says which, and where in lists and boxes it stands.

    `pieces` are the runs of the text with the offset at which they start, `facts` the values in it, each with the offsets
    of its words.
    """

    kind: str
    span: Span
    text: str
    pieces: tuple[tuple[int, Text], ...]
    facts: tuple[tuple[int, int, Fact], ...]

    def places(self, lines: Sequence[str]) -> Callable[[int], Span]:
        """Return what gives the place of a character in the file, which consists of `lines`: at least that of its run."""
        known: dict[int, list[Span | None]] = {}

        def place(offset: int) -> Span:
            index = bisect_right(self.pieces, offset, key=lambda piece: piece[0]) - 1
            if index < 0:
                return self.span
            start, node = self.pieces[index]
            if index not in known:
                known[index] = located(node.text, node.span, lines)
            found = known[index]
            return (found[offset - start] if offset - start < len(found) else None) or node.span

        return place

    def within(self, start: int, end: int) -> bool:
        """Whether some characters are the words of one fact."""
        return any(first <= start and end <= last for first, last, _ in self.facts)


def lines(chapter: Chapter, language: str) -> list[Line]:
    """Return the lines of a chapter in reading order: front matter, text, notes.

    Passages in a language that is not `language` are left out (a gap stands for them), and so is a chapter in one.
    """
    if chapter.lang and not _same(chapter.lang, language):
        return []
    front = (
        ("title", chapter.title), ("subtitle", chapter.subtitle), ("short", chapter.short),
        ("summary", chapter.summary), ("place", chapter.place), *(("event", event) for event in chapter.events),
    )  # fmt: skip
    found = [_line(kind, chapter.span, content, language) for kind, content in front if content]
    found += _blocks(chapter.blocks, "", language)
    for note in sorted(chapter.notes, key=lambda note: note.label):
        found += _blocks(note.blocks, f"note {note.label} ", language)
    return found


def _same(tag: str, language: str) -> bool:
    return tag.split("-", maxsplit=1)[0].casefold() == language


def _blocks(blocks: Sequence[Block], path: str, language: str) -> Iterator[Line]:
    for block in blocks:
        if block.lang and not _same(block.lang, language):
            yield Line(f"{path}foreign", block.span, GAP, (), ())
            continue
        yield from _block(block, path, language)


def _block(block: Block, path: str, language: str) -> Iterator[Line]:
    match block:
        case Heading(level=level, content=content):
            yield _line(f"{path}heading {level}", block.span, content, language)
        case Paragraph(content=content):
            yield _line(f"{path}paragraph", block.span, content, language)
        case List(items=items):
            for item in items:
                yield from _blocks(item.blocks, f"{path}item ", language)
        case Definitions(items=items):
            for definition in items:
                yield _line(f"{path}term", definition.span, definition.term, language)
                yield from _blocks(definition.blocks, f"{path}definition ", language)
        case Quote(blocks=blocks):
            yield from _blocks(blocks, f"{path}quote ", language)
        case Box(kind=kind, title=title, blocks=blocks) | Pending(directive=kind, title=title, blocks=blocks):
            if title:
                yield _line(f"{path}{kind} title", block.span, title, language)
            yield from _blocks(blocks, f"{path}{kind} ", language)
        case Figure(caption=caption, description=description, image=image):
            yield Line(f"{path}alt", image.span, image.alt, (), ())
            yield _line(f"{path}caption", block.span, caption, language)
            yield from _blocks(description, f"{path}description ", language)
        case Table(head=head, body=body, caption=caption, description=description):
            for row in (*head, *body):
                for cell in row.cells:
                    yield _line(f"{path}cell", cell.span, cell.content, language)
            if caption:
                yield _line(f"{path}caption", block.span, caption, language)
            yield from _blocks(description, f"{path}description ", language)
        case Parallel(first=first, second=second):
            for half in (first, second):
                if not half.lang or _same(half.lang, language):
                    yield from _blocks(half.blocks, path, language)
        case Code() | Rule() | PageBreak():
            return
        case _:
            assert_never(block)


def _line(kind: str, span: Span, content: tuple[Inline, ...], language: str) -> Line:
    parts: list[str] = []
    pieces: list[tuple[int, Text]] = []
    facts: list[tuple[int, int, Fact]] = []
    size = 0
    for part in _runs(content, language):
        if isinstance(part, Fact):
            inner = plain(part.content)
            facts.append((size, size + len(inner), part))
            pieces += [(size, run) for run in part.content if isinstance(run, Text) and run.text == inner]
            parts.append(inner)
        elif isinstance(part, Text):
            pieces.append((size, part))
            parts.append(part.text)
        else:
            parts.append(part)
        size += len(parts[-1])
    first = pieces[0][1].span if pieces and not facts else span
    return Line(
        kind, span if span.line > 1 or not pieces else first, "".join(parts), tuple(pieces), tuple(facts)
    )


def _runs(content: tuple[Inline, ...], language: str) -> Iterator[Text | Fact | str]:
    """Yield the texts and facts of inlines; other things as the text that stands for them."""
    for node in content:
        if node.lang and not _same(node.lang, language):
            yield GAP
            continue
        match node:
            case Text() | Fact():
                yield node
            case (
                Styled(content=inner)
                | Reference(content=inner)
                | IndexMark(content=inner)
                | Named(content=inner)
                | Abbreviation(content=inner)
            ):
                yield from _runs(inner, language)
            case Link(address=address, content=inner):
                said = plain(inner)
                if said in (address, address.removeprefix("mailto:")):
                    yield GAP
                else:
                    yield from _runs(inner, language)
            case CodeText() | Image() | Value():
                yield GAP
            case Break():
                yield " "
            case NoteRef() | Locators():
                yield ""
            case _:
                assert_never(node)
