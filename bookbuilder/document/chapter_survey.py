"""The survey of a chapter: its anchors, references, marks and counts, as other chapters need them, without its text."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct
from msgspec.structs import replace

from bookbuilder.diagnostics import Span
from bookbuilder.document import nodes
from bookbuilder.document.walk import bare, plain, walk


class Anchor(Struct, frozen=True, array_like=True, gc=False):
    """A possible target of references, and what a reference calls it (empty: no name).

    `kind` is `heading`, `figure`, `table`, `formula` or empty. A figure, table or formula is called by its number, which
    counts within the chapter, and `id` is empty if its number in the book makes its anchor.
    """

    id: str
    name: str
    span: Span
    kind: str = ""
    number: int = 0


class SurveyedMark(Struct, frozen=True, array_like=True, gc=False):
    """An index mark: what it says, and its anchor (empty: that of the chapter)."""

    index: str
    entry: str
    sub: str
    name: str
    id: str
    span: Span


class ReferenceUse(Struct, frozen=True, array_like=True, gc=False):
    """A cross-reference: its target, whether its text must come from the target's name, the chapter that it names, and the
    issue."""

    target: str
    nameless: bool
    span: Span
    chapter: str
    key: str
    issue: str = ""


class Survey(Struct, frozen=True, array_like=True, gc=False):
    """The survey of a numbered chapter.

    `head` is the chapter without blocks and notes; `notes` are the labels of its notes with the number of their calls;
    `figures`, `tables` and `formulas` (numbered ones) are counts; `credits` are numbers and credits of figures; `pending`
    names the directives that wait for the whole book; `pictures` are the paths of its pictures.
    """

    head: nodes.Chapter
    notes: tuple[tuple[str, int], ...]
    figures: int
    tables: int
    anchors: tuple[Anchor, ...]
    marks: tuple[SurveyedMark, ...]
    references: tuple[ReferenceUse, ...]
    credits: tuple[tuple[int, str], ...]
    pending: tuple[str, ...]
    pictures: tuple[str, ...] = ()
    formulas: int = 0


def survey_chapter(chapter: nodes.Chapter) -> Survey:
    """Return the survey of a chapter (`document.number_notes_and_figures`)."""
    figures = tables = formulas = 0
    anchors, marks, references, named, pending = [], [], [], [], []
    pictures: dict[str, None] = {}
    calls: Counter[str] = Counter()
    for node in walk(chapter):
        kind, number = "", 0
        match node:
            case nodes.Figure(number=number, credit=credit):
                kind, figures = "figure", figures + 1
                if credit:
                    named.append((number, credit))
            case nodes.Table(number=number, caption=caption) if caption:
                kind, tables = "table", tables + 1
            case nodes.Formula(number=number) if number:
                kind, formulas = "formula", formulas + 1
            case nodes.NoteRef(label):
                calls[label] += 1
            case nodes.Heading() if node.id:
                kind = "heading"
            case nodes.IndexMark(entry, index, sub=sub, name=name):
                marks.append(SurveyedMark(index, entry, sub, name, node.id, node.span))
            case nodes.Reference(target, content):
                references.append(
                    ReferenceUse(target, not content, node.span, node.chapter, node.key, node.issue)
                )
            case nodes.Pending(directive):
                pending.append(directive)
            case nodes.Image(source) if source:
                pictures[source] = None
        if node.id or kind:
            of_title = isinstance(node, nodes.Box) and node.kind == nodes.TITLE_PLACE
            name = plain(bare(chapter.title)) if of_title else _name(node)
            anchors.append(Anchor(node.id, name, node.span, kind, number))
    return Survey(
        replace(chapter, blocks=(), notes=()),
        tuple((note.label, calls[note.label]) for note in chapter.notes),
        figures,
        tables,
        tuple(anchors),
        tuple(marks),
        tuple(references),
        tuple(named),
        tuple(pending),
        tuple(pictures),
        formulas,
    )


def fact_names(chapter: nodes.Chapter) -> set[str]:
    """Return the names of the book's facts that a chapter uses."""
    return {
        name for node in walk(chapter) if isinstance(node, nodes.Fact) and (name := node.options.get("fact"))
    }


def _name(node: nodes.Node) -> str:
    match node:
        case nodes.Heading(content=content):
            return plain(bare(content))
        case nodes.Box(title=title) if title:
            return plain(bare(title))
        case _:
            return ""
