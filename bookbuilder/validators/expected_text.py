"""Turns a chapter into the text that every medium must show, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bookbuilder.diagnostics import NOWHERE, Span
from bookbuilder.document import nodes
from bookbuilder.document.issue_references import SOURCE
from bookbuilder.document.margin_notes import MARGIN
from bookbuilder.document.normalize_letters import letters
from bookbuilder.document.note_references import SCHEME
from bookbuilder.document.walk import bare, node_fields, plain

OPENING = 400
"""Letters that a chapter opening may add: number, kind, day, place, author."""
LABEL, NUMBER, LOCATOR, PAGE = 60, 12, 40, 60
"""Letters that a medium may add: before a caption or description; for a note or item; for a locator of an index; for a
page reference."""


@dataclass(frozen=True, slots=True)
class ExpectedPiece:
    """An uninterrupted run of text: its words, letters and place, and how many letters may be added before it (`room`)."""

    text: str
    letters: str
    span: Span
    room: int


@dataclass(slots=True)
class _State:
    in_print: bool
    notes: dict[int, nodes.Note]
    """Notes that have not been printed yet; a second call is only a number."""
    others: dict[int, nodes.Note] = field(default_factory=dict)
    """The notes of the second language in a bilingual chapter."""
    room: int = OPENING
    margins: list[tuple[nodes.Inline, ...]] = field(default_factory=list)
    """Notes in the margin, which e-books and the web have behind the block."""
    inside: bool = False
    """Whether this is in a note or heading, where print sets no footnote."""
    in_group: bool = False
    """Whether this is among figures side by side, which have their notes in the margin behind all of them."""
    span: Span = NOWHERE
    """The place of generated text, which has none of its own."""


def expected_pieces(chapter: nodes.Chapter, *, in_print: bool) -> tuple[ExpectedPiece, ...]:
    """Return the pieces of a chapter. In print a note stands where it is called, elsewhere after the text."""
    state = _State(in_print, _numbered(chapter), _numbered(chapter.beside), span=chapter.span)
    both = (chapter, chapter.beside) if chapter.beside else (chapter,)
    pieces: list[ExpectedPiece] = []
    for one in both:
        state.inside = True
        for line in (one.kicker, bare(one.title, readings=True), one.subtitle, one.summary):
            pieces += _of(line, state)
        state.inside, state.room = False, state.room + OPENING
    pieces += _of(chapter.blocks, state)
    for one in () if in_print else both:
        state.room += LABEL
        for note in sorted(one.notes, key=lambda note: note.number):
            state.room += LABEL
            pieces += _of(note.blocks, state)
    return tuple(pieces)


_TAG = re.compile("<[^<>]*>")


def _numbered(chapter: nodes.Chapter | None) -> dict[int, nodes.Note]:
    return {note.number: note for note in chapter.notes} if chapter else {}


def _of(value: object, state: _State) -> Iterator[ExpectedPiece]:
    if isinstance(value, tuple):
        for one in value:
            yield from _of(one, state)
        return
    if not isinstance(value, nodes.Node):
        return
    match value:
        case nodes.Text(text) | nodes.Value(text) | nodes.CodeText(text):
            yield from _piece(text, value.span, state)
        case nodes.Code(text, caption=caption):
            state.room += LABEL if caption else 0
            yield from _of(caption, state)
            yield from _piece(text, value.span, state)
            yield from _margins(state)
        case nodes.Formula(mathml=mathml):
            # In print it is a drawing; elsewhere its letters are of several elements, in no order of words.
            state.room += NUMBER if state.in_print else NUMBER + len(_TAG.sub("", mathml))
        case nodes.NoteRef(number=number):
            state.room += NUMBER
            if state.in_print and not state.inside:
                yield from _note(state.notes.pop(number, None), state)
        case nodes.Reference(target=target, resolved=nodes.Target() as there) if (
            state.in_print and target.startswith(SCHEME) and there.number
        ):
            # Its number is that of print, where addresses count as well.
            for word in plain(value.content).split(there.number):
                yield from _piece(word, value.span, state)
                state.room += NUMBER
            state.room += PAGE
        case nodes.Reference(content=(nodes.Text(text),), resolved=nodes.Target() as there) if (
            there.section and text == there.name
        ):
            # A theme that numbers sections has "section 2.1" in place of the heading.
            state.room += len(text) + LABEL + PAGE
        case nodes.Reference(form=nodes.RefForm.FOLIO):
            state.room += PAGE
        case nodes.Reference(form=nodes.RefForm.PAGE) if state.in_print:
            state.room += PAGE
        case nodes.Reference(form=nodes.RefForm.TEXT_PAGE):
            yield from _of(value.content, state)
            state.room += PAGE
        case nodes.Styled(kind=kind) if kind == MARGIN:
            state.room += NUMBER
            if state.in_print:
                yield from _of(value.content, state)
            else:
                state.margins.append(value.content)
        case nodes.Paragraph() if not state.inside:
            yield from _of(value.content, state)
            yield from _margins(state)
        case nodes.Styled(kind=kind) if kind == SOURCE:  # written by the program, and left out on the web
            state.room += len(plain(value.content))
        case nodes.Ruby(reading=reading):
            yield from _of(value.content, state)
            state.room += len(reading)
        case nodes.Link(address=address):
            yield from _of(value.content, state)
            state.room += len(address) + NUMBER if state.in_print else 0
        case nodes.Locators(targets=targets):
            state.room += LOCATOR * (len(targets) + 1) + sum(len(target.name) for target in targets)
        case nodes.Parallel(first=first, second=second, shared=shared):
            state.room += LABEL if shared else 0
            yield from _of(first.blocks, state)
            state.notes, state.others = state.others, state.notes
            yield from _of(second.blocks, state)
            state.notes, state.others = state.others, state.notes
        case nodes.Box(kind="figures", blocks=blocks):
            state.in_group = True
            for block in blocks:
                state.room += LABEL if isinstance(block, nodes.Paragraph) else 0
                yield from _of(block, state)
            state.in_group = False
            yield from _margins(state)
        case nodes.Figure():
            state.room += LABEL
            yield from _of(value.caption, state)
            yield from _piece(value.credit, value.span, state)
            if not state.in_print:  # in print it is only alternative text
                state.room += LABEL
                yield from _of(value.description, state)
            yield from _margins(state)
        case nodes.Table(head=head, body=body, caption=caption):
            state.room += LABEL
            for part in (caption, head, body, value.notes):
                yield from _of(part, state)
            if not state.in_print and value.description:
                state.room += LABEL
                yield from _of(value.description, state)
        case _:
            state.room += NUMBER if isinstance(value, nodes.Item | nodes.Row | nodes.Note) else 0
            before = state.inside
            state.inside = before or isinstance(value, nodes.Heading)
            for name in node_fields(type(value)):
                yield from _of(getattr(value, name), state)
            state.inside = before


def _margins(state: _State) -> Iterator[ExpectedPiece]:
    """Yield the notes in the margin of a block, behind it."""
    while state.margins and not state.in_group:
        yield from _of(state.margins.pop(0), state)


def _note(note: nodes.Note | None, state: _State) -> Iterator[ExpectedPiece]:
    state.inside = True
    yield from _of(note.blocks if note else (), state)
    state.inside = False
    state.room += NUMBER


def _piece(text: str, span: Span, state: _State) -> Iterator[ExpectedPiece]:
    if normalized := letters(text):
        yield ExpectedPiece(text, normalized, span if span.path else state.span, state.room)
        state.room = 0


def block_letters(block: nodes.Block | nodes.Cell) -> str:
    """Return the letters of a block, as a medium shows it on its line."""
    pieces = _of(block, _State(in_print=False, notes={}, room=0))
    return "".join(piece.letters for piece in pieces)
