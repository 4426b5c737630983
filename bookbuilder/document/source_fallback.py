"""Fills untranslated parts of a chapter from its source, or removes them.

A part is a paragraph, heading, list, table, box, note or front matter field. A list or table in two languages helps
nobody, so a part is taken from the source as a whole.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.document.walk import transform, walk

TEXT_FIELDS = ("title", "subtitle", "kicker", "short", "author", "place", "summary", "events")
"""The front matter fields that hold text."""
FALLBACK_CLASS = "untranslated"
"""The class of parts from the source."""
NOTICE_CLASS = "untranslated-notice"
"""The class of the line that announces them to readers."""
PART, WHOLE = "part", "whole"
"""How much of a chapter comes from the source (`Chapter.fallback`)."""

PartKey = tuple[str, str | int]
"""A part of a chapter: a field by name, a note by label, or a block by index."""


@dataclass(frozen=True, slots=True)
class TextLocation:
    """The location of a text in a chapter: `name` is that of its front matter field, or empty; `note` the label of the note
    that holds it, or empty."""

    line: int
    column: int
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FallbackPair:
    """Texts of the source, their translations, and whether the source is to replace these."""

    sources: tuple[TextLocation, ...]
    targets: tuple[TextLocation, ...]
    wanted: bool


def fill_from_source(
    chapter: nodes.Chapter, source: nodes.Chapter, pairs: Sequence[FallbackPair], lang: str
) -> nodes.Chapter:
    """Return a chapter with the `wanted` parts of its source, which is in the language `lang` (BCP 47); a part without a
    place is put behind its predecessor in the source."""
    links: dict[PartKey, dict[PartKey, None]] = {}
    owners: dict[PartKey, dict[PartKey, None]] = {}
    wanted: dict[PartKey, None] = {}
    for pair in pairs:
        translated = [_key(spot, chapter) for spot in pair.targets]
        for source_part in (_key(spot, source) for spot in pair.sources):
            links.setdefault(source_part, {}).update(dict.fromkeys(translated))
            for key in translated:
                owners.setdefault(key, {})[source_part] = None
            if pair.wanted:
                wanted[source_part] = None
    # A replaced part may translate further parts of the source: these come from the source as well.
    waiting = list(wanted)
    while waiting:
        for key in links.get(waiting.pop(), ()):
            added = [source_part for source_part in owners[key] if source_part not in wanted]
            wanted.update(dict.fromkeys(added))
            waiting += added
    if not wanted:
        return chapter
    fields = {
        key: in_language(getattr(source, key), lang)
        for kind, key in wanted
        if kind == "field" and isinstance(key, str)
    }
    blocks = _blocks(chapter, source, wanted, links, lang)
    notes = {note.label: note for note in chapter.notes}
    originals = {note.label: note for note in source.notes}
    for label in (*(key for kind, key in wanted if kind == "note"), *_called_notes(blocks)):
        if label in originals and (("note", label) in wanted or label not in notes):
            notes[str(label)] = _fallback_note(originals[str(label)], lang)
    filled = replace(chapter, **fields, blocks=blocks, notes=tuple(notes.values()), fallback=PART)
    return _without_lost_notes(filled, chapter)


def whole_from_source(chapter: nodes.Chapter, lang: str) -> nodes.Chapter:
    """Return a chapter of the source, in the language `lang`, as one of a translation. The texts of its front matter are
    marked with their language, since contents and other lists show them."""
    lang = chapter.lang or lang
    fields = {name: in_language(getattr(chapter, name), lang) for name in TEXT_FIELDS}
    return replace(chapter, **fields, lang=lang, fallback=WHOLE)


def _key(spot: TextLocation, chapter: nodes.Chapter) -> PartKey:
    if spot.name:
        return "field", spot.name
    if spot.note:
        return "note", spot.note
    return "block", max(bisect_right([block.span.line for block in chapter.blocks], spot.line) - 1, 0)


def _blocks(
    chapter: nodes.Chapter,
    source: nodes.Chapter,
    wanted: Collection[PartKey],
    links: Mapping[PartKey, Mapping[PartKey, None]],
    lang: str,
) -> tuple[nodes.Block, ...]:
    """Return the blocks of a chapter with the wanted ones of the source."""
    replacements: dict[int, list[nodes.Block]] = {}
    insertions: dict[int, list[nodes.Block]] = {}
    replaced: set[int] = set()
    last = -1
    for index, block in enumerate(source.blocks):
        places = sorted(
            key for kind, key in links.get(("block", index), ()) if kind == "block" and isinstance(key, int)
        )
        if ("block", index) not in wanted:
            last = places[-1] if places else last
            continue
        new = _fallback_block(block, lang)
        if not places:
            insertions.setdefault(last, []).append(new)
        elif places[0] in replaced:
            # Two source blocks were translated as one: both take its place.
            (insertions if last != places[0] else replacements).setdefault(last, []).append(new)
        else:
            replacements.setdefault(places[0], []).append(new)
            replaced.update(places)
            last = places[0]
    out = insertions.get(-1, [])
    for index, block in enumerate(chapter.blocks):
        out += replacements.get(index, []) if index in replaced else [block]
        out += insertions.get(index, [])
    return tuple(out)


def _fallback_block(block: nodes.Block, lang: str) -> nodes.Block:
    # What the program makes, such as an index, is in the language of the edition.
    lang = "" if isinstance(block, nodes.Pending) else block.lang or lang
    return replace(block, lang=lang, classes=(*block.classes, FALLBACK_CLASS))


def _fallback_note(note: nodes.Note, lang: str) -> nodes.Note:
    return replace(note, blocks=tuple(_fallback_block(block, lang) for block in note.blocks))


def in_language(content: Any, lang: str) -> Any:
    """Return the content of a field, or of the lines of `events`, marked as words of another language, if there is one; an
    author's name has no language."""
    if isinstance(content, str):
        return content
    if content and isinstance(content[0], tuple):
        return tuple(in_language(line, lang) for line in content)
    words: tuple[nodes.Inline, ...] = content
    return (nodes.Styled("span", words, lang=lang, span=words[0].span),) if words and lang else words


