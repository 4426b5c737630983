"""Turns a manuscript into a document: numbers, anchors, notes, generated parts, references and the table of contents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count

from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule, Severity, Span, nearest
from bookbuilder.document.nodes import (
    Block,
    Box,
    Chapter,
    Document,
    Entry,
    Figure,
    Heading,
    IndexMark,
    Inline,
    Manuscript,
    Node,
    Note,
    NoteRef,
    Paragraph,
    Pending,
    Quote,
    Reference,
    Table,
    Target,
    Text,
)
from bookbuilder.document.walk import bare, plain, transform, walk
from bookbuilder.document.whole import Expand, Marked, Whole
from bookbuilder.locales import Locale
from bookbuilder.names import Local
from bookbuilder.project import Project, ProjectLocale

TWICE = Rule(
    "id.twice",
    "the anchor #{id} stands here for a second time; the first is in {first}",
    "An anchor names one place in the whole book, so that references and links know where to lead.",
)
RESERVED = Rule(
    "id.reserved",
    "the anchor #{id} is one that the program makes itself",
    "The contents, the title of each chapter and its notes have anchors of their own, and an anchor names one place.",
)
UNKNOWN = Rule(
    "reference.unknown",
    "nothing in the book is called #{target}",
    "A reference leads to a chapter (the name of its file without .md), or to a heading, figure, table or block that"
    " has an {#id}.",
)
NO_NOTE = Rule(
    "note.missing",
    "the note [^{label}] has no text",
    "A footnote needs a paragraph of its own in the same chapter: [^label]: text.",
)
UNUSED_NOTE = Rule(
    "note.unused",
    "nothing refers to the note [^{label}]",
    "A footnote whose call is missing would vanish from the book.",
)
NOTE_TWICE = Rule(
    "note.twice", "there is already a note [^{label}]", "Each footnote of a chapter has a label of its own."
)
NOTE_CALLED_TWICE = Rule(
    "note.reused",
    "the note [^{label}] is called for a second time",
    "A footnote stands on the page of its call, so each call has a note of its own.",
)
NOTE_PLACE = Rule(
    "note.place",
    "the note [^{label}] stands where no note can stand",
    "Titles and headings are repeated in the contents and at the head of the pages, and a note cannot have a note of its"
    " own: in one medium or another the note would be lost.",
)
BLANK_REFERENCE = Rule(
    "reference.blank",
    "the reference to #{target} has no words of its own, and its target has no name",
    "Chapters, headings, figures, tables and boxes with a title have names; for other blocks write [words](#id).",
    Severity.ERROR,
)


def assemble(
    manuscript: Manuscript,
    project: Project,
    edition: ProjectLocale,
    locale: Locale,
    expanders: Mapping[str, Expand],
    report: Report,
    names: Mapping[str, Local] | None = None,
) -> Document:
    """Return the document of one locale; `names` are those of names.toml by key.

    Reports `id.*`, `reference.*`, `note.*` and what directives find.
    """
    chapters = tuple(_with_notes(c, report) for c in _numbered(manuscript.chapters))
    chapters = _counted(chapters)
    targets = _targets(chapters, locale, _silent)
    marks = tuple(_marks(chapters, targets))
    whole = Whole(project, edition, locale, chapters, marks, targets, names or {})

    def expand(node: Node) -> Node | tuple[Node, ...]:
        return expanders[node.directive](node, whole, report) if isinstance(node, Pending) else node

    chapters = tuple(transform(c, expand) for c in chapters)
    targets = _targets(chapters, locale, report)
    chapters = tuple(_resolved(c, targets, report) for c in chapters)
    return Document(manuscript.locale, chapters, tuple(_entry(c, targets) for c in chapters), targets)


# -- numbers and anchors -----------------------------------------------------------------------------------------


def _numbered(chapters: tuple[Chapter, ...]) -> Iterator[Chapter]:
    numbers = count(1)
    for chapter in chapters:
        yield _auto_ids(replace(chapter, number=next(numbers)) if chapter.numbered else chapter)


def _auto_ids(chapter: Chapter) -> Chapter:
    """Give an anchor to each heading, mark and paragraph that has none.

    The anchors count, they do not spell: those of a translation are the same, and a corrected word breaks no link.
    What stands in the front matter is printed in several places, so a mark in it has no anchor but the chapter's.
    """
    headings, marks, paragraphs = count(1), count(1), count(1)

    def number(node: Node) -> Node:
        match node:
            case Heading(id=""):
                return replace(node, id=f"{chapter.id}-s{next(headings)}")
            case IndexMark(id=""):
                return replace(node, id=f"{chapter.id}-i{next(marks)}")
            case _:
                return node

    def paragraph(block: Block) -> Block:
        match block:
            case Paragraph(id=""):
                return replace(block, id=f"{chapter.id}-p{next(paragraphs)}")
            case Quote(blocks=blocks) | Box(blocks=blocks):
                return replace(block, blocks=tuple(paragraph(b) for b in blocks))
            case _:
                return block

    blocks, notes = transform((chapter.blocks, chapter.notes), number)
    return replace(chapter, blocks=tuple(paragraph(block) for block in blocks), notes=notes)


def _counted(chapters: tuple[Chapter, ...]) -> tuple[Chapter, ...]:
    """Number figures and captioned tables through the book."""
    figures, tables = count(1), count(1)

    def number(node: Node) -> Node:
        match node:
            case Figure():
                n = next(figures)
                return replace(node, number=n, id=node.id or f"figure-{n}")
            case Table() if node.caption:
                n = next(tables)
                return replace(node, number=n, id=node.id or f"table-{n}")
            case _:
                return node

    return tuple(transform(c, number) for c in chapters)


# -- notes -------------------------------------------------------------------------------------------------------


def _with_notes(chapter: Chapter, report: Report) -> Chapter:
    """Number the footnotes of a chapter in the order of their calls, and sort their texts that way."""
    texts: dict[str, Note] = {}
    for note in chapter.notes:
        if note.label in texts:
            report(NOTE_TWICE, note.span, label=note.label)
        texts.setdefault(note.label, note)
    wrong = tuple(_homeless(chapter))
    for call in wrong:
        report(NOTE_PLACE, call.span, label=call.label, hint="put it behind a word of the text")
    numbers: dict[str, int] = {}
    for node in walk(replace(chapter, notes=())):
        if not isinstance(node, NoteRef):
            continue
        if node.label not in texts:
            report(
                NO_NOTE,
                node.span,
                label=node.label,
                hint=nearest(node.label, texts) or f"add [^{node.label}]: …",
            )
        elif node.label in numbers:
            report(NOTE_CALLED_TWICE, node.span, label=node.label)
        numbers.setdefault(node.label, len(numbers) + 1)
    for label, note in texts.items():
        if label not in numbers and all(call.label != label for call in wrong):
            report(UNUSED_NOTE, note.span, label=label, hint=f"put [^{label}] where it belongs")

    def number(node: Node) -> Node:
        return (
            replace(node, number=numbers[node.label])
            if isinstance(node, NoteRef) and node.label in numbers
            else node
        )

    notes = sorted((n for n in texts.values() if n.label in numbers), key=lambda n: numbers[n.label])
    numbered: Chapter = transform(replace(chapter, notes=()), number)
    return replace(numbered, notes=tuple(replace(n, number=numbers[n.label]) for n in notes))


def _homeless(chapter: Chapter) -> Iterator[NoteRef]:
    """Yield the calls of notes that stand where a medium has no room for one."""
    lines = (chapter.title, chapter.subtitle, chapter.short, chapter.summary, chapter.place, chapter.events)
    closed: list[object] = [*lines, chapter.notes]
    for node in walk(chapter.blocks):
        match node:
            case Heading(content=content):
                closed.append(content)
            case Figure(description=description):
                closed.append(description)
    found = {id(node): node for part in closed for node in walk(part) if isinstance(node, NoteRef)}
    yield from found.values()


# -- targets and references --------------------------------------------------------------------------------------


def _silent(rule: Rule, span: Span, /, *, hint: str = "", **values: object) -> None:
    """Report nothing: the targets are collected twice, and problems are told the second time."""


def _targets(chapters: tuple[Chapter, ...], locale: Locale, report: Report) -> dict[str, Target]:
    """Return every anchor of the book with its name."""
    found: dict[str, Target] = {}
    places: dict[str, Span] = {}
    own = {anchor for chapter in chapters for anchor in _made(chapter)} | PAGES

    def add(anchor: str, chapter: Chapter, name: str, span: Span) -> None:
        if anchor in own:
            report(RESERVED, span, id=anchor, hint="choose another word")
        if anchor in found:
            report(TWICE, span, id=anchor, first=places[anchor])
            return
        found[anchor], places[anchor] = Target(chapter.id, anchor, name), span

    for chapter in chapters:
        add(chapter.id, chapter, chapter_name(chapter, locale), chapter.span)
    for chapter in chapters:
        for node in walk(chapter):
            if node.id:
                add(node.id, chapter, _name(node, locale), node.span)
    return found


PAGES = {"book-start", "contents", "landmarks", "titlepage", "toc", "web-contents", "web-text"}
"""Anchors of pages that the formats make."""


def _made(chapter: Chapter) -> Iterator[str]:
    """Yield the anchors that rendering gives to a chapter."""
    yield f"{chapter.id}-title"
    for note in chapter.notes:
        yield f"{chapter.id}-n{note.number}"
        yield f"{chapter.id}-n{note.number}-ref"


def chapter_name(chapter: Chapter, locale: Locale) -> str:
    """Return what a reference to a chapter prints: `Kapitel 3`, or the title of one without a number."""
    if chapter.number:
        # Translators: in the middle of a sentence: see chapter 3; abbreviate it where the word would change its form
        return locale.say("Chapter {number}", "in a sentence", number=chapter.number)
    return plain(bare(chapter.title))


def _name(node: Node, locale: Locale) -> str:
    match node:
        case Heading(content=content):
            return plain(bare(content))
        case Figure(number=number) if number:
            # Translators: in the middle of a sentence: see figure 3
            return locale.say("Figure {number}", "in a sentence", number=number)
        case Table(number=number) if number:
            # Translators: in the middle of a sentence: see table 3
            return locale.say("Table {number}", "in a sentence", number=number)
        case Box(title=title) if title:
            return plain(bare(title))
        case _:
            return ""


def _marks(chapters: tuple[Chapter, ...], targets: Mapping[str, Target]) -> Iterator[Marked]:
    for chapter in chapters:
        for node in walk(chapter):
            if isinstance(node, IndexMark):
                target = replace(targets.get(node.id, targets[chapter.id]), name=targets[chapter.id].name)
                yield Marked(node.register, node.entry, target, node.sub, node.name)


def _resolved(chapter: Chapter, targets: Mapping[str, Target], report: Report) -> Chapter:
    def resolve(node: Node) -> Node:
        if not isinstance(node, Reference):
            return node
        target = targets.get(node.target)
        if target is None:
            hint = nearest(node.target, targets).replace('"', "")
            hint = (
                hint.replace("did you mean ", "did you mean #")
                if hint
                else "put {#" + node.target + "} there"
            )
            report(UNKNOWN, node.span, target=node.target, hint=hint)
            return node
        if not node.content and not target.name:
            report(BLANK_REFERENCE, node.span, target=node.target)
        content: tuple[Inline, ...] = node.content or (Text(target.name, span=node.span),)
        return replace(node, content=content, resolved=target)

    result: Chapter = transform(chapter, resolve)
    return result


def _entry(chapter: Chapter, targets: Mapping[str, Target]) -> Entry:
    """Return the line of a chapter in the contents, with its sections below it."""
    sections = tuple(
        Entry(bare(block.content), targets[block.id], 2)
        for block in walk(chapter.blocks)
        if isinstance(block, Heading) and block.level == 2 and block.id in targets
    )
    return Entry(bare(chapter.title), targets[chapter.id], 1, sections)
