"""Takes the notes that a table calls out of those of its chapter, and puts them below it, with letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from string import ascii_lowercase

from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.document.anchors import call_anchor, note_anchor
from bookbuilder.document.walk import transform, walk

TABLE_NOTE = "table-note"
"""The class of a letter that calls a note of a table, or stands before it."""


def with_table_notes(chapter: nodes.Chapter) -> nodes.Chapter:
    """Return a chapter in which tables that ask for it have their own notes.

    A note is that of a table if only this one calls it, from its cells or its caption. Others stay notes of the chapter.
    """
    tables = [node for node in walk(chapter.blocks) if isinstance(node, nodes.Table) and node.notes_below]
    if not tables:
        return chapter
    calls = Counter(node.label for node in walk(chapter) if isinstance(node, nodes.NoteRef))
    texts = {note.label: note for note in chapter.notes if note.blocks}
    own = [_own_notes(table, calls, texts) for table in tables]
    waiting = iter(own)

    def change(node: nodes.Node) -> nodes.Node:
        if isinstance(node, nodes.Table) and node.notes_below:
            return _with_notes(node, chapter.id, next(waiting))
        return node

    moved = {label for notes in own for label in notes}
    return replace(
        chapter,
        blocks=transform(chapter.blocks, change),
        notes=tuple(note for note in chapter.notes if note.label not in moved),
    )


def calls_table_note(node: nodes.Inline) -> bool:
    """Whether a node is the letter of a note that stands below its table."""
    return isinstance(node, nodes.Reference) and TABLE_NOTE in node.classes


def _called(table: nodes.Table) -> list[str]:
    """Return the labels of the notes that a table calls, in the order of its calls."""
    rows = walk((table.caption, table.head, table.body))
    return [node.label for node in rows if isinstance(node, nodes.NoteRef)]


def _own_notes(
    table: nodes.Table, calls: Counter[str], texts: Mapping[str, nodes.Note]
) -> dict[str, nodes.Note]:
    labels = _called(table)
    return {
        label: texts[label]
        for label, count in Counter(labels).items()
        if label in texts and calls[label] == count
    }


def _with_notes(table: nodes.Table, chapter: str, notes: Mapping[str, nodes.Note]) -> nodes.Table:
    letters = {label: letter(number) for number, label in enumerate(notes)}
    counts: Counter[str] = Counter()

    def call(node: nodes.Node) -> nodes.Node:
        if not isinstance(node, nodes.NoteRef) or node.label not in notes:
            return node
        counts[node.label] += 1
        anchor = note_anchor(chapter, node.label)
        place = call_anchor(anchor, counts[node.label])
        return replace(_letter(letters[node.label], anchor, node), id=place)

    caption, head, body = transform((table.caption, table.head, table.body), call)
    below = tuple(
        block
        for label, note in notes.items()
        for block in _note(note, letters[label], note_anchor(chapter, label))
    )
    return replace(table, caption=caption, head=head, body=body, notes=below)


def _note(note: nodes.Note, letter: str, anchor: str) -> tuple[nodes.Block, ...]:
    """Return the blocks of a note, the first with its letter, which leads back to the call."""
    first, rest = note.blocks[0], note.blocks[1:]
    back = _letter(letter, call_anchor(anchor, 1), note)
    if not isinstance(first, nodes.Paragraph):
        return (nodes.Paragraph((back,), span=note.span, id=anchor), *note.blocks)
    content = (back, nodes.Text("\u00a0", span=first.span), *first.content)
    return (replace(first, content=content, id=anchor), *rest)


def _letter(letter: str, target: str, node: nodes.Node) -> nodes.Reference:
    raised = nodes.Styled("superscript", (nodes.Text(letter, span=node.span),), span=node.span)
    return nodes.Reference(target, (raised,), span=node.span, classes=(TABLE_NOTE,))


def letter(number: int) -> str:
    """Return the letter of a note by its number, from 0.

    >>> letter(0), letter(25), letter(26), letter(701)
    ('a', 'z', 'aa', 'zz')
    """
    more, last = divmod(number, len(ascii_lowercase))
    return (letter(more - 1) if more else "") + ascii_lowercase[last]