def _called_notes(value: object) -> Iterator[str]:
    return (node.label for node in walk(value) if isinstance(node, nodes.NoteRef))


def _without_lost_notes(new: nodes.Chapter, old: nodes.Chapter) -> nodes.Chapter:
    """Return a chapter without the notes that are no longer called."""
    lost = set(_called_notes(replace(old, notes=()))) - set(_called_notes(replace(new, notes=())))
    return replace(new, notes=tuple(note for note in new.notes if note.label not in lost)) if lost else new


def omit_texts(chapter: nodes.Chapter, spots: Sequence[TextLocation]) -> nodes.Chapter:
    """Return a chapter without some texts, and without lists, rows and boxes that become empty. Its title stays."""
    fields = {
        spot.name: "" if spot.name == "author" else () for spot in spots if spot.name not in ("", "title")
    }
    notes = {spot.note for spot in spots if spot.note}
    places = {(spot.line, spot.column) for spot in spots if not spot.name and not spot.note}
    lines = {line for line, _ in places}

    def is_omitted(content: tuple[nodes.Inline, ...]) -> bool:
        return bool(content) and content[0].span.line in lines

    def change(node: nodes.Node) -> nodes.Node | tuple[nodes.Node, ...]:
        match node:
            case nodes.NoteRef(label):
                return () if label in notes else node
            case nodes.Paragraph() | nodes.Heading() | nodes.Code():
                return () if node.span.line in lines else node
            case nodes.Figure(caption=caption):
                return () if is_omitted(caption) else node
            case nodes.Cell():
                return replace(node, content=()) if (node.span.line, node.span.column) in places else node
            case nodes.Row(cells=cells):
                return node if any(cell.content or cell.blocks for cell in cells) else ()
            case nodes.Table(head=head, body=body, caption=caption):
                if not head or not body:
                    return ()
                return replace(node, caption=()) if is_omitted(caption) else node
            case nodes.Definition(term=term):
                return () if is_omitted(term) else node
            case nodes.Item(blocks=inner) | nodes.Quote(blocks=inner):
                return node if inner else ()
            case nodes.List(items=items):
                return node if items else ()
            case nodes.Definitions(items=terms):
                return node if terms else ()
            case nodes.Pending(options=options):
                if node.span.line not in lines:
                    return node
                return replace(node, title=(), options={k: v for k, v in options.items() if k != "title"})
            case nodes.Box(blocks=inner, title=title):
                if not inner:
                    return ()
                return replace(node, title=()) if is_omitted(title) else node
            case _:
                return node

    notes_left = tuple(note for note in chapter.notes if note.label not in notes)
    shortened: nodes.Chapter = transform(replace(chapter, **fields, notes=notes_left), change)
    return replace(_without_lost_notes(shortened, chapter), fallback=PART)


def with_notices(chapter: nodes.Chapter, words: str, lang: str) -> nodes.Chapter:
    """Return a chapter with a notice before each run of parts from the source, below headings. `lang` is the language of
    the book."""
    line = nodes.Paragraph(
        (nodes.Text(words, span=chapter.span),), span=chapter.span, classes=(NOTICE_CLASS,)
    )
    if chapter.fallback == WHOLE:
        return replace(chapter, blocks=(replace(line, lang=lang), *chapter.blocks))
    out: list[nodes.Block] = []
    in_fallback = False
    for block in chapter.blocks:
        is_translated = FALLBACK_CLASS not in block.classes
        if not is_translated and not in_fallback and not isinstance(block, nodes.Heading):
            out.append(line)
            in_fallback = True
        out.append(block)
        in_fallback = in_fallback and not is_translated
    return replace(chapter, blocks=tuple(out))
