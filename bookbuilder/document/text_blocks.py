"""The texts of a finished chapter, one after the other: its title, paragraphs, headings, cells, captions, terms and notes,
each with the pieces that it is made of and the place in its file of every character.

What comes back about a printed text, a mark in a PDF or a change in Word, is about one of these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from bookbuilder.diagnostics import Span
from bookbuilder.document import nodes
from bookbuilder.document.character_positions import locate_text
from bookbuilder.document.walk import walk


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A part of a text. `kind` is `text`, `code`, `value` (what a fact prints), `formula` (its words), `break`, or, without
    any characters, `note` (a call), `picture` and `locators`. `node` is the node that prints it, `parents` are the inlines
    around it, the outermost first."""

    kind: str
    text: str
    node: nodes.Inline
    parents: tuple[nodes.Inline, ...] = ()

    @property
    def span(self) -> Span:
        """Where it begins in its file; where typography has parted a text, each part has the place of the whole."""
        return self.node.span


@dataclass(frozen=True, eq=False)
class TextBlock:
    """A text of a chapter. `kind` is `kicker`, `title`, `subtitle`, `summary`, `paragraph`, `heading`, `cell`, `term`,
    `caption`, `box-title` or `code`; `node` is the node whose text it is, None for the lines above a chapter; `note` is the
    label of the note that it is in, empty outside of notes."""

    kind: str
    chapter: nodes.Chapter
    pieces: tuple[TextPiece, ...]
    node: nodes.Node | None = None
    note: str = ""

    @cached_property
    def text(self) -> str:
        """The text as it is printed."""
        return "".join(piece.text for piece in self.pieces)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each piece begins in the text."""
        return tuple(accumulate((len(piece.text) for piece in self.pieces[:-1]), initial=0))

    @property
    def span(self) -> Span:
        """Where it begins in its file."""
        if self.node is not None and self.node.span.line:
            return self.node.span
        return next((piece.span for piece in self.pieces if piece.span.line), self.chapter.span)

    def positions(self, lines: Callable[[str], Sequence[str]]) -> tuple[Span | None, ...]:
        """Return the place in its file of each character of the text; None for characters that are not in the file, such as
        a space that typography has added, and for what a fact prints, except its first one. `lines` returns the lines of a
        file."""
        result: list[Span | None] = []
        number = 0
        while number < len(self.pieces):
            first = self.pieces[number]
            behind = self._behind(number)
            if first.kind in ("text", "code"):
                text = "".join(
                    " " if piece.kind == "break" else piece.text for piece in self.pieces[number:behind]
                )
                result += locate_text(text, first.span, lines(first.span.path) if first.span.path else ())
            elif first.text:
                result += [first.span if first.span.line else None, *[None] * (len(first.text) - 1)]
            number = behind
        return tuple(result)

    def _behind(self, number: int) -> int:
        """Return the number behind the last piece of the text in its file that a piece begins: typography parts texts."""
        first = self.pieces[number]
        behind = number + 1
        if first.kind in ("text", "code"):
            for at in range(number + 1, len(self.pieces)):
                piece = self.pieces[at]
                if piece.kind == first.kind and piece.span == first.span:
                    behind = at + 1
                elif piece.kind != "break":  # sentences of easy language stand in lines of their own
                    break
        return behind


def text_blocks(chapter: nodes.Chapter) -> Iterator[TextBlock]:
    """Yield the texts of a chapter that have pieces, in reading order: its title and the lines above and below it, its
    blocks, and its notes."""
    for kind, content in (
        ("kicker", chapter.kicker),
        ("title", chapter.title),
        ("subtitle", chapter.subtitle),
        ("summary", chapter.summary),
    ):
        if pieces := _pieces(content):
            yield TextBlock(kind, chapter, pieces)
    yield from _of_blocks(chapter, chapter.blocks, "")
    for note in chapter.notes:
        yield from _of_blocks(chapter, note.blocks, note.label)


def _of_blocks(chapter: nodes.Chapter, blocks: object, note: str) -> Iterator[TextBlock]:
    for node in walk(blocks):
        for kind, content in _texts(node):
            if pieces := _pieces(content):
                yield TextBlock(kind, chapter, pieces, node, note)
        if isinstance(node, nodes.Code) and node.text:
            code = nodes.CodeText(node.text, span=node.span)
            yield TextBlock("code", chapter, (TextPiece("code", node.text, code),), node, note)


def _texts(node: nodes.Node) -> tuple[tuple[str, tuple[nodes.Inline, ...]], ...]:
    """Return the texts that a block has itself, with their kinds."""
    match node:
        case nodes.Paragraph(content):
            return (("paragraph", content),)
        case nodes.Heading(content=content):
            return (("heading", content),)
        case nodes.Cell(content=content):
            return (("cell", content),)
        case nodes.Definition(term=term):
            return (("term", term),)
        case nodes.Box(title=title):
            return (("box-title", title),)
        case nodes.Figure(caption=caption) | nodes.Table(caption=caption) | nodes.Code(caption=caption):
            return (("caption", caption),)
        case _:
            return ()


def _pieces(
    content: tuple[nodes.Inline, ...], parents: tuple[nodes.Inline, ...] = ()
) -> tuple[TextPiece, ...]:
    """Return the pieces of inlines."""
    result: list[TextPiece] = []
    for node in content:
        match node:
            case nodes.Text(text):
                result.append(TextPiece("text", text, node, parents))
            case nodes.CodeText(text):
                result.append(TextPiece("code", text, node, parents))
            case nodes.Value(text):
                result.append(TextPiece("value", text, node, parents))
            case nodes.Formula(words=words):
                result.append(TextPiece("formula", words, node, parents))
            case nodes.Break():
                result.append(TextPiece("break", "\n", node, parents))
            case nodes.NoteRef():
                result.append(TextPiece("note", "", node, parents))
            case nodes.Image():
                result.append(TextPiece("picture", "", node, parents))
            case nodes.Locators():
                result.append(TextPiece("locators", "", node, parents))
            case _:
                result += _pieces(node.content, (*parents, node))
    return tuple(result)
