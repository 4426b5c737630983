"""Extracts the text of a chapter as lines (one a paragraph, heading or cell), each with its kind and source positions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from bookbuilder.diagnostics import Span
from bookbuilder.document import nodes
from bookbuilder.document.character_positions import locate_characters
from bookbuilder.document.walk import plain

PLACEHOLDER = "\ufffc"
"""Stands for what is not text of the language: code, addresses, passages in another language."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """The text of a paragraph, heading, cell …; `kind` says which, and in which lists and boxes.

    `runs` are the runs of the text with their offsets, `facts` the facts in it with the offsets of their words.
    `claims` are what its words, or the picture whose alternative text it is, claim of facts, with the offsets of these
    words. `fixed`: it is not to be translated, and its text was left out.
    """

    kind: str
    span: Span
    text: str
    runs: tuple[tuple[int, nodes.Text], ...]
    facts: tuple[tuple[int, int, nodes.Fact], ...]
    fixed: bool = False
    claims: tuple[tuple[int, int, nodes.Claim], ...] = ()

    def places(self, lines: Sequence[str]) -> Callable[[int], Span]:
        """Return a function from an offset to its span in the file, which consists of `lines`; at least that of its run."""
        located_runs: dict[int, list[Span | None]] = {}

        def place(offset: int) -> Span:
            index = bisect_right(self.runs, offset, key=lambda piece: piece[0]) - 1
            if index < 0:
                return self.span
            start, node = self.runs[index]
            if index not in located_runs:
                located_runs[index] = locate_characters(node.text, node.span, lines)
            spans = located_runs[index]
            return (spans[offset - start] if offset - start < len(spans) else None) or node.span

        return place

    def within(self, start: int, end: int) -> bool:
        """Whether a range of characters lies in the words of one fact."""
        return any(first <= start and end <= last for first, last, _ in self.facts)


@dataclass(frozen=True, slots=True)
class _Selection:
    """Which text is extracted: that of a language; untranslatable text only with `fixed`."""

    language: str
    fixed: bool

    def foreign(self, node: nodes.Node) -> bool:
        """Whether a node is in another language."""
        return bool(node.lang) and not _same(node.lang, self.language)

    def leaves_out(self, node: nodes.Node) -> bool:
        """Whether the text of a node is left out because it is not to be translated."""
        return not (self.fixed or node.translate)


def text_lines(chapter: nodes.Chapter, language: str, *, fixed: bool = True) -> list[TextLine]:
    """Return the lines of a chapter in reading order: front matter, text, notes.

    Passages in other languages than `language` become a placeholder, and a chapter in another language has no lines.
    Without `fixed`, untranslatable lines are there without their text.
    """
    if (chapter.lang and not _same(chapter.lang, language)) or not (fixed or chapter.translate):
        return []
    wanted = _Selection(language, fixed)
    front = (
        ("title", chapter.title), ("subtitle", chapter.subtitle), ("kicker", chapter.kicker),
        ("short", chapter.short), ("summary", chapter.summary), ("place", chapter.place),
        *(("event", event) for event in chapter.events),
    )  # fmt: skip
    result = [_line(kind, chapter.span, content, wanted) for kind, content in front if content]
    result += _blocks(chapter.blocks, "", wanted)
    for note in sorted(chapter.notes, key=lambda note: note.label):
        result += _blocks(note.blocks, f"note {note.label} ", wanted)
    return result


def _same(tag: str, language: str) -> bool:
    return tag.split("-", maxsplit=1)[0].casefold() == language


def _blocks(blocks: Sequence[nodes.Block], path: str, wanted: _Selection) -> Iterator[TextLine]:
    for block in blocks:
        if wanted.leaves_out(block):
            # A locale's own text may have other paragraphs, so a list or box counts as one line.
            simple = isinstance(block, nodes.Paragraph | nodes.Heading)
            kind = next(_block(block, path, wanted)).kind if simple else f"{path}fixed"
            yield TextLine(kind, block.span, PLACEHOLDER, (), (), fixed=True)
            continue
        if wanted.foreign(block):
            yield TextLine(f"{path}foreign", block.span, PLACEHOLDER, (), ())
            continue
        yield from _block(block, path, wanted)


def _block(block: nodes.Block, path: str, wanted: _Selection) -> Iterator[TextLine]:
    match block:
        case nodes.Heading(level=level, content=content):
            yield _line(f"{path}heading {level}", block.span, content, wanted)
        case nodes.Paragraph(content=content):
            yield _line(f"{path}paragraph", block.span, content, wanted)
        case nodes.List(items=items):
            for item in items:
                yield from _blocks(item.blocks, f"{path}item ", wanted)
        case nodes.Definitions(items=items):
            for definition in items:
                yield _line(f"{path}term", definition.span, definition.term, wanted)
                yield from _blocks(definition.blocks, f"{path}definition ", wanted)
        case nodes.Quote(blocks=blocks):
            yield from _blocks(blocks, f"{path}quote ", wanted)
        case (
            nodes.Box(kind=kind, title=title, blocks=blocks)
            | nodes.Pending(directive=kind, title=title, blocks=blocks)
        ):
            if title:
                yield _line(f"{path}{kind} title", block.span, title, wanted)
            yield from _blocks(blocks, f"{path}{kind} ", wanted)
        case nodes.Endnotes(notes=notes):
            for note in notes:
                yield from _blocks(note.blocks, f"{path}note {note.label} ", wanted)
        case nodes.Figure(caption=caption, description=description, image=image):
            claims = _of_picture(image)
            yield TextLine(f"{path}alt", image.span, image.alt, (), (), claims=claims)
            yield _line(f"{path}caption", block.span, caption, wanted)
            yield from _blocks(description, f"{path}description ", wanted)
        case nodes.Table(head=head, body=body, caption=caption, description=description):
            for row in (*head, *body):
                for cell in row.cells:
                    if cell.content or not cell.blocks:
                        yield _line(f"{path}cell", cell.span, cell.content, wanted)
                    yield from _blocks(cell.blocks, f"{path}cell ", wanted)
            if caption:
                yield _line(f"{path}caption", block.span, caption, wanted)
            yield from _blocks(description, f"{path}description ", wanted)
            yield from _blocks(block.notes, f"{path}note ", wanted)
        case nodes.Parallel(first=first, second=second):
            for half in (first, second):
                if not half.lang or _same(half.lang, wanted.language):
                    yield from _blocks(half.blocks, path, wanted)
        case nodes.Code(caption=caption):
            if caption:
                yield _line(f"{path}caption", block.span, caption, wanted)
        case nodes.Rule() | nodes.PageBreak():
            return
        case _:
            assert_never(block)


def _of_picture(image: nodes.Image) -> tuple[tuple[int, int, nodes.Claim], ...]:
    if image.claim is None:
        return ()
    return ((0, len(image.alt), nodes.Claim(image.claim, (), span=image.span)),)


def _line(kind: str, span: Span, content: tuple[nodes.Inline, ...], wanted: _Selection) -> TextLine:
    parts: list[str] = []
    runs: list[tuple[int, nodes.Text]] = []
    facts: list[tuple[int, int, nodes.Fact]] = []
    claims: list[tuple[int, int, nodes.Claim]] = []
    opened: list[int] = []
    size = 0
    for part in _runs(content, wanted):
        if isinstance(part, _Edge):
            if part.opens:
                opened.append(size)
            else:
                claims.append((opened.pop(), size, part.claim))
            continue
        if isinstance(part, nodes.Fact):
            inner = plain(part.content)
            facts.append((size, size + len(inner), part))
            runs += [(size, run) for run in part.content if isinstance(run, nodes.Text) and run.text == inner]
            parts.append(inner)
        elif isinstance(part, nodes.Text):
            runs.append((size, part))
            parts.append(part.text)
        else:
            parts.append(part)
        size += len(parts[-1])
    first = runs[0][1].span if runs and not facts else span
    return TextLine(
        kind, span if span.line > 1 or not runs else first, "".join(parts), tuple(runs), tuple(facts),
        claims=tuple(claims),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Edge:
    """Where the words of a claim begin or end."""

    claim: nodes.Claim
    opens: bool


def _runs(
    content: tuple[nodes.Inline, ...], wanted: _Selection
) -> Iterator[nodes.Text | nodes.Fact | _Edge | str]:
    """Yield the texts and facts of inlines, and a placeholder text for other nodes."""
    for node in content:
        if wanted.leaves_out(node) or wanted.foreign(node):
            yield PLACEHOLDER
            continue
        match node:
            case nodes.Text() | nodes.Fact():
                yield node
            case (
                nodes.Styled(content=inner)
                | nodes.Reference(content=inner)
                | nodes.IndexMark(content=inner)
                | nodes.NameUse(content=inner)
                | nodes.Abbreviation(content=inner)
                | nodes.Ruby(content=inner)
            ):
                yield from _runs(inner, wanted)
            case nodes.Claim(content=inner):
                yield _Edge(node, opens=True)
                yield from _runs(inner, wanted)
                yield _Edge(node, opens=False)
            case nodes.Link(address=address, content=inner):
                words = plain(inner)
                if words in (address, address.removeprefix("mailto:")):
                    yield PLACEHOLDER
                else:
                    yield from _runs(inner, wanted)
            case nodes.CodeText() | nodes.Formula() | nodes.Image() | nodes.Value():
                yield PLACEHOLDER
            case nodes.Break():
                yield " "
            case nodes.NoteRef() | nodes.Locators() | nodes.Citation():
                yield ""
            case _:
                assert_never(node)
