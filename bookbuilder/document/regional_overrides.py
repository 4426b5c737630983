"""Applies a regional locale (de-AT) to an inherited chapter: letters, quotation marks, and blocks that differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from urllib.parse import unquote

from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule, nearest
from bookbuilder.document import nodes
from bookbuilder.document.walk import plain, transform, walk
from bookbuilder.locales.regional_letters import replace_letters

NAMELESS = Rule(
    "differs.nameless",
    "this block has no id, so it replaces nothing",
    "With `differs: blocks` a chapter of a regional locale holds the blocks that differ. Each has the id of the block in"
    " whose place it stands: {#id} behind a heading or on the line above another block.",
)
UNKNOWN = Rule(
    "differs.unknown",
    "{path} has no block with the id {id}",
    "A block of a chapter with `differs: blocks` stands in the place of the block of the same id in the chapter that the"
    " locale inherits.",
)
FIELDS = ("title", "subtitle", "kicker", "short", "place", "summary", "events", "author")
"""The front matter fields that may differ."""


def with_regional_letters(chapter: nodes.Chapter, letters: Mapping[str, str], language: str) -> nodes.Chapter:
    """Return a chapter with letters replaced in its texts: `ß` → `ss`, quotation marks. Code, addresses, and passages in
    other languages than the chapter's (`language`) stay."""
    if not letters:
        return chapter
    changed = partial(replace_letters, letters=letters)

    def change(node: nodes.Node) -> nodes.Node:
        match node:
            case nodes.Text(text):
                new = changed(text)
                return node if new == text else replace(node, text=new)
            case nodes.Image(alt=alt, title=title):
                return replace(node, alt=changed(alt), title=changed(title))
            case nodes.Link(title=title) if title:
                return replace(node, title=changed(title))
            case nodes.Figure(credit=credit) if credit:
                return replace(node, credit=changed(credit))
            case nodes.Abbreviation(expansion=expansion):
                return replace(node, expansion=changed(expansion))
            case nodes.Pending(options=options) if "title" in options:
                return replace(node, options={**options, "title": changed(options["title"])})
            case nodes.IndexMark(entry=entry, sub=sub):
                return replace(node, entry=changed(entry), sub=changed(sub))
            case nodes.NameUse(sub=sub) if sub:
                return replace(node, sub=changed(sub))
            case _:
                return node

    def in_language(node: nodes.Node | nodes.Chapter) -> bool:
        if isinstance(node, nodes.Link) and _shows_address(node):
            return False
        return not node.lang or node.lang.split("-")[0] == language

    if not in_language(chapter):
        return chapter
    result: nodes.Chapter = transform(chapter, change, in_language)
    return replace(result, author=changed(result.author))


def _shows_address(link: nodes.Link) -> bool:
    """Whether the words of a link are its address."""
    address = unquote(link.address)
    return unquote(plain(link.content)) in (
        address,
        address.removeprefix("mailto:"),
        address.split("://")[-1],
    )


def with_overrides(
    parent: nodes.Chapter, overrides: nodes.Chapter, keys: Iterator[str] | tuple[str, ...], report: Report
) -> nodes.Chapter:
    """Return a chapter with blocks replaced by those of `overrides` with the same id, and the notes that these call.

    `keys` are the front matter keys of `overrides`; those that may differ replace the parent's. Reports `differs.*` for
    blocks without an id, or with one that the parent lacks; these are left out.
    """
    parent_ids = {node.id for node in walk(parent.blocks) if node.id}
    blocks: dict[str, nodes.Node] = {}
    for block in overrides.blocks:
        if not block.id:
            report(NAMELESS, block.span, hint="put {#id} there and in the chapter that it differs from")
        elif block.id not in parent_ids:
            report(
                UNKNOWN, block.span, path=parent.span.path, id=block.id, hint=nearest(block.id, parent_ids)
            )
        else:
            blocks[block.id] = block

    def change(node: nodes.Node) -> nodes.Node:
        new = blocks.get(node.id) if node.id else None
        if new is None:
            return node
        # A heading keeps its level, so that the sections around it still fit.
        return (
            replace(new, level=node.level)
            if isinstance(new, nodes.Heading) and isinstance(node, nodes.Heading)
            else new
        )

    fields = {key: getattr(overrides, key) for key in FIELDS if key in set(keys)}
    merged = replace(parent, **fields, span=overrides.span, blocks=transform(parent.blocks, change))
    called = {node.label for node in walk(merged.blocks) if isinstance(node, nodes.NoteRef)}
    before = {node.label for node in walk(parent.blocks) if isinstance(node, nodes.NoteRef)}
    own_notes = {note.label: note for note in overrides.notes}
    notes = [
        # A note goes if only a replaced block called it.
        own_notes.pop(note.label, note)
        for note in parent.notes
        if note.label in called or note.label not in before
    ]
    return replace(merged, notes=(*notes, *own_notes.values()))
