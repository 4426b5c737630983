"""Numbers the notes, figures, tables and the like of a chapter, gives its blocks anchors, and reports notes without text or
call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import count

from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule, Severity, nearest
from bookbuilder.document import nodes
from bookbuilder.document.anchors import with_anchors
from bookbuilder.document.figure_groups import GROUP, numbered_group
from bookbuilder.document.margin_notes import MARGIN, report_margin_notes
from bookbuilder.document.note_references import referred_label, referred_labels
from bookbuilder.document.number_citations import number_citations
from bookbuilder.document.numbered_kinds import FIGURE, numbered_kind
from bookbuilder.document.table_notes import with_table_notes
from bookbuilder.document.walk import transform, walk
from bookbuilder.phrases import Phrase

NOTHING_LEFT_OUT = nodes.LeftOut()
NO_NOTE = Rule(
    "note.missing",
    "the note [^{label}] has no text",
    "A footnote needs a paragraph of its own in the same chapter: [^label]: text.",
)
UNUSED_NOTE = Rule(
    "note.unused",
    "nothing refers to the note [^{label}]",
    "A footnote whose call is missing is not printed.",
    Severity.WARNING,
)
NOTE_TWICE = Rule(
    "note.twice", "there is already a note [^{label}]", "Each footnote of a chapter has a label of its own."
)
NOTE_PLACE = Rule(
    "note.place",
    "the note [^{label}] stands where no note can stand",
    "Titles and headings are repeated in the contents and at the head of the pages, and a note, at the foot of the page or"
    " in the margin, cannot have a note of its own: in one medium or another the note would be lost.",
)


def number_chapter(
    chapter: nodes.Chapter,
    report: Report,
    source: nodes.Chapter | None = None,
    *,
    cited_in_notes: bool = False,
    notes_behind_points: bool = False,
) -> nodes.Chapter:
    """Return a chapter with anchors and numbered notes; figures and the like count from 1. Reports `note.*`,
    `citation.place`.

    `source` is the numbered chapter that it translates; citations become notes if they are `cited_in_notes`, whose calls
    stand behind the points that follow if the language wants it.
    """
    chapter = number_citations(chapter, report, notes=cited_in_notes, behind_points=notes_behind_points)
    report_margin_notes(chapter, report)
    anchored = with_anchors(with_table_notes(chapter), source)
    return _number_figures(_number_notes(_with_mark_anchors(anchored), report))


def _with_mark_anchors(chapter: nodes.Chapter) -> nodes.Chapter:
    """Give an anchor to each index mark without one; these are counted, since only the index links to them.

    Front matter is printed in several places, so marks in it use the chapter's anchor.
    """
    marks = count(1)

    def number(node: nodes.Node) -> nodes.Node:
        return (
            replace(node, id=f"{chapter.id}-i{next(marks)}")
            if isinstance(node, nodes.IndexMark) and not node.id
            else node
        )

    blocks, notes = transform((chapter.blocks, chapter.notes), number)
    return replace(chapter, blocks=blocks, notes=notes)


def _number_figures(chapter: nodes.Chapter) -> nodes.Chapter:
    """Number what the book counts, from 1 in each of its kinds (`document.numbered_kinds`)."""
    counts: Counter[str] = Counter()

    def number(node: nodes.Node) -> nodes.Node:
        if isinstance(node, nodes.Box) and node.kind == GROUP:
            counts[FIGURE] += 1
            return numbered_group(node, counts[FIGURE])
        kind = numbered_kind(node)
        if not kind:
            return node
        counts[kind] += 1
        return replace(node, number=counts[kind])

    result: nodes.Chapter = transform(chapter, number)
    return result


def _number_notes(chapter: nodes.Chapter, report: Report) -> nodes.Chapter:
    """Number the footnotes of a chapter in the order of their first calls, and sort their texts."""
    texts: dict[str, nodes.Note] = {}
    for note in chapter.notes:
        if note.label in texts:
            report(NOTE_TWICE, note.span, label=note.label)
        texts.setdefault(note.label, note)
        if not note.blocks:
            report(NO_NOTE, note.span, label=note.label, hint="write it behind the colon")
    misplaced_calls = tuple(_misplaced_calls(chapter))
    for call in misplaced_calls:
        report(NOTE_PLACE, call.span, label=call.label, hint="put it behind a word of the text")
    numbers: dict[str, int] = {}
    repeated = referred_labels(chapter.notes)
    left_out = chapter.left_out or NOTHING_LEFT_OUT
    for node in walk(replace(chapter, notes=())):
        if isinstance(node, nodes.Reference):
            repeated |= referred_label(node)
        if not isinstance(node, nodes.NoteRef):
            continue
        if node.label not in texts:
            report(
                NO_NOTE,
                node.span,
                label=node.label,
                hint="its text has a condition that does not hold here"
                if node.label in left_out.notes
                else partial(_missing_note_hint, node.label, texts),
            )
        elif node.label in numbers:
            repeated.add(node.label)
        numbers.setdefault(node.label, len(numbers) + 1)
    misplaced = {call.label for call in misplaced_calls}
    for label, note in texts.items():
        if label not in numbers and label not in misplaced and label not in left_out.calls:
            report(
                UNUSED_NOTE,
                note.span,
                label=label,
                hint=Phrase("put [^{label}] where it belongs", label=label),
            )

    def number(node: nodes.Node) -> nodes.Node:
        return (
            replace(node, number=numbers[node.label])
            if isinstance(node, nodes.NoteRef) and node.label in numbers
            else node
        )

    notes = sorted((n for n in texts.values() if n.label in numbers), key=lambda n: numbers[n.label])
    numbered: nodes.Chapter = transform(replace(chapter, notes=()), number)
    numbered_notes = (replace(n, number=numbers[n.label], repeated=n.label in repeated) for n in notes)
    return replace(numbered, notes=tuple(numbered_notes))


def _missing_note_hint(label: str, texts: Mapping[str, nodes.Note]) -> str:
    return nearest(label, texts) or Phrase("add [^{label}]: …", label=label)


def _misplaced_calls(chapter: nodes.Chapter) -> Iterator[nodes.NoteRef]:
    """Yield calls of notes in places where some medium has no room for a note."""
    lines = (
        chapter.title, chapter.subtitle, chapter.kicker, chapter.short, chapter.summary, chapter.place, chapter.events,
    )  # fmt: skip
    forbidden_places: list[object] = [*lines, chapter.notes]
    for node in walk(chapter.blocks):
        match node:
            case nodes.Heading(content=content):
                forbidden_places.append(content)
            case nodes.Figure(description=description) | nodes.Table(description=description):
                forbidden_places.append(description)
            case nodes.Box(kind=kind) | nodes.Styled(kind=kind) if kind == MARGIN:
                forbidden_places.append(node)
    calls = {
        id(node): node for part in forbidden_places for node in walk(part) if isinstance(node, nodes.NoteRef)
    }
    yield from calls.values()
