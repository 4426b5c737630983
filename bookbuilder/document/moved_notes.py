"""Moves the notes of a chapter out of it: to its end, or into a chapter with the notes of the whole book."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from msgspec.structs import replace

from bookbuilder.diagnostics import Span
from bookbuilder.document import nodes
from bookbuilder.document.anchors import note_anchor
from bookbuilder.document.margin_notes import MARGIN
from bookbuilder.document.note_references import moved_reference
from bookbuilder.document.walk import plain, transform, walk

ADDRESS = "address"
"""The kind of words that are the address of a link, printed in a note."""
PLAIN = "plain"
"""The class of a link whose address is not printed."""


def is_address(node: nodes.Link) -> bool:
    """Whether the words of a link are its address."""
    said = plain(node.content)
    # A literal link: `literal_links` added the scheme.
    literal = said.startswith("www.") and node.address == f"http://{said}"
    return literal or said in (node.address.removeprefix("mailto:"), node.address)


def shown_address(node: nodes.Link) -> str:
    """Return the address of a link as print shows it behind its words; empty if they are the address, or if it is not to be
    shown."""
    return "" if PLAIN in node.classes or is_address(node) else node.address.removeprefix("mailto:")


def with_notes_moved(
    chapter: nodes.Chapter, there: str, *, addresses: bool, margins: bool = False
) -> tuple[nodes.Chapter, nodes.Endnotes | None]:
    """Return a chapter whose calls lead to notes in the chapter called `there`, and these notes; None without any. With
    `addresses` each link has a note with its address, with `margins` those of the margin are among them; then all are
    numbered anew."""
    if margins:
        chapter = _with_margin_notes(chapter)
    if addresses or margins:
        chapter = _renumbered(chapter, addresses=addresses)
    counts = Counter(node.number for node in walk(chapter.blocks) if isinstance(node, nodes.NoteRef))
    notes = tuple(replace(note, calls=counts[note.number]) for note in chapter.notes if counts[note.number])
    if not notes:
        return chapter, None
    labels = {note.label for note in notes}
    numbers = {note_anchor(chapter.id, note.label): note.number for note in notes}

    def change(node: nodes.Node) -> nodes.Node:
        if isinstance(node, nodes.Reference):
            return moved_reference(node, there, numbers)
        if not isinstance(node, nodes.NoteRef) or node.label not in labels:
            return node
        return replace(node, resolved=nodes.Target(there, note_anchor(chapter.id, node.label), ""))

    moved: nodes.Chapter = transform(replace(chapter, notes=()), change)
    notes = transform(
        notes,
        lambda node: moved_reference(node, there, numbers) if isinstance(node, nodes.Reference) else node,
    )
    return moved, nodes.Endnotes(chapter.id, notes, span=notes[0].span)


def _with_margin_notes(chapter: nodes.Chapter) -> nodes.Chapter:
    """Return a chapter with its notes in the margin among the others, without numbers."""
    notes: list[nodes.Note] = []

    def change(node: nodes.Node) -> nodes.Node:
        if not isinstance(node, nodes.Styled) or node.kind != MARGIN:
            return node
        label = f" margin {len(notes)}"
        words = nodes.Paragraph(node.content, span=node.span, lang=node.lang, classes=node.classes)
        notes.append(nodes.Note(label, (words,), span=node.span))
        return nodes.NoteRef(label, span=node.span)

    blocks = transform(chapter.blocks, change)
    return replace(chapter, blocks=blocks, notes=(*chapter.notes, *notes)) if notes else chapter


def _renumbered(chapter: nodes.Chapter, *, addresses: bool) -> nodes.Chapter:
    """Return a chapter whose notes are numbered anew, with `addresses` among those of the links in its text; headings and
    notes have none."""
    numbers: dict[str, int] = {}
    texts = {note.label: note for note in chapter.notes}

    def change(node: nodes.Node) -> nodes.Node | tuple[nodes.Node, ...]:
        match node:
            case nodes.NoteRef(label=label) if label in texts:
                return replace(node, number=numbers.setdefault(label, len(numbers) + 1))
            case nodes.Link() if addresses and (address := shown_address(node)):
                label = f" {len(numbers) + 1}"  # no author's label begins with a space
                words = nodes.Styled(ADDRESS, (nodes.Text(address, span=node.span),), span=node.span)
                texts[label] = nodes.Note(label, (nodes.Paragraph((words,), span=node.span),), span=node.span)
                call = nodes.NoteRef(label, numbers.setdefault(label, len(numbers) + 1), span=node.span)
                return replace(node, classes=(*node.classes, PLAIN)), call
            case _:
                return node

    blocks = transform(_without_spoken_links(chapter.blocks), change, _not_heading)
    notes = (replace(note, number=numbers[label]) for label, note in texts.items() if label in numbers)
    return replace(chapter, blocks=blocks, notes=tuple(sorted(notes, key=lambda note: note.number)))


def _not_heading(node: nodes.Node) -> bool:
    return not isinstance(node, nodes.Heading)


def _without_spoken_links(blocks: tuple[nodes.Block, ...]) -> tuple[nodes.Block, ...]:
    """Return blocks in whose long descriptions links show no address: print only speaks these."""

    def plainly(node: nodes.Node) -> nodes.Node:
        return replace(node, classes=(*node.classes, PLAIN)) if isinstance(node, nodes.Link) else node

    def change(node: nodes.Node) -> nodes.Node:
        if isinstance(node, nodes.Figure | nodes.Table) and node.description:
            return replace(node, description=transform(node.description, plainly))
        return node

    result: tuple[nodes.Block, ...] = transform(blocks, change)
    return result


def with_notes_at_end(
    chapter: nodes.Chapter, title: str, *, addresses: bool, margins: bool = False
) -> nodes.Chapter:
    """Return a chapter with its notes behind its text, below a heading with this title; itself if it has none."""
    moved, notes = with_notes_moved(chapter, chapter.id, addresses=addresses, margins=margins)
    if notes is None:
        return chapter
    heading = nodes.Heading(2, (nodes.Text(title, span=notes.span),), span=notes.span)
    return replace(moved, blocks=(*moved.blocks, heading, notes))


def chapter_of_notes(
    name: str,
    title: str,
    notes: tuple[tuple[nodes.Chapter, nodes.Endnotes], ...],
    figures: Callable[[int], str],
) -> nodes.Chapter:
    """Return the chapter with the notes of a book, each chapter's below its title; `figures` writes numbers."""
    blocks: list[nodes.Block] = []
    for chapter, moved in notes:
        number = f"{figures(chapter.number)}\u2002" if chapter.number else ""
        words = (nodes.Text(number + plain(chapter.title), span=moved.span),)
        target = nodes.Target(chapter.id, chapter.id, "")
        reference = nodes.Reference(chapter.id, words, resolved=target, span=moved.span)
        blocks += [nodes.Heading(2, (reference,), span=moved.span, lang=chapter.lang), moved]
    span = Span("book.toml")
    heading = (nodes.Text(title, span=span),)
    return nodes.Chapter(
        id=name, span=span, title=heading, blocks=tuple(blocks), kind="notes", part=nodes.Part.BACK
    )
